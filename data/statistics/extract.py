"""From a sheet and its layout to observations: every value with where it stands.

What bears on the values is resolved once for each distinct text (`meanings`), numbers are
read by the column (`figures`), and only values with a fault are looked at one by one.
"""

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from data.files.grid import Grid
from data.names import matching as names
from data.names.books import Books
from data.names.text import fold, letter, position
from data.statistics.block import Block
from data.statistics.context import is_note_row
from data.statistics.figures import Figures, parse_figures
from data.statistics.headings import is_planned
from data.statistics.issues import IssueLog
from data.statistics.meanings import COLUMNS, FALLBACK, Scope
from data.statistics.model import NOTE, WARNING, IngestOptions, Layout
from data.statistics.rejects import Report
from data.statistics.words import HEADER, PART, STORED, TABLE, TOTAL, Said, Words, join, read_words

# So many values at once: what is only needed on the way stays small.
CELLS_AT_ONCE = 400_000


@dataclass
class Extract:
    """Tables of the values of one table: taken, of totals to check (of rows, and of columns
    beside the row's own figure), and the counts of the others."""

    records: list[pa.Table] = field(default_factory=list)
    totals: list[pa.Table] = field(default_factory=list)
    parts: list[pa.Table] = field(default_factory=list)
    counts: Counter = field(default_factory=Counter)

    def add(self, other: "Extract") -> None:
        """Add what another table gave."""
        self.records += other.records
        self.totals += other.totals
        self.parts += other.parts
        self.counts.update(other.counts)


class SheetReader:
    """Reads the values of one table of a sheet by its layout.

    Parameters
    ----------
    this_year : int
        The last year that a figure may be of.
    log : IssueLog
        Takes what is refused and what is to be told.
    """

    def __init__(
        self,
        grid: Grid,
        layout: Layout,
        books: Books,
        options: IngestOptions,
        this_year: int,
        log: IssueLog,
    ):
        self.grid, self.layout, self.books, self.log = grid, layout, books, log
        self.columns = {
            role: position(getattr(layout, f"{role}_column"))
            for role in COLUMNS
            if getattr(layout, f"{role}_column")
        }
        self.values = [position(value.column) for value in layout.values]
        header = range(layout.header_row - 1, min(layout.header_end, len(grid.rows)))
        heads = [grid.filled[row] for row in header]
        self._headers = {tuple(map(fold, cells)) for cells in heads}
        self._header_starts = {cells[0] for cells in self._headers if cells}
        period = self.columns.get("period", grid.width)
        heading = "".join(fold(cells[period]) for cells in heads if period < len(cells))
        self.scope = Scope(layout, books, options, this_year, heading)
        self.extract = Extract()
        self.report = Report(grid.name, layout, log)

    def read(self) -> Extract:
        """Read the rows between header and notes."""
        self._tell_of_columns()
        rows = self._list_rows()
        step = max(CELLS_AT_ONCE // max(len(self.values), 1), 1)
        for start in range(0, len(rows), step):
            self._read_block(rows[start : start + step])
        return self.extract

    def _tell_of_columns(self) -> None:
        """Tell of columns that are only compared, and of a title of planned figures."""
        sheet, row = self.grid.name, self.layout.header_row
        for value, part in zip(self.layout.values, self._list_parts(), strict=True):
            if part is not None and self.scope.has_areas:
                self.log.tell(sheet, row, value.column, value.area, "part_column", NOTE)
        if is_planned(self.layout.title):
            self.log.tell(sheet, None, None, self.layout.title, "title_planned", WARNING)

    def _list_parts(self) -> list[names.Match | None]:
        """Return for each value column the part (地方, 兵团) of an area's figure that it is."""
        found = [self.books.areas.resolve(value.area or "", None) for value in self.layout.values]
        return [match if match.kind == names.CHECK and match.id else None for match in found]

    def _list_rows(self) -> np.ndarray:
        """Return the rows (positions from 0) that are no notes and no header again."""
        start, end = self.layout.data_row - 1, min(self.layout.last_row, len(self.grid.rows))
        left_out = [row for row in self.grid.list_odd_rows(start, end) if self._is_no_data(row)]
        return np.setdiff1d(np.arange(start, max(end, start)), left_out, assume_unique=True)

    def _is_no_data(self, row: int) -> bool:
        if is_note_row(self.grid.rows[row]):
            return True
        cells = self.grid.filled[row]
        first = fold(cells[0]) if cells else ""
        is_known = first in self._header_starts and tuple(map(fold, cells)) in self._headers
        return is_known or first.startswith("续表")

    def _read_block(self, rows: np.ndarray) -> None:
        figures = self._read_figures(rows)
        filled = figures.filled_rows
        if not filled.all():
            self._count_blank_rows(rows[~filled])
            rows, figures = rows[filled], figures.keep_rows(filled)
        if len(rows):
            block = self._say_all(rows, figures)
            block.judge()
            self.report.tell(block)
            self._keep(block)

    def _keep(self, block: Block) -> None:
        self.extract.counts.update(block.count())
        for outcome, kept in (
            (STORED, self.extract.records),
            (TOTAL, self.extract.totals),
            (PART, self.extract.parts),
        ):
            cells = np.flatnonzero(block.outcome == outcome)
            if len(cells):
                kept.append(block.make_table(cells))

    def _say_all(self, rows: np.ndarray, figures: Figures) -> Block:
        """Return a block with what is said of its values: by the row's cell, else by the
        heading, else by the table."""
        block = Block(self.scope, rows, figures)
        for role in (*COLUMNS, *FALLBACK - set(COLUMNS)):
            words = self._take_cells(rows, self.columns.get(role))
            if role in FALLBACK and None in words.values:
                headings = self._take_headings(role)
                words = join(lambda cell, heading: cell or heading, words, headings)
            block.words[role] = words
        parts = Words(self._list_parts(), np.arange(len(self.values), dtype=np.int32)[None, :])
        block.words["part"] = parts
        if not self.scope.has_areas:
            block.others = [self._take_cells(rows, at) for at in self._list_others()]
        return block

    def _read_figures(self, rows: np.ndarray) -> Figures:
        is_bare = np.zeros((len(rows), len(self.values)), bool)
        if self.grid.bare_formulas:
            is_bare[:] = [
                [(row, at) in self.grid.bare_formulas for at in self.values]
                for row in rows.tolist()
            ]
        columns = [self.grid.take_column(at, rows) for at in self.values]
        return parse_figures(columns, is_bare)

    def _count_blank_rows(self, rows: np.ndarray) -> None:
        """Count the missing values of rows that name an area and have no figure at all."""
        if "area" not in self.columns:
            return
        is_area = self._take_cells(rows, self.columns["area"]).mark(
            lambda said: said and self.books.areas.resolve(said.text, None).kind == names.OK
        )
        others = [
            self._take_cells(rows, self.columns[role])
            for role in {"indicator", "year"} & set(self.columns)
        ]
        is_said = np.any([other.mark(bool) for other in others], axis=0) if others else True
        self.extract.counts["missing"] += int((is_area & is_said).sum()) * len(self.values)

    def _take_cells(self, rows: np.ndarray, at: int | None) -> Words:
        """Return what the cells of a column say in some rows; None where blank."""
        if at is None:
            return Words([None])
        texts = self.grid.take_column(at, rows, is_filled=True)
        return read_words(texts, letter(at))

    def _take_headings(self, role: str) -> Words:
        """Return what the headings of the value columns, else the table's words, say."""
        whole = getattr(self.layout, role, None)
        row, column = getattr(self.layout, f"{role}_cell", None) or (None, None)
        whole = Said(whole, TABLE, column, row) if whole else None
        said = [getattr(value, role, None) for value in self.layout.values]
        said = [Said(text, HEADER) if text else whole for text in said]
        codes = np.arange(len(said), dtype=np.int32)[None, :]
        return Words(said, codes).merge() if any(said) else Words([None])

    def _list_others(self) -> list[int]:
        """Return the columns that are neither of values nor of what the rows say."""
        known = {*self.values, *self.columns.values()}
        return [at for at in range(self.grid.width) if at not in known]
