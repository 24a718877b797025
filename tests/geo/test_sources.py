"""What maps are drawn from, as it is loaded."""

from geo.sources import (
    LEVELS,
    belongs_to,
    load_all_figures,
    load_figures,
    load_map_areas,
    load_map_counts,
    load_map_indicators,
    pick_figures,
)


def test_the_figures_that_are_counted_are_those_of_the_map_of_their_level(store):
    areas, figures = load_map_areas(store), load_all_figures(store)
    counted = {}
    for indicator_id in load_map_indicators(store).index:
        found = pick_figures(figures, indicator_id)["area_id"]
        if len(found):
            shown = {level: areas.index[belongs_to(areas, level)] for level in LEVELS}
            counted[indicator_id] = {
                level: int(found.isin(ids).sum()) for level, ids in shown.items()
            }
    assert load_map_counts(store) == counted
    assert all(any(counts[level] for counts in counted.values()) for level in LEVELS)


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
        assert (
            found.astype(object)
            .where(found.notna(), None)
            .equals(picked.astype(object).where(picked.notna(), None))
        )
        assert found.sort_values(["year", "area_id"]).index.equals(found.index)
    assert None in set(load_figures(store, "goat_stock")["source"])
