"""Reads a balance file: finds the sheets by their headings, checks each row."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from data.balance.fields import FACTOR_SHEET, BalanceSheet, find_balance_sheet
from data.balance.rows import BalanceIssue, RowReader
from data.balance.words import (
    BalanceBooks,
    Headings,
    is_help_sheet,
    load_balance_books,
    read_headings,
)
from data.errors import UnreadableFileError
from data.files.grid import Grid
from data.files.listing import ListReading, find_filled_rows, find_sheets
from data.files.mentions import find_mentioned_areas
from data.files.safely import read_file_safely
from data.files.workbook import unguard
from data.names.text import letter, squeeze
from data.statistics.model import REJECTED, WARNING
from data.store.database import Queries

HEADER_ROWS = 30


@dataclass
class BalanceRow:
    """An accepted row: its sheet of `SHEETS`, its place in the file, its typed values."""

    table: str
    sheet: str
    row: int
    record: dict[str, Any]
    letters: dict[str, str]
    key: tuple


@dataclass
class BalanceReading(ListReading[BalanceRow, BalanceIssue]):
    """The contents of a balance file, before they are compared with what stands.

    has_all_sheets: no sheet that says anything was passed over, hidden ones included.
    """

    has_all_sheets: bool = True

    @property
    def is_whole(self) -> bool:
        """Whether no row was rejected either."""
        return self.has_all_sheets and not self.rejected_rows


def read_balance(
    content: bytes, file_name: str, source: Queries, *, sheets: Sequence[str] = ()
) -> BalanceReading:
    """Read pastures, forage, herds and factors of a file; write nothing.

    Parameters
    ----------
    content : bytes
        .csv, .tsv, .txt, .xls, .xlsx or .ods. A sheet is known by its headings.
    sheets : sequence of str
        Only these sheets; empty means every sheet that is not hidden.

    Raises
    ------
    UnreadableFileError
        No sheet has the headings of the template, or the file cannot be read.
    UnknownIdError
        The file does not have one of the sheets.
    """
    books = load_balance_books(source)
    reading = BalanceReading(file_name, hashlib.sha256(content).hexdigest(), content=content)
    sent = read_file_safely(content, file_name)
    for grid in find_sheets(sent, sheets, file_name):
        found = _find_header(grid)
        if found is not None:
            reading.grids.append(grid)
            reading.headers[grid.name] = found[0]
            _read_sheet(reading, grid, found, books)
        elif _says_anything(grid):
            reading.issues.append(
                BalanceIssue(grid.name, None, None, None, "sheet_unread", WARNING)
            )
    if not reading.grids:
        raise UnreadableFileError("file_no_balance", file=file_name)
    reading.has_all_sheets = all(
        grid.name in reading.headers or not _says_anything(grid) for grid in sent
    )
    _check_repeated(reading)
    _check_sets(reading, source)
    read = {row.sheet for row in reading.rows}
    reading.mentioned = find_mentioned_areas(sent, read, content, books.areas)
    return reading


def _says_anything(grid: Grid) -> bool:
    """Tell whether a sheet has any text, but explanations of ours."""
    return not is_help_sheet(grid.name) and any(any(map(squeeze, cells)) for cells in grid.rows)


def _find_header(grid: Grid) -> tuple[int, BalanceSheet, Headings] | None:
    """Return the row of the header (from 0), which sheet it makes this, and its columns."""
    for position, cells in enumerate(grid.rows[:HEADER_ROWS]):
        headings = read_headings(cells)
        sheet = find_balance_sheet(set(headings.columns))
        if sheet is not None:
            return position, sheet, headings
    return None


def _read_sheet(
    reading: BalanceReading,
    grid: Grid,
    found: tuple[int, BalanceSheet, Headings],
    books: BalanceBooks,
) -> None:
    header, sheet, headings = found
    columns, reader = headings.columns, RowReader(sheet, headings.units, books)
    # A heading of another sheet says nothing here.
    own = {field.name for field in sheet.fields}
    unread = headings.unread | {name: at for name, at in columns.items() if name not in own}
    titles = [row for row in range(header) if any(map(squeeze, grid.rows[row]))]
    if titles:
        reading.issues.append(
            BalanceIssue(grid.name, titles[0] + 1, None, None, "title_unread", WARNING)
        )
    letters = {name: letter(column) for name, column in columns.items()}
    for position in find_filled_rows(grid, header):
        texts = {
            name: squeeze(unguard(grid.get(position, column)) or "")
            for name, column in columns.items()
        }
        strange = {
            heading: text
            for heading, column in unread.items()
            if (text := squeeze(grid.get(position, column)))
        }
        parsed = reader.read(texts, strange)
        reading.issues += [
            BalanceIssue(
                grid.name,
                position + 1,
                letters.get(issue.column or ""),
                issue.value,
                issue.rule,
                issue.severity,
                issue.fields,
            )
            for issue in parsed.issues
        ]
        reading.out_of_scope += parsed.is_outside
        reading.missing += parsed.is_total
        if parsed.record is not None:
            key = (sheet.name, *(parsed.record[name] for name in sheet.key))
            reading.rows.append(
                BalanceRow(sheet.name, grid.name, position + 1, parsed.record, letters, key)
            )
        elif not parsed.is_outside and not parsed.is_total:
            reading.rejected_rows += 1


def _check_repeated(reading: BalanceReading) -> None:
    """Accept rows that repeat another one once; reject them all where they disagree."""
    groups: dict[tuple, list[BalanceRow]] = {}
    for row in reading.rows:
        groups.setdefault(row.key, []).append(row)
    kept = []
    for rows in groups.values():
        first, *others = rows
        if all(row.record == first.record for row in others):
            kept.append(first)
            reading.duplicates += len(others)
            reading.issues += [
                _tell(row, "duplicate_rows", WARNING, other_row=first.row) for row in others
            ]
            continue
        reading.rejected_rows += len(rows)
        reading.issues += [
            _tell(
                row,
                "conflicting_rows",
                REJECTED,
                other_row=(first if row is not first else rows[1]).row,
            )
            for row in rows
        ]
    reading.rows = kept


def _check_sets(reading: BalanceReading, source: Queries) -> None:
    """Give each row of a factor its set's name and source; reject sets without a source."""
    known = {row["set_id"]: row for row in source.query_rows("queries/factor_sets")}
    sets: dict[str, list[BalanceRow]] = {}
    for row in reading.rows:
        if row.table == FACTOR_SHEET:
            sets.setdefault(row.record["set_id"], []).append(row)
    refused: set[int] = set()
    for set_id, rows in sets.items():
        stated = {
            name: {row.record[name] for row in rows} - {""} for name in ("set_name", "set_source")
        }
        old = known.get(set_id, {"name": "", "source": "", "is_example": False})
        clash = next((name for name, values in stated.items() if len(values) > 1), None)
        if clash or not (stated["set_source"] or old["source"]):
            rule = "set_differs" if clash else "set_without_source"
            reading.issues += [
                _tell(row, rule, REJECTED, column=clash or "set_source", set_id=set_id)
                for row in rows
            ]
            refused |= {id(row) for row in rows}
            continue
        is_example = any(row.record["is_example"] == "yes" for row in rows)
        for row in rows:
            row.record["set_name"] = next(iter(stated["set_name"]), old["name"]) or set_id
            row.record["set_source"] = next(iter(stated["set_source"]), old["source"])
            row.record["is_example"] = "yes" if is_example or old["is_example"] else "no"
    reading.rejected_rows += len(refused)
    reading.rows = [row for row in reading.rows if id(row) not in refused]


def _tell(
    row: BalanceRow, rule: str, severity: str, *, column: str = "", **fields: object
) -> BalanceIssue:
    place = row.letters.get(column)
    return BalanceIssue(row.sheet, row.row, place, None, rule, severity, fields)
