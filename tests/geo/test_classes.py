"""Class breaks: by hand where that is possible, and what must hold for any values."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.classes import (
    CLASS_COUNTS,
    ClassError,
    Classes,
    compute_classes,
    compute_count_classes,
    compute_diverging,
    compute_whole_classes,
    parse_breaks,
)
from geo.legend import label_classes

NUMBERS = st.lists(
    st.floats(0, 1e6, allow_nan=False).map(lambda value: round(value, 3)), min_size=1, max_size=120
)


@pytest.mark.parametrize(
    ("values", "breaks"),
    [
        ([3, 12, 18, 27, 33, 41, 49], (10, 20, 30, 40)),
        ([0.2, 0.5, 0.9, 1.4, 1.9], (0.5, 1, 1.5)),
        ([20, 30, 40, 50, 60], (30, 40, 50)),
        ([7, 7, 7], ()),
        ([], ()),
    ],
)
def test_round_breaks_by_hand(values, breaks):
    assert compute_classes(values).breaks == breaks


def test_a_few_large_counties_do_not_swallow_the_rest():
    values = [1, 1.5, 2, 3, 4, 4, 5, 6, 7, 8, 9, 400]
    classes = compute_classes(values)
    assert set(classes.breaks) <= {2, 5, 10, 20, 50, 100, 200}
    sizes = classes.assign(pd.Series(values)).value_counts(normalize=True)
    assert sizes.max() <= 0.6


def test_even_steps_stand_until_one_class_has_more_than_six_in_ten():
    spread = [15.0, 25.0, 35.0, 45.0] * 10
    below = [1 + number / 10 for number in range(61)]
    assert compute_classes(below[:60] + spread).breaks == (10, 20, 30, 40)
    assert compute_classes(below + spread[:39]).breaks[0] < 10


def test_natural_breaks_find_the_gaps():
    values = [1, 2, 3, 11, 12, 13, 31, 32, 33, 91, 92, 93]
    assert compute_classes(values, "fisher_jenks", 4).breaks == (11, 31, 91)


def compute_spread(groups) -> float:
    return sum(((group - group.mean()) ** 2).sum() for group in groups)


@settings(deadline=None)
@given(values=st.lists(st.integers(0, 60), min_size=5, max_size=11, unique=True))
def test_natural_breaks_beat_every_other_choice(values):
    numbers = np.sort(np.array(values, dtype=float))
    breaks = compute_classes(values, "fisher_jenks", 4).breaks
    found = compute_spread(np.split(numbers, np.searchsorted(numbers, breaks)))
    others = (
        compute_spread(np.split(numbers, cuts))
        for cuts in itertools.combinations(range(1, len(numbers)), 3)
    )
    assert found == pytest.approx(min(others))


def test_quantiles_have_equal_sizes():
    values = pd.Series(np.arange(100.0))
    sizes = compute_classes(values, "quantiles", 5).assign(values).value_counts()
    assert set(sizes) == {20}


def test_a_class_holds_its_lower_break_and_not_its_upper_one():
    classes = compute_classes([], "own", own=(10, 20))
    assert classes.assign(pd.Series([9.99, 10, 19.99, 20, np.nan])).tolist()[:4] == [0, 1, 1, 2]
    assert classes.assign(pd.Series([np.nan])).isna().all()


def test_breaks_do_not_depend_on_the_year_shown():
    values = pd.Series({2020: 3.0, 2021: 48.0})
    whole = compute_classes(values)
    assert whole.assign(values[[2020]])[2020] == 0
    assert whole.assign(values[[2021]])[2021] == len(whole.colors) - 1


@settings(deadline=None)
@given(
    values=NUMBERS,
    scheme=st.sampled_from(["round", "fisher_jenks", "quantiles"]),
    count=st.sampled_from(CLASS_COUNTS),
)
def test_any_values_get_rising_breaks_and_a_colour_each(values, scheme, count):
    classes = compute_classes(values, scheme, count)
    assert list(classes.breaks) == sorted(set(classes.breaks))
    assert len(classes.colors) == len(classes.breaks) + 1 <= count
    numbers = classes.assign(pd.Series(values))
    assert numbers.between(0, len(classes.breaks)).all()
    order = np.argsort(values, kind="stable")
    assert numbers.iloc[order].is_monotonic_increasing


@settings(deadline=None)
@given(values=NUMBERS)
def test_the_order_of_values_changes_nothing(values):
    assert compute_classes(values) == compute_classes(list(reversed(values)))


def test_change_has_as_many_classes_below_as_above():
    classes = compute_diverging([2, 5, 9])
    assert classes.breaks[2] == 0
    assert classes.breaks == tuple(-value for value in reversed(classes.breaks))
    assert len(classes.colors) == 6
    assert classes.assign(pd.Series([-0.1, 0.0])).tolist() == [2, 3]


def test_change_without_values_still_has_classes():
    assert len(compute_diverging([]).colors) == 6


@settings(deadline=None)
@given(values=NUMBERS, midpoint=st.sampled_from([0.0, 100.0]))
def test_change_is_symmetrical_around_its_midpoint(values, midpoint):
    breaks = compute_diverging(values, midpoint).breaks
    assert np.allclose(np.add(breaks, breaks[::-1]), 2 * midpoint)
    assert list(breaks) == sorted(set(breaks))


@pytest.mark.parametrize(("most", "breaks"), [(1, ()), (3, (2, 3)), (9, (2, 3, 4, 5, 6)), (0, ())])
def test_counts_get_a_class_each(most, breaks):
    assert compute_count_classes(most).breaks == breaks


@pytest.mark.parametrize(
    ("text", "breaks"),
    [("10, 20,30", (10, 20, 30)), ("10，20；30", (10, 20, 30)), ("0.5 1", (0.5, 1))],
)
def test_breaks_as_people_type_them(text, breaks):
    assert parse_breaks(text) == breaks


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "class_breaks_order"),
        ("20, 10", "class_breaks_order"),
        ("10, 10", "class_breaks_order"),
        ("ten", "class_breaks_number"),
        ("1 2 3 4 5 6", "class_breaks_many"),
        ("1, inf", "class_breaks_order"),
    ],
)
def test_breaks_that_cannot_be_used(text, key):
    with pytest.raises(ClassError) as caught:
        parse_breaks(text)
    assert caught.value.key == key


@pytest.mark.parametrize(("scheme", "count"), [("equal", 5), ("round", 3), ("round", 7)])
def test_an_unknown_scheme_is_refused(scheme, count):
    with pytest.raises(ClassError):
        compute_classes([1, 2], scheme, count)


@pytest.mark.parametrize(
    ("values", "breaks"), [([0, 1], (1,)), ([0, 1, 2, 3], (1, 2)), ([0, 0], ())]
)
def test_numbers_of_things_have_whole_breaks(values, breaks):
    assert compute_whole_classes(values).breaks == breaks


def test_numbers_of_things_are_named_as_whole_numbers():
    assert label_classes(compute_whole_classes([0, 1])) == ["0", "1及以上"]
    labels = label_classes(Classes((1.0, 2.0, 5.0), ("a", "b", "c", "d"), "whole"))
    assert labels == ["0", "1", "2—4", "5及以上"]
