"""The words of a table: each distinct text once, and the cells that each applies to."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

# The place of a text: in the row, in the value's own cell, above the value column, in the
# words of the whole table, or outside the file (an option).
CELL, VALUE, HEADER, TABLE, OPTION = "cell", "value", "header", "table", "option"
# The outcome of a value, from the weakest to the strongest; of several words the strongest
# counts. STORED. TOTAL, PART: only compared, as a total or as a part beside the row's own
# figure. WANTING: something is missing that an unread word may supply, else rejected. HELD
# until a word is understood. REJECTED. LEFT: not stored, for a reason that is reported once.
# OUTSIDE: of an area outside the region. MISSING: there is no value.
STORED, TOTAL, PART, WANTING, HELD, REJECTED, LEFT, OUTSIDE, MISSING = range(9)
# What an unread word of the title or the heading may supply.
_WANTS = ("no_indicator", "unknown_indicator", "no_unit", "no_year")


@dataclass(frozen=True)
class Said:
    """A text and its place.

    Parameters
    ----------
    origin : str
        CELL (of the value's row), VALUE, HEADER, TABLE or OPTION.
    column : str or None
        Column letters of a cell, or of a word of the table with a cell of its own.
    row : int or None
        Row, as Excel shows it, of a word of the table with a cell of its own.
    """

    text: str
    origin: str = CELL
    column: str | None = None
    row: int | None = None


@dataclass(frozen=True)
class Fault:
    """Why a value is not stored, or a warning about it: a rule, the place, the text there.

    Parameters
    ----------
    at : Said
        The place of the fault; its text may be empty if something is missing.
    found : str or None
        The text there.
    """

    rule: str
    at: Said
    found: str | None = None
    fields: dict = field(default_factory=dict, hash=False)
    severity: str | None = None


@dataclass(frozen=True)
class Resolved:
    """What distinct words mean for the values that they apply to.

    Parameters
    ----------
    meaning : any
        An id, a When, a Unit …; None if the words have no meaning.
    outcome : int
        STORED unless the words keep the value from being stored.
    fault : Fault or None
        Why it is rejected or held, or the rule that is reported once if it is left out.
    warnings : tuple of Fault
        Warnings about the values that are stored.
    """

    meaning: Any = None
    outcome: int = STORED
    fault: Fault | None = None
    warnings: tuple[Fault, ...] = ()


def refuse(rule: str, at: Said, found: str | None = None, **fields) -> Resolved:
    """Return the result that rejects the values of some words."""
    outcome = WANTING if rule in _WANTS and at.origin != CELL else REJECTED
    return Resolved(None, outcome, Fault(rule, at, found, fields))


@dataclass(eq=False)
class Words:
    """Distinct values, and for each cell of a block which of them it has.

    Parameters
    ----------
    values : list
        The distinct values, by code.
    codes : ndarray
        Of shape (rows, value columns), or 1 in place of either if all are equal.
    """

    values: list
    codes: np.ndarray = field(default_factory=lambda: np.zeros((1, 1), np.int32))

    def change(self, function: Callable) -> "Words":
        """Return the result of a function of each distinct value."""
        return Words([function(value) for value in self.values], self.codes)

    def merge(self) -> "Words":
        """Return the same words with equal values merged."""
        places: dict = {}
        codes = np.asarray([places.setdefault(value, len(places)) for value in self.values])
        return Words(list(places), codes.astype(np.int32)[self.codes])

    def take(self, cells: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
        """Return the codes of chosen cells of a block, as positions counted row by row."""
        rows, columns = self.codes.shape
        row = cells // shape[1] if rows > 1 else 0
        column = cells % shape[1] if columns > 1 else 0
        return np.broadcast_to(self.codes[row, column], cells.shape)

    def mark(self, test: Callable) -> np.ndarray:
        """Return for each cell whether a test holds for its value."""
        return np.asarray([bool(test(value)) for value in self.values], bool)[self.codes]


def read_words(texts: list[str], codes: np.ndarray, column: str) -> Words:
    """Return the distinct texts of a column of cells as Said; None for blank cells."""
    said = [Said(text.strip(), CELL, column) if text.strip() else None for text in texts]
    return Words(said, codes[:, None])


def combine(function: Callable, *words: Words) -> Words:
    """Return the result of a function of each distinct combination of some words."""
    whole = words[0].change(lambda value: (value,))
    for other in words[1:]:
        whole = _pair(whole, other)
    return whole.change(lambda values: function(*values))


def _pair(left: Words, right: Words) -> Words:
    if len(right.values) == 1:
        return left.change(lambda value: (*value, right.values[0]))
    size = len(right.values)
    keys = left.codes.astype(np.int64) * size + right.codes
    distinct, codes = number(keys, len(left.values) * size)
    values = [(*left.values[key // size], right.values[key % size]) for key in distinct.tolist()]
    return Words(values, codes)


def number(keys: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the distinct keys in order, and for each position the number of its key.

    Parameters
    ----------
    keys : ndarray
        Whole numbers from 0.
    size : int
        An upper limit: every key is below it.
    """
    if size > 4 * keys.size + 65_536:
        distinct, codes = np.unique(keys, return_inverse=True)
        return distinct, codes.reshape(keys.shape).astype(np.int32)
    places = np.zeros(size, np.int32)
    places[keys] = 1
    distinct = np.flatnonzero(places)
    places[distinct] = np.arange(len(distinct), dtype=np.int32)
    return distinct, places[keys]
