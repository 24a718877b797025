"""The names that a store knows, kept until it changes."""

from data.names.books import Books
from data.names.matching import AreaBook, IndicatorBook
from data.names.units import UnitBook
from data.store.database import Store


def load_books(store: Store) -> Books:
    """Return every known name: areas with aliases and changes, indicators, units."""
    # Making them takes longer than reading a small file.
    return store.remember(("books",), lambda: _load_books(store), of=("groups", "settings"))


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
