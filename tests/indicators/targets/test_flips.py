"""Statuses that changed between two days, and what alone changed them."""

from datetime import timedelta

from data.clock import get_today
from data.ledger.changes import list_figure_changes
from data.ledger.decisions import record_decision
from data.ledger.span import open_span
from indicators.inputs import load_inputs
from indicators.targets.flips import find_flips, list_flips
from tests.data.former import move_back

REGION = "650000"
COVER = {"indicator_id": "mechanisation_rate", "area_id": REGION, "state": "reported"}
BASE = COVER | {"year": 2021, "value": 40.0}


def find(store, day):
    span = open_span(store, day + timedelta(days=1))
    figures = list_figure_changes(span)
    flips = list_flips(span, figures)
    assert len(find_flips(span, load_inputs(span.after))) == len(flips)
    return figures, {row["target_id"]: row for row in flips}


def test_a_figure_that_changes_a_status_is_named(store, send_figures):
    send_figures(store, BASE)
    day = move_back(store, 10)
    send_figures(store, COVER | {"year": 2024, "value": 55.0}, by="乙")
    figures, flips = find(store, day)
    flip = flips["mechanisation_rate"]
    assert (flip["old_status"], flip["new_status"]) == ("cannot_judge", "achieved")
    assert flip["causes"] == ["figures"] and flip["area_id"] == REGION
    (row,) = figures.loc[flip["figures"]].to_dict("records")
    assert (row["indicator_id"], row["year"], row["acted_by"]) == ("mechanisation_rate", 2024, "乙")
    assert set(flips) == {"mechanisation_rate"}


def test_a_decision_that_changes_a_status_is_no_change_of_figures(store, send_figures):
    send_figures(store, BASE, COVER | {"year": 2024, "value": 42.0})
    day = move_back(store, 10)
    record_decision(
        store,
        "judgement",
        "beef_self_sufficiency",
        judgement="on_pace",
        decided_by="厅",
        decided_on=get_today(),
        document_no="1号",
    )
    _, flips = find(store, day)
    flip = flips["beef_self_sufficiency"]
    assert (flip["new_status"], flip["causes"], flip["figures"]) == ("on_pace", ["decisions"], [])


def test_what_needs_two_changes_is_told_as_together(store, send_figures):
    send_figures(store, BASE | {"year": 2022})
    day = move_back(store, 10)
    send_figures(store, COVER | {"year": 2024, "value": 55.0})
    record_decision(
        store,
        "base",
        "mechanisation_rate",
        as_of_year=2022,
        value=54.9,
        decided_by="厅",
        decided_on=get_today(),
        document_no="1号",
    )
    _, flips = find(store, day)
    flip = flips["mechanisation_rate"]
    assert flip["new_status"] != flip["old_status"] and flip["figures"]
    assert flip["causes"] in (["together"], ["figures"])


def test_nothing_flips_where_nothing_changed(store, send_figures):
    send_figures(store, BASE)
    _, flips = find(store, move_back(store, 10))
    assert not flips
