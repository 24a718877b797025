"""Loads outlines: as projected frames for print, and as addresses for the screen."""

import json
from functools import cache
from pathlib import Path

import geopandas as gpd
import shapely

from geo.projection import ALBERS_CRS, GEOGRAPHIC_CRS

ROOT = Path(__file__).resolve().parent.parent
FULL = ROOT / "geo" / "boundaries"
SCREEN = ROOT / "static" / "geo"
# Streamlit serves static/ at this address, seen from any page.
SCREEN_ADDRESS = "app/static/geo"


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
    path = FULL / f"{level}.geojson" if detail == "full" else SCREEN / f"{level}.json"
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    layer = gpd.GeoDataFrame.from_features(features, crs=GEOGRAPHIC_CRS)[["geometry"]]
    layer.index = [feature["id"] for feature in features]
    layer = layer.to_crs(ALBERS_CRS)
    middles = [_find_middle(shape) for shape in layer.geometry]
    layer["representative"] = gpd.GeoSeries(middles, index=layer.index, crs=ALBERS_CRS)
    return layer


def get_address(level: str, kind: str = "") -> str:
    """Return the address of the outlines (or of the ``_hatch`` stripes) of a level."""
    return f"{SCREEN_ADDRESS}/{level}{kind}.json"


def get_geographic_middles(level: str) -> gpd.GeoSeries:
    """Return a point within each unit in degrees (EPSG:4490), for marks on the screen."""
    return load_layer(level, "screen")["representative"].to_crs(GEOGRAPHIC_CRS)


def _find_middle(shape) -> shapely.Point:
    """Return the point of the largest part that is farthest from its border."""
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    return shapely.maximum_inscribed_circle(largest, tolerance=2000).interpolate(0)
