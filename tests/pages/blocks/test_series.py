"""The labels of the values to be reached beside a series."""

import pandas as pd
import pytest

from pages.blocks import series

NAMES = {"end_2025": "至2025年底", "april_2026": "至2026年4月", "end_2026": "至2026年底"}


@pytest.fixture
def list_labels(monkeypatch):
    """Goals of (reading_id, year, low, high) -> their labels."""
    monkeypatch.setattr(series, "name_reading", NAMES.__getitem__)
    monkeypatch.setattr(series, "compute_pace_line", lambda row: None)

    def make(*goals):
        rows = pd.DataFrame(
            goals, columns=["reading_id", "target_year", "target_low", "target_high"]
        )
        rows = rows.assign(unit="亿元", proposed_status=None)
        return [goal.label for goal in series.list_goals(rows)]

    return make


def test_goals_of_one_value_share_a_label(list_labels):
    labels = list_labels(
        ("end_2025", 2025, 30.0, None),
        ("april_2026", 2025, 30.0, None),
        ("end_2026", 2026, 40.0, None),
    )
    assert labels == ["至2025年底、至2026年4月：30亿元"] * 2 + ["至2026年底：40亿元"]


def test_a_range_from_the_same_height_is_named_beside_the_value(list_labels):
    labels = list_labels(("end_2025", 2025, 30.0, None), ("end_2026", 2026, 30.0, 40.0))
    assert labels == ["至2025年底：30亿元；至2026年底：30—40亿元"] * 2


def test_a_goal_alone_is_named_by_its_year(list_labels):
    (label,) = list_labels(("end_2025", 2025, 30.0, None))
    assert "2025" in label and label.endswith("30亿元") and NAMES["end_2025"] not in label
