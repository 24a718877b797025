"""Describes what a word of a file was read as, or what a user said that it means."""

from data.names.books import Books
from data.names.meanings import Meaning
from data.names.text import position
from data.statistics.model import Reading, ReadWord
from data.words.catalogue import get_language, has_words, t
from data.words.names import pick_name
from data.words.numbers import format_year, name_period, name_unit

# The kinds whose values have texts in the catalogue.
_WORDED = ("kind", "species", "measure", "part")


def describe_meaning(meaning: Meaning, books: Books) -> str:
    """Return a user's meaning of a word as text: ``指标：牛年末存栏``."""
    value = describe_value(meaning.kind, meaning.value, books)
    return t(f"reading.means.{meaning.kind}", value=value or "")


def describe_word(word: ReadWord, books: Books) -> str:
    """Return what a word was read as, with the name of its meaning: ``种类：牛``."""
    read_as = t(f"reading.read_as.{word.read_as}")
    meaning = describe_value(word.read_as, word.meaning, books)
    return t("reading.explained", read_as=read_as, meaning=meaning) if meaning else read_as


def describe_value(kind: str, value: str | None, books: Books) -> str | None:
    """Return the name of an indicator, area, species, kind, period, unit or year.

    An id without a name is returned as it is; None if there is nothing to name.
    """
    # The heading of a column of areas is read as an area, and needs no name.
    if value is None or value == kind or kind not in (*_NAMERS, *_WORDED):
        return None
    if kind in _WORDED:
        key = f"reading.{kind}.{value}"
        return t(key) if has_words(key) else value
    return _NAMERS[kind](value, books)


def list_explained(reading: Reading, books: Books) -> list[str]:
    """Return a line for each word of a file: its place and what it was read as."""
    words = sort_words(reading.words)
    return [
        t(
            "reading.line",
            place=_describe_place(word),
            text=word.text,
            read_as=describe_word(word, books),
        )
        for word in words
    ]


def sort_words(words: list[ReadWord]) -> list[ReadWord]:
    """Return words in the order of the file: sheet by sheet, the name of each first."""
    sheets = list(dict.fromkeys(word.sheet for word in words))
    return sorted(
        words,
        key=lambda word: (
            sheets.index(word.sheet),
            word.row or 0,
            position(word.column) if word.column else -1,
        ),
    )


def _describe_place(word: ReadWord) -> str:
    if word.row is None and word.column is None:
        return f"{word.sheet} {t('reading.sheet_name')}"
    return f"{word.sheet} {word.column or ''}{word.row or ''}"


def _name_indicator(value: str, books: Books) -> str:
    row = books.indicators.rows.get(value)
    return pick_name(row) if row else value


def _name_area(value: str, books: Books) -> str:
    names = books.areas.names.get(value)
    return names[get_language() == "en"] if names else value


def _name_unit(value: str, _: Books) -> str:
    return name_unit(value)


def _name_period(value: str, _: Books) -> str:
    return name_period(value)


def _name_year(value: str, books: Books) -> str:
    year, *period = value.split()
    key = f"reading.year.{year}"
    name = t(key) if has_words(key) else format_year(int(year)) if year.isdigit() else year
    return " ".join([name, *(_name_period(code, books) for code in period)])


_NAMERS = {
    "indicator": _name_indicator,
    "area": _name_area,
    "unit": _name_unit,
    "period": _name_period,
    "year": _name_year,
}
