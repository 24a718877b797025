"""What does the plan ask of this county, and how far is it?"""

import streamlit as st
from markupsafe import Markup

from data.clock import get_today
from data.words.names import pick_name
from indicators.counties.profile import get_area
from pages.blocks.markup import fold_parts, show, show_sheets, show_stack
from pages.blocks.matters import show_matters_line
from pages.blocks.missing import render_missing_link
from pages.blocks.plan import show_plan_figures
from pages.blocks.steps import show_sample_line
from pages.blocks.takeaway import make_file_name, offer_files
from pages.counties.parts import county_cache, county_sheet
from pages.counties.parts.county_trends import offer_trends, render_trends
from pages.counties.parts.group_form import show_members_form
from pages.documents.county_card import make_county_card
from pages.shell import address, cache, owed_cache
from pages.shell.example import keep_visit, mark_file
from pages.shell.frame import choose, show_head, show_print_head
from pages.shell.i18n import t
from pages.shell.messages import show_done, show_notice


def adopt_county_address() -> dict[str, str]:
    """Take area and year from the address; return the keys of their widgets."""
    years = cache.get_years()
    return {
        "code": address.adopt_choice(
            "code", list(cache.get_areas().index), county_sheet.choose_first_area()
        ),
        "year": address.adopt_choice("year", years, years[0]),
    }


def choose_area(inputs, keys: dict[str, str]) -> tuple[str, int]:
    """Let the reader find an area by Chinese, pinyin or code, and choose the year."""
    areas = inputs.areas
    ordered = list(cache.get_areas().index)
    key = keys["code"]
    with st.container(horizontal=True, vertical_alignment="bottom", key="county_choice"):
        text = st.text_input(
            t("roles.search"),
            key="county_search",
            max_chars=40,
            width=200,
            placeholder=t("roles.search_hint"),
        ).strip()
        found = county_cache.find_areas(text)
        options = [area_id for area_id in ordered if area_id in found]
        if text != st.session_state.get("county_searched", "") and options:
            # Counties come before prefectures when somebody types the beginning of a name.
            counties = [area_id for area_id in options if areas.loc[area_id, "level"] == "county"]
            st.session_state[key] = (counties or options)[0]
        st.session_state["county_searched"] = text
        current = st.session_state[key]
        if current not in options:
            options = [current, *options]
        written = county_cache.get_option_names()
        names = {area_id: written[area_id] for area_id in options}
        area_id = choose("area", names, key=key, width=430)
        years = cache.name_years()
        year = choose("year", years, width=110, key=keys["year"])
    if text and not found:
        show_notice("warning", t("county.not_found", text=text))
    return area_id, year


def show_area(inputs, area: dict, year: int) -> None:
    """Show what the plan asks of an area, and how far it is."""
    area_id = area["area_id"]
    show_stack(county_sheet.render_area_head(area_id))
    with st.container(horizontal=True, vertical_alignment="center", key="county_files"):
        show_card_button(area, year)
        link = render_missing_link(area_id, look="button")
        if link:
            show(link)
    offer_trends(area_id, year)
    card = render_trends(area_id, year)
    if card:
        show(card)
    if area["level"] == "group":
        show_members_form(inputs, area_id)
    show_plan_figures(area_id)
    show_matters_line(area_id)
    show_sample_line(area_id)
    asked, parts = county_sheet.render_area_plan(area_id), render_details(area_id, year)
    name = make_file_name(pick_name(area), year, t("county.tables"))
    offer_files("county", name, table=lambda: Markup("").join([*asked, *parts]))
    show_stack(asked)
    show(fold_parts(parts))


def render_details(area_id: str, year: int) -> list[Markup]:
    """Return what unfolds below the roles: counties, figures, peers, projects, what is owed."""
    return [
        *county_sheet.render_area_members(area_id),
        *county_sheet.render_area_figures(area_id, year),
        *county_sheet.render_area_projects(area_id),
        *county_sheet.render_area_owed(area_id),
    ]


def show_card_button(area: dict, year: int) -> None:
    """Offer the one-page card; it is made only on request, of what is known then."""

    def make_card() -> bytes:
        inputs = owed_cache.get_county_inputs()
        return make_county_card(inputs, area["area_id"], year, get_today())

    st.download_button(
        t("county.card"),
        keep_visit(make_card),
        mime="application/pdf",
        on_click="ignore",
        key="card",
        file_name=mark_file(t("county.card_file", name=pick_name(area), code=area["area_id"])),
    )


widget_keys = adopt_county_address()
show_head("county", choices=False)
show_sheets("counties")
show_done()
county_inputs = owed_cache.get_county_inputs()
chosen_id, chosen_year = choose_area(county_inputs, widget_keys)
chosen_area = get_area(county_inputs, chosen_id)
show_area(county_inputs, chosen_area, chosen_year)
show_print_head("county", chosen_id, chosen_year)
address.write_address(code=chosen_id, year=chosen_year)
