"""Areas beside each other: one year for all, and no change over a break."""

import pandas as pd
import pytest

from indicators.comparison import list_compared_series, pick_common_figures
from indicators.rollup import list_members
from tests.indicators.builders import make_inputs

ZHAOSU, TEKES = "654026", "654025"
AREAS = [ZHAOSU, TEKES]


def compare(inputs, indicator_ids, area_ids, year=2024):
    series = list_compared_series(inputs, indicator_ids, area_ids, year)
    figures = pick_common_figures(series, inputs, indicator_ids, area_ids)
    return figures.set_index(["indicator_id", "area_id"])


def test_all_areas_of_a_row_have_the_same_year(plan_inputs):
    inputs = make_inputs(
        plan_inputs,
        [
            ("cattle_stock", ZHAOSU, 2023, 10.0),
            ("cattle_stock", ZHAOSU, 2024, 11.0),
            ("cattle_stock", TEKES, 2023, 8.0),
        ],
    )
    figures = compare(inputs, ["cattle_stock", "sheep_stock"], AREAS)
    own, other = figures.loc[("cattle_stock", ZHAOSU)], figures.loc[("cattle_stock", TEKES)]
    assert (own["year"], own["value"]) == (2024, 11.0)
    assert own["change_pct"] == pytest.approx(10)
    assert other["year"] == 2024 and pd.isna(other["value"])
    assert other["change_reason"] == "no_data"
    assert pd.isna(figures.loc[("sheep_stock", ZHAOSU), "year"])


def test_a_later_figure_than_asked_for_is_left_out(plan_inputs):
    inputs = make_inputs(plan_inputs, [("cattle_stock", ZHAOSU, 2024, 11.0)])
    assert list_compared_series(inputs, ["cattle_stock"], AREAS, 2023).empty


def test_over_a_break_there_is_no_change(plan_inputs):
    inputs = make_inputs(
        plan_inputs, [("milk_output", ZHAOSU, 2016, 1.0), ("milk_output", ZHAOSU, 2017, 2.0)]
    )
    row = compare(inputs, ["milk_output"], AREAS, 2017).loc[("milk_output", ZHAOSU)]
    assert row["change_reason"] == "series_break" and pd.isna(row["change"])


def test_a_prefecture_without_a_figure_is_put_together_and_says_so(plan_inputs):
    members = list_members(plan_inputs, "652300", 2024)
    inputs = make_inputs(plan_inputs, [("beef_output", area, 2024, 1.0) for area in members])
    row = compare(inputs, ["beef_output"], ["652300", ZHAOSU]).loc[("beef_output", "652300")]
    assert row["value"] == len(members) == row["reported"] == row["expected"]
