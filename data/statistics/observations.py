"""Makes and joins tables of observations, whose columns hold each distinct word once."""

import numpy as np
import pyarrow as pa

from data.statistics.model import OBSERVATION_COLUMNS
from data.statistics.words import number

_NUMBERS = {"year": pa.int32(), "value": pa.float64(), "file_row": pa.int32()}
_WORDS = pa.dictionary(pa.int32(), pa.string())
SCHEMA = pa.schema(
    [
        (name, pa.string() if name == "value_read" else _NUMBERS.get(name, _WORDS))
        for name in OBSERVATION_COLUMNS
    ]
)


def make_words(values: list[str | None], codes: np.ndarray) -> pa.DictionaryArray:
    """Return a column of words from distinct values and the code of each row."""
    places: dict[str, int] = {}
    at = [-1 if value is None else places.setdefault(value, len(places)) for value in values]
    codes = np.asarray(at, np.int32)[codes]
    mask = codes < 0 if -1 in at else None
    return pa.DictionaryArray.from_arrays(
        pa.array(np.maximum(codes, 0) if places else codes, mask=mask),
        pa.array(places, pa.string()),
    )


def make_table(columns: dict[str, pa.Array]) -> pa.Table:
    """Return columns by their names as a table of observations."""
    return pa.table([columns[name] for name in OBSERVATION_COLUMNS], schema=SCHEMA)


def add_constants(table: pa.Table, values: dict[str, object]) -> pa.Table:
    """Return a table with further columns, each with one value in all rows."""
    zeros = pa.array(np.zeros(len(table), np.int8))
    for name, value in values.items():
        column = pa.DictionaryArray.from_arrays(zeros, pa.array([value]))
        table = table.append_column(name, column)
    return table


def join_tables(tables: list[pa.Table]) -> pa.Table:
    """Return the rows of several tables as one table."""
    if not tables:
        return SCHEMA.empty_table()
    if len(tables) == 1:
        return tables[0].combine_chunks()
    return pa.concat_tables(tables).unify_dictionaries().combine_chunks()


def get_codes(table: pa.Table, name: str) -> tuple[list, np.ndarray]:
    """Return the distinct values of a column, and the code of each row."""
    column = table[name].combine_chunks()
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    return column.dictionary.to_pylist(), column.indices.to_numpy(zero_copy_only=False)


def number_rows(table: pa.Table, names: tuple[str, ...]) -> tuple[np.ndarray, int]:
    """Return for each row the number, from 0, of its combination of values, and how many
    combinations there are."""
    whole, size = np.zeros(len(table), np.int64), 1
    for name in names:
        values, codes = get_codes(table, name)
        whole, size = whole * max(len(values), 1) + codes, size * max(len(values), 1)
    distinct, codes = number(whole, size)
    return codes, len(distinct)


def sort_by_key(table: pa.Table) -> pa.Table:
    """Return observations sorted by indicator, area, period and year."""
    whole = np.zeros(len(table), np.int64)
    for name in ("indicator_id", "area_id", "period", "year"):
        values, codes = get_codes(table, name)
        ranks = np.empty(len(values), np.int64)
        ranks[sorted(range(len(values)), key=values.__getitem__)] = np.arange(len(values))
        whole = whole * max(len(values), 1) + ranks[codes]
    if (np.diff(whole) >= 0).all():
        return table
    return table.take(pa.array(np.argsort(whole, kind="stable")))


def take_rows(table: pa.Table, rows: np.ndarray) -> list[dict]:
    """Return rows by position as dicts."""
    return table.take(pa.array(rows, pa.int64())).to_pylist()
