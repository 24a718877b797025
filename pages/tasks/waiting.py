"""What waits for whom between sending and publishing, and what sample checks found."""

import streamlit as st

from data.clock import get_today
from data.ledger.steps.deadlines import ROLES
from pages.blocks.markup import show_sheets
from pages.blocks.steps import find_own_step
from pages.blocks.takeaway import offer_shown_tables
from pages.shell import address, cache
from pages.shell.actor import get_own_area
from pages.shell.frame import REGION, choose, name_areas_in_head, show_head, show_print_head
from pages.shell.i18n import t
from pages.shell.messages import show_done
from pages.tasks.parts.sample_views import show_samples
from pages.tasks.parts.waiting_acts import show_acts, show_days, show_rates, show_released
from pages.tasks.parts.waiting_check import show_to_check
from pages.tasks.parts.waiting_release import show_to_release
from pages.tasks.parts.waiting_views import show_counts, show_to_report, show_to_verify

SHOW = {
    "reporter": show_to_report,
    "checker": show_to_check,
    "verifier": show_to_verify,
    "releaser": show_to_release,
    "released": show_released,
    "rates": show_rates,
    "sample": show_samples,
}


def choose_waiting_area() -> str:
    """Let the reader choose whose values to see."""
    names = name_areas_in_head()
    own = get_own_area(cache.get_actor())
    key = address.adopt_choice("area", list(names), own if own in names else REGION)
    return choose("area", names, key=key, width=300)


def choose_waiting_tab() -> str:
    """Let the reader choose a role, or another view."""
    names = {tab: t(f"steps.role.{tab}" if tab in ROLES else f"waiting.tab.{tab}") for tab in SHOW}
    key = address.adopt_choice("tab", list(names), find_own_step())
    tab = st.segmented_control(
        t("waiting.tab.label"),
        list(names),
        key=key,
        format_func=names.__getitem__,
        label_visibility="collapsed",
        required=True,
    )
    return tab or ROLES[0]


show_head("waiting", choices=False)
show_sheets("boxes")
show_done()
with st.container(horizontal=True, vertical_alignment="bottom", key="waiting_choice"):
    chosen_area = choose_waiting_area()
    chosen_tab = choose_waiting_tab()
show_print_head("waiting", chosen_area)
address.write_address(area=chosen_area, tab=chosen_tab)
name = cache.get_area_names()[chosen_area]
with offer_shown_tables("waiting", t("shell.page.waiting"), name, get_today()):
    show_counts(chosen_area)
    SHOW[chosen_tab](chosen_area)
    if chosen_tab != "sample":
        show_acts()
        show_days()
