"""Loads the outlines of both kinds, as projected frames."""

import json
from functools import cache

import geopandas as gpd
import numpy as np
import shapely

from geo.addresses import ROOT, SCREEN
from geo.outlines import parse_path, to_metres
from geo.projection import ALBERS_CRS, GEOGRAPHIC_CRS

FULL = ROOT / "geo" / "boundaries"


@cache
def load_layer(level: str, detail: str = "full") -> gpd.GeoDataFrame:
    """Return the outlines of a level, indexed by area_id; treat the frame as read-only.

    Parameters
    ----------
    level : {'county', 'prefecture'}
    detail : {'full', 'screen'}
        Every vertex, or the simplified outlines for small maps.

    Returns
    -------
    GeoDataFrame
        Polygons in Albers equal area (`geo.projection.ALBERS_CRS`), metres. Column
        representative: a point within each polygon, for a mark or a label.
    """
    layer = _read_full(level) if detail == "full" else _read_screen(level)
    middles = [_find_middle(shape) for shape in layer.geometry]
    layer["representative"] = gpd.GeoSeries(middles, index=layer.index, crs=ALBERS_CRS)
    return layer


def _read_full(level: str) -> gpd.GeoDataFrame:
    text = (FULL / f"{level}.geojson").read_text(encoding="utf-8")
    features = json.loads(text)["features"]
    layer = gpd.GeoDataFrame.from_features(features, crs=GEOGRAPHIC_CRS)[["geometry"]]
    layer.index = [feature["id"] for feature in features]
    return layer.to_crs(ALBERS_CRS)


def _read_screen(level: str) -> gpd.GeoDataFrame:
    content = read_screen_shapes(level)
    units = content["units"]
    shapes = np.array([parse_path(unit["d"]) for unit in units.values()], dtype=object)
    metres = to_metres(shapes, content["origin_m"])
    return gpd.GeoDataFrame({"geometry": metres}, index=list(units), crs=ALBERS_CRS)


@cache
def read_screen_shapes(level: str) -> dict:
    """Return the file that the browser draws (see `tools.screen_shapes`); read-only."""
    return json.loads((SCREEN / f"{level}.json").read_text(encoding="utf-8"))


def project_points(longitudes, latitudes, level: str = "county") -> list[tuple[int, int]]:
    """Return points in degrees (EPSG:4490) in the steps of the outlines of a level."""
    content = read_screen_shapes(level)
    west, north = content["origin_m"]
    points = gpd.GeoSeries(gpd.points_from_xy(longitudes, latitudes), crs=GEOGRAPHIC_CRS)
    step = content["step_m"]
    return [
        (round((point.x - west) / step), round((north - point.y) / step))
        for point in points.to_crs(ALBERS_CRS)
    ]


def _find_middle(shape) -> shapely.Point:
    """Return the point of the largest part that is farthest from its border."""
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    return shapely.maximum_inscribed_circle(largest, tolerance=2000).interpolate(0)
