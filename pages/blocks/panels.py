"""Small multiples: one panel per area, all on one scale, drawn as SVG without a script."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Protocol, TypeVar
from urllib.parse import quote

from markupsafe import Markup

from indicators.counties.bands import Band
from pages.blocks.figures import ACCENT, MUTED, RULE
from pages.documents.chart_scale import Scale
from pages.shell.i18n import t

WIDTH, HEIGHT = 260, 128
LEFT, RIGHT, TOP, BOTTOM = 50, 14, 12, 24
MOST_COLUMNS = 4
OTHERS = "#C9D2CC"
BAND = "#DFE8E1"
# Open marks are figures that nobody published or verified, as in the large chart.
OPEN = ("reported", "provisional", "returned")

Place = Callable[[float, float], tuple[float, float]]


class Figure(Protocol):
    """A figure of a series: the breaks before its year are counted by its segment."""

    @property
    def year(self) -> int: ...
    @property
    def value(self) -> float: ...
    @property
    def state(self) -> str | None: ...
    @property
    def segment(self) -> int: ...


Dated = TypeVar("Dated", Figure, Band)


def count_columns(panels: int) -> int:
    """Return how many panels stand beside each other: no more than can be read."""
    return panels if panels <= MOST_COLUMNS else -(-panels // 2)


def render_panel(
    own: Sequence[Figure],
    scale: Scale,
    name: str,
    *,
    others: Iterable[Sequence[Figure]] = (),
    band: Sequence[Band] = (),
) -> Markup:
    """Return the panel of one area: its line in colour, the others' in grey.

    Parameters
    ----------
    own : sequence of Figure
        The area's series, oldest first. Lines break at series breaks and over years without a
        figure.
    name : str
        What the panel shows, for readers of a screen.
    others : iterable of sequences of Figure
        The series of other areas.
    band : sequence of Band
        The middle half of a peer group, drawn behind.
    """
    place = _make_place(scale)
    picture = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}" viewBox="0 0 {} {}" '
        'font-family="sans-serif" font-size="13" fill="{}">{}{}{}{}{}</svg>'
    ).format(
        WIDTH,
        HEIGHT,
        WIDTH,
        HEIGHT,
        MUTED,
        _render_axes(scale, place),
        _render_band(band, place),
        Markup("").join(_render_lines(series, place, OTHERS, 1.2) for series in others),
        _render_lines(own, place, ACCENT, 2.2),
        _render_marks(own, place),
    )
    return Markup('<img class="panel" src="data:image/svg+xml,{}" alt="{}">').format(
        quote(picture), t("compare.panel", name=name, first=scale.first_year, last=scale.last_year)
    )


def _make_place(scale: Scale) -> Place:
    years = max(scale.last_year - scale.first_year, 1)
    values = scale.high - scale.low

    def place(year: float, value: float) -> tuple[float, float]:
        x = LEFT + (year - scale.first_year) / years * (WIDTH - LEFT - RIGHT)
        y = HEIGHT - BOTTOM - (value - scale.low) / values * (HEIGHT - TOP - BOTTOM)
        return x, y

    return place


def _split_gaps(rows: Iterable[Dated]) -> list[list[Dated]]:
    """Return the runs of years without a gap; a line over a gap would invent values."""
    runs: list[list[Dated]] = []
    for row in rows:
        if not runs or row.year - runs[-1][-1].year > 1:
            runs.append([])
        runs[-1].append(row)
    return runs


def _render_band(band: Sequence[Band], place: Place) -> Markup:
    """Return the middle half of the peers as a band with their median, gap by gap."""
    parts = []
    for run in _split_gaps(band):
        upper = [place(row.year, row.high) for row in run]
        lower = [place(row.year, row.low) for row in run]
        middle = [place(row.year, row.median) for row in run]
        if len(run) == 1:
            upper, lower, middle = (_widen(points[0]) for points in (upper, lower, middle))
        parts.append(
            Markup(
                '<polygon points="{}" fill="{}"/>'
                '<polyline points="{}" fill="none" stroke="{}" stroke-dasharray="4 3"/>'
            ).format(
                _format_points([*upper, *reversed(lower)]), BAND, _format_points(middle), MUTED
            )
        )
    return Markup("").join(parts)


def _widen(point: tuple[float, float]) -> list[tuple[float, float]]:
    return [(point[0] - 4, point[1]), (point[0] + 4, point[1])]


def _format_points(points: list[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _render_axes(scale: Scale, place: Place) -> Markup:
    lines = Markup("").join(
        Markup(
            '<path d="M{} {:.1f}H{}" stroke="{}"/>'
            '<text x="{}" y="{:.1f}" text-anchor="end">{}</text>'
        ).format(LEFT, y, WIDTH - RIGHT, RULE, LEFT - 5, y + 4, scale.format_tick(tick))
        for tick in scale.ticks
        for y in [place(scale.first_year, tick)[1]]
    )
    years = dict.fromkeys((scale.first_year, scale.last_year))
    anchors = ("start", "end") if len(years) > 1 else ("middle",)
    return lines + Markup("").join(
        Markup('<text x="{:.1f}" y="{}" text-anchor="{}">{}</text>').format(
            place(year, scale.low)[0], HEIGHT - 4, anchor, year
        )
        for year, anchor in zip(years, anchors, strict=True)
    )


def _render_lines(series: Sequence[Figure], place: Place, color: str, width: float) -> Markup:
    in_order = sorted(series, key=attrgetter("segment"))
    parts = [list(part) for _, part in groupby(in_order, attrgetter("segment"))]
    return Markup("").join(
        Markup('<polyline points="{}" fill="none" stroke="{}" stroke-width="{}"/>').format(
            _format_points([place(row.year, row.value) for row in run]), color, width
        )
        for part in parts
        for run in _split_gaps(part)
    )


def _render_marks(series: Sequence[Figure], place: Place) -> Markup:
    mark = Markup('<circle cx="%.1f" cy="%.1f" r="2.8" stroke="%s" stroke-width="1.4" fill="%s"/>')
    return Markup("").join(
        mark % (*place(row.year, row.value), ACCENT, "white" if row.state in OPEN else ACCENT)
        for row in series
    )
