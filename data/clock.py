"""One clock: times are stored in UTC and shown as the office's, days are the office's days.

``CAOMU_TIME_ZONE`` names the office's time zone; without it that of Beijing counts, which
offices in Xinjiang keep. Midnight to eight in the morning is then no other day.
"""

import os
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from data.errors import UsageError

DEFAULT_ZONE = "Asia/Shanghai"


def get_now() -> datetime:
    """Return the present time in UTC without zone, as the tables store it."""
    return datetime.now(UTC).replace(tzinfo=None)


def get_today() -> date:
    """Return the day that it is in the office."""
    return to_office(get_now()).date()


def to_office(time: datetime) -> datetime:
    """Return a UTC time without zone as the office's clock showed it, without zone.

    Raises
    ------
    UsageError
        ``CAOMU_TIME_ZONE`` names no time zone.
    """
    zone = _load_zone(os.environ.get("CAOMU_TIME_ZONE") or DEFAULT_ZONE)
    return time.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)


def format_time(time: datetime) -> str:
    """Return a UTC time as the office's clock showed it, to the minute."""
    return f"{to_office(time):%Y-%m-%d %H:%M}"


@lru_cache(maxsize=8)
def _load_zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UsageError("unknown_time_zone", value=name) from error
