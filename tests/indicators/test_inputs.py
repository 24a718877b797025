"""What the engine reads, and how a series knows where its breaks are."""

import pandas as pd
import pytest

from data.clock import get_now
from data.store.ids import make_id
from indicators.inputs import Series, get_series, load_inputs
from tests.indicators.builders import make_inputs

SERIES = Series("x", "650000", {2015: 1.0, 2016: 2.0, 2018: 3.0, 2020: 4.0}, (2016,))


@pytest.mark.parametrize(
    ("first", "last", "broken"),
    [
        (2015, 2016, False),
        (2016, 2017, True),
        (2015, 2020, True),
        (2017, 2020, False),
        (2016, 2016, False),
    ],
)
def test_a_break_lies_after_its_year(first, last, broken):
    assert SERIES.has_break_between(first, last) is broken


def test_only_one_side_of_a_break_compares():
    assert SERIES.list_comparable(2020) == [(2018, 3), (2020, 4)]
    assert SERIES.list_comparable(2016) == [(2015, 1), (2016, 2)]
    assert SERIES.list_comparable(2014) == []


def test_the_latest_year_is_the_newest_up_to_the_one_asked():
    assert SERIES.find_latest_year(2019) == 2018
    assert SERIES.find_latest_year(2014) is None
    assert SERIES.get_value(2017) is None


def test_breaks_of_the_region_hold_below_it_and_not_the_other_way(plan_inputs):
    inputs = make_inputs(
        plan_inputs, breaks=[("beef_output", "650000", 2005), ("beef_output", "654026", 2010)]
    )
    assert get_series(inputs, "beef_output", "654026").breaks == (2005, 2010)
    assert get_series(inputs, "beef_output", "654027").breaks == (2005,)
    assert get_series(inputs, "beef_output", "650000").breaks == (2005,)


def test_series_are_sorted_whatever_the_order_of_rows(plan_inputs):
    inputs = make_inputs(
        plan_inputs, [("beef_output", "650000", year, float(year)) for year in (2020, 2018, 2019)]
    )
    assert list(get_series(inputs, "beef_output", "650000").values) == [2018, 2019, 2020]


def test_a_setting_stands_in_for_a_threshold(store):
    assert load_inputs(store).thresholds["baseline_default_year"] == 2021
    with store.transaction() as writer:
        writer.insert(
            "facts.setting_revision",
            pd.DataFrame(
                [
                    {
                        "revision_id": make_id(),
                        "setting_id": "baseline_default_year",
                        "value": "2020",
                        "recorded_at": get_now(),
                        "recorded_by": "测试员",
                        "is_withdrawn": False,
                    }
                ]
            ),
        )
    assert load_inputs(store).thresholds["baseline_default_year"] == 2020
