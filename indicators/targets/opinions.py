"""Adds what accompanies a status without deciding it: origin, second opinion, notes."""

from indicators.inputs import ProgressInputs
from indicators.judgement.baseline import Baseline
from indicators.judgement.pace import find_best_change
from indicators.judgement.second_opinion import classify_growth_ratio, do_methods_disagree
from indicators.judgement.status import Judgement, TargetReading, list_status_notes
from indicators.matching import list_matched_changes
from indicators.rollup import FoundSeries


def describe_latest(inputs: ProgressInputs, found: FoundSeries, latest_year: int | None) -> dict:
    """Return where the latest value comes from, and how many counties it is aggregated from."""
    rollup = found.by_year.get(latest_year or max(found.by_year, default=0))
    described = {
        "latest_origin": None if latest_year is None else found.origin,
        "latest_state": None,
        "latest_source": None,
        "reported_counties": None if rollup is None else rollup.reported,
        "expected_counties": None if rollup is None else rollup.expected,
        "listed_counties": None if rollup is None else rollup.listed,
        "is_partial_sum": rollup is not None and rollup.is_partial_sum,
    }
    if latest_year is not None and rollup is not None:
        described["latest_state"] = rollup.state
    elif latest_year is not None:
        described["latest_state"], described["latest_source"] = inputs.index.get_origin(
            found.series.indicator_id, found.series.area_id, latest_year
        )
    return described


def add_opinions(
    inputs: ProgressInputs,
    reading: TargetReading,
    judgement: Judgement,
    found: FoundSeries,
    baseline: Baseline,
    latest_year: int | None,
    *,
    is_reached_late: bool,
) -> dict:
    """Return the columns that accompany a status without deciding it."""
    indicator = inputs.index.indicators[found.series.indicator_id]
    direction = indicator["direction"]
    comparable = [] if latest_year is None else found.series.list_comparable(latest_year)
    cagr_class = classify_growth_ratio(judgement.cagr_ratio, inputs.thresholds)
    since_base = [
        (year, value)
        for year, value in comparable
        if baseline.year is None or year >= baseline.year
    ]
    notes = list_status_notes(
        reading, direction, judgement, indicator, since_base, inputs.thresholds
    )
    if baseline.value is not None and baseline.value <= 0 and reading.kind == "relative_change":
        notes.append("base_not_positive")
    if is_reached_late:
        notes.append("reached_late")
    return {
        "best_change_per_year": _find_best(inputs, found, comparable, is_up=direction == "up"),
        "cagr_class": cagr_class,
        "methods_disagree": do_methods_disagree(judgement.status, cagr_class),
        "target_note": ";".join(notes) or None,
    }


def _find_best(
    inputs: ProgressInputs, found: FoundSeries, comparable: list[tuple[int, float]], *, is_up: bool
) -> float | None:
    """Return the best yearly change; for an aggregated series over the same counties."""
    years = [year for year, _ in comparable]
    if found.origin != "rollup":
        return find_best_change(years, [value for _, value in comparable], is_up=is_up)
    changes = list_matched_changes(inputs, found, years)
    return (max if is_up else min)(changes, default=None)
