"""Figures of some counties, or without the Corps, are not those of the whole prefecture or region:
they wait, whether the title, a heading, a row or a note says so."""

import pytest

from data.names.meanings import Meaning
from tests.data.statistics.test_awkward_forms import check, expect, list_values, read

ONE = "\n指标,单位,数量\n牛存栏,万头,100\n"
ROWS = "\n县市,牛存栏\n昭苏县,21.4\n"


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("2024年阿克苏地区边境县畜牧业生产情况", "边境县"),
        ("伊犁州牧业县2024年畜牧业生产情况", "牧业县"),
        ("2024年塔城地区直属畜牧业生产情况", "直属"),
        ("2024年新疆北疆畜牧业生产情况", "北疆"),
        ("2024年全区（不含兵团）畜牧业生产情况", "不含兵团"),
    ],
)
def test_a_title_of_some_counties_holds_the_figure_of_the_whole(plan_store, title, word):
    check(plan_store, title + ONE, {}, [word])
    assert [asked.rule for asked in read(plan_store, title + ONE).unread] == ["some_of"]


@pytest.mark.parametrize("title", ["伊犁州牧业县2024年牛存栏（万头）", "2024年北疆牛存栏（万头）"])
def test_below_such_a_title_the_counties_in_rows_go_in(plan_store, title):
    check(plan_store, title + ROWS, expect("cattle_stock", 21.4))


@pytest.mark.parametrize(
    "title", ["2024年新疆（含兵团）畜牧业", "2024年伊犁州直属县市", "2024年喀什地区（不含兵团）"]
)
def test_a_title_of_the_whole_goes_in(plan_store, title):
    assert list(list_values(read(plan_store, title + ONE)).values()) == [100.0]


# name: (text, areas that go in, words that are asked about)
OF_SOME = {
    "a row": (
        "2024年牛存栏（万头）\n地区,牛存栏\n昌吉州,38\n昌吉州牧业县,30\n",
        ["652300"],
        ["昌吉州牧业县"],
    ),
    "a row below its prefecture": (
        "2024年昌吉州牛存栏（万头）\n地区,牛存栏\n昌吉州,38\n其中：牧业县,30\n木垒县,3\n",
        ["652300", "652328"],
        ["其中：牧业县"],
    ),
    "a row of the region": (
        "2024年新疆牛存栏（万头）\n地区,牛存栏\n其中：牧业县,300\n",
        ["pastoral"],
        [],
    ),
    "a column": (
        "2024年牛存栏（万头）\n地区,牛存栏,其中：牧业县\n塔城地区,100,40\n",
        ["654200"],
        ["其中：牧业县"],
    ),
    "the whole of a district": (
        "伊州区2024年牛存栏（头）\n单位,牛存栏\n全区,30000\n伊州区,30000\n",
        ["650502"],
        ["全区"],
    ),
    "the whole of a district as a column": (
        "伊州区2024年\n指标,单位,全区,伊州区\n牛存栏,头,30000,30000\n",
        ["650502"],
        ["全区"],
    ),
    "a note": (
        "2024年牛存栏（万头）\n地区,牛存栏\n全区,700\n塔城地区,100\n注：不含兵团。\n",
        ["654200"],
        ["不含兵团"],
    ),
    "a note that has both": (
        "2024年牛存栏（万头）\n地区,牛存栏\n全区,800\n注：全区数据含兵团，各地州不含兵团。\n",
        ["650000"],
        [],
    ),
}


@pytest.mark.parametrize("name", OF_SOME)
def test_rows_columns_and_notes_of_some_counties_wait(plan_store, name):
    text, areas, asked = OF_SOME[name]
    reading = read(plan_store, text)
    assert [area for _, area, *_ in list_values(reading)] == areas
    assert [word.word for word in reading.unread] == asked


def test_a_user_says_that_such_a_word_changes_nothing(plan_store):
    text = "2024年阿克苏地区边境县畜牧业生产情况" + ONE
    answered = read(plan_store, text, means={"边境县": Meaning("nothing")})
    assert list_values(answered) == expect("cattle_stock", 100.0, areas=("652900",))


DISTRICT = "伊州区2024年牛存栏（万头）\n单位,牛存栏\n全区,3\n"
TOWNS = "特克斯县2024年末牛存栏（万头）\n单位名称,牛存栏\n特克斯镇,7\n特克斯,5\n"
OF_NOTE = "2024年牛存栏（万头）\n地区,牛存栏\n全区,700\n注：不含兵团。\n"


@pytest.mark.parametrize(
    ("text", "word", "meaning", "right"),
    [
        (DISTRICT, "全区", Meaning("area", "650502"), expect("cattle_stock", 3, areas=["650502"])),
        (DISTRICT, "全区", Meaning("part"), {}),
        (TOWNS, "特克斯", Meaning("area", "654027"), expect("cattle_stock", 5, areas=["654027"])),
        (TOWNS, "特克斯", Meaning("part"), {}),
        (OF_NOTE, "不含兵团", Meaning("nothing"), expect("cattle_stock", 700, areas=["650000"])),
    ],
)
def test_an_answer_says_what_such_a_name_means(plan_store, text, word, meaning, right):
    assert [word.word for word in read(plan_store, text).unread] == [word]
    answered = read(plan_store, text, means={word: meaning})
    assert list_values(answered) == right
    assert answered.unread == []


def test_codes_of_counties_below_a_title_of_their_prefecture_go_in(plan_store):
    text = "伊犁州2024年牛存栏（万头）\n代码,牛存栏\n654026,21.4\n652301,18\n"
    check(plan_store, text, expect("cattle_stock", 21.4), rules=["code_disagrees"])
