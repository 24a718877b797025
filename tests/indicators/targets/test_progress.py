"""Progress of the 12 targets: decisions, breakdowns, roll-ups and the reasons for each gap."""

import random
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import UnknownIdError
from data.ledger.decisions import record_decision, withdraw_decision
from indicators.inputs import load_inputs
from indicators.targets.progress import COLUMNS, compute_progress, find_newest_year, make_clock
from indicators.targets.readings import find_reading, find_row_reading
from tests.indicators.builders import make_inputs

REGION, COUNTY = "650000", "654026"
COVER = [
    ("vegetation_cover", REGION, year, value)
    for year, value in ((2021, 50.0), (2022, 50.3), (2023, 50.1), (2024, 50.6))
]


def judge(inputs, target_id, area_id=REGION, year=None):
    """Return the rows of one target, by indicator and reading."""
    rows = compute_progress(inputs, area_id, year)
    chosen = rows[rows["target_id"] == target_id]
    return chosen.set_index(["indicator_id", "reading_id"], drop=False)


def judge_one(inputs, target_id, reading_id=None, **options):
    """Return one row of a target."""
    rows = judge(inputs, target_id, **options)
    return rows.iloc[0] if reading_id is None else rows.xs(reading_id, level=1).iloc[0]


def test_the_published_series_alone_judge_carcass_yield_and_leave_the_rest_with_a_reason(
    plan_inputs,
):
    rows = compute_progress(plan_inputs)
    assert list(rows.columns) == list(COLUMNS)
    assert rows["target_id"].nunique() == 12
    judged = rows["target_id"] == "carcass_yield"
    assert (rows.loc[~judged, "target_status"] == "cannot_judge").all()
    assert set(rows.loc[judged, "target_status"]) == {"behind"}
    assert rows.loc[rows["status"] == "cannot_judge", "reason"].notna().all()
    reasons = rows.drop_duplicates("target_id").set_index("target_id")["target_reason"]
    assert reasons["beef_self_sufficiency"] == "no_input:beef_consumption"
    assert reasons["mechanisation_rate"] == "no_data"
    assert reasons["smart_ranches"] == "qualitative"


@pytest.mark.parametrize(
    ("indicator_id", "year", "base", "latest", "completion", "elapsed", "status"),
    [
        # 41.97 of 253.53 in 2018, 62.08 of 356.88 in 2024: 8.4 of 33.1 kg in 6 of 12 years.
        ("beef_carcass_yield", 2018, 165.54, 173.95, 0.254, 0.5, "behind"),
        # 56.98 of 3509.54 in 2020, 60.74 of 3398.32 in 2024: 1.64 of 3.25 kg in 4 of 10 years.
        ("mutton_carcass_yield", 2020, 16.236, 17.874, 0.504, 0.4, "on_pace"),
    ],
)
def test_carcass_yield_is_judged_from_the_published_series_alone(
    plan_inputs, indicator_id, year, base, latest, completion, elapsed, status
):
    row = judge(plan_inputs, "carcass_yield").loc[indicator_id].iloc[0]
    assert (row["baseline_year"], row["baseline_origin"]) == (year, "assumed")
    assert row["baseline_value"] == pytest.approx(base, abs=0.005)
    assert row["latest_value"] == pytest.approx(latest, abs=0.005)
    assert row["completion"] == pytest.approx(completion, abs=0.0005)
    assert (row["time_elapsed"], row["status"]) == (elapsed, status)


def test_both_readings_are_computed(plan_inputs):
    rows = judge(make_inputs(plan_inputs, COVER), "vegetation_cover")
    relative, points = rows.iloc[0], rows.iloc[1]
    # 50 -> 50.5 and 50 -> 51; a third of the time has gone, 0.6 of a point is done.
    assert relative["target_low"] == pytest.approx(50.5) and relative["status"] == "achieved"
    assert points["completion"] == pytest.approx(0.6) and points["status"] == "on_pace"
    assert points["pace_gap"] == pytest.approx((0.6 - 3 / 9) * 100)
    assert points["required_per_year"] == pytest.approx(0.4 / 6)
    assert points["best_change_per_year"] == pytest.approx(0.5)
    assert set(rows["target_status"]) == {"cannot_judge"}
    assert set(rows["target_reason"]) == {"reading_undecided"}


def test_a_decided_reading_counts_and_can_be_withdrawn(store, send_figures):
    send_figures(
        store,
        *(
            dict(zip(("indicator_id", "area_id", "year", "value"), figure, strict=True))
            for figure in COVER
        ),
    )
    decision_id = record_decision(
        store,
        "reading",
        "vegetation_cover",
        reading_id="vegetation_points",
        decided_by="局",
        decided_on="2025-01-01",
        document_no="1号",
    )
    row = judge_one(load_inputs(store), "vegetation_cover", "vegetation_points")
    assert (row["target_status"], row["decision_id"]) == ("on_pace", decision_id)
    assert row["is_in_force"] and not row["is_default"] and not row["is_manual"]
    withdraw_decision(store, decision_id, by="局")
    row = judge_one(load_inputs(store), "vegetation_cover")
    assert row["target_reason"] == "reading_undecided" and row["decision_id"] is None


def test_a_decision_of_the_area_prevails_over_the_regions(plan_inputs):
    allocation = {
        "target_id": "vegetation_cover",
        "indicator_id": "vegetation_cover",
        "area_id": COUNTY,
        "base_year": 2021,
        "base_value": 50.0,
    }
    inputs = make_inputs(
        plan_inputs,
        [("vegetation_cover", COUNTY, year, value) for _, _, year, value in COVER],
        allocations=[
            allocation | {"reading_id": "vegetation_relative", "target_value": 50.5},
            allocation | {"reading_id": "vegetation_points", "target_value": 51.0},
        ],
        decisions=[
            {
                "decision_id": "county",
                "subject_id": "vegetation_cover",
                "area_id": COUNTY,
                "reading_id": "vegetation_relative",
            },
            {
                "decision_id": "region",
                "subject_id": "vegetation_cover",
                "reading_id": "vegetation_points",
            },
        ],
    )
    row = judge_one(inputs, "vegetation_cover", area_id=COUNTY)
    assert (row["target_status"], row["decision_id"]) == ("achieved", "county")
    assert row["baseline_origin"] == "breakdown"


def test_a_judgement_is_labelled_and_speaks_for_its_own_area_only(plan_inputs):
    inputs = make_inputs(
        plan_inputs,
        decisions=[{"kind": "judgement", "subject_id": "smart_ranches", "judgement": "on_pace"}],
    )
    row = judge_one(inputs, "smart_ranches")
    assert (row["target_status"], row["is_manual"]) == ("on_pace", True)
    assert row["status"] == "cannot_judge"
    below = judge_one(inputs, "smart_ranches", area_id=COUNTY)
    assert (below["target_status"], below["is_manual"]) == ("cannot_judge", False)


def test_the_newer_of_judgement_and_number_counts(plan_inputs):
    judgement = {
        "decision_id": "j",
        "kind": "judgement",
        "subject_id": "smart_ranches",
        "judgement": "behind",
    }
    number = {
        "decision_id": "n",
        "kind": "number",
        "subject_id": "smart_ranches",
        "number_kind": "level",
        "comparator": "at_least",
        "low": 100.0,
    }
    figures = [("smart_ranches", REGION, 2021, 20.0), ("smart_ranches", REGION, 2024, 110.0)]
    later_number = judge_one(
        make_inputs(plan_inputs, figures, decisions=[judgement, number]),
        "smart_ranches",
        "decided:n",
    )
    assert later_number["target_status"] == "achieved" and later_number["is_in_force"]
    assert later_number["target_low"] == 100
    later_word = judge_one(
        make_inputs(plan_inputs, figures, decisions=[number, judgement]), "smart_ranches"
    )
    assert later_word["target_status"] == "behind" and later_word["is_manual"]


def test_a_proposed_number_is_not_the_plans_target(plan_inputs):
    figures = [("beef_self_sufficiency", REGION, year, 120.0) for year in (2021, 2024)]
    row = judge_one(make_inputs(plan_inputs, figures), "beef_self_sufficiency")
    assert row["status"] == "achieved"
    assert (row["target_status"], row["target_reason"]) == ("cannot_judge", "qualitative")
    adopted = make_inputs(
        plan_inputs,
        figures,
        decisions=[{"subject_id": "beef_self_sufficiency", "reading_id": "beef_over_100"}],
    )
    assert judge_one(adopted, "beef_self_sufficiency")["target_status"] == "achieved"


def test_a_decided_base_year_and_value(plan_inputs):
    figures = [
        ("mechanisation_rate", REGION, year, value)
        for year, value in ((2021, 60.0), (2022, 61.0), (2024, 63.0))
    ]
    chosen = {"kind": "base", "subject_id": "mechanisation_rate", "as_of_year": 2022}
    row = judge_one(make_inputs(plan_inputs, figures, decisions=[chosen]), "mechanisation_rate")
    assert (row["baseline_year"], row["baseline_value"]) == (2022, 61)
    assert row["baseline_origin"] == "decision" and row["target_low"] == 71
    row = judge_one(
        make_inputs(plan_inputs, figures, decisions=[chosen | {"value": 59.0}]),
        "mechanisation_rate",
    )
    assert row["baseline_value"] == 59


def test_the_regions_base_value_never_serves_the_plan_counties(plan_inputs):
    """A year may be inherited, a value may not."""
    allocation = {
        "target_id": "mechanisation_rate",
        "indicator_id": "mechanisation_rate",
        "reading_id": "mechanisation_points",
        "area_id": "plan_counties",
        "target_value": 70.0,
    }
    figures = [
        ("mechanisation_rate", "plan_counties", 2024, 63.0),
        ("mechanisation_rate", REGION, 2021, 60.0),
    ]
    base = {"kind": "base", "subject_id": "mechanisation_rate", "as_of_year": 2021, "value": 60.0}
    row = judge_one(
        make_inputs(plan_inputs, figures, decisions=[base], allocations=[allocation]),
        "mechanisation_rate",
        area_id="plan_counties",
    )
    assert pd.isna(row["baseline_value"]) and row["reason"] == "no_baseline"
    own = make_inputs(
        plan_inputs,
        [*figures, ("mechanisation_rate", "plan_counties", 2021, 55.0)],
        decisions=[base | {"value": None}],
        allocations=[allocation],
    )
    assert judge_one(own, "mechanisation_rate", area_id="plan_counties")["baseline_value"] == 55


def test_one_base_value_cannot_serve_two_measures(plan_inputs):
    figures = [
        (indicator, REGION, year, value)
        for indicator, value in (("beef_carcass_yield", 150.0), ("mutton_carcass_yield", 18.0))
        for year in (2021, 2024)
    ]
    base = {"kind": "base", "subject_id": "carcass_yield", "as_of_year": 2021, "value": 99.0}
    rows = judge(make_inputs(plan_inputs, figures, breaks=[], decisions=[base]), "carcass_yield")
    assert rows["baseline_value"].tolist() == [150, 18]


def test_a_target_is_as_good_as_its_worst_measure(plan_inputs):
    figures = [
        ("beef_carcass_yield", REGION, 2021, 150.0),
        ("beef_carcass_yield", REGION, 2024, 180.0),
        ("mutton_carcass_yield", REGION, 2021, 18.0),
        ("mutton_carcass_yield", REGION, 2024, 17.0),
    ]
    rows = judge(make_inputs(plan_inputs, figures, breaks=[]), "carcass_yield")
    assert rows["status"].tolist() == ["achieved", "moving_away"]
    assert set(rows["target_status"]) == {"moving_away"}


def test_an_old_value_is_judged_and_marked(plan_inputs):
    inputs = make_inputs(plan_inputs, COVER)
    assert pd.isna(judge_one(inputs, "vegetation_cover", year=2026)["reason"])
    row = judge_one(inputs, "vegetation_cover", year=2027)
    assert (row["status"], row["reason"], row["latest_year"]) == ("achieved", "stale", 2024)
    assert judge_one(inputs, "vegetation_cover", year=2022)["latest_year"] == 2022


@pytest.mark.parametrize(
    ("indicator_id", "base", "latest", "status"),
    [
        ("mechanisation_rate", 60.0, 60.5, "behind"),  # points
        ("digital_farm_share", 5.0, 25.0, "achieved"),  # more than a level
        ("grass_yield", 100.0, 99.0, "moving_away"),  # a range
        ("traceability_coverage", 60.0, 66.5, "on_pace"),  # per cent
    ],
)
def test_old_values_of_every_kind_keep_their_status_and_say_so(
    plan_inputs, indicator_id, base, latest, status
):
    figures = [(indicator_id, REGION, 2021, base), (indicator_id, REGION, 2024, latest)]
    row = judge_one(make_inputs(plan_inputs, figures), indicator_id, year=2027)
    assert (row["status"], row["reason"]) == (status, "stale")
    alone = judge_one(
        make_inputs(plan_inputs, [(indicator_id, REGION, 2024, 1.0)]), indicator_id, year=2027
    )
    assert (alone["status"], alone["reason"]) == ("cannot_judge", "no_baseline")


def test_base_and_latest_stay_on_one_side_of_a_break(plan_inputs):
    inputs = make_inputs(plan_inputs, COVER, breaks=[("vegetation_cover", REGION, 2022)])
    row = judge_one(inputs, "vegetation_cover")
    assert (row["status"], row["reason"]) == ("cannot_judge", "series_break")
    assert row["best_change_per_year"] == pytest.approx(0.5)


def test_a_target_beyond_the_bound_is_noted(plan_inputs):
    figures = [
        ("traceability_coverage", REGION, 2021, 90.0),
        ("traceability_coverage", REGION, 2024, 95.0),
    ]
    rows = judge(make_inputs(plan_inputs, figures), "traceability_coverage")
    assert rows["target_low"].tolist() == pytest.approx([108, 110])
    assert rows["target_note"].tolist() == ["exceeds_bound", "exceeds_bound"]


def test_where_the_two_methods_disagree_it_is_said(plan_inputs):
    """1.6 of 10 points in two of nine years: behind by 6 points of pace."""
    figures = [("grazing_pressure", REGION, 2021, 4.0), ("grazing_pressure", REGION, 2024, 3.0)]
    row = judge_one(make_inputs(plan_inputs, figures), "grazing_pressure", "grazing_balance")
    # A third of the way in a third of the time; growth would be the same share each year:
    # (3/4)^(1/3) − 1 = −9.1 % a year against (1/4)^(1/9) − 1 = −14.3 %.
    assert row["status"] == "on_pace" and row["cagr_class"] == "moderate"
    assert row["cagr_ratio"] == pytest.approx(0.0914 / 0.1428, abs=1e-3)
    assert row["methods_disagree"]


def test_below_the_region_only_a_breakdown_gives_a_target(plan_inputs):
    figures = [("vegetation_cover", COUNTY, 2021, 50.0), ("vegetation_cover", COUNTY, 2024, 50.2)]
    row = judge_one(make_inputs(plan_inputs, figures), "vegetation_cover", area_id=COUNTY)
    assert (row["status"], row["reason"]) == ("cannot_judge", "no_target")
    allocation = {
        "target_id": "vegetation_cover",
        "indicator_id": "vegetation_cover",
        "reading_id": "vegetation_points",
        "area_id": COUNTY,
        "base_year": 2021,
        "base_value": 50.0,
        "target_value": 50.9,
    }
    row = judge_one(
        make_inputs(plan_inputs, figures, allocations=[allocation]),
        "vegetation_cover",
        "vegetation_points",
        area_id=COUNTY,
    )
    assert row["target_low"] == 50.9 and row["baseline_origin"] == "breakdown"
    assert row["completion"] == pytest.approx(0.2 / 0.9)
    assert row["pace_gap"] == pytest.approx((0.2 / 0.9 - 3 / 9) * 100)
    reading = find_row_reading(make_inputs(plan_inputs, figures, allocations=[allocation]), row)
    assert (reading.kind, reading.low) == ("level", 50.9)


def test_a_reading_is_found_by_its_id(plan_inputs):
    number = {
        "decision_id": "n",
        "kind": "number",
        "subject_id": "smart_ranches",
        "number_kind": "level",
        "comparator": "range",
        "low": 3.0,
        "high": 5.0,
    }
    inputs = make_inputs(plan_inputs, decisions=[number])
    assert find_reading(inputs, "vegetation_cover", "vegetation_points").low == 1
    assert find_reading(inputs, "smart_ranches", "decided:n", COUNTY).high == 5
    with pytest.raises(UnknownIdError, match="unknown_reading"):
        find_reading(inputs, "vegetation_cover", "grass_yield_range")


def test_a_number_decided_for_a_county_is_its_target(plan_inputs):
    number = {
        "decision_id": "n",
        "kind": "number",
        "subject_id": "smart_ranches",
        "area_id": COUNTY,
        "number_kind": "level",
        "comparator": "at_least",
        "low": 3.0,
    }
    inputs = make_inputs(plan_inputs, [("smart_ranches", COUNTY, 2024, 4.0)], decisions=[number])
    row = judge_one(inputs, "smart_ranches", "decided:n", area_id=COUNTY)
    assert (row["status"], row["target_status"]) == ("achieved", "achieved")
    assert judge_one(inputs, "smart_ranches")["reason"] == "qualitative"


def test_the_order_of_uploads_does_not_matter(plan_inputs):
    shuffled = list(COVER)
    random.Random(1).shuffle(shuffled)
    pd.testing.assert_frame_equal(
        compute_progress(make_inputs(plan_inputs, shuffled)),
        compute_progress(make_inputs(plan_inputs, COVER)),
    )


@given(
    order=st.permutations(
        [
            *COVER,
            ("mechanisation_rate", REGION, 2021, 50.0),
            ("mechanisation_rate", REGION, 2024, 54.0),
        ]
    )
)
@settings(max_examples=10)
def test_no_order_of_figures_matters(plan_inputs, order):
    pd.testing.assert_frame_equal(
        compute_progress(make_inputs(plan_inputs, order)),
        compute_progress(make_inputs(plan_inputs, sorted(order))),
    )


def test_the_newest_year_of_an_area(plan_inputs):
    assert find_newest_year(make_inputs(plan_inputs, COVER)) == 2024
    own = replace(make_inputs(plan_inputs, COVER), plan=plan_inputs.plan | {"area_id": COUNTY})
    assert find_newest_year(own) is None


def test_the_present_is_the_newest_year_of_the_area_or_its_counties_where_that_is_ahead(
    plan_inputs,
):
    def find_present(*figures):
        inputs = make_inputs(plan_inputs, [*COVER, *figures])
        return make_clock(inputs, REGION, None, date(2026, 11, 27)).year

    assert find_present() == 2026
    assert find_present(("vegetation_cover", COUNTY, 2028, 50.0)) == 2028
    # It is no county of the region.
    assert find_present(("vegetation_cover", "unknown", 2029, 50.0)) == 2026


def test_the_order_of_uploads_in_the_store_does_not_matter(
    store, plan_file, tmp_path, send_figures
):
    """The state decides which of two figures stands, whoever came first."""
    figures = [
        {
            "indicator_id": "vegetation_cover",
            "area_id": REGION,
            "year": year,
            "value": value,
            "state": state,
        }
        for year, value, state in (
            (2021, 50.0, "verified"),
            (2021, 48.0, "reported"),
            (2024, 50.6, "reported"),
            (2024, 50.4, "provisional"),
        )
    ]
    for figure in figures:
        send_figures(store, figure)
    forwards = compute_progress(load_inputs(store))
    for figure in reversed(figures):
        send_figures(store, figure)
    pd.testing.assert_frame_equal(compute_progress(load_inputs(store)), forwards)
    row = forwards[forwards["target_id"] == "vegetation_cover"].iloc[0]
    assert (row["baseline_value"], row["latest_value"]) == (50.0, 50.6)
