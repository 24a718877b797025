"""The map of change between two years; values at current prices use their volume index."""

from dataclasses import replace

import pandas as pd

from data.words.catalogue import t
from data.words.names import pick_name
from data.words.numbers import POINTS, format_value, format_year, name_unit
from geo.classes import Classes, compute_diverging
from geo.legend import FROM_ZERO_KEY, NO_DATA, NOT_COMPARABLE_KEY
from geo.sources import REGION, get_growth_id
from geo.units import (
    add_ranks,
    compute_area_changes,
    compute_real_growth,
    describe_cutoff,
    describe_region_figure,
    find_broken,
    format_values,
    list_shown,
    make_units,
    write_formula,
)
from geo.views import PERCENT, MapView, Setting, finish_view


def build_change_view(
    setting: Setting,
    indicator,
    figures: pd.DataFrame,
    breaks: pd.DataFrame,
    from_year: int,
    to_year: int,
    *,
    index: pd.DataFrame | None = None,
    classes: Classes | None = None,
    peers=None,
) -> MapView:
    """Return the map of change between two years.

    Rates change in percentage points, everything else in per cent of the earlier value. A
    unit whose series breaks in between is not comparable, because no growth is computed
    across a break. An earlier value of zero or below gives no percentage: the unit has a key of
    its own, and its note has both values.

    Parameters
    ----------
    indicator, figures, peers
        As in `geo.views.build_indicator_view`.
    breaks : DataFrame
        From `geo.sources.load_map_breaks`; those of the index if `indicator` has a growth_id.
    index : DataFrame or None
        Figures of that index (previous year = 100, constant prices). It gives the growth of a
        value at current prices. A unit that lacks the index of any year is not comparable,
        because prices change its two values too.
    """
    units = make_units(setting, peers, from_year, to_year)
    is_real = get_growth_id(indicator) is not None
    is_rate = indicator["unit"] == PERCENT
    change = compute_area_changes(figures, from_year, to_year, is_rate=is_rate)
    if is_real:
        priced = units.index.isin(change.index) & (units["key"] == NO_DATA)
        change = compute_real_growth(figures[:0] if index is None else index, from_year, to_year)
        _mark_broken(units, priced & ~units.index.isin(change.index), "map.note.current_prices")
    units = units.join(change[["value", "state", "source"]])
    units["source"] = write_formula(units["source"], indicator)
    broken = find_broken(units.index, breaks, from_year, to_year)
    is_known = units.index.isin(change.index) & (units["key"] == NO_DATA)
    _mark_broken(units, broken & is_known, "map.note.break")
    _mark_from_zero(units, is_known & ~broken, change, indicator["unit"], (from_year, to_year))
    units["value"] = units["value"].mask(broken)
    unit = name_unit(POINTS) if is_rate else PERCENT
    units["text"] = format_values(units["value"], unit, signed=True)
    classes = classes or compute_diverging(units["value"])
    is_up = indicator["direction"] == "up"
    ranked = add_ranks(units, setting, is_up=is_up)
    name = pick_name(indicator)
    title = t(
        f"map.title.change_{setting.level}",
        whole=setting.whole,
        indicator=t("map.title.real_growth", indicator=name) if is_real else name,
        from_year=format_year(from_year),
        to_year=format_year(to_year),
    )
    view = finish_view(
        "change",
        setting,
        title,
        unit,
        units,
        classes,
        peers=peers,
        ranked=ranked,
        cutoff=describe_cutoff(change.reindex(list_shown(units)), to_year),
    )
    # What lies on both sides of a break is not compared for the region either.
    is_comparable = not find_broken(pd.Index([REGION]), breaks, from_year, to_year).any()
    if is_comparable:
        view = replace(view, region=describe_region_figure(change, unit, signed=True))
    # It shows figures of two years.
    view = replace(view, is_up=is_up, coded=setting.describe_coded(indicator["indicator_id"], None))
    return _name_not_comparable(view) if is_real else view


def _mark_broken(units: pd.DataFrame, is_broken, note: str) -> None:
    units.loc[is_broken, "key"] = NOT_COMPARABLE_KEY
    units.loc[is_broken, "note"] = t(note)


def _mark_from_zero(units, is_known, change: pd.DataFrame, unit: str, years) -> None:
    """Tell of the units of which both values are known why they have no change, and the values."""
    for area_id in units.index[is_known & units["value"].isna()]:
        first, last = (
            t("map.note.value_in", year=format_year(year), value=format_value(value, unit))
            for year, value in zip(
                years, change.loc[area_id, ["value_first", "value_last"]], strict=True
            )
        )
        units.at[area_id, "key"] = FROM_ZERO_KEY
        units.at[area_id, "note"] = t("map.note.from_zero", first=first, last=last)


def _name_not_comparable(view: MapView) -> MapView:
    """Say in the legend that an index may be missing too: nothing else would tell why."""
    refusal = "map.key.not_comparable_prices"
    legend = tuple(
        replace(item, label=t(refusal)) if item.key == NOT_COMPARABLE_KEY else item
        for item in view.legend
    )
    return replace(view, legend=legend, refusal=refusal)
