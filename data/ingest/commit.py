"""What a reading would change, and writing it: new and revised values become revisions."""

import pandas as pd

from data.ingest.issues import IssueLog
from data.ingest.model import OBSERVATION_COLUMNS, WARNING, Preview, Reading
from data.ingest.report import describe_issue, make_report
from data.store import Store, append_rows, dump_json, get_now, make_id

DATASET = "observations"


def preview_upload(store: Store, reading: Reading) -> Preview:
    """Compare a reading with the figures that stand; write nothing.

    A value equal to the current figure (within a billionth) is unchanged, wherever that
    figure comes from, unless it would raise its state. A different value below a figure of
    a higher state is stored but stays hidden: it is judged against the newest value of its
    own state, and a warning says so.

    Returns
    -------
    Preview
        One row per observation, with change, old_value, old_state, old_source, hidden_by.
    """
    frame = reading.observations
    if len(frame):
        compared = store.query_batch("queries/ingest_compare", frame.assign(
            position=range(len(frame)))[["position", "indicator_id", "area_id", "year", "period",
                                         "value", "state"]])
        frame = frame.reset_index(drop=True).join(compared.set_index("position"))
    else:
        frame = frame.reindex(columns=[*frame.columns, "change", "old_value", "old_state",
                                       "old_source", "hidden_by"])
    log = IssueLog()
    for row in frame[frame["hidden_by"].notna()].itertuples():
        log.tell(row.sheet, row.file_row, row.file_column, row.value_read, "hidden_by_state",
                 WARNING, state=row.hidden_by, own_state=row.state,
                 current=f"{row.current_value:.12g}", unit=row.unit)
    counts = frame["change"].value_counts()
    return Preview(frame, int(counts.get("new", 0)), int(counts.get("revised", 0)),
                   int(counts.get("unchanged", 0)), len(reading.rejected),
                   reading.out_of_scope, reading.missing, [*reading.issues, *log.issues])


def commit_upload(store: Store, reading: Reading, preview: Preview | None = None, *,
                  by: str = "", file_name: str | None = None) -> dict:
    """Write a reading as one upload in one transaction; return its report.

    The comparison is made again within the transaction: what others wrote since the preview
    was shown counts. Nothing is written when nothing is new or revised.

    Returns
    -------
    dict
        upload_id (None when nothing was written), counts and issues, as `make_report`.
    """
    with store.transaction() as cursor:
        preview = preview_upload(store, reading)
        if preview.new + preview.revised == 0:
            return make_report(reading, preview, None)
        upload_id, now = make_id(), get_now()
        report = make_report(reading, preview, upload_id)
        counts = {key: value for key, value in report.items()
                  if key not in ("upload_id", "issues")}
        append_rows(cursor, "upload", pd.DataFrame([{
            "upload_id": upload_id, "dataset": DATASET,
            "file_name": file_name or reading.file_name, "sha256": reading.sha256,
            "uploaded_at": now, "uploaded_by": by, "counts": dump_json(counts)}]))
        changed = preview.frame[preview.frame["change"] != "unchanged"]
        append_rows(cursor, "observation_revision", changed[OBSERVATION_COLUMNS].assign(
            revision_id=[make_id() for _ in range(len(changed))], upload_id=upload_id,
            recorded_at=now, recorded_by=by, is_withdrawn=False))
        _append_rejections(cursor, reading, upload_id)
    return report


def _append_rejections(cursor, reading: Reading, upload_id: str) -> None:
    if reading.rejected.empty:
        return
    rejected = reading.rejected
    append_rows(cursor, "rejection", pd.DataFrame({
        "upload_id": upload_id, "sheet": rejected["sheet"], "row_no": rejected["row"],
        "column_name": rejected["column"], "value": rejected["value"],
        "rule": rejected["rule"],
        "detail": [describe_issue(issue) for issue in rejected["issue"]]}))
