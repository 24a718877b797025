"""Compares reported rates with the rates computed from their inputs; both are kept."""

import pandas as pd

from data.store.database import Store
from indicators.frames import load_frame


def list_rate_differences(store: Store, points: float, area_id: str | None = None) -> pd.DataFrame:
    """Return the reported rates that differ from the computed ones.

    Parameters
    ----------
    points : float
        Differences above this many percentage points count (threshold ``rate_difference``).
    area_id : str or None
        One area; None is every area.

    Returns
    -------
    DataFrame
        One row per indicator, area and year, the largest difference first: sent_value and
        computed_value in per cent, difference_points (sent minus computed), state, source
        and upload_id of the reported one, inputs of the computed one. Rates with a missing
        input have no row.
    """
    return load_frame(store, "rate_differences", points=points, area_id=area_id)
