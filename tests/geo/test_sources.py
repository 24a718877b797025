"""What maps are drawn from, as it is loaded."""

import shutil

import pandas as pd

from data.store.database import Store
from data.store.figures import load_figure_counts
from geo.sources import (
    COUNTY,
    LEVELS,
    belongs_to,
    load_all_figures,
    load_figures,
    load_has_county_figures,
    load_map_areas,
    load_map_counts,
    load_map_indicators,
    pick_figures,
)
from tests.conftest import record_figures


def test_the_figures_that_are_counted_are_those_of_the_map_of_their_level(store):
    areas, figures = load_map_areas(store), load_all_figures(store)
    counted = {}
    for indicator_id in load_map_indicators(store).index:
        found = pick_figures(figures, indicator_id)["area_id"]
        on_map = {
            level: int(found.isin(areas.index[belongs_to(areas, level)]).sum()) for level in LEVELS
        }
        if any(on_map.values()):
            counted[indicator_id] = on_map[COUNTY]
    assert load_map_counts(store) == counted
    assert any(counted.values()) and not all(counted.values())
    assert load_has_county_figures(store)


def test_what_lies_in_no_county_of_the_plan_is_not_counted_for_counties(plan_file, tmp_path):
    def figure(indicator_id, area_id, **more):
        return {"indicator_id": indicator_id, "area_id": area_id, "year": 2024, "value": 1.0} | more

    with Store(shutil.copy(plan_file, tmp_path)) as store:
        before = load_map_counts(store)
        assert not load_has_county_figures(store)
        record_figures(
            store,
            figure("camel_stock", "a_users_group"),
            figure("donkey_stock", "652300"),
            figure("donkey_stock", "650000", year=2025),
            figure("horse_stock", "654201", period="Q1"),
        )
        assert load_figure_counts(store)["camel_stock"]
        after = load_map_counts(store)
        assert {name: n for name, n in after.items() if before.get(name) != n} == {
            "donkey_stock": 0
        }
        assert not load_has_county_figures(store)
        record_figures(
            store, figure("horse_stock", "654201"), figure("horse_stock", "654201", year=2023)
        )
        assert load_map_counts(store)["horse_stock"] == 2
        assert load_has_county_figures(store)


def test_figures_of_one_indicator_are_those_picked_from_all(store, send_figures):
    figures = [
        {"area_id": area_id, "year": year, "value": float(year % 100), "source": source}
        for area_id in ("654026", "652301", "654025")
        for year, source in ((2024, "年报"), (2022, None), (2023, "快报"))
    ]
    send_figures(store, *(figure | {"indicator_id": "goat_stock"} for figure in figures))
    every = load_all_figures(store)
    for indicator_id in ("goat_stock", "livestock_stock", "beef_output", "unknown"):
        found, picked = load_figures(store, indicator_id), pick_figures(every, indicator_id)
        pd.testing.assert_frame_equal(found, picked)
        assert found.sort_values(["year", "area_id"]).index.equals(found.index)
    assert None in set(load_figures(store, "goat_stock")["source"])
