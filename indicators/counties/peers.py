"""Compares a county's figures with its past, its target, its peer group and the region.

The peer group is the counties with the same role, this county included. A figure is compared
only with figures of the same year. Each comparison says how many peers have a figure. A rank
needs the coverage of the threshold ``rollup_min_coverage``. The region is another scope and is
named as such.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import fmean, median

import pandas as pd

from data.ranks import rank_values
from indicators.counties.profile import (
    REGION,
    CountyInputs,
    get_area,
    list_known_indicators,
    list_role_indicators,
    list_siblings,
)
from indicators.frames import list_rows, make_frame
from indicators.inputs import Series, get_series
from indicators.rollup import roll_up_series

MIN_PEERS = 3
"""With fewer figures there is no mean, no median and no rank: a convention of ours."""

FIGURE_COLUMNS = (
    "indicator_id",
    "unit",
    "year",
    "value",
    "state",
    "source",
    "scope",
    "reported",
    "expected",
    "previous_year",
    "previous_value",
    "change",
    "change_pct",
    "change_reason",
    "region_year",
    "region_value",
    "region_state",
    "region_source",
    "region_share_pct",
    "region_difference",
    "target_value",
    "target_base_year",
    "target_base_value",
    "target_status",
    "target_id",
)
FIGURE_YEARS = ("year", "previous_year", "region_year", "target_base_year", "reported", "expected")
FIGURE_NUMBERS = (
    "value",
    "previous_value",
    "change",
    "change_pct",
    "region_value",
    "region_share_pct",
    "region_difference",
    "target_value",
    "target_base_value",
)
PEER_COLUMNS = (
    "role_id",
    "indicator_id",
    "year",
    "value",
    "unit",
    "reported",
    "expected",
    "coverage",
    "mean",
    "median",
    "place",
    "place_reason",
    "weakest_state",
)
STATE_ORDER = ("returned", "provisional", "reported", "derived", "published", "verified")


@dataclass(frozen=True)
class Change:
    """The change of a figure since the year before.

    Attributes
    ----------
    year, value : int and float, or None
        The year before and its value, in the indicator's unit.
    amount : float or None
        Newer minus older, in the indicator's unit.
    pct : float or None
        The amount in per cent of the older value; None if that is zero or less. For a value at
        current prices, the growth given by its volume index; then there is no amount.
    reason : str or None
        no_data or series_break if there is no change.
    """

    year: int | None = None
    value: float | None = None
    amount: float | None = None
    pct: float | None = None
    reason: str | None = None


def compute_change(series: Series, year: int) -> Change:
    """Return the change since the year before, unless the series breaks in between."""
    latest, previous = series.get_value(year), series.get_value(year - 1)
    if latest is None or previous is None:
        return Change(reason="no_data")
    if series.has_break_between(year - 1, year):
        return Change(year - 1, previous, reason="series_break")
    amount = latest - previous
    pct = amount / previous * 100 if previous > 0 else None
    return Change(year - 1, previous, amount, pct)


def find_change(inputs: CountyInputs, indicator_id: str, area_id: str, year: int) -> Change:
    """Return the change of an area's own figure since the year before.

    For a value at current prices (indicator.growth_id) the change comes from its volume index
    (previous year = 100, constant prices), because prices change its values too. Without the
    index there is no change (no_data).
    """
    series = get_series(inputs.progress, indicator_id, area_id)
    index_id = _get_growth_id(inputs, indicator_id)
    if index_id is None:
        return compute_change(series, year)
    found = get_series(inputs.progress, index_id, area_id).get_value(year)
    if found is None:
        return Change(reason="no_data")
    return Change(year - 1, series.get_value(year - 1), pct=found - 100)


def _get_growth_id(inputs: CountyInputs, indicator_id: str) -> str | None:
    growth_id = inputs.progress.index.indicators[indicator_id]["growth_id"]
    return growth_id if isinstance(growth_id, str) else None


def list_own_figures(
    inputs: CountyInputs, area_id: str, year: int, progress: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return an area's newest figures up to a year, compared with last year and the region.

    Parameters
    ----------
    progress : DataFrame or None
        `indicators.targets.progress.compute_progress` of the same area and year, for the targets
        that were allocated to it.

    Returns
    -------
    DataFrame
        One row per indicator of the area's roles, then per other indicator with a figure, with
        `FIGURE_COLUMNS`. Values are in the indicator's unit. year, value, state and source are
        missing if the area has no figure. change is the value minus that of the year before;
        without one, change_reason is no_data, series_break, or other_counties where the
        aggregated figures are not those of the same counties. region_value is the region's
        value of the same year. For sums region_share_pct is the area's share of it in per
        cent, missing for the sum of a part of the counties; for other indicators
        region_difference is the area's value minus the region's. scope is own, or rolled_up if
        a prefecture or group has no figure of its own and one is aggregated from its counties
        (reported of expected counties); where too few reported in every year, value is missing
        and year is the newest in which any did. target_value is the value
        of a saved allocation, with the base that it starts from.
    """
    rows = list_own_rows(inputs, area_id, year, progress)
    return make_frame(rows, FIGURE_COLUMNS, whole=FIGURE_YEARS, numbers=FIGURE_NUMBERS)


def list_own_rows(
    inputs: CountyInputs, area_id: str, year: int, progress: pd.DataFrame | None = None
) -> list[dict]:
    """Return the rows of `list_own_figures` as dicts; what is missing is None."""
    targets = _index_targets(inputs, progress)
    inputs.progress.index.figures.take_areas([area_id, REGION])
    rows = []
    for indicator_id in _list_indicators(inputs, area_id, year):
        row = _find_own(inputs, indicator_id, area_id, year)
        rows.append(
            {
                **dict.fromkeys(FIGURE_COLUMNS),
                "indicator_id": indicator_id,
                "unit": inputs.progress.index.indicators[indicator_id]["unit"],
                **row,
                **_compare_region(inputs, indicator_id, area_id, row),
                **targets.get(indicator_id, {}),
            }
        )
    return rows


def has_allocations(inputs: CountyInputs, area_id: str) -> bool:
    """Tell whether any target was allocated to an area: without, its progress names none."""
    return any(allocated == area_id for *_, allocated in inputs.progress.index.allocations)


def _list_indicators(inputs: CountyInputs, area_id: str, year: int) -> list[str]:
    members = (
        [area_id]
        if area_id in inputs.roles_by_county
        else [county for county, *_ in inputs.progress.index.members.get(area_id, ())]
    )
    roles = {role for county in members for role in inputs.roles_by_county.get(county, [])}
    ordered = [role for role in inputs.roles["role_id"] if role in roles]
    known = list_known_indicators(inputs, area_id)
    return list(dict.fromkeys([*list_role_indicators(inputs, ordered), *known]))


def _find_own(inputs: CountyInputs, indicator_id: str, area_id: str, year: int) -> dict:
    series = get_series(inputs.progress, indicator_id, area_id)
    latest = series.find_latest_year(year)
    if latest is None:
        return _roll_own(inputs, indicator_id, area_id, year)
    state, source = inputs.progress.index.get_origin(indicator_id, area_id, latest)
    change = find_change(inputs, indicator_id, area_id, latest)
    return {
        "year": latest,
        "value": series.get_value(latest),
        "state": state,
        "source": source,
        "scope": "own",
        "previous_year": change.year,
        "previous_value": change.value,
        "change": change.amount,
        "change_pct": change.pct,
        "change_reason": change.reason,
    }


def _roll_own(inputs: CountyInputs, indicator_id: str, area_id: str, year: int) -> dict:
    nothing = {"scope": "own", "change_reason": "no_data"}
    if get_area(inputs, area_id)["level"] == "county":
        return nothing
    by_year = roll_up_series(inputs.progress, indicator_id, area_id, year).by_year
    known = [reported for reported, rolled in by_year.items() if rolled.reported]
    if not known:
        return nothing
    # The newest value counts, as of an area's own figures; without any, who reported last.
    latest = max((y for y in known if by_year[y].value is not None), default=max(known))
    rolled, before = by_year[latest], by_year.get(latest - 1)
    row = {
        "year": latest,
        "reported": rolled.reported,
        "expected": rolled.expected,
        "scope": "rolled_up",
    }
    if rolled.value is None:
        return row | {"change_reason": "no_data"}
    row |= {"value": rolled.value, "state": rolled.state}
    # Indices cannot be added up.
    if before is None or before.value is None or _get_growth_id(inputs, indicator_id) is not None:
        return row | {"change_reason": "no_data"}
    if before.members != rolled.members:
        return row | {"change_reason": "other_counties"}
    breaks = inputs.progress.index.list_breaks(indicator_id, area_id)
    if latest - 1 in breaks:
        return row | {"change_reason": "series_break"}
    amount = rolled.value - before.value
    return row | {
        "previous_year": latest - 1,
        "previous_value": before.value,
        "change": amount,
        "change_pct": amount / before.value * 100 if before.value > 0 else None,
    }


def _compare_region(inputs: CountyInputs, indicator_id: str, area_id: str, row: dict) -> dict:
    index = inputs.progress.index
    values = index.get_values(indicator_id, REGION)
    year = row.get("year") or max(values, default=None)
    if area_id == REGION or year not in values:
        return {}
    state, source = index.get_origin(indicator_id, REGION, year)
    region = {
        "region_year": year,
        "region_value": values[year],
        "region_state": state,
        "region_source": source,
    }
    if row.get("value") is None:
        return region
    if index.indicators[indicator_id]["aggregation"] == "sum":
        # The sum of a part of the counties is not the area's share.
        if row.get("reported") != row.get("expected"):
            return region
        share = row["value"] / values[year] * 100 if values[year] > 0 else None
        return region | {"region_share_pct": share}
    return region | {"region_difference": row["value"] - values[year]}


def _index_targets(inputs: CountyInputs, progress: pd.DataFrame | None) -> dict[str, dict]:
    """Return the targets that were allocated to the area, by indicator."""
    if progress is None:
        return {}
    keys = ["target_id", "indicator_id", "reading_id", "area_id"]
    saved = inputs.progress.index.allocations
    return {
        row["indicator_id"]: {
            "target_id": row["target_id"],
            "target_value": row["target_low"],
            "target_base_year": row["baseline_year"],
            "target_base_value": row["baseline_value"],
            "target_status": row["target_status"],
        }
        for row in list_rows(progress[progress["is_in_force"]])
        if tuple(row[key] for key in keys) in saved
    }


def compare_with_peers(inputs: CountyInputs, area_id: str, year: int) -> pd.DataFrame:
    """Compare a county's figures with those of its peer group.

    Returns
    -------
    DataFrame
        One row per role and indicator of that role, with `PEER_COLUMNS`: year and value of
        the area's newest figure up to `year` (without one, value is missing and the year is
        the newest in which a peer has a figure); reported of expected peers, coverage as a
        fraction; unweighted mean and median over the peers that report that year (missing
        below `MIN_PEERS`); place among them, 1 for the best, equal values sharing a place (if
        missing, place_reason is no_data, few_peers or low_coverage); weakest_state among the
        compared figures. A prefecture is compared with the other prefectures, without a role.
    """
    return make_frame(
        list_peer_rows(inputs, area_id, year),
        PEER_COLUMNS,
        whole=("year", "place"),
        numbers=("value", "mean", "median"),
    )


def list_peer_rows(inputs: CountyInputs, area_id: str, year: int) -> list[dict]:
    """Return the rows of `compare_with_peers` as dicts; what is missing is None."""
    return [
        {"role_id": role_id} | _compare(inputs, indicator_id, area_id, peers, year)
        for role_id, peers, indicators in list_circles(inputs, area_id)
        for indicator_id in indicators
    ]


def list_circles(
    inputs: CountyInputs, area_id: str
) -> Iterator[tuple[str | None, list[str], list[str]]]:
    """Yield role, peers and indicators for every peer group of an area."""
    for role_id in inputs.roles_by_county.get(area_id, []):
        yield role_id, inputs.counties_by_role[role_id], list_role_indicators(inputs, [role_id])
    siblings = list_siblings(inputs, area_id)
    if siblings:
        inputs.progress.index.figures.take_areas(siblings)
        yield None, siblings, list_known_indicators(inputs, area_id)


def _compare(
    inputs: CountyInputs, indicator_id: str, area_id: str, peers: list[str], year: int
) -> dict:
    index = inputs.progress.index
    own = get_series(inputs.progress, indicator_id, area_id)
    latest = own.find_latest_year(year) or _find_common_year(inputs, indicator_id, peers, year)
    found = (
        {}
        if latest is None
        else {
            peer: index.get_values(indicator_id, peer)[latest]
            for peer in peers
            if latest in index.get_values(indicator_id, peer)
        }
    )
    states = {
        index.get_origin(indicator_id, peer, latest)[0] for peer in found if latest is not None
    }
    enough = len(found) >= MIN_PEERS
    row = {
        "indicator_id": indicator_id,
        "year": latest,
        "value": found.get(area_id),
        "unit": index.indicators[indicator_id]["unit"],
        "reported": len(found),
        "expected": len(peers),
        "coverage": len(found) / len(peers),
        "mean": fmean(found.values()) if enough else None,
        "median": median(found.values()) if enough else None,
        "weakest_state": min(states, key=STATE_ORDER.index) if states else None,
    }
    return row | _find_place(inputs, indicator_id, area_id, found, row["coverage"])


def _find_common_year(
    inputs: CountyInputs, indicator_id: str, peers: list[str], year: int
) -> int | None:
    """Return the newest year up to `year` in which any peer has a figure."""
    index = inputs.progress.index
    return max(
        (
            known
            for peer in peers
            for known in index.get_values(indicator_id, peer)
            if known <= year
        ),
        default=None,
    )


def _find_place(
    inputs: CountyInputs, indicator_id: str, area_id: str, found: dict[str, float], coverage: float
) -> dict:
    if area_id not in found:
        return {"place": None, "place_reason": "no_data"}
    if len(found) < MIN_PEERS:
        return {"place": None, "place_reason": "few_peers"}
    if coverage < inputs.progress.thresholds["rollup_min_coverage"]:
        return {"place": None, "place_reason": "low_coverage"}
    is_up = inputs.progress.index.indicators[indicator_id]["direction"] == "up"
    places = dict(zip(found, rank_values(found.values(), is_up=is_up), strict=True))
    return {"place": places[area_id], "place_reason": None}


def compare_areas(
    inputs: CountyInputs, area_ids: list[str], role_id: str, year: int
) -> pd.DataFrame:
    """Compare two to six areas over the indicators of one role.

    Returns
    -------
    DataFrame
        One row per indicator and area: indicator_id, unit, area_id, year, value, state,
        source, change, change_pct, change_reason. All areas of an indicator have the same
        year: the newest up to `year` in which any of them has a figure. An area without a
        figure for that year has no value.
    """
    rows = []
    index = inputs.progress.index
    for indicator_id in list_role_indicators(inputs, [role_id]):
        common = _find_common_year(inputs, indicator_id, area_ids, year)
        for area_id in area_ids:
            row = {
                "indicator_id": indicator_id,
                "area_id": area_id,
                "year": common,
                "unit": index.indicators[indicator_id]["unit"],
            }
            values = index.get_values(indicator_id, area_id)
            value = None if common is None else values.get(common)
            if common is not None and value is not None:
                state, source = index.get_origin(indicator_id, area_id, common)
                change = find_change(inputs, indicator_id, area_id, common)
                row |= {
                    "value": value,
                    "state": state,
                    "source": source,
                    "change": change.amount,
                    "change_pct": change.pct,
                    "change_reason": change.reason,
                }
            rows.append(row)
    columns = [
        "indicator_id",
        "unit",
        "area_id",
        "year",
        "value",
        "state",
        "source",
        "change",
        "change_pct",
        "change_reason",
    ]
    return make_frame(rows, columns, whole=("year",), numbers=("value", "change", "change_pct"))


def list_first_areas(inputs: CountyInputs) -> list[str]:
    """Return two areas to compare first: the counties with most roles, else areas of the plan's."""
    by_roles = sorted(inputs.roles_by_county.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    plan_area = inputs.progress.area_id
    parents = inputs.areas["parent_id"]
    below = sorted(parents.index[parents == plan_area])
    known = [*(area_id for area_id, _ in by_roles), *below, plan_area, parents[plan_area]]
    return [area_id for area_id in known if area_id][:2]


def list_common_roles(inputs: CountyInputs, area_ids: list[str]) -> list[str]:
    """Return all roles, the most shared among the areas first, then in the plan's order."""

    def count(role_id: str) -> int:
        return sum(area_id in inputs.counties_by_role.get(role_id, []) for area_id in area_ids)

    return sorted(inputs.roles["role_id"], key=count, reverse=True)
