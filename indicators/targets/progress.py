"""Computes progress of the plan's 12 targets: a row per target, indicator and reading."""

from collections.abc import Collection, Iterable
from datetime import date

import pandas as pd

from data.clock import get_today
from data.errors import UnknownIdError
from indicators.frames import make_frame
from indicators.inputs import REGION, ProgressInputs
from indicators.judgement.status import combine_readings, take_worst
from indicators.targets.decided import Decided, find_decisions, get_number_reading
from indicators.targets.readings import make_reading, or_none
from indicators.targets.verdict import Clock, Row, judge_row

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
    "target_gap",
    "statuses_by_base",
    "robust",
    "matched_counties",
    "joined_counties",
    "unmatched_baseline",
    "unmatched_latest",
    "is_partial_sum",
    "missing_years",
    "target_year",
    "reached_late_year",
    "proposed_status",
    "proposed_reason",
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
    "target_gap",
)
WHOLE_NUMBERS = (
    "baseline_year",
    "latest_year",
    "reported_counties",
    "expected_counties",
    "listed_counties",
    "matched_counties",
    "joined_counties",
    "unmatched_baseline",
    "unmatched_latest",
    "reached_late_year",
    "target_year",
)


def find_newest_year(inputs: ProgressInputs) -> int | None:
    """Return the newest year with a figure for the plan's own area; None if it has none."""
    return inputs.index.newest.get(inputs.area_id)


def find_asked_year(inputs: ProgressInputs, year: int) -> int | None:
    """Return the year asked; None if it is the newest with a figure: that asks for no year."""
    newest = inputs.index.find_newest_year()
    return None if newest is not None and year >= newest else year


def compute_progress(
    inputs: ProgressInputs,
    area_id: str = REGION,
    year: int | None = None,
    *,
    today: date | None = None,
    target_ids: Collection[str] | None = None,
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
        Values up to this year count, and the age of a value counts from it. With None every
        value counts, and age counts from today.
    today : date or None
        For tests.
    target_ids : collection of str or None
        These targets alone.

    Returns
    -------
    DataFrame
        One row per target, indicator and reading, in the plan's order, with `COLUMNS`.
        completion, completion_high and time_elapsed are fractions, pace_gap is in
        percentage points, values are in the indicator's unit (column unit),
        required_per_year and best_change_per_year in that unit per year,
        required_growth_pct in per cent per year. latest_origin is own or rollup (aggregated
        from counties: reported_counties of expected_counties, of which listed_counties are
        known by name). baseline_value and latest_value are those of the matched_counties, of
        which joined_counties are new and compared together with the one they came from;
        unmatched_baseline and unmatched_latest count the counties with one year only, and
        is_partial_sum marks a sum that lacks counties. target_gap is how far the value is
        beyond target_low, in the indicator's unit; below 0 it is short.
        statuses_by_base is the status under every admissible base year, robust whether they
        agree (None for fewer than two). missing_years are the years without a figure since
        the latest value; for a sustained level, since the base. target_year is the plan's.
        is_in_force marks the reading that counts; is_manual a status judged by a person;
        proposed_status and proposed_reason are the result of a goal without a number under
        our proposal. target_note joins the notes of `list_status_notes` by semicolons, with
        ``base_not_positive`` (the base allows no relative change) and ``reached_late``
        (missed, but met in reached_late_year). Missing values are None or NaN. All targets
        always appear.

    An unknown area looks like one without figures: use `check_area` first.
    """
    clock = make_clock(inputs, area_id, year, today or get_today())
    wanted = [target["target_id"] for target in inputs.index.targets]
    if target_ids is not None:
        wanted = [target_id for target_id in wanted if target_id in target_ids]
    return make_progress(
        row for target_id in wanted for row in judge_target(inputs, target_id, area_id, clock)
    )


def judge_target(inputs: ProgressInputs, target_id: str, area_id: str, clock: Clock) -> list[tuple]:
    """Return the rows of one target, for `make_progress`.

    They depend on the inputs, the area and the clock alone, so each target may be kept by itself.
    """
    target = next(row for row in inputs.index.targets if row["target_id"] == target_id)
    return [tuple(map(row.get, COLUMNS)) for row in _judge_target(inputs, target, area_id, clock)]


def make_progress(rows: Iterable[tuple]) -> pd.DataFrame:
    """Return the rows of targets as `compute_progress` does."""
    return make_frame(rows, COLUMNS, whole=WHOLE_NUMBERS, numbers=NUMBERS)


def make_clock(inputs: ProgressInputs, area_id: str, year: int | None, today: date) -> Clock:
    """Return the present for judgements of an area; parameters as in `compute_progress`."""
    if year is not None:
        return Clock(year, year)
    known = inputs.index.find_newest_year()
    if known is None or known <= today.year:
        return Clock(today.year, today.year - 1)
    areas = {area_id, *(member for member, _, _ in inputs.index.members.get(area_id, ()))}
    newest = [inputs.index.newest[area] for area in areas if area in inputs.index.newest]
    return Clock(max([today.year, *newest]), today.year - 1)


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


def _judge_target(inputs: ProgressInputs, target: dict, area_id: str, clock: Clock) -> list[dict]:
    decided = find_decisions(inputs, target["target_id"], area_id)
    rows = _list_rows(inputs, target, decided)
    judged = [judge_row(inputs, row, area_id, clock) for row in rows]
    status, reason = _judge_whole(judged, decided)
    proposed: tuple[str | None, str | None] = (None, None)
    # Our number for words without a number is a proposal, not the plan's target.
    if target["kind"] == "qualitative" and decided.ruling is None and reason != "qualitative":
        proposed = status, reason
        if status != "cannot_judge":
            status, reason = "cannot_judge", "qualitative"
    ruling = decided.ruling or {}
    in_force = _find_reading_in_force(judged, decided)
    return [
        row
        | {
            "target_status": status,
            "target_reason": reason,
            "proposed_status": proposed[0],
            "proposed_reason": proposed[1],
            "is_in_force": row["reading_id"] in in_force,
            "is_manual": ruling.get("kind") == "judgement",
            "decision_id": ruling.get("decision_id"),
        }
        for row in judged
    ]


def _list_rows(inputs: ProgressInputs, target: dict, decided: Decided) -> list[Row]:
    target_id = target["target_id"]
    measures = inputs.index.measures[target_id]
    choices = [
        (make_reading(record), bool(record["is_default"]), _put_year(target, record))
        for record in inputs.index.readings[target_id]
    ]
    if decided.number is not None:
        choices.append((get_number_reading(decided.number), False, target))
    return [
        Row(read, measure, reading, is_default, decided)
        for reading, is_default, read in choices
        for measure in measures
        if pd.isna(measure["reading_id"]) or measure["reading_id"] == reading.reading_id
    ]


def _put_year(target: dict, reading: dict) -> dict:
    """Return a target with the year by which a reading of its words wants it."""
    year = or_none(reading["year"])
    return target if year is None else target | {"year": int(year)}


def _judge_whole(rows: list[dict], decided: Decided) -> tuple[str, str | None]:
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
    return combine_readings([take_worst(found) for found in by_reading.values()])


def _find_reading_in_force(rows: list[dict], decided: Decided) -> set[str]:
    """Return the decided reading, else the default one."""
    readings = {row["reading_id"] for row in rows}
    return readings & {decided.reading_id} or {
        row["reading_id"] for row in rows if row["is_default"]
    }
