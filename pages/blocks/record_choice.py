"""One of several records is chosen, to act on it: an upload, a decision, an event, a grant.

What is chosen may be undone or withdrawn by somebody else before the button is pressed.
Streamlit then takes the first record of the list in its place, and the button would act on that.
"""

from collections.abc import Callable, Hashable
from typing import TypeGuard, TypeVar

import streamlit as st

from pages.shell.i18n import t
from pages.shell.messages import show_notice

R = TypeVar("R", bound=Hashable)


def choose_record(
    label: str,
    names: dict[R, str],
    *,
    key: str,
    width: int | None = None,
    goes_on: bool = False,
    describe_gone: Callable[[R], str] | None = None,
) -> R | None:
    """Return the id of the chosen record; None after the one that was chosen has gone.

    Parameters
    ----------
    names : dict
        Id -> line. The first one is chosen until the reader chooses another.
    key : str
        Key of the box. A `Saving` that acts on the record names it.
    width : int or None
        In pixels; None is the whole line.
    goes_on : bool
        Whether the first of those that are left is chosen once the reader acted on one.
    describe_gone : callable or None
        From the id of a record that has gone to who took it away and when; "" where unknown.
    """
    chosen = st.session_state.get(key)
    if chosen is not None and chosen not in names:
        was_acted_on = tell_gone(key, describe_gone)
        st.session_state[key] = next(iter(names), None) if goes_on and was_acted_on else None
    elif chosen is not None and st.session_state.get(_name_shown(key)) != names[chosen]:
        # The browser answers with the line that it shows. One in another language is none of these.
        st.session_state[key] = chosen
    found = st.selectbox(
        label,
        list(names),
        key=key,
        format_func=names.__getitem__,
        placeholder=t("shell.record.choose"),
        width=width or "stretch",
    )
    st.session_state[_name_shown(key)] = None if found is None else names[found]
    return found


def tell_gone(key: str, describe_gone: Callable[[R], str] | None = None) -> bool:
    """Say that the chosen record has gone, where there is one; for a list of which none is left.

    Returns
    -------
    bool
        Whether it went by an act of this visit, which needs no word. That is so once: a second
        press of the same button is one for a record that has gone.
    """
    chosen, acted_on = st.session_state.get(key), st.session_state.pop(_name_acted(key), None)
    if chosen is not None and chosen != acted_on:
        known = describe_gone(chosen) if describe_gone else ""
        show_notice("warning", known or t("shell.record.gone"))
    return chosen == acted_on


def accept_record(chosen: R | None) -> TypeGuard[R]:
    """Tell whether a record is chosen; where none is, say so. For the press of a button."""
    if chosen is None:
        show_notice("warning", t("shell.record.none"))
    return chosen is not None


def note_acted_on(key: str, record_id: Hashable) -> None:
    """Note that a record was acted on in this visit: that it goes needs no word."""
    st.session_state[_name_acted(key)] = record_id


def _name_shown(key: str) -> str:
    return f"shown_of_{key}"


def _name_acted(key: str) -> str:
    return f"acted_on_{key}"
