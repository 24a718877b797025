"""What watches a transaction that is written for a person; `data.rights` makes them."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Any, Protocol

from data.store.parts import Frame


class Warden(Protocol):
    """Watches what is read and written in a transaction."""

    actor: Any

    def look(self, cursor: Any, name: str) -> AbstractContextManager[None]:
        """Let a cursor see, for one query, only what the person may see."""

    def sign(self, frame: Frame) -> Frame:
        """Return rows with the name of who writes them."""

    def check_allowed(self, tables: Iterable[str], allowed: set[str]) -> None:
        """Stop a write to what users record before it was allowed."""
