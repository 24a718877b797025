"""Which rows of a large sheet may be no rows of figures: those to look at one by one."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as compute

from data.names.columns import parse_plain

_LOOKED_AT = 5_000
_FEW = 0.2
_FILLED = 4
# 2018, 201806 and 20180630 may be times.
_TIMES = ((1800, 2200), (180_000, 220_000), (18_000_000, 22_000_000))


def find_odd_rows(columns: list[pa.StringArray], ragged: dict[int, list[str]]) -> np.ndarray:
    """Return the positions of the rows that may be no rows of figures.

    All others have four filled cells or more, of which one is a plain number that is no time
    and one is no column number: a header, title, note or source has not.
    """
    size = len(columns[0])
    filled, has_figure, has_other = (
        np.zeros(size, int),
        np.zeros(size, bool),
        np.zeros(size, bool),
    )
    for column in columns:
        is_filled, is_figure, is_other = _look_at(column)
        filled += is_filled
        has_figure |= is_figure
        has_other |= is_other
    is_odd = (filled < _FILLED) | ~has_figure | ~has_other
    is_odd[list(ragged)] = True
    return np.flatnonzero(is_odd)


def _look_at(column: pa.StringArray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Tell of each text whether it is filled, a figure, and no column number."""
    sample = column.slice(0, _LOOKED_AT)
    if len(sample.unique()) > _FEW * len(sample):
        return _judge(column)
    encoded = column.dictionary_encode()
    codes = encoded.indices.to_numpy()
    return tuple(told[codes] for told in _judge(encoded.dictionary))


def _judge(texts: pa.StringArray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    numbers = parse_plain(texts)
    is_number = ~np.isnan(numbers)
    is_figure = is_number.copy()
    for low, high in _TIMES:
        is_figure &= (numbers < low) | (numbers >= high)
    is_other = is_number & (np.abs(numbers) >= 100)
    if is_number.all():
        return is_number, is_figure, is_other
    bare = compute.utf8_trim_whitespace(texts)
    is_word = compute.and_(
        compute.greater(compute.utf8_length(bare), 1),
        compute.invert(compute.match_substring_regex(bare, r"^[(（]?\d+[)）]?$")),
    )
    is_filled = compute.not_equal(bare, "").to_numpy(zero_copy_only=False)
    is_other |= ~is_number & is_word.to_numpy(zero_copy_only=False)
    return is_filled, is_figure, is_other
