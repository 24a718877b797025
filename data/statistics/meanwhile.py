"""A preview that no longer holds: what confirming a file would do that was not shown."""

from functools import reduce

import pandas as pd
import pyarrow as pa
import pyarrow.compute as compute

from data.errors import ChangedMeanwhileError
from data.statistics.model import Preview
from data.store.basis import describe_author
from data.store.database import Queries

_KEY = ["indicator_id", "area_id", "year", "period"]
# What a person looks at before confirming.
_EFFECT = ("change", "old_value", "old_state", "hidden_by", "current_value")


def find_moved_values(shown: Preview, now: Preview) -> pd.DataFrame:
    """Return the values of a file that would do something else than was shown.

    Both previews are of one reading.

    Returns
    -------
    DataFrame
        One row per value: the columns of `Preview.frame` as of now, with shown_change and
        shown_value (what stood when it was shown; missing where nothing did).
    """
    moved = reduce(compute.or_, (_differ(shown.batch[name], now.batch[name]) for name in _EFFECT))
    before = Preview(shown.batch.filter(moved), 0, 0, 0, 0, 0, 0, []).frame
    after = Preview(now.batch.filter(moved), 0, 0, 0, 0, 0, 0, []).frame
    return after.assign(shown_change=before["change"], shown_value=before["current_value"])


def _differ(first: pa.ChunkedArray, second: pa.ChunkedArray) -> pa.ChunkedArray:
    """Tell for each row whether two columns differ; two missing values do not."""
    first, second = (_write_out(column) for column in (first, second))
    unlike = compute.fill_null(compute.not_equal(first, second), False)
    return compute.or_(unlike, compute.xor(compute.is_null(first), compute.is_null(second)))


def _write_out(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column


def check_shown(source: Queries, shown: Preview, now: Preview) -> None:
    """Stop where confirming would do something else than was shown.

    Raises
    ------
    ChangedMeanwhileError
        ``theirs`` has the rows of `find_moved_values`, ``now`` the preview as of now; who and
        when are of the newest upload or undo of these figures since.
    """
    moved = find_moved_values(shown, now)
    if moved.empty:
        return
    uploads = source.query_batch("queries/uploads_since", moved[_KEY], seq=shown.upload_seq)
    nobody = {"uploaded_by": None, "uploaded_at": None}
    newest = nobody if uploads.empty else uploads.iloc[0]
    raise ChangedMeanwhileError(
        "changed_figures",
        theirs=moved.to_dict("records"),
        now=now,
        count=len(moved),
        **describe_author(newest["uploaded_by"], newest["uploaded_at"]),
    )
