"""Cached loaders of the steps from sending to publishing."""

import pandas as pd

from data.clock import get_today
from data.ledger.steps.deadlines import load_step_days, load_step_days_numbers
from data.ledger.steps.sampling import list_samples, load_sample_values
from data.ledger.steps.stages import (
    Selection,
    list_released,
    list_step_acts,
    load_is_in_use,
    load_return_rates,
    load_stages,
)
from data.ledger.steps.waiting import group_waiting, list_waiting
from indicators.counties.completeness import compute_completeness, load_first_days
from indicators.counties.sample_errors import compute_sample_errors
from indicators.counties.step_rates import compute_step_rates
from pages.shell import cache
from pages.shell.owed_cache import OWED, get_county_inputs


@cache.keep("figures")
def get_is_in_use() -> bool:
    """Tell whether the office uses the steps."""
    return load_is_in_use(cache.get_store())


@cache.keep("figures", "groups", "settings", by_day=True, most=8)
def get_waiting(area_id: str) -> pd.DataFrame:
    """Return what waits in an area (`data.ledger.steps.waiting.list_waiting`)."""
    stages = load_stages(cache.get_store(), Selection(area_id))
    return list_waiting(stages, get_step_days()[0], get_today())


@cache.keep("figures", "groups", "settings", by_day=True, most=16)
def get_role_values(area_id: str, role: str) -> pd.DataFrame:
    """Return the values of an area that wait for a role."""
    waiting = get_waiting(area_id)
    return waiting[waiting["role"] == role]


@cache.keep("figures", "groups", "settings", by_day=True, most=16)
def get_waiting_groups(area_id: str, role: str) -> pd.DataFrame:
    """Return what waits in an area for a role, by county and upload (`group_waiting`)."""
    return group_waiting(get_role_values(area_id, role))


@cache.keep("figures", "groups", most=8)
def get_released(area_id: str) -> pd.DataFrame:
    """Return what was released in an area (`data.ledger.steps.stages.list_released`)."""
    return list_released(cache.get_store(), Selection(area_id))


@cache.keep("figures")
def get_step_acts() -> pd.DataFrame:
    """Return who checked, returned and released what (`list_step_acts`)."""
    return list_step_acts(cache.get_store())


@cache.keep(*OWED, by_day=True, most=8)
def get_step_rates(area_id: str) -> tuple[pd.DataFrame, int]:
    """Return how each county of an area sends (`compute_step_rates`), and how many are left out."""
    today, store, inputs = get_today(), cache.get_store(), get_county_inputs()
    first_days = load_first_days(store, inputs.progress.plan["first_year"] - 10, today.year)
    found = compute_completeness(inputs, first_days, today, area_id)
    rates = compute_step_rates(found, load_return_rates(store, Selection(area_id)))
    return rates, found.left_out


@cache.keep("samples")
def get_samples() -> pd.DataFrame:
    """Return the samples, newest first."""
    return list_samples(cache.get_store())


@cache.keep("samples", "figures", most=8)
def get_sample_values(sample_id: str | None) -> pd.DataFrame:
    """Return the values of a sample, or of all, with their findings."""
    return load_sample_values(cache.get_store(), sample_id)


@cache.keep("samples", "figures")
def get_sample_errors() -> dict[str, dict]:
    """Return what all samples found in each county (a row of `compute_sample_errors`)."""
    rows = compute_sample_errors(get_sample_values(None)).to_dict("records")
    return {row["area_id"]: row for row in rows}


@cache.keep("settings")
def get_step_days() -> tuple[dict[str, int], dict[str, int]]:
    """Return the days after each stage, and the number of each setting (0: ours)."""
    store = cache.get_store()
    return load_step_days(store), load_step_days_numbers(store)
