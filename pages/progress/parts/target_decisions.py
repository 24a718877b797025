"""Decisions on a target and its corrective action: record, list, withdraw."""

from collections.abc import Callable

import streamlit as st

from data.ledger.decisions import (
    COMPARATORS,
    JUDGEMENTS,
    NUMBER_KINDS,
    list_base_years,
    list_decisions,
    list_remedies,
    list_remedy_history,
    load_decisions_number,
    record_decision,
    record_remedy,
    withdraw_decision,
    withdraw_remedy,
)
from data.words.names import pick_name
from data.words.numbers import is_missing
from indicators.inputs import REGION
from indicators.targets.decided import list_replaced
from pages.blocks.markup import show, show_note, show_title
from pages.blocks.saving import Saving, get_basis, hold, run_saving, show_conflict, show_outdated
from pages.blocks.status import get_word
from pages.blocks.tables import Column, render_table
from pages.blocks.target_names import describe_decision, name_reading
from pages.blocks.values import format_office_time
from pages.progress.parts.decision_versions import compare_decisions, compare_remedies
from pages.shell import cache
from pages.shell.actor import ask_actor_in_form
from pages.shell.i18n import t

WANTING = ("slightly_behind", "behind", "moving_away")


def show_decisions(area_id: str, year: int, target_id: str) -> None:
    """Show the decisions on a target in an area, and let the reader record one."""
    show_title(t("decisions.title"))
    _show_records(area_id, target_id)
    if not show_conflict(_name_form("decide", area_id, target_id)):
        with st.expander(t("decisions.record_title")):
            _ask_decision(area_id, target_id)
    status = cache.get_progress(area_id, year).set_index("target_id")["target_status"]
    _show_remedy(area_id, target_id, status.loc[[target_id]].iloc[0])


def _show_records(area_id: str, target_id: str) -> None:
    records = list_decisions(cache.get_store(), target_id)
    records = records.fillna({"area_id": REGION})
    records = records[records["area_id"].isin([area_id, REGION])]
    if records.empty:
        show_note(t("decisions.none"))
        return
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
    show(
        render_table(
            columns,
            [
                _make_record(row, row["decision_id"] in replaced)
                for row in records.to_dict("records")
            ],
            is_labelled=True,
        )
    )
    standing = records[~records["is_withdrawn"] & (records["area_id"] == area_id)]
    if len(standing):
        with st.expander(t("decisions.withdraw_title")):
            _ask_withdrawal(standing, _name_form("decide", area_id, target_id))


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
        "area": pick_name(cache.get_areas().loc[row["area_id"]]),
        "by": row["decided_by"],
        "on": f"{row['decided_on']:%Y-%m-%d}",
        "document": row["document_no"],
        "note": "" if is_missing(row["note"]) else row["note"],
        "recorded": recorded,
        "state": state,
        "_class": "undone" if row["is_withdrawn"] else "",
    }


def _ask_withdrawal(standing, form: str) -> None:
    names = {
        row["decision_id"]: t(
            "decisions.choice", what=describe_decision(row), document=row["document_no"]
        )
        for row in standing.to_dict("records")
    }
    with st.form("withdraw_form", border=False, enter_to_submit=False):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            decision_id = st.selectbox(
                t("decisions.which"),
                list(names),
                key="withdraw_which",
                format_func=names.__getitem__,
                width=420,
            )
            note = st.text_input(t("decisions.why"), key="withdraw_why", max_chars=300, width=320)
        name = ask_actor_in_form("_withdraw_decision")
        is_sent = st.form_submit_button(t("decisions.withdraw"), key="withdraw_decision")
    if is_sent:
        run_saving(
            name,
            Saving(
                form,
                lambda _: withdraw_decision(cache.get_store(), decision_id, by=name, note=note),
                lambda _: t("decisions.withdrawn"),
                forget=("withdraw_why",),
            ),
        )


def _ask_decision(area_id: str, target_id: str) -> None:
    show_note(t("decisions.hint"))
    kinds = {kind: t(f"decisions.kind.{kind}") for kind in _list_kinds(target_id)}
    with st.container(horizontal=True, vertical_alignment="bottom", key="decide_how"):
        kind = st.selectbox(
            t("decisions.what"),
            list(kinds),
            key=f"decide_{target_id}",
            format_func=kinds.__getitem__,
            width=220,
        )
        # The choices that decide which fields appear are outside the form, because a form sends
        # nothing until its button is pressed.
        way = _ask_way(target_id) if kind == "number" else {}
    asks: dict[str, Callable[..., dict]] = {
        "reading": _ask_reading,
        "number": _ask_number,
        "judgement": _ask_judgement,
        "base": _ask_base,
    }
    form = _name_form("decide", area_id, target_id)
    now = load_decisions_number(cache.get_store(), kind, target_id, area_id=area_id)
    seq = hold(form, now, lambda _: "decided_by", kind)
    if seq != now:
        show_outdated(form)
    with st.form("decide_form", border=False, enter_to_submit=False):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            content = asks[kind](target_id, **way)
        origin = _ask_origin()
        name = ask_actor_in_form("_decide")
        is_sent = st.form_submit_button(
            t("decisions.record"), key="record_decision", type="primary"
        )
    if is_sent:
        mine = {"kind": kind, "subject_id": target_id} | content | origin
        run_saving(
            name,
            Saving(
                form,
                lambda known: record_decision(
                    cache.get_store(),
                    kind,
                    target_id,
                    area_id=area_id,
                    by=name,
                    based_on=get_basis(known, "changed_decision", seq),
                    **origin,
                    **content,
                ),
                lambda _: t("decisions.recorded_now"),
                lambda error: compare_decisions(error, mine),
                forget=("decided_by", "decided_on", "decided_document", "decided_note"),
            ),
        )


def _name_form(name: str, area_id: str, target_id: str) -> str:
    return f"{name}_{target_id}_{area_id}"


def _list_kinds(target_id: str) -> list[str]:
    """Return what can be decided; numbers and judgements only if the plan gives no number."""
    index = cache.get_inputs().index
    target = next(row for row in index.targets if row["target_id"] == target_id)
    kinds = ["judgement", "number"] if target["kind"] == "qualitative" else []
    # Even a single reading can be decided: our proposal counts only once it is.
    kinds.insert(0, "reading")
    return [*kinds, "base"]


def _ask_reading(target_id: str) -> dict:
    readings = cache.get_inputs().index.readings[target_id]
    names = {row["reading_id"]: name_reading(row["reading_id"]) for row in readings}
    chosen = st.selectbox(
        t("targets.column.reading"),
        list(names),
        key=f"decide_read_{target_id}",
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


def _show_remedy(area_id: str, target_id: str, status: str) -> None:
    """Show reason and corrective action; ask for them if the target is behind."""
    store = cache.get_store()
    standing = list_remedies(store, target_id, area_id)
    if standing.empty and status not in WANTING:
        return
    show_title(t("decisions.remedy_title"))
    if standing.empty:
        show_note(t("decisions.remedy_none"))
    history = list_remedy_history(store, target_id, area_id)
    if len(history):
        show(render_table(_list_remedy_columns(), _make_remedy_rows(history), is_labelled=True))
    if show_conflict(_name_form("remedy", area_id, target_id)):
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
    form = _name_form("remedy", area_id, target_id)
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
            lambda error: compare_remedies(error, held, content),
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
