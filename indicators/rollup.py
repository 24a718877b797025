"""Aggregates figures of a prefecture, a group or the region from its counties.

Sums are added up. Shares are averaged: vegetation cover by the area that the table series_rule
names, other shares by the weights that users sent under the indicator's name, else without
weights. Derived indicators are computed from the sums of their inputs. Each value comes with its
coverage; below the threshold ``rollup_min_coverage`` there is no value. If the plan states how many
counties a group has, a shorter list of members does not raise the coverage.

An aggregated figure and the area's own figure have different scopes. If an area has figures of
its own, only those are used; `compare_with_rollup` compares the two.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from math import prod
from typing import NamedTuple

from indicators.inputs import ProgressInputs, Series, get_series

STATES = ("returned", "provisional", "reported", "derived", "published", "verified")
"""Weakest first: an aggregated figure is no better than its weakest part."""


@dataclass(frozen=True)
class Rollup:
    """A value aggregated from counties.

    Attributes
    ----------
    value : float or None
        In the indicator's unit; None below the required coverage.
    method : str
        sum, mean, weighted_mean or computed (a formula over sums).
    reported, expected : int
        Counties included, and counties that exist in that year: the known members, or the
        number that the plan states for a group if that is larger.
    listed : int
        Known members.
    state : str or None
        The weakest state among the parts.
    parts : dict
        County included -> its contribution (`Part`).
    missing : tuple of str
        The counties that are missing, by code.
    missing_input : str or None
        The weight or input that most of the missing counties lack, where it is not the
        indicator itself.
    lacking_input : int
        How many of the missing counties lack it.
    """

    value: float | None
    method: str
    reported: int
    expected: int
    listed: int
    state: str | None = None
    parts: dict[str, "Part"] = field(default_factory=dict, repr=False)
    missing: tuple[str, ...] = ()
    missing_input: str | None = None
    lacking_input: int = 0

    @cached_property
    def members(self) -> frozenset[str]:
        """The counties included."""
        return frozenset(self.parts)

    @cached_property
    def known(self) -> frozenset[str]:
        """The known counties, included or not."""
        return frozenset((*self.parts, *self.missing))

    @property
    def is_partial_sum(self) -> bool:
        """Whether a sum lacks counties, so that it is not the area's level."""
        return self.method == "sum" and self.reported < self.expected

    @property
    def coverage(self) -> float:
        """Counties included ÷ counties expected, as a fraction."""
        return self.reported / self.expected if self.expected else 0.0


class Part(NamedTuple):
    """The contribution of one county to a whole.

    Attributes
    ----------
    numerator, denominator : float
        The value and 1; for a derived indicator the products of its inputs, so that the
        quotient is the county's own value.
    weight : float
        Weight in a mean.
    states : tuple of str
        States of the figures that it comes from.
    """

    numerator: float
    denominator: float = 1.0
    weight: float = 1.0
    states: tuple[str, ...] = ()


class _Gap(NamedTuple):
    """Why a county is not included: the id of the figure that it lacks."""

    indicator_id: str


# What a county brings to an indicator (id) in an area (id) and year.
_Collect = Callable[[ProgressInputs, str, str, int], Part | _Gap]


@dataclass(frozen=True)
class FoundSeries:
    """The series that an area is judged by.

    Attributes
    ----------
    series : Series
        The area's own, or the aggregated years with enough coverage.
    origin : str
        own, rollup, or none if there is no value at all.
    by_year : dict
        year -> `Rollup`, including years with too little coverage; empty for an own series.
    """

    series: Series
    origin: str
    by_year: dict[int, Rollup] = field(default_factory=dict)


def find_series(
    inputs: ProgressInputs, indicator_id: str, area_id: str, year: int, to_year: int | None = None
) -> FoundSeries:
    """Return the yearly series of an area: its own, else the one aggregated from counties.

    If the area has any figure of its own up to `year`, only its own series is used. An
    aggregated series goes to `year`, or to `to_year` if that is later.
    """
    own = get_series(inputs, indicator_id, area_id)
    if own.find_latest_year(year) is not None:
        return FoundSeries(own, "own")
    return roll_up_series(inputs, indicator_id, area_id, max(year, to_year or year))


def list_members(inputs: ProgressInputs, area_id: str, year: int) -> list[str]:
    """Return the counties that make up an area in a year, by code.

    The region consists of all county-level units, including the cities of the XPCC; a
    prefecture of its counties; a group of its members. The list is empty for a county, and for
    a group whose members nobody has sent.
    """
    return [
        member
        for member, first, last in inputs.index.members.get(area_id, ())
        if first <= year <= last
    ]


def can_roll_up(inputs: ProgressInputs, indicator_id: str) -> bool:
    """Tell whether an indicator can be aggregated from counties."""
    return (
        inputs.index.indicators[indicator_id]["aggregation"] != "none"
        or indicator_id in inputs.index.operands
    )


def roll_up(inputs: ProgressInputs, indicator_id: str, area_id: str, year: int) -> Rollup | None:
    """Aggregate the value of an area and year from its counties.

    Returns
    -------
    Rollup or None
        None if the area has no known counties, or if the indicator cannot be aggregated.
        Without enough coverage the rollup has no value.
    """
    members = list_members(inputs, area_id, year)
    if not members or not can_roll_up(inputs, indicator_id):
        return None
    method, parts, gaps = collect_parts(inputs, indicator_id, members, year)
    if method is None:
        return None
    rollup = Rollup(
        None,
        method,
        len(parts),
        count_expected(inputs, area_id, members),
        len(members),
        parts=parts,
        missing=tuple(gaps),
        **_name_gap(indicator_id, gaps),
    )
    if not parts or rollup.coverage < inputs.thresholds["rollup_min_coverage"]:
        return rollup
    value = combine_parts(method, list(parts.values()))
    if value is None:
        return rollup
    states = {state for part in parts.values() for state in part.states}
    return replace(rollup, value=value, state=min(states, key=STATES.index))


def count_expected(inputs: ProgressInputs, area_id: str, members: list[str]) -> int:
    """Return how many counties an area has: its known members, or more if the plan says so."""
    return max(len(members), inputs.stated_counts.get(area_id, 0))


def collect_parts(
    inputs: ProgressInputs, indicator_id: str, area_ids: list[str], year: int
) -> tuple[str | None, dict[str, Part], dict[str, str]]:
    """Return the contribution of each county to a whole in a year.

    Returns
    -------
    method : str or None
        sum, mean, weighted_mean or computed; None if the indicator cannot be aggregated.
    parts : dict
        County -> `Part`.
    gaps : dict
        County that is not included -> the id of the figure that it lacks.
    """
    if not can_roll_up(inputs, indicator_id):
        return None, {}, {}
    method, collect = _choose_method(inputs, indicator_id)
    found = {area_id: collect(inputs, indicator_id, area_id, year) for area_id in area_ids}
    return (
        method,
        {area_id: part for area_id, part in found.items() if isinstance(part, Part)},
        {area_id: gap.indicator_id for area_id, gap in found.items() if isinstance(gap, _Gap)},
    )


def roll_up_series(
    inputs: ProgressInputs, indicator_id: str, area_id: str, to_year: int
) -> FoundSeries:
    """Aggregate the yearly series of an area from its counties, up to a year."""
    key = (indicator_id, area_id, to_year)
    return inputs.index.rolled.get(key, lambda: _roll_up_years(inputs, *key))


def _roll_up_years(
    inputs: ProgressInputs, indicator_id: str, area_id: str, to_year: int
) -> FoundSeries:
    by_year, known = {}, inputs.index.rolled_years
    for year in _list_years(inputs, indicator_id, area_id, to_year):
        key = (indicator_id, area_id, year)
        rollup = known.get(key, partial(roll_up, inputs, *key))
        if rollup is not None:
            by_year[year] = rollup
    values = {year: rollup.value for year, rollup in by_year.items() if rollup.value is not None}
    breaks = inputs.index.list_breaks(indicator_id, area_id)
    return FoundSeries(
        Series(indicator_id, area_id, values, breaks), "rollup" if values else "none", by_year
    )


def compare_with_rollup(
    inputs: ProgressInputs, indicator_id: str, area_id: str, year: int
) -> dict | None:
    """Compare an area's own figure with the one aggregated from its counties.

    Returns
    -------
    dict or None
        indicator_id, area_id, year, own_value, own_state, rolled_value, unit, difference
        (aggregated minus own, in the indicator's unit; for rates in percentage points),
        difference_pct (per cent of the own value, None for an own value of 0), reported,
        expected, coverage. None without both values.
    """
    own = get_series(inputs, indicator_id, area_id).get_value(year)
    rollup = None if own is None else roll_up(inputs, indicator_id, area_id, year)
    if own is None or rollup is None or rollup.value is None:
        return None
    difference = rollup.value - own
    return {
        "indicator_id": indicator_id,
        "area_id": area_id,
        "year": year,
        "own_value": own,
        "own_state": inputs.index.get_origin(indicator_id, area_id, year)[0],
        "rolled_value": rollup.value,
        "unit": inputs.index.indicators[indicator_id]["unit"],
        "difference": difference,
        "difference_pct": difference / own * 100 if own else None,
        "reported": rollup.reported,
        "expected": rollup.expected,
        "coverage": rollup.coverage,
    }


def _choose_method(inputs: ProgressInputs, indicator_id: str) -> tuple[str, _Collect]:
    aggregation = inputs.index.indicators[indicator_id]["aggregation"]
    if aggregation == "sum":
        return "sum", _collect_value
    if aggregation == "area_weighted":
        return "weighted_mean", _collect_weighted_by_area
    if aggregation == "mean":
        if indicator_id in inputs.index.weight_names:
            return "weighted_mean", _collect_weighted_by_user
        return "mean", _collect_value
    return "computed", _collect_operands


def combine_parts(method: str, parts: list[Part]) -> float | None:
    """Return the whole of some parts; None without parts, or if their weights are zero."""
    if not parts:
        return None
    if method == "sum":
        return sum(part.numerator for part in parts)
    if method == "computed":
        below = sum(part.denominator for part in parts)
        return None if below == 0 else sum(part.numerator for part in parts) / below
    weight = sum(part.weight for part in parts)
    return None if weight <= 0 else sum(p.numerator * p.weight for p in parts) / weight


def _collect_value(
    inputs: ProgressInputs, indicator_id: str, area_id: str, year: int
) -> Part | _Gap:
    value = inputs.index.get_values(indicator_id, area_id).get(year)
    if value is None:
        return _Gap(indicator_id)
    return Part(value, states=(inputs.index.get_origin(indicator_id, area_id, year)[0],))


def _collect_weighted_by_area(
    inputs: ProgressInputs, indicator_id: str, area_id: str, year: int
) -> Part | _Gap:
    part = _collect_value(inputs, indicator_id, area_id, year)
    if isinstance(part, _Gap):
        return part
    weight_id = inputs.index.indicators[indicator_id]["weight_id"]
    areas = inputs.index.get_values(weight_id, area_id)
    # Land is surveyed every few years; the newest survey up to the year is the weight.
    surveyed = max((known for known in areas if known <= year), default=None)
    if surveyed is None or areas[surveyed] <= 0:
        return _Gap(weight_id or indicator_id)
    return part._replace(weight=areas[surveyed])


def _collect_weighted_by_user(
    inputs: ProgressInputs, indicator_id: str, area_id: str, year: int
) -> Part | _Gap:
    part = _collect_value(inputs, indicator_id, area_id, year)
    if isinstance(part, _Gap):
        return part
    weight = inputs.index.weights.get((indicator_id, area_id))
    if weight is None or not weight > 0:
        return _Gap(indicator_id)
    return part._replace(weight=weight)


def _collect_operands(
    inputs: ProgressInputs, indicator_id: str, area_id: str, year: int
) -> Part | _Gap:
    """Return a county's inputs of a formula, or the gap: a missing input or a break."""
    index = inputs.index
    operands = index.operands[indicator_id]
    years = [year + int(row["year_offset"]) for row in operands]
    breaks = index.list_breaks(indicator_id, area_id)
    if any(min(years) <= after_year < max(years) for after_year in breaks):
        return _Gap(indicator_id)
    products: dict[str, list[float]] = {"numerator": [], "denominator": []}
    states = []
    for row, input_year in zip(operands, years, strict=True):
        value = index.get_values(row["input_id"], area_id).get(input_year)
        if value is None:
            return _Gap(row["input_id"])
        factor = float(row["factor"]) if row["operand"] == "numerator" else 1.0
        products[row["operand"]].append(value * factor)
        states.append(index.get_origin(row["input_id"], area_id, input_year)[0])
    return Part(prod(products["numerator"]), prod(products["denominator"]), states=tuple(states))


def _name_gap(indicator_id: str, gaps: dict[str, str]) -> dict:
    """Return the fields of a `Rollup` that name what most counties lack."""
    lacking = [gap for gap in gaps.values() if gap != indicator_id]
    if not lacking:
        return {}
    most = max(sorted(set(lacking)), key=lacking.count)
    return {"missing_input": most, "lacking_input": lacking.count(most)}


def _list_years(inputs: ProgressInputs, indicator_id: str, area_id: str, to_year: int) -> list[int]:
    """Return the years in which any county has a figure of an indicator or of its inputs."""
    wanted = [row["input_id"] for row in inputs.index.operands.get(indicator_id, [])]
    years: set[int] = set()
    for input_id in wanted or [indicator_id]:
        years |= inputs.index.list_member_years(input_id, area_id)
    return sorted(year for year in years if year <= to_year)
