"""Excel workbooks (.xlsx) as sheets of texts.

The values are read by calamine. It lays a sheet out as one rectangle and knows no number
formats, so the sheet's own XML is looked through before: how far it reaches, which cells
are shown as percentages, which formulas were never calculated.
"""

import io
import posixpath
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from datetime import UTC, datetime

import python_calamine

from data.errors import UnreadableFileError
from data.files.cells import format_cell, format_percent
from data.files.grid import Grid
from data.files.limits import LIMITS, check_extent, open_zip, read_entry
from data.names.text import position

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\br=\"(\d+)\"")
_REFERENCE = re.compile(rb"\br=\"([A-Z]{1,3})(\d{1,7})\"")
_STYLE = re.compile(rb"\bs=\"(\d+)\"")
_HAS_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_HAS_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?(?<!/)>[^<]|<(?:\w+:)?is\b")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_MODIFIED = re.compile(rb"<dcterms:modified[^>]*>([^<]+)<")
_PERCENT_FORMATS = {9, 10}


@dataclass
class _Scan:
    percents: set[tuple[int, int]] = field(default_factory=set)
    bare: set[tuple[int, int]] = field(default_factory=set)


def read_xlsx(content: bytes, file_name: str) -> list[Grid]:
    """Return the worksheets of a workbook, hidden ones marked.

    Raises
    ------
    UnreadableFileError
        Damaged, or beyond a limit.
    """
    scans = _scan_workbook(content, file_name)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [
            _read_sheet(book, meta, scans.get(meta.name, _Scan()), file_name)
            for meta in book.sheets_metadata
            if meta.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise UnreadableFileError("file_damaged", file=file_name) from error


def read_modified(content: bytes) -> datetime | None:
    """Return when a workbook says it was last changed (UTC), or None."""
    try:
        with open_zip(content, "") as archive:
            found = _MODIFIED.search(read_entry(archive, "docProps/core.xml", ""))
        if not found:
            return None
        said = datetime.fromisoformat(found[1].decode())
        # A time without a zone is UTC there already.
        return (said.astimezone(UTC) if said.tzinfo else said).replace(tzinfo=None)
    except (UnreadableFileError, ValueError):
        return None


def _read_sheet(book, meta, scan: _Scan, file_name: str) -> Grid:
    sheet = book.get_sheet_by_name(meta.name)
    check_extent(sheet.total_height, sheet.total_width, file_name)
    cells = sheet.to_python(skip_empty_area=False)
    rows = [[format_cell(cell) for cell in row] for row in cells]
    for row, column in scan.percents:
        if row < len(cells) and column < len(cells[row]):
            value = cells[row][column]
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                rows[row][column] = format_percent(value)
    merged = [(*start, *end) for start, end in sheet.merged_cell_ranges or ()]
    is_hidden = meta.visible != python_calamine.SheetVisibleEnum.Visible
    return Grid(meta.name, rows, merged, is_hidden, scan.bare)


def _scan_workbook(content: bytes, file_name: str) -> dict[str, _Scan]:
    with open_zip(content, file_name) as archive:
        names = set(archive.namelist())
        if "xl/workbook.xml" not in names:
            raise UnreadableFileError("file_damaged", file=file_name)
        sheets = _list_sheets(archive, names, file_name)
        if len(sheets) > LIMITS.sheets:
            raise UnreadableFileError(
                "file_sheets", file=file_name, sheets=len(sheets), limit=LIMITS.sheets
            )
        percents = set()
        if "xl/styles.xml" in names:
            percents = _find_percent_styles(
                read_entry(archive, "xl/styles.xml", file_name), file_name
            )
        return {
            sheet: _scan_sheet(read_entry(archive, path, file_name), percents, file_name)
            for sheet, path in sheets.items()
            if path in names
        }


def _list_sheets(archive, names: set[str], file_name: str) -> dict[str, str]:
    relations = "xl/_rels/workbook.xml.rels"
    if relations not in names:
        raise UnreadableFileError("file_damaged", file=file_name)
    book = _parse(read_entry(archive, "xl/workbook.xml", file_name), file_name)
    targets = {
        relation.get("Id"): relation.get("Target") or ""
        for relation in _parse(read_entry(archive, relations, file_name), file_name)
    }
    sheets = {}
    for sheet in book.iter():
        if sheet.tag.endswith("}sheet"):
            target = targets.get(
                next((value for key, value in sheet.attrib.items() if key.endswith("}id")), ""), ""
            )
            path = posixpath.normpath(posixpath.join("xl", target)).lstrip("/")
            sheets[sheet.get("name") or ""] = path if path in names else target.lstrip("/")
    return sheets


def _parse(xml: bytes, file_name: str):
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise UnreadableFileError("file_damaged", file=file_name)
    try:
        return ElementTree.fromstring(xml)
    except (ElementTree.ParseError, ValueError) as error:
        raise UnreadableFileError("file_damaged", file=file_name) from error


def _find_percent_styles(xml: bytes, file_name: str) -> set[int]:
    root = _parse(xml, file_name)
    custom = {
        item.get("numFmtId")
        for item in root.iter()
        if item.tag.endswith("}numFmt") and "%" in _QUOTED.sub("", item.get("formatCode") or "")
    }
    custom |= set(map(str, _PERCENT_FORMATS))
    styles = next((item for item in root if item.tag.endswith("}cellXfs")), ())
    return {at for at, style in enumerate(styles) if style.get("numFmtId") in custom}


def _scan_sheet(xml: bytes, percents: set[int], file_name: str) -> _Scan:
    scan, height, width = _Scan(), 0, 0
    for found in _ROW.finditer(xml):
        height = max(height, int(found[1]))
    for found in _CELL.finditer(xml):
        reference = _REFERENCE.search(found[1])
        if reference is None:
            continue
        column, row = position(reference[1].decode()), int(reference[2]) - 1
        height, width = max(height, row + 1), max(width, column + 1)
        style = _STYLE.search(found[1]) if percents else None
        if style and int(style[1]) in percents:
            scan.percents.add((row, column))
        inside = found[2] or b""
        if _HAS_FORMULA.search(inside) and not _HAS_VALUE.search(inside):
            scan.bare.add((row, column))
    check_extent(height, width, file_name)
    return scan
