"""The register of projects: find, view, add, edit, withdraw, upload many."""

import hashlib
from functools import partial

import streamlit as st
from markupsafe import Markup

from data.errors import CaomuError
from data.ledger.uploads import undo_upload
from data.projects.commit import commit_projects, find_moved, preview_projects
from data.projects.listing import read_projects
from indicators.boxes.register_sums import BY, sum_investment
from pages.blocks.boxes import name_box
from pages.blocks.figures import CONFIG
from pages.blocks.folds import show_fold
from pages.blocks.links import render_link
from pages.blocks.markup import (
    show,
    show_act_title,
    show_empty,
    show_note,
    show_sheets,
    show_stack,
    show_title,
)
from pages.blocks.projects import (
    ON_TIMELINE,
    draw_timeline,
    name_area,
    name_project,
    render_facts,
    render_history,
    render_project_changes,
    render_sums,
)
from pages.blocks.saving import (
    Saving,
    get_basis,
    hold,
    is_left_open,
    release,
    run_saving,
    show_conflict,
    show_outdated,
)
from pages.shell import address, box_cache, cache
from pages.shell.actor import ask_actor, check_may
from pages.shell.example import keep_visit, mark_file
from pages.shell.frame import REGION, show_head, show_print_head
from pages.shell.i18n import t
from pages.shell.messages import show_done, show_error, show_notice
from pages.tasks.parts.project_files import (
    load_example,
    make_demonstration_file,
    make_register_file,
    make_template_file,
)
from pages.tasks.parts.project_map import show_project_map
from pages.tasks.parts.project_pictures import (
    offer_project_list,
    offer_project_sums,
    offer_timeline,
)
from pages.tasks.parts.project_register import (
    Wanted,
    find_projects,
    list_project_filters,
    name_filters,
    render_overview,
    render_register,
    render_rule_breaks,
)
from pages.tasks.parts.project_saving import (
    NEW,
    ask_edit,
    ask_new,
    ask_withdrawal,
    compare_lists,
    name_form,
    show_issues,
)
from pages.tasks.parts.upload import count_preview, format_upload_number, render_counts
from pages.tasks.parts.upload_issues import render_issues

VIEWS = ("list", "map", "timeline", "investment")
FILE_TYPES = ["csv", "tsv", "txt", "xls", "xlsx", "ods"]
REPORT, EXAMPLE, FILE_KEY = "project_report", "project_example", "project_file_key"
LIST, TOLD = "project_list", "project_told"


def choose_project_filters() -> Wanted:
    """Let the reader filter the list; the address holds every choice."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        box_no = _choose("box", name_filters("")["box"], 230)
        names = name_filters(box_no)
        item_id = _choose("item", names["item"], 230)
        area_id = _choose("area", names["area"], 200, REGION)
        stage = _choose("stage", names["stage"], 120)
        state = _choose("state", names["state"], 120)
        text = st.text_input(t("projects.search"), key="project_search", width=180).strip()
    return Wanted(box_no, item_id, None if area_id == REGION else area_id, stage, state, text)


def _choose(name: str, names: dict, width: int, default=""):
    key = address.adopt_choice(name, list(names), default)
    return st.selectbox(
        t(f"projects.filter.{name}"),
        list(names),
        key=key,
        format_func=names.__getitem__,
        width=width,
    )


def choose_view() -> str:
    """Let the reader choose between list, map, timeline and sums."""
    names = {view: t(f"projects.view.{view}") for view in VIEWS}
    key = address.adopt_choice("view", list(VIEWS), VIEWS[0])
    chosen = st.segmented_control(
        t("projects.view_label"),
        list(VIEWS),
        key=key,
        format_func=names.__getitem__,
        required=True,
        label_visibility="collapsed",
    )
    return chosen or VIEWS[0]


def show_register(wanted: Wanted, view: str) -> None:
    """Show the chosen projects in the chosen way."""
    shown = find_projects(wanted)
    show_stack(render_overview(wanted))
    if shown.empty:
        show_empty(t("projects.none_found"))
    elif view == "list":
        offer_project_list(shown)
        show(render_register(wanted))
    elif view == "map":
        show_project_map(shown)
    elif view == "timeline":
        _show_timeline(shown)
    else:
        _show_sums(shown)


def _show_timeline(shown) -> None:
    started = shown["started_on"].notna()
    if not started.any():
        show_empty(t("projects.no_start"))
        return
    offer_timeline(shown)
    st.plotly_chart(draw_timeline(shown), config=CONFIG, theme=None, key="timeline")
    show_note(
        t("projects.timeline_note", known=int(started.sum()), total=len(shown), shown=ON_TIMELINE)
    )


def _show_sums(shown) -> None:
    write = {
        "box_no": lambda key: name_box(key) if key == key else t("projects.no_item"),
        "area_id": name_area,
        "year": lambda key: (
            t("shell.year_value", year=int(key)) if key == key else t("projects.undated")
        ),
    }
    tables = []
    for by in BY:
        sums = sum_investment(shown.astype({"box_no": "Float64"}), by)
        sums = sums.astype({"key": object}).where(sums.notna(), float("nan"))
        tables.append(render_sums(sums, t(f"projects.by.{by}"), write[by]))
    offer_project_sums(lambda: Markup("").join(tables))
    show_note(t("projects.sums_note"))
    for place, drawn in zip(st.columns(3), tables, strict=True):
        with place:
            show(drawn)


def show_breaks() -> None:
    """Show where the register departs from the plan's own rules."""
    count, drawn = render_rule_breaks()
    if count:
        title = t("projects.breaks_title", count=count)
        show_fold(title, lambda: show(drawn), key="project_breaks")


def show_project(project_id: str, projects) -> None:
    """Show one project: its particulars, its history, and how to change it."""
    own = projects[projects["project_id"] == project_id]
    history = box_cache.get_history(project_id)
    if history.empty:
        show_notice("warning", t("errors.project_unknown", project_id=project_id[:60]))
        return
    row = (history if own.empty else own).iloc[0]
    show_title(name_project(row), render_link("projects", t("projects.back")))
    if own.empty:
        _tell_withdrawn(name_form(project_id))
        row = history[~history["is_withdrawn"]].iloc[0]
    show(render_facts(row))
    show_title(t("projects.history_title"))
    show(render_history(history))
    if own.empty:
        return
    show_act_title(t("projects.change_title"))
    if show_conflict(name_form(project_id)) or not check_may("send", row["area_id"]):
        return
    name = ask_actor()
    for title, ask in (("edit", ask_edit), ("withdraw", ask_withdrawal)):
        show_fold(
            t(f"projects.{title}_title"),
            partial(ask, row, name),
            key=f"project_{title}_{project_id}",
        )


def _tell_withdrawn(form: str) -> None:
    show_notice("warning", t("projects.is_withdrawn"))
    # Somebody else took it off the register while it was changed here.
    if is_left_open(form):
        show_notice("warning", t("projects.not_saved"))
        release(form)


def show_outcome() -> None:
    """Say what the last change of this visit did."""
    show_done()
    show_issues()
    if TOLD in st.session_state:
        show_error(st.session_state.pop(TOLD))
    report = st.session_state.get(REPORT)
    if report is None:
        return
    number = format_upload_number(report["upload_id"])
    show_notice("done", t("projects.uploaded", **report | {"upload_id": number}))
    show(render_counts(report))
    show_sheets("upload")
    if report["issues"]:
        with st.expander(t("upload.issues_of_report")):
            show(render_issues(report["issues"]))
    st.button(t("upload.undo_this"), key="undo_this", on_click=_undo, args=(report["upload_id"],))


def _undo(upload_id: str) -> None:
    try:
        undo_upload(cache.get_store(), upload_id, by=st.session_state.get("actor", ""))
    except CaomuError as error:
        st.session_state[TOLD] = error
    st.session_state.pop(REPORT, None)
    release(LIST)


def show_upload(name: str) -> None:
    """Let the user upload a list of projects: template, preview, confirmation."""
    with st.container(horizontal=True, key="project_files"):
        st.download_button(
            t("projects.template"),
            keep_visit(make_template_file),
            file_name=f"{t('projects.file_name')}.xlsx",
            key="template",
        )
        st.download_button(
            t("projects.export"),
            keep_visit(make_register_file),
            file_name=mark_file(f"{t('projects.register_name')}.xlsx"),
            key="export",
            disabled=box_cache.get_projects().empty,
        )
        st.download_button(
            t("projects.made_up"),
            keep_visit(make_demonstration_file),
            file_name=f"{t('projects.demonstration_name')}.csv",
            key="made_up",
        )
    number = st.session_state.setdefault(FILE_KEY, "project_file")
    file = st.file_uploader(t("projects.file"), type=FILE_TYPES, key=number)
    if file is None and st.button(t("projects.example"), key="example", type="tertiary"):
        st.session_state[EXAMPLE] = True
    if file is not None:
        st.session_state.pop(EXAMPLE, None)
        _preview(file.getvalue(), file.name, name)
    elif st.session_state.get(EXAMPLE):
        show_note(t("projects.example_note"))
        _preview(*load_example(), name)


def _preview(content: bytes, file_name: str, name: str) -> None:
    store = cache.get_store()
    asked = (hashlib.sha256(content).hexdigest(), file_name, *cache.list_looked_at())
    key = (*asked, store.version)
    known_key, known = st.session_state.get("project_read", (None, None))
    if known_key != key:
        try:
            with st.spinner(t("upload.reading")):
                reading = read_projects(content, file_name, store)
                known = reading, preview_projects(store, reading)
        except CaomuError as error:
            show_error(error)
            return
        st.session_state["project_read"] = (key, known)
    # What was confirmed is what was shown: it stays on the page until the reader compares again.
    reading, preview = hold(LIST, known, lambda _: "confirm", asked)
    show_sheets("upload")
    if show_conflict(LIST):
        return
    if find_moved(preview, known[1]):
        show_outdated(LIST, "preview")
    show_title(t("projects.changes_title"))
    show(render_counts(count_preview(preview)))
    if preview.issues:
        show(render_issues(preview.issues))
    show(render_project_changes(preview))
    _confirm(reading, preview, name)


def _confirm(reading, preview, name: str) -> None:
    if not any(change.is_written for change in preview.changes):
        show_notice("note", t("upload.nothing_to_write"))
        return
    label = t("projects.confirm", new=preview.new, revised=preview.revised)
    if not st.button(label, type="primary", key="confirm"):
        return
    run_saving(
        name,
        Saving(
            LIST,
            lambda known: commit_projects(
                cache.get_store(),
                reading,
                by=name,
                based_on=get_basis(known, "changed_list", preview),
            ),
            _keep_report,
            compare_lists,
            words="upload",
        ),
    )


def _keep_report(report: dict) -> str:
    st.session_state[REPORT] = report
    st.session_state[FILE_KEY] = f"project_file_after_{report['upload_id']}"
    st.session_state.pop(EXAMPLE, None)
    return ""


def show_page() -> None:
    """Show the project that the address names, else the register."""
    projects = box_cache.get_projects()
    project_id = st.query_params.get("project")
    if project_id:
        address.write_address(project=project_id)
        show_project(project_id, projects)
        return
    known = _show_list(projects)
    show_act_title(t("projects.change_title"))
    if not check_may("send", None):
        return
    is_decided = not show_conflict(NEW)
    name = ask_actor()
    if is_decided:
        show_fold(t("projects.add_title"), lambda: ask_new(known, name), key="project_add")
    show_fold(
        t("projects.upload_title"),
        lambda: show_upload(name),
        key="project_upload",
        is_open=projects.empty,
    )


def _show_list(projects) -> dict:
    """Show the filtered register; return the fields that a new project takes from the filters."""
    if projects.empty:
        address.write_address()
        show_empty(t("projects.empty"))
        return {}
    wanted = choose_project_filters()
    show_print_head("projects", wanted.area_id or REGION, narrowed=list_project_filters(wanted))
    view = choose_view()
    address.write_address(
        box=wanted.box_no or None,
        item=wanted.item_id or None,
        area=wanted.area_id,
        stage=wanted.stage or None,
        state=wanted.state or None,
        view=view,
    )
    show_register(wanted, view)
    show_breaks()
    return {"item_id": wanted.item_id, "area_id": wanted.area_id}


show_head("projects", choices=False)
show_sheets("boxes")
show_outcome()
show_page()
