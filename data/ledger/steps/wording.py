"""Acts on values in words, for the command line and the pages."""

from data.clock import format_time
from data.words.catalogue import t
from data.words.names import name_sender
from data.words.numbers import format_share, is_missing


def describe_taken_step(row: dict) -> str:
    """Return an act in one sentence: what, how many values, who, when, and whether it is undone.

    Parameters
    ----------
    row : dict
        From `data.ledger.steps.stages.list_step_acts`.
    """
    said = t(
        f"steps.act.{row['step']}",
        by=row["recorded_by"],
        at=format_time(row["recorded_at"]),
        n=row["values"],
        document=row["document_no"] or "",
        remark=row["remark"] or t("steps.remarks_differ"),
    )
    if not row["is_undone"]:
        return t("steps.act_line", said=said, step_id=row["step_id"])
    by = name_sender(row["undone_by"])
    return t("steps.act_undone", said=said, by=by, at=format_time(row["undone_at"]))


def format_compared_share(share: float | None) -> str:
    """Return a share in per cent, a dash where nothing could be compared."""
    return "—" if is_missing(share) else format_share(share)


def word_sample_errors(row: dict) -> dict:
    """Return what a sentence on a county's sampled values fills in.

    Parameters
    ----------
    row : dict
        From `indicators.counties.sample_errors.compute_sample_errors`.
    """
    counts = ("drawn", "checked", "wrong", "not_found", "compared")
    shares = {"share": row["share_wrong"], "error": row["mean_error"]}
    return {name: row[name] for name in counts} | {
        name: format_compared_share(share) for name, share in shares.items()
    }
