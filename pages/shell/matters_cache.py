"""Cached loaders of matters under supervision, recorded and by rule."""

import pandas as pd

from data.clock import get_today
from data.ledger.matters.listing import Matter, list_deadlines, load_clock_readings, load_matters
from data.store.plan import load_plan_items
from data.words.catalogue import use_language
from data.words.names import pick_name
from indicators.counties.report_matters import list_report_matters
from pages.shell import cache
from pages.shell.owed_cache import OWED, get_county_inputs

MATTERS = ("matters", "decisions", "settings")


@cache.keep(*MATTERS, by_day=True)
def get_deadlines() -> pd.DataFrame:
    """Return the deadlines of every matter today (`data.ledger.matters.listing`)."""
    return list_deadlines(cache.get_store(), get_today())


@cache.keep("matters")
def get_matters() -> dict[str, Matter]:
    """Return every matter by its id."""
    return {matter.record["matter_id"]: matter for matter in load_matters(cache.get_store())}


@cache.keep(*OWED, in_words=True, by_day=True)
def get_report_matters(area_id: str) -> pd.DataFrame:
    """Return the overdue reports of the counties of an area, as matters."""
    return list_report_matters(get_county_inputs(), get_today(), area_id)


@cache.keep("decisions")
def get_clocks() -> pd.DataFrame:
    """Return the clocks and the ways to count each (`load_clock_readings`)."""
    return load_clock_readings(cache.get_store())


@cache.keep("decisions")
def get_clock_names(language: str) -> dict[str, str]:
    """Return the name of each clock in a language."""
    clocks = get_clocks().drop_duplicates("clock_id")
    with use_language(language):
        return {row["clock_id"]: pick_name(row) for row in clocks.to_dict("records")}


@cache.keep("plan")
def get_safeguard_names(language: str) -> dict[str, str]:
    """Return the name of each safeguard of the plan in a language."""
    items = load_plan_items(cache.get_store())
    own = items[items["kind"] == "safeguard"]
    return dict(zip(own["item_id"], own[f"name_{language}"], strict=True))
