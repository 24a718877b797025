"""Charts with one look: by plotly on the screen, as SVG if they are small.

A chart is made as the plain dict that plotly draws. Its classes check each property and take 50 ms
of the processor for a chart of one series; here a test checks them.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, TypeAlias
from urllib.parse import quote

import pandas as pd
import plotly.graph_objects as go
from markupsafe import Markup, escape

from data.words.numbers import attach_unit, format_value, format_year
from pages.blocks.values import format_state
from pages.documents.chart_scale import find_year_step, split_runs
from pages.shell.i18n import t

INK = "#1F2A24"
MUTED = "#66736C"
RULE = "#DCE2DB"
ACCENT = "#2F6B4F"
GOAL = "#1D6A96"
EVENT = "#8A6100"
# Width of a letter beside the newest value.
LETTER_PX = 9
# Height of a line of words below a chart.
WORD_PX = 18
FONT = (
    "'PingFang SC', 'Microsoft YaHei UI', 'Microsoft YaHei', 'Noto Sans CJK SC', "
    "'Source Han Sans SC', 'Caomu Sans', sans-serif"
)
# Year, value and segment of a figure.
Point: TypeAlias = tuple[int, float, int]
# What plotly draws: "data" is a list of its traces, "layout" has its axes, shapes and annotations.
Chart: TypeAlias = dict[str, Any]
CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}
# A shape from one edge of the picture to the other.
ACROSS = {"xref": "x domain", "x0": 0, "x1": 1, "yref": "y"}
UPRIGHT = {"yref": "y domain", "y0": 0, "y1": 1, "xref": "x"}
# A filled mark is a published or verified figure; an open one is not.
MARKS = {
    "verified": "square",
    "published": "circle",
    "derived": "diamond",
    "reported": "circle-open",
    "provisional": "circle-open-dot",
    "returned": "x-open",
}


def draw_series(series: pd.DataFrame, unit: str, *, name: str) -> Chart:
    """Return the chart of one indicator in one area.

    Parameters
    ----------
    series : DataFrame
        One row per year: year, value (in `unit`), state, source, segment. The line breaks
        between segments, which are on different sides of a series break, and is dotted over
        years without a figure.
    unit : str
        Unit of the values.
    name : str
        Name of the indicator.
    """
    chart: Chart = {"data": [], "layout": _make_layout()}
    for _, part in series.groupby("segment", sort=True):
        _add_bridge(chart, part)
        for run in split_runs(part):
            _add_run(chart, run, unit, name)
    _name_unit(chart, unit)
    return chart


def add_target(chart: Chart, low: float, high, *, label: str, is_below: bool | None = None) -> None:
    """Add the value to be reached in 2030 as a line, or a range as a band.

    The label stands at the years to come, where no series runs, if `is_below` says whether below
    the line (the pace line comes from above) or above it. None: at the left, beside a forecast.
    """
    line = {"type": "line", "y0": low, "y1": low, "line": {"color": GOAL, "width": 1.5}}
    _add_shape(chart, **ACROSS, **line)
    if high is not None and not pd.isna(high):
        band = {"type": "rect", "y0": low, "y1": high, "fillcolor": GOAL, "opacity": 0.12}
        _add_shape(chart, **ACROSS, **band, line={"width": 0})
    add_words(
        chart,
        x=0 if is_below is None else 1,
        xref="paper",
        y=low,
        text=escape(label),
        xanchor="left" if is_below is None else "right",
        yanchor="top" if is_below else "bottom",
        yshift=0 if is_below is None else -5 if is_below else 5,
        font={"color": GOAL, "size": 12},
    )


def add_pace(chart: Chart, from_year, from_value, to_year, to_value, unit: str) -> None:
    """Add the pace line from the base value to the target value."""
    shown = attach_unit("%{y:,.2f}", unit)
    is_first = all(trace.get("name") != t("chart.pace") for trace in chart["data"])
    add_trace(
        chart,
        x=[from_year, to_year],
        y=[from_value, to_value],
        mode="lines",
        name=t("chart.pace"),
        showlegend=is_first,
        line={"color": GOAL, "width": 1.5, "dash": "dot"},
        hovertemplate=Markup("%{{x}}: {}<extra>{}</extra>").format(shown, t("chart.pace")),
    )


def add_breaks(chart: Chart, breaks: Iterable[int]) -> list[float]:
    """Mark the years after which a series continues with another definition; return where."""
    places = [after_year + 0.5 for after_year in breaks]
    for place in places:
        _add_vertical(chart, place, {"color": MUTED, "width": 1, "dash": "dash"})
    return places


def add_event_lines(chart: Chart, events: pd.DataFrame) -> None:
    """Mark the years of events; `events` has year."""
    for year in dict.fromkeys(events["year"]):
        _add_vertical(chart, int(year), {"color": EVENT, "width": 1, "dash": "dot"})


def draw_below(chart: Chart, words: list[tuple[float, str, str]]) -> None:
    """Write words below the years, where no line runs; neighbours stand at two heights.

    `words` are pairs of a place and a text, with the colour of the line that they name.
    """
    if not words:
        return
    chart["layout"]["margin"]["b"] = 32 + WORD_PX * min(len(words), 2)
    for number, (place, text, color) in enumerate(sorted(words)):
        add_words(
            chart,
            x=place,
            y=0,
            yref="paper",
            yanchor="top",
            yshift=-24 - WORD_PX * (number % 2),
            text=escape(text),
            font={"color": color, "size": 12},
        )


def add_other_figures(chart: Chart, others: pd.DataFrame, unit: str) -> None:
    """Add what other sources give for the same years, apart from the line.

    `others` has year, value (in `unit`) and state.
    """
    add_trace(
        chart,
        **_place(others),
        mode="markers",
        name=t("chart.others"),
        marker={"symbol": "x-thin", "size": 8, "line": {"color": MUTED, "width": 1.6}},
        hovertext=_write_hovers(others, unit),
        hoverinfo="text",
        showlegend=True,
    )


def add_goal_mark(chart: Chart, year: int, low: float, high, label: str) -> None:
    """Mark the value to be reached in the year of the target; a range has both its ends."""
    ends = [low] if high is None or pd.isna(high) else [low, high]
    add_trace(
        chart,
        x=[year] * len(ends),
        y=ends,
        mode="markers+lines",
        marker={"symbol": "triangle-down", "size": 12, "color": GOAL},
        line={"color": GOAL, "width": 3},
        showlegend=False,
        hovertext=escape(label),
        hoverinfo="text",
    )


def name_newest(chart: Chart, series: pd.DataFrame, unit: str, goal: float | None = None) -> None:
    """Write the newest value at the right of its mark, where no line of the series runs.

    `goal` is the value of a later year, in the direction of which the pace line leaves the mark;
    without one the chart ends here and gets room at its right.
    """
    last = series.iloc[-1]
    text = format_value(last["value"], unit)
    if goal is None:
        chart["layout"]["margin"]["r"] = 24 + LETTER_PX * len(text)
    aside = 0 if goal is None else -13 if goal > last["value"] else 13
    add_words(
        chart,
        x=int(last["year"]),
        y=float(last["value"]),
        xanchor="left",
        xshift=9,
        yshift=aside,
        text=Markup("<b>{}</b>").format(text),
        font={"color": ACCENT, "size": 14},
    )


def name_states(chart: Chart, states) -> None:
    """Say in the picture what the marks of a series mean; only of states that occur.

    The legend stands above the series, so that it is in every picture made of the chart.
    """
    for state in MARKS:
        if state in set(states):
            add_trace(
                chart,
                x=[None],
                y=[None],
                mode="markers",
                name=format_state(state),
                marker={"symbol": MARKS[state], "size": 8, "color": ACCENT},
                showlegend=True,
            )
    chart["layout"]["showlegend"] = True
    chart["layout"]["margin"]["t"] = 44
    chart["layout"]["legend"] = {
        "orientation": "h",
        "x": 1,
        "xanchor": "right",
        "y": 1.02,
        "yanchor": "bottom",
        "itemclick": False,
        "traceorder": "reversed",
    }


def finish_figure(chart: Chart) -> go.Figure:
    """Return a chart as Streamlit takes it: of a plain dict it would check each property."""
    figure = go.Figure()
    # plotly takes no attributes of ours.
    figure.__dict__["to_dict"] = lambda: chart
    return figure


def add_trace(chart: Chart, **trace) -> None:
    """Add points and lines of plotly's kind ``scatter``."""
    chart["data"].append({"type": "scatter", **trace})


def add_words(chart: Chart, **annotation) -> None:
    """Add words at a place of the chart."""
    chart["layout"]["annotations"].append({"showarrow": False, **annotation})


def set_years(chart: Chart, first_year: int, last_year: int) -> None:
    """Show these years, with ticks at whole years and room for the marks at both ends."""
    step = find_year_step(first_year, last_year)
    ticks = {"range": [first_year - 0.5, last_year + 0.5], "dtick": step, "tick0": 2000}
    chart["layout"]["xaxis"].update(ticks)


def read_points(series: pd.DataFrame) -> list[Point]:
    """Return year, value and segment of each figure of a series."""
    columns = (series[name].tolist() for name in ("year", "value", "segment"))
    return list(zip(*columns, strict=True))


def group_points(figures: pd.DataFrame) -> dict[str, list[Point]]:
    """Return the points of each indicator in a frame of many series."""
    grouped: dict[str, list[Point]] = {}
    for indicator_id, point in zip(
        figures["indicator_id"].tolist(), read_points(figures), strict=True
    ):
        grouped.setdefault(indicator_id, []).append(point)
    return grouped


def render_sparkline(points: list[Point], *, width: int = 132, height: int = 28) -> Markup:
    """Return a series as a small picture with a dot on the newest value.

    The points are in the order of their years. The line breaks between segments and over
    missing years; a segment of one year is a dot.
    """
    if not points:
        return Markup()
    label = t("chart.spark_label", first=int(points[0][0]), last=int(points[-1][0]))
    return Markup(
        '<img class="spark" src="data:image/svg+xml,%s" alt="%s" width="%s" height="%s">'
    ) % (_draw_spark(tuple(points), width, height), label, width, height)


@lru_cache(maxsize=4096)
def _draw_spark(points: tuple[Point, ...], width: int, height: int) -> str:
    """Return the picture as an address holds it: a table has sixty, of which a file changes one."""
    place = _make_scale(points, width, height)
    parts = [
        _render_stroke([place(year, value) for year, value, _ in run])
        for run in _split_points(points)
    ]
    last = place(*points[-1][:2])
    picture = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s">'
        '<g fill="none" stroke="%s" stroke-width="1.6">%s</g>'
        '<circle cx="%.1f" cy="%.1f" r="2.6" fill="%s"/></svg>'
    ) % (width, height, ACCENT, Markup("").join(parts), last[0], last[1], ACCENT)
    return quote(picture)


def _render_stroke(points: list[tuple[float, float]]) -> Markup:
    if len(points) == 1:
        return Markup('<circle cx="{:.1f}" cy="{:.1f}" r="0.8"/>').format(
            points[0][0], points[0][1]
        )
    return Markup('<polyline points="%s"/>') % " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _split_points(points: Sequence[Point]) -> list[list[Point]]:
    """Return the runs of years without a gap, as `split_runs` does, segment by segment."""
    runs: list[list[Point]] = []
    for point in sorted(points, key=lambda point: point[2]):
        before = runs[-1][-1] if runs else None
        if before is None or point[2] != before[2] or point[0] - before[0] > 1:
            runs.append([])
        runs[-1].append(point)
    return runs


def _make_scale(points: Sequence[Point], width: int, height: int):
    """Return a function from (year, value) to a place in the picture; it need not show zero."""
    edge = 4
    years, values = [point[0] for point in points], [point[1] for point in points]
    first, lowest = min(years), min(values)
    year_span = max(max(years) - first, 1)
    value_span = (max(values) - lowest) or 1

    def place(year, value):
        x = edge + (year - first) / year_span * (width - 2 * edge)
        y = height - edge - (value - lowest) / value_span * (height - 2 * edge)
        return x, y

    return place


def _name_unit(chart: Chart, unit: str) -> None:
    """Write the unit above the values."""
    add_words(
        chart,
        x=0,
        xref="paper",
        xanchor="left",
        xshift=-44,
        y=1,
        yref="paper",
        yanchor="bottom",
        text=escape(attach_unit("", unit).strip()),
        font={"size": 12, "color": MUTED},
    )


def _add_shape(chart: Chart, **shape) -> None:
    chart["layout"]["shapes"].append(shape)


def _add_vertical(chart: Chart, place: float, line: dict) -> None:
    _add_shape(chart, **UPRIGHT, type="line", x0=place, x1=place, line=line)


def _place(figures: pd.DataFrame) -> dict[str, list]:
    return {"x": figures["year"].tolist(), "y": figures["value"].tolist()}


def _add_bridge(chart: Chart, part: pd.DataFrame) -> None:
    add_trace(
        chart,
        **_place(part),
        mode="lines",
        line={"color": ACCENT, "width": 1, "dash": "dot"},
        opacity=0.5,
        showlegend=False,
        hoverinfo="skip",
    )


def _add_run(chart: Chart, part: pd.DataFrame, unit: str, name: str) -> None:
    add_trace(
        chart,
        **_place(part),
        mode="lines+markers",
        name=name,
        showlegend=False,
        line={"color": ACCENT, "width": 2},
        marker={
            "symbol": [MARKS.get(state, "circle") for state in part["state"]],
            "size": 7,
            "color": ACCENT,
        },
        hovertext=_write_hovers(part, unit),
        hoverinfo="text",
    )


def _write_hovers(part: pd.DataFrame, unit: str) -> list[Markup]:
    return [
        Markup("<b>{}　{}</b><br>{}").format(
            format_year(row.year), format_value(row.value, unit), format_state(row.state)
        )
        for row in part.itertuples()
    ]


def _make_layout() -> dict:
    axis = {"gridcolor": RULE, "zeroline": False, "linecolor": RULE, "tickcolor": RULE}
    return {
        "annotations": [],
        "shapes": [],
        "height": 300,
        "margin": {"l": 48, "r": 16, "t": 28, "b": 32},
        "font": {"family": FONT, "size": 13, "color": INK},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "hoverlabel": {"bgcolor": "white", "bordercolor": RULE, "font": {"family": FONT}},
        "xaxis": {
            **axis,
            "showgrid": False,
            "tickformat": "d",
            "fixedrange": True,
            # On a phone the years stand aslant, and the picture leaves them room.
            "automargin": "height",
            "autotickangles": [0, 45],
        },
        "yaxis": {**axis, "fixedrange": True, "tickformat": ",~g"},
    }
