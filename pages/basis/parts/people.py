"""Grants on a page: the list, its ledger, a form to grant and one to withdraw; the roles."""

from datetime import date

import pandas as pd
import streamlit as st
from markupsafe import Markup

from data.ledger.matters.record import parse_matter_day
from data.rights.actions import ACTIONS, ROLES, load_role_actions
from data.rights.grants import (
    has_administrator,
    list_grant_history,
    list_grants,
    record_grant,
    withdraw_grant,
)
from data.words.names import pick_name
from data.words.numbers import is_missing
from pages.blocks.markup import render_fold, render_note, show, show_note, show_title
from pages.blocks.saving import Saving, run_saving
from pages.blocks.tables import Column, render_table
from pages.blocks.values import format_office_time
from pages.blocks.withdrawal import ask_which_to_withdraw
from pages.shell import cache
from pages.shell.actor import check_may, get_actor_name
from pages.shell.i18n import t
from pages.shell.messages import show_notice

FIELDS = ("grant_person", "grant_name", "grant_note")


def show_grants() -> None:
    """Show who has which role where, the ledger of it, and the forms of administrators."""
    show_title(t("rights.page.grants"))
    store = cache.get_store()
    grants = list_grants(store)
    show(_render_grants(grants, is_history=False))
    show(
        render_fold(
            t("rights.page.history"), _render_grants(list_grant_history(store), is_history=True)
        )
    )
    if len(grants) and not has_administrator(cache.get_whole_store()):
        show_notice("warning", t("rights.no_administrator"))
    if not check_may("administer", None):
        return
    with st.expander(t("rights.page.grant")):
        _ask_grant()
    if len(grants):
        names = {
            row["grant_id"]: _name_grant(row)
            for row in grants.to_dict("records")
            if cache.may("administer", row["area_id"])
        }
        with st.expander(t("rights.page.grant_withdraw")):
            ask_which_to_withdraw("grant", names, withdraw_grant)


def _render_grants(grants: pd.DataFrame, *, is_history: bool) -> Markup:
    if grants.empty:
        return render_note(t("rights.page.no_grants"))
    keys = ("name", "person", "role", "area", "days", "state", "note", "recorded")
    columns = [Column(key, t(f"rights.column.{key}")) for key in keys]
    return render_table(
        columns, [_make_row(row, is_history) for row in grants.to_dict("records")], is_labelled=True
    )


def _make_row(row: dict, is_history: bool) -> dict:
    if is_history:
        state = "withdrawn" if row["is_withdrawn"] else "granted"
    else:
        state = "valid" if row["is_valid"] else "not_valid"
    return {
        "name": row["person_name"],
        "person": row["person_id"],
        "role": t(f"rights.role.{row['role']}"),
        "area": _name_area(row["area_id"]),
        "days": _write_days(row["from_on"], row["until_on"]),
        "state": t(f"rights.state.{state}"),
        "note": "" if is_missing(row["note"]) else row["note"],
        "recorded": t(
            "decisions.recorded",
            by=row["recorded_by"] or "—",
            at=format_office_time(row["recorded_at"]),
        ),
        "_class": "undone" if state in ("withdrawn", "not_valid") else "",
    }


def _write_days(first, last) -> str:
    first = "—" if is_missing(first) else f"{first:%Y-%m-%d}"
    if is_missing(last):
        return t("rights.page.days_open", first=first)
    return t("rights.page.days", first=first, last=f"{last:%Y-%m-%d}")


def _name_area(area_id: str) -> str:
    areas = cache.get_areas()
    return pick_name(areas.loc[area_id]) if area_id in areas.index else area_id


def _ask_grant() -> None:
    names = {
        area_id: _name_area(area_id)
        for area_id in cache.get_areas().index
        if cache.may("administer", area_id)
    }
    roles = {role: t(f"rights.role.{role}") for role in ROLES}
    show_note(t("rights.page.grant_note"))
    with st.form("grant_form", border=False, enter_to_submit=False):
        with st.container(horizontal=True):
            person = st.text_input(t("rights.column.person"), key=FIELDS[0], width=260)
            name = st.text_input(t("rights.column.name"), key=FIELDS[1], max_chars=60, width=200)
            role = st.selectbox(
                t("rights.column.role"),
                list(roles),
                format_func=roles.__getitem__,
                key="grant_role",
                width=180,
            )
            area_id = st.selectbox(
                t("rights.column.area"),
                list(names),
                format_func=names.__getitem__,
                key="grant_area",
                width=260,
            )
        with st.container(horizontal=True):
            until = st.text_input(t("rights.page.until"), key="grant_until", width=260)
            note = st.text_input(t("rights.column.note"), key=FIELDS[2], max_chars=200, width=420)
        is_sent = st.form_submit_button(t("rights.page.grant"), key="grant_save", type="primary")
    if not is_sent:
        return
    by = get_actor_name()
    run_saving(
        by,
        Saving(
            "grant",
            lambda _: record_grant(
                cache.get_store(),
                person_id=person,
                person_name=name,
                role=role,
                area_id=area_id,
                until_on=_parse_until(until),
                note=note,
                by=by,
            ),
            lambda _: t("rights.page.granted", name=name, role=roles[role], area=names[area_id]),
            forget=FIELDS,
        ),
    )


def _parse_until(text: str) -> date | None:
    return parse_matter_day(text, may_be_ahead=True) if text.strip() else None


def _name_grant(row: dict) -> str:
    return t(
        "rights.page.grant_option",
        name=row["person_name"],
        role=t(f"rights.role.{row['role']}"),
        area=_name_area(row["area_id"]),
    )


def show_roles() -> None:
    """Show which role may do what."""
    roles = load_role_actions()
    columns = [Column("action", t("rights.column.action"))]
    columns += [Column(role, t(f"rights.role.{role}")) for role in ROLES]
    rows = [
        {"action": t(f"rights.action.{action}")}
        | {role: "●" if action in roles[role] else "" for role in ROLES}
        for action in ACTIONS
    ]
    show(render_fold(t("rights.page.roles"), render_table(columns, rows)))
