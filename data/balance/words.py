"""Finds what a heading or a word of a balance file means."""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from data.balance.fields import ANY, SHEETS, VOCABULARIES
from data.names.matching import AreaBook
from data.names.text import fold
from data.names.units import EXACT, Unit, UnitBook
from data.store.database import Queries
from data.words.catalogue import LANGUAGES, load_catalogue

_UNIT = re.compile(r"\((?P<unit>[^()]+)\)$")
_MARKS = re.compile(r"[*＊#]")
# The catalogue of a vocabulary has the words of another one where both say the same.
_WORDS_OF = {"factor_season": "season"}


@dataclass(frozen=True)
class BalanceBooks:
    """Every name that a balance file may use: areas, units, grassland types by folded name."""

    areas: AreaBook
    units: UnitBook
    types: dict[str, str]


def load_balance_books(source: Queries) -> BalanceBooks:
    """Load the names that a balance file may use."""
    types: dict[str, str] = {}
    for row in source.query_rows("queries/grassland_types"):
        names = (row["type_id"], row["name_zh"], row["name_en"], *row["spellings"].split("|"))
        types |= {fold(name): row["type_id"] for name in names}
    areas = AreaBook(
        source.query_rows("queries/ingest_areas"),
        source.query_rows("queries/ingest_aliases"),
        source.query_rows("queries/ingest_changes"),
    )
    return BalanceBooks(areas, UnitBook(source.query_rows("queries/ingest_units")), types)


@cache
def list_spellings(vocabulary: str) -> dict[str, str]:
    """Return {folded spelling: id} of a vocabulary, in both languages."""
    ids = VOCABULARIES[vocabulary]
    stem = _WORDS_OF.get(vocabulary, vocabulary)
    words = {fold(name): name for name in ids}
    for language in LANGUAGES:
        catalogue = load_catalogue(language)
        words |= {fold(catalogue[f"balance.{stem}.{name}"]): name for name in ids}
    spellings = _read_spellings()
    words |= {folded: name for folded, name in spellings.get(stem, {}).items() if name in ids}
    return words | (spellings["any"] if ANY in ids else {})


@cache
def _list_headings() -> dict[str, str]:
    names = {field.name for sheet in SHEETS.values() for field in sheet.fields}
    words = {fold(name): name for name in names}
    for language in LANGUAGES:
        catalogue = load_catalogue(language)
        words |= {fold(catalogue[f"balance.field.{name}"]): name for name in names}
    return words | _read_spellings()["heading"]


@cache
def _read_spellings() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    path = Path(__file__).with_name("spelling.csv")
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["vocabulary"], {})[fold(row["spelling"])] = row["id"]
    return found


@dataclass(frozen=True)
class Headings:
    """The headings of a sheet: the column of each field from 0, the unit that a heading names in
    brackets, and the columns of headings that were not understood."""

    columns: dict[str, int]
    units: dict[str, str]
    unread: dict[str, int]


def read_headings(cells: list[str]) -> Headings:
    """Find which column holds which field."""
    words, ignored = _list_headings(), _read_spellings()["ignored"]
    found = Headings({}, {}, {})
    for column, cell in enumerate(cells):
        folded = _MARKS.sub("", fold(cell))
        name = words.get(folded)
        unit = None if name else _UNIT.search(folded)
        if unit:
            name = words.get(folded[: unit.start()])
        if name is None or name in found.columns:
            if folded and folded not in ignored:
                found.unread[cell] = column
            continue
        found.columns[name] = column
        if unit:
            found.units[name] = unit["unit"]
    return found


def is_help_sheet(name: str) -> bool:
    """Tell whether a sheet is the help or the lists of the template."""
    return fold(name) in {
        fold(load_catalogue(language)[f"balance.sheet.{kind}"])
        for language in LANGUAGES
        for kind in ("help", "lists")
    }


def find_subject(factor: str, text: str, types: dict[str, str]) -> str | None:
    """Return what a factor is for: a grassland type, a forage, a kind of animal, or any."""
    folded = fold(text)
    known = dict(types) if factor not in ("forage_use", "sheep_unit") else {}
    if factor in ("forage_use", "dry_share"):
        known |= list_spellings("forage")
    if factor == "sheep_unit":
        return list_spellings("animal").get(folded)
    return (known | _read_spellings()["any"] | {ANY: ANY}).get(folded)


def find_factor_unit(units: UnitBook, written: str, stored: str) -> Unit | None:
    """Return the unit that a heading or a cell names, as one whose factor converts to `stored`.

    A weight per area (公斤/亩) is taken apart: 1 公斤/亩 is 15 公斤/公顷.
    """
    upper, slash, lower = fold(written).partition("/")
    own_upper, own_slash, own_lower = stored.partition("/")
    if bool(slash) != bool(own_slash):
        return None
    above, below = units.find(upper), units.find(lower) if slash else None
    if above is None or not units.fits(above, own_upper) or (slash and below is None):
        return None
    factor = EXACT.divide(above.factor, units.find(own_upper).factor)  # type: ignore[union-attr]
    if below is not None:
        if not units.fits(below, own_lower):
            return None
        per = EXACT.divide(below.factor, units.find(own_lower).factor)  # type: ignore[union-attr]
        factor = EXACT.divide(factor, per)
    return Unit(written, above.quantity, factor)
