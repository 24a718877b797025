"""One clock: times are stored in UTC and shown in office time; days are days of the office.

``CAOMU_TIME_ZONE`` names the office's time zone. The default is Beijing time, which offices in
Xinjiang keep. So the hours from midnight to eight do not count as the day before.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from data.errors import UsageError

DEFAULT_ZONE = "Asia/Shanghai"
# Years that may be asked for: statistics of the region begin in 1949.
FIRST_YEAR, LAST_YEAR = 1949, 2100
_former_day: ContextVar[date | None] = ContextVar("former_day", default=None)


def get_now() -> datetime:
    """Return the present time in UTC without zone, as the tables store it."""
    return datetime.now(UTC).replace(tzinfo=None)


def get_today() -> date:
    """Return today's date in the office's time zone, or the former day that is looked at."""
    return _former_day.get() or to_office(get_now()).date()


def get_moment() -> datetime:
    """Return the present time in UTC, or the end of the former day that is looked at."""
    day = _former_day.get()
    return get_now() if day is None else get_end_of_day(day)


def set_day(day: date | None) -> None:
    """Look at a former day from now on in this context, or at today (None)."""
    _former_day.set(day)


@contextmanager
def use_day(day: date | None) -> Iterator[None]:
    """Look at a former day within a ``with`` block."""
    token = _former_day.set(day)
    try:
        yield
    finally:
        _former_day.reset(token)


def get_end_of_day(day: date) -> datetime:
    """Return the last moment of a day of the office, in UTC without zone."""
    return from_office(datetime.combine(day, time.max))


def from_office(moment: datetime) -> datetime:
    """Convert an office time without zone to UTC without zone; the inverse of `to_office`."""
    return moment.replace(tzinfo=_get_zone()).astimezone(UTC).replace(tzinfo=None)


def to_office(moment: datetime) -> datetime:
    """Convert a UTC time without zone to office time without zone.

    Raises
    ------
    UsageError
        ``CAOMU_TIME_ZONE`` is not a time zone.
    """
    return moment.replace(tzinfo=UTC).astimezone(_get_zone()).replace(tzinfo=None)


def format_time(moment: datetime) -> str:
    """Return a UTC time as office time, to the minute: ``2025-06-30 09:15``."""
    return f"{to_office(moment):%Y-%m-%d %H:%M}"


def format_second(moment: datetime) -> str:
    """Return a UTC time as office time, to the second: ``2025-06-30 09:15:20``."""
    return f"{to_office(moment):%Y-%m-%d %H:%M:%S}"


def _get_zone() -> ZoneInfo:
    return _load_zone(os.environ.get("CAOMU_TIME_ZONE") or DEFAULT_ZONE)


@lru_cache(maxsize=8)
def _load_zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UsageError("unknown_time_zone", value=name) from error
