"""The region and prefectures are compared with the areas that they are the sum of, on whole
columns: nothing is stored and nothing is added up into a figure."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as compute

from data.names.books import Books
from data.names.columns import encode, parse_plain
from data.names.numbers import parse_number
from data.names.text import fold
from data.statistics.checks import RELATIVE
from data.statistics.issues import IssueLog
from data.statistics.model import NOTE, WARNING
from data.statistics.observations import get_codes, number_rows, take_rows
from data.words.numbers import format_digits

REGION, ILI, ILI_GROUP = "650000", "654000", "ili_direct"
ILI_OTHERS = ("654200", "654300")
TABLE = ("indicator_id", "year", "period")
_TOLD = ["sheet", "file_row", "file_column", "value_read", "value", "unit", "area_read"]


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
