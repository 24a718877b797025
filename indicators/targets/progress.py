"""Progress of the plan's 12 targets: one row per target, indicator and reading."""

from dataclasses import asdict, dataclass, replace

import pandas as pd

from data.errors import UnknownIdError
from indicators.frames import make_frame
from indicators.inputs import REGION, ProgressInputs, Series
from indicators.judgement.baseline import Baseline
from indicators.judgement.pace import find_best_change
from indicators.judgement.second_opinion import classify_growth_ratio, do_methods_disagree
from indicators.judgement.status import (
    Judgement,
    Reading,
    combine_readings,
    judge_value,
    list_notes,
    take_worst,
)
from indicators.rollup import FoundSeries, find_series
from indicators.targets.base_year import choose_baseline
from indicators.targets.decided import Decided, find_decisions, get_number_reading
from indicators.targets.readings import apply_allocation, make_reading, or_none

COLUMNS = (
    "target_id",
    "indicator_id",
    "reading_id",
    "area_id",
    "baseline_year",
    "baseline_value",
    "latest_year",
    "latest_value",
    "target_low",
    "target_high",
    "completion",
    "completion_high",
    "time_elapsed",
    "pace_gap",
    "cagr_ratio",
    "required_per_year",
    "status",
    "reason",
    "target_status",
    "target_reason",
    "is_primary",
    "is_default",
    "is_in_force",
    "is_manual",
    "baseline_origin",
    "latest_origin",
    "latest_state",
    "latest_source",
    "reported_counties",
    "expected_counties",
    "listed_counties",
    "unit",
    "required_growth_pct",
    "best_change_per_year",
    "cagr_class",
    "methods_disagree",
    "target_note",
    "decision_id",
)
NUMBERS = (
    "baseline_value",
    "latest_value",
    "target_low",
    "target_high",
    "completion",
    "completion_high",
    "time_elapsed",
    "pace_gap",
    "cagr_ratio",
    "required_per_year",
    "required_growth_pct",
    "best_change_per_year",
)
WHOLE_NUMBERS = (
    "baseline_year",
    "latest_year",
    "reported_counties",
    "expected_counties",
    "listed_counties",
)


@dataclass(frozen=True)
class _Row:
    """What identifies a row of the result, and what was decided about its target."""

    target: dict
    measure: dict
    reading: Reading
    is_default: bool
    decided: Decided


def find_newest_year(inputs: ProgressInputs, area_id: str = REGION) -> int | None:
    """Return the newest year with a figure for an area, None where it has none."""
    years = inputs.figures.loc[inputs.figures["area_id"] == area_id, "year"]
    return None if years.empty else int(years.max())


def compute_progress(
    inputs: ProgressInputs, area_id: str = REGION, year: int | None = None
) -> pd.DataFrame:
    """Judge every target for an area as of a year.

    Parameters
    ----------
    inputs : ProgressInputs
        From `load_inputs`.
    area_id : str
        650000, or any area; below the region only a saved breakdown, or a number decided
        for the area itself, gives a target.
    year : int or None
        Values up to this year count; None takes the newest year with a figure of the area
        or of the counties it consists of.

    Returns
    -------
    DataFrame
        One row per target, indicator and reading, in the plan's order, with `COLUMNS`.
        completion, completion_high and time_elapsed are fractions, pace_gap is in
        percentage points, values are in the indicator's unit (column unit),
        required_per_year and best_change_per_year in that unit per year,
        required_growth_pct in per cent per year. latest_origin is own or rollup (put
        together from counties, with reported_counties of expected_counties, of which
        listed_counties are known by name); is_in_force marks the reading that counts;
        is_manual a target status that someone judged; target_note the notes of `list_notes`,
        joined by semicolons, with ``base_not_positive`` (no share of such a base can be
        reached) and ``other_counties:<n>`` (so many counties count in the base or in the
        latest value only). Missing values are None or NaN. All targets always appear.

    An area that does not exist looks like one without figures: see `check_area`.
    """
    year = year or _find_clock_year(inputs, area_id)
    rows = []
    for target in inputs.index.targets:
        rows.extend(_judge_target(inputs, target, area_id, year))
    return make_frame(rows, COLUMNS, whole=WHOLE_NUMBERS, numbers=NUMBERS)


def _find_clock_year(inputs: ProgressInputs, area_id: str) -> int:
    areas = {area_id, *(member for member, _, _ in inputs.index.members.get(area_id, ()))}
    years = inputs.figures.loc[inputs.figures["area_id"].isin(areas), "year"]
    if not years.empty:
        return int(years.max())
    return find_newest_year(inputs) or int(inputs.thresholds["baseline_default_year"])


def check_area(areas: pd.DataFrame, area_id: str) -> str:
    """Return `area_id` when the area table has it.

    Raises
    ------
    UnknownIdError
        There is no such area.
    """
    if area_id not in set(areas["area_id"]):
        raise UnknownIdError("unknown_area", value=area_id)
    return area_id


def list_missing_inputs(inputs: ProgressInputs, indicator_id: str, area_id: str) -> list[str]:
    """Return the inputs of a derived indicator that an area has no figure of.

    Inputs without any figure come first; where every input has figures of some year, those
    that are missing beside the newest figure of the others.
    """
    operands = inputs.index.operands.get(indicator_id, [])
    known = inputs.index.known.get(area_id, set())
    missing = [row["input_id"] for row in operands if row["input_id"] not in known]
    if missing or not operands:
        return missing
    values = [(row, inputs.index.values[row["input_id"], area_id]) for row in operands]
    newest = max(max(series) - int(row["year_offset"]) for row, series in values)
    return [
        row["input_id"] for row, series in values if newest + int(row["year_offset"]) not in series
    ]


def _judge_target(inputs: ProgressInputs, target: dict, area_id: str, year: int) -> list[dict]:
    decided = find_decisions(inputs, target["target_id"], area_id)
    rows = _list_rows(inputs, target, decided)
    judged = [_judge_row(inputs, row, area_id, year) for row in rows]
    status, reason = _judge_whole(target, judged, decided)
    ruling = decided.ruling or {}
    in_force = _find_reading_in_force(judged, decided)
    return [
        row
        | {
            "target_status": status,
            "target_reason": reason,
            "is_in_force": row["reading_id"] in in_force,
            "is_manual": ruling.get("kind") == "judgement",
            "decision_id": ruling.get("decision_id"),
        }
        for row in judged
    ]


def _list_rows(inputs: ProgressInputs, target: dict, decided: Decided) -> list[_Row]:
    target_id = target["target_id"]
    measures = inputs.index.measures[target_id]
    choices = [
        (make_reading(record), bool(record["is_default"]))
        for record in inputs.index.readings[target_id]
    ]
    if decided.number is not None:
        choices.append((get_number_reading(decided.number), False))
    return [
        _Row(target, measure, reading, is_default, decided)
        for reading, is_default in choices
        for measure in measures
        if pd.isna(measure["reading_id"]) or measure["reading_id"] == reading.reading_id
    ]


def _judge_row(inputs: ProgressInputs, row: _Row, area_id: str, year: int) -> dict:
    indicator_id = row.measure["indicator_id"]
    indicator = inputs.index.indicators[indicator_id]
    found = find_series(inputs, indicator_id, area_id, year)
    allocated = _get_allocation(inputs, row, area_id)
    latest_year = found.series.find_latest_year(year)
    baseline = Baseline()
    if latest_year is not None:
        baseline = _find_baseline(inputs, row, found.series, latest_year, allocated)
    reading = apply_allocation(row.reading, allocated)
    judgement = _judge(inputs, row, reading, found, baseline, latest_year, year)
    return {
        "target_id": row.target["target_id"],
        "indicator_id": indicator_id,
        "reading_id": reading.reading_id,
        "area_id": area_id,
        "baseline_year": baseline.year,
        "baseline_value": baseline.value,
        "latest_year": latest_year,
        "latest_value": found.series.values.get(latest_year),
        **asdict(judgement),
        "is_primary": bool(row.measure["is_primary"]),
        "is_default": row.is_default,
        "baseline_origin": baseline.origin,
        "unit": indicator["unit"],
        **_describe_latest(inputs, found, latest_year),
        **_add_opinions(inputs, indicator, reading, judgement, found, baseline, latest_year),
    }


def _judge(
    inputs: ProgressInputs,
    row: _Row,
    reading: Reading,
    found: FoundSeries,
    baseline: Baseline,
    latest_year: int | None,
    year: int,
) -> Judgement:
    if not _has_target(inputs, row, found.series.area_id):
        return Judgement("cannot_judge", "no_target")
    if reading.kind == "qualitative":
        return Judgement("cannot_judge", "qualitative")
    if latest_year is None:
        return Judgement("cannot_judge", _explain_missing(inputs, found))
    if _differs_in_scope(inputs, found, baseline, latest_year):
        return Judgement("cannot_judge", "scope_differs")
    series = found.series
    direction = inputs.index.indicators[series.indicator_id]["direction"]
    judgement = judge_value(
        reading,
        direction,
        baseline,
        latest_year,
        series.values[latest_year],
        int(row.target["year"]),
        inputs.thresholds,
    )
    is_stale = year - latest_year > inputs.thresholds["stale_years"]
    if is_stale and judgement.status != "cannot_judge":
        return replace(judgement, reason="stale")
    return judgement


def _has_target(inputs: ProgressInputs, row: _Row, area_id: str) -> bool:
    """Tell whether an area has a target: the plan's scope, a breakdown, a number of its own."""
    number = row.decided.number
    has_number = (
        number is not None
        and number["area_id"] == area_id
        and (row.reading == get_number_reading(number))
    )
    return (
        area_id == row.target["scope"]
        or has_number
        or _get_allocation(inputs, row, area_id) is not None
    )


def _explain_missing(inputs: ProgressInputs, found: FoundSeries) -> str:
    """Return why a series has no value: coverage, an input's name, or no data at all."""
    newest = found.by_year[max(found.by_year)] if found.by_year else None
    if newest is not None:
        known = inputs.index.known.get(found.series.area_id, set())
        # An input is what is missing only if the counties would suffice with it. What the
        # area has itself is not missing: too few counties sent the rest.
        would_be = (newest.reported + newest.lacking_input) / newest.expected
        if (
            newest.missing_input
            and newest.missing_input not in known
            and would_be >= inputs.thresholds["rollup_min_coverage"]
        ):
            return f"no_input:{newest.missing_input}"
        if newest.reported:
            return "low_coverage"
    missing = list_missing_inputs(inputs, found.series.indicator_id, found.series.area_id)
    if missing:
        return f"no_input:{missing[0]}"
    return "no_data" if newest is None else "low_coverage"


def _differs_in_scope(
    inputs: ProgressInputs, found: FoundSeries, baseline: Baseline, latest_year: int
) -> bool:
    """Tell whether base and latest add up different counties, so that sums do not compare.

    They compare where the same counties count, or the same are missing: a county that was
    founded in between took its land from one that counts.
    """
    if found.origin != "rollup" or baseline.year not in found.by_year:
        return False
    aggregation = inputs.index.indicators[found.series.indicator_id]["aggregation"]
    base, latest = found.by_year[baseline.year], found.by_year[latest_year]
    return (
        aggregation == "sum"
        and base.members != latest.members
        and set(base.missing) != set(latest.missing)
    )


def _find_baseline(
    inputs: ProgressInputs, row: _Row, series: Series, latest_year: int, allocated: dict | None
) -> Baseline:
    decided, origin = _get_decided_base(inputs, row), "decision"
    if allocated is not None and or_none(allocated["base_year"]) is not None:
        decided = (int(allocated["base_year"]), or_none(allocated["base_value"]))
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


def _get_decided_base(inputs: ProgressInputs, row: _Row) -> tuple[int, float | None] | None:
    """Return the year and value that were decided as base of a row, None without."""
    base = row.decided.base
    if base is None or base["as_of_year"] is None:
        return None
    primary = sum(
        bool(measure["is_primary"]) for measure in inputs.index.measures[row.target["target_id"]]
    )
    # One value cannot be the base of several measures; the year can.
    is_meant = bool(row.measure["is_primary"]) and primary == 1
    return int(base["as_of_year"]), base["value"] if is_meant else None


def _judge_whole(target: dict, rows: list[dict], decided: Decided) -> tuple[str, str | None]:
    """Return status and reason of a target over its readings and primary measures."""
    if decided.ruling is not None and decided.ruling["kind"] == "judgement":
        return decided.ruling["judgement"], None
    by_reading: dict[str, list[tuple[str, str | None]]] = {}
    for row in sorted(rows, key=lambda row: not row["is_default"]):
        if row["is_primary"]:
            verdict = (row["status"], row["reason"])
            by_reading.setdefault(row["reading_id"], []).append(verdict)
    if decided.reading_id in by_reading:
        return take_worst(by_reading[decided.reading_id])
    status, reason = combine_readings([take_worst(found) for found in by_reading.values()])
    # A number of ours for words without a number is a proposal, not the plan's target.
    if target["kind"] == "qualitative" and status != "cannot_judge":
        return "cannot_judge", "qualitative"
    return status, reason


def _find_reading_in_force(rows: list[dict], decided: Decided) -> set[str]:
    """Return the decided reading, else the default one."""
    if any(row["reading_id"] == decided.reading_id for row in rows):
        return {decided.reading_id}
    return {row["reading_id"] for row in rows if row["is_default"]}


def _get_allocation(inputs: ProgressInputs, row: _Row, area_id: str) -> dict | None:
    return inputs.index.allocations.get(
        (row.target["target_id"], row.measure["indicator_id"], row.reading.reading_id, area_id)
    )


def _describe_latest(inputs: ProgressInputs, found: FoundSeries, latest_year: int | None) -> dict:
    rollup = found.by_year.get(latest_year or max(found.by_year, default=0))
    described = {
        "latest_origin": None if latest_year is None else found.origin,
        "latest_state": None,
        "latest_source": None,
        "reported_counties": None if rollup is None else rollup.reported,
        "expected_counties": None if rollup is None else rollup.expected,
        "listed_counties": None if rollup is None else rollup.listed,
    }
    if latest_year is not None and rollup is not None:
        described["latest_state"] = rollup.state
    elif latest_year is not None:
        described["latest_state"], described["latest_source"] = inputs.index.provenance[
            found.series.indicator_id, found.series.area_id, latest_year
        ]
    return described


def _add_opinions(
    inputs: ProgressInputs,
    indicator: dict,
    reading: Reading,
    judgement: Judgement,
    found: FoundSeries,
    baseline: Baseline,
    latest_year: int | None,
) -> dict:
    """Return the columns that stand beside a status without deciding it."""
    comparable = [] if latest_year is None else found.series.list_comparable(latest_year)
    best = find_best_change(
        [year for year, _ in comparable],
        [value for _, value in comparable],
        is_up=indicator["direction"] == "up",
    )
    cagr_class = classify_growth_ratio(judgement.cagr_ratio, inputs.thresholds)
    since_base = [
        (year, value)
        for year, value in comparable
        if baseline.year is None or year >= baseline.year
    ]
    notes = list_notes(
        reading, indicator["direction"], judgement, indicator, since_base, inputs.thresholds
    )
    notes += _list_base_notes(reading, found, baseline, latest_year)
    return {
        "best_change_per_year": best,
        "cagr_class": cagr_class,
        "methods_disagree": do_methods_disagree(judgement.status, cagr_class),
        "target_note": ";".join(notes) or None,
    }


def _list_base_notes(
    reading: Reading, found: FoundSeries, baseline: Baseline, latest_year: int | None
) -> list[str]:
    notes = []
    if baseline.value is not None and baseline.value <= 0 and reading.kind == "relative_change":
        notes.append("base_not_positive")
    if baseline.year in found.by_year and latest_year in found.by_year:
        base, latest = found.by_year[baseline.year], found.by_year[latest_year]
        # A county founded in between is missing in neither year.
        changed = (base.members & set(latest.missing)) | (latest.members & set(base.missing))
        if changed:
            notes.append(f"other_counties:{len(changed)}")
    return notes
