"""Files of the balance in and out: template, preview, confirmation, a factor set by hand."""

import csv
import hashlib
import io
from functools import partial

import pandas as pd
import streamlit as st
from markupsafe import Markup

from data.balance.beside import ANSWERS
from data.balance.commit import BalancePreview, commit_balance, make_balance_report, preview_balance
from data.balance.demonstration import make_balance_demonstration
from data.balance.fields import AGES, ANY, FACTORS, SHEETS, VOCABULARIES
from data.balance.listing import BalanceReading, read_balance
from data.balance.template import make_balance_template
from data.errors import CaomuError
from data.statistics.groups import group_issues
from data.statistics.rejected_rows import make_rejected_rows
from data.statistics.report import make_issue_row
from indicators.balance.figures import record_balance_figures
from indicators.balance.wording import format_balance_cell
from pages.blocks.markup import show, show_note
from pages.blocks.saving import Known, Saving, run_saving
from pages.blocks.tables import Column, render_table
from pages.shell import cache
from pages.shell.actor import ask_actor, check_may
from pages.shell.balance_cache import get_type_names
from pages.shell.example import keep_visit
from pages.shell.i18n import t
from pages.shell.messages import show_error, show_notice

FILE_TYPES = ["csv", "tsv", "txt", "xls", "xlsx", "ods"]
TURN, TYPED, READ = "balance_turn", "balance_typed", "balance_read"
MOST_SHOWN = 60
EDITOR_ROWS = 12


def show_balance_files() -> None:
    """Offer the template, and a made-up file to try with."""
    with st.container(horizontal=True, key="balance_files"):
        st.download_button(
            t("projects.template"),
            keep_visit(lambda: make_balance_template(cache.get_store())),
            file_name=f"{t('balance.template_file')}.xlsx",
            key="balance_template",
        )
        st.download_button(
            t("balance.made_up"),
            keep_visit(lambda: make_balance_demonstration(cache.get_store())),
            file_name=f"{t('balance.made_up_file')}.xlsx",
            key="balance_made_up",
        )


def show_balance_upload() -> None:
    """Let the reader choose a file, look at what it would change, and confirm it."""
    show_note(t("balance.upload_note"))
    turn = st.session_state.get(TURN, 0)
    file = st.file_uploader(
        t("balance.file"), type=FILE_TYPES, key=f"balance_file_{turn}", label_visibility="collapsed"
    )
    if file is not None:
        st.session_state.pop(TYPED, None)
        _show_preview(file.getvalue(), file.name)
    elif TYPED in st.session_state:
        _show_preview(*st.session_state[TYPED])


def show_factor_form() -> None:
    """Let the reader type a factor set; it is then looked at and confirmed like a file."""
    show_note(t("balance.factor_note"))
    with st.container(horizontal=True):
        fields = {
            field: st.text_input(
                t(f"balance.field.{field}"), key=f"balance_{field}", max_chars=most
            )
            for field, most in (("set_id", 40), ("set_name", 100), ("set_source", 300))
        }
    is_example = st.checkbox(t("balance.field.is_example"), key="balance_is_example")
    typed = _edit_factors()
    if not st.button(t("balance.factor_check"), key="balance_factor_check"):
        return
    fields["is_example"] = "yes" if is_example else "no"
    rows = [fields | row for row in typed if row["factor"] or row["value"]]
    st.session_state[TYPED] = (_write_factors(rows), f"{fields['set_id'] or 'factors'}.csv")
    st.session_state[TURN] = st.session_state.get(TURN, 0) + 1
    st.rerun()


def _edit_factors() -> list[dict[str, str]]:
    columns = ("factor", "subject", "season", "age", "value")
    words = {
        "factor": [t(f"balance.factor.{name}") for name in FACTORS],
        "subject": [
            t(f"balance.age.{ANY}"),
            *get_type_names().values(),
            *(t(f"balance.animal.{name}") for name in VOCABULARIES["animal"]),
            *(t(f"balance.forage.{name}") for name in VOCABULARIES["forage"]),
        ],
        "season": [t(f"balance.season.{name}") for name in VOCABULARIES["factor_season"]],
        "age": [t(f"balance.age.{name}") for name in AGES],
    }
    config = st.column_config
    shown = {
        column: config.SelectboxColumn(t(f"balance.field.{column}"), options=words[column])
        if column in words
        else config.TextColumn(t(f"balance.field.{column}"))
        for column in columns
    }
    edited = st.data_editor(
        pd.DataFrame("", index=range(EDITOR_ROWS), columns=list(columns)),
        hide_index=True,
        placeholder="",
        num_rows="dynamic",
        key="balance_factors",
        column_config=shown,
    )
    return edited.fillna("").astype(str).to_dict("records")


def _write_factors(rows: list[dict[str, str]]) -> bytes:
    file = io.StringIO(newline="")
    columns = [field.name for field in SHEETS["factors"].fields]
    writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode("utf-8-sig")


def _show_preview(content: bytes, file_name: str) -> None:
    store = cache.get_store()
    asked = (hashlib.sha256(content).hexdigest(), file_name, *cache.list_looked_at())
    key = (*asked, store.version)
    known_key, known = st.session_state.get(READ, (None, None))
    if known_key != key or known is None:
        try:
            with st.spinner(t("upload.reading")):
                reading = read_balance(content, file_name, store)
                known = reading, {None: preview_balance(store, reading)}
        except CaomuError as error:
            show_error(error)
            return
        st.session_state[READ] = key, known
    reading, previews = known
    answer_key = f"balance_answer_{asked[0]}_{previews[None].beside_mark}"
    answer = st.session_state.get(answer_key)
    if answer not in previews:
        previews[answer] = preview_balance(store, reading, answer)
    preview = previews[answer]
    show_note(t("balance.report_counts", **make_balance_report(reading, preview)))
    if preview.is_asked:
        show(_render_issues(preview))
        _ask_beside(answer_key)
        show(_render_changes(preview))
    else:
        show(_render_issues(preview), _render_changes(preview))
    _show_rejected(reading)
    _confirm(reading, preview)


def _ask_beside(key: str) -> None:
    """Ask what the file is to the rows beside it; nothing is chosen beforehand."""
    names = {answer: t(f"balance.answer.{answer}") for answer in ANSWERS}
    st.radio(t("balance.answer_label"), ANSWERS, None, format_func=names.__getitem__, key=key)


def _render_issues(preview: BalancePreview) -> Markup:
    groups = group_issues([make_issue_row(issue) for issue in preview.issues])
    if not groups:
        return Markup()
    columns = [
        Column("severity", t("upload.column.severity"), "short"),
        Column("message", t("upload.column.message"), "long"),
        Column("cells", t("upload.column.place")),
    ]
    rows = [
        {
            "severity": t(f"ingest.severity_{group.severity}"),
            "message": group.message,
            "cells": group.cells,
        }
        for group in groups
    ]
    return render_table(columns, rows, is_labelled=True)


def _render_changes(preview: BalancePreview) -> Markup:
    """Return the rows that are new or revised: what each is about, and its values."""
    changes = [change for change in preview.changes if change.change != "unchanged"]
    if not changes:
        return Markup()
    columns = [
        Column("change", t("upload.column.change"), "short"),
        Column("what", t("balance.column.what")),
        Column("values", t("balance.column.values")),
    ]
    rows = []
    for change in changes[:MOST_SHOWN]:
        sheet, record = SHEETS[change.row.table], change.row.record
        fields = {field.name: field for field in sheet.fields}
        what = [_name_cell(fields[name], record) for name in sheet.key]
        values = [
            t(
                "balance.cell",
                name=t(f"balance.field.{name}"),
                value=_name_change(fields[name], record, change.old),
            )
            for name in fields
            if name not in sheet.key
            and (name in change.changed if change.old else record[name] not in ("", None))
        ]
        rows.append(
            {
                "change": t(f"upload.change.{change.change}"),
                "what": " ".join(filter(None, [t(f"balance.sheet.{sheet.name}"), *what])),
                "values": t("shell.sentence_separator").join(values),
            }
        )
    rest = len(changes) - MOST_SHOWN
    table = render_table(columns, rows, is_tall=len(rows) > 12, is_labelled=True)
    more = Markup('<p class="note">{}</p>').format(t("balance.more_changes", count=rest))
    return table + more if rest > 0 else table


def _name_cell(field, record: dict) -> str:
    if field.kind == "area":
        return cache.get_area_names()[record[field.name]]
    if field.kind == "year":
        return t("shell.year_value", year=record[field.name])
    return format_balance_cell(field, record, get_type_names())


def _name_change(field, record: dict, old: dict | None) -> str:
    now = format_balance_cell(field, record, get_type_names())
    if old is None:
        return now
    return t("balance.from_to", old=format_balance_cell(field, old, get_type_names()), new=now)


def _show_rejected(reading: BalanceReading) -> None:
    if not reading.rejected_rows:
        return
    show_note(t("upload.rejected_note"))
    st.download_button(
        t("upload.rejected_get", count=reading.rejected_rows),
        keep_visit(partial(_make_rejected, reading)),
        file_name=f"{t('upload.rejected_file')}.xlsx",
        key="balance_rejected",
    )


def _make_rejected(reading: BalanceReading) -> bytes:
    return make_rejected_rows(reading.grids, reading.headers, reading.issues) or b""


def _confirm(reading: BalanceReading, preview: BalancePreview) -> None:
    if preview.is_held:
        key = "answer_refused" if preview.is_refused else "answer_first"
        show_notice("warning", t(f"balance.{key}", held=preview.held))
        return
    if not preview.is_written:
        show_notice("note", t("upload.nothing_to_write"))
        return
    if not check_may("send", None):
        return
    name = ask_actor("_balance")
    counts = {name: getattr(preview, name) for name in ("new", "revised", "withdrawn")}
    label = t("balance.confirm" if preview.withdrawn else "projects.confirm", **counts)
    if not st.button(label, type="primary", key="balance_confirm"):
        return

    def act(known: Known) -> dict:
        report = commit_balance(
            cache.get_store(),
            reading,
            by=name,
            answer=preview.answer,
            based_on=preview,
            finish=record_balance_figures,
        )
        st.session_state[TURN] = st.session_state.get(TURN, 0) + 1
        st.session_state.pop(TYPED, None)
        return report

    def describe(report: dict) -> str:
        return t("balance.uploaded" if report["withdrawn"] else "projects.uploaded", **report)

    run_saving(name, Saving("balance", act, describe, words="upload"))
