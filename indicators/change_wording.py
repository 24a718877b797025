"""Changes in words, for the command line and the pages."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from data.clock import format_time
from data.ledger.replay import RESTATED
from data.ledger.steps.stages import RETURNED
from data.package.dictionary import load_tables
from data.words.catalogue import get_language, t
from data.words.names import name_sender, pick_name
from data.words.numbers import format_exact, is_missing
from indicators.decision_wording import describe_decided


def describe_act(row: dict) -> str:
    """Return who changed a figure, how and when; what a release of the program changed says so.

    Where a later act than that of the value changed the state, both are told; so is a return that
    the value answers.
    """
    is_answered = (
        len(row["steps"]) > 1 and row["steps"][0]["act"] == RETURNED and row["act"] != RETURNED
    )
    acts = [row["steps"][0], row] if is_answered else [row]
    if row["change"] != RESTATED and row["steps"] and row["steps"][-1]["change"] == RESTATED:
        acts.append(row["steps"][-1])
    return t("shell.sentence_separator").join(describe_step(act) for act in acts)


def describe_step(act: dict) -> str:
    """Return who did one act, how and when, with the document or the reason."""
    if is_missing(act["acted_at"]):
        return t("changes.by_release")
    by = name_sender(act["acted_by"])
    said = t(f"changes.by_{act['act']}", by=by, at=format_time(act["acted_at"]))
    note = act.get("note")
    return said if is_missing(note) or not note else t("changes.with_note", said=said, note=note)


def describe_causes(row: dict) -> str:
    """Return what changed a status, and how many figures where figures did."""
    return t("shell.list_separator").join(
        t(f"changes.cause.{cause}", count=len(row["figures"])) for cause in row["causes"]
    )


def name_decision_subject(row: dict) -> str:
    """Return what a decision is about, with its kind: a target, an item of a box, a change."""
    return t(f"changes.subject.{row['subject_kind']}", name=pick_name(row) or row["subject_id"])


def describe_decision_change(row: dict) -> str:
    """Return what was decided (`data.ledger.changes.list_decision_changes`)."""
    return describe_decided(row, pick_name(row, "reading") or row["reading_id"], row["unit"])


def describe_group_change(row: dict) -> str:
    """Return what became of a group (`data.ledger.changes.list_group_changes`)."""
    if row["is_removed"]:
        return t("changes.group_removed")
    if row["added"] or row["removed"]:
        return t("changes.group_members", added=row["added"], removed=row["removed"])
    return t("changes.group_defined" if row["is_new"] else "changes.group_renamed")


def describe_project_change(row: dict, names: Mapping[str, Mapping[str, str]]) -> str:
    """Return what differs of a project: each field with its old and new content; of a new or
    withdrawn one its stage.

    `names` has the names of areas and items by their ids, as area_id and item_id.
    """
    if not row["fields"]:
        return _format_field("stage", row["new_stage"] or row["old_stage"], names)
    return t("shell.sentence_separator").join(
        t(
            "changes.project_field",
            field=t(f"projects.field.{field['name']}"),
            old=_format_field(field["name"], field["old"], names),
            new=_format_field(field["name"], field["new"], names),
        )
        for field in row["fields"]
    )


def describe_project_act(row: dict) -> str:
    """Return who made a project what it is; what a release of the program changed says so."""
    if is_missing(row["recorded_at"]):
        return t("changes.by_release")
    by, at = name_sender(row["recorded_by"]), format_time(row["recorded_at"])
    return t(f"changes.by_{row['act']}", by=by, at=at)


def _format_field(name: str, value: Any, names: Mapping[str, Mapping[str, str]]) -> str:
    if is_missing(value) or value == "":
        return "—"
    if name in names:
        return names[name].get(value, value)
    if name in ("stage", "state"):
        return t(f"projects.{name}.{value}")
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    return format_exact(value) if isinstance(value, (int, float)) else str(value)


def name_plan_table(table: str) -> str:
    """Return the title of a table of the plan; its id where it has none."""
    titles = {own.table.replace("/", ".").rpartition(".")[2]: own.titles for own in load_tables()}
    return titles[table][get_language()] if table in titles else table
