"""Which county has which role, and how do the counties of a role do?"""

import html

import streamlit as st

from geo.choropleth import CONFIG
from indicators.counties import build_role_matrix, search_areas
from indicators.peers import compare_areas
from pages.counties.drawing import (
    describe_count,
    draw_matrix,
    draw_role_counties,
    show_style,
    show_text,
    show_title,
)
from pages.counties.group_form import show_done, show_groups
from pages.documents import wording
from pages.shell import address, cache, county_cache
from pages.shell.frame import choose, show_head
from pages.shell.i18n import pick_name, t

ALL = "all"
SUBREGIONS = ("north", "south", "east")
ORDERS = ("prefecture", "count")


def choose_filters() -> dict:
    """Let the reader narrow the matrix; what was chosen stands in the address."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="role_filters"):
        text = _ask_text()
        return {"q": text, "subregion": _choose_subregion(), "prefecture": _choose_prefecture(),
                "by": _choose_order()}  # fmt: skip


def _ask_text() -> str:
    asked = st.query_params.get("q")
    if asked is not None and asked != st.session_state.get(address.WRITTEN, {}).get("q"):
        st.session_state["role_search"] = asked[:40]
    return st.text_input(t("roles.search"), key="role_search", max_chars=40, width=240,
                         placeholder=t("roles.search_hint")).strip()  # fmt: skip


def _choose_subregion() -> str:
    names = {ALL: t("roles.all")} | {name: t(f"county.scope.{name}") for name in SUBREGIONS}
    return _choose("subregion", names)


def _choose_prefecture() -> str:
    matrix = build_role_matrix(county_cache.get_county_inputs())
    areas = cache.get_areas()
    names = {ALL: t("roles.all")} | {
        area_id: pick_name(areas.loc[area_id]) for area_id in sorted(set(matrix["parent_id"]))
    }
    return _choose("prefecture", names)


def _choose_order() -> str:
    return _choose("by", {name: t(f"roles.by.{name}") for name in ORDERS})


def _choose(name: str, names: dict):
    key = address.adopt_choice(name, list(names), next(iter(names)))
    return st.selectbox(t(f"roles.filter.{name}"), list(names), key=key, width=170,
                        format_func=names.__getitem__)  # fmt: skip


def show_matrix(inputs, filters: dict, role_id: str) -> None:
    """Show box 1 as a matrix of the counties that the filters leave."""
    found = search_areas(inputs.progress.areas, county_cache.get_pinyin(), filters["q"])
    matrix = build_role_matrix(
        inputs,
        subregion=None if filters["subregion"] == ALL else filters["subregion"],
        prefecture_id=None if filters["prefecture"] == ALL else filters["prefecture"],
        by=filters["by"],
        area_ids=set(found),
    )
    if matrix.empty:
        show_text(describe_nothing(inputs, found, filters["q"]), "empty")
        return
    if len(matrix) < len(inputs.roles_by_county):
        show_text(t("roles.filtered", shown=len(matrix), total=len(inputs.roles_by_county)))
    st.html(draw_matrix(inputs, matrix, role_id, filters["by"]))


def describe_nothing(inputs, found: list[str], text: str) -> str:
    """Return why no county is left: it is outside the plan, or nothing has that name."""
    outside = [area_id for area_id in found if inputs.areas.loc[area_id, "level"] == "county"
               and area_id not in inputs.roles_by_county]  # fmt: skip
    if text and outside:
        names = wording.join_names(wording.name_area(inputs, area_id) for area_id in outside[:6])
        return t("roles.outside", names=names)
    return t("roles.nothing_found")


def choose_role(inputs) -> str:
    """Return the role of the address, or the first."""
    roles = inputs.roles.to_dict("records")
    names = {role["role_id"]: wording.join_industry(role) for role in roles}
    key = address.adopt_choice("role", list(names), roles[0]["role_id"])
    return st.selectbox(t("roles.role"), list(names), key=key, format_func=names.__getitem__,
                        width=380)  # fmt: skip


def show_role(inputs, role_id: str, year: int) -> None:
    """Show one role: its counties on a map, their figures, who has not reported."""
    role = inputs.roles.set_index("role_id", drop=False).loc[role_id].to_dict()
    counties = inputs.counties_by_role[role_id]
    clause = wording.name_clause(inputs, role["industry_clause_id"])
    left, right = st.columns([2, 3], gap="large")
    with left:
        show_text(describe_count(role), "lead")
        show_text(t("roles.clause", clause=clause))
        reporting = county_cache.get_reporting(role_id, year)
        silent = [row["area_id"] for row in reporting.to_dict("records") if not row["reported"]]
        show_text(describe_silent(inputs, silent, counties, year))
    with right:
        st.plotly_chart(county_cache.get_role_map(role_id), config=CONFIG, key=f"map_{role_id}")
    table = compare_areas(inputs, counties, role_id, year)
    tables = dict(list(table.groupby("indicator_id", sort=False)))
    st.html(draw_role_counties(inputs, tables, reporting))
    show_text(t("roles.table_note"))


def describe_silent(inputs, silent: list[str], counties: list[str], year: int) -> str:
    """Return which counties of a role have reported nothing for a year."""
    if not silent:
        return t("roles.all_report", year=year)
    if len(silent) == len(counties):
        return t("roles.none_reports", year=year)
    names = wording.join_names(wording.name_area(inputs, area_id) for area_id in silent)
    return t("roles.silent", year=year, count=len(silent), names=names)


show_head("roles", choices=False)
show_style()
show_done()
county_inputs = county_cache.get_county_inputs()
show_text(
    t("roles.verdict", counties=len(county_inputs.roles_by_county),
      roles=len(county_inputs.roles), pairs=len(county_inputs.county_roles)),
    "lead",
)  # fmt: skip
role_key = address.adopt_choice("role", list(county_inputs.roles["role_id"]),
                                county_inputs.roles["role_id"].iloc[0])  # fmt: skip
chosen_filters = choose_filters()
show_matrix(county_inputs, chosen_filters, st.session_state[role_key])
st.html(f'<h2 class="block" id="role">{html.escape(t("roles.by_role"))}</h2>')
with st.container(horizontal=True, vertical_alignment="bottom", key="role_choice"):
    chosen_role = choose_role(county_inputs)
    year_names = {year: t("shell.year_value", year=year) for year in cache.get_years()}
    chosen_year = choose("year", year_names, width=110, key=address.adopt_choice(
        "year", list(year_names), next(iter(year_names))))  # fmt: skip
show_role(county_inputs, chosen_role, chosen_year)
show_title("groups.title")
show_groups(county_inputs)
defaults = {"q": "", "subregion": ALL, "prefecture": ALL, "by": ORDERS[0]}
address.write_address(
    role=chosen_role, year=chosen_year,
    **{name: value for name, value in chosen_filters.items() if value != defaults[name]},
)  # fmt: skip
