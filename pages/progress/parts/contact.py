"""Whom to ask about the figures: saved once, then shown on the overview."""

import streamlit as st
from markupsafe import Markup

from data.errors import ChangedMeanwhileError
from data.ledger.settings import (
    CONTACT,
    MOST_CHARACTERS,
    load_setting,
    load_setting_number,
    save_setting,
)
from pages.blocks.saving import Saving, get_basis, hold, render_versions, run_saving, show_conflict
from pages.shell import cache
from pages.shell.actor import ask_actor
from pages.shell.i18n import t
from pages.shell.messages import show_notice

TOLD, FORM = "contact_done", "contact"


@cache.keep("settings")
def get_contact() -> str | None:
    """Return whom to ask, None where nobody has entered it."""
    return load_setting(cache.get_store(), CONTACT)


@cache.keep("settings")
def _number_contact() -> int:
    return load_setting_number(cache.get_store(), CONTACT)


def show_contact_form() -> None:
    """Let the reader enter or change whom to ask."""
    now = _number_contact()
    seq = hold(FORM, now, lambda _: "contact")
    with st.popover(t("opening.contact_edit")):
        if st.session_state.pop(TOLD, False):
            show_notice("done", t("opening.contact_saved"))
        if show_conflict(FORM):
            return
        contact = st.text_input(
            t("opening.contact_field"),
            key="contact",
            placeholder=get_contact() or t("opening.contact_hint"),
            max_chars=MOST_CHARACTERS,
        )
        name = ask_actor("_contact")
        if st.button(t("opening.contact_save"), key="contact_save"):
            _save(contact, name, seq)


def _save(contact: str, name: str, seq: int) -> None:
    def describe(_) -> str:
        st.session_state[TOLD] = True
        return ""

    run_saving(
        name,
        Saving(
            FORM,
            lambda known: save_setting(
                cache.get_store(),
                CONTACT,
                contact,
                by=name,
                based_on=get_basis(known, "changed_setting", seq),
            ),
            describe,
            lambda error: _compare(error, contact),
        ),
    )


def _compare(error: ChangedMeanwhileError, mine: str) -> Markup:
    theirs = error.theirs[0]["value"] if error.theirs else None
    row = {"label": t("opening.contact_field"), "theirs": theirs or "", "mine": mine}
    return render_versions(error, [row])
