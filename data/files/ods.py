"""OpenDocument spreadsheets (.ods) as sheets of texts (OASIS OpenDocument 1.3, part 3).

No library reads them here, because a repeat count of a few bytes can mean a thousand million
cells. This reader checks counts before it repeats anything.
"""

import re

from data.errors import UnreadableFileError
from data.files.cells import format_percent, format_stored
from data.files.elements import get_local, list_elements, parse_xml
from data.files.grid import Grid
from data.files.limits import LIMITS, check_extent, check_sheets
from data.files.ods_styles import Styles
from data.files.package import Package
from data.files.sheet import Sheet

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CELLS = frozenset((f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"))
# Content of a cell that is not its text: notes, pictures, guides for reading aloud.
_BESIDE = frozenset(("annotation", "ruby-text", "note", "frame", "custom-shape", "table"))
_NUMBER_INSIDE = re.compile(
    r"(?P<before>[^\d+-]*)(?P<number>[+-]?[\d.,  ]+)(?P<behind>.*)", re.DOTALL
)
_WORD = re.compile(r"[^\W\d_eE]|‰")
_ERROR = re.compile(r"#[A-Z/0!?]+|Err:\d+")


def read_ods(package: Package) -> list[Grid]:
    """Return the tables of an OpenDocument spreadsheet.

    Raises
    ------
    UnreadableFileError
        It is damaged, password-protected, not a spreadsheet, or beyond a limit.
    """
    _check_kind(package)
    reader = _Reader(package.file_name)
    with package.open("content.xml") as stream:
        parse_xml(
            stream, package.file_name, start=reader.start, end=reader.end, text=reader.buffer.append
        )
    return reader.grids


def _check_kind(package: Package) -> None:
    kind = ""
    if "mimetype" in package:
        with package.open("mimetype") as stream:
            kind = stream.read(200).decode("ascii", "replace")
    for word, key in (
        ("opendocument.text", "file_is_document"),
        (".presentation", "file_is_slides"),
    ):
        if word in kind:
            raise UnreadableFileError(key, file=package.file_name)
    if "meta-inf/manifest.xml" in package:
        with package.open("META-INF/manifest.xml") as stream:
            for path, _ in list_elements(stream, package.file_name):
                if path.endswith("/encryption-data"):
                    raise UnreadableFileError("file_encrypted", file=package.file_name)


class _Reader:
    """Handles the events of content.xml and makes a Grid for each table."""

    def __init__(self, file_name: str):
        self.file_name = file_name
        self.grids: list[Grid] = []
        self.styles = Styles()
        self.buffer: list[str] = []
        self.sheet = Sheet("", file_name)
        self.is_in_table = False
        self.tables = self.repeated = self.written = self.beside = 0
        self.cell: dict[str, str] | None = None
        self.is_in_row = False
        self.starts = {
            f"{_TABLE}table": self._start_table,
            f"{_TABLE}table-column": self._start_column,
            f"{_TABLE}table-row": self._start_row,
            f"{_TEXT}p": self._start_paragraph,
            f"{_TEXT}s": self._add_spaces,
            f"{_TEXT}tab": lambda _: self.buffer.append("\t"),
            f"{_TEXT}line-break": lambda _: self.buffer.append("\n"),
            f"{_TEXT}span": self._start_span,
            **dict.fromkeys(_CELLS, self._start_cell),
        }
        self.ends = {
            f"{_TABLE}table": self._end_table,
            f"{_TABLE}table-row": self._end_row,
            f"{_TEXT}p": self._end_paragraph,
            **dict.fromkeys(_CELLS, self._end_cell),
        }

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Handle the start of an element."""
        if self.beside or (self.cell is not None and get_local(tag) in _BESIDE):
            if not self.beside:
                self.kept = list(self.buffer)
                self.comment: list[str] | None = [] if get_local(tag) == "annotation" else None
            elif tag == f"{_TEXT}p":
                self.buffer.clear()
            self.beside += 1
        elif not self.is_in_table and tag != f"{_TABLE}table":
            self.styles.start(get_local(tag), attributes)
        elif handle := self.starts.get(tag):
            handle(attributes)

    def end(self, tag: str) -> None:
        """Handle the end of an element."""
        if self.beside:
            self.beside -= 1
            if self.comment is not None and tag == f"{_TEXT}p":
                self.comment.append("".join(self.buffer))
            if not self.beside:
                self.sheet.put_comment(self.row, self.column, "\n".join(self.comment or ()))
                self.buffer[:] = self.kept
        elif self.is_in_table and (handle := self.ends.get(tag)):
            handle()

    def _start_table(self, attributes: dict[str, str]) -> None:
        self._check(not self.is_in_table)
        self.tables += 1
        check_sheets(self.tables, self.file_name)
        self.sheet = Sheet(
            attributes.get(f"{_TABLE}name", ""),
            self.file_name,
            is_hidden=attributes.get(f"{_TABLE}style-name") in self.styles.hidden,
        )
        self.is_in_table = True
        self.row = self.columns = 0

    def _end_table(self) -> None:
        self.grids.append(self.sheet.make_grid())
        self.is_in_table = False

    def _start_column(self, attributes: dict[str, str]) -> None:
        count = self._get_count(attributes, "number-columns-repeated")
        if attributes.get(f"{_TABLE}visibility", "visible") != "visible":
            self.sheet.hidden_columns.append((self.columns, self.columns + count - 1))
        self.columns += count

    def _check(self, is_sound: bool) -> None:
        """Reject content where the standard allows none: a reader might drop it."""
        if not is_sound:
            raise UnreadableFileError("file_damaged", file=self.file_name)

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._check(not self.is_in_row)
        self.is_in_row = True
        self.rows = self._get_count(attributes, "number-rows-repeated")
        self.found: list[tuple[int, str, bool]] = []
        self.merged: list[tuple[int, int, int]] = []
        self.column = 0
        if attributes.get(f"{_TABLE}visibility", "visible") != "visible":
            self.sheet.hidden_rows.append((self.row, self.row + self.rows - 1))

    def _end_row(self) -> None:
        self.is_in_row = False
        if self.rows > 1:
            self._count_repeated((self.rows - 1) * (len(self.found) + len(self.merged)))
        if self.found or self.merged:
            for row in range(self.row, self.row + self.rows):
                for column, text, is_struck in self.found:
                    self._put(row, column, text, is_struck)
                self.sheet.merged += [
                    (row, left, row + height - 1, right) for left, height, right in self.merged
                ]
        self.row += self.rows

    def _put(self, row: int, column: int, text: str, is_struck: bool) -> None:
        if not text or text.isspace():
            self.sheet.put_bare(row, column)
            return
        self.sheet.put(row, column, text)
        if is_struck:
            self.sheet.struck.add((row, column))

    def _count_repeated(self, cells: int) -> None:
        self.repeated += cells
        most = LIMITS.repeated_cells + LIMITS.repeat_ratio * self.written
        if self.repeated > most:
            raise UnreadableFileError(
                "file_repeats", file=self.file_name, cells=self.repeated, limit=most
            )

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._check(self.is_in_row and self.cell is None)
        self.cell = attributes
        self.paragraphs: list[str] = []
        self.is_span_struck = False
        self.buffer.clear()

    def _end_cell(self) -> None:
        cell, self.cell = self.cell or {}, None
        count = self._get_count(cell, "number-columns-repeated")
        text = _read_cell(cell, "\n".join(self.paragraphs))
        height = self._get_count(cell, "number-rows-spanned")
        width = self._get_count(cell, "number-columns-spanned")
        if (height, width) != (1, 1):
            self.merged.append((self.column, height, self.column + width - 1))
        if (text and not text.isspace()) or cell.get(f"{_TABLE}formula"):
            check_extent(1, self.column + count, self.file_name)
            self.written += 1
            self._count_repeated(count - 1)
            is_struck = self.is_span_struck or self.styles.is_struck(
                cell.get(f"{_TABLE}style-name", "")
            )
            self.found += [(self.column + at, text, is_struck) for at in range(count)]
        self.column += count

    def _start_paragraph(self, _attributes) -> None:
        self.buffer.clear()

    def _end_paragraph(self) -> None:
        if self.cell is not None:
            self.paragraphs.append("".join(self.buffer))

    def _start_span(self, attributes: dict[str, str]) -> None:
        self.is_span_struck |= self.styles.is_struck(attributes.get(f"{_TEXT}style-name", ""))

    def _add_spaces(self, attributes: dict[str, str]) -> None:
        count = self._get_count(attributes, "c", _TEXT)
        self.buffer.append(" " * min(count, LIMITS.cell_characters))

    def _get_count(self, attributes: dict[str, str], name: str, space: str = _TABLE) -> int:
        count = attributes.get(f"{space}{name}", "1").strip()
        self._check(count.isdecimal() and len(count) <= 12)
        return max(1, int(count))


def _read_cell(cell: dict[str, str], shown: str) -> str:
    kind, value = cell.get(f"{_OFFICE}value-type"), cell.get(f"{_OFFICE}value")
    if _ERROR.fullmatch(shown.strip()):
        return shown.strip()
    if kind in ("percentage", "float", "currency") and value is not None:
        try:
            return _show_number(kind, float(value), format_stored(value), shown)
        except (ValueError, ArithmeticError):
            return shown
    if kind == "date":
        return _show_date(cell.get(f"{_OFFICE}date-value") or "", shown)
    if kind == "boolean":
        return (cell.get(f"{_OFFICE}boolean-value") or "").upper()
    return shown or cell.get(f"{_OFFICE}string-value", "")


def _show_number(kind: str, value: float, exact: str, shown: str) -> str:
    """Return a number with all of its digits and the words of its format; as shown if the
    format shows a multiple of it."""
    if kind == "percentage":
        return format_percent(value)
    found = _NUMBER_INSIDE.fullmatch(shown.strip())
    if found is None or not _WORD.search(found["before"] + found["behind"]):
        return exact
    digits = re.sub(r"[,  ]", "", found["number"])
    _, _, decimals = digits.partition(".")
    if abs(float(digits) - value) <= 10 ** -len(decimals):
        return f"{found['before']}{exact}{found['behind']}".strip()
    return shown.strip()


def _show_date(stored: str, shown: str) -> str:
    """Return a date as shown if it is shown without its day, else as stored."""
    if shown and len(re.findall(r"\d+", shown)) < 3 and re.search(r"\d{4}年?|月", shown):
        return shown.strip()
    return stored
