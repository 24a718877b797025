"""Makes the workbook of what is missing: a row per cell, with its unit and drop-downs.

It has the columns of an export, so that it is read back without a question: the ids decide
what a row is, and only the value is left to fill in.
"""

import io
from collections.abc import Iterable
from itertools import groupby

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from data.files.workbook import make_workbook, set_looks, write_cell
from data.names.units import UnitBook
from data.statistics.export import COLUMNS
from data.statistics.template import add_choices
from data.store.database import Store
from data.words.catalogue import get_language, t

_WIDTHS: list[float] = [12, 30, 9, 26, 8, 7, 14, 12, 9, 26, 26]
_IDS = ("indicator_id", "area_code", "period")
# The states that may be sent, the strongest first.
STATES = ("reported", "provisional")
_FAINT = Font(color="8A938D")


def make_missing_book(store: Store, cells: pd.DataFrame) -> bytes:
    """Return an .xlsx to fill in, with one row per cell.

    Parameters
    ----------
    cells : DataFrame
        area_id, indicator_id, year; the rows of an indicator stand together
        (`indicators.counties.owed.list_missing`).
    """
    target = io.BytesIO()
    make_book_to_fill(store, cells.to_dict("records")).save(target)
    return target.getvalue()


def make_book_to_fill(store: Store, cells: list[dict], column: str = "") -> Workbook:
    """Return a workbook with a row per cell, to fill in or correct.

    Parameters
    ----------
    cells : list of dict
        area_id, indicator_id, year and, where there are any, period, value, unit, state, source,
        note; the rows of an indicator stand together.
    column : str
        The key of a last column of texts, with the heading ``ingest.<column>``; empty for none.
    """
    name = f"name_{get_language()}"
    areas = {row["area_id"]: row[name] for row in store.query_rows("queries/areas")}
    indicators = {row["indicator_id"]: row for row in store.query_rows("queries/ingest_indicators")}
    book, sheet = make_workbook(t("ingest.template_sheet"))
    columns = [*COLUMNS, column] if column else list(COLUMNS)
    for at, key in enumerate(columns, start=1):
        write_cell(sheet, 1, at, t(f"ingest.{key}" if key == column else f"ingest.export_{key}"))
    spans: dict[str, list[int]] = {}
    for row, cell in enumerate(cells, start=2):
        spans.setdefault(cell["indicator_id"], [row, row])[1] = row
        _write_row(sheet, row, columns, _describe_cell(cell, indicators, areas, name))
    set_looks(sheet, 1, _WIDTHS + [44.0] * (len(columns) - len(COLUMNS)))
    sheet.freeze_panes = "E2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(cells) + 1}"
    if spans:
        states = [cell.get("state") for cell in cells]
        _add_lists(book, sheet, store, indicators, spans, states)
        _add_limits(sheet, indicators, spans)
    return book


def _describe_cell(cell: dict, indicators: dict, areas: dict, name: str) -> dict:
    """Return what stands in the columns of a row."""
    indicator = indicators[cell["indicator_id"]]
    known = {key: value for key, value in cell.items() if not pd.isna(value)}
    return (
        {"period": "Y", "unit": indicator["unit"]}
        | known
        | {
            "indicator": indicator[name],
            "area_code": cell["area_id"],
            "area": areas[cell["area_id"]],
            "year": int(cell["year"]),
            "state": t(f"shell.state.{known.get('state', 'reported')}"),
        }
    )


def _write_row(sheet, row: int, columns: list[str], texts: dict) -> None:
    for at, key in enumerate(columns, start=1):
        cell = write_cell(sheet, row, at, texts.get(key))
        if key in _IDS:
            cell.font = _FAINT


def _add_lists(
    book,
    sheet,
    store: Store,
    indicators: dict,
    spans: dict[str, list[int]],
    states: list[str | None],
) -> None:
    """Let the unit be one of the same quantity, and the state one of those that may be sent."""
    units = store.query_rows("queries/ingest_units")
    ranges: dict[str, list[str]] = {}
    for indicator_id, span in spans.items():
        own = indicators[indicator_id]["unit"]
        ranges.setdefault(own, []).append(_write_range("unit", span))
    lists = [(cells, _list_units(units, own)) for own, cells in ranges.items()]
    add_choices(book, sheet, [*lists, *_list_states(states)])


def _list_states(states: list[str | None]) -> list[tuple[list[str], list[str]]]:
    """Return the cells of the column of states, each with the states that may stand in it.

    A weaker one than that of the value which is to be corrected would not replace it.
    """
    ranges: dict[tuple[str, ...], list[str]] = {}
    first = 2
    for state, cells in groupby(states):
        last = first + len(list(cells)) - 1
        allowed = STATES[: STATES.index(state) + 1] if state in STATES else STATES
        ranges.setdefault(allowed, []).append(_write_range("state", [first, last]))
        first = last + 1
    return [
        (cells, [t(f"shell.state.{state}") for state in allowed])
        for allowed, cells in ranges.items()
    ]


def _list_units(rows: list[dict], own: str) -> list[str]:
    """Return a unit, then the others of its quantity."""
    book = UnitBook(rows)
    unit = book.find(own)
    others = [
        row["unit"]
        for row in rows
        if unit and row["quantity"] == unit.quantity and row["unit"] != unit.name
    ]
    return [own, *others]


def _add_limits(sheet, indicators: dict, spans: dict[str, list[int]]) -> None:
    """Refuse what is no number, and say in which unit it is wanted."""
    for indicator_id, span in spans.items():
        rule = DataValidation(
            type="decimal",
            operator="greaterThanOrEqual",
            formula1="0",
            allow_blank=True,
            showErrorMessage=True,
            showInputMessage=True,
            error=t("ingest.template_value_error"),
            prompt=t("ingest.missing_prompt", unit=indicators[indicator_id]["unit"]),
        )
        rule.add(_write_range("value", span))
        sheet.add_data_validation(rule)


def _write_range(column: str, span: Iterable[int]) -> str:
    letter = get_column_letter(COLUMNS.index(column) + 1)
    first, last = span
    return f"{letter}{first}:{letter}{last}"
