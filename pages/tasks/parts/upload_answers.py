"""What users said that words of files mean: the list, and withdrawing an answer."""

import pandas as pd
import streamlit as st
from markupsafe import Markup

from data.ledger.answers import EVERY_SHAPE, list_answers, load_answers_number, withdraw_answer
from data.names.text import fold
from pages.blocks.markup import show, show_note
from pages.blocks.record_choice import accept_record, choose_record
from pages.blocks.saving import Saving, get_basis, hold, release, run_saving, show_conflict
from pages.blocks.tables import Column, render_table
from pages.blocks.values import format_office_time
from pages.shell import cache
from pages.shell.actor import ask_actor_in_form, check_may
from pages.shell.i18n import t
from pages.shell.messages import show_notice
from pages.tasks.parts.upload_reading import UPLOAD
from pages.tasks.parts.upload_versions import compare_answers, describe_recorded_meaning

TOLD, WITHDRAWAL = "answer_told", "answer_withdrawal"
WHICH = "answer_which"
TALL = 14


@cache.keep("settings")
def _get_answers() -> pd.DataFrame:
    return list_answers(cache.get_store())


def show_answers() -> None:
    """List every answer, with who and when; one in force can be withdrawn."""
    listed = _get_answers()
    if listed.empty:
        return
    if show_conflict(WITHDRAWAL):
        return
    in_force = listed[listed["is_in_force"]]
    told = st.session_state.pop(TOLD, None)
    title = t("upload.answers_title", count=len(in_force))
    with st.expander(title, expanded=bool(told), key="answers"):
        if told:
            show_notice("done", t("upload.answer_withdrawn", word=told))
        show_note(t("upload.answers_note"))
        show(_render_answers(listed))
        if len(in_force):
            _show_withdrawal(in_force)


def _render_answers(listed) -> Markup:
    columns = [
        Column("word", t("upload.answer_word")),
        Column("meaning", t("upload.answer_meaning")),
        Column("shape", t("upload.answer_shape"), is_minor=True),
        Column("who", t("upload.column.who")),
        Column("when", t("upload.column.when"), "short", is_minor=True),
        Column("status", t("upload.column.status"), "short"),
    ]
    rows = [
        {
            "word": row.word,
            "meaning": describe_recorded_meaning(row.meaning),
            "shape": t(f"upload.shape.{'every' if row.shape == EVERY_SHAPE else 'same'}"),
            "who": row.recorded_by or "—",
            "when": format_office_time(row.recorded_at),
            "status": t(f"upload.answer_state.{state}"),
            "_class": "live" if state == "in_force" else "undone",
        }
        for row, state in zip(listed.itertuples(), _name_states(listed), strict=True)
    ]
    return render_table(columns, rows, is_tall=len(rows) > TALL)


def _name_states(listed) -> list[str]:
    """Return the state of each revision; the newest of a word and shape comes first."""
    states: list[str] = []
    after: dict[tuple[str, str], str] = {}
    for row in listed.itertuples():
        key = fold(row.word), row.shape
        if row.is_withdrawn:
            states.append("withdrawal")
        elif row.is_in_force:
            states.append("in_force")
        else:
            states.append("withdrawn" if after[key] else "replaced")
        after[key] = row.is_withdrawn
    return states


def _show_withdrawal(in_force) -> None:
    if not check_may("answer"):
        return
    names = {
        (row.word, row.shape): t(
            "upload.answer_line",
            word=row.word,
            meaning=describe_recorded_meaning(row.meaning),
            end=number,
        )
        for number, row in enumerate(in_force.itertuples(), start=1)
    }
    seq = hold(WITHDRAWAL, load_answers_number(cache.get_store()), lambda _: WHICH)
    with st.form("answer_withdrawal", border=False):
        chosen = choose_record(t("upload.answer_which"), names, key=WHICH, width=520)
        actor = ask_actor_in_form("_withdraw")
        is_sent = st.form_submit_button(t("upload.answer_withdraw"))
    if is_sent and accept_record(chosen):
        _withdraw(*chosen, actor, seq)


def _withdraw(word: str, shape: str, actor: str, seq: int) -> None:
    def describe(_) -> str:
        st.session_state[TOLD] = word
        # The file on the page is read anew.
        release(UPLOAD)
        return ""

    run_saving(
        actor,
        Saving(
            WITHDRAWAL,
            lambda known: withdraw_answer(
                cache.get_store(),
                word,
                shape,
                by=actor,
                based_on=get_basis(known, "changed_answers", seq),
            ),
            describe,
            lambda error: compare_answers(error, {fold(word): t("upload.answer_withdraw")}),
            words="withdrawal",
            record=WHICH,
        ),
    )
