"""Rows and columns of totals in a file are compared with their parts, on whole columns; the
difference is told, nothing is stored and nothing is added up into a figure."""

from functools import cached_property

import numpy as np
import pyarrow as pa

from data.files.grid import Grid
from data.names.books import Books
from data.names.numbers import NUMBER, parse_number
from data.names.text import position
from data.statistics.checks import RELATIVE
from data.statistics.checks_parents import TABLE, Sum, Sums, tell_differences
from data.statistics.issues import IssueLog
from data.statistics.observations import get_codes

# More than a sheet has rows: table and row are one number, in the order of the file.
_ROWS = 2**32
# What a row of the file is to the others of its table.
_RECORD, _TOTAL, _PART = range(3)


def compare_totals(
    table: pa.Table,
    totals: pa.Table,
    parts: pa.Table,
    books: Books,
    grids: list[Grid],
    log: IssueLog,
) -> None:
    """Compare rows and columns of totals with what they may be the sum of.

    Parameters
    ----------
    table : Arrow table
        Observations with OBSERVATION_COLUMNS, each area, indicator, year and period once.
    totals, parts : Arrow table
        Total rows (合计, 地方 …) and columns of parts, which are in no observation.
    grids : list of Grid
        The sheets: a row that is no observation (a farm, a refused name) may be a part of a total.
    """
    if not len(totals) and not len(parts):
        return
    whole = pa.concat_tables([table, totals, parts]).unify_dictionaries().combine_chunks()
    sums = Sums(whole, books, (*TABLE, "sheet"))
    kinds = np.repeat((_RECORD, _TOTAL, _PART), (len(table), len(totals), len(parts)))
    places = sums.tables * _ROWS + whole["file_row"].to_numpy()
    if len(totals):
        _check_totals(sums, kinds, places, books, _Unread(sums, grids, log), log)
    if len(parts):
        _check_columns(sums, kinds, places, log)


class _Unread:
    """Finds the numbers beside a total's parts that are no observations."""

    def __init__(self, sums: Sums, grids: list[Grid], log: IssueLog):
        self.sums, self.log = sums, log
        self.grids = {grid.name: grid for grid in grids}
        self.rows = sums.table["file_row"].to_numpy()
        _, self.columns = get_codes(sums.table, "file_column")
        _, self.sheets = get_codes(sums.table, "sheet")

    def look(self, row: int, record: dict, difference: float) -> dict | None:
        """Return how many such numbers there are in the total's column; None where they make up
        the difference."""
        beside = (self.sheets == self.sheets[row]) & (self.columns == self.columns[row])
        own = beside & (self.sums.tables == self.sums.tables[row])
        known, read = set(self.rows[own].tolist()), set(self.rows[beside].tolist())
        cells = self.grids[record["sheet"]].rows
        at = position(record["file_column"])
        numbers = [
            number
            for place in self._reach(known, record)
            if place not in read and (number := _read(cells[place - 1], at)) is not None
        ]
        whole = _read(cells[record["file_row"] - 1], at)
        if not numbers or not whole:
            return {"side": "plain"}
        added = sum(numbers) * record["value"] / whole
        allowed = self.sums.roundings[row] * (len(known) + len(numbers))
        if abs(difference - added) <= allowed + RELATIVE * abs(record["value"]):
            return None
        return {"side": "open", "others": len(numbers)}

    def _reach(self, known: set[int], record: dict) -> range:
        """Return the rows from the first to the last known one, and the refused ones beside."""
        first, last = min(known), max(known)
        where = record["sheet"], record["file_column"]
        while (where[0], first - 1, where[1]) in self._refused:
            first -= 1
        while (where[0], last + 1, where[1]) in self._refused:
            last += 1
        return range(first, last + 1)

    @cached_property
    def _refused(self) -> set[tuple]:
        found = self.log.make_rejected(), self.log.make_held()
        return {
            place
            for frame in found
            for place in frame[["sheet", "row", "column"]].itertuples(index=False, name=None)
        }


def _read(cells: list[str], at: int) -> float | None:
    number = parse_number(cells[at]) if at < len(cells) else None
    return float(number.value) if number and number.kind == NUMBER and number.value else None


def _check_totals(sums: Sums, kinds, places, books: Books, unread: _Unread, log: IssueLog) -> None:
    """Compare 合计, 小计, 地方 and 兵团 rows with the rows that they may be the sum of.

    A total agrees when any reading of its parts does: the rows since the total before it,
    the rows up to the next one, all counties, all prefectures, all rows, all other totals.
    """
    totals = np.flatnonzero((kinds == _TOTAL) & sums.adds_up)
    divisions, levels = books.areas.divisions, books.areas.levels
    found = []
    for division in sorted(set(divisions.values()) | {None}, key=str):
        is_all = division is None
        own = totals[sums.mark("area_id", lambda area, it=division: area == it)[totals]]
        members = {area for area in sums.areas if is_all or divisions.get(area) == division}
        parts = sums.find_rows(members)
        parts = parts[kinds[parts] == _RECORD]
        choices = _list_ranges(sums, own, parts, totals, places)
        for level in ("county", "prefecture"):
            of_level = {area for area in members if levels.get(area) == level}
            choices.append(sums.add(of_level).take(sums.tables[own]))
        choices.append(_add_others(sums, own, totals if is_all else own[:0]))
        found.append(_find_differences(sums, own, choices))
    tell_differences(sums, found, "total_differs", log, unread.look)


def _list_ranges(sums: Sums, own, parts, totals, places) -> list[Sum]:
    """Return the sums of the rows between a total and the one before, the one after, the
    first and the last row of its table, and of them all."""
    parts = parts[np.argsort(places[parts], kind="stable")]
    keys, beside, here = places[parts], np.sort(places[totals]), places[own]
    first = sums.tables[own] * _ROWS
    last = first + _ROWS
    at, behind = (np.searchsorted(beside, here, side) for side in ("left", "right"))
    before = np.maximum(np.append(beside, -1)[at - 1], first)
    after = np.minimum(np.append(beside, np.iinfo(np.int64).max)[behind], last)
    upper, lower = (np.searchsorted(keys, here, side) for side in ("left", "right"))
    start, end = np.searchsorted(keys, first), np.searchsorted(keys, last)
    ranges = [
        (np.searchsorted(keys, before, "right"), upper),
        (lower, np.searchsorted(keys, after)),
        (start, upper),
        (lower, end),
        (start, end),
    ]
    values, roundings = (np.append(array[parts], 0.0) for array in (sums.values, sums.roundings))
    return [Sum(b - a, _add_ranges(values, a, b), _add_ranges(roundings, a, b)) for a, b in ranges]


def _add_ranges(values: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Return the sum of the values in each range, 0 where it is empty; the last value is 0."""
    if not len(starts):
        return np.zeros(0)
    bounds = np.column_stack([starts, np.maximum(starts, ends)]).reshape(-1)
    return np.where(ends > starts, np.add.reduceat(values, bounds)[::2], 0.0)


def _add_others(sums: Sums, own: np.ndarray, totals: np.ndarray) -> Sum:
    """Return what the other totals of a total's table have together."""
    tables, at = sums.tables[totals], sums.tables[own]
    is_in = np.isin(own, totals)
    return Sum(
        np.bincount(tables, minlength=sums.size)[at] - is_in,
        np.bincount(tables, sums.values[totals], sums.size)[at] - is_in * sums.values[own],
        np.bincount(tables, sums.roundings[totals], sums.size)[at] - is_in * sums.roundings[own],
    )


def _find_differences(sums: Sums, own: np.ndarray, choices: list[Sum]) -> tuple:
    """Return the totals that agree with none of their sums, with the nearest of these."""
    counts, values = (
        np.stack([getattr(choice, name) for choice in choices]) for name in ("count", "value")
    )
    is_sum = counts > 1
    agrees = np.stack([sums.agrees(own, choice) for choice in choices]) & is_sum
    is_off = is_sum.any(axis=0) & ~agrees.any(axis=0)
    apart = np.where(is_sum, np.abs(values - sums.values[own]), np.inf)
    nearest = apart.argmin(axis=0), np.arange(len(own))
    return own[is_off], values[nearest][is_off], counts[nearest][is_off]


def _check_columns(sums: Sums, kinds, places, log: IssueLog) -> None:
    """Compare a figure with the columns of its parts (地方, 兵团) in the same row, where two
    parts or more stand in the row, each once."""
    parts = np.flatnonzero((kinds == _PART) & sums.adds_up)
    records = np.flatnonzero((kinds == _RECORD) & sums.adds_up)
    keys, codes = np.unique(places[parts], return_inverse=True)
    counts = np.bincount(codes, minlength=len(keys))
    pairs = np.unique(codes.astype(np.int64) * (len(sums.areas) + 1) + sums.area[parts])
    is_each_once = np.bincount(pairs // (len(sums.areas) + 1), minlength=len(keys)) == counts
    records = records[np.isin(places[records], keys)]
    at = np.searchsorted(keys, places[records])
    added = Sum(
        counts * is_each_once,
        np.bincount(codes, sums.values[parts], len(keys)),
        np.bincount(codes, sums.roundings[parts], len(keys)),
    ).take(at)
    tell_differences(sums, [_find_differences(sums, records, [added])], "columns_differ", log)
