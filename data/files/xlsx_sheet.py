"""Reads the cells of one worksheet part of an .xlsx (ECMA-376 part 1, 18.3)."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from data.errors import UnreadableFileError
from data.files.cells import format_stored, unescape
from data.files.elements import get_local, is_true, parse_xml
from data.files.sheet import Sheet
from data.files.xlsx_styles import PLAIN, CellStyle
from data.names.text import position

_REFERENCE = re.compile(r"\s*\$?([A-Za-z]{1,3})\$?([0-9]{1,7})\s*")
_ERROR = "#VALUE!"
# A raised digit is the mark of a note: 21.4¹ is not 21.41.
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass
class Book:
    """What the sheets of a workbook share: texts, struck-out ones, styles, date system."""

    texts: Sequence[str] = ()
    struck_texts: set[int] = field(default_factory=set)
    styles: dict[str, CellStyle] = field(default_factory=dict)
    is_1904: bool = False


class SheetReader:
    """Handles the events of a worksheet's XML and fills a Sheet."""

    def __init__(self, sheet: Sheet, book: Book):
        self.sheet, self.book = sheet, book
        self.row = self.column = -1
        self.row_text = "0"
        self.hides_rows = False
        self.columns: dict[str, int] = {}
        self.buffer: list[str] = []
        self.cell: dict[str, str] = {}
        self.is_in_cell = False
        self.text = TextRuns()
        self.value: str | None = None
        self.has_formula = False
        self.starts: dict[str, Callable] = {}
        self.ends: dict[str, Callable] = {}

    def read(self, stream) -> None:
        """Read a worksheet part.

        Raises
        ------
        UnreadableFileError
            It is damaged, or beyond a limit.
        """
        parse_xml(
            stream, self.sheet.file_name, start=self._start, end=self._end, text=self.buffer.append
        )

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        handle = self.starts.get(tag) or self._learn(tag, self.starts)
        handle(attributes)

    def _end(self, tag: str) -> None:
        handle = self.ends.get(tag) or self._learn(tag, self.ends)
        handle()

    def _learn(self, tag: str, known: dict[str, Callable]) -> Callable:
        """Find the handler of an element by its local name, whatever its prefix."""
        name, is_start = get_local(tag), known is self.starts
        if name in TextRuns.NAMES:
            handle = self.text.start if is_start else self.text.end
            known[tag] = partial(handle, name, self.buffer)
            return known[tag]
        handles = {
            "c": (self._start_cell, self._end_cell),
            "v": (self._start_value, self._end_value),
            "f": (self._start_formula, _pass_over),
            "row": (self._start_row, _pass_over),
            "col": (self._start_columns, _pass_over),
            "mergeCell": (self._take_merged, _pass_over),
            "sheetFormatPr": (self._take_defaults, _pass_over),
        }
        if name not in handles:
            return _pass_over
        known[tag] = handles[name][0 if is_start else 1]
        return known[tag]

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "").strip()
        self.row = int(number) - 1 if number.isdecimal() else self.row + 1
        self.column, self.row_text = -1, str(self.row + 1)
        if not 0 <= self.row < 10**7:
            raise self._make_damaged()
        hidden = attributes.get("hidden")
        if is_true(hidden) or (hidden is None and self.hides_rows):
            self.sheet.hidden_rows.append((self.row, self.row))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        if self.is_in_cell:
            raise self._make_damaged()
        self.is_in_cell = True
        self.cell, self.value, self.has_formula = attributes, None, False
        reference = attributes.get("r")
        if reference is None:
            self.column += 1
            return
        letters = reference.rstrip("0123456789")
        column = self.columns.get(letters)
        if column is not None and reference[len(letters) :] == self.row_text:
            self.column = column
        else:
            self._find_place(reference)

    def _find_place(self, reference: str) -> None:
        found = _REFERENCE.fullmatch(reference)
        if found is None or int(found[2]) == 0:
            raise self._make_damaged()
        self.column, self.row = position(found[1]), int(found[2]) - 1
        self.columns[found[1]], self.row_text = self.column, str(self.row + 1)

    def _start_value(self, _attributes) -> None:
        self.buffer.clear()

    def _end_value(self) -> None:
        self.value = "".join(self.buffer)

    def _start_formula(self, _attributes) -> None:
        self.has_formula = True

    def _end_cell(self) -> None:
        self.is_in_cell = False
        if self.value is None and not self.has_formula and "t" not in self.cell:
            return  # Most cells of a large sheet are blank: a place and a style.
        style = self.book.styles.get(self.cell.get("s", "0").strip(), PLAIN)
        kind = self.cell.get("t", "n")
        text = self._read_text(kind, style)
        if text and not text.isspace():
            self.sheet.put(self.row, self.column, text)
            if style.is_struck or self._is_struck(kind):
                self.sheet.struck.add((self.row, self.column))
        elif not text and self.has_formula and (kind != "str" or self.value is None):
            self.sheet.put_bare(self.row, self.column)

    def _read_text(self, kind: str, style: CellStyle) -> str:
        value = self.value
        if kind == "inlineStr":
            return unescape(self.text.take())
        if kind == "e":
            return (value or "").strip() or _ERROR
        if not value:
            return ""
        if kind == "s":
            return self._get_shared(value)
        if kind == "b":
            return "TRUE" if is_true(value) else "FALSE"
        if kind == "n":
            return self._format(value, style)
        return unescape(value)

    def _get_shared(self, index: str) -> str:
        try:
            at = int(index)
            if at >= 0:
                return self.book.texts[at]
        except (ValueError, IndexError):
            pass
        raise self._make_damaged()

    def _format(self, value: str, style: CellStyle) -> str:
        try:
            if style.number_format is None:
                return format_stored(value)
            return style.number_format.show(float(value), is_1904=self.book.is_1904)
        except (ValueError, ArithmeticError) as error:
            raise self._make_damaged() from error

    def _is_struck(self, kind: str) -> bool:
        if kind == "s":
            return int(self.value or -1) in self.book.struck_texts
        return kind == "inlineStr" and self.text.is_struck

    def _start_columns(self, attributes: dict[str, str]) -> None:
        first, last = attributes.get("min", ""), attributes.get("max", "")
        width = attributes.get("width", "").strip()
        is_hidden = is_true(attributes.get("hidden")) or width in ("0", "0.0")
        if is_hidden and first.isdecimal() and last.isdecimal():
            self.sheet.hidden_columns.append((int(first) - 1, int(last) - 1))

    def _take_merged(self, attributes: dict[str, str]) -> None:
        corners = [
            (int(found[2]) - 1, position(found[1]))
            for found in map(_REFERENCE.fullmatch, attributes.get("ref", "").split(":"))
            if found
        ]
        if len(corners) == 2 and min(corners[0]) >= 0 and min(corners[1]) >= 0:
            (top, left), (bottom, right) = corners
            self.sheet.merged.append(
                (min(top, bottom), min(left, right), max(top, bottom), max(left, right))
            )

    def _take_defaults(self, attributes: dict[str, str]) -> None:
        self.hides_rows = is_true(attributes.get("zeroHeight"))

    def _make_damaged(self) -> UnreadableFileError:
        return UnreadableFileError("file_damaged", file=self.sheet.file_name)


def _pass_over(*_) -> None:
    """Ignore an element."""


class TextRuns:
    """The runs of one text, shared or in a cell, without guides for reading aloud."""

    NAMES = frozenset(("t", "r", "rPh", "strike", "vertAlign", "is", "si"))

    def __init__(self) -> None:
        self._clear()

    def _clear(self) -> None:
        self.parts: list[str] = []
        self.is_phonetic = self.is_run_struck = self.is_struck = self.is_raised = False

    def start(self, name: str, buffer: list[str], attributes: dict[str, str]) -> None:
        """Handle the start of an element."""
        if name == "t":
            buffer.clear()
        elif name == "rPh":
            self.is_phonetic = True
        elif name == "r":
            self.is_run_struck = self.is_raised = False
        elif name == "strike":
            self.is_run_struck = is_true(attributes.get("val", "1"))
        elif name == "vertAlign":
            self.is_raised = attributes.get("val") == "superscript"
        else:
            self._clear()

    def end(self, name: str, buffer: list[str]) -> None:
        """Handle the end of an element; the buffer holds its text."""
        if name == "t" and not self.is_phonetic:
            text = "".join(buffer)
            self.parts.append(text.translate(RAISED) if self.is_raised else text)
            self.is_struck |= self.is_run_struck and bool(self.parts[-1].strip())
        elif name == "rPh":
            self.is_phonetic = False
        elif name == "r":
            self.is_run_struck = self.is_raised = False

    def take(self) -> str:
        """Return the whole text and begin a new one."""
        text, self.parts = "".join(self.parts), []
        return text


def read_comments(stream, sheet: Sheet) -> None:
    """Read the comments of a worksheet's cells from their part.

    Raises
    ------
    UnreadableFileError
        The part is damaged.
    """
    places: list[tuple[int, int] | None] = []
    pieces: list[str] = []
    buffer: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = get_local(tag)
        if name in ("comment", "threadedComment"):
            found = _REFERENCE.fullmatch(attributes.get("ref", ""))
            places.append((int(found[2]) - 1, position(found[1])) if found else None)
            pieces.clear()
        elif name in ("t", "text"):
            buffer.clear()

    def end(tag: str) -> None:
        name = get_local(tag)
        if name in ("t", "text"):
            pieces.append("".join(buffer))
            buffer.clear()
        elif name in ("comment", "threadedComment") and places and places[-1]:
            sheet.put_comment(*places[-1], unescape("".join(pieces)))

    parse_xml(stream, sheet.file_name, start=start, end=end, text=buffer.append)


def read_texts(stream, file_name: str) -> tuple[list[str], set[int]]:
    """Return the shared texts of a workbook, and which of them are struck through.

    Raises
    ------
    UnreadableFileError
        The part is damaged.
    """
    texts: list[str] = []
    struck: set[int] = set()
    runs = TextRuns()
    buffer: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = get_local(tag)
        if name in TextRuns.NAMES:
            runs.start(name, buffer, attributes)

    def end(tag: str) -> None:
        name = get_local(tag)
        if name == "si":
            if runs.is_struck:
                struck.add(len(texts))
            texts.append(unescape(runs.take()))
        elif name in TextRuns.NAMES:
            runs.end(name, buffer)

    parse_xml(stream, file_name, start=start, end=end, text=buffer.append)
    return texts, struck
