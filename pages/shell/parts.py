"""Parts of a page that run alone when something in them changes."""

from collections.abc import Callable

import streamlit as st

from pages.shell.example import keep_visit


def run_part(part: Callable[..., None], *arguments, run_every: float | None = None) -> None:
    """Run a part of a page now, and alone whenever something in it changes.

    Streamlit runs it again in a thread that does not know the language and the day of the visit;
    it keeps those of the page. `run_every` are the seconds after which it runs by itself.
    """
    st.fragment(keep_visit(part), run_every=run_every)(*arguments)
