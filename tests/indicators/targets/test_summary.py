"""Progress in short: counts, and the rows that speak for a target."""

from indicators.judgement.status import STATUSES
from indicators.targets.progress import compute_progress
from indicators.targets.summary import (
    compute_pace_line,
    count_reasons,
    count_statuses,
    list_leading_rows,
    list_primary_rows,
    list_rows_in_force,
    pick_decisive_row,
)
from tests.indicators.builders import make_inputs

REGION = "650000"
YIELDS = [
    (indicator, REGION, year, value)
    for indicator, base, latest in (
        ("beef_carcass_yield", 150.0, 180.0),
        ("mutton_carcass_yield", 18.0, 17.0),
    )
    for year, value in ((2021, base), (2024, latest))
]


def test_statuses_and_reasons_are_counted_by_target(plan_inputs):
    rows = compute_progress(make_inputs(plan_inputs, YIELDS, breaks=[]))
    counts = count_statuses(rows)
    assert list(counts) == list(STATUSES) and sum(counts.values()) == 12
    assert (counts["moving_away"], counts["cannot_judge"]) == (1, 11)
    assert sum(count_reasons(rows).values()) == 11
    assert count_reasons(rows)["no_input"] == 4


def test_there_are_no_reasons_where_every_target_is_judged(plan_inputs):
    rows = compute_progress(make_inputs(plan_inputs, YIELDS, breaks=[]))
    assert count_reasons(rows[rows["target_status"] != "cannot_judge"]) == {}


def test_the_decided_reading_leads_and_a_countys_decision_stays_there(plan_inputs):
    decision = {"subject_id": "vegetation_cover", "reading_id": "vegetation_points"}
    inputs = make_inputs(plan_inputs, decisions=[decision])
    rows = list_rows_in_force(compute_progress(inputs), "vegetation_cover")
    assert rows["reading_id"].tolist() == ["vegetation_points"]
    elsewhere = make_inputs(plan_inputs, decisions=[decision | {"area_id": "654026"}])
    rows = list_rows_in_force(compute_progress(elsewhere), "vegetation_cover")
    assert rows["reading_id"].tolist() == ["vegetation_relative"]


def test_the_worst_measure_decides(plan_inputs):
    inputs = make_inputs(plan_inputs, YIELDS, breaks=[])
    progress = compute_progress(inputs)
    rows = list_primary_rows(progress, "carcass_yield")
    assert len(rows) == 2
    assert pick_decisive_row(rows)["indicator_id"] == "mutton_carcass_yield"


def test_secondary_measures_step_in_where_the_primary_one_has_no_value(plan_inputs):
    inputs = make_inputs(plan_inputs, [("cattle_offtake_rate", REGION, 2024, 44.0)])
    rows = list_leading_rows(compute_progress(inputs), "offtake_rate")
    assert rows["indicator_id"].tolist() == ["cattle_offtake_rate"]
    rows = list_leading_rows(compute_progress(inputs), "mechanisation_rate")
    assert rows["indicator_id"].tolist() == ["mechanisation_rate"]


def test_the_pace_line_needs_both_ends():
    row = {"baseline_year": 2021, "baseline_value": 50.0, "target_low": 60.0, "target_year": 2030}
    assert compute_pace_line(row) == [(2021, 50.0), (2030, 60.0)]
    assert compute_pace_line(row | {"target_low": float("nan")}) == []
    assert compute_pace_line(row | {"baseline_value": None}) == []
