"""Saving and withdrawing a project, beside what somebody else made of it meanwhile."""

import streamlit as st
from markupsafe import Markup

from data.errors import ChangedMeanwhileError
from data.projects.commit import ProjectChange
from data.projects.register import (
    FIELDS,
    ProjectError,
    format_cell_text,
    save_project,
    withdraw_project,
)
from pages.blocks.links import render_link
from pages.blocks.markup import render_note, show_note
from pages.blocks.projects import format_project_field, name_project
from pages.blocks.saving import (
    Known,
    Saving,
    get_basis,
    hold,
    render_versions,
    run_saving,
    show_outdated,
)
from pages.shell import cache
from pages.shell.i18n import t
from pages.shell.messages import show_notice
from pages.tasks.parts.project_form import ask_project, describe_project_issue
from pages.tasks.parts.upload import count_preview, render_counts

NEW = "project_new"
TURN, ISSUES = "project_new_key", "project_issues"
MOST_MOVED = 100
# What tells the person whether it is the same project.
_TOLD = ("name", "item_id", "area_id", "stage", "stage_on", "operator", "evidence_document")


def name_form(project_id: str | None) -> str:
    """Return what the forms of a project are known by; one that is not registered has one."""
    return NEW if project_id is None else f"project_{project_id}"


def ask_edit(row, name: str) -> None:
    """Show the form of a project that is registered, and save what is sent."""
    project_id = row["project_id"]
    form = name_form(project_id)
    held = hold(form, row, lambda held: f"name_{held['revision_id']}")
    if held["revision_id"] != row["revision_id"]:
        show_outdated(form)
    values = ask_project(held, held["revision_id"], is_new=False)
    if values is None:
        return
    changed = {key: value for key, value in values.items() if _is_typed(held, key, value)}

    def act(known: Known):
        theirs = known["changed_project"].theirs if "changed_project" in known else []
        # What only the other one changed stays as the other one has it.
        merged = (
            {key: format_cell_text(theirs[0][key]) for key in FIELDS} | changed
            if theirs
            else values
        )
        return _save(
            merged,
            by=name,
            project_id=project_id,
            based_on=get_basis(known, "changed_project", int(held["seq"])),
            beside=get_basis(known, "project_twice", None),
        )

    def compare(error: ChangedMeanwhileError) -> Markup:
        if error.key == "project_twice":
            return _compare_twins(error, values)
        rows = _make_rows(error, held, changed)
        return render_versions(error, rows, before="opened") + render_note(
            t("shell.conflict.edit.note")
        )

    run_saving(name, Saving(form, act, _describe, compare, words="edit"))


def ask_new(known_fields: dict, name: str) -> None:
    """Show the form of a new project, and register what is sent."""
    values = ask_project(known_fields, st.session_state.get(TURN, "new"), is_new=True)
    if values is None:
        return

    def act(known: Known):
        saved = _save(values, by=name, beside=get_basis(known, "project_twice", None))
        st.session_state[TURN] = f"new_after_{saved[0]}"
        return saved

    run_saving(
        name,
        Saving(NEW, act, _describe, lambda error: _compare_twins(error, values), words="twice"),
    )


def ask_withdrawal(row, name: str) -> None:
    """Ask why a project is taken off the register, and do so."""
    project_id = row["project_id"]
    form = name_form(project_id)
    held = hold(form, row, lambda held: f"name_{held['revision_id']}")
    show_note(t("projects.withdraw_note"))
    with st.form("withdraw_form", border=False, enter_to_submit=False):
        reason = st.text_input(t("projects.withdraw_reason"), key="withdraw_reason", max_chars=300)
        is_sent = st.form_submit_button(t("projects.withdraw"), key="withdraw")
    if is_sent:
        run_saving(
            name,
            Saving(
                form,
                lambda known: withdraw_project(
                    cache.get_store(),
                    project_id,
                    by=name,
                    note=reason.strip(),
                    based_on=get_basis(known, "changed_project", int(held["seq"])),
                ),
                lambda _: t("projects.withdrawn_now"),
                lambda error: render_versions(
                    error, _make_withdrawal_rows(error, held), before="opened"
                ),
                words="withdrawal",
            ),
        )


def compare_lists(error: ChangedMeanwhileError) -> Markup:
    """Return what a project list would have changed, as shown and as of now."""
    rows = [_make_moved_row(*pair) for pair in error.theirs[:MOST_MOVED]]
    counts = render_counts(count_preview(error.now))
    return counts + render_versions(error, rows, before="shown")


def _make_moved_row(shown: ProjectChange | None, now: ProjectChange | None) -> dict:
    change = now or shown
    assert change is not None
    old = now.old if now else None
    return {
        "label": name_project(change.row.record),
        "before": "—" if shown is None else t(f"upload.change.{shown.change}"),
        "theirs": t("projects.not_listed") if old is None else _list_fields(old, change),
        "mine": _list_fields(change.row.record, change)
        if change.change != "unchanged"
        else t("projects.same_as_listed"),
    }


def _list_fields(record: dict, change: ProjectChange) -> Markup:
    """Return the fields that a row of the file would change, as a record has them."""
    names = change.changed if change.change == "revised" else _TOLD[1:5]
    return Markup("<br>").join(
        t(
            "projects.of_field",
            field=t(f"projects.field.{name}"),
            text=format_project_field(name, record[name]),
        )
        for name in names
    )


def show_issues() -> None:
    """Say what is to be told of the project that was just saved."""
    for text in st.session_state.pop(ISSUES, []):
        show_notice("warning", text)


def _save(values: dict, **subject):
    try:
        return save_project(cache.get_store(), values, **subject)
    except ProjectError as error:
        for issue in error.issues:
            kind = "error" if issue.severity == "rejected" else "warning"
            show_notice(kind, describe_project_issue(issue))
        raise


def _describe(saved) -> str:
    st.session_state[ISSUES] = [describe_project_issue(issue) for issue in saved[1]]
    return t("projects.saved")


def _is_typed(row, name: str, value) -> bool:
    return format_cell_text(value) != format_cell_text(row.get(name))


def _make_rows(error: ChangedMeanwhileError, held, changed: dict) -> list[dict]:
    """Return the fields that either of the two changed, what both changed first."""
    theirs = error.theirs[0] if error.theirs else None
    rows = []
    for name in FIELDS:
        is_theirs = theirs is not None and _is_typed(held, name, theirs[name])
        if name != "state" and (is_theirs or name in changed):
            rows.append(
                {
                    "label": t(f"projects.field.{name}"),
                    "before": format_project_field(name, held[name]),
                    "theirs": _write_side(
                        name, theirs[name] if theirs and is_theirs else None, is_theirs
                    ),
                    "mine": _write_side(name, changed.get(name), name in changed),
                    "_class": "both" if is_theirs and name in changed else "",
                }
            )
    rows.sort(key=lambda row: not row["_class"])
    return rows if theirs else [_make_withdrawn_row(), *rows]


def _write_side(name: str, value, is_changed: bool) -> Markup:
    if not is_changed:
        return Markup('<span class="none">{}</span>').format(t("shell.conflict.untouched"))
    return Markup("<ins>{}</ins>").format(format_project_field(name, value))


def _make_withdrawn_row() -> dict:
    withdrawn = Markup("<ins>{}</ins>").format(t("projects.withdrawn"))
    return {"label": t("projects.register_name"), "theirs": withdrawn}


def _make_withdrawal_rows(error: ChangedMeanwhileError, held) -> list[dict]:
    return [row | {"mine": t("projects.withdraw")} for row in _make_rows(error, held, {})]


def _compare_twins(error: ChangedMeanwhileError, values: dict) -> Markup:
    twin = error.theirs[0]
    rows = [
        {
            "label": t(f"projects.field.{name}"),
            "theirs": format_project_field(name, twin[name]),
            "mine": format_project_field(name, values.get(name)),
        }
        for name in _TOLD
    ]
    rows[0]["theirs"] = render_link("projects", name_project(twin), project=twin["project_id"])
    return render_versions(error, rows)
