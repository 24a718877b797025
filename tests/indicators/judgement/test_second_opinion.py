"""Classes of the growth ratio, and when the two methods disagree."""

import pytest

from indicators.judgement.second_opinion import CLASSES, classify_growth_ratio, do_methods_disagree
from indicators.judgement.status import STATUSES

THRESHOLDS = {"cagr_on_track": 0.95, "cagr_moderate": 0.6}


@pytest.mark.parametrize(
    ("ratio", "expected"),
    [
        (1.4, "on_track"),
        (0.95, "on_track"),
        (0.9499, "moderate"),
        (0.6, "moderate"),
        (0.5999, "slow"),
        (0, "slow"),
        (-0.0001, "moving_away"),
        (None, None),
    ],
)
def test_classes_begin_at_their_thresholds(ratio, expected):
    assert classify_growth_ratio(ratio, THRESHOLDS) == expected


@pytest.mark.parametrize(
    ("status", "agreeing"),
    [
        ("achieved", {"on_track"}),
        ("on_pace", {"on_track"}),
        ("slightly_behind", {"moderate", "slow"}),
        ("behind", {"moderate", "slow"}),
        ("moving_away", {"moving_away"}),
        ("missed", set(CLASSES)),
        ("cannot_judge", set(CLASSES)),
    ],
)
def test_methods_agree_within_a_camp(status, agreeing):
    assert {name for name in CLASSES if not do_methods_disagree(status, name)} == agreeing


def test_without_a_ratio_nobody_disagrees():
    assert not any(do_methods_disagree(status, None) for status in STATUSES)
