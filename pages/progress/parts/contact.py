"""Whom to ask about the figures: saved once, then shown on the overview."""

import streamlit as st

from data.ledger.settings import CONTACT, load_setting
from pages.blocks.setting_form import SettingForm, show_setting_form
from pages.shell import cache
from pages.shell.i18n import t


@cache.keep("settings")
def get_contact() -> str | None:
    """Return whom to ask, None where nobody has entered it."""
    return load_setting(cache.get_store(), CONTACT)


def show_contact_form() -> None:
    """Let the reader enter or change whom to ask."""
    with st.popover(t("opening.contact_edit")):
        show_setting_form(
            SettingForm(
                "contact",
                CONTACT,
                label=t("opening.contact_field"),
                button=t("opening.contact_save"),
                saved=t("opening.contact_saved"),
                placeholder=get_contact() or t("opening.contact_hint"),
            )
        )
