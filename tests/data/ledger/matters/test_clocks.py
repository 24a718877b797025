"""The clocks of matters, by hand, and the command that lists them."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.__main__ import make_parser
from data.commands import run_command, to_plain
from data.ledger.decisions import record_decision
from data.ledger.matters.clocks import WorkingDays, add_months, add_working_days, get_light
from data.ledger.matters.listing import list_deadlines
from data.ledger.matters.order import MatterError
from data.ledger.matters.record import record_matter, record_matter_event
from data.matters_command import LEFT_OUT

AHEAD = "2027-12-31"


@pytest.fixture(autouse=True)
def stand_in_2027(monkeypatch):
    """The cases by hand lie in 2026 and 2027, whatever the day of the test."""
    monkeypatch.setattr("data.ledger.matters.record.get_today", lambda: date.fromisoformat(AHEAD))
    monkeypatch.setattr("data.ledger.decisions.get_today", lambda: date.fromisoformat(AHEAD))


@pytest.fixture
def ask(store):
    """Return a function that returns the rows of recorded matters, as the command lists them."""
    return lambda as_of: to_plain(list_deadlines(store, date.fromisoformat(as_of)))


def begin(store, kind="document", assigned_on="2026-02-25", **fields):
    known = {"title": "落实饲草储备", "lead_unit": "自治区农业农村厅", "assigned_on": assigned_on}
    return record_matter(store, kind=kind, by="李明", **known | fields)


@pytest.mark.parametrize(
    ("as_of", "light", "left"),
    [
        ("2026-02-28", "open", 4),
        ("2026-03-01", "due_soon", 3),
        ("2026-03-04", "due_soon", 0),
        ("2026-03-05", "overdue", -1),
    ],
)
def test_seven_days_where_no_limit_is_set(store, ask, as_of, light, left):
    begin(store)
    (row,) = ask(as_of)
    assert (row["clock"], row["due_on"]) == ("ordinary_report", "2026-03-04")
    assert (row["light"], row["days_left"], row["lead_unit"]) == (light, left, "自治区农业农村厅")


@pytest.mark.parametrize(("day", "light"), [("2026-03-04", "done"), ("2026-03-05", "done_late")])
def test_a_report_meets_the_clock_in_time_or_late(store, ask, day, light):
    record_matter_event(store, begin(store), "reported", day)
    (row,) = ask("2026-06-30")
    assert (row["light"], row["done_on"], row["days_left"]) == (light, day, None)


def test_an_earlier_day_shows_what_stood_then(store, ask):
    record_matter_event(store, begin(store), "reported", "2026-03-05")
    assert [row["light"] for row in ask("2026-03-04")] == ["due_soon"]


def test_a_proposal_has_three_months_and_then_twenty_days(store, ask):
    matter_id = begin(store, "proposal", "2025-11-30")
    (reply,) = ask("2026-01-01")
    assert (reply["clock"], reply["due_on"]) == ("proposal_reply", "2026-02-28")
    record_matter_event(store, matter_id, "reported", "2026-02-20")
    record_matter_event(store, matter_id, "work_done", "2026-12-15")
    report, reply = ask("2026-12-20")
    assert (reply["light"], report["clock"]) == ("done", "proposal_report")
    assert (report["due_on"], report["light"]) == ("2027-01-04", "open")


def test_a_review_is_decided_within_thirty_days_of_receipt(store, ask):
    matter_id = begin(store, "inspection", "2026-01-05")
    record_matter_event(store, matter_id, "concluded", "2026-01-20")
    record_matter_event(store, matter_id, "review_applied", "2026-01-31")
    rows = {row["clock"]: row for row in ask("2026-02-01")}
    assert rows["review"]["due_on"] == "2026-03-02"
    record_matter_event(store, matter_id, "review_decided", "2026-03-03")
    rows = {row["clock"]: row for row in ask("2026-04-01")}
    assert rows["review"]["light"] == "done_late"


def test_yearly_priority_work_reports_each_quarter(store, ask):
    matter_id = begin(store, "priority", "2026-02-25")
    for day in ("2026-03-10", "2026-07-02"):
        record_matter_event(store, matter_id, "reported", day)
    rows = sorted(ask("2026-10-01"), key=lambda row: row["due_on"])
    assert [(row["due_on"], row["light"]) for row in rows] == [
        ("2026-03-31", "done"),
        ("2026-06-30", "done_late"),
        ("2026-09-30", "overdue"),
        ("2026-12-31", "open"),
    ]


def test_a_rectification_runs_by_the_time_that_the_conclusion_sets(store, ask):
    matter_id = begin(store, "inspection")
    record_matter_event(store, matter_id, "concluded", "2026-03-01")
    record_matter_event(
        store, matter_id, "rectification_required", "2026-03-01", due_on="2026-04-15"
    )
    record_matter_event(store, matter_id, "rectification_required", "2026-03-02")
    first, second = [row for row in ask("2026-04-20") if row["clock"] == "rectification"]
    assert (first["due_on"], first["light"]) == ("2026-04-15", "overdue")
    assert (second["due_on"], second["light"], second["note"]) == (None, "open", "no_limit")


def test_a_document_may_set_another_limit(store, ask):
    begin(store, clock_id="set_limit", limit_count=10, limit_unit="working_day")
    begin(store, clock_id="set_limit", due_on="2026-05-20")
    # 26 and 27 February, Saturday 28 (worked in exchange), then 2 to 6 and 9, 10 March.
    assert [row["due_on"] for row in ask("2026-03-01")] == ["2026-03-10", "2026-05-20"]


def test_a_decision_changes_how_days_are_counted(store, ask):
    begin(store, assigned_on="2026-02-12")
    record_decision(
        store,
        "reading",
        "ordinary_report",
        subject_kind="clock",
        reading_id="ordinary_report_working_assigned",
        decided_by="厅办公室",
        decided_on="2026-01-04",
        document_no="厅办〔2026〕1号",
    )
    # Friday 13, Saturday 14 (worked), then the Spring Festival; 24 to 27 February, Saturday 28.
    (row,) = ask("2026-02-20")
    assert row["due_on"] == "2026-02-28"


def test_a_year_without_its_days_off_is_said(store, ask):
    begin(store, clock_id="set_limit", limit_count=30, limit_unit="working_day",
          assigned_on="2026-12-10")  # fmt: skip
    assert ask("2026-12-20")[0]["note"] == "holidays_unknown"


def test_an_explained_delay_moves_the_day_only_where_a_new_one_was_agreed(store, ask):
    first, second = begin(store), begin(store)
    record_matter_event(store, first, "extension_explained", "2026-03-03", due_on="2026-03-20")
    record_matter_event(store, second, "extension_explained", "2026-03-03")
    rows = {row["matter_id"]: row for row in ask("2026-03-10")}
    assert (rows[first]["due_on"], rows[first]["note"]) == ("2026-03-20", "extended")
    assert rows[second]["light"] == "overdue"


def test_a_matter_that_was_not_assigned_has_no_day(store, ask):
    begin(store, assigned_on=None)
    (row,) = ask("2026-03-10")
    assert (row["due_on"], row["light"], row["note"]) == (None, "open", "not_begun")


def test_units_and_days_narrow_the_list_of_the_command(store, ask, capsys):
    begin(store, joint_units=["自治区财政厅"])
    begin(store, title="另一事项", lead_unit="自治区水利厅", assigned_on="2026-03-04")

    def run(*options: str) -> list[dict]:
        asked = ["matters", "--db", str(store.path), "--as-of", "2026-03-05", "--json", *options]
        assert run_command(make_parser(), asked) == 0
        rows = json.loads(capsys.readouterr().out)
        return [row for row in rows if row["kind"] != "report"]

    assert run() == [
        {key: value for key, value in row.items() if key not in LEFT_OUT}
        for row in ask("2026-03-05")
    ]
    assert [row["title"] for row in run("--unit", "自治区财政厅")] == ["落实饲草储备"]
    assert [row["due_on"] for row in run("--due-within", "5")] == ["2026-03-04"]
    arguments = ["matters", "--db", str(store.path), "--unit", "没有的单位"]
    assert run_command(make_parser(), arguments) == 1


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 40))
def test_months_keep_the_day_or_end_with_the_month(day, count):
    later = add_months(day, count)
    assert (later.year - day.year) * 12 + later.month - day.month == count
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_as_many_working_days_lie_between(day, count):
    days = WorkingDays(frozenset(), frozenset())
    last = add_working_days(day, count, days)
    between = [day + timedelta(days=n) for n in range(1, (last - day).days + 1)]
    assert sum(map(days.is_working, between)) == count


@given(st.dates(), st.dates(), st.integers(0, 9))
def test_what_is_done_is_in_time_or_late_whatever_the_day(due_on, done_on, soon):
    light = get_light(due_on, done_on, due_on, soon)
    assert light == ("done" if done_on <= due_on else "done_late")


def test_a_wrong_clock_or_limit_is_refused(store):
    for key, fields in {
        "matter_needs_limit": {"clock_id": "set_limit"},
        "matter_limit_of_clock": {"due_on": "2026-05-01"},
        "matter_limit": {"clock_id": "set_limit", "limit_count": 0, "limit_unit": "day"},
        "matter_clock": {"clock_id": "soon"},
        "matter_no_unit": {"lead_unit": " "},
        "matter_no_title": {"title": ""},
        "matter_kind": {"kind": "report"},
        "matter_ahead": {"assigned_on": "2099-01-01"},
        "matter_subject": {"subject_kind": "target", "subject_id": "nothing"},
    }.items():
        with pytest.raises(MatterError, match=key):
            begin(store, **fields)


def test_an_extension_that_is_none_or_comes_late_is_said(store, ask):
    """Due on 2026-03-04: a day before is no extension, and on 03-10 it is too late for one."""
    for happened_on, due_on, expected in (
        ("2026-02-27", "2026-03-02", ("2026-03-04", "extension_not_later")),
        ("2026-03-10", "2026-03-20", ("2026-03-20", "extended_late")),
    ):
        matter_id = begin(store)
        record_matter_event(store, matter_id, "extension_explained", happened_on, due_on=due_on)
        row = next(row for row in ask("2026-03-11") if row["matter_id"] == matter_id)
        assert (row["due_on"], row["note"]) == expected
