"""One view of every kind of map, from the seeded store."""

from dataclasses import replace

import pandas as pd

from data.ledger.codes import load_figures_version
from geo import sources
from geo.change import build_change_view
from geo.views import (
    MapView,
    Setting,
    build_coverage_view,
    build_indicator_view,
    build_roles_view,
    build_status_view,
)

KINDS = (
    "indicator",
    "peers",
    "change",
    "role",
    "roles",
    "coverage",
    "status",
    "prefecture",
    "empty",
)
STATUSES = ("achieved", "on_pace", "slightly_behind", "behind", "moving_away")


def make_view(store, kind: str, year: int = 2024) -> MapView:
    """Return the view of a kind, in the language in use."""
    setting = Setting(sources.load_map_areas(store), "county", version=load_figures_version(store))
    indicators = sources.load_map_indicators(store)
    if kind in ("role", "roles"):
        return build_roles_view(
            setting,
            sources.load_map_roles(store),
            sources.load_role_names(store),
            ["forage_base"] if kind == "role" else None,
        )
    if kind == "coverage":
        return build_coverage_view(setting, sources.load_coverage(store), year)
    if kind == "status":
        return build_status_view(setting, make_statuses(setting.areas), "T", year)
    indicator_id = {
        "prefecture": "livestock_stock",
        "empty": "milk_output",
        "peers": "sheep_stock",
    }.get(kind, "beef_output")
    figures = sources.load_figures(store, indicator_id)
    indicator = indicators.loc[indicator_id]
    if kind == "change":
        return build_change_view(
            setting, indicator, figures, sources.load_map_breaks(store, indicator_id), 2020, year
        )
    if kind == "prefecture":
        setting = replace(setting, level="prefecture", _units={})
        return build_indicator_view(setting, indicator, figures, 2002)
    peers = None
    if kind == "peers":
        roles = sources.load_map_roles(store)
        peers = set(roles.loc[roles["role_id"] == "altay_kazakh_sheep", "area_id"])
    return build_indicator_view(setting, indicator, figures, year, peers=peers)


def make_statuses(areas: pd.DataFrame) -> pd.DataFrame:
    """Return a status for two counties in three, all five in turn."""
    ids = [
        area_id
        for number, area_id in enumerate(areas.index[areas["level"] == "county"])
        if number % 3
    ]
    return pd.DataFrame(
        {
            "area_id": ids,
            "reason": "",
            "status": [STATUSES[number % 5] for number in range(len(ids))],
        }
    )
