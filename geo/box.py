"""The map of one box item: how many of its projects are completed, by county."""

from dataclasses import replace

import pandas as pd

from data.words.catalogue import t
from data.words.numbers import format_number, join_unit, name_unit
from geo.classes import compute_whole_classes
from geo.units import make_units
from geo.views import MapView, Setting, at_counties, finish_view


def build_box_view(
    setting: Setting,
    projects: pd.DataFrame,
    item_name: str,
    unit: str,
    bound,
    *,
    most: int = 0,
    is_demonstration: bool = False,
) -> MapView:
    """Return the map of one box item: how many of its projects are completed, by county.

    Parameters
    ----------
    projects : DataFrame
        The register's projects of the item: area_id, stage, quantity.
    unit : str
        Unit of the item.
    bound : set of str or None
        The counties that the item binds; the others are not assigned. None means any county.
    most : int
        The highest number that the classes must cover, for maps side by side.
    is_demonstration : bool
        Whether any of the projects is made up; the map then says so.

    Notes
    -----
    A county with registered projects and none completed has zero; a county without any
    project in the register has no data. Projects of a prefecture or the region belong to
    no county and are not drawn.
    """
    units = make_units(at_counties(setting), bound)
    done = projects["stage"].isin(("completed", "accepted"))
    amount = projects["quantity"].fillna(1).where(done, 0)
    units["value"] = amount.groupby(projects["area_id"]).sum().astype(float)
    registered = projects.groupby("area_id").size()
    name = name_unit(unit)
    units["text"] = [
        ""
        if pd.isna(value)
        else t(
            "map.box_text",
            done=join_unit(format_number(value), name),
            n=int(registered.get(area_id, 0)),
        )
        for area_id, value in units["value"].items()
    ]
    units["state"], units["source"], units["rank"] = None, None, pd.NA
    classes = compute_whole_classes([0.0, most, *units["value"].dropna()])
    view = finish_view(
        "box",
        at_counties(setting),
        t("map.title.box", whole=setting.whole, item=item_name),
        name,
        units,
        classes,
        peers=bound,
        cutoff=t("map.cutoff.register"),
    )
    mark = t("map.demonstration") if is_demonstration else ""
    return replace(view, sources=(t("map.source.register"),), watermark=mark)
