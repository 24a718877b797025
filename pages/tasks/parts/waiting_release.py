"""What is verified and not released: it is released by a decision."""

import streamlit as st

from data.ledger.steps.record import MOST_DOCUMENT, release_values
from data.words.numbers import format_year
from pages.blocks.markup import show, show_empty, show_note, show_title
from pages.blocks.saving import Saving, hold, run_saving, show_outdated
from pages.shell import cache, steps_cache
from pages.shell.actor import ask_actor
from pages.shell.i18n import t
from pages.tasks.parts.waiting_views import render_groups

FORM = "release"
DOCUMENT, DAY, YEAR = "release_document", "release_day", "release_year"
EVERY = 0


def show_to_release(area_id: str) -> None:
    """Show what waits to be released, and the form of the decision."""
    values = steps_cache.get_role_values(area_id, "releaser")
    if values.empty:
        show_empty(t("waiting.none_to_release"))
        return
    show(render_groups(area_id, "releaser"))
    show_title(t("waiting.release_title"))
    show_note(t("waiting.release_note"))
    years = {EVERY: t("waiting.every_year")}
    years |= {year: format_year(year) for year in sorted(set(values["year"]), reverse=True)}
    with st.container(horizontal=True, vertical_alignment="bottom", key="release_choice"):
        year = st.selectbox(
            t("waiting.column.year"),
            list(years),
            key=YEAR,
            format_func=years.__getitem__,
            width=140,
        )
        document = st.text_input(
            t("waiting.document"), key=DOCUMENT, max_chars=MOST_DOCUMENT, width=300
        )
        day = st.text_input(t("waiting.day"), key=DAY, placeholder="2026-06-30", width=160)
    chosen = values if year == EVERY else values[values["year"] == year]
    held = hold(FORM, chosen, lambda _: DOCUMENT, (area_id, year))
    if held["subject_id"].tolist() != chosen["subject_id"].tolist():
        show_outdated(FORM, "values")
    name = ask_actor("_release")
    if st.button(t("waiting.release", n=len(held)), type="primary", key="release"):
        ids = held["subject_id"].tolist()
        run_saving(
            name,
            Saving(
                FORM,
                lambda _: release_values(
                    cache.get_store(),
                    by=name,
                    document_no=document,
                    decided_on=day,
                    subject_ids=ids,
                ),
                lambda result: t("waiting.released", n=result[1], document=document.strip()),
                forget=(DOCUMENT, DAY),
            ),
        )
