"""A small map that shows where counties lie: plain lines, no names, no measure."""

from collections.abc import Iterable
from functools import cache

import shapely
from markupsafe import Markup

from geo.layers import load_layer
from geo.palettes import BORDER, ROLE

WIDTH = 400.0
# Finer outlines would not be seen at the size of a stamp.
TOLERANCE_M = 4000
GROUND = "#EEF1EC"


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
