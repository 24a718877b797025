"""The map approval number (审图号): saved once, then printed on every picture."""

import streamlit as st

from data.errors import CaomuError
from data.ledger.settings import MOST_CHARACTERS, save_setting
from geo.approval import get_approval_line, read_approval_number
from geo.sources import APPROVAL_SETTING
from pages.blocks.markup import show_note
from pages.counties.parts import maps
from pages.shell import cache
from pages.shell.actor import accept_actor, ask_actor
from pages.shell.i18n import t
from pages.shell.messages import show_error, show_notice

DONE = "map_approval_done"


def show_approval() -> None:
    """Show what the pictures will carry, and let the reader change it."""
    entered = maps.get_approval_number()
    with st.popover(t("map.approval.title")):
        if st.session_state.pop(DONE, False):
            show_notice("done", t("map.approval.saved"))
        words = get_approval_line(entered)
        show_note(t("map.approval.now", words=words))
        number = st.text_input(
            t("map.approval.field"),
            key="map_approval",
            placeholder=entered or "",
            max_chars=MOST_CHARACTERS,
        )
        name = ask_actor("_approval")
        if st.button(t("map.approval.save"), key="map_approval_save"):
            _save(number, name)


def _save(number: str, name: str) -> None:
    if not accept_actor(name):
        return
    try:
        number = read_approval_number(number) or ""
        save_setting(cache.get_store(), APPROVAL_SETTING, number, by=name)
    except CaomuError as error:
        show_error(error)
        return
    st.session_state[DONE] = True
    st.rerun()
