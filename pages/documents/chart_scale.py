"""Places years and values in a chart: round ticks, runs without a gap; for screen and paper."""

import math
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from data.words.numbers import format_number

# The difference of two ticks is not exactly the step.
STEP_MARGIN = 1e-9


class Scale(NamedTuple):
    """What all panels of an indicator share.

    Attributes
    ----------
    first_year, last_year : int
    low, high : float
        The ends of the scale of values, in the indicator's unit.
    ticks : tuple of float
        Two to five round values within it.
    """

    first_year: int
    last_year: int
    low: float
    high: float
    ticks: tuple[float, ...]

    def format_tick(self, tick: float) -> str:
        """Return a tick with the decimals of the step between ticks, the same for all."""
        step = self.ticks[1] - self.ticks[0]
        return format_number(tick, max(0, -math.floor(math.log10(step) + STEP_MARGIN)))


# Longest span of years -> the step between its ticks.
YEAR_STEPS = ((6, 1), (14, 2), (26, 4))
LONGEST_STEP = 5


def make_scale(points: Iterable[tuple[float, float]]) -> Scale:
    """Return the scale that holds every value of an indicator; it need not show zero.

    `points` are year and value of all areas, at least one with a value.
    """
    years, all_values = zip(*points, strict=True)
    values = [value for value in all_values if not math.isnan(value)]
    low, high = float(min(values)), float(max(values))
    step = _find_step(low, high)
    first, last = low // step, -(-high // step)
    if first == last:
        first, last = first - 1, last + 1
    ticks = tuple(step * number for number in range(int(first), int(last) + 1))
    return Scale(int(min(years)), int(max(years)), ticks[0], ticks[-1], ticks)


def _find_step(low: float, high: float) -> float:
    """Return a round step (1, 2 or 5 by a power of ten) that makes two to five ticks."""
    span = (high - low) or abs(high) or 1.0
    step = 10.0 ** (len(f"{int(span)}") - 1) if span >= 1 else 1.0
    while step > span:
        step /= 10
    for factor in (1, 2, 5, 10):
        if span / (step * factor) <= 4:
            return step * factor
    return step * 10


def find_year_step(first_year: int, last_year: int) -> int:
    """Return how many years lie between two ticks."""
    span = last_year - first_year
    return next((step for most, step in YEAR_STEPS if span <= most), LONGEST_STEP)


def split_runs(part: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the runs of years without a gap; a line over a gap would invent values."""
    # Slices: to group a frame costs more than to draw it.
    starts = np.flatnonzero(np.diff(part["year"].to_numpy(float), prepend=-np.inf) > 1).tolist()
    return [part.iloc[start:end] for start, end in pairwise([*starts, len(part)])]


def list_runs(series: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the runs of a series: without a gap, and on one side of every series break."""
    segments = series["segment"]
    if len(series) and (segments == segments.iloc[0]).all():
        return split_runs(series)
    return [run for _, part in series.groupby("segment") for run in split_runs(part)]


def list_chart_points(frame: pd.DataFrame, name: str = "value") -> list[tuple[float, float]]:
    """Return year and value of each row, as `make_scale` takes them."""
    return list(zip(frame["year"].tolist(), frame[name].tolist(), strict=True))
