"""The figure for the browser: small, by address, every unit once, nothing dimmed."""

import json

import pandas as pd
import plotly.graph_objects as go
import pytest

from data.words.catalogue import LANGUAGES, use_language
from geo.choropleth import CONFIG, draw_choropleth, list_preview
from geo.layers import ROOT
from geo.legend import render_legend
from tests.geo.kinds import KINDS, make_view

# The titles of roles stand in the figure in full.
MOST_KB = 15


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_figure_is_small_and_holds_no_outlines(store, kind, language):
    with use_language(language):
        text = draw_choropleth(make_view(store, kind)).to_json()
    assert len(text.encode()) < MOST_KB * 1024
    assert "coordinates" not in text


@pytest.mark.parametrize("kind", KINDS)
def test_every_drawn_unit_can_be_touched_once(store, kind):
    view = make_view(store, kind)
    figure = json.loads(draw_choropleth(view).to_json())
    touched = [
        code
        for trace in figure["data"]
        if trace.get("hoverinfo") != "skip"
        for code in trace["locations"]
    ]
    assert sorted(touched) == sorted(view.drawn.index)


def test_colours_are_those_of_the_legend(store):
    view = make_view(store, "indicator")
    figure = json.loads(draw_choropleth(view).to_json())
    for trace in figure["data"]:
        if trace.get("hoverinfo") == "skip":
            continue
        steps = [color for _, color in trace["colorscale"]][::2]
        for code, number in zip(trace["locations"], trace["z"], strict=True):
            class_no = view.units.at[code, "class_no"]
            wanted = "#FFFFFF" if pd.isna(class_no) else view.legend[int(class_no)].color
            assert steps[number].upper() == wanted.upper()


@pytest.mark.parametrize("kind", KINDS)
def test_plotly_accepts_the_figure(store, kind):
    """The page draws it without plotly's checks, so they are made here."""
    figure = draw_choropleth(make_view(store, kind)).to_dict()
    assert len(go.Figure(figure).data) == len(figure["data"])
    figure["data"][0]["colour"] = "green"
    with pytest.raises(ValueError, match="colour"):
        go.Figure(figure)


@pytest.mark.parametrize("kind", KINDS)
def test_the_preview_has_the_colours_of_the_figure(store, kind):
    view = make_view(store, kind)
    painted = {}
    for trace in json.loads(draw_choropleth(view).to_json())["data"]:
        if trace.get("hoverinfo") != "skip":
            steps = [color for _, color in trace["colorscale"]][::2]
            painted |= {
                code: steps[number]
                for code, number in zip(trace["locations"], trace["z"], strict=True)
            }
    assert list_preview(view)["fills"] == painted


def test_no_data_is_hatched_and_nothing_else(store):
    view = make_view(store, "indicator")
    figure = json.loads(draw_choropleth(view).to_json())
    hatch = next(trace for trace in figure["data"] if "_hatch" in str(trace["geojson"]))
    assert set(hatch["locations"]) == set(view.drawn.index[view.drawn["key"] == "no_data"])


def test_addresses_are_files_of_this_server(store):
    figure = json.loads(draw_choropleth(make_view(store, "indicator")).to_json())
    for address in {trace["geojson"] for trace in figure["data"]}:
        assert (ROOT / address.removeprefix("app/")).is_file()
    topology = CONFIG["topojsonURL"].removeprefix("app/")
    assert (ROOT / topology / "world_110m.json").is_file()


def test_hover_tells_value_year_state_rank_and_source(store):
    figure = json.loads(draw_choropleth(make_view(store, "indicator")).to_json())
    templates = [trace["hovertemplate"] for trace in figure["data"] if trace.get("hovertemplate")]
    reported = next(text for text in templates if "自报" in text)
    for words in ("%{properties.zh}", "%{text}万吨", "%{customdata}", "2024年", "统计年报", "103"):
        assert words in reported
    assert any("无数据" in text and "%{text}" not in text for text in templates)


def test_status_has_a_mark_for_every_unit(store):
    view = make_view(store, "status")
    figure = json.loads(draw_choropleth(view).to_json())
    marks = next(trace for trace in figure["data"] if trace["type"] == "scattergeo")
    assert len(marks["text"]) == len(view.drawn)


@pytest.mark.parametrize("kind", KINDS)
def test_the_legend_on_the_screen_has_every_key(store, kind):
    view = make_view(store, kind)
    text = render_legend(view.legend, view.unit)
    assert text.count("<li>") == len(view.legend)
    for item in view.legend:
        assert item.label in text
