"""The boundary files: whole, valid, without gap or overlap, and by code."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from data.words.catalogue import LANGUAGES, use_language
from geo.addresses import SCREEN
from geo.layers import FULL, load_layer, read_screen_shapes
from geo.outlines import STEP_M, list_path_points, parse_path
from geo.sources import load_map_areas
from geo.units import list_map_units
from tools.boundaries import AREAS, make_prefectures
from tools.screen_shapes import LINE, OUTSIDE, WIDTHS

REGION_KM2 = 1_630_000
LEVELS = ("county", "prefecture")
LAYERS = [(level, detail) for level in LEVELS for detail in ("full", "screen")]
# The browser fetches them before it can draw; about half of it travels.
MOST_KB = {"county": 140, "prefecture": 55}


def read_areas() -> pd.DataFrame:
    return pd.read_csv(AREAS, dtype=str, keep_default_na=False)


@pytest.mark.parametrize(("level", "detail"), LAYERS)
def test_units_are_valid_and_share_their_borders(level, detail):
    shapes = load_layer(level, detail).geometry
    assert shapes.is_valid.all()
    assert shapely.coverage_is_valid(shapes.values)
    assert shapely.union_all(shapes.values).geom_type == "Polygon", "the region is one piece"


@pytest.mark.parametrize(("level", "detail"), LAYERS)
def test_the_units_add_up_to_the_region(level, detail):
    km2 = load_layer(level, detail).area / 1e6
    assert km2.sum() == pytest.approx(REGION_KM2, rel=0.002)


@pytest.mark.parametrize("detail", ["full", "screen"])
def test_the_counties_are_those_that_the_areas_promise(detail):
    promised = read_areas().query("level == 'county' and has_boundary == 'true'")
    assert sorted(load_layer("county", detail).index) == sorted(promised["area_id"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("level", LEVELS)
def test_the_names_in_the_browser_are_those_of_a_view(store, level, language):
    with use_language(language):
        named = list_map_units(load_map_areas(store), level)
    for area_id, unit in read_screen_shapes(level)["units"].items():
        assert unit[language][:2] == [*named.loc[area_id, ["name", "short_name"]]]
        assert bool(unit.get("xpcc")) == named.at[area_id, "is_xpcc"]


@pytest.mark.parametrize("level", LEVELS)
def test_a_name_has_its_room_within_its_unit(level):
    content = read_screen_shapes(level)
    width, height = content["size"]
    for unit in content["units"].values():
        shape = parse_path(unit["d"])
        assert shape.within(shapely.box(0, 0, width, height))
        assert shape.contains(shapely.Point(unit["at"]))
        for language in LANGUAGES:
            _, short, x, y, size = unit[language]
            wide, high = size * len(short) * WIDTHS[language], size * LINE
            line = shapely.box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
            assert line.intersection(shape).area > (1 - 1.2 * OUTSIDE) * line.area


@pytest.mark.parametrize("level", LEVELS)
def test_the_browser_has_little_to_fetch(level):
    assert (SCREEN / f"{level}.json").stat().st_size < MOST_KB[level] * 1024


def test_each_border_of_a_prefecture_is_drawn_once():
    """Every border between two prefectures, and the region's own, and nothing else."""
    prefectures = load_layer("prefecture", "screen")
    border = shapely.length(shapely.union_all(shapely.boundary(prefectures.geometry.values)))
    path = read_screen_shapes("county")["borders"]
    lines = [shapely.LineString(ring) for ring in list_path_points(path)]
    assert sum(line.length for line in lines) * STEP_M == pytest.approx(border, rel=1e-6)


def test_units_without_an_outline_are_known():
    areas = read_areas().query("level == 'county' and has_boundary == 'false'")
    assert sorted(areas["name_zh"]) == ["和安县", "和康县", "岑岭县", "草湖市"]
    readme = (FULL / "README.md").read_text(encoding="utf-8")
    assert all(area_id in readme for area_id in areas["area_id"])


def test_every_county_of_the_plan_has_an_outline():
    roles = pd.read_csv(AREAS.parents[1] / "plans" / "livestock" / "county_role.csv", dtype=str)
    assert set(roles["area_id"]) <= set(load_layer("county", "screen").index)


def test_ili_is_drawn_as_what_it_governs_directly():
    ids = set(load_layer("prefecture", "screen").index)
    assert "ili_direct" in ids and "654000" not in ids
    assert {"654200", "654300"} <= ids
    assert len([area_id for area_id in ids if area_id.startswith("6590")]) == 12


def test_the_screen_shows_counties_at_their_size():
    full = load_layer("county").area
    screen = load_layer("county", "screen").area
    assert ((screen / full.reindex(screen.index) - 1).abs() < 0.06).all()


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
