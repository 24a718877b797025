"""Keeps results until something that they depend on changes.

A result names the subjects that it may depend on. Within them it depends on what it read
(`data.store.reads`): on all of a subject where it asked a table, else on some parts of inputs.
All visits share a kept result; it is not copied. Read it, never change it.
"""

import threading
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Any, ClassVar, NamedTuple, TypeVar

from data.store.ages import OF_FILES, Ages, Touched, find_part
from data.store.reads import (
    REST,
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
from data.store.statements import find_subjects, list_subjects, list_tables

MOST = 256
TRIES = 3
T = TypeVar("T")
Key = tuple[Hashable, ...]


class MemoryUseError(Exception):
    """A kept result depends on more than it names, or writes: a fault of the program."""


class _Kept(NamedTuple):
    """A result as it was made: what it was made of, the ages of its subjects then, and those at
    which it was last found to stand; None where it does not."""

    value: Any
    reads: Reads
    # The same as long as the result, each time that it was made, was equal to the one before.
    rest: object
    made_at: tuple[int, ...] = ()
    stamp: tuple[int, ...] | None = None


class _Entry:
    """Where a result is kept. Who reads it takes `kept` once; who replaces it holds the lock."""

    def __init__(self, used: int) -> None:
        self.lock = threading.RLock()
        self.kept = _Kept(None, Reads(), object())
        # The larger, the later it was asked for.
        self.used = used


@dataclass(frozen=True)
class _Result:
    """Where a result that is compared is found again."""

    memory: "Memory"
    key: Key
    make: Callable[[], Any] = field(compare=False)
    of: tuple[str, ...] = field(compare=False)
    most: int = field(compare=False)
    found: ClassVar[dict] = {}

    def __call__(self) -> "_Result":
        """Make it again if that is due."""
        self.memory.recall(self.key, self.make, self.of, self.most, compares=True)
        return self

    def take_parts(self, parts: list[Part]) -> None:
        """Nothing is loaded for it."""

    def get_part(self, part: Part) -> object:
        """Return what stays the same while the result stays equal."""
        return self.memory.find_rest(self.key)


class Memory:
    """Results by key, each with the ages of its subjects when it was made.

    The first part of a key names a family; a family keeps its most recently used results.

    Parameters
    ----------
    of : Memory or None
        The memory of the store that this one holds other results of: it ages with it.

    Attributes
    ----------
    ages : Ages
        How old what the store holds is.
    """

    def __init__(self, of: "Memory | None" = None) -> None:
        self._lock = threading.Lock()
        self.ages: Ages = Ages() if of is None else of.ages
        # What may be seen of a file depends on all that came with it (`data.rights.seen`).
        self._shows_all = of is None
        self._families: dict[Hashable, dict[Key, _Entry]] = {}
        self._uses = count()
        self._making = threading.local()

    @property
    def version(self) -> int:
        """A number that grows with every committed write."""
        return self.ages.version

    def age(self, subjects: Iterable[str], touched: Touched | None = None) -> None:
        """Age these subjects: results that depend on them will be made again, those of the figures
        of one area or indicator only if it was touched (None: all were)."""
        self.ages.age(subjects, touched)

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
        kept = entry.kept
        # Without a lock: fifty who read at once would hand it on from thread to thread.
        if kept.stamp != self._stamp(of):
            source = partial(self.recall, key, make, of, most)
            make_again = partial(self._make_again, entry, make, of, source, compares)
            kept = self._renew(entry, of, make_again)
        if isinstance(kept.value, Parted):
            note_part(kept.value.source, REST, kept.value.rest)
        elif compares:
            note_part(_Result(self, key, make, of, most), REST, kept.rest)
        else:
            note_reads(kept.reads)
        return kept.value

    def _renew(self, entry: _Entry, of: tuple[str, ...], make_again: Callable[[], None]) -> _Kept:
        """Return a result that stands, made again if that is due."""
        with entry.lock:
            for _ in range(TRIES):
                if self._stands(entry, of):
                    break
                make_again()
            kept = entry.kept
            if kept.stamp is None:
                entry.kept = _Kept(None, Reads(), object())
            return kept

    def _stands(self, entry: _Entry, of: tuple[str, ...]) -> bool:
        """Tell whether a result is still what it would be if it were made now."""
        kept = entry.kept
        if kept.stamp is None:
            return False
        if kept.stamp != self._stamp(of):
            # Of one moment: what is found to stand at a version is not looked at again for it.
            with self.ages.lock:
                stamp, version = self._stamp(of), self.version
            whole = kept.reads.subjects | {"plan"}
            pairs = zip(("plan", *of), kept.made_at, stamp, strict=True)
            if any(before != now for subject, before, now in pairs if subject in whole):
                return False
            with noting():
                if not kept.reads.stand(version):
                    return False
            entry.kept = kept._replace(stamp=stamp)
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
        old = entry.kept.value if compares else None
        if isinstance(entry.kept.value, Parted):
            former = entry.kept.value.leave()
        # What it replaces is let go before: both may be large.
        entry.kept = entry.kept._replace(value=None, stamp=None)
        with noting() as reads:
            value = self._make(make, of)
        # What was made without inputs in parts depends on what it names.
        if not reads.has_parts or holds_parted(value):
            reads.subjects.update(of)
        if isinstance(value, Parted):
            with noting():
                value.follow(source, former)
        rest = entry.kept.rest if compares and are_alike(old, value) else object()
        stands_at = stamp if stamp == self._stamp(of) else None
        entry.kept = _Kept(value, reads, rest, stamp, stands_at)

    def find_rest(self, key: Key) -> object:
        """Return what stays the same while a result stays equal; anything else where it is gone."""
        entry = self._families.get(key[0], {}).get(key)
        return object() if entry is None else entry.kept.rest

    def check_reads(self, name: str, parameters: Mapping[str, Any]) -> None:
        """Note what ``data/sql/<name>.sql`` reads, and stop it where that is a table whose subjects
        the present result does not name.

        Otherwise the result would stay when they change, and be silently wrong.
        """
        subjects = list_subjects(name)
        part = find_part(name, parameters) if self._shows_all else None
        if part is not None:
            subjects -= OF_FILES
            # Before the query runs: what is written meanwhile makes it older, not younger.
            note_part(self.ages.get, part, self.ages.get_part(part))
        note_subjects(subjects)
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
        entry = self._families.get(key[0], {}).get(key)
        if entry is None:
            entry = self._add_entry(key, most)
        entry.used = next(self._uses)
        return entry

    def _add_entry(self, key: Key, most: int) -> _Entry:
        """Make room for a result; of its family the one that was not used for longest goes."""
        with self._lock:
            family = self._families.setdefault(key[0], {})
            while len(family) >= most and key not in family:
                del family[min(family, key=lambda one: family[one].used)]
            return family.setdefault(key, _Entry(next(self._uses)))

    def _stamp(self, of: tuple[str, ...]) -> tuple[int, ...]:
        """Return the ages of the plan, which everything depends on, and of these subjects."""
        return tuple(self.ages.of[subject] for subject in ("plan", *of))

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
