"""Sums and counts over a register of projects."""

from collections.abc import Collection

import pandas as pd

from indicators.boxes.standing import BOX_STATUSES
from indicators.frames import make_frame

BY = ("box_no", "area_id", "year")
COLUMNS = ("key", "projects", "with_amount", "investment_wan")


def add_years(projects: pd.DataFrame) -> pd.DataFrame:
    """Add the column year: the year of the start, else of the stage, else missing."""
    started = pd.to_datetime(projects["started_on"]).dt.year
    reached = pd.to_datetime(projects["stage_on"]).dt.year
    return projects.assign(year=started.fillna(reached).astype("Int64"))


def sum_investment(projects: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return the investment of projects by box, area or year.

    Parameters
    ----------
    projects : DataFrame
        Rows of the register with box_no, area_id, started_on, stage_on, investment_wan.
    by : {'box_no', 'area_id', 'year'}
        What to sum by.

    Returns
    -------
    DataFrame
        One row per box, area or year (missing for projects without one), with `COLUMNS`: the
        number of projects, the number of those with an amount, and their sum in 10 000 yuan,
        missing if no project of the row has an amount. A project without an amount is not
        zero.
    """
    rows = []
    for key, group in add_years(projects).groupby(by, dropna=False, sort=True):
        amounts = group["investment_wan"].dropna()
        rows.append(
            {
                "key": key,
                "projects": len(group),
                "with_amount": len(amounts),
                "investment_wan": float(amounts.sum()) if len(amounts) else None,
            }
        )
    return make_frame(rows, COLUMNS, numbers=("investment_wan",))


def count_item_statuses(boxes: pd.DataFrame, kinds: dict[str, str]) -> dict[str, int]:
    """Return how many countable items and rates have each status, best first.

    Parameters
    ----------
    boxes : DataFrame
        The result of `indicators.boxes.items.compute_boxes`.
    kinds : dict
        item_id -> kind; programmes are left out.
    """
    judged = boxes[boxes["item_id"].map(kinds) != "programme"]
    found = judged["status"].value_counts()
    return {status: int(found.get(status, 0)) for status in BOX_STATUSES if status != "programme"}


def filter_projects(
    projects: pd.DataFrame, *, area_ids: Collection[str] | None = None, **wanted: str | None
) -> pd.DataFrame:
    """Return the projects whose columns have the wanted values; None means any value.

    ``area_id`` also finds the projects of the counties below a prefecture, ``area_ids`` those of
    the members of a group; ``text`` looks into name, operator and note.
    """
    if area_ids is not None:
        projects = projects[projects["area_id"].isin(area_ids)]
    for column, value in wanted.items():
        if value is None or value == "":
            continue
        if column == "text":
            hay = projects[["name", "operator", "note"]].fillna("").agg(" ".join, axis=1)
            projects = projects[hay.str.contains(str(value), case=False, regex=False)]
        elif column == "area_id":
            projects = projects[
                (projects["area_id"] == value) | (projects["prefecture_id"] == value)
            ]
        else:
            projects = projects[projects[column] == value]
    return projects
