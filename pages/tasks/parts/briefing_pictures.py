"""The charts and maps of a briefing as small pictures for its preview."""

from collections.abc import Iterator
from urllib.parse import quote

import pandas as pd
from markupsafe import Markup

from data.words.numbers import format_number
from geo.locator import render_stamp
from geo.palettes import INK, MUTED
from pages.documents.bar_pictures import STRIP_COLORS
from pages.documents.briefing.model import Chart, Plate
from pages.documents.card_pictures import render_card_chart
from pages.documents.chart_pictures import ACCENT
from pages.documents.writers.fitting import cut_to_lines

WIDTH, ROW, BAR, NAMES, VALUES = 640.0, 26.0, 15.0, 230.0, 70.0
PACE = "#B8C2BB"
POINTS, PIXELS_PER_INCH = 9.75, 96


def render_picture(block: Chart | Plate) -> Markup:
    """Return a chart or a map with its title, what it found, and its legend."""
    if isinstance(block, Plate):
        drawn, legend = render_stamp(block.view), _list_classes(block)
    elif block.kind == "lines":
        series = block.picture
        assert isinstance(series, pd.DataFrame)
        drawn, legend = render_card_chart([(block.lines[0].name, series)]), []
    else:
        drawn = _draw_bars(block)
        legend = [(_pick_color(line.role), line.name) for line in block.lines]
    keys = Markup("").join(
        Markup('<li><i style="background:{}"></i>{}</li>').format(color, name)
        for color, name in (legend if len(legend) > 1 else [])
    )
    return Markup('<figure class="{}"><figcaption>{}</figcaption>{}{}<p>{}</p></figure>').format(
        "small" if isinstance(block, Plate) or block.kind == "lines" else "",
        block.title,
        Markup('<img src="data:image/svg+xml,{}" alt="{}">').format(quote(drawn), block.title),
        Markup("<ul>{}</ul>").format(keys) if keys else "",
        block.finding,
    )


def _list_classes(plate: Plate) -> list[tuple[str, str]]:
    return [(item.color, item.label) for item in plate.view.legend if item.key == "class"]


def _pick_color(role: str) -> str:
    return STRIP_COLORS.get(role, PACE if role == "pace" else ACCENT)


def _draw_bars(chart: Chart) -> Markup:
    """Return bars beside each other or stacked, a row for each name, from zero to both sides."""
    ends = list(_list_ends(chart))
    low, high = min(0.0, *ends), max(0.0, *ends)
    scale = (WIDTH - NAMES - 2 * VALUES) / ((high - low) or 1.0)
    zero = NAMES + VALUES - low * scale
    count = 1 if chart.kind == "stacked" else len(chart.lines)
    tall = ROW + (count - 1) * BAR
    rows = Markup("").join(
        _draw_row(chart, number, number * tall, zero, scale)
        for number in range(len(chart.categories))
    )
    bottom = tall * len(chart.categories)
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {:.0f} {:.0f}" '
        'font-family="sans-serif" font-size="13" fill="{}">{}'
        '<path d="M{:.1f} 0V{:.0f}" stroke="{}"/></svg>'
    ).format(WIDTH, bottom, INK, rows, zero, bottom, MUTED)


def _list_ends(chart: Chart) -> Iterator[float]:
    """Yield how far the bars of each row reach."""
    for at in range(len(chart.categories)):
        values = [line.values[at] or 0.0 for line in chart.lines]
        if chart.kind == "stacked":
            yield sum(values)
        else:
            yield from values


def _draw_row(chart: Chart, number: int, top: float, zero: float, scale: float) -> Markup:
    parts = []
    left = 0.0
    for at, line in enumerate(chart.lines):
        value = line.values[number]
        if value is None:
            continue
        is_stacked = chart.kind == "stacked"
        begin = left if is_stacked else 0.0
        left += value
        y = top + (ROW - BAR) / 2 + (0 if is_stacked else at * BAR)
        parts.append(
            Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" fill="{}"/>').format(
                zero + min(begin, begin + value) * scale,
                y,
                abs(value) * scale,
                BAR - 1,
                _pick_color(line.role),
            )
        )
        if not is_stacked:
            parts.append(_write_value(value, chart.unit, zero + value * scale, y))
    if chart.kind == "stacked":
        parts.append(_write_value(left, "", zero + left * scale, top + (ROW - BAR) / 2))
    short = cut_to_lines(chart.categories[number], POINTS, NAMES / PIXELS_PER_INCH, 1)
    words = Markup('<text x="0" y="{:.1f}">{}</text>').format(top + ROW / 2 + 4.5, short)
    return words + Markup("").join(parts)


def _write_value(value: float, unit: str, end: float, top: float) -> Markup:
    """Write a value beyond the end of its bar, a percentage as in the documents."""
    return Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>').format(
        end + (5 if value >= 0 else -5),
        top + BAR - 3.5,
        "start" if value >= 0 else "end",
        f"{value:,.1f}%" if unit == "%" else format_number(value),
    )
