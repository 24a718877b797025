"""Cached loaders of the pages of counties; what depends on today is kept by day."""

import pandas as pd

from data.clock import get_today
from data.ledger.groups import find_overlap, load_groups
from data.ledger.ports import PortGroup, load_port_group, load_ports
from geo.views import MapView, build_roles_view
from indicators.counties.duties import list_area_projects
from indicators.counties.peers import list_peer_rows
from indicators.counties.profile import list_roles, search_areas
from indicators.counties.reporting import count_reporting
from pages.documents import wording
from pages.shell import cache
from pages.shell.box_cache import BOXES, keep_box_drawing
from pages.shell.i18n import t
from pages.shell.map_cache import get_map_roles, get_map_setting, get_role_names
from pages.shell.owed_cache import get_county_inputs


@cache.keep("plan")
def get_pinyin() -> dict[str, str]:
    """Return the syllables of each area's Chinese name."""
    rows = cache.get_store().query_rows("queries/county_pinyin")
    return {row["area_id"]: row["pinyin"] for row in rows}


@cache.keep(*BOXES, by_day=True)
def find_areas(text: str) -> set[str]:
    """Return the areas that a text finds (see `search_areas`)."""
    return set(search_areas(get_county_inputs().areas, get_pinyin(), text))


@keep_box_drawing
def get_option_names() -> dict[str, str]:
    """Return each area's name with its prefecture and code, as a list to choose from shows it."""
    return {area_id: _name_option(area_id) for area_id in get_county_inputs().areas.index}


def _name_option(area_id: str) -> str:
    inputs = get_county_inputs()
    name = wording.name_area_in(inputs, area_id)
    place = wording.name_own_prefecture(inputs, area_id) or wording.name_place(inputs, area_id)
    return t("county.option", name=name, place=place, code=area_id) if place else name


@cache.keep("groups")
def get_groups() -> pd.DataFrame:
    """Return the groups with the plan's numbers (see `data.ledger.groups.load_groups`)."""
    return load_groups(cache.get_store())


@cache.keep("groups")
def get_ports() -> list[dict]:
    """Return the ports in force (see `data.ledger.ports.load_ports`)."""
    return load_ports(cache.get_store()).to_dict("records")


@cache.keep("groups")
def get_port_group() -> PortGroup:
    """Return the counties with a port beside those that were confirmed as a group."""
    return load_port_group(cache.get_store())


@cache.keep("groups")
def get_overlap() -> list[str]:
    """Return the counties that are in both the pastoral and the semi-pastoral list."""
    return find_overlap(cache.get_store())


@cache.keep(*BOXES, by_day=True, compares=True)
def get_roles(area_id: str) -> pd.DataFrame:
    """Return the roles that the plan gives to an area's counties (see `list_roles`)."""
    return list_roles(get_county_inputs(), area_id)


@cache.keep(*BOXES, by_day=True, compares=True)
def get_peer_rows(area_id: str, year: int) -> list[dict]:
    """Return an area's figures beside those of its peer group (see `compare_with_peers`)."""
    return list_peer_rows(get_county_inputs(), area_id, year)


@cache.keep(*BOXES, by_day=True, compares=True)
def get_area_projects(area_id: str) -> pd.DataFrame:
    """Return the projects of the register in an area as of today."""
    return list_area_projects(get_county_inputs(), area_id, get_today())


@cache.keep(*BOXES, by_day=True)
def get_reporting(role_id: str, year: int) -> pd.DataFrame:
    """Return which indicators the counties of a role have reported."""
    return count_reporting(get_county_inputs(), role_id, year)


@cache.keep("settings", in_words=True)
def get_role_view(role_id: str) -> MapView:
    """Return the map of a role's counties."""
    return build_roles_view(get_map_setting("county"), get_map_roles(), get_role_names(), [role_id])
