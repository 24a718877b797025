"""What is made by who sees a part of the figures says so: it goes to people who see more."""

import csv
import io
import json
import sqlite3
from functools import partial

import openpyxl
import pytest

from data.clock import get_today
from data.commands import run_command
from data.package.save import save_package
from data.rights.tokens import make_token
from data.words.catalogue import t
from geo import frame
from geo.__main__ import make_parser
from geo.legend import NO_DATA
from geo.views import MapView
from indicators.balance.inputs import load_balance_inputs
from indicators.counties.profile import load_county_inputs
from indicators.inputs import load_inputs
from pages.basis.parts.ledger_completeness import render_owed_matrix
from pages.blocks.pictures import make_caption
from pages.blocks.takeaway import make_rows_csv
from pages.blocks.target_names import name_silent
from pages.counties.parts.map_files import make_map_book
from pages.counties.parts.map_table import list_facts, render_others
from pages.counties.parts.maps import MapChoice, get_drawing, get_printed_view
from pages.documents import balance_sheet
from pages.documents.balance_sheet import make_balance_content
from pages.documents.briefing.model import Plate
from pages.documents.county_card import build_county_card
from pages.progress.parts.indicator_files import list_ranking_rows, make_series_book
from pages.shell import cache
from pages.tasks.parts.waiting_acts import render_step_rates
from tests.conftest import record_figures
from tests.pages.documents.making import compose
from tests.rights.world import enter, record_herd

COUNTY, SISTER, REGION = "654026", "654025", "650000"
OF_PART = t("rights.made_of_part")
CHOICE = MapChoice("indicator", indicator_id="cattle_stock", year=2023)
MAP = ("--indicator", "cattle_stock", "--year", "2023")


@pytest.fixture
def reported(store):
    """A store in which two counties reported."""
    for area_id in (COUNTY, SISTER):
        figure = {"indicator_id": "cattle_stock", "area_id": area_id, "year": 2023, "value": 7.25}
        record_figures(store, figure)
    return store


@pytest.fixture
def visit(reported, monkeypatch):
    """Returns a function that lets a reporter of an area look at the pages."""

    def look(area_id) -> None:
        handle = enter(reported, "reporter", area_id)
        monkeypatch.setattr(cache, "get_store", lambda: handle)

    return look


def list_words(view: MapView) -> dict[str, str]:
    return {item.key: item.label for item in view.legend}


def test_a_document_says_that_its_maker_sees_a_part(store):
    """To people who see more, what was not sent and what is not seen look alike."""
    county = enter(store, "reporter", COUNTY)
    for handle, is_said in ((county, True), (store, False)):
        inputs = load_county_inputs(handle)
        card = build_county_card(inputs, SISTER, 2024, get_today())
        assert (OF_PART in card["footer"]) == is_said
        briefing = compose(handle, REGION, "one_page")
        assert (OF_PART in briefing.subtitle) == is_said


@pytest.mark.parametrize(("area_id", "is_part"), [(COUNTY, True), (REGION, False)])
def test_a_map_of_a_part_says_so_and_has_no_code_of_the_whole(visit, area_id, is_part):
    visit(area_id)
    view, drawing = get_printed_view(CHOICE), get_drawing(CHOICE)
    assert view.units["value"].notna().sum() == (1 if is_part else 2)
    no_data = t("map.key.no_data_seen" if is_part else "map.key.no_data")
    assert list_words(view)[NO_DATA] == no_data
    lines = [group["lines"] for group in drawing.picture["groups"] if group["key"] == NO_DATA]
    assert lines[0][0] == no_data and no_data in render_others(view)
    assert (OF_PART in list_facts(view)) == is_part
    assert frame.describe_data(view).startswith(OF_PART) == is_part
    assert (view.code == "") == is_part
    values, sources = openpyxl.load_workbook(io.BytesIO(make_map_book(CHOICE)))
    assert no_data in {row[6] for row in values.iter_rows(min_row=5, values_only=True)}
    told = [row[1] for row in sources.iter_rows(min_row=5, values_only=True)]
    assert (OF_PART in told) == is_part


def test_the_pages_leave_out_how_hidden_counties_send_and_say_so(visit):
    """A county that is hidden owes and sent nothing that is known."""
    visit(COUNTY)
    left_out = t("steps.counties_left_out", n=1)
    for area_id, is_hidden in ((SISTER, True), (COUNTY, False)):
        for page in (render_owed_matrix(area_id, 2023, None), render_step_rates(area_id)):
            assert (left_out in page) == is_hidden and ("应报" in page) != is_hidden
    assert "新源县" not in render_owed_matrix(REGION, 2023, None) + render_step_rates(REGION)


def test_a_map_of_the_plan_is_the_same_for_all(visit):
    visit(COUNTY)
    view = get_printed_view(MapChoice("roles"))
    assert not view.remark and list_words(view)[NO_DATA] == t("map.key.no_data")


@pytest.mark.parametrize(("area_id", "is_part"), [(COUNTY, True), (REGION, False)])
def test_a_picture_and_the_files_of_a_ranking_say_so(visit, area_id, is_part):
    visit(area_id)
    view = ("cattle_stock", REGION, 2023)
    caption = make_caption("x", last_year=2023, code="3W7K3M9Q-1F")
    assert (OF_PART in caption.cutoff) == is_part and "2023" in caption.cutoff
    no_data = t("map.key.no_data_seen" if is_part else "map.key.no_data")
    assert name_silent([SISTER]).startswith(f"{no_data}（1）")
    assert name_silent([COUNTY]).startswith(f"{t('map.key.no_data')}（1）"), "it is seen by both"
    assert no_data in {row[6] for row in list_ranking_rows(*view)[1]}
    text = make_rows_csv(partial(list_ranking_rows, *view), None, False).decode("utf-8-sig")
    header, first = list(csv.reader(io.StringIO(text)))[:2]
    assert (header[-1] == t("takeaway.part")) == (first[-1] == OF_PART) == is_part
    for sheet in openpyxl.load_workbook(io.BytesIO(make_series_book(*view))):
        assert (OF_PART in sheet["A2"].value) == is_part


@pytest.mark.parametrize(
    ("seen", "is_part"),
    [(None, False), (frozenset({COUNTY, SISTER}), False), (frozenset({COUNTY}), True)],
)
def test_a_publication_of_the_balance_says_so_where_counties_of_it_are_hidden(
    reported, monkeypatch, seen, is_part
):
    """One of an area that its maker sees whole is of the whole."""
    monkeypatch.setattr(balance_sheet, "list_balance_areas", lambda *_: [COUNTY, SISTER])
    record_herd(reported, COUNTY)
    content = make_balance_content(
        load_balance_inputs(reported), load_inputs(reported), "654000", 2022, seen=seen
    )
    assert (OF_PART in content["notes"]) == is_part
    silent = t("balance.sheet_silent_seen" if is_part else "balance.sheet_silent", count=1)
    assert content["summary"].endswith(silent)


def test_the_maps_of_the_command_and_of_a_briefing_say_so(reported, tmp_path, monkeypatch, capsys):
    said, codes = [], []

    def look(view):
        said.append(view.remark)
        codes.append(view.code)
        return ""

    county = enter(reported, "reporter", COUNTY)
    blocks = [block for part in compose(county, REGION, "pack").sections for block in part.blocks]
    plates = [block.view for block in blocks if isinstance(block, Plate)]
    figures = [view for view in plates if view.kind == "indicator"]
    assert figures and all(view.remark == OF_PART and not view.code for view in figures)
    monkeypatch.setenv("CAOMU_TOKEN", make_token(reported, county.actor.person_id)[0])
    path = str(reported.path)
    reported.__exit__()
    monkeypatch.setattr(frame, "describe_data", look)
    picture, package = tmp_path / "map.svg", tmp_path / "map.gpkg"
    for kind, out in (("plate", picture), ("package", package)):
        command = [kind, *MAP, "--out", str(out), "--db", path]
        assert run_command(make_parser(), command) == 0
    assert said == [OF_PART] and codes == [""]
    assert capsys.readouterr().err.count(OF_PART) == 2
    empty = ["plate", *MAP[:3], "2021", "--out", str(tmp_path / "empty.svg"), "--db", path]
    assert run_command(make_parser(), empty) == 0
    told = capsys.readouterr().err
    assert t("map.key.no_data_seen") in told and OF_PART in told
    with sqlite3.connect(package) as file:
        (described,) = file.execute("SELECT description FROM gpkg_contents").fetchone()
    assert OF_PART in described


def test_the_data_package_says_so(reported, tmp_path):
    for store, is_partial in ((reported, False), (enter(reported, "reporter", COUNTY), True)):
        folder = tmp_path / f"{is_partial}"
        save_package(store, folder)
        described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        assert described["isPartial"] is is_partial
        assert ("ONLY WHAT ITS MAKER MAY SEE" in described["title"]) is is_partial
        assert (OF_PART in (folder / "README.md").read_text(encoding="utf-8")) is is_partial
