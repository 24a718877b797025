"""What bears on a value is read before it goes in: one small form for each rule."""

import pytest

from data.names.meanings import Meaning
from data.names.text import fold
from data.statistics.meanings import STATES
from data.statistics.missing import STATES as MAY_BE_SENT
from data.statistics.model import IngestOptions
from data.statistics.read import read_statistics
from data.statistics.report import describe_issue
from data.words.catalogue import LANGUAGES, t, use_language

ZHAOSU, TEKES = "654026", "654027"


def read(store, text, **options):
    return read_statistics(text.encode(), "a.csv", store, options=IngestOptions(**options))


def list_values(reading):
    return {
        (row.indicator_id, row.area_id, int(row.year), row.period): row.value
        for row in reading.observations.itertuples()
    }


def list_unread(reading):
    return [(word.word, word.values) for word in reading.unread]


def list_rules(reading):
    return [(issue.row, issue.column, issue.rule) for issue in reading.issues]


@pytest.mark.parametrize(
    ("column", "part"), [("#奶牛", "品种"), ("其中：国有", "经济类型"), ("#规模场", "场")]
)
def test_what_is_left_out_as_a_part_says_of_what(plan_store, column, part):
    text = f"2024年各县牛存栏（万头）\n县市,牛存栏,{column}\n昭苏县,12.5,3.2\n"
    (issue,) = read(plan_store, text).issues
    told = describe_issue(issue)
    assert issue.rule == "part_not_stored" and column in told and f"（{part}）" in told


def test_a_row_without_an_indicator_is_named_and_not_its_column(plan_store):
    text = "昭苏县2024年末牲畜存栏\n畜种,存栏（万头）\n牛,12.5\n其中：肉牛,9.3\n"
    (issue,) = read(plan_store, text).issues
    assert "肉牛" in describe_issue(issue)


# text: {(indicator, area, year, period): value}; nothing is held, nothing refused.
TAKEN = {
    "2024年1-11月各县市牛出栏（万头）\n县市,牛出栏\n昭苏县,5.4\n": {
        ("cattle_slaughtered", ZHAOSU, 2024, "C11"): 5.4
    },
    "2024年各县市牛出栏（万头）\n（1-10月累计）\n县市,牛出栏\n昭苏县,5.4\n": {
        ("cattle_slaughtered", ZHAOSU, 2024, "C10"): 5.4
    },
    "2024年11月\n县市,本月牛出栏（万头）,累计牛出栏（万头）\n昭苏县,0.4,5.4\n": {
        ("cattle_slaughtered", ZHAOSU, 2024, "M11"): 0.4,
        ("cattle_slaughtered", ZHAOSU, 2024, "C11"): 5.4,
    },
    "2024年\n县市,年初牛存栏（万头）,年末牛存栏（万头）\n昭苏县,20,21\n": {
        ("cattle_stock", ZHAOSU, 2023, "Y"): 20.0,
        ("cattle_stock", ZHAOSU, 2024, "Y"): 21.0,
    },
    "2024年上半年牛存栏（万头）\n县市,本期,上年同期,上年末\n昭苏县,21,20,22\n": {
        ("cattle_stock", ZHAOSU, 2024, "H1"): 21.0,
        ("cattle_stock", ZHAOSU, 2023, "H1"): 20.0,
        ("cattle_stock", ZHAOSU, 2023, "Y"): 22.0,
    },
    "附件2\n2024年羊生产情况\n县市,存栏（万只）\n昭苏县,98\n": {
        ("sheep_stock", ZHAOSU, 2024, "Y"): 98.0
    },
    "2024年\n县市,畜种,存栏（万头/只）\n昭苏县,牛,21\n昭苏县,羊,98\n": {
        ("cattle_stock", ZHAOSU, 2024, "Y"): 21.0,
        ("sheep_stock", ZHAOSU, 2024, "Y"): 98.0,
    },
    "昭苏县2024年\n项目,单位,数量\n一、牛,,\n年末存栏,万头,21\n二、羊,,\n年末存栏,万只,98\n": {
        ("cattle_stock", ZHAOSU, 2024, "Y"): 21.0,
        ("sheep_stock", ZHAOSU, 2024, "Y"): 98.0,
    },
    "地州,县市,2024年牛存栏（万头）\n伊犁州,昭苏县,21\n伊犁州,特克斯县,18\n": {
        ("cattle_stock", ZHAOSU, 2024, "Y"): 21.0,
        ("cattle_stock", TEKES, 2024, "Y"): 18.0,
    },
    "2024年牛羊\n县市,牛存栏（万头）,县市,羊存栏（万只）\n昭苏县,21,特克斯县,75\n": {
        ("cattle_stock", ZHAOSU, 2024, "Y"): 21.0,
        ("sheep_stock", TEKES, 2024, "Y"): 75.0,
    },
    "2024年\n县市 County,牛存栏 Cattle stock（万头）\n昭苏县 Zhaosu,21\n": {
        ("cattle_stock", ZHAOSU, 2024, "Y"): 21.0
    },
    "历年牛存栏（万头）\n年份,昭苏县,特克斯县\n2022,20,17\n": {
        ("cattle_stock", ZHAOSU, 2022, "Y"): 20.0,
        ("cattle_stock", TEKES, 2022, "Y"): 17.0,
    },
    "2024年牛存栏（万头）\n,昭苏县,特克斯县\n牛存栏,20,17\n": {
        ("cattle_stock", ZHAOSU, 2024, "Y"): 20.0,
        ("cattle_stock", TEKES, 2024, "Y"): 17.0,
    },
    "2024年\n县市,牛,\n,存栏（百头）,产肉量（公担）\n昭苏县,2000,12000\n": {
        ("cattle_stock", ZHAOSU, 2024, "Y"): 20.0,
        ("beef_output", ZHAOSU, 2024, "Y"): 0.12,
    },
    "2024年牛存栏（万头）\n县市,牛存栏\n昭苏县*,21①\n注：①不含兵团。\n": {
        ("cattle_stock", ZHAOSU, 2024, "Y"): 21.0
    },
}


@pytest.mark.parametrize("text", TAKEN)
def test_values_are_taken_for_what_they_are(plan_store, text):
    reading = read(plan_store, text)
    assert list_values(reading) == pytest.approx(TAKEN[text])
    assert list_unread(reading) == []
    assert reading.rejected.empty


# text: (values that go in, words that hold values with how many)
HELD = {
    "2024年各县市牛存栏挂牌表\n县市,牛存栏（万头）\n昭苏县,21\n": (0, [("挂牌表", 1)]),
    "2024年\n县市,牛存栏（万头）,牛存栏点验数（万头）\n昭苏县,21,20\n": (1, [("点验数", 1)]),
    "2024年\n县市,牛存栏（万头）,备注\n昭苏县,21,\n特克斯县,18,某场除外\n": (1, [("某场除外", 1)]),
    "2024年\n县市,晾晒情况,牛存栏（万头）\n昭苏县,甲,21\n特克斯县,,18\n": (
        1,
        [("甲", 1), ("晾晒", 1)],
    ),
    "2024牧业年度\n县市,牛存栏（万头）\n昭苏县,21\n": (0, [("牧业年度", 1)]),
    "2024年季报\n县市,牛出栏（万头）\n昭苏县,5\n": (0, [("季报", 1)]),
    "2024年6月末\n县市,牛年末存栏（万头）\n昭苏县,21\n": (0, [("牛年末存栏（万头）", 1)]),
    "2024年上半年牛存栏（万头）\n县市,本期,上年\n昭苏县,21,20\n": (1, [("上年", 1)]),
    "2024年牛出栏（万头）\n县市,1月,2月,合计\n昭苏县,1,2,3\n": (2, [("合计", 1)]),
    "2024年\n县市,牛存栏（万头）\n昭苏县,21\n注：本表为1-10月数。\n": (0, [("本表为1-10月数", 1)]),
    "2024年\n县市,牛存栏（万头）\n昭苏县,21①\n特克斯县,18\n注：①含国营牧场。\n": (
        1,
        [("含国营牧场", 1)],
    ),
    "2024年\n县市,存栏（万头）\n昭苏县,21\n": (0, [("存栏", 1)]),
    "2024年机械化\n县市,畜牧业机械化率（%）\n昭苏县,0.456\n特克斯县,45\n": (0, [("机械化", 2)]),
    "2024年\n县市,畜牧业机械化率（%）\n昭苏县,0.456\n特克斯县,45\n新源县,0.5%\n": (2, [("%", 1)]),
    "2024年牛存栏（万头）\n县市,牛存栏\n昭苏县,214000\n": (0, [("万头", 1)]),
}


@pytest.mark.parametrize("text", HELD)
def test_what_hangs_on_an_unread_word_waits(plan_store, text):
    reading = read(plan_store, text)
    taken, unread = HELD[text]
    assert (len(reading.observations), list_unread(reading)) == (taken, unread)
    assert len(reading.held) > 0
    assert reading.rejected.empty


# text: (values that go in, places and rules that say what was left out)
LEFT = {
    "2024年\n县市,牛存栏（万头）,比上年增长（%）\n昭苏县,21,4\n": (
        1,
        [(2, "C", "kind_not_stored")],
    ),
    "2025年牛出栏计划分解表（万头）\n县市,牛出栏\n昭苏县,9\n": (0, [(1, "A", "kind_not_stored")]),
    "2024年任务完成情况\n县市,计划数（万头）,牛出栏完成数（万头）\n昭苏县,9,8\n": (
        1,
        [(2, "B", "kind_not_stored")],
    ),
    "2024年昭苏县\n指标,单位,目标值\n牛存栏,万头,23\n": (0, [(2, "C", "kind_not_stored")]),
    "2024年\n县市,类型,牛存栏（万头）\n昭苏县,计划数,23\n昭苏县,实际数,21\n": (
        1,
        [(3, "B", "kind_not_stored")],
    ),
    "2024年\n县市,规模养殖场,\n,牛存栏（万头）,羊存栏（万只）\n昭苏县,3,9\n": (
        0,
        [(2, "B", "part_not_stored"), (2, "C", "part_not_stored")],
    ),
    "2024年\n县市,乡镇,牛存栏（万头）\n昭苏县,洪纳海镇,2\n昭苏县,合计,21\n": (
        1,
        [(3, "B", "part_not_stored")],
    ),
    "2024年\n县市,死亡数（头）\n昭苏县,3\n": (0, [(2, "B", "other_not_stored")]),
    "2024年肉牛\n县市,存栏（万头）\n昭苏县,3\n": (0, [(2, "B", "other_not_stored")]),
}


@pytest.mark.parametrize("text", LEFT)
def test_what_is_no_actual_figure_of_the_whole_area_is_left_out_and_told(plan_store, text):
    reading = read(plan_store, text)
    taken, rules = LEFT[text]
    assert (len(reading.observations), list_rules(reading)) == (taken, rules)
    assert list_unread(reading) == []
    assert reading.rejected.empty


# text: rules of the values refused
REFUSED = {
    "2024年\n县市,牛存栏（头/户）\n昭苏县,3\n": ["unit_does_not_fit"],
    "2024年草原\n县市,产草量（公斤/亩）\n昭苏县,3\n": ["unit_does_not_fit"],
    "2024年末牲畜存栏折合羊单位\n单位：万只\n县市,牛\n昭苏县,107\n": ["unit_does_not_fit"],
    "2024年\n县市,牛存栏（万头）\n巩流县,3\n": ["unknown_area"],
    "2024年\n县市,牛存栏（万头）\n昭苏县,18.2(1)\n": ["not_number"],
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_cannot_be_is_refused(plan_store, text):
    reading = read(plan_store, text)
    assert reading.observations.empty
    assert list(reading.rejected["rule"]) == REFUSED[text]


def test_a_column_of_another_measure_than_the_one_indicator_named_above_waits(plan_store):
    text = "指标：牛出栏(千头)\n,出栏(千头),存栏(万只)\n地区,2023年,2019年\n昭苏县,20.6,243\n"
    reading = read(plan_store, text)
    assert list_values(reading) == {("cattle_slaughtered", ZHAOSU, 2023, "Y"): 2.06}
    assert [values for word, values in list_unread(reading)] == [1]


def test_a_misspelt_name_is_refused_with_the_name_that_may_be_meant(plan_store):
    reading = read(plan_store, "2024年\n县市,牛存栏（万头）\n巩流县,3\n")
    assert reading.issues[0].fields["suggested"] == ["654024"]
    taken = read(
        plan_store,
        "2024年\n县市,牛存栏（万头）\n巩流县,3\n",
        means={"巩流县": Meaning("area", "654024")},
    )
    assert list_values(taken) == {("cattle_stock", "654024", 2024, "Y"): 3.0}


ODD = "2024年各县市牛存栏\n县市,牛存栏（万头）,挂牌数（万头）\n昭苏县,21,20\n"


@pytest.mark.parametrize(
    ("meaning", "more"),
    [
        (Meaning("part"), {}),
        (Meaning("kind", "planned"), {}),
        (
            Meaning("indicator", "breeding_female_cattle"),
            {("breeding_female_cattle", ZHAOSU, 2024, "Y"): 20.0},
        ),
        (Meaning("year", "2023"), {("cattle_stock", ZHAOSU, 2023, "Y"): 20.0}),
        (Meaning("period", "H1"), {("cattle_stock", ZHAOSU, 2024, "H1"): 20.0}),
        (Meaning("species", "yak"), {("yak_stock", ZHAOSU, 2024, "Y"): 20.0}),
    ],
)
def test_an_answer_says_what_a_word_means(plan_store, meaning, more):
    reading = read(plan_store, ODD, means={"挂牌数": meaning})
    assert list_unread(reading) == []
    assert list_values(reading) == {("cattle_stock", ZHAOSU, 2024, "Y"): 21.0} | more


def test_an_answer_is_bound_to_the_form_and_its_subject(plan_store):
    def find_shape(text):
        return read(plan_store, text).unread[0].shape

    cattle = "2024年牛生产情况\n县市,存栏（万头）,挂牌数\n昭苏县,21,20\n"
    assert find_shape(cattle) == find_shape(cattle.replace("2024", "2023"))
    assert find_shape(cattle) != find_shape(cattle.replace("牛", "羊"))


def test_every_word_is_explained_with_its_place(plan_store):
    reading = read(plan_store, "2024年挂牌\n县市,牛存栏（万头）\n昭苏县*,21\n")
    words = {(word.row, word.column, word.text): word.read_as for word in reading.words}
    assert words == {
        (1, "A", "2024年"): "year",
        (1, "A", "挂牌"): "unread",
        (2, "A", "县市"): "area",
        (2, "B", "牛存栏"): "indicator",
        (2, "B", "万头"): "unit",
        (3, "A", "昭苏县"): "area",
        (3, "A", "*"): "mark",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_both_languages_for_a_state_are_read(language):
    with use_language(language):
        assert {STATES[fold(t(f"shell.state.{state}"))] for state in MAY_BE_SENT} == set(
            MAY_BE_SENT
        )
