"""A setting of the office in one field: saved once, shown to everyone."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st
from markupsafe import Markup

from data.errors import ChangedMeanwhileError
from data.ledger.settings import MOST_CHARACTERS, load_setting_number, save_setting
from pages.blocks.saving import Saving, get_basis, hold, render_versions, run_saving, show_conflict
from pages.shell import cache
from pages.shell.actor import ask_actor, check_may
from pages.shell.messages import show_notice


@dataclass(frozen=True)
class SettingForm:
    """The form of one setting.

    Attributes
    ----------
    key : str
        Of the field; the button and the message have it with an ending.
    setting : str
        What the setting is kept by.
    label, button, saved : str
        What the field, its button and the message afterwards say.
    placeholder : str
        What the empty field says.
    parse : callable
        From what was typed to what is kept; it raises what the reader is told.
    show_value : callable
        From what is kept, None where nothing is, to how it is shown beside another's version.
    """

    key: str
    setting: str
    label: str
    button: str
    saved: str
    placeholder: str
    parse: Callable[[str], str] = str
    show_value: Callable[[str | None], str] = lambda value: value or ""


@cache.keep("settings")
def _get_number(setting: str) -> int:
    return load_setting_number(cache.get_store(), setting)


def show_setting_form(form: SettingForm) -> None:
    """Show the field with its button, or both versions where somebody else saved meanwhile."""
    seq = hold(form.key, _get_number(form.setting), lambda _: form.key)
    if st.session_state.pop(f"{form.key}_done", False):
        show_notice("done", form.saved)
    if show_conflict(form.key) or not check_may("maintain"):
        return
    typed = st.text_input(
        form.label, key=form.key, placeholder=form.placeholder, max_chars=MOST_CHARACTERS
    )
    name = ask_actor(f"_{form.key}")
    if st.button(form.button, key=f"{form.key}_save"):
        _save(form, form.parse(typed), name, seq)


def _save(form: SettingForm, value: str, name: str, seq: int) -> None:
    def save(known) -> None:
        based_on = get_basis(known, "changed_setting", seq)
        save_setting(cache.get_store(), form.setting, value, by=name, based_on=based_on)

    def describe(_) -> str:
        st.session_state[f"{form.key}_done"] = True
        return ""

    run_saving(name, Saving(form.key, save, describe, lambda error: _compare(form, error, value)))


def _compare(form: SettingForm, error: ChangedMeanwhileError, mine: str) -> Markup:
    theirs = error.theirs[0]["value"] if error.theirs else None
    row = {"theirs": form.show_value(theirs), "mine": form.show_value(mine)}
    return render_versions(error, [row | {"label": form.label}])
