"""How the clocks of matters are counted, and a form to decide it."""

import streamlit as st
from markupsafe import Markup

from data.ledger.decisions import load_decisions_number, record_decision
from data.words.names import pick_name
from pages.blocks.markup import render_note, show
from pages.blocks.saving import Saving, get_basis, render_versions, run_saving, show_conflict
from pages.blocks.tables import Column, render_table
from pages.shell import cache, matters_cache
from pages.shell.actor import ask_actor_in_form, check_may
from pages.shell.i18n import t

FORM = "clock_decision"
SUBJECT = "clock"


def show_clocks() -> None:
    """Show each clock with its basis and reading, and let the reader decide a reading."""
    show(render_clocks(), render_note(t("matters.clocks_note")))
    if not show_conflict(FORM):
        _ask_reading()


@cache.keep("decisions", in_words=True)
def render_clocks() -> Markup:
    """Return each clock with its basis and reading."""
    clocks = matters_cache.get_clocks()
    columns = [
        Column("clock", t("matters.column.clock")),
        Column("reading", t("matters.column.reading"), "long"),
        Column("why", t("matters.column.why"), "long"),
        Column("state", t("matters.column.state"), "short"),
        Column("source", t("matters.column.source")),
    ]
    rows = [
        {
            "clock": pick_name(row),
            "reading": pick_name(row, "reading")
            if row["reading_id"]
            else t("matters.set_by_paper"),
            "why": pick_name(row, "rationale") if row["reading_id"] else "—",
            "state": t(_get_state(row)),
            "source": t("matters.article", source=row["source"], article=row["article"]),
        }
        for row in clocks[clocks["is_chosen"]]
        .astype(object)
        .where(clocks.notna(), None)
        .to_dict("records")
    ]
    return render_table(columns, rows, is_labelled=True)


def _get_state(row: dict) -> str:
    if not row["reading_id"]:
        return "matters.no_reading"
    return "matters.decided" if row["is_decided"] else "matters.default"


@cache.keep("decisions", in_words=True)
def _name_readings() -> dict[str, tuple[str, str]]:
    """Return the clock and the name of each reading, of the clocks with several."""
    clocks = matters_cache.get_clocks()
    own = clocks[clocks["reading_id"].notna()]
    several = own[own.groupby("clock_id")["reading_id"].transform("size") > 1]
    return {
        row["reading_id"]: (
            row["clock_id"],
            t("matters.reading_of", clock=pick_name(row), name=pick_name(row, "reading")),
        )
        for row in several.to_dict("records")
    }


@cache.keep("decisions")
def _number_decisions(clock_id: str) -> int:
    return load_decisions_number(cache.get_store(), "reading", clock_id, subject_kind=SUBJECT)


def _ask_reading() -> None:
    readings = _name_readings()
    names = {reading_id: name for reading_id, (_, name) in readings.items()}
    numbers = {clock_id: _number_decisions(clock_id) for clock_id, _ in readings.values()}
    if not check_may("decide"):
        return
    with st.form(FORM, border=False, enter_to_submit=False):
        reading_id = st.selectbox(
            t("matters.decide"),
            list(names),
            format_func=names.__getitem__,
            key="clock_reading",
            width=560,
        )
        with st.container(horizontal=True):
            decided_by, decided_on, document_no = (
                st.text_input(t(f"decisions.column.{word}"), key=f"clock_{word}", width=220)
                for word in ("by", "on", "document")
            )
        name = ask_actor_in_form("_clock")
        is_saved = st.form_submit_button(t("matters.decide_save"), key="save_clock")
    if is_saved:
        clock_id, _ = readings[reading_id]
        run_saving(
            name,
            Saving(
                FORM,
                lambda known: record_decision(
                    cache.get_store(),
                    "reading",
                    clock_id,
                    subject_kind=SUBJECT,
                    reading_id=reading_id,
                    by=name,
                    based_on=get_basis(known, "changed_decision", numbers[clock_id]),
                    decided_by=decided_by,
                    decided_on=decided_on,
                    document_no=document_no,
                ),
                lambda _: t("matters.decided_done"),
                lambda error: _compare(error, names, reading_id),
            ),
        )


def _compare(error, names: dict[str, str], mine: str) -> Markup:
    theirs = names.get(error.theirs[0]["reading_id"]) if error.theirs else None
    row = {
        "label": t("matters.column.reading"),
        "theirs": theirs or t("shell.conflict.withdrawn"),
        "mine": names[mine],
    }
    return render_versions(error, [row])
