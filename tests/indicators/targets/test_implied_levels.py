"""The levels before the changes that the plan reports, under each reading."""

import pandas as pd
import pytest

from indicators.targets.implied_levels import compute_implied_levels


@pytest.fixture(scope="module")
def levels(plan_store):
    return compute_implied_levels(plan_store.query("queries/baseline_changes"))


@pytest.mark.parametrize(
    ("change_id", "reading_id", "level", "limit"),
    [
        # 2158 / 1.08 and 2158 / 1.08^5; 54 and 61 in the same manner.
        ("livestock_stock_change", "livestock_change_total", 1998.1, "at_most"),
        ("livestock_stock_change", "livestock_change_yearly", 1468.7, "at_most"),
        ("meat_output_change", "meat_change_total", 50.0, "at_most"),
        ("meat_output_change", "meat_change_yearly", 36.8, "at_most"),
        ("dairy_output_change", "dairy_change_total", 56.5, "at_most"),
        ("dairy_output_change", "dairy_change_yearly", 41.5, "at_most"),
        # 6858 / 1.338 and 6334 / 1.429.
        ("herder_income_pastoral_change", None, 5125.6, "exactly"),
        ("herder_income_semi_pastoral_change", None, 4432.5, "exactly"),
    ],
)
def test_levels_of_2016(levels, change_id, reading_id, level, limit):
    rows = levels[levels["change_id"] == change_id]
    if reading_id is not None:
        rows = rows[rows["reading_id"] == reading_id]
    assert len(rows) == 1
    assert rows.iloc[0]["from_value"] == pytest.approx(level, abs=0.05)
    assert (rows.iloc[0]["limit"], rows.iloc[0]["from_year"]) == (limit, 2016)


def test_a_change_without_a_level_implies_none(levels):
    """The plan says by how much pests fell, but not from or to what."""
    pests = levels[levels["indicator_id"].isin(["rodent_area", "insect_area"])]
    assert len(pests) == 2 and pests["from_value"].isna().all()


def test_a_fall_of_everything_implies_no_level():
    change = {
        "from_year": 2016,
        "to_year": 2021,
        "to_value": 5.0,
        "change_pct": -100.0,
        "kind": "relative_change",
        "comparator": "exactly",
    }
    rows = compute_implied_levels(pd.DataFrame([change, change | {"change_pct": -50.0}]))
    assert pd.isna(rows.loc[0, "from_value"]) and rows.loc[1, "from_value"] == 10
