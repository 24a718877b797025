"""Places base, latest value, pace line and target on one line, for a small chart."""

from dataclasses import dataclass

import pandas as pd

EDGE = 0.08
"""The share of the line that stays free at either end."""


@dataclass(frozen=True)
class Bullet:
    """Places along a line, as fractions of it; None for what is not known.

    The line begins with the smallest and ends with the largest of the values and does not
    show zero. low and high are the ends of the target, equal where it is one number; pace is
    where the base would have come by the year of the latest value.
    """

    base: float | None = None
    latest: float | None = None
    pace: float | None = None
    low: float | None = None
    high: float | None = None


def place_bullet(row: dict) -> Bullet:
    """Return the places of a row of `compute_progress`; all None if it has fewer than two values.

    The pace is base + (target − base) × time elapsed; for a range it leads to the low end.
    Without a base, or without a target value, there is none.
    """
    base, latest, low = (
        _read(row[name]) for name in ("baseline_value", "latest_value", "target_low")
    )
    high = low if _read(row["target_high"]) is None else _read(row["target_high"])
    elapsed = _read(row["time_elapsed"])
    pace = None
    if base is not None and low is not None and latest is not None and elapsed is not None:
        pace = base + (low - base) * min(elapsed, 1.0)
    known = [value for value in (base, latest, pace, low, high) if value is not None]
    if len(known) < 2:
        return Bullet()
    first, span = min(known), max(known) - min(known)

    def place(value: float | None) -> float | None:
        if value is None:
            return None
        return 0.5 if span == 0 else EDGE + (value - first) / span * (1 - 2 * EDGE)

    return Bullet(place(base), place(latest), place(pace), place(low), place(high))


def _read(value: float | None) -> float | None:
    return None if value is None or pd.isna(value) else float(value)
