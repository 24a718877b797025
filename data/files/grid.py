"""One sheet of a file as texts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from data.names.text import letter

# A process that reads a small file does not load these: that takes longer than the file.
if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

Place = tuple[int, int]
"""Row and column of a cell, both from 0."""


@dataclass(eq=False)
class Grid:
    """One sheet as the texts of its cells; ``rows[0][0]`` is A1.

    A cell reads as Excel shows it where that matters (``42.59%``, ``2024年``, ``#REF!``); a
    number has all of its digits.

    Attributes
    ----------
    merged : list of (top, left, bottom, right)
        Merged ranges within the used area; they do not overlap.
    bare_formulas : set of (row, column)
        Cells whose formula was never calculated, so that they have no value.
    struck : set of (row, column)
        Cells whose text is struck through, in whole or in part.
    comments : list of (row, column, text)
        Comments of cells, without the name of who wrote them.
    hidden_rows, hidden_columns : set of int
        Rows and columns with text that the office program does not show.
    is_named_by_file : bool
        Whether the sheet has no name of its own, as in a text file.
    saved_at : datetime or None
        When the file was last saved, by its own account (UTC); None if it does not say.
    """

    name: str
    rows: Sequence[list[str]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    is_hidden: bool = False
    bare_formulas: set[Place] = field(default_factory=set)
    struck: set[Place] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    saved_at: datetime | None = None
    is_named_by_file: bool = False
    comments: list[tuple[int, int, str]] = field(default_factory=list)

    @property
    def width(self) -> int:
        """Number of columns of the longest row."""
        return max((len(row) for row in self.rows), default=0)

    @cached_property
    def letters(self) -> list[str]:
        """The letters of its columns, as Excel shows them."""
        return [letter(at) for at in range(self.width)]

    @cached_property
    def filled(self) -> Sequence[list[str]]:
        """The rows, with the text of each merged range in all of its cells."""
        if not self.merged:
            return self.rows
        rows, width = [list(row) for row in self.rows], self.width
        for top, left, bottom, right in self.merged:
            text, right = self.get(top, left), min(right, width - 1)
            for row in range(top, min(bottom + 1, len(rows))):
                # Blank and covered cells at the end of a row are not stored.
                rows[row].extend([""] * (right + 1 - len(rows[row])))
                rows[row][left : right + 1] = [text] * (right + 1 - left)
        return rows

    def get(self, row: int, column: int) -> str:
        """Return the text of a cell by position from 0; "" outside the sheet."""
        if row < 0 or row >= len(self.rows) or column < 0:
            return ""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else ""

    def take_column(
        self, column: int, rows: "np.ndarray", *, is_filled: bool = False
    ) -> "pa.Array":
        """Return the texts of a column in the given rows; positions count from 0.

        Parameters
        ----------
        is_filled : bool
            Whether all cells of a merged range have its text.
        """
        import pyarrow as pa

        lines = self.filled if is_filled else self.rows
        cells = (lines[row] for row in rows.tolist())
        return pa.array([line[column] if column < len(line) else "" for line in cells], pa.string())

    def encode_column(
        self, column: int, rows: "np.ndarray", *, is_filled: bool = False
    ) -> "tuple[list[str], np.ndarray]":
        """Return the distinct texts of a column in the given rows, and the number of each row's."""
        from data.names.columns import encode

        return encode(self.take_column(column, rows, is_filled=is_filled))

    def parse_column(self, column: int, rows: "np.ndarray") -> "np.ndarray":
        """Return the plain numbers of a column in the given rows (`parse_plain`)."""
        from data.names.columns import parse_plain

        return parse_plain(self.take_column(column, rows))

    def list_texts(self, column: int, start: int, end: int) -> Iterator[str]:
        """Return the distinct texts of a column from row `start` to before `end`, blank ones
        left out."""
        texts = dict.fromkeys(self.get(row, column) for row in range(start, end))
        return (text for text in texts if text.strip())

    def list_odd_rows(self, start: int, end: int) -> list[int]:
        """Return the rows from `start` to before `end` that may not be rows of figures: those
        to search for headers, titles and notes. In a small file these are all rows."""
        return list(range(start, min(end, len(self.rows))))
