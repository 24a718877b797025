"""Two moments, and what was known at each: days, or what briefing packs were made from."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from data.clock import format_second, get_today, to_office
from data.errors import PastError
from data.ledger.packs import PackMark, look_at_pack
from data.store.database import Store
from data.store.past import look_back


@dataclass(frozen=True)
class Span:
    """Two moments, and what was known at each.

    Attributes
    ----------
    since, until : date
        The first and the last day of the changes.
    before, after : Store
        What was known before the first day and at the end of the last, or when the packs were made.
    known : dict
        Table of facts -> the number of its newest row that was known before.
    since_at, until_at : datetime or None
        When the pack was made from which or to which changes are counted (UTC, to the second).
    """

    since: date
    until: date
    before: Store
    after: Store
    known: dict[str, int]
    since_at: datetime | None = None
    until_at: datetime | None = None

    @property
    def before_day(self) -> date:
        """The day by which what was known before is judged."""
        return self.since - timedelta(days=1) if self.since_at is None else self.since

    @property
    def since_text(self) -> str:
        """From when on: a day, or a time of the office to the second."""
        return str(self.since) if self.since_at is None else format_second(self.since_at)

    @property
    def until_text(self) -> str:
        """Until when: a day, or a time of the office to the second."""
        return str(self.until) if self.until_at is None else format_second(self.until_at)

    def get_number(self, table: str) -> int:
        """Return the number of a table's newest row that was known before the first day."""
        return self.known.get(table, 0)


def open_span(store: Store, since: date | PackMark, until: date | PackMark | None = None) -> Span:
    """Return what was known before a day or by a pack, and at the end of another day or by
    another pack (None: now).

    Raises
    ------
    PastError
        `until` is before `since` (``span_reversed``), `since` is to come (``past_not_over``), or a
        pack is of other data (`data.ledger.packs.look_at_pack`).
    """
    today = get_today()
    last = today if until is None else _find_day(until)
    first = _find_day(since)
    if last < first or _is_reversed(since, until):
        raise PastError("span_reversed", since=_tell(since), until=_tell(until or today))
    if isinstance(until, PackMark):
        after = look_at_pack(store, until)
    else:
        after = store if last >= today else look_back(store, last, needs_records=False)
    if isinstance(since, PackMark):
        before = look_at_pack(store, since)
    else:
        before = look_back(store, since - timedelta(days=1), needs_records=False)
    return Span(first, last, before, after, before.known, _find_time(since), _find_time(until))


def _is_reversed(since: date | PackMark, until: date | PackMark | None) -> bool:
    if not isinstance(since, PackMark) or not isinstance(until, PackMark):
        return False
    pairs = zip(since.numbers, until.numbers, strict=False)
    return since.made_at > until.made_at or any(old > new for old, new in pairs)


def _find_day(moment: date | PackMark) -> date:
    return to_office(moment.made_at).date() if isinstance(moment, PackMark) else moment


def _find_time(moment: date | PackMark | None) -> datetime | None:
    return moment.made_at if isinstance(moment, PackMark) else None


def _tell(moment: date | PackMark) -> str:
    return format_second(moment.made_at) if isinstance(moment, PackMark) else str(moment)
