"""The form that withdraws one of several: a grant, a token, a port."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from pages.blocks.record_choice import accept_record, choose_record
from pages.blocks.saving import Saving, run_saving
from pages.shell import cache
from pages.shell.actor import ask_actor_in_form
from pages.shell.i18n import t


def ask_which_to_withdraw(kind: str, names: dict[str, str], withdraw: Callable[..., Any]) -> None:
    """Ask which one is to be withdrawn, and withdraw it.

    Parameters
    ----------
    kind : {'grant', 'token', 'port'}
    names : dict
        Id -> name.
    withdraw : callable
        Takes the store, the id, and by whom.
    """
    with st.form(f"{kind}_withdraw_form", border=False):
        label = t(f"shell.withdrawal.{kind}.which")
        chosen = choose_record(label, names, key=f"{kind}_which", width=460)
        by = ask_actor_in_form(f"_{kind}_withdrawal")
        is_gone = st.form_submit_button(
            t(f"shell.withdrawal.{kind}.withdraw"), key=f"{kind}_withdraw"
        )
    if is_gone and accept_record(chosen):
        run_saving(
            by,
            Saving(
                f"{kind}_withdrawal",
                lambda _: withdraw(cache.get_store(), chosen, by=by),
                lambda _: t(f"shell.withdrawal.{kind}.withdrawn", what=names[chosen]),
                record=f"{kind}_which",
            ),
        )
