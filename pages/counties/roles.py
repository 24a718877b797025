"""Which county has which role, and how do the counties of a role compare?"""

from functools import partial

import streamlit as st
from markupsafe import Markup

from data.words.names import pick_name
from geo.legend import render_legend
from geo.screen_map import describe_screen_map
from indicators.counties.peers import compare_areas
from indicators.counties.profile import build_role_matrix
from pages.blocks.links import render_jumps, render_link
from pages.blocks.maps import show_map
from pages.blocks.markup import show, show_empty, show_sheets, show_stack
from pages.blocks.plan import describe_terms
from pages.blocks.table_files import render_table_sources
from pages.blocks.takeaway import make_file_name, offer_files, offer_shown_tables
from pages.counties.parts import county_cache
from pages.counties.parts.drawing import (
    describe_county_count,
    list_matrix_rows,
    render_lead_with,
    render_matrix,
    render_role_counties,
    render_text,
)
from pages.counties.parts.group_form import show_groups
from pages.counties.parts.port_form import show_ports
from pages.documents import wording
from pages.shell import address, cache, owed_cache
from pages.shell.box_cache import BOXES, keep_box_drawing
from pages.shell.frame import choose, show_head, show_print_head
from pages.shell.i18n import t
from pages.shell.messages import show_done

ALL = "all"
SUBREGIONS = ("north", "south", "east")
ORDERS = ("prefecture", "count")


@keep_box_drawing
def list_choices() -> dict[str, dict]:
    """Return the values and labels of every choice on this page, the default first."""
    inputs = owed_cache.get_county_inputs()
    parents = sorted({inputs.area_rows[area_id]["parent_id"] for area_id in inputs.roles_by_county})
    every = {ALL: t("roles.all")}
    return {
        "subregion": every | {name: t(f"county.scope.{name}") for name in SUBREGIONS},
        "prefecture": every
        | {area_id: wording.name_area_in(inputs, area_id) for area_id in parents},
        "by": {name: t(f"roles.by.{name}") for name in ORDERS},
        "role": {
            role["role_id"]: wording.join_industry(role) for role in inputs.roles.to_dict("records")
        },
        "year": cache.name_years(),
    }


def adopt_matrix_address(choices: dict[str, dict]) -> dict[str, str]:
    """Adopt the choices of the address; return the keys of the widgets."""
    asked = st.query_params.get("q")
    if asked is not None and asked != st.session_state.get(address.WRITTEN, {}).get("q"):
        st.session_state["role_search"] = asked[:40]
    return {
        name: address.adopt_choice(name, list(names), next(iter(names)))
        for name, names in choices.items()
    }


def choose_matrix_filters(choices: dict[str, dict], keys: dict[str, str]) -> dict[str, str]:
    """Let the reader narrow the matrix and sort it."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="role_filters"):
        text = st.text_input(
            t("roles.search"),
            key="role_search",
            max_chars=40,
            width=200,
            placeholder=t("roles.search_hint"),
        ).strip()
        filters = {
            name: st.selectbox(
                t(f"roles.filter.{name}"),
                list(choices[name]),
                key=keys[name],
                width=160,
                format_func=choices[name].__getitem__,
            )
            for name in ("subregion", "prefecture", "by")
        }
    return filters | {"q": text}


def show_matrix(filters: dict, role_id: str) -> None:
    """Show the roles as a matrix of the filtered counties, and the heading of what follows."""
    wanted = tuple(filters[name] for name in ("subregion", "prefecture", "by", "q"))
    drawn = render_filtered(wanted, role_id)
    if not get_matrix(wanted).empty:
        rows = partial(list_wanted_rows, wanted)
        offer_files("matrix", make_file_name(t("shell.page.roles")), rows=rows)
    show_stack([*drawn, render_heading("roles-one", t("roles.by_role"))])


@cache.keep(*BOXES, by_day=True)
def get_matrix(wanted: tuple[str, str, str, str]):
    """Return the roles as a matrix of the counties of a part, of a prefecture, found by a text."""
    subregion, prefecture, by, text = wanted
    return build_role_matrix(
        owed_cache.get_county_inputs(),
        subregion=None if subregion == ALL else subregion,
        prefecture_id=None if prefecture == ALL else prefecture,
        by=by,
        area_ids=county_cache.find_areas(text),
    )


def list_wanted_rows(wanted: tuple[str, str, str, str]) -> tuple[list[str], list[list]]:
    """Return the matrix as titles and rows of a file."""
    return list_matrix_rows(owed_cache.get_county_inputs(), get_matrix(wanted))


@keep_box_drawing
def render_filtered(wanted: tuple[str, str, str, str], role_id: str) -> list[Markup]:
    """Return the roles as a matrix of the filtered counties, with one role marked."""
    inputs, matrix = owed_cache.get_county_inputs(), get_matrix(wanted)
    _, _, by, text = wanted
    if matrix.empty:
        found = county_cache.find_areas(text)
        return [render_text(describe_nothing(inputs, found, text), "empty")]
    drawn = [render_matrix(inputs, matrix, role_id, by)]
    if len(matrix) < len(inputs.roles_by_county):
        words = t("roles.filtered", shown=len(matrix), total=len(inputs.roles_by_county))
        return [render_text(words), *drawn]
    return drawn


def describe_nothing(inputs, found: set[str], text: str) -> str:
    """Return why no county is left: it is outside the plan, or nothing matches."""
    outside = [
        area_id
        for area_id in inputs.areas.index
        if area_id in found
        and inputs.area_rows[area_id]["level"] == "county"
        and area_id not in inputs.roles_by_county
    ]
    if text and outside:
        names = wording.join_names(wording.name_area_in(inputs, area_id) for area_id in outside[:6])
        return t("roles.outside", names=names)
    return t("roles.nothing_found")


def choose_role(choices: dict[str, dict], keys: dict[str, str]) -> tuple[str, int]:
    """Let the reader choose a role and a year."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="role_choice"):
        role_id = st.selectbox(
            t("roles.role"),
            list(choices["role"]),
            key=keys["role"],
            width=380,
            format_func=choices["role"].__getitem__,
        )
        return role_id, choose("year", choices["year"], width=110, key=keys["year"])


def render_heading(place: str, text: str) -> Markup:
    """Return the heading of a part of the page, to which its links lead."""
    return Markup('<h2 class="block" id="{}">{}</h2>').format(place, text)


def show_role(inputs, role_id: str, year: int) -> None:
    """Show one role: its counties on a map, their figures, who has not reported."""
    left, right = st.columns([2, 3], gap="large")
    with left:
        show(render_role(role_id, year))
    with right:
        show_role_map(role_id)
    name, drawn = render_role_table(role_id, year)
    offer_files("role", make_file_name(name, year), table=lambda: drawn[0])
    show_stack(drawn)


@keep_box_drawing
def render_role(role_id: str, year: int) -> Markup:
    """Return what the plan says of a role, and which of its counties are silent."""
    inputs = owed_cache.get_county_inputs()
    role = inputs.roles.set_index("role_id", drop=False).loc[role_id].to_dict()
    reporting = county_cache.get_reporting(role_id, year)
    silent = [row["area_id"] for row in reporting.to_dict("records") if not row["reported"]]
    return render_lead_with(
        describe_county_count(role),
        t(
            "roles.clause",
            list=wording.name_clause_in(inputs, role["clause_id"]),
            clause=wording.name_clause_in(inputs, role["industry_clause_id"]),
        ),
        *describe_terms("role", role_id),
        describe_silent(inputs, silent, inputs.counties_by_role[role_id], year),
    )


@keep_box_drawing
def render_role_table(role_id: str, year: int) -> tuple[str, list[Markup]]:
    """Return the name of a role, and its counties with their figures."""
    inputs = owed_cache.get_county_inputs()
    table = compare_areas(inputs, inputs.counties_by_role[role_id], role_id, year)
    tables = dict(list(table.groupby("indicator_id", sort=False)))
    reporting = county_cache.get_reporting(role_id, year)
    drawn = render_role_counties(inputs, tables, reporting)
    name = pick_name(inputs.roles.set_index("role_id").loc[role_id])
    return name, [drawn, render_table_sources(drawn), render_text(t("roles.table_note"))]


def show_role_map(role_id: str) -> None:
    """Show a role's counties on a small map; a click leads to the county's page."""
    legend, picture = _describe_role_map(role_id)
    show(legend)
    show_map(picture, key="role_map", page="county")


@cache.keep("settings", in_words=True)
def _describe_role_map(role_id: str) -> tuple[Markup, dict]:
    view = county_cache.get_role_view(role_id)
    legend = render_legend(view.legend, t("plate.legend"))
    return legend, describe_screen_map(view, most="24rem")


def describe_silent(inputs, silent: list[str], counties: list[str], year: int) -> str:
    """Return which counties of a role have reported nothing for a year."""
    if not silent:
        return t("roles.all_report", year=year)
    if len(silent) == len(counties):
        return t("roles.none_reports", year=year)
    names = wording.join_names(wording.name_area_in(inputs, area_id) for area_id in silent)
    return t("roles.silent", year=year, count=len(silent), names=names)


def show_all_roles(inputs) -> dict:
    """Show the matrix of the roles, then one role; return what the address says of them."""
    choices = list_choices()
    keys = adopt_matrix_address(choices)
    lead = render_lead_with(
        t(
            "roles.verdict",
            counties=len(inputs.roles_by_county),
            roles=len(inputs.roles),
            pairs=len(inputs.county_roles),
        )
    )
    jumps = render_jumps(
        {
            "roles-one": t("roles.by_role"),
            "roles-groups": t("groups.title"),
            "roles-ports": t("ports.title"),
        },
        render_link("map", t("roles.to_map"), kind="roles"),
    )
    show_stack([lead, jumps])
    filters = choose_matrix_filters(choices, keys)
    show_matrix(filters, st.session_state[keys["role"]])
    role_id, year = choose_role(choices, keys)
    show_role(inputs, role_id, year)
    defaults = {"q": "", "subregion": ALL, "prefecture": ALL, "by": ORDERS[0]}
    narrowed = {name: value for name, value in filters.items() if value != defaults[name]}
    words = [choices[name][value] for name, value in narrowed.items() if name in choices]
    show_print_head("roles", narrowed=[*words, *([filters["q"]] if filters["q"] else [])])
    return {"role": role_id, "year": year} | narrowed


county_inputs = owed_cache.get_county_inputs()
show_head("roles", choices=False)
show_sheets("counties")
show_done()
if county_inputs.county_roles.empty:
    shown = {}
    show_empty(t("roles.of_no_county"))
else:
    shown = show_all_roles(county_inputs)
with offer_shown_tables("groups", t("groups.title")):
    show_groups(county_inputs, render_heading("roles-groups", t("groups.title")))
with offer_shown_tables("ports", t("ports.title")):
    show_ports(county_inputs, render_heading("roles-ports", t("ports.title")))
address.write_address(**shown)
