"""What is around the cells of values and no text of theirs: lines through them, cells that are
one with others, more cells than the header has, and comments."""

import numpy as np

from data.files.grid import Grid
from data.names.numbers import looks_numeric
from data.names.phrases import PhraseReader
from data.names.text import letter
from data.statistics.figures import SPOILT
from data.statistics.labels import SILENT, read_comment
from data.statistics.model import Layout
from data.statistics.words import TABLE, Said, Words

_STRUCK, _MERGED, _TOO_LONG = map(SPOILT.index, ("struck_out", "merged_value", "row_too_long"))


class Surroundings:
    """Looks around the values of one table.

    Parameters
    ----------
    values, labels : list of int
        The columns of values, and those that say what a row is (positions from 0).
    """

    def __init__(self, grid: Grid, layout: Layout, values: list[int], labels: list[int]):
        self.grid, self.layout, self.values, self.labels = grid, layout, values, labels
        self.spans = {(top, left): (bottom, right) for top, left, bottom, right in grid.merged}

    def find_spoilt(self, rows: np.ndarray) -> np.ndarray:
        """Return for each row and value column which of SPOILT keeps the value out."""
        spoilt = np.zeros((len(rows), len(self.values)), np.int8)
        if self.grid.is_named_by_file:
            spoilt[self._find_long(rows)] = _TOO_LONG
        if self.grid.merged:
            self._mark_merged(spoilt, rows)
        if self.grid.struck:
            self._mark_struck(spoilt, rows)
        return spoilt

    def _find_long(self, rows: np.ndarray) -> np.ndarray:
        """Tell which rows of a text have figures behind the last heading: 214,000 without
        quotes is two cells, and every figure behind it stands one too far."""
        header = self.grid.rows[self.layout.header_row - 1 : self.layout.header_end]
        headed = [at for cells in header for at, cell in enumerate(cells) if cell.strip()]
        is_long = np.zeros(len(rows), bool)
        for at in range(max([*headed, *self.values]) + 1, self.grid.width):
            texts = self.grid.take_column(at, rows).to_pylist()
            is_long |= np.asarray([bool(text) and looks_numeric(text) for text in texts], bool)
        return is_long

    def _mark_merged(self, spoilt: np.ndarray, rows: np.ndarray) -> None:
        """Mark values in a cell that spans rows of several areas, or several columns."""
        known = {row: at for at, row in enumerate(rows.tolist())}
        for (top, left), (bottom, right) in self.spans.items():
            columns = [at for at, value in enumerate(self.values) if left <= value <= right]
            below = [row for row in range(top, bottom + 1) if self._is_data(row)]
            names = {tuple(self._get_label(row, at) for at in self.labels) for row in below}
            if top in known and columns and (len(columns) > 1 or len(names) > 1):
                spoilt[known[top], columns] = _MERGED

    def _is_data(self, row: int) -> bool:
        return self.layout.data_row - 1 <= row < self.layout.last_row

    def _get_label(self, row: int, at: int) -> str:
        cells = self.grid.filled[row] if row < len(self.grid.rows) else []
        return cells[at].strip() if at < len(cells) else ""

    def _mark_struck(self, spoilt: np.ndarray, rows: np.ndarray) -> None:
        struck = self.grid.struck
        for at, row in enumerate(rows.tolist()):
            is_row = any((row, label) in struck for label in self.labels)
            is_struck = [is_row or (row, column) in struck for column in self.values]
            spoilt[at, is_struck] = _STRUCK

    def read_comments(self, rows: np.ndarray, reader: PhraseReader) -> list[Words]:
        """Return what the comments say of the values that they stand at: of their own cell,
        their heading, or a label of their row."""
        found = []
        for row, column, text in self.grid.comments:
            bottom, right = self.spans.get((row, column), (row, column))
            is_value = np.asarray([column <= value <= right for value in self.values])
            is_row = (rows >= row) & (rows <= bottom)
            if self.layout.header_row - 1 <= row < self.layout.header_end:
                is_row = np.ones(len(rows), bool)
                is_value |= not is_value.any()
            elif column in self.labels:
                is_value = np.ones(len(self.values), bool)
            codes = (is_row[:, None] & is_value[None, :]).astype(np.int32)
            if codes.any():
                said = Said(text, TABLE, letter(column), row + 1)
                found.append(Words([SILENT, read_comment(said, reader)], codes))
        return found
