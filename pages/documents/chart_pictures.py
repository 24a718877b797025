"""Charts of series as pictures for documents and to take away: PNG, SVG or PDF, without a browser.

Everything is drawn from plain frames and finished words; nothing is looked up. A picture says
what it shows, in which unit, from which source and until when (`Caption`). Bars and bullets are
in `pages.documents.bar_pictures`.
"""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from data.words.catalogue import t
from data.words.numbers import format_value
from geo.canvas import PrintSheet, drawing
from geo.palettes import INK, MUTED, PAPER
from pages.documents.chart_data import Caption, Goal, Panel, SeriesMarks
from pages.documents.chart_scale import (
    Scale,
    find_year_step,
    list_chart_points,
    list_runs,
    make_scale,
)
from pages.documents.chart_sheet import (
    CHART_SIZE,
    RULE,
    SMALL_POINTS,
    WORD_POINTS,
    Pen,
    Room,
    get_line_height,
    measure_frame,
    open_sheet,
)

ACCENT = "#2F6B4F"
GOAL = "#1D6A96"
EVENT = "#8A6100"
SCENARIO = "#7A2B5E"
OTHERS = "#C9D2CC"
BAND = "#E3EAE4"
DOTS_PER_INCH = 200
# A filled mark is a published or verified figure; an open one is not. The same as on the screen.
STATE_MARKS = {
    "verified": ("s", True),
    "published": ("o", True),
    "derived": ("D", True),
    "reported": ("o", False),
    "provisional": ("o", False),
    "returned": ("X", False),
}
PANEL_SHAPE = (60.0, 34.0)
PANEL_GAP = (6.0, 4.0)
PANEL_HEAD = 8.6


class _Field(NamedTuple):
    """A rectangle with years across and values up, in mm of a pen."""

    x: float
    y: float
    width: float
    height: float
    scale: Scale
    margin_years: float = 0.0

    def place(self, year: float, value: float) -> tuple[float, float]:
        """Return the place of a value."""
        scale = self.scale
        years = scale.last_year - scale.first_year + 2 * self.margin_years or 1
        along = (year - scale.first_year + self.margin_years) / years
        up = (value - scale.low) / (scale.high - scale.low)
        return self.x + along * self.width, self.y + up * self.height

    def place_all(self, series: pd.DataFrame) -> list[tuple[float, float]]:
        """Return the places of the values of a series."""
        pairs = zip(series["year"], series["value"], strict=True)
        return [self.place(year, value) for year, value in pairs]


def draw_series_picture(
    series: pd.DataFrame,
    unit: str,
    caption: Caption,
    marks: SeriesMarks,
    kind: str = "png",
    *,
    size: tuple[float, float] = CHART_SIZE,
    dpi: int = DOTS_PER_INCH,
) -> bytes:
    """Return the series of one indicator in one area as a picture.

    Parameters
    ----------
    series : DataFrame
        One row per year: year, value (in `unit`), state, segment; at least one row. The line
        breaks between segments, on different sides of a series break, and is dotted over years
        without a figure.
    unit : str
        Unit of the values, as the tables store it; for the newest value.
    kind : {'png', 'svg', 'pdf'}
    size : tuple of float
        Width and height, mm.
    dpi : int
        For PNG.

    Raises
    ------
    PlateError
        The format is unknown.
    """
    with drawing():
        return make_series_sheet(series, unit, caption, marks, size).save(kind, dpi)


def make_series_sheet(
    series: pd.DataFrame,
    unit: str,
    caption: Caption,
    marks: SeriesMarks,
    size: tuple[float, float] = CHART_SIZE,
) -> PrintSheet:
    """Return the drawn sheet; call it within `geo.canvas.drawing`. See `draw_series_picture`."""
    sheet, room = open_sheet(caption, size)
    pen = Pen(sheet, room)
    words = [(year + 0.5, t("chart.break"), MUTED) for year in marks.breaks]
    words += [(float(year), word, EVENT) for year, word in marks.events]
    newest = format_value(series["value"].iloc[-1], unit)
    below = 6.0 + min(len(words), 2) * get_line_height(SMALL_POINTS)
    right = 3.0 if marks.goals else pen.measure(newest, 11) + 3
    scale = _make_series_scale(series, marks)
    left = _measure_ticks(pen, scale)
    field = _Field(left, below, pen.width - left - right, pen.height - below - 10, scale, 0.5)
    _draw_axes(pen, field)
    _draw_words_below(pen, field, words)
    for goal in marks.goals:
        _draw_goal(pen, field, goal, series["value"].iloc[-1])
    _draw_beside(pen, field, marks)
    _draw_series(pen, field, series, 1.6, 4.6)
    _write_newest(pen, field, series, newest, marks)
    _draw_keys(pen, series, marks)
    return sheet


def draw_panels_picture(
    panels: Sequence[Panel],
    caption: Caption,
    kind: str = "png",
    *,
    columns: int = 3,
    width: float = CHART_SIZE[0],
    keys: Sequence[tuple[str, str]] = (),
    dpi: int = DOTS_PER_INCH,
) -> bytes:
    """Return small charts beside and below each other; the height follows from their number.

    Parameters
    ----------
    panels : sequence of Panel
        At least one. Those with a shared scale can be compared by eye; say so in a note.
    keys : sequence of (name, words)
        What the colours mean: name is own, others or band.
    width : float
        mm.
    """
    with drawing():
        return make_panels_sheet(panels, caption, columns, width, keys).save(kind, dpi)


def make_panels_sheet(
    panels: Sequence[Panel],
    caption: Caption,
    columns: int = 3,
    width: float = CHART_SIZE[0],
    keys: Sequence[tuple[str, str]] = (),
) -> PrintSheet:
    """Return the drawn sheet; call it within `geo.canvas.drawing`. See `draw_panels_picture`."""
    rows = -(-len(panels) // columns)
    gap_x, gap_y = PANEL_GAP
    keys_height = 6.0 if keys else 0.0
    cell = (width - 14 - gap_x * (columns - 1)) / columns
    tall = cell * PANEL_SHAPE[1] / PANEL_SHAPE[0] + PANEL_HEAD
    height = measure_frame(caption, width) + rows * (tall + gap_y) + keys_height
    sheet, room = open_sheet(caption, (width, height))
    for number, panel in enumerate(panels):
        row, column = divmod(number, columns)
        x = room.x + column * (cell + gap_x)
        y = room.y + room.height - keys_height - (row + 1) * (tall + gap_y) + gap_y
        _draw_panel(Pen(sheet, Room(x, y, cell, tall)), panel)
    if keys:
        place = Room(room.x, room.y + room.height - keys_height, room.width, keys_height)
        _draw_panel_keys(Pen(sheet, place), keys)
    return sheet


def _make_series_scale(series: pd.DataFrame, marks: SeriesMarks) -> Scale:
    """Return the scale that holds the series, its goals, pace lines and other figures."""
    points = list_chart_points(series)
    for goal in marks.goals:
        points += [(goal.year, end) for end in (goal.low, goal.high) if end is not None]
        points += [goal.pace[1]] if goal.pace else []
    for frame in (marks.others, marks.forecast, marks.path):
        if frame is None:
            continue
        for name in {"value", "low", "high"} & set(frame.columns):
            points += list_chart_points(frame, name)
    return make_scale(points)


def _has_rows(frame: pd.DataFrame | None) -> bool:
    return frame is not None and len(frame) > 0


def _measure_ticks(pen: Pen, scale: Scale, points: float = WORD_POINTS) -> float:
    """Return the room in mm that the values at the left need."""
    return max(pen.measure(scale.format_tick(tick), points) for tick in scale.ticks) + 2.5


def _draw_axes(pen: Pen, field: _Field, points: float = WORD_POINTS) -> None:
    """Draw a line at each round value, and the years below."""
    for tick in field.scale.ticks:
        y = field.place(field.scale.first_year, tick)[1]
        pen.draw_line([(field.x, y), (field.x + field.width, y)], RULE, 0.7, zorder=1)
        words = field.scale.format_tick(tick)
        pen.write(field.x - 1.5, y, words, points, ha="right", color=MUTED)
    first, last = field.scale.first_year, field.scale.last_year
    step = find_year_step(first, last)
    for year in range(first - first % -step, last + 1, step):
        x = field.place(year, field.scale.low)[0]
        pen.write(x, field.y - 3.2, str(year), points, ha="center", color=MUTED)


def _draw_words_below(pen: Pen, field: _Field, words) -> None:
    """Draw lines at the years of breaks and events, and their words at two heights."""
    for number, (year, text, color) in enumerate(sorted(words)):
        x = field.place(year, field.scale.low)[0]
        dash = ":" if color == EVENT else (0, (4, 3))
        pen.draw_line([(x, field.y), (x, field.y + field.height)], color, 0.9, dash=dash, zorder=2)
        y = field.y - 3.2 - get_line_height(SMALL_POINTS) * (1 + number % 2)
        pen.write(x, y, text, SMALL_POINTS, ha="center", color=color)


def _draw_goal(pen: Pen, field: _Field, goal: Goal, latest: float) -> None:
    """Draw the value to be reached as a line or a band, its mark, and the pace line."""
    y, right = field.place(goal.year, goal.low)[1], field.x + field.width
    if goal.high is not None:
        top = field.place(goal.year, goal.high)[1]
        pen.draw_box(field.x, y, field.width, top - y, facecolor=GOAL, alpha=0.12, zorder=1)
    pen.draw_line([(field.x, y), (right, y)], GOAL, 1.1, zorder=2)
    ends = [end for end in (goal.low, goal.high) if end is not None]
    for end in ends:
        pen.draw_mark(*field.place(goal.year, end), "v", 7, color=GOAL, zorder=4)
    is_below = goal.has_room_below(latest)
    pen.write(
        right - 4, y + (-2.4 if is_below else 2.4), goal.label, ha="right", color=GOAL, zorder=5
    )
    if goal.pace:
        pen.draw_line([field.place(*end) for end in goal.pace], GOAL, 1.1, dash=":", zorder=2)


def _draw_beside(pen: Pen, field: _Field, marks: SeriesMarks) -> None:
    """Draw the figures of other sources, the forecast with its interval, and the scenario."""
    if marks.others is not None:
        for x, y in field.place_all(marks.others):
            pen.draw_mark(x, y, "x", 4.5, color=MUTED, linewidth=1, zorder=3)
    if marks.forecast is not None and len(marks.forecast):
        xs = [field.place(year, 0)[0] for year in marks.forecast["year"]]
        low, high = (
            [field.place(0, value)[1] for value in marks.forecast[name]] for name in ("low", "high")
        )
        pen.fill_between(xs, low, high, BAND)
        pen.draw_line(field.place_all(marks.forecast), ACCENT, 1.3, dash="--", zorder=3)
    if marks.path is not None and len(marks.path):
        pen.draw_line(field.place_all(marks.path), SCENARIO, 1.3, dash="-.", zorder=3)


def _draw_series(pen: Pen, field: _Field, series: pd.DataFrame, width: float, mark: float) -> None:
    for _, part in series.groupby("segment", sort=True):
        if len(part) > 1:
            pen.draw_line(field.place_all(part), ACCENT, width / 2, dash=":", alpha=0.6, zorder=3)
    for run in list_runs(series):
        pen.draw_line(field.place_all(run), ACCENT, width, zorder=3)
    for (x, y), state in zip(field.place_all(series), series["state"], strict=True):
        _draw_state(pen, x, y, state, mark)


def _draw_state(pen: Pen, x: float, y: float, state: str, size: float) -> None:
    marker, is_filled = STATE_MARKS.get(state, ("o", True))
    fill = ACCENT if is_filled else PAPER
    pen.draw_mark(x, y, marker, size, facecolor=fill, edgecolor=ACCENT, linewidth=1.1, zorder=4)
    if state == "provisional":
        pen.draw_mark(x, y, marker, size * 0.4, color=ACCENT, linewidth=0, zorder=5)


def _write_newest(pen: Pen, field: _Field, series, text: str, marks: SeriesMarks) -> None:
    """Write the newest value at the right of its mark, aside from the pace line."""
    last = series.iloc[-1]
    x, y = field.place(last["year"], last["value"])
    if marks.goals:
        y += -3.4 if marks.goals[0].low > last["value"] else 3.4
    pen.write(x + 2.2, y, text, 11, color=ACCENT, zorder=6)


def _draw_keys(pen: Pen, series: pd.DataFrame, marks: SeriesMarks) -> None:
    """Say above the chart, from the right, what marks and lines mean; only what occurs."""
    x, y = pen.width, pen.height - 2.5
    lines = [(any(goal.pace for goal in marks.goals), t("chart.pace"), GOAL, ":")]
    lines.append((_has_rows(marks.path), t("whatif.line"), SCENARIO, "-."))
    lines.append((_has_rows(marks.forecast), t("forecast.line"), ACCENT, "--"))
    for _, words, color, dash in (line for line in lines if line[0]):
        x = _write_key(pen, x, y, words, 7)
        pen.draw_line([(x + 3, y), (x + 8.5, y)], color, 1.1, dash=dash)
    if marks.others is not None and len(marks.others):
        x = _write_key(pen, x, y, t("chart.others"), 4)
        pen.draw_mark(x + 4, y, "x", 4.5, color=MUTED, linewidth=1)
    states = set(series["state"])
    for state in reversed([state for state in STATE_MARKS if state in states]):
        x = _write_key(pen, x, y, t(f"shell.state.{state}"), 4)
        _draw_state(pen, x + 4, y, state, 4.6)


def _write_key(pen: Pen, right: float, y: float, text: str, room: float) -> float:
    """Write the words of a key; return where its mark begins."""
    pen.write(right, y, text, ha="right")
    return right - pen.measure(text) - room - 3.5


def _draw_panel(pen: Pen, panel: Panel) -> None:
    """Draw one small chart: title, newest value, band or the others in grey, and the series."""
    y = pen.height - 2.2
    pen.write(0, y, pen.fit(panel.title, pen.width), WORD_POINTS)
    beside = pen.fit(panel.beside, pen.width, SMALL_POINTS)
    pen.write(0, y - 3.6, beside, SMALL_POINTS, color=MUTED)
    scale = panel.scale or _make_panel_scale(panel)
    if scale is None:
        return
    left = _measure_ticks(pen, scale, SMALL_POINTS)
    field = _Field(left, 5.0, pen.width - left - 2, pen.height - PANEL_HEAD - 6.5, scale)
    _draw_panel_axes(pen, field)
    _draw_behind(pen, field, panel)
    if len(panel.series):
        _draw_series(pen, field, panel.series, 1.4, 3.4)


def _draw_behind(pen: Pen, field: _Field, panel: Panel) -> None:
    """Draw what a panel's own series is seen against: the peer band, and others in grey."""
    if panel.band is not None and len(panel.band):
        for run in (run for run in list_runs(panel.band.assign(segment=0))):
            xs = [field.place(year, 0)[0] for year in run["year"]]
            low, high, middle = (
                [field.place(0, value)[1] for value in run[name]]
                for name in ("low", "high", "median")
            )
            if len(run) == 1:
                xs, low, high, middle = [xs[0] - 1, xs[0] + 1], low * 2, high * 2, middle * 2
            pen.fill_between(xs, low, high, BAND)
            pen.draw_line(list(zip(xs, middle, strict=True)), MUTED, 0.8, dash="--", zorder=2)
    if panel.others is not None:
        for _, other in panel.others.groupby("area_id", sort=False):
            for run in list_runs(other):
                pen.draw_line(field.place_all(run), OTHERS, 0.9, zorder=2)


def _make_panel_scale(panel: Panel) -> Scale | None:
    """Return the scale of a panel with its own; None where it has nothing to show."""
    points = list_chart_points(panel.series)
    if panel.band is not None:
        points += list_chart_points(panel.band, "low") + list_chart_points(panel.band, "high")
    return make_scale(points) if len(points) else None


def _draw_panel_axes(pen: Pen, field: _Field) -> None:
    scale = field.scale
    for tick in scale.ticks:
        y = field.place(scale.first_year, tick)[1]
        pen.draw_line([(field.x, y), (field.x + field.width, y)], RULE, 0.6, zorder=1)
        pen.write(field.x - 1.2, y, scale.format_tick(tick), SMALL_POINTS, ha="right", color=MUTED)
    years = dict.fromkeys((scale.first_year, scale.last_year))
    for year, side in zip(years, ("left", "right") if len(years) > 1 else ("center",), strict=True):
        x = field.place(year, scale.low)[0]
        pen.write(x, field.y - 2.6, str(year), SMALL_POINTS, ha=side, color=MUTED)


def _draw_panel_keys(pen: Pen, keys: Sequence[tuple[str, str]]) -> None:
    x, y = 0.0, pen.height - 2.6
    for name, words in keys:
        if name == "band":
            pen.draw_box(x, y - 1.4, 6, 2.8, facecolor=BAND)
            pen.draw_line([(x, y), (x + 6, y)], MUTED, 0.8, dash="--")
        else:
            color, width = (ACCENT, 1.4) if name == "own" else (OTHERS, 1.2)
            pen.draw_line([(x, y), (x + 6, y)], color, width)
        pen.write(x + 7.5, y, words, color=INK)
        x += 7.5 + pen.measure(words) + 6
