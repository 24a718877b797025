"""What to check in a file: one line for each rule, its cells behind a fold."""

from markupsafe import Markup

from data.statistics.groups import MOST_CELLS, describe_cells, describe_group, split_by_rule
from data.statistics.report import make_issue_row
from pages.blocks.tables import SHOWN, Column, render_table
from pages.shell.i18n import t
from pages.tasks.parts.upload import TALL, describe_cell, render_rest


def render_issues(issues: list, names: dict[int, str] | None = None) -> Markup:
    """Return the issues of a reading, grouped by rule, the most severe first.

    Parameters
    ----------
    issues : list
        `Issue` objects, or the issue rows of a report.
    names : dict
        The names of the rows of a grid, in place of row and column.
    """
    rows = [issue if isinstance(issue, dict) else make_issue_row(issue) for issue in issues]
    groups = Markup("").join(_render_group(members, names or {}) for members in split_by_rule(rows))
    return Markup('<div class="issues">{}</div>').format(groups)


def _render_group(members: list[dict], names: dict[int, str]) -> Markup:
    severity = members[0]["severity"]
    word = t(f"ingest.severity_{severity}")
    count = t("upload.issue_count", count=len(members)) if len(members) > 1 else ""
    line = Markup(
        '<span class="severity {}">{}</span><span class="issue-text">{}</span>'
        '<span class="issue-cells">{} {}</span>'
    ).format(severity, word, describe_group(members), count, _say_cells(members, names))
    if len(members) == 1:
        return Markup('<div class="issue">{}</div>').format(line)
    return Markup('<details class="issue"><summary>{}</summary>{}</details>').format(
        line, _render_members(members, names)
    )


def _say_cells(members: list[dict], names: dict[int, str]) -> str:
    known = [names[row["row"]] for row in members if row["row"] in names]
    if not known:
        return describe_cells(members)
    shown = t("shell.list_separator").join(dict.fromkeys(known[:MOST_CELLS]))
    rest = len(known) > MOST_CELLS
    return f"{shown} {t('ingest.more_cells', count=len(known))}" if rest else shown


def _render_members(members: list[dict], names: dict[int, str]) -> Markup:
    is_same = len({row["message"] for row in members}) == 1
    has_sheets = not names and len({row["sheet"] for row in members}) > 1
    columns = [
        *([Column("sheet", t("upload.column.sheet"))] if has_sheets else []),
        Column("place", t("upload.column.place"), "text" if names else "short"),
        Column("value", t("upload.column.value")),
        *([] if is_same else [Column("message", t("upload.column.message"), "long")]),
    ]
    drawn = [row | {"place": _say_place(row, names)} for row in members[:SHOWN]]
    table = render_table(columns, drawn, is_tall=len(drawn) > TALL, is_stacked=not is_same)
    return table + render_rest(len(members))


def _say_place(row: dict, names: dict[int, str]) -> str:
    # An issue of a whole sheet has no place in it; the sheet has its own column.
    if row["row"] is None and row["column"] is None:
        return ""
    return names.get(row["row"]) or describe_cell(row["sheet"], row["row"], row["column"])
