"""Groups the issues of a rule: their number, and the cells that they concern."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from data.names.text import letter, position
from data.statistics.model import HELD, NOTE, REJECTED, WARNING
from data.words.catalogue import has_words, t

SEVERITIES = (HELD, REJECTED, WARNING, NOTE)
# What a file does to rows that it does not name: each sentence names its own.
OWN_LINES = ("beside_whole", "beside_adds")
MOST_CELLS = 8


@dataclass(frozen=True)
class IssueGroup:
    """The issues of one rule, as one line.

    Attributes
    ----------
    rule : str
    severity : str
        As in Issue.
    count : int
        The number of issues in the group.
    message : str
        Their sentence if all say the same; else the general sentence of the rule, or the first
        of their sentences and how many others there are.
    cells : str
        Their cells, with adjacent rows as ranges; only the first few of many.
    """

    rule: str
    severity: str
    count: int
    message: str
    cells: str


def group_issues(rows: list[dict]) -> list[IssueGroup]:
    """Return one group for each rule and severity, the most severe first.

    Parameters
    ----------
    rows : list of dict
        As `data.statistics.report.make_issue_row` returns them.
    """
    return [_make_group(members) for members in split_by_rule(rows)]


def split_by_rule(rows: list[dict]) -> list[list[dict]]:
    """Return the issues of each rule and severity, the most severe first, in order of place."""
    members: dict[tuple, list[dict]] = {}
    for at, row in enumerate(rows):
        # Each word that holds values is a question of its own.
        own = at if row["severity"] == HELD or row["rule"] in OWN_LINES else None
        members.setdefault((row["severity"], row["rule"], own), []).append(row)
    return sorted(members.values(), key=lambda rows: SEVERITIES.index(rows[0]["severity"]))


def describe_group(members: list[dict]) -> str:
    """Return the one sentence for all issues of a rule."""
    first = members[0]
    others = len({row["message"] for row in members}) - 1
    if not others:
        return first["message"]
    key = f"ingest.title.{first['rule']}"
    if has_words(key):
        return t(key)
    return t("ingest.more_values", message=first["message"], count=others)


def describe_cells(members: Iterable[dict]) -> str:
    """Return the places of issues, sheet by sheet: ``Sheet1 B3:B9 D3``."""
    places: dict[str, list[tuple[str, int | None]]] = {}
    for row in members:
        places.setdefault(row["sheet"], []).append((row["column"] or "", row["row"]))
    texts = []
    for sheet, found in places.items():
        cells = _list_ranges(found)
        more = [t("ingest.more_cells", count=len(found))] if len(cells) > MOST_CELLS else []
        texts.append(" ".join(filter(None, [sheet, *cells[:MOST_CELLS], *more])))
    return t("shell.list_separator").join(filter(None, texts))


def _make_group(members: list[dict]) -> IssueGroup:
    first = members[0]
    return IssueGroup(
        first["rule"],
        first["severity"],
        len(members),
        describe_group(members),
        describe_cells(members),
    )


def _list_ranges(places: list[tuple[str, int | None]]) -> list[str]:
    """Return cells as ranges; adjacent rows of a column form one range."""
    ranges = [column for column, row in dict.fromkeys(places) if row is None and column]
    cells = sorted(
        {(position(column) if column else -1, row) for column, row in places if row is not None}
    )
    runs = groupby(enumerate(cells), key=lambda item: (item[1][0], item[1][1] - item[0]))
    for _, run in runs:
        rows = [cell for _, cell in run]
        column = letter(rows[0][0]) if rows[0][0] >= 0 else ""
        first, last = f"{column}{rows[0][1]}", f"{column}{rows[-1][1]}"
        ranges.append(first if first == last else f"{first}:{last}")
    return ranges
