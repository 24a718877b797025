"""How each county sends: in time, late, not at all, and how much of it is returned."""

import pandas as pd

from indicators.counties.completeness import Completeness
from indicators.frames import make_frame

STEP_RATES = (
    "area_id",
    "owed",
    "on_time",
    "late",
    "missing",
    "rate",
    "sent",
    "returned",
    "returned_rate",
)


def compute_step_rates(found: Completeness, returns: pd.DataFrame) -> pd.DataFrame:
    """Return rates of the counties of an area.

    Parameters
    ----------
    found : Completeness
        What the counties owe and what came in (`compute_completeness`).
    returns : DataFrame
        area_id, sent, returned: how many figures an area sent, and how many of these were ever
        returned (``queries/return_rates``).

    Returns
    -------
    DataFrame
        One row per county, with `STEP_RATES`: owed, on_time, late, missing and rate as in
        `Completeness`; sent, returned; returned_rate = returned ÷ sent as a fraction (missing
        where nothing was sent).
    """
    by_area = returns.set_index("area_id")[["sent", "returned"]].to_dict("index")
    rows = []
    for row in found.rates.to_dict("records"):
        own = by_area.get(row["area_id"], {"sent": 0, "returned": 0})
        share = own["returned"] / own["sent"] if own["sent"] else None
        rows.append(row | own | {"returned_rate": share})
    return make_frame(rows, STEP_RATES, numbers=("rate", "returned_rate"))
