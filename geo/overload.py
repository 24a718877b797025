"""The map of overload: what the grassland of each county carries beside what it can carry."""

from dataclasses import replace

import pandas as pd

from data.words.catalogue import t
from data.words.numbers import format_number, format_year
from geo.classes import compute_classes
from geo.palettes import OVERLOAD
from geo.sources import COUNTY
from geo.units import make_units
from geo.views import PERCENT, MapView, Setting, finish_view

# Within capacity; over it by up to a tenth, three tenths, all of it: the same in every year.
OVERLOAD_BREAKS = (1e-9, 10.0, 30.0, 100.0)


def build_overload_view(setting: Setting, rows: pd.DataFrame, year: int) -> MapView:
    """Return the map of the overload of grazed grassland, by county.

    Parameters
    ----------
    rows : DataFrame
        One row per county of the year: area_id, value (overload of the deciding season in per
        cent, missing where it cannot be judged), note (status and reason in words).
    """
    own = replace(setting, level=COUNTY, _units={})
    units = make_units(own, None, year)
    found = rows.set_index("area_id")
    units["value"] = found["value"].reindex(units.index)
    units["text"] = [
        "" if pd.isna(value) else f"{format_number(value, 1)}%" for value in units["value"]
    ]
    units["note"] = found["note"].reindex(units.index).fillna("")
    units["state"], units["source"], units["rank"] = None, None, pd.NA
    classes = replace(compute_classes([], "own", own=OVERLOAD_BREAKS), colors=OVERLOAD)
    view = finish_view(
        "balance",
        own,
        t("map.title.balance", whole=own.whole, year=format_year(year)),
        PERCENT,
        units,
        classes,
        labels=[t(f"map.class.overload_{number}") for number in range(len(classes.colors))],
        cutoff=t("map.cutoff.year", year=format_year(year)),
    )
    return replace(view, sources=(t("map.source.own"),))
