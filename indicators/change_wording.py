"""Changes in words, for the command line and the pages."""

from data.clock import format_time
from data.ledger.replay import RESTATED
from data.ledger.steps.stages import RETURNED
from data.words.catalogue import t
from data.words.numbers import is_missing


def describe_act(row: dict) -> str:
    """Return who changed a figure, how and when; what a release of the program changed says so.

    Where a later act than that of the value changed the state, both are told; so is a return that
    the value answers.
    """
    acts, steps = [row], row["steps"]
    if len(steps) > 1 and steps[0]["act"] == RETURNED and row["act"] != RETURNED:
        acts.insert(0, steps[0])
    if row["change"] != RESTATED and row["steps"] and row["steps"][-1]["change"] == RESTATED:
        acts.append(row["steps"][-1])
    return t("shell.sentence_separator").join(describe_step(act) for act in acts)


def describe_step(act: dict) -> str:
    """Return who did one act, how and when, with the document or the reason."""
    if is_missing(act["acted_at"]):
        return t("changes.by_release")
    by = t("data.nobody") if is_missing(act["acted_by"]) else act["acted_by"] or t("data.nobody")
    said = t(f"changes.by_{act['act']}", by=by, at=format_time(act["acted_at"]))
    note = act.get("note")
    return said if is_missing(note) or not note else t("changes.with_note", said=said, note=note)


def describe_causes(row: dict) -> str:
    """Return what changed a status, and how many figures where figures did."""
    return t("shell.list_separator").join(
        t(f"changes.cause.{cause}", count=len(row["figures"])) for cause in row["causes"]
    )
