"""Keeps results until something that they depend on changes.

A result names the subjects that it may depend on. Within them it depends on what it read
(`data.store.reads`): on all of a subject where it asked a table, else on some parts of inputs.
All visits share a kept result; it is not copied. Read it, never change it.
"""

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from data.store.reads import (
    REST,
    Former,
    Part,
    Parted,
    Reads,
    are_alike,
    holds_parted,
    note_part,
    note_reads,
    note_subjects,
    noting,
)
from data.store.statements import SUBJECTS, find_subjects, list_subjects, list_tables

MOST = 256
TRIES = 3
T = TypeVar("T")
Key = tuple[Hashable, ...]


class MemoryUseError(Exception):
    """A kept result depends on more than it names, or writes: a fault of the program."""


class _Entry:
    """A kept result: what it was made of, the ages of its subjects when it was made, and when it
    was last found to stand."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.value: Any = None
        self.reads = Reads()
        # The same as long as the result, each time that it was made, was equal to the one before.
        self.rest: object = object()
        self.made_at: tuple[int, ...] = ()
        self.stamp: tuple[int, ...] | None = None


@dataclass(frozen=True)
class _Result:
    """Where a result that is compared is found again."""

    memory: "Memory"
    key: Key
    make: Callable[[], Any] = field(compare=False)
    of: tuple[str, ...] = field(compare=False)
    most: int = field(compare=False)

    def __call__(self) -> "_Result":
        """Make it again if that is due."""
        self.memory.recall(self.key, self.make, self.of, self.most, compares=True)
        return self

    def get_part(self, part: Part) -> object:
        """Return what stays the same while the result stays equal."""
        return self.memory.find_rest(self.key)


class _Clock:
    """The ages of the subjects of a store."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.ages = dict.fromkeys(SUBJECTS, 0)
        self.version = 0

    def age(self, subjects: Iterable[str]) -> None:
        with self.lock:
            self.version += 1
            self.ages.update(dict.fromkeys(subjects, self.version))


class Memory:
    """Results by key, each with the ages of its subjects when it was made.

    The first part of a key names a family; a family keeps its most recently used results.

    Parameters
    ----------
    of : Memory or None
        The memory of the store that this one holds other results of: it ages with it.
    """

    def __init__(self, of: "Memory | None" = None) -> None:
        self._lock = threading.Lock()
        self._clock: _Clock = _Clock() if of is None else of._clock
        self._families: defaultdict[Hashable, OrderedDict[Key, _Entry]] = defaultdict(OrderedDict)
        self._making = threading.local()

    @property
    def version(self) -> int:
        """A number that grows with every committed write."""
        return self._clock.version

    def age(self, subjects: Iterable[str]) -> None:
        """Age these subjects: results that depend on them will be made again."""
        self._clock.age(subjects)

    def recall(
        self,
        key: Key,
        make: Callable[[], T],
        of: tuple[str, ...],
        most: int = MOST,
        *,
        compares: bool = False,
    ) -> T:
        """Return what `make` returns, from memory if what it was made of has not changed since.

        Threads that ask for the same result at the same time wait for the first one. A result
        whose subject changed meanwhile may be of two moments, and is made again; if that happens
        each time, the last is returned but not kept. Exceptions are not kept. Of a
        name the `most` recently used are kept. With `compares` what is made of a result stays when
        it is made again and equals the one before.

        Raises
        ------
        MemoryUseError
            It is part of another result that does not name all these subjects.
        """
        self._check_named(of, str(key[0]))
        entry = self._find_entry(key, most)
        with entry.lock:
            for _ in range(TRIES):
                if self._stands(entry, of):
                    break
                source = partial(self.recall, key, make, of, most)
                self._make_again(entry, make, of, source, compares)
            value, reads, rest = entry.value, entry.reads, entry.rest
            if entry.stamp is None:
                entry.value, entry.reads, entry.rest = None, Reads(), object()
        if isinstance(value, Parted):
            note_part(value.source, REST, value.rest)
        elif compares:
            note_part(_Result(self, key, make, of, most), REST, rest)
        else:
            note_reads(reads)
        return value

    def _stands(self, entry: _Entry, of: tuple[str, ...]) -> bool:
        """Tell whether a result is still what it would be if it were made now."""
        if entry.stamp is None:
            return False
        if entry.stamp != self._stamp(of):
            # Of one moment: what is found to stand at a version is not looked at again for it.
            with self._clock.lock:
                stamp, version = self._stamp(of), self.version
            whole = entry.reads.subjects | {"plan"}
            pairs = zip(("plan", *of), entry.made_at, stamp, strict=True)
            if any(before != now for subject, before, now in pairs if subject in whole):
                return False
            with noting():
                if not entry.reads.stand(version):
                    return False
            entry.stamp = stamp
        return True

    def _make_again(
        self,
        entry: _Entry,
        make: Callable[[], T],
        of: tuple[str, ...],
        source: Callable[[], T],
        compares: bool,
    ) -> None:
        """Make a result, and keep what it was made of; it is not kept if a subject changed
        meanwhile."""
        stamp, former = self._stamp(of), None
        old = entry.value if compares else None
        if isinstance(entry.value, Parted):
            former = Former(entry.value.rest, entry.value.list_rest())
        entry.stamp, entry.value = None, None
        with noting() as reads:
            value = self._make(make, of)
        # What was made without inputs in parts depends on what it names.
        if not reads.has_parts or holds_parted(value):
            reads.subjects.update(of)
        if isinstance(value, Parted):
            with noting():
                value.follow(source, former)
        if not compares or not are_alike(old, value):
            entry.rest = object()
        entry.value, entry.reads = value, reads
        entry.made_at = stamp
        entry.stamp = stamp if stamp == self._stamp(of) else None

    def find_rest(self, key: Key) -> object:
        """Return what stays the same while a result stays equal; anything else where it is gone."""
        with self._lock:
            entry = self._families[key[0]].get(key)
            return object() if entry is None else entry.rest

    def check_reads(self, name: str) -> None:
        """Note what ``data/sql/<name>.sql`` reads, and stop it where that is a table whose subjects
        the present result does not name.

        Otherwise the result would stay when they change, and be silently wrong.
        """
        note_subjects(list_subjects(name))
        named = getattr(self._making, "of", None)
        if named is None:
            return
        for table in list_tables(name):
            if not find_subjects(table) & set(named):
                raise MemoryUseError(f"{table} is read for a result that depends on {named} only")

    def check_idle(self) -> None:
        """Stop a write while a result is made: those who wait for it would wait for writers."""
        if getattr(self._making, "of", None) is not None:
            raise MemoryUseError("a result that is kept must not write")

    def _find_entry(self, key: Key, most: int) -> _Entry:
        with self._lock:
            family = self._families[key[0]]
            entry = family.get(key)
            if entry is None:
                entry = family[key] = _Entry()
            family.move_to_end(key)
            while len(family) > most:
                family.popitem(last=False)
            return entry

    def _stamp(self, of: tuple[str, ...]) -> tuple[int, ...]:
        """Return the ages of the plan, which everything depends on, and of these subjects."""
        return tuple(self._clock.ages[subject] for subject in ("plan", *of))

    def _make(self, make: Callable[[], T], of: tuple[str, ...]) -> T:
        outer = getattr(self._making, "of", None)
        self._making.of = of
        try:
            return make()
        finally:
            self._making.of = outer

    def _check_named(self, of: tuple[str, ...], what: str) -> None:
        outer = getattr(self._making, "of", None)
        # A change of the plan ages everything anyway.
        if outer is not None and not set(of) - {"plan"} <= set(outer):
            raise MemoryUseError(f"{what} depends on {of}, what is made from it on {outer} only")
