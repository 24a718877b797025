"""What each kind of target asks for, worked by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.judgement.target_values import (
    TargetValues,
    compare,
    compute_target_values,
    is_base_beyond,
    needs_baseline,
)

NUMBERS = st.floats(-1e6, 1e6).map(lambda number: round(number, 3))
POSITIVE = st.floats(0.01, 1e6).map(lambda number: round(number, 3)).filter(bool)


@pytest.mark.parametrize(
    ("kind", "low", "high", "base", "direction", "expected"),
    [
        ("level", 20, None, None, "up", (20, None)),
        ("level", 20, None, 5, "up", (20, None)),
        ("level", 1, None, 1.4, "down", (1, None)),
        ("pp_change", 10, None, 62.5, "up", (72.5, None)),
        ("pp_change", 10, None, 0, "up", (10, None)),
        ("pp_change", 10, None, -5, "up", (5, None)),
        ("pp_change", 10, None, 62.5, "down", (52.5, None)),
        ("relative_change", 20, None, 150, "up", (180, None)),
        ("relative_change", 20, None, 150, "down", (120, None)),
        ("relative_change", 3, 5, 200, "up", (206, 210)),
        ("relative_change", 0, None, 1.5, "down", (1.5, None)),
        # The plan's 42.59 under both readings of 1 %.
        ("relative_change", 1, None, 42.59, "up", (43.0159, None)),
        ("pp_change", 1, None, 42.59, "up", (43.59, None)),
    ],
)
def test_each_kind_gives_its_values(kind, low, high, base, direction, expected):
    target = compute_target_values(kind, low, high, base, direction)
    assert target.low == pytest.approx(expected[0])
    assert target.high == (None if expected[1] is None else pytest.approx(expected[1]))


@pytest.mark.parametrize(
    ("kind", "low", "base"),
    [
        ("qualitative", None, 5),
        ("qualitative", 3, 5),
        ("level", None, 5),
        ("pp_change", 10, None),
        ("relative_change", 20, None),
        ("relative_change", 20, 0),
        ("relative_change", 20, -3),
    ],
)
def test_without_meaning_there_are_no_values(kind, low, base):
    assert compute_target_values(kind, low, None, base, "up") is None


def test_only_changes_need_a_baseline():
    assert [
        kind
        for kind in ("level", "pp_change", "relative_change", "qualitative")
        if needs_baseline(kind)
    ] == ["pp_change", "relative_change"]


@pytest.mark.parametrize(
    ("value", "edge", "direction", "expected"),
    [
        (21, 20, "up", 1),
        (20, 20, "up", 0),
        (19, 20, "up", -1),
        (19, 20, "down", 1),
        # Equal within a billionth: of 1 for small numbers, of the edge for large ones.
        (0.1 + 0.2, 0.3, "up", 0),
        (2e-9, 0, "up", 1),
        (1e9 + 0.5, 1e9, "up", 0),
        (1e9 + 2, 1e9, "up", 1),
    ],
)
def test_one_tolerance_for_every_comparison(value, edge, direction, expected):
    assert compare(value, edge, direction) == expected


@pytest.mark.parametrize(
    ("base", "direction", "beyond"),
    [
        (97, "up", True),
        (95, "up", False),
        (94, "up", False),
        (94, "down", True),
        (95, "down", False),
        (97, "down", False),
    ],
)
def test_a_base_beyond_its_target_is_seen(base, direction, beyond):
    assert is_base_beyond(base, TargetValues(95), direction) is beyond


@given(
    low=NUMBERS,
    base=POSITIVE,
    scale=st.sampled_from([0.01, 10, 1000]),
    kind=st.sampled_from(["level", "relative_change"]),
)
def test_a_change_of_unit_scales_the_target(low, base, scale, kind):
    """A relative change has no unit; a level scales with the value."""
    plain = compute_target_values(kind, low, None, base, "up")
    factor = scale if kind == "level" else 1
    scaled = compute_target_values(kind, low * factor, None, base * scale, "up")
    assert scaled.low == pytest.approx(plain.low * scale, rel=1e-9, abs=1e-9)
