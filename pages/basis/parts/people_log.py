"""Tokens and the ledger of access, for administrators of the region."""

import json

import streamlit as st

from data.rights.grants import list_grants
from data.rights.log import load_access_log
from data.rights.tokens import MOST_DAYS, USUAL_DAYS, list_tokens, make_token, withdraw_token
from data.words.names import pick_name
from data.words.numbers import format_day, is_missing
from pages.blocks.markup import render_fold, render_note, show, show_note, show_title
from pages.blocks.saving import Saving, run_saving
from pages.blocks.tables import Column, render_table
from pages.blocks.values import format_office_time
from pages.blocks.withdrawal import ask_which_to_withdraw
from pages.shell import cache
from pages.shell.actor import get_actor_name
from pages.shell.i18n import t
from pages.shell.messages import show_notice

MADE = "token_made"
MOST_SHOWN = 200


def show_tokens() -> None:
    """Show the tokens that hold, and the forms to make and to withdraw one."""
    show_title(t("rights.page.tokens"))
    show_note(t("rights.page.tokens_note"))
    made = st.session_state.pop(MADE, None)
    if made is not None:
        show_notice("done", t("rights.page.token_made", until=format_day(made[1])))
        st.code(made[0], language=None)
    tokens = list_tokens(cache.get_store())
    keys = ("person", "until", "note", "recorded")
    columns = [Column(key, t(f"rights.column.{key}")) for key in keys]
    rows = [
        {
            "person": row["person_id"],
            "until": f"{row['until_on']:%Y-%m-%d}",
            "note": "" if is_missing(row["note"]) else row["note"],
            "recorded": t(
                "decisions.recorded",
                by=row["recorded_by"] or "—",
                at=format_office_time(row["recorded_at"]),
            ),
        }
        for row in tokens.to_dict("records")
    ]
    show(
        render_table(columns, rows, is_labelled=True)
        if rows
        else render_note(t("rights.page.no_tokens"))
    )
    with st.expander(t("rights.page.token_make")):
        _ask_token()
    if rows:
        with st.expander(t("rights.page.token_withdraw")):
            names = {
                row["token_id"]: f"{row['person_id']} {row['until_on']:%Y-%m-%d}"
                for row in tokens.to_dict("records")
            }
            ask_which_to_withdraw("token", names, withdraw_token)


def _ask_token() -> None:
    grants = list_grants(cache.get_store())
    names = dict(zip(grants["person_id"], grants["person_name"], strict=True))
    with st.form("token_form", border=False, enter_to_submit=False):
        with st.container(horizontal=True):
            person = st.selectbox(
                t("rights.column.person"),
                list(names),
                format_func=names.__getitem__,
                key="token_person",
                width=260,
            )
            days = st.number_input(
                t("rights.page.token_days"), 1, MOST_DAYS, USUAL_DAYS, key="token_days", width=160
            )
            note = st.text_input(t("rights.column.note"), key="token_note", width=320)
        is_sent = st.form_submit_button(t("rights.page.token_make"), key="token_save")
    if is_sent and person:
        by = get_actor_name()

        def act(_) -> None:
            st.session_state[MADE] = make_token(
                cache.get_store(), person, days=int(days), note=note, by=by
            )

        run_saving(by, Saving("token", act, lambda _: "", forget=("token_note",)))


def show_access_log() -> None:
    """Show what was refused, who could not sign on, and what the owner of the machine did."""
    events = load_access_log(cache.get_store(), MOST_SHOWN)
    keys = ("at", "kind", "name", "action", "area", "detail")
    columns = [Column(key, t(f"rights.column.{key}")) for key in keys]
    rows = [
        {
            "at": format_office_time(row["recorded_at"]),
            "kind": t(f"rights.kind.{row['kind']}"),
            "name": row["person_name"] or row["person_id"] or "—",
            "action": t(f"rights.action.{row['action']}") if row["action"] else "",
            "area": _name_areas(row["area_ids"]),
            "detail": row["detail"] or "",
        }
        for row in events.to_dict("records")
    ]
    drawn = render_table(columns, rows, is_tall=len(rows) > 12) if rows else None
    show(render_fold(t("rights.page.log"), drawn or render_note(t("rights.page.no_events"))))


def _name_areas(text: str | None) -> str:
    areas = cache.get_areas()
    ids = json.loads(text) if text else []
    return t("shell.list_separator").join(
        pick_name(areas.loc[one]) if one in areas.index else one for one in ids
    )
