"""Records events beside a series: drought, disease, policy, a change of what is counted.

Append-only: an event can be withdrawn; its record stays. An event is a mark for the reader. It
changes no figure and no status: a series breaks only where the table of series breaks says so.
"""

import re
from collections.abc import Collection
from datetime import date

import pandas as pd

from data.clock import get_now, get_today
from data.errors import CaomuError, ChangedMeanwhileError
from data.rights.require import require
from data.store.basis import check_basis, load_basis
from data.store.database import Store, Transaction
from data.store.ids import make_id

KINDS_OF_EVENT = ("drought", "disease", "policy", "definition", "other")
MOST_NAME, MOST_SOURCE = 60, 200
FIRST_YEAR = 1949
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")


class EventError(CaomuError):
    """An event is incomplete, its date is not one, or there is no such event."""


def record_event(
    store: Store,
    *,
    area_id: str,
    indicator_id: str | None,
    kind: str,
    happened_on: str,
    name: str,
    source: str,
    by: str = "",
    based_on: int | None = None,
) -> str:
    """Record an event; return its id.

    Parameters
    ----------
    indicator_id : str or None
        The series that it concerns; None for every series of the area.
    kind : str
        One of `KINDS_OF_EVENT`.
    happened_on : str
        As exact as it is known: ``2023``, ``2023-07`` or ``2023-07-15``.
    name, source : str
        What happened in a few words, and where that is written.
    based_on : int or None
        The number of the area's events as it was read (`load_events_number`).

    Raises
    ------
    EventError
        A field is empty, the date is not a date or lies in the future, or there is no such
        kind, area or indicator.
    ChangedMeanwhileError
        Somebody else recorded or withdrew an event of the area since.
    """
    record = {
        "event_id": make_id(),
        "area_id": area_id,
        "indicator_id": indicator_id,
        "kind": kind,
        "happened_on": parse_event_day(happened_on),
        "name": name.strip()[:MOST_NAME],
        "source": source.strip()[:MOST_SOURCE],
    }
    _check_record(store, record)
    with store.transaction() as writer:
        require(writer, "note", [area_id])
        check_basis(writer, "event", based_on, area_id=area_id, event_id=None)
        _append_event(writer, record, by, is_withdrawn=False)
    return str(record["event_id"])


def withdraw_event(store: Store, event_id: str, *, area_id: str, by: str = "") -> None:
    """Withdraw an event; its record stays. An event never changes, so nothing is based on it.

    Raises
    ------
    EventError
        The area has no such event.
    ChangedMeanwhileError
        Somebody withdrew it before; there is nothing left to withdraw.
    """
    with store.transaction() as writer:
        require(writer, "note", [area_id])
        standing = load_basis(writer, "event", area_id=area_id, event_id=event_id)
        if not standing.is_known:
            raise EventError("event_unknown", value=event_id)
        if not standing.rows:
            raise ChangedMeanwhileError("event_withdrawn", **standing.describe_change())
        _append_event(writer, standing.rows[0], by, is_withdrawn=True)


def list_events(store: Store) -> pd.DataFrame:
    """Return all events, oldest first.

    Returns
    -------
    DataFrame
        One row per event in force: event_id, seq, area_id, indicator_id (missing where it
        concerns every series), kind, happened_on (text, as exact as it is known), name,
        source, recorded_at (UTC), recorded_by, and year (int).
    """
    events = store.query("queries/events")
    return events.assign(year=events["happened_on"].str[:4].astype(int))


def pick_events(events: pd.DataFrame, indicator_id: str, area_ids: Collection[str]) -> pd.DataFrame:
    """Return those of `list_events` that stand beside the series of an indicator in some areas."""
    concerned = events["indicator_id"]
    is_beside = events["area_id"].isin(area_ids) & (concerned.isna() | concerned.eq(indicator_id))
    return events[is_beside].reset_index(drop=True)


def load_events_number(store: Store, area_id: str) -> int:
    """Return what a new event of an area is based on; 0 where there never was one."""
    return load_basis(store, "event", area_id=area_id, event_id=None).seq


def parse_event_day(text: str) -> str:
    """Return a date as ``2023``, ``2023-07`` or ``2023-07-15``, as exact as it was written.

    Raises
    ------
    EventError
        It is not a date, or it lies in the future or before 1949.
    """
    match = _DAY.fullmatch(text.strip())
    if match is None:
        raise EventError("event_date", value=text)
    year, month, day = (None if part is None else int(part) for part in match.groups())
    assert year is not None
    try:
        begin = date(year, month or 1, day or 1)
    except ValueError as error:
        raise EventError("event_date", value=text) from error
    if begin > get_today():
        raise EventError("event_in_future", value=text)
    if year < FIRST_YEAR:
        raise EventError("event_date", value=text)
    parts = [f"{year}"] + [f"{part:02d}" for part in (month, day) if part is not None]
    return "-".join(parts)


def _check_record(store: Store, record: dict) -> None:
    if record["kind"] not in KINDS_OF_EVENT:
        raise EventError("event_kind", value=record["kind"], candidates=", ".join(KINDS_OF_EVENT))
    if not record["name"] or not record["source"]:
        raise EventError("event_incomplete")
    if record["area_id"] not in set(store.query("queries/areas")["area_id"]):
        raise EventError("unknown_area", value=record["area_id"])
    known = set(store.query("queries/indicators")["indicator_id"])
    if record["indicator_id"] is not None and record["indicator_id"] not in known:
        raise EventError("unknown_indicator", value=record["indicator_id"])


def _append_event(writer: Transaction, record: dict, by: str, *, is_withdrawn: bool) -> None:
    """Append a revision; of a row that stands only what the event says is taken over."""
    kept = ("event_id", "area_id", "indicator_id", "kind", "happened_on", "name", "source")
    revision = {"revision_id": make_id()} | {key: record[key] for key in kept}
    revision |= {"recorded_at": get_now(), "recorded_by": by.strip(), "is_withdrawn": is_withdrawn}
    writer.insert("facts.event_revision", pd.DataFrame([revision]))
