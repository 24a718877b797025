"""Parts of a page that run alone when something in them changes."""

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps

import streamlit as st

from pages.shell.example import keep_visit

_in_part: ContextVar[bool] = ContextVar("in_part", default=False)


def is_in_part() -> bool:
    """Tell whether a part runs, which may do so without the page around it."""
    return _in_part.get()


def run_part(part: Callable[..., None], *arguments, run_every: float | None = None) -> None:
    """Run a part of a page now, and alone whenever something in it changes.

    Streamlit runs it again in a thread that does not know the language and the day of the visit;
    it keeps those of the page. `run_every` are the seconds after which it runs by itself.
    """

    @wraps(part)
    def run(*given) -> None:
        token = _in_part.set(True)
        try:
            part(*given)
        finally:
            _in_part.reset(token)

    st.fragment(keep_visit(run), run_every=run_every)(*arguments)
