"""Finds what an area has not reported, and how many days overdue it is."""

import calendar
from datetime import date
from functools import lru_cache

import pandas as pd

from indicators.counties.profile import CountyInputs, list_counties, list_role_indicators
from indicators.frames import make_frame

COLUMNS = ("indicator_id", "area_id", "last_year", "missing_years", "due_on", "days_late")


@lru_cache(maxsize=4096)
def compute_due_date(year: int, months_after: int) -> date:
    """Return the last day of the month `months_after` months after the end of a year."""
    month = months_after % 12 or 12
    due_year = year + (months_after - month) // 12 + 1
    return date(due_year, month, calendar.monthrange(due_year, month)[1])


@lru_cache(maxsize=4096)
def find_due_year(as_of: date, months_after: int) -> int:
    """Return the newest year whose figures were due before a day."""
    year = as_of.year
    while compute_due_date(year, months_after) >= as_of:
        year -= 1
    return year


def find_next_due(as_of: date, months_after: int) -> tuple[int, date]:
    """Return the year whose figures are due next, on that day or later, and when."""
    year = find_due_year(as_of, months_after) + 1
    return year, compute_due_date(year, months_after)


def list_expected(inputs: CountyInputs, area_id: str) -> list[str]:
    """Return the indicators that a county has to report because of its roles.

    A computed indicator is replaced by the inputs of its formula: a county reports head and
    tonnes, not the rate.
    """
    operands = inputs.progress.index.operands
    expected = []
    for indicator_id in list_role_indicators(inputs, inputs.roles_by_county.get(area_id, [])):
        expected += [row["input_id"] for row in operands.get(indicator_id, [])] or [indicator_id]
    return list(dict.fromkeys(expected))


def list_unreported(inputs: CountyInputs, area_id: str, as_of: date) -> pd.DataFrame:
    """Return the overdue figures of an area's counties.

    Returns
    -------
    DataFrame
        One row per county and indicator of its roles with an overdue year, with `COLUMNS`:
        last_year (the newest year with a figure, missing if there is none), missing_years
        (tuple, from the plan's first year to the newest due one), due_on (when the newest
        missing year was due), days_late (days since then). A figure in any state counts as
        reported. A county without a role has nothing overdue here, and one whose figures the
        reader does not see before they are verified is left out.
    """
    rows = []
    for county in filter(inputs.knows_owed, list_counties(inputs, area_id, as_of.year)):
        for indicator_id in list_expected(inputs, county):
            row = _describe(inputs, county, indicator_id, as_of)
            if row is not None:
                rows.append(row)
    return make_frame(rows, COLUMNS, whole=("last_year",))


def _describe(inputs: CountyInputs, county: str, indicator_id: str, as_of: date) -> dict | None:
    months_after = get_months_after(inputs, indicator_id)
    known = inputs.progress.index.get_values(indicator_id, county)
    due_year = find_due_year(as_of, months_after)
    missing = tuple(
        year
        for year in range(inputs.progress.plan["first_year"], due_year + 1)
        if year not in known
    )
    if not missing:
        return None
    due_on = compute_due_date(missing[-1], months_after)
    return {
        "indicator_id": indicator_id,
        "area_id": county,
        "last_year": max(known, default=None),
        "missing_years": missing,
        "due_on": due_on,
        "days_late": (as_of - due_on).days,
    }


def get_months_after(inputs: CountyInputs, indicator_id: str | None) -> int:
    """Return how many months after the end of a year a figure is due; None: in general."""
    return inputs.months_after.get(indicator_id, inputs.months_after[None])


def count_reporting(inputs: CountyInputs, role_id: str, year: int) -> pd.DataFrame:
    """Return how the counties of a role report its indicators in a year.

    Returns
    -------
    DataFrame
        One row per county of the role, in the plan's order: area_id, reported, expected
        (numbers of indicators, computed ones replaced by their inputs), missing (tuple of ids).
    """
    operands = inputs.progress.index.operands
    wanted = []
    for indicator_id in list_role_indicators(inputs, [role_id]):
        wanted += [row["input_id"] for row in operands.get(indicator_id, [])] or [indicator_id]
    wanted = list(dict.fromkeys(wanted))
    rows = []
    for county in inputs.counties_by_role.get(role_id, []):
        missing = tuple(
            indicator_id
            for indicator_id in wanted
            if year not in inputs.progress.index.get_values(indicator_id, county)
        )
        rows.append(
            {
                "area_id": county,
                "reported": len(wanted) - len(missing),
                "expected": len(wanted),
                "missing": missing,
            }
        )
    return make_frame(rows, ("area_id", "reported", "expected", "missing"))
