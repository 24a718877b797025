"""What a database knew at the end of a former day: a store that is only read.

It stands in memory beside the database. Views of it leave out what was recorded later; the
current figures are computed again from what is left. An undo or a decision of later is not known
yet, and the plan's tables are those of that day.
"""

import itertools
import json
import threading
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date, datetime
from functools import partial
from typing import Any

import duckdb
import pandas as pd

from data.clock import get_end_of_day, get_now, to_office
from data.errors import PastError, ReadOnlyError
from data.store.current import RULES, compute_among, load_held, update_current
from data.store.database import Store, Transaction
from data.store.engine import roll_back
from data.store.faults import translate_faults
from data.store.memory import Memory
from data.store.scope import look_at_plan
from data.store.statements import DEFAULT_PLAN, PLAN_ID, VIEWS, load_insert, load_named, load_sql

# How many former days are kept at hand.
MOST_DAYS = 4
PLAN_CHANGE, REVISIONS, VALUES = "plan_change", "observation_revision", "observation_row"
_numbers = itertools.count(1)
# Table of facts and the number of its newest row that counts.
Numbers = tuple[tuple[str, int], ...]


def look_back(store: Store, day: date, *, needs_records: bool = True) -> Store:
    """Return what a store knew at the end of a former day.

    Parameters
    ----------
    store : Store
        The present one, or one of a later day. Of one that acts for somebody (`data.rights`) as
        much is seen on a former day.
    needs_records : bool
        Whether a day before all records is an error.

    Raises
    ------
    PastError
        The day is not over (``past_not_over``), nothing was recorded by then
        (``past_before_records``; ``first`` is the first day with a record) or ever
        (``past_without_records``), or the store is only read (``past_of_example``).
    """
    if get_end_of_day(day) >= get_now():
        raise PastError("past_not_over", day=day)
    past = _open(store.whole, get_end_of_day(day))
    if needs_records:
        past.check_records()
    return store.see(past)


def look_at_day(store: Store, day: date) -> Store:
    """Return what a store knew at the end of a day that a command names: the store itself for
    today and days to come; for a day before all records, only the plan.

    Raises
    ------
    PastError
        The day is over and the store is only read (``past_of_example``).
    """
    if get_end_of_day(day) >= get_now():
        return store
    return look_back(store, day, needs_records=False)


def count_left_out(store: Store, past: Store) -> int:
    """Return how many uploads came in after what a former store knew; 0 for the same store."""
    newest = [source.query_rows("queries/newest_upload")[0]["seq"] for source in (past, store)]
    return newest[1] - newest[0]


def look_at_time(store: Store, until: datetime) -> Store:
    """Return what a store knew at a time (UTC), which is over."""
    return store.see(_open(store.whole, until))


def look_at_numbers(store: Store, until: datetime, numbers: Mapping[str, int]) -> Store:
    """Return what a store knew when so many rows of some tables of facts were recorded; of the
    other tables, what was recorded until a time (UTC)."""
    return store.see(_open(store.whole, until, tuple(numbers.items())))


def look_at_version(store: Store, version: int) -> Store:
    """Return what a store knew when an upload was the newest (`data.ledger.codes`), with all that
    followed from it until the next one came."""
    if version == store.query_rows("queries/newest_upload")[0]["seq"]:
        return store
    numbers = store.query_rows("past/version", seq=version)[0]
    return look_at_numbers(store, numbers.pop("until"), numbers)


def _open(store: Store, until: datetime, numbers: Numbers = ()) -> "Past":
    present = store.present if isinstance(store, Past) else store
    if present.is_read_only:
        raise PastError("past_of_example")
    moment = present.for_plan(DEFAULT_PLAN).remember(
        ("past", until, numbers),
        lambda: _Moment(present, partial(Past, present, until, numbers)),
        of=("plan",),
        most=MOST_DAYS,
    )
    return moment.get().for_plan(store.plan_id)


class _Moment:
    """A former state, made anew when something came in late that was recorded before it."""

    def __init__(self, present: Store, make: Callable[[], "Past"]):
        self._present, self._make = present, make
        self._lock = threading.Lock()
        self._past: Past | None = None
        self._version = present.version

    def get(self) -> "Past":
        with self._lock:
            version = self._present.version
            if self._past is None or (version != self._version and self._past.is_behind()):
                self._past = self._make()
            self._version = version
            return self._past


class Past(Store):
    """A store as it was at a time; see `look_back`.

    Attributes
    ----------
    until : datetime
        The last moment that counts (UTC).
    present : Store
    known : dict
        Table of facts -> the number of its newest row that was known then.
    """

    def __init__(self, present: Store, until: datetime, numbers: Numbers = ()):
        if present.whole is not present:
            raise ValueError("a former day is of a whole store; `see` shows as much of it")
        self.path = present.path
        self.present, self.until = present, until
        self.is_read_only, self.is_open, self.is_kept = True, True, True
        self._numbers = dict(numbers)
        self._connection = present._connection
        self._whole = self
        self._memory = Memory()
        self._name = f"past_{next(_numbers)}"
        with translate_faults(self.path), self._connection.cursor() as cursor:
            self._build(cursor)
        weakref.finalize(self, _detach, self._connection, self._name)

    @property
    def day(self) -> date:
        """The day of the office."""
        return to_office(self.until).date()

    @contextmanager
    def _open_cursor(self, name: str, of: Mapping[str, Any] = {}) -> Iterator[Any]:
        self._memory.check_reads(name, of)
        with translate_faults(self.path), self._connection.cursor() as cursor:
            cursor.execute(load_named("past/use", past=self._name))
            look_at_plan(cursor, self.plan_id)
            yield cursor

    @contextmanager
    def transaction(self, *, keeps_current: bool = True) -> Iterator[Transaction]:
        """Refuse to write."""
        raise ReadOnlyError("past_is_read_only", day=self.day)
        yield

    @contextmanager
    def snapshot(self) -> Iterator[Any]:
        """Refuse to be copied: a backup is of the present."""
        raise ReadOnlyError("past_is_read_only", day=self.day)
        yield

    def close(self) -> None:
        """Stay open: it ends with the present store."""

    def is_behind(self) -> bool:
        """Tell whether something came in since that was recorded before: by a write that was on its
        way, or from another process."""
        with translate_faults(self.path), self._connection.cursor() as cursor:
            return self._find_known(cursor, _list_tables(cursor))[0] != self.known

    def _build(self, cursor: Any) -> None:
        names = {
            "past": self._name,
            "present": cursor.execute(load_sql("past/database")).fetchone()[0],
        }
        cursor.execute(load_named("past/attach", **names))
        try:
            # A commit for each table and view would take a quarter of the time.
            cursor.begin()
            is_of_other_rules = self._make_tables(cursor, names)
            cursor.commit()
            writer = Transaction(cursor, 0, keeps_current=False)
            if is_of_other_rules or not self._take_current(writer, cursor, names):
                update_current(writer)
        except BaseException:
            roll_back(cursor)
            cursor.execute(load_named("past/use", past=names["present"]))
            cursor.execute(load_named("past/detach", past=self._name))
            raise

    def _make_tables(self, cursor: Any, names: dict[str, str]) -> bool:
        """Make the tables of the plan and the views of the facts, as they were; tell whether the
        rules by which figures are computed were others."""
        tables = _list_tables(cursor)
        self.known, self._first_at = self._find_known(cursor, tables)
        changed = _load_plan_changes(cursor, self.known.get("plan_change", 0))
        for table, seq in self.known.items():
            note = {"seq": seq}
            cursor.execute(load_named("past/note_known", table=table, **names), note)
        for schema, table, *_ in tables:
            # The order of the plan's rows counts, and a view has none.
            kind = "whole" if schema == "facts" else "copy"
            kind = "numbered" if table in self.known else kind
            place = names | {"schema": schema, "table": table}
            cursor.execute(load_named(f"past/{kind}", **place))
        cursor.execute(load_named("past/use", past=self._name))
        schemas = {table: schema for schema, table, *_ in tables if schema != "facts"}
        for table, rows in changed.items():
            _turn_back(cursor, schemas[table], table, rows)
        writer = Transaction(cursor, 0, keeps_current=False)
        for script in VIEWS:
            writer.execute(f"schema/{script}")
        return any(f"plan.{table}" in RULES for table in changed)

    def _take_current(self, writer: Transaction, cursor: Any, names: dict[str, str]) -> bool:
        """Take over the figures that nobody touched since, and compute the others.

        It is not done, and False returned, where fewer values were known than were sent since:
        computing them all is quicker then. What is written meanwhile counts as touched, because
        the figures are taken before anybody looks for what was touched.
        """
        cursor.execute(load_named("past/use", past=names["present"]))
        held = load_held(writer)
        known = (VALUES, "upload", "step_revision")
        since = {
            name: min(number, self.known[table])
            for (name, number), table in zip(held.items(), known, strict=True)
        }
        is_mostly_known = 2 * since["revision_seq"] > held["revision_seq"]
        if is_mostly_known:
            cursor.execute(load_named("past/take_figures", **names))
            writer.execute("current/find_touched", **since)
        cursor.execute(load_named("past/use", past=self._name))
        if is_mostly_known:
            compute_among(writer)
        return is_mostly_known

    def _find_known(
        self, cursor: Any, tables: list[tuple]
    ) -> tuple[dict[str, int], datetime | None]:
        """Return the number of the newest row of each table that was known, and when the first
        row of any was recorded."""
        known, firsts, until = {}, [], {"until": self.until}
        for schema, table, is_numbered, time_column in tables:
            if schema != "facts" or not is_numbered:
                continue
            if table == VALUES:
                cursor.execute(load_sql("past/find_known_values"), until)
            else:
                names = {"table": table, "time_column": time_column}
                cursor.execute(load_named("past/find_known", **names), until)
            known[table], first = cursor.fetchone()
            # A release of the program is nothing that an office knew.
            firsts += [first] if first is not None and table != PLAN_CHANGE else []
        values = self._numbers.get(REVISIONS, known[VALUES])
        known |= self._numbers | {VALUES: values, REVISIONS: values}
        return known, min(firsts, default=None)

    def check_records(self) -> None:
        """Refuse a day before all records.

        Raises
        ------
        PastError
        """
        if self._first_at is None:
            raise PastError("past_without_records", day=self.day)
        if self._first_at > self.until:
            first = to_office(self._first_at).date()
            raise PastError("past_before_records", day=self.day, first=first)


def _list_tables(cursor: Any) -> list[tuple]:
    return cursor.execute(load_sql("past/tables")).fetchall()


def _load_plan_changes(cursor: Any, seq: int) -> dict[str, list[tuple[str, int]]]:
    """Return for each table of the plan that changed since: the rows, and how many times each
    stands now more often than then."""
    found: dict[str, list[tuple[str, int]]] = {}
    for table, row, times in cursor.execute(load_sql("past/plan_changes"), {"seq": seq}).fetchall():
        found.setdefault(table, []).append((row, times))
    return found


def _turn_back(cursor: Any, schema: str, table: str, rows: list[tuple[str, int]]) -> None:
    """Give a table of the plan the rows that it had then.

    A column that has come since is missing in them, one that has gone is left out.
    """
    added = pd.DataFrame({"content": [row for row, times in rows if times > 0]}, dtype=object)
    cursor.register("batch", added)
    cursor.execute(load_named("past/remove", schema=schema, table=table), {"plan": DEFAULT_PLAN})
    gone = [{PLAN_ID: DEFAULT_PLAN} | json.loads(row) for row, times in rows for _ in range(-times)]
    if gone:
        cursor.execute(load_named("past/peek", schema=schema, table=table))
        columns = [column[0] for column in cursor.description]
        frame = pd.DataFrame(gone, dtype=object)
        cursor.register("batch", frame[[name for name in columns if name in frame.columns]])
        cursor.execute(load_insert(f"{schema}.{table}", None))
    cursor.unregister("batch")


def _detach(connection: Any, name: str) -> None:
    """Let go of a former day that nobody looks at any more."""
    with suppress(duckdb.Error), connection.cursor() as cursor:
        cursor.execute(load_named("past/detach", past=name))
