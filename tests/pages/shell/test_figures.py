"""Charts show what is known: no line over a break, no line over missing years."""

import json
import re
from urllib.parse import unquote

import pandas as pd
import plotly.graph_objects as go
import pytest
from plotly.io import to_json

from pages.blocks.figures import (
    MUTED,
    add_breaks,
    add_event_lines,
    add_goal_mark,
    add_other_figures,
    add_pace,
    add_target,
    draw_below,
    draw_series,
    finish_figure,
    group_points,
    name_newest,
    name_states,
    read_points,
    render_sparkline,
    set_years,
)
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
        for trace in draw_series(SERIES, "万吨", name="牛肉产量")["data"]
        if trace["mode"] == "lines+markers"
    ]
    return [trace["x"] for trace in traces]


def test_a_line_stops_at_breaks_and_gaps():
    assert _list_lines() == [[1998, 1999], [2000, 2001], [2005, 2006]]


def test_runs_are_stretches_of_neighbouring_years():
    assert [list(run["year"]) for run in split_runs(SERIES)] == [
        [1998, 1999, 2000, 2001],
        [2005, 2006],
    ]


def test_states_differ_in_shape():
    chart = draw_series(SERIES, "万吨", name="牛肉产量")
    assert chart["data"][-1]["marker"]["symbol"] == ["diamond", "circle-open"]


def test_a_sparkline_breaks_as_the_chart_does():
    picture = unquote(render_sparkline(read_points(SERIES)))
    assert len(re.findall("<polyline", picture)) == 3


def test_equal_points_give_one_picture_and_others_another():
    points = [(2020, 1.0, 0), (2024, 3.0, 0)]
    one = render_sparkline(points)
    assert render_sparkline(list(points)) == one
    others = [render_sparkline(points, width=50), render_sparkline([*points, (2025, 1.0, 0)])]
    assert one not in others and others[0] != others[1]


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
    chart = draw_series(SERIES, "万吨", name="牛肉产量")
    set_years(chart, first, last)
    assert chart["layout"]["xaxis"]["dtick"] == step


def test_plotly_knows_all_that_a_chart_says():
    """Its classes refuse a property or a value that its script would pass over in silence."""
    chart = draw_series(SERIES, "万吨", name="牛肉产量")
    draw_below(chart, [(place, "口径", MUTED) for place in add_breaks(chart, [1999])])
    add_event_lines(chart, pd.DataFrame({"year": [2001, 2005]}))
    add_target(chart, 9.0, 10.0, label="目标", is_below=True)
    add_goal_mark(chart, 2030, 9.0, 10.0, "目标")
    add_pace(chart, 2001, 8.0, 2030, 9.0, "万吨")
    add_other_figures(chart, SERIES.head(2), "万吨")
    name_newest(chart, SERIES, "万吨", None)
    name_states(chart, SERIES["state"])
    set_years(chart, 1998, 2030)
    checked = go.Figure(chart)
    assert len(checked.data) == 2 + 3 + 2 + 1 + 3
    assert len(checked.layout.shapes) == 5 and len(checked.layout.annotations) == 4
    sent = json.loads(to_json(finish_figure(chart), validate=False))
    assert sent["data"][1]["x"] == [1998, 1999] and sent["layout"]["xaxis"]["range"][1] == 2030.5
