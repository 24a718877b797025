"""Jumps at the edges of their rules: how many changes, how far, how near a power of ten."""

import pandas as pd
import pytest

from data.statistics.checks_series import find_jumps

NOTHING = pd.DataFrame({"indicator_id": [], "area_id": [], "year": [], "value": []})


def find_last(values: list[float]) -> pd.DataFrame:
    """Return what is told of the last of yearly values."""
    frame = pd.DataFrame(
        {
            "indicator_id": "cattle_stock",
            "area_id": "654026",
            "year": range(2010, 2010 + len(values)),
            "value": values,
            "position": range(len(values)),
        }
    )
    found = find_jumps(frame, NOTHING)
    return found[found["position"] == len(values) - 1]


def grow(*steps: float) -> list[float]:
    """Return values from 10 on that change by these powers of ten."""
    values = [10.0]
    for step in steps:
        values.append(values[-1] * 10**step)
    return values


def test_five_changes_are_enough_and_four_are_not():
    values = [10, 10.2, 10.4, 10.6, 10.8, 18]
    assert len(find_last(values)) == 1
    assert find_last(values[1:]).empty


@pytest.mark.parametrize(("step", "is_told"), [(0.0515, False), (0.0523, True)])
def test_a_calm_series_may_move_by_its_rounding(step, is_told):
    """Nothing moved: 3.5 × 0.01 ÷ 0.6745 = 0.0519 is how far a value may be from the last."""
    assert len(find_last(grow(0, 0, 0, 0, 0, step))) == is_told


@pytest.mark.parametrize(("step", "is_told"), [(-0.0395, False), (-0.0405, True)])
def test_a_small_step_is_no_jump_however_steady_the_series(step, is_told):
    """0.02 a year before: −0.04 is beyond 0.0519 from it, and 9 % of the value all the same."""
    assert len(find_last(grow(0.02, 0.02, 0.02, 0.02, 0.02, step))) == is_told


@pytest.mark.parametrize(
    ("step", "told"),
    [
        (0.89, []),
        (0.91, [True]),
        (1.09, [True]),
        (1.11, [False]),
        (1.89, [False]),
        (1.91, [True]),
        (-4.09, [True]),
        (4.11, [False]),
    ],
)
def test_near_a_power_of_ten_the_unit_is_suspected(step, told):
    """Of two values alone: within a tenth of 1, 2 or 4 powers of ten."""
    assert find_last(grow(step))["is_unit"].tolist() == told
