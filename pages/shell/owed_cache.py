"""Cached loaders of counties: their inputs and figures, what is asked of them, what they owe."""

from collections import Counter
from datetime import date
from itertools import chain

import pandas as pd

from data.clock import get_today
from indicators.counties.duties import list_duties
from indicators.counties.owed import TargetCells, find_target_cells, list_missing
from indicators.counties.peers import has_allocations, list_own_figures, list_own_rows
from indicators.counties.profile import CountyInputs, load_county_inputs
from indicators.counties.reporting import find_next_due, get_months_after, list_unreported
from pages.shell import cache
from pages.shell.box_cache import BOXES, MOST_DAYS, get_box_inputs

# What is owed depends on figures, groups and settings; roles and items are the plan's.
OWED = BOXES


def get_county_inputs(as_of: date | None = None) -> CountyInputs:
    """Return the inputs of counties as of a day, today without one."""
    return _get_inputs_of((as_of or get_today()).year)


@cache.keep(*BOXES, most=MOST_DAYS)
def _get_inputs_of(year: int) -> CountyInputs:
    """Return the inputs of a year: only those of the boxes depend on it."""
    boxes = get_box_inputs(date(year, 12, 31))
    return load_county_inputs(cache.get_store(), progress=cache.get_inputs(), boxes=boxes)


@cache.keep(*BOXES, by_day=True, compares=True)
def get_unreported(area_id: str) -> pd.DataFrame:
    """Return the figures of an area that are overdue today."""
    return list_unreported(get_county_inputs(), area_id, get_today())


@cache.keep(*BOXES, by_day=True, compares=True)
def get_duties(area_id: str) -> pd.DataFrame:
    """Return what the boxes ask of an area today."""
    return list_duties(get_county_inputs(), area_id, get_today())


@cache.keep(*BOXES, by_day=True, compares=True)
def get_own_figures(area_id: str, year: int) -> pd.DataFrame:
    """Return an area's figures beside last year, target and region."""
    progress = cache.get_progress(area_id, year)
    return list_own_figures(get_county_inputs(), area_id, year, progress)


@cache.keep(*BOXES, by_day=True, compares=True)
def get_own_rows(area_id: str, year: int) -> list[dict]:
    """Return the rows of `get_own_figures` as dicts; what is missing is None."""
    inputs = get_county_inputs()
    progress = cache.get_progress(area_id, year) if has_allocations(inputs, area_id) else None
    return list_own_rows(inputs, area_id, year, progress)


def find_next_report() -> tuple[int, date]:
    """Return the year whose figures are due next, and the day until when."""
    return find_next_due(get_today(), get_months_after(get_county_inputs(), None))


@cache.keep(*BOXES, by_day=True, most=2)
def get_target_cells() -> TargetCells:
    """Return what the targets need of each area today (`find_target_cells`)."""
    return find_target_cells(get_county_inputs(), get_today())


@cache.keep(*BOXES, by_day=True, compares=True)
def get_missing(area_id: str) -> pd.DataFrame:
    """Return the cells that an area and its counties owe today (`list_missing`)."""
    of_targets = get_target_cells()
    return list_missing(get_county_inputs(), get_today(), area_id, of_targets=of_targets)


@cache.keep(*BOXES, by_day=True, compares=True)
def count_missing(area_id: str) -> dict[str, int]:
    """Return how many cells each target lacks; without a missing cell it is not listed."""
    return dict(Counter(chain.from_iterable(get_missing(area_id)["target_ids"])))
