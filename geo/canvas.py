"""A sheet of paper for matplotlib: millimetres, the bundled font, and the three file formats.

Whoever draws takes from here what it needs of matplotlib, whose parts import each other: two
threads that begin with different ones both fail. Here the second waits for the first.
"""

import io
import re
import threading
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import matplotlib
import pylopdf_fonts_zh_cn
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.patches import Polygon as Polygon
from matplotlib.patches import Rectangle as Rectangle
from matplotlib.patheffects import withStroke as withStroke
from PIL import Image

from data.errors import CaomuError
from data.words.numbers import POWERS
from geo.palettes import INK

MM_PER_INCH = 25.4
DPI = 300
# Levels above take a third longer for a tenth less.
PNG_LEVEL = 3
FORMATS = ("png", "svg", "pdf")
# Width and height in mm: A4 across, a 16:9 slide at PowerPoint's size, a square.
# Of the signs of powers of ten those that the font has: it has no raised eight.
DRAWN = set("×10⁴ ")
SIZES = {"a4": (297.0, 210.0), "wide": (338.67, 190.5), "square": (200.0, 200.0)}
FONT_FILE = Path(pylopdf_fonts_zh_cn.__file__).parent / "NotoSansSC-Regular.otf"
# matplotlib's settings and font cache belong to the whole process: one drawing at a time.
_LOCK = threading.RLock()


class PlateError(CaomuError):
    """A print map cannot be drawn or written as requested."""


@contextmanager
def drawing():
    """Hold the drawing lock, with the project's matplotlib settings in force."""
    settings = matplotlib.rc_context(
        {
            "hatch.linewidth": 0.45,
            "hatch.color": "#8B968F",
            "svg.fonttype": "path",  # a viewer without the font still shows the text
            "svg.hashsalt": "caomu",  # the same map gives the same file
            "pdf.fonttype": 3,  # vector outlines, because Type 42 supports no CFF fonts
        }
    )
    with _LOCK, settings:
        yield


@cache
def get_font_family() -> str:
    """Register the bundled font and return its name."""
    fontManager.addfont(str(FONT_FILE))
    return FontProperties(fname=str(FONT_FILE)).get_name()


class _QuietCanvas(FigureCanvasAgg):
    """A canvas that draws only when saved, although each geopandas plot asks it to redraw."""

    def draw_idle(self, *_, **__):
        pass


class PrintSheet:
    """A figure measured in millimetres from its lower left corner.

    Parameters
    ----------
    size : tuple of float
        Width and height, mm.
    """

    def __init__(self, size: tuple[float, float]):
        self.width, self.height = size
        inches = (self.width / MM_PER_INCH, self.height / MM_PER_INCH)
        self.figure = Figure(figsize=inches, dpi=DPI, facecolor="white")
        self.canvas = _QuietCanvas(self.figure)
        self.words: list[str] = []

    def add_axes(self, x: float, y: float, width: float, height: float):
        """Return axes without ticks at a place in mm, with equal scales in both directions."""
        axes = self.figure.add_axes(
            (x / self.width, y / self.height, width / self.width, height / self.height)
        )
        axes.set_axis_off()
        return axes

    def write(self, x: float, y: float, text: str, size: float, *, color: str = INK, **options):
        """Write text at a place in mm, with size in points; return the text object."""
        text = spell_powers(text)
        self.words.append(text)
        return self.figure.text(
            x / self.width,
            y / self.height,
            text,
            fontsize=size,
            color=color,
            fontfamily=get_font_family(),
            parse_math=False,
            **options,
        )

    def write_in(self, axes, x: float, y: float, text: str, size: float, **options):
        """Write text at a place in the axes' data coordinates; return the text object."""
        text = spell_powers(text)
        self.words.append(text)
        return axes.text(
            x, y, text, fontsize=size, fontfamily=get_font_family(), parse_math=False, **options
        )

    def measure(self, text) -> tuple[float, float]:
        """Return width and height of a text object in pixels."""
        box = text.get_window_extent(self.canvas.get_renderer())
        return box.width, box.height

    def save(self, kind: str, dpi: int = DPI) -> bytes:
        """Return the sheet as a file; `dpi` applies to PNG.

        Raises
        ------
        PlateError
            The format is unknown.
        """
        if kind not in FORMATS:
            raise PlateError("plate_format", value=kind, known=", ".join(FORMATS))
        out = io.BytesIO()
        if kind == "png":
            self._make_image(dpi).save(out, "png", dpi=(dpi, dpi), compress_level=PNG_LEVEL)
        else:
            metadata = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}[kind]
            self.figure.savefig(out, format=kind, metadata=metadata)
        return out.getvalue()

    def _make_image(self, dpi: int) -> Image.Image:
        """Return the sheet as dots without transparency, which a fourth would only slow down."""
        out = io.BytesIO()
        self.figure.savefig(out, format="rgba", dpi=dpi)
        inches = self.figure.get_size_inches()
        size = (int(inches[0] * dpi), int(inches[1] * dpi))
        return Image.frombuffer("RGBA", size, out.getvalue()).convert("RGB")


def spell_powers(text: str) -> str:
    """Write powers of ten as words, but behind a number as a power, if the font has its digit."""
    for words, power in POWERS.items():
        text = re.sub(rf"(?<!\d[ \u00a0]){power}", words, text)
        if not set(power) <= DRAWN:
            text = text.replace(power, f"×{words}")
    return text


def get_size(name: str) -> tuple[float, float]:
    """Return width and height of a paper in mm.

    Raises
    ------
    PlateError
        The paper size is unknown.
    """
    if name not in SIZES:
        raise PlateError("plate_size", value=name, known=", ".join(SIZES))
    return SIZES[name]


def wrap(sheet: PrintSheet, text: str, size: float, width: float) -> list[str]:
    """Break a text into lines that fit a width in mm; Chinese may break anywhere."""
    limit = width / MM_PER_INCH * DPI
    lines, line, length = [], "", 0.0
    for piece in _split(text):
        piece_length = _measure_piece(sheet, piece, size)
        if line and length + piece_length > limit:
            lines.append(line.rstrip())
            line, length = "", 0.0
            piece = piece.lstrip()
        line += piece
        length += piece_length
    return [*lines, line.rstrip()] if line.strip() else lines


def measure_words(sheet: PrintSheet, text: str, size: float) -> float:
    """Return the width in mm of a text on one line, as `wrap` measures it."""
    return sum(_measure_piece(sheet, piece, size) for piece in _split(text)) / DPI * MM_PER_INCH


_piece_lengths: dict[tuple[str, float], float] = {}


def _measure_piece(sheet: PrintSheet, piece: str, size: float) -> float:
    """Return the length of a piece in pixels; a trailing space counts."""
    if (piece, size) not in _piece_lengths:
        if len(_piece_lengths) > 20_000:
            _piece_lengths.clear()
        probe = sheet.figure.text(
            0, 0, f"{piece}|", fontsize=size, fontfamily=get_font_family(), parse_math=False
        )
        whole = sheet.measure(probe)[0]
        probe.set_text("|")
        _piece_lengths[piece, size] = whole - sheet.measure(probe)[0]
        probe.remove()
    return _piece_lengths[piece, size]


def _split(text: str) -> list[str]:
    """Split a text before each Chinese character and after each space.

    Never split before a stop or a closing bracket, or after an opening bracket.
    """
    pieces: list[str] = []
    for character in spell_powers(text):
        joins = pieces and (
            character in "，。；：、）》”％%)"
            or pieces[-1][-1] in "（《“("
            or (ord(character) < 0x2E80 and ord(pieces[-1][-1]) < 0x2E80 and pieces[-1][-1] != " ")
        )
        if joins:
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces
