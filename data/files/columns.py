"""Large text files as columns of texts; a row is made when it is requested."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import pyarrow as pa
from pyarrow import csv as arrow_csv

from data.files.grid import Grid
from data.files.limits import LIMITS

if TYPE_CHECKING:
    import numpy as np

_BLOCK = 1 << 22
_SAMPLE = 40_000
_LOOKED_AT = 5_000


class ColumnRows(Sequence):
    """Rows as lists of texts, kept as columns.

    Parameters
    ----------
    columns : list of StringArray
        One per column, all with one text per row.
    ragged : dict
        Position of a row (from 0) with more or fewer cells than the others -> its cells.
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
                yield self.ragged.get(row, list(cells))

    def get_column(self, column: int) -> pa.Array:
        """Return the texts of a column by position; "" where a row has no such cell."""
        if column < len(self.columns):
            return self.columns[column]
        texts = [""] * len(self)
        for row, cells in self.ragged.items():
            texts[row] = cells[column] if column < len(cells) else ""
        return pa.array(texts, pa.string())

    @cached_property
    def odd(self) -> "np.ndarray":
        """Positions of the rows that may not be rows of figures.

        All others have three filled cells or more. One of these is a plain number that is not a
        time, one is not a column number, and the first is filled and has no colon. A header,
        title, note, source or signature does not look like that.
        """
        # The process that reads a file never asks this, and does not load what answers it.
        from data.files.odd_rows import find_odd_rows

        return find_odd_rows(self.columns, list(self.ragged))


class ColumnGrid(Grid):
    """A large sheet, whose rows are ColumnRows: taking a column makes no rows."""

    rows: ColumnRows

    @property
    def width(self) -> int:
        """Number of columns of the longest row."""
        return self.rows.width

    def take_column(self, column: int, rows: "np.ndarray", *, is_filled: bool = False) -> pa.Array:
        """Return the texts of a column in the given rows; positions count from 0."""
        if is_filled and self.merged:
            return super().take_column(column, rows, is_filled=True)
        texts = self.rows.get_column(column)
        if len(rows) and rows[-1] - rows[0] == len(rows) - 1:
            return texts.slice(rows[0], len(rows))
        return texts.take(pa.array(rows))

    def list_texts(self, column: int, start: int, end: int) -> Iterator[str]:
        """Return the distinct texts of a column from row `start` to before `end`, blank ones
        left out."""
        texts = self.rows.get_column(column).slice(start, max(end - start, 0)).unique()
        return (text for text in texts.to_pylist() if text.strip())

    def list_odd_rows(self, start: int, end: int) -> list[int]:
        """Return the rows from `start` to before `end` that may not be rows of figures."""
        odd = self.rows.odd
        return odd[(odd >= start) & (odd < end)].tolist()


def split_columns(text: str, delimiter: str) -> ColumnRows | None:
    """Return the rows of a delimited text; None if they must be read one by one."""
    width = _find_width(text, delimiter)
    if width < 2:
        return None
    content = text.encode()
    ragged = _RaggedRows(delimiter)
    try:
        table = _read(content, delimiter, width, None)
    except pa.ArrowInvalid:
        try:
            table = _read(content, delimiter, width, ragged)
        except (pa.ArrowInvalid, csv.Error):
            return None
    columns = [column.combine_chunks() for column in table.columns]
    if _may_have_long_cell(text, delimiter) and _measure_longest(columns) > LIMITS.cell_characters:
        return None
    return ColumnRows(_put_in(columns, ragged.rows), ragged.rows)


def _find_width(text: str, delimiter: str) -> int:
    lines = text[:_SAMPLE].splitlines()[:-1]
    try:
        widths = Counter(len(cells) for cells in csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return 0
    return max(widths, key=lambda width: widths[width], default=0)


def _may_have_long_cell(text: str, delimiter: str) -> bool:
    """Tell whether a cell may have too many characters: then half as many in a row have no
    delimiter and no end of a line, unless it is quoted."""
    if '"' in text:
        return True
    step = LIMITS.cell_characters // 2
    parts = (text[at : at + step] for at in range(0, len(text) - step + 1, step))
    return any(not any(end in part for end in (delimiter, "\n", "\r")) for part in parts)


def _measure_longest(columns: list[pa.Array]) -> int:
    """Return how many bytes the longest cell has."""
    # Loaded only where it is needed: that takes longer than most files.
    import pyarrow.compute as compute

    return max(compute.max(compute.binary_length(column)).as_py() or 0 for column in columns)


class _RaggedRows:
    """Collects the rows with more or fewer cells than the others, by position."""

    def __init__(self, delimiter: str):
        self.delimiter = delimiter
        self.rows: dict[int, list[str]] = {}

    def __call__(self, row) -> str:
        text = io.StringIO(row.text, newline="")
        self.rows[row.number - 1] = next(csv.reader(text, delimiter=self.delimiter), [])
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
    """Insert the texts of ragged rows at their places between the others."""
    if not ragged:
        return columns
    even, added = iter(range(len(columns[0]))), iter(range(len(columns[0]), 1 << 62))
    rows = range(len(columns[0]) + len(ragged))
    order = pa.array([next(added if row in ragged else even) for row in rows], pa.int64())
    whole = []
    for at, column in enumerate(columns):
        texts = [cells[at] if at < len(cells) else "" for _, cells in sorted(ragged.items())]
        joined = pa.concat_arrays([column, pa.array(texts, pa.string())])
        whole.append(joined.take(order))
    return whole
