"""Handles of a store that act for a person: they show what the person may see, sign what the
person writes, and refuse what is not allowed."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, TypeVar

import pandas as pd
import pyarrow as pa

from data.errors import RightsError
from data.rights.actors import Actor
from data.rights.grants import load_rights
from data.rights.log import record_access
from data.rights.seen import SeenView, find_view, hides
from data.store.database import Store, Transaction
from data.store.memory import Key
from data.store.parts import Frame
from data.store.statements import find_relations, load_named, load_sql

T = TypeVar("T")
SIGNED = ("recorded_by", "uploaded_by")
# What a transaction asks about the database itself, and not for the person.
_INTERNAL = ("schema/", "current/", "rights/", "files/size", "files/known")


class UnaskedWriteError(Exception):
    """Something is written before `data.rights.require` was asked: a fault of the program."""


def act_as(store: Store, actor: Actor) -> Store:
    """Return a store that acts for somebody; for the desk it is the store itself."""
    if actor.is_desk:
        return store
    return ActingStore(store.base if isinstance(store, ActingStore) else store, actor)


class ActingStore(Store):
    """A store that acts for a person; see `act_as`.

    Attributes
    ----------
    base : Store
        The whole store, or a former day of it.
    actor : Actor
    """

    def __init__(self, base: Store, actor: Actor):
        self.base, self.actor = base, actor
        self.path, self.is_read_only, self.is_kept = base.path, base.is_read_only, base.is_kept
        self.plan_id, self.known = base.plan_id, base.known
        self._connection = base._connection
        self._view = None if actor.seen is None else find_view(base, actor.seen, actor.own)
        self._memory = base.memory if self._view is None else self._view.memory

    @property
    def is_open(self) -> bool:  # type: ignore[override]
        """Whether the whole store is open."""
        return self.base.is_open

    @property
    def whole(self) -> Store:
        """The store itself."""
        return self.base

    def see(self, other: Store) -> Store:
        """Return as much of another store as the person sees."""
        return act_as(other, self.actor)

    @property
    def seen_areas(self) -> frozenset[str] | None:
        """The areas whose unreleased figures the person sees; None for all."""
        return self.actor.seen

    @property
    def scope_key(self) -> str:
        """What is seen, "" for everything: the same for all who see the same."""
        if self.actor.seen is None:
            return ""
        seen, own = (" ".join(sorted(area_ids)) for area_ids in (self.actor.seen, self.actor.own))
        return hashlib.sha256(f"{seen}:{own}".encode()).hexdigest()[:16]

    @contextmanager
    def _open_cursor(self, name: str, of: Mapping[str, Any] = {}) -> Iterator[Any]:
        self._memory.check_reads(name, of)
        with self.base._open_cursor(name, of) as cursor:
            # What everybody sees whole is the same in the store itself.
            if self._view is not None and hides(name):
                self._view.enter(cursor, find_relations(name))
            yield cursor

    def remember(self, key: Key, make: Callable[[], T], *, of: tuple[str, ...], **how: Any) -> T:
        """As `Store.remember`; kept for all who see the same."""
        key = (key[0], self.plan_id, *key[1:])
        return self._memory.recall(key, make, of, **how)

    def for_plan(self, plan_id: str) -> "ActingStore":
        """Return this store as a plan sees it (`Store.for_plan`), for the same person."""
        return ActingStore(self.base.for_plan(plan_id), self.actor)

    @contextmanager
    def transaction(self, *, keeps_current: bool = True) -> Iterator[Transaction]:
        """Yield a transaction whose writes are allowed by `data.rights.require` and signed.

        What is refused is recorded when nothing of it is left.

        Raises
        ------
        RightsError
            It is not allowed.
        """
        self._memory.check_idle()
        try:
            with self.base.transaction(keeps_current=keeps_current) as writer:
                # A right may have been withdrawn since the person came in, by another process too.
                rights = load_rights(writer, self.actor.person_id)
                writer.warden = PersonWarden(replace(self.actor, rights=rights), self._view)
                yield writer
        except RightsError as error:
            record_access(self.base, "refused", self.actor, error)
            raise

    @contextmanager
    def snapshot(self) -> Iterator[Any]:
        """Yield a cursor that sees what is committed now, as far as the person sees it."""
        with self.base.snapshot() as cursor:
            if self._view is not None:
                self._view.enter(cursor)
            yield cursor

    def watch(self, tell: Callable[[], None]) -> None:
        """Call `tell` after each write, whoever writes."""
        self.base.watch(tell)

    def close(self) -> None:
        """Close the whole store."""
        self.base.close()


def find_sent_file(store: Store, upload_id: str | None) -> str | None:
    """Return the hash of the file of an upload that this person sent; None where it is another's.

    The person is given back what the person sent, also where the file names areas that the person
    does not see (`data.store.sent_files.load_file` of the whole store).
    """
    if not isinstance(store, ActingStore) or not store.actor.person_id or not upload_id:
        return None
    asked = {"upload_id": upload_id, "person_id": store.actor.person_id}
    rows = store.whole.query_rows("files/sent_by", **asked)
    return rows[0]["sha256"] if rows else None


class PersonWarden:
    """Watches a transaction for a person (`data.store.warden.Warden`)."""

    def __init__(self, actor: Actor, view: SeenView | None):
        self.actor, self._view = actor, view

    @contextmanager
    def look(self, cursor: Any, name: str) -> Iterator[None]:
        """Let a cursor see what the person may see, for one query."""
        if self._view is None or name.startswith(_INTERNAL) or not hides(name):
            yield
            return
        whole = cursor.execute(load_sql("past/database")).fetchone()[0]
        if whole == self._view.mirror.name:
            yield
            return
        self._view.enter(cursor)
        try:
            yield
        finally:
            cursor.execute(load_named("past/use", past=whole))

    def sign(self, frame: Frame) -> Frame:
        """Return rows with the name of the person as who records them."""
        for column in SIGNED:
            if isinstance(frame, pd.DataFrame):
                frame = frame.assign(**{column: self.actor.name}) if column in frame else frame
            elif column in frame.column_names:
                place = frame.column_names.index(column)
                names = pa.array([self.actor.name] * len(frame), pa.string())
                frame = frame.set_column(place, column, names)
        return frame

    def check_allowed(self, tables: Iterable[str], allowed: set[str]) -> None:
        """Stop a write to ``facts`` that nobody allowed."""
        written = [table for table in tables if table.startswith("facts.")]
        if written and not allowed:
            raise UnaskedWriteError(f"{written} is written before anybody asked whether it may be")
