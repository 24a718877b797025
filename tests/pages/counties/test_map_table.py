"""A map counts and ranks as the page of its indicator does, and says in which order."""

import io
from dataclasses import replace

import openpyxl
import pytest

from data.words.catalogue import use_language
from geo.screen_map import describe_screen_map
from indicators.rollup import list_members
from pages.counties.parts import maps
from pages.counties.parts.map_files import make_map_book
from pages.counties.parts.maps import MapChoice, get_drawing, get_view
from pages.progress.parts.indicator_cache import get_ranking
from pages.progress.parts.indicator_files import list_ranking_rows
from pages.progress.parts.indicator_views import render_ranking
from pages.shell.cache import get_inputs, get_store
from tests.conftest import record_figures

REGION = "650000"
RODENTS = MapChoice("indicator", indicator_id="rodent_area", year=2024)
STRAW = MapChoice("indicator", indicator_id="straw_use_rate", year=2021)
HORSES = MapChoice("change", indicator_id="horse_stock", from_year=2023, year=2024)


@pytest.fixture(scope="module")
def figures(database):
    """Send a figure of rodents of all counties, of straw of the first 86, of three with horses."""
    inputs = get_inputs()
    now, then = (list_members(inputs, REGION, year) for year in (2024, 2021))
    horses = {now[0]: (0, 5), now[1]: (0, 0), now[2]: (4, 5)}
    rows = [("rodent_area", area_id, 2024, n) for n, area_id in enumerate(now, 1)]
    rows += [("straw_use_rate", area_id, 2021, 50 + n / 10) for n, area_id in enumerate(then[:86])]
    rows += [
        ("horse_stock", area_id, year, value)
        for area_id, pair in horses.items()
        for year, value in zip((2023, 2024), pair, strict=True)
    ]
    names = ("indicator_id", "area_id", "year", "value")
    record_figures(get_store(), *(dict(zip(names, row, strict=True)) for row in rows))
    return now


@pytest.mark.parametrize("choice", [RODENTS, STRAW])
def test_a_map_ranks_as_the_page_of_its_indicator(figures, choice):
    view, ranking = get_view(choice), get_ranking(choice.indicator_id, REGION, choice.year)
    assert ranking.has_places and view.ranked == ranking.reported
    places = dict(zip(ranking.rows["area_id"], ranking.rows["place"], strict=True))
    assert view.units["rank"].dropna().to_dict() == places
    silent = view.units.index[view.units["key"] == "no_data"]
    assert tuple(sorted(silent)) == ranking.missing


@pytest.mark.parametrize(
    ("choice", "order", "english"),
    [(RODENTS, "由低到高", "low to high"), (STRAW, "由高到低", "high to low")],
)
def test_every_rank_says_in_which_order_it_is(figures, choice, order, english):
    name, year = choice.indicator_id, choice.year
    drawing = get_drawing(choice)
    assert f"位次（{order}）" in drawing.table
    assert any(order in line for group in drawing.picture["groups"] for line in group["lines"])
    sheet = openpyxl.load_workbook(io.BytesIO(make_map_book(choice))).worksheets[0]
    assert f"位次（{order}）" in [cell.value for cell in sheet[4]]
    first = {"由低到高": "数值低者居前", "由高到低": "数值高者居前"}[order]
    assert first in render_ranking(name, REGION, year)
    assert list_ranking_rows(name, REGION, year)[0][0] == f"位次（{order}）"
    with use_language("en"):
        assert f"Rank ({english})" in get_drawing(choice).table


def test_a_county_that_did_not_exist_is_named_as_that(figures):
    drawing = get_drawing(STRAW)
    assert "当时尚未设立（5）：岑岭县、和康县、和安县、白杨市、草湖市" in drawing.others
    assert "图上无界线" not in drawing.others + drawing.facts
    assert "不排位次" not in drawing.facts
    assert "当时尚未设立" in drawing.legend
    (_, *rows) = (
        openpyxl.load_workbook(io.BytesIO(make_map_book(STRAW)))
        .worksheets[0]
        .iter_rows(min_row=4, values_only=True)
    )
    assert {row[0]: row[6] for row in rows}["659012"] == "当时尚未设立"


def test_a_county_of_a_plans_own_area_that_did_not_exist_is_not_outside_of_it(figures, monkeypatch):
    monkeypatch.setattr(maps, "get_own_part", lambda: "653200")
    keys = get_view(replace(STRAW, peers="653200")).units["key"]
    assert set(keys[["653228", "653229"]]) == {"not_founded"}
    assert keys["659012"] == "not_assigned"


def test_a_change_from_zero_shows_both_values(figures):
    drawing = get_drawing(HORSES)
    first, second = (drawing.view.units.at[area_id, "name"] for area_id in figures[:2])
    assert (
        f"基数不大于零，不计增幅（2）：{first}（2023年0万头，2024年5万头）、"
        f"{second}（2023年0万头，2024年0万头）" in drawing.others
    )
    assert "说明" not in drawing.table, "the others have none"
    with use_language("en"):
        picture = describe_screen_map(get_view(HORSES))
    group, *own = picture["units"][figures[0]]
    assert picture["groups"][group]["lines"][1] == "{note}" and own[-1].startswith("2023: 0")
    sheet = openpyxl.load_workbook(io.BytesIO(make_map_book(HORSES))).worksheets[0]
    notes = {row[0]: row[6] for row in sheet.iter_rows(min_row=5, values_only=True)}
    assert "2024年5万头" in notes[figures[0]]
