"""Names that a file gives to indicators and nobody knew: say once what they mean."""

import html

import streamlit as st

from data.ingest import add_synonym, load_books
from data.ingest.headings import split_unit
from data.ingest.model import Issue
from data.ingest.numbers import find_when
from pages.shell import cache
from pages.shell.actor import ask_actor, keep_actor
from pages.shell.i18n import t
from pages.shell.messages import show_notice
from pages.shell.status import name_indicator

RULES = ("unknown_indicator", "ambiguous_indicator")


def list_unknown_names(issues: list[Issue]) -> list[str]:
    """Return the indicator names that were not understood, without their units and years."""
    units = load_books(cache.get_store()).units
    texts = [issue.value for issue in issues if issue.rule in RULES and issue.value]
    names = [split_unit(find_when(text)[1], units)[0] for text in texts]
    return list(dict.fromkeys(filter(None, names)))


def show_synonyms(issues: list[Issue]) -> None:
    """Let the user say which indicator a name means; the file is then read again."""
    unknown = list_unknown_names(issues)
    if not unknown:
        return
    with st.expander(t("upload.synonym_title", count=len(unknown)), expanded=True):
        st.html(f'<p class="note">{html.escape(t("upload.synonym_note"))}</p>')
        indicators = {key: name_indicator(key) for key in cache.get_indicators().index}
        with st.container(horizontal=True, vertical_alignment="bottom", key="synonym_choice"):
            name = st.selectbox(t("upload.synonym"), unknown, width=260)
            indicator_id = st.selectbox(
                t("upload.synonym_means"), list(indicators), index=None, width=320,
                format_func=indicators.__getitem__, placeholder=t("upload.choose_indicator"),
                key="synonym_indicator")  # fmt: skip
        actor = ask_actor("_synonym")
        if st.button(t("upload.synonym_add"), key="synonym_add"):
            _add(name, indicator_id, actor)


def _add(name: str, indicator_id: str | None, actor: str) -> None:
    if not indicator_id:
        show_notice("error", t("upload.synonym_missing"))
        return
    if not actor:
        show_notice("error", t("upload.actor_missing"))
        return
    keep_actor(actor)
    add_synonym(cache.get_store(), name, indicator_id, by=actor)
    st.rerun()
