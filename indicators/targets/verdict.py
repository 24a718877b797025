"""Judges one target, indicator and reading in one area.

The verdict uses values up to the target's own year. It is computed from the base in force and
again from every other admissible base.
"""

from dataclasses import dataclass, replace

from indicators.inputs import ProgressInputs
from indicators.judgement.baseline import Baseline
from indicators.judgement.comparators import is_met, judge_years
from indicators.judgement.status import Judgement, TargetReading, judge_value
from indicators.judgement.target_values import TargetValues, compare, compute_target_values
from indicators.matching import MatchedYears, match_years
from indicators.rollup import FoundSeries, find_series
from indicators.targets.bases import choose_baseline, is_robust, list_admissible_years, list_window
from indicators.targets.decided import Decided, get_number_reading
from indicators.targets.missing import explain_missing
from indicators.targets.opinions import add_opinions, describe_latest
from indicators.targets.readings import apply_allocation, or_none


@dataclass(frozen=True)
class Clock:
    """The present, for a judgement.

    Attributes
    ----------
    year : int
        The year asked; otherwise today's year or the newest figure's, whichever is later.
        Values up to it count, and the age of a value counts from it.
    last_full_year : int
        The last year for which a figure is expected: the year asked, else last year.
    """

    year: int
    last_full_year: int


@dataclass(frozen=True)
class Row:
    """What identifies a row of the result, and the decisions on its target."""

    target: dict
    measure: dict
    reading: TargetReading
    is_default: bool
    decided: Decided


@dataclass(frozen=True)
class _Case:
    """A row with the figures of an area, for every judgement of it.

    reading is that of the saved allocation if the area has one (allocated), else the row's.
    latest_year is None without a value up to the target's own year.
    """

    row: Row
    reading: TargetReading
    found: FoundSeries
    clock: Clock
    allocated: dict | None
    latest_year: int | None

    @property
    def target_year(self) -> int:
        """The year by which the target is to be reached."""
        return int(self.row.target["year"])


def judge_row(inputs: ProgressInputs, row: Row, area_id: str, clock: Clock) -> dict:
    """Return a row of `compute_progress`, without the columns about the target as a whole."""
    case = _find_case(inputs, row, area_id, clock)
    baseline = Baseline()
    match = MatchedYears(None, None)
    if case.latest_year is not None:
        baseline = _find_baseline(inputs, case, case.latest_year)
        match = _match(inputs, case, baseline, case.latest_year)
    judgement = _judge(inputs, case, baseline, match)
    statuses = _vary_base(inputs, case, judgement)
    direction = _get_direction(inputs, case)
    reached = _find_later_year(inputs, case, baseline) if judgement.status == "missed" else None
    return {
        "target_id": row.target["target_id"],
        "target_year": case.target_year,
        "indicator_id": case.found.series.indicator_id,
        "reading_id": case.reading.reading_id,
        "area_id": area_id,
        "baseline_year": baseline.year,
        "baseline_value": match.base_value,
        "latest_year": case.latest_year,
        "latest_value": match.latest_value,
        **vars(judgement),
        "target_gap": _measure_gap(judgement, match, direction),
        "statuses_by_base": statuses,
        "robust": is_robust(statuses, judgement.status),
        "matched_counties": match.matched,
        "joined_counties": match.joined,
        "unmatched_baseline": match.unmatched_base,
        "unmatched_latest": match.unmatched_latest,
        "missing_years": _list_missing_years(case, baseline, judgement),
        "reached_late_year": reached,
        "is_primary": bool(row.measure["is_primary"]),
        "is_default": row.is_default,
        "baseline_origin": baseline.origin,
        "unit": inputs.index.indicators[case.found.series.indicator_id]["unit"],
        **describe_latest(inputs, case.found, case.latest_year),
        **add_opinions(
            inputs,
            case.reading,
            judgement,
            case.found,
            replace(baseline, value=match.base_value),
            case.latest_year,
            is_reached_late=reached is not None,
        ),
    }


def _find_case(inputs: ProgressInputs, row: Row, area_id: str, clock: Clock) -> _Case:
    indicator_id = row.measure["indicator_id"]
    allocated = get_allocation(inputs, row, area_id)
    base_year = int(inputs.thresholds["baseline_default_year"])
    # The base year may be later than the year asked; it is searched all the same.
    found = find_series(inputs, indicator_id, area_id, clock.year, base_year)
    latest_year = found.series.find_latest_year(min(clock.year, int(row.target["year"])))
    reading = apply_allocation(row.reading, allocated)
    return _Case(row, reading, found, clock, allocated, latest_year)


def _judge(
    inputs: ProgressInputs, case: _Case, baseline: Baseline, match: MatchedYears
) -> Judgement:
    if not _has_target(inputs, case.row, case.found.series.area_id):
        return Judgement("cannot_judge", "no_target")
    if case.reading.kind == "qualitative":
        return Judgement("cannot_judge", "qualitative")
    if case.latest_year is None:
        return Judgement("cannot_judge", explain_missing(inputs, case.found))
    if case.latest_year < case.target_year < case.clock.year:
        # The deadline has passed, and nobody has sent the deciding value.
        return Judgement("cannot_judge", "no_data")
    judgement = _judge_from(inputs, case, baseline, match, case.latest_year)
    now = min(case.clock.year, case.target_year)
    is_stale = now - case.latest_year > inputs.thresholds["stale_years"]
    if is_stale and judgement.status != "cannot_judge":
        return replace(judgement, reason="stale")
    return judgement


def _judge_from(
    inputs: ProgressInputs, case: _Case, baseline: Baseline, match: MatchedYears, latest_year: int
) -> Judgement:
    """Judge the latest value from one base, over the counties that have both years."""
    if match.latest_value is None or _differs_in_scope(case, baseline, match, latest_year):
        return Judgement("cannot_judge", "scope_differs")
    return judge_value(
        case.reading,
        _get_direction(inputs, case),
        replace(baseline, value=match.base_value),
        latest_year,
        match.latest_value,
        case.target_year,
        inputs.thresholds,
    )


def _match(
    inputs: ProgressInputs, case: _Case, baseline: Baseline, latest_year: int
) -> MatchedYears:
    """Return base and latest value over the same counties; unmatched if the base is given."""
    is_bare = baseline.value is None or baseline.reason
    if baseline.year is None or is_bare or _is_given(case, baseline):
        return MatchedYears(baseline.value, case.found.series.values[latest_year])
    return match_years(inputs, case.found, baseline.year, latest_year)


def _is_given(case: _Case, baseline: Baseline) -> bool:
    """Tell whether a base value comes from the plan or a decision, not from the series."""
    return baseline.value is not None and (
        case.found.series.get_value(baseline.year) != baseline.value
    )


def _differs_in_scope(
    case: _Case, baseline: Baseline, match: MatchedYears, latest_year: int
) -> bool:
    """Tell whether the latest value covers other counties than its comparison.

    A sum of some counties is never the level of the area. It can be compared with the base of
    the same counties, but not with a level or a base value of the whole.
    """
    rollup = case.found.by_year.get(latest_year)
    if not match.is_enough:
        return True
    is_about_whole = case.reading.kind == "level" or _is_given(case, baseline)
    return rollup is not None and rollup.is_partial_sum and is_about_whole


def _vary_base(inputs: ProgressInputs, case: _Case, judgement: Judgement) -> dict[int, str]:
    """Return the status under every admissible base year; empty if no base matters."""
    is_unjudged = judgement.status == "cannot_judge" and judgement.reason in (
        "no_target",
        "qualitative",
    )
    if case.latest_year is None or is_unjudged or case.allocated is not None:
        return {}
    decided = _get_decided_base(inputs, case)
    year, value = decided or (None, None)
    series = case.found.series
    if value is None and series.get_value(year) is None:
        year = None
    statuses = {}
    for base_year in list_admissible_years(series, case.latest_year, _list_window(inputs), year):
        is_decided = base_year == year and value is not None
        baseline = Baseline(base_year, value if is_decided else series.values[base_year], "varied")
        match = _match(inputs, case, baseline, case.latest_year)
        statuses[base_year] = _judge(inputs, case, baseline, match).status
    return statuses


def _find_later_year(inputs: ProgressInputs, case: _Case, baseline: Baseline) -> int | None:
    """Return the first year after the target's own in which it was met; None without one."""
    if case.latest_year is None:
        return None
    series = case.found.series
    direction = _get_direction(inputs, case)
    for year in sorted(series.values):
        is_later = case.target_year < year <= case.clock.year
        if not is_later or series.has_break_between(case.latest_year, year):
            continue
        match = _match(inputs, case, baseline, year)
        if _differs_in_scope(case, baseline, match, year):
            continue
        reading = case.reading
        target = compute_target_values(
            reading.kind, reading.low, reading.high, match.base_value, direction
        )
        value = match.latest_value
        if target and value is not None and is_met(reading.comparator, value, target, direction):
            return year
    return None


def _measure_gap(judgement: Judgement, match: MatchedYears, direction: str) -> float | None:
    """Return how far a value is beyond its target, in the indicator's unit; below 0 it is short."""
    if judgement.target_low is None or match.latest_value is None:
        return None
    if compare(match.latest_value, judgement.target_low, direction) == 0:
        return 0.0
    gap = match.latest_value - judgement.target_low
    return gap if direction == "up" else -gap


def _list_missing_years(case: _Case, baseline: Baseline, judgement: Judgement) -> tuple[int, ...]:
    """Return the years without a figure since the last value; since the base if each counts."""
    if case.latest_year is None:
        return ()
    to_year = max(min(case.clock.last_full_year, case.target_year), case.latest_year)
    if case.reading.comparator == "sustained" and judgement.target_low is not None:
        first = min(baseline.year or case.latest_year, case.latest_year)
        target = TargetValues(judgement.target_low, judgement.target_high)
        return judge_years(case.found.series.values, target, first, to_year).missing
    return tuple(range(case.latest_year + 1, to_year + 1))


def _has_target(inputs: ProgressInputs, row: Row, area_id: str) -> bool:
    """Tell whether an area has a target: the plan's, an allocation, or a decided number."""
    number = row.decided.number
    has_number = (
        number is not None
        and number["area_id"] == area_id
        and (row.reading == get_number_reading(number))
    )
    return (
        area_id == row.target["scope"]
        or has_number
        or get_allocation(inputs, row, area_id) is not None
    )


def _find_baseline(inputs: ProgressInputs, case: _Case, latest_year: int) -> Baseline:
    series = case.found.series
    decided, origin = _get_decided_base(inputs, case), "decision"
    if case.allocated is not None and or_none(case.allocated["base_year"]) is not None:
        decided = (int(case.allocated["base_year"]), or_none(case.allocated["base_value"]))
        origin = "breakdown"
    own = inputs.index.baselines.get((series.indicator_id, series.area_id))
    baseline = choose_baseline(
        series,
        latest_year,
        default_year=int(inputs.thresholds["baseline_default_year"]),
        search_years=int(inputs.thresholds["baseline_search_years"]),
        plan_baseline=None if own is None else (int(own["year"]), float(own["value"])),
        decided=decided,
    )
    return replace(baseline, origin=origin) if baseline.origin == "decision" else baseline


def _get_decided_base(inputs: ProgressInputs, case: _Case) -> tuple[int, float | None] | None:
    """Return the decided base year and value of a row; None without a decision."""
    base = case.row.decided.base
    if base is None or base["as_of_year"] is None:
        return None
    measures = inputs.index.measures[case.row.target["target_id"]]
    primary = sum(bool(measure["is_primary"]) for measure in measures)
    # One value cannot be the base of several measures; the year can.
    is_meant = bool(case.row.measure["is_primary"]) and primary == 1
    return int(base["as_of_year"]), base["value"] if is_meant else None


def _list_window(inputs: ProgressInputs) -> range:
    thresholds = inputs.thresholds
    return list_window(
        int(thresholds["baseline_default_year"]), int(thresholds["baseline_search_years"])
    )


def _get_direction(inputs: ProgressInputs, case: _Case) -> str:
    return inputs.index.indicators[case.found.series.indicator_id]["direction"]


def get_allocation(inputs: ProgressInputs, row: Row, area_id: str) -> dict | None:
    """Return the saved allocation of a row for an area; None without one."""
    return inputs.index.allocations.get(
        (row.target["target_id"], row.measure["indicator_id"], row.reading.reading_id, area_id)
    )
