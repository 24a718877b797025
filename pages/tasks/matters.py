"""Matters under supervision: what is due, to whom, by when; record them and what happened."""

import streamlit as st
from markupsafe import Markup

from data.clock import get_today
from data.ledger.groups import load_groups
from data.ledger.matters.calendar_file import make_calendar
from data.ledger.matters.clocks import DONE_LIGHTS
from data.ledger.matters.listing import Matter, filter_deadlines, list_matter_history, name_clocks
from data.words.names import pick_name
from indicators.rollup import list_members
from pages.blocks.folds import show_fold
from pages.blocks.links import render_link
from pages.blocks.markup import (
    join_unbroken,
    render_note,
    show,
    show_act_title,
    show_empty,
    show_sheets,
    show_title,
)
from pages.blocks.matters import format_matter_day, render_deadlines, render_lights
from pages.blocks.saving import show_conflict
from pages.blocks.tables import Column, render_table
from pages.blocks.takeaway import offer_shown_tables
from pages.blocks.values import format_office_time
from pages.shell import address, cache, matters_cache
from pages.shell.example import keep_visit, mark_file
from pages.shell.frame import show_head, show_print_head
from pages.shell.i18n import t
from pages.shell.messages import show_done, show_notice
from pages.shell.owed_cache import OWED
from pages.tasks.parts.matter_clocks import render_clocks, show_clocks
from pages.tasks.parts.matter_events import show_matter_events
from pages.tasks.parts.matter_form import ask_change, ask_new_matter, name_matter_form, name_subject

VIEWS = ("date", "unit", "overdue")
ALL = ""


def show_list() -> None:
    """Show the deadlines as the reader wants them, and what can be recorded."""
    deadlines = matters_cache.get_deadlines()
    if deadlines.empty:
        address.write_address()
        show_empty(t("matters.empty"))
    else:
        _show_deadlines(deadlines)
    _show_reports()
    show_act_title(t("matters.work_title"))
    show_fold(
        t("matters.record_title"), ask_new_matter, key="matter_record", is_open=deadlines.empty
    )
    show_fold(t("matters.clocks_title"), show_clocks, key="matter_clocks", table=render_clocks())


def _show_deadlines(deadlines) -> None:
    show(render_lights(deadlines))
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        view = _choose_view()
        unit = _choose_unit(deadlines)
        area_id = _choose_area(deadlines)
        st.download_button(
            t("matters.calendar"),
            keep_visit(_make_calendar_file),
            file_name=mark_file(f"{t('matters.calendar_name')}.ics"),
            mime="text/calendar",
            key="calendar",
        )
    address.write_address(view=view, unit=unit or None, area=area_id or None)
    words = [t(f"matters.view.{view}"), *([unit] if unit else [])]
    show_print_head("matters", area_id or None, narrowed=words)
    area_ids = None
    if area_id:
        area_ids = {area_id, *list_members(cache.get_inputs(), area_id, get_today().year)}
    deadlines = filter_deadlines(deadlines, unit=unit or None, area_ids=area_ids)
    if view == "overdue":
        _show_rows(deadlines[deadlines["light"] == "overdue"], t("matters.none_overdue"))
    elif view == "unit":
        for name, own in deadlines.groupby("lead_unit"):
            show_title(name, t("matters.of_unit", n=own["matter_id"].nunique()))
            show(render_deadlines(own))
    else:
        is_done = deadlines["light"].isin(DONE_LIGHTS)
        _show_rows(deadlines[~is_done], t("matters.none_open"))
        if is_done.any():
            done = render_deadlines(deadlines[is_done])
            title = t("matters.done_title", n=int(is_done.sum()))
            show_fold(title, lambda: show(done), key="matters_done", table=done)


def _show_rows(deadlines, empty: str) -> None:
    if deadlines.empty:
        show_empty(empty)
    else:
        show(render_deadlines(deadlines))


def _choose_view() -> str:
    names = {view: t(f"matters.view.{view}") for view in VIEWS}
    key = address.adopt_choice("view", list(VIEWS), VIEWS[0])
    chosen = st.segmented_control(
        t("matters.view_label"),
        list(VIEWS),
        key=key,
        format_func=names.__getitem__,
        required=True,
        label_visibility="collapsed",
    )
    return chosen or VIEWS[0]


def _choose_unit(deadlines) -> str:
    units = {name for row in deadlines.itertuples() for name in (row.lead_unit, *row.joint_units)}
    names = {ALL: t("matters.all_units")} | {name: name for name in sorted(units)}
    key = address.adopt_choice("unit", list(names), ALL)
    return st.selectbox(
        t("matters.unit_label"), list(names), key=key, format_func=names.__getitem__, width=190
    )


def _choose_area(deadlines) -> str:
    """Let the reader choose an area that has matters, or a group that has members."""
    groups = load_groups(cache.get_store())
    known = set(deadlines["area_id"]) | set(groups.loc[groups["member_count"] > 0, "group_id"])
    areas = cache.get_areas()
    names = {ALL: t("matters.all_areas")} | {
        row["area_id"]: pick_name(row) for row in areas[areas.index.isin(known)].to_dict("records")
    }
    key = address.adopt_choice("area", list(names), ALL)
    return st.selectbox(
        t("matters.area_label"), list(names), key=key, format_func=names.__getitem__, width=150
    )


def _make_calendar_file() -> bytes:
    return make_calendar(matters_cache.get_deadlines(), name_clocks(cache.get_store()))


def _show_reports() -> None:
    """Show the counties that owe figures: matters by rule, closed by sending them."""
    reports = matters_cache.get_report_matters(cache.get_plan_area())
    if reports.empty:
        return
    title, drawn = t("matters.reports_title", n=len(reports)), _render_reports()
    show_fold(
        title,
        lambda: show(render_note(t("matters.reports_note")), drawn),
        key="matters_reports",
        table=drawn,
    )


@cache.keep(*matters_cache.MATTERS, *OWED, in_words=True, by_day=True)
def _render_reports() -> Markup:
    return render_deadlines(matters_cache.get_report_matters(cache.get_plan_area()))


def show_matter(matter: Matter) -> None:
    """Show one matter: its particulars, its clocks, its events, and how to change it."""
    record = matter.record
    matter_id = record["matter_id"]
    show_title(record["title"], render_link("matters", t("matters.back")))
    show(_render_particulars(matter))
    show_title(t("matters.deadlines_title"))
    deadlines = matters_cache.get_deadlines()
    show(render_deadlines(deadlines[deadlines["matter_id"] == matter_id], has_links=False))
    show_matter_events(matter)
    _show_history(matter_id)
    show_act_title(t("matters.change_title"))
    if not show_conflict(name_matter_form(matter_id)):
        show_fold(
            t("matters.change_open"), lambda: ask_change(matter), key=f"matter_change_{matter_id}"
        )


def _show_history(matter_id: str) -> None:
    """Show the revisions of a matter that was changed."""
    history = list_matter_history(cache.get_store(), matter_id)
    if len(history) < 2:
        return
    columns = [
        Column("recorded", t("matters.column.recorded")),
        Column("title", t("matters.column.title"), "long"),
        Column("lead_unit", t("matters.column.lead_unit")),
        Column("clock", t("matters.column.clock_id")),
        Column("due", t("matters.column.due"), "short"),
    ]
    rows = [
        {
            "recorded": t(
                "decisions.recorded",
                by=row["recorded_by"] or "—",
                at=format_office_time(row["recorded_at"]),
            ),
            "title": row["title"],
            "lead_unit": row["lead_unit"],
            "clock": t(f"matters.clock_of.{row['clock_id']}"),
            "due": join_unbroken([format_matter_day(row["due_on"])]),
            "_class": "" if place == 0 else "undone",
        }
        for place, row in enumerate(history.to_dict("records"))
    ]
    show_title(t("matters.history_title"))
    show(render_table(columns, rows, is_labelled=True))


def _render_particulars(matter: Matter):
    record = matter.record
    facts = {
        "kind": t(f"matters.kind.{record['kind']}"),
        "lead_unit": matter.lead_unit,
        "joint_units": t("matters.comma").join(matter.joint_units),
        "authority": record["authority"],
        "document_no": record["document_no"],
        "area_id": cache.get_area_names()[record["area_id"]],
        "subject": name_subject(record) if record["subject_kind"] else None,
        "clock_id": t(f"matters.clock_of.{record['clock_id']}"),
        "due_on": format_matter_day(record["due_on"]),
        "reason": record["reason"],
        "note": record["note"],
    }
    columns = [Column("label", "", "name"), Column("text", "", "long")]
    rows = [
        {"label": t(f"matters.column.{name}"), "text": text}
        for name, text in facts.items()
        if text and text != "—"
    ]
    return render_table(columns, rows)


def show_matters_page() -> None:
    """Show the matter that the address names, else the list."""
    matter_id = st.query_params.get("matter")
    matter = matters_cache.get_matters().get(matter_id) if matter_id else None
    if matter is not None:
        address.write_address(matter=matter_id)
        show_matter(matter)
        return
    if matter_id:
        show_notice("warning", t("errors.matter_unknown", value=matter_id[:60]))
    show_list()


show_head("matters", choices=False)
show_sheets("boxes")
show_notice("warning", t("matters.no_secrets"))
show_done()
with offer_shown_tables("matters", t("shell.page.matters"), get_today()):
    show_matters_page()
