"""The formulas of pace and growth, each with numbers that can be checked by hand."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.judgement.pace import (
    compute_completion,
    compute_growth_rate,
    compute_growth_ratio,
    compute_pace_gap,
    compute_pace_value,
    compute_required_change,
    compute_time_elapsed,
    find_best_change,
)

VALUES = st.integers(-10_000, 10_000).map(lambda number: number / 10)
YEARS = st.integers(2018, 2029)


@pytest.mark.parametrize(
    ("base", "latest", "target", "expected"),
    [
        (40, 46, 60, 0.3),
        (40, 40, 60, 0),
        (40, 60, 60, 1),
        (40, 70, 60, 1.5),
        (40, 35, 60, -0.25),
        (1.5, 1.25, 1.0, 0.5),  # less is better
        (0, 5, 10, 0.5),
        (-10, 0, 10, 0.5),
        (50, 55, 50, None),
    ],
)
def test_completion(base, latest, target, expected):
    assert compute_completion(base, latest, target) == (
        None if expected is None else pytest.approx(expected)
    )


@pytest.mark.parametrize(
    ("base_year", "year", "target_year", "expected"),
    [
        (2021, 2024, 2030, 1 / 3),
        (2020, 2025, 2030, 0.5),
        (2021, 2030, 2030, 1),
        (2021, 2021, 2030, 0),
        (2021, 2033, 2030, 1),
        (2030, 2030, 2030, None),
        (2031, 2032, 2030, None),
    ],
)
def test_time_elapsed(base_year, year, target_year, expected):
    assert compute_time_elapsed(base_year, year, target_year) == (
        None if expected is None else pytest.approx(expected)
    )


def test_pace_gap_is_in_points():
    assert compute_pace_gap(0.3, 0.5) == pytest.approx(-20)
    assert compute_pace_gap(None, 0.5) is None
    assert compute_pace_gap(0.3, None) is None


def test_pace_line_runs_straight_from_base_to_target():
    assert [compute_pace_value(2020, 40, 2030, 60, year) for year in (2020, 2025, 2030)] == [
        40,
        50,
        60,
    ]
    assert compute_pace_value(2030, 40, 2030, 60, 2030) is None


@pytest.mark.parametrize(
    ("year", "latest", "target", "expected"),
    [(2025, 50, 60, 2), (2025, 70, 60, -2), (2030, 50, 60, None), (2031, 50, 60, None)],
)
def test_required_change(year, latest, target, expected):
    assert compute_required_change(year, latest, 2030, target) == expected


@pytest.mark.parametrize(
    ("first", "last", "years", "expected"),
    [
        (100, 121, 2, 0.1),
        (100, 81, 2, -0.1),
        (100, 100, 5, 0),
        (0, 50, 2, None),
        (-5, 5, 2, None),
        (5, -5, 2, None),
        (5, 0, 2, None),
        (5, 6, 0, None),
    ],
)
def test_growth_rate(first, last, years, expected):
    assert compute_growth_rate(2020, first, 2020 + years, last) == (
        None if expected is None else pytest.approx(expected)
    )


def test_growth_ratio_compares_with_the_growth_from_base_to_target():
    # 100 -> 110 in one year is 10 %; 100 -> 121 in two years is 10 % a year.
    assert compute_growth_ratio(2028, 100, 2029, 110, 2030, 121) == pytest.approx(1)
    # 100 -> 105 against the same 10 %.
    assert compute_growth_ratio(2028, 100, 2029, 105, 2030, 121) == pytest.approx(0.5)
    assert compute_growth_ratio(2028, 100, 2029, 95, 2030, 121) == pytest.approx(-0.5)
    assert compute_growth_ratio(2028, 100, 2029, 105, 2030, 100) is None
    assert compute_growth_ratio(2028, 0, 2029, 105, 2030, 121) is None


def test_best_change_counts_neighbouring_years_only():
    years, values = [2018, 2019, 2021, 2022], [10, 13, 40, 41]
    assert find_best_change(years, values, is_up=True) == 3
    assert find_best_change(years, values, is_up=False) == 1
    assert find_best_change([2018, 2020], [1, 2], is_up=True) is None
    assert find_best_change([], [], is_up=True) is None


@given(base=VALUES, latest=VALUES, target=VALUES, scale=st.sampled_from([-1, 0.1, 10_000]))
def test_units_and_direction_do_not_change_completion(base, latest, target, scale):
    """A factor stands for a unit; −1 mirrors a target of more into one of less."""
    assume(abs(target - base) > 1e-6)
    plain = compute_completion(base, latest, target)
    assert compute_completion(base * scale, latest * scale, target * scale) == pytest.approx(
        plain, rel=1e-9, abs=1e-9
    )


@given(base=VALUES, target=VALUES, year=YEARS)
def test_whoever_is_on_the_pace_line_has_no_gap(base, target, year):
    assume(abs(target - base) > 1e-6)
    value = compute_pace_value(2017, base, 2030, target, year)
    gap = compute_pace_gap(
        compute_completion(base, value, target), compute_time_elapsed(2017, year, 2030)
    )
    assert gap == pytest.approx(0, abs=1e-6)


@given(latest=VALUES, target=VALUES, year=YEARS)
def test_the_required_change_leads_to_the_target(latest, target, year):
    required = compute_required_change(year, latest, 2030, target)
    assert latest + required * (2030 - year) == pytest.approx(target, abs=1e-6)
