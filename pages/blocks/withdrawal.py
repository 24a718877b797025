"""The form that withdraws one of several: a grant, a token, a port."""

from collections.abc import Callable
from typing import Any

import streamlit as st

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
        chosen = st.selectbox(
            t(f"shell.withdrawal.which.{kind}"),
            list(names),
            format_func=names.__getitem__,
            key=f"{kind}_which",
            width=460,
        )
        by = ask_actor_in_form(f"_{kind}_withdrawal")
        is_gone = st.form_submit_button(
            t(f"shell.withdrawal.button.{kind}"), key=f"{kind}_withdraw"
        )
    if is_gone and chosen:
        run_saving(
            by,
            Saving(
                f"{kind}_withdrawal",
                lambda _: withdraw(cache.get_store(), chosen, by=by),
                lambda _: t(f"shell.withdrawal.done.{kind}", what=names[chosen]),
            ),
        )
