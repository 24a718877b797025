"""Checks on the values of one file, after names and units are known."""

import math

from data.names.books import Books
from data.statistics.issues import IssueLog
from data.statistics.model import WARNING

KEY = ("indicator_id", "area_id", "year", "period")
RELATIVE = 1e-9


def check_bounds(records: list[dict], books: Books, log: IssueLog) -> list[dict]:
    """Refuse values outside their indicator's bounds; return the others."""
    kept = []
    for record in records:
        row = books.indicators.rows[record["indicator_id"]]
        low, high = row["lower_bound"], row["upper_bound"]
        is_low = _is_number(low) and record["value"] < low
        is_high = _is_number(high) and record["value"] > high
        if is_low or is_high:
            fields = {
                "indicator": books.indicators.describe(record["indicator_id"]),
                "side": "low" if is_low else "high",
                "bound": f"{low if is_low else high:g}",
                "unit": row["unit"],
                "converted": f"{record['value']:.12g}",
            }
            _reject(log, record, "out_of_bounds", fields)
        else:
            kept.append(record)
    return kept


def check_duplicates(records: list[dict], log: IssueLog) -> list[dict]:
    """Take values that stand twice and agree once; refuse all that disagree."""
    groups: dict[tuple, list[dict]] = {}
    for record in records:
        groups.setdefault(tuple(record[key] for key in KEY), []).append(record)
    kept = []
    for group in groups.values():
        first, others = group[0], group[1:]
        if all(is_equal(first["value"], other["value"]) for other in others):
            kept.append(first)
            for other in others:
                log.tell(
                    other["sheet"],
                    other["file_row"],
                    other["file_column"],
                    other["value_read"],
                    "duplicate_agrees",
                    WARNING,
                    **_locate(first),
                )
        else:
            for record in group:
                rival = next(
                    other for other in group if not is_equal(record["value"], other["value"])
                )
                _reject(
                    log,
                    record,
                    "conflicting_values",
                    {**_locate(rival), "other": rival["value_read"]},
                )
    return kept


def is_equal(a: float, b: float) -> bool:
    """Tell whether two values are the same figure: exactly, or within a billionth."""
    return a == b or math.isclose(a, b, rel_tol=RELATIVE, abs_tol=0.0)


def _is_number(bound) -> bool:
    return bound is not None and not math.isnan(bound)


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
