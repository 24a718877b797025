"""Reads what a text of a form says about the figures beside or below it."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from data.names.lexicon import load_roles
from data.names.marks import take_marks
from data.names.matching import OK, UNKNOWN, Match
from data.names.numbers import EMPTY, NUMBER, When, is_time, looks_numeric, parse_number, parse_when
from data.names.periods import Time, match_run_together
from data.names.phrases import Phrase, PhraseReader, Token
from data.names.species import refine, split_indicator
from data.names.text import fold, letter, squeeze
from data.names.units import cut_name

ACTUAL = "actual"
PLANNED = ("planned", "target", "forecast")
COMPARED = ("change", "growth", "index")
_ROLE_READS = {"area", "year", "period", "indicator", "unit", "species", "source", "note", "kind"}
_TWIN = re.compile(r"[\s/|]*[A-Za-z][A-Za-z\s.'’&/-]*$")
_CJK = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class Sense:
    """The meaning of one text; empty where it says nothing.

    Parameters
    ----------
    years : tuple of int
        Each year named, once.
    shift : int or None
        Years beside the table's own (上年: -1), with `keeps_period` where the table's period
        holds for that year too (上年同期).
    periods : tuple of str
        Codes, ``none`` for a period without a code, ``to_month`` and ``same``.
    species, measures, indicators : tuple
        Species and measures, also those of an indicator; the indicators as they were named.
    areas : tuple of str
        The names as written.
    others : tuple of str
        Quantities without an indicator.
    unread : tuple of str
        What was not understood.
    some : tuple of str
        ``some``: the figures are of some counties (牧业县); ``local``: without the Corps.
    """

    text: str = ""
    years: tuple[int, ...] = ()
    is_span: bool = False
    shift: int | None = None
    keeps_period: bool = False
    periods: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    species: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    is_sheep_units: bool = False
    areas: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    some: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    tokens: tuple[Token, ...] = ()

    @property
    def says_something(self) -> bool:
        """Tell whether anything but fillers was understood."""
        return any(token.reads_as not in ("unread", "filler", "nothing") for token in self.tokens)

    @property
    def one_species(self) -> tuple[str | None, bool]:
        """The combined species, and whether they agree."""
        return join_species(self.species)

    @property
    def one_period(self) -> tuple[str | None, bool]:
        """The one period that is named, and whether the words agree and have a code."""
        return join_periods(self.periods)

    @property
    def kind(self) -> str | None:
        """The combined kind."""
        return choose_kind(self.kinds)

    @cached_property
    def words(self) -> tuple[tuple[str, str, str | None], ...]:
        """Each word and mark, what it was read as, and its meaning (as in ReadWord)."""
        words = [(token.text, *_name(token)) for token in self.tokens if token.text.strip()]
        return (*words, *((mark, "mark", None) for mark in self.marks))


@dataclass(eq=False)
class Text:
    """A text of a form, and what it says: each is found when it is first asked for.

    Parameters
    ----------
    at : int
        Of a cell the position of its column, from 0.
    """

    text: str
    reader: PhraseReader
    at: int = 0

    @property
    def letter(self) -> str:
        """The letters of its column."""
        return letter(self.at)

    @cached_property
    def plain(self) -> str:
        """The text as one line with single spaces."""
        return squeeze(self.text)

    @cached_property
    def folded(self) -> str:
        """The text for comparison."""
        return fold(self.text)

    @cached_property
    def role(self) -> str | None:
        """The role that a column headed with it has."""
        return find_role(self.text)

    @cached_property
    def sense(self) -> Sense:
        """What it means beside or above figures."""
        return make_sense(self.reader.read(self.text))

    @cached_property
    def when(self) -> When | None:
        """The year that it is, with its period or not."""
        return parse_when(self.text)

    @cached_property
    def is_time(self) -> bool:
        """Whether it is only about time."""
        return is_time(self.text)

    @cached_property
    def is_numeric(self) -> bool:
        """Whether it is a number or a mark for a missing one; not 500头以上规模场."""
        return looks_numeric(self.text) and not (
            parse_number(self.text).unit and (self.sense.measures or self.sense.parts)
        )

    @cached_property
    def is_value(self) -> bool:
        """Whether it is numeric and no time."""
        return self.is_numeric and not self.is_time

    @cached_property
    def is_figure(self) -> bool:
        """Whether it is a value that is not missing."""
        return self.is_value and parse_number(self.text).kind != EMPTY

    @property
    def has_words(self) -> bool:
        """Whether what stands behind a number is no unit (100只以上)."""
        unit = parse_number(self.text).unit
        return bool(unit and _CJK.search(unit)) and not self.reader.books.units.find_all(unit)

    @property
    def is_number(self) -> bool:
        """Whether it is a number, with a unit or not."""
        return parse_number(self.text).kind == NUMBER

    @cached_property
    def is_month(self) -> bool:
        """Whether it is a year and a month without anything between them (202411)."""
        found = match_run_together(self.text.strip())
        return found is not None and found[0] == len(self.text.strip())

    @cached_property
    def area(self) -> Match:
        """The area that it names."""
        return self.reader.books.areas.resolve(self.text, None)

    @cached_property
    def is_area(self) -> bool:
        """Whether it names an area, be it one of several."""
        return self.area.kind != UNKNOWN

    @property
    def role_word(self) -> tuple[str, str, str | None]:
        """The heading of a column with a role, what it was read as, and the role."""
        return self.text, self.role if self.role in _ROLE_READS else "filler", self.role

    @cached_property
    def is_indicator(self) -> bool:
        """Whether it names exactly one indicator, its unit and year left out."""
        books = self.reader.books
        names = (self.text, cut_name(self.text, books.units))
        return any(books.indicators.resolve(name).kind == OK for name in names)


def find_role(text: str) -> str | None:
    """Return the role that a header word names, such as area or value.

    Marks of notes, text in brackets after it and an English twin are ignored.
    """
    roles = load_roles()
    plain, _ = take_marks(squeeze(text))
    for name in (plain, _TWIN.sub("", plain) if _CJK.search(plain) else plain):
        folded = fold(name)
        role = roles.get(folded) or roles.get(re.sub(r"\(.*\)$|[:*]+$", "", folded))
        if role:
            return role
    return None


def make_sense(phrase: Phrase) -> Sense:
    """Return the meaning of a phrase."""
    found: dict[str, list] = {}
    state: dict[str, Any] = {}
    for token in phrase.tokens:
        _take(token, found, state)
    state |= {name: tuple(dict.fromkeys(values)) for name, values in found.items()}
    return Sense(
        text=phrase.text, marks=phrase.marks, tokens=phrase.tokens, unread=phrase.unread, **state
    )


# The field for each other kind of word, and whether it holds the meaning or the word.
_LISTED = {
    "area": ("areas", True),
    "outside": ("areas", True),
    "part": ("parts", False),
    "other": ("others", False),
    "kind": ("kinds", True),
    "species": ("species", True),
}


def _take(token: Token, found: dict[str, list], state: dict) -> None:
    kind, meaning = token.reads_as, token.meaning
    if token.time:
        _take_time(token.time, found, state)
    elif kind == "period":
        _add(found, "periods", meaning)
    elif kind == "year":
        _take_shift(str(meaning), found, state)
    elif kind == "indicator":
        _take_indicator(token, found)
    elif kind == "measure":
        _add(found, "measures", meaning)
        _take_end_of_year(token.text, found)
    elif kind == "unit":
        if meaning == "羊单位" and token.text != "羊单位":
            state["is_sheep_units"] = True
        else:
            _add(found, "units", meaning)
    elif kind == "filler" and meaning:
        _add(found, "some", meaning)
    elif kind in _LISTED:
        name, is_meaning = _LISTED[kind]
        _add(found, name, meaning if is_meaning and isinstance(meaning, str) else token.text)


def _add(found: dict[str, list], name: str, value) -> None:
    found.setdefault(name, []).append(value)


def _take_time(time: Time, found: dict[str, list], state: dict) -> None:
    if time.year is not None:
        _add(found, "years", time.year + time.shift)
    if time.period:
        _add(found, "periods", time.period)
    if time.is_span:
        state["is_span"] = True


def _take_shift(meaning: str, found: dict[str, list], state: dict) -> None:
    shift, *rest = meaning.split()
    state["shift"] = int(shift)
    if "same" in rest:
        state["keeps_period"] = True
    if "Y" in rest:
        _add(found, "periods", "Y")
    if "stock" in rest:
        _add(found, "measures", "stock")


def _take_indicator(token: Token, found: dict[str, list]) -> None:
    meaning = token.meaning
    _add(found, "indicators", meaning if isinstance(meaning, str) else token.text)
    split = split_indicator(meaning) if isinstance(meaning, str) else None
    if split:
        _add(found, "species", split[0])
        _add(found, "measures", split[1])
    _take_end_of_year(token.text, found)


def _take_end_of_year(text: str, found: dict[str, list]) -> None:
    if any(word in text for word in ("年末", "年底", "year-end")):
        _add(found, "periods", "year_end")


def join_species(species: tuple[str, ...]) -> tuple[str | None, bool]:
    """Return the combined species of several words, and whether they agree."""
    joined, agrees = None, True
    for each in species:
        joined, fits = refine(joined, each)
        agrees = agrees and fits
    return joined, agrees


def join_periods(periods: tuple[str, ...]) -> tuple[str | None, bool]:
    """Return the one period that several words name, and whether they agree and have a code.

    An exact code goes before ``to_month``, ``same`` and ``year_end``.
    """
    named = set(periods)
    exact = named - {"year_end", "same", "to_month", "none", "open"}
    if "none" in named or len(exact) > 1 or ("open" in named and not exact):
        return None, False
    if exact:
        return next(iter(exact)), not ("year_end" in named and exact != {"Y"})
    return next((word for word in ("to_month", "same", "year_end") if word in named), None), True


def choose_kind(kinds: tuple[str, ...]) -> str | None:
    """Return the combined kind of several words; one that is not actual takes precedence."""
    return next((kind for kind in kinds if kind != ACTUAL), kinds[0] if kinds else None)


def _name(token: Token) -> tuple[str, str | None]:
    kind, meaning = token.reads_as, token.meaning
    if token.time:
        year, period = token.time.year, token.time.period
        parts = [str(year + token.time.shift)] if year is not None else []
        parts += [period] if period else []
        return ("year" if year is not None else "period"), " ".join(parts) or None
    if kind == "outside":
        return "area", None
    if kind == "area":
        return "area", meaning.id if isinstance(meaning, Match) else str(meaning)
    if kind == "other":
        return "measure", "other"
    if kind == "filler":
        return "filler", None
    if kind == "year":
        return "year", str(meaning).split()[0]
    if isinstance(meaning, tuple):
        return kind, " ".join(meaning)
    return kind, str(meaning) if meaning else None
