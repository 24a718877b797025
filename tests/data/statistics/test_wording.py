"""What a word was read as, in both languages."""

import pytest

from data.names.meanings import FIGURE_KINDS, MEANING_KINDS, PERIODS, Meaning
from data.names.species import list_species
from data.statistics.model import READ_AS, ReadWord
from data.statistics.read import read_statistics
from data.statistics.wording import describe_meaning, describe_value, describe_word
from data.store.books import load_books
from data.words.catalogue import LANGUAGES, use_language

VALUES = {"kind": FIGURE_KINDS, "species": list_species(), "period": PERIODS}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_that_may_be_chosen_has_a_name_of_its_own(plan_store, language):
    books = load_books(plan_store)
    with use_language(language):
        for kind, values in VALUES.items():
            names = [describe_value(kind, value, books) for value in values]
            assert len(set(names)) == len(names)
            assert names != list(values)


@pytest.mark.parametrize(
    ("meaning", "zh", "en"),
    [
        (Meaning("nothing"), "与数值无关", "means nothing here"),
        (
            Meaning("indicator", "cattle_stock"),
            "指标：牛年末存栏",
            "indicator: Cattle, year-end stock",
        ),
        (Meaning("area", "654024"), "地区：巩留县", "area: Gongliu County"),
        (Meaning("year", "2023"), "年份：2023年", "year: 2023"),
        (Meaning("period", "C11"), "时期：1—11月", "period: months 1–11"),
        (Meaning("period", "M06"), "时期：6月", "period: month 6"),
        (Meaning("kind", "planned"), "数据性质：计划数", "kind of figure: planned"),
        (Meaning("unit", "万吨"), "单位：万吨", "unit: ×10⁴ t"),
        (Meaning("indicator", "gone"), "指标：gone", "indicator: gone"),
    ],
)
def test_meanings_in_words(plan_store, meaning, zh, en):
    books = load_books(plan_store)
    found = []
    for language in LANGUAGES:
        with use_language(language):
            found.append(describe_meaning(meaning, books))
    assert found[0] == zh
    assert found[1].startswith(en)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_a_word_can_be_read_as_and_mean_has_words(plan_store, language):
    books = load_books(plan_store)
    with use_language(language):
        for read_as in READ_AS:
            assert describe_word(ReadWord("表", 1, "A", "词", read_as), books)
        for kind in MEANING_KINDS:
            assert describe_meaning(Meaning(kind, None), books)


def test_a_word_is_explained_with_what_it_means(plan_store):
    books = load_books(plan_store)
    cattle = ReadWord("表", 2, "B", "牛", "species", "cattle")
    assert describe_word(cattle, books) == "种类：牛"
    assert describe_word(ReadWord("表", 1, "A", "附件2", "filler"), books) == "表式用语"
    assert describe_word(ReadWord("表", 1, "A", "①", "mark", "x"), books) == "注记"


def test_the_indicators_of_rows_are_explained_with_their_units(plan_store):
    rows = (
        "昭苏县",
        "指标,2023年,2024年",
        "牛年末存栏（万头）,20.1,21.4",
        "牛肉产量（吨）,14500,15800",
    )
    text = "\n".join(rows)
    reading = read_statistics(text.encode(), "昭苏县.csv", plan_store)
    words = [(word.row, word.text, word.read_as, word.meaning) for word in reading.words]
    assert [word for word in words if word[0] is not None and word[0] > 2] == [
        (3, "牛年末存栏", "indicator", "cattle_stock"),
        (3, "万头", "unit", "万头"),
        (4, "牛肉产量", "indicator", "beef_output"),
        (4, "吨", "unit", "吨"),
    ]
