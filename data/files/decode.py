"""From the bytes of a file to sheets of texts."""

import csv
import io
import re
from pathlib import PurePath

from data.errors import UnreadableFileError
from data.files.grid import Grid
from data.files.limits import LIMITS, check_extent, check_size
from data.files.spreadsheet import read_workbook

TEXT_ENDINGS = (".csv", ".tsv", ".txt")
BOOK_ENDINGS = (".xls", ".xlsx", ".ods", ".xlsm")
_DELIMITERS = ",\t;|"
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def read_grids(content: bytes, file_name: str) -> list[Grid]:
    """Return the sheets of a file, a text file as one sheet named like the file.

    The content decides, not the ending: an .xls that is a text file is read as text.

    Raises
    ------
    UnreadableFileError
        Empty, too large, packed too tightly, of no known kind, or damaged.
    """
    check_size(content, file_name)
    if content[:4] in PACKED:
        return read_workbook(content, file_name)
    ending = PurePath(file_name).suffix.lower()
    if ending not in TEXT_ENDINGS + BOOK_ENDINGS:
        raise UnreadableFileError("file_kind", file=file_name)
    text = decode_text(content, file_name)
    if re.match(r"\s*(?:<\?xml|<!doctype|<html)", text[:1000], re.IGNORECASE):
        raise UnreadableFileError("file_web_page", file=file_name)
    rows = split_cells(text, file_name)
    return [Grid(PurePath(file_name).stem, rows, is_named_by_file=True)]


def decode_text(content: bytes, file_name: str) -> str:
    """Return the text of a file in UTF-8, UTF-16 or GB18030, with or without a mark.

    Raises
    ------
    UnreadableFileError
        It is in none of these, or it is no text.
    """
    encoding = _guess_encoding(content)
    for candidate in [encoding] if encoding else ["utf-8-sig", "gb18030"]:
        try:
            text = content.decode(candidate)
        except UnicodeDecodeError:
            continue
        if len(_BINARY.findall(text[:100_000])) > len(text[:100_000]) // 1000:
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


def split_cells(text: str, file_name: str) -> list[list[str]]:
    """Return the rows of a delimited text; the delimiter is found from the text."""
    if not text.strip():
        raise UnreadableFileError("file_empty", file=file_name)
    delimiter = find_delimiter(text)
    csv.field_size_limit(LIMITS.cell_characters)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableFileError("file_damaged", file=file_name) from error
    check_extent(len(rows), max(map(len, rows), default=0), file_name)
    return rows


def find_delimiter(text: str) -> str:
    """Return the delimiter under which most lines have the same number of cells, above one."""
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
