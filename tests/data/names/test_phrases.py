"""A text is cut into words that are known; what is left over is unread."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.names.meanings import Meaning
from data.names.phrases import PhraseReader
from data.store.books import load_books


@pytest.fixture(scope="module")
def reader(plan_store):
    return PhraseReader(load_books(plan_store))


def cut(reader, text):
    return [(token.text, token.reads_as) for token in reader.read(text).tokens]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("2024年各县市牛存栏（万头）", ["time", "filler", "indicator", "unit"]),
        ("存栏比上年增减", ["measure", "kind"]),
        ("上年末存栏", ["year", "measure"]),
        ("规模养殖场", ["part"]),
        ("牛羊存栏", ["species", "measure"]),
        ("牛存栏投保数", ["indicator", "part"]),
        ("3-5 2020年1—9月巴州分县市牛出栏", None),
        ("项目 Item", ["filler", "filler"]),
        ("昭苏县 Zhaosu", ["area", "area"]),
        ("附件2", ["filler"]),
        ("牧业年度", ["period"]),
        ("公斤/亩", ["unit"]),
    ],
)
def test_known_texts_leave_nothing_unread(reader, text, kinds):
    assert reader.read(text).unread == ()
    if kinds is not None:
        assert [kind for _, kind in cut(reader, text)] == kinds


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("牛存栏挂牌数", ("挂牌数",)),
        ("疫苗注射出栏数", ("疫苗注射",)),
        ("直报点", ("直报点",)),
        ("2024年挂牌情况表", ("挂牌",)),
        ("折挂牌头", ("折挂牌头",)),
    ],
)
def test_what_is_not_known_is_unread_whole(reader, text, unread):
    assert reader.read(text).unread == unread


def test_an_answer_goes_before_every_word(plan_store):
    answers = {"挂牌数": Meaning("nothing"), "上年": Meaning("year", "2020")}
    reader = PhraseReader(load_books(plan_store), answers)
    assert reader.read("牛存栏挂牌数").unread == ()
    (token,) = reader.read("上年").tokens
    assert token.meaning.year == 2020


@given(st.text("牛羊存出栏产量县市年月末计划比上年增减挂牌0123456789（）、", max_size=24))
def test_no_character_is_lost(reader, text):
    left = "".join(token.text for token in reader.read(text).tokens)
    marks = "".join(reader.read(text).marks)
    kept = [sign for sign in text if sign.isalnum()]
    assert sorted(sign for sign in left + marks if sign.isalnum()) == sorted(kept)
