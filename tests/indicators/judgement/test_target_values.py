"""What each kind of target asks for and when each comparator is met, worked by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.judgement.target_values import (
    TargetValues,
    compute_target_values,
    count_meeting_counties,
    is_base_beyond,
    is_beyond_plan,
    is_close,
    is_met,
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
    ("comparator", "latest", "low", "direction", "met"),
    [
        ("more_than", 20.0, 20, "up", False),
        ("more_than", 20.01, 20, "up", True),
        ("more_than", 1.0, 1, "down", False),
        ("more_than", 0.99, 1, "down", True),
        ("at_least", 19.99, 20, "up", False),
        ("at_least", 20.0, 20, "up", True),
        ("at_least", 99.0, 20, "up", True),
        ("at_least", 1.01, 1, "down", False),
        ("at_least", 0.5, 1, "down", True),
        ("exactly", 39, 40, "up", False),
        ("exactly", 40, 40, "up", True),
        ("exactly", 41, 40, "up", False),
        ("about", 9, 10, "up", False),
        ("about", 10, 10, "up", True),
        ("about", 14, 10, "up", True),
        ("sustained", 96.99, 97, "up", False),
        ("sustained", 97, 97, "up", True),
        ("range", 2.99, 3, "up", False),
        ("range", 3, 3, "up", True),
        ("range", 6, 3, "up", True),
        # 0.1 + 0.2 is not 0.3 in binary: it still meets 0.3 and is not more than 0.3.
        ("at_least", 0.3, 0.1 + 0.2, "up", True),
        ("more_than", 0.1 + 0.2, 0.3, "up", False),
        ("exactly", 0.1 + 0.2, 0.3, "up", True),
    ],
)
def test_each_comparator_has_its_edge(comparator, latest, low, direction, met):
    assert is_met(comparator, latest, TargetValues(low), direction) is met


@pytest.mark.parametrize(
    ("latest", "close"), [(8.99, False), (9, True), (9.99, True), (10, False), (12, False)]
)
def test_close_begins_at_nine_tenths_and_ends_where_met(latest, close):
    assert is_close(latest, TargetValues(10), "up", 0.9) is close


def test_only_an_exact_number_can_be_exceeded():
    assert is_beyond_plan("exactly", 41, TargetValues(40), "up")
    assert not is_beyond_plan("exactly", 40, TargetValues(40), "up")
    assert not is_beyond_plan("at_least", 41, TargetValues(40), "up")


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


def test_counties_that_did_not_report_do_not_meet_a_county_target():
    values = {"a": 3, "b": 2, "c": 5, "d": None}
    assert count_meeting_counties(values, "at_least", 3) == (2, 3, 4)
    assert count_meeting_counties({}, "at_least", 3) == (0, 0, 0)


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


@given(
    latest=NUMBERS,
    low=NUMBERS,
    comparator=st.sampled_from(["at_least", "more_than", "exactly", "about", "sustained"]),
)
def test_mirrored_values_meet_a_mirrored_target(latest, low, comparator):
    assert is_met(comparator, latest, TargetValues(low), "up") == is_met(
        comparator, -latest, TargetValues(-low), "down"
    )
