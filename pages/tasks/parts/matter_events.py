"""What happened to a matter: list it, record an event, withdraw one."""

import streamlit as st
from markupsafe import Markup

from data.errors import ChangedMeanwhileError
from data.ledger.matters.listing import Matter
from data.ledger.matters.order import EVENT_KINDS, name_event
from data.ledger.matters.record import (
    MOST_TEXT,
    load_number_of_events,
    record_matter_event,
    withdraw_matter_event,
)
from pages.blocks.folds import show_fold
from pages.blocks.markup import show, show_note, show_title
from pages.blocks.matters import format_matter_day
from pages.blocks.record_choice import accept_record, choose_record
from pages.blocks.saving import Saving, get_basis, hold, render_versions, run_saving, show_conflict
from pages.blocks.tables import Column, render_table
from pages.blocks.values import format_office_time
from pages.shell import cache
from pages.shell.actor import ask_actor_in_form, check_may
from pages.shell.i18n import t

_FIELDS = ("kind", "happened_on", "due_on", "document_no", "note")


def show_matter_events(matter: Matter) -> None:
    """Show the events of a matter, and let the reader record or withdraw one."""
    show_title(t("matters.events_title"))
    if matter.events:
        show(_render_events(matter.events))
    else:
        show_note(t("matters.events_none"))
    form = f"matter_events_{matter.record['matter_id']}"
    if show_conflict(form):
        return
    with st.expander(t("matters.event_record"), expanded=True):
        _ask_event(form, matter)
    if matter.events:
        show_fold(
            t("matters.event_withdraw_title"),
            lambda: _ask_withdrawal(form, matter),
            key=f"withdraw_fold_{form}",
        )


def _render_events(events: list[dict]) -> Markup:
    columns = [
        Column("on", t("matters.column.happened_on"), "short"),
        Column("kind", t("matters.column.event")),
        Column("due", t("matters.column.event_due_on"), "short"),
        Column("document", t("matters.column.document_no")),
        Column("note", t("matters.column.note"), "long"),
        Column("recorded", t("matters.column.recorded"), is_minor=True),
    ]
    rows = [
        {
            "on": format_matter_day(row["happened_on"]),
            "kind": name_event(row["kind"]),
            "due": format_matter_day(row["due_on"]),
            "document": row["document_no"] or "—",
            "note": row["note"] or "—",
            "recorded": t(
                "decisions.recorded",
                by=row["recorded_by"] or "—",
                at=format_office_time(row["recorded_at"]),
            ),
        }
        for row in events
    ]
    return render_table(columns, rows, is_labelled=True)


def _ask_event(form: str, matter: Matter) -> None:
    if not check_may("supervise", matter.record["area_id"]):
        return
    matter_id = matter.record["matter_id"]
    standing = load_number_of_events(cache.get_store(), matter_id)
    held = hold(form, standing, lambda number: f"event_on_{matter_id}_{number}", of=matter_id)
    key = f"{matter_id}_{held}"
    kinds = {kind: name_event(kind) for kind in EVENT_KINDS}
    with st.form(f"form_{form}", border=False, enter_to_submit=False):
        with st.container(horizontal=True):
            kind = st.selectbox(
                t("matters.column.event"),
                list(kinds),
                format_func=kinds.__getitem__,
                key=f"event_kind_{key}",
                width=230,
            )
            content = {"kind": kind} | {
                name: _ask(name, key, width)
                for name, width in (("happened_on", 150), ("due_on", 190), ("document_no", 240))
            }
        content["note"] = _ask("note", key, 560)
        show_note(t("matters.event_note"))
        name = ask_actor_in_form(f"_{form}")
        is_saved = st.form_submit_button(t("matters.event_save"), key="save_event", type="primary")
    if is_saved:
        run_saving(
            name,
            Saving(
                form,
                lambda known: record_matter_event(
                    cache.get_store(),
                    matter_id,
                    by=name,
                    based_on=get_basis(known, "changed_matter_events", held),
                    **content,
                ),
                lambda _: t("matters.event_recorded", event=name_event(content["kind"])),
                lambda error: _compare(error, content),
            ),
        )


def _ask(name: str, key: str, width: int) -> str:
    label = "event_due_on" if name == "due_on" else name
    short = {"happened_on": "on", "due_on": "due"}.get(name, name)
    return st.text_input(
        t(f"matters.column.{label}"),
        key=f"event_{short}_{key}",
        max_chars=MOST_TEXT,
        placeholder=t("matters.day_hint") if short in ("on", "due") else None,
        width=width,
    )


def _compare(error: ChangedMeanwhileError, mine: dict) -> Markup:
    """Return the newest event that stands beside the one not yet recorded."""
    theirs = error.theirs[0] if error.theirs else None
    rows = [
        {
            "label": t(f"matters.column.{'event' if name == 'kind' else name}"),
            "theirs": _write(name, theirs[name]) if theirs else t("shell.conflict.withdrawn"),
            "mine": _write(name, mine[name]),
        }
        for name in _FIELDS
        if name != "due_on"
    ]
    return render_versions(error, rows)


def _write(name: str, value) -> str:
    if name == "kind":
        return name_event(value)
    return format_matter_day(value) if hasattr(value, "year") else value or "—"


def _ask_withdrawal(form: str, matter: Matter) -> None:
    if not check_may("supervise", matter.record["area_id"]):
        return
    matter_id = matter.record["matter_id"]
    form = f"withdraw_{form}"
    standing = load_number_of_events(cache.get_store(), matter_id)
    key = f"event_which_{matter_id}"
    held = hold(form, standing, lambda _: key, of=matter_id)
    names = {
        row["event_id"]: t(
            "matters.event_option",
            day=format_matter_day(row["happened_on"]),
            event=name_event(row["kind"]),
        )
        for row in matter.events
    }
    with st.form(form, border=False):
        event_id = choose_record(t("matters.event_which"), names, key=key, width=420)
        name = ask_actor_in_form(f"_{form}")
        is_gone = st.form_submit_button(t("matters.event_withdraw"), key="withdraw_event")
    if is_gone and accept_record(event_id):
        run_saving(
            name,
            Saving(
                form,
                lambda _: withdraw_matter_event(
                    cache.get_store(), matter_id, event_id, by=name, based_on=held
                ),
                lambda _: t("matters.event_withdrawn"),
                record=key,
            ),
        )
