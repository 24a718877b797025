"""What the forms of a target have in common: who acts, what went wrong, what was done."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from data.errors import CaomuError
from pages.shell.actor import accept_actor
from pages.shell.messages import DONE, show_error


def carry_out(
    name: str,
    act: Callable[[], Any],
    describe: Callable[[Any], str],
    *,
    forget: tuple[str, ...] = (),
) -> None:
    """Do what a form asks for, or say why not; once it is done the page is shown anew.

    Parameters
    ----------
    name : str
        Who acts; without a name nothing is done.
    act : callable
        What is to be done. A domain error is shown in its own words, and the fields keep
        what was typed.
    describe : callable
        From the result of `act` to the sentence that says what was done.
    forget : tuple of str
        Keys of the fields that begin empty the next time.
    """
    if not accept_actor(name):
        return
    try:
        result = act()
    except CaomuError as error:
        show_error(error)
        return
    for key in forget:
        st.session_state.pop(key, None)
    st.session_state[DONE] = describe(result)
    st.rerun()
