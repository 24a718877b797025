"""Loads what the balance is computed from."""

from dataclasses import dataclass

import pandas as pd

from data.clock import get_today
from data.store.database import Queries
from indicators.inputs import ProgressInputs
from indicators.rollup import list_members


@dataclass(frozen=True)
class BalanceInputs:
    """What the balance is computed from, as it stands.

    Attributes
    ----------
    pastures : DataFrame
        One row per stretch of grassland, year and season: area_id, year, season (year: the whole
        year), type_id, name, use (grazed, banned), area_ha, yield_kg_ha, condition (dry, fresh),
        days, source.
    forages : DataFrame
        One row per source of other forage: area_id, year, season, kind, name, amount_t,
        condition, source.
    herds : DataFrame
        One row per kind of animal: area_id, year, season, kind, age (any, adult, young), place
        (grazing, stall_fed), head, source.
    factors : DataFrame
        One row per factor of a set: set_id, factor, subject, season, age (any: all), value (a
        share as a fraction).
    sets : DataFrame
        One row per factor set, real ones before examples and newer before older: set_id, name,
        source, is_example, version, recorded_at.
    types : DataFrame
        One row per grassland type: type_id, name_zh, name_en.
    """

    pastures: pd.DataFrame
    forages: pd.DataFrame
    herds: pd.DataFrame
    factors: pd.DataFrame
    sets: pd.DataFrame
    types: pd.DataFrame


def load_balance_inputs(source: Queries) -> BalanceInputs:
    """Load what the balance is computed from."""
    return BalanceInputs(
        source.query("queries/pastures"),
        source.query("queries/forage_sources"),
        source.query("queries/herds"),
        source.query("queries/factors"),
        source.query("queries/factor_sets"),
        source.query("queries/grassland_types"),
    )


def list_balance_years(inputs: BalanceInputs) -> list[int]:
    """Return the years with any row of pasture, forage or herd, newest first."""
    frames = (inputs.pastures, inputs.forages, inputs.herds)
    return sorted({int(year) for frame in frames for year in frame["year"]}, reverse=True)


def find_balance_year(inputs: BalanceInputs) -> int | None:
    """Return the newest year of the balance, None without any."""
    return next(iter(list_balance_years(inputs)), None)


def list_balance_areas(progress: ProgressInputs, area_id: str, year: int | None) -> list[str]:
    """Return the counties of an area in a year; a county is its own."""
    areas = progress.areas.set_index("area_id")
    if areas.loc[area_id, "level"] == "county":
        return [area_id]
    return list_members(progress, area_id, year or get_today().year)
