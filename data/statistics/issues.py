"""Collects the issues of a file: one issue per place, however many values it concerns."""

from collections import Counter
from dataclasses import replace

import pandas as pd

from data.statistics.model import HELD_COLUMNS, NOTE, REJECTED, REJECTED_COLUMNS, Issue, UnreadWord

MOST_OF_A_RULE = 1000


class IssueLog:
    """Issues in the order found, and one row per rejected value."""

    def __init__(self):
        self._issues: dict[tuple, Issue] = {}
        self._counts: Counter = Counter()
        self._uncounted: Counter = Counter()
        self._rejected: list[tuple] = []
        self._held: list[tuple] = []
        self._unread: dict[tuple[str, str, str], UnreadWord] = {}

    def reject(self, sheet, row, column, found, rule, place, text, fields) -> None:
        """Reject the value at `place` (row, column) for a fault at row and column.

        A wrong name before many values is one issue; its ``count`` is the number of values.
        """
        key = (sheet, row, column, rule)
        issue = self._issues.get(key)
        if issue is None:
            issue = Issue(sheet, row, column, found, rule, REJECTED, {**fields, "count": 0})
            self._add(key, issue)
        issue.fields["count"] += 1
        self._rejected.append((sheet, *place, text, rule, issue))

    def hold(self, sheet, words, place, text, shape="*", rule="unread_word", **fields) -> None:
        """Hold the value at `place` (row, column) for words that were not understood.

        Parameters
        ----------
        words : list of (word, row, column)
            Each word counts the value once; the first is the one that holds it.
        shape : str
            What an answer is bound to (UnreadWord.shape).
        rule, fields
            The question (UnreadWord).
        """
        places: dict[str, tuple] = {}
        for word, row, column in words:
            places.setdefault(word, (row, column))
        for word, (row, column) in places.items():
            unread = UnreadWord(word, sheet, row, column, 0, shape, rule, fields)
            first = self._unread.setdefault((sheet, word, rule), unread)
            self._unread[sheet, word, rule] = replace(first, values=first.values + 1)
        self._held.append((sheet, *place, text, words[0][0]))

    def tell(self, sheet, row, column, found, rule, severity, **fields) -> None:
        """Report something once per place, without rejecting a value."""
        self.tell_all([Issue(sheet, row, column, found, rule, severity, fields)])

    def tell_all(self, issues: list[Issue]) -> None:
        """Report issues, each once per place, without rejecting a value."""
        for issue in issues:
            key = (issue.sheet, issue.row, issue.column, issue.rule)
            if key not in self._issues:
                self._add(key, issue)

    def leave_uncounted(self, rule: str, count: int) -> int:
        """Return how many of some issues of a rule are still told; the others are counted."""
        told = min(count, max(MOST_OF_A_RULE - self._counts[rule], 0))
        self._uncounted[rule] += count - told
        return told

    def _add(self, key: tuple, issue: Issue) -> None:
        self._counts[issue.rule] += 1
        if self._counts[issue.rule] <= MOST_OF_A_RULE:
            self._issues[key] = issue

    @property
    def issues(self) -> list[Issue]:
        """Every issue, in the order found; of each rule no more than can be read."""
        more = [
            Issue(
                "",
                None,
                None,
                None,
                "more_issues",
                NOTE,
                {"rule": rule, "count": count - MOST_OF_A_RULE},
            )
            for rule, count in (self._counts + self._uncounted).items()
            if count > MOST_OF_A_RULE
        ]
        return [*self._issues.values(), *more]

    @property
    def unread(self) -> list[UnreadWord]:
        """The words that hold values, in the order found."""
        return list(self._unread.values())

    def make_held(self) -> pd.DataFrame:
        """Return one row per held value, with HELD_COLUMNS."""
        return pd.DataFrame(self._held, columns=HELD_COLUMNS)

    def make_rejected(self) -> pd.DataFrame:
        """Return one row per rejected value, with REJECTED_COLUMNS."""
        return pd.DataFrame(self._rejected, columns=REJECTED_COLUMNS)
