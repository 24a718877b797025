"""Typed-in figures: a grid for one area and year, or for one indicator and year."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from data.words.names import pick_name
from data.words.numbers import format_number, format_unit, format_year, is_missing
from pages.blocks.saving import hold, show_outdated
from pages.blocks.status import name_indicator
from pages.blocks.values import format_state
from pages.shell import cache
from pages.shell.i18n import get_language, t

BY_AREA, BY_INDICATOR = "area", "indicator"
GRID, TURN = "grid", "grid_turn"
ROW_HEIGHT, MOST_ROWS = 35, 14


@dataclass(frozen=True)
class GridChoice:
    """The subject of a grid: one area or one indicator, and a year."""

    by: str
    subject_id: str
    year: int

    @property
    def name(self) -> str:
        """The name of the upload, in place of a file's name."""
        subject = (
            cache.get_area_names()[self.subject_id]
            if self.by == BY_AREA
            else name_indicator(self.subject_id)
        )
        return t("upload.grid_name", subject=subject, year=format_year(self.year))


def make_grid_table(choice: GridChoice) -> pd.DataFrame:
    """Return the rows of a grid: one per indicator of the area, or one per area.

    Returns
    -------
    DataFrame
        indicator_id, area_id, name, current, state (both in words, "" without a figure), value
        (missing: to be filled in), unit (the indicator's own), note.
    """
    rows = [
        _make_row(indicator_id, area_id, choice) for indicator_id, area_id in _list_pairs(choice)
    ]
    return pd.DataFrame(rows).astype({"value": "float64"})


def _list_pairs(choice: GridChoice) -> list[tuple[str, str]]:
    if choice.by == BY_AREA:
        cache.get_inputs().index.figures.take_areas([choice.subject_id])
        return [(key, choice.subject_id) for key in cache.get_indicators().index]
    areas = cache.get_inputs().areas
    is_there = (areas["from_year"].fillna(choice.year) <= choice.year) & (
        areas["to_year"].fillna(choice.year) >= choice.year
    )
    areas = areas[(areas["level"] != "group") & is_there]
    return [(choice.subject_id, area_id) for area_id in areas["area_id"]]


def _make_row(indicator_id: str, area_id: str, choice: GridChoice) -> dict:
    index = cache.get_inputs().index
    known = index.get_values(indicator_id, area_id).get(choice.year)
    unit = cache.get_indicators().loc[indicator_id, "unit"]
    return {
        "indicator_id": indicator_id,
        "area_id": area_id,
        "name": name_indicator(indicator_id)
        if choice.by == BY_AREA
        else cache.get_area_names()[area_id],
        "current": "" if known is None else format_number(known),
        "state": ""
        if known is None
        else format_state(index.get_origin(indicator_id, area_id, choice.year)[0]),
        "value": float("nan"),
        "unit": format_unit(unit),
        "note": "",
    }


def make_entries(edited: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return the filled-in figures, in the form that `data.statistics.read.read_entries` takes.

    `edited` is the table of `make_grid_table` with values; a row without a value is left out.
    """
    filled = edited[edited["value"].notna()]
    units = {format_unit(unit): unit for unit in list_possible_units()}
    own = filled["indicator_id"].map(cache.get_indicators()["unit"])
    chosen = filled["unit"].map(lambda name: units.get(name, name))
    is_own = filled["unit"].isna() | (filled["unit"] == own.map(format_unit))
    return pd.DataFrame(
        {
            "indicator_id": filled["indicator_id"],
            "area_id": filled["area_id"],
            "year": year,
            "value": filled["value"],
            "unit": own.where(is_own, chosen),
            "note": filled["note"].fillna("") if "note" in filled else "",
        }
    ).reset_index(drop=True)


def name_rows(entries: pd.DataFrame, choice: GridChoice) -> dict[int, str]:
    """Return the name of each row of the entries, by its row number in an issue."""
    by_indicator = choice.by == BY_INDICATOR
    areas = cache.get_areas()
    return {
        at: pick_name(areas.loc[row.area_id]) if by_indicator else name_indicator(row.indicator_id)
        for at, row in enumerate(entries.itertuples(), start=2)
    }


def list_possible_units() -> list[str]:
    """Return the units of the indicators, then every other unit that a figure may have."""
    own = cache.get_indicators()["unit"].dropna()
    return list(dict.fromkeys([*own, *cache.get_unit_names()]))


def edit_table(choice: GridChoice) -> pd.DataFrame:
    """Show the grid and return it as the user filled it in.

    What stood when it was opened stays in it: what others write meanwhile must not empty it.
    """
    config = st.column_config
    units = list(dict.fromkeys(filter(None, map(format_unit, list_possible_units()))))
    parts = (choice.by, choice.subject_id, choice.year, get_language(), _get_turn())
    key = "grid_" + "_".join(map(str, parts))
    now = make_grid_table(choice)
    table = hold(GRID, now, lambda _: key, key)
    if not table.equals(now):
        show_outdated(GRID)
    edited = st.data_editor(
        table[["name", "value", "unit", "current", "state", "note"]],
        hide_index=True,
        placeholder="",
        key=key,
        disabled=["name", "current", "state"],
        height=ROW_HEIGHT * (min(len(table), MOST_ROWS) + 1) + 3,
        column_config={
            "name": config.TextColumn(
                t(f"upload.column.{_get_other(choice)}"), pinned=True, width=210
            ),
            "current": config.TextColumn(t("upload.column.old"), alignment="right", width=110),
            "state": config.TextColumn(t("upload.column.state"), width=80),
            "value": config.NumberColumn(t("upload.column.entered"), width=120),
            "unit": config.SelectboxColumn(t("upload.column.unit"), options=units, width=110),
            "note": config.TextColumn(t("upload.column.note"), max_chars=200),
        },
    )
    return pd.concat([table[["indicator_id", "area_id"]], edited], axis=1)


def empty_grid() -> None:
    """Let the grid begin empty: what was filled in is written."""
    st.session_state[TURN] = _get_turn() + 1


def _get_turn() -> int:
    return st.session_state.get(TURN, 0)


def _get_other(choice: GridChoice) -> str:
    return "indicator" if choice.by == BY_AREA else "area"


def is_filled(edited: pd.DataFrame) -> bool:
    """Tell whether any figure was filled in."""
    return not is_missing(edited["value"].max())
