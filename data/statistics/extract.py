"""Turns a sheet and its layout into observations: every value with its place.

Each distinct text is resolved once (`meanings`), numbers are read by column (`figures`), and
only values with a fault are examined one by one.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.files.grid import Grid
from data.names import matching as names
from data.names.numbers import is_time, looks_numeric
from data.names.phrases import PhraseReader
from data.names.text import fold, letter
from data.statistics.block import Block
from data.statistics.edges import is_note_row
from data.statistics.explain import LabelLog
from data.statistics.export import is_export
from data.statistics.figures import SPOILT, Figures, parse_figures
from data.statistics.issues import IssueLog
from data.statistics.labels import (
    SILENT,
    Labels,
    find_alone,
    join_labels,
    read_area_label,
    read_comment,
    read_indicator_label,
    read_measures_above,
    read_part,
    read_remark,
    read_species_word,
    read_stored_note,
    read_wider_area,
    read_word,
)
from data.statistics.model import LABEL_ROLES, NOTE, IngestOptions, Layout
from data.statistics.notes import read_notes
from data.statistics.rejects import Report
from data.statistics.scope import FALLBACK, Scope
from data.statistics.senses import Text
from data.statistics.words import (
    HEADER,
    PART,
    STORED,
    TABLE,
    TOTAL,
    Said,
    Words,
    combine,
    read_words,
)

# So many values at once, so that intermediate results stay small.
CELLS_AT_ONCE = 1_000_000


_TOWN = re.compile(r"(?:乡|镇|场|街道|团|村|社区)$")
_FULL = re.compile(r"[县市区州]|[a-z]", re.IGNORECASE)
_STRUCK, _MERGED, _TOO_LONG = map(SPOILT.index, ("struck_out", "merged_value", "row_too_long"))


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


class TableReader:
    """Reads the values of one table of a sheet by its layout.

    Parameters
    ----------
    this_year : int
        The last year that a figure may have.
    log : IssueLog
        Collects rejections and messages.
    """

    def __init__(
        self,
        grid: Grid,
        layout: Layout,
        reader: PhraseReader,
        options: IngestOptions,
        this_year: int,
        log: IssueLog,
    ):
        self.grid, self.layout, self.books, self.log = grid, layout, reader.books, log
        self.columns, self.values = layout.places, layout.value_places
        # The columns that say what a row is.
        self.labels = sorted({*self.columns.values(), *layout.area_places})
        self.spans = {(top, left): (bottom, right) for top, left, bottom, right in grid.merged}
        header = range(layout.header_row - 1, min(layout.header_end, len(grid.rows)))
        heads = [grid.filled[row] for row in header]
        self._headers = {tuple(Text(cell, reader).folded for cell in cells) for cells in heads}
        self._header_starts = {cells[0] for cells in self._headers if cells}
        period = self.columns.get("period", grid.width)
        heading = "".join(
            Text(cells[period], reader).folded for cells in heads if period < len(cells)
        )
        marks, notes, early = read_notes(layout, reader)
        self.scope = Scope(layout, reader, options, this_year, heading, marks, notes, early)
        self.label_log = LabelLog(grid.name)
        self._is_export = is_export(grid.rows[layout.header_row - 1])
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
        """Report columns that are only compared."""
        sheet, row = self.grid.name, self.layout.header_row
        for value, part in zip(self.layout.values, self._list_parts(), strict=True):
            if part is not None and self.scope.has_areas:
                self.log.tell(sheet, row, value.column, value.area, "part_column", NOTE)

    def _list_parts(self) -> list[names.Match | None]:
        """Return for each value column the part (地方, 兵团) of an area's figure that it is."""
        found = [self.books.areas.resolve(value.area or "", None) for value in self.layout.values]
        return [match if match.kind == names.CHECK and match.id else None for match in found]

    def _list_rows(self) -> np.ndarray:
        """Return the rows (positions from 0) that are neither notes nor a repeated header."""
        start, end = self.layout.data_row - 1, min(self.layout.last_row, len(self.grid.rows))
        left_out = [row for row in self.grid.list_odd_rows(start, end) if self._is_no_data(row)]
        return np.setdiff1d(np.arange(start, max(end, start)), left_out, assume_unique=True)

    def _is_no_data(self, row: int) -> bool:
        if is_note_row(self.grid.rows[row]):
            return True
        cells = self.grid.filled[row]
        first = fold(cells[0]) if cells else ""
        is_known = first in self._header_starts and tuple(map(fold, cells)) in self._headers
        return is_known or (first.startswith("续表") and not self._has_figure(row))

    def _has_figure(self, row: int) -> bool:
        texts = [self.grid.get(row, at) for at in self.values]
        return any(looks_numeric(text) and not is_time(text) for text in texts)

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
        said = {}
        for role in (*LABEL_ROLES, *FALLBACK - set(LABEL_ROLES)):
            words = self._take_areas(rows) if role == "area" else self._take_role(rows, role)
            if role in FALLBACK and None in words.values:
                headings = self._take_headings(role)
                words = combine(lambda cell, heading: cell or heading, words, headings)
            said[role] = words
        columns = np.arange(len(self.values), dtype=np.int32)[None, :]
        said["part"] = Words(self._list_parts(), columns).merge()
        said["head"] = Words(list(self.layout.values), columns).merge()
        strays = [] if self.scope.has_areas else self._list_others()
        others = [self._take_cells(rows, at) for at in strays]
        said["labels"] = self._read_labels(rows)
        return Block(self.scope, rows, figures, said, others)

    def _take_role(self, rows: np.ndarray, role: str) -> Words:
        words = self._take_cells(rows, self.columns.get(role))
        # The words of an indicator's cell are added where they are read (`_read_labels`).
        if role != "indicator":
            self.label_log.add(role, words, rows)
        return words

    def _take_areas(self, rows: np.ndarray) -> Words:
        """Return the finest area that each row names; a total in a wider area belongs to it."""
        cells = [self._take_cells(rows, at) for at in self.layout.area_places[::-1]]
        for words in cells:
            self.label_log.add("area", words, rows, self.scope.reader)
        if not cells:
            return self._take_role(rows, "area")
        return combine(self._choose_area, *cells).merge() if len(cells) > 1 else cells[0]

    def _choose_area(self, *cells: Said | None) -> Said | None:
        said = [cell for cell in cells if cell is not None]
        if len(said) > 1:
            finest = self.books.areas.resolve(said[0].text, None)
            if finest.kind == names.CHECK and finest.id is None:
                return said[1]
        return said[0] if said else None

    def _read_labels(self, rows: np.ndarray) -> Words:
        """Return the combined meaning of the words of each row."""
        layout = self.layout
        found = [
            self._read_column(
                rows, at, read_area_label if at == self.columns["area"] else read_wider_area
            )
            for at in layout.area_places
        ]
        if self._own_name:
            words = self._take_cells(rows, self.columns["area"])
            found.append(words.change(self._hold_own).merge())
        if layout.indicator_column:
            at = self.columns["indicator"]
            found.append(self._read_column(rows, at, read_indicator_label, "indicator"))
        for letters in layout.word_columns:
            remark = read_stored_note if self._is_export else read_remark
            read = {layout.species_column: read_species_word, layout.note_column: remark}
            at = layout.at[letters]
            found.append(self._read_column(rows, at, read.get(letters, read_word)))
        for letters in layout.part_columns:
            heading = self._get_label(layout.header_end - 1, layout.at[letters])
            words = self._take_cells(rows, layout.at[letters])
            self.label_log.add("part", words, rows)
            found.append(words.change(lambda said, h=heading: read_part(said, h)).merge())
        for letters, unread in layout.unread_columns:
            words = self._take_cells(rows, layout.at[letters])
            labels = Labels(unread=(Said(unread, HEADER, letters),))
            found.append(words.change(lambda said, it=labels: it if said else Labels()).merge())
        reader, comments = self.scope.reader, self._list_comments(rows)
        if layout.indicator_column:
            at = self.columns["indicator"]
            found += read_measures_above(self.grid, at, layout.data_row - 1, rows, reader)
            if layout.species is None and self._alone:
                words = self._take_cells(rows, at)
                found.append(words.change(self._hold_alone).merge())
        found += [Words([SILENT, read_comment(said, reader)], codes) for said, codes in comments]
        if not found:
            return Words([Labels()])
        whole = found[0]
        for other in found[1:]:
            whole = combine(join_labels, whole, other).merge()
        return whole

    @cached_property
    def _alone(self) -> frozenset[str]:
        """The labels that may be of the animals in other rows of the table (see `find_alone`)."""
        span = np.arange(self.layout.data_row - 1, self.layout.last_row)
        texts, _ = self.grid.encode_column(self.columns["indicator"], span, is_filled=True)
        return find_alone(texts, self.scope.reader)

    @cached_property
    def _own_name(self) -> str | None:
        """The county of the title where rows are of its towns: 特克斯 may be one of them."""
        areas, layout = self.books.areas, self.layout
        own = areas.resolve(layout.area or "", None).id
        if "area" not in self.columns or areas.levels.get(own or "") != "county":
            return None
        span = np.arange(layout.data_row - 1, layout.last_row)
        texts, _ = self.grid.encode_column(self.columns["area"], span, is_filled=True)
        return (
            own if any(_TOWN.search(text) and not areas.is_area(text) for text in texts) else None
        )

    def _hold_own(self, said: Said | None) -> Labels:
        if said is None or _FULL.search(said.text):
            return SILENT
        if fold(said.text) in self.scope.reader.answers:
            return SILENT
        is_own = self.books.areas.resolve(said.text, None).id == self._own_name
        return Labels(unread=(said,)) if is_own else SILENT

    def _hold_alone(self, said: Said | None) -> Labels:
        return Labels(unread=(said,)) if said and said.text in self._alone else SILENT

    def _read_column(self, rows: np.ndarray, at: int, read, role: str = "word") -> Words:
        words = self._take_cells(rows, at)
        self.label_log.add(role, words, rows, self.scope.reader)
        return words.change(lambda said: read(said, self.scope.reader)).merge()

    def _read_figures(self, rows: np.ndarray) -> Figures:
        is_bare = np.zeros((len(rows), len(self.values)), bool)
        if self.grid.bare_formulas:
            is_bare[:] = [
                [(row, at) in self.grid.bare_formulas for at in self.values]
                for row in rows.tolist()
            ]
        columns = [self.grid.take_column(at, rows) for at in self.values]
        numbers = [self.grid.parse_column(at, rows) for at in self.values]
        return parse_figures(columns, numbers, is_bare, self._find_spoilt(rows))

    def _count_blank_rows(self, rows: np.ndarray) -> None:
        """Count the missing values of rows that name an area but have no figure."""
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
        return read_words(*self.grid.encode_column(at, rows, is_filled=True), letter(at))

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
        """Return the columns that hold neither values nor labels."""
        known = {*self.values, *self.columns.values()}
        return [at for at in range(self.grid.width) if at not in known]

    def _find_spoilt(self, rows: np.ndarray) -> np.ndarray:
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
        for at in self.values:
            # 214,035 in a row that ends early.
            cut = pc.match_substring_regex(self.grid.take_column(at, rows), r"^\s*0\d\d\s*$")
            is_long |= cut.fill_null(False).to_numpy(zero_copy_only=False)
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

    def _list_comments(self, rows: np.ndarray) -> list[tuple[Said, np.ndarray]]:
        """Return each comment with the values that it is about (1, the others 0): that of its
        own cell, those below its heading, or those of the row whose label it stands at."""
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
                found.append((Said(text, TABLE, letter(column), row + 1), codes))
        return found
