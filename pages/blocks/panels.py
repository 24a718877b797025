"""Small multiples: one panel per area, all on one scale, drawn as SVG without a script."""

from collections.abc import Callable
from urllib.parse import quote

import pandas as pd
from markupsafe import Markup

from pages.blocks.figures import ACCENT, MUTED, RULE
from pages.documents.chart_scale import Scale, list_runs, split_runs
from pages.shell.i18n import t

WIDTH, HEIGHT = 260, 128
LEFT, RIGHT, TOP, BOTTOM = 50, 14, 12, 24
MOST_COLUMNS = 4
OTHERS = "#C9D2CC"
BAND = "#DFE8E1"
# Open marks are figures that nobody published or verified, as in the large chart.
OPEN = ("reported", "provisional", "returned")

Place = Callable[[float, float], tuple[float, float]]


def count_columns(panels: int) -> int:
    """Return how many panels stand beside each other: no more than can be read."""
    return panels if panels <= MOST_COLUMNS else -(-panels // 2)


def render_panel(
    series: pd.DataFrame, area_id: str, scale: Scale, name: str, band: pd.DataFrame | None = None
) -> Markup:
    """Return the panel of one area: its line in colour, the others' in grey.

    Parameters
    ----------
    series : DataFrame
        One row per area and year of one indicator: area_id, year, value, state, segment. Lines
        break at series breaks and over years without a figure.
    name : str
        What the panel shows, for readers of a screen.
    band : DataFrame or None
        The middle half of a peer group, drawn behind: year, low, median, high.
    """
    place = _make_place(scale)
    is_own = series["area_id"] == area_id
    own, rest = (series, series[:0]) if is_own.all() else (series[is_own], series[~is_own])
    others = [
        _render_lines(part, place, OTHERS, 1.2)
        for _, part in (rest.groupby("area_id", sort=False) if len(rest) else ())
    ]
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
        Markup() if band is None else _render_band(band, place),
        Markup("").join(others),
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


def _render_band(band: pd.DataFrame, place: Place) -> Markup:
    """Return the middle half of the peers as a band with their median, gap by gap."""
    parts = []
    for run in split_runs(band):
        years = run["year"].tolist()
        upper = [place(year, value) for year, value in zip(years, run["high"], strict=True)]
        lower = [place(year, value) for year, value in zip(years, run["low"], strict=True)]
        middle = [place(year, value) for year, value in zip(years, run["median"], strict=True)]
        if len(years) == 1:
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


def _render_lines(series: pd.DataFrame, place: Place, color: str, width: float) -> Markup:
    return Markup("").join(
        Markup('<polyline points="{}" fill="none" stroke="{}" stroke-width="{}"/>').format(
            _format_points(_place_all(run, place)), color, width
        )
        for run in list_runs(series)
    )


def _render_marks(series: pd.DataFrame, place: Place) -> Markup:
    return Markup("").join(
        Markup(
            '<circle cx="{:.1f}" cy="{:.1f}" r="2.8" stroke="{}" stroke-width="1.4" fill="{}"/>'
        ).format(x, y, ACCENT, "white" if state in OPEN else ACCENT)
        for (x, y), state in zip(_place_all(series, place), series["state"], strict=True)
    )


def _place_all(series: pd.DataFrame, place: Place) -> list[tuple[float, float]]:
    return [place(year, value) for year, value in zip(series["year"], series["value"], strict=True)]
