"""What needs a look in a file: one line for each rule, its cells behind a fold."""

import html

from data.statistics.groups import MOST_CELLS, describe_cells, describe_group, split_by_rule
from data.statistics.report import make_issue_row
from pages.blocks.tables import Column, draw_table
from pages.shell.i18n import t
from pages.tasks.parts.upload import SHOWN, TALL, draw_rest, say_place


def draw_issues(issues: list, names: dict[int, str] | None = None) -> str:
    """Return the issues of a reading, those of one rule together, the severest first.

    Parameters
    ----------
    issues : list
        `Issue` objects, or the issue rows of a report.
    names : dict
        What the rows of a grid are called: they stand in place of row and column.
    """
    rows = [issue if isinstance(issue, dict) else make_issue_row(issue) for issue in issues]
    groups = "".join(_draw_group(members, names or {}) for members in split_by_rule(rows))
    return f'<div class="issues">{groups}</div>'


def _draw_group(members: list[dict], names: dict[int, str]) -> str:
    severity = members[0]["severity"]
    word = html.escape(t(f"ingest.severity_{severity}"))
    count = html.escape(t("upload.issue_count", count=len(members))) if len(members) > 1 else ""
    line = (
        f'<span class="severity {severity}">{word}</span>'
        f'<span class="issue-text">{html.escape(describe_group(members))}</span>'
        f'<span class="issue-cells">{count} {html.escape(_say_cells(members, names))}</span>'
    )
    if len(members) == 1:
        return f'<div class="issue">{line}</div>'
    return (
        f'<details class="issue"><summary>{line}</summary>{_draw_members(members, names)}</details>'
    )


def _say_cells(members: list[dict], names: dict[int, str]) -> str:
    known = [names[row["row"]] for row in members if row["row"] in names]
    if not known:
        return describe_cells(members)
    shown = t("shell.list_separator").join(dict.fromkeys(known[:MOST_CELLS]))
    rest = len(known) > MOST_CELLS
    return f"{shown} {t('ingest.more_cells', count=len(known))}" if rest else shown


def _draw_members(members: list[dict], names: dict[int, str]) -> str:
    is_same = len({row["message"] for row in members}) == 1
    has_sheets = not names and len({row["sheet"] for row in members}) > 1
    columns = [
        *([Column("sheet", t("upload.column.sheet"))] if has_sheets else []),
        Column("place", t("upload.column.place"), "text" if names else "short"),
        Column("value", t("upload.column.value")),
        *([] if is_same else [Column("message", t("upload.column.message"), "long")]),
    ]
    drawn = [row | {"place": _say_place(row, names)} for row in members[:SHOWN]]
    table = draw_table(columns, drawn, is_tall=len(drawn) > TALL, is_stacked=not is_same)
    return f"{table}{draw_rest(len(members))}"


def _say_place(row: dict, names: dict[int, str]) -> str:
    # What is told of a whole sheet has no place in it; the sheet stands in its own column.
    if row["row"] is None and row["column"] is None:
        return ""
    return names.get(row["row"]) or say_place(row["sheet"], row["row"], row["column"])
