"""Worked examples show every status once, and the numbers can be checked by hand."""

import pytest

from indicators.judgement.status import STATUSES
from indicators.targets.worked_examples import (
    compute_deadline_example,
    compute_formula_numbers,
    compute_matched_example,
    compute_proposal_example,
    compute_sustained_example,
    list_base_examples,
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


def test_unchanged_counties_do_not_change_the_region(plan_inputs):
    """490 in all: (490 − 58)/9 = 48, (490 − 40)/9 = 50, (490 − 98)/8 = 49 both times."""
    found = compute_matched_example(plan_inputs.thresholds)
    assert (found["counties"], found["reported"], found["matched"]) == (10, 9, 8)
    assert (found["base"], found["latest"]) == (48, 50)
    assert (found["matched_base"], found["matched_latest"]) == (49, 49)


def test_what_comes_too_late_is_missed(plan_inputs):
    found = compute_deadline_example(plan_inputs.thresholds)
    assert (found["status"], found["later_status"]) == ("missed", "achieved")


def test_a_status_that_hangs_on_its_base_year(plan_inputs):
    """65 % against 50, 55 against 45.5, 45 against 40, 25 against 33.3."""
    found = {year: judged for year, _, judged in list_base_examples(plan_inputs.thresholds)}
    assert [judged.status for judged in found.values()] == [*["on_pace"] * 3, "slightly_behind"]
    assert found[2018].completion == pytest.approx(0.65)
    assert found[2019].time_elapsed == pytest.approx(5 / 11)


def test_bad_news_of_a_proposal(plan_inputs):
    found = compute_proposal_example(plan_inputs.thresholds)
    assert found.judgement.status == "moving_away"
    assert found.latest - found.judgement.target_low == pytest.approx(-4.5)


def test_a_level_to_be_sustained_names_its_years():
    found = compute_sustained_example()
    assert (found["breaches"], found["missing"]) == ((2022,), (2024,))
