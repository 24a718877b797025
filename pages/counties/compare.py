"""How do two to six areas stand beside each other?"""

import streamlit as st

from indicators.counties.peers import list_common_roles, list_first_areas
from indicators.counties.profile import list_role_indicators
from pages.blocks.markup import show, show_empty, show_sheets
from pages.blocks.status import name_indicator
from pages.counties.parts import county_cache
from pages.counties.parts.comparison import (
    describe_levels,
    get_compared_series,
    render_beginning,
    render_common_table,
    render_panels,
)
from pages.counties.parts.comparison_files import offer_comparison
from pages.counties.parts.drawing import show_text
from pages.documents import wording
from pages.shell import address, cache
from pages.shell.frame import choose, show_head, show_print_head
from pages.shell.i18n import t
from pages.shell.messages import show_notice

LEAST_AREAS, MOST_AREAS, MOST_INDICATORS = 2, 6, 8
BY = ("role", "indicator")


def choose_areas(inputs) -> tuple[str, ...]:
    """Let the reader choose areas of any level."""
    names = {area_id: wording.name_area_in(inputs, area_id) for area_id in cache.get_areas().index}
    return _choose_some(
        "code", names, list_first_areas(inputs), t("compare.areas"), MOST_AREAS, 560
    )


def choose_indicators(inputs, area_ids: tuple[str, ...]) -> tuple[tuple[str, ...], str | None]:
    """Let the reader choose indicators, or a role with its indicators; return both.

    An address with indicators asks for these, one with a role for the role.
    """
    asked = next((name for name in reversed(BY) if name in st.query_params), None)
    key = address.adopt_choice("by", list(BY), asked or BY[0])
    if asked and address.is_new(asked):
        st.session_state[key] = asked
    common = list_common_roles(inputs, list(area_ids))
    ways = {name: t(f"compare.by.{name}") for name in BY}
    way = "indicator"
    if common:
        way = st.selectbox(
            t("compare.what"), list(ways), key=key, format_func=ways.__getitem__, width=210
        )
    if way == "indicator":
        names = {indicator_id: name_indicator(indicator_id) for indicator_id in _list_indicators()}
        label = t("compare.indicators", most=MOST_INDICATORS)
        first = inputs.progress.list_shown("compare")[:MOST_INDICATORS]
        chosen = _choose_some("indicator", names, first, label, MOST_INDICATORS, 560)
        return chosen, None
    roles = inputs.roles.set_index("role_id", drop=False)
    names = {role_id: wording.join_industry(roles.loc[role_id]) for role_id in common}
    key = address.adopt_choice("role", list(names), next(iter(names)))
    role_id = st.selectbox(
        t("compare.role"), list(names), key=key, format_func=names.__getitem__, width=340
    )
    return tuple(list_role_indicators(inputs, [role_id])), role_id


def _list_indicators() -> list[str]:
    return list(cache.get_indicators().index)


def _choose_some(name, names, default, label, most: int, width: int) -> tuple[str, ...]:
    key = address.adopt_list(name, list(names), default, most)
    return tuple(
        st.multiselect(
            label,
            list(names),
            key=key,
            format_func=names.__getitem__,
            max_selections=most,
            placeholder=t("shell.label.choose"),
            width=width,
        )
    )


def show_compared(inputs, area_ids, indicator_ids, role_id, year: int) -> None:
    """Show the areas beside each other: first the picture, then the table."""
    if len(area_ids) < LEAST_AREAS:
        show_empty(t("compare.too_few"))
        return
    if not indicator_ids:
        show_empty(t("compare.no_indicators"))
        return
    warning = describe_levels(area_ids)
    if warning:
        show_notice("warning", warning)
    if get_compared_series(area_ids, indicator_ids, year).empty:
        show(render_beginning(area_ids, indicator_ids))
        return
    offer_comparison(area_ids, indicator_ids, year)
    show(render_panels(area_ids, indicator_ids, year))
    show(render_common_table(area_ids, indicator_ids, year))
    without = [code for code in area_ids if role_id not in inputs.roles_by_county.get(code, [])]
    if role_id and without:
        names = wording.join_names(wording.name_area_in(inputs, code) for code in without)
        show_text(t("compare.without_role", names=names))


show_head("compare", choices=False)
show_sheets("counties")
county_inputs = county_cache.get_county_inputs()
with st.container(horizontal=True, vertical_alignment="bottom", key="compare_choice"):
    chosen_areas = choose_areas(county_inputs)
    years = cache.name_years()
    year_key = address.adopt_choice("year", list(years), next(iter(years)))
    chosen_year = choose("year", years, key=year_key, width=110)
with st.container(horizontal=True, vertical_alignment="bottom", key="compare_what"):
    chosen_indicators, chosen_role = choose_indicators(county_inputs, chosen_areas)
show_compared(county_inputs, chosen_areas, chosen_indicators, chosen_role, chosen_year)
names = [wording.name_area_in(county_inputs, code) for code in chosen_areas]
show_print_head("compare", year=chosen_year, narrowed=names)
address.write_address(
    code=",".join(chosen_areas) or None,
    role=chosen_role,
    indicator=None if chosen_role else ",".join(chosen_indicators) or None,
    year=chosen_year,
)
