"""The publication of the balance: a draft, a number, and what was published before."""

from collections.abc import Callable
from datetime import date
from functools import partial

import pandas as pd
import streamlit as st

from data.balance.publications import load_publication, propose_number, record_publication
from data.clock import get_today
from pages.blocks.markup import show, show_act_title
from pages.blocks.saving import Known, Saving, run_saving
from pages.counties.parts.balance_views import render_publications
from pages.documents.balance_sheet import make_balance_content, make_balance_sheet
from pages.shell import balance_cache, cache
from pages.shell.actor import ask_actor, check_may
from pages.shell.example import is_in_example, keep_visit, mark_file
from pages.shell.i18n import t


def show_publishing(area_id: str, year: int, set_id: str | None) -> None:
    """Offer the one-page publication of an area: a draft, and one with a number that is kept."""
    show_act_title(t("balance.publication.title"), t("balance.publication.note"))
    today = get_today()
    build = partial(_build, area_id, year, set_id)
    first = t("balance.publication.first", year=today.year)
    with st.container(horizontal=True, vertical_alignment="bottom", key="publication"):
        number = st.text_input(
            t("balance.publication.number"),
            value=propose_number(cache.get_store(), today, first),
            key=f"publication_number_{len(balance_cache.get_publications())}",
            max_chars=60,
            width=320,
        )
        st.download_button(
            t("balance.publication.draft"),
            keep_visit(lambda: make_balance_sheet(build(), today)),
            mime="application/pdf",
            on_click="ignore",
            key="publication_draft",
            file_name=mark_file(f"{t('balance.publication.file', year=year)}.pdf"),
        )
        is_asked = cache.may("publish", area_id) and st.button(
            t("balance.publication.save"), key="publication_save"
        )
    if check_may("publish", area_id):
        name = ask_actor("_publication")
        if is_asked:
            _publish(build, number, area_id, year, name)
    _show_published()


def _build(area_id: str, year: int, set_id: str | None, number: str | None = None) -> dict:
    return make_balance_content(
        balance_cache.get_balance_inputs(),
        cache.get_inputs(),
        area_id,
        year,
        set_id,
        number=number,
        is_made_up=is_in_example(),
        seen=cache.get_store().seen_areas,
    )


def _publish(build: Callable[..., dict], number: str, area_id: str, year: int, name: str) -> None:
    today = get_today()

    def act(known: Known) -> None:
        content = build(number=number)
        # What does not fit on its page gets no number.
        make_balance_sheet(content, today)
        record_publication(
            cache.get_store(),
            content,
            number=number,
            area_id=area_id,
            year=year,
            published_on=today,
            by=name,
        )

    run_saving(
        name, Saving("publication", act, lambda _: t("balance.publication.saved", number=number))
    )


def _show_published() -> None:
    """List what was published, and make it again as it was."""
    published = balance_cache.get_publications()
    if published.empty:
        return
    show(render_publications(published, cache.get_area_names()))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = st.selectbox(
            t("balance.publication.which"),
            list(published["number"]),
            key="publication_which",
            width=320,
        )
        day = published.set_index("number").loc[number, "published_on"]
        st.download_button(
            t("balance.publication.again"),
            keep_visit(partial(_make_again, number, pd.Timestamp(day).date())),
            mime="application/pdf",
            on_click="ignore",
            key="publication_again",
            file_name=mark_file(f"{number}.pdf"),
        )


def _make_again(number: str, day: date) -> bytes:
    return make_balance_sheet(load_publication(cache.get_store(), number), day)
