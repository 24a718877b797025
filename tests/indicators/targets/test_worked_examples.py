"""Worked examples show every status once, and the numbers can be checked by hand."""

import pytest

from indicators.judgement.status import STATUSES
from indicators.targets.worked_examples import (
    compute_formula_numbers,
    list_kind_examples,
    list_status_examples,
)


def test_each_status_is_reached_by_its_example(plan_inputs):
    examples = list_status_examples(plan_inputs.thresholds)
    assert [example.judgement.status for example in examples] == list(STATUSES)
    assert [example.example_id for example in examples] == list(STATUSES)


def test_the_formulas_by_hand(plan_inputs):
    numbers = compute_formula_numbers(plan_inputs.thresholds)
    assert numbers["completion"] == pytest.approx(0.25)
    assert numbers["elapsed"] == pytest.approx(1 / 3)
    assert numbers["gap"] == pytest.approx(-25 / 3)
    assert numbers["pace_value"] == pytest.approx(50 + 10 / 3)
    assert numbers["required"] == pytest.approx(1.25)
    assert numbers["ratio"] == pytest.approx(numbers["actual_pct"] / numbers["asked_pct"])


def test_kinds_keep_their_edges(plan_inputs):
    by_id = {
        found.example_id: found.judgement for found in list_kind_examples(plan_inputs.thresholds)
    }
    # 20 is not more than 20; 41 of exactly 40 is no fault; a level needs no baseline.
    assert by_id["level.more_than"].status == "on_pace"
    assert by_id["level.exactly"].status == "achieved"
    assert by_id["level.at_least"].status == "achieved"
    assert (
        by_id["relative_change.range"].target_low,
        by_id["relative_change.range"].target_high,
    ) == (1030.0, 1050.0)
