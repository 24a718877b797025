"""A page that shows what it is about before all else goes on when the browser has drawn that.

What arrives together a browser draws together, and fields take it several times as long as a map.
So the run waits: until static/map/map.js says that the map is there (`pages.server.drawn`), and no
longer than `MOST_WAIT_S`, because what it says may be lost, or reach another process.
"""

import secrets
from threading import Event
from weakref import WeakValueDictionary

import streamlit as st

KEY, MOST_WAIT_S = "appearing", 2.0


class Appearing:
    """What the browser of one visit has yet to draw. It says that it did by the token."""

    def __init__(self):
        self.token = secrets.token_urlsafe(16)
        self._drawn = Event()
        _appearing[self.token] = self

    @property
    def is_drawn(self) -> bool:
        """Whether the run has nothing to wait for any more."""
        return self._drawn.is_set()

    def wait(self) -> None:
        """Wait until it is drawn; only once in a visit."""
        self._drawn.wait(MOST_WAIT_S)
        self.release()

    def release(self) -> None:
        """End the wait, now or before it began."""
        self._drawn.set()


# A visit holds its own in its state, and takes it along when it ends.
_appearing: WeakValueDictionary[str, Appearing] = WeakValueDictionary()


def get_appearing() -> Appearing | None:
    """Return what this visit waits for; None where no browser draws, as in a program's visit."""
    if "Mozilla" not in st.context.headers.get("User-Agent", ""):
        return None
    return st.session_state.setdefault(KEY, Appearing())


def let_go_on(token: str) -> None:
    """Let the visit with this token go on; an unknown token has no effect."""
    appearing = _appearing.get(token)
    if appearing is not None:
        appearing.release()
