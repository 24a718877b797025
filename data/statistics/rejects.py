"""Reports the values of a block that are rejected, held or left out, one by one."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from data.statistics.block import Block
from data.statistics.issues import IssueLog
from data.statistics.model import NOTE, Layout
from data.statistics.words import (
    CELL,
    HELD,
    LEFT,
    OPTION,
    PART,
    REJECTED,
    STORED,
    TABLE,
    TOTAL,
    VALUE,
    WANTING,
    Fault,
    Said,
    Words,
)


@dataclass
class Report:
    """Reports the values of one table to the log, in their order.

    Parameters
    ----------
    log : IssueLog
        Collects rejections and messages.
    """

    sheet: str
    layout: Layout
    log: IssueLog
    _overridden: set[tuple[str, str | None]] = field(default_factory=set)

    def tell(self, block: Block) -> None:
        """Report every value of a block that has a fault or a warning."""
        for cell, fault, outcome in _list_events(block):
            row, column = divmod(cell, block.figures.shape[1])
            place = (int(block.rows[row]) + 1, self.layout.values[column].column)
            if outcome in (STORED, LEFT):
                self._warn(fault, place)
            elif outcome == HELD:
                self._hold(fault, place, block.figures.get_text(cell))
            else:
                self._reject(fault, place, block.figures.get_text(cell))

    def _hold(self, fault: Fault, place: tuple[int, str], text: str) -> None:
        words = [(fault.at, fault.found)]
        words += [(said, said.text) for said in fault.fields.get("also", ())]
        found = [(word, *self._find(at, place)) for at, word in words]
        fields = {name: said for name, said in fault.fields.items() if name != "also"}
        self.log.hold(self.sheet, found, place, text, self.layout.shape, **fields)

    def _reject(self, fault: Fault, place: tuple[int, str], text: str) -> None:
        row, column = self._find(fault.at, place)
        # A value is quoted whole, as written.
        found = text if fault.at.origin == VALUE and text else fault.found
        self.log.reject(self.sheet, row, column, found, fault.rule, place, text, fault.fields)

    def _warn(self, fault: Fault, place: tuple[int, str]) -> None:
        if fault.rule.startswith("option_"):
            # A difference between file and option is reported once, not in each row.
            if (fault.rule, fault.found) in self._overridden:
                return
            self._overridden.add((fault.rule, fault.found))
        row, column = self._find(fault.at, place)
        severity = fault.severity or NOTE
        self.log.tell(self.sheet, row, column, fault.found, fault.rule, severity, **fault.fields)

    def _find(self, said: Said, place: tuple[int, str]) -> tuple[int | None, str | None]:
        """Return row and column of a text about the value at `place`."""
        if said.origin == CELL:
            return place[0], said.column
        if said.origin == VALUE:
            return place
        if said.origin == OPTION:
            return None, None
        if said.origin == TABLE and said.row:
            return said.row, said.column
        return self.layout.header_row, said.column or place[1]


def _list_events(block: Block) -> Iterator[tuple[int, Fault, int]]:
    """Yield cell, fault and outcome (STORED is a warning) of everything to report."""
    sources = [*_list_warnings(block), *_list_faults(block)]
    if not sources:
        return
    cells = np.concatenate([cells for cells, _, _, _ in sources])
    codes = np.concatenate([codes for _, codes, _, _ in sources])
    which = np.repeat(np.arange(len(sources)), [len(cells) for cells, _, _, _ in sources])
    order = np.lexsort((which, cells))
    for cell, code, at in zip(
        cells[order].tolist(), codes[order].tolist(), which[order].tolist(), strict=True
    ):
        _, _, words, outcome = sources[at]
        value = words.values[code]
        for fault in value.warnings if outcome == STORED else [value.fault]:
            yield cell, fault, outcome


def _list_warnings(block: Block):
    kept = np.flatnonzero(np.isin(block.outcome, (STORED, TOTAL, PART)))
    for words in block.list_telling():
        has_warning = np.asarray([bool(value.warnings) for value in words.values])
        if has_warning.any():
            codes = words.take(kept, block.figures.shape)
            is_told = has_warning[codes]
            yield kept[is_told], codes[is_told], words, STORED


def _list_faults(block: Block):
    for outcome in (HELD, REJECTED, WANTING, LEFT):
        cells = np.flatnonzero(block.outcome == outcome)
        for words in block.list_judged() if len(cells) else ():
            told = np.asarray([value.outcome == outcome for value in words.values])
            if told.any():
                codes = words.take(cells, block.figures.shape)
                is_told = told[codes]
                yield _choose(block, cells[is_told], codes[is_told], words, outcome)
                cells = cells[~is_told]


def _choose(block: Block, cells: np.ndarray, codes: np.ndarray, words: Words, outcome: int):
    """Keep one cell of each column for faults that are reported once per column."""
    if outcome == LEFT:
        keys = codes.astype(np.int64) * block.figures.shape[1] + cells % block.figures.shape[1]
        _, first = np.unique(keys, return_index=True)
        cells, codes = cells[first], codes[first]
    return cells, codes, words, outcome
