"""One county a page: its roles, its duties, what it owes; prefectures and groups as well."""

import html
import re

import pytest
import streamlit as st

from data.ledger.groups import save_members
from pages.documents import county_card
from tests.conftest import record_figures
from tests.pages.conftest import list_notices, read_text, unfold
from tests.pages.counties.test_roles import PAIRS

COUNTIES = sorted({area_id for _, area_id in PAIRS})
OTHERS = [area_id for area_id in COUNTIES if area_id not in COUNTIES[::10]]


def read(app) -> str:
    return html.unescape(read_text(app))


def list_shown_roles(app) -> set[str]:
    block = re.search(
        r'<div class="role-list">.*?</section>|<div class="role-list">.*', read_text(app), re.DOTALL
    )
    return set(re.findall(r"roles\?role=([a-z_]+)", block[0].split("<table>")[0]))


@pytest.mark.parametrize(
    "area_id",
    [*COUNTIES[::10], *(pytest.param(area_id, marks=pytest.mark.slow) for area_id in OTHERS)],
)
def test_a_county_shows_exactly_its_roles(open_page, area_id):
    expected = {role_id for role_id, county in PAIRS if county == area_id}
    assert list_shown_roles(open_page("county", code=area_id)) == expected


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", "规划未列拜城县，没有明确产业定位。"),
        ("en", "The plan does not name Baicheng County"),
    ],
)
def test_a_county_outside_the_plan_says_so(open_page, language, words):
    assert words in read(open_page("county", code="652926", lang=language))


def test_duties_stand_with_number_and_clause(open_page):
    text = read(open_page("county", code="654026"))
    for words in ("每县1个以上", "每县3户以上", "北疆共2—3个", "专栏9", "口径待定", "明确适用"):
        assert words in text


def test_without_figures_it_says_no_data_and_what_is_owed(open_page):
    text = read(open_page("county", code="654026"))
    assert "无数据" in text
    assert "产业定位指标有15项未报" in text
    assert "从未上报" in text


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("code", ["650000", "654300", "box1_counties", "pastoral", "659001"])
def test_every_kind_of_area_has_the_page(open_page, code, language):
    app = open_page("county", code=code, lang=language)
    assert not app.exception
    assert not list_notices(app, "error")
    assert app.query_params["code"] == code


def test_an_unknown_code_is_said(open_page):
    app = open_page("county", code="999999")
    assert "999999" in list_notices(app, "warning")[0]


def test_search_leads_to_the_county(open_page):
    app = open_page("county")
    app.text_input(key="county_search").set_value("tekesi").run()
    assert app.query_params["code"] == "654027"
    app.text_input(key="county_search").set_value("没有这里").run()
    assert app.query_params["code"] == "654027"
    assert "没有这里" in list_notices(app, "warning")[0]


def test_figures_stand_beside_peers(open_page):
    from pages.shell.cache import get_store

    figures = [
        {
            "indicator_id": "cattle_stock",
            "area_id": area_id,
            "year": year,
            "value": value + year - 2023,
        }
        for area_id, value in (("652823", 4), ("652924", 10), ("652922", 6), ("653022", 8))
        for year in (2023, 2024)
    ]
    record_figures(get_store(), *figures)
    app = open_page("county", code="652823")
    text = read(app)
    assert "+25.0%" in text
    assert "4/4县上报（含自报）" in text


def test_a_group_takes_a_pasted_list_and_checks_it(open_page):
    app = open_page("county", code="semi_pastoral")
    app.text_area(key="paste_semi_pastoral").set_value("昭苏县、特克斯县、伊宁").run()
    assert "规划明确15个，名单为2个，不一致" in list_notices(app, "warning")[0]
    assert "伊宁市（654002）、伊宁县（654021）" in read(app)
    app.text_input(key="actor_field_members").set_value("测试员").run()
    app.button(key="save_members").click().run()
    assert "新增2个" in list_notices(app, "done")[0]
    assert "规划明确15个，已上传2个，不一致" in read(app)


def test_members_sent_elsewhere_are_seen(open_page):
    from pages.shell.cache import get_store

    save_members(get_store(), "pastoral", ["654026", "654027"])
    text = read(open_page("county", code="pastoral"))
    assert "所属2个县（市、区）中，2个列入规划产业定位" in text


def test_a_group_cannot_be_saved_without_a_name(open_page):
    app = open_page("county", code="plan_counties")
    app.text_area(key="paste_plan_counties").set_value("昭苏县").run()
    app.session_state["actor"] = ""
    app.button(key="save_members").click().run()
    assert list_notices(app, "error")


def test_a_group_of_ones_own_is_defined_and_opened(open_page):
    app = unfold(open_page("roles"), "group_define")
    fields = {field.label: field for field in app.text_input}
    fields["中文名称"].set_value("边境口岸县").run()
    app.session_state["group_define"] = False
    assert "边境口岸县" in {field.value for field in app.run().text_input}, "folded, not forgotten"
    app.session_state["actor"] = "测试员"
    app.button(key="define_group").click().run()
    assert app.query_params["code"].startswith("group_")
    assert "边境口岸县" in read(app)


def test_the_card_tells_what_is_known_when_it_is_fetched(open_page, monkeypatch):
    from pages.shell.cache import get_store

    def tell(inputs, area_id, *_):
        return inputs.progress.index.get_values("cattle_stock", area_id)

    offered = {}
    monkeypatch.setattr(county_card, "make_county_card", tell)
    monkeypatch.setattr(
        st, "download_button", lambda _, make, *, key, **named: offered.update({key: make})
    )
    open_page("county", code="654026")
    figure = {"indicator_id": "cattle_stock", "area_id": "654026", "year": 2025, "value": 12.5}
    record_figures(get_store(), figure)
    assert offered["card"]()[2025] == 12.5
