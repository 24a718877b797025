"""Acts on values in words, for the command line and the pages."""

from data.clock import format_time
from data.words.catalogue import t


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
    by = row["undone_by"] or t("data.nobody")
    return t("steps.act_undone", said=said, by=by, at=format_time(row["undone_at"]))
