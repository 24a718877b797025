"""What a list of rows (projects, balance) leaves behind when it is recorded: rejections, report."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import pandas as pd

from data.statistics.groups import group_issues
from data.statistics.model import REJECTED, Issue
from data.statistics.report import describe_issue, make_issue_row
from data.store.database import Transaction


def insert_rejections(writer: Transaction, issues: Sequence[Issue], upload_id: str) -> None:
    """Record the rejected rows of a list with their sentences."""
    rows = [
        {
            "upload_id": upload_id,
            "sheet": issue.sheet,
            "row_no": issue.row,
            "column_name": issue.column,
            "value": issue.value,
            "rule": issue.rule,
            "detail": describe_issue(issue),
        }
        for issue in issues
        if issue.severity == REJECTED
    ]
    if rows:
        writer.insert("facts.rejection", pd.DataFrame(rows))


def make_list_report(values: int, preview: Any, upload_id: str | None) -> dict:
    """Return upload_id, counts of rows, the issues with their sentences, and their groups.

    No row is held: what a list may hold back, its own report says. `preview` has the counts
    and the issues.
    """
    issues = [make_issue_row(issue) for issue in preview.issues]
    return {
        "upload_id": upload_id,
        "values": values,
        "accepted": preview.accepted,
        "new": preview.new,
        "revised": preview.revised,
        "unchanged": preview.unchanged,
        "rejected": preview.rejected,
        "held": 0,
        "out_of_scope": preview.out_of_scope,
        "missing": preview.missing,
        "unread": [],
        "issues": issues,
        "groups": [asdict(group) for group in group_issues(issues)],
    }
