"""The room that a text takes is measured on the large side."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pages.documents.briefing.model import TableCell, TableColumn
from pages.documents.writers.fitting import (
    break_before_bracket,
    count_lines,
    cut_to_lines,
    measure_em,
    pick_size,
    share_width,
)

TEXTS = st.text("新疆牛肉产量62.08万吨（+6.3%），abcWXY −", min_size=1, max_size=120)


def test_a_chinese_character_is_as_wide_as_high():
    assert measure_em("牛肉产量") == 4
    # 4 characters of 18 points are one inch.
    assert count_lines("牛肉产量", 18, 1.5) == 1
    assert count_lines("牛肉产量" * 4, 18, 1.5) >= 4


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, st.integers(8, 40), st.floats(1, 12))
def test_a_cut_text_takes_no_more_lines_than_asked(text, points, width):
    assert count_lines(cut_to_lines(text, points, width, 2), points, width) <= 2


@given(TEXTS, st.floats(1, 12))
def test_smaller_type_takes_no_more_lines(text, width):
    assert count_lines(text, 10, width) <= count_lines(text, 20, width)


def test_the_largest_size_that_fits_is_taken():
    assert pick_size("短", (24, 18, 12), 4, 1) == 24
    assert pick_size("长" * 60, (24, 18, 12), 4, 1) == 12


COLUMNS = st.lists(
    st.builds(
        TableColumn, st.sampled_from(["Missing", "Completed, with full", "未报"]), st.floats(0.3, 4)
    ),
    min_size=1,
    max_size=9,
).map(tuple)


def test_columns_keep_figures_and_short_words_on_one_line():
    columns = (
        TableColumn("指标", 3),
        TableColumn("最新值", 1, is_number=True),
        TableColumn("状态"),
    )
    rows = [
        ("草原鼠害危害面积" * 3, "12,838.64万只（2023）", "已公布"),
        ("牛", "3万头（2023）", "自报"),
    ]
    cells = [tuple(map(TableCell, row)) for row in rows]
    wide, narrow = (share_width(columns, width, 9, 0.1, cells) for width in (4, 2.6))
    assert count_lines(rows[0][1], 9, wide[1] - 0.1) == count_lines("已公布", 9, wide[2] - 0.1) == 1
    # Where there is less room, the year goes to a line of its own.
    assert count_lines("12,838.64万只", 9, narrow[1] - 0.1) == 1
    assert sum(wide) == pytest.approx(4) and sum(narrow) == pytest.approx(2.6)


def test_a_line_ends_between_words_and_not_before_a_mark_that_closes():
    # Ten em, of which a little stays free.
    assert count_lines("one two three four five six", 10, 100 / 72) == 2
    assert count_lines("牛" * 9, 10, 100 / 72) == 1
    assert count_lines("牛" * 9 + "。牛" * 4, 10, 100 / 72) == 2
    assert measure_em("2024年") > measure_em("2024") + 1


def test_a_bracket_has_a_line_of_its_own_where_it_does_not_fit():
    assert break_before_bracket("87.91%（2021）", 10, 3) == "87.91%（2021）"
    assert break_before_bracket("87.91%（2021）", 10, 0.8) == "87.91%\n（2021）"
    assert break_before_bracket("17.87 kg/head (2024)", 10, 1) == "17.87 kg/head\n(2024)"
    # Not where that takes a line more.
    assert "\n" not in break_before_bracket("牛羊粪污综合利用率（%）", 10, 0.9)


@given(COLUMNS, st.floats(2, 12))
def test_columns_share_the_width_and_break_no_word_of_a_title(columns, width_in):
    shares = share_width(columns, width_in, 10, 0.1)
    assert sum(shares) == pytest.approx(width_in) and min(shares) > 0
    least = [
        max(map(measure_em, column.title.split())) * 1.25 * 10 / 72 + 0.1
        if column.title.isascii()
        else 10 / 72 + 0.1
        for column in columns
    ]
    if sum(least) <= width_in:
        assert all(share >= own - 1e-9 for share, own in zip(shares, least, strict=True))
    else:
        whole = sum(column.width for column in columns)
        assert shares == pytest.approx([column.width / whole * width_in for column in columns])
