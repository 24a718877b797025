"""Parses dates of project lists: an exact day, a month or a year."""

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

EARLIEST_YEAR = 1990

_DAY = re.compile(
    r"(?P<year>\d{4})(?:[-/.年](?P<month>\d{1,2})(?:[-/.月](?P<day>\d{1,2})日?)?)?[年月]?"
    r"(?:[T ]?00:00(?::00(?:\.0+)?)?)?"
)
_COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")


@dataclass(frozen=True)
class Day:
    """A day; is_exact is False if only a month or a year was written."""

    date: date
    is_exact: bool = True


def parse_day(text: str, today: date) -> Day | None:
    """Read 2025-06-30, 2025/6/30, 2025年6月30日, 20250630, 2025年6月 or 2025.

    A month or a year means its last day, because by then it had happened, but no day after
    today. None if the text is not a date, or a date before 1990.
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    match = _COMPACT.fullmatch(plain) or _DAY.fullmatch(re.sub(r"\.0+$", "", plain))
    if match is None or int(match["year"]) < EARLIEST_YEAR:
        return None
    year, month, day = (int(part) if part else 0 for part in match.group("year", "month", "day"))
    try:
        if day:
            return Day(date(year, month, day))
        month_end = calendar.monthrange(year, month or 12)[1]
    except (ValueError, calendar.IllegalMonthError):
        return None
    last, first = date(year, month or 12, month_end), date(year, month or 1, 1)
    return Day(min(last, today) if first <= today else last, is_exact=False)
