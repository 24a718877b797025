"""Linked warnings: each combination of changes, over common years, never across a break."""

import pandas as pd
import pytest

from indicators.linked_warnings import COLUMNS, list_warnings, load_warning_rules
from tests.indicators.builders import make_inputs

AREA = "654026"
RULE = {
    "rule_id": "r",
    "indicator_id": "meat_output",
    "change": "up",
    "other_indicator_id": "grazing_pressure",
    "other_change": "up",
    "message_zh": "增产同时放牧压力加大",
    "message_en": "both rose",
}


def warn(inputs, meat, pressure, year=2024, breaks=(), **rule):
    figures = [("meat_output", AREA, known, value) for known, value in meat.items()]
    figures += [("grazing_pressure", AREA, known, value) for known, value in pressure.items()]
    chosen = make_inputs(inputs, figures, breaks=breaks)
    return list_warnings(chosen, pd.DataFrame([RULE | rule]), AREA, year)


def test_output_up_with_pressure_up(plan_inputs):
    found = warn(plan_inputs, {2023: 50.0, 2024: 55.0}, {2023: 1.0, 2024: 1.2})
    assert list(found.columns) == list(COLUMNS) and len(found) == 1
    row = found.iloc[0]
    assert (row["from_year"], row["to_year"], row["rule_id"]) == (2023, 2024, "r")
    assert row["change_pct"] == pytest.approx(10)
    assert row["other_change_pct"] == pytest.approx(20)


@pytest.mark.parametrize(
    ("meat", "pressure", "change", "other", "count"),
    [
        ((50, 55), (1.2, 1.0), "up", "up", 0),
        ((55, 50), (1.0, 1.2), "up", "up", 0),
        ((55, 50), (1.0, 1.2), "down", "up", 1),
        ((50, 55), (1.2, 1.0), "up", "down", 1),
        ((50, 50), (1.0, 1.2), "up", "up", 0),
        ((50, 50 + 1e-9), (1.0, 1.2), "up", "up", 0),
        ((50, 50.00004), (1.0, 1.2), "up", "up", 0),
        ((50, 50.00006), (1.0, 1.2), "up", "up", 1),
    ],
)
def test_both_changes_must_be_the_rules(plan_inputs, meat, pressure, change, other, count):
    years = (2023, 2024)
    found = warn(
        plan_inputs,
        dict(zip(years, meat, strict=True)),
        dict(zip(years, pressure, strict=True)),
        change=change,
        other_change=other,
    )
    assert len(found) == count


def test_only_years_that_both_have_are_compared(plan_inputs):
    meat = {2021: 40.0, 2023: 50.0, 2024: 45.0}
    found = warn(plan_inputs, meat, {2021: 1.0, 2023: 1.1})
    assert found[["from_year", "to_year"]].values.tolist() == [[2021, 2023]]
    assert warn(plan_inputs, {2024: 1.0}, {2024: 1.0}).empty
    assert warn(plan_inputs, {}, {}).empty


def test_no_comparison_across_a_break(plan_inputs):
    values = {2023: 50.0, 2024: 55.0}, {2023: 1.0, 2024: 1.2}
    assert warn(plan_inputs, *values, breaks=[("grazing_pressure", "650000", 2023)]).empty
    assert len(warn(plan_inputs, *values, breaks=[("grazing_pressure", "650000", 2022)])) == 1


def test_old_years_are_no_warning(plan_inputs):
    values = {2020: 50.0, 2021: 55.0}, {2020: 1.0, 2021: 1.2}
    assert warn(plan_inputs, *values, year=2024).empty
    assert len(warn(plan_inputs, *values, year=2023)) == 1


def test_from_zero_there_is_no_percentage(plan_inputs):
    found = warn(plan_inputs, {2023: 0.0, 2024: 5.0}, {2023: 1.0, 2024: 1.2})
    assert len(found) == 1 and pd.isna(found.iloc[0]["change_pct"])


def test_the_plans_rules_can_be_asked(plan_store, plan_inputs):
    rules = load_warning_rules(plan_store)
    assert len(rules) >= 5
    found = list_warnings(plan_inputs, rules, "650000", 2024)
    assert set(found["rule_id"]) <= set(rules["rule_id"])
