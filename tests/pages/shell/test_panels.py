"""Small multiples: one scale for all panels."""

from urllib.parse import unquote

import pandas as pd

from pages.blocks.panels import count_columns, render_panel
from pages.documents.chart_scale import make_scale


def make_series(values, area_id="a"):
    years = range(2020, 2020 + len(values))
    return pd.DataFrame(
        {"area_id": area_id, "year": years, "value": values, "state": "reported", "segment": 0}
    )


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
