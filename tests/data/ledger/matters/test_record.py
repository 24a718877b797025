"""Records of matters: late papers by their own date, and only the impossible is refused."""

from datetime import date, timedelta

import pandas as pd
import pytest
from icalendar import Calendar

from data.errors import ChangedMeanwhileError
from data.ledger.matters.calendar_file import make_calendar
from data.ledger.matters.demonstration import record_made_up_matters
from data.ledger.matters.listing import (
    count_lights,
    list_deadlines,
    list_matter_history,
    load_matters,
    name_clocks,
)
from data.ledger.matters.order import MatterError
from data.ledger.matters.record import (
    load_number_of_events,
    record_matter,
    record_matter_event,
    withdraw_matter,
    withdraw_matter_event,
)
from data.store.check import run_checks
from data.store.ids import make_id

TODAY = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def stand_in_june(monkeypatch):
    monkeypatch.setattr("data.ledger.matters.record.get_today", lambda: TODAY)


@pytest.fixture
def matter_id(store):
    return record_matter(
        store,
        kind="inspection",
        title="饲草储备督查",
        lead_unit="自治区农业农村厅",
        joint_units=["自治区财政厅", "自治区农业农村厅"],
        document_no="新政办督〔2026〕3号",
        assigned_on="2026-02-25",
        by="李明",
    )


def load_matter(store, matter_id):
    return next(row for row in load_matters(store) if row.record["matter_id"] == matter_id)


def list_kinds(store, matter_id):
    return [event["kind"] for event in load_matter(store, matter_id).events]


def test_past_papers_are_recorded_late_by_their_own_date(store, matter_id):
    record_matter_event(store, matter_id, "closed", "2026-05-01")
    record_matter_event(store, matter_id, "concluded", "2026-03-20")
    record_matter_event(store, matter_id, "approved", "2026-02-20")
    assert list_kinds(store, matter_id) == ["approved", "assigned", "concluded", "closed"]


@pytest.mark.parametrize(
    ("first", "kind", "day", "key"),
    [
        ([], "review_applied", "2026-03-10", "matter_event_needs"),
        ([("concluded", "2026-03-11")], "review_applied", "2026-03-10", "matter_event_needs"),
        ([("concluded", "2026-03-01")], "review_decided", "2026-03-10", "matter_event_needs"),
        ([("concluded", "2026-03-01")], "rectification_reported", "2026-03-10",
         "matter_event_needs"),
        ([("concluded", "2026-03-01"), ("rectification_required", "2026-03-01")], "closed",
         "2026-03-10", "matter_open_rectification"),
        ([("concluded", "2026-03-01"), ("review_applied", "2026-03-05")], "closed", "2026-03-10",
         "matter_open_review"),
        ([("closed", "2026-03-09")], "reported", "2026-03-10", "matter_is_closed"),
        ([("closed", "2026-03-12"), ("concluded", "2026-03-01")], "rectification_required",
         "2026-03-10", "matter_open_rectification"),
        ([], "archived", "2026-03-10", "matter_event_needs"),
        ([], "assigned", "2026-03-10", "matter_event_twice"),
        ([], "received", "2026-02-24", "matter_received_early"),
        ([], "reported", "2026-07-01", "matter_ahead"),
        ([], "punished", "2026-03-10", "matter_event_kind"),
    ],
)  # fmt: skip
def test_what_is_impossible_is_refused(store, matter_id, first, kind, day, key):
    for known in first:
        record_matter_event(store, matter_id, *known)
    before = list_kinds(store, matter_id)
    with pytest.raises(MatterError, match=key):
        record_matter_event(store, matter_id, kind, day)
    assert list_kinds(store, matter_id) == before


def test_the_last_day_is_not_before_the_assignment(store):
    def record(due_on, **other):
        return record_matter(
            store,
            kind="document",
            title="限期整改",
            lead_unit="自治区畜牧局",
            clock_id="set_limit",
            due_on=due_on,
            **other,
        )

    with pytest.raises(MatterError) as raised:
        record("2026-01-01", assigned_on="2026-06-01")
    assert raised.value.key == "matter_due_early"
    assert raised.value.fields == {"due": "2026-01-01", "assigned": "2026-06-01"}
    assert load_matters(store) == []
    # On the day itself it is possible, and either may be changed later.
    matter_id = record("2026-06-01", assigned_on="2026-06-01")
    with pytest.raises(MatterError) as raised:
        record("2026-05-31", matter_id=matter_id)
    assert raised.value.key == "matter_due_early"
    later = record("2026-05-01")
    with pytest.raises(MatterError) as raised:
        record_matter_event(store, later, "assigned", "2026-05-02")
    assert raised.value.key == "matter_due_early"
    record_matter_event(store, later, "assigned", "2026-05-01")
    (event,) = load_matter(store, matter_id).events
    withdraw_matter_event(store, matter_id, event["event_id"])
    assert record("2026-05-31", matter_id=matter_id) == matter_id


def test_an_event_that_others_need_stays(store, matter_id):
    concluded = record_matter_event(store, matter_id, "concluded", "2026-03-01")
    review = record_matter_event(store, matter_id, "review_applied", "2026-03-05")
    with pytest.raises(MatterError, match="matter_event_needs"):
        withdraw_matter_event(store, matter_id, concluded)
    withdraw_matter_event(store, matter_id, review)
    withdraw_matter_event(store, matter_id, concluded)
    assert list_kinds(store, matter_id) == ["assigned"]
    with pytest.raises(MatterError, match="matter_event_unknown"):
        withdraw_matter_event(store, matter_id, concluded)


def test_the_second_of_two_saves_is_told(store, matter_id):
    number = load_number_of_events(store, matter_id)
    record_matter_event(store, matter_id, "received", "2026-02-26", by="甲", based_on=number)
    with pytest.raises(ChangedMeanwhileError, match="changed_matter_events"):
        record_matter_event(store, matter_id, "reported", "2026-03-01", based_on=number)
    seq = load_matter(store, matter_id).record["seq"]
    fields = {"kind": "inspection", "lead_unit": "自治区水利厅", "matter_id": matter_id}
    record_matter(store, title="改名", by="甲", based_on=seq, **fields)
    with pytest.raises(ChangedMeanwhileError, match="changed_matter"):
        record_matter(store, title="另一名", by="乙", based_on=seq, **fields)
    with pytest.raises(ChangedMeanwhileError, match="changed_matter"):
        withdraw_matter(store, matter_id, based_on=seq)
    matter = load_matter(store, matter_id)
    assert (matter.record["title"], matter.lead_unit) == ("改名", "自治区水利厅")
    history = list_matter_history(store, matter_id)
    assert history["lead_unit"].tolist() == ["自治区水利厅", "自治区农业农村厅"]


def test_units_are_kept_once_and_the_lead_is_not_joint(store, matter_id):
    matter = load_matter(store, matter_id)
    assert (matter.lead_unit, matter.joint_units) == ("自治区农业农村厅", ("自治区财政厅",))
    record_matter(store, kind="meeting", title="会议", lead_unit="自治区财政厅")
    assert [row["name"] for row in store.query_rows("queries/units")] == [
        "自治区农业农村厅",
        "自治区财政厅",
    ]


def test_a_withdrawn_matter_is_gone_and_on_record(store, matter_id):
    withdraw_matter(store, matter_id, by="李明")
    assert load_matters(store) == []
    with pytest.raises(MatterError, match="matter_unknown"):
        record_matter_event(store, matter_id, "reported", "2026-03-01")


def test_a_matter_counts_once_by_its_most_urgent_light(store, matter_id):
    record_matter_event(store, matter_id, "reported", "2026-03-01")
    record_matter_event(store, matter_id, "concluded", "2026-03-02")
    record_matter_event(
        store, matter_id, "rectification_required", "2026-03-02", due_on="2026-06-01"
    )
    counts = count_lights(list_deadlines(store, TODAY))
    assert counts == {"overdue": 1, "due_soon": 0, "open": 0, "done": 0, "done_late": 0}


def list_broken(store):
    return {result.check_id for result in run_checks(store) if result.rows}


def test_the_check_finds_an_event_without_its_matter(store, matter_id):
    assert "matters_are_sound" not in list_broken(store)
    event = {"revision_id": make_id(), "event_id": "1", "matter_id": "无", "kind": "reported"}
    with store.transaction() as writer:
        writer.insert("facts.matter_event_revision", pd.DataFrame([event]))
    assert "matters_are_sound" in list_broken(store)


def test_made_up_matters_show_every_light(store):
    n = record_made_up_matters(store, TODAY, by="演示")
    counts = count_lights(list_deadlines(store, TODAY))
    assert sum(counts.values()) == n and all(counts.values())
    assert "matters_are_sound" not in list_broken(store)


def read_calendar(store):
    content = make_calendar(list_deadlines(store, TODAY), name_clocks(store))
    return {str(entry["UID"]): entry for entry in Calendar.from_ical(content).walk("VEVENT")}


def test_a_calendar_has_whole_days_and_ids_that_stay(store, matter_id):
    (uid, before), *_ = read_calendar(store).items()
    assert before["DTSTART"].dt == date(2026, 3, 4)
    assert before["DTEND"].dt - before["DTSTART"].dt == timedelta(days=1)
    assert "饲草储备督查" in before["SUMMARY"] and before.walk("VALARM")
    record_matter_event(store, matter_id, "reported", "2026-03-01")
    after = read_calendar(store)[uid]
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    assert "按期办结" in after["SUMMARY"] and not after.walk("VALARM")
