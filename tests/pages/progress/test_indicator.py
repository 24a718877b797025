"""One indicator a page: empty, published only, and full; odd addresses are said, not borne."""

import html
import io
import re

import openpyxl
import pandas as pd
import pytest

from data.ledger.events import list_events, pick_events
from data.words.catalogue import t, use_language
from geo.sources import load_map_areas
from pages.blocks.series import draw_indicator, get_shown_series, has_early_years
from pages.blocks.status import name_indicator
from pages.progress.parts import indicator_views
from pages.progress.parts.indicator_files import list_series_rows, make_series_book
from pages.progress.parts.indicator_views import render_definition, render_newest
from pages.shell import cache
from pages.shell.cache import get_store
from tests.conftest import record_figures
from tests.geo.seeds import make_rows
from tests.pages.conftest import list_maps, list_notices, read_text, unfold

REGION, ZHAOSU = "650000", "654026"


@pytest.fixture(scope="module")
def figures(database):
    """Send made-up beef output of every county but five, and another figure of the region."""
    store = get_store()
    areas = load_map_areas(store)
    counties = areas.index[(areas["level"] == "county") & areas["has_boundary"].astype(bool)]
    with store.transaction() as writer:
        rows = make_rows("beef_output", counties)
        writer.insert("facts.observation_revision", pd.DataFrame(rows))
    other = {"indicator_id": "beef_output", "area_id": REGION, "year": 2024, "value": 61.2}
    record_figures(store, other | {"source": "另一来源"})


def read(app) -> str:
    return html.unescape(read_text(app))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("indicator_id", ["grass_yield", "beef_self_sufficiency"])
def test_without_a_figure_it_says_what_is_missing_and_shows_the_definition(
    open_page, indicator_id, language
):
    app = open_page("indicator", id=indicator_id, area=ZHAOSU, lang=language)
    assert not app.exception and not list_notices(app, "error")
    text = read(app)
    assert {"zh": "无数据", "en": "No data"}[language] in text
    assert {"zh": "指标定义", "en": "Definition"}[language] in text
    assert not app.get("plotly_chart")
    assert 'href="upload?' in text


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("area", [REGION, "652300", "plan_counties", ZHAOSU])
def test_every_kind_of_area_has_the_page(open_page, area, language):
    app = open_page("indicator", id="milk_output", area=area, lang=language)
    assert not app.exception and not list_notices(app, "error")


def test_published_figures_stand_with_source_and_revisions(open_page):
    app = open_page("indicator", id="beef_output", area=REGION)
    text = read(app)
    assert "62.08" in text and "已公布" in text and "较上年+6.3%" in text
    assert "国家统计局" in text
    assert any("填报与修订记录" in fold.label for fold in app.expander)
    assert app.query_params["id"] == ["beef_output"] or app.query_params["id"] == "beef_output"


def test_a_target_is_judged_and_drawn(open_page):
    text = read(open_page("indicator", id="beef_carcass_yield", area=REGION))
    assert "2030年：198.65公斤/头" in text and "滞后" in text
    chart = draw_indicator("beef_carcass_yield", REGION, 2024, None, "all").to_dict()
    names = [trace["name"] for trace in chart["data"] if trace.get("showlegend")]
    assert "时序进度线" in names and "计算" in names
    assert max(chart["layout"]["xaxis"]["range"]) > 2030


@pytest.fixture
def undecided(database):
    """Send what the grazing pressure of the region is computed from, for both years."""
    inputs = {"actual_load": (4400.0, 4300.0), "carrying_capacity": (4000.0, 4000.0)}
    rows = [
        {"indicator_id": name, "area_id": REGION, "year": year, "value": value}
        for name, values in inputs.items()
        for year, value in zip((2021, 2024), values, strict=True)
    ]
    record_figures(get_store(), *rows)


def test_a_target_that_nobody_decided_is_not_called_achieved(open_page, undecided):
    """One reading is met, the other is not: the page says what /targets says."""
    text = read(open_page("indicator", id="grazing_pressure", area=REGION))
    block = re.search(r'<div class="goal-line">.*?</div>', text)[0]
    assert "暂无法评价" in block and "口径待定" in block
    assert "已达目标" not in block and 'class="way' not in block
    assert "低于基期" in block and "指数不高于1" in block


def test_one_measure_of_several_says_what_it_comes_to_alone(open_page):
    block = read(open_page("indicator", id="mutton_carcass_yield", area=REGION))
    block = block[block.index('class="goal-line"') :]
    assert "滞后" in block and "本指标：符合时序进度" in block


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_indicator_has_its_newest_figure_or_says_none(database, language):
    """Measures of readings that are not in force, computed ones, those without a unit."""
    with use_language(language):
        for indicator_id in cache.get_indicators().index:
            drawn = render_newest(indicator_id, REGION, 2024)
            assert name_indicator(indicator_id) in html.unescape(drawn)
            assert render_definition(indicator_id)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_full_store_ranks_maps_and_marks_the_other_source(open_page, figures, language):
    app = open_page("indicator", id="beef_output", area=REGION, lang=language)
    assert not app.exception and not list_notices(app, "error")
    assert len(app.get("plotly_chart")) == 1
    (picture,) = list_maps(app)
    assert len(picture["units"]) == 108
    text = read(app)
    assert {"zh": "110个中103个有数据", "en": "103 of 110 have a figure"}[language] in text
    assert len(re.findall(r'<td class="number">\d+</td><td class="name">', text)) == 103
    with use_language(language):
        chart = draw_indicator("beef_output", REGION, 2024, None, "recent").to_dict()
    assert {"zh": "其他来源", "en": "other sources"}[language] in [
        trace.get("name") for trace in chart["data"]
    ]


def test_a_long_ranking_shows_its_first_areas_and_offers_the_others(
    open_page, figures, monkeypatch
):
    monkeypatch.setattr(indicator_views, "SHOWN", 4)
    app = open_page("indicator", id="beef_output", year="2023")
    first = re.findall(r'<td class="number[^"]*">(\d+)</td>', read(app))
    app = unfold(app, "indicator_rest")
    every = re.findall(r'<td class="number[^"]*">(\d+)</td>', read(app))
    assert len(first) == 4 and every[:4] == first and len(every) > 100
    assert every == sorted(every, key=int)


def test_that_sources_disagree_is_said_of_the_area_and_the_year(database):
    figure = {"indicator_id": "goat_stock", "area_id": ZHAOSU, "year": 2022, "value": 4.0}
    others = [figure | {"year": 2023}, figure | {"area_id": "654025"}]
    record_figures(get_store(), *(one | {"source": "统计局"} for one in [figure, *others]))
    record_figures(get_store(), figure | {"value": 5.0, "source": "农业农村局"})
    said = t("indicator.disagree")
    assert said in render_newest("goat_stock", ZHAOSU, 2022)
    assert said not in render_newest("goat_stock", ZHAOSU, 2023)
    assert said not in render_newest("goat_stock", "654025", 2022)


def test_an_own_figure_says_how_far_its_counties_are_from_it(database):
    place, counties = "652700", ("652701", "652702", "652722", "652723")
    rows = [{"indicator_id": "goat_stock", "area_id": area, "year": 2024} for area in counties]
    record_figures(get_store(), *(row | {"value": 2.0} for row in rows))
    own = {"indicator_id": "goat_stock", "area_id": place, "year": 2024}
    record_figures(get_store(), own | {"value": 9.5})
    said = "各县汇总为8万只，与本数相差1.5万只（4个县中4个有数据）"
    assert said in render_newest("goat_stock", place, 2024)
    record_figures(get_store(), own | {"value": 8.0})
    assert "各县汇总为" not in render_newest("goat_stock", place, 2024)


def test_a_county_says_its_place(open_page, figures):
    text = read(open_page("indicator", id="beef_output", area=ZHAOSU))
    assert re.search(r"全区103个县（市、区）中居第\d+位", text)
    assert 'class="chosen"' in text


def test_recent_years_are_shown_first_and_the_others_can_be(open_page):
    app = open_page("indicator", id="beef_output", area=REGION, span="all")
    assert app.query_params["span"]
    assert has_early_years(get_shown_series("beef_output", REGION, 2024))
    recent, whole = (
        draw_indicator("beef_output", REGION, 2024, None, span).to_dict()["layout"]["xaxis"][
            "range"
        ]
        for span in ("recent", "all")
    )
    assert min(recent) > 2010 > min(whole)


@pytest.mark.parametrize(
    ("key", "value"), [("id", "carcass"), ("area", "999999"), ("year", "1850"), ("span", "week")]
)
def test_what_the_address_asks_in_vain_is_said(open_page, key, value):
    app = open_page("indicator", **{"id": "beef_output", key: value})
    assert f"{key}={value}" in list_notices(app, "warning")[0]


def test_the_figures_are_taken_away_with_their_sources(figures):
    content = make_series_book("beef_output", REGION, 2024)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames[:3] == ["历年数据", "各地数据", "来源与定义"]
    sheet = book["历年数据"]
    last = [cell.value for cell in sheet[sheet.max_row]]
    assert last[:4] == [2024, 62.08, "万吨", "已公布"]
    assert sheet.cell(sheet.max_row, 2).number_format == "#,##0.00"
    areas = list(book["各地数据"].iter_rows(min_row=5, values_only=True))
    assert len(areas) == 110 and sum(row[4] is None for row in areas) == 7
    assert any("国家统计局" in str(row[1]) for row in book["来源与定义"].values)
    header, rows = list_series_rows("beef_output", REGION, 2024)
    assert len(header) == len(rows[-1])
    assert rows[-1][:6] == ["牛肉产量", "650000", "新疆维吾尔自治区", 2024, 62.08, "万吨"]


def open_form(open_page):
    return unfold(open_page("indicator", id="grass_yield", area=ZHAOSU), "event_record")


def fill_event(app, name: str):
    fields = {field.key: field for field in app.text_input if field.key}
    for start, value in (("event_on", "2023-07"), ("event_name", name), ("event_source", "公报")):
        next(field for key, field in fields.items() if key.startswith(start)).set_value(value)
    fields[f"actor_field_event_{ZHAOSU}"].set_value("李某")
    return next(button for button in app.button if button.key == "save_event").click().run()


def list_recorded():
    return pick_events(list_events(get_store()), "grass_yield", [ZHAOSU])


def test_an_event_is_recorded_shown_and_withdrawn(open_page):
    app = fill_event(open_form(open_page), "夏旱")
    assert "事件已登记" in list_notices(app, "done")[0]
    assert "夏旱" in read(app)
    app = app.button(key="withdraw_event").click().run()
    assert "事件已撤回" in list_notices(app, "done")[0]
    assert list_recorded().empty


def test_who_records_second_sees_both_and_decides(open_page):
    first, second = (open_form(open_page) for _ in range(2))
    fill_event(first, "夏旱")
    second = fill_event(second, "大旱")
    assert "请核对是否为同一事件" in list_notices(second, "warning")[0]
    assert len(list_recorded()) == 1
    saved = second.button(key=f"conflict_save_event_{ZHAOSU}").click().run()
    assert "事件已登记" in list_notices(saved, "done")[0]
    assert len(list_recorded()) == 2


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("overview", {}),
        ("targets", {"target": "carcass_yield"}),
        ("county", {"code": ZHAOSU}),
        ("map", {"kind": "indicator", "indicator": "beef_output"}),
    ],
)
def test_numbers_lead_here(open_page, figures, page, query):
    assert re.search(r'href="indicator\?id=\w+&area=\w+', read(open_page(page, **query)))
