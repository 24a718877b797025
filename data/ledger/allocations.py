"""Saves allocations of targets under a name, and lists and withdraws them.

Append-only: saving a name again is a new revision of it. Withdrawing a name restores the
earlier allocation of the same target.
"""

import pandas as pd

from data.clock import get_now
from data.errors import CaomuError
from data.ledger.weights import save_weights
from data.rights.require import require
from data.store.basis import check_basis, load_basis
from data.store.database import Store, Transaction
from data.store.ids import make_id

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


def load_allocations_number(store: Store, target_id: str) -> int:
    """Return the number of the allocations of a target in force: what a new one is based on."""
    return load_basis(store, "allocation", target_id=target_id, allocation_name=None).seq


def save_allocation(
    store: Store,
    name: str,
    frame: pd.DataFrame,
    *,
    by: str = "",
    based_on: int | None = None,
    weights: dict[str, float] | None = None,
    weights_based_on: int | None = None,
) -> int:
    """Save an allocation under a name; return the number of areas that get a target.

    Parameters
    ----------
    frame : DataFrame
        One row per area with `COLUMNS`, of one target, reading and indicator, as
        `indicators.targets.allocation.build_allocation` returns it; other columns are ignored.
        Areas of an earlier allocation of this name that this one lacks lose their target.
    based_on : int or None
        What was in force for the target when this was prepared (`load_allocations_number`).
    weights : dict or None
        Weights that were uploaded for it: saved under the same name, or neither is saved.
    weights_based_on : int or None
        As `based_on` of `save_weights`.

    Raises
    ------
    SavedAllocationError
        There is no name or no row, or the name belongs to another target.
    ChangedMeanwhileError
        Somebody else saved or withdrew an allocation of the target, or weights of this name.
    """
    name = name.strip()
    if not name:
        raise SavedAllocationError("allocation_needs_name")
    if frame.empty:
        raise SavedAllocationError("allocation_no_areas")
    target_id = frame["target_id"].iloc[0]
    with store.transaction() as writer:
        require(writer, "decide", [])
        check_basis(writer, "allocation", based_on, target_id=target_id, allocation_name=None)
        earlier = load_allocation(store, name)
        keys = ["target_id", "reading_id", "indicator_id"]
        if not earlier.empty and (earlier[keys].iloc[0] != frame[keys].iloc[0]).any():
            raise SavedAllocationError("allocation_name_taken", value=name)
        gone = earlier[~earlier["area_id"].isin(frame["area_id"])]
        _append(writer, name, gone, by, is_withdrawn=True)
        _append(writer, name, frame, by, is_withdrawn=False)
        if weights is not None:
            save_weights(store, name, weights, by=by, based_on=weights_based_on, writer=writer)
    return len(frame)


def withdraw_allocation(
    store: Store, name: str, *, by: str = "", based_on: int | None = None
) -> int:
    """Withdraw an allocation; return the number of areas that lose it.

    Raises
    ------
    SavedAllocationError
        No allocation of this name is in force.
    ChangedMeanwhileError
        Somebody else changed this allocation since `based_on` was read
        (`load_allocation_number`).
    """
    with store.transaction() as writer:
        require(writer, "decide", [])
        check_basis(writer, "allocation", based_on, target_id=None, allocation_name=name.strip())
        rows = load_allocation(store, name)
        if rows.empty:
            raise SavedAllocationError("allocation_unknown", value=name)
        _append(writer, name, rows, by, is_withdrawn=True)
    return len(rows)


def load_allocation_number(store: Store, name: str) -> int:
    """Return the number of one breakdown as it stands: what its withdrawal is based on."""
    return load_basis(store, "allocation", target_id=None, allocation_name=name.strip()).seq


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
