"""The register of projects: add, edit and withdraw a project, and load its history.

Nothing is changed in place: every step is a new revision, and the newest one counts.
"""

from collections.abc import Collection
from datetime import date, datetime

import pandas as pd

from data.clock import get_now, get_today
from data.errors import CaomuError, ChangedMeanwhileError
from data.names.text import fold
from data.projects.record import (
    COUNTED_STAGES,
    DEMONSTRATION,
    FIELDS,
    STAGES,
    ParsedProject,
    ProjectBooks,
    ProjectIssue,
    load_project_books,
    parse_project,
)
from data.rights.require import is_allowed, require
from data.statistics.model import REJECTED, WARNING
from data.store.basis import check_basis, describe_author
from data.store.database import Queries, Store, Transaction
from data.store.ids import make_id

__all__ = [
    "COUNTED_STAGES",
    "DEMONSTRATION",
    "FIELDS",
    "NOTE_STATUSES",
    "STAGES",
    "ParsedProject",
    "ProjectBooks",
    "ProjectError",
    "ProjectIssue",
    "format_cell_text",
    "list_programme_notes",
    "load_project_books",
    "load_project_history",
    "load_projects",
    "parse_project",
    "save_programme_note",
    "save_project",
    "withdraw_project",
]

NOTE_STATUSES = ("not_begun", "in_progress", "done", "blocked")


class ProjectError(CaomuError):
    """A project does not exist, or rules reject it; `issues` has the reasons."""

    def __init__(self, key: str, issues: list[ProjectIssue] | None = None, **fields):
        super().__init__(key, **fields)
        self.issues = issues or []


def load_projects(store: Store) -> pd.DataFrame:
    """Return the present register: one row per project, with the names of item and area.

    Columns: project_id, item_id, item_zh, item_en, box_no, kind, area_id, area_zh, area_en,
    level, subregion, prefecture_id, then the fields of a project; investment_wan is in
    10 000 yuan, dates are timestamps, missing values None, NaN or NaT.
    """
    return store.query("queries/projects")


def load_project_history(store: Store, project_id: str) -> pd.DataFrame:
    """Return every revision of a project, newest first; is_undone marks undone uploads."""
    return store.query("queries/project_history", project_id=project_id)


def save_project(
    store: Store,
    values: dict,
    *,
    by: str = "",
    project_id: str | None = None,
    based_on: int | None = None,
    beside: str | None = None,
    today: date | None = None,
) -> tuple[str, list[ProjectIssue]]:
    """Add a project, or edit one by a new revision.

    Parameters
    ----------
    values : dict
        Field -> text, number or date; an absent field is missing.
    by : str
        Who records it.
    project_id : str or None
        The project to edit; None adds one.
    based_on : int or None
        ``seq`` of the project as it was read to be edited. Based on its withdrawal, the edit
        puts the project back.
    beside : str or None
        The project of the same item, area and name beside which this one is to stand.

    Returns
    -------
    tuple
        The project's id, and its warnings and notes.

    Raises
    ------
    ProjectError
        ``project_refused`` with the issues, or ``project_unknown``.
    ChangedMeanwhileError
        Another revision than `based_on` stands (``changed_project``), or the register has such
        a project other than `beside` (``project_twice``; ``now`` is its id).
    """
    parsed = parse_project(
        {name: format_cell_text(value) for name, value in values.items()},
        load_project_books(store),
        today or get_today(),
    )
    if parsed.record is None:
        issues = parsed.issues or [
            ProjectIssue(
                "",
                None,
                "area_id",
                format_cell_text(values.get("area_id")),
                "area_unknown",
                REJECTED,
            )
        ]
        raise ProjectError("project_refused", issues)
    with store.transaction() as writer:
        require(writer, "send", [parsed.record["area_id"]])
        if project_id is not None:
            _require_for_project(writer, project_id)
            standing = check_basis(writer, "project", based_on, project_id=project_id)
            if not standing.is_known or (based_on is None and not standing.rows):
                raise ProjectError("project_unknown", project_id=project_id)
        record, issues = parsed.record, list(parsed.issues)
        if not may_record(writer, record):
            record = record | {"state": "reported"}
            issues.append(ProjectIssue("", None, "state", None, "not_vouched", WARNING))
        _check_twins(writer, record, project_id, beside)
        project_id = project_id or make_id()
        _append(writer, record, project_id, by, is_withdrawn=False)
    return project_id, issues


def _check_twins(source: Queries, record: dict, project_id: str | None, beside: str | None) -> None:
    """Stop at a project that the register has already, unless it is the one named.

    A project without a name is the same only when all its fields are: an area may have several.
    """
    key = get_identity(record)
    rows = source.query_rows("queries/projects")
    own = next((row for row in rows if row["project_id"] == project_id), None)
    if own is not None and get_identity(own) == key:
        return
    twins = [row for row in rows if get_identity(row) == key and row is not own]
    newest = max(twins, key=lambda row: row["seq"], default=None)
    if newest is not None and newest["project_id"] != beside:
        raise ChangedMeanwhileError(
            "project_twice",
            theirs=[newest],
            now=newest["project_id"],
            **describe_author(newest["recorded_by"], newest["recorded_at"]),
        )


def get_identity(record: dict) -> tuple:
    """Return what makes two projects the same: item, area and name, however it is spaced."""
    if record["name"]:
        return record["item_id"], record["area_id"], fold(record["name"])
    return tuple(record[name] for name in FIELDS)


def withdraw_project(
    store: Store, project_id: str, *, by: str = "", note: str = "", based_on: int | None = None
) -> None:
    """Withdraw a project by a new revision; its history stays.

    Raises
    ------
    ProjectError
        ``project_unknown``: there is no such project, or it is already withdrawn.
    ChangedMeanwhileError
        Another revision than `based_on` is in force.
    """
    with store.transaction() as writer:
        _require_for_project(writer, project_id)
        standing = check_basis(writer, "project", based_on, project_id=project_id)
        if not standing.rows:
            raise ProjectError("project_unknown", project_id=project_id)
        record = {name: standing.rows[0][name] for name in FIELDS}
        _append(
            writer, record | {"note": note or record["note"]}, project_id, by, is_withdrawn=True
        )


def _require_for_project(writer: Transaction, project_id: str) -> None:
    """Ask for the right to change a project wherever it stands or stood, seen or not; one that
    stands as verified is changed by who may vouch."""
    require_for_projects(writer, {project_id}, {project_id})


def require_for_projects(
    writer: Transaction, sent: set[str], changed: set[str], area_ids: Collection[str] = ()
) -> None:
    """Ask for the right to send projects, and to change those among them that are verified.

    Parameters
    ----------
    area_ids : collection of str
        Where they are to stand.
    """
    batch = pd.DataFrame({"project_id": sorted(sent)})
    rows = writer.query_batch("rights/project_areas", batch)
    require(writer, "send", {*area_ids, *rows["area_id"]})
    vouched = rows[rows["is_vouched"] & rows["project_id"].isin(changed)]
    if len(vouched):
        require(writer, "verify", vouched["area_id"])


def may_record(source: Queries, record: dict) -> bool:
    """Tell whether who acts may record a project with its state: who records one as verified
    vouches for it."""
    return record["state"] != "verified" or is_allowed(source, "verify", record["area_id"])


def _append(
    writer: Transaction, record: dict, project_id: str, by: str, *, is_withdrawn: bool
) -> None:
    writer.insert(
        "facts.project_revision",
        pd.DataFrame(
            [
                record
                | {
                    "revision_id": make_id(),
                    "project_id": project_id,
                    "recorded_at": get_now(),
                    "recorded_by": by,
                    "is_withdrawn": is_withdrawn,
                }
            ]
        ),
    )


def list_programme_notes(store: Store) -> pd.DataFrame:
    """Return the status notes of programmes, newest first: item_id, area_id, status, note,
    noted_on, recorded_at, recorded_by."""
    return store.query("queries/programme_notes")


def save_programme_note(
    store: Store,
    item_id: str,
    *,
    status: str,
    note: str,
    by: str = "",
    noted_on: date | None = None,
    area_id: str = "650000",
    based_on: int | None = None,
) -> None:
    """Record the status of a programme without a quantity.

    Parameters
    ----------
    based_on : int or None
        ``seq`` of the newest note as it was read, 0 where there was none.

    Raises
    ------
    ProjectError
        ``note_no_programme``: the item has a quantity, or does not exist; ``note_empty``;
        ``note_status``: the status is not one of `NOTE_STATUSES`.
    ChangedMeanwhileError
        Somebody else wrote a note since.
    """
    items = {row["item_id"]: row for row in store.query_rows("queries/box_items")}
    if items.get(item_id, {}).get("kind") != "programme":
        raise ProjectError("note_no_programme", value=item_id)
    if status not in NOTE_STATUSES:
        raise ProjectError("note_status", value=status)
    if not note.strip():
        raise ProjectError("note_empty")
    with store.transaction() as writer:
        require(writer, "note", [area_id])
        check_basis(writer, "programme_note", based_on, item_id=item_id, area_id=area_id)
        writer.insert(
            "facts.programme_note_revision",
            pd.DataFrame(
                [
                    {
                        "revision_id": make_id(),
                        "item_id": item_id,
                        "area_id": area_id,
                        "status": status,
                        "note": note.strip(),
                        "noted_on": noted_on or get_today(),
                        "recorded_at": get_now(),
                        "recorded_by": by,
                        "is_withdrawn": False,
                    }
                ]
            ),
        )


def format_cell_text(value) -> str:
    """Return a value of the form as the text that a file would have."""
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)


def load_has_demonstration(store: Store) -> bool:
    """Tell whether any project in force is made up."""
    return store.query_rows("queries/demonstration")[0]["is_loaded"]
