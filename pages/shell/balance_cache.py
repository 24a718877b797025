"""Kept results of the forage–livestock balance."""

import pandas as pd

from data.balance.publications import list_publications
from indicators.balance.figures import is_balance_made_up
from indicators.balance.inputs import (
    BalanceInputs,
    list_balance_areas,
    list_balance_years,
    load_balance_inputs,
)
from indicators.balance.verdict import compute_balance, pick_counties
from pages.shell import cache
from pages.shell.i18n import get_language


@cache.keep("balance")
def get_balance_inputs() -> BalanceInputs:
    """Return what the balance is computed from (see `load_balance_inputs`)."""
    return load_balance_inputs(cache.get_store())


def get_balance_years() -> list[int]:
    """Return the years of the balance, newest first."""
    return list_balance_years(get_balance_inputs())


@cache.keep("balance")
def get_balance(year: int, set_id: str | None = None) -> pd.DataFrame:
    """Return the balance of every county in a year (see `compute_balance`)."""
    return compute_balance(get_balance_inputs(), year=year, set_id=set_id)


@cache.keep("balance")
def get_county_balance(year: int, set_id: str | None = None) -> pd.DataFrame:
    """Return one row per county of a year (see `pick_counties`)."""
    return pick_counties(get_balance(year, set_id))


@cache.keep("balance")
def get_publications() -> pd.DataFrame:
    """Return what was published (see `list_publications`)."""
    return list_publications(cache.get_store())


@cache.keep("balance")
def has_example_balance(year: int) -> bool:
    """Tell whether anything of the balance of a year is made up, or rests on an example set."""
    return is_balance_made_up(get_balance_inputs(), get_balance(year))


def list_area_counties(area_id: str, year: int) -> list[str]:
    """Return the counties of an area in a year."""
    return list_balance_areas(cache.get_inputs(), area_id, year)


@cache.keep("balance", in_words=True)
def get_type_names() -> dict[str, str]:
    """Return the name of each grassland type."""
    types = get_balance_inputs().types
    return dict(zip(types["type_id"], types[f"name_{get_language()}"], strict=True))


def count_silent(area_id: str, year: int) -> int:
    """Return how many counties of an area have reported nothing for a year."""
    return len(set(list_area_counties(area_id, year)) - set(get_county_balance(year)["area_id"]))
