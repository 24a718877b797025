"""Large text files as columns of texts; a row is made when it is requested."""

import codecs
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
# A column of which fewer of the first texts are different keeps each text once.
_FEW = 0.2
# What separates bytes of GB18030 too; | may be the second byte of a character.
_APART = ",\t;"
_LOOKED_AT = 5_000


class ColumnRows(Sequence):
    """Rows as lists of texts, kept as columns.

    Parameters
    ----------
    columns : list of StringArray or DictionaryArray
        One per column, all with one text per row.
    ragged : dict
        Position of a row (from 0) with more or fewer cells than the others -> its cells.
    """

    def __init__(self, columns: list[pa.Array], ragged: dict[int, list[str]]):
        self.columns, self.ragged = columns, ragged
        self._numbers: dict[int, np.ndarray] = {}
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
            parts = [
                _write_out(column.slice(start, _LOOKED_AT)).to_pylist() for column in self.columns
            ]
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

    def list_columns(self) -> list[pa.Array]:
        """Return all columns, those that only some rows have too."""
        return [self.get_column(at) for at in range(self.width)]

    def parse_column(self, column: int) -> "np.ndarray":
        """Return each text's number (`parse_plain`): several ask for it, and it is looked for
        once."""
        from data.names.columns import parse_plain

        texts = self.get_column(column)
        if pa.types.is_dictionary(texts.type):
            return parse_plain(texts.dictionary)[texts.indices.to_numpy()]
        if column not in self._numbers:
            self._numbers[column] = parse_plain(texts)
        return self._numbers[column]

    @cached_property
    def odd(self) -> "np.ndarray":
        """Positions of the rows that may not be rows of figures.

        All others have three filled cells or more. One of these is a plain number that is not a
        time, one is not a column number, and the first is filled and has no colon. A header,
        title, note, source or signature does not look like that.
        """
        # The process that reads a file never asks this, and does not load what answers it.
        from data.files.odd_rows import find_odd_rows

        return find_odd_rows(self)


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
        texts = self._take(column, rows)
        return _write_out(texts)

    def encode_column(
        self, column: int, rows: "np.ndarray", *, is_filled: bool = False
    ) -> tuple[list[str], "np.ndarray"]:
        """Return the distinct texts of a column in the given rows, and the number of each row's."""
        if is_filled and self.merged:
            return super().encode_column(column, rows, is_filled=True)
        from data.names.columns import encode

        return encode(self._take(column, rows))

    def parse_column(self, column: int, rows: "np.ndarray") -> "np.ndarray":
        """Return the plain numbers of a column in the given rows (`parse_plain`)."""
        numbers = self.rows.parse_column(column)
        return numbers if len(rows) == len(numbers) else numbers[rows]

    def _take(self, column: int, rows: "np.ndarray") -> pa.Array:
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


def _write_out(texts: pa.Array) -> pa.StringArray:
    return texts.dictionary_decode() if pa.types.is_dictionary(texts.type) else texts


def split_columns(content: bytes, delimiter: str, encoding: str = "utf-8") -> ColumnRows | None:
    """Return the rows of a delimited text; None if they must be read one by one.

    Parameters
    ----------
    encoding : str
        utf-8 or gb18030. In both no comma, tabulator, quotation mark or end of a line is a part of
        another character, so that the bytes are split before they are decoded.
    """
    rows = _read_head(content, delimiter, encoding)
    width = Counter(map(len, rows)).most_common(1)[0][0] if rows else 0
    if width < 2 or (encoding != "utf-8" and delimiter not in _APART):
        return None
    text = pa.string() if encoding == "utf-8" else pa.binary()
    ragged = _RaggedRows(delimiter)
    try:
        table = _read(content, delimiter, _choose_types(rows, width, text), None)
    except pa.ArrowInvalid:
        if encoding != "utf-8":
            return None
        try:
            table = _read(content, delimiter, [text] * width, ragged)
        except (pa.ArrowInvalid, csv.Error):
            return None
    try:
        columns = [_decode(_get_whole(column), encoding) for column in table.columns]
    except UnicodeDecodeError:
        return None
    is_long = _may_have_long_cell(content, delimiter)
    if is_long and _measure_longest(columns) > LIMITS.cell_characters:
        return None
    columns = _put_in(columns, ragged.rows)
    while columns and _is_blank(columns[-1]):
        columns.pop()
    if not columns:
        return None
    split = ColumnRows(columns, ragged.rows)
    return None if _may_end_quoted(content, delimiter, encoding, split[-1]) else split


def _read_head(content: bytes, delimiter: str, encoding: str) -> list[list[str]]:
    """Return the first rows; [] where they cannot be split."""
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(content[:_SAMPLE])
        return list(csv.reader(text.splitlines()[:-1], delimiter=delimiter))
    except (UnicodeDecodeError, csv.Error):
        return []


def _choose_types(rows: list[list[str]], width: int, text: pa.DataType) -> list[pa.DataType]:
    """Return the type of each column: where most texts occur again and again, each is kept once."""
    whole = [row for row in rows if len(row) == width]
    coded = pa.dictionary(pa.int32(), text)
    return [
        coded if len({row[at] for row in whole}) < _FEW * len(whole) else text
        for at in range(width)
    ]


def _get_whole(column: pa.ChunkedArray) -> pa.Array:
    if column.num_chunks > 1 and pa.types.is_dictionary(column.type):
        column = column.unify_dictionaries()
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _decode(column: pa.Array, encoding: str) -> pa.Array:
    """Return the texts of a column of bytes, whose every text is decoded by itself."""
    if encoding == "utf-8":
        return column
    if not pa.types.is_dictionary(column.type):
        _, places, content = column.buffers()
        if bytes(content or b"").isascii():
            return pa.Array.from_buffers(pa.string(), len(column), [None, places, content])
        column = column.dictionary_encode()
        return _decode(column, encoding).dictionary_decode()
    texts = [text.decode(encoding) for text in column.dictionary.to_pylist()]
    return pa.DictionaryArray.from_arrays(column.indices, pa.array(texts, pa.string()))


def _may_have_long_cell(content: bytes, delimiter: str) -> bool:
    """Tell whether a cell may have too many characters: then half as many bytes in a row have no
    delimiter and no end of a line, unless it is quoted."""
    if b'"' in content:
        return True
    step = LIMITS.cell_characters // 2
    parts = (content[at : at + step] for at in range(0, len(content) - step + 1, step))
    ends = (delimiter.encode(), b"\n", b"\r")
    return any(not any(end in part for end in ends) for part in parts)


def _measure_longest(columns: list[pa.Array]) -> int:
    """Return how many bytes the longest cell has."""
    # Loaded only where it is needed: that takes longer than most files.
    import pyarrow.compute as compute

    texts = [getattr(column, "dictionary", column) for column in columns]
    return max(compute.max(compute.binary_length(text)).as_py() or 0 for text in texts)


def _is_blank(column: pa.Array) -> bool:
    """Tell whether a column has no text. At the end it is left out as in a small file: the form
    of a table is known again by the cells of its header."""
    head = column.slice(0, _LOOKED_AT)
    # A text among the first ones tells it without a look at all.
    return all(not text.strip() for part in (head, column) for text in part.unique().to_pylist())


def _may_end_quoted(content: bytes, delimiter: str, encoding: str, last: list[str]) -> bool:
    """Tell whether a quotation mark may never be closed: then the last row has all that follows.

    Arrow tells nothing of it, and the number of marks does not either: 5" is no quoted cell.
    """
    if b'"' not in content:
        return False
    if any("\n" in cell or "\r" in cell for cell in last):
        return True
    end = len(content)
    while end and content[end - 1] in b"\r\n":
        end -= 1
    start = max(content.rfind(b"\n", 0, end), content.rfind(b"\r", 0, end)) + 1
    line = content[start:end].decode(encoding)
    return len(list(csv.reader([line, "end"], delimiter=delimiter))) < 2


class _RaggedRows:
    """Collects the rows with more or fewer cells than the others, by position."""

    def __init__(self, delimiter: str):
        self.delimiter = delimiter
        self.rows: dict[int, list[str]] = {}

    def __call__(self, row) -> str:
        text = io.StringIO(row.text, newline="")
        cells = next(csv.reader(text, delimiter=self.delimiter), [])
        while cells and not cells[-1].strip():
            cells.pop()
        self.rows[row.number - 1] = cells
        return "skip"


def _read(
    content: bytes, delimiter: str, types: list[pa.DataType], ragged: _RaggedRows | None
) -> pa.Table:
    names = [str(at) for at in range(len(types))]
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
            column_types=dict(zip(names, types, strict=True)), strings_can_be_null=False
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
