"""Loads matters with their deadlines: what the pages, commands and documents show."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from data.ledger.matters.clocks import (
    DONE_LIGHTS,
    LIGHTS,
    ClockRule,
    WorkingDays,
    compute_deadlines,
    get_light,
)
from data.ledger.matters.order import MatterError, sort_events
from data.store.database import Store
from data.words.catalogue import get_language

COLUMNS = (
    "matter_id",
    "title",
    "lead_unit",
    "clock",
    "due_on",
    "days_left",
    "light",
    "key",
    "kind",
    "begun_on",
    "done_on",
    "note",
    "begins_with",
    "joint_units",
    "authority",
    "document_no",
    "area_id",
    "subject_kind",
    "subject_id",
    "recorded_at",
    "changes",
)
DUE_SOON = "matter_due_soon_days"


@dataclass(frozen=True)
class Matter:
    """A matter as it stands: its record, its units (lead first), its events in their order."""

    record: dict[str, Any]
    lead_unit: str
    joint_units: tuple[str, ...]
    events: list[dict[str, Any]]


def load_matters(store: Store) -> list[Matter]:
    """Return every matter that was not withdrawn, the first recorded first."""
    units: dict[str, list[dict]] = {}
    for row in store.query_rows("queries/matter_units"):
        units.setdefault(row["matter_revision_id"], []).append(row)
    events: dict[str, list[dict]] = {}
    for row in store.query_rows("queries/matter_events", matter_id=None):
        events.setdefault(row["matter_id"], []).append(row)
    found = []
    for record in store.query_rows("queries/matters"):
        own = units.get(record["revision_id"], [])
        lead = next((row["name"] for row in own if row["part"] == "lead"), "")
        joint = tuple(row["name"] for row in own if row["part"] == "joint")
        found.append(Matter(record, lead, joint, sort_events(events.get(record["matter_id"], []))))
    return found


def list_matter_history(store: Store, matter_id: str) -> pd.DataFrame:
    """Return every revision of a matter, newest first.

    Columns: revision_id, matter_id, kind, title, authority, document_no, area_id, clock_id,
    due_on, limit_count, limit_unit, reason, note, recorded_at (UTC), recorded_by,
    is_withdrawn, seq, lead_unit.
    """
    units = {
        row["matter_revision_id"]: row["name"]
        for row in store.query_rows("queries/matter_units")
        if row["part"] == "lead"
    }
    frame = store.query("queries/matter_history", matter_id=matter_id)
    return frame.assign(lead_unit=frame["revision_id"].map(units))


def load_clock_readings(store: Store) -> pd.DataFrame:
    """Return the clocks and the ways to count each, the default first.

    Columns: clock_id, name_zh, name_en, count, unit, met_by, article, source, reading_id,
    day_kind, begins_with, is_default, reading_zh, reading_en, rationale_zh, rationale_en,
    is_decided (somebody decided this clock), is_chosen (this is the way that counts).
    """
    return store.query("queries/clock_rules")


def load_rules(store: Store) -> dict[str, ClockRule]:
    """Return each clock as it is read: decided, else by default."""
    return {
        row["clock_id"]: ClockRule(
            row["clock_id"],
            row["count"],
            row["unit"],
            row["day_kind"] or "calendar",
            row["begins_with"] or "",
            row["reading_id"],
        )
        for row in store.query_rows("queries/clock_rules")
        if row["is_chosen"]
    }


def load_working_days(store: Store) -> WorkingDays:
    """Return the days on which offices depart from the week."""
    rows = store.query_rows("queries/holidays")
    days = {
        kind: frozenset(row["day"] for row in rows if row["kind"] == kind)
        for kind in ("holiday", "workday")
    }
    return WorkingDays(days["holiday"], days["workday"])


def load_due_soon_days(store: Store) -> int:
    """Return within how many days a deadline is due soon (a threshold that can be set)."""
    rows = store.query_rows("queries/thresholds")
    return next(int(row["value"]) for row in rows if row["threshold_id"] == DUE_SOON)


def list_deadlines(store: Store, as_of: date) -> pd.DataFrame:
    """Return the deadlines of every matter, as they stood at the end of a day.

    Returns
    -------
    DataFrame
        One row per run of a clock, with `COLUMNS`; what is overdue first, then by due_on:
        clock (id), due_on, begun_on, done_on (dates, None where missing), days_left (negative
        when overdue; missing when done or without a due_on), light (`LIGHTS`), key (within the
        matter), note (`Deadline.note`), joint_units (tuple), changes (how often the matter or
        an event was recorded: grows with each). Events after the day are left out, and matters
        whose events all lie after it.
    """
    rules, days, soon = load_rules(store), load_working_days(store), load_due_soon_days(store)
    rows = []
    for matter in load_matters(store):
        events = [event for event in matter.events if event["happened_on"] <= as_of]
        if matter.events and not events:
            continue
        for item in compute_deadlines(matter.record, events, rules, days):
            light = get_light(item.due_on, item.done_on, as_of, soon)
            rows.append(_make_row(matter, item, light, as_of))
    return sort_deadlines(rows)


def sort_deadlines(rows: list[dict]) -> pd.DataFrame:
    """Return rows with `COLUMNS` as a table: what is not done first, by due_on, then the rest."""
    rows = sorted(rows, key=_order)
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def _order(row: dict) -> tuple:
    is_done = row["light"] in DONE_LIGHTS
    return is_done, row["due_on"] is None, row["due_on"] or date.max, row["matter_id"], row["key"]


def _make_row(matter: Matter, item, light: str, as_of: date) -> dict:
    record = matter.record
    is_running = item.done_on is None and item.due_on is not None
    names = (
        "matter_id",
        "title",
        "kind",
        "authority",
        "document_no",
        "area_id",
        "subject_kind",
        "subject_id",
        "recorded_at",
    )
    return {name: record[name] for name in names} | {
        "lead_unit": matter.lead_unit,
        "joint_units": matter.joint_units,
        "clock": item.clock_id,
        "due_on": item.due_on,
        "days_left": (item.due_on - as_of).days if is_running else None,
        "light": light,
        "key": item.key,
        "begun_on": item.begun_on,
        "done_on": item.done_on,
        "note": item.note,
        "begins_with": item.begins_with,
        "changes": record["seq"] + sum(event["seq"] for event in matter.events),
    }


def filter_deadlines(
    deadlines: pd.DataFrame,
    *,
    unit: str | None = None,
    due_within: int | None = None,
    area_ids: Collection[str] | None = None,
) -> pd.DataFrame:
    """Return the deadlines of a unit, lead or joint, of some areas, and those that are due within
    some days.

    What is overdue is due, too; what is done or has no due_on is not.

    Raises
    ------
    MatterError
        No matter names such a unit.
    """
    if unit is not None:
        is_own = [
            unit == row.lead_unit or unit in row.joint_units for row in deadlines.itertuples()
        ]
        if not any(is_own):
            raise MatterError("matter_unit_unknown", value=unit)
        deadlines = deadlines[pd.Series(is_own, index=deadlines.index)]
    if area_ids is not None:
        deadlines = deadlines[deadlines["area_id"].isin(area_ids)]
    if due_within is not None:
        left = pd.to_numeric(deadlines["days_left"])
        deadlines = deadlines[left <= due_within]
    return deadlines


def count_lights(deadlines: pd.DataFrame) -> dict[str, int]:
    """Return how many matters have each light; a matter counts once, by its most urgent one."""
    worst: dict[str, int] = {}
    for matter_id, light in zip(deadlines["matter_id"], deadlines["light"], strict=True):
        worst[matter_id] = min(worst.get(matter_id, len(LIGHTS)), LIGHTS.index(light))
    places = list(worst.values())
    return {light: places.count(place) for place, light in enumerate(LIGHTS)}


def name_clocks(store: Store) -> dict[str, str]:
    """Return the name of each clock in the present language."""
    frame = load_clock_readings(store)
    return dict(zip(frame["clock_id"], frame[f"name_{get_language()}"], strict=True))
