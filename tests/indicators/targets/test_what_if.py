"""What if: forwards, backwards, and in an address; worked by hand."""

from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.words.catalogue import LANGUAGES, load_catalogue
from indicators.judgement.status import TargetReading
from indicators.targets import what_if
from indicators.targets.what_if import (
    PARAMETERS,
    Scenario,
    ScenarioError,
    format_scenario,
    make_scenario,
    parse_scenario,
)

compute_outcome = partial(what_if.compute_outcome, target_year=2030)
POINTS = TargetReading("points", "pp_change", "at_least", 10, None)
RELATIVE = TargetReading("relative", "relative_change", "at_least", 20, None)
PERCENT = {"direction": "up", "lower_bound": 0.0, "upper_bound": 100.0}
OPEN = {"direction": "up", "lower_bound": 0.0, "upper_bound": float("nan")}
DOWN = {"direction": "down", "lower_bound": 0.0, "upper_bound": 10.0}
START = Scenario(2021, 60.0, "points", 1.0)


def test_one_point_a_year_from_the_base():
    outcome = compute_outcome(START, POINTS, PERCENT)
    assert (outcome.target_low, outcome.value, outcome.gap) == (70, 69, -1)
    assert not outcome.is_met and outcome.arrival_year == 2031
    assert outcome.required_per_year == pytest.approx(10 / 9)
    assert outcome.required_pct == pytest.approx(((70 / 60) ** (1 / 9) - 1) * 100)
    assert outcome.path["year"].tolist() == list(range(2021, 2031))
    assert outcome.path["value"].iloc[-1] == 69 and not outcome.is_held


def test_the_change_may_begin_later_than_the_base():
    outcome = compute_outcome(
        replace(START, start_year=2025, start=63.0, change=1.4), POINTS, PERCENT
    )
    assert outcome.target_low == 70 and outcome.value == pytest.approx(70)
    assert outcome.is_met and outcome.arrival_year == 2030
    assert outcome.required_per_year == pytest.approx(1.4)


def test_per_cent_is_compounded():
    scenario = Scenario(2028, 100.0, "relative", 10.0, "pct")
    outcome = compute_outcome(scenario, RELATIVE, OPEN)
    assert outcome.value == pytest.approx(121) and outcome.arrival_year == 2030
    assert outcome.required_pct == pytest.approx((1.2**0.5 - 1) * 100)


def test_less_is_better():
    balance = TargetReading("balance", "level", "at_least", 1, None)
    outcome = compute_outcome(Scenario(2021, 1.45, "balance", -0.05), balance, DOWN)
    assert outcome.value == pytest.approx(1.0) and outcome.is_met
    assert outcome.arrival_year == 2030 and outcome.required_per_year == pytest.approx(-0.05)


def test_a_share_is_held_at_its_bound():
    outcome = compute_outcome(replace(START, base=85.0, change=4.0), POINTS, PERCENT)
    assert outcome.value == 100 and outcome.is_held and outcome.arrival_year == 2024
    beyond = compute_outcome(replace(START, base=95.0, change=4.0), POINTS, PERCENT)
    assert beyond.target_low == 105 and beyond.arrival_year is None and not beyond.is_met


def test_more_than_is_not_met_at_the_number():
    digital = TargetReading("digital", "level", "more_than", 20, None)
    outcome = compute_outcome(Scenario(2020, 10.0, "digital", 1.0), digital, PERCENT)
    assert outcome.value == 20 and not outcome.is_met and outcome.arrival_year == 2031


def test_an_exact_number_is_arrived_at_when_it_is_stepped_over():
    forty = TargetReading("forty", "level", "exactly", 40, None)
    outcome = compute_outcome(Scenario(2021, 1.0, "forty", 6.0), forty, OPEN)
    # More than an exact number is met: it differs from the plan and is no fault.
    assert outcome.arrival_year == 2028 and outcome.value == 55 and outcome.is_met


def test_an_arrival_is_looked_for_in_a_hundred_years():
    """10 points at 0.1 a year take 100 years, at 0.0999 a year one more."""
    assert compute_outcome(replace(START, change=0.1), POINTS, OPEN).arrival_year == 2121
    assert compute_outcome(replace(START, change=0.0999), POINTS, OPEN).arrival_year is None


def test_standing_still_never_arrives():
    assert compute_outcome(replace(START, change=0.0), POINTS, PERCENT).arrival_year is None
    met = compute_outcome(
        Scenario(2021, 50.0, "relative", 0.0, start_year=2024, start=61.0), RELATIVE, OPEN
    )
    assert met.arrival_year == 2024 and met.required_per_year == 0 and met.required_pct == 0


@pytest.mark.parametrize(
    ("scenario", "reading", "key"),
    [
        (replace(START, base=0.0), RELATIVE, "scenario_no_target"),
        (START, TargetReading("q", "qualitative", None, None, None), "scenario_no_target"),
        (replace(START, base_year=2030), POINTS, "scenario_too_late"),
        (replace(START, start_year=2031, start=1.0), POINTS, "scenario_too_late"),
    ],
)
def test_what_makes_no_sense_is_said(scenario, reading, key):
    with pytest.raises(ScenarioError, match=key):
        compute_outcome(scenario, reading, OPEN)


@pytest.mark.parametrize(
    ("parameters", "key"),
    [
        ({"base": "abc"}, "scenario_number"),
        ({"base": "nan"}, "scenario_number"),
        ({"base": "1e300"}, "scenario_number"),
        ({"change": "inf"}, "scenario_number"),
        ({"base_year": "20x1"}, "scenario_year"),
        ({"base_year": "1800"}, "scenario_year"),
        ({"base_year": "²⁰²¹"}, "scenario_year"),
        ({"base_year": "2021.5"}, "scenario_year"),
        ({"reading": "other"}, "scenario_reading"),
        ({"change_as": "month"}, "scenario_change_as"),
        ({"start": "5"}, "scenario_start"),
        ({"start_year": "2022"}, "scenario_start"),
        ({"change_as": "pct", "change": "-100"}, "scenario_change"),
        ({"change_as": "pct", "change": "1000.1"}, "scenario_change"),
    ],
)
def test_an_address_that_cannot_be_read_is_explained(parameters, key):
    with pytest.raises(ScenarioError, match=key):
        parse_scenario(parameters, START, ["points", "relative"])
    for language in LANGUAGES:
        assert f"errors.{key}" in load_catalogue(language)


@pytest.mark.parametrize(
    ("key", "last", "beyond"),
    [
        ("base_year", "1949", "1948"),
        ("base_year", "2100", "2101"),
        ("base", "1000000000000", "1000000000001"),
        ("change", "1000", "1001"),
        ("change", "-99", "-100"),
    ],
)
def test_how_far_an_address_may_go(key, last, beyond):
    found = parse_scenario({"change_as": "pct", key: last}, START, ["points"])
    assert getattr(found, key) == float(last)
    with pytest.raises(ScenarioError):
        parse_scenario({"change_as": "pct", key: beyond}, START, ["points"])


def test_what_an_address_leaves_out_stays():
    assert parse_scenario({}, START, ["points"]) == START
    assert parse_scenario(
        {"change": " 2.5 ", "lang": "en", "base": ""}, START, ["points"]
    ) == replace(START, change=2.5)


def test_a_row_suggests_to_go_on_as_since_its_base():
    row = {
        "reading_id": "points",
        "baseline_year": 2021,
        "baseline_value": 60.0,
        "latest_year": 2024,
        "latest_value": 63.0,
    }
    scenario = make_scenario(row)
    assert scenario == Scenario(2021, 60.0, "points", 1.0, "unit", 2024, 63.0)
    assert compute_outcome(scenario, POINTS, PERCENT).value == 69
    missing = float("nan")
    assert make_scenario(row | {"latest_year": missing}) is None
    assert make_scenario(row | {"baseline_year": missing}) == Scenario(2024, 63.0, "points", 0.0)


def test_the_steepest_growth_does_not_break_the_search():
    wrong_way = Scenario(1949, 9.0, "balance", 1000.0, "pct")
    balance = TargetReading("balance", "level", "at_least", 1, None)
    assert compute_outcome(wrong_way, balance, OPEN | {"direction": "down"}).arrival_year is None


NUMBERS = st.floats(-1e9, 1e9, allow_nan=False)


@given(
    base=NUMBERS,
    change=st.floats(-99, 1000),
    year=st.integers(1949, 2029),
    change_as=st.sampled_from(["unit", "pct"]),
    start=st.none() | st.tuples(st.integers(1949, 2029), NUMBERS),
)
def test_an_address_gives_the_same_scenario_back(base, change, year, change_as, start):
    start_year, value = start or (None, None)
    scenario = Scenario(year, base, "points", change, change_as, start_year, value)
    parameters = format_scenario(scenario)
    assert set(parameters) <= set(PARAMETERS)
    assert all(isinstance(text, str) for text in parameters.values())
    other = Scenario(2020, 1.0, "relative", 9.0)
    assert parse_scenario(parameters, other, ["points", "relative"]) == scenario


@given(base=st.integers(1, 500).map(float), low=st.integers(1, 80), year=st.integers(2015, 2029))
def test_the_required_rate_arrives_just_in_time(base, low, year):
    reading = TargetReading("r", "relative_change", "at_least", low, None)
    found = compute_outcome(Scenario(year, base, "r", 0.0), reading, OPEN)
    for change, change_as in ((found.required_per_year, "unit"), (found.required_pct, "pct")):
        outcome = compute_outcome(Scenario(year, base, "r", change, change_as), reading, OPEN)
        assert outcome.is_met and outcome.arrival_year == 2030
        assert outcome.gap == pytest.approx(0, abs=1e-6)
