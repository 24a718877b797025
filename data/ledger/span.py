"""Two days, and what was known at the end of each."""

from dataclasses import dataclass
from datetime import date, timedelta

from data.clock import get_today
from data.errors import PastError
from data.store.database import Store
from data.store.past import look_back


@dataclass(frozen=True)
class Span:
    """Two days, and what was known at the end of each.

    Attributes
    ----------
    since, until : date
        The first and the last day of the changes.
    before, after : Store
        What was known before the first day and at the end of the last.
    known : dict
        Table of facts -> the number of its newest row that was known before.
    """

    since: date
    until: date
    before: Store
    after: Store
    known: dict[str, int]

    @property
    def before_day(self) -> date:
        """The day before the first one."""
        return self.since - timedelta(days=1)

    def get_number(self, table: str) -> int:
        """Return the number of a table's newest row that was known before the first day."""
        return self.known.get(table, 0)


def open_span(store: Store, since: date, until: date | None = None) -> Span:
    """Return what was known before a day, and at the end of another (None: now).

    Raises
    ------
    PastError
        `until` is before `since` (``span_reversed``), or `since` is to come (``past_not_over``).
    """
    today = get_today()
    last = today if until is None else until
    if last < since:
        raise PastError("span_reversed", since=since, until=last)
    before = look_back(store, since - timedelta(days=1), needs_records=False)
    after = store if last >= today else look_back(store, last, needs_records=False)
    return Span(since, last, before, after, before.known)
