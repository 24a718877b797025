"""The plan's requirement is a level: the same number every year, met or not, or no data."""

import pytest

from data.store.plan import load_plan_items
from indicators.inputs import load_inputs
from indicators.targets.requirements import judge_requirements

SHARE = "tested_sires_share"


def judge(store, area_id="650000", year=2026):
    items = load_plan_items(store)
    return judge_requirements(load_inputs(store), items, area_id, year).set_index("item_id")


def test_only_the_requirement_is_judged_and_nothing_known_is_not_unmet(plan_store):
    rows = judge(plan_store)
    assert list(rows.index) == ["requirement_tested_sires"]
    assert rows.iloc[0].isna().all()


@pytest.mark.parametrize(("value", "is_met"), [(100.0, True), (99.9, False), (0.0, False)])
def test_a_hundred_per_cent_are_needed(store, send_figures, value, is_met):
    send_figures(store, {"indicator_id": SHARE, "area_id": "650000", "year": 2024, "value": value})
    row = judge(store).iloc[0]
    assert (row["value"], row["year"], row["is_met"]) == (value, 2024, is_met)
    assert row["state"] == "reported"


def test_it_does_not_grow(store, send_figures):
    """What was enough once is not enough for ever: the newest figure counts."""
    for year, value in ((2022, 100.0), (2025, 98.0)):
        send_figures(
            store, {"indicator_id": SHARE, "area_id": "650000", "year": year, "value": value}
        )
    assert judge(store, year=2023).iloc[0]["is_met"]
    assert not judge(store, year=2025).iloc[0]["is_met"]


def test_too_few_counties_make_no_figure(store, send_figures):
    send_figures(store, {"indicator_id": SHARE, "area_id": "654026", "year": 2024, "value": 100.0})
    assert judge(store).iloc[0].isna().all()
    assert judge(store, "654026").iloc[0]["is_met"]
