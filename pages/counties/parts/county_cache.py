"""What the pages of counties read, kept by data version and day."""

import streamlit as st

from data.clock import get_today
from data.ledger.groups import find_overlap, load_groups
from geo import sources
from geo.choropleth import draw_choropleth
from geo.views import Setting, build_roles_view
from indicators.counties.duties import list_area_projects, list_duties
from indicators.counties.peers import compare_with_peers, list_own_figures
from indicators.counties.profile import load_county_inputs
from indicators.counties.reporting import count_reporting, list_unreported
from pages.shell import cache
from pages.shell.i18n import get_language

MAP_HEIGHT = 340


def get_county_inputs():
    """Return what a county is computed from (`indicators.counties.CountyInputs`)."""
    return _load_inputs(*_key())


def get_pinyin() -> dict[str, str]:
    """Return the syllables of each area's Chinese name."""
    return _load_pinyin(cache.get_store().version)


def get_groups():
    """Return the groups with the plan's numbers (see `data.ledger.groups.load_groups`)."""
    return load_groups(cache.get_store())


def get_overlap() -> list[str]:
    """Return the counties that stand in both lists of the plan."""
    return find_overlap(cache.get_store())


def get_duties(area_id: str):
    """Return what the boxes ask of an area today."""
    return _list_duties(*_key(), area_id)


def get_own_figures(area_id: str, year: int):
    """Return an area's figures beside last year, target and region."""
    return _list_own(*_key(), area_id, year)


def get_peer_figures(area_id: str, year: int):
    """Return an area's figures beside those of the counties with the same role."""
    return _list_peers(*_key(), area_id, year)


def get_unreported(area_id: str):
    """Return the figures that an area owes today."""
    return _list_unreported(*_key(), area_id)


def get_area_projects(area_id: str):
    """Return the projects of the register in an area as of today."""
    return list_area_projects(get_county_inputs(), area_id, get_today())


def get_reporting(role_id: str, year: int):
    """Return how the counties of a role report."""
    return count_reporting(get_county_inputs(), role_id, year)


def get_role_map(role_id: str):
    """Return the figure of a role's counties on a small map."""
    return _draw_role_map(cache.get_store().version, role_id, get_language())


def _key() -> tuple:
    return cache.get_store().version, get_today()


@st.cache_resource(show_spinner=False, max_entries=2)
def _load_inputs(version, today):
    return load_county_inputs(cache.get_store(), progress=cache.get_inputs())


@st.cache_data(show_spinner=False, max_entries=2)
def _load_pinyin(version):
    rows = cache.get_store().query_rows("queries/county_pinyin")
    return {row["area_id"]: row["pinyin"] for row in rows}


@st.cache_data(show_spinner=False, max_entries=64)
def _list_duties(version, today, area_id):
    return list_duties(_load_inputs(version, today), area_id, today)


@st.cache_data(show_spinner=False, max_entries=64)
def _list_own(version, today, area_id, year):
    progress = cache.get_progress(area_id, year)
    return list_own_figures(_load_inputs(version, today), area_id, year, progress)


@st.cache_data(show_spinner=False, max_entries=64)
def _list_peers(version, today, area_id, year):
    return compare_with_peers(_load_inputs(version, today), area_id, year)


@st.cache_data(show_spinner=False, max_entries=64)
def _list_unreported(version, today, area_id):
    return list_unreported(_load_inputs(version, today), area_id, today)


@st.cache_data(show_spinner=False, max_entries=64)
def _draw_role_map(version, role_id, language):
    store = cache.get_store()
    setting = Setting(sources.load_areas(store), "county", sources.load_min_coverage(store))
    view = build_roles_view(
        setting, sources.load_roles(store), sources.load_role_names(store), [role_id]
    )
    return draw_choropleth(view, height=MAP_HEIGHT, title=view.title)
