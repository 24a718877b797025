"""Saves allocations of targets under a name, and lists and withdraws them.

Append-only: saving a name again is a new revision of it. Withdrawing a name restores the
earlier allocation of the same target.
"""

import pandas as pd

from data.clock import get_now
from data.errors import CaomuError
from data.store.database import Store, Transaction, make_id

COLUMNS = (
    "target_id",
    "reading_id",
    "indicator_id",
    "method",
    "area_id",
    "base_year",
    "base_value",
    "target_value",
    "unit",
)


class SavedAllocationError(CaomuError):
    """The allocation cannot be saved, or does not exist."""


def save_allocation(store: Store, name: str, frame: pd.DataFrame, *, by: str = "") -> int:
    """Save an allocation under a name; return the number of areas that get a target.

    Parameters
    ----------
    frame : DataFrame
        One row per area with `COLUMNS`, of one target, reading and indicator, as
        `indicators.targets.allocation.build_allocation` returns it; other columns are ignored.
        Areas of an earlier allocation of this name that this one lacks lose their target.

    Raises
    ------
    SavedAllocationError
        There is no name or no row, or the name belongs to another target.
    """
    name = name.strip()
    if not name:
        raise SavedAllocationError("allocation_needs_name")
    if frame.empty:
        raise SavedAllocationError("allocation_no_areas")
    with store.transaction() as writer:
        earlier = load_allocation(store, name)
        keys = ["target_id", "reading_id", "indicator_id"]
        if not earlier.empty and (earlier[keys].iloc[0] != frame[keys].iloc[0]).any():
            raise SavedAllocationError("allocation_name_taken", value=name)
        gone = earlier[~earlier["area_id"].isin(frame["area_id"])]
        _append(writer, name, gone, by, is_withdrawn=True)
        _append(writer, name, frame, by, is_withdrawn=False)
    return len(frame)


def withdraw_allocation(store: Store, name: str, *, by: str = "") -> int:
    """Withdraw an allocation; return the number of areas that lose it.

    Raises
    ------
    SavedAllocationError
        No allocation of this name is in force.
    """
    with store.transaction() as writer:
        rows = load_allocation(store, name)
        if rows.empty:
            raise SavedAllocationError("allocation_unknown", value=name)
        _append(writer, name, rows, by, is_withdrawn=True)
    return len(rows)


def list_allocations(store: Store) -> pd.DataFrame:
    """Return the allocations in force, newest first.

    Returns
    -------
    DataFrame
        One row per name: name, target_id, reading_id, indicator_id, method, areas,
        areas_in_force, recorded_at (UTC), recorded_by.
    """
    return store.query("queries/allocation_names")


def load_allocation(store: Store, name: str) -> pd.DataFrame:
    """Return the allocation in force under a name, one row per area; empty if there is none.

    Columns: `COLUMNS` with name, name_zh, name_en (of the area), recorded_at and
    recorded_by; values are in unit. The export has the same rows.
    """
    return store.query("queries/allocation_rows", allocation_name=name.strip())


def _append(
    writer: Transaction, name: str, rows: pd.DataFrame, by: str, *, is_withdrawn: bool
) -> None:
    if rows.empty:
        return
    writer.insert(
        "facts.allocation_revision",
        rows[list(COLUMNS)].assign(
            revision_id=[make_id() for _ in range(len(rows))],
            name=name,
            recorded_at=get_now(),
            recorded_by=by.strip(),
            is_withdrawn=is_withdrawn,
        ),
    )
