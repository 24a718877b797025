"""Previews what a reading would change, and commits it: changed values become revisions."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as compute

from data.clock import format_time, get_now
from data.rights.require import require
from data.statistics.checks_series import find_large_steps
from data.statistics.issues import IssueLog
from data.statistics.meanwhile import check_shown
from data.statistics.model import NOTE, OBSERVATION_COLUMNS, WARNING, Issue, Preview, Reading
from data.statistics.observations import add_constants, get_codes, sort_by_key
from data.statistics.report import NOT_COUNTS, describe_issue, make_question, make_report
from data.store.database import Store, Transaction, dump_json
from data.store.ids import make_id
from data.store.sent_files import keep_again, keep_file
from data.words.numbers import format_digits

DATASET = "observations"
# The state of a figure that was sent and that its checker returned.
RETURNED = "returned"
_COMPARED = ["indicator_id", "area_id", "year", "period", "value", "state", "source"]
MANY = 20_000
# Plain lists of these reach the scan of all revisions, which a join with the batch does not.
_NARROWED = ("indicator_id", "area_id", "year")
_COMPUTED = {
    "computed_value": pa.float64(),
    "computed_state": pa.string(),
    "computed_source": pa.string(),
    "computed_rank": pa.int32(),
}
_ADDED = [
    "change",
    "old_value",
    "old_state",
    "old_source",
    "hidden_by",
    "current_value",
    "current_recorded_at",
    "current_file",
    "confirms",
    "is_other_source",
]


def preview_upload(store: Store, reading: Reading) -> Preview:
    """Compare a reading with the present figures; write nothing.

    A value equal to the present figure (within a billionth) is unchanged, unless it would raise
    its state; one of a source that has not stated it yet is told and recorded. A different value
    in a weaker state than the present figure is stored but hidden: it is compared with the newest
    value in its own state, and a warning says so. The figure may be a computed one. A value weaker
    than one that was returned does not answer the return, and is told as hidden too.

    Returns
    -------
    Preview
        One row per observation, with change, old_value, old_state, old_source, hidden_by.
    """
    # Read before what it is compared with: what comes between is told as new, not missed.
    upload_seq = store.query_rows("queries/newest_upload")[0]["seq"]
    batch = _compare(store, reading.batch)
    counts = _count_changes(batch)
    return Preview(
        batch,
        counts.get("new", 0),
        counts.get("revised", 0),
        counts.get("unchanged", 0),
        len(reading.rejected),
        reading.out_of_scope,
        reading.missing,
        [*_list_questions(reading), *reading.issues, *_list_warnings(batch, reading)],
        len(reading.held),
        upload_seq,
        compute.sum(batch["is_other_source"]).as_py() or 0,
        compute.sum(_find_resent(batch)).as_py() or 0,
    )


def _list_questions(reading: Reading) -> list[Issue]:
    """Return an issue for each word that holds values until somebody says what it means."""
    return [make_question(word) for word in reading.unread]


def _compare(store: Store, batch):
    """Return the batch with the columns of queries/ingest_compare."""
    keys = batch.select(_COMPARED).append_column("position", pa.array(np.arange(len(batch))))
    # For a small file the question costs as much as the comparison.
    is_small = 0 < len(batch) < MANY
    named = {f"{name}s": compute.unique(keys[name]).to_pylist() for name in _NARROWED}
    if is_small or (
        len(batch) and store.query_rows("queries/ingest_overlap", **named)[0]["is_any"]
    ):
        named = named if is_small else dict.fromkeys(named)
        keys = _add_computed(store, keys)
        has_computed = keys["computed_rank"].null_count < len(keys)
        matched = store.query_arrow(
            "queries/ingest_compare", keys, has_computed=has_computed, **named
        )
        compared = _add_new(matched, len(batch))
    else:
        compared = _make_all_new(len(batch))
    for name in _ADDED:
        batch = batch.append_column(name, compared[name])
    return batch


def _add_computed(store: Store, keys: pa.Table) -> pa.Table:
    """Add to each value the computed figure that is in force.

    Few indicators have a formula, so of most files nothing is asked.
    """
    computed = store.remember(
        ("computed_indicators",),
        lambda: {row["indicator_id"] for row in store.query_rows("queries/formulas")},
        of=("plan",),
    )
    codes, at = get_codes(keys, "indicator_id")
    is_computed = np.isin(codes, list(computed))[at]
    size = len(keys)
    if not is_computed.any():
        found = pa.table({name: pa.nulls(size, kind) for name, kind in _COMPUTED.items()})
    else:
        batch = keys.filter(pa.array(is_computed))
        found = _spread(store.query_arrow("queries/ingest_computed", batch), size, list(_COMPUTED))
    for name in _COMPUTED:
        keys = keys.append_column(name, found[name])
    return keys


def _spread(matched: pa.Table, size: int, columns: list[str]) -> pa.Table:
    """Return columns of rows with a position as those of a whole batch, missing elsewhere."""
    places = np.full(size, -1)
    places[matched["position"].to_numpy()] = np.arange(len(matched))
    return matched.select(columns).take(pa.array(places, mask=places < 0))


def _add_new(matched: pa.Table, size: int) -> pa.Table:
    """Return the comparison of all rows of a batch from that of those with a current figure."""
    position = matched["position"].to_numpy()
    is_whole = len(matched) == size
    if is_whole and (np.diff(position) > 0).all():
        return matched
    compared = _spread(matched, size, _ADDED)
    if is_whole:
        return compared
    for name, value in (("change", "new"), ("confirms", False), ("is_other_source", False)):
        at = compared.column_names.index(name)
        compared = compared.set_column(at, name, compute.fill_null(compared[name], value))
    return compared


def _make_all_new(size: int) -> pa.Table:
    zeros = pa.array(np.zeros(size, dtype=np.int8))
    change = pa.DictionaryArray.from_arrays(zeros, pa.array(["new"]))
    texts = pa.nulls(size, pa.string())
    numbers = pa.nulls(size, pa.float64())
    kinds = {
        "change": change,
        "old_value": numbers,
        "current_value": numbers,
        "current_recorded_at": pa.nulls(size, pa.timestamp("us")),
        "confirms": pa.array(np.zeros(size, dtype=bool)),
        "is_other_source": pa.array(np.zeros(size, dtype=bool)),
    }
    return pa.table({name: kinds.get(name, texts) for name in _ADDED})


def _count_changes(batch: pa.Table) -> dict[str, int]:
    return {item["values"]: item["counts"] for item in batch["change"].value_counts().to_pylist()}


def _list_warnings(batch: pa.Table, reading: Reading) -> list[Issue]:
    """Warn of values that stay hidden, that replace another source's or are many times what they
    replace, and of a file older than the figures it replaces."""
    log = IssueLog()
    is_revised = compute.equal(batch["change"].cast(pa.string()), "revised")
    is_hidden = compute.is_valid(batch["hidden_by"].cast(pa.string()))
    if reading.modified_at is not None:
        # A workbook knows its time to the second only.
        recorded = batch["current_recorded_at"].cast(pa.timestamp("us"))
        newer = compute.greater(
            compute.floor_temporal(recorded, unit="second"), pa.scalar(reading.modified_at)
        )
        for row in _take_told(log, "older_file", batch, compute.and_(newer, is_revised)):
            _tell(
                log,
                row,
                "older_file",
                modified=format_time(reading.modified_at),
                recorded=format_time(row["current_recorded_at"]),
            )
    _tell_hidden(log, batch)
    for row in _take_told(log, "same_elsewhere", batch, batch["is_other_source"]):
        _tell(
            log, row, "same_elsewhere", NOTE, side=_name_side(row), source=row["old_source"] or ""
        )
    # What is sent again as it was replaces nothing.
    is_resent = _find_resent(batch)
    is_other = compute.invert(compute.or_(is_hidden, is_resent))
    is_replacing = compute.and_(is_revised, is_other)
    _warn_of_other_sources(log, batch, is_replacing)
    for row in _take_told(log, "returned_unchanged", batch, is_resent):
        _tell(log, row, "returned_unchanged")
    _warn_of_steps(log, batch, is_replacing)
    return log.issues


def _tell_hidden(log: IssueLog, batch: pa.Table) -> None:
    """Tell which values stay hidden, and by what; one below a returned value answers no return."""
    hidden_by = compute.fill_null(batch["hidden_by"].cast(pa.string()), "")
    is_below_returned = compute.equal(hidden_by, RETURNED)
    # Of the two states in which values are returned only this one hides the other.
    for row in _take_told(log, "hidden_by_returned", batch, is_below_returned):
        _tell(log, row, "hidden_by_returned", state="reported", own_state=row["state"])
    is_hidden = compute.and_(compute.not_equal(hidden_by, ""), compute.invert(is_below_returned))
    for row in _take_told(log, "hidden_by_state", batch, is_hidden):
        _tell(log, row, "hidden_by_state", state=row["hidden_by"], own_state=row["state"])


def _warn_of_other_sources(log: IssueLog, batch: pa.Table, is_replacing: pa.ChunkedArray) -> None:
    """Warn of values that replace a different value of another source."""
    own, old = (
        compute.fill_null(batch[name].cast(pa.string()), "") for name in ("source", "old_source")
    )
    is_told = compute.and_(is_replacing, compute.not_equal(own, old))
    for row in _take_told(log, "other_source", batch, is_told):
        is_rival = row["state"] == row["old_state"]
        _tell(
            log,
            row,
            "other_source",
            side="_".join(["rival" if is_rival else "weaker", _name_side(row)]),
            source=row["old_source"] or "",
            file=row["current_file"] or "—",
            state=row["old_state"],
            now=format_digits(row["value"]),
        )


def _find_resent(batch: pa.Table) -> pa.ChunkedArray:
    """Return which values were returned and are sent again as they were."""
    states = compute.fill_null(batch["old_state"].cast(pa.string()), "")
    is_same = compute.equal(batch["value"], batch["old_value"].cast(pa.float64()))
    return compute.and_(compute.equal(states, RETURNED), compute.fill_null(is_same, False))


def _warn_of_steps(log: IssueLog, batch: pa.Table, is_replacing: pa.ChunkedArray) -> None:
    """Warn of values about ten times the one they replace or more, or a tenth of it or less."""
    now, old = (batch[name].to_numpy() for name in ("value", "current_value"))
    is_step = compute.and_(is_replacing, pa.array(find_large_steps(now, old)))
    for row in _take_told(log, "revised_step", batch, is_step):
        times = format_digits(row["value"] / row["current_value"], 3)
        _tell(log, row, "revised_step", times=times, now=format_digits(row["value"]))


def _take_told(
    log: IssueLog, rule: str, batch: pa.Table, is_told: pa.Array | pa.ChunkedArray
) -> list[dict]:
    """Return the rows that are told one by one; the others of the rule are only counted.

    Only these are copied: the batch may hold a million.
    """
    rows = compute.indices_nonzero(is_told)
    return batch.take(rows.slice(0, log.leave_uncounted(rule, len(rows)))).to_pylist()


def _name_side(row: dict) -> str:
    """Return whether the earlier figure names a source."""
    return "named" if row["old_source"] else "unnamed"


def _tell(log: IssueLog, row: dict, rule: str, severity: str = WARNING, **fields) -> None:
    place = row["sheet"], row["file_row"], row["file_column"]
    fields |= {"current": format_digits(row["current_value"]), "unit": row["unit"]}
    log.tell(*place, row["value_read"], rule, severity, **fields)


def commit_upload(
    store: Store,
    reading: Reading,
    *,
    by: str = "",
    file_name: str | None = None,
    based_on: Preview | None = None,
) -> dict:
    """Write a reading as one upload in one transaction; return its report.

    The comparison is repeated within the transaction, so it includes what others wrote since
    the preview. Nothing is written if nothing is new or revised and no other source states what
    stands.

    With the new and revised values it records the unchanged ones that repeat what an upload sent:
    they stand on their own when that upload is undone, and the history tells them as confirmed.

    Parameters
    ----------
    based_on : Preview or None
        The preview of this reading that was confirmed.

    Returns
    -------
    dict
        upload_id (None if nothing was written), counts and issues, as in `make_report`.

    Raises
    ------
    ChangedMeanwhileError
        The file would change something else than was shown (`check_shown`).
    """
    with store.transaction() as writer:
        preview = preview_upload(store, reading)
        _require_for_batch(writer, preview.batch)
        if based_on is not None:
            check_shown(writer, based_on, preview)
        if not preview.writes:
            keep_again(writer, reading.sha256, reading.content, reading.mentioned)
            return make_report(reading, preview, None)
        upload_id = make_id()
        write_upload(
            writer,
            reading,
            preview,
            upload_id=upload_id,
            by=by,
            file_name=file_name or reading.file_name,
        )
        report = make_report(reading, preview, upload_id)
        # The engine, which commits now, cannot use the memory that the comparison took.
        del preview
        pa.default_memory_pool().release_unused()
    return report


def _require_for_batch(writer: Transaction, batch: pa.Table) -> None:
    """Ask for the right to send values; whoever sends them as verified or published vouches."""
    if not len(batch):
        return
    areas = batch["area_id"]
    require(writer, "send", areas.unique().to_pylist())
    states, codes = get_codes(batch, "state")
    vouched = np.isin(states, ["verified", "published", "derived"])[codes]
    if vouched.any():
        require(writer, "verify", areas.filter(pa.array(vouched)).unique().to_pylist())


def write_upload(
    writer: Transaction,
    reading: Reading,
    preview: Preview,
    *,
    upload_id: str,
    by: str,
    file_name: str,
) -> None:
    """Append an upload, its values (`commit_upload`) and rejections, what was read where in its
    file, and the file itself, within a transaction."""
    now = get_now()
    report = make_report(reading, preview, upload_id)
    counts = {key: value for key, value in report.items() if key not in NOT_COUNTS}
    writer.insert(
        "facts.upload",
        pa.Table.from_pylist(
            [
                {
                    "upload_id": upload_id,
                    "dataset": DATASET,
                    "file_name": file_name,
                    "sha256": reading.sha256,
                    "uploaded_at": now,
                    "uploaded_by": by,
                    "counts": dump_json(counts),
                }
            ]
        ),
    )
    said = {"upload_id": upload_id, "recorded_at": now, "recorded_by": by, "is_withdrawn": False}
    writer.insert("facts.observation_revision", add_constants(_take_recorded(preview), said))
    _append_rejections(writer, reading, upload_id)
    _append_words(writer, reading, upload_id)
    keep_file(writer, reading.sha256, reading.content, reading.mentioned)


def _take_recorded(preview: Preview) -> pa.Table:
    """Return what is written of a batch, sorted, so that what is read together lies together."""
    batch = sort_by_key(preview.batch)
    if preview.unchanged:
        is_changed = compute.not_equal(batch["change"].cast(pa.string()), "unchanged")
        is_repeated = compute.or_(batch["confirms"], batch["is_other_source"])
        batch = batch.filter(compute.or_(is_changed, is_repeated))
    return batch.select(OBSERVATION_COLUMNS)


def _append_rejections(writer: Transaction, reading: Reading, upload_id: str) -> None:
    if reading.rejected.empty:
        return
    rejected = reading.rejected
    writer.insert(
        "facts.rejection",
        pd.DataFrame(
            {
                "upload_id": upload_id,
                "sheet": rejected["sheet"],
                "row_no": rejected["row"],
                "column_name": rejected["column"],
                "value": rejected["value"],
                "rule": rejected["rule"],
                "detail": [describe_issue(issue) for issue in rejected["issue"]],
            }
        ),
    )


def _append_words(writer: Transaction, reading: Reading, upload_id: str) -> None:
    rows: list[tuple] = [
        (word.sheet, word.row, word.column, word.text, word.read_as, word.meaning)
        for word in reading.words
    ]
    for table in reading.layouts:
        # Where a table begins is told by its title, also by one without words. A table that shares
        # the header of the one above it has that one's title too; its own line is among the words.
        column = table.title_cell[1] if table.title_cell else "A"
        title = table.title if table.header_row >= table.first_row else None
        rows.append((table.sheet, table.first_row, column, title, "title", None))
        for value in table.values:
            place = (table.sheet, table.header_end, value.column)
            rows.append((*place, value.heading, "heading", value.indicator))
    if not rows or not reading.content:
        return
    columns = ("upload_id", "sheet", "row_no", "column_name", "text", "read_as", "meaning")
    words = (pa.array(column) for column in zip(*rows, strict=True))
    ids = pa.array([upload_id] * len(rows))
    writer.insert("facts.read_word", pa.table([ids, *words], names=columns))
