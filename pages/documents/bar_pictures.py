"""Rankings, targets and items of the boxes as pictures: bars and bullets in rows.

Like `pages.documents.chart_pictures`, from plain frames and finished words.
"""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from data.words.numbers import count_decimals, format_number, is_missing
from geo.canvas import PrintSheet, drawing
from geo.palettes import INK, MUTED, PAPER, STATUS_COLORS, STATUS_MARKERS
from indicators.targets.bullet import Bullet
from pages.documents.chart_data import BulletRow, Caption, SpanRow, StripRow
from pages.documents.chart_pictures import ACCENT, DOTS_PER_INCH
from pages.documents.chart_sheet import (
    CHART_SIZE,
    RULE,
    SMALL_POINTS,
    WORD_POINTS,
    Pen,
    Room,
    measure_frame,
    open_sheet,
)

GROUND = "#E3E8E1"
UNKNOWN = "#66736C"
RANGE = "#A9B6AE"
CHOSEN = "#1D6A96"
# Verified, counted without a document, under way: dark to light, as on the screen.
STRIP_COLORS = {"verified": "#2F6B4F", "reported": "#8DB59E", "pipeline": "#D3DFD6"}
RANK_ROW, BULLET_ROW, STRIP_ROW = 5.0, 11.5, 8.0
MOST_RANK_ROWS = 40
COLUMN_GAP = 8.0
KEYS_HEIGHT = 6.0


def draw_ranking_picture(
    ranking: pd.DataFrame,
    caption: Caption,
    kind: str = "png",
    *,
    width: float = CHART_SIZE[0],
    dpi: int = DOTS_PER_INCH,
) -> bytes:
    """Return a ranking as bars, in columns beside each other where it is long; none is left out.

    Parameters
    ----------
    ranking : DataFrame
        One row per area in the order of drawing: name, value, place (missing where there is no
        ranking), is_open (whether nobody published or verified the figure), is_chosen. A missing
        value is drawn as no bar.
    width : float
        mm; the height follows from the number of rows.
    """
    with drawing():
        return make_ranking_sheet(ranking, caption, width).save(kind, dpi)


def make_ranking_sheet(
    ranking: pd.DataFrame, caption: Caption, width: float = CHART_SIZE[0]
) -> PrintSheet:
    """Return the drawn sheet; call it within `geo.canvas.drawing`. See `draw_ranking_picture`."""
    columns = max(1, -(-len(ranking) // MOST_RANK_ROWS))
    rows = -(-len(ranking) // columns)
    height = measure_frame(caption, width) + rows * RANK_ROW + 1
    sheet, room = open_sheet(caption, (width, height))
    share = (room.width - COLUMN_GAP * (columns - 1)) / columns
    ranking = ranking.astype({"value": float})
    decimals = count_decimals(ranking["value"])
    span = ranking["value"].abs().max()
    for column in range(columns):
        part = ranking.iloc[column * rows : (column + 1) * rows]
        x = room.x + column * (share + COLUMN_GAP)
        pen = Pen(sheet, Room(x, room.y, share, room.height))
        _draw_ranks(pen, part, span if span and span > 0 else 1.0, decimals)
    return sheet


def _draw_ranks(pen: Pen, part: pd.DataFrame, span: float, decimals: int) -> None:
    """Draw bars below each other; below zero they point to the left of the same line."""
    names = min(pen.width * 0.62, max(map(pen.measure, part["name"])) + 9.5)
    texts = [format_number(value, decimals) for value in part["value"]]
    numbers = max(map(pen.measure, texts)) + 2
    room = pen.width - names - numbers
    zero = names + (room / 2 if (part["value"] < 0).any() else 0)
    room -= zero - names
    for number, row in enumerate(part.to_dict("records")):
        y = pen.height - RANK_ROW * (number + 0.5)
        color = CHOSEN if row["is_chosen"] else ACCENT
        if not is_missing(row["place"]):
            pen.write(5.5, y, str(int(row["place"])), SMALL_POINTS, ha="right", color=MUTED)
        pen.write(7, y, pen.fit(row["name"], names - 9), color=color if row["is_chosen"] else INK)
        if not is_missing(row["value"]):
            length = row["value"] / span * room
            fill = {"facecolor": PAPER, "edgecolor": color, "linewidth": 1.0}
            fill = fill if row["is_open"] else {"facecolor": color}
            pen.draw_box(min(zero, zero + length), y - 1.5, abs(length), 3, **fill)
        end = zero + max(0.0, 0.0 if is_missing(row["value"]) else row["value"] / span * room)
        pen.write(end + 1.5, y, texts[number], color=INK)


def draw_bullets_picture(
    rows: Sequence[BulletRow],
    caption: Caption,
    kind: str = "png",
    *,
    width: float = CHART_SIZE[0],
    dpi: int = DOTS_PER_INCH,
) -> bytes:
    """Return targets below each other: name, base to latest value to target, and status.

    The height follows from the number of rows; a target without two values has no line.
    """
    with drawing():
        return make_bullets_sheet(rows, caption, width).save(kind, dpi)


def make_bullets_sheet(
    rows: Sequence[BulletRow], caption: Caption, width: float = CHART_SIZE[0]
) -> PrintSheet:
    """Return the drawn sheet; call it within `geo.canvas.drawing`. See `draw_bullets_picture`."""
    height = measure_frame(caption, width) + len(rows) * BULLET_ROW + 1
    sheet, room = open_sheet(caption, (width, height))
    pen = Pen(sheet, room)
    for number, row in enumerate(rows):
        _draw_bullet_row(pen, row, pen.height - BULLET_ROW * (number + 0.5))
    return sheet


def _draw_bullet_row(pen: Pen, row: BulletRow, y: float) -> None:
    middle, end = pen.width * 0.47, pen.width * 0.74
    pen.write(0, y + 2.4, pen.fit(row.name, middle - 3, 9.5), 9.5)
    pen.write(0, y - 2.4, *pen.shrink(row.way, middle - 3, SMALL_POINTS), color=MUTED)
    color = UNKNOWN if row.status == "cannot_judge" else STATUS_COLORS[row.status]
    if row.bullet != Bullet():
        _draw_bullet(pen, row, (middle, end - middle, y), color)
    fill = PAPER if row.status == "cannot_judge" else color
    edge = {} if row.status == "moving_away" else {"edgecolor": color}
    marker = STATUS_MARKERS[row.status]
    pen.draw_mark(end + 5, y, marker, 5, facecolor=fill if edge else color, linewidth=1.2, **edge)
    pen.write(end + 8, y, *pen.shrink(row.word, pen.width - end - 8), color=color)


def _draw_bullet(pen: Pen, row: BulletRow, line: tuple[float, float, float], color: str) -> None:
    x, width, y = line
    bullet = row.bullet

    def place(share: float) -> float:
        return x + share * width

    pen.draw_box(x, y - 1.5, width, 3, facecolor=GROUND)
    if bullet.low is not None and bullet.high is not None and bullet.high != bullet.low:
        left, right = sorted((place(bullet.low), place(bullet.high)))
        pen.draw_box(left, y - 1.5, right - left, 3, facecolor=RANGE)
    if bullet.base is not None and bullet.latest is not None:
        left, right = sorted((place(bullet.base), place(bullet.latest)))
        alpha = 0.45 if row.is_open else 1.0
        pen.draw_box(left, y - 1.5, right - left, 3, facecolor=color, alpha=alpha)
    if bullet.pace is not None:
        pen.draw_line([(place(bullet.pace), y - 2.6), (place(bullet.pace), y + 2.6)], INK, 0.9)
    if bullet.low is not None:
        pen.draw_line([(place(bullet.low), y - 2.6), (place(bullet.low), y + 2.6)], INK, 0.9)
        pen.draw_mark(place(bullet.low), y + 3.3, "v", 4.5, color=INK)
    if bullet.base is not None:
        style = {"facecolor": PAPER, "edgecolor": INK}
        pen.draw_mark(place(bullet.base), y, "o", 4.6, linewidth=1.1, zorder=4, **style)
    if bullet.latest is not None:
        style = {"facecolor": color, "edgecolor": PAPER}
        pen.draw_mark(place(bullet.latest), y, "o", 6.6, linewidth=0.9, zorder=5, **style)


def draw_strips_picture(
    rows: Sequence[StripRow],
    caption: Caption,
    keys: dict[str, str],
    kind: str = "png",
    *,
    width: float = CHART_SIZE[0],
    dpi: int = DOTS_PER_INCH,
) -> bytes:
    """Return items of boxes below each other: counted, under way, and the number asked.

    Parameters
    ----------
    keys : dict of str
        The words of verified, reported and pipeline.
    """
    with drawing():
        return make_strips_sheet(rows, caption, keys, width).save(kind, dpi)


def make_strips_sheet(
    rows: Sequence[StripRow], caption: Caption, keys: dict[str, str], width: float = CHART_SIZE[0]
) -> PrintSheet:
    """Return the drawn sheet; call it within `geo.canvas.drawing`. See `draw_strips_picture`."""
    height = measure_frame(caption, width) + len(rows) * STRIP_ROW + KEYS_HEIGHT + 1
    sheet, room = open_sheet(caption, (width, height))
    pen = Pen(sheet, room)
    _draw_strip_keys(pen, keys)
    for number, row in enumerate(rows):
        _draw_strip(pen, row, pen.height - KEYS_HEIGHT - STRIP_ROW * (number + 0.5))
    return sheet


def _draw_strip_keys(pen: Pen, keys: dict[str, str]) -> None:
    x, y = 0.0, pen.height - 2.6
    for name, color in STRIP_COLORS.items():
        pen.draw_box(x, y - 1.4, 6, 2.8, facecolor=color)
        pen.write(x + 7.5, y, keys[name])
        x += 7.5 + pen.measure(keys[name]) + 6


def _draw_strip(pen: Pen, row: StripRow, y: float) -> None:
    middle, end = pen.width * 0.36, pen.width * 0.66
    width = end - middle
    pen.write(0, y, pen.fit(row.name, middle - 3))
    pen.write(end + 3, y, pen.fit(row.word, pen.width - end - 3), WORD_POINTS, color=MUTED)
    if row.low is None:
        return
    high = row.low if row.high is None else row.high
    done = row.verified + row.reported + row.pipeline
    whole = max(high * 1.08, done * 1.02) or 1.0
    pen.draw_box(middle, y - 1.6, width, 3.2, facecolor=GROUND)
    start = 0.0
    for name, color in STRIP_COLORS.items():
        length = getattr(row, name)
        pen.draw_box(
            middle + start / whole * width, y - 1.6, length / whole * width, 3.2, facecolor=color
        )
        start += length
    for goal in dict.fromkeys((row.low, high)):
        x = middle + goal / whole * width
        pen.draw_line([(x, y - 2.6), (x, y + 2.6)], INK, 1.2, zorder=4)


def draw_spans_picture(
    rows: Sequence[SpanRow],
    caption: Caption,
    keys: dict[str, tuple[str, str]],
    kind: str = "png",
    *,
    width: float = CHART_SIZE[0],
    dpi: int = DOTS_PER_INCH,
) -> bytes:
    """Return projects as bars from beginning to end on one line of years.

    Parameters
    ----------
    rows : sequence of SpanRow
        At least one.
    keys : dict of (color, words)
        By kind, in the order of the key.
    """
    with drawing():
        return make_spans_sheet(rows, caption, keys, width).save(kind, dpi)


def make_spans_sheet(
    rows: Sequence[SpanRow],
    caption: Caption,
    keys: dict[str, tuple[str, str]],
    width: float = CHART_SIZE[0],
) -> PrintSheet:
    """Return the drawn sheet; call it within `geo.canvas.drawing`. See `draw_spans_picture`."""
    height = measure_frame(caption, width) + len(rows) * RANK_ROW + 2 * KEYS_HEIGHT + 1
    sheet, room = open_sheet(caption, (width, height))
    pen = Pen(sheet, room)
    x, top = 0.0, pen.height - 2.6
    for color, words in keys.values():
        pen.draw_box(x, top - 1.4, 6, 2.8, facecolor=color)
        pen.write(x + 7.5, top, words)
        x += 7.5 + pen.measure(words) + 6
    names = pen.width * 0.36
    first = min(row.begin for row in rows).year
    last = max(row.end for row in rows).year + 1
    begin, end = date(first, 1, 1).toordinal(), date(last, 1, 1).toordinal()

    def place(day: date) -> float:
        return names + (day.toordinal() - begin) / (end - begin) * (pen.width - names - 2)

    floor = pen.height - 2 * KEYS_HEIGHT - len(rows) * RANK_ROW
    for year in range(first, last + 1):
        line = place(date(year, 1, 1))
        pen.draw_line([(line, floor), (line, floor + len(rows) * RANK_ROW + 1)], RULE, 0.6)
        pen.write(line, pen.height - 1.5 * KEYS_HEIGHT, str(year), SMALL_POINTS, color=MUTED)
    for number, row in enumerate(rows):
        y = pen.height - 2 * KEYS_HEIGHT - RANK_ROW * (number + 0.5)
        pen.write(0, y, pen.fit(row.name, names - 3))
        left, color = place(row.begin), keys[row.kind][0]
        pen.draw_box(left, y - 1.4, max(place(row.end) - left, 0.6), 2.8, facecolor=color)
        if row.is_ended:
            edge = place(row.end)
            pen.draw_line([(edge, y - 1.8), (edge, y + 1.8)], INK, 0.8)
    return sheet
