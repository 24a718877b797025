"""Reads a list of projects: finds the columns, checks each row by the register's rules."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from data.clock import get_today
from data.errors import UnreadableFileError
from data.files.grid import Grid
from data.files.listing import ListReading, find_filled_rows, find_sheets
from data.files.mentions import find_mentioned_areas
from data.files.safely import read_file_safely
from data.files.workbook import unguard
from data.names.matching import OK
from data.names.text import fold, letter, squeeze
from data.projects.columns import CODE, PROJECT_ID, ProjectColumns, find_columns
from data.projects.record import (
    FIELDS,
    STAGES,
    ProjectBooks,
    ProjectIssue,
    load_project_books,
    parse_project,
)
from data.statistics.model import NOTE, REJECTED, WARNING
from data.store.database import Store

_RANKS = {stage: rank for rank, stage in enumerate(STAGES)}


@dataclass
class ProjectRow:
    """An accepted row of the file.

    row is the number that Excel shows; project_id is the file's own, "" if it gives none;
    present has the fields with a column in the file.
    """

    sheet: str
    row: int
    record: dict
    project_id: str
    present: frozenset[str]
    letters: dict[str, str]

    @property
    def key(self) -> tuple:
        """The key of a project; rows with equal keys are one project, an unnamed row is its own."""
        if self.project_id:
            return ("id", self.project_id)
        if self.record["name"]:
            return (self.record["item_id"], self.record["area_id"], fold(self.record["name"]))
        return ("row", self.sheet, self.row)


class ProjectReading(ListReading[ProjectRow, ProjectIssue]):
    """The contents of a project list, before it is compared with the register."""


def read_projects(
    content: bytes,
    file_name: str,
    store: Store,
    *,
    sheets: Sequence[str] = (),
    today: date | None = None,
) -> ProjectReading:
    """Read a project list; write nothing.

    Parameters
    ----------
    content : bytes
        .csv, .tsv, .txt, .xls, .xlsx or .ods.
    sheets : sequence of str
        Only these sheets; empty means every sheet that is not hidden.

    Raises
    ------
    UnreadableFileError
        It holds no table of projects, is of an unknown kind or damaged, or is beyond a limit.
    UnknownIdError
        The file does not have one of the sheets.
    """
    books = load_project_books(store)
    sent = read_file_safely(content, file_name)
    grids = find_sheets(sent, sheets, file_name)
    reading = ProjectReading(file_name, hashlib.sha256(content).hexdigest(), content=content)
    found = [(grid, find_columns(grid)) for grid in grids]
    if not any(columns for _, columns in found):
        raise UnreadableFileError("file_no_projects", file=file_name)
    for grid, columns in found:
        if columns is not None:
            reading.grids.append(grid)
            reading.headers[grid.name] = columns.header
            _read_sheet(reading, grid, columns, books, today or get_today())
        elif sheets:
            reading.issues.append(ProjectIssue(grid.name, None, None, None, "no_columns", WARNING))
    _check_repeated(reading)
    read = {row.sheet for row in reading.rows}
    reading.mentioned = find_mentioned_areas(sent, read, content, books.areas)
    return reading


def _read_sheet(
    reading: ProjectReading, grid: Grid, columns: ProjectColumns, books: ProjectBooks, today: date
) -> None:
    letters = {name: letter(column) for name, column in columns.fields.items()}
    rows = list(find_filled_rows(grid, columns.header))
    # Whether a list says there that a project was given up, or how many were built, nobody knows.
    unread = [
        heading
        for heading, column in columns.unread
        if any(squeeze(grid.get(row, column)) for row in rows)
    ]
    if unread:
        headings = "、".join(unread)
        fields = {"headings": headings}
        reading.issues.append(
            ProjectIssue(
                grid.name, columns.header + 1, None, headings, "column_unread", WARNING, fields
            )
        )
    for position in rows:
        texts = {
            name: unguard(grid.get(position, column)) or ""
            for name, column in columns.fields.items()
        }
        place = (grid.name, position + 1)
        _read_row(reading, place, _apply_header(texts, columns, books), letters, books, today)


def _apply_header(
    texts: dict[str, str], columns: ProjectColumns, books: ProjectBooks
) -> dict[str, str]:
    """Give a cell without a unit the unit of its header, if that has one."""
    texts = dict(texts)
    money = columns.units.get("investment_wan")
    if money and re.fullmatch(r"[\d.,\s]+", texts["investment_wan"].strip() or "-"):
        texts["investment_wan"] = texts["investment_wan"].strip() + money
    area = columns.units.get("size")
    if area and books.units.find(area) and not texts.get("size_unit", "").strip():
        texts["size_unit"] = area
    return texts


def _read_row(
    reading: ProjectReading,
    place: tuple[str, int],
    texts: dict[str, str],
    letters: dict[str, str],
    books: ProjectBooks,
    today: date,
) -> None:
    issues = []
    if texts.get(CODE, "").strip():
        issues = _check_code(texts, books, today)
        texts = texts | {"area_id": texts[CODE]}
    parsed = parse_project(texts, books, today)
    if parsed.is_outside:
        reading.out_of_scope += 1
        return
    if parsed.is_total:
        reading.missing += 1
        issues = [ProjectIssue("", None, "area_id", texts.get("area_id"), "total_row", NOTE)]
    issues = [
        replace(issue, sheet=place[0], row=place[1], column=_find_letter(issue.column, letters))
        for issue in [*issues, *parsed.issues]
    ]
    reading.issues += issues
    if parsed.is_total:
        return
    if parsed.record is None:
        reading.rejected_rows += 1
        return
    reading.rows.append(
        ProjectRow(
            *place,
            parsed.record,
            squeeze(texts.get(PROJECT_ID)),
            frozenset(_list_present(letters)),
            letters,
        )
    )


def _find_letter(name: str | None, letters: dict[str, str]) -> str | None:
    if name == "area_id" and CODE in letters and name not in letters:
        name = CODE
    return None if name is None else letters.get(name)


def _list_present(letters: dict[str, str]) -> set[str]:
    present = set(letters) & set(FIELDS)
    if CODE in letters:
        present.add("area_id")
    if "size" in present:
        present.add("size_unit")
    return present


def _check_code(texts: dict[str, str], books: ProjectBooks, today: date) -> list[ProjectIssue]:
    by_code = books.areas.resolve(texts[CODE], today.year)
    by_name = books.areas.resolve(texts.get("area_id", ""), today.year)
    if by_code.kind != OK or by_name.kind != OK:
        return []
    if by_code.id is None or by_code.id == by_name.id:
        return []
    return [
        ProjectIssue(
            "",
            None,
            CODE,
            texts[CODE],
            "code_disagrees",
            WARNING,
            {"area": books.areas.describe(by_code.id), "name": texts["area_id"]},
        )
    ]


def _check_repeated(reading: ProjectReading) -> None:
    """Accept rows that repeat a stage of a project once; reject them if they disagree."""
    first: dict[tuple, ProjectRow] = {}
    refused: set[int] = set()
    repeated: set[int] = set()
    for row in reading.rows:
        other = first.setdefault((row.key, row.record["stage"]), row)
        if other is row:
            continue
        repeated.add(id(row))
        if row.record == other.record:
            reading.issues.append(_tell_repeated(row, other, "duplicate_rows", WARNING))
            continue
        if id(other) not in refused:
            reading.issues.append(_tell_repeated(other, row, "conflicting_rows", REJECTED))
        reading.issues.append(_tell_repeated(row, other, "conflicting_rows", REJECTED))
        refused |= {id(row), id(other)}
    reading.rejected_rows += len(refused)
    reading.duplicates += len(repeated - refused)
    reading.rows = [row for row in reading.rows if id(row) not in refused | repeated]


def _tell_repeated(row: ProjectRow, other: ProjectRow, rule: str, severity: str) -> ProjectIssue:
    name = "name" if row.record["name"] else "item_id"
    return ProjectIssue(
        row.sheet,
        row.row,
        row.letters.get(name),
        row.record["name"],
        rule,
        severity,
        {"other_row": other.row},
    )


def get_rank(row: ProjectRow) -> tuple[int, date]:
    """Return the rank of a row: rows of one project are recorded in this order."""
    return _RANKS[row.record["stage"]], row.record["stage_on"] or date.min
