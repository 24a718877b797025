"""The boundary files: whole, valid, without gap or overlap, and by code."""

import json

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.projection import ALBERS_CRS
from tools.boundaries import AREAS, FULL, SCREEN, make_prefectures, make_stripes, simplify

REGION_KM2 = 1_630_000
LEVELS = ("county", "prefecture")
FILES = [
    *(FULL / f"{level}.geojson" for level in LEVELS),
    *(SCREEN / f"{level}.json" for level in LEVELS),
]
HATCHES = [SCREEN / f"{level}_hatch.json" for level in LEVELS]


def read(path) -> gpd.GeoDataFrame:
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    layer = gpd.GeoDataFrame.from_features(features, crs="EPSG:4490")
    return layer.assign(area_id=[feature["id"] for feature in features])


def read_areas() -> pd.DataFrame:
    return pd.read_csv(AREAS, dtype=str, keep_default_na=False)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_units_are_valid_and_share_their_borders(path):
    shapes = read(path).geometry
    assert shapes.is_valid.all()
    assert shapely.coverage_is_valid(shapes.values)
    assert shapely.union_all(shapes.values).geom_type == "Polygon", "the region is one piece"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_units_add_up_to_the_region(path):
    km2 = read(path).to_crs(ALBERS_CRS).area / 1e6
    assert km2.sum() == pytest.approx(REGION_KM2, rel=0.002)


@pytest.mark.parametrize("path", [*FILES, *HATCHES], ids=lambda path: path.name)
def test_exterior_rings_run_clockwise(path):
    """The browser's map fills the rest of the world otherwise."""
    for shape in read(path).geometry:
        for part in shapely.get_parts(shape):
            assert not part.exterior.is_ccw


@pytest.mark.parametrize(
    "path", [FULL / "county.geojson", SCREEN / "county.json"], ids=lambda path: path.name
)
def test_the_counties_are_those_that_the_areas_promise(path):
    areas = read_areas()
    promised = areas.query("level == 'county' and has_boundary == 'true'")
    layer = read(path)
    assert sorted(layer["area_id"]) == sorted(promised["area_id"])
    names = promised.set_index("area_id")["name_zh"]
    assert (layer.set_index("area_id")["zh"] == names.reindex(layer["area_id"])).all()


def test_units_without_an_outline_are_known():
    areas = read_areas().query("level == 'county' and has_boundary == 'false'")
    assert sorted(areas["name_zh"]) == ["和安县", "和康县", "岑岭县", "草湖市"]
    readme = (FULL / "README.md").read_text(encoding="utf-8")
    assert all(area_id in readme for area_id in areas["area_id"])


def test_every_county_of_the_plan_has_an_outline():
    roles = pd.read_csv(AREAS.parents[1] / "plan" / "county_role.csv", dtype=str)
    assert set(roles["area_id"]) <= set(read(SCREEN / "county.json")["area_id"])


def test_ili_is_drawn_as_what_it_governs_directly():
    ids = set(read(SCREEN / "prefecture.json")["area_id"])
    assert "ili_direct" in ids and "654000" not in ids
    assert {"654200", "654300"} <= ids
    assert len([area_id for area_id in ids if area_id.startswith("6590")]) == 12


def test_the_screen_shows_counties_at_their_size():
    full = read(FULL / "county.geojson").set_index("area_id").to_crs(ALBERS_CRS).area
    screen = read(SCREEN / "county.json").set_index("area_id").to_crs(ALBERS_CRS).area
    assert ((screen / full.reindex(screen.index) - 1).abs() < 0.06).all()


def test_stripes_lie_in_their_unit_and_every_unit_has_some():
    units = read(SCREEN / "county.json").set_index("area_id").to_crs(ALBERS_CRS)
    stripes = read(SCREEN / "county_hatch.json").set_index("area_id").to_crs(ALBERS_CRS)
    assert list(stripes.index) == list(units.index)
    outside_m2 = stripes.geometry.difference(units.geometry).area
    assert (outside_m2 < 1e-4 * units.area).all()
    share = stripes.area / units.area
    assert share.between(0.08, 0.3).all()


def test_the_world_is_empty():
    """Without it the browser asks a server elsewhere, and the map stays blank."""
    topology = json.loads((SCREEN / "world_110m.json").read_text(encoding="utf-8"))
    assert topology["type"] == "Topology"
    assert not any(layer["geometries"] for layer in topology["objects"].values())
    assert {"land", "countries", "coastlines", "subunits"} <= set(topology["objects"])


def make_grid() -> gpd.GeoDataFrame:
    """Return three counties side by side: two under one prefecture, one XPCC city."""
    cells = [shapely.box(84 + i, 43, 85 + i, 44) for i in range(3)]
    return gpd.GeoDataFrame(
        {
            "area_id": ["654002", "654021", "659001"],
            "name_zh": "x",
            "name_en": "x",
            "parent_id": ["654000", "654000", "650000"],
            "division": ["local", "local", "xpcc"],
        },
        geometry=cells,
        crs="EPSG:4490",
    )


def test_prefectures_leave_xpcc_cities_out():
    layer = make_prefectures(make_grid()).set_index("area_id")
    assert list(layer.index) == ["659001", "ili_direct"]
    assert layer.geometry["ili_direct"].equals(shapely.box(84, 43, 86, 44))


def test_simplifying_keeps_what_is_square():
    simple = simplify(make_grid())
    assert simple.crs == "EPSG:4490"
    assert shapely.coverage_is_valid(simple.geometry.values)


def test_stripes_fill_the_same_share_of_small_and_large_units():
    small = gpd.GeoDataFrame(
        {"area_id": ["a"]}, geometry=[shapely.box(85, 43, 85.05, 43.05)], crs="EPSG:4490"
    )
    large = gpd.GeoDataFrame(
        {"area_id": ["a"]}, geometry=[shapely.box(85, 43, 88, 46)], crs="EPSG:4490"
    )
    shares = [
        (make_stripes(unit).to_crs(ALBERS_CRS).area / unit.to_crs(ALBERS_CRS).area).iloc[0]
        for unit in (small, large)
    ]
    assert all(0.1 < share < 0.25 for share in shares)
