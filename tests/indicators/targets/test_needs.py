"""Which figures would settle a target: the missing input, the base year, the weight."""

import pandas as pd
import pytest

from indicators.inputs import load_inputs
from indicators.rollup import list_members
from indicators.targets.needs import Need, find_rolled_base, list_needs
from indicators.targets.progress import compute_progress
from tests.indicators.builders import make_inputs

REGION = "650000"


def need(inputs, target_id, area_id=REGION):
    rows = compute_progress(inputs, area_id)
    return list_needs(inputs, rows[rows["target_id"] == target_id].iloc[0].to_dict())


@pytest.mark.parametrize(
    ("target_id", "expected"),
    [
        ("mechanisation_rate", [Need("mechanisation_rate", 2021, "since")]),
        ("digital_farm_share", [Need("digital_farm_share")]),
        ("beef_self_sufficiency", [Need("beef_consumption")]),
        (
            "grazing_pressure",
            [Need("actual_load", 2021, "since"), Need("carrying_capacity", 2021, "since")],
        ),
        ("smart_ranches", []),
    ],
)
def test_with_the_published_series_alone(plan_inputs, target_id, expected):
    assert need(plan_inputs, target_id) == expected


WINDOW = (2018, 2019, 2020, 2021)


def test_a_missing_base_names_every_year_that_would_do(plan_inputs):
    inputs = make_inputs(
        plan_inputs,
        [("mechanisation_rate", REGION, 2024, 60.0), ("beef_carcass_yield", REGION, 2024, 150.0)],
    )
    assert need(inputs, "mechanisation_rate") == [Need("mechanisation_rate", 2021, "any", WINDOW)]
    assert set(need(inputs, "carcass_yield")) == {
        Need("beef_output", 2021, "any", WINDOW),
        Need("cattle_slaughtered", 2021, "any", WINDOW),
    }
    broken = make_inputs(
        plan_inputs,
        [("mechanisation_rate", REGION, 2024, 60.0)],
        breaks=[("mechanisation_rate", REGION, 2019)],
    )
    assert need(broken, "mechanisation_rate")[0].years == (2020, 2021)
    last = make_inputs(
        plan_inputs,
        [("mechanisation_rate", REGION, 2024, 60.0)],
        breaks=[("mechanisation_rate", REGION, 2020)],
    )
    assert need(last, "mechanisation_rate") == [Need("mechanisation_rate", 2021)]


def test_a_base_is_wanted_where_the_fewest_figures_lack(plan_inputs):
    """Output is known for 2019 and 2020: slaughter of one of these years makes a base."""
    inputs = make_inputs(
        plan_inputs,
        [
            ("beef_carcass_yield", REGION, 2024, 150.0),
            ("beef_output", REGION, 2019, 40.0),
            ("beef_output", REGION, 2020, 40.0),
        ],
    )
    found = need(inputs, "carcass_yield")
    assert found == [Need("cattle_slaughtered", 2020, "any", (2019, 2020))]


def test_after_the_deadline_the_figure_of_the_year_itself_is_wanted(plan_inputs):
    inputs = make_inputs(
        plan_inputs,
        [("digital_farm_share", REGION, 2021, 10.0), ("digital_farm_share", REGION, 2029, 15.0)],
    )
    rows = compute_progress(inputs, year=2031)
    row = rows[rows["target_id"] == "digital_farm_share"].iloc[0].to_dict()
    assert (row["status"], row["reason"]) == ("cannot_judge", "no_data")
    assert list_needs(inputs, row) == [Need("digital_farm_share", 2030)]


def test_an_area_without_a_target_waits_for_no_figure(plan_inputs):
    assert need(plan_inputs, "mechanisation_rate", "654026") == []


def test_the_weight_that_counties_lack_is_wanted(plan_inputs):
    inputs = make_inputs(
        plan_inputs,
        [
            ("vegetation_cover", county, 2024, 50.0)
            for county in list_members(plan_inputs, REGION, 2024)
        ],
    )
    assert need(inputs, "vegetation_cover") == [Need("grassland_area")]


def test_a_base_without_a_later_value_waits_for_one(plan_inputs):
    inputs = make_inputs(plan_inputs, [("mechanisation_rate", REGION, 2021, 60.0)])
    assert need(inputs, "mechanisation_rate") == [Need("mechanisation_rate", 2021, "after")]


def test_no_figure_mends_a_base_of_which_no_share_can_be_taken(plan_inputs):
    inputs = make_inputs(
        plan_inputs, [("grass_yield", REGION, 2021, 0.0), ("grass_yield", REGION, 2024, 5.0)]
    )
    row = compute_progress(inputs).set_index("target_id").loc["grass_yield"]
    assert (row["reason"], row["target_note"]) == ("no_baseline", "base_not_positive")
    assert need(inputs, "grass_yield") == []


def test_the_inputs_of_the_base_year_make_a_base(store, send_figures):
    """The published figures give the yield of 2018 and 2024; slaughter of 2021 its base."""

    def judge():
        rows = compute_progress(load_inputs(store))
        return rows[rows["indicator_id"] == "beef_carcass_yield"].iloc[0]

    row = judge()
    assert (row["baseline_year"], row["baseline_origin"]) == (2018, "assumed")
    send_figures(
        store,
        {"indicator_id": "cattle_slaughtered", "area_id": REGION, "year": 2021, "value": 300.0},
    )
    row = judge()
    # 48.5 of 300: 161.7 kg a head; a fifth more is 194.
    assert row["baseline_value"] == pytest.approx(161.667, abs=1e-3)
    assert row["target_low"] == pytest.approx(194) and row["baseline_origin"] == "default"
    assert pd.notna(row["pace_gap"])


def test_the_counties_base_is_known_and_does_not_serve(plan_inputs):
    counties = list_members(plan_inputs, REGION, 2024)
    inputs = make_inputs(
        plan_inputs,
        [
            ("mechanisation_rate", REGION, 2024, 60.0),
            *(
                ("mechanisation_rate", county, year, 50.0)
                for county in counties
                for year in (2021, 2024)
            ),
        ],
    )
    row = compute_progress(inputs).set_index("target_id").loc["mechanisation_rate"]
    assert pd.isna(row["baseline_value"]) and row["reason"] == "no_baseline"
    base = find_rolled_base(inputs, row, 2024)
    assert (base.year, base.value) == (2021, 50)
    alone = make_inputs(plan_inputs, [("mechanisation_rate", REGION, 2024, 60.0)])
    row = compute_progress(alone).set_index("target_id").loc["mechanisation_rate"]
    assert find_rolled_base(alone, row, 2024) is None
