"""The small pictures of a county card: its main series beside each other, and where it lies."""

import pandas as pd
from markupsafe import Markup

from data.words.numbers import format_value
from geo.palettes import INK, MUTED
from pages.documents.chart_pictures import ACCENT
from pages.documents.chart_scale import list_runs

WIDTH, HEIGHT = 600.0, 130.0
GAP = 18.0
TOP, BOTTOM = 40.0, 22.0
EDGE = 6.0
FONT = "Noto Sans SC"


def draw_card_chart(series: list[tuple[str, pd.DataFrame]]) -> bytes:
    """Return `render_card_chart` as a file."""
    return render_card_chart(series).encode()


def render_card_chart(series: list[tuple[str, pd.DataFrame]]) -> Markup:
    """Return some series beside each other as an SVG, each in its own scale.

    Parameters
    ----------
    series : list of (name, DataFrame)
        Each with year, value, unit and segment, oldest first, at least two rows. The line breaks
        over missing years and at a series break. It does not begin at zero.
    """
    width = (WIDTH - GAP * (len(series) - 1)) / len(series)
    panels = Markup("").join(
        _draw_panel(name, own, number * (width + GAP), width)
        for number, (name, own) in enumerate(series)
    )
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {:.0f} {:.0f}" '
        'font-family="{}">{}</svg>'
    ).format(WIDTH, HEIGHT, FONT, panels)


def _draw_panel(name: str, series: pd.DataFrame, left: float, width: float) -> Markup:
    years, values = series["year"].astype(int), series["value"].astype(float)
    first, last = int(years.iloc[0]), int(years.iloc[-1])
    low, span = values.min(), (values.max() - values.min()) or 1.0

    def place(year: float, value: float) -> tuple[float, float]:
        across = left + EDGE + (year - first) / (last - first) * (width - 2 * EDGE)
        up = (value - low) / span * (HEIGHT - TOP - BOTTOM - 2 * EDGE)
        return across, HEIGHT - BOTTOM - EDGE - up

    strokes = Markup("").join(
        Markup('<polyline points="{}"/>').format(
            " ".join(
                "{:.1f},{:.1f}".format(*place(row.year, row.value)) for row in run.itertuples()
            )
        )
        for run in list_runs(series)
    )
    dots = Markup("").join(
        Markup('<circle cx="{:.1f}" cy="{:.1f}" r="2.4"/>').format(*place(year, value))
        for year, value in zip(years, values, strict=True)
    )
    newest = format_value(values.iloc[-1], str(series["unit"].iloc[-1]))
    base = HEIGHT - BOTTOM
    return Markup(
        '<text x="{x:.1f}" y="13" font-size="13" fill="{ink}">{name}</text>'
        '<text x="{x:.1f}" y="31" font-size="14" fill="{accent}">{newest}</text>'
        '<line x1="{x:.1f}" y1="{base}" x2="{end:.1f}" y2="{base}" stroke="#DCE2DB"/>'
        '<g fill="none" stroke="{accent}" stroke-width="1.8">{strokes}</g>'
        '<g fill="{accent}">{dots}</g>'
        '<text x="{x:.1f}" y="{foot}" font-size="11" fill="{muted}">{first}</text>'
        '<text x="{end:.1f}" y="{foot}" font-size="11" fill="{muted}" text-anchor="end">'
        "{last}</text>"
    ).format(
        x=left,
        end=left + width,
        base=base,
        foot=HEIGHT - 7,
        ink=INK,
        muted=MUTED,
        accent=ACCENT,
        name=name,
        newest=newest,
        strokes=strokes,
        dots=dots,
        first=first,
        last=last,
    )
