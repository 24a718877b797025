"""The region, prefectures and rows of totals are compared with the areas that they are the sum
of, on whole columns: nothing is stored and nothing is added up into a figure."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as compute

from data.files.grid import Grid
from data.names.books import Books
from data.names.columns import encode, parse_plain
from data.names.numbers import NUMBER, parse_number
from data.names.text import fold, position
from data.statistics.checks import RELATIVE
from data.statistics.issues import IssueLog
from data.statistics.model import NOTE, WARNING
from data.statistics.observations import get_codes, number_rows, take_rows
from data.words.numbers import format_digits

REGION, ILI, ILI_GROUP = "650000", "654000", "ili_direct"
ILI_OTHERS = ("654200", "654300")
TABLE = ("indicator_id", "year", "period")
_TOLD = ["sheet", "file_row", "file_column", "value_read", "value", "unit", "area_read"]
# More than a sheet has rows: table and row are one number, in the order of the file.
_ROWS = 2**32
# What a row of the file is to the others of its table.
_RECORD, _TOTAL, _PART = range(3)


@dataclass
class Sum:
    """What some areas have together in each table: how many of them there are, their values,
    and half a unit of the last digit of each."""

    count: np.ndarray
    value: np.ndarray
    rounding: np.ndarray

    def take(self, tables: np.ndarray) -> "Sum":
        """Return the sums of chosen tables."""
        return Sum(self.count[tables], self.value[tables], self.rounding[tables])


class Sums:
    """Observations to be added up over areas, in each table (indicator, year and period).

    Parameters
    ----------
    table : Arrow table
        Observations with OBSERVATION_COLUMNS.
    names : tuple of str
        The columns that tell one table from the other.

    Attributes
    ----------
    tables, size : ndarray of int, int
        The table of each row, numbered from 0, and how many there are.
    areas, area : list of str, ndarray of int
        The distinct areas, and which of them each row is of; their number where it has none.
    values : ndarray of float
    adds_up : ndarray of bool
        Whether the row's indicator adds up over areas.
    """

    def __init__(self, table: pa.Table, books: Books, names: tuple[str, ...] = TABLE):
        self.table = table
        self.tables, self.size = number_rows(table, names)
        self.tables = self.tables.astype(np.int64)
        self.areas, codes = get_codes(table, "area_id")
        self.area = np.nan_to_num(codes, nan=len(self.areas)).astype(np.int64)
        self.values = table["value"].to_numpy()
        rows = books.indicators.rows
        self.adds_up = self.mark(
            "indicator_id", lambda name: name and rows[name]["aggregation"] == "sum"
        )

    @cached_property
    def roundings(self) -> np.ndarray:
        """What `find_roundings` returns: most files have no sums, and need none."""
        return find_roundings(self.table)

    def mark(self, column: str, test) -> np.ndarray:
        """Return for each row whether a test holds for its word in a column, or for None."""
        words, codes = get_codes(self.table, column)
        marks = np.asarray([bool(test(word)) for word in [*words, None]], bool)
        return marks[np.nan_to_num(codes, nan=len(words)).astype(np.int64)]

    def find_rows(self, areas: set[str]) -> np.ndarray:
        """Return the rows of some areas, of indicators that add up."""
        wanted = np.asarray([name in areas for name in [*self.areas, None]], bool)
        return np.flatnonzero(wanted[self.area] & self.adds_up)

    def add(self, areas: set[str]) -> Sum:
        """Return what some areas have together in each table."""
        rows = self.find_rows(areas)
        tables = self.tables[rows]
        return Sum(
            np.bincount(tables, minlength=self.size),
            np.bincount(tables, weights=self.values[rows], minlength=self.size),
            np.bincount(tables, weights=self.roundings[rows], minlength=self.size),
        )

    def agrees(self, rows: np.ndarray, added: Sum) -> np.ndarray:
        """Tell of each row whether its value is a sum, but for the rounding of both."""
        own = self.values[rows]
        allowed = added.rounding + self.roundings[rows] + RELATIVE * np.abs(own)
        return np.abs(added.value - own) <= allowed


def find_roundings(table: pa.Table) -> np.ndarray:
    """Return half a unit of the last digit of each value as it was written, in the
    indicator's unit; 0 for zero."""
    texts, values = table["value_read"].combine_chunks(), table["value"].to_numpy()
    numbers = parse_plain(texts)
    point = compute.find_substring(texts, ".").to_numpy(zero_copy_only=False)
    length = compute.binary_length(texts).to_numpy(zero_copy_only=False)
    halves = 0.5 * 10.0 ** -np.where(point < 0, 0, length - point - 1).astype(float)
    odd = np.flatnonzero(np.isnan(numbers))
    if len(odd):
        found, codes = encode(texts.take(pa.array(odd)))
        read = [parse_number(text).value or Decimal(0) for text in found]
        numbers[odd] = np.asarray([float(number) for number in read])[codes]
        ends = [float(Decimal(1).scaleb(int(number.as_tuple().exponent))) for number in read]
        halves[odd] = 0.5 * np.asarray(ends)[codes]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(numbers == 0, 0.0, np.abs(halves / numbers * values))


def check_parents(table: pa.Table, books: Books, log: IssueLog) -> None:
    """Compare the region and prefectures with their parts where all parts are in the file, or
    where the file itself calls the figure their sum (塔城地区小计).

    Parameters
    ----------
    table : Arrow table
        Observations with OBSERVATION_COLUMNS, each area, indicator, year and period once.
    """
    sums = Sums(table, books)
    children = list_children(books)
    is_named = sums.mark("area_read", is_named_sum)
    found = []
    for parent, parts in children.items():
        rows = sums.find_rows({parent})
        if parent == ILI:
            _tell_ili_scope(sums, rows, children[ILI_GROUP], log)
        elif len(rows):
            added = sums.add(parts).take(sums.tables[rows])
            is_compared = (added.count == len(parts)) | is_named[rows]
            is_off = is_compared & (added.count > 1) & ~sums.agrees(rows, added)
            found.append((rows[is_off], added.value[is_off], added.count[is_off]))
    if found:
        tell_differences(sums, found, "parts_differ", log)


def tell_differences(
    sums: Sums,
    found: list[tuple],
    rule: str,
    log: IssueLog,
    look: Callable[[int, dict, float], dict | None] = lambda *_: {},
) -> None:
    """Tell which rows are not the sum of their parts.

    Parameters
    ----------
    found : list of tuple
        Of arrays: rows, and the value and the count of the parts of each.
    look : callable
        From row, record and difference to what else the sentence names; None where the
        difference is explained and nothing is told.
    """
    rows, added, counts = map(np.concatenate, zip(*found, strict=True))
    order = np.argsort(rows, kind="stable")
    shown = order[: log.leave_uncounted(rule, len(rows))]
    records = take_rows(sums.table.select(_TOLD), rows[shown])
    for row, record, parts, count in zip(
        rows[shown].tolist(), records, added[shown].tolist(), counts[shown].tolist(), strict=True
    ):
        more = look(row, record, record["value"] - parts)
        if more is None:
            continue
        log.tell(
            record["sheet"],
            record["file_row"],
            record["file_column"],
            record["value_read"],
            rule,
            WARNING,
            total=format_digits(record["value"]),
            parts=format_digits(parts),
            n=count,
            difference=format_digits(record["value"] - parts, 6),
            unit=record["unit"],
            name=record["area_read"] or "",
            **more,
        )


def is_named_sum(name: str | None) -> bool:
    """Tell whether an area is named as the sum of what stands around it."""
    return bool(name) and fold(name).endswith(("合计", "小计", "总计", "共计"))


def list_children(books: Books) -> dict[str, set[str]]:
    """Return for each area the areas that it is the sum of, where these are known."""
    children = defaultdict(set)
    for area_id, parent in books.areas.parents.items():
        if parent and books.areas.levels[area_id] != "group":
            children[parent].add(area_id)
    children[ILI_GROUP] = {area for area in children[ILI] if area not in ILI_OTHERS}
    # Counties that stand directly below the region (XPCC cities) lie in no prefecture's sum.
    children[REGION] = {area for area in children[REGION] if area.endswith("00")}
    return dict(children)


def _tell_ili_scope(sums: Sums, rows: np.ndarray, direct: set[str], log: IssueLog) -> None:
    """Say whether a figure of Ili includes Tacheng and Altay, where the file can tell."""
    if not len(rows):
        return
    tables = sums.tables[rows]
    group, counties, others = (
        sums.add(areas).take(tables) for areas in ({ILI_GROUP}, direct, set(ILI_OTHERS))
    )
    has_group = group.count > 0
    own = Sum(
        has_group | (counties.count == len(direct)),
        np.where(has_group, group.value, counties.value),
        np.where(has_group, group.rounding, counties.rounding),
    )
    whole = Sum(own.count, own.value + others.value, own.rounding + others.rounding)
    is_direct = own.count & sums.agrees(rows, own)
    has_others = others.count == len(ILI_OTHERS)
    is_whole = ~is_direct & own.count & has_others & sums.agrees(rows, whole)
    for rule, severity, told in (
        ("ili_scope_unknown", WARNING, ~is_direct & ~is_whole),
        ("ili_scope_direct", NOTE, is_direct),
        ("ili_scope_whole", NOTE, is_whole),
    ):
        wanted = rows[told]
        wanted = wanted[: log.leave_uncounted(rule, len(wanted))]
        for record in take_rows(sums.table.select(_TOLD), wanted):
            place = (record["sheet"], record["file_row"], record["file_column"])
            log.tell(*place, record["value_read"], rule, severity)


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
