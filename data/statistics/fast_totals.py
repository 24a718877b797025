"""Totals of a very large table compared with their parts, one small table at a time.

Only tables (one indicator, year and period) with something to compare are made into records:
those with total rows, those with an area that its parts do not add up to exactly, and those
with 伊犁州, whose scope is told.
"""

from collections import defaultdict

import numpy as np
import pyarrow as pa
import pyarrow.compute as compute

from data.names.books import Books
from data.statistics.checks_totals import (
    ILI,
    check_parents,
    check_totals,
    is_named_sum,
    list_children,
)
from data.statistics.issues import IssueLog

_ALMOST = 1e-12


def compare_totals(table: pa.Table, totals: list[dict], books: Books, log: IssueLog) -> None:
    """Compare totals and areas with their parts as `check_totals` and `check_parents` do.

    Parameters
    ----------
    table : Arrow table
        Observations with OBSERVATION_COLUMNS, each area, indicator, year and period once.
    totals : list of dict
        Records of total rows (合计, 地方 …), which are in no observation.
    """
    rows_of_totals = defaultdict(list)
    for total in totals:
        rows_of_totals[_get_key(total)].append(total)
    children = {area: parts for area, parts in list_children(books).items() if parts}
    if not totals and not _has_family(table, children):
        return
    codes, keys = _number_tables(table)
    wanted = _find_tables(table, codes, len(keys), children, books)
    places = {key: at for at, key in enumerate(keys)}
    wanted[[places[key] for key in rows_of_totals if key in places]] = True
    order = np.argsort(codes, kind="stable")
    starts = np.searchsorted(codes[order], np.arange(len(keys) + 1))
    for at in np.flatnonzero(wanted).tolist():
        rows = np.sort(order[starts[at] : starts[at + 1]])
        records = table.take(pa.array(rows)).to_pylist()
        check_totals(records, rows_of_totals[keys[at]], books, log)
        check_parents(records, books, log)


def _get_key(record: dict) -> tuple:
    return record["indicator_id"], record["year"], record["period"]


def _has_family(table: pa.Table, children: dict[str, set[str]]) -> bool:
    found = set(table["area_id"].unique().to_pylist())
    names = table["area_read"].unique().to_pylist()
    return (
        ILI in found
        or any(map(is_named_sum, names))
        or any(parts <= found for area, parts in children.items() if area in found)
    )


def _number_tables(table: pa.Table) -> tuple[np.ndarray, list[tuple]]:
    """Return for each row the number of its table, and each table's key."""
    columns = [table[name].combine_chunks() for name in ("indicator_id", "year", "period")]
    whole, names = np.zeros(len(table), dtype=np.int64), []
    for column in columns:
        words = column.dictionary_encode() if not pa.types.is_dictionary(column.type) else column
        names.append(words.dictionary.to_pylist())
        whole = whole * len(words.dictionary) + words.indices.to_numpy()
    distinct, codes = np.unique(whole, return_inverse=True)
    keys = []
    for number in distinct.tolist():
        number, period = divmod(number, len(names[2]))
        indicator, year = divmod(number, len(names[1]))
        keys.append((names[0][indicator], names[1][year], names[2][period]))
    return codes, keys


def _find_tables(
    table: pa.Table, codes: np.ndarray, size: int, children: dict, books: Books
) -> np.ndarray:
    """Tell of each table whether an area and its parts in it have to be looked at."""
    areas = table["area_id"].combine_chunks()
    areas = areas if pa.types.is_dictionary(areas.type) else areas.dictionary_encode()
    names, at = areas.dictionary.to_pylist(), areas.indices.to_numpy()
    values = table["value"].to_numpy()
    wanted = np.zeros(size, dtype=bool)
    sums = compute.is_in(
        table["area_read"].cast(pa.string()),
        value_set=pa.array(
            [name for name in table["area_read"].unique().to_pylist() if is_named_sum(name)],
            pa.string(),
        ),
    )
    wanted[codes[sums.to_numpy()]] = True
    for area, parts in children.items():
        is_own = _mark(names, {area})[at]
        if not is_own.any():
            continue
        if area == ILI:
            wanted[codes[is_own]] = True
            continue
        is_part = _mark(names, parts)[at]
        counts = np.bincount(codes[is_part], minlength=size)
        added = np.bincount(codes[is_part], weights=values[is_part], minlength=size)
        own = np.full(size, np.nan)
        own[codes[is_own]] = values[is_own]
        with np.errstate(invalid="ignore"):
            wanted |= (counts == len(parts)) & (
                np.abs(added - own) > _ALMOST * np.maximum(np.abs(own), 1)
            )
    return wanted


def _mark(names: list[str], wanted: set[str]) -> np.ndarray:
    return np.asarray([name in wanted for name in names], dtype=bool)
