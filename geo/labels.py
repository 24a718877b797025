"""Places names on a map where they fit and do not overlap."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from geo.canvas import DPI, PrintSheet, withStroke
from geo.palettes import INK, PAPER, is_dark
from geo.views import MapView

LABEL_SIZE = 6.5
# Space between two names, as a share of a line's height.
PADDING = 0.12
# Offsets of a name's middle from the unit's middle, in widths and heights of the name.
WITHIN = (
    (0, 0),
    (0, 0.6),
    (0, -0.6),
    (0.35, 0),
    (-0.35, 0),
    (0.3, 0.8),
    (-0.3, 0.8),
    (0.3, -0.8),
    (-0.3, -0.8),
    (0, 1.3),
    (0, -1.3),
)
# Beside a mark in the middle of the unit: below, above, right, left.
NEXT_TO_MARK = ((0, -1.15), (0, 1.15), (0.75, 0), (-0.75, 0))
# Outside the unit, with a line to it: nearer rings first, in heights of the name.
BESIDE = tuple((ring, angle) for ring in (2, 3, 4.5, 6, 8, 10) for angle in range(0, 360, 30))
MARK_PT = 5.0
# A name that was not requested needs at least this share of itself inside its unit.
INSIDE_SHARE = 0.72
LABEL_MODES = ("auto", "extremes", "chosen", "none")


@dataclass(frozen=True)
class Label:
    """A placed name.

    Attributes
    ----------
    x, y : float
        Its middle, in metres.
    box : tuple of float
        xmin, ymin, xmax, ymax in metres.
    line_to : tuple of float or None
        The unit's middle, if the name is outside the unit.
    """

    area_id: str
    text: str
    x: float
    y: float
    box: tuple[float, float, float, float]
    line_to: tuple[float, float] | None = None


def list_labels(view: MapView, mode: str = "auto", *, chosen=(), n: int = 5) -> pd.Series:
    """Return the texts to place, by area_id, the most important first.

    Parameters
    ----------
    mode : {'auto', 'extremes', 'chosen', 'none'}
        Every unit with a class (on a role map, every county with the role); the `n` highest
        and lowest with their values; the units in `chosen`; or none.
    """
    units = view.drawn
    if mode == "none":
        return pd.Series(dtype=object)
    if mode == "chosen":
        return units["short_name"].reindex(
            [area_id for area_id in chosen if area_id in units.index]
        )
    if mode == "extremes":
        ordered = units[units["value"].notna() & (units["key"] == "class")].sort_values("value")
        ids = [*ordered.index[::-1][:n], *ordered.index[:n]]
        picked = units.loc[list(dict.fromkeys(ids))]
        return picked["short_name"] + "\n" + picked["text"]
    is_asked = units["key"] == "class"
    return units.loc[is_asked[is_asked].index, "short_name"]


def place_labels(
    sheet: PrintSheet,
    axes,
    layer,
    words: pd.Series,
    *,
    size: float = LABEL_SIZE,
    may_stand_beside: bool = False,
    keep_marks: bool = False,
    obstacles=(),
) -> list[Label]:
    """Find a place for as many names as fit, without overlap.

    Parameters
    ----------
    layer : GeoDataFrame
        Outlines in metres by area_id, with the column representative (a point inside).
    words : Series
        Text by area_id, the most important first.
    may_stand_beside : bool
        Whether a name that does not fit its unit may go outside it, with a line.
    keep_marks : bool
        Whether each unit has a mark in its middle that must stay visible.
    obstacles : sequence of tuple
        Boxes in metres that names must avoid.

    Notes
    -----
    Greedy: each name takes its first free place, from the unit's middle outwards. Names
    within their units come first, then those outside. A name without a free place is left out.
    """
    per_pixel = _get_metres_per_pixel(axes)
    field = _Field(axes, [*obstacles, *(_list_marks(layer, per_pixel) if keep_marks else [])])
    placed, waiting = [], []
    for area_id, text in words[words.index.isin(layer.index)].items():
        extent = [length * per_pixel for length in _measure(sheet, text, size)]
        unit = layer.loc[area_id]
        spots = NEXT_TO_MARK if keep_marks else WITHIN
        label = _find_within(field, area_id, text, extent, unit, spots)
        if label:
            placed.append(label)
        else:
            waiting.append((area_id, text, extent, unit))
    if may_stand_beside:
        for area_id, text, extent, unit in waiting:
            label = _find_beside(field, area_id, text, extent, unit)
            if label:
                placed.append(label)
    return placed


class _Field:
    """The free room on a map: its limits and the boxes that are taken."""

    def __init__(self, axes, taken):
        (self.west, self.east), (self.south, self.north) = axes.get_xlim(), axes.get_ylim()
        self.taken = np.array(list(taken), dtype=float).reshape(-1, 4)

    def is_free(self, box, padding: float) -> bool:
        """Tell whether a box lies within the limits and overlaps no taken box."""
        if not (
            self.west <= box[0]
            and box[2] <= self.east
            and self.south <= box[1]
            and box[3] <= self.north
        ):
            return False
        west, south, east, north = self.taken.T
        return not np.any(
            (box[0] - padding < east)
            & (box[2] + padding > west)
            & (box[1] - padding < north)
            & (box[3] + padding > south)
        )

    def take(self, box) -> None:
        """Mark a box as taken."""
        self.taken = np.vstack([self.taken, box])


def _find_within(field: _Field, area_id, text, extent, unit, spots) -> Label | None:
    width, height = extent
    middle = unit["representative"]
    for right, up in spots:
        x, y = middle.x + right * width, middle.y + up * height
        box = _make_box(x, y, width, height)
        if (
            field.is_free(box, height * PADDING)
            and _find_share_inside(box, unit["geometry"]) >= INSIDE_SHARE
        ):
            field.take(box)
            return Label(area_id, text, x, y, box)
    return None


def _find_beside(field: _Field, area_id, text, extent, unit) -> Label | None:
    width, height = extent
    middle = unit["representative"]
    for ring, degrees in BESIDE:
        angle = np.deg2rad(degrees)
        x = middle.x + np.cos(angle) * (ring * height + width / 2)
        y = middle.y + np.sin(angle) * ring * height
        box = _make_box(x, y, width, height)
        if field.is_free(box, height * PADDING * 2):
            field.take(box)
            return Label(area_id, text, x, y, box, line_to=(middle.x, middle.y))
    return None


def _make_box(x, y, width, height):
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _list_marks(layer, per_pixel: float) -> list[tuple]:
    side = MARK_PT / 72 * DPI * per_pixel
    return [_make_box(point.x, point.y, side, side) for point in layer["representative"]]


def draw_labels(
    sheet: PrintSheet, axes, labels: list[Label], fills: dict[str, str], size: float = LABEL_SIZE
) -> None:
    """Write the placed names, each with a halo in the colour below it."""
    for label in labels:
        fill = PAPER if label.line_to else fills.get(label.area_id, PAPER)
        if label.line_to:
            west, south, east, north = label.box
            end_x = min(max(label.line_to[0], west), east)
            end_y = min(max(label.line_to[1], south), north)
            axes.plot(
                [label.line_to[0], end_x],
                [label.line_to[1], end_y],
                color=INK,
                linewidth=0.5,
                zorder=8.5,
                scalex=False,
                scaley=False,
            )
        dark = is_dark(fill)
        text = sheet.write_in(
            axes,
            label.x,
            label.y,
            label.text,
            size,
            ha="center",
            va="center",
            color=PAPER if dark else INK,
            linespacing=1.1,
            zorder=9,
        )
        text.set_path_effects(
            [withStroke(linewidth=1.3, foreground=fill if dark else PAPER, alpha=0.9)]
        )


def _measure(sheet: PrintSheet, text: str, size: float) -> tuple[float, float]:
    probe = sheet.write(0, 0, text, size, linespacing=1.1)
    sheet.words.pop()
    measured = sheet.measure(probe)
    probe.remove()
    return measured


def _get_metres_per_pixel(axes) -> float:
    low, high = axes.get_xlim()
    return (high - low) / axes.get_window_extent().width


def _find_share_inside(box, shape) -> float:
    rectangle = shapely.box(*box)
    return shapely.intersection(rectangle, shape).area / rectangle.area
