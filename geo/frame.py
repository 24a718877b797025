"""Draws the frame of a map: title, legend, scale bar, north arrow, sources, approval number."""

import itertools
from typing import Any

from data.clock import get_today
from data.words.catalogue import t
from geo.approval import get_approval_line
from geo.canvas import Polygon, PrintSheet, Rectangle, measure_words, withStroke, wrap
from geo.legend import CLASS, NO_DATA, XPCC, LegendItem
from geo.palettes import BORDER, HATCH, INK, MUTED, PAPER
from geo.panel import HATCH_PATTERN, get_mark_style
from geo.views import MapView

TITLE_SIZE = 17.0
UNIT_SIZE = 10.5
KEY_SIZE = 9.5
SMALL_SIZE = 7.5
LINE_HEIGHT = 3.4
# Of the sheet's width, that the words across it take at most.
WATERMARK_COLOR = "#7A2B5E"
WATERMARK_SIZE, WATERMARK_SHARE = 54, 0.95
KEY_WIDTH, KEY_HEIGHT, KEY_STEP, KEY_GAP = 8.0, 4.6, 6.1, 3.0
SCALE_KM = (0, 150, 300)
MOST_SOURCES = 3
# Units that are named because sources differ; the others are counted.
MOST_NAMES = 5


def draw_title(sheet: PrintSheet, title: str, margin: float) -> None:
    """Write the title, in a smaller size if it would not fit on one line."""
    text = sheet.write(margin, sheet.height - margin, title, TITLE_SIZE, va="top")
    room = (sheet.width - 2 * margin) / sheet.width * sheet.figure.bbox.width
    width, _ = sheet.measure(text)
    if width > room:
        text.set_fontsize(TITLE_SIZE * room / width)


def get_legend_title(view: MapView) -> str:
    """Return the heading of the keys: the unit, if the values have one."""
    if view.unit:
        return t("plate.unit", unit=view.unit)
    return t("plate.legend")


def draw_legend_column(
    sheet: PrintSheet, view: MapView, x: float, top: float, width: float
) -> None:
    """Draw the keys below each other, the highest class first."""
    sheet.write(x, top, get_legend_title(view), UNIT_SIZE, va="top")
    y = top - 8.5
    for item in order_keys(view):
        y -= _draw_key(sheet, item, x, y, width)
    _write_note(sheet, view, x, y - 1.5, width)


def draw_legend_band(
    sheet: PrintSheet, view: MapView, corner, area, *, counts: bool = True
) -> None:
    """Draw the keys in columns, for a sheet without room at the side."""
    (x, y), (width, height) = corner, area
    sheet.write(x, y + height, get_legend_title(view), UNIT_SIZE - 1, va="top")
    items = order_keys(view)
    rows = max(1, int((height - 5) // (KEY_STEP - 0.6)))
    columns = [items[first : first + rows] for first in range(0, len(items), rows)]
    wide = [max(_measure_key(sheet, item, counts) for item in column) for column in columns]
    # Spare room is shared among the columns; if room is short, each column shrinks.
    share = min(1, width / sum(wide)), max(0, width - sum(wide)) / max(len(columns), 4)
    for column, length in zip(columns, wide, strict=True):
        room = length * share[0] + share[1]
        for row, item in enumerate(column):
            _draw_key(sheet, item, x, y + height - 6 - row * (KEY_STEP - 0.6), room, counts)
        x += room


def order_keys(view: MapView) -> list[LegendItem]:
    """Return the keys in the order of a print map: classes from high to low, then states."""
    classes = [item for item in view.legend if item.key == CLASS]
    if view.kind != "status":
        classes.reverse()
    return classes + [item for item in view.legend if item.key != CLASS]


def draw_scale(sheet: PrintSheet, panel, corner: tuple[float, float]):
    """Draw scale bar and north arrow in the lower right corner, where there is no land.

    Returns the box they take, in the panel's metres.
    """
    (west, east), (south, _) = panel.get_xlim(), panel.get_ylim()
    metres_per_mm = (east - west) / (panel.get_position().width * sheet.width)
    right, bottom = east - 8 * metres_per_mm, south + 5 * metres_per_mm
    left = right - SCALE_KM[-1] * 1000
    height = 1.2 * metres_per_mm
    for number, (start, end) in enumerate(itertools.pairwise(SCALE_KM)):
        panel.add_patch(
            Rectangle(
                (left + start * 1000, bottom),
                (end - start) * 1000,
                height,
                linewidth=0.5,
                facecolor=PAPER if number else INK,
                edgecolor=INK,
                zorder=10,
            )
        )
    for mark in SCALE_KM:
        words = t("plate.km", n=mark) if mark == SCALE_KM[-1] else str(mark)
        sheet.write_in(
            panel,
            left + mark * 1000,
            bottom + 1.7 * height,
            words,
            SMALL_SIZE,
            ha="center",
            va="bottom",
            color=INK,
        )
    _draw_arrow(sheet, panel, ((left + right) / 2, bottom + 7.5 * metres_per_mm), metres_per_mm)
    return left, south, east, bottom + 20 * metres_per_mm


def draw_footer(
    sheet: PrintSheet, view: MapView, margin: float, height: float, approval_number: str | None
) -> None:
    """Write sources, states and cut-off at the left; approval line, day and code at the right."""
    rule = Rectangle(
        (margin / sheet.width, height / sheet.height),
        1 - 2 * margin / sheet.width,
        0,
        transform=sheet.figure.transFigure,
        edgecolor=BORDER,
        linewidth=0.5,
    )
    sheet.figure.add_artist(rule)
    right = sheet.write(
        sheet.width - margin,
        height - 2,
        get_approval_line(approval_number),
        9,
        va="top",
        ha="right",
    )
    beside = [t("plate.made_on", day=f"{get_today():%Y-%m-%d}")]
    if view.code:
        beside.append(t("trace.printed", code=view.code))
    written = [right] + [
        sheet.write(
            *(sheet.width - margin, height - 7 - number * LINE_HEIGHT, line, SMALL_SIZE),
            color=MUTED,
            va="top",
            ha="right",
        )
        for number, line in enumerate(beside)
    ]
    widest = max(sheet.measure(text)[0] for text in written)
    taken = widest / sheet.figure.bbox.width * sheet.width
    room = sheet.width - 2 * margin - taken - 6
    texts = (
        join_sentences(view.region, describe_disagreement(view)),
        describe_sources(view),
        describe_data(view),
        t("plate.boundary_note"),
    )
    lines = [line for text in texts for line in wrap(sheet, text, SMALL_SIZE, room)[:3]]
    # Where long names take more lines than there is room for, all of them are smaller.
    share = min(1.0, (height - 3) / (LINE_HEIGHT * len(lines)))
    for number, line in enumerate(lines):
        y = height - 2 - number * LINE_HEIGHT * share
        sheet.write(margin, y, line, SMALL_SIZE * share, color=MUTED, va="top")


def draw_watermark(sheet: PrintSheet, words: str) -> None:
    """Write words across the whole sheet, so that nobody mistakes the figures for real ones."""
    text = sheet.write(
        sheet.width / 2,
        sheet.height / 2,
        words,
        WATERMARK_SIZE,
        color=WATERMARK_COLOR,
        alpha=0.34,
        ha="center",
        va="center",
        zorder=20,
        # An edge of light, so that it is read on dark counties too.
        path_effects=[withStroke(linewidth=3, foreground="white", alpha=0.4)],
    )
    room = WATERMARK_SHARE * sheet.figure.bbox.width
    width, _ = sheet.measure(text)
    text.set_fontsize(WATERMARK_SIZE * min(1.0, room / width))
    text.set_rotation(28)


def describe_sources(view: MapView) -> str:
    """Return the sources of the values, at most three by name."""
    if not view.sources:
        return t("plate.source", sources=t("plate.no_source"))
    named = t("plate.separator").join(view.sources[:MOST_SOURCES])
    more = len(view.sources) - MOST_SOURCES
    return t(
        "plate.source", sources=named if more <= 0 else t("plate.more_sources", named=named, n=more)
    )


def describe_disagreement(view: MapView) -> str:
    """Return for which units sources give different figures; "" if for none."""
    names = t("plate.separator").join(view.disagreeing[:MOST_NAMES])
    count = len(view.disagreeing)
    if count > MOST_NAMES:
        names = t("plate.disagree_more", names=names, n=count)
    return t("plate.disagree", names=names) if count else ""


def join_sentences(*texts: str) -> str:
    """Join texts that say something, as one line of a footer."""
    return t("plate.separator").join(filter(None, texts))


def describe_data(view: MapView) -> str:
    """Return of what it is made, until when data were counted, and how many are in which state."""
    counts = t("plate.separator").join(
        t("plate.state_count", state=t(f"map.state.{state}"), n=n)
        for state, n in view.states.items()
    )
    data = (
        t("plate.cutoff_states", cutoff=view.cutoff, states=counts)
        if counts
        else t("plate.cutoff", cutoff=view.cutoff)
    )
    return join_sentences(view.remark, data)


def _write_key(item: LegendItem, counts: bool) -> str:
    return t("plate.key", label=item.label, n=item.count) if counts else item.label


def _measure_key(sheet: PrintSheet, item: LegendItem, counts: bool) -> float:
    """Return the width in mm that a key needs on one line."""
    return measure_words(sheet, _write_key(item, counts), KEY_SIZE) + KEY_WIDTH + KEY_GAP + 1


def _draw_key(
    sheet: PrintSheet, item: LegendItem, x: float, y: float, width: float, counts: bool = True
) -> float:
    """Draw one key with its words and number of units; return the height it took."""
    axes = sheet.add_axes(x, y - KEY_HEIGHT, KEY_WIDTH, KEY_HEIGHT)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    style: dict[str, Any] = {"facecolor": item.color, "edgecolor": BORDER, "linewidth": 0.5}
    if item.key == NO_DATA:
        style |= {"hatch": HATCH_PATTERN, "hatchcolor": HATCH}
    if item.key == XPCC:
        style = {"fill": False, "edgecolor": item.color, "linewidth": 1.4, "linestyle": (0, (1, 1))}
    axes.add_patch(Rectangle((0.02, 0.04), 0.96, 0.92, **style))
    if item.status:
        axes.scatter([0.5], [0.5], s=22, **get_mark_style(item.status))
    words = _write_key(item, counts)
    lines = wrap(sheet, words, KEY_SIZE, width - KEY_WIDTH - KEY_GAP)[:2]
    for number, line in enumerate(lines):
        sheet.write(
            x + KEY_WIDTH + 2.2, y - KEY_HEIGHT / 2 - number * 4.2, line, KEY_SIZE, va="center"
        )
    return KEY_STEP + (len(lines) - 1) * 4.2


def _write_note(sheet: PrintSheet, view: MapView, x: float, y: float, width: float) -> None:
    text = (
        t("plate.class_note")
        if view.classes and view.classes.scheme not in ("counts",) and view.classes.breaks
        else t("plate.count_note")
    )
    for line in wrap(sheet, text, SMALL_SIZE, width):
        sheet.write(x, y, line, SMALL_SIZE, color=MUTED, va="top")
        y -= 3.7


def _draw_arrow(sheet: PrintSheet, panel, foot, metres_per_mm: float) -> None:
    """Draw an arrow to the grid's north, which is true north on the central meridian."""
    x, y = foot
    tip, wing = 8 * metres_per_mm, 2.2 * metres_per_mm
    panel.add_patch(
        Polygon(
            [(x, y + tip), (x - wing, y), (x, y + tip * 0.25)],
            closed=True,
            facecolor=INK,
            edgecolor=INK,
            linewidth=0.5,
            zorder=10,
        )
    )
    panel.add_patch(
        Polygon(
            [(x, y + tip), (x + wing, y), (x, y + tip * 0.25)],
            closed=True,
            facecolor=PAPER,
            edgecolor=INK,
            linewidth=0.5,
            zorder=10,
        )
    )
    sheet.write_in(
        panel, x, y + tip * 1.12, t("plate.north"), 9, ha="center", va="bottom", color=INK
    )
