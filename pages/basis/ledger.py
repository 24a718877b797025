"""Where does a number come from, what changed, and what is missing?"""

import streamlit as st

from data.ledger.span import format_moment
from pages.basis.parts.ledger_chain import show_chain
from pages.basis.parts.ledger_changes import (
    SHOWN,
    choose_moments,
    find_most,
    list_moments,
    show_changes,
    show_former_day_form,
)
from pages.basis.parts.ledger_code import follow_code, show_coded
from pages.basis.parts.ledger_completeness import show_completeness
from pages.blocks.markup import show_sheets
from pages.blocks.status import name_indicator
from pages.blocks.takeaway import offer_shown_tables
from pages.shell import address, cache
from pages.shell.frame import show_head, show_print_head
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
show_sheets("ledger")
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
    owed = show_completeness(chosen.area_id)
    of_indicator = [name_indicator(owed["owed"])] if owed["owed"] else []
    words = [t("ledger.tab.completeness"), *of_indicator]
    show_print_head("ledger", chosen.area_id, owed["of"], words)
    address.write_address(tab=tab, area=chosen.area_id, **owed)
else:
    moments = choose_moments()
    if moments is not None:
        most = find_most()
        show_changes(*moments, most)
        words = [t("ledger.tab.changes"), "—".join(map(format_moment, moments))]
        show_print_head("ledger", narrowed=words)
        rows = most if most > SHOWN else None
        address.write_address(tab=tab, rows=rows, **list_moments(*moments))
    show_former_day_form()
