"""The comparison of models: fits and scores by hand, and a choice that sees the past alone."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from indicators.inputs import Series, load_inputs
from tools.forecast_models import (
    FITTED,
    IN_USE,
    MODELS,
    Fit,
    Model,
    choose_every_year,
    choose_model,
    compute_interval,
    find_factor,
    fit_points,
    pool_variance,
    run_models,
    split_at,
    widen,
)

POINTS = [(2021, 100.0), (2022, 102.0), (2023, 107.0), (2024, 109.0)]
"""Changes 2, 5 and 2: mean 3, variance 3."""


@pytest.fixture(scope="module")
def compared(plan_store):
    """Every model on six random walks of 16 years."""
    random = np.random.default_rng(3)
    walks = random.normal(0.02, 0.05, size=(6, 16)).cumsum(axis=1)
    series = [
        Series(f"s{number}", "650000", dict(enumerate(np.exp(walk) * 100, start=2000)))
        for number, walk in enumerate(walks)
    ]
    return run_models(load_inputs(plan_store), series)


def test_a_fit_is_told_in_newest_values():
    fit = fit_points(POINTS, is_log=False)
    assert (fit.last, fit.years, fit.degrees) == (1, 3, 2)
    assert fit.drift == pytest.approx(3 / 109)
    assert fit.variance == pytest.approx(3 / 109**2)


def test_the_model_in_use_is_that_of_the_app():
    """127 ± 4.303·√54 six years ahead, as the test of the forecast works out by hand."""
    mean, low, high = compute_interval(MODELS[0], fit_points(POINTS, is_log=False), None, 6)
    assert mean * 109 == pytest.approx(127)
    assert (high - mean) * 109 == pytest.approx(4.302653 * 54**0.5, rel=1e-6)
    assert mean - low == pytest.approx(high - mean)


def test_a_pooled_variance_counts_as_many_degrees_as_its_weight():
    fit = Fit(last=1.0, drift=0.0, variance=0.01, years=4, degrees=3)
    mean, _, high = compute_interval(Model("half", weight=9.0), fit, (0.05, 40), 1)
    # (3·0.01 + 9·0.05) / 12 = 0.04, and 12 degrees of freedom.
    assert high - mean == pytest.approx(stats.t.ppf(0.975, 12) * (0.04 * 1.25) ** 0.5)


def test_a_series_lends_itself_no_variance():
    fits = {
        ("a", 2020, False): Fit(1.0, 0.0, 0.5, 4, 3),
        ("b", 2019, False): Fit(1.0, 0.0, 0.1, 4, 3),
        ("c", 2020, False): Fit(1.0, 0.0, 0.4, 4, 6),
        ("c", 2021, False): Fit(1.0, 0.0, 9.0, 4, 6),
    }
    assert pool_variance(fits, "a", 2020, is_log=False) == (pytest.approx(0.3), 9)


def test_the_score_is_the_width_and_forty_times_what_lies_outside():
    rows = pd.DataFrame({"mean": [1.0, 1.0], "low": [0.9, 0.9], "high": [1.1, 1.1],
                         "value": [1.05, 1.12]})  # fmt: skip
    scored = widen(rows, 1.0)
    assert scored["score"].tolist() == pytest.approx([20, 20 + 40 * 2])
    assert scored["is_within"].tolist() == [True, False]
    assert widen(rows, 2.0)["score"].tolist() == pytest.approx([40, 40])


def test_the_factor_is_what_the_past_needed():
    rows = pd.DataFrame({"mean": 1.0, "high": 1.1, "value": 1 + np.arange(101) / 1000})
    assert find_factor(rows) == pytest.approx(0.95)


def test_a_choice_sees_no_figure_after_its_cut(compared):
    """Figures after the cut made absurd change what is reported, never what is chosen."""
    past, rest = split_at(compared, 2012)
    assert past["year"].max() <= 2012 <= rest["origin"].min()
    absurd = compared.copy()
    absurd.loc[absurd["year"] > 2012, "value"] *= 50
    assert choose_model(split_at(absurd, 2012)[0]) == choose_model(past)
    before = choose_every_year(compared)[1]
    after = choose_every_year(absurd)[1]
    early = [year for year in before if year <= 2012]
    assert early and all(before[year] == after[year] for year in early)


def test_every_model_forecasts_the_same_values(compared):
    assert compared.groupby("model").size().nunique() == 1
    assert {IN_USE, FITTED} <= set(compared["model"])
    assert compared["ahead"].between(1, 6).all()
