"""Which baseline is taken: decision, plan, 2021, an earlier year; never across a break."""

import pytest

from indicators.inputs import Series
from indicators.targets.bases import choose_baseline


def choose(values, latest_year=2024, breaks=(), **options):
    series = Series("beef_output", "650000", values, breaks)
    return choose_baseline(series, latest_year, default_year=2021, search_years=3, **options)


@pytest.mark.parametrize(
    ("values", "year", "origin", "reason"),
    [
        ({2020: 1, 2021: 2, 2022: 3, 2024: 4}, 2021, "default", None),
        ({2019: 1, 2020: 2, 2024: 4}, 2020, "assumed", None),
        ({2018: 1, 2024: 4}, 2018, "assumed", None),
        ({2017: 1, 2024: 4}, None, "none", "no_baseline"),
        ({2022: 1, 2024: 4}, None, "none", "no_baseline"),
        ({2024: 4}, None, "none", "no_baseline"),
    ],
)
def test_the_default_year_or_the_nearest_earlier_one(values, year, origin, reason):
    baseline = choose(values)
    assert (baseline.year, baseline.origin, baseline.reason) == (year, origin, reason)
    assert baseline.value == values.get(year)


def test_the_plan_comes_before_the_default_and_a_decision_before_the_plan():
    values = {2020: 1, 2021: 2, 2022: 3, 2024: 4}
    assert choose(values, plan_baseline=(2020, 9)).value == 9
    chosen = choose(values, plan_baseline=(2020, 9), decided=(2022, None))
    assert (chosen.year, chosen.value, chosen.origin) == (2022, 3, "decision")
    assert choose(values, decided=(2022, 7.5)).value == 7.5


def test_a_decided_year_without_a_value_is_not_replaced_in_silence():
    assert choose({2021: 2, 2024: 4}, decided=(2019, None)).reason == "no_baseline"


def test_a_base_must_lie_before_the_latest_value():
    assert choose({2021: 2}, latest_year=2021).reason == "no_data"
    assert choose({2019: 1, 2021: 2}, latest_year=2021).year == 2019


def test_no_base_from_beyond_a_series_break():
    values = {2020: 1, 2021: 2, 2024: 4}
    assert choose(values, breaks=(2022,)).reason == "series_break"
    assert choose(values, breaks=(2020,)).year == 2021
    assert choose(values, breaks=(2024,)).year == 2021
    assert choose(values, breaks=(2021,)).reason == "series_break"
    assert choose(values, breaks=(2022,), decided=(2021, None)).reason == "series_break"
