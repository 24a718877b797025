"""Makes the report of an ingest: counts, and issues as sentences."""

from dataclasses import asdict

from data.statistics.groups import group_issues
from data.statistics.model import HELD, Issue, Preview, Reading, UnreadWord
from data.words.catalogue import get_language, t
from data.words.numbers import format_unit, join_unit

_STATES = ("state", "own_state")
# The sentences of these say what to write into the file, with the unit as files spell it.
_TO_BE_WRITTEN = ("no_unit", "unknown_unit", "unit_does_not_fit")


def describe_issue(issue: Issue) -> str:
    """Return the sentence of an issue in the language in use."""
    fields = {
        "value": issue.value or "",
        "sheet": issue.sheet,
        "row": issue.row or "",
        "column": issue.column or "",
        **issue.fields,
    }
    fields = {
        key: found[get_language()] if isinstance(found, dict) else found
        for key, found in fields.items()
    }
    if fields.get("unit") and issue.rule not in _TO_BE_WRITTEN:
        fields["unit"] = format_unit(fields["unit"])
    if "converted" in fields:
        fields["converted"] = join_unit(fields["converted"], fields["unit"])
    if issue.rule == "kind_not_stored":
        fields["kind"] = t(f"reading.kind.{fields['kind']}")
    if issue.rule == "part_not_stored":
        fields["part"] = t(f"reading.part.{fields['part']}")
    if fields.get("of_species"):
        species = t(f"reading.species.{fields['of_species']}")
        fields["value"] = t("ingest.of_species", species=species, value=fields["value"])
    fields |= {key: t(f"shell.state.{fields[key]}") for key in _STATES if fields.get(key)}
    return t(issue.message_key, **fields)


# The parts of a report that are not counts.
NOT_COUNTS = ("upload_id", "unread", "issues", "groups")


def make_report(reading: Reading, preview: Preview, upload_id: str | None) -> dict:
    """Return upload_id, counts of values, the issues with their sentences, and their groups.

    values counts all values: accepted (new, revised and unchanged), rejected, held by a word
    that was not understood, out of scope and missing. unread lists those words.
    """
    issues = [make_issue_row(issue) for issue in preview.issues]
    return {
        "upload_id": upload_id,
        "values": reading.values,
        "accepted": preview.accepted,
        "new": preview.new,
        "revised": preview.revised,
        "unchanged": preview.unchanged,
        "resent": preview.resent,
        "rejected": preview.rejected,
        "held": preview.held,
        "out_of_scope": preview.out_of_scope,
        "missing": preview.missing,
        "unread": [make_unread_row(word) for word in reading.unread],
        "issues": issues,
        "groups": [asdict(group) for group in group_issues(issues)],
    }


def make_question(word: UnreadWord) -> Issue:
    """Return the issue of a word that holds values: the word, its place, and what to do."""
    fields = {**word.fields, "count": word.values}
    return Issue(word.sheet, word.row, word.column, word.word, word.rule, HELD, fields)


def make_unread_row(word: UnreadWord) -> dict:
    """Return a word as word, sheet, row, column and values (how many it holds)."""
    return {
        "word": word.word,
        "sheet": word.sheet,
        "row": word.row,
        "column": word.column,
        "values": word.values,
    }


def make_issue_row(issue: Issue) -> dict:
    """Return an issue as sheet, row, column, value, rule, severity, message."""
    return {
        "sheet": issue.sheet,
        "row": issue.row,
        "column": issue.column,
        "value": issue.value,
        "rule": issue.rule,
        "severity": issue.severity,
        "message": describe_issue(issue),
    }
