"""Totals are compared with every reading of their parts, however long the file is."""

from data.statistics import issues
from data.statistics.read import read_statistics
from data.statistics.report import describe_issue

COUNTIES = ("昭苏县", "特克斯县", "尼勒克县")


def list_differences(store, lines):
    text = "指标,地区,年份,数值,单位\n" + "\n".join(lines) + "\n"
    reading = read_statistics(text.encode(), "a.csv", store)
    return [
        (issue.row, issue.rule, issue.fields["total"], issue.fields["parts"], issue.fields["n"])
        for issue in reading.issues
        if issue.rule.endswith("differ") or issue.rule.endswith("differs")
    ]


def make_rows(*pairs, year=2024):
    return [f"牛存栏,{name},{year},{value:.2f},万头" for name, value in pairs]


def test_a_total_is_of_the_rows_above_below_or_of_all(plan_store):
    parts = list(zip(COUNTIES, (1, 2, 3), strict=True))
    assert list_differences(plan_store, make_rows(*parts, ("合计", 6))) == []
    assert list_differences(plan_store, make_rows(("合计", 6), *parts)) == []
    middle = make_rows(*parts[:2], ("合计", 6), *parts[2:])
    assert list_differences(plan_store, middle) == []
    assert list_differences(plan_store, make_rows(*parts, ("合计", 7))) == [
        (5, "total_differs", "7", "6", 3)
    ]


def test_a_total_counts_the_rows_that_are_no_areas_of_ours(plan_store):
    def list_told(*numbers):
        names = ("六十六团", "石河子市", "可克达拉市", "兵团合计")
        rows = [f"{name},{number}" for name, number in zip(names, numbers, strict=True)]
        lines = ["2024年末牛存栏（万头）", "师（市）,牛存栏", rows[1], rows[0], *rows[2:]]
        reading = read_statistics("\n".join(lines).encode(), "a.csv", plan_store)
        return [issue for issue in reading.issues if issue.rule == "total_differs"]

    assert list_told("0.3", "6.1", "5.1", "11.5") == []
    (issue,) = list_told("0.3", "6.1", "5.1", "12.5")
    assert (issue.fields["n"], issue.fields["others"]) == (2, 1)
    assert "另有1行" in describe_issue(issue)


def test_a_refused_row_beside_the_others_is_part_of_the_total(plan_store):
    lines = ["2024年末牛存栏（万头）", "县市,牛存栏", "火星县,5.0", *(f"{n},1.0" for n in COUNTIES)]
    for total, told in (("8.0", []), ("9.0", [1])):
        text = "\n".join([*lines, f"合计,{total}"])
        reading = read_statistics(text.encode(), "a.csv", plan_store)
        found = [issue for issue in reading.issues if issue.rule == "total_differs"]
        assert [issue.fields["others"] for issue in found] == told


def test_a_subtotal_is_of_the_rows_since_the_total_before(plan_store):
    rows = make_rows(("昭苏县", 1), ("特克斯县", 2), ("小计", 3), ("尼勒克县", 3), ("新源县", 4))
    assert list_differences(plan_store, [*rows, *make_rows(("小计", 7), ("合计", 10))]) == []
    assert list_differences(plan_store, [*rows, *make_rows(("小计", 8))]) == [
        (7, "total_differs", "8", "7", 2)
    ]


def test_rounding_of_each_part_is_allowed(plan_store):
    parts = list(zip(COUNTIES, (1, 2, 3), strict=True))
    assert list_differences(plan_store, make_rows(*parts, ("合计", 6.02))) == []
    assert list_differences(plan_store, make_rows(*parts, ("合计", 6.03))) == [
        (5, "total_differs", "6.03", "6", 3)
    ]


def test_a_total_is_compared_with_its_own_year_only(plan_store):
    rows = make_rows(*zip(COUNTIES, (1, 2, 3), strict=True), ("合计", 6))
    other = make_rows(*zip(COUNTIES, (9, 9, 9), strict=True), year=2023)
    assert list_differences(plan_store, [*rows, *other]) == []


def test_of_many_differences_only_so_many_are_told_and_all_are_counted(plan_store, monkeypatch):
    monkeypatch.setattr(issues, "MOST_OF_A_RULE", 5)
    rows = []
    for year in range(2000, 2012):
        rows += make_rows(("昭苏县", 1), ("特克斯县", 2), ("合计", 9), year=year)
    text = "指标,地区,年份,数值,单位\n" + "\n".join(rows) + "\n"
    told = read_statistics(text.encode(), "a.csv", plan_store).issues
    assert [issue.row for issue in told if issue.rule == "total_differs"] == [4, 7, 10, 13, 16]
    more = [issue.fields for issue in told if issue.rule == "more_issues"]
    assert {"rule": "total_differs", "count": 7} in more
