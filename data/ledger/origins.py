"""Where a recorded value stands in the file that it came with, and what was read there."""

from dataclasses import dataclass

from data.names.text import position
from data.store.database import Queries

TITLE, HEADING = "title", "heading"
# What a word is read as that bears on no value.
SILENT = ("filler", "mark", "nothing", "unread")


@dataclass(frozen=True)
class ReadThere:
    """What bears on a cell, as it was read when its file came in.

    Attributes
    ----------
    title : str or None
        The title of its table.
    heading : str or None
        The whole heading of its column, as written.
    words : list of dict
        row_no, column_name, text, read_as, meaning of each word of the sheet's name, the lines
        above the table, the heading of the column, and the labels of the row.
    heading_rows : tuple of int
        The first row of the table's title or heading, and the last of its heading.
    """

    title: str | None
    heading: str | None
    words: list[dict]
    heading_rows: tuple[int, int]


def load_what_was_read(source: Queries, revision: dict) -> ReadThere | None:
    """Return what was read around the cell of a revision; None where nobody recorded it.

    Parameters
    ----------
    revision : dict
        upload_id, sheet, file_row, file_column, area_read (`load_figure_history`).
    """
    if not revision["upload_id"] or not revision["file_row"] or not revision["file_column"]:
        return None
    rows = source.query_rows(
        "trace/words", upload_id=revision["upload_id"], sheet=revision["sheet"]
    )
    return find_what_was_read(rows, revision) if rows else None


def find_what_was_read(rows: list[dict], revision: dict) -> ReadThere:
    """Return what bears on a cell, from the words of its sheet (`load_what_was_read`).

    A sheet may have several tables below each other. The cell belongs to the one that begins
    nearest above it; its heading is the nearest one above, which may be that of an upper table.
    """
    row, column = int(revision["file_row"]), revision["file_column"]
    first = _find_above(rows, TITLE, row) or 1
    last = _find_above(rows, HEADING, row) or first
    top = _find_above(rows, TITLE, last + 1) or 1
    within = [word for word in rows if word["row_no"]]
    # A table without a heading of its own has only its first line.
    own = [word for word in within if first <= word["row_no"] <= max(last, first)]
    above = [word for word in within if top <= word["row_no"] <= last]
    lines = _find_lines(own)
    heading = _find_text(above, HEADING, column)
    told = [word for word in rows if word["row_no"] is None]
    told += [word for word in own if word["row_no"] in lines]
    told += _find_heading_words(above, _find_lines(above), column, heading or "")
    told += [word for word in within if _is_label(word, last, revision)]
    words = [word for word in told if word["read_as"] not in (TITLE, HEADING, *SILENT)]
    return ReadThere(_find_text(own, TITLE, None), heading, words, (top, last))


def _find_above(words: list[dict], read_as: str, row: int) -> int | None:
    """Return the row of the nearest title or heading above a row."""
    rows = [word["row_no"] for word in words if word["read_as"] == read_as]
    return max((found for found in rows if found < row), default=None)


def _find_text(words: list[dict], read_as: str, column: str | None) -> str | None:
    found = [
        word["text"]
        for word in words
        if word["read_as"] == read_as and column in (None, word["column_name"])
    ]
    return found[-1] if found and found[-1] else None


def _find_lines(words: list[dict]) -> set[int]:
    """Return the rows that are lines above a table: words in one column only."""
    columns: dict[int, set[str]] = {}
    for word in words:
        if word["read_as"] not in (TITLE, HEADING):
            columns.setdefault(word["row_no"], set()).add(word["column_name"])
    return {row for row, found in columns.items() if len(found) == 1}


def _find_heading_words(
    words: list[dict], lines: set[int], column: str, heading: str
) -> list[dict]:
    """Return the words of a column's heading; an upper one may stand over several columns."""
    found = []
    for row in sorted({word["row_no"] for word in words} - lines):
        beside = [
            word
            for word in words
            if word["row_no"] == row
            and word["read_as"] not in (TITLE, HEADING)
            and position(word["column_name"]) <= position(column)
        ]
        nearest = max((position(word["column_name"]) for word in beside), default=None)
        found += [
            word
            for word in beside
            if position(word["column_name"]) == nearest
            and (word["column_name"] == column or word["text"] in heading)
        ]
    return found


def _is_label(word: dict, last: int, revision: dict) -> bool:
    """Tell whether a word is a label of the cell's row: each label is listed once a column."""
    if word["row_no"] <= last:
        return False
    is_same_row = word["row_no"] == revision["file_row"]
    is_area = word["read_as"] == "area" and word["text"] == revision["area_read"]
    return is_same_row or is_area
