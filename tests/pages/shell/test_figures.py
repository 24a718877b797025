"""Charts show what is known: no line over a break, no line over missing years."""

import re
from urllib.parse import unquote

import pandas as pd
import pytest

from pages.blocks.figures import draw_series, group_points, read_points, render_sparkline, set_years
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
    picture = unquote(render_sparkline(read_points(SERIES)))
    assert len(re.findall("<polyline", picture)) == 3


def test_a_sparkline_spans_its_picture_and_ends_on_the_newest_value():
    picture = unquote(render_sparkline([(2020, 1.0, 0), (2024, 3.0, 0)], width=108, height=28))
    # Two dots for two lone years, then the newest value, four pixels from the edges.
    assert re.findall(r'cx="([\d.]+)" cy="([\d.]+)"', picture) == [
        ("4.0", "24.0"),
        ("104.0", "4.0"),
        ("104.0", "4.0"),
    ]


def test_the_series_of_a_frame_are_taken_apart_by_indicator():
    frame = pd.concat([SERIES.assign(indicator_id="a"), SERIES.head(1).assign(indicator_id="b")])
    assert group_points(frame) == {"a": read_points(SERIES), "b": [(1998, 1.0, 0)]}


def test_a_single_year_is_a_dot():
    picture = unquote(render_sparkline(read_points(SERIES.head(1))))
    assert "<polyline" not in picture
    assert "<circle" in picture
    assert "nan" not in picture


def test_no_series_draws_nothing():
    assert render_sparkline([]) == ""


@pytest.mark.parametrize(
    ("first", "last", "step"), [(2021, 2024, 1), (2021, 2030, 2), (1998, 2024, 4), (1949, 2030, 5)]
)
def test_ticks_stand_at_whole_years(first, last, step):
    figure = draw_series(SERIES, "万吨", name="牛肉产量")
    set_years(figure, first, last)
    assert figure.layout.xaxis.dtick == step
