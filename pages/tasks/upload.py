"""One file in: what it says, what it would change, and the record of it."""

import hashlib
import html

import streamlit as st

from data.errors import CaomuError
from data.ingest import IngestOptions, commit_upload, preview_upload, read_statistics
from data.uploads import list_uploads, undo_upload
from pages.shell import cache
from pages.shell.actor import ask_actor, keep_actor
from pages.shell.address import write_address
from pages.shell.frame import show_head
from pages.shell.i18n import t
from pages.shell.messages import show_error, show_notice
from pages.shell.status import name_indicator
from pages.shell.upload import (
    count_preview,
    describe_upload,
    draw_changes,
    draw_counts,
    draw_issues,
    draw_layouts,
    draw_uploads,
)
from pages.shell.values import format_state, format_unit, format_year

FILE_TYPES = ["csv", "tsv", "txt", "xls", "xlsx", "ods"]
STATES = ["reported", "provisional", "published"]
REPORT, FILE_KEY = "upload_report", "upload_file_key"


def title(key: str) -> None:
    """Write the heading of a step."""
    st.html(f'<h2 class="block">{html.escape(t(key))}</h2>')


def choose_file():
    """Let the user choose a file; the key changes with each upload, which empties it."""
    number = st.session_state.setdefault(FILE_KEY, "file")
    return st.file_uploader(t("upload.file"), type=FILE_TYPES, key=number)


def choose_options() -> IngestOptions:
    """Let the user say what the file does not say itself."""
    with st.expander(t("upload.options")):
        st.html(f'<p class="note">{html.escape(t("upload.options_note"))}</p>')
        with st.container(horizontal=True, key="options"):
            indicator = _choose("indicator", list(cache.get_indicators().index), name_indicator)
            unit = _choose("unit", cache.get_unit_names(), format_unit)
            year = _choose("year", cache.get_possible_years(), format_year)
            state = _choose("state", STATES, format_state)
            source = st.text_input(t("upload.option.source"), width=320).strip()
    return IngestOptions(
        indicator_id=indicator, unit=unit, year=year, state=state, source=source or None
    )


def _choose(name: str, options: list, write):
    return st.selectbox(
        t(f"upload.option.{name}"),
        options,
        index=None,
        format_func={option: write(option) for option in options}.__getitem__,
        placeholder=t("upload.option.as_file"),
        width=220,
    )


def read_file(file, options: IngestOptions):
    """Read the file and compare it; once per file, options and data version."""
    content = file.getvalue()
    store = cache.get_store()
    key = (hashlib.sha256(content).hexdigest(), file.name, options, store.version)
    known_key, known = st.session_state.get("upload_read", (None, None))
    if known_key == repr(key):
        return known
    with st.spinner(t("upload.reading")):
        reading = read_statistics(content, file.name, store, options=options)
        known = reading, preview_upload(store, reading)
    st.session_state["upload_read"] = (repr(key), known)
    return known


def show_preview(reading, preview) -> None:
    """Show what was understood and what it would change."""
    title("upload.step.understood")
    st.html(draw_layouts(reading.layouts))
    title("upload.step.changes")
    st.html(draw_counts(count_preview(preview)))
    if preview.issues:
        title("upload.issues_title")
        st.html(draw_issues(preview.issues))
    frame = preview.frame
    changed = frame[frame["change"] != "unchanged"]
    same = frame[frame["change"] == "unchanged"]
    if len(changed):
        title("upload.values_title")
        st.html(draw_changes(changed))
    if len(same):
        with st.expander(t("upload.unchanged_title", count=len(same))):
            st.html(draw_changes(same))


def show_confirm(file, reading, preview) -> None:
    """Ask who acts and write the upload."""
    title("upload.step.confirm")
    if not any((preview.new, preview.revised)):
        show_notice("note", t("upload.nothing_to_write"))
        return
    name = ask_actor()
    label = t("upload.confirm", new=preview.new, revised=preview.revised)
    if not st.button(label, type="primary", key="confirm"):
        return
    if not name:
        show_notice("error", t("upload.actor_missing"))
        return
    keep_actor(name)
    report = commit_upload(cache.get_store(), reading, preview, by=name, file_name=file.name)
    st.session_state[REPORT] = report
    st.session_state[FILE_KEY] = f"file_after_{report['upload_id']}"
    st.rerun()


def show_report() -> None:
    """Show what the last upload of this visit did, with the way back."""
    report = st.session_state.get(REPORT)
    if report is None:
        return
    show_notice("done", t("upload.done", **report))
    st.html(draw_counts(report))
    if report["issues"]:
        with st.expander(t("upload.issues_of_report")):
            st.html(draw_issues(report["issues"]))
    with st.container(horizontal=True, vertical_alignment="center", key="report_actions"):
        st.button(
            t("upload.undo_this"), key="undo_this", on_click=_undo, args=(report["upload_id"],)
        )
        st.page_link("pages/progress/targets.py", label=t("upload.see_targets"))


def _undo(upload_id: str) -> None:
    name = st.session_state.get("actor", "")
    try:
        undo_upload(cache.get_store(), upload_id, by=name)
    except CaomuError as error:
        st.session_state["undo_failed"] = error
        return
    st.session_state.pop(REPORT, None)
    st.session_state["undo_done"] = True


def show_uploads() -> None:
    """List every upload; one that still counts can be undone."""
    title("upload.list_title")
    error = st.session_state.pop("undo_failed", None)
    if error is not None:
        show_error(error)
    if st.session_state.pop("undo_done", False):
        show_notice("done", t("upload.undone"))
    uploads = list_uploads(cache.get_store())
    if uploads.empty:
        st.html(f'<p class="empty">{html.escape(t("upload.list_empty"))}</p>')
        return
    st.html(draw_uploads(uploads))
    _show_undo(uploads[uploads["can_be_undone"]].set_index("upload_id", drop=False))


def _show_undo(uploads) -> None:
    if uploads.empty:
        return
    with st.expander(t("upload.undo_title")):
        upload_id = st.selectbox(
            t("upload.undo_which"),
            list(uploads.index),
            format_func={
                row["upload_id"]: describe_upload(row) for row in uploads.to_dict("records")
            }.__getitem__,
        )
        st.html(f'<p class="note">{html.escape(t("upload.undo_note"))}</p>')
        name = ask_actor("_undo")
        if st.button(t("upload.undo"), key="undo"):
            if not name:
                show_notice("error", t("upload.actor_missing"))
                return
            keep_actor(name)
            _undo(upload_id)
            st.rerun()


show_head("upload", choices=False)
write_address()
show_report()
title("upload.step.choose")
chosen_file = choose_file()
st.html(f'<p class="note">{html.escape(t("upload.accepted"))}</p>')
chosen_options = choose_options()
if chosen_file is not None:
    try:
        read, compared = read_file(chosen_file, chosen_options)
    except CaomuError as problem:
        show_error(problem)
    else:
        show_preview(read, compared)
        show_confirm(chosen_file, read, compared)
show_uploads()
