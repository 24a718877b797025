"""Names that files give to indicators: say once what one means, or that it no longer does."""

import streamlit as st
from markupsafe import Markup

from data.errors import CaomuError
from data.names.numbers import find_when
from data.statistics.headings import split_unit
from data.statistics.memory import add_synonym, list_synonyms, withdraw_synonym
from data.statistics.model import Issue
from data.store.books import load_books
from pages.blocks.markup import show, show_note
from pages.blocks.status import name_indicator
from pages.blocks.tables import Column, render_table
from pages.blocks.values import format_time
from pages.shell import cache
from pages.shell.actor import accept_actor, ask_actor, ask_actor_in_form
from pages.shell.i18n import t
from pages.shell.messages import show_error, show_notice

TOLD = "synonym_told"
TALL = 14
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
        show_note(t("upload.synonym_note"))
        indicators = {key: name_indicator(key) for key in cache.get_indicators().index}
        with st.container(horizontal=True, vertical_alignment="bottom", key="synonym_choice"):
            name = st.selectbox(t("upload.synonym"), unknown, width=260)
            indicator_id = st.selectbox(
                t("upload.synonym_means"),
                list(indicators),
                index=None,
                width=320,
                format_func=indicators.__getitem__,
                placeholder=t("upload.choose_indicator"),
                key="synonym_indicator",
            )
        actor = ask_actor("_synonym")
        if st.button(t("upload.synonym_add"), key="synonym_add"):
            _add(name, indicator_id, actor)


def _add(name: str, indicator_id: str | None, actor: str) -> None:
    if not indicator_id:
        show_notice("error", t("upload.synonym_missing"))
        return
    if not accept_actor(actor):
        return
    add_synonym(cache.get_store(), name, indicator_id, by=actor)
    st.rerun()


def show_known_synonyms() -> None:
    """List the names that users added, with who and when; one in force can be withdrawn."""
    listed = list_synonyms(cache.get_store())
    if listed.empty:
        return
    in_force = listed[listed["is_in_force"]]
    told = st.session_state.pop(TOLD, None)
    with st.expander(
        t("upload.synonyms_title", count=len(in_force)), expanded=bool(told), key="synonyms"
    ):
        if told:
            show_notice("done", t("upload.synonym_withdrawn", name=told))
        show_note(t("upload.synonyms_note"))
        show(_render_synonyms(listed))
        if len(in_force):
            _show_withdrawal(in_force)


def _render_synonyms(listed) -> Markup:
    columns = [
        Column("synonym", t("upload.synonym")),
        Column("indicator", t("upload.synonym_means")),
        Column("who", t("upload.column.who")),
        Column("when", t("upload.column.when"), "short"),
        Column("status", t("upload.column.status"), "short"),
    ]
    rows = [
        {
            "synonym": row.synonym,
            "indicator": name_indicator(row.indicator_id),
            "who": row.recorded_by or "—",
            "when": format_time(row.recorded_at),
            "status": t(f"upload.synonym_state.{state}"),
            "_class": "live" if state == "in_force" else "undone",
        }
        for row, state in zip(listed.itertuples(), _name_states(listed), strict=True)
    ]
    return render_table(columns, rows, is_tall=len(rows) > TALL)


def _name_states(listed) -> list[str]:
    """Return what became of each revision; the newest of a name comes first."""
    states, withdrawn = [], {}
    for row in listed.itertuples():
        after = withdrawn.get(row.synonym)
        states.append(
            "withdrawal"
            if row.is_withdrawn
            else "in_force"
            if row.is_in_force
            else "withdrawn"
            if after
            else "replaced"
        )
        withdrawn[row.synonym] = row.is_withdrawn
    return states


def _show_withdrawal(in_force) -> None:
    names = {
        row.synonym: t(
            "upload.synonym_line", name=row.synonym, indicator=name_indicator(row.indicator_id)
        )
        for row in in_force.itertuples()
    }
    with st.form("synonym_withdrawal", border=False):
        name = st.selectbox(
            t("upload.synonym_which"),
            list(names),
            width=420,
            key="synonym_which",
            format_func=names.__getitem__,
        )
        actor = ask_actor_in_form("_withdraw")
        is_sent = st.form_submit_button(t("upload.synonym_withdraw"))
    if is_sent and accept_actor(actor):
        _withdraw(name, actor)


def _withdraw(name: str, actor: str) -> None:
    try:
        withdraw_synonym(cache.get_store(), name, by=actor)
    except CaomuError as error:
        show_error(error)
        return
    st.session_state[TOLD] = name
    st.rerun()
