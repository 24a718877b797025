"""Changes in words, for the command line and the pages."""

from data.clock import format_time
from data.words.catalogue import t
from data.words.numbers import is_missing


def describe_act(row: dict) -> str:
    """Return who changed a figure, and when; what a release of the program changed says so."""
    if is_missing(row["acted_at"]):
        return t("changes.by_release")
    by = t("data.nobody") if is_missing(row["acted_by"]) else row["acted_by"] or t("data.nobody")
    return t(f"changes.by_{row['act']}", by=by, at=format_time(row["acted_at"]))


def describe_causes(row: dict) -> str:
    """Return what changed a status, and how many figures where figures did."""
    return t("shell.list_separator").join(
        t(f"changes.cause.{cause}", count=len(row["figures"])) for cause in row["causes"]
    )
