"""Where does a number come from, what changed, and what is missing?"""

import streamlit as st

from pages.basis.parts.ledger_chain import show_chain, show_ledger_style
from pages.basis.parts.ledger_changes import (
    choose_moments,
    list_span_address,
    show_changes,
    show_former_day_form,
)
from pages.basis.parts.ledger_code import follow_code, show_coded
from pages.basis.parts.ledger_completeness import show_completeness
from pages.blocks.status import name_indicator
from pages.blocks.takeaway import offer_shown_tables
from pages.shell import address, cache
from pages.shell.frame import show_head
from pages.shell.i18n import t

TABS = ("figure", "changes", "completeness")


def choose_tab() -> str:
    """Let the reader choose what to see."""
    names = {tab: t(f"ledger.tab.{tab}") for tab in TABS}
    key = address.adopt_choice("tab", list(names), TABS[0])
    chosen_tab = st.segmented_control(
        t("ledger.tab.label"),
        list(names),
        key=key,
        format_func=names.__getitem__,
        label_visibility="collapsed",
        required=True,
    )
    return chosen_tab or TABS[0]


def choose_traced() -> str:
    """Let the reader choose an indicator."""
    names = {name: name_indicator(name) for name in cache.get_indicators().index}
    first = cache.get_inputs().list_shown("overview")[0]
    key = address.adopt_choice("indicator", list(names), first)
    return st.selectbox(
        t("indicator.choose"), list(names), key=key, format_func=names.__getitem__, width=380
    )


def show_code_field() -> None:
    """Let the reader enter the code of a picture or document."""
    form = st.form("ledger_code_form", border=False)
    with form.container(horizontal=True, vertical_alignment="bottom"):
        label, example = t("ledger.code"), "3W7K3M9Q-1F"
        st.text_input(label, key="ledger_code", max_chars=24, placeholder=example, width=200)
        st.form_submit_button(t("ledger.code_find"), key="ledger_code_find")


coded = follow_code()
chosen = show_head("ledger")
show_ledger_style()
with st.container(horizontal=True, vertical_alignment="bottom", key="ledger_choice"):
    tab = choose_tab()
    if tab == "figure":
        indicator_id = choose_traced()
        show_code_field()
if tab == "figure":
    show_coded(coded)
    area = cache.get_area_names()[chosen.area_id]
    with offer_shown_tables(
        "chain", name_indicator(indicator_id), area, chosen.year, t("ledger.tab.figure")
    ):
        show_chain(indicator_id, chosen.area_id, chosen.year)
    address.write_address(tab=None, indicator=indicator_id, area=chosen.area_id, year=chosen.year)
elif tab == "completeness":
    address.write_address(tab=tab, area=chosen.area_id, **show_completeness(chosen.area_id))
else:
    moments = choose_moments()
    if moments is not None:
        show_changes(*moments)
        address.write_address(tab=tab, **list_span_address(*moments))
    show_former_day_form()
