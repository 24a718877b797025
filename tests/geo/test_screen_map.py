"""What the browser gets: small, every unit once, the words of the view, colours of the legend."""

import json

import pandas as pd
import pytest

from data.words.catalogue import LANGUAGES, use_language
from geo.addresses import ROOT, get_address
from geo.layers import project_points, read_screen_shapes
from geo.legend import render_legend
from geo.screen_map import describe_screen_map
from tests.geo.kinds import KINDS, make_view

# The titles of roles are sent in full.
MOST_KB = 12


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_what_travels_is_small_and_holds_no_outlines(store, kind, language):
    with use_language(language):
        text = json.dumps(describe_screen_map(make_view(store, kind)), ensure_ascii=False)
    assert len(text.encode()) < MOST_KB * 1024
    assert '"d":' not in text


@pytest.mark.parametrize("kind", KINDS)
def test_every_drawn_unit_is_described_and_has_an_outline(store, kind):
    view = make_view(store, kind)
    units = describe_screen_map(view)["units"]
    assert sorted(units) == sorted(view.drawn.index)
    assert set(units) == set(read_screen_shapes(view.level)["units"])


def test_colours_are_those_of_the_legend(store):
    view = make_view(store, "indicator")
    picture = describe_screen_map(view)
    for area_id, (group, *own) in picture["units"].items():
        assert picture["groups"][group]["key"] == view.units.at[area_id, "key"]
        class_no = view.units.at[area_id, "class_no"]
        if pd.isna(class_no):
            assert not own
        else:
            assert picture["colors"][own[0]] == view.legend[int(class_no)].color


def test_words_tell_value_year_state_rank_and_source(store):
    view = make_view(store, "indicator")
    picture = describe_screen_map(view)
    reported = next(
        group["lines"] for group in picture["groups"] if "自报" in " ".join(group["lines"])
    )
    assert reported[0] == "{value}万吨"
    assert reported[2] == "自报 · 由高到低第{rank}位（共103个）"
    assert "统计年报" in reported[3] and "2024年" in reported[4]
    silent = next(group for group in picture["groups"] if group["key"] == "no_data")
    assert silent["lines"] == ["无数据", view.cutoff]
    area_id = view.drawn.index[view.drawn["rank"] == 1][0]
    _, class_no, number, rank = picture["units"][area_id]
    assert (class_no, number, rank) == (
        view.units.at[area_id, "class_no"],
        view.units.at[area_id, "number"],
        1,
    )


def test_a_status_has_its_symbol_beside_its_colour(store):
    view = make_view(store, "status")
    picture = describe_screen_map(view)
    assert len(picture["symbols"]) == len(picture["colors"]) == len(set(picture["symbols"]))
    assert not describe_screen_map(make_view(store, "indicator"))["symbols"]


def test_only_the_map_of_one_role_names_its_counties_beside_them(store):
    asked = [kind for kind in KINDS if describe_screen_map(make_view(store, kind))["asked"]]
    assert asked == ["role"]


def test_the_address_is_a_file_of_this_server_and_changes_with_it():
    address, version = get_address("county").split("?v=")
    assert (ROOT / address.removeprefix("app/")).is_file()
    assert len(version) == 8 and version != get_address("prefecture").split("?v=")[1]


def test_a_place_in_degrees_lies_where_its_county_does():
    """43.16°N 81.13°E is the seat of Zhaosu."""
    import shapely

    from geo.outlines import parse_path

    (point,) = project_points([81.13], [43.16])
    shape = parse_path(read_screen_shapes("county")["units"]["654026"]["d"])
    assert shape.contains(shapely.Point(point))


@pytest.mark.parametrize("kind", KINDS)
def test_the_legend_on_the_screen_has_every_key(store, kind):
    view = make_view(store, kind)
    text = render_legend(view.legend, view.unit)
    assert text.count("<li>") == len(view.legend)
    for item in view.legend:
        assert item.label in text
