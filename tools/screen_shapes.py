"""Makes the outlines for the browser from those for print: ``python -m tools.screen_shapes``.

``static/geo/<level>.json`` holds the outlines in the projection of every map, the names in each
language with the place where they have most room, and the borders of the prefectures.
"""

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from data.store.build import build_plan
from data.store.database import Store
from data.words.catalogue import LANGUAGES, use_language
from geo.addresses import ROOT, SCREEN
from geo.layers import load_layer
from geo.outlines import STEP_M, format_line, format_path, to_steps
from geo.sources import LEVELS, load_map_areas
from geo.units import list_map_units

# From 1500 m up neighbours begin to overlap.
TOLERANCE_M = 1250.0
MARGIN_M = 12_000
# Width of a letter and height of a line, as shares of the size of the letters.
WIDTHS = {"zh": 1.02, "en": 0.56}
LINE = 1.15
# How much of a name's box may lie outside its unit, and the precision of its size in steps.
OUTSIDE = 0.03
PRECISION = 20
# Places along each side of a unit at which a name is tried.
TRIALS = 24


def build_screen_shapes() -> list[Path]:
    """Write the outlines of both levels and return the files.

    Raises
    ------
    ValueError
        The outlines overlap or leave gaps after simplification.
    """
    names = load_names()
    counties = load_layer("county")
    origin = _find_origin(counties)
    steps = _simplify(counties, origin)
    prefectures = _dissolve(steps, counties)
    _, _, east, south = steps.total_bounds
    margin = MARGIN_M // STEP_M
    frame = {
        "origin_m": origin,
        "step_m": STEP_M,
        "size": [int(east) + margin, int(south) + margin],
        "borders": _format_borders(prefectures),
    }
    return [
        _write_level("county", steps, names["county"], frame),
        _write_level("prefecture", prefectures, names["prefecture"], frame | {"borders": ""}),
    ]


def load_names() -> dict[str, dict]:
    """Return for each level and language the units with name, short_name and is_xpcc."""
    with Store(":memory:") as store:
        build_plan(store)
        areas = load_map_areas(store)
    names: dict[str, dict] = {level: {} for level in LEVELS}
    for language in LANGUAGES:
        with use_language(language):
            for level in LEVELS:
                names[level][language] = list_map_units(areas, level)
    return names


def _find_origin(layer: gpd.GeoDataFrame) -> tuple[float, float]:
    west, _, _, north = layer.total_bounds
    return float(np.floor(west - MARGIN_M)), float(np.ceil(north + MARGIN_M))


def _simplify(layer: gpd.GeoDataFrame, origin) -> gpd.GeoSeries:
    """Return the outlines in steps with fewer vertices; shared borders stay shared."""
    simple = shapely.coverage_simplify(layer.geometry.values, TOLERANCE_M)
    steps = to_steps(simple, origin)
    if not (shapely.coverage_is_valid(steps) and shapely.is_valid(steps).all()):
        raise ValueError("units overlap after rounding")
    return gpd.GeoSeries(steps, index=layer.index)


def _dissolve(steps: gpd.GeoSeries, counties: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """Return the prefectures, put together from the simplified counties within them."""
    within = counties.set_geometry("representative")[["representative"]].sjoin(
        load_layer("prefecture")[["geometry"]], predicate="within"
    )
    groups = steps.groupby(within["index_right"].reindex(steps.index))
    return gpd.GeoSeries(
        {area_id: shapely.coverage_union_all(shapes.values) for area_id, shapes in groups}
    )


def _write_level(level: str, shapes: gpd.GeoSeries, names: dict, frame: dict) -> Path:
    units = {area_id: _describe_unit(shape, area_id, names) for area_id, shape in shapes.items()}
    path = SCREEN / f"{level}.json"
    text = json.dumps(frame | {"units": units}, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8")
    return path


def _format_borders(prefectures: gpd.GeoSeries) -> str:
    """Return the borders of the prefectures as one path that runs along each only once."""
    lines = shapely.line_merge(shapely.union_all(shapely.boundary(prefectures.values)))
    return "".join(map(format_line, shapely.get_parts(lines)))


def _describe_unit(shape, area_id: str, names: dict) -> dict:
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    middle = shapely.maximum_inscribed_circle(largest, tolerance=100).interpolate(0)
    unit = {"d": format_path(shape), "at": [round(middle.x), round(middle.y)]}
    for language, units in names.items():
        name, short = units.loc[area_id, ["name", "short_name"]]
        unit[language] = [name, short, *_find_room(largest, len(short) * WIDTHS[language])]
    return unit | ({"xpcc": 1} if names["zh"].loc[area_id, "is_xpcc"] else {})


def _find_room(shape, letters: float) -> list[int]:
    """Return x, y and size of the largest line of letters that lies within a unit, in steps."""
    flat = shapely.transform(shape, lambda xy: xy / [letters, LINE])
    west, south, east, north = flat.bounds
    centre = shapely.maximum_inscribed_circle(flat, tolerance=PRECISION).interpolate(0)
    grid = np.array(
        [(x, y) for x in np.linspace(west, east, TRIALS) for y in np.linspace(south, north, TRIALS)]
        + [(centre.x, centre.y)]
    )
    shapely.prepare(flat)
    grid = grid[shapely.contains_xy(flat, grid)]
    best, place = 0.0, (centre.x, centre.y)
    for x, y in grid:
        size = _grow(flat, x, y, best)
        if size > best:
            best, place = size, (x, y)
    return [round(place[0] * letters), round(place[1] * LINE), int(best)]


def _grow(flat, x: float, y: float, least: float) -> float:
    """Return the side of the largest square around a point within a shape, if above `least`."""

    def fits(side: float) -> bool:
        box = shapely.box(x - side / 2, y - side / 2, x + side / 2, y + side / 2)
        return shapely.intersection(box, flat).area >= (1 - OUTSIDE) * box.area

    if not fits(least + PRECISION):
        return least
    low, high = least + PRECISION, 2 * (least + PRECISION)
    while fits(high):
        low, high = high, 2 * high
    while high - low > PRECISION:
        middle = (low + high) / 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low


if __name__ == "__main__":
    for file in build_screen_shapes():
        print(f"{file.relative_to(ROOT)} {file.stat().st_size // 1024} KB")
