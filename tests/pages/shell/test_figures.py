"""Charts show what is known: no line over a break, no line over missing years."""

import re
from urllib.parse import unquote

import pandas as pd
import pytest

from pages.blocks.figures import draw_series, render_sparkline, set_years
from pages.documents.chart_scale import split_runs

SERIES = pd.DataFrame(
    {
        "year": [1998, 1999, 2000, 2001, 2005, 2006],
        "value": [1.0, 2.0, 9.0, 8.0, 7.0, 6.5],
        "state": ["published"] * 4 + ["derived", "reported"],
        "segment": [0, 0, 1, 1, 1, 1],
    }
)


def _list_lines():
    traces = [
        trace
        for trace in draw_series(SERIES, "万吨", name="牛肉产量").data
        if trace.mode == "lines+markers"
    ]
    return [list(trace.x) for trace in traces]


def test_a_line_stops_at_breaks_and_gaps():
    assert _list_lines() == [[1998, 1999], [2000, 2001], [2005, 2006]]


def test_runs_are_stretches_of_neighbouring_years():
    assert [list(run["year"]) for run in split_runs(SERIES)] == [
        [1998, 1999, 2000, 2001],
        [2005, 2006],
    ]


def test_states_differ_in_shape():
    figure = draw_series(SERIES, "万吨", name="牛肉产量")
    shapes = figure.data[-1].marker.symbol
    assert list(shapes) == ["diamond", "circle-open"]


def test_a_sparkline_breaks_as_the_chart_does():
    picture = unquote(render_sparkline(SERIES))
    assert len(re.findall("<polyline", picture)) == 3


def test_a_single_year_is_a_dot():
    picture = unquote(render_sparkline(SERIES.head(1)))
    assert "<polyline" not in picture
    assert "<circle" in picture
    assert "nan" not in picture


def test_no_series_draws_nothing():
    assert render_sparkline(SERIES.head(0)) == ""


@pytest.mark.parametrize(
    ("first", "last", "step"), [(2021, 2024, 1), (2021, 2030, 2), (1998, 2024, 4), (1949, 2030, 5)]
)
def test_ticks_stand_at_whole_years(first, last, step):
    figure = draw_series(SERIES, "万吨", name="牛肉产量")
    set_years(figure, first, last)
    assert figure.layout.xaxis.dtick == step
