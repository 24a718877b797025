"""What waits for whom: values between two steps, each with its deadline."""

from collections.abc import Mapping
from datetime import date, timedelta

import pandas as pd

from data.clock import to_office
from data.ledger.steps.deadlines import ROLE_OF_STAGE, ROLES

WAITING = ("role", "due_on", "days_left")


def list_waiting(stages: pd.DataFrame, days: Mapping[str, int], as_of: date) -> pd.DataFrame:
    """Return the values that wait for somebody.

    Parameters
    ----------
    stages : DataFrame
        From `data.ledger.steps.stages.load_stages`.
    days : mapping
        Stage -> days until the next step (`data.ledger.steps.deadlines.load_step_days`).
    as_of : date
        From which day the days left are counted.

    Returns
    -------
    DataFrame
        The rows of `stages` that are not released, in their order, with role (whom they wait
        for), due_on and days_left (negative once it is past). Days are calendar days; the day of
        the step before does not count.
    """
    roles = stages["stage"].map(ROLE_OF_STAGE)
    waiting, roles = stages[roles.notna()], roles[roles.notna()]
    # Thousands of values came with one upload.
    places, times = pd.factorize(waiting["since"], use_na_sentinel=False)
    sent_on = [to_office(since).date() for since in times]
    steps = list(zip(places.tolist(), waiting["stage"], strict=True))
    due_of = {step: sent_on[step[0]] + timedelta(days=days[step[1]]) for step in set(steps)}
    due_on = [due_of[step] for step in steps]
    return waiting.assign(
        role=roles,
        due_on=pd.Series(due_on, waiting.index, dtype=object),
        days_left=pd.Series([(day - as_of).days for day in due_on], waiting.index, dtype="int64"),
    )


def count_waiting(waiting: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """Return for each role how many values wait for it, and how many are past their day."""
    every = waiting["role"].value_counts()
    late = waiting.loc[waiting["days_left"] < 0, "role"].value_counts()
    return {role: (int(every.get(role, 0)), int(late.get(role, 0))) for role in ROLES}


def group_waiting(waiting: pd.DataFrame) -> pd.DataFrame:
    """Return what waits by role, stage, area and upload.

    Returns
    -------
    DataFrame
        One row per group, the one that is due first on top: role, stage, area_id, upload_id,
        values (how many), first_year, last_year, sent_by, since (the oldest, UTC), due_on,
        days_left.
    """
    keys = ["role", "stage", "area_id", "upload_id"]
    groups = waiting.groupby(keys, sort=False, dropna=False)
    found = groups.agg(
        values=("subject_id", "size"),
        first_year=("year", "min"),
        last_year=("year", "max"),
        sent_by=("sent_by", "last"),
        since=("since", "min"),
        due_on=("due_on", "min"),
        days_left=("days_left", "min"),
    )
    return found.reset_index().sort_values(["days_left", "area_id"], ignore_index=True)
