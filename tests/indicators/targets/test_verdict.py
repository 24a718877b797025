"""A verdict under cross-examination: base, deadline, age, bad news, other assumptions."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from indicators.targets.progress import compute_progress
from tests.indicators.builders import make_areas, make_inputs

REGION = "650000"


def judge_one(inputs, target_id, indicator_id=None, reading_id=None, **options):
    rows = compute_progress(inputs, **options)
    rows = rows[rows["target_id"] == target_id]
    if indicator_id is not None:
        rows = rows[rows["indicator_id"] == indicator_id]
    if reading_id is not None:
        rows = rows[rows["reading_id"] == reading_id]
    return rows.iloc[0]


def make_series(inputs, indicator_id, values, **options):
    figures = [(indicator_id, REGION, year, value) for year, value in values.items()]
    return make_inputs(inputs, figures, **options)


def set_target_year(inputs, target_id, year):
    targets = inputs.targets.copy()
    targets.loc[targets["target_id"] == target_id, "year"] = year
    return replace(inputs, targets=targets)


# The base


@pytest.mark.parametrize("year", [2020, 2021])
def test_the_base_year_does_not_slide(plan_inputs, year):
    """2020 = 40, 2021 = 50: ten points more are not achieved from a base of 2020."""
    inputs = make_series(plan_inputs, "mechanisation_rate", {2020: 40.0, 2021: 50.0})
    row = judge_one(inputs, "mechanisation_rate", year=year)
    assert (row["status"], row["reason"]) == ("cannot_judge", "no_data")
    assert (row["baseline_year"], row["baseline_value"], row["target_low"]) == (2021, 50, 60)
    assert row["latest_year"] == year


def test_the_base_of_counties_does_not_slide_either(plan_inputs):
    counties = [f"65402{n}" for n in range(1, 6)]
    figures = [
        ("mechanisation_rate", county, year, value)
        for county in counties
        for year, value in ((2020, 40.0), (2021, 50.0))
    ]
    inputs = make_inputs(plan_inputs, figures, areas=make_areas(*counties))
    row = judge_one(inputs, "mechanisation_rate", year=2020)
    assert (row["reason"], row["baseline_year"]) == ("no_data", 2021)


# The age of a value


def test_age_counts_from_today_where_no_year_is_asked(plan_inputs):
    inputs = make_series(plan_inputs, "mechanisation_rate", {2021: 50.0, 2023: 55.0})
    row = judge_one(inputs, "mechanisation_rate", today=date(2025, 12, 31))
    assert (row["status"], row["reason"], row["missing_years"]) == ("on_pace", None, (2024,))
    row = judge_one(inputs, "mechanisation_rate", today=date(2026, 1, 1))
    assert (row["reason"], row["missing_years"]) == ("stale", (2024, 2025))


def test_age_counts_from_the_year_asked(plan_inputs):
    inputs = make_series(plan_inputs, "mechanisation_rate", {2021: 50.0, 2023: 55.0})
    for today in (date(2024, 1, 1), date(2029, 1, 1)):
        fresh = judge_one(inputs, "mechanisation_rate", year=2025, today=today)
        stale = judge_one(inputs, "mechanisation_rate", year=2026, today=today)
        assert (fresh["reason"], fresh["missing_years"]) == (None, (2024, 2025))
        assert (stale["reason"], stale["missing_years"]) == ("stale", (2024, 2025, 2026))


def test_a_sustained_rate_goes_stale_and_names_every_year_without_a_figure(plan_inputs):
    number = {
        "decision_id": "n",
        "kind": "number",
        "subject_id": "smart_ranches",
        "number_kind": "level",
        "comparator": "sustained",
        "low": 97.0,
    }
    inputs = make_series(
        plan_inputs, "smart_ranches", {2021: 98.0, 2023: 96.0, 2024: 98.0}, decisions=[number]
    )
    row = judge_one(inputs, "smart_ranches", reading_id="decided:n", year=2027)
    assert (row["status"], row["reason"]) == ("achieved", "stale")
    assert row["missing_years"] == (2022, 2025, 2026, 2027)
    assert row["target_note"] == "breach:2023"


# The deadline


@pytest.mark.parametrize(
    ("values", "year", "status", "reason", "note", "reached"),
    [
        ({2021: 20, 2022: 30}, 2022, "on_pace", None, None, None),
        ({2021: 20, 2023: 38}, 2023, "missed", None, None, None),
        ({2021: 20, 2023: 38, 2024: 39}, 2024, "missed", None, None, None),
        ({2021: 20, 2023: 38, 2024: 60}, 2023, "missed", None, None, None),
        ({2021: 20, 2023: 38, 2024: 60}, 2024, "missed", None, "reached_late", 2024),
        ({2021: 20, 2023: 38, 2025: 60}, 2029, "missed", None, "reached_late", 2025),
        ({2023: 38, 2024: 60}, 2024, "missed", None, "reached_late", 2024),
        ({2021: 20, 2023: 41, 2024: 30}, 2024, "achieved", None, None, None),
        # Nobody knows the value of the year itself.
        ({2021: 20, 2022: 38, 2024: 60}, 2024, "cannot_judge", "no_data", None, None),
        ({2021: 20, 2022: 41}, 2024, "cannot_judge", "no_data", None, None),
    ],
)
def test_a_target_ends_with_its_year(plan_inputs, values, year, status, reason, note, reached):
    """More than 40 in 2023."""
    inputs = set_target_year(plan_inputs, "digital_farm_share", 2023)
    readings = inputs.readings.assign(
        low=inputs.readings["low"].where(inputs.readings["target_id"] != "digital_farm_share", 40.0)
    )
    inputs = make_series(replace(inputs, readings=readings), "digital_farm_share", values)
    row = judge_one(inputs, "digital_farm_share", year=year)
    assert (row["status"], row["reason"], row["target_note"]) == (status, reason, note)
    assert row["target_status"] == status
    assert row["latest_year"] <= 2023
    assert (None if pd.isna(row["reached_late_year"]) else row["reached_late_year"]) == reached
    assert pd.isna(row["time_elapsed"]) or row["time_elapsed"] <= 1


def test_a_later_year_across_a_break_reached_nothing(plan_inputs):
    inputs = set_target_year(plan_inputs, "mechanisation_rate", 2023)
    inputs = make_series(
        inputs,
        "mechanisation_rate",
        {2021: 50.0, 2023: 55.0, 2025: 70.0},
        breaks=[("mechanisation_rate", REGION, 2024)],
    )
    row = judge_one(inputs, "mechanisation_rate", year=2025)
    assert (row["status"], row["target_note"]) == ("missed", None)


# Bad news


@pytest.mark.parametrize(
    ("base", "latest", "status", "gap"),
    [(95.0, 107.7, "achieved", 7.7), (107.7, 95.5, "moving_away", -4.5)],
)
def test_a_proposal_says_bad_news_as_it_says_good_news(plan_inputs, base, latest, status, gap):
    inputs = make_series(plan_inputs, "milk_self_sufficiency", {2021: base, 2024: latest})
    row = judge_one(inputs, "milk_self_sufficiency")
    assert (row["target_status"], row["target_reason"]) == ("cannot_judge", "qualitative")
    assert (row["status"], row["proposed_status"]) == (status, status)
    assert row["target_gap"] == pytest.approx(gap)


def test_where_less_is_better_a_gap_is_what_is_too_much(plan_inputs):
    inputs = make_series(plan_inputs, "grazing_pressure", {2021: 1.5, 2024: 1.2})
    row = judge_one(inputs, "grazing_pressure", reading_id="grazing_balance")
    assert row["target_gap"] == pytest.approx(-0.2)
    # Below the base, and still above the balance: two readings, two proposals.
    assert row["proposed_reason"] == "reading_undecided"
    assert judge_one(inputs, "mechanisation_rate")["proposed_status"] is None


# Other assumptions


def test_carcass_yield_under_every_base_by_hand(plan_inputs):
    """165.54 to 173.95 kg of 198.65: a quarter of the way in half of the time."""
    beef = judge_one(plan_inputs, "carcass_yield", "beef_carcass_yield")
    assert (beef["baseline_year"], beef["latest_year"]) == (2018, 2024)
    assert beef["baseline_value"] == pytest.approx(165.54, abs=0.005)
    assert beef["latest_value"] == pytest.approx(173.95, abs=0.005)
    assert beef["completion"] == pytest.approx(0.254, abs=0.0005)
    assert (beef["time_elapsed"], beef["status"]) == (0.5, "behind")
    assert beef["statuses_by_base"] == {2018: "behind"} and beef["robust"] is None
    mutton = judge_one(plan_inputs, "carcass_yield", "mutton_carcass_yield")
    assert mutton["baseline_year"] == 2020
    assert mutton["baseline_value"] == pytest.approx(16.236, abs=0.0005)
    assert mutton["latest_value"] == pytest.approx(17.874, abs=0.0005)
    assert mutton["completion"] == pytest.approx(0.504, abs=0.0005)
    assert (mutton["time_elapsed"], mutton["status"]) == (0.4, "on_pace")
    assert mutton["statuses_by_base"] == dict.fromkeys((2018, 2019, 2020), "on_pace")
    assert mutton["robust"] is True
    assert mutton["target_status"] == "behind"


@pytest.mark.parametrize(
    ("year", "completion", "elapsed"), [(2018, 0.535, 0.5), (2019, 0.522, 5 / 11)]
)
def test_mutton_from_an_earlier_base_by_hand(plan_inputs, year, completion, elapsed):
    decision = {"kind": "base", "subject_id": "carcass_yield", "as_of_year": year}
    series = plan_inputs.index.get_values("mutton_carcass_yield", REGION)
    inputs = make_series(plan_inputs, "mutton_carcass_yield", series, decisions=[decision])
    row = judge_one(inputs, "carcass_yield", "mutton_carcass_yield")
    assert row["completion"] == pytest.approx(completion, abs=0.0005)
    assert row["time_elapsed"] == pytest.approx(elapsed) and row["status"] == "on_pace"
    assert set(row["statuses_by_base"]) == {2018, 2019, 2020}


FOUR = {2018: 46.0, 2019: 47.0, 2020: 48.0, 2021: 50.0, 2024: 52.5}


def test_a_status_that_hangs_on_its_base_says_so(plan_inputs):
    row = judge_one(make_series(plan_inputs, "mechanisation_rate", FOUR), "mechanisation_rate")
    # 65 % against 50, 55 against 45.5, 45 against 40, 25 against 33.3.
    assert row["statuses_by_base"] == {
        2018: "on_pace",
        2019: "on_pace",
        2020: "on_pace",
        2021: "slightly_behind",
    }
    assert row["robust"] is False and row["status"] == "slightly_behind"


def test_a_decided_year_and_value_are_a_base_besides(plan_inputs):
    base = {"kind": "base", "subject_id": "mechanisation_rate", "as_of_year": 2022, "value": 43.0}
    inputs = make_series(plan_inputs, "mechanisation_rate", FOUR, decisions=[base])
    row = judge_one(inputs, "mechanisation_rate")
    # 43 to 52.5 of 53: 95 % in a quarter of the time.
    assert row["statuses_by_base"][2022] == "on_pace" and row["baseline_value"] == 43
    assert set(row["statuses_by_base"]) == {2018, 2019, 2020, 2021, 2022}
    year_only = make_series(
        plan_inputs, "mechanisation_rate", FOUR, decisions=[base | {"value": None}]
    )
    # Without a value of 2022 there is nothing to measure from.
    assert 2022 not in judge_one(year_only, "mechanisation_rate")["statuses_by_base"]


def test_every_base_is_compared_over_its_own_counties(plan_inputs):
    counties = [f"65402{n}" for n in range(1, 6)]
    figures = [
        ("mechanisation_rate", county, year, 10.0 * number)
        for number, county in enumerate(counties, 5)
        for year, silent in ((2018, counties[4]), (2020, counties[0]), (2024, None))
        if county != silent
    ]
    inputs = make_inputs(plan_inputs, figures, areas=make_areas(*counties))
    row = judge_one(inputs, "mechanisation_rate")
    # Nothing changed in any county, whoever was silent in a base year.
    assert row["statuses_by_base"] == {2018: "behind", 2020: "behind"} and row["robust"]


def test_what_nobody_judges_has_no_other_bases(plan_inputs):
    inputs = make_series(plan_inputs, "smart_ranches", {2021: 1.0, 2024: 2.0})
    assert judge_one(inputs, "smart_ranches")["statuses_by_base"] == {}
    county = judge_one(inputs, "mechanisation_rate", area_id="654026")
    assert county["statuses_by_base"] == {} and county["robust"] is None
