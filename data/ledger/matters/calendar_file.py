"""Writes deadlines as a calendar file (iCalendar, RFC 5545) that mail programs and phones read."""

from collections.abc import Callable
from datetime import UTC, timedelta

import pandas as pd
from icalendar import Alarm, Calendar, Event

from data.ledger.matters.clocks import DONE_LIGHTS
from data.words.catalogue import t

HOST = "caomu"
NOTICE = timedelta(days=-3)


def make_calendar(deadlines: pd.DataFrame, names: dict[str, str]) -> bytes:
    """Return a calendar with one whole-day event per deadline that has a day.

    The id of an event stays the same in every file, and its number grows with each change of
    the matter, so that reading a newer file moves what an older one had. What is done stays,
    said so in its title and without a reminder.

    Parameters
    ----------
    deadlines : DataFrame
        As `list_deadlines`.
    names : dict
        The name of each clock.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Caomu//Matters under supervision//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", t("matters.calendar_name"))
    for row in deadlines.to_dict("records"):
        if row["due_on"] is not None:
            calendar.add_component(_make_entry(row, names.__getitem__))
    return calendar.to_ical()


def _make_entry(row: dict, name: Callable[[str], str]) -> Event:
    is_done = row["light"] in DONE_LIGHTS
    title = t("matters.calendar_title", title=row["title"], clock=name(row["clock"]))
    if is_done:
        title = t("matters.calendar_done", light=t(f"matters.light.{row['light']}"), title=title)
    entry = Event()
    entry.add("uid", f"{row['matter_id']}.{row['key']}@{HOST}")
    entry.add("dtstamp", row["recorded_at"].replace(tzinfo=UTC))
    entry.add("sequence", row["changes"])
    entry.add("dtstart", row["due_on"])
    entry.add("dtend", row["due_on"] + timedelta(days=1))
    entry.add("summary", title)
    entry.add("description", _describe(row))
    entry.add("transp", "TRANSPARENT")
    if not is_done:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", title)
        alarm.add("trigger", NOTICE)
        entry.add_component(alarm)
    return entry


def _describe(row: dict) -> str:
    lines = [t("matters.calendar_unit", unit=row["lead_unit"])]
    if row["joint_units"]:
        joint = t("matters.comma").join(row["joint_units"])
        lines.append(t("matters.calendar_joint", units=joint))
    if row["document_no"]:
        lines.append(t("matters.calendar_document", document=row["document_no"]))
    return "\n".join(lines)
