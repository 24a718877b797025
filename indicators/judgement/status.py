"""Turns numbers into a status word, and many statuses into one."""

from dataclasses import dataclass

from indicators.judgement.baseline import Baseline
from indicators.judgement.comparators import find_remark, is_met, judge_amount
from indicators.judgement.pace import (
    compute_growth_rate,
    compute_growth_ratio,
    compute_pace_gap,
    compute_required_change,
    compute_time_elapsed,
)
from indicators.judgement.target_values import (
    TargetValues,
    compare,
    compute_target_values,
    is_base_beyond,
    needs_baseline,
)

STATUSES = (
    "achieved",
    "on_pace",
    "slightly_behind",
    "behind",
    "moving_away",
    "missed",
    "cannot_judge",
)
"""Best first; cannot_judge is outside the order. missed: not met in the target's year."""


@dataclass(frozen=True)
class TargetReading:
    """One way to read a target: kind, comparator and numbers as the plan writes them."""

    reading_id: str
    kind: str
    comparator: str | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Judgement:
    """The judgement of one value under one reading of a target.

    Attributes
    ----------
    status, reason : str
        One of `STATUSES`; the reason it cannot be judged, or ``stale``, or None.
    target_low, target_high : float or None
        The values to be reached, in the indicator's unit.
    completion, completion_high, time_elapsed : float or None
        Fractions; completion_high refers to the high end of a range.
    pace_gap : float or None
        Percentage points.
    cagr_ratio : float or None
        Actual over required yearly growth.
    required_per_year : float or None
        In the indicator's unit per year; 0 if the target is already met.
    required_growth_pct : float or None
        The same as compound yearly growth in per cent; None if a value is not positive.
    """

    status: str
    reason: str | None = None
    target_low: float | None = None
    target_high: float | None = None
    completion: float | None = None
    completion_high: float | None = None
    time_elapsed: float | None = None
    pace_gap: float | None = None
    cagr_ratio: float | None = None
    required_per_year: float | None = None
    required_growth_pct: float | None = None


def judge_value(
    reading: TargetReading,
    direction: str,
    baseline: Baseline,
    latest_year: int,
    latest: float,
    target_year: int,
    thresholds: dict[str, float],
) -> Judgement:
    """Judge a latest value, of the target's year or earlier, under one reading of a target.

    A level that is reached needs no baseline; everything else does. If the baseline is already
    beyond the target, completion is not defined: the status is achieved while the value holds
    and moving away once it falls short. A target that is not met in its own year is missed.
    """
    if reading.kind == "qualitative" or reading.low is None:
        return Judgement("cannot_judge", "qualitative")
    target = compute_target_values(
        reading.kind, reading.low, reading.high, baseline.value, direction
    )
    if target is None:
        return Judgement("cannot_judge", baseline.reason or "no_baseline")
    verdict = judge_amount(
        reading.comparator,
        latest,
        target,
        direction,
        close_share=thresholds["about_close"],
        base=baseline.value,
    )
    bare = {
        "target_low": target.low,
        "target_high": target.high,
        **_compute_required(verdict.is_met, latest_year, latest, target_year, target.low),
    }
    final = "achieved" if verdict.is_met else "missed" if latest_year >= target_year else None
    if baseline.year is None or baseline.value is None or baseline.reason is not None:
        # Without a base, a level can only be met or missed.
        if needs_baseline(reading.kind) or final is None:
            return Judgement("cannot_judge", baseline.reason or "no_baseline", **bare)
        return Judgement(final, **bare)
    elapsed = compute_time_elapsed(baseline.year, latest_year, target_year)
    if is_base_beyond(baseline.value, target, direction):
        return Judgement(final or "moving_away", time_elapsed=elapsed, **bare)
    ratio = compute_growth_ratio(
        baseline.year, baseline.value, latest_year, latest, target_year, target.low
    )
    gap = compute_pace_gap(verdict.completion, elapsed)
    is_worse = compare(latest, baseline.value, direction) < 0
    return Judgement(
        final or _classify_way(verdict.completion, gap, is_worse, thresholds),
        completion=verdict.completion,
        completion_high=verdict.completion_high,
        time_elapsed=elapsed,
        pace_gap=gap,
        cagr_ratio=ratio,
        **bare,
    )


def _classify_way(
    completion: float | None, gap: float | None, is_worse: bool, thresholds: dict[str, float]
) -> str:
    """Return the status of a target that is not met, also if its base equals the target."""
    if completion is None:
        return "moving_away" if is_worse else "behind"
    return classify_pace(completion, gap, thresholds)


def _compute_required(
    met: bool, latest_year: int, latest: float, target_year: int, target: float
) -> dict:
    if met:
        return {"required_per_year": 0.0, "required_growth_pct": 0.0}
    growth = compute_growth_rate(latest_year, latest, target_year, target)
    return {
        "required_per_year": compute_required_change(latest_year, latest, target_year, target),
        "required_growth_pct": None if growth is None else growth * 100,
    }


def list_status_notes(
    reading: TargetReading,
    direction: str,
    judgement: Judgement,
    indicator: dict,
    values: list[tuple[int, float]],
    thresholds: dict[str, float],
) -> list[str]:
    """Return the notes that go with a status.

    Parameters
    ----------
    reading, judgement
        The reading, and the judgement of the latest value under it.
    indicator : dict
        lower_bound and upper_bound in the indicator's unit; missing if there is none.
    values : list of (year, value)
        From base to latest, on one side of every series break, oldest first.

    Returns
    -------
    list of str
        ``exceeds_bound``: the target lies beyond what the indicator can reach.
        ``differs_from_plan``: more than an exact number or than the high end of a range.
        ``close``: within reach of an about number (threshold about_close).
        ``breach:<years>``: years below a level that must be sustained.
    """
    if judgement.target_low is None:
        return []
    target = TargetValues(judgement.target_low, judgement.target_high)
    notes = []
    if _is_out_of_bounds(target, indicator):
        notes.append("exceeds_bound")
    if not values:
        return notes
    close_share = thresholds["about_close"]
    remark = find_remark(reading.comparator, values[-1][1], target, direction, close_share)
    if remark is not None:
        notes.append(remark)
    if reading.comparator == "sustained":
        breaches = [
            str(year) for year, value in values if not is_met("sustained", value, target, direction)
        ]
        if breaches:
            notes.append("breach:" + ",".join(breaches))
    return notes


def _is_out_of_bounds(target: TargetValues, indicator: dict) -> bool:
    ends = [end for end in (target.low, target.high) if end is not None]
    lower, upper = indicator.get("lower_bound"), indicator.get("upper_bound")
    # A missing bound is NaN or None; a comparison with NaN is false.
    return any(
        (upper is not None and end > upper) or (lower is not None and end < lower) for end in ends
    )


def classify_pace(completion: float, pace_gap: float | None, thresholds: dict[str, float]) -> str:
    """Return the status of a target that is not met yet.

    Parameters
    ----------
    completion : float
        Fraction of the way from base to target.
    pace_gap : float or None
        Percentage points; None if no pace is defined.
    thresholds : dict
        ``pace_gap_slightly_behind`` and ``pace_gap_behind`` in percentage points.
    """
    if completion < 0:
        return "moving_away"
    if pace_gap is None:
        return "cannot_judge"
    # Completions come from divisions: a gap of a billionth of a point is no gap.
    gap = round(pace_gap, 9)
    if gap >= thresholds["pace_gap_slightly_behind"]:
        return "on_pace"
    return "slightly_behind" if gap >= thresholds["pace_gap_behind"] else "behind"


def take_worst(verdicts: list[tuple[str, str | None]]) -> tuple[str, str | None]:
    """Return the worst (status, reason) of several; cannot_judge wins over all others.

    A target with several indicators takes the worst of their results, and cannot be judged
    while one of them cannot be judged.
    """
    unknown = [verdict for verdict in verdicts if verdict[0] == "cannot_judge"]
    if unknown:
        return unknown[0]
    return max(verdicts, key=lambda verdict: (STATUSES.index(verdict[0]), verdict[1] or ""))


def combine_readings(verdicts: list[tuple[str, str | None]]) -> tuple[str, str | None]:
    """Return the (status, reason) of a target over its undecided readings.

    If all readings agree, their status holds. If they differ, the target cannot be judged
    until somebody decides (口径待定). The default reading comes first; it gives the reason if
    all agree.
    """
    if len({status for status, _ in verdicts}) == 1:
        return verdicts[0]
    return "cannot_judge", "reading_undecided"
