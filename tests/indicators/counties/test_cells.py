"""Cells as numbers: they come back as they went in, and every target that asks is told."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.counties.cells import CellNumbers, are_in, join_targets, unite
from indicators.counties.profile import load_county_inputs

REGION, ZHAOSU = "650000", "654026"
CELLS = st.lists(st.integers(0, 12), unique=True).map(sorted)


@pytest.fixture
def numbers(plan_store):
    return CellNumbers(load_county_inputs(plan_store))


def test_a_cell_says_its_indicator_area_and_year(numbers):
    areas = numbers.number_areas([ZHAOSU, REGION])
    cells = numbers.number_cells("cattle_stock", areas, 2024)
    names, areas, years = numbers.split(cells)
    assert list(numbers.indicators[names]) == ["cattle_stock"] * 2
    assert list(numbers.areas[areas]) == [ZHAOSU, REGION]
    assert list(years) == [2024, 2024]
    assert list(numbers.are_of(areas, [ZHAOSU])) == [True, False]


def test_cells_rise_by_indicator_area_and_year(numbers):
    later = numbers.indicators[1]
    first = numbers.indicators[0]
    asked = [(later, REGION, 2023), (first, ZHAOSU, 2021), (first, REGION, 2030)]
    cells = [numbers.number_cells(name, numbers.number_areas([one]), y) for name, one, y in asked]
    _, _, years = numbers.split(unite(cells))
    assert list(years) == [2030, 2021, 2023]


@given(st.dictionaries(st.sampled_from("abcd"), CELLS, max_size=4), CELLS)
def test_each_cell_has_the_targets_that_ask_for_it(by_target, asked):
    joined = join_targets(None, {name: np.array(own, dtype=int) for name, own in by_target.items()})
    asking = joined.asking[joined.find_places(np.array(asked, dtype=int))]
    expected = [tuple(name for name, own in by_target.items() if cell in own) for cell in asked]
    assert list(asking) == expected


@given(st.lists(CELLS), CELLS)
def test_what_is_united_has_each_cell_once_and_says_what_is_in_it(parts, asked):
    every = sorted(set().union(*parts))
    united = unite(np.array(part, dtype=np.int64) for part in parts)
    assert list(united) == every
    assert list(are_in(np.array(asked, dtype=int), united)) == [cell in every for cell in asked]
