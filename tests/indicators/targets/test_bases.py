"""Which baseline is taken: decision, plan, 2021, an earlier year; never across a break."""

import pytest

from indicators.inputs import Series
from indicators.targets.bases import choose_baseline, is_robust, list_admissible_years, list_window


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


def test_a_base_does_not_slide():
    """2021 has a value, so 2021 is the base; nothing after it is no data."""
    for values in ({2021: 2}, {2019: 1, 2021: 2}, {2018: 1, 2019: 1, 2020: 1, 2021: 2}):
        for latest_year in (2020, 2021):
            found = choose(values, latest_year=latest_year)
            assert (found.year, found.value, found.reason) == (2021, 2, "no_data")
    assert choose({2019: 1, 2020: 3}, latest_year=2020).reason == "no_data"
    assert choose({2019: 1, 2020: 3}, latest_year=2020).year == 2020
    decided = choose({2022: 1, 2024: 2}, latest_year=2022, decided=(2022, None))
    assert (decided.year, decided.reason) == (2022, "no_data")


def list_years(values, latest_year=2024, breaks=(), decided_year=None):
    series = Series("beef_output", "650000", values, breaks)
    return list_admissible_years(series, latest_year, list_window(2021, 3), decided_year)


def test_admissible_are_the_years_of_the_window_with_a_value_before_the_latest():
    values = dict.fromkeys(range(2015, 2025), 1.0)
    assert list_years(values) == [2018, 2019, 2020, 2021]
    assert list_years({2017: 1, 2019: 1, 2022: 1, 2024: 1}) == [2019]
    assert list_years(values, latest_year=2020) == [2018, 2019]
    assert list_years(values, breaks=(2019,)) == [2020, 2021]
    assert list_years(values, breaks=(2018, 2020)) == [2021]
    assert list_years(values, breaks=(2022,)) == []


def test_a_decided_year_is_admissible_besides():
    values = dict.fromkeys(range(2015, 2025), 1.0)
    assert list_years(values, decided_year=2022) == [2018, 2019, 2020, 2021, 2022]
    assert list_years(values, decided_year=2016) == [2016, 2018, 2019, 2020, 2021]
    assert list_years(values, decided_year=2024) == [2018, 2019, 2020, 2021]
    assert list_years(values, breaks=(2017,), decided_year=2016) == [2018, 2019, 2020, 2021]


def test_robust_needs_two_bases_that_agree_with_the_status():
    assert is_robust({}, "behind") is None and is_robust({2021: "behind"}, "behind") is None
    assert is_robust({2020: "behind", 2021: "behind"}, "behind") is True
    assert is_robust({2020: "on_pace", 2021: "behind"}, "behind") is False


def test_no_base_from_beyond_a_series_break():
    values = {2020: 1, 2021: 2, 2024: 4}
    assert choose(values, breaks=(2022,)).reason == "series_break"
    assert choose(values, breaks=(2020,)).year == 2021
    assert choose(values, breaks=(2024,)).year == 2021
    assert choose(values, breaks=(2021,)).reason == "series_break"
    assert choose(values, breaks=(2022,), decided=(2021, None)).reason == "series_break"
