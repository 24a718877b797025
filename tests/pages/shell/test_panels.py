"""Small multiples: one scale for all panels."""

from urllib.parse import unquote

from indicators.shown_series import ShownFigure
from pages.blocks.panels import count_columns, render_panel
from pages.documents.chart_scale import make_scale


def make_series(values):
    return [
        ShownFigure("beef_output", 2020 + place, value, "万吨", "reported", None, 0, None, None)
        for place, value in enumerate(values)
    ]


def find_scale(series):
    return make_scale((figure.year, figure.value) for figure in series)


def test_a_panel_shows_its_own_line_and_the_others_in_grey():
    series, other = make_series([1, 2, 3]), make_series([2, 2, 2])
    picture = unquote(render_panel(series, find_scale(series), "牛 <甲>", others=[other]))
    assert picture.count("<polyline") == 2 and picture.count("<circle") == 3
    assert "<甲>" not in picture.partition("alt=")[2]


def test_an_area_without_figures_has_a_panel_without_a_line_of_its_own():
    series = make_series([1, 2, 3])
    picture = unquote(render_panel([], find_scale(series), "b", others=[series]))
    assert picture.count("<polyline") == 1 and "<circle" not in picture


def test_a_line_ends_at_a_gap_and_at_a_break():
    first, second, third, fourth, last = make_series([1, 2, 3, 2, 1])
    broken = [first, second, fourth._replace(segment=1), last._replace(segment=1)]
    for series in (broken, [first, second, fourth, last], [first, second, third, last]):
        picture = unquote(render_panel(series, find_scale(series), "b"))
        assert picture.count("<polyline") == 2 and picture.count("<circle") == 4
    # A break without a gap ends a line as well.
    series = [first, second, third._replace(segment=1)]
    assert unquote(render_panel(series, find_scale(series), "b")).count("<polyline") == 2


def test_panels_stand_in_rows_that_can_be_read():
    assert [count_columns(n) for n in range(2, 7)] == [2, 3, 4, 3, 3]
