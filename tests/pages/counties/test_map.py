"""The map page without a browser: every kind of map opens, and says what it cannot show."""

import io
import re
from dataclasses import replace
from functools import partial

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest

from data.ledger.codes import find_coded
from data.ledger.groups import PORT_GROUP, define_group, save_members
from data.projects.register import save_project
from data.words.catalogue import get_language, load_catalogue, use_language
from data.words.names import MADE_UP
from geo.plate import PlateOptions
from geo.sources import load_map_areas
from pages.blocks.pictures import get_figures_version, make_caption, make_picture_code
from pages.counties.parts import map_table
from pages.counties.parts.map_files import make_map_book
from pages.counties.parts.maps import (
    KINDS,
    MapChoice,
    draw_map_picture,
    get_approval_number,
    get_drawing,
    get_printed_view,
    get_view,
    make_package,
    name_file,
)
from pages.shell.cache import get_store
from pages.shell.example import keep_visit
from tests.conftest import record_figures
from tests.geo.seeds import make_rows
from tests.pages.conftest import list_maps, list_notices, read_text, unfold


@pytest.fixture(scope="module")
def figures(database):
    """Send made-up beef output of every county but five."""
    store = get_store()
    areas = load_map_areas(store)
    counties = areas.index[(areas["level"] == "county") & areas["has_boundary"].astype(bool)]
    with store.transaction() as writer:
        writer.insert(
            "facts.observation_revision", pd.DataFrame(make_rows("beef_output", counties))
        )


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_opens_on_a_first_visit(open_page, kind, language):
    app = open_page("map", kind=kind, lang=language)
    assert not app.exception
    assert not list_notices(app, "error")
    text = read_text(app)
    assert "map-legend" in text
    assert len(list_maps(app)) == 1
    assert not app.get("plotly_chart"), "the map needs nothing of plotly"


def test_a_first_visit_shows_the_roles(open_page):
    app = open_page("map")
    text = read_text(app)
    assert "各县（市、区）产业定位数量" in text
    assert "昭苏县" in text, "paper unfolds the table"
    (picture,) = list_maps(app)
    group, _, words, _, roles = picture["units"]["654026"]
    assert words == "8项定位" and len(roles.split("；")) == 8
    assert not any("rank" in line for line in picture["groups"][group]["lines"])


def test_without_county_figures_the_region_is_named(open_page):
    app = open_page("map", kind="indicator", indicator="beef_output")
    notice = list_notices(app, "note")[0]
    assert "全区" in notice and "万吨" in notice


def test_figures_are_shown_with_their_table(open_page, figures):
    app = open_page("map", kind="indicator", indicator="beef_output", year="2022")
    text = read_text(app)
    assert "新疆各县（市、区）牛肉产量（2022年）" in text
    assert text.count("<tr><td>") == 103
    assert "无数据（4）" in text and "当时尚未设立（5）" in text, "one of five that sent nothing"
    assert 'href="county?code=654026' in text


def test_two_years_stand_beside_each_other_in_the_same_classes(open_page, figures):
    app = open_page(
        "map", kind="indicator", indicator="beef_output", year="2024", **{"with": "2019"}
    )
    pictures = list_maps(app)
    assert [picture["linked"] for picture in pictures] == ["beside", "beside"]
    assert pictures[0]["colors"] == pictures[1]["colors"]
    assert pictures[0]["units"] != pictures[1]["units"]
    text = read_text(app)
    assert "（2024年）" in text and "（2019年）" in text
    first, second = (
        get_view(MapChoice("indicator", indicator_id="beef_output", year=year))
        for year in (2024, 2019)
    )
    assert first.classes == second.classes


def test_change_beside_change_shares_its_classes(figures):
    one, other = (
        MapChoice("change", indicator_id="beef_output", from_year=2019, year=year)
        for year in (2020, 2024)
    )
    assert get_view(one, other).classes == get_view(other, one).classes


@pytest.fixture(scope="module")
def output_value(database):
    """Send one county's output value with its index, and another's without."""
    names = ("livestock_output_value", "livestock_output_index")
    record_figures(
        get_store(),
        *(
            {"indicator_id": name, "area_id": area_id, "year": year, "value": value}
            for area_id in ("654026", "654025")
            for name, values in zip(names, ((5.0, 10.0), (100.0, 104.0)), strict=True)
            for year, value in zip((2023, 2024), values, strict=True)
            if name == names[0] or area_id == "654026"
        ),
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_output_value_doubles_but_the_map_shows_real_growth(open_page, output_value, language):
    words = load_catalogue(language)
    app = open_page("map", kind="change", indicator="livestock_output_value", lang=language)
    assert not app.exception and not list_notices(app, "error")
    text = read_text(app)
    table = text.partition("map-legend")[2]
    assert ">+4<" in table and ">+100<" not in table
    name = words["map.title.real_growth"].format(indicator="")
    refused = words["map.key.not_comparable_prices"]
    assert name.strip() in text
    assert words["map.table.not_comparable"].format(refusal=refused, n=1, names="") in text


def test_breaks_that_do_not_rise_are_said(open_page, figures):
    app = open_page("map", kind="indicator", indicator="beef_output", year="2024")
    app.radio(key="choice_scheme").set_value("own").run()
    app.text_input(key="choice_breaks").set_value("3, 1").run()
    assert any("由小到大" in text for text in list_notices(app, "error"))
    assert not app.exception


def test_scheme_own_without_breaks_waits_for_them(open_page, figures):
    app = open_page("map", kind="indicator", indicator="beef_output", year="2024")
    app.radio(key="choice_scheme").set_value("own").run()
    assert not list_notices(app, "error")


def test_playing_begins_again_after_the_last_year(open_page, figures):
    app = open_page("map", kind="indicator", indicator="beef_output", year="2024")
    assert "<tr><td>" in read_text(app)
    app.button(key="map_play").click().run()
    assert "（2019年）" in read_text(app)
    assert "<tr><td>" not in read_text(app), "while the years run, no folded table is sent"
    app.run()
    assert "（2020年）" in read_text(app)


@pytest.mark.parametrize("small", [False, True])
def test_the_picture_is_in_the_language_of_the_visit(figures, small):
    choice = MapChoice("indicator", indicator_id="beef_output", year=2024)
    with use_language("en"):
        draw = keep_visit(
            partial(draw_map_picture, choice, None, "svg", PlateOptions(labels="none"), small=small)
        )
    # The browser asks for the file later, outside the visit.
    assert get_language() == "zh"
    assert draw().startswith(b"<?xml")


def test_made_up_figures_are_marked_in_the_picture_too(figures):
    choice = MapChoice("indicator", indicator_id="grass_yield", year=2024)
    assert not get_view(choice).watermark
    figure = {"indicator_id": "grass_yield", "area_id": "654026", "year": 2024, "value": 1}
    record_figures(get_store(), figure | {"source": MADE_UP, "note": MADE_UP})
    assert get_view(choice).watermark == load_catalogue("zh")["map.demonstration"]
    assert not get_view(MapChoice("roles")).watermark


@pytest.mark.parametrize(
    "query",
    [
        {"kind": "nope"},
        {"kind": "indicator", "indicator": "nope", "year": "x"},
        {"kind": "roles", "roles": "nope,forage_base"},
        {"kind": "box", "item": "nope"},
        {"kind": "change", "from": "1900", "year": "1901"},
        {"level": "village"},
    ],
)
def test_an_odd_address_is_borne(open_page, query):
    app = open_page("map", **query)
    assert not app.exception
    assert not list_notices(app, "error")


@pytest.mark.parametrize(
    "query",
    [
        {"roles": "foo"},
        {"roles": "foo", "kind": "indicator"},
        {"peers": "forage_base", "kind": "roles"},
        {"target": "foo"},
        {"item": "foo"},
        {"from": "1850"},
        {"with": "foo"},
        {"breaks": "4,9"},
        {"year": "2024", "kind": "roles"},
    ],
)
def test_what_the_address_asks_in_vain_is_said(open_page, query):
    (said,) = list_told(open_page("map", **query))
    name, value = next(iter(query.items()))
    assert f"{name}={value}" in said


@pytest.mark.parametrize(
    ("key", "value", "kind"),
    [
        ("roles", "forage_base", "roles"),
        ("target", "carcass_yield", "status"),
        ("indicator", "beef_output", "indicator"),
    ],
)
def test_a_key_of_one_kind_opens_that_kind(open_page, key, value, kind):
    app = open_page("map", **{key: value})
    assert not list_told(app)
    assert {("kind", kind), (key, value)} <= read_address(app)


def list_told(app):
    """Return what the page says of the address."""
    return [text for text in list_notices(app, "warning") if text.startswith("网址")]


def read_address(app):
    """Return the pairs of the query string."""
    return {
        (
            key,
            app.query_params[key][0]
            if isinstance(app.query_params[key], list)
            else app.query_params[key],
        )
        for key in app.query_params
    }


def test_classes_come_back_with_the_address(open_page, figures):
    query = {"kind": "indicator", "indicator": "beef_output", "year": "2024"}
    app = open_page("map", **query, scheme="own", breaks="10, 20")
    text = read_text(app)
    assert "不足10" in text and "20及以上" in text
    assert read_address(app) >= {("scheme", "own"), ("breaks", "10, 20")}
    app = open_page("map", **query, scheme="quantiles", classes="4")
    assert ("classes", "4") in read_address(app)
    assert "breaks" not in dict(read_address(app))
    app = open_page("map", **query)
    assert not {"scheme", "classes", "breaks"} & set(dict(read_address(app)))


def test_the_approval_number_is_kept_for_every_picture(open_page):
    app = open_page("map")
    app.text_input(key="map_approval").input("审图号：新S(2026)001号")
    app.button(key="map_approval_save").click().run()
    assert list_notices(app, "error"), "nobody said who they are"
    app.text_input(key="actor_field_map_approval").input("测绘科 李某")
    app.button(key="map_approval_save").click().run()
    assert get_approval_number() == "新S(2026)001号"
    assert "审图号：新S(2026)001号" in read_text(open_page("map"))
    app.text_input(key="map_approval").input("")
    app.button(key="map_approval_save").click().run()
    assert get_approval_number() is None


def test_counties_that_an_item_does_not_bind_are_not_assigned(open_page):
    save_project(
        get_store(),
        {
            "item_id": "box2_cattle_multiplication",
            "area_id": "650102",
            "name": "甲场",
            "stage": "completed",
        },
        by="李某",
    )
    view = get_view(MapChoice("box", item_id="box2_cattle_multiplication"))
    keys = view.units["key"]
    assert keys["650103"] == "not_assigned"
    assert keys["654026"] == "no_data", "bound, and nothing registered"
    assert keys["650102"] == "class", "registered, though nobody asked for it"
    assert "规划未安排" in read_text(
        open_page("map", kind="box", item="box2_cattle_multiplication")
    )
    smart = get_view(MapChoice("box", item_id="box9_smart_farms_per_county")).units["key"]
    assert "not_assigned" not in set(smart), "any county may be one of the 37"


def test_a_group_of_ones_own_narrows_the_map(open_page, figures):
    group_id = define_group(get_store(), "口岸县", name_en="Port counties", by="李某")
    query = {"kind": "indicator", "indicator": "beef_output", "year": "2024", "peers": group_id}
    assert "口岸县" not in read_text(open_page("map", **query)), "nobody belongs to it yet"
    save_members(get_store(), group_id, ["654026", "654027"], from_year=2020, by="李某")
    text = read_text(open_page("map", **query))
    assert "（2024年）（口岸县）" in text and "不在所选范围（110）" in text
    assert "规划未安排" not in text, "the plan has no say in a group of one's own"
    choice = MapChoice("indicator", indicator_id="beef_output", year=2024, peers=group_id)
    keys = get_view(choice).units["key"]
    assert set(keys.index[keys != "not_assigned"]) == {"654026", "654027"}
    earlier = get_view(replace(choice, year=2019)).units["key"]
    assert set(earlier) == {"not_assigned"}, "members from 2020 on"


def test_the_counties_with_a_port_narrow_the_map_once_confirmed(open_page, figures):
    query = {"kind": "indicator", "indicator": "beef_output", "year": "2024"}
    query["peers"] = PORT_GROUP
    assert "口岸县（市）" not in read_text(open_page("map", **query)), "nobody confirmed them"
    app = open_page("roles")
    assert "有口岸的县（市、区）1个，尚未确认" in read_text(app)
    app.session_state["actor"] = "李某"
    app.button(key="confirm_ports").click().run()
    assert list_notices(app, "done")
    assert "（2024年）（口岸县（市））" in read_text(open_page("map", **query))
    choice = MapChoice("indicator", indicator_id="beef_output", year=2024, peers=PORT_GROUP)
    keys = get_view(choice).units["key"]
    assert set(keys.index[keys != "not_assigned"]) == {"652702"}


@pytest.mark.parametrize(
    ("choice", "small", "name"),
    [
        (
            MapChoice("indicator", indicator_id="beef_output", year=2024),
            False,
            "牛肉产量_新疆_2024",
        ),
        (
            MapChoice("indicator", "prefecture", "beef_output", 2024),
            False,
            "牛肉产量_新疆分地州_2024",
        ),
        (
            MapChoice("indicator", indicator_id="beef_output", year=2024),
            True,
            "牛肉产量_新疆_2019-2024",
        ),
        (
            MapChoice("change", indicator_id="beef_output", from_year=2020, year=2024),
            False,
            "牛肉产量变化_新疆_2020-2024",
        ),
        (MapChoice("roles"), False, "产业定位_新疆"),
        (MapChoice("roles", roles=("forage_base",)), False, "高产稳产优质饲草基地_新疆"),
        (MapChoice("coverage", year=2024), False, "数据完整程度_新疆_2024"),
    ],
)
def test_a_file_says_what_it_shows(figures, choice, small, name):
    assert name_file(choice, small=small) == f"{name}_地图"


def test_the_map_of_an_indicator_is_offered_as_a_geopackage(
    open_page, open_popovers, figures, tmp_path
):
    labels = {
        kind: [button.label for button in open_page("map", kind=kind).get("download_button")]
        for kind in ("indicator", "roles")
    }
    word = load_catalogue("zh")["map.export.package"]
    assert word in labels["indicator"] and word not in labels["roles"]
    choice = MapChoice("indicator", indicator_id="beef_output", year=2022)
    path = tmp_path / "map.gpkg"
    path.write_bytes(make_package(choice))
    rows = gpd.read_file(path, layer="beef_output_2022").set_index("area_id")
    values = get_view(choice).units["value"].dropna()
    assert rows["value"].dropna().to_dict() == values.to_dict() and len(values)


def test_the_values_of_a_map_are_taken_away_typed_and_whole(figures):
    choice = MapChoice("indicator", indicator_id="beef_output", year=2022)
    values, sources = openpyxl.load_workbook(io.BytesIO(make_map_book(choice)))
    header, *rows = list(values.iter_rows(min_row=4, values_only=True))
    view = get_view(choice)
    assert len(rows) == len(view.units) and header[:3] == ("行政区划代码", "地区", "数值")
    known = [row for row in rows if row[2] is not None]
    assert len(known) == int((view.units["key"] == "class").sum()) < len(rows)
    assert [row[2] for row in known] == sorted((row[2] for row in known), reverse=True)
    assert {row[6] for row in rows if row[2] is None} == {"无数据", "当时尚未设立"}
    assert header[5] == "位次（由高到低）"
    assert view.sources[0] in sources["B5"].value


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_map_has_its_values_as_a_workbook(figures, kind):
    choice = MapChoice(
        kind,
        indicator_id="beef_output",
        year=2024,
        from_year=2022,
        target_id="offtake_rate",
        item_id="box9_smart_farms_per_county",
    )
    values, _ = openpyxl.load_workbook(io.BytesIO(make_map_book(choice)))
    assert values.max_row == len(get_view(choice).units) + 4


def test_the_code_on_a_map_of_the_page_stands_for_the_figures_it_shows(figures):
    choice = MapChoice("indicator", indicator_id="beef_output", year=2022)
    (coded,) = find_coded(get_store(), get_printed_view(choice).code)
    assert (coded.indicator_id, coded.area_id, coded.year) == ("beef_output", "650000", 2022)
    assert coded.version == get_figures_version()


def test_a_file_draws_the_maps_of_its_indicator_again_and_prints_another_code_on_all(figures):
    beef, cattle = (
        MapChoice("indicator", indicator_id=name, year=2022)
        for name in ("beef_output", "cattle_stock")
    )
    before = [get_drawing(one) for one in (beef, cattle)]
    printed = get_printed_view(cattle)
    sent = {"indicator_id": "beef_output", "area_id": "654026", "year": 2022, "value": 87.65}
    record_figures(get_store(), sent)
    assert get_drawing(cattle) is before[1]
    assert "87.65" in get_drawing(beef).table and "87.65" not in before[0].table
    (coded,) = find_coded(get_store(), get_printed_view(cattle).code)
    assert coded.version == get_figures_version() != printed.coded.version
    # What the page shows has no code that could grow old.
    assert get_view(cattle).coded is None


def test_a_picture_of_an_indicator_prints_its_code(figures):
    code = make_picture_code("beef_output", "650000")
    assert make_caption("x", last_year=2024, code=code).cutoff.endswith(f"数据码{code}")
    (coded,) = find_coded(get_store(), code)
    assert (coded.indicator_id, coded.area_id, coded.year) == ("beef_output", "650000", None)


@pytest.mark.parametrize("beside", [{}, {"with": "2020"}])
def test_a_long_table_shows_the_highest_and_unfolds_the_others(
    figures, open_page, monkeypatch, beside
):
    monkeypatch.setattr(map_table, "SHOWN", 4)
    # Drawn by no other test: what is drawn is kept.
    own = {"kind": "indicator", "indicator": "beef_output", "year": "2019", "scheme": "quantiles"}
    app = open_page("map", **own, **beside)
    assert not app.exception and not list_notices(app, "error")
    choice = MapChoice("indicator", indicator_id="beef_output", year=2019, scheme="quantiles")
    view = get_view(choice, replace(choice, year=2020) if beside else None)
    shown = list_table_rows(app)[0]
    app = unfold(app, "map_rest_0")
    # Of two maps only the other table is still cut.
    first, rest, *second = list_table_rows(app)
    assert [len(table) for table in second] == [4] * len(beside)
    assert first == shown and len(first) == 4
    known = view.units[view.units["key"] == "class"]
    ranked = known.sort_values("value", ascending=False, kind="stable")
    assert [name for name, _ in first + rest] == list(ranked["name"])
    assert [number for _, number in first + rest] == list(ranked["number"])
    labels = [fold.label for fold in app.expander]
    assert labels.count(f"其余{len(known) - 4}个") == 1 + len(beside)
    # The list of those without a figure comes once, below all that have one.
    assert read_text(app).count("无数据（") == 1 + len(beside)
    values, _ = openpyxl.load_workbook(io.BytesIO(make_map_book(choice)))
    assert values.max_row == len(view.units) + 4


def test_a_table_of_all_counties_needs_no_fold(figures, open_page):
    app = open_page("map", kind="indicator", indicator="beef_output", year="2022")
    assert not [fold for fold in app.expander if fold.label.startswith("其余")]
    (rows,) = list_table_rows(app)
    assert len(rows) > 100


def list_table_rows(app) -> list[list[tuple[str, str]]]:
    """Return name and value in each row of each table of figures."""
    return [
        re.findall(r"<tr><td>(?:<a [^>]*>)?([^<]+)(?:</a>)?<td class=number>([^<]*)", table)
        for table in re.findall(r"<caption>.*?</table>", read_text(app), re.DOTALL)
    ]
