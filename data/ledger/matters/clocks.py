"""The clocks of matters under supervision, computed from what happened to a matter.

The limits are those of 新政办发〔2023〕18号, articles 7 and 8. How days are counted, and from
when, are readings that an office decides (`plan.clock_reading`). A limit that ends on a day off
is not moved: the text says nothing of it.
"""

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

LIGHTS = ("overdue", "due_soon", "open", "done_late", "done")
DONE_LIGHTS = ("done", "done_late")
# What a matter runs on; a proposal has two clocks, one after the other.
MAIN_CLOCKS = {
    "ordinary_report": ("ordinary_report",),
    "quarterly_report": ("quarterly_report",),
    "proposal_reply": ("proposal_reply", "proposal_report"),
    "set_limit": ("set_limit",),
}
LIMIT_UNITS = ("day", "working_day", "month")
QUARTERS = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}

Event = dict[str, Any]


@dataclass(frozen=True)
class ClockRule:
    """A clock as it is read: ``count`` of ``unit`` after the event ``begins_with``.

    day_kind is calendar or working; reading_id is None for a clock that others set.
    """

    clock_id: str
    count: int | None
    unit: str | None
    day_kind: str
    begins_with: str
    reading_id: str | None = None


@dataclass(frozen=True)
class WorkingDays:
    """The days on which offices depart from the week; years without any are not known."""

    holidays: frozenset[date]
    workdays: frozenset[date]

    def is_working(self, day: date) -> bool:
        """Tell whether offices work on a day."""
        return day in self.workdays or (day.weekday() < 5 and day not in self.holidays)

    def is_known(self, first: date, last: date) -> bool:
        """Tell whether the days off of every year between two days are known."""
        years = {day.year for day in self.holidays}
        return set(range(first.year, last.year + 1)) <= years


@dataclass(frozen=True)
class Deadline:
    """One run of a clock of a matter.

    Attributes
    ----------
    key : str
        What it is known by within its matter; it stays the same while the event stands.
    begun_on, due_on, done_on : date or None
        From when it counts, the last day in time, when it was met. due_on is None where it
        has not begun, or nobody set a limit.
    note : str
        Why there is no due_on, or what to know of it: not_begun, no_limit, holidays_unknown
        (some of its years lack their days off: only weekends are left out), extended,
        extended_late (explained when it was over already), extension_not_later (the day named
        is no later one, so the old one stands); "".
    begins_with : str
        The kind of event from which it counts.
    """

    key: str
    clock_id: str
    begun_on: date | None
    due_on: date | None
    done_on: date | None = None
    note: str = ""
    begins_with: str = ""


def add_months(day: date, count: int) -> date:
    """Return the day some months later; a month that is too short ends it: 11-30 + 3 = 02-28."""
    month = day.month - 1 + count
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def add_working_days(day: date, count: int, days: WorkingDays) -> date:
    """Return the last of some working days after a day; the day itself does not count."""
    while count:
        day += timedelta(days=1)
        count -= days.is_working(day)
    return day


def get_light(due_on: date | None, done_on: date | None, as_of: date, due_soon_days: int) -> str:
    """Return one of `LIGHTS`; due within `due_soon_days`, the day itself included, is due_soon."""
    if done_on is not None:
        return "done" if due_on is None or done_on <= due_on else "done_late"
    if due_on is None:
        return "open"
    left = (due_on - as_of).days
    return "overdue" if left < 0 else "due_soon" if left <= due_soon_days else "open"


def compute_deadlines(
    matter: dict[str, Any], events: list[Event], rules: dict[str, ClockRule], days: WorkingDays
) -> list[Deadline]:
    """Return the runs of the clocks of a matter, its own first.

    Parameters
    ----------
    matter : dict
        clock_id (a key of `MAIN_CLOCKS`), due_on, limit_count, limit_unit.
    events : list of dict
        kind, happened_on, due_on, event_id; in the order in which they happened.
    """
    main = _list_main(matter, events, rules, days)
    main = _meet(main, [event for event in events if event["kind"] == "reported"])
    main = _extend(main, events)
    closed = _find(events, "closed")
    if closed is not None:
        main = [_close(item, closed["happened_on"]) for item in main if _is_begun(item, closed)]
    return main + _list_reviews(events, rules, days) + _list_rectifications(events)


def _list_main(matter, events, rules, days) -> list[Deadline]:
    clock_id = matter["clock_id"]
    if clock_id == "set_limit":
        return [_set_limit(matter, events, rules[clock_id], days)]
    if clock_id == "quarterly_report":
        return _list_quarters(events, rules[clock_id])
    found = []
    for place, name in enumerate(MAIN_CLOCKS[clock_id]):
        rule = rules[name]
        begin = _find(events, rule.begins_with)
        if begin is not None or not place:
            day = None if begin is None else begin["happened_on"]
            found.append(_begin(f"{name}-1", rule, day, days))
    return found


def _begin(key: str, rule: ClockRule, begun_on: date | None, days: WorkingDays) -> Deadline:
    """Return the run of a clock from a day on; the day itself does not count."""
    empty = Deadline(key, rule.clock_id, begun_on, None, begins_with=rule.begins_with)
    if begun_on is None:
        return replace(empty, note="not_begun")
    if rule.count is None:
        return replace(empty, note="no_limit")
    if rule.unit == "month":
        return replace(empty, due_on=add_months(begun_on, rule.count))
    if rule.day_kind != "working":
        return replace(empty, due_on=begun_on + timedelta(days=rule.count))
    due_on = add_working_days(begun_on, rule.count, days)
    is_known = days.is_known(begun_on, due_on)
    return replace(empty, due_on=due_on, note="" if is_known else "holidays_unknown")


def _set_limit(matter, events, rule: ClockRule, days) -> Deadline:
    begin = _find(events, rule.begins_with)
    begun_on = None if begin is None else begin["happened_on"]
    if matter["due_on"] is not None:
        return Deadline("set_limit-1", "set_limit", begun_on, matter["due_on"])
    unit = matter["limit_unit"]
    own = replace(
        rule,
        count=matter["limit_count"],
        unit="month" if unit == "month" else "day",
        day_kind="working" if unit == "working_day" else "calendar",
    )
    return _begin("set_limit-1", own, begun_on, days)


def _list_quarters(events, rule: ClockRule) -> list[Deadline]:
    """Return a run for each quarter of the year from the assignment on."""
    begin = _find(events, rule.begins_with)
    if begin is None:
        return [_begin("quarterly_report-1", rule, None, WorkingDays(frozenset(), frozenset()))]
    day = begin["happened_on"]
    found = []
    for quarter in range((day.month + 2) // 3, 5):
        first = max(day, date(day.year, quarter * 3 - 2, 1))
        last = date(day.year, *QUARTERS[quarter])
        found.append(Deadline(f"quarterly_report-{day.year}Q{quarter}", rule.clock_id, first, last))
    return found


def _meet(deadlines: list[Deadline], reports: list[Event]) -> list[Deadline]:
    """Let each report meet one deadline: the first that had begun and was not met before."""
    left, met = list(reports), []
    for item in deadlines:
        own = next(
            (
                report
                for report in left
                if item.begun_on is None or report["happened_on"] >= item.begun_on
            ),
            None,
        )
        if own is not None:
            left.remove(own)
            item = replace(item, done_on=own["happened_on"])
        met.append(item)
    return met


def _extend(deadlines: list[Deadline], events: list[Event]) -> list[Deadline]:
    """Move the deadline that ran when an extension with a new day was explained."""
    for event in events:
        if event["kind"] != "extension_explained" or event["due_on"] is None:
            continue
        running = [
            item
            for item in deadlines
            if item.due_on is not None
            and (item.begun_on is None or item.begun_on <= event["happened_on"])
            and (item.done_on is None or item.done_on >= event["happened_on"])
        ]
        if running:
            first = min(running, key=lambda item: (item.due_on, item.key))
            moved = _put_off(first, event)
            deadlines = [moved if item is first else item for item in deadlines]
    return deadlines


def _put_off(item: Deadline, event: Event) -> Deadline:
    """Return a deadline as an extension leaves it; one that names no later day does not hold."""
    assert item.due_on is not None
    if event["due_on"] <= item.due_on:
        return replace(item, note="extension_not_later")
    is_late = event["happened_on"] > item.due_on
    return replace(item, due_on=event["due_on"], note="extended_late" if is_late else "extended")


def _is_begun(item: Deadline, closed: Event) -> bool:
    return item.begun_on is None or item.begun_on <= closed["happened_on"]


def _close(item: Deadline, closed_on: date) -> Deadline:
    """Return a deadline as the closing of its matter leaves it: met, if it was not before."""
    return item if item.done_on is not None else replace(item, done_on=closed_on)


def _list_reviews(events, rules, days) -> list[Deadline]:
    decided = [event for event in events if event["kind"] == "review_decided"]
    found = []
    for event in events:
        if event["kind"] == "review_applied":
            item = _begin(
                f"review-{event['event_id']}", rules["review"], event["happened_on"], days
            )
            found += _meet([item], decided)
            if found[-1].done_on is not None:
                decided = decided[1:]
    return found


def _list_rectifications(events) -> list[Deadline]:
    """Return a run for each rectification, by the time that the conclusion sets."""
    reports = [event for event in events if event["kind"] == "rectification_reported"]
    found = []
    for event in events:
        if event["kind"] == "rectification_required":
            item = Deadline(
                f"rectification-{event['event_id']}",
                "rectification",
                event["happened_on"],
                event["due_on"],
                note="no_limit" if event["due_on"] is None else "",
            )
            found += _meet([item], reports)
            if found[-1].done_on is not None:
                reports = reports[1:]
    return found


def _find(events: list[Event], kind: str) -> Event | None:
    return next((event for event in events if event["kind"] == kind), None)
