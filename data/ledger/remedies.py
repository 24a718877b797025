"""Records the corrective actions of targets: matters with a day as their limit.

The newest one of a target and area is in force; earlier ones stay on record.
"""

from datetime import date

import pandas as pd

from data.ledger.matters.order import MatterError
from data.ledger.matters.record import (
    append_matter,
    append_withdrawn_matter,
    parse_matter_day,
    prepare_matter,
)
from data.rights.require import require
from data.store.basis import check_basis, load_basis
from data.store.database import Store, Transaction
from data.store.ids import make_id

REGION = "650000"


def record_remedy(
    store: Store,
    target_id: str,
    *,
    reason: str,
    remedy: str,
    responsible: str,
    due_on: date | str,
    area_id: str = REGION,
    by: str = "",
    based_on: int | None = None,
) -> None:
    """Record the corrective action of a target: reason, action, who is responsible, deadline.

    It becomes a matter, or a new revision of the one that stands and is not closed.

    Parameters
    ----------
    based_on : int or None
        ``seq`` of the newest record as it was read, 0 where there was none.

    Raises
    ------
    MatterError
        A field is empty, the date is not a date, or there is no such target or area.
    ChangedMeanwhileError
        Somebody else recorded or withdrew one since.
    """
    if not all(text and text.strip() for text in (reason, remedy, responsible)):
        raise MatterError("remedy_incomplete")
    record, units = prepare_matter(
        store,
        kind="remedy",
        title=remedy,
        lead_unit=responsible,
        area_id=area_id,
        subject_kind="target",
        subject_id=target_id,
        due_on=parse_matter_day(due_on, may_be_ahead=True),
        reason=reason,
    )
    subject = {"target_id": target_id, "area_id": area_id}
    with store.transaction() as writer:
        require(writer, "supervise", [area_id])
        standing = check_basis(writer, "remedy", based_on, **subject)
        record["matter_id"] = _find_open(writer, standing.rows) or make_id()
        append_matter(writer, record, units, by)


def _find_open(writer: Transaction, standing: list[dict]) -> str | None:
    """Return the matter of the corrective action that stands, unless it was closed."""
    for row in standing:
        events = load_basis(writer, "matter_events", matter_id=row["matter_id"]).rows
        if not any(event["kind"] == "closed" for event in events):
            return row["matter_id"]
    return None


def withdraw_remedy(
    store: Store,
    target_id: str,
    *,
    area_id: str = REGION,
    by: str = "",
    based_on: int | None = None,
) -> None:
    """Withdraw the corrective action of a target in an area; its record stays.

    Raises
    ------
    MatterError
        There is none.
    ChangedMeanwhileError
        Somebody else recorded or withdrew one since `based_on` was read.
    """
    with store.transaction() as writer:
        require(writer, "supervise", [area_id])
        standing = check_basis(writer, "remedy", based_on, target_id=target_id, area_id=area_id)
        if not standing.rows:
            raise MatterError("remedy_unknown", value=target_id)
        matter = load_basis(writer, "matter", matter_id=standing.rows[0]["matter_id"])
        append_withdrawn_matter(writer, matter.rows[0], by)


def list_remedies(
    store: Store, target_id: str | None = None, area_id: str | None = None
) -> pd.DataFrame:
    """Return the corrective actions in force, one row per target and area.

    Columns: revision_id, seq, matter_id, target_id, area_id, reason, remedy, responsible,
    due_on, recorded_at (UTC), recorded_by.
    """
    return store.query("queries/remedies", target_id=target_id, area_id=area_id)


def list_remedy_history(store: Store, target_id: str, area_id: str = REGION) -> pd.DataFrame:
    """Return every revision of a target's corrective action in an area, newest first."""
    return store.query("queries/remedy_history", target_id=target_id, area_id=area_id)
