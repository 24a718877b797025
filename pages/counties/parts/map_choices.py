"""The choices of the map page; the address holds all of them.

What is chosen is known before its fields are drawn: they come after the map, into `fields`.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import streamlit as st

from data.words.names import pick_name
from geo.classes import CLASS_COUNTS, DEFAULT_COUNT, SCHEMES
from geo.sources import COUNTY, LEVELS
from pages.blocks.boxes import name_item
from pages.blocks.markup import show_note
from pages.counties.parts import maps
from pages.counties.parts.maps import MapChoice
from pages.shell import address, box_cache, cache
from pages.shell.i18n import get_language, t
from pages.shell.map_cache import (
    get_map_counts,
    get_map_indicators,
    get_role_names,
    has_county_figures,
)

PLAYING, RESTART = "map_playing", "map_restart"
# What an address without a kind asks for, by the key that only this kind has.
KIND_OF = {"roles": "roles", "target": "status", "item": "box", "from": "change"} | dict.fromkeys(
    ("indicator", "peers", "scheme", "classes", "breaks"), "indicator"
)
# What the address writes for a second map of all roles.
ALL_ROLES = "all"
BESIDE = "map_beside"

Fields = list[Callable[[], object]]


def choose_map(fields: Fields) -> MapChoice:
    """Return what the reader chose to see, without its year; append the fields to choose by."""
    _adopt_kind()
    has_roles = not get_role_names().empty
    kind = _choose(
        "kind",
        {name: t(f"map.kind.{name}") for name in maps.KINDS if name != "roles" or has_roles},
        200,
        "roles" if has_roles and not has_county_figures() else "indicator",
        fields=fields,
    )
    choice = MapChoice(kind=kind)
    if kind in maps.WITH_INDICATOR:
        choice = _choose_indicator(choice, fields)
    elif kind == "roles":
        choice = replace(choice, roles=_choose_roles("roles", t("map.roles"), fields))
    elif kind == "status":
        names = cache.get_target_names(get_language())
        choice = replace(choice, target_id=_choose("target", names, 260, fields=fields))
    elif kind == "box":
        items = box_cache.get_items()
        choice = replace(
            choice,
            item_id=_choose(
                "item",
                {item_id: name_item(item_id) for item_id in items.index[items["kind"] != "rate"]},
                300,
                fields=fields,
            ),
        )
    elif kind == "coverage":
        choice = replace(choice, level=_choose_level(fields))
    return choice


def _adopt_kind() -> None:
    """Take the kind from the other keys of an address that does not name it."""
    if "kind" in st.query_params:
        return
    asked = next((name for name in KIND_OF if name in st.query_params), None)
    if asked and address.has_changed(asked):
        st.session_state["choice_kind"] = KIND_OF[asked]


def choose_year(choice: MapChoice, fields: Fields) -> MapChoice:
    """Return the choice with its year, which the reader chooses or lets run."""
    if choice.kind not in maps.YEARLY:
        _stop()
        return choice
    years = maps.list_years(choice)
    if not years:
        _stop()
        newest = max(cache.get_years())
        return replace(choice, year=newest, from_year=newest)
    if choice.kind == "change":
        names = {year: t("shell.year_value", year=year) for year in years}
        choice = replace(choice, from_year=_choose("from", names, 120, years[0], fields=fields))
    if len(years) == 1:
        _stop()
        fields.append(partial(show_note, t("map.only_year", year=years[0])))
        return replace(choice, year=years[0])
    key = address.adopt_choice("year", years, years[-1])
    if st.session_state.pop(RESTART, False):
        st.session_state[key] = years[0]
    elif st.session_state.get(PLAYING):
        _advance(key, years)
    fields.append(partial(_show_player, key, years))
    return replace(choice, year=st.session_state[key])


def _show_player(key: str, years: list[int]) -> None:
    words = {year: str(year) for year in years}
    year = st.select_slider(
        t("shell.year"), years, key=key, format_func=words.__getitem__, width=380
    )
    label = t("map.pause" if st.session_state.get(PLAYING) else "map.play")
    if st.button(label, key="map_play"):
        st.session_state[PLAYING] = not st.session_state.get(PLAYING, False)
        st.session_state[RESTART] = st.session_state[PLAYING] and year == years[-1]
        st.rerun()


def choose_other(choice: MapChoice, fields: Fields) -> MapChoice | None:
    """Return a second map if the reader wants one: another year, or other roles."""
    years = maps.list_years(choice) if choice.kind in maps.YEARLY else []
    if choice.kind != "roles" and len(years) < 2:
        return None
    if address.is_new("with"):
        st.session_state[BESIDE] = True
    fields.append(partial(st.toggle, t("map.beside"), key=BESIDE))
    if not st.session_state.get(BESIDE, False):
        return None
    if choice.kind == "roles":
        return replace(choice, roles=_choose_roles("with", t("map.with_roles"), fields))
    names = {year: t("shell.year_value", year=year) for year in years}
    return replace(choice, year=_choose("with", names, 120, years[0], fields=fields))


@cache.keep_drawing
def _name_indicators() -> dict[str, str]:
    """Return the indicators by name; those with most figures of counties come first."""
    counts = get_map_counts()
    most_first = sorted(
        get_map_indicators().to_dict("records"), key=lambda row: -counts.get(row["indicator_id"], 0)
    )
    return {
        row["indicator_id"]: pick_name(row)
        if row["indicator_id"] in counts
        else t("map.without_figures", name=pick_name(row))
        for row in most_first
    }


def _find_first_indicator() -> str:
    """Return the first indicator, in the order of the list, that is of this plan."""
    inputs = cache.get_inputs()
    known = inputs.index.indicators
    plan_id, named = inputs.plan["plan_id"], inputs.list_shown("map")
    own = [name for name in _name_indicators() if known[name]["plan_id"] == plan_id]
    return next(iter([*own, *named]))


@cache.keep("groups", in_words=True)
def _name_peers() -> dict[str, str]:
    """Return the roles and groups that a map can be narrowed to, by name."""
    roles, groups = get_role_names(), maps.get_map_groups()
    own = maps.get_own_part()
    return (
        ({own: pick_name(cache.get_areas().loc[own])} if own else {})
        | {"": t("map.everyone")}
        | {row["role_id"]: pick_name(row) for row in roles.to_dict("records")}
        | {
            row["group_id"]: t("map.group", name=pick_name(row))
            for row in groups.to_dict("records")
        }
    )


def _choose_indicator(choice: MapChoice, fields: Fields) -> MapChoice:
    first = _find_first_indicator()
    indicator_id = _choose("indicator", _name_indicators(), 270, first, fields=fields)
    level, peers = _choose_level(fields), ""
    if level == COUNTY:
        peers = _choose("peers", _name_peers(), 200, maps.get_own_part(), fields=fields)
    choice = replace(choice, indicator_id=indicator_id, level=level, peers=peers)
    return choice if choice.kind == "change" else _choose_classes(choice, fields)


def _choose_level(fields: Fields) -> str:
    names = {level: t(f"map.level_{level}") for level in LEVELS}
    return _choose("level", names, 130, fields=fields)


def _choose_classes(choice: MapChoice, fields: Fields) -> MapChoice:
    """Return the choice with its class breaks; round ones are the default."""
    scheme_key = address.adopt_choice("scheme", list(SCHEMES), SCHEMES[0])
    scheme = st.session_state[scheme_key]
    fields.append(partial(_show_classes, scheme_key, scheme))
    if scheme == "own":
        breaks = st.session_state[address.adopt_text("breaks")].strip()
        return replace(choice, scheme=scheme, breaks=breaks) if breaks else choice
    count = st.session_state[address.adopt_choice("classes", list(CLASS_COUNTS), DEFAULT_COUNT)]
    return replace(choice, scheme=scheme, count=count)


def _show_classes(scheme_key: str, scheme: str) -> None:
    words = {scheme: t(f"map.scheme_{scheme}") for scheme in SCHEMES}
    with st.popover(t("map.classes"), width="content"):
        st.radio(t("map.scheme"), SCHEMES, format_func=words.__getitem__, key=scheme_key)
        if scheme == "own":
            st.text_input(
                t("map.breaks"),
                key="choice_breaks",
                max_chars=address.MOST_TEXT,
                placeholder=t("map.breaks_hint"),
            )
        else:
            st.segmented_control(t("map.count"), CLASS_COUNTS, key="choice_classes", required=True)


def _choose_roles(name: str, label: str, fields: Fields) -> tuple[str, ...]:
    """Return the roles that the reader chose; none means all. The address has them with commas."""
    words = {row["role_id"]: pick_name(row) for row in get_role_names().to_dict("records")}
    key = f"choice_{name}_roles"
    if address.is_new(name):
        asked = [part for part in st.query_params[name].split(",") if part not in ("", ALL_ROLES)]
        st.session_state[key] = [role_id for role_id in asked if role_id in words]
        unknown = [role_id for role_id in asked if role_id not in words]
        if unknown:
            address.note_refused(name, ",".join(unknown))
    st.session_state[key] = st.session_state.get(key, [])
    fields.append(
        partial(
            st.multiselect,
            label,
            list(words),
            key=key,
            format_func=words.__getitem__,
            placeholder=t("map.all_roles", n=len(words)),
            width=420,
        )
    )
    return tuple(role_id for role_id in words if role_id in st.session_state[key])


def _choose(name: str, names: dict, width: int, default=None, *, fields: Fields):
    first = next(iter(names)) if default is None else default
    key, label = address.adopt_choice(name, list(names), first), t(f"map.choose.{name}")
    options, format_name = list(names), names.__getitem__
    fields.append(
        partial(st.selectbox, label, options, key=key, format_func=format_name, width=width)
    )
    return st.session_state[key]


def _advance(key: str, years: list[int]) -> None:
    """Go on to the next year; after the last one the player stops."""
    later = [year for year in years if year > st.session_state[key]]
    if later:
        st.session_state[key] = later[0]
    else:
        _stop()
        st.rerun()


def _stop() -> None:
    st.session_state[PLAYING] = False
