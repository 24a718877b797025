"""Decisions: who, when, under what document; withdrawn, never erased."""

from datetime import date, timedelta

import pytest

from data.clock import get_now
from data.errors import ChangedMeanwhileError
from data.ledger.decisions import (
    DecisionError,
    list_base_years,
    list_decisions,
    record_decision,
    withdraw_decision,
)
from data.store.ids import make_id
from data.words.catalogue import LANGUAGES, load_catalogue

ORIGIN = {
    "decided_by": "畜牧兽医局",
    "decided_on": "2024-05-20",
    "document_no": "新牧发〔2024〕1号",
}


def test_a_decision_is_recorded_with_its_origin(store):
    decision_id = record_decision(
        store, "reading", "vegetation_cover", reading_id="vegetation_points", by="张三", **ORIGIN
    )
    row = list_decisions(store, "vegetation_cover").iloc[0]
    assert row["decision_id"] == decision_id and row["reading_id"] == "vegetation_points"
    assert (row["decided_by"], row["document_no"]) == ("畜牧兽医局", "新牧发〔2024〕1号")
    assert row["decided_on"].date() == date(2024, 5, 20)
    assert row["recorded_by"] == "张三" and not row["is_withdrawn"]
    assert list(store.query("queries/decisions")["decision_id"]) == [decision_id]


def test_a_withdrawn_decision_keeps_its_record_and_frees_the_one_before(store):
    first = record_decision(
        store, "reading", "vegetation_cover", reading_id="vegetation_points", **ORIGIN
    )
    second = record_decision(
        store, "reading", "vegetation_cover", reading_id="vegetation_relative", **ORIGIN
    )
    withdraw_decision(store, second, by="李四", note="文件废止")
    assert list(store.query("queries/decisions")["decision_id"]) == [first]
    withdrawn = list_decisions(store).set_index("decision_id").loc[second]
    assert withdrawn["is_withdrawn"] and withdrawn["withdrawn_by"] == "李四"
    assert withdrawn["withdrawal_note"] == "文件废止"
    assert withdrawn["reading_id"] == "vegetation_relative"
    with pytest.raises(ChangedMeanwhileError, match="decision_withdrawn") as told:
        withdraw_decision(store, second, by="王五")
    assert told.value.fields["by"] == "李四"


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"decided_by": " "}, "decision_needs_name"),
        ({"document_no": ""}, "decision_needs_document"),
        ({"decided_on": ""}, "bad_date"),
        ({"decided_on": "2024-13-01"}, "bad_date"),
        ({"decided_on": get_now().date() + timedelta(days=2)}, "decision_in_future"),
        ({"reading_id": "traceability_points"}, "decision_reading"),
        ({"reading_id": None}, "decision_reading"),
        ({"subject_id": "no_such_target"}, "decision_subject"),
        ({"area_id": "999999"}, "unknown_area"),
        ({"kind": "rumour"}, "decision_kind"),
        ({"kind": "judgement", "judgement": "behind"}, "decision_not_qualitative"),
        (
            {"kind": "number", "number_kind": "level", "comparator": "at_least", "low": 1},
            "decision_not_qualitative",
        ),
        (
            {"kind": "judgement", "subject_id": "smart_ranches", "judgement": "cannot_judge"},
            "decision_judgement",
        ),
        (
            {
                "kind": "number",
                "subject_id": "smart_ranches",
                "number_kind": "level",
                "comparator": "more",
                "low": 1,
            },
            "decision_number_kind",
        ),
        (
            {
                "kind": "number",
                "subject_id": "smart_ranches",
                "number_kind": "level",
                "comparator": "at_least",
                "low": float("nan"),
            },
            "decision_needs_number",
        ),
        (
            {
                "kind": "number",
                "subject_id": "smart_ranches",
                "number_kind": "level",
                "comparator": "range",
                "low": 5,
            },
            "decision_range",
        ),
        (
            {
                "kind": "number",
                "subject_id": "smart_ranches",
                "number_kind": "level",
                "comparator": "range",
                "low": 5,
                "high": 4,
            },
            "decision_range",
        ),
        ({"kind": "base", "as_of_year": 2019}, "decision_base_year"),
        ({"kind": "base", "as_of_year": None}, "decision_base_year"),
        (
            {"kind": "base", "subject_id": "carcass_yield", "as_of_year": 2021, "value": 150.0},
            "decision_base_shared",
        ),
        (
            {
                "kind": "base",
                "subject_kind": "box_item",
                "subject_id": "box9_county_platforms",
                "as_of_year": 2021,
            },
            "decision_only_reading",
        ),
    ],
)
def test_what_does_not_fit_is_refused_in_words(store, changes, key):
    arguments = {
        "kind": "reading",
        "subject_id": "vegetation_cover",
        "reading_id": "vegetation_points",
        **ORIGIN,
    } | changes
    with pytest.raises(DecisionError, match=key):
        record_decision(store, **arguments)
    assert list_decisions(store).empty
    for language in LANGUAGES:
        assert f"errors.{key}" in load_catalogue(language)


def test_the_reading_of_a_box_item_can_be_decided(store):
    record_decision(
        store,
        "reading",
        "box9_county_platforms",
        subject_kind="box_item",
        reading_id="platforms_plan_counties",
        **ORIGIN,
    )
    assert list_decisions(store)["subject_kind"].tolist() == ["box_item"]


def test_a_base_year_is_chosen_among_the_years_with_figures(store, send_figures):
    assert list_base_years(store, "vegetation_cover") == []
    send_figures(
        store,
        {"indicator_id": "vegetation_cover", "area_id": "650000", "year": 2019, "value": 42.0},
    )
    assert list_base_years(store, "vegetation_cover") == [2019]
    record_decision(store, "base", "vegetation_cover", as_of_year=2019, **ORIGIN)
    record_decision(store, "base", "vegetation_cover", as_of_year=2010, value=40.0, **ORIGIN)
    assert 2017 in list_base_years(store, "carcass_yield")


def test_an_unknown_decision_cannot_be_withdrawn(store):
    with pytest.raises(DecisionError, match="decision_unknown"):
        withdraw_decision(store, make_id(), by="李四")
    with pytest.raises(DecisionError, match="decision_needs_name"):
        withdraw_decision(store, make_id(), by=" ")


def test_ids_grow_within_a_millisecond():
    made = [make_id() for _ in range(2000)]
    assert made == sorted(made) and len(set(made)) == 2000
    assert {identifier[14] for identifier in made} == {"7"}
    assert {identifier[19] for identifier in made} <= set("89ab")
