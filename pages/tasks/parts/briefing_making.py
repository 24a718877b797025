"""Making a pack from the page: progress, cancel, and the files once it is made."""

import streamlit as st

from data.clock import get_moment
from data.errors import CaomuError
from pages.documents.apart import CANCELLED, DONE, FAILED, WAITING, PackJob
from pages.documents.pack_request import PackRequest, check_template_name
from pages.shell import cache
from pages.shell.example import keep_visit, mark_file
from pages.shell.i18n import t
from pages.shell.messages import show_error, show_notice
from pages.shell.parts import run_part
from pages.tasks.parts.briefing_choice import (
    BriefingChoice,
    TemplateChoice,
    load_chosen_facts,
    load_chosen_recipe,
)

JOB, MADE_OF = "briefing_job", "briefing_made_of"
LOOK_EVERY_S = 1.0
ARCHIVE = "briefing.zip"
# What a reader takes singly, in this order; the rest is in the archive.
OFFERED = (ARCHIVE, "briefing.pptx", "briefing.docx", "briefing.pdf", "figures.xlsx")


def show_making(chosen: BriefingChoice, template: TemplateChoice) -> None:
    """Offer to make the pack; show how far it is, and its files."""
    job: PackJob | None = st.session_state.get(JOB)
    is_busy = job is not None and not job.is_over
    with st.container(horizontal=True, vertical_alignment="center", key="briefing_make"):
        st.button(
            t("briefing.page.make"),
            key="briefing_start",
            type="primary",
            disabled=is_busy,
            on_click=keep_visit(_start),
            args=(chosen, template),
        )
        if is_busy:
            st.button(t("briefing.page.cancel"), key="briefing_cancel", on_click=_cancel)
    if job is None:
        return
    run_part(_show_job, job, chosen, run_every=LOOK_EVERY_S if is_busy else None)


def _start(chosen: BriefingChoice, template: TemplateChoice) -> None:
    _cancel()
    try:
        if template.content is not None:
            check_template_name(template.name)
        recipe = load_chosen_recipe(chosen.recipe_id, chosen.parts)
        facts = load_chosen_facts(chosen.scope_id, chosen.since, recipe.parts)
        request = PackRequest(
            chosen.scope_id,
            chosen.year,
            chosen.language,
            recipe,
            get_moment().replace(microsecond=0),
            template.content,
            template.name,
        )
        st.session_state[JOB] = PackJob(facts, request)
        st.session_state[MADE_OF] = chosen, cache.list_looked_at()
    except CaomuError as error:
        show_error(error)


def _cancel() -> None:
    job = st.session_state.pop(JOB, None)
    if job is not None:
        job.cancel()


def _show_job(job: PackJob, chosen: BriefingChoice) -> None:
    """Show the state of a job; the whole page runs anew once it is over."""
    if not job.is_over:
        step = job.step
        if job.state == WAITING or step is None:
            is_waiting = job.state == WAITING
            st.progress(0.0, t(f"briefing.page.{'waiting' if is_waiting else 'starting'}"))
        else:
            text = t("briefing.step.line", done=step.done, total=step.total, text=step.text)
            st.progress(step.share, text)
        return
    if st.session_state.get("briefing_seen") is not job:
        st.session_state["briefing_seen"] = job
        st.rerun()
    if job.state == FAILED and job.error is not None:
        show_error(job.error)
    elif job.state == CANCELLED:
        show_notice("note", t("briefing.page.cancelled"))
    elif job.state == DONE:
        _offer_files(job, chosen)


def _offer_files(job: PackJob, chosen: BriefingChoice) -> None:
    if st.session_state.get(MADE_OF) != (chosen, cache.list_looked_at()):
        show_notice("warning", t("briefing.page.other"))
    else:
        show_notice("done", t("briefing.page.made", n=len(job.files)))
    with st.container(horizontal=True, key="briefing_files"):
        for name in OFFERED:
            st.download_button(
                t(f"briefing.page.file.{name.replace('.', '_')}"),
                job.read(name),
                file_name=mark_file(name),
                key=f"briefing_get_{name}",
                on_click="ignore",
            )
