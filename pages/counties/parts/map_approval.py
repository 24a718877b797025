"""The map approval number (审图号): saved once, then printed on every picture."""

import streamlit as st

from geo.approval import get_approval_line, parse_approval_number
from geo.sources import APPROVAL_SETTING
from pages.blocks.markup import show_note
from pages.blocks.setting_form import SettingForm, show_setting_form
from pages.counties.parts import maps
from pages.shell.i18n import t


def show_approval() -> None:
    """Show what the pictures will carry, and let the reader change it."""
    entered = maps.get_approval_number()
    with st.popover(t("map.approval.title")):
        show_note(t("map.approval.now", words=get_approval_line(entered)))
        show_setting_form(
            SettingForm(
                "map_approval",
                APPROVAL_SETTING,
                label=t("map.approval.field"),
                button=t("map.approval.save"),
                saved=t("map.approval.saved"),
                placeholder=entered or "",
                parse=lambda typed: parse_approval_number(typed) or "",
                show_value=get_approval_line,
            )
        )
