"""Previews what a balance file would change, and commits it as one upload."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from data.balance.beside import WHOLE, BesideRows, find_beside, tell_beside
from data.balance.fields import FACTOR_SHEET, SHEETS
from data.balance.listing import BalanceReading, BalanceRow, read_balance
from data.balance.rows import BalanceIssue
from data.clock import get_now
from data.errors import ChangedMeanwhileError
from data.files.disk import read_content, write_content
from data.files.listing import ListPreview
from data.rights.require import require
from data.statistics.list_commit import insert_rejections, make_list_report
from data.statistics.rejected_rows import make_rejected_rows
from data.statistics.report import NOT_COUNTS
from data.store.basis import describe_author
from data.store.database import Queries, Store, Transaction, dump_json
from data.store.ids import make_id
from data.store.sent_files import keep_file

DATASET = "balance"
NEW, REVISED, UNCHANGED = "new", "revised", "unchanged"
_TABLES = {
    "pasture": ("queries/pastures", "facts.pasture_revision"),
    "forage_source": ("queries/forage_sources", "facts.forage_source_revision"),
    "herd": ("queries/herds", "facts.herd_revision"),
    FACTOR_SHEET: ("queries/factors", "facts.factor_revision"),
}
# Table -> all rows of it that were ever sent.
_SENT = {
    "pasture": "queries/pastures_sent",
    "forage_source": "queries/forage_sources_sent",
    "herd": "queries/herds_sent",
}
# What the factor set has, not each of its factors.
_OF_SET = ("set_name", "set_source", "is_example")


@dataclass(frozen=True)
class BalanceChange:
    """A row of the file beside what stands: change is new, revised or unchanged, old the row
    that stands (None if new), changed the fields that differ."""

    row: BalanceRow
    change: str
    old: dict[str, Any] | None
    changed: tuple[str, ...]


@dataclass
class BalancePreview(ListPreview[BalanceChange, BalanceIssue]):
    """What a commit of a reading would change.

    Attributes
    ----------
    beside : list of BesideRows
        Rows that stand and that the file does not name.
    answer : str or None
        What the file is to them: `WHOLE` (they are withdrawn with it), adds (they stay), or
        None: nobody said so.
    is_refused : bool
        The file was said to be the whole, but not all of it was read: what was not read would be
        withdrawn.
    """

    beside: list[BesideRows] = field(default_factory=list)
    answer: str | None = None
    is_refused: bool = False

    @property
    def is_asked(self) -> bool:
        """Whether the file has new rows beside others that stand: its sender has to say."""
        return any(one.is_asked for one in self.beside)

    @property
    def is_held(self) -> bool:
        """Whether it waits for the answer: until then nothing of it is recorded."""
        return self.is_refused or (self.is_asked and self.answer is None)

    @property
    def held(self) -> int:
        """Rows that wait for the answer: of the file, or where these say nothing new beside it."""
        if not self.is_held:
            return 0
        return self.new + self.revised or sum(len(one.rows) for one in self.beside)

    @property
    def beside_mark(self) -> str:
        """Which rows stand beside the file: an answer about them holds for no others."""
        return "-".join(str(row["seq"]) for one in self.beside for row in one.rows)

    @property
    def leaving(self) -> list[BesideRows]:
        """The rows that a commit withdraws."""
        return self.beside if self.is_whole else []

    @property
    def is_whole(self) -> bool:
        """Whether the file is taken as the whole of its sheets, counties and years."""
        return self.answer == WHOLE and not self.is_refused

    @property
    def withdrawn(self) -> int:
        """How many rows a commit withdraws."""
        return sum(len(one.rows) for one in self.leaving)

    @property
    def is_written(self) -> bool:
        """Whether a commit would record anything."""
        return not self.is_held and bool(self.new or self.revised or self.withdrawn)


def preview_balance(
    source: Queries, reading: BalanceReading, answer: str | None = None
) -> BalancePreview:
    """Compare a reading with what stands, row by row; write nothing.

    Parameters
    ----------
    answer : str or None
        One of `ANSWERS`: the file is the whole of its sheets, counties and years, or only adds.
    """
    standing = _load_standing(source)
    changes = [_compare(row, standing.get(row.key)) for row in reading.rows]
    counts = {
        kind: sum(change.change == kind for change in changes) for kind in (NEW, REVISED, UNCHANGED)
    }
    beside = find_beside(changes, standing)
    is_refused = answer == WHOLE and bool(beside) and not reading.is_whole
    return BalancePreview(
        changes,
        counts[NEW],
        counts[REVISED],
        counts[UNCHANGED] + reading.duplicates,
        reading.rejected_rows,
        reading.out_of_scope,
        reading.missing,
        [*reading.issues, *tell_beside(source, beside, answer, is_refused=is_refused)],
        beside,
        answer,
        is_refused,
    )


def _load_standing(source: Queries) -> dict[tuple, dict[str, Any]]:
    """Return {key of a row: the row} of every sheet."""
    found = {
        _get_key(name, row): row
        for name, (query, _) in _TABLES.items()
        for row in source.query_rows(query)
    }
    sets = {row["set_id"]: row for row in source.query_rows("queries/factor_sets")}
    for key, row in found.items():
        if key[0] == FACTOR_SHEET:
            own = sets[row["set_id"]]
            row |= {"set_name": own["name"], "set_source": own["source"]}
            row["is_example"] = "yes" if own["is_example"] else "no"
    return found


def _compare(row: BalanceRow, old: dict[str, Any] | None) -> BalanceChange:
    if old is None:
        return BalanceChange(row, NEW, None, tuple(row.record))
    changed = tuple(
        name
        for name, value in row.record.items()
        if value != old[name] and (value or name not in ("source", "note"))
    )
    return BalanceChange(row, REVISED if changed else UNCHANGED, old, changed)


def commit_balance(
    store: Store,
    reading: BalanceReading,
    *,
    by: str = "",
    source: str | None = None,
    answer: str | None = None,
    based_on: BalancePreview | None = None,
    finish: Callable[[Transaction, str], None] | None = None,
) -> dict:
    """Write a reading as one upload in one transaction; return its report.

    Nothing is written when nothing is new or revised; else every row is, so that what the file
    repeats stands when the upload that it repeats is undone. Nothing is written either while
    nobody said what the file is to the rows beside it (`BalancePreview.is_held`).

    Parameters
    ----------
    source : str or None
        The source of the rows that name none.
    answer : str or None
        As of `preview_balance`.
    based_on : BalancePreview or None
        The preview that was confirmed.
    finish : callable or None
        Runs within the transaction, after the rows: takes it and who acts.

    Raises
    ------
    ChangedMeanwhileError
        Somebody changed a row of the file since it was shown (``changed_balance``).
    """
    with store.transaction() as writer:
        preview = preview_balance(writer, reading, answer)
        _require_for_rows(writer, preview)
        if based_on is not None:
            _check_shown(based_on, preview)
        if not preview.is_written:
            return make_balance_report(reading, preview, None)
        upload_id, now = make_id(), get_now()
        report = make_balance_report(reading, preview, upload_id)
        counts = {key: value for key, value in report.items() if key not in NOT_COUNTS}
        upload = {
            "upload_id": upload_id,
            "dataset": DATASET,
            "file_name": reading.file_name,
            "sha256": reading.sha256,
            "uploaded_at": now,
            "uploaded_by": by,
            "counts": dump_json(counts),
            "note": source,
        }
        writer.insert("facts.upload", pd.DataFrame([upload]))
        stamp = {"upload_id": upload_id, "recorded_at": now, "recorded_by": by}
        _insert_rows(writer, preview, stamp | {"is_withdrawn": False}, source or "")
        _withdraw_rows(writer, preview, stamp | {"is_withdrawn": True})
        insert_rejections(writer, reading.issues, upload_id)
        keep_file(writer, reading.sha256, reading.content, reading.mentioned)
        if finish is not None:
            finish(writer, by)
    return report


def make_balance_report(
    reading: BalanceReading, preview: BalancePreview, upload_id: str | None = None
) -> dict:
    """Return the report of a list, and withdrawn; rows that wait are held, not accepted."""
    report = make_list_report(reading.values, preview, upload_id)
    if preview.is_held:
        waiting = {"accepted": preview.unchanged, "new": 0, "revised": 0, "held": preview.held}
        report |= waiting
    return report | {"withdrawn": preview.withdrawn}


def _require_for_rows(writer: Transaction, preview: BalancePreview) -> None:
    """Ask for the right to send the rows; factors hold for every county."""
    records = [(change.row.table, change.row.record) for change in preview.changes]
    areas = {record["area_id"] for table, record in records if table != FACTOR_SHEET}
    if areas:
        require(writer, "send", areas)
    if any(table == FACTOR_SHEET for table, _ in records):
        require(writer, "maintain", [])


def _check_shown(shown: BalancePreview, now: BalancePreview) -> None:
    is_of_beside = now.is_asked or bool(now.leaving)
    before, after = (_list_seen(preview, is_of_beside) for preview in (shown, now))
    moved = [key for key in before | after if _get_seq(before, key) != _get_seq(after, key)]
    if not moved:
        return
    known = [row for key in moved if (row := after.get(key))]
    if not known:
        raise ChangedMeanwhileError("changed_balance_undone", count=len(moved))
    newest = max(known, key=_get_time)
    raise ChangedMeanwhileError(
        "changed_balance",
        count=len(moved),
        **describe_author(newest["recorded_by"], newest["recorded_at"]),
    )


def _list_seen(preview: BalancePreview, is_of_beside: bool) -> dict[tuple, dict | None]:
    """Return the rows that stand where a file has rows, and beside these, by key."""
    seen = {change.row.key: change.old for change in preview.changes}
    for one in preview.beside if is_of_beside else []:
        seen |= {_get_key(one.table, row): row for row in one.rows}
    return seen


def _get_key(table: str, row: dict[str, Any]) -> tuple:
    return (table, *(row[column] for column in SHEETS[table].key))


def _get_seq(rows: dict[tuple, dict | None], key: tuple) -> int | None:
    row = rows.get(key)
    return None if row is None else row["seq"]


def _get_time(row: dict[str, Any]) -> Any:
    return row["recorded_at"]


def _insert_rows(writer: Transaction, preview: BalancePreview, common: dict, source: str) -> None:
    """Append the rows of each table, and the sets of the factors."""
    for name, (_, table) in _TABLES.items():
        records = [change.row.record for change in preview.changes if change.row.table == name]
        if not records:
            continue
        rows = [
            {
                "revision_id": make_id(),
                **{key: value for key, value in record.items() if key not in _OF_SET},
                **({"source": record["source"] or source} if "source" in record else {}),
                **common,
            }
            for record in records
        ]
        writer.insert(table, pd.DataFrame(rows))
        if name == FACTOR_SHEET:
            sets = {record["set_id"]: record for record in records}
            writer.insert(
                "facts.factor_set_revision",
                pd.DataFrame(
                    [
                        {
                            "revision_id": make_id(),
                            "set_id": set_id,
                            "name": record["set_name"],
                            "source": record["set_source"],
                            "is_example": record["is_example"] == "yes",
                            **common,
                        }
                        for set_id, record in sets.items()
                    ]
                ),
            )


def _withdraw_rows(writer: Transaction, preview: BalancePreview, common: dict) -> None:
    """Append a revision that withdraws each row that the file, as the whole, does not name.

    Rows that stand no longer are withdrawn too: if the upload that took one away is undone, or the
    one that brought it comes back, the row is still not of the whole.
    """
    if not preview.is_whole:
        return
    named = {change.row.key for change in preview.changes}
    places = {key[:3] for key in named}
    for table, query in _SENT.items():
        names = [column.name for column in SHEETS[table].fields]
        rows = [
            {"revision_id": make_id(), **{name: row[name] for name in names}, **common}
            for row in writer.query_rows(query)
            if (key := _get_key(table, row)) not in named and key[:3] in places
        ]
        if rows:
            writer.insert(_TABLES[table][1], pd.DataFrame(rows))


def ingest_balance(
    store: Store,
    path: Path | str,
    *,
    sheets: Sequence[str] = (),
    by: str = "",
    source: str | None = None,
    answer: str | None = None,
    is_dry_run: bool = False,
    rejected_path: Path | str | None = None,
    finish: Callable[[Transaction, str], None] | None = None,
) -> dict:
    """Read a balance file and commit it as one upload; return the report.

    The report has the keys of a statistics report, and withdrawn; its counts are of rows.
    Rejected rows, if any, are written to `rejected_path` as a workbook. `answer` is that of
    `preview_balance`.
    """
    path = Path(path)
    reading = read_balance(read_content(path), path.name, store, sheets=sheets)
    rejected = make_rejected_rows(reading.grids, reading.headers, reading.issues)
    if rejected_path and rejected:
        write_content(rejected_path, rejected)
    if is_dry_run:
        return make_balance_report(reading, preview_balance(store, reading, answer), None)
    return commit_balance(store, reading, by=by, source=source, answer=answer, finish=finish)
