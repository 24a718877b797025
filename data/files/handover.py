"""Writes sheets as one Arrow file and reads them back: the answer of the reading process.

The file holds one Arrow stream per sheet: its cells as columns of text, and the rest as JSON
in the metadata of its schema.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from functools import cached_property
from itertools import zip_longest

import pyarrow as pa

from data.files.grid import Grid

_BATCH = 50_000
# A sheet with at least so many cells is read by column. A column costs something too, so that of
# a wide sheet only so many count.
_LARGE = 100_000
_COUNTED = 100
_KEY = b"sheet"
_NAMES = tuple(field.name for field in fields(Grid) if field.name != "rows")
_PLACES = ("bare_formulas", "struck")


def write_grids(grids: list[Grid], sink) -> None:
    """Write sheets to an open binary file."""
    for grid in grids:
        columns = grid.rows.list_columns() if hasattr(grid.rows, "list_columns") else []
        types = [column.type for column in columns] or [pa.string()] * grid.width
        names = [f"c{at}" for at in range(grid.width)]
        schema = pa.schema(zip(names, types, strict=True), _describe(grid))
        with pa.ipc.new_stream(sink, schema) as stream:
            whole = [pa.record_batch(columns, schema=schema)] if columns else None
            for batch in whole or _make_batches(grid, schema):
                stream.write_batch(batch)


def read_grids_back(buffer: pa.Buffer) -> list[Grid]:
    """Return the sheets that `write_grids` wrote; their columns stay in the buffer."""
    source, grids = pa.BufferReader(buffer), []
    while source.tell() < buffer.size:
        with pa.ipc.open_stream(source) as stream:
            table = stream.read_all()
        said = json.loads(table.schema.metadata[_KEY])
        said |= {name: {tuple(place) for place in said[name]} for name in _PLACES}
        said |= {name: set(said[name]) for name in ("hidden_rows", "hidden_columns")}
        for name in ("merged", "comments"):
            said[name] = [tuple(place) for place in said[name]]
        saved_at = said["saved_at"]
        said["saved_at"] = datetime.fromisoformat(saved_at) if saved_at else None
        grids.append(_make_grid(table, said))
    return grids


def _make_grid(table: pa.Table, said: dict) -> Grid:
    """Return a sheet; a large one keeps its rows as columns."""
    if not table.num_columns or table.num_rows * min(table.num_columns, _COUNTED) < _LARGE:
        return Grid(rows=TableRows(table), **said)
    from data.files.columns import ColumnGrid, ColumnRows

    return ColumnGrid(rows=ColumnRows([_get_whole(column) for column in table.columns], {}), **said)


def _get_whole(column: pa.ChunkedArray) -> pa.Array:
    whole = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    return whole.fill_null("") if whole.null_count else whole


class TableRows(Sequence):
    """The rows of a table of texts as lists, made when the first one is requested."""

    def __init__(self, table: pa.Table):
        self._table = table

    @cached_property
    def _rows(self) -> list[list[str]]:
        columns = [_list_texts(column) for column in self._table.columns]
        return list(map(list, zip(*columns, strict=True)))

    def __len__(self) -> int:
        return self._table.num_rows

    def __getitem__(self, at):
        return self._rows[at]

    def __iter__(self):
        return iter(self._rows)


def _list_texts(column: pa.ChunkedArray) -> list[str]:
    """Return the texts of a column, equal ones as one object."""
    if len(column) == 0:
        return []
    coded = column.combine_chunks().dictionary_encode()
    texts = [*coded.dictionary.to_pylist(), ""]
    codes = coded.indices.fill_null(len(texts) - 1).to_numpy(zero_copy_only=False)
    return [texts[code] for code in codes.tolist()]


def _describe(grid: Grid) -> dict[bytes, bytes]:
    said = {name: _make_plain(getattr(grid, name)) for name in _NAMES}
    return {_KEY: json.dumps(said).encode()}


def _make_plain(value):
    if isinstance(value, set):
        return sorted(value)
    return value.isoformat() if isinstance(value, datetime) else value


def _make_batches(grid: Grid, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    for start in range(0, len(grid.rows) if len(schema) else 0, _BATCH):
        rows = grid.rows[start : start + _BATCH]
        arrays = [pa.array(column, pa.string()) for column in zip_longest(*rows)]
        missing = [pa.nulls(len(rows), pa.string())] * (len(schema) - len(arrays))
        yield pa.record_batch([*arrays, *missing], schema=schema)
