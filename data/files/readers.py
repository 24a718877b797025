"""Turns the bytes of a file into sheets of texts.

Files come from anywhere, so this runs in a process of its own (`data.files.safely`).
"""

import codecs
import csv
import io
import re
from contextlib import suppress
from pathlib import PurePath

from data.errors import UnreadableFileError
from data.files.file_kinds import (
    BARE_BOOKS,
    OLE,
    PACKED,
    check_container,
    check_head,
    check_text,
    name_by_ending,
    name_package,
)
from data.files.grid import Grid
from data.files.limits import LIMITS, check_extent, check_size
from data.files.package import Package
from data.files.sheet import Sheet

TEXT_ENDINGS = (".csv", ".tsv", ".txt")
BOOK_ENDINGS = (".xls", ".xlsx", ".ods", ".xlsm", ".et")
_DELIMITERS = ",\t;|"
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_END = "\x02"
# A text with at least so many characters is read by column.
_LARGE = 1_000_000
_LOOKED_AT = 100_000
# Byte order marks: of UTF-16, of GB18030 and a second one of UTF-8 are left to `decode_text`.
_MARKED = (b"\xff\xfe", b"\xfe\xff", b"\x84\x31\x95\x33", codecs.BOM_UTF8 * 2)


def read_grids(content: bytes, file_name: str) -> list[Grid]:
    """Return the sheets of a file; a text file is one sheet with the file's name.

    The content decides, not the ending: an .xls that is a text file is read as text.

    Raises
    ------
    UnreadableFileError
        The file is empty, too large, compressed too much, of an unknown kind, or damaged.
    """
    check_size(content, file_name)
    if content[:4] in PACKED or content.startswith(BARE_BOOKS):
        return read_workbook(content, file_name)
    check_head(content, file_name)
    head, encoding = _peek(content) if len(content) >= _LARGE else ("", "")
    text = "" if head else decode_text(content, file_name)
    check_text(head or text, file_name)
    if PurePath(file_name).suffix.lower() not in TEXT_ENDINGS + BOOK_ENDINGS:
        raise UnreadableFileError(name_by_ending(file_name), file=file_name)
    if head:
        columns = _read_columns(content, find_delimiter(head), file_name, encoding)
        if columns is not None:
            return [columns]
        text = decode_text(content, file_name)
    del content
    return [read_text(text, file_name)]


def _peek(content: bytes) -> tuple[str, str]:
    """Return the head of a large text and its encoding, so that it need not be decoded whole;
    "" where it must be, because it is of another kind, or has faults."""
    if content.startswith(_MARKED) or b"\x00" in content:
        return "", ""
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            head = codecs.getincrementaldecoder(encoding)().decode(content[:_LOOKED_AT])
            return ("", "") if _is_binary(head) else (head.lstrip("\ufeff"), encoding)
    return "", ""


def _is_binary(text: str) -> bool:
    # A stray control character is a fault of its cell, many are no text.
    head = text[:_LOOKED_AT]
    return len(_BINARY.findall(head)) > max(3, len(head) // 1000)


def read_workbook(content: bytes, file_name: str) -> list[Grid]:
    """Return the sheets of a workbook; its content tells which kind it is.

    Raises
    ------
    UnreadableFileError
        It is damaged, password-protected, not a workbook, or beyond a limit.
    """
    # Each kind needs its own library; a process that reads one file loads only one of them.
    if content[:4] != PACKED[0]:
        from data.files.xls import read_xls

        if content.startswith(OLE[:4]):
            check_container(content, file_name)
        return read_xls(content, file_name)
    from data.files.ods import read_ods
    from data.files.xlsx import find_book, read_xlsx

    package = Package(content, file_name)
    book = find_book(package)
    if book is not None and "workbook" in book.lower() and book.lower().endswith(".xml"):
        return read_xlsx(package, book)
    if "content.xml" in package:
        return read_ods(package)
    raise UnreadableFileError(name_package(package, book), file=file_name)


def decode_text(content: bytes, file_name: str) -> str:
    """Return the text of a file in UTF-8, UTF-16 or GB18030, with or without a byte order mark.

    Raises
    ------
    UnreadableFileError
        It is in none of these encodings, or it is not text.
    """
    encoding = _guess_encoding(content)
    for candidate in [encoding] if encoding else ["utf-8-sig", "gb18030"]:
        try:
            text = content.decode(candidate)
        except UnicodeDecodeError:
            continue
        if _is_binary(text):
            break
        return text.lstrip("\ufeff").replace("\x00", "")
    raise UnreadableFileError("file_not_text", file=file_name)


def _guess_encoding(content: bytes) -> str | None:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    head = content[:2000]
    # Half of the bytes of unmarked UTF-16 with any Latin letters or digits are zero.
    if len(head) > 3 and head.count(0) > len(head) // 8:
        return "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"
    return None


def read_text(text: str, file_name: str) -> Grid:
    """Return a delimited text as a sheet; the text itself shows the delimiter.

    Raises
    ------
    UnreadableFileError
        It is blank, has a quotation mark that is never closed, or is beyond a limit.
    """
    if not text.strip():
        raise UnreadableFileError("file_empty", file=file_name)
    delimiter = find_delimiter(text)
    if len(text) >= _LARGE:
        columns = _read_columns(text.encode(), delimiter, file_name)
        if columns is not None:
            return columns
    sheet = Sheet(PurePath(file_name).stem, file_name)
    csv.field_size_limit(LIMITS.cell_characters)
    lines = io.StringIO(f"{text.rstrip()}\n{_END}\n", newline="")
    rows = csv.reader(lines, delimiter=delimiter)
    at = -1
    try:
        for at, cells in enumerate(rows):
            while cells and (not cells[-1] or cells[-1].isspace()):
                cells.pop()
            if cells:
                sheet.put_row(at, cells)
    except csv.Error as error:
        raise UnreadableFileError(
            "file_long_text", file=file_name, row=at + 2, limit=LIMITS.cell_characters
        ) from error
    if sheet.rows.get(at) != [_END]:
        raise UnreadableFileError("file_open_quote", file=file_name, row=at + 1)
    sheet.drop_row(at)
    grid = sheet.make_grid()
    grid.is_named_by_file = True
    return grid


def _read_columns(
    content: bytes, delimiter: str, file_name: str, encoding: str = "utf-8"
) -> Grid | None:
    """Return a large text as columns; None if it must be read row by row."""
    from data.files.columns import ColumnGrid, split_columns

    if content.count(b'"') % 2:
        return None
    columns = split_columns(content.removeprefix(codecs.BOM_UTF8), delimiter, encoding)
    if columns is None or columns.width > LIMITS.columns:
        return None
    check_extent(len(columns), columns.width, file_name, cells=LIMITS.column_cells)
    return ColumnGrid(PurePath(file_name).stem, columns, is_named_by_file=True)


def find_delimiter(text: str) -> str:
    """Return the delimiter that gives most lines the same number of cells, above one."""
    sample = text[:20_000].splitlines()[:60]
    best, best_score = ",", 0.0
    for delimiter in _DELIMITERS:
        try:
            widths = [len(row) for row in csv.reader(sample, delimiter=delimiter) if row]
        except csv.Error:
            continue
        several = [width for width in widths if width > 1]
        if not several:
            continue
        usual = max(set(several), key=lambda width: (several.count(width), width))
        score = several.count(usual) * min(usual, 8) ** 0.5
        if score > best_score:
            best, best_score = delimiter, score
    return best
