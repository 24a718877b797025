"""An upload in words and tables: what was understood, what changes, what was rejected."""

import pandas as pd
from markupsafe import Markup

from data.statistics.model import Issue, Layout, Preview
from data.words.names import name_sender
from data.words.numbers import (
    MINUS,
    format_exact,
    format_number,
    format_period,
    format_unit,
    is_missing,
)
from pages.blocks.markup import render_note
from pages.blocks.status import get_word, name_indicator, render_judgement
from pages.blocks.tables import SHOWN, Column, render_table
from pages.blocks.values import format_office_time, format_state, render_figure
from pages.shell import cache
from pages.shell.i18n import get_language, t

TALL = 14
COUNTS = ("new", "revised", "unchanged", "held", "rejected", "out_of_scope", "missing")
# Shown only if there are any: a zero would only raise questions.
_SELDOM = ("held",)
TOTAL_RULES = ("total_differs", "parts_differ", "columns_differ")
CHANGE_COLUMNS = (*("change", "indicator", "area", "year", "old", "new", "unit", "state", "place"),)
ORDER = {"revised": 0, "new": 1, "unchanged": 2}


def render_counts(counts: dict) -> Markup:
    """Return the counts of an upload in one line of numbers and words."""
    items = Markup("").join(
        Markup('<div class="{}{}"><b>{:,}</b><span>{}</span></div>').format(
            name, "" if counts[name] else " zero", counts[name], t(f"upload.count.{name}")
        )
        for name in COUNTS
        if counts.get(name) or name not in _SELDOM
    )
    return Markup('<div class="counts">{}</div>').format(items)


def count_preview(preview: Preview) -> dict:
    """Return the counts of a preview by name."""
    return {name: getattr(preview, name, 0) for name in COUNTS}


def render_layouts(layouts: list[Layout]) -> Markup:
    """Return as a table what was understood of each sheet."""
    columns = [
        Column("sheet", t("upload.column.sheet")),
        Column("orientation", t("upload.column.orientation")),
        Column("header", t("upload.column.header")),
        Column("area", t("upload.column.area_column")),
        Column("indicator", t("upload.column.indicator")),
        Column("unit", t("upload.column.unit")),
        Column("year", t("upload.column.year")),
    ]
    sheets = [layout.sheet for layout in layouts]
    rows = [_make_layout_row(layout, sheets.count(layout.sheet) > 1) for layout in layouts]
    return render_table(columns, rows, is_tall=len(rows) > TALL)


def _make_layout_row(layout: Layout, is_one_of_several: bool) -> dict:
    header = t("upload.row", row=layout.header_row)
    if is_one_of_several:
        header = t(
            "upload.header_rows", row=layout.header_row, first=layout.data_row, last=layout.last_row
        )
    return {
        "sheet": layout.sheet,
        "orientation": t(f"upload.orientation.{layout.orientation}"),
        "header": header,
        "area": _say_column(layout.area_column or layout.code_column, layout.area),
        "indicator": _say_part(layout, "indicator"),
        "unit": _say_part(layout, "unit"),
        "year": _say_part(layout, "year"),
    }


def _say_column(column: str | None, fixed: str | None) -> str:
    return t("upload.in_column", column=column) if column else fixed or "—"


def _say_part(layout: Layout, part: str) -> str:
    """Return where indicator, unit or year of the values come from."""
    column = getattr(layout, f"{part}_column")
    if column:
        return t("upload.in_column", column=column)
    heads = [getattr(value, part) for value in layout.values if getattr(value, part)]
    if not heads:
        return getattr(layout, part) or t("upload.not_said")
    names = list(dict.fromkeys(_name_head(part, head) for head in heads))
    if len(names) <= 2:
        return t("shell.list_separator").join(names)
    return t("upload.several", first=names[0], last=names[-1], count=len(names))


def _name_head(part: str, head: str) -> str:
    """Return the name of the indicator that a header was read as; other words unchanged."""
    is_known = part == "indicator" and head in cache.get_indicators().index
    return name_indicator(head) if is_known else head


def render_changes(frame: pd.DataFrame, *, has_places: bool = True) -> Markup:
    """Return the values of a preview as a table, revised ones first.

    has_places tells whether the row and column of a value are useful to the reader.
    """
    ordered = _order_changes(frame)
    columns = [
        Column("change", t("upload.column.change"), "html"),
        Column("indicator", t("upload.column.indicator")),
        Column("area", t("upload.column.area")),
        Column("year", t("upload.column.year")),
        Column("old", t("upload.column.old"), "figure"),
        Column("new", t(f"upload.column.{'new' if has_places else 'entered'}"), "figure"),
        Column("unit", t("upload.column.unit"), "short"),
        Column("state", t("upload.column.state"), "short", is_minor=True),
    ]
    if has_places:
        columns.append(Column("place", t("upload.column.place"), "short", is_minor=True))
    rows = [_make_change_row(row) for row in ordered.head(SHOWN).itertuples()]
    return render_table(columns, rows, is_tall=len(rows) > TALL) + render_rest(len(frame))


def _order_changes(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_values("change", key=lambda change: change.map(ORDER), kind="stable")


def list_change_rows(frame: pd.DataFrame) -> tuple[list[str], list[list]]:
    """Return titles and rows of all values of a preview, with every digit."""
    rows = []
    for row in _order_changes(frame).itertuples():
        said = _make_change_row(row) | {"change": t(f"upload.change.{row.change}")}
        values = {"old": row.old_value, "new": row.value}
        rows.append([values.get(name, said[name]) for name in CHANGE_COLUMNS])
    return [t(f"upload.column.{name}") for name in CHANGE_COLUMNS], rows


def _make_change_row(row) -> dict:
    return {
        "change": Markup('<span class="change {}">{}</span>').format(
            row.change, t(f"upload.change.{row.change}")
        ),
        "indicator": name_indicator(row.indicator_id),
        "area": cache.get_area_names()[row.area_id],
        "year": format_period(row.year, row.period),
        "old": "—" if is_missing(row.old_value) else format_exact(row.old_value),
        "new": format_exact(row.value),
        "unit": format_unit(row.unit),
        "state": format_state(row.state),
        "place": describe_cell(row.sheet, row.file_row, row.file_column),
    }


def describe_cell(sheet, row, column) -> str:
    """Return row and column as the reader finds them, or the sheet's name without either."""
    if is_missing(row) and is_missing(column):
        return "" if is_missing(sheet) else str(sheet)
    if is_missing(column):
        return t("upload.row", row=int(row))
    if is_missing(row):
        return t("upload.in_column", column=column)
    return t("upload.place", row=int(row), column=column)


def render_effects(effects: pd.DataFrame) -> Markup:
    """Return the targets that would change, before and after (`compare_progress`)."""
    columns = [
        Column("target", t("upload.column.target"), "name"),
        Column("area", t("upload.column.area")),
        Column("before", t("upload.column.before"), "html"),
        Column("after", t("upload.column.after"), "html"),
    ]
    targets = cache.get_target_names(get_language())
    ordered = effects.sort_values("is_other_status", ascending=False, kind="stable")
    rows = [
        {
            "target": targets[row["target_id"]],
            "area": cache.get_area_names()[row["area_id"]],
            "before": _render_side(row, "old"),
            "after": _render_side(row, "new"),
        }
        for row in ordered.to_dict("records")
    ]
    return render_table(columns, rows)


def _render_side(row: dict, side: str) -> Markup:
    status = render_judgement(row[f"{side}_status"], row[f"{side}_reason"])
    if is_missing(row[f"{side}_value"]):
        return status
    figure = render_figure(row[f"{side}_value"], row[f"{side}_unit"], row[f"{side}_year"])
    if row["old_indicator_id"] == row["new_indicator_id"]:
        return status + " " + figure
    # Name the measure if another one decides: else its figure would look like a change.
    measure = name_indicator(row[f"{side}_indicator_id"])
    return Markup('{} {}<span class="sub">{}</span>').format(status, figure, measure)


def describe_effects(effects: pd.DataFrame) -> str:
    """Return one sentence on how many targets would change their status."""
    changed = effects[effects["is_other_status"]]
    if changed.empty:
        return t("upload.effects_none" if effects.empty else "upload.effects_values")
    moves = [
        t("upload.move", old=get_word(old), new=get_word(new), count=len(group))
        for (old, new), group in changed.groupby(["old_status", "new_status"], sort=False)
    ]
    return t("upload.effects", count=len(changed), moves=t("shell.list_separator").join(moves))


def list_totals(issues: list[Issue]) -> list[Issue]:
    """Return the issues that compare a total with its parts."""
    return [issue for issue in issues if issue.rule in TOTAL_RULES]


def render_totals(issues: list[Issue]) -> Markup:
    """Return totals beside the sum of their parts, with the difference."""
    is_split = len({issue.sheet for issue in issues}) > 1
    columns = [
        *([Column("sheet", t("upload.column.sheet"))] if is_split else []),
        Column("place", t("upload.column.place"), "short"),
        Column("name", t("upload.column.total")),
        Column("total", t("upload.column.total_value"), "number"),
        Column("parts", t("upload.column.parts"), "number"),
        Column("difference", t("upload.column.difference"), "number"),
        Column("unit", t("upload.column.unit"), "short"),
        Column("fate", t("upload.column.fate"), is_minor=True),
    ]
    rows = [
        issue.fields
        | {
            "sheet": issue.sheet,
            "place": describe_cell(issue.sheet, issue.row, issue.column),
            "difference": issue.fields["difference"].replace("-", MINUS),
            "parts": t("upload.parts", sum=issue.fields["parts"], count=issue.fields["n"]),
            "unit": format_unit(issue.fields["unit"]),
            "fate": t(f"upload.fate.{issue.rule}"),
        }
        for issue in issues[:SHOWN]
    ]
    return render_table(columns, rows, is_tall=len(rows) > TALL)


def render_rest(count: int) -> Markup:
    """Return a line on how many rows of a list are shown; "" if all are."""
    if count <= SHOWN:
        return Markup()
    return render_note(t("upload.shown", shown=SHOWN, count=count))


def render_uploads(uploads: pd.DataFrame) -> Markup:
    """Return the list of uploads as a table: when, who, what, and whether it is in force."""
    columns = [
        Column("when", t("upload.column.when"), "short"),
        Column("who", t("upload.column.who")),
        Column("file", t("upload.column.file"), "long"),
        Column("dataset", t("upload.column.dataset"), is_minor=True),
        Column("changed", t("upload.column.changed"), "number"),
        Column("status", t("upload.column.status")),
        Column("upload_id", t("upload.column.upload_id"), is_minor=True),
    ]
    rows = [
        {
            "when": format_office_time(row.uploaded_at),
            "who": name_sender(row.uploaded_by),
            "file": row.file_name or t("upload.file_hidden"),
            "dataset": t(f"upload.dataset.{row.dataset}"),
            "changed": format_number(row.changed),
            "status": t(f"upload.status.{row.status}"),
            "upload_id": format_upload_number(row.upload_id),
            "_class": row.status,
        }
        for row in uploads.itertuples()
    ]
    return render_table(columns, rows, is_labelled=True)


def format_upload_number(upload_id: str) -> str:
    """Return the number by which people know an upload: the end of its id."""
    return upload_id[-6:]


def describe_upload(row) -> str:
    """Return one line for an upload: when, what, who, and the end of its id.

    Streamlit distinguishes the options of a select box only by their texts, and two uploads of
    one file by one person within a minute differ only in their ids.
    """
    return t(
        f"upload.line.{row['status']}",
        when=format_office_time(row["uploaded_at"]),
        file=row["file_name"] or t("upload.file_hidden"),
        who=name_sender(row["uploaded_by"]),
        end=format_upload_number(row["upload_id"]),
    )
