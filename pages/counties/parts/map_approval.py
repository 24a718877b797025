"""The map approval number (审图号): saved once, then printed on every picture."""

import streamlit as st
from markupsafe import Markup

from data.errors import ChangedMeanwhileError
from data.ledger.settings import MOST_CHARACTERS, load_setting_number, save_setting
from geo.approval import get_approval_line, parse_approval_number
from geo.sources import APPROVAL_SETTING
from pages.blocks.markup import show_note
from pages.blocks.saving import Saving, get_basis, hold, render_versions, run_saving, show_conflict
from pages.counties.parts import maps
from pages.shell import cache
from pages.shell.actor import ask_actor
from pages.shell.i18n import t
from pages.shell.messages import show_notice

TOLD, FORM = "map_approval_done", "map_approval"


def show_approval() -> None:
    """Show what the pictures will carry, and let the reader change it."""
    now = load_setting_number(cache.get_store(), APPROVAL_SETTING)
    seq = hold(FORM, now, lambda _: "map_approval")
    entered = maps.get_approval_number()
    with st.popover(t("map.approval.title")):
        if st.session_state.pop(TOLD, False):
            show_notice("done", t("map.approval.saved"))
        words = get_approval_line(entered)
        show_note(t("map.approval.now", words=words))
        if show_conflict(FORM):
            return
        number = st.text_input(
            t("map.approval.field"),
            key="map_approval",
            placeholder=entered or "",
            max_chars=MOST_CHARACTERS,
        )
        name = ask_actor("_approval")
        if st.button(t("map.approval.save"), key="map_approval_save"):
            _save(number, name, seq)


def _save(number: str, name: str, seq: int) -> None:
    number = parse_approval_number(number) or ""

    def describe(_) -> str:
        st.session_state[TOLD] = True
        return ""

    run_saving(
        name,
        Saving(
            FORM,
            lambda known: save_setting(
                cache.get_store(),
                APPROVAL_SETTING,
                number,
                by=name,
                based_on=get_basis(known, "changed_setting", seq),
            ),
            describe,
            lambda error: _compare(error, number),
        ),
    )


def _compare(error: ChangedMeanwhileError, mine: str) -> Markup:
    theirs = error.theirs[0]["value"] if error.theirs else None
    row = {
        "label": t("map.approval.field"),
        "theirs": get_approval_line(theirs),
        "mine": get_approval_line(mine),
    }
    return render_versions(error, [row])
