"""OpenDocument spreadsheets (.ods) as sheets of texts.

Read here rather than by a library, because a repeat count of a few bytes can stand for a
thousand million cells: counts are looked at before anything is repeated.
"""

import io
import xml.etree.ElementTree as ElementTree

from data.errors import UnreadableFileError
from data.files.cells import format_cell, format_percent
from data.files.grid import Grid
from data.files.limits import LIMITS, check_extent, open_zip, read_entry

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"


def read_ods(content: bytes, file_name: str) -> list[Grid]:
    """Return the tables of an OpenDocument spreadsheet.

    Raises
    ------
    UnreadableFileError
        Damaged, protected by a password, or beyond a limit.
    """
    with open_zip(content, file_name) as archive:
        xml = read_entry(archive, "content.xml", file_name)
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise UnreadableFileError("file_damaged", file=file_name)
    try:
        root = ElementTree.parse(io.BytesIO(xml)).getroot()
        tables = list(root.iter(f"{_TABLE}table"))
        if len(tables) > LIMITS.sheets:
            raise UnreadableFileError(
                "file_sheets", file=file_name, sheets=len(tables), limit=LIMITS.sheets
            )
        hidden = _find_hidden_styles(root)
        return [_read_table(table, hidden, file_name) for table in tables]
    except (ElementTree.ParseError, ValueError) as error:
        raise UnreadableFileError("file_damaged", file=file_name) from error


def _find_hidden_styles(root) -> set[str]:
    return {
        style.get(f"{_STYLE}name")
        for style in root.iter(f"{_STYLE}style")
        for properties in style.iter(f"{_STYLE}table-properties")
        if properties.get(f"{_TABLE}display") == "false"
    }


def _read_table(table, hidden: set[str], file_name: str) -> Grid:
    grid = Grid(
        table.get(f"{_TABLE}name", ""), [], is_hidden=table.get(f"{_TABLE}style-name") in hidden
    )
    blank_rows = cells = 0
    for row in table.iter(f"{_TABLE}table-row"):
        repeat = _get_count(row, "number-rows-repeated")
        texts = _read_row(row, len(grid.rows) + blank_rows, grid, file_name)
        if not texts:
            blank_rows += repeat
            continue
        cells += (blank_rows + repeat) * len(texts)
        check_extent(len(grid.rows) + blank_rows + repeat, len(texts), file_name)
        if cells > LIMITS.cells:
            check_extent(LIMITS.rows + 1, len(texts), file_name)
        grid.rows.extend([] for _ in range(blank_rows))
        blank_rows = 0
        grid.rows.extend(list(texts) for _ in range(repeat))
    return grid


def _read_row(row, at: int, grid: Grid, file_name: str) -> list[str]:
    texts: list[str] = []
    blank = 0
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        repeat = _get_count(cell, "number-columns-repeated")
        text = _read_cell(cell)
        column = len(texts) + blank
        if not text and cell.get(f"{_TABLE}formula"):
            grid.bare_formulas.add((at, column))
        rows_spanned = _get_count(cell, "number-rows-spanned")
        columns_spanned = _get_count(cell, "number-columns-spanned")
        if (rows_spanned, columns_spanned) != (1, 1):
            grid.merged.append((at, column, at + rows_spanned - 1, column + columns_spanned - 1))
        if not text:
            blank += repeat
            continue
        check_extent(1, column + repeat, file_name)
        texts.extend([""] * blank + [text] * repeat)
        blank = 0
    return texts


def _read_cell(cell) -> str:
    kind, value = cell.get(f"{_OFFICE}value-type"), cell.get(f"{_OFFICE}value")
    if kind == "percentage" and value is not None:
        return format_percent(float(value))
    if kind in ("float", "currency") and value is not None:
        return format_cell(float(value))
    if kind == "date":
        return cell.get(f"{_OFFICE}date-value") or ""
    if kind == "boolean":
        return (cell.get(f"{_OFFICE}boolean-value") or "").upper()
    return "\n".join("".join(paragraph.itertext()) for paragraph in cell.iter(f"{_TEXT}p"))


def _get_count(element, name: str) -> int:
    return max(1, int(element.get(f"{_TABLE}{name}") or 1))
