"""Asks once per visit who acts; the name is recorded and labelled self-declared."""

import streamlit as st
from markupsafe import Markup

from pages.shell.i18n import t
from pages.shell.messages import show_notice

ACTOR = "actor"


def ask_actor(place: str = "") -> str:
    """Show who acts, or ask the first time; return the name, "" until it is given.

    `place` distinguishes a second question on the same page.
    """
    name = st.session_state.get(ACTOR, "")
    if name:
        with st.container(horizontal=True, vertical_alignment="center", key=f"actor_line{place}"):
            st.html(Markup("<span>{}</span>").format(t("shell.actor_is", name=name)))
            st.button(
                t("shell.actor_change"),
                key=f"actor_change{place}",
                type="tertiary",
                on_click=_forget_actor,
            )
        return name
    given = st.text_input(
        t("shell.actor"), key=f"actor_field{place}", help=None, max_chars=60, width=360
    ).strip()
    st.caption(t("shell.actor_hint"))
    return given


def ask_actor_in_form(place: str) -> str:
    """Ask in a form who acts, with the name of this visit filled in; return the name.

    A form sends its fields together with its button. Outside a form, pressing the button first
    sends the field that the reader leaves. The page then runs again and may move the button
    before the click is complete, so that the click is lost.
    """
    key = f"actor_field{place}"
    if not st.session_state.get(key):
        st.session_state[key] = st.session_state.get(ACTOR, "")
    given = st.text_input(t("shell.actor"), key=key, max_chars=60, width=360).strip()
    st.caption(t("shell.actor_hint"))
    return given


def accept_actor(name: str) -> bool:
    """Remember who acts for the rest of the visit; without a name show a warning, return False."""
    if not name:
        show_notice("error", t("shell.actor_missing"))
        return False
    st.session_state[ACTOR] = name
    return True


def _forget_actor() -> None:
    st.session_state.pop(ACTOR, None)
