"""Cached loaders of the page of one indicator."""

import pandas as pd

from geo import sources
from geo.classes import compute_classes
from geo.views import MapView, build_indicator_view
from indicators.ranking import Ranking, rank_areas
from pages.shell import cache
from pages.shell.map_cache import (
    get_figure_counts,
    get_map_areas,
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
    areas = get_map_areas()
    figures = get_map_figures(indicator_id)
    is_shown = figures["area_id"].isin(areas.index[sources.belongs_to(areas, level)])
    return build_indicator_view(
        get_map_setting(level),
        get_map_indicators().loc[indicator_id],
        figures,
        year,
        classes=compute_classes(figures.loc[is_shown, "value"]),
    )


@cache.keep("figures", compares=True)
def list_with_figures() -> frozenset[str]:
    """Return the indicators with a yearly figure of any area."""
    return frozenset(get_figure_counts())


def pick_own_figures(indicator_id: str, area_id: str) -> pd.DataFrame:
    """Return the area's own figures of an indicator with notes and inputs, oldest first."""
    figures = cache.get_area_figures(area_id)
    return figures[figures["indicator_id"] == indicator_id]
