"""The units of a map: list them, rank them, compute their change between two years."""

import pandas as pd

from data.clock import to_office
from data.ranks import rank_values
from data.words.catalogue import get_language, t
from data.words.formulas import format_formula
from data.words.names import pick_name
from data.words.numbers import format_number, format_signed, format_year, is_missing, join_unit
from geo.legend import NO_DATA, NOT_ASSIGNED, NOT_FOUNDED_KEY
from geo.sources import REGION, belongs_to, find_absent, is_counted, is_drawn

STATE_ORDER = ("returned", "provisional", "reported", "derived", "published", "verified")


def list_map_units(areas: pd.DataFrame, level: str) -> pd.DataFrame:
    """Return the units of a level by area_id: name, short_name, is_xpcc, has_shape, key, note."""
    mine = areas[belongs_to(areas, level)]
    zh = get_language() == "zh"
    units = pd.DataFrame(
        {
            "name": mine["name_zh"] if zh else mine["name_en"],
            "short_name": mine["short_zh"] if zh else _shorten_english(areas)[mine.index],
            "is_xpcc": mine["division"] == "xpcc",
            "has_shape": is_drawn(areas, level)[mine.index],
        },
        index=mine.index,
    )
    for column, value in (("key", NO_DATA), ("note", "")):
        units[column] = pd.Series(value, index=units.index, dtype=object)
    return units


def _shorten_english(areas: pd.DataFrame) -> pd.Series:
    """Drop the rank (County, City …) from a name if the rest stays unique."""
    names = areas["name_en"]
    short = names.str.replace(
        r"\s+((\w+ )?Autonomous )?(County|City|District|Prefecture)$", "", regex=True
    )
    return short.where(~short.duplicated(keep=False), names)


def add_ranks(units: pd.DataFrame, setting, *, is_up: bool) -> int:
    """Add the column rank; return how many are ranked, 0 if too few have data.

    As `indicators.ranking` does: 1 is the highest if `is_up`, else the lowest; the units counted
    are those of the level that existed. A rank among the few that reported would reward
    reporting itself.
    """
    is_peer = ~units["key"].isin((NOT_ASSIGNED, NOT_FOUNDED_KEY))
    peers = units[is_peer & is_counted(setting.areas, setting.level)[units.index]]
    values = peers["value"].dropna()
    expected = max(len(peers), setting.stated)
    is_ranked = expected > 0 and len(values) / expected >= setting.min_coverage
    values = values if is_ranked else values[:0]
    ranks = pd.Series(rank_values(values, is_up=is_up), index=values.index, dtype="Int64")
    units["rank"] = ranks.reindex(units.index)
    return len(values)


def compute_area_changes(
    figures: pd.DataFrame, from_year: int, to_year: int, *, is_rate: bool
) -> pd.DataFrame:
    """Return one row per area with both values: value (the change), the weaker state, source.

    value_first and value_last are the two; the change is missing where no per cent can be given
    of the first.
    """
    first, last = (
        figures[figures["year"] == year].set_index("area_id") for year in (from_year, to_year)
    )
    both = last.join(first[["value", "state"]].add_suffix("_first"), how="inner")
    if is_rate:
        change = both["value"] - both["value_first"]
    else:
        change = ((both["value"] / both["value_first"] - 1) * 100).where(both["value_first"] > 0)
    weaker = [
        min(pair, key=STATE_ORDER.index)
        for pair in zip(both["state"], both["state_first"], strict=True)
    ]
    return both.assign(value=change, value_last=both["value"], state=weaker)


def compute_real_growth(index: pd.DataFrame, from_year: int, to_year: int) -> pd.DataFrame:
    """Return the growth at constant prices from an index (previous year = 100).

    Returns
    -------
    DataFrame
        One row per area with the index of every year after the first up to the last: value
        (per cent, the product of the indices), the weakest state, source and recorded_at of
        the newest. By hand: 110 and 120 make 32 %.
    """
    low, high = min(from_year, to_year), max(from_year, to_year)
    between = index[(index["year"] > low) & (index["year"] <= high)].sort_values("year")
    groups = between.groupby("area_id")
    factors = groups["value"].agg(lambda values: (values / 100).prod())
    factors = factors.where((groups["year"].nunique() == high - low) & (factors > 0)).dropna()
    growth = ((factors if to_year >= from_year else 1 / factors) - 1) * 100
    newest = groups.last().reindex(growth.index)
    weakest = groups["state"].agg(lambda states: min(states, key=STATE_ORDER.index))
    return newest.assign(value=growth, state=weakest.reindex(growth.index))


def find_broken(
    area_ids: pd.Index, breaks: pd.DataFrame, from_year: int, to_year: int
) -> pd.Series:
    """Tell for each area whether a series break lies between two years."""
    low, high = min(from_year, to_year), max(from_year, to_year)
    between = breaks[(breaks["after_year"] >= low) & (breaks["after_year"] < high)]
    broken = set(between["area_id"])
    return pd.Series(
        [REGION in broken or area_id in broken for area_id in area_ids], index=area_ids
    )


def list_shown(units: pd.DataFrame) -> pd.Index:
    """Return the ids of the units that show a value."""
    is_out = units["key"].isin((NOT_ASSIGNED, NOT_FOUNDED_KEY))
    return units.index[units["value"].notna() & ~is_out]


def pick_level(figures: pd.DataFrame, areas: pd.DataFrame, level: str) -> pd.DataFrame:
    """Return year and value of the figures of the units of a level, in all years."""
    is_shown = figures["area_id"].isin(areas.index[belongs_to(areas, level)])
    return figures.loc[is_shown, ["year", "value"]]


def describe_cutoff(figures: pd.DataFrame, year: int) -> str:
    """Return the year, and the day on which the newest of the figures was recorded."""
    newest = pd.to_datetime(figures["recorded_at"]).max() if len(figures) else pd.NaT
    if pd.isna(newest):
        return t("map.cutoff.year", year=format_year(year))
    return t(
        "map.cutoff.recorded",
        year=format_year(year),
        day=f"{to_office(newest.to_pydatetime()):%Y-%m-%d}",
    )


def describe_region_figure(figures: pd.DataFrame, unit: str, *, signed: bool = False) -> str:
    """Return the region's own value with its state in words; "" if it has none.

    `figures` is indexed by area_id, with value (in `unit`), state and, where it is known,
    sources_disagree.
    """
    if REGION not in figures.index or pd.isna(figures.at[REGION, "value"]):
        return ""
    own = figures.loc[REGION]
    state = t(f"map.state.{own['state']}")
    if own.get("sources_disagree"):
        state = t("map.region_disagrees", state=state)
    (value,) = format_values(figures.loc[[REGION], "value"], unit, signed=signed)
    return t("map.region", value=value, state=state)


def write_formula(sources: pd.Series, indicator) -> pd.Series:
    """Return sources in which the formula of a computed indicator has the names of its inputs.

    `indicator` is a row of `geo.sources.load_map_indicators`.
    """
    if is_missing(indicator["formula"]):
        return sources
    names = {row["input_id"]: pick_name(row) for row in indicator["operands"]}
    words = format_formula(indicator["operands"], names.__getitem__)
    return sources.mask(sources == indicator["formula"], words)


def format_values(values: pd.Series, unit: str, *, signed: bool = False) -> list[str]:
    """Return values with their unit as texts; "" for a missing value."""
    write = format_signed if signed else format_number
    return ["" if is_missing(value) else join_unit(write(value), unit) for value in values.tolist()]


def make_units(setting, peers, *years: int) -> pd.DataFrame:
    """Return the units of a level; those outside `peers` have the key not_assigned.

    Without `peers`, those outside the part of the region that the setting is for. The others
    that did not exist in one of the `years` shown have the key not_founded.
    """
    units = setting.make_units()
    peers = setting.members if peers is None else peers
    if peers is not None:
        units.loc[~units.index.isin(peers), "key"] = NOT_ASSIGNED
    is_absent = units.index.isin(find_absent(setting.areas, years))
    units.loc[is_absent & (units["key"] != NOT_ASSIGNED), "key"] = NOT_FOUNDED_KEY
    return units
