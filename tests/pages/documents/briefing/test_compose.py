"""A briefing says what the figures say: in the pages' words, with the rows behind each sentence."""

import pickle
from types import SimpleNamespace

import pandas as pd
import pytest

from data.errors import UnknownIdError
from data.ledger.groups import save_members
from data.words.catalogue import LANGUAGES, use_language
from pages.documents.briefing.compose import _name_plan, compose_one_part, make_context
from pages.documents.briefing.facts import load_briefing_facts
from pages.documents.briefing.items import _name_project
from pages.documents.briefing.model import Chart, Plate, Table
from pages.documents.wording import describe_yearly_change
from tests.pages.documents.making import ALL_BUT_CARDS, MADE_AT, compose, list_texts, load

SCOPES = ["650000", "654300", "654026", "plan_counties", "ili_direct", "forage_base", "box5"]
# A region, a county, a role and a box; `make test-slow` composes each scope in both languages.
FIRST = {("650000", "zh"), ("654026", "en"), ("forage_base", "zh"), ("box5", "zh")}
SLOW = pytest.mark.slow


def get_sentences(briefing, part):
    return [
        sentence.text
        for section in briefing.sections
        if section.part == part
        for sentence in section.sentences
    ]


@pytest.mark.parametrize(
    ("scope_id", "language"),
    [
        pytest.param(scope_id, language, marks=() if (scope_id, language) in FIRST else SLOW)
        for scope_id in SCOPES
        for language in LANGUAGES
    ],
)
def test_every_scope_has_a_briefing_in_both_languages(plan_store, scope_id, language):
    with use_language(language):
        briefing = compose(plan_store, scope_id, parts=ALL_BUT_CARDS)
    assert briefing.sections[0].part == "summary" and briefing.sections[0].sentences
    assert not [text for text in list_texts(briefing) if "nan" in text.lower().split()]
    assert not [text for text in list_texts(briefing) if "None" in text]
    # A sentence names rows that are explained.
    named = {row_id for said in briefing.list_traced() for row_id in said.row_ids}
    assert not named - briefing.traces.keys()
    assert all(briefing.traces[row_id].what for row_id in named)


def test_a_part_alone_is_as_it_stands_in_the_whole(plan_store):
    facts = load_briefing_facts(plan_store, None)
    recipe = load(facts, parts=ALL_BUT_CARDS)
    whole = compose(plan_store, "654300", parts=ALL_BUT_CARDS)
    for section in whole.sections:
        context = make_context(facts, "654300", 2024, recipe, MADE_AT)
        alone = compose_one_part(context, section.part)
        assert repr(alone.sections) == repr((section,)), section.part
        for said in section.sentences:
            assert alone.list_traces(said) == whole.list_traces(said)


def test_the_verdict_is_that_of_the_overview(plan_store):
    verdict = get_sentences(compose(plan_store, parts=["summary"]), "summary")[0]
    assert verdict == "新疆维吾尔自治区：规划的12项目标中，1项滞后，11项暂无法评价。"


def test_the_movers_are_the_largest_changes_of_the_newest_year(plan_store):
    rose, fell = get_sentences(compose(plan_store, parts=["movers"]), "movers")
    # By hand: 36.42 / 31.56 - 1 = 15.4 %; 511.95 / 820.2 - 1 = -37.6 %.
    assert "骆驼年末存栏36.42万头（+15.4%）" in rose
    assert "草原鼠害危害面积511.95万亩（−37.6%）" in fell
    briefing = compose(plan_store, parts=["movers"])
    row_ids = briefing.sections[0].sentences[0].row_ids
    assert "figure:camel_stock:650000:2024" in row_ids
    assert "figure:camel_stock:650000:2023" in row_ids
    trace = briefing.traces["figure:camel_stock:650000:2024"]
    assert (trace.value, trace.state) == ("36.42万头", "已公布")


def test_a_series_tells_its_change_in_words(plan_store):
    (section,) = compose(plan_store, parts=["series"]).sections
    found = {block.block_id: block.finding for block in section.blocks}
    beef, mutton = found["series_beef_output"], found["series_mutton_output"]
    assert beef == "新疆维吾尔自治区2024年牛肉产量为62.08万吨，较上年增长6.3%。"
    assert mutton.endswith("较上年下降3.2%。")


@pytest.mark.parametrize(
    ("unit", "change", "pct", "words"),
    [
        ("%", -5.58, None, "较上年下降5.58个百分点"),
        ("%", 0.78, None, "较上年提高0.78个百分点"),
        ("万吨", 0.001, 0.01, "与上年基本持平"),
        ("万吨", -0.001, -0.01, "与上年基本持平"),
        ("万头", 3.0, None, "较上年增长3万头"),
        # The growth of a volume index: the values at current prices may have fallen.
        ("亿元", None, 1.6, "较上年增长1.6%，按可比价"),
        ("亿元", None, -1.6, "较上年下降1.6%，按可比价"),
    ],
)
def test_a_change_in_words(unit, change, pct, words):
    row = {"value": 1.0, "unit": unit, "change": change, "change_pct": pct, "change_reason": None}
    assert describe_yearly_change(row) == words
    assert describe_yearly_change(row | {"change_reason": "series_break"}) == ""


def test_a_box_stands_behind_the_plan_and_owes_no_figures(plan_store):
    briefing = compose(plan_store, "box5", parts=["boxes", "owed"])
    assert briefing.title == "草原畜牧业转型升级规划专栏5“草种与饲草地”进展情况"
    assert [section.part for section in briefing.sections] == ["boxes"]


def test_a_project_without_a_name_is_called_so():
    assert _name_project({"name": None}) == "（无名称）"
    assert _name_project({"name": "育种场"}) == "育种场"


def test_a_figure_in_per_cent_is_not_ranked_among_amounts(plan_store):
    texts = get_sentences(compose(plan_store, parts=["movers"]), "movers")
    assert not [text for text in texts if "出栏率" in text]


def test_what_cannot_be_judged_says_why_and_what_settles_it(plan_store):
    texts = get_sentences(compose(plan_store, parts=["summary", "targets"]), "summary")
    assert "暂无法评价（定性目标）的有1项：智慧牧场数量。" in texts
    needs = get_sentences(compose(plan_store, parts=["summary", "targets"]), "targets")
    assert "智慧牧场数量：规划未明确数量，需主管部门研判认定。" in needs


def test_a_base_that_changes_the_status_is_named(plan_store):
    texts = get_sentences(compose(plan_store, parts=["assumptions"]), "assumptions")
    assert "羊只均产肉量：以2018—2020年中任一年为基期，均为符合时序进度。" in texts
    assert any("牛头均产肉量（2018年）" in text for text in texts)


def test_nobody_claims_that_unknown_counties_reported_everything(plan_store):
    briefing = compose(plan_store, "plan_counties", parts=["summary", "owed"])
    assert not [text for text in list_texts(briefing) if "均已报送" in text]


def test_members_sent_later_are_in_the_briefing(store):
    save_members(store, "pastoral", ["654026", "654027"])
    briefing = compose(store, "pastoral", parts=["counties"])
    table = briefing.sections[0].blocks[0]
    assert [row[0].text for row in table.rows] == ["昭苏县", "特克斯县"]


def test_missing_is_never_zero(plan_store):
    table = compose(plan_store, "654300", parts=["counties"]).sections[0].blocks[0]
    cells = [cell for row in table.rows for cell in row[2:-2]]
    assert cells and {cell.text for cell in cells} == {"无数据"}
    assert all(cell.value is None for cell in cells)


def test_a_county_without_data_has_every_part(plan_store):
    briefing = compose(plan_store, "650102")
    assert "天山区：没有年度数据。" in list_texts(briefing) or any(
        "没有" in text for text in list_texts(briefing)
    )
    assert [section for section in briefing.sections if section.card is not None]


def test_figures_after_the_year_of_the_briefing_are_told_of(store, send_figures):
    figure = {"indicator_id": "cattle_stock", "area_id": "654026", "year": 2025, "value": 10.0}
    send_figures(store, figure)
    later = "另有1项指标已有2024年以后的数据，未列入本材料。"
    (alone,) = compose(store, "654026", parts=["series"]).sections
    assert [said.text for said in alone.sentences] == ["昭苏县没有2024年及以前的年度数据。", later]
    send_figures(store, figure | {"year": 2024})
    (both,) = compose(store, "654026", parts=["series"]).sections
    assert both.sentences[1].text == later
    assert both.sentences[1].row_ids == ("figure:cattle_stock:654026:2025",)


def test_a_prefecture_is_told_of_how_many_counties_its_figures_are(store, send_figures):
    counties = [f"65420{n}" for n in (1, 2, 3)] + [f"65422{n}" for n in (1, 4, 5, 6)]
    sent = [("grass_yield", area, year) for area in counties[:6] for year in (2021, 2022, 2023)]
    sent += [("beef_output", area, year) for area in counties for year in (2022, 2023)]
    sent += [("cattle_stock", area, 2025) for area in counties]
    sent += [("mutton_output", area, year) for area in counties[:6] for year in (2022, 2023)]
    names = ("indicator_id", "area_id", "year", "value")
    send_figures(store, *(dict(zip(names, (*row, 2.0), strict=True)) for row in sent))
    briefing = compose(store, "654200", parts=["targets", "series"], year=2025)
    blocks = {block.block_id: block for part in briefing.sections for block in part.blocks}
    # A later year of another indicator hides no figure.
    beef = blocks["series_beef_output"].finding
    assert beef == "塔城地区2023年牛肉产量为14万吨（自报），与上年基本持平。"
    mutton = blocks["series_mutton_output"].finding
    assert mutton == "塔城地区2023年羊肉产量为12万吨（自报、6/7县），与上年基本持平。"
    texts = [" ".join(cell.text for cell in row) for row in blocks["figures"].rows]
    grass = next(text for text in texts if text.startswith("天然草原产草量"))
    assert "12万吨" in grass and "自报（6/7县）" in grass
    texts = [" ".join(cell.text for cell in row) for row in blocks["targets"].rows]
    grass = next(text for text in texts if text.startswith("天然草原产草量"))
    assert "自报（6/7县）" in grass
    assert "与全部县的汇总数可能不同" in blocks["targets"].note


def test_a_sentence_says_that_its_figure_is_not_vouched_for(store, send_figures):
    figure = {"indicator_id": "beef_output", "area_id": "654026"}
    values = ((2023, 2.0, "published"), (2024, 2.5, "provisional"))
    names = ("year", "value", "state")
    send_figures(store, *(figure | dict(zip(names, row, strict=True)) for row in values))
    texts = list_texts(compose(store, "654026", parts=["movers", "series"]))
    assert any("牛肉产量2.5万吨（快报，+25.0%）" in text for text in texts)
    assert "昭苏县2024年牛肉产量为2.5万吨（快报），较上年增长25.0%。" in texts


def test_the_cards_are_those_of_the_counties_that_box_1_names(plan_store):
    briefing = compose(plan_store, parts=["cards"])
    assert len(briefing.sections) == 40
    assert len({section.card["area_id"] for section in briefing.sections}) == 40


def test_a_chart_has_a_gap_for_a_missing_year_and_a_mark_for_a_break(plan_store):
    charts = {
        block.block_id: block
        for _, block in compose(plan_store, parts=["series"]).list_blocks()
        if isinstance(block, Chart)
    }
    milk = charts["series_milk_output"]
    assert "2016" in milk.breaks and "2016" in milk.note
    cattle = charts["series_cattle_slaughtered"]
    assert cattle.lines[0].values[cattle.categories.index("2020")] is None


def test_every_block_states_what_it_found(plan_store):
    briefing = compose(plan_store, parts=ALL_BUT_CARDS)
    blocks = [block for _, block in briefing.list_blocks()]
    assert {type(block) for block in blocks} == {Table, Chart, Plate}
    assert not [block.block_id for block in blocks if not block.finding]
    assert len({(type(block), block.block_id) for block in blocks}) == len(blocks)


def test_an_unknown_scope_is_refused(plan_store):
    with pytest.raises(UnknownIdError) as caught:
        compose(plan_store, "box1")
    assert caught.value.key == "unknown_scope"


def test_facts_can_be_handed_to_another_process(plan_store):
    facts = load_briefing_facts(plan_store, "654026")
    again = pickle.loads(pickle.dumps(facts))
    assert again.version == facts.version
    assert again.counties.areas.equals(facts.counties.areas)


@pytest.mark.parametrize(
    ("plan", "place", "title"),
    [
        ("伊犁跨境电商方案", "伊犁哈萨克自治州", "跨境电商方案"),
        ("阿拉山口市场采购方案", "阿拉山口市", "市场采购方案"),
        ("巴州畜牧方案", "巴音郭楞蒙古自治州", "巴州畜牧方案"),
        ("伊犁州畜牧方案", "伊犁哈萨克自治州", "伊犁州畜牧方案"),
        ("畜牧方案", "昭苏县", "畜牧方案"),
    ],
)
def test_a_title_does_not_cut_a_place_in_two(plan, place, title):
    areas = pd.DataFrame({"name_zh": ["昭苏县", "阿拉山口市", "伊犁哈萨克自治州"]})
    progress = SimpleNamespace(plan={"name_zh": plan, "name_en": None}, areas=areas)
    context = SimpleNamespace(
        inputs=SimpleNamespace(progress=progress),
        is_whole_plan=True,
        scope=SimpleNamespace(name=place),
    )
    assert _name_plan(context) == title
