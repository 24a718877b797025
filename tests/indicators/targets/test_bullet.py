"""Places on the line of a target."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.targets.bullet import EDGE, Bullet, place_bullet

NOTHING = dict.fromkeys(
    ("baseline_value", "latest_value", "target_low", "target_high", "time_elapsed")
)


def test_a_target_that_can_be_checked_by_hand():
    # 40 in 2021, 44 in 2024, 50 in 2030: a third of the time, so 43.33 by now.
    row = NOTHING | {"baseline_value": 40, "latest_value": 44, "target_low": 50}
    found = place_bullet(row | {"time_elapsed": 1 / 3})
    assert (found.base, found.low, found.high) == pytest.approx((EDGE, 1 - EDGE, 1 - EDGE))
    assert found.latest == pytest.approx(EDGE + 0.4 * (1 - 2 * EDGE))
    assert found.pace == pytest.approx(EDGE + (1 - 2 * EDGE) / 3)


def test_a_value_that_moved_away_lies_beyond_the_base():
    row = NOTHING | {"baseline_value": 40, "latest_value": 38, "target_low": 50}
    found = place_bullet(row | {"time_elapsed": 0.5})
    assert found.latest == pytest.approx(EDGE)
    assert found.latest < found.base < found.pace < found.low


def test_without_base_or_target_there_is_no_pace_and_one_value_is_no_line():
    row = NOTHING | {"latest_value": 14, "target_low": 20, "time_elapsed": 0.3}
    assert place_bullet(row).pace is None
    assert place_bullet(NOTHING | {"latest_value": 14}) == Bullet()


@given(st.lists(st.floats(-1e6, 1e6), min_size=4, max_size=4), st.floats(0, 1.5), st.booleans())
def test_places_lie_on_the_line_in_the_order_of_the_values(values, elapsed, is_range):
    base, latest, low, more = values
    row = {
        "baseline_value": base,
        "latest_value": latest,
        "target_low": low,
        "target_high": low + abs(more) if is_range else None,
        "time_elapsed": elapsed,
    }
    found = place_bullet(row)
    places = [found.base, found.latest, found.pace, found.low, found.high]
    assert all(EDGE - 1e-9 <= place <= 1 - EDGE + 1e-9 for place in places)
    assert (found.base <= found.latest) == (base <= latest) or abs(found.base - found.latest) < 1e-9
