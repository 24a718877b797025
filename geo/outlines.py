"""The outlines of the screen map: written as paths in whole steps of the projected plane.

A file is drawn as it is, without arithmetic in the browser: x grows to the east and y to the
south, both from the north-western corner, in steps of `STEP_M`.
"""

import re
from collections.abc import Iterator

import numpy as np
import shapely

# The coarsest step at which neighbours do not overlap; a pixel of a large map is 2 km.
STEP_M = 20
_LINE = re.compile(r"M(-?\d+) (-?\d+)l([^Mz]*)")
_NUMBER = re.compile(r"-?\d+")


def format_path(shape) -> str:
    """Return a polygon in steps as an SVG path of relative lines, without closing points.

    Exteriors run one way and holes the other, which is how `parse_path` knows them apart.
    """
    rings = [
        ring
        for part in shapely.get_parts(shapely.orient_polygons(shape))
        for ring in (part.exterior, *part.interiors)
    ]
    return "".join(f"{_format_points(ring.coords[:-1])}z" for ring in rings)


def format_line(line) -> str:
    """Return a line in steps as an SVG path."""
    return _format_points(line.coords)


def _format_points(coordinates) -> str:
    points = np.asarray(coordinates).astype(int)
    moves = np.diff(points, axis=0)
    # A minus sign separates two numbers as well as a blank does.
    words = "".join(
        f"{number}" if number < 0 or not index else f" {number}"
        for index, number in enumerate(moves.ravel().tolist())
    )
    return f"M{points[0][0]} {points[0][1]}l{words}"


def parse_path(path: str) -> shapely.MultiPolygon:
    """Return the polygons of a path that `format_path` wrote, in steps."""
    polygons: list[tuple] = []
    for ring in list_path_points(path):
        if shapely.LinearRing(ring).is_ccw:
            polygons.append((ring, []))
        else:
            polygons[-1][1].append(ring)
    return shapely.MultiPolygon(polygons)


def list_path_points(path: str) -> Iterator[np.ndarray]:
    """Yield the points of each line of a path, in steps; a ring is not closed."""
    for x, y, moves in _LINE.findall(path):
        steps = np.array(_NUMBER.findall(moves), dtype=int).reshape(-1, 2)
        yield np.cumsum(np.vstack([[int(x), int(y)], steps]), axis=0)


def to_steps(shapes, origin: tuple[float, float]):
    """Convert shapes from metres to whole steps from an origin (west, north), y to the south."""
    west, north = origin
    return shapely.transform(
        shapes, lambda xy: np.round(np.column_stack([xy[:, 0] - west, north - xy[:, 1]]) / STEP_M)
    )


def to_metres(shapes, origin: tuple[float, float]):
    """Convert shapes from steps back to metres of the projection."""
    west, north = origin
    return shapely.transform(
        shapes, lambda xy: np.column_stack([west + xy[:, 0] * STEP_M, north - xy[:, 1] * STEP_M])
    )
