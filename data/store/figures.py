"""Loads what pages look up: names, and the present figures of one area."""

import numpy as np
import pandas as pd
import pyarrow as pa

from data.store.database import Queries, Store
from data.store.results import number_texts, share_texts

# Of very many areas an indicator's figures are heavy.
MOST_INDICATORS = 16


def load_areas(store: Store) -> pd.DataFrame:
    """Return one row per area: area_id, name_zh, name_en, level, parent_id, parent_zh/_en.

    Order: region, groups, prefectures, counties; within a level by code.
    """
    return store.query("queries/area_names")


def load_indicators(store: Store) -> pd.DataFrame:
    """Return one row per indicator: id, plan, names, unit, direction, goal, formula, note."""
    return store.query("queries/indicator_names")


def list_unit_names(store: Store) -> list[str]:
    """Return the units by their Chinese names, in the table's order."""
    return [row["unit"] for row in store.query_rows("queries/unit_names")]


def load_sources_en(store: Store) -> dict[str, str]:
    """Return the English citation of each source of the published series."""
    return {row["source"]: row["source_en"] for row in store.query_rows("queries/sources")}


def load_years(store: Queries) -> list[int]:
    """Return the years with a yearly figure of any area, newest first. A store keeps them."""

    def load() -> list[int]:
        return [row["year"] for row in store.query_rows("queries/figure_years")]

    return store.remember(("figure_years",), load, of=("figures",), compares=True)


def load_figure_counts(store: Queries) -> dict[str, int]:
    """Return how many yearly figures each indicator has, of all areas and years; an indicator
    without any is left out. A store keeps them."""

    def load() -> dict[str, int]:
        rows = store.query_rows("queries/figure_counts")
        return {row["indicator_id"]: row["figures"] for row in rows}

    return store.remember(("figure_counts",), load, of=("figures",), compares=True)


def load_indicator_figures(store: Queries, indicator_id: str) -> pa.Table:
    """Return the present yearly figures of one indicator in all areas, oldest first; within a year
    by area. Maps and judgements share them.

    Columns: indicator_id, area_id, year, value (in the indicator's unit), state, source,
    sources_disagree, recorded_at (UTC, NULL for the published series); texts as of `share_texts`.
    Kept and shared.
    """

    def load() -> pa.Table:
        found = store.query_arrow("queries/indicator_figures", indicator_id=indicator_id)
        # DuckDB and Arrow take several times as long to sort as many columns of texts.
        return _sort(share_texts(found))

    key = ("indicator_figures", indicator_id)
    return store.remember(key, load, of=("figures",), most=MOST_INDICATORS)


def _sort(figures: pa.Table) -> pa.Table:
    areas, names = number_texts(figures["area_id"])
    places = np.argsort(np.argsort(names))
    return figures.take(np.lexsort((places[areas], figures["year"].to_numpy())))


def load_area_figures(store: Store, area_id: str) -> pd.DataFrame:
    """Return the present yearly figures of one area, derived ones included.

    Returns
    -------
    DataFrame
        One row per indicator and year: indicator_id, area_id, year, value (in `unit`),
        unit, state, source, note, is_computed, inputs, sources_disagree, upload_id and
        segment (the number of series breaks before that year). A year without a figure
        has no row.
    """
    return store.query("queries/area_figures", area_id=area_id)
