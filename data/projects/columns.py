"""Finds which column of a project list holds which field."""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from data.files.grid import Grid
from data.names.text import fold
from data.projects.record import FIELDS
from data.words.catalogue import LANGUAGES, PLAN_WORDS, get_plan_words, load_catalogue

CODE = "area_code"
PROJECT_ID = "project_id"
COLUMN_FIELDS = (PROJECT_ID, *FIELDS)
HEADER_ROWS = 30
FEWEST_COLUMNS = 3

_UNIT = re.compile(r"\((?P<unit>[^()]+)\)$")
_MARKS = re.compile(r"[*＊#]")
# Columns that number the rows say nothing of a project.
_NUMBERS = {"序号", "no.", "no"}
_BRACKETED = {"investment_wan", "size"}


@dataclass(frozen=True)
class ProjectColumns:
    """The row of the header (from 0) and the field of each column.

    units has the unit that the header of a field names in brackets, unread the heading and the
    place of each column whose heading names no field, or one that another column has.
    """

    header: int
    fields: dict[str, int]
    units: dict[str, str]
    unread: list[tuple[str, int]]


def find_columns(grid: Grid) -> ProjectColumns | None:
    """Find the header of a project list; return None if the sheet has none.

    A header names at least three fields, including the stage or the item. It may use ids of
    fields, their names in both languages and common Chinese headings.
    """
    # What another plan calls its tasks is known, too; a field's own name goes before it.
    own = (get_plan_words() or {}).values()
    names = {fold(word): "item_id" for words in own for word in words.values()} | _list_names()
    for row in range(min(len(grid.rows), HEADER_ROWS)):
        fields, units, unread = _read_header(grid.rows[row], names)
        if len(fields) >= FEWEST_COLUMNS and {"stage", "item_id"} & set(fields):
            return ProjectColumns(row, fields, units, unread)
    return None


def _read_header(cells: list[str], names: dict[str, str]) -> tuple[dict, dict, list]:
    fields: dict[str, int] = {}
    units: dict[str, str] = {}
    unread: list[tuple[str, int]] = []
    for column, cell in enumerate(cells):
        folded = _MARKS.sub("", fold(cell))
        bare = _UNIT.sub("", folded)
        name = names.get(folded) or (names.get(bare) if bare != folded else None)
        if name is None or name in fields:
            if folded and folded not in _NUMBERS:
                unread.append((cell.strip(), column))
            continue
        fields[name] = column
        unit = _UNIT.search(folded)
        if unit and name in _BRACKETED:
            units[name] = unit["unit"]
    return fields, units, unread


@cache
def _list_names() -> dict[str, str]:
    path = Path(__file__).with_name("projects_heading.csv")
    with path.open(encoding="utf-8", newline="") as file:
        names = {fold(row["heading"]): row["field"] for row in csv.DictReader(file)}
    names |= {field: field for field in (*COLUMN_FIELDS, CODE)}
    for language in LANGUAGES:
        catalogue = load_catalogue(language)
        names |= {fold(catalogue[key]): "item_id" for key in PLAN_WORDS.values()}
        for field in COLUMN_FIELDS:
            names[fold(catalogue[f"projects.field.{field}"])] = field
    return names
