"""Why a target is behind and what is done about it: list, record, withdraw."""

import pandas as pd
import streamlit as st
from markupsafe import Markup

from data.errors import ChangedMeanwhileError
from data.ledger.remedies import list_remedies, list_remedy_history, record_remedy, withdraw_remedy
from pages.blocks.decisions import show_decisions
from pages.blocks.markup import show, show_note, show_title
from pages.blocks.saving import (
    Saving,
    get_basis,
    hold,
    render_versions,
    run_saving,
    show_conflict,
    show_outdated,
)
from pages.blocks.tables import Column, render_table
from pages.blocks.values import describe_day, format_office_time
from pages.shell import cache
from pages.shell.actor import ask_actor_in_form, check_may
from pages.shell.i18n import t

WANTING = ("slightly_behind", "behind", "moving_away")
FIELDS = ("reason", "remedy", "responsible", "due_on")


def show_target_decisions(area_id: str, year: int, target_id: str) -> None:
    """Show the decisions on a target in an area, and its corrective action."""
    show_decisions("target", target_id, area_id)
    status = cache.get_progress(area_id, year).set_index("target_id")["target_status"]
    _show_remedy(area_id, target_id, status.loc[[target_id]].iloc[0])


@cache.keep("matters")
def _get_remedies(target_id: str, area_id: str) -> pd.DataFrame:
    return list_remedies(cache.get_store(), target_id, area_id)


@cache.keep("matters")
def _get_remedy_history(target_id: str, area_id: str) -> pd.DataFrame:
    return list_remedy_history(cache.get_store(), target_id, area_id)


def _show_remedy(area_id: str, target_id: str, status: str) -> None:
    """Show reason and corrective action; ask for them if the target is behind."""
    standing = _get_remedies(target_id, area_id)
    if standing.empty and status not in WANTING:
        return
    show_title(t("decisions.remedy_title"))
    if standing.empty:
        show_note(t("decisions.remedy_none"))
    history = _get_remedy_history(target_id, area_id)
    if len(history):
        show(render_table(_list_remedy_columns(), _make_remedy_rows(history), is_labelled=True))
    if show_conflict(_name_form(area_id, target_id)):
        return
    current = {"seq": 0} if history.empty else {"seq": int(history["seq"].iloc[0])}
    if len(standing):
        current |= standing.iloc[0].to_dict()
    key = "decisions.remedy_record" if standing.empty else "decisions.remedy_change"
    with st.expander(t(key)):
        _ask_remedy(area_id, target_id, current)


def _list_remedy_columns() -> list[Column]:
    return [
        Column("reason", t("decisions.column.reason"), "long"),
        Column("remedy", t("decisions.column.remedy"), "long"),
        Column("responsible", t("decisions.column.responsible")),
        Column("due", t("decisions.column.due"), "short"),
        Column("recorded", t("decisions.column.recorded"), is_minor=True),
        Column("state", t("decisions.column.state")),
    ]


def _make_remedy_rows(history) -> list[dict]:
    rows = []
    for place, row in enumerate(history.to_dict("records")):
        stands = place == 0 and not row["is_withdrawn"]
        key = "withdrawn_record" if row["is_withdrawn"] else "stands" if stands else "earlier"
        rows.append(
            {
                "reason": row["reason"],
                "remedy": row["remedy"],
                "responsible": row["responsible"],
                "due": f"{row['due_on']:%Y-%m-%d}",
                "recorded": t(
                    "decisions.recorded",
                    by=row["recorded_by"] or "—",
                    at=format_office_time(row["recorded_at"]),
                ),
                "state": t(f"decisions.{key}"),
                "_class": "" if stands else "undone",
            }
        )
    return rows


def _ask_remedy(area_id: str, target_id: str, current: dict) -> None:
    """Ask for the remedy, or for another one; `current` has its seq, and what stands of it."""
    if not check_may("supervise", area_id):
        return
    form = _name_form(area_id, target_id)
    held = hold(form, current, lambda held: f"reason_{_name_fields(target_id, area_id, held)}")
    if held["seq"] != current["seq"]:
        show_outdated(form)
    key = _name_fields(target_id, area_id, held)
    with st.form(f"remedy_form_{key}", border=False, enter_to_submit=False):
        content = _ask_remedy_fields(held, key)
        name = ask_actor_in_form("_remedy")
        with st.container(horizontal=True):
            is_saved = st.form_submit_button(
                t("decisions.remedy_save"), key="save_remedy", type="primary"
            )
            is_gone = "reason" in held and st.form_submit_button(
                t("decisions.remedy_withdraw"), key="withdraw_remedy"
            )
    if is_saved:
        _save_remedy(form, record_remedy, "saved", name, held, content, target_id, area_id)
    elif is_gone:
        _save_remedy(form, withdraw_remedy, "withdrawn", name, held, {}, target_id, area_id)


def _name_form(area_id: str, target_id: str) -> str:
    return f"remedy_{target_id}_{area_id}"


def _name_fields(target_id: str, area_id: str, held: dict) -> str:
    """Return the end of the keys of the fields: they begin anew with each record."""
    stamp = held["seq"] if "reason" in held else "new"
    return f"{target_id}_{area_id}_{stamp}"


def _save_remedy(form, write, done: str, name: str, held: dict, content: dict, *subject) -> None:
    """Record a remedy or withdraw it, as `write` does."""
    target_id, area_id = subject
    run_saving(
        name,
        Saving(
            form,
            lambda known: write(
                cache.get_store(),
                target_id,
                area_id=area_id,
                by=name,
                based_on=get_basis(known, "changed_remedy", held["seq"]),
                **content,
            ),
            lambda _: t(f"decisions.remedy_{done}"),
            lambda error: _compare_remedies(error, held, content),
            words="change" if content else "withdrawal",
        ),
    )


def _ask_remedy_fields(known: dict, key: str) -> dict:
    reason = st.text_area(
        t("decisions.column.reason"),
        known.get("reason", ""),
        height=80,
        key=f"reason_{key}",
        max_chars=500,
    )
    remedy = st.text_area(
        t("decisions.column.remedy"),
        known.get("remedy", ""),
        height=80,
        key=f"remedy_{key}",
        max_chars=500,
    )
    due = f"{known['due_on']:%Y-%m-%d}" if "due_on" in known else ""
    with st.container(horizontal=True):
        responsible = st.text_input(
            t("decisions.column.responsible"),
            width=300,
            max_chars=80,
            value=known.get("responsible", ""),
            key=f"responsible_{key}",
        )
        due_on = st.text_input(
            t("decisions.column.due"),
            due,
            width=150,
            key=f"due_{key}",
            placeholder=t("decisions.date_hint"),
        )
    return {"reason": reason, "remedy": remedy, "responsible": responsible, "due_on": due_on}


def _compare_remedies(error: ChangedMeanwhileError, held: dict, mine: dict) -> Markup:
    """Return what stands of a remedy beside mine, and what both began from.

    `mine` is empty where the remedy is to be withdrawn.
    """
    theirs = error.theirs[0] if error.theirs else {}
    gone = t("decisions.remedy_withdraw")
    rows = [
        {
            "label": t(f"decisions.column.{'due' if name == 'due_on' else name}"),
            "before": describe_day(held.get(name)),
            "theirs": describe_day(theirs.get(name)) if theirs else t("shell.conflict.withdrawn"),
            "mine": describe_day(mine.get(name)) if mine else gone,
        }
        for name in FIELDS
    ]
    return render_versions(error, rows, before="opened")
