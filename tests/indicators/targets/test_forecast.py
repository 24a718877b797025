"""The forecast: worked by hand on four points, invariants, and its coverage by simulation."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from indicators.inputs import Series
from indicators.judgement.target_values import TargetValues
from indicators.targets.forecast import (
    COLUMNS,
    build_outlook,
    compute_chance,
    compute_forecast,
    find_coverage,
    fit_drift,
    list_points,
)
from indicators.targets.progress import compute_progress
from tests.indicators.builders import make_inputs

POINTS = {2021: 100.0, 2022: 102.0, 2023: 107.0, 2024: 109.0}
"""Changes 2, 5 and 2: mean 3, variance ((−1)² + 2² + (−1)²) / 2 = 3."""


def forecast(inputs, values, indicator_id="beef_output", breaks=(), latest_year=2030, to_year=2030):
    return compute_forecast(
        inputs, Series(indicator_id, "650000", values, breaks), latest_year, to_year
    )


def test_four_points_by_hand(plan_inputs):
    found = forecast(plan_inputs, POINTS)
    assert found.change_per_year == pytest.approx(3) and found.degrees == 2
    ahead = found.frame[found.frame["kind"] == "forecast"].set_index("year")
    assert list(found.frame.columns) == list(COLUMNS)
    assert list(ahead.index) == list(range(2025, 2031))
    assert ahead["value"].tolist() == pytest.approx([112, 115, 118, 121, 124, 127])
    # Six years ahead: 3·6 + 6²·3/3 = 54; t(0.975, 2) = 4.302653.
    assert ahead.loc[2030, "high"] - 127 == pytest.approx(4.302653 * 54**0.5, rel=1e-6)
    assert 112 - ahead.loc[2025, "low"] == pytest.approx(4.302653 * (3 + 1) ** 0.5, rel=1e-6)
    assert found.frame.loc[found.frame["kind"] == "observed", "low"].isna().all()


def test_a_gap_counts_as_the_years_it_spans(plan_inputs):
    # Mean yearly changes 2 (one year), 3.5 (two years), 2 (one year): drift 11 / 4.
    spread, drift, degrees = fit_drift([(2020, 100), (2021, 102), (2023, 109), (2024, 111)], 2026)
    assert drift == pytest.approx(11 / 4) and degrees == 2
    variance = (0.75**2 + 2 * 0.75**2 + 0.75**2) / 2
    assert spread[2026] == pytest.approx((111 + 5.5, (2 * variance + 4 * variance / 4) ** 0.5))


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_under_four_points_there_is_no_forecast(plan_inputs, count):
    found = forecast(plan_inputs, dict(list(POINTS.items())[:count]))
    assert found.reason == "too_few_points" and found.frame.empty
    assert found.needed == 4 and len(found.points) == count
    assert compute_chance(found, TargetValues(1), "at_least", "up", 2030) is None


def test_points_before_a_break_do_not_count(plan_inputs):
    older = {2019: 300.0, 2020: 310.0}
    assert forecast(plan_inputs, older | POINTS, breaks=(2020,)).points == tuple(POINTS.items())
    assert forecast(plan_inputs, POINTS, breaks=(2021,)).reason == "too_few_points"


def test_the_newest_ten_points_count(plan_inputs):
    values = {year: float(year % 7) + year for year in range(2005, 2025)}
    assert [year for year, _ in forecast(plan_inputs, values).points] == list(range(2015, 2025))


def test_later_values_than_asked_do_not_count(plan_inputs):
    found = forecast(plan_inputs, POINTS | {2025: 500.0}, latest_year=2024)
    assert found.points[-1] == (2024, 109.0)


def test_in_the_target_year_nothing_is_left_to_forecast(plan_inputs):
    values = {year: float(year) for year in range(2027, 2031)}
    assert forecast(plan_inputs, values).reason == "target_year_passed"


def test_cover_and_grass_yield_are_forecast_as_three_year_means(plan_inputs):
    values = {2018 + n: value for n, value in enumerate([30.0, 33.0, 36.0, 33.0, 30.0, 39.0])}
    series = Series("vegetation_cover", "650000", values)
    assert list_points(series, 2023, is_three_year_mean=True) == [
        (2020, 33),
        (2021, 34),
        (2022, 33),
        (2023, 34),
    ]
    found = forecast(plan_inputs, values, "vegetation_cover")
    assert found.is_three_year_mean and len(found.points) == 4
    assert not forecast(plan_inputs, values).is_three_year_mean
    missing = {year: value for year, value in values.items() if year != 2020}
    assert list_points(Series("grass_yield", "650000", missing), 2023, is_three_year_mean=True) == [
        (2023, 34)
    ]
    assert forecast(plan_inputs, missing, "grass_yield").reason == "too_few_points"


def test_a_mean_does_not_reach_over_a_break(plan_inputs):
    series = Series("vegetation_cover", "650000", dict.fromkeys(range(2015, 2025), 40.0), (2020,))
    assert [year for year, _ in list_points(series, 2024, is_three_year_mean=True)] == [2023, 2024]


def test_a_share_stays_within_its_bounds(plan_inputs):
    values = {2021: 85.0, 2022: 90.0, 2023: 92.0, 2024: 98.0}
    ahead = forecast(plan_inputs, values, "mechanisation_rate").frame
    assert ahead["high"].max() == 100 and ahead["value"].max() == 100
    assert ahead["low"].min() >= 0


def test_the_chance_is_read_from_the_same_distribution(plan_inputs):
    found = forecast(plan_inputs, POINTS)

    def chance(low, comparator="at_least", direction="up"):
        return compute_chance(found, TargetValues(low), comparator, direction, 2030)

    assert chance(127) == pytest.approx(0.5)
    assert chance(127 + 4.302653 * 54**0.5) == pytest.approx(0.025, abs=1e-6)
    assert chance(120) == pytest.approx(stats.t.sf(-7 / 54**0.5, 2))
    assert chance(120) + chance(120, direction="down") == pytest.approx(1)
    assert compute_chance(found, TargetValues(1), "at_least", "up", 2040) is None


def test_without_any_spread_the_chance_is_certain(plan_inputs):
    found = forecast(plan_inputs, {2021: 10.0, 2022: 11.0, 2023: 12.0, 2024: 13.0})
    assert compute_chance(found, TargetValues(19), "at_least", "up", 2030) == 1
    assert compute_chance(found, TargetValues(19), "more_than", "up", 2030) == 0
    assert compute_chance(found, TargetValues(20), "at_least", "up", 2030) == 0
    assert compute_chance(found, TargetValues(19), "exactly", "up", 2030) == 1


LISTS = st.lists(st.integers(1, 999).map(float), min_size=4, max_size=10)


@given(values=LISTS, scale=st.sampled_from([0.01, 10_000.0, -1.0]))
@settings(max_examples=40)
def test_another_unit_scales_the_forecast(values, scale):
    """A factor stands for a unit; −1 mirrors it."""
    years = range(2015, 2015 + len(values))
    plain, drift, _ = fit_drift(list(zip(years, values, strict=True)), 2030)
    scaled, scaled_drift, _ = fit_drift(
        [(year, value * scale) for year, value in zip(years, values, strict=True)], 2030
    )
    assert scaled_drift == pytest.approx(drift * scale, rel=1e-6, abs=1e-6)
    for year, (mean, error) in plain.items():
        assert scaled[year][0] == pytest.approx(mean * scale, rel=1e-6, abs=1e-4)
        assert scaled[year][1] == pytest.approx(error * abs(scale), rel=1e-6, abs=1e-4)


@given(values=LISTS)
@settings(max_examples=40)
def test_the_interval_widens_with_every_year(values):
    years = range(2015, 2015 + len(values))
    spread, _, _ = fit_drift(list(zip(years, values, strict=True)), 2030)
    errors = [error for _, error in spread.values()]
    assert all(later >= earlier for earlier, later in pairwise(errors))


@pytest.mark.parametrize("is_mean", [False, True], ids=["random walk", "three-year means"])
def test_the_interval_holds_what_it_says(is_mean):
    """On simulated series of its own kind; weather around a trend for three-year means."""
    random = np.random.default_rng(7)
    hits, runs = {2025: 0, 2030: 0}, 400
    for _ in range(runs):
        shocks = random.normal(size=22)
        values = np.arange(22) * 0.5 + (shocks if is_mean else shocks.cumsum())
        series = Series("x", "650000", dict(zip(range(2009, 2031), values, strict=True)))
        points = dict(list_points(series, 2030, is_three_year_mean=is_mean))
        known = [(year, points[year]) for year in range(2017, 2025)]
        spread, _, degrees = fit_drift(known, 2030)
        for year in hits:
            mean, error = spread[year]
            hits[year] += abs(points[year] - mean) <= stats.t.ppf(0.975, degrees) * error
    assert hits[2025] / runs > 0.92 and hits[2030] / runs > 0.90
    if not is_mean:
        assert hits[2025] / runs < 0.98


def test_the_published_series_can_be_forecast(plan_inputs):
    """Beef output has comparable points up to 2024; the frame is ready to draw."""
    found = compute_forecast(
        plan_inputs, plan_inputs.index.get_series("beef_output", "650000"), 2024, 2030
    )
    assert found.reason is None
    assert found.frame["year"].iloc[-1] == 2030
    assert isinstance(found.frame, pd.DataFrame) and found.frame["value"].notna().all()


def test_the_outlook_of_a_row_uses_its_series_and_its_target(plan_inputs):
    figures = [
        ("mechanisation_rate", "650000", year, value)
        for year, value in ((2021, 60.0), (2022, 61.0), (2023, 63.0), (2024, 63.5))
    ]
    inputs = make_inputs(plan_inputs, figures)
    rows = compute_progress(inputs).set_index("target_id", drop=False)
    found, chance = build_outlook(inputs, rows.loc["mechanisation_rate"].to_dict())
    # 63.5 and 3.5 / 3 a year: 70.5 in 2030 against 70.
    assert found.spread[2030][0] == pytest.approx(70.5)
    assert 0.5 < chance < 0.6
    found, chance = build_outlook(inputs, rows.loc["smart_ranches"].to_dict())
    assert found.reason == "too_few_points" and chance is None


MEASURED = [
    {"first_ahead": 1, "last_ahead": 12, "share": 0.886},
    {"first_ahead": 1, "last_ahead": 1, "share": 0.929},
    {"first_ahead": 2, "last_ahead": 3, "share": 0.885},
    {"first_ahead": 4, "last_ahead": 6, "share": 0.841},
]


@pytest.mark.parametrize(
    ("ahead", "share"),
    [(1, 0.929), (2, 0.885), (3, 0.885), (4, 0.841), (6, 0.841), (7, 0.886), (13, None)],
)
def test_a_forecast_has_the_coverage_of_its_own_distance(ahead, share):
    """4 to 6 years ahead it is that of 4 to 6 years, not the one of all distances."""
    found = find_coverage(MEASURED, ahead)
    assert (found and found["share"]) == share


def test_nothing_measured_is_no_coverage():
    assert find_coverage([], 6) is None
