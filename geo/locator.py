"""Small maps: where counties lie, and a map of counties as a stamp. No names, no measure."""

from collections.abc import Iterable
from functools import cache

import numpy as np
import shapely
from markupsafe import Markup

from geo.layers import load_layer
from geo.outlines import format_path
from geo.palettes import BORDER, HATCH, ROLE
from geo.panel import get_fills
from geo.views import MapView

WIDTH = 400.0
# Finer outlines would not be seen at the size of a stamp.
TOLERANCE_M = 4000
# A stamp is drawn in half points, without fractions: it is sent with a page.
STAMP_STEPS = 2
GROUND = "#EEF1EC"
NO_DATA = "no_data"


def draw_locator(area_ids: Iterable[str]) -> bytes:
    """Return an SVG of the region's prefectures in which some counties are filled.

    Areas without an outline are left out.
    """
    ground, height = _draw_ground()
    layer = load_layer("county", "screen")
    chosen = [layer.geometry[area_id] for area_id in area_ids if area_id in layer.index]
    marks = Markup("").join(Markup('<path d="{}"/>').format(_trace(shape)) for shape in chosen)
    return (
        Markup(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {:.0f} {:.0f}">{}'
            '<g fill="{}" stroke="{}" stroke-width="1.2">{}</g></svg>'
        )
        .format(WIDTH, height, ground, ROLE, ROLE, marks)
        .encode()
    )


def render_stamp(view: MapView) -> Markup:
    """Return a map as a small SVG for a page: without a value hatched, outside of it white."""
    _, low, _, high = _get_bounds()
    width, height = WIDTH * STAMP_STEPS, (high - low) * _get_scale() * STAMP_STEPS
    outlines, keys, fills = _list_outlines(view.level), view.drawn["key"], get_fills(view)
    paths = Markup("").join(
        Markup('<path d="{}" fill="{}"/>').format(
            outlines[area_id], f"url(#{NO_DATA})" if keys[area_id] == NO_DATA else fill
        )
        for area_id, fill in fills.items()
        if area_id in outlines
    )
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {:.0f} {:.0f}"><defs>'
        '<pattern id="{}" width="10" height="10" patternUnits="userSpaceOnUse">'
        '<rect width="10" height="10" fill="#fff"/>'
        '<path d="M-2 12L12 -2" stroke="{}" stroke-width="1.6"/></pattern></defs>'
        '<g stroke="{}" stroke-width="1">{}</g></svg>'
    ).format(width, height, NO_DATA, HATCH, BORDER, paths)


@cache
def _list_outlines(level: str) -> dict[str, str]:
    """Return the path of each unit in whole steps, neighbours along one line."""
    layer = load_layer(level, "screen")
    plain = shapely.coverage_simplify(layer.geometry.values, TOLERANCE_M)
    left, _, _, high = _get_bounds()
    scale = _get_scale() * STAMP_STEPS
    stepped = shapely.transform(
        plain, lambda xy: np.round(np.column_stack([xy[:, 0] - left, high - xy[:, 1]]) * scale)
    )
    return {
        area_id: format_path(shape) for area_id, shape in zip(layer.index, stepped, strict=True)
    }


@cache
def _draw_ground() -> tuple[Markup, float]:
    """Return the prefectures as paths, and the height of the picture."""
    shapes = load_layer("prefecture", "screen").geometry
    _, low, _, high = _get_bounds()
    paths = Markup("").join(Markup('<path d="{}"/>').format(_trace(shape)) for shape in shapes)
    ground = Markup('<g fill="{}" stroke="{}" stroke-width="0.8">{}</g>').format(
        GROUND, BORDER, paths
    )
    return ground, (high - low) * _get_scale()


@cache
def _get_bounds() -> tuple[float, float, float, float]:
    return tuple(load_layer("prefecture", "screen").total_bounds)


def _get_scale() -> float:
    left, _, right, _ = _get_bounds()
    return WIDTH / (right - left)


def _trace(shape) -> str:
    """Return the outline of a shape as the path of an SVG."""
    left, _, _, high = _get_bounds()
    scale = _get_scale()
    plain = shapely.simplify(shape, TOLERANCE_M)
    rings = [
        ring
        for part in shapely.get_parts(plain)
        if not part.is_empty
        for ring in (part.exterior, *part.interiors)
    ]
    return " ".join(
        "M"
        + " L".join(
            f"{(x - left) * scale:.1f} {(high - y) * scale:.1f}" for x, y in ring.coords[:-1]
        )
        + "Z"
        for ring in rings
    )
