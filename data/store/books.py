"""Loads the known names from the store, and keeps them until they change."""

from dataclasses import replace

from data.errors import UnknownIdError
from data.names.books import Books
from data.names.matching import AreaBook, IndicatorBook
from data.names.meanings import Meaning, parse_meaning
from data.names.text import fold
from data.names.units import UnitBook
from data.store.database import Store


def load_books(store: Store) -> Books:
    """Return every known name, and what users said that words mean.

    The names are those of areas (with aliases and changes), indicators and units. The keys of
    ``answers`` hold the word as `data.names.text.fold` returns it.
    """
    # Making the books takes longer than reading a small file.
    return store.remember(("books",), lambda: _load_books(store), of=("groups", "settings"))


def _load_books(store: Store) -> Books:
    books = Books(
        AreaBook(
            store.query_rows("queries/ingest_areas"),
            store.query_rows("queries/ingest_aliases"),
            store.query_rows("queries/ingest_changes"),
        ),
        IndicatorBook(
            store.query_rows("queries/ingest_indicators"),
            store.query_rows("queries/ingest_synonyms"),
        ),
        UnitBook(store.query_rows("queries/ingest_units")),
    )
    return replace(books, answers=_load_answers(store, books))


def _load_answers(store: Store, books: Books) -> dict[tuple[str, str], Meaning]:
    answers: dict[tuple[str, str], Meaning] = {}
    for row in store.query_rows("queries/reading_words"):
        key = fold(row["word"]), row["shape"]
        answers.pop(key, None)
        if row["is_withdrawn"]:
            continue
        try:
            answers[key] = parse_meaning(row["meaning"], books)
        except UnknownIdError:
            # The answer names something that the plan no longer has: ask about the word again.
            continue
    return answers
