"""The coverage that the methods page states is the one that the backtest finds."""

from benchmarks.forecast_backtest import run_backtest
from indicators.inputs import load_inputs


def test_the_stated_coverage_is_what_the_backtest_finds(plan_store):
    rows = run_backtest(load_inputs(plan_store))
    in_use = rows[rows["model"] == "drift (in use)"]
    stated = plan_store.query_rows("queries/forecast_coverage")
    assert len(stated) == 5
    for span in stated:
        found = in_use[in_use["ahead"].between(span["first_ahead"], span["last_ahead"])]
        assert span["forecasts"] == len(found)
        assert span["covered"] == found["is_within_95"].sum()
