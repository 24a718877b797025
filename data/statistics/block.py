"""Some rows of a table: the words about their values, and the outcome of each value."""

from collections import Counter

import numpy as np
import pyarrow as pa

from data.statistics.figures import Figures, convert
from data.statistics.meanings import FIRST_TOLD, RULES, TOLD, read_stray
from data.statistics.observations import make_table, make_words
from data.statistics.scope import Scope
from data.statistics.words import (
    HELD,
    LEFT,
    MISSING,
    OUTSIDE,
    PART,
    REJECTED,
    TOTAL,
    WANTING,
    Words,
    combine,
)


class Block:
    """Rows of one table and the words that apply to their values.

    Parameters
    ----------
    rows : ndarray of int
        Positions from 0.
    figures : Figures
        The value cells, counted row by row; so are `outcome` and the cells below.
    said : dict
        Role -> the words of that role.
    others : list of Words
        The cells of columns that hold neither values nor labels.
    """

    def __init__(
        self,
        scope: Scope,
        rows: np.ndarray,
        figures: Figures,
        said: dict[str, Words],
        others: list[Words],
    ):
        self.scope, self.rows, self.figures, self.others = scope, rows, figures, others
        self.words = said | {
            "value_unit": figures.list_units(),
            "value_marks": figures.list_marks(),
            "number": figures.judge(),
            "formula": figures.judge_formulas(),
            "spoilt": figures.judge_spoilt(),
        }
        self.outcome = np.zeros(len(figures.texts), np.int8)

    def judge(self) -> None:
        """Resolve the words and set the outcome of each value."""
        for rule in RULES:
            words = [self.words[name] for name in rule.words]
            found = combine(lambda *said, read=rule.read: read(self.scope, *said), *words)
            self.words[rule.name] = found if rule.is_judged else found.merge()
        outcome = self.outcome.reshape(self.figures.shape)
        for judged in self.list_judged():
            told = np.asarray([value.outcome for value in judged.values], np.int8)
            if told.any():
                np.maximum(outcome, told[judged.codes], out=outcome)
        # A total that cannot be read is not compared; nothing of it is missed.
        is_lost = self._is_area((TOTAL, PART)) & np.isin(self.outcome, (WANTING, REJECTED))
        self.outcome[is_lost & ~self.figures.is_bare] = MISSING

    def list_judged(self) -> list[Words]:
        """Return the results of the rules, in the order in which faults are reported."""
        strays = [
            combine(
                lambda area, said: read_stray(self.scope, area, said), self.words["area_id"], other
            )
            for other in self.others
        ]
        listed = []
        for name in FIRST_TOLD:
            listed += strays if name == "stray" else [self.words[name]]
        return listed

    def list_telling(self) -> list[Words]:
        """Return the results that may carry warnings about stored values."""
        return [self.words[name] for name in TOLD]

    def count(self) -> Counter:
        """Return how many values are missing, out of scope, left out and held."""
        is_other = self._is_area((TOTAL, PART, OUTSIDE))
        return Counter(
            missing=int(np.count_nonzero((self.outcome == MISSING) & ~is_other)),
            out_of_scope=int(np.count_nonzero((self.outcome == OUTSIDE) & ~self.figures.is_bare)),
            left=int(np.count_nonzero(self.outcome == LEFT)),
            held=int(np.count_nonzero(self.outcome == HELD)),
        )

    def _is_area(self, outcomes: tuple[int, ...]) -> np.ndarray:
        marked = self.words["area_id"].mark(lambda area: area.outcome in outcomes)
        return np.broadcast_to(marked, self.figures.shape).reshape(-1)

    def make_table(self, cells: np.ndarray) -> pa.Table:
        """Return chosen cells, all of which can be stored, as observations."""
        scope, shape = self.scope, self.figures.shape

        def make(name: str, get) -> pa.DictionaryArray:
            words = self.words[name]
            return make_words([get(value) for value in words.values], words.take(cells, shape))

        when, own = self.words["when"], scope.books.indicators.rows
        years = np.asarray([at.meaning.year if at.meaning else 0 for at in when.values], np.int32)
        units = self.words["unit_read"].change(
            lambda read: read.meaning and (read.meaning.unit, read.meaning.own)
        )
        sheet = Words([scope.layout.sheet])
        columns = Words(
            [value.column for value in scope.layout.values], np.arange(shape[1])[None, :]
        )
        return make_table(
            {
                "indicator_id": make("indicator_id", lambda read: read.meaning),
                "area_id": make("area_id", lambda read: read.meaning),
                "year": pa.array(years[when.take(cells, shape)]),
                "period": make("when", lambda read: read.meaning and read.meaning.period),
                "value": pa.array(convert(self.figures, cells, units, scope.books.units)),
                "unit": make(
                    "indicator_id", lambda read: read.meaning and own[read.meaning]["unit"]
                ),
                "value_read": self.figures.take_texts(cells),
                "unit_read": make("unit_read", lambda read: read.meaning and read.meaning.text),
                "area_read": make("area_read", lambda text: text),
                "sheet": make_words(sheet.values, sheet.take(cells, shape)),
                "file_row": pa.array((self.rows[cells // shape[1]] + 1).astype(np.int32)),
                "file_column": make_words(columns.values, columns.take(cells, shape)),
                "state": make("state_read", lambda read: read.meaning),
                "source": make("source_note", lambda said: said[0]),
                "note": make("source_note", lambda said: said[1]),
            }
        )
