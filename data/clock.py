"""One clock: times are stored in UTC and shown in office time; days are days of the office.

``CAOMU_TIME_ZONE`` names the office's time zone. The default is Beijing time, which offices in
Xinjiang keep. So the hours from midnight to eight do not count as the day before.
"""

import os
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from data.errors import UsageError

DEFAULT_ZONE = "Asia/Shanghai"
# Years that may be asked for: statistics of the region begin in 1949.
FIRST_YEAR, LAST_YEAR = 1949, 2100


def get_now() -> datetime:
    """Return the present time in UTC without zone, as the tables store it."""
    return datetime.now(UTC).replace(tzinfo=None)


def get_today() -> date:
    """Return today's date in the office's time zone."""
    return to_office(get_now()).date()


def to_office(time: datetime) -> datetime:
    """Convert a UTC time without zone to office time without zone.

    Raises
    ------
    UsageError
        ``CAOMU_TIME_ZONE`` is not a time zone.
    """
    zone = _load_zone(os.environ.get("CAOMU_TIME_ZONE") or DEFAULT_ZONE)
    return time.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)


def format_time(time: datetime) -> str:
    """Return a UTC time as office time, to the minute: ``2025-06-30 09:15``."""
    return f"{to_office(time):%Y-%m-%d %H:%M}"


@lru_cache(maxsize=8)
def _load_zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UsageError("unknown_time_zone", value=name) from error
