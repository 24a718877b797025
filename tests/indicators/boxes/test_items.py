"""Each comparator at and around its edge, stages as of a date, and readings that differ."""

from datetime import date

import pandas as pd
import pytest

from data.clock import get_now
from data.projects.register import save_project, withdraw_project
from data.store.ids import make_id
from indicators.boxes.items import (
    COLUMNS,
    compute_box_readings,
    compute_boxes,
    find_bound_counties,
    load_box_inputs,
)
from indicators.boxes.register import list_stages
from indicators.boxes.standing import (
    Quantity,
    judge_count,
    judge_counties,
    judge_level,
    judge_sustained,
)

TODAY = date(2026, 6, 30)


def judge(comparator, counted, low, high=None, has_begun=True):
    return judge_count(Quantity(comparator, low, high), counted, has_begun, 0.9)


def test_nothing_registered_is_not_the_same_as_nothing_completed():
    assert judge("about", 0, 10, has_begun=False).status == "not_begun"
    assert judge("about", 0, 10, has_begun=True).status == "in_progress"


@pytest.mark.parametrize(
    ("counts", "met", "status"),
    [([3, 3, 3], 3, "met"), ([9, 3, 2], 2, "in_progress"), ([2, 2, 2], 0, "in_progress")],
)
def test_each_county_must_meet_the_number_itself(counts, met, status):
    found, verdict = judge_counties(Quantity("at_least", 3), counts, True)
    assert (found, verdict.status) == (met, status)
    assert verdict.completion == pytest.approx(met / len(counts))


@pytest.mark.parametrize(
    ("latest", "status"), [(79.9, "in_progress"), (80.0, "met"), (80.1, "met")]
)
def test_a_rate_is_met_from_its_level_on(latest, status):
    assert judge_level(Quantity("at_least", 80), latest, False, 0.9).status == status


@pytest.mark.parametrize(
    ("values", "status", "reason", "missing"),
    [
        ({2023: 97.0, 2024: 98.0}, "met", None, ()),
        ({2023: 98.0, 2024: 96.9, 2025: 99.0}, "breach", None, ()),
        ({2022: 90.0, 2023: 97.5, 2024: 97.5}, "met", None, ()),
        ({2023: 97.5, 2025: 97.5}, "met", "years_missing", (2024,)),
        ({2025: 97.5}, "met", "years_missing", (2023, 2024)),
        # As of 2025 a figure of 2024 can be expected, and one of 2025 not yet.
        ({2023: 97.5}, "met", "years_missing", (2024,)),
        ({2021: 99.0}, "cannot_judge", "no_data", ()),
    ],
)
def test_a_sustained_rate_holds_in_every_year_of_the_plan(values, status, reason, missing):
    standing = judge_sustained(Quantity("sustained", 97), values, 2023, 2025, 2)
    assert (standing.status, standing.reason) == (status, reason)
    assert standing.missing_years == missing


@pytest.mark.parametrize(("value", "status"), [(97.5, "met"), (96.0, "breach")])
def test_a_sustained_rate_goes_stale_and_names_the_years_since(value, status):
    fresh = judge_sustained(Quantity("sustained", 97), {2023: value}, 2023, 2025, 2)
    stale = judge_sustained(Quantity("sustained", 97), {2023: value}, 2023, 2026, 2)
    assert fresh.reason != "stale" and stale.status == status
    assert (stale.reason, stale.missing_years) == ("stale", (2024, 2025))


def stage(name, day=None, is_withdrawn=False):
    return {"stage": name, "stage_on": day, "is_withdrawn": is_withdrawn}


def test_lower_stages_stay_as_history():
    found = list_stages(
        [
            stage("approved", date(2023, 5, 1)),
            stage("building", date(2024, 3, 1)),
            stage("completed", date(2025, 8, 1)),
        ]
    )
    assert [name for name, _ in found] == ["approved", "building", "completed"]


def test_a_correction_replaces_the_date_of_its_stage():
    found = list_stages(
        [stage("completed", date(2025, 8, 1)), stage("completed", date(2025, 9, 1))]
    )
    assert found == [("completed", date(2025, 9, 1))]


def test_a_step_back_takes_the_higher_stage_away():
    found = list_stages([stage("completed", date(2025, 8, 1)), stage("building", date(2024, 3, 1))])
    assert found == [("building", date(2024, 3, 1))]


def add(store, item_id="box2_conservation_farms", area_id="654026", **values):
    project_id, _ = save_project(
        store,
        {
            "item_id": item_id,
            "area_id": area_id,
            "name": make_id(),
            "stage": "completed",
            "stage_on": "2025-06-30",
            "evidence_document": "文〔2025〕1号",
        }
        | values,
        by="测试员",
        today=TODAY,
    )
    return project_id


def get_row(store, item_id="box2_conservation_farms", as_of=TODAY):
    rows = compute_boxes(load_box_inputs(store, as_of), as_of, today=TODAY)
    return rows.set_index("item_id").loc[item_id]


def decide(store, item_id, reading_id):
    with store.transaction() as writer:
        writer.insert(
            "facts.decision_revision",
            pd.DataFrame(
                [
                    {
                        "revision_id": make_id(),
                        "decision_id": make_id(),
                        "kind": "reading",
                        "subject_kind": "box_item",
                        "subject_id": item_id,
                        "area_id": "650000",
                        "reading_id": reading_id,
                        "decided_by": "牧业处",
                        "decided_on": date(2026, 1, 1),
                        "document_no": "1",
                        "recorded_at": get_now(),
                        "recorded_by": "测试员",
                        "is_withdrawn": False,
                    }
                ]
            ),
        )


def test_every_item_has_its_row_and_programmes_have_no_numbers(store):
    rows = compute_boxes(load_box_inputs(store), TODAY, today=TODAY)
    assert list(rows.columns) == list(COLUMNS)
    assert len(rows) == 42
    programmes = rows[rows["status"] == "programme"]
    assert len(programmes) == 14
    assert programmes["counted"].isna().all() and programmes["completion"].isna().all()


def test_stages_are_counted_as_of_a_date(store):
    project_id = add(store, stage="approved", stage_on="2023-05-01")
    values = {"item_id": "box2_conservation_farms", "area_id": "654026", "name": "甲"}
    for name, day in (("building", "2024-03-01"), ("completed", "2025-06-30")):
        save_project(
            store, values | {"stage": name, "stage_on": day}, project_id=project_id, today=TODAY
        )
    found = {
        day: get_row(store, as_of=date.fromisoformat(day))
        for day in (
            "2023-04-30",
            "2023-05-01",
            "2024-02-29",
            "2024-03-01",
            "2025-06-29",
            "2025-06-30",
        )
    }
    stages = {
        day: [
            name
            for name in ("planned", "approved", "building", "completed", "accepted")
            if row[name] == 1
        ]
        for day, row in found.items()
    }
    assert stages == {
        "2023-04-30": [],
        "2023-05-01": ["approved"],
        "2024-02-29": ["approved"],
        "2024-03-01": ["building"],
        "2025-06-29": ["building"],
        "2025-06-30": ["completed"],
    }


def test_an_undated_stage_counts_as_of_today_only(store):
    add(store, stage_on="")
    assert get_row(store)["counted"] == 1
    assert get_row(store)["counted_verified"] == 0
    assert get_row(store, as_of=date(2026, 6, 29))["counted"] == 0
    rows = compute_box_readings(load_box_inputs(store), TODAY, today=TODAY)
    assert rows.set_index("item_id").loc["box2_conservation_farms", "undated"] == 1


@pytest.mark.parametrize(
    ("changed", "verified"),
    [
        ({}, 1),
        ({"evidence_document": "", "evidence_link": "https://example.org/a"}, 1),
        ({"evidence_document": ""}, 0),
        ({"name": ""}, 0),
        ({"area_id": "654000"}, 0),
        ({"stage_on": ""}, 0),
        ({"stage": "building"}, 0),
    ],
)
def test_verified_needs_name_county_date_and_evidence(store, changed, verified):
    add(store, **changed)
    assert get_row(store)["counted_verified"] == verified


def test_a_quantity_counts_as_so_many_units(store):
    add(store, quantity=4)
    add(store)
    add(store, stage="accepted")
    row = get_row(store)
    assert (row["completed"], row["accepted"], row["counted"]) == (5, 1, 6)


def test_a_withdrawn_project_counts_at_no_date(store):
    withdraw_project(store, add(store), by="测试员")
    assert get_row(store)["counted"] == 0
    assert get_row(store, as_of=date(2025, 12, 31))["counted"] == 0


def test_nested_sizes_count_and_separate_ones_do_not(store):
    for _ in range(2):
        add(store, "box5_forage_base_10000mu", size=12000, size_unit="亩")
    for size in (1000, 9999, 10000):
        add(store, "box5_forage_base_1000mu", size=size, size_unit="亩")
    rows = compute_box_readings(load_box_inputs(store), TODAY, today=TODAY).set_index("reading_id")
    assert rows.loc["forage_base_1000mu_nested", "counted"] == 5
    assert rows.loc["forage_base_1000mu_separate", "counted"] == 2


def test_readings_that_differ_leave_the_item_undecided_until_somebody_decides(store):
    add(store, "box5_seed_base_1000mu", size=2000, size_unit="亩", quantity=20)
    item_id = "box5_seed_base_100mu"
    row = get_row(store, item_id)
    assert (row["status"], row["reason"]) == ("cannot_judge", "reading_undecided")
    decide(store, item_id, "seed_base_100mu_nested")
    assert get_row(store, item_id)["status"] == "met"
    decide(store, item_id, "seed_base_100mu_separate")
    assert get_row(store, item_id)["status"] == "not_begun"


def test_a_county_number_is_undecided_while_nobody_knows_the_37(store):
    item_id = "box9_smart_farms_per_county"
    add(store, item_id, quantity=3)
    row = get_row(store, item_id)
    assert (row["status"], row["reason"]) == ("cannot_judge", "reading_undecided")
    rows = compute_box_readings(load_box_inputs(store), TODAY, today=TODAY).set_index("reading_id")
    assert rows.loc["smart_farms_plan_counties", "reason"] == "no_input:plan_counties"
    decide(store, item_id, "smart_farms_box1")
    row = get_row(store, item_id)
    assert row["status"] == "in_progress"
    assert row["completion"] == pytest.approx(1 / 40)


def test_the_counties_that_an_item_binds_are_those_of_every_reading(store):
    farms = "box2_cattle_multiplication"
    both = find_bound_counties(load_box_inputs(store, TODAY), farms)
    decide(store, farms, "cattle_multiplication_core")
    core = find_bound_counties(load_box_inputs(store, TODAY), farms)
    assert core and core < both


def test_nobody_is_left_out_while_nobody_knows_the_37(store):
    item_id = "box9_smart_farms_per_county"
    assert find_bound_counties(load_box_inputs(store, TODAY), item_id) is None
    decide(store, item_id, "smart_farms_box1")
    assert len(find_bound_counties(load_box_inputs(store, TODAY), item_id)) == 40
    assert find_bound_counties(load_box_inputs(store, TODAY), "box9_regional_platform") is None


def test_units_of_no_county_do_not_meet_a_county_number(store):
    item_id = "box2_cattle_multiplication"
    add(store, item_id, area_id="654000", quantity=30)
    row = get_row(store, item_id)
    assert row["counted"] == 30
    assert row["completion"] == 0


def test_rates_come_from_statistics_up_to_the_year(store, send_figures):
    for year, value in ((2023, 97.5), (2024, 96.5), (2025, 98.0)):
        send_figures(
            store,
            {
                "indicator_id": "manure_facility_rate",
                "area_id": "650000",
                "year": year,
                "value": value,
            },
        )
    item_id = "box3_manure_facility_rate"
    assert get_row(store, item_id, date(2023, 12, 31))["status"] == "met"
    row = get_row(store, item_id)
    assert row["status"] == "breach" and row["missing_years"] == ()
    assert row["counted"] is pd.NA or pd.isna(row["counted"])
