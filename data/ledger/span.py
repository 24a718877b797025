"""Two moments, and what was known at each: days, minutes, or what briefing packs were made from."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from data.clock import (
    format_second,
    format_time,
    from_office,
    get_end_of_day,
    get_moment,
    get_today,
    to_office,
)
from data.errors import PastError, UsageError
from data.ledger.packs import PackMark, look_at_pack
from data.store.database import Store
from data.store.past import look_at_time, look_back

# A day of the office, a minute (UTC), or a pack. Days and minutes count from their beginning to
# their end, as they are shown: what the ledger shows as of 14:30 belongs to the minute 14:30.
Moment = date | datetime | PackMark
MINUTE_FORMATS = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M")
_MINUTE, _TICK = timedelta(minutes=1), timedelta(microseconds=1)


@dataclass(frozen=True)
class Span:
    """Two moments, and what was known at each.

    Attributes
    ----------
    begins, ends : date, datetime or PackMark
        The first and the last day or minute of the changes, or the packs between which they lie.
    before, after : Store
        What was known before the first and at the end of the last, or when the packs were made.
    known : dict
        Table of facts -> the number of its newest row that was known before.
    """

    begins: Moment
    ends: Moment
    before: Store
    after: Store
    known: dict[str, int]

    @property
    def since(self) -> date:
        """The first day of the changes."""
        return _find_day(self.begins)

    @property
    def until(self) -> date:
        """The last day of the changes."""
        return _find_day(self.ends)

    @property
    def since_at(self) -> datetime | None:
        """The minute from which, or when the pack was made from which changes are counted (UTC)."""
        return _find_time(self.begins)

    @property
    def until_at(self) -> datetime | None:
        """The minute to whose end, or when the pack was made to which changes are counted (UTC)."""
        return _find_time(self.ends)

    @property
    def before_day(self) -> date:
        """The day by which what was known before is judged."""
        return self.since - timedelta(days=1) if self.since_at is None else self.since

    @property
    def text(self) -> dict[str, str]:
        """since and until in words: a day, a minute, or a second of the office."""
        return {"since": format_moment(self.begins), "until": format_moment(self.ends)}

    def get_number(self, table: str) -> int:
        """Return the number of a table's newest row that was known before the first day."""
        return self.known.get(table, 0)


def parse_moment(text: str) -> date | datetime:
    """Return a day (``2026-09-30``) or a minute of the office (``2026-09-30 14:30``, in UTC).

    Raises
    ------
    UsageError
        ``past_no_moment``: it is neither.
    """
    text = text.strip()
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    for pattern in MINUTE_FORMATS:
        try:
            return from_office(datetime.strptime(text, pattern))
        except ValueError:
            continue
    raise UsageError("past_no_moment", value=text[:40])


def format_moment(moment: Moment) -> str:
    """Return a moment as an office reads it; the inverse of `parse_moment` but for packs, which
    are told to the second."""
    if isinstance(moment, PackMark):
        return format_second(moment.made_at)
    return format_time(moment) if isinstance(moment, datetime) else str(moment)


def is_to_come(moment: Moment) -> bool:
    """Tell whether a day or minute has not begun yet."""
    return _find_beginning(moment) > get_moment()


def open_span(store: Store, since: Moment, until: Moment | None = None) -> Span:
    """Return what was known before a moment and at the end of another (None: now).

    Raises
    ------
    PastError
        `until` is before `since`, or `since` is to come (``span_reversed``), or a pack is of other
        data (`data.ledger.packs.look_at_pack`).
    """
    end = get_moment() if until is None else _find_end(until)
    if end < _find_beginning(since) or _is_reversed(since, until):
        told = format_time(end) if until is None else format_moment(until)
        raise PastError("span_reversed", since=format_moment(since), until=told)
    if isinstance(until, PackMark):
        after = look_at_pack(store, until)
    elif until is None or end >= get_moment():
        after = store
    else:
        after = look_at_time(store, end)
    if isinstance(since, PackMark):
        before = look_at_pack(store, since)
    elif isinstance(since, datetime):
        before = look_at_time(store, since - _TICK)
    else:
        before = look_back(store, since - timedelta(days=1), needs_records=False)
    return Span(since, get_today() if until is None else until, before, after, before.known)


def _is_reversed(since: Moment, until: Moment | None) -> bool:
    if not isinstance(since, PackMark) or not isinstance(until, PackMark):
        return False
    return any(old > new for old, new in zip(since.numbers, until.numbers, strict=False))


def _find_beginning(moment: Moment) -> datetime:
    if isinstance(moment, PackMark):
        return moment.made_at
    if isinstance(moment, datetime):
        return moment
    return from_office(datetime.combine(moment, time.min))


def _find_end(moment: Moment) -> datetime:
    if isinstance(moment, PackMark):
        return moment.made_at
    if isinstance(moment, datetime):
        return moment + _MINUTE - _TICK
    return get_end_of_day(moment)


def _find_day(moment: Moment) -> date:
    if isinstance(moment, PackMark):
        return to_office(moment.made_at).date()
    return to_office(moment).date() if isinstance(moment, datetime) else moment


def _find_time(moment: Moment) -> datetime | None:
    if isinstance(moment, PackMark):
        return moment.made_at
    return moment if isinstance(moment, datetime) else None
