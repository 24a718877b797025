"""Holds implausible values: a share below one with the unit per cent, a figure larger than that
of the whole region or prefecture."""

import numpy as np
import pandas as pd
import pyarrow as pa

from data.names.books import Books
from data.names.columns import parse_plain
from data.names.numbers import parse_number
from data.names.text import fold
from data.statistics.checks_sums import ILI, ILI_OTHERS, REGION
from data.statistics.issues import IssueLog
from data.statistics.observations import get_codes, take_rows
from data.store.database import Store
from data.words.numbers import format_digits

# Rounding of the wider figure: a single county may be nearly all of its prefecture.
_TOLERANCE = 1.01
# Where the region's own year is not known, one of so few years away serves: nothing grows so fast
# that a part of the region passes the whole of it meanwhile.
_YEARS_NEAR = 5
# A whole number so many times as large as a part of a head is in the same unit, most likely.
_ALIKE = 100
Answered = dict[str, frozenset[str]]


def hold_fractions(table: pa.Table, books: Books, answered: Answered, log: IssueLog) -> pa.Table:
    """Hold shares between 0 and 1 with the unit %: 0.456 may mean 45.6; return the others.

    A per cent sign in the cell itself (0.456%) confirms the value.

    Parameters
    ----------
    answered : dict
        Sheet -> the words (folded) that the user has explained.
    """
    indicators, codes = get_codes(table, "indicator_id")
    is_share = np.asarray([books.indicators.rows[name]["unit"] == "%" for name in indicators], bool)
    values = table["value"].to_numpy()
    if not is_share.any():
        return table
    units, unit_codes = get_codes(table, "unit_read")
    is_sign = np.asarray([_is_per_cent(unit, books) for unit in units] + [False], bool)
    is_held = is_share[codes] & (values > 0) & (values < 1)
    is_held &= is_sign[np.nan_to_num(unit_codes, nan=len(units)).astype(int)]
    rows = np.flatnonzero(is_held)
    held = [
        at
        for at, record in zip(rows.tolist(), take_rows(table, rows), strict=True)
        if not record["value_read"].rstrip().endswith(("%", "％"))
        and fold(record["unit_read"]) not in answered.get(record["sheet"], ())
    ]
    return _hold(table, {"share_below_one": held}, {}, log)


def hold_parts_of_heads(
    table: pa.Table, books: Books, answered: Answered, log: IssueLog
) -> pa.Table:
    """Hold figures in single heads (头, 只) that are no whole numbers: 21.4 头 is most likely
    21.4 万头, and 19 beside it in the column 19 万头; return the others."""
    units, codes = get_codes(table, "unit_read")
    is_head = np.asarray([_is_head(unit, books) for unit in units] + [False], bool)
    is_head = is_head[np.nan_to_num(codes, nan=len(units)).astype(int)]
    own, codes = get_codes(table, "unit")
    is_head &= np.asarray([_counts_heads(unit, books) for unit in own], bool)[codes]
    if not is_head.any():
        return table
    rows = np.flatnonzero(is_head)
    read = table["value_read"].combine_chunks().take(pa.array(rows))
    numbers = _parse_heads(read)
    is_part = numbers % 1 != 0
    if not is_part.any():
        return table
    limits: dict[tuple, float] = {}
    columns = _list_columns(table, rows)
    for column, number in zip(columns, np.where(is_part, numbers, 0).tolist(), strict=True):
        limits[column] = max(limits.get(column, 0), number * _ALIKE)
    # None is none in any unit.
    is_alike = (numbers > 0) & (numbers <= np.asarray([limits[column] for column in columns]))
    rows = rows[is_part | is_alike]
    held = [
        at
        for at, record in zip(rows.tolist(), take_rows(table, rows), strict=True)
        if fold(record["unit_read"]) not in answered.get(record["sheet"], ())
    ]
    return _hold(table, {"part_of_head": held}, {}, log)


def _parse_heads(read: pa.Array) -> np.ndarray:
    """Return the numbers of cells, also of those with the unit behind them (21.4头)."""
    numbers = np.array(parse_plain(read))
    for at in np.flatnonzero(np.isnan(numbers)).tolist():
        numbers[at] = parse_number(read[at].as_py()).value or 0
    return numbers


def _list_columns(table: pa.Table, rows: np.ndarray) -> list[tuple]:
    names = ["sheet", "file_column", "unit_read", "indicator_id"]
    return [tuple(record[name] for name in names) for record in take_rows(table, rows)]


def _counts_heads(unit: str, books: Books) -> bool:
    found = books.units.find(unit)
    return found is not None and found.quantity == "animals"


def _is_head(unit: str | None, books: Books) -> bool:
    return any(
        found.quantity == "animals" and found.factor == 1 for found in books.units.find_all(unit)
    )


def _is_per_cent(unit: str | None, books: Books) -> bool:
    found = books.units.find(unit)
    return found is not None and found.name == "%"


def hold_excesses(
    store: Store, table: pa.Table, books: Books, answered: Answered, log: IssueLog
) -> pa.Table:
    """Hold figures larger than the region's or their prefecture's of the same year and period,
    in the file or in the store, for indicators that add up; return the others.

    A year that the region has no figure of is compared with the nearest one, `_YEARS_NEAR` years
    away at most.
    """
    if not len(table):
        return table
    excess = _find_excesses(store, table, books)
    rows = sorted(excess)
    held: dict[str, list[int]] = {"larger_than_wider": [], "larger_than_wider_near": []}
    fields = {}
    for at, record in zip(rows, take_rows(table, np.asarray(rows, np.int64)), strict=True):
        word = fold(record["unit_read"] or record["unit"])
        if word not in answered.get(record["sheet"], ()):
            area, most, year = excess[at]
            is_own_year = year == record["year"]
            held["larger_than_wider" if is_own_year else "larger_than_wider_near"].append(at)
            fields[at] = {
                "area": books.areas.describe(area),
                "limit": format_digits(most),
                "now": format_digits(record["value"]),
                "unit": record["unit"],
                "year": year,
            }
    return _hold(table, held, fields, log)


def _find_excesses(
    store: Store, table: pa.Table, books: Books
) -> dict[int, tuple[str, float, int]]:
    """Return for each row that is larger than its prefecture's or the region's figure the wider
    area, that figure and its year."""
    wider = _list_wider(books)
    areas, area_codes = get_codes(table, "area_id")
    keys = _Keys(table, wider)
    limits = keys.make_limits(_load_wider(store, table, wider), area_codes, areas)
    if np.isnan(limits).all():
        return {}
    limits, years = keys.take_near_years(limits)
    values, is_sum = table["value"].to_numpy(), keys.is_sum(books)
    excess: dict[int, tuple[str, float, int]] = {}
    for level in (_find_prefecture, _find_region):
        holders = [level(area, books) or "" for area in areas]
        above = np.asarray([wider.get(holder, -1) for holder in holders], np.int64)[area_codes]
        rows = np.flatnonzero(is_sum & (above >= 0))
        place = (keys.indicator[rows], above[rows], keys.period[rows], keys.year[rows] - keys.first)
        limit = limits[place]
        is_more = values[rows] > limit * _TOLERANCE
        found = rows[is_more], limit[is_more], years[place][is_more]
        for row, most, year in zip(*(part.tolist() for part in found), strict=True):
            excess.setdefault(row, (holders[area_codes[row]], most, year))
    return excess


def _hold(
    table: pa.Table, held: dict[str, list[int]], fields: dict[int, dict], log: IssueLog
) -> pa.Table:
    """Hold rows by the rule that they break; return the others."""
    is_kept = np.ones(len(table), bool)
    for rule, rows in held.items():
        for at, record in zip(rows, take_rows(table, np.asarray(rows, np.int64)), strict=True):
            place = (record["file_row"], record["file_column"])
            word = record["unit_read"] or record["unit"]
            sheet, text = record["sheet"], record["value_read"]
            said = fields.get(at, {})
            log.hold(sheet, [(word, *place)], place, text, rule=rule, read=text, **said)
        is_kept[rows] = False
    return table if is_kept.all() else table.filter(pa.array(is_kept))


def _list_wider(books: Books) -> dict[str, int]:
    """Return the areas that contain others, numbered: the region and the prefectures."""
    levels = books.areas.levels
    return {
        area: at
        for at, area in enumerate(
            area for area in levels if levels[area] in ("region", "prefecture")
        )
    }


def _find_prefecture(area: str, books: Books) -> str | None:
    parent = books.areas.parents.get(area)
    # It is not known whether Ili's figure includes Tacheng and Altay.
    is_open = parent == ILI and area in ILI_OTHERS
    return parent if books.areas.levels.get(parent) == "prefecture" and not is_open else None


def _find_region(area: str, _: Books) -> str | None:
    return REGION if area != REGION else None


def _load_wider(store: Store, table: pa.Table, wider: dict[str, int]) -> pd.DataFrame:
    indicators, _ = get_codes(table, "indicator_id")
    keys = pd.MultiIndex.from_product([indicators, wider], names=["indicator_id", "area_id"])
    return store.query_batch("queries/ingest_wider", keys.to_frame(index=False))


class _Keys:
    """Numbers indicator, wider area, period and year of a table as one place in an array."""

    def __init__(self, table: pa.Table, wider: dict[str, int]):
        self.table, self.wider = table, wider
        self.indicators, self.indicator = get_codes(table, "indicator_id")
        self.periods, self.period = get_codes(table, "period")
        self.year = table["year"].to_numpy().astype(np.int64)
        self.first = int(self.year.min()) - _YEARS_NEAR
        self.shape = (
            len(self.indicators),
            len(wider),
            len(self.periods),
            int(self.year.max()) + _YEARS_NEAR - self.first + 1,
        )

    def is_sum(self, books: Books) -> np.ndarray:
        """Tell for each row whether its indicator adds up over areas."""
        sums = [books.indicators.rows[name]["aggregation"] == "sum" for name in self.indicators]
        return np.asarray(sums, bool)[self.indicator]

    def make_limits(self, known: pd.DataFrame, area_codes, areas: list[str]) -> np.ndarray:
        """Return the least known figure of each wider area; NaN if there is none."""
        limits = np.full(self.shape, np.inf)
        indicators = {name: at for at, name in enumerate(self.indicators)}
        periods = {name: at for at, name in enumerate(self.periods)}
        known = known[known["period"].isin(self.periods)]
        year = known["year"].to_numpy() - self.first
        known = known[(year >= 0) & (year < self.shape[3])]
        place = (
            known["indicator_id"].map(indicators).to_numpy(np.int64),
            known["area_id"].map(self.wider).to_numpy(np.int64),
            known["period"].map(periods).to_numpy(np.int64),
            known["year"].to_numpy(np.int64) - self.first,
        )
        np.minimum.at(limits, place, known["value"].to_numpy(np.float64))
        own = np.asarray([self.wider.get(area, -1) for area in areas], np.int64)[area_codes]
        at = np.flatnonzero(own >= 0)
        place = (self.indicator[at], own[at], self.period[at], self.year[at] - self.first)
        np.minimum.at(limits, place, self.table["value"].to_numpy()[at])
        return np.where(np.isinf(limits), np.nan, limits)

    def take_near_years(self, limits: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the figures of the wider areas, and the year that each is of: of the region the
        nearest year that is known stands for one that is not."""
        found, own = limits.copy(), np.arange(self.shape[3]) + self.first
        years = np.broadcast_to(own, self.shape).copy()
        region = self.wider[REGION]
        of_region, known = found[:, region], limits[:, region]
        for away in sorted(range(-_YEARS_NEAR, _YEARS_NEAR + 1), key=abs):
            one = np.full(known.shape, np.nan)
            here = slice(max(-away, 0), self.shape[3] - max(away, 0))
            there = slice(max(away, 0), self.shape[3] - max(-away, 0))
            one[..., here] = known[..., there]
            is_new = np.isnan(of_region) & ~np.isnan(one)
            of_region[is_new] = one[is_new]
            years[:, region][is_new] = np.broadcast_to(own + away, known.shape)[is_new]
        return found, years
