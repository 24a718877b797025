"""Small multiples: one scale for all panels, with a few round ticks that hold every value."""

from urllib.parse import unquote

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from pages.blocks.panels import count_columns, make_scale, render_panel

VALUES = st.integers(-(10**9), 10**9).map(lambda value: value / 1000)


def make_series(values, area_id="a"):
    years = range(2020, 2020 + len(values))
    return pd.DataFrame(
        {"area_id": area_id, "year": years, "value": values, "state": "reported", "segment": 0}
    )


@given(st.lists(VALUES, min_size=1, max_size=8))
def test_a_scale_holds_every_value_with_a_few_ticks(values):
    scale = make_scale(make_series(values))
    assert scale.low <= min(values) and max(values) <= scale.high
    assert 2 <= len(scale.ticks) <= 6
    assert scale.low < scale.high


def test_ticks_are_round():
    assert make_scale(make_series([41.2, 47.9])).ticks == (40, 42, 44, 46, 48)
    assert make_scale(make_series([0.21, 0.34])).low == 0.2


def test_a_panel_shows_its_own_line_and_the_others_in_grey():
    series = pd.concat([make_series([1, 2, 3]), make_series([2, 2, 2], "b")])
    picture = unquote(render_panel(series, "a", make_scale(series), "牛 <甲>"))
    assert picture.count("<polyline") == 2 and picture.count("<circle") == 3
    assert "<甲>" not in picture.partition("alt=")[2]


def test_an_area_without_figures_has_a_panel_without_a_line_of_its_own():
    series = make_series([1, 2, 3])
    picture = unquote(render_panel(series, "b", make_scale(series), "b"))
    assert picture.count("<polyline") == 1 and "<circle" not in picture


def test_panels_stand_in_rows_that_can_be_read():
    assert [count_columns(n) for n in range(2, 7)] == [2, 3, 4, 3, 3]
