"""The second look finds a word that was dropped, and is content with one that was told of."""

import pytest

from tests.data.statistics.dropped_words import find_dropped_words
from tests.data.statistics.outcome import Outcome

ROWS = [
    ["2024年各县市牛存栏（万头）", "", ""],
    ["县市", "类型", "牛存栏①"],
    ["昭苏县", "实际数", "21.4"],
    ["特克斯县", "实际数", "18.2"],
]
EXPLAINED = [
    (1, "A", "2024年", "year:2024"), (1, "A", "各县市", "filler"), (1, "A", "牛存栏", "indicator"),
    (1, "A", "万头", "unit"), (2, "A", "县市", "area"), (2, "B", "类型", "kind"),
    (2, "C", "牛存栏", "indicator:cattle_stock"), (2, "C", "①", "mark"),
    (3, "A", "昭苏县", "area:654026"), (3, "B", "实际数", "kind:actual"),
    (4, "A", "特克斯县", "area:654027"),
]  # fmt: skip
KEYS = [("cattle_stock", "654026", 2024, "Y"), ("cattle_stock", "654027", 2024, "Y")]


def look(rows=ROWS, explained=EXPLAINED, taken=(3, 4), issues=()):
    places = {key: ("表", row, "C") for key, row in zip(KEYS, taken, strict=False)}
    outcome = Outcome(dict.fromkeys(places, 1.0), places, issues=[
        {"sheet": "表", "row": row, "column": column, "message": ""} for row, column in issues],
        explained=[dict(zip(("row", "column", "text", "read_as"), entry, strict=True),
                        sheet="表") for entry in explained])  # fmt: skip
    return find_dropped_words({"表": rows}, outcome)


def change(row, column, text):
    rows = [list(cells) for cells in ROWS]
    rows[row - 1][column] = text
    return rows


def test_all_is_explained_and_a_word_that_comes_again_need_not_be():
    assert look() == []


@pytest.mark.parametrize(("row", "column", "text", "rest"), [
    (1, 0, "2024年各县市牛存栏计划（万头）", "计划"),
    (1, 1, "附件2", "附件2"),
    (2, 2, "牛存栏①增减", "增减"),
    (4, 1, "计划数", "计划数"),
])  # fmt: skip
def test_a_dropped_word_is_found(row, column, text, rest):
    (line,) = look(change(row, column, text))
    assert repr(rest) in line and repr(text) in line


def test_a_word_below_the_table_is_found():
    (line,) = look([*ROWS, ["注：本表为预计数", "", ""]])
    assert "A5" in line


def test_a_row_that_was_refused_is_told_of():
    rows = [*ROWS, ["火星县", "复核", "3.1"]]
    assert len(look(rows)) == 2
    assert look(rows, issues=[(5, "A")]) == []


def test_a_sheet_from_which_nothing_went_in_is_not_looked_at():
    assert look(explained=[], taken=()) == []


def test_an_unread_word_is_explained_but_nothing_that_hangs_on_it_may_go_in():
    assert look(change(4, 1, "复核"), [*EXPLAINED, (4, "B", "复核", "unread")], (3,)) == []
    for row, column, text in (
        (4, "B", "复核"),
        (1, "A", "复核"),
        (2, "B", "复核"),
        (2, "C", "复核"),
    ):
        rows = change(row, ord(column) - 65, ROWS[row - 1][ord(column) - 65] + text)
        (line,) = look(rows, [*EXPLAINED, (row, column, text, "unread")])
        assert "复核" in line


def test_a_reader_that_explains_nothing_is_no_success():
    with pytest.raises(ValueError):
        find_dropped_words({}, Outcome())


def test_a_word_of_the_title_explains_no_label():
    (line,) = look(change(4, 0, "各县市特克斯县"))
    assert "各县市" in line


@pytest.mark.parametrize(("column", "text"), [(2, "2023"), (2, "±%"), (1, "牛存栏2")])
def test_a_year_a_sign_and_a_number_in_a_heading_are_words_too(column, text):
    (line,) = look(change(2, column, text))
    assert text[-1] in line


def test_the_name_of_the_sheet_is_looked_at():
    outcome = Outcome({KEYS[0]: 1.0}, {KEYS[0]: ("计划", 3, "C")}, explained=[
        dict(zip(("row", "column", "text", "read_as"), entry, strict=True), sheet="计划")
        for entry in EXPLAINED])  # fmt: skip
    (line,) = find_dropped_words({"计划": ROWS}, outcome)
    assert "计划" in line and "name" in line


def test_a_blank_row_or_a_word_alone_does_not_end_what_hangs_on_a_heading():
    rows = [*ROWS[:1], ["县市", "类型", "牛存栏复核"], ["一、伊犁", "", ""], *ROWS[2:]]
    explained = [(row + (row > 2), *rest) for row, *rest in EXPLAINED]
    explained += [(3, "A", "一、伊犁", "area"), (2, "C", "复核", "unread")]
    (line,) = look(rows, explained, (5,))
    assert "hangs on '复核'" in line
