"""Decisions on a subject of the plan: list, record, withdraw. The one form for them."""

from collections.abc import Callable

import pandas as pd
import streamlit as st
from markupsafe import Markup

from data.errors import ChangedMeanwhileError
from data.ledger.decisions import (
    COMPARATORS,
    JUDGEMENTS,
    NUMBER_KINDS,
    list_base_years,
    list_decisions,
    load_decisions_number,
    record_decision,
    withdraw_decision,
)
from data.words.numbers import is_missing
from indicators.inputs import REGION
from indicators.targets.decided import list_replaced
from pages.blocks.markup import show, show_note, show_title
from pages.blocks.record_choice import accept_record, choose_record
from pages.blocks.saving import (
    Saving,
    get_basis,
    hold,
    render_versions,
    run_saving,
    show_conflict,
    show_outdated,
)
from pages.blocks.status import get_word
from pages.blocks.tables import Column, render_table
from pages.blocks.target_names import describe_decision, name_reading
from pages.blocks.values import describe_day, format_office_time
from pages.shell import cache
from pages.shell.actor import ask_actor_in_form, check_may
from pages.shell.i18n import t

TARGET = "target"
_EMPTY = {
    "reading_id": None,
    "judgement": None,
    "number_kind": None,
    "comparator": None,
    "low": None,
    "high": None,
    "as_of_year": None,
    "value": None,
}


def show_decisions(subject_kind: str, subject_id: str, area_id: str = REGION) -> None:
    """Show the decisions on a subject in an area, and let the reader record one.

    `subject_kind` is target, box_item or baseline_change; only targets have decisions other
    than readings.
    """
    show_title(t("decisions.title"))
    _show_records(area_id, subject_id)
    if not show_conflict(_name_form(area_id, subject_id)):
        with st.expander(t("decisions.record_title")):
            _ask_decision(subject_kind, subject_id, area_id)


def _show_records(area_id: str, subject_id: str) -> None:
    records = _list_records(area_id, subject_id)
    if records.empty:
        show_note(t("decisions.none"))
        return
    show(_render_records(area_id, subject_id))
    standing = records[~records["is_withdrawn"] & (records["area_id"] == area_id)]
    if len(standing):
        with st.expander(t("decisions.withdraw_title")):
            _ask_withdrawal(standing, _name_form(area_id, subject_id))


@cache.keep("decisions")
def _list_records(area_id: str, subject_id: str) -> pd.DataFrame:
    records = list_decisions(cache.get_store(), subject_id).fillna({"area_id": REGION})
    return records[records["area_id"].isin([area_id, REGION])]


@cache.keep(*cache.PROGRESS, in_words=True)
def _render_records(area_id: str, subject_id: str) -> Markup:
    records = _list_records(area_id, subject_id)
    columns = [
        Column("what", t("decisions.column.what")),
        Column("area", t("shell.area"), "short", is_minor=True),
        Column("by", t("decisions.column.by")),
        Column("on", t("decisions.column.on"), "short"),
        Column("document", t("decisions.column.document"), "short"),
        Column("note", t("targets.column.note"), "long", is_minor=True),
        Column("recorded", t("decisions.column.recorded"), is_minor=True),
        Column("state", t("decisions.column.state")),
    ]
    replaced = list_replaced(records)
    rows = [_make_record(row, row["decision_id"] in replaced) for row in records.to_dict("records")]
    return render_table(columns, rows, is_labelled=True)


def _make_record(row: dict, is_replaced: bool) -> dict:
    recorded = t(
        "decisions.recorded",
        by=row["recorded_by"] or "—",
        at=format_office_time(row["recorded_at"]),
    )
    state = t("decisions.earlier" if is_replaced else "decisions.stands")
    if row["is_withdrawn"]:
        state = t(
            "decisions.withdrawn_by",
            by=row["withdrawn_by"] or "—",
            at=format_office_time(row["withdrawn_at"]),
        )
    if not is_missing(row["withdrawal_note"]):
        state = t("decisions.because", what=state, why=row["withdrawal_note"])
    return {
        "what": describe_decision(row),
        "area": cache.get_area_names()[row["area_id"]],
        "by": row["decided_by"],
        "on": f"{row['decided_on']:%Y-%m-%d}",
        "document": row["document_no"],
        "note": "" if is_missing(row["note"]) else row["note"],
        "recorded": recorded,
        "state": state,
        "_class": "undone" if row["is_withdrawn"] else "",
    }


def _ask_withdrawal(standing, form: str) -> None:
    if not check_may("decide", None):
        return
    names = {
        row["decision_id"]: t(
            "decisions.choice", what=describe_decision(row), document=row["document_no"]
        )
        for row in standing.to_dict("records")
    }
    with st.form("withdraw_form", border=False, enter_to_submit=False):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            decision_id = choose_record(
                t("decisions.which"), names, key="withdraw_which", width=420
            )
            note = st.text_input(t("decisions.why"), key="withdraw_why", max_chars=300, width=320)
        name = ask_actor_in_form("_withdraw_decision")
        is_sent = st.form_submit_button(t("decisions.withdraw"), key="withdraw_decision")
    if is_sent and accept_record(decision_id):
        run_saving(
            name,
            Saving(
                form,
                lambda _: withdraw_decision(cache.get_store(), decision_id, by=name, note=note),
                lambda _: t("decisions.withdrawn"),
                forget=("withdraw_why",),
                record="withdraw_which",
            ),
        )


def _ask_decision(subject_kind: str, subject_id: str, area_id: str) -> None:
    if not check_may("decide", area_id):
        return
    is_target = subject_kind == TARGET
    show_note(t("decisions.hint" if is_target else "decisions.hint_reading"))
    kinds = {kind: t(f"decisions.kind.{kind}") for kind in _list_kinds(subject_kind, subject_id)}
    with st.container(horizontal=True, vertical_alignment="bottom", key="decide_how"):
        kind = st.selectbox(
            t("decisions.what"),
            list(kinds),
            key=f"decide_{subject_id}",
            format_func=kinds.__getitem__,
            width=220,
        )
        # The choices that decide which fields appear are outside the form, because a form sends
        # nothing until its button is pressed.
        way = _ask_way(subject_id) if kind == "number" else {}
    asks: dict[str, Callable[..., dict]] = {
        "reading": _ask_reading,
        "number": _ask_number,
        "judgement": _ask_judgement,
        "base": _ask_base,
    }
    form = _name_form(area_id, subject_id)
    now = _number_decisions(kind, subject_id, subject_kind, area_id)
    seq = hold(form, now, lambda _: "decided_by", kind)
    if seq != now:
        show_outdated(form)
    with st.form("decide_form", border=False, enter_to_submit=False):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            content = asks[kind](subject_id, **way)
        origin = _ask_origin()
        name = ask_actor_in_form("_decide")
        is_sent = st.form_submit_button(
            t("decisions.record"), key="record_decision", type="primary"
        )
    if is_sent:
        mine = {"kind": kind, "subject_id": subject_id} | content | origin
        run_saving(
            name,
            Saving(
                form,
                lambda known: record_decision(
                    cache.get_store(),
                    kind,
                    subject_id,
                    subject_kind=subject_kind,
                    area_id=area_id,
                    by=name,
                    based_on=get_basis(known, "changed_decision", seq),
                    **origin,
                    **content,
                ),
                lambda _: t("decisions.recorded_now"),
                lambda error: _compare_decisions(error, mine),
                forget=("decided_by", "decided_on", "decided_document", "decided_note"),
            ),
        )


@cache.keep("decisions")
def _number_decisions(kind: str, subject_id: str, subject_kind: str, area_id: str) -> int:
    return load_decisions_number(
        cache.get_store(), kind, subject_id, subject_kind=subject_kind, area_id=area_id
    )


def _name_form(area_id: str, subject_id: str) -> str:
    return f"decide_{subject_id}_{area_id}"


def _list_kinds(subject_kind: str, target_id: str) -> list[str]:
    """Return what can be decided; numbers and judgements only if the plan gives no number."""
    if subject_kind != TARGET:
        return ["reading"]
    index = cache.get_inputs().index
    target = next(row for row in index.targets if row["target_id"] == target_id)
    kinds = ["judgement", "number"] if target["kind"] == "qualitative" else []
    # Even a single reading can be decided: our proposal counts only once it is.
    kinds.insert(0, "reading")
    return [*kinds, "base"]


def _ask_reading(subject_id: str) -> dict:
    readings = cache.get_readings()
    own = readings.index[readings["subject_id"] == subject_id]
    names = {reading_id: name_reading(reading_id) for reading_id in own}
    chosen = st.selectbox(
        t("targets.column.reading"),
        list(names),
        key=f"decide_read_{subject_id}",
        format_func=names.__getitem__,
        width=420,
    )
    return {"reading_id": chosen}


def _ask_judgement(target_id: str) -> dict:
    names = {status: get_word(status) for status in JUDGEMENTS}
    chosen = st.selectbox(
        t("decisions.judgement"),
        list(names),
        key=f"decide_judge_{target_id}",
        format_func=names.__getitem__,
        width=200,
    )
    return {"judgement": chosen}


def _ask_origin() -> dict:
    """Ask who decided, when, and under which document."""
    with st.container(horizontal=True):
        decided_by = st.text_input(
            t("decisions.column.by"), key="decided_by", max_chars=80, width=260
        )
        decided_on = st.text_input(
            t("decisions.column.on"),
            key="decided_on",
            width=150,
            placeholder=t("decisions.date_hint"),
        )
        document = st.text_input(
            t("decisions.column.document"), key="decided_document", max_chars=80, width=260
        )
    note = st.text_input(t("decisions.note"), key="decided_note", max_chars=300)
    return {
        "decided_by": decided_by,
        "decided_on": decided_on,
        "document_no": document,
        "note": note,
    }


def _ask_number(target_id: str, number_kind: str, comparator: str) -> dict:
    low = _ask_value("low", target_id)
    high = _ask_value("high", target_id) if comparator == "range" else None
    return {"number_kind": number_kind, "comparator": comparator, "low": low, "high": high}


def _ask_way(target_id: str) -> dict:
    """Ask how a number is measured and when it is met."""
    kinds = {kind: t(f"decisions.measured.{kind}") for kind in NUMBER_KINDS}
    ways = {way: t(f"decisions.comparator_name.{way}") for way in COMPARATORS}
    number_kind = st.selectbox(
        t("decisions.measured_from"),
        list(kinds),
        width=220,
        key=f"number_kind_{target_id}",
        format_func=kinds.__getitem__,
    )
    comparator = st.selectbox(
        t("decisions.met_how"),
        list(ways),
        width=150,
        index=2,
        key=f"number_way_{target_id}",
        format_func=ways.__getitem__,
    )
    return {"number_kind": number_kind, "comparator": comparator}


def _ask_base(target_id: str) -> dict:
    years = list_base_years(cache.get_store(), target_id)
    # A user may give a value for a year without a figure, so every year can be chosen.
    others = [year for year in cache.get_possible_years() if year not in years]
    names = {year: t("decisions.year_with_figure", year=year) for year in years} | {
        year: t("shell.year_value", year=year) for year in others
    }
    year = st.selectbox(
        t("decisions.base_year"),
        sorted(names, reverse=True),
        width=220,
        key=f"base_year_{target_id}",
        format_func=names.__getitem__,
    )
    return {"as_of_year": year, "value": _ask_value("base_value", target_id)}


def _ask_value(name: str, target_id: str) -> float | None:
    return st.number_input(
        t(f"decisions.{name}"),
        value=None,
        format="%.8g",
        width=170,
        key=f"decide_{name}_{target_id}",
        placeholder="",
    )


def _compare_decisions(error: ChangedMeanwhileError, mine: dict) -> Markup:
    """Return what stands of a matter, the newest decision first, beside one not yet recorded."""
    theirs = error.theirs[0] if error.theirs else None
    own = _describe_decision(_EMPTY | mine)
    other = _describe_decision(theirs) if theirs else {}
    withdrawn = t("shell.conflict.withdrawn")
    rows = [
        {
            "label": t(f"decisions.column.{name}"),
            "theirs": other.get(name, withdrawn if name == "what" else ""),
            "mine": own[name],
        }
        for name in own
    ]
    return render_versions(error, rows)


def _describe_decision(row: dict) -> dict[str, str]:
    return {
        "what": describe_decision(row),
        "by": row["decided_by"],
        "on": describe_day(row["decided_on"]),
        "document": row["document_no"],
    }
