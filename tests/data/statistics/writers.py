"""Writes the same figures in every layout, format, encoding and unit that offices use."""

import csv
import io
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

import xlwt
from openpyxl import Workbook

SPACE = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
SHEET_KIND = "application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = (
    f'<manifest:manifest xmlns:manifest="{SPACE}"><manifest:file-entry '
    f'manifest:full-path="/" manifest:media-type="{SHEET_KIND}"/><manifest:file-entry '
    'manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
UNITS = {"头": 0, "百头": 2, "千头": 3, "万头": 4, "吨": 0, "千吨": 3, "万吨": 4}
STOCK_UNITS = ("头", "百头", "千头", "万头")
OUTPUT_UNITS = ("吨", "千吨", "万吨")


@dataclass
class Table:
    """Cells as texts, and merged ranges (top, left, bottom, right) from 0."""

    cells: list[list[str]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    name: str = "数据"


def write_text(
    table: Table, encoding: str = "utf-8", delimiter: str = ",", line_end: str = "\r\n"
) -> bytes:
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=delimiter, lineterminator=line_end).writerows(table.cells)
    return target.getvalue().encode(encoding)


def write_xlsx(*tables: Table, as_text: bool = False) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for table in tables:
        sheet = book.create_sheet(table.name)
        for row, cells in enumerate(table.cells, start=1):
            for column, text in enumerate(cells, start=1):
                if text != "":
                    sheet.cell(row, column).value = text if as_text else _guess(text)
        for top, left, bottom, right in table.merged:
            sheet.merge_cells(
                start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1
            )
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def write_xls(*tables: Table) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    for table in tables:
        sheet = book.add_sheet(table.name)
        covered = {}
        for top, left, bottom, right in table.merged:
            covered |= {
                (row, column): None
                for row in range(top, bottom + 1)
                for column in range(left, right + 1)
            }
            sheet.write_merge(top, bottom, left, right, table.cells[top][left])
        for row, cells in enumerate(table.cells):
            for column, text in enumerate(cells):
                if text != "" and (row, column) not in covered:
                    sheet.write(row, column, _guess(text))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def write_ods(*tables: Table) -> bytes:
    body = "".join(_write_ods_table(table) for table in tables)
    names = ("office:1.0", "table:1.0", "text:1.0")
    spaces = " ".join(
        f'xmlns:{name.split(":")[0]}="urn:oasis:names:tc:opendocument:xmlns:{name}"'
        for name in names
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}>'
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", SHEET_KIND)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _write_ods_table(table: Table) -> str:
    spans = {
        (top, left): (bottom - top + 1, right - left + 1)
        for top, left, bottom, right in table.merged
    }
    rows = []
    for row, cells in enumerate(table.cells):
        written = []
        for column, text in enumerate(cells):
            down, across = spans.get((row, column), (1, 1))
            span = (
                f' table:number-rows-spanned="{down}" table:number-columns-spanned="{across}"'
                if (down, across) != (1, 1)
                else ""
            )
            value = _guess(text)
            kind = (
                f' office:value-type="float" office:value="{text}"'
                if not isinstance(value, str)
                else ' office:value-type="string"'
            )
            inside = f"<text:p>{escape(text)}</text:p>" if text else ""
            written.append(
                f"<table:table-cell{kind if text else ''}{span}>{inside}</table:table-cell>"
            )
        rows.append(f"<table:table-row>{''.join(written)}</table:table-row>")
    return f'<table:table table:name="{escape(table.name)}">{"".join(rows)}</table:table>'


def _guess(text: str):
    try:
        number = float(text)
    except ValueError:
        return text
    return int(text) if text.isdigit() else number if repr(number) == text else text


def lay_long(figures: dict, names: dict, units: dict, *, header=None) -> Table:
    """figures: {(indicator_id, area_id, year): number text in units[indicator_id]}."""
    rows = [header or ["指标", "地区", "年份", "数值", "单位"]]
    rows += [
        [names[indicator], names[area], str(year), text, units[indicator]]
        for (indicator, area, year), text in figures.items()
    ]
    return Table(rows)


def lay_by_year(
    figures: dict, names: dict, units: dict, *, note: bool = True, year_end: str = "年"
) -> Table:
    """One indicator (the first one's): areas down, years across."""
    indicator = next(iter(figures))[0]
    areas = list(dict.fromkeys(area for _, area, _ in figures))
    years = sorted({year for _, _, year in figures}, reverse=True)
    rows = [
        ["数据库：分地区年度数据"],
        [f"指标：{names[indicator]}({units[indicator]})"],
        ["地区", *(f"{year}{year_end}" for year in years)],
    ]
    rows += [
        [names[area], *(figures.get((indicator, area, year), "") for year in years)]
        for area in areas
    ]
    return Table(rows + ([["注：本表为年末数。"], ["数据来源：统计局"]] if note else []))


def lay_by_indicator(figures: dict, names: dict, units: dict) -> Table:
    """One year (the first one's): areas down, indicators across, the year in the title."""
    year = next(iter(figures))[2]
    areas = list(dict.fromkeys(area for _, area, _ in figures))
    indicators = list(dict.fromkeys(indicator for indicator, _, _ in figures))
    rows = [
        [f"{year}年各县市畜牧业生产情况"],
        [],
        ["县市", *(f"{names[indicator]}({units[indicator]})" for indicator in indicators)],
    ]
    rows += [
        [names[area], *(figures.get((indicator, area, year), "") for indicator in indicators)]
        for area in areas
    ]
    return Table(rows)


def lay_two_rows(figures: dict, names: dict, units: dict, species: dict) -> Table:
    """As `lay_by_indicator`, with species above measures in merged cells.

    species: {indicator_id: (species, measure)}; indicators of a species stand together.
    """
    year = next(iter(figures))[2]
    areas = list(dict.fromkeys(area for _, area, _ in figures))
    found = {indicator for indicator, _, _ in figures}
    indicators = [indicator for indicator in species if indicator in found]
    upper = ["地区", *(species[indicator][0] for indicator in indicators)]
    lower = ["", *(f"{species[indicator][1]}({units[indicator]})" for indicator in indicators)]
    merged = [(1, 0, 2, 0)]
    start = 1
    for end in range(2, len(upper) + 1):
        if end == len(upper) or upper[end] != upper[start]:
            if end - start > 1:
                merged.append((1, start, 1, end - 1))
            start = end
    shown = [text if at == 0 or text != upper[at - 1] else "" for at, text in enumerate(upper)]
    rows = [[f"{year}年各县市牲畜生产情况"], shown, lower]
    rows += [
        [names[area], *(figures.get((indicator, area, year), "") for indicator in indicators)]
        for area in areas
    ]
    return Table(rows, merged)
