"""How complete the figures are: what each county owes, what came in, and what came in late."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.clock import to_office
from data.store.database import Store
from indicators.counties.owed import TargetCells, list_owed
from indicators.counties.profile import REGION, CountyInputs, list_counties
from indicators.frames import list_rows, make_frame

VERIFIED, REPORTED, LATE, MISSING, NOT_OWED = "verified", "reported", "late", "missing", "not_owed"
CELL_STATUSES = (VERIFIED, REPORTED, LATE, MISSING, NOT_OWED)
COLUMNS = ("area_id", "indicator_id", "year", "status", "state", "first_on", "due_on", "is_late")
RATES = ("area_id", "owed", "on_time", "late", "missing", "rate")


@dataclass(frozen=True)
class Completeness:
    """What was owed by the counties of an area, and what came in.

    Attributes
    ----------
    cells : DataFrame
        One row per county, indicator and year that is owed, or known among the indicators that
        any county owes, with `COLUMNS`: status (verified; reported; late: sent after it was due;
        missing; not_owed where a county sent what it does not owe), state of the figure,
        first_on (day on which it first came in; missing for published ones), due_on, is_late
        (verified ones too).
    rates : DataFrame
        One row per county, with `RATES`: how many figures it owes, sent in time, sent late and
        did not send, of those that had a due date (no year before the plan has one), and
        on_time ÷ owed as a fraction (missing where it owes nothing). What was published counts
        as in time.
    left_out : int
        How many counties are in neither, since what they sent may not be seen
        (`CountyInputs.knows_owed`).
    """

    cells: pd.DataFrame
    rates: pd.DataFrame
    left_out: int = 0


def load_first_days(store: Store, first_year: int, last_year: int) -> dict[tuple, date]:
    """Return (indicator, area, year) -> the day of the office on which a figure first came in."""
    rows = store.query("queries/first_sent", first_year=first_year, last_year=last_year)
    # An upload brings thousands of figures at one moment.
    days = {at: to_office(at.to_pydatetime()).date() for at in rows["first_at"].unique()}
    keys = zip(*(rows[name].tolist() for name in ("indicator_id", "area_id", "year")), strict=True)
    return dict(zip(keys, rows["first_at"].map(days), strict=True))


def compute_completeness(
    inputs: CountyInputs,
    first_days: dict[tuple, date],
    as_of: date,
    area_id: str = REGION,
    *,
    year: int | None = None,
    indicator_id: str | None = None,
    of_targets: TargetCells | None = None,
) -> Completeness:
    """Return what the counties of an area owe and what came in, by a day.

    Parameters
    ----------
    first_days : dict
        From `load_first_days`.
    year, indicator_id : int, str, or None
        Only this year, only this indicator (for a computed one its inputs).
    of_targets : dict or None
        What `find_target_cells` returns for the same day, where it is known already.
    """
    owed = list_owed(
        inputs, as_of, area_id, year=year, indicator_id=indicator_id, of_targets=of_targets
    )
    asked = list_counties(inputs, area_id, as_of.year)
    counties = [county for county in asked if inputs.knows_owed(county)]
    owed = owed[owed["area_id"].isin(counties)]
    cells = [_make_cell(inputs, first_days, row) for row in list_rows(owed)]
    cells += _list_not_owed(inputs, first_days, owed, counties)
    frame = make_frame(cells, COLUMNS, whole=("year",))
    return Completeness(frame, _compute_rates(frame, counties), len(asked) - len(counties))


def _make_cell(inputs: CountyInputs, first_days: dict[tuple, date], row: dict) -> dict:
    key = (row["indicator_id"], row["area_id"], row["year"])
    state = inputs.progress.index.get_origin(*key)[0] if row["is_known"] else None
    first_on = first_days.get(key)
    is_late = bool(row["is_known"] and first_on and row["due_on"] and first_on > row["due_on"])
    if not row["is_known"]:
        status = MISSING
    elif state == VERIFIED:
        status = VERIFIED
    else:
        status = LATE if is_late else REPORTED
    named = {name: row[name] for name in ("area_id", "indicator_id", "year", "due_on")}
    return named | {"status": status, "state": state, "first_on": first_on, "is_late": is_late}


def _list_not_owed(
    inputs: CountyInputs, first_days: dict[tuple, date], owed: pd.DataFrame, counties: list[str]
) -> list[dict]:
    """Return the figures that counties sent and do not owe, among the indicators and years that
    others owe."""
    keys = set(owed[["indicator_id", "area_id", "year"]].itertuples(index=False, name=None))
    asked = set(owed[["indicator_id", "year"]].itertuples(index=False, name=None))
    found = []
    for indicator_id, year in sorted(asked):
        for county in counties:
            key = (indicator_id, county, year)
            if key in keys or year not in inputs.progress.index.get_values(*key[:2]):
                continue
            found.append(
                {
                    "area_id": county,
                    "indicator_id": indicator_id,
                    "year": year,
                    "status": NOT_OWED,
                    "state": inputs.progress.index.get_origin(*key)[0],
                    "first_on": first_days.get(key),
                    "due_on": None,
                    "is_late": False,
                }
            )
    return found


def _compute_rates(cells: pd.DataFrame, counties: list[str]) -> pd.DataFrame:
    # Nobody is late with a year before the plan: it has no due date.
    owed = cells[(cells["status"] != NOT_OWED) & cells["due_on"].notna()]
    asked, late, missing = (
        Counter(owed.loc[is_counted, "area_id"].tolist())
        for is_counted in (slice(None), owed["is_late"].astype(bool), owed["status"] == MISSING)
    )
    rows = []
    for county in counties:
        on_time = asked[county] - late[county] - missing[county]
        rate = on_time / asked[county] if asked[county] else None
        rows.append((county, asked[county], on_time, late[county], missing[county], rate))
    return make_frame(rows, RATES, numbers=("rate",))
