"""Equal values share a place, however they were computed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.ranks import rank_values

THIRDS = [1 / 3, 1.1 / 3.3, 0.1 / 0.3, 2.2 / 6.6, 3 / 9, 0.7 / 2.1, 1.4 / 4.2, 0.4 / 1.2]


@pytest.mark.parametrize("is_up", [True, False])
def test_one_value_computed_in_many_ways_has_one_place(is_up):
    assert len(set(THIRDS)) > 1, "they are not one number"
    better, worse = (0.4, 0.2) if is_up else (0.2, 0.4)
    assert rank_values([worse, *THIRDS, better], is_up=is_up) == [10, *[2] * len(THIRDS), 1]


def test_small_steps_are_counted_from_the_first_of_a_place():
    chain = [1 - 0.6e-9 * step for step in range(5)]
    assert rank_values(chain, is_up=True) == [1, 1, 3, 3, 5]


def test_zeros_share_a_place_and_what_is_near_them_does_not():
    assert rank_values([0.0, 1e-12, -0.0, -1.0], is_up=True) == [2, 1, 2, 4]
    assert rank_values([-1.0, -2.0, -1.0 - 1e-10], is_up=False) == [2, 1, 2]
    assert rank_values([], is_up=True) == []


@given(st.lists(st.integers(-50, 50)), st.booleans())
def test_a_place_is_one_more_than_the_number_of_better_values(values, is_up):
    better = [sum(other > one if is_up else other < one for other in values) for one in values]
    assert rank_values(values, is_up=is_up) == [n + 1 for n in better]
