"""What the program wrote itself is told in the language in use; what people wrote stays."""

import pytest

from data.words.catalogue import use_language
from data.words.names import (
    FROM_BALANCE,
    LOAD_FORMULA,
    MADE_UP,
    cite_source,
    format_note,
    name_sender,
    nest_quotes,
)


@pytest.mark.parametrize(
    ("note", "zh", "en"),
    [
        (
            f"{LOAD_FORMULA}; spring_autumn; example v1; {MADE_UP}",
            "头数×羊单位折算系数，合计；春秋季；系数集example第1版；演示数据，非真实统计数字",
            "sum of head × sheep-unit factor; spring and autumn; factor set example, version 1; "
            "demonstration data, not real",
        ),
        (MADE_UP, "演示数据，非真实统计数字", "demonstration data, not real"),
        ("甲 / 乙; c", "甲 / 乙; c", "甲 / 乙; c"),
        ("", "", ""),
    ],
)
def test_a_note_is_told_in_the_language_in_use(note, zh, en):
    assert format_note(note) == zh
    with use_language("en"):
        assert format_note(note).lower() == en


def test_a_source_of_the_program_is_told_in_the_language_in_use():
    assert cite_source(FROM_BALANCE, {}) == "草畜平衡计算"
    with use_language("en"):
        assert cite_source(FROM_BALANCE, {}) == "computed from the forage–livestock balance"


def test_a_sender_who_is_not_seen_is_not_called_nameless():
    named = [name_sender(by) for by in ("甲", "", None, float("nan"))]
    assert named == ["甲", "未填写姓名", "（经办人不在查看范围）", "（经办人不在查看范围）"]


def test_what_stands_between_quotation_marks_has_single_ones():
    assert nest_quotes("定位为“肉牛”的县") == "定位为‘肉牛’的县"
    assert nest_quotes('with the role "Beef"') == "with the role 'Beef'"
