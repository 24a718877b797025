"""What can be done on a page lies folded away: its fields are made once the reader unfolds them."""

from collections.abc import Callable

import streamlit as st
from markupsafe import Markup

from pages.blocks.markup import Shown, note_shown, show


def show_fold(
    title: str,
    draw: Callable[[], None],
    *,
    key: str,
    is_open: bool = False,
    table: Shown | None = None,
) -> None:
    """Show a part that unfolds under its title.

    Each field costs every run of the page as much as a small table does, and few readers open it.
    Folded again, its fields stay: what was typed into them is not lost.

    Parameters
    ----------
    title : str
        What lies in it.
    draw : callable
        Shows what lies in it.
    key : str
        Tells the parts of a page apart.
    is_open : bool
        Whether it is unfolded at first; where that changes, it is so again.
    table : Markup, callable or None
        A table that lies in it, or what makes it: the workbook of the page has it, folded or not.
    """
    key = f"{key}_open" if is_open else key
    fold = st.expander(title, expanded=is_open, key=key, on_change="rerun")
    is_drawn = st.session_state.get(f"{key}_drawn", False) or fold.open
    if is_drawn:
        st.session_state[f"{key}_drawn"] = True
        with fold:
            draw()
    elif table is not None:
        note_shown(table)


def show_rest(title: str, render: Callable[[], Markup], *, key: str) -> None:
    """Offer the rows that a long table leaves out (`tables.SHOWN`): few readers ask for them."""
    show_fold(title, lambda: show(render()), key=key, table=render)
