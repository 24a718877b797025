"""Computes the levels of 2016 that the plan's own changes imply.

The plan gives levels of 2021 and their change since 2016. For three of them its words can mean
a yearly change or a total change (readings of a baseline_change). Worked by hand: 2158
grown by 8 % in all was 1998.1, by 8 % a year 1468.7; 6858 grown by 33.8 % was 5125.6.
"""

import pandas as pd

# A lower limit of growth is an upper limit of the level before.
LIMITS = {"at_least": "at_most", "more_than": "less_than", "exactly": "exactly", "about": "about"}


def compute_implied_levels(changes: pd.DataFrame) -> pd.DataFrame:
    """Return the level before each change, under each reading of its words.

    Parameters
    ----------
    changes : DataFrame
        One row per change and reading (`queries/baseline_changes`): from_year, to_year,
        to_value (the plan's level of to_year, missing where it gives none), change_pct, kind
        (relative_change: in all; yearly_change: a year), comparator.

    Returns
    -------
    DataFrame
        The same rows with from_value, in the unit of to_value, and limit: exactly, about,
        at_most or less_than. from_value is missing if the plan gives no level, or if the change
        is −100 % or less.
    """
    levels = [_compute_level(row) for row in changes.to_dict("records")]
    return changes.assign(
        from_value=pd.Series(levels, index=changes.index, dtype="float64"),
        limit=[LIMITS[comparator] for comparator in changes["comparator"]],
    )


def _compute_level(row: dict) -> float | None:
    factor = 1 + row["change_pct"] / 100
    if pd.isna(row["to_value"]) or factor <= 0:
        return None
    years = row["to_year"] - row["from_year"] if row["kind"] == "yearly_change" else 1
    return row["to_value"] / factor**years
