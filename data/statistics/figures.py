"""Parses the values of a table by column, and converts them to the indicators' units."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as compute

from data.names.columns import encode
from data.names.numbers import EMPTY, REFUSED, Number, parse_number
from data.names.text import squeeze
from data.names.units import EXACT, Unit, UnitBook
from data.statistics.words import MISSING, VALUE, Resolved, Said, Words, number, refuse

_NO_SHIFT = 1_000_000
# Rules by which a value is refused for what is around it: it is, or a label of its row is,
# struck through; one cell spans several rows or columns of values; its row has more figures
# than the header has columns.
SPOILT = ("", "struck_out", "merged_value", "row_too_long")


@dataclass
class Figures:
    """The value cells of a block, counted row by row.

    Parameters
    ----------
    texts : StringArray
        The text of each cell.
    numbers : ndarray of float
        NaN where the text is not plainly a number.
    codes : ndarray of int
        The position of the text in `odd`; -1 if the text is plainly a number.
    odd : list of str
        The distinct other texts.
    is_bare : ndarray of bool
        Where a formula was never calculated.
    shape : tuple
        Rows and value columns.
    spoilt : ndarray of int
        Which of SPOILT keeps the value from being taken for what it is.
    """

    texts: pa.StringArray
    numbers: np.ndarray
    codes: np.ndarray
    odd: list[str]
    is_bare: np.ndarray
    shape: tuple[int, int]
    spoilt: np.ndarray

    @cached_property
    def parsed(self) -> list[Number]:
        """Each distinct odd text as a number."""
        return [parse_number(squeeze(text)) for text in self.odd]

    @cached_property
    def filled_rows(self) -> np.ndarray:
        """Whether any value cell of a row is filled."""
        is_blank = np.asarray([not text.strip() for text in self.odd] + [False], bool)
        return (~is_blank[self.codes] | self.is_bare).reshape(self.shape).any(axis=1)

    def keep_rows(self, mask: np.ndarray) -> "Figures":
        """Return the figures of chosen rows."""
        cells = np.repeat(mask, self.shape[1])
        return Figures(
            self.texts.filter(pa.array(cells)),
            self.numbers[cells],
            self.codes[cells],
            self.odd,
            self.is_bare[cells],
            (int(mask.sum()), self.shape[1]),
            self.spoilt[cells],
        )

    def judge(self) -> Words:
        """Return for each cell whether it is a number, missing, or neither."""
        codes = np.where(self.is_bare, -1, self.codes)
        return self._spread(_judge, Resolved(), codes)

    def judge_formulas(self) -> Words:
        """Return for each cell whether a formula has no value."""
        bare = refuse("formula_without_value", Said("", VALUE), "")
        return Words([Resolved(), bare], self.is_bare.astype(np.int32).reshape(self.shape))

    def judge_spoilt(self) -> Words:
        """Return for each cell whether something keeps it from being taken as it stands."""
        cells = np.flatnonzero(self.spoilt)
        if not len(cells):
            return Words([Resolved()])
        values = [Resolved()]
        for cell, rule in zip(cells.tolist(), self.spoilt[cells].tolist(), strict=True):
            text = self.get_text(cell)
            values.append(refuse(SPOILT[rule], Said(text, VALUE), text))
        codes = np.zeros(len(self.spoilt), np.int32)
        codes[cells] = np.arange(1, len(values))
        return Words(values, codes.reshape(self.shape))

    def list_units(self) -> Words:
        """Return the units inside the cells themselves."""
        return self._spread(
            lambda _, number: Said(number.unit, VALUE) if number.unit else None, None, self.codes
        ).merge()

    def list_marks(self) -> Words:
        """Return the marks of notes that were taken off the cells."""
        return self._spread(lambda _, number: number.marks, (), self.codes).merge()

    def _spread(self, function, plain, codes: np.ndarray) -> Words:
        values = [
            function(squeeze(text), number)
            for text, number in zip(self.odd, self.parsed, strict=True)
        ]
        if not values:
            return Words([plain])
        return Words([*values, plain], (codes % (len(values) + 1)).reshape(self.shape))

    def get_text(self, cell: int) -> str:
        """Return the text of a cell as one line."""
        return squeeze(self.texts[cell].as_py())

    def take_texts(self, cells: np.ndarray) -> pa.StringArray:
        """Return the texts of chosen cells, each as one line."""
        texts = self.texts if len(cells) == len(self.texts) else self.texts.take(pa.array(cells))
        codes = self.codes[cells]
        at = np.flatnonzero(codes >= 0)
        if len(at):
            lines = pa.array(list(map(squeeze, self.odd)), pa.string())
            texts = compute.replace_with_mask(
                texts, pa.array(codes >= 0), lines.take(pa.array(codes[at]))
            )
        return texts


def _judge(text: str, number: Number) -> Resolved:
    if number.kind == EMPTY:
        return Resolved(outcome=MISSING)
    if number.kind in REFUSED:
        return refuse(number.kind, Said(text, VALUE), text)
    return Resolved()


def parse_figures(
    columns: list[pa.StringArray],
    numbers: list[np.ndarray],
    is_bare: np.ndarray,
    spoilt: np.ndarray,
) -> Figures:
    """Read the value columns of a block.

    Parameters
    ----------
    columns : list of StringArray
        The texts of each value column.
    numbers : list of ndarray
        Their plain numbers (`parse_plain`).
    is_bare : ndarray of bool
        Of shape (rows, value columns): where a formula was never calculated.
    spoilt : ndarray of int
        Likewise: which of SPOILT keeps the value out.
    """
    rows, width = len(columns[0]), len(columns)
    texts = columns[0]
    if width > 1:
        order = np.arange(rows * width).reshape(width, rows).T.reshape(-1)
        texts = pa.concat_arrays(columns).take(pa.array(order))
    values = np.column_stack(numbers).reshape(-1)
    codes = np.full(len(texts), -1, np.int32)
    at = np.flatnonzero(np.isnan(values))
    odd, places = encode(texts.take(pa.array(at)))
    codes[at] = places
    return Figures(
        texts, values, codes, odd, is_bare.reshape(-1), (rows, width), spoilt.reshape(-1)
    )


def convert(figures: Figures, cells: np.ndarray, units: Words, books: UnitBook) -> np.ndarray:
    """Return the values of chosen cells in their indicators' units.

    Values are exact: a unit that differs by a power of ten shifts the exponent of the text
    before it is rounded once; any other unit is converted as a decimal.

    Parameters
    ----------
    units : Words
        For each cell the unit that it is in and the name of its indicator's.
    """
    codes = units.take(cells, figures.shape)
    shifts = np.asarray([_find_shift(pair, books) for pair in units.values])[codes]
    values = figures.numbers[cells]
    is_odd = np.isnan(values) | (shifts == _NO_SHIFT)
    moved = np.flatnonzero(~is_odd & (shifts != 0))
    if len(moved):
        chosen = figures.texts.take(pa.array(cells[moved]))
        ends = pa.array([f"e{shift}" for shift in range(-99, 100)])
        ends = ends.take(pa.array(shifts[moved] + 99))
        values[moved] = compute.cast(
            compute.binary_join_element_wise(chosen, ends, ""), pa.float64()
        )
    rest = np.flatnonzero(is_odd)
    if len(rest):
        values[rest] = _convert_odd(figures, cells[rest], codes[rest], units.values, books)
    return values


def _convert_odd(figures: Figures, cells, codes, pairs, books: UnitBook) -> np.ndarray:
    texts, places = encode(figures.texts.take(pa.array(cells)))
    size = len(pairs)
    distinct, back = number(places.astype(np.int64) * size + codes, len(texts) * size)
    numbers = list(map(_get_value, texts))
    found = [books.convert(numbers[key // size], *pairs[key % size]) for key in distinct.tolist()]
    return np.asarray(found)[back]


def _get_value(text: str) -> Decimal:
    value = parse_number(squeeze(text)).value
    if value is None:
        raise ValueError(f"{text!r} is no number")
    return value


def _find_shift(pair: tuple[Unit, str] | None, books: UnitBook) -> int:
    """Return by how many powers of ten a unit differs from an indicator's own."""
    if pair is None:
        return 0
    unit, own = pair[0], books.find(pair[1])
    if own is None:
        return _NO_SHIFT
    ratio = EXACT.divide(unit.factor, own.factor).normalize(EXACT)
    is_power = ratio.as_tuple()[:2] == (0, (1,)) and abs(ratio.adjusted()) < 100
    return ratio.adjusted() if is_power else _NO_SHIFT
