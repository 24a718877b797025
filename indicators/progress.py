"""Progress of the plan's 12 targets: one row per target, indicator and reading."""

from dataclasses import asdict, dataclass

import pandas as pd

from data.errors import UnknownIdError
from indicators.baseline import Baseline, choose_baseline
from indicators.inputs import ProgressInputs, Series, get_series
from indicators.status import Judgement, Reading, combine_readings, judge_value, take_worst

REGION = "650000"

COLUMNS = (
    "target_id", "indicator_id", "reading_id", "area_id", "baseline_year", "baseline_value",
    "latest_year", "latest_value", "target_low", "target_high", "completion",
    "completion_high", "time_elapsed", "pace_gap", "cagr_ratio", "required_per_year",
    "status", "reason", "target_status", "target_reason", "is_primary", "is_default",
    "baseline_origin", "latest_state", "latest_source", "unit", "decision_id",
)


@dataclass(frozen=True)
class _Row:
    """What identifies a row of the result."""

    target: dict
    measure: dict
    reading: Reading
    is_default: bool


def find_newest_year(inputs: ProgressInputs, area_id: str = REGION) -> int | None:
    """Return the newest year with a figure for an area, None where it has none."""
    years = inputs.figures.loc[inputs.figures["area_id"] == area_id, "year"]
    return None if years.empty else int(years.max())


def compute_progress(inputs: ProgressInputs, area_id: str = REGION,
                     year: int | None = None) -> pd.DataFrame:
    """Judge every target for an area as of a year.

    Parameters
    ----------
    inputs : ProgressInputs
        From `load_inputs`.
    area_id : str
        650000, or any area; below the region only a saved breakdown gives a target.
    year : int or None
        Values up to this year count; None takes the newest year with a figure.

    Returns
    -------
    DataFrame
        One row per target, indicator and reading, in the plan's order, with `COLUMNS`.
        completion, completion_high and time_elapsed are fractions, pace_gap is in
        percentage points, values are in the indicator's unit (column unit),
        required_per_year in that unit per year. Missing values are None or NaN. All
        targets always appear.

    An area that does not exist looks like one without figures: see `check_area`.
    """
    year = year or find_newest_year(inputs, area_id) or find_newest_year(inputs)
    rows = []
    for target in inputs.targets.to_dict("records"):
        rows.extend(_judge_target(inputs, target, area_id, year))
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype({"baseline_year": "Int64", "latest_year": "Int64"})


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
    """Return the inputs of a derived indicator that an area has no figure of at all."""
    formulas = inputs.formulas
    needed = formulas.loc[formulas["indicator_id"] == indicator_id, "input_id"]
    known = inputs.figures.loc[inputs.figures["area_id"] == area_id, "indicator_id"]
    return [input_id for input_id in needed if input_id not in set(known)]


def _judge_target(inputs: ProgressInputs, target: dict, area_id: str, year: int) -> list[dict]:
    rows = _list_rows(inputs, target)
    decided = _get_decisions(inputs, target["target_id"], area_id)
    judged = [_judge_row(inputs, row, area_id, year, decided) for row in rows]
    status, reason = _judge_whole(target, judged, decided)
    return [row | {"target_status": status, "target_reason": reason} for row in judged]


def _list_rows(inputs: ProgressInputs, target: dict) -> list[_Row]:
    target_id = target["target_id"]
    readings = inputs.readings[inputs.readings["target_id"] == target_id]
    measures = inputs.measures[inputs.measures["target_id"] == target_id]
    rows = []
    for reading in readings.to_dict("records"):
        for measure in measures.to_dict("records"):
            if pd.isna(measure["reading_id"]) or measure["reading_id"] == reading["reading_id"]:
                rows.append(_Row(target, measure, make_reading(reading), reading["is_default"]))
    return rows


def make_reading(record: dict) -> Reading:
    """Return a `Reading` from a row of the readings table; NaN becomes None."""
    return Reading(record["reading_id"], record["kind"], _or_none(record["comparator"]),
                   _or_none(record["low"]), _or_none(record["high"]))


def _judge_row(inputs: ProgressInputs, row: _Row, area_id: str, year: int,
               decided: dict[str, dict]) -> dict:
    indicator_id = row.measure["indicator_id"]
    indicator = inputs.indicators.set_index("indicator_id").loc[indicator_id]
    series = get_series(inputs, indicator_id, area_id)
    latest_year = series.find_latest_year(year)
    latest = None if latest_year is None else series.values[latest_year]
    baseline = Baseline()
    if latest_year is not None:
        baseline = _find_baseline(inputs, row, series, latest_year, decided)
    judgement = _judge(inputs, row, indicator["direction"], series, baseline, latest_year, year)
    return {
        "target_id": row.target["target_id"], "indicator_id": indicator_id,
        "reading_id": row.reading.reading_id, "area_id": area_id,
        "baseline_year": baseline.year, "baseline_value": baseline.value,
        "latest_year": latest_year, "latest_value": latest, **asdict(judgement),
        "is_primary": bool(row.measure["is_primary"]), "is_default": bool(row.is_default),
        "baseline_origin": baseline.origin, "unit": indicator["unit"],
        "decision_id": decided.get("reading", {}).get("decision_id"),
        **_describe_latest(inputs, indicator_id, area_id, latest_year),
    }


def _judge(inputs: ProgressInputs, row: _Row, direction: str, series: Series,
           baseline: Baseline, latest_year: int | None, year: int) -> Judgement:
    allocated = _get_allocation(inputs, row, series.area_id)
    if series.area_id != row.target["scope"] and allocated is None:
        return Judgement("cannot_judge", "no_target")
    if row.reading.kind == "qualitative":
        return Judgement("cannot_judge", "qualitative")
    if latest_year is None:
        missing = list_missing_inputs(inputs, series.indicator_id, series.area_id)
        return Judgement("cannot_judge", f"no_input:{missing[0]}" if missing else "no_data")
    reading = row.reading
    if allocated is not None:
        reading = Reading(reading.reading_id, "level", reading.comparator, allocated, None)
    judgement = judge_value(reading, direction, baseline, latest_year,
                            series.values[latest_year], int(row.target["year"]),
                            inputs.thresholds)
    is_stale = year - latest_year > inputs.thresholds["stale_years"]
    if is_stale and judgement.status != "cannot_judge":
        return Judgement(**(asdict(judgement) | {"reason": "stale"}))
    return judgement


def _find_baseline(inputs: ProgressInputs, row: _Row, series: Series, latest_year: int,
                   decided: dict[str, dict]) -> Baseline:
    chosen = decided.get("base")
    plan = inputs.baselines
    own = plan[(plan["indicator_id"] == series.indicator_id)
               & (plan["area_id"] == series.area_id) & plan["year"].notna()]
    return choose_baseline(
        series, latest_year,
        default_year=int(inputs.thresholds["baseline_default_year"]),
        search_years=int(inputs.thresholds["baseline_search_years"]),
        plan_baseline=None if own.empty else (int(own.iloc[0]["year"]),
                                              float(own.iloc[0]["value"])),
        decided=None if chosen is None else (int(chosen["as_of_year"]),
                                             _or_none(chosen["value"])))


def _judge_whole(target: dict, rows: list[dict],
                 decided: dict[str, dict]) -> tuple[str, str | None]:
    """Return status and reason of a target over its readings and primary measures."""
    if "judgement" in decided:
        return decided["judgement"]["judgement"], None
    by_reading: dict[str, list[tuple[str, str | None]]] = {}
    for row in sorted(rows, key=lambda row: not row["is_default"]):
        if row["is_primary"]:
            verdict = (row["status"], row["reason"])
            by_reading.setdefault(row["reading_id"], []).append(verdict)
    if "reading" in decided:
        chosen = by_reading.get(decided["reading"]["reading_id"])
        if chosen:
            return take_worst(chosen)
    status, reason = combine_readings([take_worst(found) for found in by_reading.values()])
    # A number of ours for words without a number is a proposal, not the plan's target.
    if target["kind"] == "qualitative" and status != "cannot_judge":
        return "cannot_judge", "qualitative"
    return status, reason


def _get_decisions(inputs: ProgressInputs, target_id: str, area_id: str) -> dict[str, dict]:
    """Return the newest standing decision of each kind for a target in an area."""
    decisions = inputs.decisions
    chosen = decisions[(decisions["subject_kind"] == "target")
                       & (decisions["subject_id"] == target_id)
                       & decisions["area_id"].isin([area_id, REGION])]
    return {record["kind"]: record for record in chosen.to_dict("records")}


def _get_allocation(inputs: ProgressInputs, row: _Row, area_id: str) -> float | None:
    allocations = inputs.allocations
    chosen = allocations[(allocations["target_id"] == row.target["target_id"])
                         & (allocations["indicator_id"] == row.measure["indicator_id"])
                         & (allocations["reading_id"] == row.reading.reading_id)
                         & (allocations["area_id"] == area_id)]
    return None if chosen.empty else float(chosen.iloc[-1]["target_value"])


def _describe_latest(inputs: ProgressInputs, indicator_id: str, area_id: str,
                     latest_year: int | None) -> dict:
    figures = inputs.figures
    found = figures[(figures["indicator_id"] == indicator_id) & (figures["area_id"] == area_id)
                    & (figures["year"] == latest_year)]
    if latest_year is None or found.empty:
        return {"latest_state": None, "latest_source": None}
    return {"latest_state": found.iloc[0]["state"], "latest_source": found.iloc[0]["source"]}


def _or_none(value):
    return None if value is None or pd.isna(value) else value
