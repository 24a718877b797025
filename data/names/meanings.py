"""Parses and formats a user's meaning of a word: ``kind:planned``, ``year:2023``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.errors import UnknownIdError
from data.names.species import list_species

if TYPE_CHECKING:
    from data.names.books import Books

# The kinds of figure; only actual ones are stored.
FIGURE_KINDS = (
    "actual",
    "planned",
    "target",
    "forecast",
    "completion_rate",
    "change",
    "growth",
    "share",
    "per_head",
    "per_household",
    "index",
    "rank",
)
SPECIES = list_species()
MEANING_KINDS = (
    "nothing",
    "part",
    "kind",
    "indicator",
    "species",
    "year",
    "period",
    "area",
    "unit",
)
_ALONE = ("nothing", "part")
PERIODS = (
    "Y",
    *("H1", "H2", "Q1", "Q2", "Q3", "Q4"),
    *(f"M{month:02}" for month in range(1, 13)),
    *(f"C{month:02}" for month in range(2, 12)),
)
_YEAR = re.compile(r"(?:19|20)\d{2}")


@dataclass(frozen=True)
class Meaning:
    """What a word means: its kind (see MEANING_KINDS) and the id, year, period or unit."""

    kind: str
    value: str | None = None


def parse_meaning(text: str, books: Books | None = None) -> Meaning:
    """Read ``nothing``, ``part``, ``kind:K``, ``indicator:ID``, ``species:S``, ``year:Y``,
    ``period:P``, ``area:CODE`` or ``unit:U``.

    Parameters
    ----------
    books : Books
        If given, an indicator, species, area or unit must be known there.

    Raises
    ------
    UnknownIdError
        The text has none of these forms, or names something that does not exist.
    """
    kind, _, value = text.strip().partition(":")
    kind, value = kind.strip().lower(), value.strip()
    if kind in _ALONE and not value:
        return Meaning(kind)
    if kind not in MEANING_KINDS or kind in _ALONE or not value:
        raise UnknownIdError("unknown_meaning", value=text)
    if kind == "period":
        value = value.upper()
    _check_value(kind, value, books)
    return Meaning(kind, value)


def format_meaning(meaning: Meaning) -> str:
    """Return a meaning as `parse_meaning` reads it."""
    return meaning.kind if meaning.value is None else f"{meaning.kind}:{meaning.value}"


def _check_value(kind: str, value: str, books: Books | None) -> None:
    if kind == "kind" and value not in FIGURE_KINDS:
        raise UnknownIdError("unknown_figure_kind", value=value, kinds="、".join(FIGURE_KINDS))
    if kind == "period" and value not in PERIODS:
        raise UnknownIdError("unknown_period", value=value)
    if kind == "year" and not _YEAR.fullmatch(value):
        raise UnknownIdError("unknown_year", value=value)
    if kind == "species" and value not in SPECIES:
        raise UnknownIdError("unknown_species", value=value, species="、".join(SPECIES))
    if books is None:
        return
    if kind == "indicator" and value not in books.indicators.rows:
        raise UnknownIdError("unknown_indicator", value=value)
    if kind == "area" and value not in books.areas.names:
        raise UnknownIdError("unknown_area", value=value)
    if kind == "unit" and books.units.find(value) is None:
        raise UnknownIdError("unknown_unit", value=value)
