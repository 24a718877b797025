"""Previews what a project list would change in the register, and commits it as one upload."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from data.clock import get_now
from data.errors import ChangedMeanwhileError
from data.files.disk import read_content, write_content
from data.files.listing import ListPreview
from data.names.text import fold
from data.projects.listing import ProjectReading, ProjectRow, get_rank, read_projects
from data.projects.record import (
    DEMONSTRATION,
    FIELDS,
    STAGES,
    ProjectIssue,
    compute_state,
    load_project_books,
)
from data.projects.register import may_record, require_for_projects
from data.statistics.list_commit import insert_rejections, make_list_report
from data.statistics.model import REJECTED, WARNING
from data.statistics.rejected_rows import make_rejected_rows
from data.statistics.report import NOT_COUNTS
from data.store.basis import Basis, load_basis
from data.store.database import Queries, Store, Transaction, dump_json
from data.store.ids import make_id
from data.store.sent_files import keep_file
from data.words.catalogue import LANGUAGES, load_catalogue

DATASET = "projects"
UNCHANGED, NEW, REVISED = "unchanged", "new", "revised"
_COMPARED = tuple(name for name in FIELDS if name not in ("stage", "stage_on"))


@dataclass
class ProjectChange:
    """A row of the file, compared with the register.

    change is new, revised or unchanged; old is the present project (None if new); changed has
    the fields that differ. is_written tells whether a revision is recorded: a later stage is
    recorded again if an earlier one is added below it. confirms marks what repeats the register:
    it is recorded where anything of the list is written, so that it stands if the upload that it
    repeats is undone.
    """

    row: ProjectRow
    project_id: str
    change: str
    old: dict | None
    changed: tuple[str, ...]
    is_written: bool = False
    confirms: bool = False


class ProjectPreview(ListPreview[ProjectChange, ProjectIssue]):
    """What a commit of a reading would change."""


class _Register:
    """The present register, for looking up projects."""

    def __init__(self, store: Store):
        self.store = store
        rows = store.query_rows("queries/projects")
        self.by_id = {row["project_id"]: row for row in rows}
        self.by_key: dict[tuple, dict] = {}
        self.unnamed: dict[tuple, list[dict]] = defaultdict(list)
        for row in rows:
            if row["name"]:
                key = (row["item_id"], row["area_id"], fold(row["name"]))
                self.by_key.setdefault(key, row)
            else:
                self.unnamed[_get_contents(row)].append(row)
        self.stages: dict[str, dict[str, date | None]] = defaultdict(dict)
        for row in store.query_rows("queries/project_revisions"):
            if not row["is_withdrawn"]:
                self._push(row)

    def _push(self, revision: dict) -> None:
        rank = STAGES.index(revision["stage"])
        kept = {
            stage: on
            for stage, on in self.stages[revision["project_id"]].items()
            if STAGES.index(stage) < rank
        }
        self.stages[revision["project_id"]] = kept | {revision["stage"]: revision["stage_on"]}

    def find(self, row: ProjectRow) -> dict | None:
        """Return the project of a row; each unnamed project matches at most once."""
        if row.project_id:
            return self.by_id.get(row.project_id)
        if row.record["name"]:
            return self.by_key.get(row.key)
        alike = self.unnamed.get(_get_contents(row.record))
        return alike.pop(0) if alike else None


def preview_projects(store: Store, reading: ProjectReading) -> ProjectPreview:
    """Compare a reading with the register; write nothing.

    A row matches by its project number, else by item, area and name. A row without a name
    matches an unnamed project that equals it in every field. A field without a column in the
    file keeps the register's value.
    """
    register, books = _Register(store), load_project_books(store)
    groups: dict[tuple, list[ProjectRow]] = defaultdict(list)
    for row in reading.rows:
        groups[row.key].append(row)
    changes, issues, rejected = [], list(reading.issues), reading.rejected_rows
    for rows in groups.values():
        rows = sorted(rows, key=get_rank)
        old = register.find(rows[0])
        if old is not None and rows[0].project_id and _is_other(old, rows[0].record):
            rejected += len(rows)
            issues += [
                _tell(row, "project_id_other", REJECTED, name=old["name"] or "") for row in rows
            ]
            continue
        changes += _compare_group(rows, old, register, books, issues)
    counts = {
        kind: sum(change.change == kind for change in changes) for kind in (NEW, REVISED, UNCHANGED)
    }
    return ProjectPreview(
        changes,
        counts[NEW],
        counts[REVISED],
        counts[UNCHANGED] + reading.duplicates,
        rejected,
        reading.out_of_scope,
        reading.missing,
        issues,
    )


def _compare_group(
    rows: list[ProjectRow], old: dict | None, register: _Register, books, issues: list[ProjectIssue]
) -> list[ProjectChange]:
    """Compare the rows of one project, lowest stage first; the last has its present state."""
    project_id = old["project_id"] if old else rows[0].project_id or make_id()
    known = register.stages.get(project_id, {}) if old else {}
    changes = []
    for row in rows:
        row = replace(row, record=_fill_absent(row, old, books))
        # A project that stands as verified is not lowered in silence: changing it is refused.
        if not may_record(register.store, row.record) and (not old or old["state"] != "verified"):
            row = replace(row, record=row.record | {"state": "reported"})
            issues.append(_tell(row, "not_vouched", WARNING))
        is_last = row.row == rows[-1].row and row.sheet == rows[-1].sheet
        if is_last and old:
            changed = tuple(name for name in FIELDS if not _is_same(old[name], row.record[name]))
            if STAGES.index(row.record["stage"]) < STAGES.index(old["stage"]):
                issues.append(_tell(row, "stage_goes_back", WARNING, **_name_stages(old, row)))
        elif old and row.record["stage"] in known:
            same = known[row.record["stage"]] == row.record["stage_on"]
            changed = () if same else ("stage_on",)
        else:
            changed = FIELDS
        change = NEW if old is None else REVISED if changed else UNCHANGED
        changes.append(ProjectChange(row, project_id, change, old, changed))
    first = next((n for n, change in enumerate(changes) if change.change != UNCHANGED), None)
    for written in changes[first:] if first is not None else []:
        written.is_written = True
    if old and old["upload_id"]:
        # A lower stage alone would take away those between it and the present one.
        is_whole = known.keys() <= {row.record["stage"] for row in rows}
        for repeated in changes if is_whole else changes[-1:]:
            is_allowed = may_record(register.store, repeated.row.record)
            repeated.confirms = is_allowed and not repeated.is_written
    return changes


def _fill_absent(row: ProjectRow, old: dict | None, books) -> dict:
    """Return the record, with the register's values for fields without a column in the file."""
    if old is None:
        return row.record
    absent = [name for name in _COMPARED if name not in row.present and name != "state"]
    if "stage_on" not in row.present and old["stage"] == row.record["stage"]:
        absent.append("stage_on")
    record = row.record | {name: old[name] for name in absent}
    was_demonstration = "state" not in row.present and old["state"] == DEMONSTRATION
    is_demonstration = was_demonstration or record["state"] == DEMONSTRATION
    return record | {"state": DEMONSTRATION if is_demonstration else compute_state(record, books)}


def _is_other(old: dict, record: dict) -> bool:
    return all(not _is_same(old[name], record[name]) for name in ("item_id", "area_id", "name"))


def _is_same(old, new) -> bool:
    if isinstance(old, float) and isinstance(new, float):
        return abs(old - new) <= 1e-9 * max(1.0, abs(old))
    return (old or None) == (new or None) if not isinstance(old, float) else old == new


def _get_contents(record: dict) -> tuple:
    return tuple(record[name] for name in FIELDS)


def _name_stages(old: dict, row: ProjectRow) -> dict:
    return {
        key: {
            language: load_catalogue(language)[f"projects.stage.{stage}"] for language in LANGUAGES
        }
        for key, stage in (("current", old["stage"]), ("stage", row.record["stage"]))
    }


def _tell(row: ProjectRow, rule: str, severity: str, **fields) -> ProjectIssue:
    column = "project_id" if rule == "project_id_other" else "stage"
    value = row.project_id if rule == "project_id_other" else None
    return ProjectIssue(row.sheet, row.row, row.letters.get(column), value, rule, severity, fields)


def find_moved(
    shown: ProjectPreview, now: ProjectPreview
) -> list[tuple[ProjectChange | None, ProjectChange | None]]:
    """Return what a list would no longer do as it was shown: the change shown, the change now.

    One of the two is None where only the other preview has the row.
    """
    before, after = ({_get_place(change): change for change in p.changes} for p in (shown, now))
    places = dict.fromkeys([*before, *after])
    pairs = [(before.get(place), after.get(place)) for place in places]
    return [(old, new) for old, new in pairs if _get_effect(old) != _get_effect(new)]


def _get_place(change: ProjectChange) -> tuple:
    return change.row.sheet, change.row.row


def _get_effect(change: ProjectChange | None) -> tuple | None:
    """Return what comparing a row came to; the id of a new project is of no account."""
    if change is None:
        return None
    seq = change.old["seq"] if change.old else None
    return change.change, change.changed, change.is_written, seq


def _check_shown(source: Queries, shown: ProjectPreview, now: ProjectPreview) -> None:
    moved = find_moved(shown, now)
    if not moved:
        return
    standings = [_load_moved(source, pair) for pair in moved]
    newest = max(standings, key=lambda standing: standing.seq)
    raise ChangedMeanwhileError(
        "changed_list", theirs=moved, now=now, count=len(moved), **newest.describe_change()
    )


def _load_moved(source: Queries, pair: tuple) -> Basis:
    """Return how the project stands of which a row changed."""
    known = [change.old for change in pair if change is not None and change.old]
    project_id = known[0]["project_id"] if known else ""
    return load_basis(source, "project", project_id=project_id)


def commit_projects(
    store: Store,
    reading: ProjectReading,
    *,
    by: str = "",
    source: str | None = None,
    based_on: ProjectPreview | None = None,
) -> dict:
    """Write a reading as one upload in one transaction; return its report.

    The comparison is made again within the transaction. Nothing is written when nothing is
    new or revised.

    Parameters
    ----------
    based_on : ProjectPreview or None
        The preview that was confirmed.

    Raises
    ------
    ChangedMeanwhileError
        The list would change something else than was shown: ``theirs`` has the pairs of
        `find_moved`, ``now`` the preview as of now.
    """
    with store.transaction() as writer:
        preview = preview_projects(store, reading)
        if preview.changes:
            _require_for_list(writer, preview)
        if based_on is not None:
            _check_shown(writer, based_on, preview)
        if not any(change.is_written for change in preview.changes):
            return make_list_report(reading.values, preview, None)
        written = [change for change in preview.changes if change.is_written or change.confirms]
        upload_id, now = make_id(), get_now()
        report = make_list_report(reading.values, preview, upload_id)
        counts = {key: value for key, value in report.items() if key not in NOT_COUNTS}
        writer.insert(
            "facts.upload",
            pd.DataFrame(
                [
                    {
                        "upload_id": upload_id,
                        "dataset": DATASET,
                        "file_name": reading.file_name,
                        "sha256": reading.sha256,
                        "uploaded_at": now,
                        "uploaded_by": by,
                        "counts": dump_json(counts),
                        "note": source,
                    }
                ]
            ),
        )
        # Ids made within one millisecond are in no order, and the newest revision of a
        # project is the one with the highest id.
        ids = sorted(make_id() for _ in written)
        writer.insert(
            "facts.project_revision",
            pd.DataFrame(
                [
                    {name: change.row.record[name] for name in FIELDS}
                    | {
                        "revision_id": revision_id,
                        "project_id": change.project_id,
                        "upload_id": upload_id,
                        "recorded_at": now,
                        "recorded_by": by,
                        "is_withdrawn": False,
                    }
                    for revision_id, change in zip(ids, written, strict=True)
                ]
            ),
        )
        insert_rejections(writer, preview.issues, upload_id)
        keep_file(writer, reading.sha256, reading.content, reading.mentioned)
    return report


def _require_for_list(writer: Transaction, preview: ProjectPreview) -> None:
    """Ask for the right to send a list: where its projects are, and where they stand now, for a
    number may be that of a project which who sends the list does not see."""
    require_for_projects(
        writer,
        {change.project_id for change in preview.changes},
        {change.project_id for change in preview.changes if change.is_written},
        frozenset(change.row.record["area_id"] for change in preview.changes),
    )


def ingest_projects(
    store: Store,
    path: Path | str,
    *,
    sheets: Sequence[str] = (),
    by: str = "",
    source: str | None = None,
    is_dry_run: bool = False,
    rejected_path: Path | str | None = None,
) -> dict:
    """Read a project list from a file and commit it as one upload; return the report.

    The report has the keys of a statistics report; its counts are of rows. Rejected rows, if
    any, are written to `rejected_path` as a workbook.
    """
    path = Path(path)
    reading = read_projects(read_content(path), path.name, store, sheets=sheets)
    preview = preview_projects(store, reading)
    rejected = make_rejected_rows(reading.grids, reading.headers, preview.issues)
    if rejected and rejected_path:
        write_content(rejected_path, rejected)
    if is_dry_run:
        return make_list_report(reading.values, preview, None)
    return commit_projects(store, reading, by=by, source=source)
