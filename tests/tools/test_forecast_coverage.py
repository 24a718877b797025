"""How often the interval held: what the pages state is what the measurement finds."""

import pandas as pd
import pytest

from indicators.inputs import Series, load_inputs
from tools import forecast_coverage
from tools.forecast_coverage import FILE, measure_coverage, run_backtest, summarize_coverage


def test_the_stated_coverage_is_what_the_measurement_finds():
    stated = pd.read_csv(FILE)
    pd.testing.assert_frame_equal(
        stated, measure_coverage(), check_dtype=False,
        obj="the file: run python -m tools.forecast_coverage; it",
    )  # fmt: skip


def test_a_backtest_by_hand(plan_store, monkeypatch):
    """Changes 2, 5, 2: the next year is 112 ± 4.303·2, the year after 115 ± 4.303·√10."""
    values = {2018: 100.0, 2019: 102.0, 2020: 107.0, 2021: 109.0, 2022: 120.0, 2023: 128.0}
    series = Series("beef_output", "650000", values, (2022,))
    monkeypatch.setattr(forecast_coverage, "list_published", lambda _: [series])
    (row,) = run_backtest(load_inputs(plan_store)).to_dict("records")
    assert (row["origin"], row["year"], row["ahead"]) == (2021, 2022, 1)
    assert (row["low"] + row["high"]) / 2 == pytest.approx(112)
    assert row["high"] == pytest.approx(112 + 4.302653 * 2)
    assert row["is_within"]


def test_forecasts_are_counted_by_years_ahead():
    rows = pd.DataFrame(
        [("a", 2020, 1, True), ("a", 2023, 4, False), ("b", 2024, 6, True)],
        columns=["indicator_id", "year", "ahead", "is_within"],
    )
    found = summarize_coverage(rows).set_index(["first_ahead", "last_ahead"])
    assert list(found.index) == [(1, 12), (1, 1), (4, 6)]
    assert found.loc[(4, 6), ["forecasts", "covered", "series"]].tolist() == [2, 1, 2]
    assert found.loc[(1, 12), ["first_year", "last_year"]].tolist() == [2020, 2024]
