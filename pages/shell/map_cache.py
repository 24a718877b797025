"""Cached loaders of what maps on several pages are made of."""

import pandas as pd

from geo import sources
from geo.units import pick_level
from geo.views import Setting
from pages.shell import cache


@cache.keep("plan")
def get_map_areas() -> pd.DataFrame:
    """Return the areas of maps, by area_id."""
    return sources.load_map_areas(cache.get_store())


@cache.keep("settings")
def get_map_setting(level: str) -> Setting:
    """Return what a small map of a level is made from; its version and sources are not known."""
    return Setting(
        get_map_areas(),
        level,
        sources.load_min_coverage(cache.get_store()),
        is_partial=not cache.sees_all(),
    )


@cache.keep("plan")
def get_map_roles() -> pd.DataFrame:
    """Return the roles with their counties (see `geo.sources.load_map_roles`)."""
    return sources.load_map_roles(cache.get_store())


@cache.keep("plan")
def get_role_names() -> pd.DataFrame:
    """Return the roles in the plan's order (see `geo.sources.load_role_names`)."""
    return sources.load_role_names(cache.get_store())


@cache.keep("plan")
def get_map_indicators() -> pd.DataFrame:
    """Return the indicators of maps, by indicator_id."""
    return sources.load_map_indicators(cache.get_store())


@cache.keep("figures", compares=True)
def get_map_counts() -> dict[str, int]:
    """Return how many figures of counties each indicator on a map has (`load_map_counts`)."""
    return sources.load_map_counts(cache.get_store())


@cache.keep("figures", compares=True)
def has_county_figures() -> bool:
    """Tell whether any county has a figure of any indicator."""
    return sources.load_has_county_figures(cache.get_store())


@cache.keep("figures", compares=True)
def get_map_figures(indicator_id: str) -> pd.DataFrame:
    """Return the yearly figures of an indicator (see `geo.sources.pick_figures`)."""
    return sources.load_figures(cache.get_store(), indicator_id)


@cache.keep("figures", compares=True)
def get_level_figures(indicator_id: str, level: str) -> pd.DataFrame:
    """Return year and value of the figures that a map of a level shows: of all years, which set its
    classes."""
    return pick_level(get_map_figures(indicator_id), get_map_areas(), level)
