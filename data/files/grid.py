"""One sheet of a file as texts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

import pyarrow as pa

from data.files.columns import ColumnRows

if TYPE_CHECKING:
    import numpy as np

Place = tuple[int, int]
"""Row and column of a cell, both from 0."""


@dataclass(eq=False)
class Grid:
    """One sheet as the texts of its cells; ``rows[0][0]`` is A1.

    A cell stands as Excel shows it where that matters: ``42.59%``, ``2024年``, ``#REF!``; a
    number with all of its digits.

    Attributes
    ----------
    merged : list of (top, left, bottom, right)
        Merged ranges within the used area; they do not overlap.
    bare_formulas : set of (row, column)
        Cells whose formula was never calculated: there is no value.
    struck : set of (row, column)
        Cells whose text, or a part of it, is struck through.
    hidden_rows, hidden_columns : set of int
        Those with text in them that the office program does not show.
    is_named_by_file : bool
        The sheet has no name of its own, as in a text file.
    table : pyarrow.Table or None
        The same cells by column (``c0``, ``c1`` …; null where a row ends before), when the
        sheet was read from a file. ``rows`` is made from it when it is first asked for; of
        a large sheet the rows stay columns (ColumnRows).
    saved_at : datetime or None
        When the file says that it was last saved (UTC).
    """

    name: str
    rows: Sequence[list[str]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    is_hidden: bool = False
    bare_formulas: set[Place] = field(default_factory=set)
    struck: set[Place] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    table: pa.Table | None = None
    saved_at: datetime | None = None
    is_named_by_file: bool = False

    @property
    def width(self) -> int:
        """Number of columns of the longest row."""
        if self.table is not None:
            return self.table.num_columns
        if isinstance(self.rows, ColumnRows):
            return self.rows.width
        return max((len(row) for row in self.rows), default=0)

    @cached_property
    def filled(self) -> Sequence[list[str]]:
        """The rows with the text of each merged range in all of its cells."""
        if not self.merged:
            return self.rows
        rows, width = [list(row) for row in self.rows], self.width
        for top, left, bottom, right in self.merged:
            text, right = self.get(top, left), min(right, width - 1)
            for row in range(top, min(bottom + 1, len(rows))):
                # Blank cells at the end of a row are not stored, covered ones neither.
                rows[row].extend([""] * (right + 1 - len(rows[row])))
                rows[row][left : right + 1] = [text] * (right + 1 - left)
        return rows

    def get(self, row: int, column: int) -> str:
        """Text of a cell by position from 0; empty outside the sheet."""
        if row < 0 or row >= len(self.rows) or column < 0:
            return ""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else ""

    def take_column(self, column: int, rows: "np.ndarray", *, is_filled: bool = False) -> pa.Array:
        """Return the texts of a column in the rows given, all by position from 0.

        Parameters
        ----------
        is_filled : bool
            Whether the text of a merged range counts for all of its cells.
        """
        if isinstance(self.rows, ColumnRows):
            texts = self.rows.get_column(column)
            if len(rows) and rows[-1] - rows[0] == len(rows) - 1:
                return texts.slice(rows[0], len(rows))
            return texts.take(pa.array(rows))
        lines = self.filled if is_filled else self.rows
        cells = (lines[row] for row in rows.tolist())
        return pa.array([line[column] if column < len(line) else "" for line in cells], pa.string())

    def list_texts(self, column: int, start: int, end: int) -> Iterator[str]:
        """Return the distinct texts of a column from row `start` to before `end`, blank ones
        left out."""
        # The process that reads a file has no numpy and needs none of this.
        import numpy as np

        texts = self.take_column(column, np.arange(start, max(min(end, len(self.rows)), start)))
        for part in texts.unique().to_pylist():
            if part.strip():
                yield part

    def list_odd_rows(self, start: int, end: int) -> list[int]:
        """Return the rows from `start` to before `end` that may be no rows of figures: those
        to look at for headers, titles and notes. Of a small file these are all rows."""
        end = min(end, len(self.rows))
        if isinstance(self.rows, ColumnRows):
            odd = self.rows.odd
            return odd[(odd >= start) & (odd < end)].tolist()
        return list(range(start, end))
