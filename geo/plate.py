"""Draws a print map for a briefing: PNG, SVG or PDF, without a browser.

It has a title, a legend with unit, a scale bar, a north arrow, source, state and cut-off of
the data, and the map approval number or the sentence that the sketch is for internal use.
"""

from dataclasses import dataclass, field

import shapely

from data.words.catalogue import t
from geo import frame
from geo.canvas import PrintSheet, drawing, get_size
from geo.labels import LABEL_SIZE, draw_labels, list_labels, place_labels
from geo.layers import load_layer
from geo.panel import INSETS, draw_inset, draw_units, fit_limits, get_fills
from geo.views import MapView

MARGIN = 9.0
TITLE_HEIGHT = 12.5
FOOTER_HEIGHT = 20.0
COLUMN_WIDTH = 54.0
# On a square sheet the legend is below the map, in columns.
BAND_HEIGHT = 21.0
# An inset's side as a share of the map's height: the largest that leaves the land free.
INSET_SHARES = (0.3, 0.28, 0.26, 0.24, 0.22, 0.2, 0.18, 0.16)
INSET_SHAPE = {"upper left": 1.3, "upper right": 1.0}
INSET_TITLE = 5.0
INSET_LABEL_SIZE = 7.0
PREFECTURE_LABEL_SIZE = 8.5


@dataclass(frozen=True)
class PlateOptions:
    """Options of a print map.

    Attributes
    ----------
    size : {'a4', 'wide', 'square'}
    labels : {'auto', 'extremes', 'chosen', 'none'}
        Which names are written; see `geo.labels.list_labels`.
    chosen : tuple of str
        Area ids for ``chosen``.
    extremes : int
        How many of the highest and how many of the lowest for ``extremes``.
    insets : bool
        Whether Urumqi and the Ili valley are shown enlarged.
    approval_number : str or None
        The map approval number (审图号); None prints the internal-use sentence.
    """

    size: str = "a4"
    labels: str = "auto"
    chosen: tuple[str, ...] = field(default=())
    extremes: int = 5
    insets: bool = True
    approval_number: str | None = None


def draw_plate(view: MapView, kind: str = "png", options: PlateOptions | None = None) -> bytes:
    """Draw one map; return it as a file.

    Parameters
    ----------
    view : MapView
        From `geo.views`; its texts are in the language that was in use then.
    kind : {'png', 'svg', 'pdf'}
        PNG has 300 dots per inch.

    Raises
    ------
    PlateError
        Unknown format or paper.
    """
    options = options or PlateOptions()
    with drawing():
        return make_sheet(view, options).save(kind)


def make_sheet(view: MapView, options: PlateOptions) -> PrintSheet:
    """Return the drawn sheet; call it within `geo.canvas.drawing`."""
    sheet = PrintSheet(get_size(options.size))
    is_square = options.size == "square"
    layer = load_map_layer(view.level)
    frame.draw_title(sheet, view.title, MARGIN)
    x, y, width, height = _find_panel(sheet, is_square)
    panel = sheet.add_axes(x, y, width, height)
    fit_limits(panel, layer.total_bounds)
    draw_units(panel, layer, view)
    insets = (
        _draw_insets(sheet, panel, layer, view, (x, y, width, height))
        if options.insets and view.level == "county"
        else {}
    )
    corner = frame.draw_scale(sheet, panel, (x + width, y))
    _write_labels(sheet, panel, layer, view, options, insets, corner)
    if is_square:
        frame.draw_legend_band(
            sheet, view, (MARGIN, FOOTER_HEIGHT + 1.5), (sheet.width - 2 * MARGIN, BAND_HEIGHT)
        )
    else:
        frame.draw_legend_column(
            sheet,
            view,
            sheet.width - MARGIN - COLUMN_WIDTH,
            sheet.height - TITLE_HEIGHT - MARGIN - 3,
            COLUMN_WIDTH,
        )
    frame.draw_footer(sheet, view, MARGIN, FOOTER_HEIGHT, options.approval_number)
    if view.watermark:
        frame.draw_watermark(sheet, view.watermark)
    return sheet


def load_map_layer(level: str, detail: str = "full"):
    """Return the outlines of a level with the prefectures' outlines beside them."""
    layer = load_layer(level, detail)
    layer.attrs["prefectures"] = load_layer("prefecture", detail).geometry
    return layer


def _find_panel(sheet: PrintSheet, is_square: bool) -> tuple[float, float, float, float]:
    bottom = FOOTER_HEIGHT + (BAND_HEIGHT + 2 if is_square else 1.5)
    top = sheet.height - MARGIN - TITLE_HEIGHT
    right = sheet.width - MARGIN - (0 if is_square else COLUMN_WIDTH + 4)
    return MARGIN, bottom, right - MARGIN, top - bottom


def _draw_insets(sheet, panel, layer, view, place) -> dict:
    """Draw the insets in the corners without land; return their axes."""
    land = shapely.union_all(layer.attrs["prefectures"].values)
    return {
        inset: draw_inset(
            sheet,
            panel,
            layer,
            view,
            inset,
            _find_corner(panel, place, land, inset),
            t(f"plate.inset.{inset.name}"),
        )
        for inset in INSETS
    }


def _find_corner(panel, place, land, inset) -> tuple[float, float, float, float]:
    """Return the largest free place (mm) for an inset in its corner of the map."""
    x, y, width, height = place
    (west, east), (south, north) = panel.get_xlim(), panel.get_ylim()
    scale = (east - west) / width
    for share in INSET_SHARES:
        tall = height * share
        wide = tall * INSET_SHAPE[inset.corner]
        left = x if inset.corner == "upper left" else x + width - wide
        low = y + height - tall - INSET_TITLE
        box = shapely.box(
            west + (left - x - 2) * scale,
            south + (low - y - 2) * scale,
            west + (left - x + wide + 2) * scale,
            north,
        )
        if not box.intersects(land):
            break
    return left, low, wide, tall


def _write_labels(sheet, panel, layer, view, options: PlateOptions, insets: dict, corner) -> None:
    words = list_labels(view, options.labels, chosen=options.chosen, n=options.extremes)
    # Requested names may go outside their unit, with a line to it.
    asked = options.labels in ("chosen", "extremes") or (
        view.kind == "roles" and len(view.colors) == 1
    )
    fills = get_fills(view)
    marks_kept = view.kind == "status"
    done = set()
    for axes in insets.values():
        near = layer[_lies_within(axes, layer)]
        placed = place_labels(
            sheet, axes, near, words, size=INSET_LABEL_SIZE, keep_marks=marks_kept
        )
        draw_labels(sheet, axes, placed, fills, size=INSET_LABEL_SIZE)
        done |= {label.area_id for label in placed}
    boxes = [corner, *(_get_box_on(panel, axes) for axes in insets.values())]
    rest = words[~words.index.isin(done)]
    size = LABEL_SIZE if view.level == "county" else PREFECTURE_LABEL_SIZE
    placed = place_labels(
        sheet,
        panel,
        layer,
        rest,
        size=size,
        may_stand_beside=asked,
        obstacles=boxes,
        keep_marks=marks_kept,
    )
    draw_labels(sheet, panel, placed, fills, size=size)


def _lies_within(axes, layer):
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    middles = layer["representative"]
    return middles.x.between(west, east) & middles.y.between(south, north)


def _get_box_on(panel, axes):
    """Return the box of other axes in the panel's metres."""
    box = axes.get_window_extent().transformed(panel.transData.inverted())
    return box.x0, box.y0, box.x1, box.y1
