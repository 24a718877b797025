"""Class breaks: where one colour of a map ends and the next begins.

A class includes its lower break, not its upper one. Breaks are made once from the values of
all years, so that a colour means the same in every year, on the screen and in print.
"""

import itertools
import math
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from data.errors import CaomuError
from geo.palettes import pick_diverging, pick_sequential

SCHEMES = ("round", "fisher_jenks", "quantiles", "own")
CLASS_COUNTS = (4, 5, 6)
DEFAULT_COUNT = 5
MOST_OWN_BREAKS = 5
# A class with more than this share of the values says nothing about them.
CROWDED_SHARE = 0.6
_NICE = (1.0, 2.0, 2.5, 5.0, 10.0)


class ClassError(CaomuError):
    """Breaks that a user gave cannot be used."""


@dataclass(frozen=True)
class Classes:
    """Classes of one map.

    Attributes
    ----------
    breaks : tuple of float
        Inner breaks in rising order, in the unit of the values. `n` breaks make `n + 1` classes.
    colors : tuple of str
        One colour per class, lowest class first.
    scheme : str
        How the breaks were made: one of `SCHEMES`, ``diverging``, ``whole`` (numbers of
        things) or ``counts`` (one class for each number).
    """

    breaks: tuple[float, ...]
    colors: tuple[str, ...]
    scheme: str

    def assign(self, values: pd.Series) -> pd.Series:
        """Return the class number of each value, from 0; a missing value has none."""
        numbers = np.searchsorted(np.asarray(self.breaks), values.to_numpy(float), side="right")
        return pd.Series(numbers, index=values.index, dtype="Int64").mask(values.isna())


def compute_classes(
    values, scheme: str = "round", count: int = DEFAULT_COUNT, own: tuple[float, ...] = ()
) -> Classes:
    """Return sequential classes for the values of all years.

    Parameters
    ----------
    values : array-like of float
        Every value that any year's map may show; missing ones are ignored.
    scheme : {'round', 'fisher_jenks', 'quantiles', 'own'}
        Round breaks, natural breaks (Fisher 1958, Jenks 1977), classes of equal size, or
        the breaks in `own`.
    count : int
        Number of classes, 4 to 6. There are fewer if there are fewer different values.
    own : tuple of float
        Inner breaks for ``own``: one to five, rising.

    Raises
    ------
    ClassError
        `own` is empty, too long or does not rise, or scheme or count is unknown.
    """
    if scheme not in SCHEMES or count not in CLASS_COUNTS:
        raise ClassError("class_scheme", scheme=scheme, count=count)
    if scheme == "own":
        return _make(check_own_breaks(own), scheme)
    numbers = _clean(values)
    distinct = min(len(numbers), 1) + int(np.count_nonzero(np.diff(numbers)))
    if distinct <= 1:
        return _make((), scheme)
    make = {
        "round": _find_round_breaks,
        "fisher_jenks": _find_natural_breaks,
        "quantiles": _find_quantiles,
    }[scheme]
    return _make(make(numbers, min(count, distinct)), scheme)


def compute_diverging(values, midpoint: float = 0.0) -> Classes:
    """Return classes for change: round steps of equal width on both sides of a midpoint.

    There are three classes on each side, whatever the values: a map in which all counties
    grew shows it by its colours.
    """
    numbers = _clean(values)
    reach = float(np.abs(numbers - midpoint).max()) if len(numbers) else 0.0
    step = _ceil_nice(_find_typical_reach(numbers - midpoint, reach) / 2.5) if reach else 1.0
    breaks = tuple(_tidy(midpoint + step * factor) for factor in (-2, -1, 0, 1, 2))
    return Classes(breaks, pick_diverging(3, 3), "diverging")


def compute_whole_classes(values) -> Classes:
    """Return round classes for numbers of things: no break lies between two whole numbers."""
    breaks = compute_classes(values, "round", CLASS_COUNTS[0]).breaks
    return _make(tuple(sorted({float(math.ceil(value)) for value in breaks})), "whole")


def compute_count_classes(most: int) -> Classes:
    """Return classes for whole numbers from 1 up: one each, at most six, the last open."""
    last = max(1, min(most, 6))
    return Classes(
        tuple(float(number) for number in range(2, last + 1)), pick_sequential(last), "counts"
    )


def check_own_breaks(own) -> tuple[float, ...]:
    """Return a user's breaks as numbers.

    Raises
    ------
    ClassError
        There is none, there are more than five, one is not finite, or they do not rise.
    """
    breaks = tuple(float(value) for value in own)
    rising = all(low < high for low, high in itertools.pairwise(breaks))
    if not breaks or not rising or not all(map(math.isfinite, breaks)):
        raise ClassError("class_breaks_order")
    if len(breaks) > MOST_OWN_BREAKS:
        raise ClassError("class_breaks_many", most=MOST_OWN_BREAKS)
    return breaks


def parse_breaks(text: str) -> tuple[float, ...]:
    """Return the breaks that a user typed, separated by commas, semicolons or spaces.

    Raises
    ------
    ClassError
        A part is not a number, or `check_own_breaks` rejects them.
    """
    for separator in "，；、;,":
        text = text.replace(separator, " ")
    try:
        numbers = tuple(float(part) for part in text.split())
    except ValueError:
        raise ClassError("class_breaks_number", value=text.strip()) from None
    return check_own_breaks(numbers)


def _make(breaks: tuple[float, ...], scheme: str) -> Classes:
    return Classes(breaks, pick_sequential(len(breaks) + 1), scheme)


def _clean(values) -> np.ndarray:
    numbers = np.asarray(values, dtype=float)
    return np.sort(numbers[np.isfinite(numbers)])


def _find_round_breaks(numbers: np.ndarray, count: int) -> tuple[float, ...]:
    """Return even round steps, or 1-2-5 steps if even ones crowd the values into one class."""
    even = _find_even_breaks(numbers, count)
    if _find_largest_share(numbers, even) <= CROWDED_SHARE or numbers[0] < 0:
        return even
    ladder = _find_ladder_breaks(numbers, count)
    better = _find_largest_share(numbers, ladder) < _find_largest_share(numbers, even)
    return ladder if better else even


def _find_even_breaks(numbers: np.ndarray, count: int) -> tuple[float, ...]:
    low, high = numbers[0], numbers[-1]
    step = _ceil_nice((high - low) / count)
    while True:
        first = math.floor(low / step) + 1
        last = math.ceil(high / step) - 1 if high % step == 0 else math.floor(high / step)
        if last - first + 2 <= count:
            break
        step = _ceil_nice(step * 1.01)
    return tuple(_tidy(step * factor) for factor in range(first, max(last, first) + 1))


def _measure_distance(mark: float, number: float) -> float:
    """Return the distance of a number from a mark, in natural orders of magnitude."""
    return abs(math.log(number / max(mark, 1e-12)))


def _find_ladder_breaks(numbers: np.ndarray, count: int) -> tuple[float, ...]:
    """Return `count - 1` of the numbers 1, 2, 5, 10, 20 … nearest to equal class sizes."""
    positive = numbers[numbers > 0]
    exponents = range(math.floor(math.log10(positive[0])), math.ceil(math.log10(positive[-1])) + 1)
    ladder = [_tidy(base * 10.0**exponent) for exponent in exponents for base in (1, 2, 5)]
    inside = [number for number in ladder if positive[0] < number <= positive[-1]]
    wanted = [np.quantile(numbers, part / count) for part in range(1, count)]
    nearest = (
        {min(inside, key=partial(_measure_distance, mark)) for mark in wanted} if inside else set()
    )
    while len(nearest) < count - 1 and (more := _find_splitting(numbers, sorted(nearest), inside)):
        nearest.add(more)
    return tuple(sorted(nearest))


def _find_splitting(numbers: np.ndarray, breaks: list[float], ladder: list[float]):
    """Return the number that splits the largest class that the ladder can split, or None."""
    classes = np.split(numbers, np.searchsorted(numbers, breaks))
    for group in sorted(classes, key=len, reverse=True):
        rungs = [
            rung
            for rung in ladder
            if len(group) and group[0] < rung <= group[-1] and rung not in breaks
        ]
        if rungs:
            return min(rungs, key=lambda rung: abs(math.log(rung / np.median(group))))
    return None


def _find_natural_breaks(numbers: np.ndarray, count: int) -> tuple[float, ...]:
    """Return the breaks with the least squared distance from class means (Fisher 1958).

    `cost[end]` is the least cost of the first `end` values in the classes so far. Exact:
    every class may begin anywhere.
    """
    total = np.concatenate([[0.0], np.cumsum(numbers - numbers.mean())])
    squares = np.concatenate([[0.0], np.cumsum((numbers - numbers.mean()) ** 2)])
    ends = np.arange(1, len(numbers) + 1)
    cost = np.concatenate([[0.0], squares[1:] - total[1:] ** 2 / ends])
    starts = []
    for _ in range(1, count):
        best, start = np.full(len(cost), np.inf), np.zeros(len(cost), dtype=int)
        for last in ends:
            begins, whole = np.arange(last), total[last] - total[:last]
            costs = cost[:last] + (squares[last] - squares[:last] - whole**2 / (last - begins))
            start[last] = int(np.argmin(costs))
            best[last] = costs[start[last]]
        cost = best
        starts.append(start)
    end = len(numbers)
    firsts = []
    for start in reversed(starts):
        end = int(start[end])
        firsts.append(end)
    return _keep_inner(numbers, (float(numbers[first]) for first in firsts))


def _find_quantiles(numbers: np.ndarray, count: int) -> tuple[float, ...]:
    tops = np.quantile(numbers, np.arange(1, count) / count, method="inverted_cdf")
    above = (numbers[numbers > top] for top in tops)
    return _keep_inner(numbers, (float(part[0]) for part in above if len(part)))


def _keep_inner(numbers: np.ndarray, breaks) -> tuple[float, ...]:
    """Return the breaks that have values on both sides, each once."""
    return tuple(sorted({value for value in breaks if value > numbers[0]}))


def _find_largest_share(numbers: np.ndarray, breaks: tuple[float, ...]) -> float:
    sizes = np.bincount(np.searchsorted(np.asarray(breaks), numbers, side="right"))
    return sizes.max() / len(numbers)


def _find_typical_reach(distances: np.ndarray, reach: float) -> float:
    """Return the value that nine of ten distances stay below, so no outlier sets the scale."""
    typical = float(np.quantile(np.abs(distances), 0.9))
    return typical or reach


def _ceil_nice(number: float) -> float:
    """Round up to 1, 2, 2.5 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(number))
    return _tidy(power * next(nice for nice in _NICE if nice * power >= number * (1 - 1e-9)))


def _tidy(number: float) -> float:
    return float(f"{number:.10g}")
