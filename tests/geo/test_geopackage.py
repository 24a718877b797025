"""A map with its figures as a GeoPackage: every unit, its own value, a stated CRS."""

import geopandas as gpd
import pandas as pd
import pytest

from data.commands import run_command
from geo.__main__ import make_parser
from geo.layers import load_layer
from geo.projection import ALBERS_CRS
from tests.geo.seeds import SILENT

ASKED = ("package", "--indicator", "beef_output")
FIELDS = [
    *("area_id", "name_zh", "name_en", "level", "indicator_id", "indicator", "year", "from_year"),
    *("value", "unit", "state", "source", "status", "class_no", "class", "note", "geometry"),
]


def make(database, out, *arguments):
    command = [*ASKED, *arguments, "--out", str(out), "--db", str(database)]
    assert run_command(make_parser(), command) == 0
    return out


def read(path, layer):
    return gpd.read_file(path, layer=layer).set_index("area_id", drop=False)


@pytest.fixture(scope="module")
def layer(database, tmp_path_factory):
    out = make(database, tmp_path_factory.mktemp("out") / "map.gpkg", "--year", "2024")
    return read(out, "beef_output_2024")


def test_every_unit_has_its_own_figure(store, layer):
    assert list(layer.columns) == FIELDS and layer.crs.to_epsg() == 4490
    figures = store.query("queries/map_figures")
    counties = store.query("queries/map_areas").set_index("area_id")
    figures = figures[figures["indicator_id"] == "beef_output"]
    expected = figures[figures["year"] == 2024].set_index("area_id")["value"]
    own = layer["value"].dropna()
    assert len(own) > 90
    pd.testing.assert_series_equal(
        own.sort_index(), expected.reindex(own.index).sort_index(), check_names=False
    )
    assert (layer["name_zh"] == counties.loc[layer.index, "name_zh"]).all()
    assert set(layer["unit"]) == {"万吨"} and set(layer["year"]) == {2024}


def test_no_data_is_no_value_and_no_outline_is_no_geometry(layer):
    silent = layer.loc[list(SILENT)]
    assert silent["value"].isna().all() and set(silent["status"]) == {"no_data"}
    assert silent["class"].isna().all() and silent["state"].isna().all()
    bare = layer[layer.geometry.isna()]
    assert len(bare) == 4 and set(bare["name_zh"]) >= {"和康县", "和安县"}
    drawn = layer[layer.geometry.notna()]
    assert drawn.geometry.is_valid.all() and set(drawn.geom_type) == {"MultiPolygon"}


def test_outlines_keep_their_place_and_size(layer):
    full = load_layer("county").geometry
    own = layer.geometry.dropna().to_crs(ALBERS_CRS)
    assert ((own.area / full.reindex(own.index).area - 1).abs() < 1e-6).all()


def test_a_class_holds_the_values_that_its_words_say(layer):
    known = layer.dropna(subset=["value"]).sort_values("value")
    assert known["class_no"].is_monotonic_increasing
    assert known.groupby("class_no")["class"].nunique().eq(1).all()
    assert known["class"].iloc[0].startswith("不足")


def test_each_year_is_a_layer(database, tmp_path):
    out = make(database, tmp_path / "map.gpkg", *("--year", "2023"), *("--year", "2024") * 2)
    assert gpd.list_layers(out)["name"].tolist() == ["beef_output_2023", "beef_output_2024"]
    assert set(read(out, "beef_output_2023")["year"]) == {2023}


def test_a_change_says_since_when(database, tmp_path):
    out = make(
        database, tmp_path / "map.gpkg", "--year", "2024", "--change-from", "2020", "--lang", "en"
    )
    layer = read(out, "beef_output_2024_since_2020")
    assert set(layer["from_year"]) == {2020} and set(layer["unit"]) == {"%"}
    assert layer["indicator"].iloc[0] == "Beef output"


def test_another_ending_is_refused(database, tmp_path, capsys):
    command = [*ASKED, "--year", "2024", "--out", str(tmp_path / "map.shp"), "--db", str(database)]
    assert run_command(make_parser(), command) == 1
    assert ".gpkg" in capsys.readouterr().err
