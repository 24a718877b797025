"""Scales of charts: a few round ticks that hold every value; runs without a gap."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from pages.documents.chart_scale import find_year_step, list_runs, make_scale

VALUES = st.integers(-(10**9), 10**9).map(lambda value: value / 1000)


def make_series(values):
    return [(2020 + number, value) for number, value in enumerate(values)]


@given(st.lists(VALUES, min_size=1, max_size=8))
def test_a_scale_holds_every_value_with_a_few_ticks(values):
    scale = make_scale(make_series(values))
    assert scale.low <= min(values) and max(values) <= scale.high
    assert 2 <= len(scale.ticks) <= 6
    assert scale.low < scale.high


def test_ticks_are_round():
    assert make_scale(make_series([41.2, 47.9])).ticks == (40, 42, 44, 46, 48)
    assert make_scale(make_series([0.21, 0.34])).low == 0.2


def test_all_ticks_of_a_scale_have_the_same_decimals():
    scale = make_scale(make_series([20.5, 21.4]))
    assert [scale.format_tick(tick) for tick in scale.ticks] == ["20.5", "21.0", "21.5"]
    scale = make_scale(make_series([0, 4000]))
    assert [scale.format_tick(tick) for tick in scale.ticks][-1] == "4,000"


def test_years_are_as_far_apart_as_can_be_read():
    assert [find_year_step(2000, last) for last in (2006, 2014, 2026, 2030)] == [1, 2, 4, 5]


def test_a_run_ends_at_a_gap_and_at_a_break():
    series = pd.DataFrame(
        {
            "year": [2015, 2016, 2018, 2019, 2020],
            "value": [1.0, 2.0, 3.0, 4.0, 5.0],
            "segment": [0, 0, 0, 1, 1],
        }
    )
    assert [list(run["year"]) for run in list_runs(series)] == [[2015, 2016], [2018], [2019, 2020]]
