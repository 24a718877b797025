"""A user's correction of a layout, in the form that the reader takes: only the differences."""

from dataclasses import dataclass
from typing import Any

from data.files.grid import Grid
from data.names.books import Books
from data.names.matching import OK
from data.names.numbers import parse_when
from data.names.phrases import PhraseReader
from data.names.text import letter, squeeze
from data.names.units import cut_name
from data.statistics.layout import detect_layout
from data.statistics.model import Layout

ROLES = ("area", "code", "indicator", "year", "unit")
PARTS = ("indicator", "unit", "year")
LONG, WIDE = "long", "wide"


@dataclass(frozen=True)
class ValueChoice:
    """A column that may hold values: whether it is used, and its meaning; None is unsaid."""

    column: str
    heading: str
    is_taken: bool
    indicator: str | None = None
    unit: str | None = None
    year: int | None = None


@dataclass(frozen=True)
class Form:
    """How to read a sheet, as the form shows it. Rows count from 1."""

    header_row: int
    header_end: int
    kind: str
    columns: dict
    value_column: str | None
    whole: dict
    values: tuple[ValueChoice, ...]


def make_form(grid: Grid, layout: Layout | None, books: Books) -> Form:
    """Return the form filled in from a layout; header_row is 0 without a layout."""
    if layout is None:
        return Form(
            0,
            0,
            WIDE,
            dict.fromkeys(ROLES),
            None,
            dict.fromkeys(PARTS),
            _list_values(grid, None, 1, books),
        )
    kind = LONG if layout.orientation == "long" else WIDE
    return Form(
        layout.header_row,
        layout.header_end,
        kind,
        {role: getattr(layout, f"{role}_column") for role in ROLES},
        _find_value_column(layout) if kind == LONG else None,
        {
            "indicator": find_named_indicator(layout.indicator, books),
            "unit": find_unit(layout.unit, books),
            "year": find_year(layout.year),
        },
        _list_values(grid, layout, layout.header_end, books),
    )


def _find_value_column(layout: Layout) -> str | None:
    """Return the column of values of a long table: the first whose heading was understood."""
    known = [value.column for value in layout.values if not value.unread]
    return next(iter([*known, *(value.column for value in layout.values)]), None)


def detect_form(grid: Grid, books: Books) -> Form:
    """Return the form without anything that users said."""
    return make_form(grid, detect_layout(grid, PhraseReader(books)), books)


def make_correction(detected: Form, wanted: Form) -> dict:
    """Return the correction that turns a detected form into the wanted one (IngestOptions)."""
    correction: dict[str, Any] = {}
    rows = (wanted.header_row, wanted.header_end)
    if rows != (detected.header_row, detected.header_end):
        correction |= {"header_row": rows[0], "header_end": max(rows)}
    correction |= {
        f"{role}_column": wanted.columns[role]
        for role in ROLES
        if wanted.columns[role] not in (None, detected.columns[role])
    }
    freed = _list_freed(detected, wanted)
    if freed:
        correction["ignored_columns"] = freed
    correction |= _correct_values(detected, wanted)
    return correction | {
        part: wanted.whole[part]
        for part in PARTS
        if wanted.whole[part] not in (None, detected.whole[part])
    }


def _list_freed(detected: Form, wanted: Form) -> list[str]:
    """Return the columns that had a meaning and should have none."""
    taken: set[str | None] = {value.column for value in wanted.values if value.is_taken}
    taken |= {wanted.value_column, *wanted.columns.values()}
    return [
        column
        for role, column in detected.columns.items()
        if column and wanted.columns[role] is None and column not in taken
    ]


def _correct_values(detected: Form, wanted: Form) -> dict:
    if wanted.kind == LONG:
        is_same = (detected.kind, detected.value_column) == (LONG, wanted.value_column)
        return {} if is_same or not wanted.value_column else {"value_column": wanted.value_column}
    correction = {}
    taken = [value.column for value in wanted.values if value.is_taken]
    if detected.kind != WIDE or taken != [v.column for v in detected.values if v.is_taken]:
        correction["value_columns"] = taken
    before = {value.column: value for value in detected.values}
    columns = {}
    for value in wanted.values:
        old = before.get(value.column)
        said = {
            part: getattr(value, part)
            for part in PARTS
            if getattr(value, part) is not None
            and getattr(value, part) != (getattr(old, part) if old else None)
        }
        if value.is_taken and said:
            columns[value.column] = said
    return correction | ({"columns": columns} if columns else {})


def _list_values(
    grid: Grid, layout: Layout | None, header_end: int, books: Books
) -> tuple[ValueChoice, ...]:
    labels = {getattr(layout, f"{role}_column") for role in ROLES} if layout else set()
    taken = {value.column: value for value in layout.values} if layout else {}
    found = []
    for at in range(grid.width):
        column = letter(at)
        if column in labels:
            continue
        value = taken.get(column)
        found.append(
            ValueChoice(
                column,
                name_heading(grid, at, layout.header_row if layout else 1, header_end),
                column in taken,
                find_named_indicator(value.indicator, books) if value else None,
                find_unit(value.unit, books) if value else None,
                find_year(value.year) if value else None,
            )
        )
    return tuple(found)


def name_heading(grid: Grid, at: int, header_row: int, header_end: int) -> str:
    """Return the words above a column, each once."""
    rows = grid.filled[max(header_row - 1, 0) : header_end]
    words = [squeeze(row[at]) for row in rows if at < len(row)]
    return " ".join(dict.fromkeys(filter(None, words)))


def find_named_indicator(text: str | None, books: Books) -> str | None:
    """Return the indicator that a heading names; None if it names none or several."""
    if not text:
        return None
    for name in (text, cut_name(text, books.units)):
        match = books.indicators.resolve(name)
        if match.kind == OK:
            return match.id
    return None


def find_unit(text: str | None, books: Books) -> str | None:
    """Return the unit that a text names; None if it names none or several."""
    names = {unit.name for unit in books.units.find_all(text)} if text else set()
    return names.pop() if len(names) == 1 else None


def find_year(text: str | None) -> int | None:
    """Return the year that a text names."""
    when = parse_when(text) if text else None
    return when.year if when else None


def list_columns(grid: Grid, form: Form) -> dict[str, str]:
    """Return each column of a sheet with the words above it."""
    return {
        letter(at): name_heading(grid, at, form.header_row, form.header_end)
        for at in range(grid.width)
    }
