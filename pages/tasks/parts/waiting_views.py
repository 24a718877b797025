"""What waits, as tables; what is owed and returned; what is to be verified."""

from functools import partial

import pandas as pd
import streamlit as st
from markupsafe import Markup

from data.ledger.steps.stages import CHECKED, RETURNED
from data.ledger.steps.waiting import count_waiting
from data.ledger.uploads import load_uploads
from data.statistics.returned import make_returned_book
from data.words.numbers import format_number, format_year
from pages.blocks.markup import show, show_empty, show_note, show_title
from pages.blocks.missing import render_missing_link
from pages.blocks.tables import Column, render_table
from pages.blocks.values import format_office_time, render_number
from pages.shell import cache, owed_cache, steps_cache
from pages.shell.box_cache import keep_box_drawing
from pages.shell.example import keep_visit, mark_file
from pages.shell.i18n import t
from pages.tasks.parts.upload_files import XLSX
from pages.tasks.parts.upload_ledger import show_told, show_verify
from pages.tasks.parts.value_rows import fill_value_cells, list_value_columns, make_unit_column

MOST_ROWS = 200


def show_counts(area_id: str) -> None:
    """Show how much waits for each role, and how much of it is past its day."""
    show(_render_counts(area_id))


@keep_box_drawing
def _render_counts(area_id: str) -> Markup:
    counts = {"owed": (len(owed_cache.get_missing(area_id)), 0)}
    counts |= count_waiting(steps_cache.get_waiting(area_id))
    items = Markup("").join(
        Markup('<div class="{}"><b>{}</b><span>{}</span></div>').format(
            "" if count else "zero",
            format_number(count),
            t(f"waiting.counted.{role}")
            + (t("waiting.counted_late", late=format_number(late)) if late else ""),
        )
        for role, (count, late) in counts.items()
    )
    return Markup('<div class="counts">{}</div>').format(items)


def show_to_report(area_id: str) -> None:
    """Show what is owed and what was returned, each with its workbook."""
    owed = owed_cache.get_missing(area_id)
    show_title(t("waiting.owed_title"))
    if owed.empty:
        show_empty(t("waiting.none_owed" if cache.sees_all() else "overview.overdue_none_seen"))
    else:
        show_note(t("waiting.owed_note", n=format_number(len(owed))))
        show(render_missing_link(area_id, look="button"))
    show_title(t("waiting.returned_title"))
    values = steps_cache.get_role_values(area_id, "reporter")
    if values.empty:
        show_empty(t("waiting.none_returned"))
        return
    show_note(t("waiting.returned_note"))
    st.download_button(
        t("waiting.returned_get", n=len(values)),
        mime=XLSX,
        key="returned_book",
        data=keep_visit(partial(_make_returned, area_id)),
        file_name=mark_file(f"{t('waiting.returned_file')}.xlsx"),
        on_click="ignore",
    )
    show(render_values(values, "remark"))


def _make_returned(area_id: str) -> bytes:
    values = steps_cache.get_waiting(area_id)
    return make_returned_book(cache.get_store(), values[values["stage"] == RETURNED])


def show_to_verify(area_id: str) -> None:
    """Show what was checked, by county and upload, and let an upload be verified."""
    show_told()
    values = steps_cache.get_role_values(area_id, "verifier")
    if values.empty:
        show_empty(t("waiting.none_to_verify"))
        return
    show(render_groups(area_id, "verifier"))
    waiting = set(values.loc[values["stage"] == CHECKED, "upload_id"])
    uploads = load_uploads(cache.get_store())
    show_verify(uploads[uploads["upload_id"].isin(waiting)], only_checked=True)


@cache.keep("figures", "groups", "settings", in_words=True, by_day=True)
def render_groups(area_id: str, role: str) -> Markup:
    """Return what waits in an area for a role, by county and upload."""
    columns = [
        Column("area", t("waiting.column.area")),
        Column("values", t("waiting.column.values"), "number"),
        Column("years", t("waiting.column.years"), "short"),
        Column("by", t("waiting.column.sent_by")),
        Column("since", t("waiting.column.since"), "short"),
        Column("due", t("waiting.column.due"), "short"),
        Column("left", t("waiting.column.left"), "short"),
    ]
    rows = [
        {
            "area": cache.get_area_names()[row["area_id"]],
            "values": format_number(row["values"]),
            "years": format_years(row["first_year"], row["last_year"]),
            "by": row["sent_by"] or "—",
            "since": format_office_time(row["since"]),
            "due": f"{row['due_on']:%Y-%m-%d}",
            "left": format_left(row["days_left"]),
        }
        for row in steps_cache.get_waiting_groups(area_id, role).head(MOST_ROWS).to_dict("records")
    ]
    return render_table(columns, rows, is_labelled=True)


def render_values(values: pd.DataFrame, told: str) -> Markup:
    """Return values as a table, with what there is to tell of each (a column of theirs)."""
    columns = [
        *list_value_columns(),
        Column("value", t("waiting.column.value"), "figure"),
        make_unit_column(),
        Column("told", t(f"waiting.column.{told}"), "long"),
        Column("by", t("waiting.column.by")),
        Column("left", t("waiting.column.left"), "short"),
    ]
    rows = [
        {
            **fill_value_cells(row),
            "value": render_number(row["value"]),
            "told": row[told] or "",
            "by": row["by"] or "—",
            "left": format_left(row["days_left"]),
        }
        for row in values.head(MOST_ROWS).to_dict("records")
    ]
    return render_table(columns, rows, is_labelled=True)


def format_left(days: int) -> str:
    """Return how many days are left, or by how many the day is past."""
    return t("matters.days_over", n=-days) if days < 0 else t("matters.days_left", n=days)


def format_years(first: int, last: int) -> str:
    """Return a year, or the first and the last of several."""
    if first == last:
        return format_year(first)
    return t("waiting.years", first=first, last=last)
