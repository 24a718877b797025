"""Writes workbooks for people: guarded texts, plain looks.

The pages import it for its texts alone: what writes workbooks is imported when one is written.
"""

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

HEADER_COLOUR, FAULT_COLOUR = "E4ECE4", "F6DDD3"
# Full-width signs too: an office program in Chinese takes them for the plain ones.
_SIGNS = tuple("=+-@＝＋－＠")
_BLANKS = "\u00a0\u200b\u200c\u200d\u2060\u3000\ufeff"
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?%?")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def guard(text: str | None) -> str | None:
    """Return a text that no office program mistakes for a formula.

    An apostrophe precedes a text that begins with ``= + - @``, also in full width or behind
    blanks, and one that begins with a tab or the end of a line. Numbers, also in per cent, and
    lone dashes stay as they are. Every text that leaves in a CSV or a workbook goes through here.
    """
    if not text:
        return text
    text = _UNPRINTABLE.sub("", text)
    bare = _strip_blanks(text)
    is_risky = bare.startswith(_SIGNS) or text.startswith(("\t", "\r", "\n"))
    is_number = _NUMBER.fullmatch(unicodedata.normalize("NFKC", bare))
    return "'" + text if is_risky and not is_number and bare.strip("-+－＋ —") else text


def unguard(text: str | None) -> str | None:
    """Remove the apostrophe that `guard` put before a text."""
    if text and text.startswith("'") and guard(text[1:]) == text:
        return text[1:]
    return text


def _strip_blanks(text: str) -> str:
    while text != (text := text.strip().strip(_BLANKS)):
        continue
    return text


def write_cell(sheet, row: int, column: int, value):
    """Write a number as a number and a text as a guarded text; return the cell."""
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value = guard(value)
        cell.data_type = "s"
    else:
        cell.value = value
    return cell


def set_looks(sheet, header_row: int, widths: list[float]) -> None:
    """Give a sheet a bold header that stays in view, and column widths."""
    import openpyxl  # noqa: F401
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    filled = PatternFill("solid", fgColor=HEADER_COLOUR)
    for at, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
        cell = sheet.cell(header_row, at)
        cell.font, cell.fill = Font(bold=True), filled
        cell.alignment = Alignment(vertical="center", wrap_text=True)
    sheet.freeze_panes = sheet.cell(header_row + 1, 1)


def make_workbook(title: str) -> "tuple[Workbook, Worksheet]":
    """Return a new workbook and its first sheet."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    return book, sheet


def mark_fault(cell) -> None:
    """Give a cell the colour of what is at fault."""
    import openpyxl  # noqa: F401
    from openpyxl.styles import PatternFill

    cell.fill = PatternFill("solid", fgColor=FAULT_COLOUR)
