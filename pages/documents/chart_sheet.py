"""A sheet for a chart: title and unit above, sources and cut-off below, the watermark across.

Places are in millimetres. The fonts, the file formats and the lock are those of the print maps.
"""

from typing import NamedTuple

from geo.canvas import DPI, MM_PER_INCH, PrintSheet, Rectangle, measure_words, wrap
from geo.palettes import INK, MUTED
from pages.documents.chart_data import Caption

# Width and height in mm: 16:9 for a slide, and as wide as the text of an A4 page.
CHART_SIZE = (200.0, 112.5)
RULE = "#DCE2DB"
MARGIN = 7.0
TITLE_POINTS, UNIT_POINTS, WORD_POINTS, SMALL_POINTS = 14.0, 9.5, 8.5, 7.0
MM_PER_POINT = MM_PER_INCH / 72
LINE = 1.42
HEAD_HEIGHT, UNIT_HEIGHT = 13.5, 5.0
MOST_NOTE_LINES = 3
WATERMARK_POINTS = 46


class Room(NamedTuple):
    """A rectangle of a sheet in mm, from its lower left corner."""

    x: float
    y: float
    width: float
    height: float


class Pen:
    """Draws in a room of a sheet, in mm from the room's lower left corner.

    Parameters
    ----------
    sheet : PrintSheet
    room : Room
    """

    def __init__(self, sheet: PrintSheet, room: Room):
        self.sheet = sheet
        self.width, self.height = room.width, room.height
        self._axes = sheet.add_axes(*room)
        self._axes.set_xlim(0, room.width)
        self._axes.set_ylim(0, room.height)

    def draw_line(
        self, points, color: str, width: float, *, dash: str | tuple = "-", **options
    ) -> None:
        """Draw a line through points; `width` is in points of print."""
        xs, ys = zip(*points, strict=True)
        self._axes.plot(xs, ys, color=color, linewidth=width, linestyle=dash, **options)

    def draw_mark(self, x: float, y: float, marker: str, size: float, **options) -> None:
        """Draw a mark of a size in points of print."""
        self._axes.scatter([x], [y], s=size**2, marker=marker, **options)

    def draw_box(self, x: float, y: float, width: float, height: float, **options) -> None:
        """Draw a filled rectangle without an edge, unless `options` give one."""
        self._axes.add_patch(Rectangle((x, y), width, height, **({"linewidth": 0} | options)))

    def fill_between(self, xs, lows, highs, color: str) -> None:
        """Fill the band between two lines."""
        self._axes.fill_between(xs, lows, highs, color=color, linewidth=0)

    def write(self, x: float, y: float, text: str, points: float = WORD_POINTS, **options) -> None:
        """Write a text at a place."""
        style = {"color": INK, "va": "center"} | options
        self.sheet.write_in(self._axes, x, y, text, points, **style)

    def measure(self, text: str, points: float = WORD_POINTS) -> float:
        """Return the width of a text in mm."""
        return measure_words(self.sheet, text, points)

    def shrink(self, text: str, width: float, points: float = WORD_POINTS) -> tuple[str, float]:
        """Return a text and the size at which it fits, down to seven tenths; see `fit`."""
        sizes = [points * share for share in (1.0, 0.92, 0.84, 0.76, 0.7)]
        found = next((size for size in sizes if self.measure(text, size) <= width), sizes[-1])
        return self.fit(text, width, found), found

    def fit(self, text: str, width: float, points: float = WORD_POINTS) -> str:
        """Return a text, shortened by an ellipsis where it is wider than `width` mm."""
        if self.measure(text, points) <= width:
            return text
        while text and self.measure(f"{text}…", points) > width:
            text = text[:-1]
        return f"{text.rstrip()}…"


def get_line_height(points: float) -> float:
    """Return the height of a line of print in mm."""
    return points * MM_PER_POINT * LINE


def open_sheet(caption: Caption, size: tuple[float, float]) -> tuple[PrintSheet, Room]:
    """Return a sheet with everything around the chart, and the room that is left for it.

    Call it within `geo.canvas.drawing`.
    """
    sheet = PrintSheet(size)
    _draw_head(sheet, caption)
    below = _draw_foot(sheet, caption)
    if caption.watermark:
        sheet.write(
            sheet.width / 2,
            sheet.height / 2,
            caption.watermark,
            WATERMARK_POINTS * min(1.0, sheet.width / CHART_SIZE[0]),
            alpha=0.16,
            rotation=24,
            ha="center",
            va="center",
            zorder=20,
        )
    height = sheet.height - _measure_head(caption) - below
    return sheet, Room(MARGIN, below, sheet.width - 2 * MARGIN, height)


def measure_frame(caption: Caption, width: float) -> float:
    """Return how much of a sheet's height title and footer take, in mm."""
    sheet = PrintSheet((width, CHART_SIZE[1]))
    return _measure_head(caption) + _measure_foot(_list_foot_lines(sheet, caption))


def _measure_head(caption: Caption) -> float:
    return HEAD_HEIGHT + (UNIT_HEIGHT if caption.unit else 0)


def _draw_head(sheet: PrintSheet, caption: Caption) -> None:
    title = sheet.write(MARGIN, sheet.height - 5.2, caption.title, TITLE_POINTS, va="top")
    room = (sheet.width - 2 * MARGIN) / MM_PER_INCH * DPI
    width = sheet.measure(title)[0]
    if width > room:
        title.set_fontsize(TITLE_POINTS * room / width)
    if caption.unit:
        sheet.write(MARGIN, sheet.height - 12.4, caption.unit, UNIT_POINTS, va="top", color=MUTED)


def _draw_foot(sheet: PrintSheet, caption: Caption) -> float:
    """Write the lines below the chart; return the height they take."""
    lines = _list_foot_lines(sheet, caption)
    height = _measure_foot(lines)
    sheet.figure.add_artist(
        Rectangle(
            (MARGIN / sheet.width, (height - 1.6) / sheet.height),
            1 - 2 * MARGIN / sheet.width,
            0,
            transform=sheet.figure.transFigure,
            edgecolor=RULE,
            linewidth=0.6,
        )
    )
    y = height - 2.8
    for line in lines:
        sheet.write(MARGIN, y, line, SMALL_POINTS, color=MUTED, va="top")
        y -= get_line_height(SMALL_POINTS)
    return height


def _measure_foot(lines: list[str]) -> float:
    return len(lines) * get_line_height(SMALL_POINTS) + MARGIN


def _list_foot_lines(sheet: PrintSheet, caption: Caption) -> list[str]:
    texts = filter(None, [caption.source, caption.cutoff, *caption.notes])
    return [line for text in texts for line in _break_text(sheet, text)]


def _break_text(sheet: PrintSheet, text: str) -> list[str]:
    lines = wrap(sheet, text, SMALL_POINTS, sheet.width - 2 * MARGIN)
    if len(lines) <= MOST_NOTE_LINES:
        return lines
    return [*lines[: MOST_NOTE_LINES - 1], f"{lines[MOST_NOTE_LINES - 1]}…"]
