"""The names that a store knows, kept until it changes."""

from weakref import WeakKeyDictionary

from data.names.books import Books
from data.names.matching import AreaBook, IndicatorBook
from data.names.units import UnitBook
from data.store.database import Store

# The books of each open store, as of its version: making them takes longer than a small file.
_books: WeakKeyDictionary[Store, tuple[int, Books]] = WeakKeyDictionary()


def load_books(store: Store) -> Books:
    """Return every known name: areas with aliases and changes, indicators, units."""
    version, books = _books.get(store, (None, None))
    if version != store.version:
        books = _load_books(store)
        _books[store] = (store.version, books)
    return books


def _load_books(store: Store) -> Books:
    return Books(
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
