"""Compares two years of a series over the counties that have both.

An aggregated figure depends on who reported. If one county does not report in the base year and
another does not report in the latest, the region has not changed. So base and latest value are
aggregated over the counties with both years. A county founded in between took its land from
others, so it is compared together with them: mother and daughter are one unit, which counts if
all of it reported in both years. Without a recorded mother a founded county is left out.
"""

from dataclasses import dataclass

from indicators.inputs import ProgressInputs
from indicators.rollup import FoundSeries, Rollup, combine_parts


@dataclass(frozen=True)
class MatchedYears:
    """Two years of a series, made comparable.

    Attributes
    ----------
    base_value, latest_value : float or None
        In the indicator's unit: of the matched counties, or of the area itself.
    matched, unmatched_base, unmatched_latest : int or None
        Counties that are compared (counted in the latest year), and counties with one year
        only; None for the area's own figures.
    joined : int or None
        Of the matched counties, those founded since the base year: compared together with
        the county that they came from.
    is_enough : bool
        Whether enough counties are matched for an aggregate.
    """

    base_value: float | None
    latest_value: float | None
    matched: int | None = None
    unmatched_base: int | None = None
    unmatched_latest: int | None = None
    joined: int | None = None
    is_enough: bool = True


def match_years(
    inputs: ProgressInputs, found: FoundSeries, base_year: int, latest_year: int
) -> MatchedYears:
    """Return base and latest value over the same counties.

    Parameters
    ----------
    found : FoundSeries
        From `indicators.rollup.find_series`, with a value in both years.
    """
    values = found.series.values
    if base_year not in found.by_year or latest_year not in found.by_year:
        return MatchedYears(values[base_year], values[latest_year])
    return match_rollups(
        found.by_year[base_year],
        found.by_year[latest_year],
        inputs.index.changes,
        inputs.thresholds["rollup_min_coverage"],
    )


def match_rollups(
    base: Rollup, latest: Rollup, changes: list[tuple[str, str]], min_coverage: float
) -> MatchedYears:
    """Return two aggregated years over the same counties.

    Parameters
    ----------
    changes : list of (str, str)
        An area, and an area that was split from it.
    min_coverage : float
        Share (a fraction) of the counties of the latest year that must be matched.
    """
    in_base, in_latest = _find_matched(base, latest, changes)
    return MatchedYears(
        combine_parts(base.method, [base.parts[area_id] for area_id in sorted(in_base)]),
        combine_parts(latest.method, [latest.parts[area_id] for area_id in sorted(in_latest)]),
        len(in_latest),
        len(base.members - in_base),
        len(latest.members - in_latest),
        len(in_latest - base.known),
        bool(in_base) and len(in_latest) / latest.expected >= min_coverage,
    )


def list_matched_changes(
    inputs: ProgressInputs, found: FoundSeries, years: list[int]
) -> list[float]:
    """Return the changes between neighbouring years in `years`, over the same counties.

    In the indicator's unit. Pairs with too few counties in common are left out.
    """
    pairs = [(year, year + 1) for year in years if year + 1 in years]
    matches = [match_years(inputs, found, *pair) for pair in pairs]
    return [
        match.latest_value - match.base_value
        for match in matches
        if match.is_enough and match.base_value is not None and match.latest_value is not None
    ]


def _find_matched(
    base: Rollup, latest: Rollup, changes: list[tuple[str, str]]
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the counties to count in the base year and in the latest."""
    in_base, in_latest = set(), set()
    for unit in _list_units(base, latest, changes):
        own_base, own_latest = unit & base.known, unit & latest.known
        if own_base and own_latest and own_base <= base.members and own_latest <= latest.members:
            in_base |= own_base
            in_latest |= own_latest
    return frozenset(in_base), frozenset(in_latest)


def _list_units(base: Rollup, latest: Rollup, changes: list[tuple[str, str]]) -> list[set[str]]:
    """Return the counties of both years as sets; a change of areas joins counties in one set."""
    units = {area_id: {area_id} for area_id in base.known | latest.known}
    for old, new in changes:
        if old not in units or new not in units or (new in base.known and old in latest.known):
            continue
        joined = units[old] | units[new]
        units |= dict.fromkeys(joined, joined)
    return list({id(unit): unit for unit in units.values()}.values())
