"""Finds the rows of a large text that may be headers, titles, notes or signatures."""

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as compute

from data.names.columns import parse_plain

if TYPE_CHECKING:
    from data.files.columns import ColumnRows

_LOOKED_AT = 5_000
_FEW = 0.2
_FILLED = 3
# A line outside the table looks like this: 制表人：…, 续表.
_LINE = r"[:：]|^\s*续"
# 2018, 201806 and 20180630 may be times.
_TIMES = ((1800, 2200), (180_000, 220_000), (18_000_000, 22_000_000))


def find_odd_rows(rows: "ColumnRows") -> np.ndarray:
    """Return the positions of the rows that may not be rows of figures, as `ColumnRows.odd`."""
    size = len(rows)
    filled, has_figure, has_other = (
        np.zeros(size, int),
        np.zeros(size, bool),
        np.zeros(size, bool),
    )
    for at in range(len(rows.columns)):
        is_filled, is_figure, is_other = _look_at(rows, at)
        filled += is_filled
        has_figure |= is_figure
        has_other |= is_other
    is_odd = (filled < _FILLED) | ~has_figure | ~has_other | _begins_a_line(rows.columns[0])
    is_odd[list(rows.ragged)] = True
    return np.flatnonzero(is_odd)


def _begins_a_line(first: pa.StringArray) -> np.ndarray:
    encoded = first.dictionary_encode()
    begins = compute.or_(
        compute.match_substring_regex(encoded.dictionary, _LINE),
        compute.equal(compute.utf8_trim_whitespace(encoded.dictionary), ""),
    )
    return begins.to_numpy(zero_copy_only=False)[encoded.indices.to_numpy()]


def _look_at(rows: "ColumnRows", at: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Tell for each text of a column whether it is filled, is a figure, and is not a column
    number."""
    column = rows.columns[at]
    sample = column.slice(0, _LOOKED_AT)
    if not pa.types.is_dictionary(column.type) and len(sample.unique()) > _FEW * len(sample):
        return _judge(column, rows.parse_column(at))
    encoded = column.dictionary_encode()
    codes = encoded.indices.to_numpy()
    texts = encoded.dictionary
    return tuple(told[codes] for told in _judge(texts, parse_plain(texts)))


def _judge(texts: pa.StringArray, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    is_number = ~np.isnan(numbers)
    is_figure = is_number.copy()
    for low, high in _TIMES:
        is_figure &= (numbers < low) | (numbers >= high)
    is_other = is_number & (np.abs(numbers) >= 100)
    at = np.flatnonzero(~is_number)
    bare = compute.utf8_trim_whitespace(texts.take(pa.array(at)))
    is_word = compute.and_(
        compute.greater(compute.utf8_length(bare), 1),
        compute.invert(compute.match_substring_regex(bare, r"^[(（]?\d+[)）]?$")),
    )
    is_filled = is_number.copy()
    is_filled[at] = compute.not_equal(bare, "").to_numpy(zero_copy_only=False)
    is_other[at] |= is_word.to_numpy(zero_copy_only=False)
    return is_filled, is_figure, is_other
