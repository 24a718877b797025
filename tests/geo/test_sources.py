"""What maps are drawn from, as it is loaded."""

from geo.sources import (
    LEVELS,
    belongs_to,
    load_all_figures,
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
