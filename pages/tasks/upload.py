"""Upload figures from a file or by hand: preview them, record them, list the uploads."""

from dataclasses import replace
from functools import partial

import streamlit as st
from markupsafe import Markup

from data.clock import get_today
from data.errors import CaomuError, UnreadableFileError
from data.files.safely import read_file_safely
from data.statistics.commit import commit_upload
from data.statistics.memory import remember_layout
from data.statistics.model import HELD, IngestOptions
from data.words.names import pick_name
from data.words.numbers import format_unit
from pages.blocks.folds import show_fold
from pages.blocks.markup import show, show_act_title, show_note, show_sheets, show_title
from pages.blocks.saving import Known, Saving, get_basis, run_saving, show_conflict
from pages.blocks.status import name_indicator
from pages.blocks.takeaway import make_file_name, offer_files, offer_shown_tables
from pages.blocks.values import format_state
from pages.shell import address, cache
from pages.shell.actor import ask_actor, check_may
from pages.shell.frame import REGION, show_head
from pages.shell.i18n import get_language, t
from pages.shell.messages import show_error, show_notice
from pages.tasks.parts.upload import (
    count_preview,
    describe_effects,
    format_upload_number,
    list_change_rows,
    list_totals,
    render_changes,
    render_counts,
    render_effects,
    render_layouts,
    render_totals,
)
from pages.tasks.parts.upload_answers import show_answers
from pages.tasks.parts.upload_backup import show_backups
from pages.tasks.parts.upload_files import show_files, show_rejected
from pages.tasks.parts.upload_grid import (
    BY_AREA,
    BY_INDICATOR,
    GridChoice,
    edit_table,
    empty_grid,
    is_filled,
    make_entries,
    name_rows,
)
from pages.tasks.parts.upload_issues import render_issues
from pages.tasks.parts.upload_layout_form import (
    choose_sheets,
    get_corrections,
    list_to_remember,
    show_corrections,
)
from pages.tasks.parts.upload_ledger import show_uploads, undo
from pages.tasks.parts.upload_questions import get_answers, show_questions
from pages.tasks.parts.upload_reading import (
    UPLOAD,
    TriedReading,
    compute_sha,
    hold_reading,
    read_file,
    read_grid,
)
from pages.tasks.parts.upload_versions import compare_figures
from pages.tasks.parts.upload_words import render_own_source, render_words

FILE_TYPES = ["csv", "tsv", "txt", "xls", "xlsx", "ods"]
STATES = ["reported", "provisional", "published"]
WAYS = ("file", "grid")
REPORT, FILE_KEY, SHEETS = "upload_report", "upload_file_key", "upload_sheets"


def show_subtitle(key: str) -> None:
    """Show a heading within a step."""
    show(Markup('<h3 class="sub">{}</h3>').format(t(key)))


def choose_way() -> str:
    """Let the user choose between a file and single figures."""
    names = {way: t(f"upload.way.{way}") for way in WAYS}
    key = address.adopt_choice("way", list(WAYS), WAYS[0])
    chosen = st.segmented_control(
        t("upload.way_label"),
        list(WAYS),
        key=key,
        required=True,
        format_func=names.__getitem__,
        label_visibility="collapsed",
    )
    return chosen or WAYS[0]


def choose_options() -> IngestOptions:
    """Let the user give what the file does not say."""
    chosen = [IngestOptions()]
    show_fold(t("upload.options"), lambda: chosen.append(_ask_options()), key="upload_options")
    return chosen[-1]


def _ask_options() -> IngestOptions:
    show_note(t("upload.options_note"))
    with st.container(horizontal=True, key="options"):
        indicators = cache.get_indicator_names(get_language())
        units = {unit: format_unit(unit) for unit in cache.get_unit_names()}
        years = cache.name_possible_years()
        indicator = _choose("indicator", indicators)
        unit = _choose("unit", units)
        year = _choose("year", years)
        state = _choose("state", {name: format_state(name) for name in STATES})
        source = st.text_input(t("upload.option.source"), width=320).strip()
    return IngestOptions(
        indicator_id=indicator, unit=unit, year=year, state=state, source=source or None
    )


def _choose(name: str, names: dict):
    return st.selectbox(
        t(f"upload.option.{name}"),
        list(names),
        index=None,
        width=220,
        format_func=names.__getitem__,
        placeholder=t("upload.option.as_file"),
    )


def show_file_way() -> None:
    """Let the user upload a file: check, correct, compare, confirm."""
    show_act_title(t("upload.step.choose"))
    number = st.session_state.setdefault(FILE_KEY, "file")
    file = st.file_uploader(t("upload.file"), type=FILE_TYPES, key=number)
    show_note(t("upload.accepted"))
    show_files()
    options = choose_options()
    if file is None:
        return
    content = file.getvalue()
    key = compute_sha(content)[:16]
    known = st.session_state.get(SHEETS, {}).get(key)
    if known:
        options = replace(options, sheets=choose_sheets(known[0], known[1], key))
    options = replace(options, layouts=get_corrections(key), means=get_answers(key))
    place = st.container()
    try:
        outcome = read_file(content, file.name, options)
    except CaomuError as problem:
        show_error(problem)
        if isinstance(problem, UnreadableFileError):
            _help_with(problem.key, content, file.name, key)
        return
    if known is None:
        with place:
            _keep_sheets(outcome.reading.sheets, outcome.reading.hidden_sheets, key)
    outcome = hold_reading(outcome)
    show_title(t("upload.step.understood"))
    show(render_layouts(outcome.reading.layouts))
    show(render_own_source(outcome.reading.layouts))
    if outcome.reading.words:
        show_subtitle("upload.words_title")
        show_note(t("upload.words_note"))
        show(render_words(outcome.reading.words, outcome.reading.layouts))
    show_corrections(outcome.reading.grids, outcome.reading.layouts, key)
    show_questions(outcome.reading, key)
    if show_conflict(UPLOAD):
        return
    show_preview(outcome)
    show_confirm(outcome, file.name, list_to_remember(key, outcome.reading.layouts))


def _help_with(problem: str, content: bytes, name: str, key: str) -> None:
    """Offer help with a file in which no table was found."""
    if problem in ("file_no_table", "file_no_header"):
        show_corrections(read_file_safely(content, name), [], key)
    elif problem == "file_only_hidden" and key not in st.session_state.get(SHEETS, {}):
        hidden = [grid.name for grid in read_file_safely(content, name) if grid.is_hidden]
        _keep_sheets([], hidden, key)


def _keep_sheets(names: list[str], hidden: list[str], key: str) -> None:
    st.session_state[SHEETS] = {key: (names, hidden)}
    choose_sheets(names, hidden, key)


def show_grid_way() -> None:
    """Let the user enter single figures: fill in, compare, confirm."""
    show_title(t("upload.step.fill_in"))
    show_note(t("upload.grid_note"))
    choice, options = choose_grid()
    edited = edit_table(choice)
    if not is_filled(edited):
        return
    entries = make_entries(edited, choice.year)
    try:
        outcome = read_grid(entries, choice.name, options)
    except CaomuError as problem:
        show_error(problem)
        return
    outcome = hold_reading(outcome)
    if show_conflict(UPLOAD):
        return
    show_preview(outcome, name_rows(entries, choice))
    show_confirm(outcome, choice.name, [], step="upload.step.confirm_grid")


def choose_grid() -> tuple[GridChoice, IngestOptions]:
    """Let the user choose the subject of the grid."""
    areas = cache.get_areas()
    areas = areas[areas["level"] != "group"]
    subjects = {
        BY_AREA: {row["area_id"]: pick_name(row) for row in areas.to_dict("records")},
        BY_INDICATOR: {key: name_indicator(key) for key in cache.get_indicators().index},
    }
    years = cache.name_possible_years()
    kinds = {kind: t(f"upload.by.{kind}") for kind in subjects}
    states = {name: format_state(name) for name in STATES}
    with st.container(horizontal=True, vertical_alignment="bottom", key="grid_choice"):
        kind = _keep_choice("by", kinds, BY_AREA, 210)
        first = REGION if kind == BY_AREA else next(iter(subjects[kind]))
        subject_id = _keep_choice(kind, subjects[kind], first, 280)
        year = _keep_choice("year", years, list(years)[1], 110)
        state = st.selectbox(
            t("upload.option.state"),
            STATES,
            width=130,
            key="grid_state",
            format_func=states.__getitem__,
        )
        source = st.text_input(t("upload.option.source"), width=280, key="grid_source").strip()
    address.write_address(way="grid", by=kind, year=year, **{kind: subject_id})
    return GridChoice(kind, subject_id, year), IngestOptions(state=state, source=source or None)


def _keep_choice(name: str, names: dict, default, width: int):
    key = address.adopt_choice(name, list(names), default)
    return st.selectbox(
        t(f"upload.grid.{name}"), list(names), key=key, width=width, format_func=names.__getitem__
    )


def show_preview(outcome: TriedReading, names: dict[int, str] | None = None) -> None:
    """Show what would change in figures and targets, and what to check.

    `names` are the names of the rows of a grid.
    """
    preview = outcome.preview
    show_title(t("upload.step.changes_grid" if names else "upload.step.changes"))
    show(render_counts(count_preview(preview)))
    _show_effects(outcome)
    totals = list_totals(preview.issues)
    if totals:
        show_subtitle("upload.totals_title")
        show_note(t("upload.totals_note"))
        show(render_totals(totals))
    # Questions about words are above, with their choices.
    issues = [i for i in preview.issues if i not in totals and i.severity != HELD]
    if issues:
        show_subtitle("upload.issues_title")
        show(render_issues(issues, names))
    if not names:
        show_rejected(outcome.reading, "rejected")
    _show_values(preview.frame, has_places=not names)


def _show_effects(outcome: TriedReading) -> None:
    if outcome.effects is None:
        show_note(t("upload.effects_later"))
    elif outcome.preview.new + outcome.preview.revised:
        show_subtitle("upload.effects_title")
        show(Markup("<p>{}</p>").format(describe_effects(outcome.effects)))
        if len(outcome.effects):
            show(render_effects(outcome.effects))


def _show_values(frame, *, has_places: bool) -> None:
    changed = frame[frame["change"] != "unchanged"]
    same = frame[frame["change"] == "unchanged"]
    if len(frame):
        name = make_file_name(t("upload.values_title"), get_today())
        offer_files("preview", name, rows=partial(list_change_rows, frame))
    if len(changed):
        show_subtitle("upload.values_title")
        show(render_changes(changed, has_places=has_places))
    if len(same):
        with st.expander(t("upload.unchanged_title", count=len(same))):
            show(render_changes(same, has_places=has_places))


def show_confirm(
    outcome: TriedReading, name: str, to_remember: list, step: str = "upload.step.confirm"
) -> None:
    """Ask who acts and write the upload."""
    show_title(t(step))
    preview = outcome.preview
    if preview.held:
        show_notice("warning", t("upload.held_stay_out", count=preview.held))
    if not preview.writes:
        show_notice("note", t("upload.nothing_to_write"))
        return
    if not cache.may("send", None):
        return
    actor = ask_actor()
    label = t("upload.confirm", new=preview.new, revised=preview.revised)
    if not st.button(label, type="primary", key="confirm"):
        return
    run_saving(
        actor,
        Saving(
            UPLOAD,
            lambda known: _write(outcome, name, to_remember, actor, known),
            lambda report: _keep_report(report, outcome),
            compare_figures,
            words="upload",
        ),
    )


def _write(outcome: TriedReading, name: str, to_remember: list, actor: str, known: Known) -> dict:
    store = cache.get_store()
    with st.spinner(t("upload.writing")):
        report = commit_upload(
            store,
            outcome.reading,
            by=actor,
            file_name=name,
            based_on=get_basis(known, "changed_figures", outcome.preview),
        )
        # What holds for everybody's forms is remembered by who may say so for the region.
        for fingerprint, correction in to_remember if cache.may("answer") else ():
            remember_layout(store, fingerprint, correction, by=actor)
    return report


def _keep_report(report: dict, outcome: TriedReading) -> str:
    st.session_state[REPORT] = report, outcome.reading
    st.session_state[FILE_KEY] = f"file_after_{report['upload_id']}"
    empty_grid()
    return ""


def show_report() -> None:
    """Show what the last upload of this visit did, with a button to undo it."""
    if REPORT not in st.session_state:
        return
    report, reading = st.session_state[REPORT]
    number = format_upload_number(report["upload_id"])
    show_notice("done", t("upload.done", **report | {"upload_id": number}))
    show(render_counts(report))
    if report["issues"]:
        with st.expander(t("upload.issues_of_report")):
            show(render_issues(report["issues"]))
    show_rejected(reading, "rejected_after")
    with st.container(horizontal=True, vertical_alignment="center", key="report_actions"):
        st.button(
            t("upload.undo_this"), key="undo_this", on_click=_undo, args=(report["upload_id"],)
        )
        st.page_link("pages/progress/targets.py", label=t("upload.see_targets"))


def _undo(upload_id: str) -> None:
    undo(upload_id, st.session_state.get("actor", ""))
    st.session_state.pop(REPORT, None)


show_head("upload", choices=False)
show_sheets("upload")
show_report()
check_may("send", None)
if choose_way() == "grid":
    show_grid_way()
else:
    address.write_address()
    show_file_way()
with offer_shown_tables("uploads", t("upload.list_title"), get_today()):
    show_uploads()
    show_answers()
if cache.may("administer"):
    show_backups()
