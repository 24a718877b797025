"""The order of the events of a matter: only what is impossible is refused.

Papers of the past may be recorded late, each by its own date, so the whole set of events is
looked at anew with each one.
"""

from typing import Any

from data.errors import CaomuError
from data.words.catalogue import t

# Events of one day follow each other in this order.
EVENT_KINDS = (
    "approved",
    "assigned",
    "received",
    "extension_explained",
    "reported",
    "work_done",
    "concluded",
    "review_applied",
    "review_decided",
    "rectification_required",
    "rectification_reported",
    "verified",
    "look_back",
    "closed",
    "archived",
)
# These happen once; a second one would leave open which of the two counts.
ONCE = ("approved", "assigned", "received", "work_done", "closed", "archived")
# What must have happened before, on the same day or earlier.
NEEDS = {
    "review_applied": "concluded",
    "review_decided": "review_applied",
    "rectification_required": "concluded",
    "rectification_reported": "rectification_required",
    "verified": "rectification_reported",
    "look_back": "concluded",
    "archived": "closed",
}
AFTER_CLOSING = ("look_back", "archived", "closed")


class MatterError(CaomuError):
    """A matter or one of its events is incomplete, impossible, or does not exist."""


def name_event(kind: str) -> str:
    """Return the name of a kind of event."""
    return t(f"matters.event.{kind}")


def sort_events(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return events in the order in which they happened."""
    return sorted(events, key=lambda event: (event["happened_on"], _rank(event), event["seq"]))


def _rank(event: dict[str, Any]) -> int:
    return EVENT_KINDS.index(event["kind"])


def check_order(events: list[dict[str, Any]]) -> None:
    """Refuse a set of events that cannot have happened.

    Parameters
    ----------
    events : list of dict
        Every event of one matter: kind, happened_on, seq.

    Raises
    ------
    MatterError
        ``matter_event_needs``: an event lacks what must come first (fields kind, needs, day).
        ``matter_event_twice``, ``matter_received_early``, ``matter_open_review``,
        ``matter_open_rectification``, ``matter_is_closed``.
    """
    counts = dict.fromkeys(EVENT_KINDS, 0)
    days: dict[str, Any] = {}
    for event in sort_events(events):
        kind, day = event["kind"], f"{event['happened_on']:%Y-%m-%d}"
        if kind in ONCE and counts[kind]:
            raise MatterError(
                "matter_event_twice", event=name_event(kind), day=f"{days[kind]:%Y-%m-%d}"
            )
        if kind in NEEDS and not _is_ready(kind, counts):
            needs = name_event(NEEDS[kind])
            raise MatterError("matter_event_needs", event=name_event(kind), needs=needs, day=day)
        if kind == "closed":
            _check_closing(counts, day)
        elif counts["closed"] and kind not in AFTER_CLOSING:
            closed = f"{days['closed']:%Y-%m-%d}"
            raise MatterError("matter_is_closed", event=name_event(kind), day=day, closed=closed)
        counts[kind] += 1
        days[kind] = event["happened_on"]
    if {"assigned", "received"} <= days.keys() and days["received"] < days["assigned"]:
        day = f"{days['assigned']:%Y-%m-%d}"
        raise MatterError("matter_received_early", day=day)


def _is_ready(kind: str, counts: dict[str, int]) -> bool:
    """Tell whether what must come first did; each decision and report answers one request."""
    answered = counts[kind] if kind in ("review_decided", "rectification_reported") else 0
    return counts[NEEDS[kind]] > answered


def _check_closing(counts: dict[str, int], day: str) -> None:
    if counts["review_applied"] > counts["review_decided"]:
        raise MatterError("matter_open_review", day=day)
    if counts["rectification_required"] > counts["rectification_reported"]:
        raise MatterError("matter_open_rectification", day=day)
