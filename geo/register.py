"""The map of the register: how many projects each county has, and where those with a place are."""

from dataclasses import replace

import pandas as pd

from data.words.catalogue import t
from geo.classes import Classes
from geo.layers import load_layer, project_points
from geo.legend import MARK, LegendItem
from geo.palettes import STAGE_COLORS, pick_sequential
from geo.screen_map import Mark
from geo.views import MapView, Setting, finish_view

# Projects of a county from which each class but the first counts.
BREAKS = (1.0, 2.0, 4.0, 7.0, 11.0)
NONE_COLOR = "#EEF0EB"
# Names of projects in the words about a place.
MOST_NAMES = 8


def build_register_view(setting: Setting, projects: pd.DataFrame) -> MapView:
    """Return the map of counties by their number of projects without coordinates.

    Parameters
    ----------
    projects : DataFrame
        area_id, stage, title (what a reader calls the project), and longitude and latitude in
        degrees (EPSG:4490), missing for most. A project with coordinates is a mark
        (`list_marks`). One of a prefecture or the region without coordinates is not drawn.
    """
    units = setting.make_units()
    is_placed = projects["longitude"].notna()
    groups = dict(list(projects[~is_placed].groupby("area_id")["title"]))
    counts = [len(groups.get(area_id, ())) for area_id in units.index]
    units["value"] = pd.Series(counts, index=units.index, dtype=float)
    units["text"] = [t("map.register_text", n=count) for count in counts]
    units["note"] = [_list_titles(groups.get(area_id)) for area_id in units.index]
    units["state"], units["source"], units["rank"] = None, None, pd.NA
    classes = Classes(BREAKS, (NONE_COLOR, *pick_sequential(5)), "whole")
    view = finish_view(
        "register",
        setting,
        t("map.title.register", whole=setting.whole),
        t("map.register_unit"),
        units,
        classes,
        cutoff=t("map.cutoff.register"),
    )
    # Every county is in a class: none can lack data.
    keys = tuple(item for item in view.legend if item.key not in ("no_data",))
    stages = tuple(
        LegendItem(MARK, t("map.register_mark", stage=t(f"projects.stage.{stage}")), color, count=n)
        for stage, color in STAGE_COLORS.items()
        if (n := int((is_placed & (projects["stage"] == stage)).sum()))
    )
    return replace(view, legend=keys + stages, sources=(t("map.source.register"),))


def list_marks(projects: pd.DataFrame) -> list[Mark]:
    """Return a mark for each project with coordinates; `projects` also has area_name."""
    placed = projects[projects["longitude"].notna()]
    points = project_points(placed["longitude"], placed["latitude"])
    return [
        Mark(
            *point,
            STAGE_COLORS[row.stage],
            (row.title, row.area_name, t(f"projects.stage.{row.stage}")),
        )
        for point, row in zip(points, placed.itertuples(), strict=True)
    ]


def count_unplaced(projects: pd.DataFrame) -> int:
    """Return how many projects have neither coordinates nor a county with an outline."""
    counties = load_layer("county", "screen").index
    return int((projects["longitude"].isna() & ~projects["area_id"].isin(counties)).sum())


def _list_titles(titles) -> str:
    if titles is None:
        return ""
    more = len(titles) - MOST_NAMES
    lines = list(titles[:MOST_NAMES]) + ([t("projects.map_more", count=more)] if more > 0 else [])
    return "\n".join(lines)
