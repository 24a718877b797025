"""Box 1 on the screen: every pair, found by Chinese, pinyin or code, without any figure."""

import html
import re

import pytest

from data.store.statements import ROOT
from pages.counties.parts.drawing import describe_county_count
from tests.pages.conftest import read_text, unfold

PAIRS = [
    line.split(",")[:2]
    for line in (ROOT / "data/plans/livestock/county_role.csv")
    .read_text(encoding="utf-8")
    .splitlines()[1:]
]


def read_matrix(app) -> str:
    return re.search(r'<div class="matrix whole">.*?</table></div>', read_text(app), re.DOTALL)[0]


def list_rows(app) -> list[str]:
    body = re.search(r"<tbody>(.*?)</tbody>", read_matrix(app), re.DOTALL)[1]
    return re.findall(r"<tr.*?</tr>", body, re.DOTALL)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_matrix_has_the_140_pairs(open_page, language):
    app = open_page("roles", lang=language)
    rows = list_rows(app)
    assert len(rows) == 40
    assert sum(row.count("●") for row in rows) == 140
    dots = re.findall(r'<td[^>]*><a href="county\?code=(\d{6})', read_matrix(app))
    assert sorted(dots) == sorted(area_id for _, area_id in PAIRS)


@pytest.mark.parametrize(
    ("text", "code"),
    [("昭苏", "654026"), ("zhaosu", "654026"), ("tksx", "654027"), ("653131", "653131")],
)
def test_a_county_is_found(open_page, text, code):
    rows = list_rows(open_page("roles", q=text))
    assert len(rows) == 1
    assert f"code={code}" in rows[0]


def test_a_county_outside_the_plan_is_said_to_be_outside(open_page):
    text = read_text(open_page("roles", q="拜城"))
    assert "拜城县不在规划所列县（市、区）之内" in text


def test_filters_stand_in_the_address(open_page):
    app = open_page("roles", subregion="east", role="folk_tourism")
    assert len(list_rows(app)) == 3
    assert app.query_params["subregion"] == "east"
    assert app.query_params["role"] == "folk_tourism"


def test_sorted_by_number_of_roles(open_page):
    counts = [
        int(re.search(r'class="sum">(\d+)', row)[1])
        for row in list_rows(open_page("roles", by="count"))
    ]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == 8


def test_who_has_not_reported_is_said_without_any_figure(open_page):
    text = html.unescape(read_text(open_page("roles", role="simmental_beef")))
    assert "规划明确4个县（市、区），名单列出4个。" in text
    assert "尚无县上报该定位的指标" in text
    assert "无数据" in text


def test_an_open_list_is_called_open(open_page):
    assert "规划只举例，未明确总数" in read_text(open_page("roles", role="border_tourism"))


def test_the_groups_of_the_plan_wait_for_their_members(open_page):
    text = read_text(open_page("roles"))
    for stated in (22, 15, 37):
        assert f"规划明确{stated}个，未列名单，待上传" in text


@pytest.mark.parametrize("page", ["roles", "county"])
def test_names_of_roles_keep_the_words_of_the_plan(open_page, page):
    """654321 has them all; what is a title there is not cut short."""
    text = read_text(open_page(page, code="654321") if page == "county" else open_page(page))
    for words in ("优质饲草种子扩繁基地", "高产稳产优质饲草基地"):
        assert words in text
    assert page == "county" or "多胎多羔引进品种和地方品种羊" in text


def test_a_port_is_entered_and_its_county_waits_for_confirmation(open_page):
    app = unfold(open_page("roles"), "port_add")
    app.text_input(key="port_name").set_value("吉木乃口岸")
    app.selectbox(key="port_county").set_value("654326")
    app.selectbox(key="port_kind").set_value("road")
    app.text_input(key="port_source").set_value("测试文件1号")
    app.text_input(key="actor_field_port").set_value("测试员")
    app.button(key="add_port").click().run()
    text = read_text(app)
    assert "已录入“吉木乃口岸”" in text
    assert "测试文件1号" in text and "有口岸的县（市、区）2个，尚未确认" in text
    unfold(app, "port_withdrawal").button(key="port_withdraw").click().run()
    assert "有口岸的县（市、区）1个，尚未确认" in read_text(app)


def test_a_list_is_open_only_where_the_plan_says_so():
    role = {"stated_count": None, "named_count": 2}
    assert "规划只举例" in describe_county_count(role | {"is_open": True})
    assert "规划未写明县数" in describe_county_count(role | {"is_open": None})
