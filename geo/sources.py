"""Loads what maps are drawn from: figures, roles, coverage and names, by area id."""

from collections.abc import Iterable

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.errors import UnknownIdError
from data.ledger.settings import is_example, load_setting
from data.statistics.demonstration import load_has_made_up_figures
from data.store.database import Store
from data.store.figures import load_figure_counts, load_indicator_figures
from data.store.results import make_shared_frame
from data.words.catalogue import t
from data.words.names import pick_name
from geo.approval import parse_approval_number

REGION = "650000"
COUNTY, PREFECTURE = "county", "prefecture"
LEVELS = (COUNTY, PREFECTURE)
APPROVAL_SETTING = "map_approval_no"


def load_map_areas(store: Store) -> pd.DataFrame:
    """Return one row per area, indexed by area_id.

    Columns: name_zh, name_en, short_zh (for labels), level, parent_id, division,
    has_boundary (whether a map can show the area), from_year, to_year.
    """
    return _keep_plain(store.query("queries/map_areas")).set_index("area_id", drop=False)


def load_map_indicators(store: Store) -> pd.DataFrame:
    """Return one row per indicator, indexed by indicator_id.

    Columns: name_zh, name_en, unit, direction, goal, growth_id, formula (as figures name it as
    their source), operands (its inputs with their names; none where there is no formula).
    """
    return store.query("queries/map_indicators").set_index("indicator_id", drop=False)


def load_map_counts(store: Store) -> dict[str, int]:
    """Return how many yearly figures of counties each indicator has, all years together.

    An indicator has 0 if only a map of prefectures shows a figure of it; one that no map shows is
    left out.
    """
    figures = load_figure_counts(store)
    others = {row["indicator_id"]: row for row in store.query_rows("queries/map_other_counts")}
    none = {"figures": 0, "shown_figures": 0}
    counts = {name: figures[name] - others.get(name, none)["figures"] for name in figures}
    return {
        name: count
        for name, count in counts.items()
        if count or others.get(name, none)["shown_figures"]
    }


def load_has_county_figures(store: Store) -> bool:
    """Tell whether any county has a yearly figure of any indicator."""
    return store.query_rows("queries/has_county_figures")[0]["has_figures"]


def load_all_figures(store: Store) -> pa.Table:
    """Return the yearly figures of every indicator, for `pick_figures`.

    Columns: indicator_id and those of `pick_figures`. Kept and shared.
    """
    return store.remember(
        ("map_figures",), lambda: store.query_arrow("queries/map_figures"), of=("figures",)
    )


def pick_figures(figures: pa.Table, indicator_id: str) -> pd.DataFrame:
    """Return the yearly figures of an indicator in all areas and years, oldest first.

    One row per area and year: area_id, year, value (in the indicator's unit), state, source,
    sources_disagree, recorded_at (UTC, NULL for the published series). Areas that the plan does
    not know are among them.
    """
    mine = figures.filter(pc.equal(figures["indicator_id"], indicator_id))
    return make_shared_frame(mine.drop_columns("indicator_id"))


def load_figures(store: Store, indicator_id: str) -> pd.DataFrame:
    """Return the figures of one indicator from the store, as `pick_figures` does."""
    figures = load_indicator_figures(store, indicator_id)
    return make_shared_frame(figures.drop_columns("indicator_id"))


def _keep_plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Return text columns as Python objects, on which pandas is faster for a hundred rows."""
    texts = frame.select_dtypes("str").columns
    return frame.astype(dict.fromkeys(texts, object))


def load_map_breaks(store: Store, indicator_id: str) -> pd.DataFrame:
    """Return area_id and after_year of every break in the series of an indicator."""
    return store.query("queries/map_breaks", indicator_id=indicator_id)


def load_map_roles(store: Store) -> pd.DataFrame:
    """Return one row per role and county: role_id, area_id, name_zh, name_en, industry_id."""
    return store.query("queries/map_roles")


def load_role_names(store: Store) -> pd.DataFrame:
    """Return one row per role, indexed by role_id, in the plan's order.

    Columns: name_zh, name_en, industry_id, is_open (the plan names some counties and says
    that there are others, so their count is not a total).
    """
    return store.query("queries/map_role_names").set_index("role_id", drop=False)


def load_coverage(store: Store) -> pd.DataFrame:
    """Return one row per area and year: found and asked (how many indicators)."""
    return store.query("queries/map_coverage")


def load_min_coverage(store: Store) -> float:
    """Return the share of reporting areas (a fraction) below which nothing is ranked."""
    thresholds = store.query("queries/thresholds").set_index("threshold_id")["value"]
    return float(thresholds["rollup_min_coverage"])


def load_approval_number(store: Store) -> str | None:
    """Return the saved map approval number, or None."""
    return parse_approval_number(load_setting(store, APPROVAL_SETTING))


def load_watermark(store: Store, *, of_figures: bool) -> str:
    """Return the words across a map of a store with made-up content; "" if it has none.

    In an example everything is made up. Elsewhere made-up figures mark the maps of figures.
    """
    is_made_up = is_example(store) or (of_figures and load_has_made_up_figures(store))
    return t("map.demonstration") if is_made_up else ""


def get_indicator(indicators: pd.DataFrame, indicator_id: str) -> pd.Series:
    """Return the row of an indicator; raise `UnknownIdError` if there is none."""
    return _get_row(indicators, indicator_id, "unknown_indicator")


def get_role(roles: pd.DataFrame, role_id: str) -> pd.Series:
    """Return the row of a role of `load_role_names`; raise `UnknownIdError` if there is none."""
    return _get_row(roles, role_id, "unknown_role")


def _get_row(rows: pd.DataFrame, row_id: str, problem: str) -> pd.Series:
    if row_id not in rows.index:
        raise UnknownIdError(problem, value=row_id)
    return rows.loc[row_id]


def is_drawn(areas: pd.DataFrame, level: str) -> pd.Series:
    """Tell which areas the boundary files of a level have.

    A prefecture map has ``ili_direct`` (the counties directly under Ili) instead of 654000, and
    each XPCC city.
    """
    if level == COUNTY:
        return (areas["level"] == COUNTY) & areas["has_boundary"].astype(bool)
    is_prefecture = (areas["level"] == PREFECTURE) & (areas["area_id"] != "654000")
    is_city = (areas["level"] == COUNTY) & (areas["division"] == "xpcc")
    return (
        is_prefecture
        | (areas["area_id"] == "ili_direct")
        | (is_city & areas["has_boundary"].astype(bool))
    )


def belongs_to(areas: pd.DataFrame, level: str) -> pd.Series:
    """Tell which areas belong to a map of a level, with or without an outline."""
    if level == COUNTY:
        return areas["level"] == COUNTY
    return is_drawn(areas, level) | (areas["area_id"] == "654000")


def is_counted(areas: pd.DataFrame, level: str) -> pd.Series:
    """Tell which areas are ranked and counted as those of a level.

    A map of prefectures shows the XPCC cities too: they are counties. It has ``ili_direct`` in
    place of 654000, as `indicators.ranking` has.
    """
    if level == COUNTY:
        return areas["level"] == COUNTY
    return is_drawn(areas, level) & (areas["level"] != COUNTY)


def find_absent(areas: pd.DataFrame, years: Iterable[int]) -> pd.Index:
    """Return the ids of the areas that did not exist in one of some years."""
    absent = pd.Series(False, index=areas.index)
    for year in years:
        absent |= (areas["from_year"] > year) | (areas["to_year"] < year)
    return areas.index[absent]


def get_growth_id(indicator) -> str | None:
    """Return the volume index of a value at current prices; None for other indicators."""
    growth_id = indicator["growth_id"]
    return growth_id if isinstance(growth_id, str) else None


def name_plan_years(role_names: pd.DataFrame) -> str:
    """Return the years of the plan that gives the roles; "" without any role."""
    first = role_names.head(1)[["first_year", "last_year"]].to_dict("records")
    return t("map.plan_years", **first[0]) if first else ""


def describe_role(role, n: int) -> str:
    """Return a role's name and its number of counties, marked if the list is open."""
    key = "map.caption_role_open" if role["is_open"] else "map.caption_role"
    return t(key, role=pick_name(role), n=n)
