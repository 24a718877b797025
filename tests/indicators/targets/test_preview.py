"""What figures that are not yet taken would change in the targets."""

import pandas as pd
import pytest

from indicators.figures import YearlyFigures
from indicators.targets.preview import COLUMNS, compare_progress, list_areas_with_targets
from tests.indicators.builders import ALLOCATION, FIGURE, make_inputs

SHARE = "digital_farm_share"


@pytest.fixture
def share_target(plan_inputs):
    """The target of the share of digital farms, more than 20 per cent."""
    measures = plan_inputs.measures
    return measures.loc[measures["indicator_id"] == SHARE, "target_id"].iloc[0]


def add_figure(inputs, indicator_id, year, value):
    row = FIGURE | {"indicator_id": indicator_id, "area_id": "650000", "year": year, "value": value}
    return pd.concat([inputs.figures.load_all(), pd.DataFrame([row])], ignore_index=True)


def test_a_first_value_gives_a_target_its_status(plan_inputs, share_target):
    inputs = make_inputs(plan_inputs, [(SHARE, "650000", 2022, 15.0)])
    changes = compare_progress(
        inputs, YearlyFigures.of_frame(add_figure(inputs, SHARE, 2024, 23.5))
    )
    row = changes.set_index("target_id").loc[share_target]
    assert list(changes.columns) == list(COLUMNS)
    assert row["new_status"] == "achieved" and row["is_other_status"]
    assert (row["old_value"], row["new_value"]) == (15.0, 23.5)
    assert (row["old_year"], row["new_year"]) == (2022, 2024)


def test_each_side_has_the_measure_and_the_unit_that_decide_it(plan_inputs):
    """Mutton falls behind before, beef afterwards: kilograms a sheep, then a head of cattle."""
    beef, mutton = "beef_carcass_yield", "mutton_carcass_yield"
    known = [(beef, 2021, 150.0), (beef, 2023, 190.0), (mutton, 2021, 16.0), (mutton, 2023, 15.0)]
    inputs = make_inputs(plan_inputs, [(name, "650000", *pair) for name, *pair in known])
    figures = add_figure(inputs, beef, 2024, 140.0)
    added = add_figure(inputs, mutton, 2024, 21.0).iloc[[-1]]
    changes = compare_progress(
        inputs, YearlyFigures.of_frame(pd.concat([figures, added], ignore_index=True))
    )
    row = changes.set_index("target_id").loc["carcass_yield"]
    assert (row["old_indicator_id"], row["old_value"], row["old_unit"]) == (mutton, 15, "公斤/只")
    assert (row["new_indicator_id"], row["new_value"], row["new_unit"]) == (beef, 140, "公斤/头")


def test_the_same_figures_change_nothing(plan_inputs):
    inputs = make_inputs(plan_inputs, [(SHARE, "650000", 2022, 15.0)])
    assert compare_progress(inputs, inputs.figures).empty


def test_a_new_value_within_a_status_is_told_as_such(plan_inputs, share_target):
    inputs = make_inputs(plan_inputs, [(SHARE, "650000", 2023, 30.0)])
    changes = compare_progress(
        inputs, YearlyFigures.of_frame(add_figure(inputs, SHARE, 2024, 31.0))
    )
    row = changes.set_index("target_id").loc[share_target]
    assert not row["is_other_status"]
    assert row["old_status"] == row["new_status"] == "achieved"


def test_what_was_compared_stays_as_it_was(plan_inputs):
    inputs = make_inputs(plan_inputs, [(SHARE, "650000", 2022, 15.0)])
    compare_progress(inputs, YearlyFigures.of_frame(add_figure(inputs, SHARE, 2024, 23.5)))
    assert inputs.figures.load_all()["year"].tolist() == [2022]


def test_areas_with_a_breakdown_are_looked_at_besides_the_region(plan_inputs):
    inputs = make_inputs(plan_inputs, allocations=[ALLOCATION | {"area_id": "654026"}])
    assert list_areas_with_targets(inputs, ["654026", "654027"]) == ["650000", "654026"]
    assert list_areas_with_targets(inputs, ["654027"]) == ["650000"]


def test_a_preview_looks_at_twenty_areas_at_most(plan_inputs):
    counties = [f"65{number}" for number in range(4000, 4025)]
    inputs = make_inputs(
        plan_inputs, allocations=[ALLOCATION | {"area_id": county} for county in counties]
    )
    assert list_areas_with_targets(inputs, counties) == ["650000", *counties[:19]]
