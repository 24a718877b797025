"""Splits revisions of figures into what the values of an upload share and what differs.

``facts.observation_part`` holds state, source, unit and the like once for all values that share
them, ``facts.observation_row`` the rest of each value. The view ``facts.observation_revision``
joins both.
"""

from typing import TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa

from data.store.ids import make_ids

Frame: TypeAlias = pd.DataFrame | pa.Table
REVISIONS = "facts.observation_revision"
PARTS = "facts.observation_part"
SHARED = (
    "upload_id",
    "period",
    "unit",
    "unit_read",
    "sheet",
    "state",
    "source",
    "recorded_at",
    "recorded_by",
    "is_withdrawn",
)


def split_revisions(frame: Frame) -> tuple[pa.Table, pa.Table]:
    """Return the parts and the rows of revisions, for a frame with any of the view's columns.

    Returns
    -------
    parts : Arrow table
        One row per combination of what values share, in the order of their first values: part
        (its number, from 0) and those of SHARED that the frame has.
    rows : Arrow table
        One row per revision: part, position (from 1, in the order of the ids), revision_id and
        its other columns.
    """
    table = frame
    if isinstance(table, pd.DataFrame):
        table = pa.Table.from_pandas(table, preserve_index=False)
    if "revision_id" in table.column_names:
        table = table.sort_by("revision_id")
    else:
        table = table.append_column("revision_id", make_ids(len(table)))
    shared = [name for name in SHARED if name in table.column_names]
    codes = np.zeros(len(table), np.int64)
    for name in shared:
        codes = _refine(codes, table[name])
    first = pa.array(np.flatnonzero(~pd.Series(codes).duplicated()))
    parts = pa.table(
        {"part": pa.array(np.arange(len(first)), pa.int32())}
        | {name: _decode(table[name].take(first)) for name in shared}
    )
    rows = table.drop_columns(shared)
    rows = rows.append_column("part", pa.array(codes, pa.int32()))
    positions = np.arange(1, len(table) + 1)
    return parts, rows.append_column("position", pa.array(positions))


def _decode(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column


def _refine(codes: np.ndarray, column: pa.ChunkedArray) -> np.ndarray:
    """Return new codes by which rows with the same code and the same value are together."""
    if not len(column):
        return codes
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    whole = column.combine_chunks()
    size = len(whole.dictionary) + 1
    values = whole.indices.fill_null(size - 1).to_numpy(zero_copy_only=False)
    if (values == values[0]).all():
        return codes
    return pd.factorize(codes * size + values)[0]
