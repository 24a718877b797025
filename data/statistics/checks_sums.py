"""Which tables of a file have sums to compare, and comparing them one table at a time.

Only tables (one indicator, year and period) with something to compare are looked at: those
with rows or columns of totals, those with an area that its parts do not add up to exactly or
that is named as a sum, and those with 伊犁州, whose scope is told.
"""

from collections import defaultdict
from itertools import pairwise

import numpy as np
import pyarrow as pa

from data.names.books import Books
from data.statistics.checks_totals import (
    ILI,
    check_columns,
    check_parents,
    check_totals,
    is_named_sum,
    list_children,
)
from data.statistics.issues import IssueLog
from data.statistics.observations import get_codes, number_rows, take_rows

_TABLE = ("indicator_id", "year", "period")
_COMPARED = [
    *_TABLE,
    "area_id",
    "value",
    "unit",
    "value_read",
    "area_read",
    "sheet",
    "file_row",
    "file_column",
]
_ALMOST = 1e-12
_ROWS_AT_ONCE = 20_000


def compare_sums(
    table: pa.Table, totals: pa.Table, parts: pa.Table, books: Books, log: IssueLog
) -> None:
    """Compare totals, columns of parts, and areas, with what they are the sum of.

    Parameters
    ----------
    table : Arrow table
        Observations with OBSERVATION_COLUMNS, each area, indicator, year and period once.
    totals, parts : Arrow table
        Total rows (合计, 地方 …) and columns of parts, which are in no observation.
    """
    if not len(table):
        return
    codes, size = number_rows(table, _TABLE)
    wanted = _find_families(table, codes, size, books)
    beside = _group(totals), _group(parts)
    if not wanted.any() and not any(beside):
        return
    _, first = np.unique(codes, return_index=True)
    keys = [_get_key(record) for record in take_rows(table.select(_TABLE), first)]
    wanted |= np.asarray([any(key in group for group in beside) for key in keys])
    wanted &= [books.indicators.rows[key[0]]["aggregation"] == "sum" for key in keys]
    for at, records in _take_tables(table.select(_COMPARED), codes, wanted):
        check_totals(records, beside[0].get(keys[at], []), books, log)
        check_columns(records, beside[1].get(keys[at], []), books, log)
        check_parents(records, books, log)


def _take_tables(table: pa.Table, codes: np.ndarray, wanted: np.ndarray):
    """Return the number and the records of each wanted table, some rows at a time."""
    rows = np.flatnonzero(wanted[codes])
    rows = rows[np.argsort(codes[rows], kind="stable")]
    while len(rows):
        end = len(rows)
        if end > _ROWS_AT_ONCE:
            # A table is never cut in two.
            end = np.searchsorted(codes[rows], codes[rows[_ROWS_AT_ONCE]])
            end = end or np.searchsorted(codes[rows], codes[rows[0]], side="right")
        records, some = take_rows(table, rows[:end]), codes[rows[:end]]
        starts = [0, *(np.flatnonzero(np.diff(some)) + 1).tolist(), end]
        for start, stop in pairwise(starts):
            yield int(some[start]), records[start:stop]
        rows = rows[end:]


def _group(table: pa.Table) -> dict[tuple, list[dict]]:
    groups = defaultdict(list)
    for record in table.to_pylist():
        groups[_get_key(record)].append(record)
    return dict(groups)


def _get_key(record: dict) -> tuple:
    return tuple(record[name] for name in _TABLE)


def _find_families(table: pa.Table, codes: np.ndarray, size: int, books: Books) -> np.ndarray:
    """Tell of each table whether an area and its parts in it have to be looked at."""
    wanted = np.zeros(size, dtype=bool)
    names, named = get_codes(table, "area_read")
    is_sum = np.asarray([is_named_sum(name) for name in names] + [False])
    if is_sum.any():
        wanted[codes[is_sum[np.nan_to_num(named, nan=-1).astype(np.int64)]]] = True
    areas, at = get_codes(table, "area_id")
    values = table["value"].to_numpy()
    for area, parts in list_children(books).items():
        if area not in areas or not (area == ILI or (parts and parts <= set(areas))):
            continue
        is_own = _mark(areas, {area})[at]
        if area == ILI:
            wanted[codes[is_own]] = True
            continue
        is_part = _mark(areas, parts)[at]
        counts = np.bincount(codes[is_part], minlength=size)
        added = np.bincount(codes[is_part], weights=values[is_part], minlength=size)
        own = np.full(size, np.nan)
        own[codes[is_own]] = values[is_own]
        with np.errstate(invalid="ignore"):
            differs = np.abs(added - own) > _ALMOST * np.maximum(np.abs(own), 1)
        wanted |= (counts == len(parts)) & differs
    return wanted


def _mark(names: list[str], wanted: set[str]) -> np.ndarray:
    return np.asarray([name in wanted for name in names], dtype=bool)
