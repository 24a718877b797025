"""Collects what is to be told about a file: one issue a place, however many values it costs."""

import pandas as pd

from data.ingest.model import REJECTED, REJECTED_COLUMNS, Issue


class IssueLog:
    """Issues in the order found, and one row per refused value."""

    def __init__(self):
        self._issues: dict[tuple, Issue] = {}
        self._rejected: list[tuple] = []

    def reject(self, sheet, row, column, found, rule, place, text, fields) -> None:
        """Refuse the value at `place` (row, column) for a fault at row and column.

        A wrong name in front of many values is one issue; its ``count`` says how many.
        """
        key = (sheet, row, column, rule)
        issue = self._issues.get(key)
        if issue is None:
            issue = Issue(sheet, row, column, found, rule, REJECTED, {**fields, "count": 0})
            self._issues[key] = issue
        issue.fields["count"] += 1
        self._rejected.append((sheet, *place, text, rule, issue))

    def tell(self, sheet, row, column, found, rule, severity, **fields) -> None:
        """Tell something once a place, without refusing anything."""
        key = (sheet, row, column, rule)
        self._issues.setdefault(key, Issue(sheet, row, column, found, rule, severity, fields))

    @property
    def issues(self) -> list[Issue]:
        """Every issue, in the order found."""
        return list(self._issues.values())

    def make_rejected(self) -> pd.DataFrame:
        """Return one row per refused value, with REJECTED_COLUMNS."""
        return pd.DataFrame(self._rejected, columns=REJECTED_COLUMNS)
