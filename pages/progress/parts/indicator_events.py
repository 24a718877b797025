"""Events beside a series: list them, record one, withdraw one."""

import streamlit as st
from markupsafe import Markup

from data.errors import ChangedMeanwhileError
from data.ledger.events import (
    KINDS_OF_EVENT,
    MOST_NAME,
    MOST_SOURCE,
    load_events_number,
    record_event,
    withdraw_event,
)
from data.words.numbers import is_missing
from pages.blocks.folds import show_fold
from pages.blocks.markup import render_note, render_title, show
from pages.blocks.record_choice import accept_record, choose_record
from pages.blocks.saving import Saving, get_basis, hold, render_versions, run_saving, show_conflict
from pages.blocks.series import get_events
from pages.blocks.status import name_indicator
from pages.blocks.tables import Column, render_table
from pages.shell import cache
from pages.shell.actor import ask_actor_in_form, check_may
from pages.shell.i18n import t

SCOPES = ("one", "all")


def show_events(indicator_id: str, area_id: str) -> None:
    """Show the events beside a series, and let the reader record or withdraw one."""
    events = get_events(indicator_id, area_id)
    title = render_title(t("events.title"))
    if events.empty:
        show(title, render_note(t("events.none")))
    else:
        show(title, _render_events(indicator_id, area_id), render_note(t("events.note")))
    form = f"event_{area_id}"
    if not show_conflict(form):
        show_fold(
            t("events.record_title"),
            lambda: _ask_event(form, indicator_id, area_id),
            key="event_record",
        )
    own = events[events["area_id"] == area_id]
    if len(own):
        with st.expander(t("events.withdraw_title")):
            _ask_withdrawal(own, area_id)


@cache.keep(*cache.PROGRESS, "events", in_words=True)
def _render_events(indicator_id: str, area_id: str) -> Markup:
    columns = [
        Column("on", t("events.column.on"), "short"),
        Column("kind", t("events.column.kind"), "short"),
        Column("name", t("events.column.name")),
        Column("concerns", t("events.column.concerns")),
        Column("source", t("events.column.source"), "long"),
        Column("by", t("events.column.by"), "short"),
    ]
    rows = [
        {
            "on": row["happened_on"],
            "kind": t(f"events.kind.{row['kind']}"),
            "name": row["name"],
            "concerns": describe_concern(row, indicator_id),
            "source": row["source"],
            "by": row["recorded_by"] or t("data.unnamed"),
        }
        for row in get_events(indicator_id, area_id).to_dict("records")
    ]
    return render_table(columns, rows, is_labelled=True)


def describe_concern(row: dict, indicator_id: str) -> str:
    """Return which series of which area an event concerns."""
    area = cache.get_area_names()[row["area_id"]]
    if is_missing(row["indicator_id"]):
        return t("events.every_series", area=area)
    return t("events.this_series", area=area, name=name_indicator(indicator_id))


@cache.keep("events")
def _number_events(area_id: str) -> int:
    return load_events_number(cache.get_store(), area_id)


def _ask_event(form: str, indicator_id: str, area_id: str) -> None:
    """Ask for an event; it is based on the events of the area that stood when this opened."""
    if not check_may("note", area_id):
        return
    standing = _number_events(area_id)
    base = hold(form, standing, lambda number: f"event_name_{area_id}_{number}", of=area_id)
    key = f"{area_id}_{base}"
    with st.form(f"form_{form}", border=False):
        content = _ask_fields(indicator_id, key)
        name = ask_actor_in_form(f"_event_{area_id}")
        is_saved = st.form_submit_button(t("events.save"), key="save_event")
    if is_saved:
        run_saving(
            name,
            Saving(
                form,
                lambda known: record_event(
                    cache.get_store(),
                    area_id=area_id,
                    by=name,
                    based_on=get_basis(known, "changed_event", base),
                    **content,
                ),
                lambda _: t("events.recorded"),
                lambda error: _compare_events(error, content),
                forget=(f"event_name_{key}", f"event_on_{key}", f"event_source_{key}"),
            ),
        )


def _ask_fields(indicator_id: str, key: str) -> dict:
    kinds = {kind: t(f"events.kind.{kind}") for kind in KINDS_OF_EVENT}
    scopes = {scope: t(f"events.scope.{scope}") for scope in SCOPES}
    with st.container(horizontal=True):
        kind = st.selectbox(
            t("events.field.kind"),
            list(kinds),
            format_func=kinds.__getitem__,
            key=f"event_kind_{key}",
            width=130,
        )
        happened_on = st.text_input(
            t("events.field.on"),
            key=f"event_on_{key}",
            max_chars=10,
            placeholder=t("events.field.on_hint"),
            width=250,
        )
        name = st.text_input(
            t("events.field.name"),
            key=f"event_name_{key}",
            max_chars=MOST_NAME,
            placeholder=t("events.field.name_hint"),
            width=300,
        )
    source = st.text_input(
        t("events.field.source"),
        key=f"event_source_{key}",
        max_chars=MOST_SOURCE,
        placeholder=t("events.field.source_hint"),
        width=560,
    )
    scope = st.radio(
        t("events.field.scope"),
        list(scopes),
        format_func=scopes.__getitem__,
        key=f"event_scope_{key}",
        horizontal=True,
    )
    return {
        "kind": kind,
        "happened_on": happened_on,
        "name": name,
        "source": source,
        "indicator_id": indicator_id if scope == "one" else None,
    }


def _compare_events(error: ChangedMeanwhileError, mine: dict) -> Markup:
    """Return the newest event that stands beside the one not yet recorded."""
    theirs = error.theirs[0] if error.theirs else None
    rows = [
        {
            "label": t(f"events.field.{'on' if field == 'happened_on' else field}"),
            "theirs": _write_field(field, theirs) if theirs else t("shell.conflict.withdrawn"),
            "mine": _write_field(field, mine),
        }
        for field in ("kind", "happened_on", "name", "source")
    ]
    return render_versions(error, rows)


def _write_field(field: str, event: dict) -> str:
    return t(f"events.kind.{event['kind']}") if field == "kind" else event[field] or "—"


def _ask_withdrawal(own, area_id: str) -> None:
    if not check_may("note", area_id):
        return
    names = {
        row["event_id"]: t(
            "events.option",
            on=row["happened_on"],
            kind=t(f"events.kind.{row['kind']}"),
            name=row["name"],
        )
        for row in own.to_dict("records")
    }
    key = f"withdraw_which_{area_id}"
    with st.form(f"withdraw_event_{area_id}", border=False):
        event_id = choose_record(t("events.withdraw_which"), names, key=key, width=460)
        name = ask_actor_in_form(f"_withdraw_{area_id}")
        is_gone = st.form_submit_button(t("events.withdraw"), key="withdraw_event")
    if is_gone and accept_record(event_id):
        run_saving(
            name,
            Saving(
                f"withdrawal_{area_id}",
                lambda _: withdraw_event(cache.get_store(), event_id, area_id=area_id, by=name),
                lambda _: t("events.withdrawn"),
                record=key,
            ),
        )
