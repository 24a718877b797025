"""What the forms of a target share: run an action, show its error or its result."""

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
    """Run the action of a form, or show why it failed; after success the page runs again.

    Parameters
    ----------
    name : str
        Who acts; without a name nothing happens.
    act : callable
        The action. If it raises a domain error, the error is shown and the fields keep their
        content.
    describe : callable
        Turns the result of `act` into the sentence that reports it.
    forget : tuple of str
        Keys of the fields to clear afterwards.
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
