"""Rows of a column of indicators that name a species only, below a row that names a measure:
牲畜存栏, then 牛 and 羊."""

from dataclasses import replace

import numpy as np

from data.files.grid import Grid
from data.names.columns import encode
from data.names.matching import UNKNOWN
from data.names.phrases import PhraseReader
from data.names.species import is_within
from data.statistics.labels import SILENT, Labels, read_indicator_label
from data.statistics.words import Said, Words


def read_measures_above(
    grid: Grid, column: int, start: int, rows: np.ndarray, reader: PhraseReader
) -> list[Words]:
    """Return for each row the measure of the row above that it belongs to; [] where no row
    needs one.

    A row takes the measure of the last row that names one, where that names no species or a
    wider one than its own.

    Parameters
    ----------
    column, start : int
        The column of indicators and the first row of figures (positions from 0).
    """
    if not len(rows):
        return []
    span = np.arange(start, int(rows[-1]) + 1)
    texts, codes = encode(grid.take_column(column, span, is_filled=True))
    labels = [_read(text, reader) for text in texts]
    if not any(label.species and not label.measure for label in labels):
        return []
    found = np.zeros(len(span), np.int32)
    values, above = [SILENT], None
    for at, code in enumerate(codes.tolist()):
        label = labels[code]
        if label.measure:
            above = label
        elif above is not None and label.species and _belongs(label, above):
            value = Labels(measure_above=above.measure)
            if value not in values:
                values.append(value)
            found[at] = values.index(value)
    return [Words(values, found[rows - start][:, None])]


def _read(text: str, reader: PhraseReader) -> Labels:
    """Return species and measure of a label; a name that is an indicator needs no measure."""
    label = read_indicator_label(Said(text.strip()) if text.strip() else None, reader)
    if label.species and not label.measure:
        is_named = reader.books.indicators.resolve(text).kind != UNKNOWN
        return replace(label, species=None) if is_named else label
    return label


def _belongs(label: Labels, above: Labels) -> bool:
    if above.species is None or label.species is None:
        return above.species is None
    return label.species != above.species and is_within(label.species, above.species)
