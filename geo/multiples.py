"""Small multiples: several maps on one page, with one legend for all."""

import math
from dataclasses import replace

from data.errors import CaomuError
from geo import frame
from geo.canvas import PrintSheet, drawing, get_size
from geo.palettes import INK
from geo.panel import draw_units, fit_limits
from geo.plate import FOOTER_HEIGHT, MARGIN, TITLE_HEIGHT, PlateOptions, load_map_layer
from geo.views import MapView

LEGEND_HEIGHT = 18.0
CAPTION_SIZE = 9.0
CAPTION_HEIGHT = 5.0
MOST_MAPS = 20
# Width to height of the region on paper.
REGION_SHAPE = 1.17


class MultiplesError(CaomuError):
    """The maps cannot share one page."""


def draw_multiples(
    views: list[MapView],
    captions: list[str],
    title: str,
    kind: str = "png",
    options: PlateOptions | None = None,
) -> bytes:
    """Return several maps as one page.

    Parameters
    ----------
    views : list of MapView
        Up to twenty, of one level, with the same classes, because they share one legend.
    captions : list of str
        The text above each map, such as its year.

    Raises
    ------
    MultiplesError
        There is no map, there are too many, or their levels or classes differ.
    PlateError
        Unknown format or paper.
    """
    with drawing():
        return make_page(views, captions, title, options or PlateOptions()).save(kind)


def make_page(
    views: list[MapView], captions: list[str], title: str, options: PlateOptions
) -> PrintSheet:
    """Return the drawn page; call it within `geo.canvas.drawing`. See `draw_multiples`."""
    _check(views)
    sheet = PrintSheet(get_size(options.size))
    frame.draw_title(sheet, title, MARGIN)
    layer = load_map_layer(views[0].level, "screen")
    for place, view, caption in zip(_list_places(sheet, len(views)), views, captions, strict=True):
        _draw_one(sheet, layer, view, caption, place)
    frame.draw_legend_band(
        sheet,
        _share_legend(views),
        (MARGIN, FOOTER_HEIGHT + 1),
        (sheet.width - 2 * MARGIN, LEGEND_HEIGHT),
        counts=False,
    )
    frame.draw_footer(sheet, _merge(views), MARGIN, FOOTER_HEIGHT, options.approval_number)
    watermark = next((view.watermark for view in views if view.watermark), "")
    if watermark:
        frame.draw_watermark(sheet, watermark)
    return sheet


def _share_legend(views: list[MapView]) -> MapView:
    """Return the first map with the keys of all: not every year has a county that did not exist."""
    items = {(item.key, item.label): item for view in views for item in view.legend}
    return replace(views[0], legend=tuple(items.values()))


def _check(views: list[MapView]) -> None:
    if not 1 <= len(views) <= MOST_MAPS:
        raise MultiplesError("multiples_count", n=len(views), most=MOST_MAPS)
    first = views[0]
    if any(
        (view.level, view.colors, view.classes) != (first.level, first.colors, first.classes)
        for view in views
    ):
        raise MultiplesError("multiples_differ")


def _draw_one(sheet: PrintSheet, layer, view: MapView, caption: str, place) -> None:
    x, y, width, height = place
    axes = sheet.add_axes(x, y, width, height - CAPTION_HEIGHT)
    fit_limits(axes, layer.total_bounds)
    draw_units(axes, layer, view, width=0.2)
    text = sheet.write(x, y + height - 0.5, caption, CAPTION_SIZE, va="top", color=INK)
    room = width / sheet.width * sheet.figure.bbox.width
    length, _ = sheet.measure(text)
    if length > room:
        text.set_fontsize(CAPTION_SIZE * room / length)


def _list_places(sheet: PrintSheet, count: int) -> list[tuple[float, float, float, float]]:
    """Return a place in mm for each map, in the grid that makes the maps largest."""
    gap = 3.0
    width = sheet.width - 2 * MARGIN
    bottom = FOOTER_HEIGHT + LEGEND_HEIGHT + 2
    height = sheet.height - MARGIN - TITLE_HEIGHT + 1 - bottom

    def measure(columns: int) -> float:
        rows = math.ceil(count / columns)
        cell_width = (width - gap * (columns - 1)) / columns
        cell_height = (height - gap * (rows - 1)) / rows - CAPTION_HEIGHT
        return min(cell_width / REGION_SHAPE, cell_height)

    columns = max(range(1, count + 1), key=measure)
    rows = math.ceil(count / columns)
    cell_width = (width - gap * (columns - 1)) / columns
    cell_height = (height - gap * (rows - 1)) / rows
    return [
        (
            MARGIN + column * (cell_width + gap),
            bottom + height - (row + 1) * cell_height - row * gap,
            cell_width,
            cell_height,
        )
        for row, column in (divmod(number, columns) for number in range(count))
    ]


def _merge(views: list[MapView]) -> MapView:
    """Return a view with the sources, states and code of all views, for the footer."""
    states: dict[str, int] = {}
    for view in views:
        for state, n in view.states.items():
            states[state] = states.get(state, 0) + n
    cutoffs = list(dict.fromkeys(view.cutoff for view in views))
    sources = tuple(dict.fromkeys(source for view in views for source in view.sources))
    cutoff = cutoffs[0] if len(cutoffs) == 1 else views[-1].cutoff
    disagreeing = tuple(dict.fromkeys(name for view in views for name in view.disagreeing))
    coded = views[-1].coded
    if coded is not None and any(view.coded != coded for view in views):
        coded = replace(coded, year=None)
    # The region's figure is of one year; each map has its own.
    return replace(
        views[-1],
        states=states,
        sources=sources,
        cutoff=cutoff,
        region=views[-1].region if len(views) == 1 else "",
        disagreeing=disagreeing,
        coded=coded,
    )
