"""What a kept result was made of, noted while it is made.

Most results are made of large inputs (`Parted`) of which they need little. They depend on the parts
that they read and on what they found there; a write to anything else leaves them as they are. Who
reads a table, another result or a field that is read whole depends on all of its subject.
"""

import threading
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from datetime import date, datetime
from functools import partial
from types import CellType, ModuleType
from typing import Any, NamedTuple, TypeVar, cast

import pandas as pd

T = TypeVar("T")
Part = tuple[Hashable, ...]
# The part that is made up of all fields that are not read in parts.
REST: Part = ("rest",)
_ABSENT = object()
_present = threading.local()
# What holds no inputs, however large it is: plain values, and all that these packages make.
_PLAIN = {str, int, float, bool, bytes, type(None), ModuleType}
_COMPARED = {str, int, float, bool, type(None), frozenset, date, datetime, pd.Timestamp}
_HOLDING = {dict, list, tuple, set, frozenset}
_PLAIN_PACKAGES = {"datetime", "markupsafe", "numpy", "pandas", "plotly", "pyarrow"}


class Reads:
    """What was read for one result.

    Attributes
    ----------
    subjects : set of str
        Subjects of which something was read whole.
    has_parts : bool
        Whether anything was read in parts.
    """

    def __init__(self) -> None:
        self.subjects: set[str] = set()
        self.has_parts = False
        self._parts: dict[Callable[[], Any], dict[Part, Any]] = {}
        self._inner: dict[int, Reads] = {}
        # The version at which all of it was last found as it had been; None once it was not.
        self._stood_at: int | None = -1

    def add_part(self, source: Callable[[], Any], part: Part, found: Any) -> None:
        """Note a part of inputs, with what was found there; source returns the inputs of now."""
        self.has_parts = True
        self._parts.setdefault(source, {})[part] = found

    def add(self, inner: "Reads") -> None:
        """Note what another result was made of."""
        self.subjects |= inner.subjects
        self.has_parts |= inner.has_parts
        self._inner[id(inner)] = inner

    def stand(self, version: int) -> bool:
        """Tell whether each part that was read is now what it was."""
        # Results share what another one read: threads that compare it at once each give their own
        # answer.
        stood_at = self._stood_at
        if stood_at is not None and stood_at < version:
            stands = self._compare() and all(one.stand(version) for one in self._inner.values())
            self._stood_at = stood_at = version if stands else None
        return stood_at is not None

    def are_now(self) -> bool:
        """Tell the same where nobody knows the version."""
        return self._compare() and all(one.are_now() for one in self._inner.values())

    def _compare(self) -> bool:
        for source, parts in self._parts.items():
            inputs = source()
            # A whole of a hundred counties has read a thousand parts: most were found by others.
            known = inputs.found
            inputs.take_parts([part for part in parts if part not in known])
            for part, found in parts.items():
                now = known.get(part, _ABSENT)
                if now is _ABSENT:
                    now = inputs.get_part(part)
                if now is found:
                    continue
                # A missing number differs from itself: the result is made again.
                if now != found:
                    return False
                # What was found in former inputs is let go.
                parts[part] = now
        return True


class OfInputs:
    """Inputs, or something that finds what they hold: whoever has it may read them later."""


class Parted(OfInputs):
    """Inputs of which is noted what was read.

    ``class Inputs(Parted, whole={"figures": "figures"})`` names fields whose reader depends on all
    of a subject. All other fields are one part, which anybody who asks for the inputs depends on:
    what is derived from them alone may be kept by the inputs. Subclasses add parts by `note_part`.
    """

    # Returns the inputs of now, for those that are kept.
    source: Callable[[], Any] | None = None
    # The same as long as the fields that are one part are equal.
    rest: object = None
    # What parts are that somebody has looked at; others are found by `get_part`.
    found: Mapping[Part, Any] = {}
    _whole: frozenset[str] = frozenset()

    def __init_subclass__(cls, whole: Mapping[str, str] | None = None, **others: Any) -> None:
        super().__init_subclass__(**others)
        cls._whole = frozenset(whole or ())
        for name, subject in (whole or {}).items():
            setattr(cls, name, _Whole(name, subject))

    def __getstate__(self) -> dict[str, Any]:
        """Return the fields: another process keeps nothing that grows old."""
        return {one.name: self.__dict__[one.name] for one in fields(cast(Any, self))}

    def take_parts(self, parts: list[Part]) -> None:
        """Load at once what `get_part` will be asked for one by one."""

    def get_part(self, part: Part) -> Any:
        """Return what a part is, without noting it."""
        return self.rest

    def list_kept(self) -> list:
        """Return what these inputs keep that those after them may `take_over`."""
        return []

    def leave(self) -> "Former":
        """Return what the inputs that replace these need of them."""
        return Former(self.rest, self.list_rest(), self.list_kept())

    def list_rest(self) -> list:
        """Return the fields that are one part."""
        names = [one.name for one in fields(cast(Any, self))]
        found = [getattr(self, name) for name in names if name not in self._whole]
        return [one.list_rest() if isinstance(one, Parted) else one for one in found]

    def follow(self, source: Callable[[], Any], former: "Former | None") -> None:
        """Let those who read it find the inputs that will replace it; former is what is left of
        those before."""
        is_alike = former is not None and are_alike(former.fields, self.list_rest())
        object.__setattr__(self, "source", source)
        object.__setattr__(self, "rest", former.rest if former and is_alike else object())
        if former and is_alike:
            for kept, before in zip(self.list_kept(), former.kept, strict=False):
                kept.take_over(before)


class Former(NamedTuple):
    """What is left of inputs that are made again: their fields that are one part, and what they
    kept."""

    rest: object
    fields: list
    kept: list


class KeptWithin:
    """What inputs keep of what was made of them, by key.

    Whoever asks for it depends on what it was made of, also where it is there already. Inputs that
    replace others, alike but for their parts, make only that again whose parts changed.
    """

    def __init__(self) -> None:
        self._made: dict[Hashable, tuple[Any, Reads]] = {}
        self._before: dict[Hashable, tuple[Any, Reads]] = {}

    def take_over(self, before: "KeptWithin") -> None:
        """Let what former inputs kept be found here as long as it stands."""
        self._before = dict(before._made)

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what `make` returns."""
        if key not in self._made:
            self._made[key] = self._find_standing(key) or _make_noting(make)
        made, reads = self._made[key]
        note_reads(reads)
        return made

    def _find_standing(self, key: Hashable) -> tuple[Any, Reads] | None:
        found = self._before.pop(key, None)
        if found is None or found[1].subjects:
            return None
        with noting():
            return found if found[1].are_now() else None


def _make_noting(make: Callable[[], T]) -> tuple[T, Reads]:
    with noting() as reads:
        made = make()
    return made, reads


class _Whole:
    """A field whose reader depends on all of a subject."""

    def __init__(self, name: str, subject: str):
        self._name, self._subject = name, subject

    def __get__(self, inputs: Any, owner: type | None = None) -> Any:
        if inputs is None:
            # The field has no default.
            raise AttributeError(self._name)
        note_subjects([self._subject])
        return inputs.__dict__[self._name]

    def __set__(self, inputs: Any, value: Any) -> None:
        inputs.__dict__[self._name] = value


class PartMapping(OfInputs, Mapping):
    """A mapping of inputs: who looks something up depends on what he finds, who goes through
    it on all of its subject.

    Parameters
    ----------
    name : str
        The first word of its parts.
    found : dict
    inputs : object
        Has the attribute source (`Parted`).
    subject : str
    """

    def __init__(self, name: str, found: dict, inputs: Any, subject: str):
        self._name, self._found, self._inputs = name, found, inputs
        self._subject = subject

    def get(self, key: Any, default: Any = None) -> Any:
        """Return what is found there."""
        found = self._found.get(key, _ABSENT)
        note_part(self._inputs.source, (self._name, key), found)
        return default if found is _ABSENT else found

    def peek(self, key: Any) -> Any:
        """Return what is found there without noting it."""
        return self._found.get(key, _ABSENT)

    def __getitem__(self, key: Any) -> Any:
        found = self.get(key, _ABSENT)
        if found is _ABSENT:
            raise KeyError(key)
        return found

    def __contains__(self, key: Any) -> bool:
        return self.get(key, _ABSENT) is not _ABSENT

    def __iter__(self) -> Iterator:
        note_subjects([self._subject])
        return iter(self._found)

    def __len__(self) -> int:
        note_subjects([self._subject])
        return len(self._found)


@contextmanager
def noting() -> Iterator[Reads]:
    """Note what is read in this block; what it is noted for must `note_reads` of in turn."""
    outer = getattr(_present, "reads", None)
    _present.reads = reads = Reads()
    try:
        yield reads
    finally:
        _present.reads = outer


def note_reads(inner: Reads) -> None:
    """Note that a result with these reads is read."""
    reads = getattr(_present, "reads", None)
    if reads is not None:
        reads.add(inner)


def note_subjects(subjects: Iterable[str]) -> None:
    """Note that something of these subjects is read whole."""
    reads = getattr(_present, "reads", None)
    if reads is not None:
        reads.subjects.update(subjects)


def note_part(source: Callable[[], Any] | None, part: Part, found: Any) -> None:
    """Note a part that is read. Inputs that nobody keeps, without a source, were loaded by who
    reads them, and that was noted."""
    reads = getattr(_present, "reads", None)
    if reads is not None and source is not None:
        reads.add_part(source, part, found)


def holds_parted(value: Any) -> bool:
    """Tell whether inputs of which is noted what was read are part of a value: whoever gets it may
    read them later, unnoticed."""
    waiting, seen = [value], set()
    while waiting:
        one = waiting.pop()
        kind = type(one)
        if kind in _PLAIN or id(one) in seen:
            continue
        if kind not in _HOLDING:
            if issubclass(kind, OfInputs):
                return True
            if kind.__module__.partition(".")[0] in _PLAIN_PACKAGES:
                continue
        seen.add(id(one))
        held = _list_held(one)
        # Most are lists of words and numbers: looking at each takes longer than at their types.
        if not _PLAIN.issuperset(map(type, held)):
            waiting += held
    return False


def _list_held(one: Any) -> list:
    """Return what an object holds."""
    if isinstance(one, dict):
        return list(one.values())
    if isinstance(one, list | tuple | set | frozenset):
        return list(one)
    held = list(getattr(one, "__dict__", {}).values())
    held += [getattr(one, name, None) for name in getattr(type(one), "__slots__", ())]
    if isinstance(one, partial):
        held += [one.func, one.args, one.keywords]
    held += [_get_content(cell) for cell in getattr(one, "__closure__", None) or ()]
    return [*held, getattr(one, "__self__", None)]


def _get_content(cell: CellType) -> Any:
    """Return what a function holds of the one around it; None where that has not set it yet."""
    try:
        return cell.cell_contents
    except ValueError:
        return None


def are_alike(former: Any, present: Any) -> bool:
    """Tell whether two values are equal, with all their types; a missing number equals another."""
    if former is present:
        return True
    kind = type(former)
    if kind is not type(present):
        return False
    if isinstance(former, pd.DataFrame):
        return former.equals(present)
    if isinstance(former, list | tuple):
        pairs = zip(former, present, strict=False)
        return len(former) == len(present) and all(are_alike(*pair) for pair in pairs)
    if kind is dict:
        names = list(former)
        return names == list(present) and all(are_alike(former[n], present[n]) for n in names)
    if kind is float and former != former:
        return bool(present != present)
    # A kind of value that cannot say whether it is equal counts as another one.
    return kind in _COMPARED and bool(former == present)
