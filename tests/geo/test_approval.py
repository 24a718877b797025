"""The map approval number: read without its word, printed once, blanks are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.ledger.settings import save_setting
from data.words.catalogue import LANGUAGES, t, use_language
from geo import sources
from geo.approval import get_approval_line, parse_approval_number

NUMBER = "GS(2024)1号"


@pytest.mark.parametrize(
    "written",
    [
        NUMBER,
        f"审图号：{NUMBER}",
        f"审图号:{NUMBER}",
        f"审图号 {NUMBER}",
        f"审图号{NUMBER}",
        f" 审 图 号 ：\u3000{NUMBER} ",
        f"审图号：审图号：{NUMBER}",
        f"（审图号：{NUMBER}）",
        f"【审图号】{NUMBER}",
        f"Map approval number: {NUMBER}",
        f"\ufeff{NUMBER}\u200b",
    ],
)
def test_the_number_is_read_without_its_word(written):
    assert parse_approval_number(written) == NUMBER


@pytest.mark.parametrize("written", [None, "", " ", "\u3000\t", "\u200b", "审图号", "审图号： "])
def test_without_a_number_there_is_no_approval(written):
    assert parse_approval_number(written) is None
    for language in LANGUAGES:
        with use_language(language):
            assert get_approval_line(written) == t("plate.internal")


def test_the_word_stands_once():
    assert get_approval_line(f"审图号：{NUMBER}") == f"审图号：{NUMBER}"


@given(st.text(max_size=30))
def test_a_number_read_again_is_the_same(written):
    number = parse_approval_number(written)
    assert parse_approval_number(number) == number


def test_a_number_saved_with_its_word_is_printed_once(store):
    save_setting(store, sources.APPROVAL_SETTING, f"审图号 {NUMBER}")
    assert sources.load_approval_number(store) == NUMBER
