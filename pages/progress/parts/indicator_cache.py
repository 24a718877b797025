"""Cached loaders of the page of one indicator."""

from data.store.figures import load_figure_counts
from geo.classes import compute_classes
from geo.views import MapView, build_indicator_view
from indicators.ranking import Ranking, rank_areas
from pages.shell import cache
from pages.shell.map_cache import (
    get_level_figures,
    get_map_figures,
    get_map_indicators,
    get_map_setting,
)


@cache.keep(*cache.PROGRESS)
def get_ranking(indicator_id: str, area_id: str, year: int) -> Ranking:
    """Return the areas with a figure, ranked (see `rank_areas`)."""
    return rank_areas(cache.get_inputs(), indicator_id, area_id, year)


@cache.keep("figures", "settings", in_words=True)
def get_small_view(indicator_id: str, level: str, year: int) -> MapView:
    """Return the map of the region; its classes are those of the page of maps."""
    return build_indicator_view(
        get_map_setting(level),
        get_map_indicators().loc[indicator_id],
        get_map_figures(indicator_id),
        year,
        classes=compute_classes(get_level_figures(indicator_id, level)["value"]),
    )


@cache.keep("figures", compares=True)
def list_with_figures() -> frozenset[str]:
    """Return the indicators with a yearly figure of any area."""
    return frozenset(load_figure_counts(cache.get_store()))


def do_sources_disagree(indicator_id: str, area_id: str, year: int) -> bool:
    """Tell whether sources give different figures of an area's own value of a year."""
    # The small map needs these figures anyway; those of the area would be all of its indicators.
    figures = get_map_figures(indicator_id)
    figures = figures[figures["year"] == year]
    return bool(figures.loc[figures["area_id"] == area_id, "sources_disagree"].any())
