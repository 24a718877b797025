"""Keeps results until something that they depend on changes.

All visits share a kept result; it is not copied. Read it, never change it.
"""

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeVar

from data.store.statements import SUBJECTS, find_subjects

MOST = 256
T = TypeVar("T")
Key = tuple[Hashable, ...]


class MemoryUseError(Exception):
    """A kept result depends on more than it names, or writes: a fault of the program."""


class _Entry:
    def __init__(self, stamp: tuple[int, ...]):
        self.stamp = stamp
        self.lock = threading.RLock()
        self.is_made = False
        self.value: Any = None


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

    def recall(self, key: Key, make: Callable[[], T], of: tuple[str, ...], most: int = MOST) -> T:
        """Return what `make` returns, from memory if no subject in `of` has changed since.

        Threads that ask for the same result at the same time wait for the first one. A result
        whose subject changed meanwhile is returned but not kept. Exceptions are not kept.

        Raises
        ------
        MemoryUseError
            It is part of another result that does not name all these subjects.
        """
        self._check_named(of, str(key[0]))
        entry = self._find_entry(key, of, most)
        with entry.lock:
            if entry.is_made:
                return entry.value
            value = self._make(make, of)
            with self._lock:
                entry.is_made = entry.stamp == self._stamp(of)
            entry.value = value if entry.is_made else None
            return value

    def check_reads(self, tables: Iterable[str]) -> None:
        """Stop a query of tables whose subjects the present result does not name.

        Otherwise the result would stay when they change, and be silently wrong.
        """
        named = getattr(self._making, "of", None)
        if named is None:
            return
        for table in tables:
            if not find_subjects(table) & set(named):
                raise MemoryUseError(f"{table} is read for a result that depends on {named} only")

    def check_idle(self) -> None:
        """Stop a write while a result is made: those who wait for it would wait for writers."""
        if getattr(self._making, "of", None) is not None:
            raise MemoryUseError("a result that is kept must not write")

    def _find_entry(self, key: Key, of: tuple[str, ...], most: int) -> _Entry:
        with self._lock:
            family, stamp = self._families[key[0]], self._stamp(of)
            entry = family.get(key)
            if entry is None or entry.stamp != stamp:
                entry = family[key] = _Entry(stamp)
            family.move_to_end(key)
            while len(family) > most:
                family.popitem(last=False)
            return entry

    def _stamp(self, of: tuple[str, ...]) -> tuple[int, ...]:
        return tuple(self._clock.ages[subject] for subject in of)

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
