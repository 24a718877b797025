"""The rows of a large text file kept as columns of texts; a row is made when asked for."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as compute
from pyarrow import csv as arrow_csv

from data.files.limits import LIMITS

FROM_CHARACTERS = 1_000_000
_BLOCK = 1 << 22
_SAMPLE = 40_000
_LOOKED_AT = 5_000


class ColumnRows(Sequence):
    """Rows as lists of texts, kept as columns.

    Parameters
    ----------
    columns : list of StringArray
        One per column, as long as there are rows.
    ragged : dict
        The cells of rows (positions from 0) that have more or fewer than the others.
    """

    def __init__(self, columns: list[pa.StringArray], ragged: dict[int, list[str]]):
        self.columns, self.ragged = columns, ragged
        self.width = max([len(columns), *map(len, ragged.values())])

    def __len__(self) -> int:
        return len(self.columns[0])

    def __getitem__(self, row):
        if isinstance(row, slice):
            start, stop, _ = row.indices(len(self))
            size = max(stop - start, 0)
            ragged = {at - start: cells for at, cells in self.ragged.items() if start <= at < stop}
            return ColumnRows([column.slice(start, size) for column in self.columns], ragged)
        row = range(len(self))[row]
        if row in self.ragged:
            return self.ragged[row]
        return [column[row].as_py() for column in self.columns]

    def __iter__(self) -> Iterator[list[str]]:
        for start in range(0, len(self), _LOOKED_AT):
            parts = [column.slice(start, _LOOKED_AT).to_pylist() for column in self.columns]
            for row, cells in enumerate(zip(*parts, strict=True), start=start):
                yield self.ragged.get(row) or list(cells)

    def get_column(self, column: int) -> pa.Array:
        """Return the texts of a column by position; blank where a row has no such cell."""
        if column < len(self.columns):
            return self.columns[column]
        texts = [""] * len(self)
        for row, cells in self.ragged.items():
            texts[row] = cells[column] if column < len(cells) else ""
        return pa.array(texts, pa.string())

    @cached_property
    def odd(self):
        """Positions (an array) of the rows that may be no rows of figures."""
        # The process that reads a file has no numpy and needs none of this.
        from data.files.odd_rows import find_odd_rows

        return find_odd_rows(self.columns, self.ragged)


def split_columns(text: str, delimiter: str) -> ColumnRows | None:
    """Return the rows of a delimited text, or None where they must be read one by one."""
    width = _find_width(text, delimiter)
    if width < 2:
        return None
    content = text.encode()
    try:
        table, ragged = _read(content, delimiter, width, None), {}
    except pa.ArrowInvalid:
        ragged = _RaggedRows(delimiter)
        try:
            table = _read(content, delimiter, width, ragged)
        except (pa.ArrowInvalid, csv.Error):
            return None
        ragged = ragged.rows
    columns = [column.combine_chunks() for column in table.columns]
    longest = max(compute.max(compute.binary_length(column)).as_py() or 0 for column in columns)
    if longest > LIMITS.cell_characters:
        return None
    return ColumnRows(_put_in(columns, ragged), ragged)


def _find_width(text: str, delimiter: str) -> int:
    lines = text[:_SAMPLE].splitlines()[:-1]
    try:
        widths = Counter(len(cells) for cells in csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return 0
    return max(widths, key=widths.get, default=0)


class _RaggedRows:
    """Takes the rows that have more or fewer cells than the others, by their positions."""

    def __init__(self, delimiter: str):
        self.delimiter, self.rows = delimiter, {}

    def __call__(self, row) -> str:
        lines = row.text.splitlines(keepends=True)
        self.rows[row.number - 1] = next(csv.reader(lines, delimiter=self.delimiter), [])
        return "skip"


def _read(content: bytes, delimiter: str, width: int, ragged: _RaggedRows | None) -> pa.Table:
    names = [str(at) for at in range(width)]
    return arrow_csv.read_csv(
        pa.BufferReader(content),
        read_options=arrow_csv.ReadOptions(
            column_names=names, block_size=_BLOCK, use_threads=ragged is None
        ),
        parse_options=arrow_csv.ParseOptions(
            delimiter=delimiter,
            newlines_in_values=b'"' in content,
            ignore_empty_lines=False,
            invalid_row_handler=ragged,
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
        ),
    )


def _put_in(columns: list[pa.Array], ragged: dict[int, list[str]]) -> list[pa.Array]:
    """Put the texts of ragged rows where they stand between the others."""
    if not ragged:
        return columns
    size = len(columns[0]) + len(ragged)
    plain, odd = iter(range(len(columns[0]))), iter(range(len(columns[0]), size))
    order = pa.array([next(odd) if row in ragged else next(plain) for row in range(size)])
    whole = []
    for at, column in enumerate(columns):
        texts = [cells[at] if at < len(cells) else "" for cells in ragged.values()]
        joined = pa.concat_arrays([column, pa.array(texts, pa.string())])
        whole.append(joined.take(order))
    return whole
