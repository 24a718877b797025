"""Sent and computed rates stand side by side; over half a point is worth a look."""

import pytest

from indicators.inputs import load_inputs
from indicators.rate_differences import list_rate_differences

AREA = "654026"


def send_rate(store, send_figures, sent, area_id=AREA):
    """Slaughtered 30 of 60 is 50 %."""
    send_figures(
        store,
        {"indicator_id": "cattle_slaughtered", "area_id": area_id, "year": 2024, "value": 30.0},
        {"indicator_id": "cattle_stock", "area_id": area_id, "year": 2024, "value": 60.0},
        {
            "indicator_id": "cattle_offtake_rate_year_end",
            "area_id": area_id,
            "year": 2024,
            "value": sent,
        },
    )


@pytest.mark.parametrize(("sent", "count"), [(50.0, 0), (50.5, 0), (50.51, 1), (49.4, 1)])
def test_over_half_a_point_is_listed(store, send_figures, sent, count):
    send_rate(store, send_figures, sent)
    points = load_inputs(store).thresholds["rate_difference"]
    found = list_rate_differences(store, points)
    assert len(found) == count
    if count:
        row = found.iloc[0]
        assert (row["sent_value"], row["computed_value"]) == (sent, 50)
        assert row["difference_points"] == pytest.approx(sent - 50)
        assert "cattle_stock 2024=60" in row["inputs"]


def test_the_largest_difference_comes_first(store, send_figures):
    send_rate(store, send_figures, 52.0)
    send_rate(store, send_figures, 45.0, "654027")
    assert list_rate_differences(store, 0.5)["area_id"].tolist() == ["654027", AREA]
    assert list_rate_differences(store, 0.5, AREA)["area_id"].tolist() == [AREA]


def test_the_sent_rate_stands_and_the_computed_one_is_kept(store, send_figures):
    send_rate(store, send_figures, 52.0)
    series = load_inputs(store).index.get_series("cattle_offtake_rate_year_end", AREA)
    assert series.values == {2024: 52.0}


def test_a_rate_without_its_inputs_is_not_compared(store, send_figures):
    send_figures(
        store,
        {
            "indicator_id": "cattle_offtake_rate_year_end",
            "area_id": AREA,
            "year": 2024,
            "value": 52.0,
        },
    )
    assert list_rate_differences(store, 0.5).empty
