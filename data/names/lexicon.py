"""Loads the words of forms, which an official can read and extend: lexicon/*.csv.

One row a word: word, reads_as (kind, period, year, species, measure, unit, other, part,
filler; roles.csv and labels.csv: role and label), meaning, note.
"""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from data.names.text import fold

FOLDER = Path(__file__).with_name("lexicon")
# These name a column or a line above the table; the others occur anywhere in a text.
_APART = ("roles", "labels")


@dataclass(frozen=True)
class Entry:
    """What a word is read as, and its meaning."""

    reads_as: str
    meaning: str


@lru_cache(maxsize=1)
def load_words() -> dict[str, Entry]:
    """Return every word that may occur anywhere in a title, heading or cell, folded."""
    words: dict[str, Entry] = {}
    for path in sorted(FOLDER.glob("*.csv")):
        if path.stem not in _APART:
            words.update(_read(path))
    return words


@lru_cache(maxsize=1)
def load_roles() -> dict[str, str]:
    """Return the headings of columns, folded, with the role of the column."""
    return {word: entry.meaning for word, entry in _read(FOLDER / "roles.csv").items()}


@lru_cache(maxsize=1)
def load_labels() -> dict[str, str]:
    """Return the labels before a colon above a table, folded, with what follows them."""
    return {word: entry.meaning for word, entry in _read(FOLDER / "labels.csv").items()}


@lru_cache(maxsize=1)
def get_longest() -> int:
    """Return the number of characters of the longest word."""
    return max(map(len, load_words()))


def _read(path: Path) -> dict[str, Entry]:
    with path.open(encoding="utf-8", newline="") as file:
        return {
            fold(row["word"]): Entry(row["reads_as"], row["meaning"])
            for row in csv.DictReader(file)
        }
