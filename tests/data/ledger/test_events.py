"""Events beside a series: recorded with date and source, withdrawn, never lost in a race."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import ChangedMeanwhileError
from data.ledger.events import (
    EventError,
    list_events,
    load_events_number,
    parse_event_day,
    pick_events,
    record_event,
    withdraw_event,
)
from data.store.check import run_checks

DROUGHT = {
    "area_id": "654026",
    "indicator_id": "grass_yield",
    "kind": "drought",
    "happened_on": "2023-7",
    "name": "夏旱",
    "source": "县气象局2023年公报",
}


def list_beside(store, indicator_id, area_ids):
    return pick_events(list_events(store), indicator_id, area_ids)


def test_an_event_stands_beside_its_own_series_only(store):
    record_event(store, **DROUGHT, by="李某")
    events = list_beside(store, "grass_yield", ["654026", "650000"])
    row = events.iloc[0]
    assert (row["happened_on"], row["year"], row["name"]) == ("2023-07", 2023, "夏旱")
    assert (row["source"], row["recorded_by"]) == ("县气象局2023年公报", "李某")
    assert list_beside(store, "beef_output", ["654026"]).empty
    assert list_beside(store, "grass_yield", ["654025"]).empty


def test_an_event_without_an_indicator_stands_beside_every_series(store):
    record_event(store, **DROUGHT | {"indicator_id": None, "kind": "policy"})
    for indicator_id in ("beef_output", "grass_yield"):
        assert len(list_beside(store, indicator_id, ["654026"])) == 1


def test_a_withdrawn_event_is_gone_and_the_second_is_told_by_whom(store):
    event_id = record_event(store, **DROUGHT)
    withdraw_event(store, event_id, area_id="654026", by="王某")
    assert list_beside(store, "grass_yield", ["654026"]).empty
    with pytest.raises(ChangedMeanwhileError) as told:
        withdraw_event(store, event_id, area_id="654026", by="李某")
    assert told.value.fields["by"] == "王某"
    with pytest.raises(EventError, match="event_unknown"):
        withdraw_event(store, event_id, area_id="654025")


def test_who_comes_second_writes_nothing_and_sees_what_stands(store):
    opened = load_events_number(store, "654026")
    record_event(store, **DROUGHT, by="王某", based_on=opened)
    mine = DROUGHT | {"name": "大旱"}
    with pytest.raises(ChangedMeanwhileError) as told:
        record_event(store, **mine, by="李某", based_on=opened)
    assert [row["name"] for row in told.value.theirs] == ["夏旱"]
    assert len(list_beside(store, "grass_yield", ["654026"])) == 1
    record_event(store, **mine, by="李某", based_on=told.value.now)
    assert len(list_beside(store, "grass_yield", ["654026"])) == 2


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"name": " "}, "event_incomplete"),
        ({"source": ""}, "event_incomplete"),
        ({"kind": "war"}, "event_kind"),
        ({"area_id": "999999"}, "unknown_area"),
        ({"indicator_id": "beef"}, "unknown_indicator"),
        ({"happened_on": "2023-13"}, "event_date"),
        ({"happened_on": "去年夏天"}, "event_date"),
        ({"happened_on": "1948"}, "event_date"),
        ({"happened_on": "2999-01-01"}, "event_in_future"),
    ],
)
def test_what_is_incomplete_or_unknown_is_refused(store, change, problem):
    with pytest.raises(EventError, match=problem):
        record_event(store, **DROUGHT | change)
    assert load_events_number(store, "654026") == 0


@given(st.dates(date(1949, 1, 1), date(2025, 12, 31)))
def test_a_day_is_kept_as_exact_as_it_was_written(day):
    for text in (f"{day:%Y}", f"{day:%Y-%m}", f"{day:%Y-%m-%d}"):
        assert parse_event_day(f" {text} ") == text


def test_the_checks_of_the_store_know_events(store):
    record_event(store, **DROUGHT)
    assert not [check for check in run_checks(store) if check.rows]
