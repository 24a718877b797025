"""What a visit chose last, by name: Streamlit forgets a field that the open page does not show."""

import streamlit as st

REMEMBERED = "address_remembered"


def get_remembered() -> dict:
    """Return what this visit chose last, by name.

    It is one entry of the visit: each list that a page shows looks through all of them.
    """
    return st.session_state.setdefault(REMEMBERED, {})


def forget_choice(name: str) -> None:
    """Forget what this visit chose: the default is chosen again."""
    st.session_state.pop(f"choice_{name}", None)
    get_remembered().pop(name, None)
