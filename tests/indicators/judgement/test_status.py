"""Every kind of target in every state, with numbers that can be checked by hand.

Base year 2020, target year 2030. In 2025 half of the time has elapsed.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.judgement.baseline import Baseline
from indicators.judgement.status import (
    STATUSES,
    Judgement,
    TargetReading,
    classify_pace,
    combine_readings,
    judge_value,
    list_status_notes,
    take_worst,
)

THRESHOLDS = {"pace_gap_slightly_behind": 0, "pace_gap_behind": -10, "about_close": 0.9}
POINTS = TargetReading("r", "pp_change", "at_least", 10, None)
RELATIVE = TargetReading("r", "relative_change", "at_least", 20, None)
RANGE = TargetReading("r", "relative_change", "range", 3, 5)
LEVEL = TargetReading("r", "level", "at_least", 100, None)
MORE = TargetReading("r", "level", "more_than", 20, None)
EXACT = TargetReading("r", "level", "exactly", 40, None)
ABOUT = TargetReading("r", "level", "about", 10, None)
SUSTAINED = TargetReading("r", "level", "sustained", 97, None)
BELOW_BASE = TargetReading("r", "relative_change", "more_than", 0, None)
LOAD = TargetReading("r", "level", "at_least", 1, None)
QUALITATIVE = TargetReading("r", "qualitative", None, None, None)


def judge(reading, base, latest, year=2025, direction="up", base_year=2020):
    baseline = (
        Baseline(reason="no_baseline") if base is None else Baseline(base_year, base, "default")
    )
    return judge_value(reading, direction, baseline, year, latest, 2030, THRESHOLDS)


CASES = [
    # 62 -> 72 in ten years: 67 in 2025 is exactly on the line.
    (POINTS, 62, 72, "up", "achieved"),
    (POINTS, 62, 67, "up", "on_pace"),
    (POINTS, 62, 66.99, "up", "slightly_behind"),
    (POINTS, 62, 66, "up", "slightly_behind"),
    (POINTS, 62, 65.99, "up", "behind"),
    (POINTS, 62, 62, "up", "behind"),
    (POINTS, 62, 61.9, "up", "moving_away"),
    (POINTS, 0, 5, "up", "on_pace"),
    (POINTS, -5, 5, "up", "achieved"),
    (POINTS, None, 70, "up", "cannot_judge"),
    # 150 -> 180: 165 in 2025.
    (RELATIVE, 150, 180, "up", "achieved"),
    (RELATIVE, 150, 165, "up", "on_pace"),
    (RELATIVE, 150, 164, "up", "slightly_behind"),
    (RELATIVE, 150, 161, "up", "behind"),
    (RELATIVE, 150, 149, "up", "moving_away"),
    (RELATIVE, None, 149, "up", "cannot_judge"),
    (RELATIVE, 0, 149, "up", "cannot_judge"),
    (RELATIVE, -1, 149, "up", "cannot_judge"),
    # 200 -> 206 (full at 210): 203 in 2025.
    (RANGE, 200, 206, "up", "achieved"),
    (RANGE, 200, 203, "up", "on_pace"),
    (RANGE, 200, 202.5, "up", "slightly_behind"),
    (RANGE, 200, 202, "up", "behind"),
    (RANGE, 200, 199, "up", "moving_away"),
    (RANGE, None, 199, "up", "cannot_judge"),
    # a level: reached needs no base, the way there does
    (LEVEL, None, 100, "up", "achieved"),
    (LEVEL, None, 99, "up", "cannot_judge"),
    (LEVEL, 80, 90, "up", "on_pace"),
    (LEVEL, 80, 89, "up", "slightly_behind"),
    (LEVEL, 80, 85, "up", "behind"),
    (LEVEL, 80, 79, "up", "moving_away"),
    (LEVEL, -20, 40, "up", "on_pace"),
    (LEVEL, 0, 30, "up", "behind"),
    # the base is beyond the target already
    (LEVEL, 110, 105, "up", "achieved"),
    (LEVEL, 110, 99, "up", "moving_away"),
    # base equal to target
    (LEVEL, 100, 100, "up", "achieved"),
    (LEVEL, 100, 99, "up", "moving_away"),
    (MORE, None, 20, "up", "cannot_judge"),
    (MORE, None, 20.1, "up", "achieved"),
    (MORE, 20, 20, "up", "behind"),
    (MORE, 10, 15, "up", "on_pace"),
    (EXACT, None, 40, "up", "achieved"),
    (EXACT, None, 42, "up", "achieved"),
    (EXACT, None, 39, "up", "cannot_judge"),
    (EXACT, 0, 20, "up", "on_pace"),
    (EXACT, 0, 15, "up", "behind"),
    (ABOUT, None, 10, "up", "achieved"),
    (ABOUT, None, 12, "up", "achieved"),
    (ABOUT, 0, 9, "up", "on_pace"),
    (ABOUT, 0, 4.5, "up", "slightly_behind"),
    (SUSTAINED, None, 97, "up", "achieved"),
    (SUSTAINED, 98, 96, "up", "moving_away"),
    (SUSTAINED, 90, 93.5, "up", "on_pace"),
    # less is better
    (BELOW_BASE, 1.5, 1.4, "down", "achieved"),
    (BELOW_BASE, 1.5, 1.5, "down", "behind"),
    (BELOW_BASE, 1.5, 1.6, "down", "moving_away"),
    (BELOW_BASE, None, 1.6, "down", "cannot_judge"),
    (LOAD, 1.5, 1.25, "down", "on_pace"),
    (LOAD, 1.5, 1.0, "down", "achieved"),
    (LOAD, 1.5, 1.29, "down", "slightly_behind"),
    (LOAD, 1.5, 1.45, "down", "behind"),
    (LOAD, 1.5, 1.6, "down", "moving_away"),
    (LOAD, 0.8, 0.9, "down", "achieved"),
    (LOAD, 0.8, 1.1, "down", "moving_away"),
    (LOAD, None, 1.2, "down", "cannot_judge"),
    # more than 20 from 10: 15 in 2025; 20 itself is not enough, not even in good time
    (MORE, 10, 20, "up", "on_pace"),
    (MORE, 10, 14.5, "up", "slightly_behind"),
    (MORE, 10, 12, "up", "behind"),
    (MORE, 10, 9, "up", "moving_away"),
    (MORE, 0, 10, "up", "on_pace"),
    (MORE, -20, 0, "up", "on_pace"),
    # 40 from 10: 25 in 2025
    (EXACT, 10, 24, "up", "slightly_behind"),
    (EXACT, 10, 9, "up", "moving_away"),
    # about 10 from 2: 6 in 2025; from 9 on it is close, which is said beside the status
    (ABOUT, 2, 5.5, "up", "slightly_behind"),
    (ABOUT, 2, 3, "up", "behind"),
    (ABOUT, 2, 1, "up", "moving_away"),
    (ABOUT, None, 9, "up", "cannot_judge"),
    # to be kept at 97, from 90: 93.5 in 2025
    (SUSTAINED, 90, 93, "up", "slightly_behind"),
    (SUSTAINED, 90, 91, "up", "behind"),
    (SUSTAINED, 90, 89, "up", "moving_away"),
    (SUSTAINED, None, 96, "up", "cannot_judge"),
    # a range has no meaning on a base that is not above zero
    (RANGE, 0, 5, "up", "cannot_judge"),
    (RANGE, -200, 5, "up", "cannot_judge"),
    # 10 points down from 50: 45 in 2025
    (POINTS, 50, 40, "down", "achieved"),
    (POINTS, 50, 45, "down", "on_pace"),
    (POINTS, 50, 45.5, "down", "slightly_behind"),
    (POINTS, 50, 48, "down", "behind"),
    (POINTS, 50, 51, "down", "moving_away"),
    (POINTS, None, 51, "down", "cannot_judge"),
    (QUALITATIVE, 50, 51, "up", "cannot_judge"),
    (QUALITATIVE, None, 51, "up", "cannot_judge"),
]
# "Below the base" begins at its target: there is no way to be on, only the base to leave.
ON_THE_WAY = tuple(status for status in STATUSES if status != "missed")
UNREACHABLE = {("BELOW_BASE", "on_pace"), ("BELOW_BASE", "slightly_behind")} | {
    ("QUALITATIVE", status) for status in ON_THE_WAY if status != "cannot_judge"
}


@pytest.mark.parametrize(("reading", "base", "latest", "direction", "status"), CASES)
def test_every_kind_in_every_state(reading, base, latest, direction, status):
    assert judge(reading, base, latest, direction=direction).status == status


def test_no_kind_and_no_state_is_left_out():
    names = {
        reading: name for name, reading in globals().items() if isinstance(reading, TargetReading)
    }
    held = {(names[reading], status) for reading, _, _, _, status in CASES}
    wanted = {(name, status) for name in names.values() for status in ON_THE_WAY}
    assert wanted - held == UNREACHABLE


def test_the_numbers_of_a_row():
    judged = judge(POINTS, 62, 66)
    assert judged.target_low == 72 and judged.target_high is None
    assert judged.completion == pytest.approx(0.4)
    assert judged.time_elapsed == pytest.approx(0.5)
    assert judged.pace_gap == pytest.approx(-10)
    assert judged.required_per_year == pytest.approx(6 / 5)
    assert judged.required_growth_pct == pytest.approx(((72 / 66) ** 0.2 - 1) * 100)


def test_a_range_has_two_completions():
    judged = judge(RANGE, 200, 205)
    assert (judged.target_low, judged.target_high) == pytest.approx((206, 210))
    assert judged.completion == pytest.approx(5 / 6)
    assert judged.completion_high == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("reading", "base", "latest", "reason"),
    [
        (TargetReading("r", "qualitative", None, None, None), 5, 6, "qualitative"),
        (POINTS, None, 6, "no_baseline"),
        (RELATIVE, 0, 6, "no_baseline"),
        (RELATIVE, -4, 6, "no_baseline"),
        (LEVEL, None, 6, "no_baseline"),
    ],
)
def test_what_cannot_be_judged_says_why(reading, base, latest, reason):
    judged = judge(reading, base, latest)
    assert (judged.status, judged.reason) == ("cannot_judge", reason)


def test_a_met_target_requires_no_more_change():
    judged = judge(LEVEL, 80, 120)
    assert judged.required_per_year == 0 and judged.required_growth_pct == 0


def test_in_the_target_year_there_is_no_time_left():
    judged = judge(LEVEL, 80, 99, year=2030)
    assert judged.status == "missed" and judged.required_per_year is None
    assert judged.time_elapsed == 1 and judged.completion == pytest.approx(0.95)
    assert judge(LEVEL, 80, 100, year=2030).status == "achieved"


@pytest.mark.parametrize(
    ("reading", "base", "latest", "status"),
    [
        (POINTS, 62, 72, "achieved"),
        (POINTS, 62, 71.9, "missed"),
        (POINTS, 62, 60, "missed"),
        (POINTS, None, 80, "cannot_judge"),
        (LEVEL, 110, 99, "missed"),
        (LEVEL, 100, 99, "missed"),
        (LEVEL, None, 99, "missed"),
        (MORE, None, 20, "missed"),
        (BELOW_BASE, 1.5, 1.5, "missed"),
    ],
)
def test_what_is_not_met_in_its_year_is_missed(reading, base, latest, status):
    assert judge(reading, base, latest, year=2030).status == status


def test_a_base_with_nothing_after_it_judges_no_change():
    baseline = Baseline(2021, 50, "default", "no_data")
    judged = judge_value(POINTS, "up", baseline, 2021, 50, 2030, THRESHOLDS)
    assert (judged.status, judged.reason, judged.target_low) == ("cannot_judge", "no_data", 60)
    level = judge_value(LEVEL, "up", baseline, 2021, 120, 2030, THRESHOLDS)
    assert level.status == "achieved"


def test_no_growth_from_a_value_that_is_not_positive():
    judged = judge(LEVEL, 80, -3)
    assert judged.required_growth_pct is None and judged.required_per_year == pytest.approx(20.6)


@pytest.mark.parametrize(
    ("gap", "status"),
    [
        (0, "on_pace"),
        (-1e-12, "on_pace"),
        (-0.01, "slightly_behind"),
        (-10, "slightly_behind"),
        (-10.01, "behind"),
        (None, "cannot_judge"),
    ],
)
def test_thresholds_of_the_gap(gap, status):
    assert classify_pace(0.5, gap, THRESHOLDS) == status


def list_for(reading, latest, values=(), indicator=None, direction="up"):
    judged = judge(reading, None, latest, direction=direction)
    return list_status_notes(
        reading,
        direction,
        judged,
        indicator or {"upper_bound": float("nan")},
        [*values, (2025, latest)],
        THRESHOLDS,
    )


def test_notes_beside_a_status():
    assert list_for(EXACT, 42) == ["differs_from_plan"] and list_for(EXACT, 40) == []
    assert list_for(ABOUT, 9) == ["close"] and list_for(ABOUT, 8.9) == []
    assert list_for(SUSTAINED, 98, [(2023, 96), (2024, 97)]) == ["breach:2023"]
    assert list_for(SUSTAINED, 96, [(2023, 96.5)]) == ["breach:2023,2025"]
    percent = {"lower_bound": 0, "upper_bound": 100}
    assert list_for(LEVEL, 50, indicator=percent) == []


def test_a_target_beyond_the_bound_is_computed_and_said():
    reading = TargetReading("r", "relative_change", "at_least", 20, None)
    judged = judge(reading, 90, 95)
    assert judged.target_low == pytest.approx(108) and judged.status == "behind"
    percent = {"lower_bound": 0, "upper_bound": 100}
    assert list_status_notes(reading, "up", judged, percent, [(2025, 95)], THRESHOLDS) == [
        "exceeds_bound"
    ]
    assert (
        list_status_notes(reading, "up", Judgement("cannot_judge"), percent, [], THRESHOLDS) == []
    )


def test_the_worst_measure_speaks_for_a_reading():
    assert take_worst([("achieved", None), ("behind", None)]) == ("behind", None)
    assert take_worst([("achieved", None), ("cannot_judge", "no_data")])[1] == "no_data"
    assert take_worst([("on_pace", None), ("on_pace", "stale")]) == ("on_pace", "stale")


def test_readings_that_differ_are_undecided():
    assert combine_readings([("behind", None), ("behind", None)]) == ("behind", None)
    assert combine_readings([("behind", None), ("achieved", None)]) == (
        "cannot_judge",
        "reading_undecided",
    )


VALUES = st.integers(1, 2000).map(lambda number: number / 10)
READINGS = st.sampled_from([POINTS, RELATIVE, LEVEL, MORE, EXACT, ABOUT, SUSTAINED])


@given(reading=READINGS, base=VALUES, latest=VALUES, year=st.integers(2021, 2030))
def test_every_value_has_one_status(reading, base, latest, year):
    assert judge(reading, base, latest, year).status in STATUSES


@given(
    kind=st.sampled_from(["level", "relative_change"]),
    base=VALUES,
    latest=VALUES,
    low=st.integers(1, 150),
    scale=st.sampled_from([0.1, 10_000]),
)
def test_another_unit_gives_the_same_status(kind, base, latest, low, scale):
    plain = judge(TargetReading("r", kind, "at_least", low, None), base, latest)
    factor = scale if kind == "level" else 1
    scaled = judge(
        TargetReading("r", kind, "at_least", low * factor, None), base * scale, latest * scale
    )
    assert scaled.status == plain.status
    assert scaled.pace_gap == (
        None if plain.pace_gap is None else pytest.approx(plain.pace_gap, abs=1e-6)
    )
    assert scaled.cagr_ratio == (
        None if plain.cagr_ratio is None else pytest.approx(plain.cagr_ratio, rel=1e-6, abs=1e-6)
    )


@given(base=VALUES, latest=VALUES, target=VALUES)
def test_a_mirrored_target_gives_the_same_status(base, latest, target):
    up = judge(TargetReading("r", "level", "at_least", target, None), base, latest)
    down = judge(
        TargetReading("r", "level", "at_least", -target, None), -base, -latest, direction="down"
    )
    assert down.status == up.status
    assert down.completion == up.completion


@given(base=VALUES, latest=VALUES)
def test_a_base_equal_to_its_target_is_always_decided(base, latest):
    judged = judge(TargetReading("r", "level", "at_least", base, None), base, latest)
    assert judged.status == ("achieved" if latest >= base else "moving_away")
    assert judged.completion is None


@given(base=VALUES, low=st.integers(1, 50), steps=st.lists(VALUES, min_size=2, max_size=2))
def test_more_is_never_worse_where_more_is_better(base, low, steps):
    reading = TargetReading("r", "pp_change", "at_least", low, None)
    worse, better = (judge(reading, base, value).status for value in sorted(steps))
    assert STATUSES.index(better) <= STATUSES.index(worse)
