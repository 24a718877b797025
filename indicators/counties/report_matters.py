"""Overdue reports of counties as matters: computed by rule, never stored."""

from datetime import date

import pandas as pd

from data.clock import get_now
from data.ledger.matters.listing import sort_deadlines
from data.words.catalogue import t
from data.words.names import pick_name
from indicators.counties.profile import CountyInputs, get_area
from indicators.counties.reporting import compute_due_date, get_months_after, list_unreported

CLOCK = "county_report"


def list_report_matters(
    inputs: CountyInputs, as_of: date, area_id: str | None = None
) -> pd.DataFrame:
    """Return a matter for each county of an area that owes figures which were due before a day.

    Without an area it is the plan's own.

    Returns
    -------
    DataFrame
        One row per county, as `data.ledger.matters.listing.list_deadlines`: due_on is when the
        oldest of the figures was due, light is overdue, lead_unit is the county. Such a matter
        is over as soon as the figures are sent.
    """
    owed = list_unreported(inputs, area_id or inputs.progress.area_id, as_of)
    rows = [_make_row(inputs, county, own, as_of) for county, own in owed.groupby("area_id")]
    return sort_deadlines(rows)


def _make_row(inputs: CountyInputs, area_id: str, owed: pd.DataFrame, as_of: date) -> dict:
    name = pick_name(get_area(inputs, area_id))
    due_on = min(
        compute_due_date(min(row.missing_years), get_months_after(inputs, row.indicator_id))
        for row in owed.itertuples()
    )
    count = int(owed["missing_years"].map(len).sum())
    return {
        "matter_id": f"report-{area_id}",
        "title": t("matters.report_title", area=name, n=count),
        "lead_unit": name,
        "clock": CLOCK,
        "due_on": due_on,
        "days_left": (due_on - as_of).days,
        "light": "overdue",
        "key": CLOCK,
        "kind": "report",
        "begun_on": None,
        "done_on": None,
        "note": "",
        "begins_with": "",
        "joint_units": (),
        "authority": None,
        "document_no": None,
        "area_id": area_id,
        "subject_kind": "report",
        "subject_id": None,
        "recorded_at": get_now(),
        "changes": 0,
    }
