"""Issues of one rule are one line: how many, what about, in which cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.names.text import letter
from data.statistics.commit import preview_upload
from data.statistics.groups import MOST_CELLS, describe_cells, group_issues
from data.statistics.read import read_statistics
from data.statistics.report import make_report
from data.words.catalogue import LANGUAGES, load_catalogue


def make_row(
    rule="no_year", severity="rejected", column="B", row=3, message="没有年份。", sheet="表"
):
    return {
        "sheet": sheet,
        "row": row,
        "column": column,
        "value": "x",
        "rule": rule,
        "severity": severity,
        "message": message,
    }


def test_equal_issues_are_one_line_with_their_cells():
    (group,) = group_issues([make_row(row=row) for row in [*range(3, 9), 11, 12]])
    assert (group.count, group.message, group.cells) == (8, "没有年份。", "表 B3:B8 B11:B12")


def test_sentences_that_differ_are_one_line_that_says_what_they_are_about():
    rows = [
        make_row("unknown_area", column="A", row=4, message="没有名为“甲”的地区。"),
        make_row("unknown_area", column="A", row=9, message="没有名为“乙”的地区。"),
    ]
    (group,) = group_issues(rows)
    assert group.message == load_catalogue("zh")["ingest.title.unknown_area"]
    assert group.cells == "表 A4 A9"
    (alone,) = group_issues(rows[:1])
    assert alone.message == rows[0]["message"]


def test_a_rule_without_a_title_shows_its_first_sentence_and_how_many_others_there_are():
    rows = [make_row("odd", row=row, message=said) for row, said in enumerate("一二二三")]
    (group,) = group_issues(rows)
    assert (group.count, group.message) == (4, "一（所列各处另有2种类似情况）")


def test_the_severest_come_first_and_questions_stay_apart():
    rows = [
        make_row("jump", "warning"),
        make_row("hidden_sheet", "note", None, None),
        make_row("no_year"),
        make_row("unread_word", "held", "C", 2, "“甲”"),
        make_row("unread_word", "held", "D", 2, "“乙”"),
    ]
    groups = group_issues(rows)
    assert [group.severity for group in groups] == ["held", "held", "rejected", "warning", "note"]
    assert [group.message for group in groups[:2]] == ["“甲”", "“乙”"]


def test_cells_of_several_sheets_and_places_without_row_or_column():
    rows = [
        make_row(row=5, column=None),
        make_row(row=6, column=None),
        make_row(row=None, column="C"),
        make_row(sheet="另表", row=None, column=None),
    ]
    assert describe_cells(rows) == "表 C 5:6、另表"


def test_of_many_cells_the_first_ones_are_named():
    rows = [make_row(row=row) for row in range(1, 101, 2)]
    text = describe_cells(rows)
    assert text.startswith("表 B1 B3 ") and text.endswith("等50处")
    assert text.count("B") == MOST_CELLS


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 12)), min_size=1, max_size=8, unique=True)
)
def test_ranges_cover_every_cell_and_no_other(cells):
    rows = [make_row(column=letter(column), row=row) for column, row in cells]
    covered = set()
    for text in describe_cells(rows).split()[1:]:
        first, _, last = text.partition(":")
        covered |= {(first[0], row) for row in range(int(first[1:]), int((last or first)[1:]) + 1)}
    assert covered == {(letter(column), row) for column, row in cells}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_title_is_of_a_rule_that_has_a_sentence(language):
    words = load_catalogue(language)
    rules = {key.split(".")[2] for key in words if key.startswith("ingest.title.")}
    assert not {rule for rule in rules if not any(k.startswith(f"ingest.{rule}") for k in words)}


def test_the_report_has_every_issue_and_their_groups(plan_store):
    counties = ["昭苏县", "特克斯县", "尼勒克县", "巩留县"]
    lines = [f"牛存栏,{name},{value},万头" for value, name in enumerate(counties, start=1)]
    content = "\n".join(["指标,地区,数值,单位", *lines]).encode()
    reading = read_statistics(content, "a.csv", plan_store)
    report = make_report(reading, preview_upload(plan_store, reading), None)
    counted = sum(group["count"] for group in report["groups"])
    assert counted == len(report["issues"])
    assert report["groups"][0]["rule"] == "no_year"
