"""Finds year and period of a value from its row, its heading and the table."""

from data.clock import FIRST_YEAR
from data.names.numbers import When, parse_dated, parse_period
from data.names.periods import cumulate_to, normalise_period
from data.names.text import fold
from data.statistics.labels import Labels
from data.statistics.model import ValueColumn
from data.statistics.scope import Scope, tell_override
from data.statistics.words import CELL, HEADER, HELD, VALUE, Fault, Resolved, Said, refuse


def read_when(
    scope: Scope, year: Said | None, period: Said | None, head: ValueColumn, labels: Labels
) -> Resolved:
    """Read year and period.

    The row's own cells come first, then the heading, then the table. Words beside a
    year (上年, 年初) move it; two periods that differ hold the value.
    """
    if year is None and period is not None and parse_dated(period.text):
        # 报告期: 2024年11月 or 202411, without a column of years.
        year, period = period, None
    found, warnings = _read_year(scope, year, labels)
    if isinstance(found, Resolved):
        return found
    named, fault = _read_period(scope, found, year, period, head, labels)
    if fault is not None:
        return fault
    when = When(found.year + _find_shift(scope, head, labels), named)
    if not FIRST_YEAR <= when.year <= scope.this_year:
        at = year or labels.dated_name or Said(str(when.year), HEADER)
        limits = {"first": FIRST_YEAR, "last": scope.this_year}
        return refuse("year_out_of_range", at, at.text, **limits)
    return Resolved(when, warnings=warnings)


def _read_year(
    scope: Scope, year: Said | None, labels: Labels
) -> tuple[When | Resolved, tuple[Fault, ...]]:
    given = scope.options.year
    when = _take_answer(scope, year) or (parse_dated(year.text) if year else None)
    named = labels.dated_name
    if named is not None and when is not None and labels.year != when.year:
        # 昭苏县（2023年） below a title of another year.
        return _hold(named), ()
    if labels.year is not None and (year is None or year.origin != CELL):
        return When(labels.year, ""), ()
    if year is None:
        nothing = refuse("no_year", scope.find_gap("year"))
        return (When(int(given), "") if given else nothing), ()
    if when is None:
        return refuse("bad_year", year, year.text), ()
    if labels.year is not None and labels.year != when.year:
        return _hold(year), ()
    is_other = given and when.year != given
    warnings = (tell_override("year", year, given),) if is_other else ()
    return When(when.year, "" if when.period == "Y" else when.period), warnings


def _take_answer(scope: Scope, year: Said | None) -> When | None:
    """Return the year that the user said that a cell means."""
    answer = scope.reader.answers.get(fold(year.text)) if year else None
    if answer is None or answer.kind != "year" or answer.value is None:
        return None
    return When(int(answer.value), "")


def _hold(said: Said) -> Resolved:
    return Resolved(None, HELD, Fault("unread", said, said.text))


def _read_period(scope: Scope, when: When, year, period, head, labels):
    """Return the period, or the fault that makes it unclear."""
    table = scope.layout.period
    if period is not None:
        named = _name_period(scope, when, period)
        if named is None:
            if year is None:
                return None, refuse("no_year", scope.find_gap("year"))
            return None, refuse("unknown_period", period, period.text)
        own = {normalise_period(named)}
    else:
        own = {when.period} if when.period else set()
        said = _settle(labels, table or when.period)
        if said == "":
            return None, _hold(labels.kind or Said(scope.layout.title or "", VALUE))
        own |= {said} if said else set()
    heading = head.period if head.period and head.period != table else None
    if heading in ("to_month", "same"):
        month = next(iter(own), None)
        if month is None or month[0] not in "MQ":
            return None, _hold(Said(head.heading, HEADER))
        return (cumulate_to(month) if heading == "to_month" else month), None
    if len(own) > 1 or (own and heading and own != {heading}):
        at = period or year or Said(head.heading, VALUE)
        return None, _hold(at)
    return next(iter(own), None) or heading or table or "Y", None


def _name_period(scope: Scope, when: When, period: Said) -> str | None:
    """Return the period that a cell names, with its year where that is the row's."""
    answer = scope.reader.answers.get(fold(period.text))
    if answer is not None and answer.kind == "period":
        return answer.value
    dated = parse_dated(period.text)
    if dated is not None and dated.year == when.year and dated.period != "Y":
        return dated.period
    return parse_period(period.text, scope.period_heading)


def _settle(labels: Labels, table: str | None) -> str | None:
    """Return the period that a row's words name; ``""`` if it is unclear."""
    own = labels.period
    if own == "to_month":
        return cumulate_to(table) if table else ""
    if own == "same":
        return table if table and table[0] in "MQ" else ""
    if own == "year_end":
        return "" if table not in (None, "", "Y") else None
    if own is None and labels.shift and not labels.keeps_period and table not in (None, "", "Y"):
        return ""
    return own


def _find_shift(scope: Scope, head: ValueColumn, labels: Labels) -> int:
    """Return the shift from the named year, in years; the nearest word counts."""
    for shift in (labels.shift, head.year_shift or None):
        if shift is not None:
            return shift
    return scope.layout.year_shift
