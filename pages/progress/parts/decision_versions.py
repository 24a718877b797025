"""Decisions and remedies beside what others recorded meanwhile."""

from markupsafe import Markup

from data.errors import ChangedMeanwhileError
from data.words.numbers import is_missing
from pages.blocks.saving import render_versions
from pages.blocks.target_names import describe_decision
from pages.shell.i18n import t

_FIELDS = ("reason", "remedy", "responsible", "due_on")
_EMPTY = {
    "reading_id": None,
    "judgement": None,
    "number_kind": None,
    "comparator": None,
    "low": None,
    "high": None,
    "as_of_year": None,
    "value": None,
}


def compare_decisions(error: ChangedMeanwhileError, mine: dict) -> Markup:
    """Return what stands of a matter, the newest decision first, beside one not yet recorded."""
    theirs = error.theirs[0] if error.theirs else None
    own = _describe_decision(_EMPTY | mine)
    other = _describe_decision(theirs) if theirs else {}
    withdrawn = t("shell.conflict.withdrawn")
    rows = [
        {
            "label": t(f"decisions.column.{name}"),
            "theirs": other.get(name, withdrawn if name == "what" else ""),
            "mine": own[name],
        }
        for name in own
    ]
    return render_versions(error, rows)


def _describe_decision(row: dict) -> dict[str, str]:
    return {
        "what": describe_decision(row),
        "by": row["decided_by"],
        "on": _write_day(row["decided_on"]),
        "document": row["document_no"],
    }


def compare_remedies(error: ChangedMeanwhileError, held: dict, mine: dict) -> Markup:
    """Return what stands of a remedy beside mine, and what both began from.

    `mine` is empty where the remedy is to be withdrawn.
    """
    theirs = error.theirs[0] if error.theirs else {}
    gone = t("decisions.remedy_withdraw")
    rows = [
        {
            "label": t(f"decisions.column.{'due' if name == 'due_on' else name}"),
            "before": _write_day(held.get(name)),
            "theirs": _write_day(theirs.get(name)) if theirs else t("shell.conflict.withdrawn"),
            "mine": _write_day(mine.get(name)) if mine else gone,
        }
        for name in _FIELDS
    ]
    return render_versions(error, rows, before="opened")


def _write_day(value) -> str:
    """Return a text as it is and a day as 2025-06-30; a dash for nothing."""
    if value is None or is_missing(value):
        return "—"
    return f"{value:%Y-%m-%d}" if hasattr(value, "strftime") else str(value) or "—"
