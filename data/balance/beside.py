"""What stands beside a file: rows of the same county, year and sheet that the file does not name.

A row that is sent again with another type, use, season or name is a new one, and the wrong one
stands beside it: both would count. Only who sends the file knows whether it says all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from math import fsum
from typing import Any

from data.balance.fields import ANY, FACTOR_SHEET, SHEETS
from data.balance.rows import BalanceIssue
from data.statistics.model import HELD, NOTE
from data.store.database import Queries
from data.words.catalogue import LANGUAGES, t, use_language
from data.words.numbers import format_number

WHOLE, ADDS = "whole", "adds"
ANSWERS = (WHOLE, ADDS)
MOST_NAMED = 5
AMOUNTS = {"pasture": "area_ha", "forage_source": "amount_t", "herd": "head"}
"""What the rows of a sheet add up to. A factor set is a version of its own and not asked about."""


@dataclass(frozen=True)
class BesideRows:
    """Rows of a county, year and sheet that stand and that a file does not name.

    Attributes
    ----------
    table, area_id, year
        Their sheet of `SHEETS`, county and year.
    sheet : str
        The sheet of the file that has others of them.
    rows : tuple of dict
        As they stand.
    is_asked : bool
        Whether the file has new rows there: they may replace these, or add to them.
    """

    table: str
    area_id: str
    year: int
    sheet: str
    rows: tuple[dict[str, Any], ...]
    is_asked: bool


def find_beside(changes: Iterable, standing: Mapping[tuple, dict[str, Any]]) -> list[BesideRows]:
    """Return the rows that stand beside those of a file, by sheet, county and year.

    Parameters
    ----------
    changes : iterable of BalanceChange
        The rows of the file.
    standing : mapping
        Key of a row -> the row that stands.
    """
    named: dict[tuple, list] = {}
    for change in changes:
        if change.row.table != FACTOR_SHEET:
            named.setdefault(change.row.key[:3], []).append(change)
    keys = {change.row.key for own in named.values() for change in own}
    rows: dict[tuple, list[dict]] = {place: [] for place in named}
    for key, row in standing.items():
        if key[:3] in rows and key not in keys:
            rows[key[:3]].append(row)
    return [
        BesideRows(
            table,
            area_id,
            year,
            own[0].row.sheet,
            tuple(rows[table, area_id, year]),
            any(one.old is None for one in own),
        )
        for (table, area_id, year), own in named.items()
        if rows[table, area_id, year]
    ]


def tell_beside(
    source: Queries, beside: list[BesideRows], answer: str | None, *, is_refused: bool
) -> list[BalanceIssue]:
    """Return what is asked about rows beside a file, or what its answer does to them.

    `is_refused`: the file was said to be the whole, but not all of it was read.
    """
    if is_refused:
        rule, severity = "beside_unread", HELD
    elif answer is None:
        rule, severity = "beside_asked", HELD
        beside = beside if any(one.is_asked for one in beside) else []
    else:
        rule, severity = f"beside_{answer}", NOTE
    if not beside:
        return []
    # What is withdrawn is named to the last row.
    most = None if answer == WHOLE and not is_refused else MOST_NAMED
    names = {
        row[column]: {language: row[f"name_{language}"] for language in LANGUAGES}
        for query, column in (("areas", "area_id"), ("grassland_types", "type_id"))
        for row in source.query_rows(f"queries/{query}")
    }
    return [
        BalanceIssue(one.sheet, None, None, None, rule, severity, _describe(one, names, most))
        for one in beside
    ]


def _describe(
    beside: BesideRows, names: Mapping[str, Mapping[str, str]], most: int | None
) -> dict[str, Any]:
    """Return the fields of a sentence that names so many rows (None: all); texts by language."""
    fields: dict[str, Any] = {name: {} for name in ("table", "rows", "total")}
    for language in LANGUAGES:
        with use_language(language):
            shown = [
                _name_row(beside.table, row, names, language) for row in islice(beside.rows, most)
            ]
            rest = len(beside.rows) - len(shown)
            more = [t("balance.beside_more", count=rest)] if rest else []
            fields["table"][language] = t(f"balance.sheet.{beside.table}")
            fields["rows"][language] = t("shell.sentence_separator").join([*shown, *more])
            fields["total"][language] = _write_total(beside)
    count = len(beside.rows)
    return fields | {"area": names[beside.area_id], "year": beside.year, "count": count}


def _write_total(beside: BesideRows) -> str:
    """Return what the rows add up to; "" where they are of several seasons or of several kinds of
    animals or forage: the same herd grazes in each season."""
    if len({(row["season"], row.get("kind")) for row in beside.rows}) > 1:
        return ""
    amount = AMOUNTS[beside.table]
    total = fsum(row[amount] for row in beside.rows)
    return t("balance.beside_total", total=_write_amount(total, amount))


def _name_row(
    table: str, row: Mapping[str, Any], names: Mapping[str, Mapping[str, str]], language: str
) -> str:
    """Return what tells a row from others of its county and year, and its amount."""
    sheet, amount = SHEETS[table], AMOUNTS[table]
    fields = {field.name: field for field in sheet.fields}
    words = [
        names[row[name]][language]
        if fields[name].kind == "type"
        else t(f"balance.{fields[name].vocabulary}.{row[name]}")
        if fields[name].kind == "word"
        else row[name]
        for name in sheet.key[2:]
        if row[name] not in ("", ANY)
    ]
    return " ".join([*words, _write_amount(row[amount], amount)])


def _write_amount(value: float, field: str) -> str:
    return t("balance.beside_amount", value=format_number(value), unit=t(f"balance.unit.{field}"))
