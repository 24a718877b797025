"""Ranks the areas that have a figure of an indicator, and says how many have one."""

from dataclasses import dataclass

import pandas as pd

from data.ranks import rank_values
from indicators.frames import make_frame
from indicators.inputs import REGION, ProgressInputs
from indicators.rollup import count_expected, list_members

COUNTY, PREFECTURE = "county", "prefecture"
# Tacheng and Altay lie in it too: in its place the counties directly under Ili are ranked.
ILI, ILI_DIRECT = "654000", "ili_direct"
COLUMNS = ("area_id", "value", "unit", "state", "source", "place")


@dataclass(frozen=True)
class Ranking:
    """The areas of one level within an area, for one indicator and year.

    Attributes
    ----------
    level : {'county', 'prefecture'}
        Counties; prefectures only where the region has figures of these and of no county.
    within : str
        The area that they lie in.
    year : int or None
        The newest year, up to the one asked for, in which any of them has a figure.
    rows : DataFrame
        One row per area with a figure, best first (the indicator's direction decides), with
        `COLUMNS`: value in unit; place is 1 for the best, equal values share one
        (`data.ranks`), and is missing below the coverage that the threshold
        ``rollup_min_coverage`` asks for; the rows are then in the order of the codes.
    expected : int
        How many areas there are, with or without a figure.
    missing : tuple of str
        Those without one.
    """

    level: str
    within: str
    year: int | None
    rows: pd.DataFrame
    expected: int
    missing: tuple[str, ...] = ()

    @property
    def reported(self) -> int:
        """How many areas have a figure."""
        return len(self.rows)

    @property
    def has_places(self) -> bool:
        """Whether enough areas have a figure to rank them."""
        return bool(self.rows["place"].notna().any())

    def get_place(self, area_id: str) -> int | None:
        """Return the place of an area; None where it has none."""
        places = self.rows.loc[self.rows["area_id"] == area_id, "place"]
        return None if places.empty or pd.isna(places.iloc[0]) else int(places.iloc[0])

    def count_states(self) -> dict[str, int]:
        """Return how many of the figures are in each state, most first."""
        return {str(state): int(n) for state, n in self.rows["state"].value_counts().items()}


def rank_areas(inputs: ProgressInputs, indicator_id: str, area_id: str, year: int) -> Ranking:
    """Rank the counties of an area by their own figures; those of the region for a county.

    A place among the few that reported would reward reporting itself, so that below the
    required coverage there is none.
    """
    within = area_id if inputs.index.members.get(area_id) else REGION
    counties = list_members(inputs, within, year)
    found = _find_newest_year(inputs, indicator_id, counties, year)
    if found is None and within == REGION:
        prefectures = _list_prefectures(inputs)
        newest = _find_newest_year(inputs, indicator_id, prefectures, year)
        if newest is not None:
            return _rank(
                inputs, indicator_id, prefectures, newest, PREFECTURE, within, len(prefectures)
            )
    members = counties if found is None else list_members(inputs, within, found)
    expected = count_expected(inputs, within, members)
    return _rank(inputs, indicator_id, members, found, COUNTY, within, expected)


def _list_prefectures(inputs: ProgressInputs) -> list[str]:
    areas = inputs.areas
    found = set(areas.loc[areas["level"] == "prefecture", "area_id"]) - {ILI}
    return sorted(found | {ILI_DIRECT})


def _find_newest_year(
    inputs: ProgressInputs, indicator_id: str, area_ids: list[str], year: int
) -> int | None:
    years = inputs.index.list_years(indicator_id, tuple(area_ids))
    return max((known for known in years if known <= year), default=None)


def _rank(
    inputs: ProgressInputs,
    indicator_id: str,
    area_ids: list[str],
    year: int | None,
    level: str,
    within: str,
    expected: int,
) -> Ranking:
    index = inputs.index
    indicator = index.indicators[indicator_id]
    known = {} if year is None else index.find_figures(indicator_id, tuple(area_ids), year)
    found = [
        (area_id, value, indicator["unit"], state, source, None)
        for area_id, (value, state, source) in known.items()
    ]
    rows = make_frame(found, COLUMNS, whole=("place",), numbers=("value",))
    share = len(rows) / expected if expected else 0
    if len(rows) and share >= inputs.thresholds["rollup_min_coverage"]:
        is_up = indicator["direction"] == "up"
        places = rank_values(rows["value"], is_up=is_up)
        rows = rows.assign(place=pd.array(places, "Int64")).sort_values(
            ["place", "area_id"], ignore_index=True
        )
    missing = tuple(sorted(set(area_ids) - set(rows["area_id"])))
    return Ranking(level, within, year, rows, expected, missing)
