"""The form of a matter under supervision: record one, change it, withdraw it."""

from typing import Any

import streamlit as st
from markupsafe import Markup

from data.errors import ChangedMeanwhileError
from data.ledger.matters.clocks import LIMIT_UNITS, MAIN_CLOCKS
from data.ledger.matters.listing import Matter
from data.ledger.matters.record import (
    MATTER_KINDS,
    MOST_TEXT,
    MOST_TITLE,
    record_matter,
    withdraw_matter,
)
from data.words.names import pick_name
from pages.blocks.matters import format_matter_day
from pages.blocks.saving import Saving, get_basis, hold, render_versions, run_saving, show_outdated
from pages.shell import box_cache, cache, matters_cache
from pages.shell.actor import ask_actor_in_form, check_may
from pages.shell.i18n import get_language, t

NEW, TURN = "matter_new", "matter_turn"
KINDS = tuple(kind for kind in MATTER_KINDS if kind != "remedy")
SEPARATORS = "、，,；;\n"
_COMPARED = ("title", "authority", "document_no", "due_on", "note")


def name_matter_form(matter_id: str) -> str:
    """Return what the form of a matter is known by."""
    return f"matter_{matter_id}"


def ask_new_matter() -> None:
    """Ask for a new matter and record it."""
    if not check_may("supervise", None):
        return
    key = st.session_state.get(TURN, "new")
    with st.form("matter_form_new", border=False, enter_to_submit=False):
        content = _ask_fields({}, "", (), key, is_new=True)
        name = ask_actor_in_form("_matter_new")
        is_saved = st.form_submit_button(t("matters.record"), key="save_matter", type="primary")
    if is_saved:
        run_saving(name, Saving(NEW, lambda _: _record_new(content, name), _tell_new))


def _record_new(content: dict, name: str) -> str:
    matter_id = record_matter(cache.get_store(), by=name, **_complete(content))
    st.session_state[TURN] = f"after_{matter_id}"
    return matter_id


def _tell_new(matter_id: str) -> str:
    return t("matters.recorded", title=matters_cache.get_matters()[matter_id].record["title"])


def ask_change(matter: Matter) -> None:
    """Ask for another version of a matter, or for its withdrawal."""
    record = matter.record
    if not check_may("supervise", record["area_id"]):
        return
    form = name_matter_form(record["matter_id"])
    held = hold(form, matter, lambda held: f"matter_title_{held.record['revision_id']}")
    if held.record["revision_id"] != record["revision_id"]:
        show_outdated(form)
    key = held.record["revision_id"]
    with st.form(f"matter_form_{key}", border=False, enter_to_submit=False):
        content = _ask_fields(held.record, held.lead_unit, held.joint_units, key, is_new=False)
        name = ask_actor_in_form("_matter")
        with st.container(horizontal=True):
            is_saved = st.form_submit_button(t("matters.save"), key="save_matter", type="primary")
            is_gone = st.form_submit_button(t("matters.withdraw"), key="withdraw_matter")
    if is_saved:
        _save(form, held, content, name)
    elif is_gone:
        _withdraw(form, held, name)


def _save(form: str, held: Matter, content: dict, name: str) -> None:
    run_saving(
        name,
        Saving(
            form,
            lambda known: record_matter(
                cache.get_store(),
                by=name,
                matter_id=held.record["matter_id"],
                based_on=get_basis(known, "changed_matter", int(held.record["seq"])),
                **_complete(content),
            ),
            lambda _: t("matters.saved"),
            lambda error: _compare(error, held, content),
        ),
    )


def _withdraw(form: str, held: Matter, name: str) -> None:
    matter_id = held.record["matter_id"]
    run_saving(
        name,
        Saving(
            form,
            lambda known: withdraw_matter(
                cache.get_store(),
                matter_id,
                by=name,
                based_on=get_basis(known, "changed_matter", int(held.record["seq"])),
            ),
            lambda _: t("matters.withdrawn"),
            lambda error: _compare(error, held, {}),
            words="withdrawal",
            page="pages/tasks/matters.py",
        ),
    )


def _compare(error: ChangedMeanwhileError, held: Matter, mine: dict) -> Markup:
    """Return what stands of a matter beside mine; `mine` is empty where it is withdrawn."""
    theirs = error.theirs[0] if error.theirs else None
    rows = [
        {
            "label": t(f"matters.column.{name}"),
            "before": _write(held.record[name]),
            "theirs": _write(theirs[name]) if theirs else t("shell.conflict.withdrawn"),
            "mine": _write(mine[name]) if mine else t("matters.withdraw"),
        }
        for name in _COMPARED
    ]
    return render_versions(error, rows, before="opened")


def _write(value: Any) -> str:
    return format_matter_day(value) if hasattr(value, "year") else str(value or "—")


def _complete(content: dict) -> dict:
    """Return the fields of the form as `record_matter` takes them."""
    fields = dict(content)
    kind, _, subject_id = fields.pop("subject").partition(".")
    count = fields.pop("limit_count").strip()
    joint = fields.pop("joint_units")
    for mark in SEPARATORS[1:]:
        joint = joint.replace(mark, SEPARATORS[0])
    return fields | {
        "subject_kind": kind or None,
        "subject_id": subject_id or None,
        # What is no number is refused as a limit, in words.
        "limit_count": None if not count else int(count) if count.isdecimal() else 0,
        "joint_units": [name for name in joint.split(SEPARATORS[0]) if name.strip()],
    }


def _ask_fields(known: dict, lead: str, joint, key: str, *, is_new: bool) -> dict:
    """Show the fields, filled in from what is known; return what they hold."""
    title = st.text_area(
        t("matters.column.title"),
        known.get("title", ""),
        height=80,
        key=f"matter_title_{key}",
        max_chars=MOST_TITLE,
    )
    with st.container(horizontal=True):
        kind = _choose("kind", _list_kinds(known), known.get("kind"), key, 190)
        authority = _ask("authority", known, key, 260, hint="authority_hint")
        document_no = _ask("document_no", known, key, 230)
        chosen = known.get("area_id", cache.get_plan_area())
        area_id = _choose("area_id", cache.get_area_names(), chosen, key, 320)
    content = {
        "title": title,
        "kind": kind,
        "authority": authority,
        "document_no": document_no,
        "area_id": area_id,
    }
    content |= _ask_units(lead, joint, key) | _ask_clock(known, key)
    with st.container(horizontal=True):
        if is_new:
            content["assigned_on"] = _ask("assigned_on", {}, key, 150, hint="day_hint")
        subject = _choose("subject", _name_subjects(), _join_subject(known), key, 420)
    note = _ask("note", known, key, 560)
    return content | {"subject": subject, "note": note, "reason": known.get("reason") or ""}


def _list_kinds(known: dict) -> dict[str, str]:
    kinds = ("remedy",) if known.get("kind") == "remedy" else KINDS
    return {kind: t(f"matters.kind.{kind}") for kind in kinds}


def _ask_units(lead: str, joint, key: str) -> dict:
    with st.container(horizontal=True):
        lead_unit = _ask("lead_unit", {"lead_unit": lead}, key, 320, hint="unit_hint")
        joint_units = st.text_input(
            t("matters.column.joint_units"),
            "、".join(joint),
            key=f"matter_joint_units_{key}",
            placeholder=t("matters.joint_hint"),
            width=420,
        )
    return {"lead_unit": lead_unit, "joint_units": joint_units}


def _ask_clock(known: dict, key: str) -> dict:
    names = {"": t("matters.clock_of.usual")} if not known else {}
    names |= {clock: t(f"matters.clock_of.{clock}") for clock in MAIN_CLOCKS}
    units = {unit: t(f"matters.unit_of.{unit}") for unit in LIMIT_UNITS}
    with st.container(horizontal=True):
        clock_id = _choose("clock_id", names, known.get("clock_id", ""), key, 420)
        due_on = _ask("due_on", known, key, 230, hint="day_hint")
        count = _ask("limit_count", known, key, 100)
        unit = _choose("limit_unit", units, known.get("limit_unit") or "day", key, 120)
    # A unit without a number says nothing.
    limit = {"limit_count": count, "limit_unit": unit if count.strip() else None}
    return {"clock_id": clock_id or None, "due_on": due_on.strip() or None} | limit


def _ask(name: str, known: dict, key: str, width: int, *, hint: str = "") -> str:
    value = known.get(name)
    return st.text_input(
        t(f"matters.column.{name}"),
        "" if value is None else format_matter_day(value) if hasattr(value, "year") else str(value),
        key=f"matter_{name}_{key}",
        max_chars=MOST_TEXT,
        placeholder=t(f"matters.{hint}") if hint else None,
        width=width,
    )


def _choose(name: str, names: dict, value, key: str, width: int):
    options = list(names)
    return st.selectbox(
        t(f"matters.column.{name}"),
        options,
        index=options.index(value) if value in options else 0,
        key=f"matter_{name}_{key}",
        format_func=names.__getitem__,
        width=width,
    )


@box_cache.keep_box_drawing
def _name_subjects() -> dict[str, str]:
    """Return what a matter may be about, as ``kind.id``; "" is nothing."""
    names = {"": t("matters.no_subject"), "report.": t("matters.subject.report")}
    groups = {
        "target": cache.get_target_names(get_language()),
        "box_item": {
            row["item_id"]: pick_name(row) for row in box_cache.get_items().to_dict("records")
        },
        "safeguard": matters_cache.get_safeguard_names(get_language()),
    }
    for kind, own in groups.items():
        word = t(f"matters.subject.{kind}")
        names |= {
            f"{kind}.{subject_id}": t("matters.subject_of", kind=word, name=name)
            for subject_id, name in own.items()
        }
    return names


def _join_subject(known: dict) -> str:
    kind = known.get("subject_kind")
    return f"{kind}.{known.get('subject_id') or ''}" if kind else ""


def name_subject(record: dict) -> str:
    """Return what a matter is about."""
    return _name_subjects().get(_join_subject(record), record.get("subject_id") or "—")
