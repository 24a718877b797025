"""Completion, pace and growth between a baseline and a target.

Notation of the formulas: base year t0, base value y0, target year T, target value y_T,
latest value y in year t. Every function takes plain numbers and returns None if the quantity
is not defined.
"""

import math


def compute_completion(base: float, latest: float, target: float) -> float | None:
    """Return (y − y0) / (y_T − y0) as a fraction; None if base and target are equal.

    The direction from base to target gives the sign, so a target below its base needs no
    special case. Below 0 the indicator moved away from its target.
    """
    distance = target - base
    return None if distance == 0 else (latest - base) / distance


def compute_time_elapsed(base_year: int, latest_year: int, target_year: int) -> float | None:
    """Return s = (t − t0) / (T − t0) as a fraction, at most 1; None if T is not after t0."""
    span = target_year - base_year
    return None if span <= 0 else min((latest_year - base_year) / span, 1.0)


def compute_pace_gap(completion: float | None, time_elapsed: float | None) -> float | None:
    """Return completion − time elapsed in percentage points (进度差)."""
    if completion is None or time_elapsed is None:
        return None
    return (completion - time_elapsed) * 100


def compute_pace_value(
    base_year: int, base: float, target_year: int, target: float, year: int
) -> float | None:
    """Return the pace line y0 + (y_T − y0)·s in a given year, in the indicator's unit."""
    elapsed = compute_time_elapsed(base_year, year, target_year)
    return None if elapsed is None else base + (target - base) * elapsed


def compute_required_change(
    latest_year: int, latest: float, target_year: int, target: float
) -> float | None:
    """Return (y_T − y) / (T − t) in the indicator's unit per year; None from T onwards."""
    years = target_year - latest_year
    return None if years <= 0 else (target - latest) / years


def compute_growth_rate(
    from_year: int, from_value: float, to_year: int, to_value: float
) -> float | None:
    """Return the compound yearly growth (to/from)^(1/years) − 1 as a fraction.

    None if a value is not positive or the later year is not later.
    """
    years = to_year - from_year
    if years <= 0 or from_value <= 0 or to_value <= 0:
        return None
    return (to_value / from_value) ** (1 / years) - 1


def compute_growth_ratio(
    base_year: int, base: float, latest_year: int, latest: float, target_year: int, target: float
) -> float | None:
    """Return R = actual yearly growth ÷ yearly growth required from base to target.

    Source: Eurostat, Sustainable development in the European Union, annex on the
    assessment of indicators with a target; also used by Open SDG. None where a growth
    rate is not defined or none is required.
    """
    actual = compute_growth_rate(base_year, base, latest_year, latest)
    required = compute_growth_rate(base_year, base, target_year, target)
    if actual is None or required is None or math.isclose(required, 0, abs_tol=1e-12):
        return None
    return actual / required


def find_best_change(years: list[int], values: list[float], *, is_up: bool) -> float | None:
    """Return the best change between two successive years, in the indicator's unit a year.

    Only pairs of neighbouring years count. None if there is no such pair.
    """
    changes = [
        later - earlier
        for (year, earlier), (next_year, later) in zip(
            zip(years, values, strict=True), zip(years[1:], values[1:], strict=True), strict=False
        )
        if next_year == year + 1
    ]
    if not changes:
        return None
    return max(changes) if is_up else min(changes)
