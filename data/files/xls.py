"""Reads old Excel workbooks (.xls) as sheets of texts, number formats included."""

import io
from itertools import pairwise

import xlrd

from data.errors import UnreadableFileError
from data.files.cells import format_cell
from data.files.grid import Grid
from data.files.limits import check_sheets
from data.files.number_formats import get_built_in, make_format
from data.files.sheet import Sheet
from data.files.xlsx_sheet import RAISED
from data.files.xlsx_styles import PLAIN, CellStyle

_BLANK = (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)


def read_xls(content: bytes, file_name: str) -> list[Grid]:
    """Return the sheets of a BIFF workbook.

    Raises
    ------
    UnreadableFileError
        It is damaged, password-protected, or beyond a limit.
    """
    try:
        book = xlrd.open_workbook(
            file_contents=content,
            formatting_info=True,
            logfile=io.StringIO(),
            on_demand=True,
            ragged_rows=True,
        )
        check_sheets(book.nsheets, file_name)
        styles = [_read_style(book, style) for style in book.xf_list]
        return [_read_sheet(book, at, styles, file_name) for at in range(book.nsheets)]
    except (UnreadableFileError, MemoryError):
        raise
    except xlrd.XLRDError as error:
        key = "file_encrypted" if "encrypt" in str(error).lower() else "file_damaged"
        raise UnreadableFileError(key, file=file_name) from error
    except Exception as error:  # a damaged file raises anything: index, struct, assertion
        raise UnreadableFileError("file_damaged", file=file_name) from error


def _read_style(book, style) -> CellStyle:
    listed = book.format_map.get(style.format_key)
    code = listed.format_str if listed is not None else ""
    if not code or code.lower() == "general":
        code = get_built_in(style.format_key)
    fonts = book.font_list
    return CellStyle(
        make_format(code) if code else None,
        style.font_index < len(fonts) and bool(fonts[style.font_index].struck_out),
    )


def _read_sheet(book, at: int, styles: list[CellStyle], file_name: str) -> Grid:
    source = book.sheet_by_index(at)
    sheet = Sheet(source.name, file_name, is_hidden=source.visibility != 0)
    for row in range(source.nrows):
        values, kinds = source.row_values(row), source.row_types(row)
        for column, (value, kind) in enumerate(zip(values, kinds, strict=True)):
            if kind in _BLANK or (kind == xlrd.XL_CELL_TEXT and not value.strip()):
                continue
            index = source.cell_xf_index(row, column)
            style = styles[index] if index < len(styles) else PLAIN
            if kind == xlrd.XL_CELL_TEXT:
                value = _mark_raised(book, source, row, column, value)
            sheet.put(row, column, _format(value, kind, style, bool(book.datemode)))
            if style.is_struck or _has_struck_run(book, source, row, column):
                sheet.struck.add((row, column))
    sheet.merged = [
        (top, left, bottom - 1, right - 1) for top, bottom, left, right in source.merged_cells
    ]
    sheet.hidden_rows = [(row, row) for row, info in source.rowinfo_map.items() if info.hidden]
    sheet.hidden_columns = [
        (column, column) for column, info in source.colinfo_map.items() if info.hidden
    ]
    for (row, column), note in source.cell_note_map.items():
        sheet.put_comment(row, column, note.text or "")
    book.unload_sheet(at)
    return sheet.make_grid()


def _mark_raised(book, source, row: int, column: int, text: str) -> str:
    """Return a text with its raised digits, which are marks of notes, as such signs."""
    runs = [*(source.rich_text_runlist_map.get((row, column)) or ()), (len(text), 0)]
    for (start, font), (end, _) in pairwise(runs):
        if font < len(book.font_list) and book.font_list[font].escapement == 1:
            text = text[:start] + text[start:end].translate(RAISED) + text[end:]
    return text


def _has_struck_run(book, source, row: int, column: int) -> bool:
    runs = source.rich_text_runlist_map.get((row, column)) or ()
    fonts = book.font_list
    return any(font < len(fonts) and fonts[font].struck_out for _, font in runs)


def _format(value, kind: int, style: CellStyle, is_1904: bool) -> str:
    if kind == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(value, "#VALUE!")
    if kind == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if value else "FALSE"
    if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE) and style.number_format is not None:
        return style.number_format.show(value, is_1904=is_1904)
    return format_cell(value)
