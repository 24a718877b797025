"""What a save was based on: nothing is written over what somebody else saved meanwhile.

Who reads something to change it reads its number too (`load_basis`) and hands it back with
the change as ``based_on``. Within the transaction that writes, the number is read again.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd

from data.clock import format_time
from data.errors import ChangedMeanwhileError
from data.store.database import Queries

# The files of data/sql/standing, each with the sentence that says that it changed. Their rows
# have seq, recorded_by, recorded_at and is_withdrawn beside what stands.
CHANGED = {
    "project": "changed_project",
    "programme_note": "changed_note",
    "decision": "changed_decision",
    "remedy": "changed_remedy",
    "group": "changed_group",
    "weights": "changed_weights",
    "allocation": "changed_allocation",
    "setting": "changed_setting",
    "event": "changed_event",
    "matter": "changed_matter",
    "matter_events": "changed_matter_events",
    "step": "step_already_undone",
    "sample": "changed_sample",
    "sample_check": "changed_sample_check",
}


@dataclass(frozen=True)
class Basis:
    """What stands of something that users change, and who changed it last.

    Attributes
    ----------
    seq : int
        The number of what made it so; 0 where nobody ever recorded anything.
    by, at : str, datetime
        Who, and when (UTC; None where nobody did).
    rows : list of dict
        What stands; empty where it was withdrawn.
    is_known : bool
        Anything was ever recorded.
    """

    seq: int
    by: str
    at: datetime | None
    rows: list[dict]
    is_known: bool

    def describe_change(self) -> dict[str, Any]:
        """Return who and when as the fields of an error."""
        return describe_author(self.by, self.at)


def describe_author(by: str | None, at: datetime | None) -> dict[str, Any]:
    """Return who and when, in the office's time, as fields of an error; ``by`` may be empty."""
    return {
        "by": by if isinstance(by, str) else "",
        "when": "—" if at is None or pd.isna(at) else format_time(at),
    }


def load_basis(source: Queries, kind: str, **subject: Any) -> Basis:
    """Return what stands of one subject of a kind of `CHANGED`.

    Parameters
    ----------
    subject
        The parameters of ``data/sql/standing/<kind>.sql``.
    """
    return _make_basis(source.query_rows(f"standing/{kind}", **subject))


def _make_basis(rows: list[dict]) -> Basis:
    """Return what rows with seq, recorded_by, recorded_at and is_withdrawn say."""
    if not rows:
        return Basis(0, "", None, [], False)
    newest = max(rows, key=lambda row: row["seq"])
    standing = [row for row in rows if not row["is_withdrawn"]]
    return Basis(
        int(newest["seq"]), newest["recorded_by"] or "", newest["recorded_at"], standing, True
    )


def check_basis(writer: Queries, kind: str, based_on: int | None, **subject: Any) -> Basis:
    """Return what stands, once it is what a save was based on.

    Parameters
    ----------
    writer : Transaction
        The transaction that will write.
    based_on : int or None
        `Basis.seq` as it was read; None for what reads and writes in one transaction.

    Raises
    ------
    ChangedMeanwhileError
        Something else stands now.
    """
    standing = load_basis(writer, kind, **subject)
    if based_on is not None and based_on != standing.seq:
        raise ChangedMeanwhileError(
            CHANGED[kind], theirs=standing.rows, now=standing.seq, **standing.describe_change()
        )
    return standing
