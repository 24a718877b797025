"""Records matters, their units and their events; append-only, nothing is overwritten."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pandas as pd

from data.clock import get_now, get_today
from data.ledger.matters.clocks import LIMIT_UNITS, MAIN_CLOCKS
from data.ledger.matters.order import EVENT_KINDS, MatterError, check_order, name_event
from data.rights.require import require
from data.store.basis import check_basis, load_basis
from data.store.database import Store, Transaction
from data.store.ids import make_id

REGION = "650000"
# The kinds that somebody records; reports that counties owe are matters by rule.
MATTER_KINDS = (
    "document",
    "meeting",
    "deployment",
    "instruction",
    "online_lead",
    "priority",
    "proposal",
    "inspection",
    "remedy",
)
CLOCK_OF_KIND = {
    "priority": "quarterly_report",
    "proposal": "proposal_reply",
    "remedy": "set_limit",
}
SUBJECT_KINDS = ("target", "box_item", "safeguard", "report")
MOST_TITLE, MOST_TEXT = 500, 300
FIRST_DAY = date(1949, 10, 1)
# These say by when something has to be done, or until when it was put off.
WITH_DUE_ON = ("extension_explained", "rectification_required")
Units = list[tuple[str, str]]
_GOVERNMENT = ("人民政府", "行政公署")
_TEXTS = (
    "authority",
    "document_no",
    "area_id",
    "subject_kind",
    "subject_id",
    "limit_unit",
    "reason",
    "note",
)
_FIELDS = ("matter_id", "kind", "title", "clock_id", "due_on", "limit_count", *_TEXTS)


def record_matter(
    store: Store,
    *,
    kind: str,
    title: str,
    lead_unit: str,
    joint_units: list[str] | tuple[str, ...] = (),
    authority: str = "",
    document_no: str = "",
    area_id: str = REGION,
    subject_kind: str | None = None,
    subject_id: str | None = None,
    clock_id: str | None = None,
    due_on: date | str | None = None,
    limit_count: int | None = None,
    limit_unit: str | None = None,
    assigned_on: date | str | None = None,
    reason: str = "",
    note: str = "",
    by: str = "",
    matter_id: str | None = None,
    based_on: int | None = None,
) -> str:
    """Record a matter, or a new revision of one; return its id.

    Parameters
    ----------
    kind : str
        One of `MATTER_KINDS`.
    lead_unit, joint_units : str, list of str
        Units, never persons. A name that no unit has yet becomes a unit.
    authority, document_no : str
        Who assigned it, and under which document.
    subject_kind, subject_id : str or None
        What it is about: one of `SUBJECT_KINDS`, and the id (a report may be without one).
    clock_id : str or None
        A key of `MAIN_CLOCKS`; None takes the one that is usual for the kind.
    due_on, limit_count, limit_unit
        For set_limit: the last day, or a number of `LIMIT_UNITS`.
    assigned_on : date or str or None
        For a new matter: the day of its event `assigned`, which is recorded with it.
    matter_id : str or None
        The matter that this changes; None for a new one.
    based_on : int or None
        ``seq`` of the matter as it was read.

    Raises
    ------
    MatterError
        Something is missing or does not fit; the key says what.
    ChangedMeanwhileError
        Somebody else changed or withdrew it since.
    """
    record, units = prepare_matter(
        store,
        kind=kind,
        title=title,
        lead_unit=lead_unit,
        joint_units=joint_units,
        authority=authority,
        document_no=document_no,
        area_id=area_id,
        subject_kind=subject_kind,
        subject_id=subject_id,
        clock_id=clock_id,
        due_on=due_on,
        limit_count=limit_count,
        limit_unit=limit_unit,
        reason=reason,
        note=note,
    )
    record["matter_id"] = matter_id or make_id()
    assigned = parse_matter_day(assigned_on) if assigned_on else None
    with store.transaction() as writer:
        require(writer, "supervise", [record["area_id"]])
        if matter_id is not None:
            _require_for_matter(writer, matter_id)
            standing = check_basis(writer, "matter", based_on, matter_id=matter_id)
            # One that was withdrawn comes back where that was known.
            if not standing.is_known:
                raise MatterError("matter_unknown", value=matter_id)
            events = load_basis(writer, "matter_events", matter_id=matter_id).rows
            _check_assigned(record["due_on"], events)
        append_matter(writer, record, units, by)
        if matter_id is None and assigned is not None:
            event = {"kind": "assigned", "happened_on": assigned, "due_on": None}
            _check_assigned(record["due_on"], [event])
            _append_event(writer, event | {"matter_id": record["matter_id"]}, by)
    return record["matter_id"]


def prepare_matter(
    store: Store,
    *,
    kind: str,
    title: str,
    lead_unit: str,
    joint_units=(),
    due_on: date | str | None = None,
    clock_id: str | None = None,
    limit_count: int | None = None,
    **texts: str | None,
) -> tuple[dict[str, Any], Units]:
    """Return a matter without its id, checked, and its units: names and parts, the lead first.

    The parameters are those of `record_matter`.

    Raises
    ------
    MatterError
        Something is missing or does not fit.
    """
    record: dict[str, Any] = {
        "kind": kind,
        "title": title.strip(),
        "clock_id": clock_id or CLOCK_OF_KIND.get(kind, "ordinary_report"),
        "due_on": parse_matter_day(due_on, may_be_ahead=True) if due_on else None,
        "limit_count": limit_count,
    }
    record |= {name: (texts.get(name) or "").strip() or None for name in _TEXTS}
    record["area_id"] = record["area_id"] or REGION
    _check_record(store, record)
    return record, _list_units(lead_unit, joint_units)


def withdraw_matter(store: Store, matter_id: str, *, by: str = "", based_on: int | None = None):
    """Withdraw a matter that should not stand here; its record stays.

    Raises
    ------
    MatterError
        There is no such matter.
    ChangedMeanwhileError
        Somebody else changed or withdrew it since.
    """
    with store.transaction() as writer:
        _require_for_matter(writer, matter_id)
        standing = check_basis(writer, "matter", based_on, matter_id=matter_id)
        if not standing.rows:
            raise MatterError("matter_unknown", value=matter_id)
        append_withdrawn_matter(writer, standing.rows[0], by)


def _require_for_matter(writer: Transaction, matter_id: str) -> None:
    """Ask for the right to change a matter where it stands now."""
    rows = writer.query_rows("standing/matter", matter_id=matter_id)
    require(writer, "supervise", {row["area_id"] for row in rows})


def append_withdrawn_matter(writer: Transaction, standing: dict[str, Any], by: str) -> None:
    """Append the revision that withdraws a matter; its units stay as they were."""
    record = {name: standing[name] for name in _FIELDS}
    units = writer.query_rows("queries/matter_units")
    own = [row for row in units if row["matter_revision_id"] == standing["revision_id"]]
    named = [(row["name"], row["part"]) for row in own]
    append_matter(writer, record, named, by, is_withdrawn=True)


def record_matter_event(
    store: Store,
    matter_id: str,
    kind: str,
    happened_on: date | str,
    *,
    due_on: date | str | None = None,
    document_no: str = "",
    note: str = "",
    by: str = "",
    based_on: int | None = None,
) -> str:
    """Record what happened to a matter, by its own date; return the event's id.

    Parameters
    ----------
    kind : str
        One of `EVENT_KINDS`.
    due_on : date or str or None
        For rectification_required: by when, as the conclusion sets it. For
        extension_explained: the new day, where one was agreed.
    based_on : int or None
        The number of the matter's events as they were read (`load_number_of_events`).

    Raises
    ------
    MatterError
        It is impossible beside the other events, its date is not one or lies ahead, or there
        is no such matter or kind.
    ChangedMeanwhileError
        Somebody else recorded or withdrew an event of the matter since.
    """
    if kind not in EVENT_KINDS:
        raise MatterError("matter_event_kind", value=kind)
    day = parse_matter_day(happened_on)
    until = parse_matter_day(due_on, may_be_ahead=True) if due_on else None
    if until is not None and (kind not in WITH_DUE_ON or until < day):
        raise MatterError("matter_event_due", event=name_event(kind), day=f"{day:%Y-%m-%d}")
    event = {
        "matter_id": matter_id,
        "kind": kind,
        "happened_on": day,
        "due_on": until,
        "document_no": document_no.strip() or None,
        "note": note.strip()[:MOST_TEXT] or None,
    }
    with store.transaction() as writer:
        _require_for_matter(writer, matter_id)
        matter = load_basis(writer, "matter", matter_id=matter_id).rows
        if not matter:
            raise MatterError("matter_unknown", value=matter_id)
        _check_assigned(matter[0]["due_on"], [event])
        standing = check_basis(writer, "matter_events", based_on, matter_id=matter_id)
        check_order([*standing.rows, event | {"seq": standing.seq + 1}])
        return _append_event(writer, event, by)


def withdraw_matter_event(
    store: Store, matter_id: str, event_id: str, *, by: str = "", based_on: int | None = None
) -> None:
    """Withdraw an event of a matter; its record stays.

    Raises
    ------
    MatterError
        There is no such event, or others that stand need it.
    ChangedMeanwhileError
        Somebody else recorded or withdrew an event of the matter since.
    """
    with store.transaction() as writer:
        _require_for_matter(writer, matter_id)
        standing = check_basis(writer, "matter_events", based_on, matter_id=matter_id)
        gone = next((row for row in standing.rows if row["event_id"] == event_id), None)
        if gone is None:
            raise MatterError("matter_event_unknown", value=event_id)
        check_order([row for row in standing.rows if row is not gone])
        _append_event(writer, gone, by, is_withdrawn=True)


def load_number_of_events(store: Store, matter_id: str) -> int:
    """Return what a new event of a matter is based on; 0 where there never was one."""
    return load_basis(store, "matter_events", matter_id=matter_id).seq


def parse_matter_day(value: date | str | None, *, may_be_ahead: bool = False) -> date:
    """Return a day.

    Raises
    ------
    MatterError
        It is not a date, lies before 1949-10-01, or lies ahead and must not.
    """
    if isinstance(value, datetime):
        value = value.date()
    if not isinstance(value, date):
        try:
            value = date.fromisoformat((value or "").strip())
        except ValueError as error:
            raise MatterError("matter_date", value=value or "") from error
    if value < FIRST_DAY:
        raise MatterError("matter_date", value=value.isoformat())
    if value > get_today() and not may_be_ahead:
        raise MatterError("matter_ahead", value=value.isoformat())
    return value


def _check_record(store: Store, record: dict[str, Any]) -> None:
    if not record["title"]:
        raise MatterError("matter_no_title")
    if len(record["title"]) > MOST_TITLE:
        raise MatterError("matter_title_long", most=MOST_TITLE)
    if record["kind"] not in MATTER_KINDS:
        raise MatterError("matter_kind", value=record["kind"])
    if record["area_id"] not in set(store.query("queries/areas")["area_id"]):
        raise MatterError("unknown_area", value=record["area_id"])
    _check_subject(store, record["subject_kind"], record["subject_id"])
    _check_clock(record)


def _check_subject(store: Store, kind: str | None, subject_id: str | None) -> None:
    if kind is None or (kind == "report" and subject_id is None):
        return
    if kind not in SUBJECT_KINDS:
        raise MatterError("matter_subject", value=kind)
    name = {"report": "indicators", "safeguard": "plan_items"}.get(kind, "decision_subjects")
    column = {"report": "indicator_id", "safeguard": "item_id"}.get(kind, "subject_id")
    rows = store.query_rows(f"queries/{name}")
    known = {row[column] for row in rows if row.get("subject_kind", kind) == kind}
    if subject_id not in known:
        raise MatterError("matter_subject", value=subject_id or "")


def _check_clock(record: dict[str, Any]) -> None:
    if record["clock_id"] not in MAIN_CLOCKS:
        raise MatterError("matter_clock", value=record["clock_id"])
    is_day, count = record["due_on"] is not None, record["limit_count"]
    if record["clock_id"] != "set_limit":
        if is_day or count is not None:
            raise MatterError("matter_limit_of_clock")
        return
    if is_day == (count is not None):
        raise MatterError("matter_needs_limit")
    if count is not None and (not 1 <= count <= 999 or record["limit_unit"] not in LIMIT_UNITS):
        raise MatterError("matter_limit")


def _check_assigned(due_on: date | None, events: Sequence[dict[str, Any]]) -> None:
    """Refuse a last day of a matter that lies before the day it was assigned."""
    for event in events:
        if due_on is not None and event["kind"] == "assigned" and event["happened_on"] > due_on:
            raise MatterError(
                "matter_due_early",
                due=f"{due_on:%Y-%m-%d}",
                assigned=f"{event['happened_on']:%Y-%m-%d}",
            )


def _list_units(lead_unit: str, joint_units) -> Units:
    names = [lead_unit.strip(), *(name.strip() for name in joint_units)]
    if not names[0]:
        raise MatterError("matter_no_unit")
    parts = ["lead", *["joint"] * (len(names) - 1)]
    units = {name: part for name, part in reversed(list(zip(names, parts, strict=True))) if name}
    return list(reversed(units.items()))


def append_matter(
    writer: Transaction, record: dict, units: Units, by: str, *, is_withdrawn: bool = False
) -> None:
    """Append a revision of a matter with its units; a name that no unit has becomes one."""
    stamp = _make_stamp(by)
    revision = {"revision_id": make_id()} | record | stamp | {"is_withdrawn": is_withdrawn}
    writer.insert("facts.matter_revision", pd.DataFrame([revision]))
    known = {row["name"]: row["unit_id"] for row in writer.query_rows("queries/units")}
    rows = []
    for position, (name, part) in enumerate(units):
        if name not in known:
            known[name] = _append_unit(writer, name, stamp)
        rows.append(
            {
                "revision_id": make_id(),
                "matter_id": record["matter_id"],
                "matter_revision_id": revision["revision_id"],
                "unit_id": known[name],
                "part": part,
                "position": position,
                "is_withdrawn": False,
            }
            | stamp
        )
    if rows:
        writer.insert("facts.matter_unit_revision", pd.DataFrame(rows))


def _append_unit(writer: Transaction, name: str, stamp: dict) -> str:
    kind = "government" if name.endswith(_GOVERNMENT) else "department"
    unit = {"revision_id": make_id(), "unit_id": make_id(), "name": name, "kind": kind}
    row = unit | {"area_id": None, "is_withdrawn": False} | stamp
    writer.insert("facts.unit_revision", pd.DataFrame([row]))
    return unit["unit_id"]


def _append_event(writer, event: dict, by: str, *, is_withdrawn: bool = False) -> str:
    names = ("matter_id", "kind", "happened_on", "due_on", "document_no", "note")
    event_id = event.get("event_id") or make_id()
    row = {"revision_id": make_id(), "event_id": event_id}
    row |= {name: event.get(name) for name in names} | _make_stamp(by)
    row["is_withdrawn"] = is_withdrawn
    writer.insert("facts.matter_event_revision", pd.DataFrame([row]))
    return event_id


def _make_stamp(by: str) -> dict:
    return {"recorded_at": get_now(), "recorded_by": by.strip()}
