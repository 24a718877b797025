"""Keeps the address equal to what the page shows, so that a view can be bookmarked and sent.

While the page is open the widget decides; a new address replaces its value. The last written
address shows which of the two has changed.
"""

import streamlit as st

from pages.shell.example import KEY, list_carried
from pages.shell.former_day import KEY as ASOF
from pages.shell.plan_choice import KEY as PLAN
from pages.shell.remembered import get_remembered

WRITTEN = "address_written"
# The keys that the page has looked at in this run.
READ = "address_read"
MOST_TEXT = 60
# What every address may have: its values are looked at before the page runs.
CARRIED = ("lang", KEY, PLAN, ASOF)


def adopt_choice(name: str, options: list, default):
    """Prepare the widget ``choice_<name>`` and return its key.

    Parameters
    ----------
    name : str
        The key in the query string.
    options : list
        Valid values; the address is compared with them as text.
    default
        The value when neither the address nor this visit has chosen one.

    Notes
    -----
    A value of the address that is not an option is ignored and remembered for `list_refused`,
    so that the page can say so.
    """
    widget, remembered = f"choice_{name}", get_remembered()
    by_text = {str(option): option for option in options}
    if is_new(name):
        asked = st.query_params[name]
        if asked in by_text:
            st.session_state[widget] = by_text[asked]
        else:
            note_refused(name, asked)
    choice = st.session_state.get(widget)
    if choice not in options:
        choice = remembered[name] if remembered.get(name) in options else default
    # Set even when nothing changed: the same key on another page is a new widget.
    st.session_state[widget] = remembered[name] = choice
    return widget


def adopt_text(name: str) -> str:
    """Prepare the text field ``choice_<name>`` and return its key; without a text it is "".

    The reader may write any text; the page decides whether it means anything.
    """
    widget, remembered = f"choice_{name}", get_remembered()
    if is_new(name):
        st.session_state[widget] = st.query_params[name][:MOST_TEXT]
    text = st.session_state.get(widget, remembered.get(name, ""))
    st.session_state[widget] = remembered[name] = text
    return widget


def adopt_list(name: str, options: list, default: list, most: int) -> str:
    """Prepare the list ``choice_<name>`` of a multiselect and return its key.

    The address writes it with commas. What is no option, or one too many, is left out and
    remembered for `list_refused`.
    """
    widget, remembered = f"choice_{name}", get_remembered()
    chosen = st.session_state.get(widget, remembered.get(name, default))
    if is_new(name):
        parts = list(dict.fromkeys(filter(None, st.query_params[name].split(","))))
        known = [part for part in parts if part in options]
        refused = [part for part in parts if part not in options] + known[most:]
        if refused:
            note_refused(name, ",".join(refused))
        chosen = known or default
    st.session_state[widget] = [option for option in chosen if option in options][:most]
    remembered[name] = st.session_state[widget]
    return widget


def is_new(name: str) -> bool:
    """Tell whether the address now asks for something else than this visit wrote into it.

    Whoever asks uses the value or says why not; of other keys `write_address` says so.
    """
    st.session_state.setdefault(READ, set()).add(name)
    return has_changed(name)


def has_changed(name: str) -> bool:
    """Tell the same as `is_new` without looking at the value: it is still to be used."""
    asked = st.query_params.get(name)
    return asked is not None and asked != st.session_state.get(WRITTEN, {}).get(name)


def write_address(**values) -> None:
    """Set the query string to exactly these values, the language and the example; without None.

    A page names all its keys, those that it does not use just now with None. What a new address
    says beside that and nothing has looked at is remembered for `list_refused`.
    """
    written = st.session_state.get(WRITTEN, {})
    read = st.session_state.pop(READ, set())
    for name, asked in st.query_params.to_dict().items():
        is_used = name in read or str(values.get(name)) == asked
        if not is_used and name not in CARRIED and written.get(name) != asked:
            note_refused(name, asked)
    query = {name: str(value) for name, value in values.items() if value is not None}
    query |= list_carried()
    st.session_state[WRITTEN] = query
    # What the reader chose quickly, one after the other, was asked before the address of the one
    # before had arrived: the browser has that by now, whatever this run was asked with.
    if st.query_params.to_dict() != query or written not in ({}, query):
        st.query_params.from_dict(query)


def list_refused() -> dict[str, str]:
    """Return the keys and values of the address that were not understood, and forget them."""
    return st.session_state.pop("address_refused", {})


def note_refused(name: str, asked: str) -> None:
    """Remember what the address asked for in vain, for `list_refused`."""
    refused = st.session_state.setdefault("address_refused", {})
    refused[name] = asked[:40]
