"""One table of golden cases for the comparator, and for what targets and boxes make of it.

golden.csv is worked by hand: what a comparator asks, a value, whether it is met, and what must
be said beside it (close from nine tenths of an about number).
"""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.boxes.standing import Quantity, judge_count, judge_level
from indicators.judgement.baseline import Baseline
from indicators.judgement.comparators import (
    COMPARATORS,
    Verdict,
    find_remark,
    is_met,
    judge_amount,
    judge_each,
    judge_years,
)
from indicators.judgement.status import TargetReading, judge_value, list_status_notes
from indicators.judgement.target_values import TargetValues

CLOSE = 0.9
THRESHOLDS = {"pace_gap_slightly_behind": 0, "pace_gap_behind": -10, "about_close": CLOSE}
NUMBERS = st.floats(-1e6, 1e6).map(lambda number: round(number, 3))


def _read_cases() -> list[tuple]:
    with Path(__file__).with_name("golden.csv").open(encoding="utf-8") as file:
        return [
            (
                row["comparator"],
                float(row["low"]),
                float(row["high"]) if row["high"] else None,
                row["direction"],
                float(row["value"]),
                row["is_met"] == "true",
                row["remark"] or None,
            )
            for row in csv.DictReader(file)
        ]


CASES = _read_cases()
HEAD = ("comparator", "low", "high", "direction", "value", "met", "remark")


def test_no_comparator_is_left_out():
    assert {case[0] for case in CASES} == set(COMPARATORS)
    for name in COMPARATORS:
        assert {case[5] for case in CASES if case[0] == name} == {True, False}, name


@pytest.mark.parametrize(HEAD, CASES)
def test_the_comparator(comparator, low, high, direction, value, met, remark):
    target = TargetValues(low, high)
    assert is_met(comparator, value, target, direction) is met
    assert find_remark(comparator, value, target, direction, CLOSE) == remark


@pytest.mark.parametrize(HEAD, CASES)
def test_a_target_says_the_same(comparator, low, high, direction, value, met, remark):
    reading = TargetReading("r", "level", comparator, low, high)
    judged = judge_value(
        reading, direction, Baseline(reason="no_baseline"), 2025, value, 2030, THRESHOLDS
    )
    assert judged.status == ("achieved" if met else "cannot_judge")
    notes = list_status_notes(reading, direction, judged, {}, [(2025, value)], THRESHOLDS)
    assert [note for note in notes if not note.startswith("breach")] == ([remark] if remark else [])


@pytest.mark.parametrize(HEAD, [case for case in CASES if case[3] == "up"])
def test_a_box_item_says_the_same(comparator, low, high, direction, value, met, remark):
    expected = "met" if met else "close" if remark == "close" else "in_progress"
    reason = remark if met else None
    for standing in (
        judge_count(Quantity(comparator, low, high), value, True, CLOSE),
        judge_level(Quantity(comparator, low, high), value, False, CLOSE),
    ):
        assert (standing.status, standing.reason) == (expected, reason)


def test_a_range_begins_at_low_and_is_full_at_high():
    verdict = judge_amount("range", 2, TargetValues(2, 3), close_share=CLOSE, base=0)
    assert verdict.completion == 1 and verdict.completion_high == pytest.approx(2 / 3)
    from_base = judge_amount("range", 205, TargetValues(206, 210), close_share=CLOSE, base=200)
    assert from_base.completion == pytest.approx(5 / 6)
    assert from_base.completion_high == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("values", "first", "last", "expected"),
    [
        ({2023: 97, 2024: 98}, 2023, 2024, Verdict(True)),
        ({2023: 98, 2024: 96.9, 2025: 99}, 2023, 2025, Verdict(False, breaches=(2024,))),
        ({2022: 90, 2023: 97.5}, 2023, 2023, Verdict(True)),
        ({2023: 97.5, 2025: 97.5}, 2023, 2025, Verdict(True, missing=(2024,))),
        ({2023: 97.5}, 2023, 2025, Verdict(True, missing=(2024, 2025))),
        ({2021: 99}, 2023, 2024, Verdict(False, missing=(2023, 2024))),
    ],
)
def test_what_is_sustained_holds_in_every_year_and_names_those_without_a_figure(
    values, first, last, expected
):
    assert judge_years(values, TargetValues(97), first, last) == expected


@pytest.mark.parametrize(
    ("values", "is_met", "share"),
    [([3, 3, 3], True, 1), ([9, 3, 2], False, 2 / 3), ([2, 2], False, 0), ([], False, None)],
)
def test_each_county_must_meet_the_number_itself(values, is_met, share):
    verdict = judge_each("at_least", values, TargetValues(3))
    assert verdict.is_met is is_met
    assert verdict.completion == (None if share is None else pytest.approx(share))


@given(latest=NUMBERS, low=NUMBERS, comparator=st.sampled_from(COMPARATORS))
def test_mirrored_values_meet_a_mirrored_target(latest, low, comparator):
    assert is_met(comparator, latest, TargetValues(low), "up") == is_met(
        comparator, -latest, TargetValues(-low), "down"
    )


@given(low=NUMBERS, comparator=st.sampled_from(COMPARATORS), more=st.floats(0, 100))
def test_more_never_unmeets(low, comparator, more):
    target = TargetValues(low)
    assert not is_met(comparator, low, target, "up") or is_met(comparator, low + more, target, "up")
