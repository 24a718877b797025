"""Which figures would settle a target: the missing input, the base year, the weight."""

import pytest

from indicators.needs import Need, list_needs
from indicators.progress import compute_progress
from indicators.rollup import list_members
from tests.indicators.builders import make_inputs

REGION = "650000"


def need(inputs, target_id, area_id=REGION):
    rows = compute_progress(inputs, area_id)
    return list_needs(inputs, rows[rows["target_id"] == target_id].iloc[0].to_dict())


@pytest.mark.parametrize(("target_id", "expected"), [
    ("mechanisation_rate", [Need("mechanisation_rate")]),
    ("beef_self_sufficiency", [Need("beef_consumption")]),
    ("grazing_pressure", [Need("actual_load"), Need("carrying_capacity")]),
    ("smart_ranches", []),
])
def test_with_the_published_series_alone(plan_inputs, target_id, expected):
    assert need(plan_inputs, target_id) == expected


def test_a_missing_base_is_wanted_for_its_year(plan_inputs):
    inputs = make_inputs(plan_inputs, [("mechanisation_rate", REGION, 2024, 60.0),
                                       ("beef_carcass_yield", REGION, 2024, 150.0)])
    assert need(inputs, "mechanisation_rate") == [Need("mechanisation_rate", 2021)]
    assert set(need(inputs, "carcass_yield")) == {
        Need("beef_output", 2021), Need("cattle_slaughtered", 2021)}


def test_an_area_without_a_target_waits_for_no_figure(plan_inputs):
    assert need(plan_inputs, "mechanisation_rate", "654026") == []


def test_the_weight_that_counties_lack_is_wanted(plan_inputs):
    inputs = make_inputs(plan_inputs, [("vegetation_cover", county, 2024, 50.0)
                                       for county in list_members(plan_inputs, REGION, 2024)])
    assert need(inputs, "vegetation_cover") == [Need("grassland_area")]
