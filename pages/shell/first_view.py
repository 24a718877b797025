"""The view that a visit of a map's address began with, for the start page of the next visit.

The next visit begins with the same view as long as nothing was written and it is the same day. Its
start page brings the view along (`pages.server.first_word`), and static/map/map.js draws it while
the browser still reads Streamlit's scripts. The page then sends its own, which takes the place.

Kept is only what everybody sees: where somebody signs on or rights are in force, nothing is.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from data.clock import get_today

if TYPE_CHECKING:
    from data.store.database import Store

MOST = 64


class Beginning(NamedTuple):
    """What a visit that begins depends on: its address, and what the store held on which day."""

    address: str
    store: "Store"
    version: int
    day: date

    def stands(self) -> bool:
        """Tell whether a visit that begins now with this address is shown the same."""
        store = self.store
        is_same = store.is_open and store.version == self.version and self.day == get_today()
        return is_same and store.stale_since is None


_of_run: ContextVar[Beginning | None] = ContextVar("beginning", default=None)
_kept: dict[str, tuple[Beginning, str]] = {}


@contextmanager
def hold_beginning(beginning: Beginning | None) -> Iterator[None]:
    """Let what runs in this block know how the visit begins; None where it does not begin here."""
    token = _of_run.set(beginning)
    try:
        yield
    finally:
        _of_run.reset(token)


def keep_first_view(write: Callable[[], str]) -> None:
    """Keep the view that a visit begins with, if the present run is its beginning."""
    beginning = _of_run.get()
    if beginning is None or not beginning.stands():
        return
    _kept.pop(beginning.address, None)
    while len(_kept) >= MOST:
        _kept.pop(next(iter(_kept)), None)
    _kept[beginning.address] = beginning, write()


def find_first_view(address: str) -> str:
    """Return the view that a visit of this address would begin with now; "" where nobody knows."""
    beginning, text = _kept.get(address, (None, ""))
    if beginning is None:
        return ""
    # Imported late: the start page of the first visit does not wait for it.
    from pages.shell.sign_on import find_sign_on

    return text if beginning.stands() and find_sign_on() is None else ""
