"""Checks the values of one file, after names and units are known."""

import math

import numpy as np
import pyarrow as pa

from data.names.books import Books
from data.statistics.issues import IssueLog
from data.statistics.model import WARNING
from data.statistics.observations import get_codes, number_rows, take_rows
from data.words.numbers import format_digits

KEY = ("indicator_id", "area_id", "year", "period")
RELATIVE = 1e-9
_PLACE = ["sheet", "file_row", "file_column", "value_read", "value"]
_ROWS_AT_ONCE = 20_000


def check_bounds(table: pa.Table, books: Books, log: IssueLog) -> pa.Table:
    """Reject values outside their indicator's bounds; return the others."""
    indicators, codes = get_codes(table, "indicator_id")
    rows = [books.indicators.rows[indicator] for indicator in indicators]
    low = np.asarray([_get_bound(row["lower_bound"], -math.inf) for row in rows])
    high = np.asarray([_get_bound(row["upper_bound"], math.inf) for row in rows])
    values = table["value"].to_numpy()
    is_out = (values < low[codes]) | (values > high[codes]) if rows else np.zeros(0, bool)
    if not is_out.any():
        return table
    for record in take_rows(table, np.flatnonzero(is_out)):
        row = books.indicators.rows[record["indicator_id"]]
        bound = _get_bound(row["lower_bound"], -math.inf)
        is_low = record["value"] < bound
        fields = {
            "indicator": books.indicators.describe(record["indicator_id"]),
            "side": "low" if is_low else "high",
            "bound": f"{bound if is_low else row['upper_bound']:g}",
            "unit": row["unit"],
            "converted": format_digits(record["value"]),
        }
        _reject(log, record, "out_of_bounds", fields)
    return table.filter(pa.array(~is_out))


def check_duplicates(table: pa.Table, log: IssueLog) -> pa.Table:
    """Accept repeated values that agree once; reject all that disagree."""
    codes, size = number_rows(table, KEY)
    if size == len(table):
        return table
    _, first = np.unique(codes, return_index=True)
    values = table["value"].to_numpy()
    differs = ~_are_equal(values, values[first][codes])
    is_bad = np.bincount(codes, weights=differs, minlength=size).astype(bool)[codes]
    is_again = np.ones(len(table), bool)
    is_again[first] = False
    _tell_again(table, np.flatnonzero(is_again & ~is_bad), first[codes], log)
    _reject_rivals(table, np.flatnonzero(is_bad), codes, log)
    return table.filter(pa.array(~is_again & ~is_bad))


def _tell_again(table: pa.Table, rows: np.ndarray, first: np.ndarray, log: IssueLog) -> None:
    places = table.select(_PLACE)
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        some = rows[start : start + _ROWS_AT_ONCE]
        for record, other in zip(
            take_rows(places, some), take_rows(places, first[some]), strict=True
        ):
            place = record["sheet"], record["file_row"], record["file_column"]
            read = record["value_read"]
            log.tell(*place, read, "duplicate_agrees", WARNING, **_locate(other))


def _reject_rivals(table: pa.Table, rows: np.ndarray, codes: np.ndarray, log: IssueLog) -> None:
    groups: dict[int, list[dict]] = {}
    records = take_rows(table.select(_PLACE), rows)
    for record, code in zip(records, codes[rows].tolist(), strict=True):
        groups.setdefault(code, []).append(record)
    for group in groups.values():
        for record in group:
            rival = next(other for other in group if not is_equal(record["value"], other["value"]))
            fields = {**_locate(rival), "other": rival["value_read"]}
            _reject(log, record, "conflicting_values", fields)


def is_equal(a: float, b: float) -> bool:
    """Tell whether two values are equal, exactly or within a billionth."""
    return a == b or math.isclose(a, b, rel_tol=RELATIVE, abs_tol=0.0)


def _are_equal(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return np.abs(a - b) <= RELATIVE * np.maximum(np.abs(a), np.abs(b))


def _get_bound(bound, default: float) -> float:
    return default if bound is None or math.isnan(bound) else float(bound)


def _locate(record: dict) -> dict:
    return {
        "other_sheet": record["sheet"],
        "other_row": record["file_row"],
        "other_column": record["file_column"],
    }


def _reject(log: IssueLog, record: dict, rule: str, fields: dict) -> None:
    place = (record["file_row"], record["file_column"])
    log.reject(
        record["sheet"], *place, record["value_read"], rule, place, record["value_read"], fields
    )
