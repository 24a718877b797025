"""Cells of figures, an area's indicator in a year each, as whole numbers.

What is owed may be a hundred thousand cells: numbers are put together, sorted and compared at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from indicators.counties.profile import CountyInputs
from indicators.frames import make_objects

# The year is the last four digits of a cell's number.
YEARS = 10_000


class CellNumbers:
    """Numbers of cells; by them cells come by indicator in the plan's order, area and year."""

    def __init__(self, inputs: CountyInputs):
        self.indicators = make_objects(inputs.progress.index.indicators)
        self.areas = make_objects(sorted(inputs.area_rows))
        self._of_indicators = {name: number for number, name in enumerate(self.indicators)}
        self._of_areas = {area_id: number for number, area_id in enumerate(self.areas)}

    def number_areas(self, area_ids: Iterable[str]) -> np.ndarray:
        """Return the numbers of areas."""
        return np.array([self._of_areas[area_id] for area_id in area_ids], dtype=np.int64)

    def number_cells(self, indicator_id: str, areas: np.ndarray, year: int) -> np.ndarray:
        """Return the numbers of the cells that an indicator and year have in numbered areas."""
        return (self._of_indicators[indicator_id] * len(self.areas) + areas) * YEARS + year

    def are_of(self, areas: np.ndarray, area_ids: Iterable[str]) -> np.ndarray:
        """Tell of each numbered area whether it is one of some."""
        is_one = np.zeros(len(self.areas), dtype=bool)
        is_one[self.number_areas(area_ids)] = True
        return is_one[areas]

    def split(self, cells: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return the number of the indicator, the number of the area and the year of each cell."""
        indicators_areas, years = np.divmod(cells, YEARS)
        return *np.divmod(indicators_areas, len(self.areas)), years


@dataclass(frozen=True)
class TargetCells:
    """The cells that targets need, each with the targets that ask for it.

    Attributes
    ----------
    numbers : CellNumbers
        What the numbers of cells mean.
    cells : array of int
        Numbers of cells, rising.
    places : array of int
        For each cell the place of its targets in `asking`: cells are many, sets of targets few.
    asking : array of tuples of str
        Targets that ask for the same cells, in the plan's order; the first tuple is empty.
    """

    numbers: CellNumbers
    cells: np.ndarray
    places: np.ndarray
    asking: np.ndarray

    def find_places(self, cells: np.ndarray) -> np.ndarray:
        """Return for each cell the place of the targets that ask for it; 0 where none does."""
        places = np.zeros(len(cells), dtype=np.int64)
        known = are_in(cells, self.cells)
        places[known] = self.places[np.searchsorted(self.cells, cells[known])]
        return places


def join_targets(numbers: CellNumbers, by_target: dict[str, np.ndarray]) -> TargetCells:
    """Return cells with the targets that ask for each, from target_id -> the cells it asks for
    (rising)."""
    cells = unite(by_target.values())
    places, asking = np.zeros(len(cells), dtype=np.int64), [()]
    for target_id, asked in by_target.items():
        mine = np.searchsorted(cells, asked)
        for place in list_kinds(places[mine]):
            asking.append((*asking[place], target_id))
            places[mine[places[mine] == place]] = len(asking) - 1
    return TargetCells(numbers, cells, places, make_objects(asking))


def unite(parts: Iterable[np.ndarray]) -> np.ndarray:
    """Return the cells that are in any part, rising, each once."""
    # np.unique takes ten times as long for numbers that nearly rise.
    cells = np.sort(np.concatenate([np.empty(0, dtype=np.int64), *parts]))
    return cells[np.diff(cells, prepend=-1) > 0]


def are_in(cells: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Tell of each cell whether it is among others, which rise."""
    places = np.searchsorted(others, cells)
    found = np.zeros(len(cells), dtype=bool)
    inside = places < len(others)
    found[inside] = others[places[inside]] == cells[inside]
    return found


def list_kinds(numbers: np.ndarray) -> np.ndarray:
    """Return the small numbers that occur, rising."""
    return np.flatnonzero(np.bincount(numbers))
