"""What is read once and kept: the store per process, frames per data version.

The key of everything cached is the store's version, which changes with each upload, and
plain ids. What is returned is shared by all visits and not copied: read it, never change it.
"""

from functools import wraps

import streamlit as st

from data.clock import get_today
from data.projects.register import load_has_demonstration
from data.store import figures
from data.store.build import open_store
from data.store.database import Store
from data.words.catalogue import get_language
from indicators.inputs import load_inputs
from indicators.targets.progress import compute_progress, find_asked_year
from pages.shell.backups import start_daily_copies

FIRST_YEAR = 1949


@st.cache_resource(show_spinner=False)
def get_store() -> Store:
    """Return the one open store of this process."""
    store = open_store(may_create=True)
    start_daily_copies(store)
    return store


def get_areas():
    """Return the areas, indexed by area_id (see `data.store.figures.load_areas`)."""
    return _load_areas(get_store().version)


def get_indicators():
    """Return the indicators, indexed by indicator_id."""
    return _load_indicators(get_store().version)


def get_indicator_names(language: str) -> dict[str, str]:
    """Return the name of each indicator in a language."""
    return _load_indicator_names(get_store().version, language)


def get_target_names(language: str) -> dict[str, str]:
    """Return the name of each target in a language, in the plan's order."""
    return _load_target_names(get_store().version, language)


def has_demonstration() -> bool:
    """Tell whether any project of the register is a made-up one."""
    return _has_demonstration(get_store().version)


def keep_drawing(draw):
    """Keep what a function draws from plain ids, by data version and language.

    The function must depend on nothing else, and its result must not be changed.
    """
    name = f"{draw.__module__}.{draw.__qualname__}"

    @wraps(draw)
    def draw_once(*ids):
        return _draw(draw, name, (get_store().version, get_today().year), get_language(), ids)

    return draw_once


@st.cache_resource(show_spinner=False, max_entries=2048)
def _draw(_draw_it, name, version, language, ids):
    """Streamlit leaves arguments with an underscore out of the key; `name` stands for it."""
    return _draw_it(*ids)


@st.cache_resource(show_spinner=False, max_entries=8)
def _load_target_names(version, language):
    targets = _load_inputs(version).targets
    return dict(zip(targets["target_id"], targets[f"name_{language}"], strict=True))


def get_unit_names() -> list[str]:
    """Return the units that a file may use, without their other spellings."""
    return _load_unit_names(get_store().version)


def get_possible_years() -> list[int]:
    """Return the years that a figure may be of, newest first."""
    return list(range(get_today().year, FIRST_YEAR - 1, -1))


def get_years() -> list[int]:
    """Return the years with yearly figures, newest first."""
    return _load_years(get_store().version)


def get_area_figures(area_id: str):
    """Return the yearly figures of an area (see `data.store.figures.load_area_figures`)."""
    return _load_area_figures(get_store().version, area_id)


def get_breaks(area_id: str):
    """Return the series breaks of an area."""
    return _load_breaks(get_store().version, area_id)


def get_inputs():
    """Return what progress is computed from (`indicators.inputs.ProgressInputs`)."""
    return _load_inputs(get_store().version)


def get_progress(area_id: str, year: int):
    """Return the judged targets of an area (see `compute_progress`).

    The newest year is where a page begins: nobody asked for it, and age counts from today.
    """
    return _compute_progress(get_store().version, get_today().year, area_id, year)


@st.cache_resource(show_spinner=False, max_entries=2)
def _load_inputs(version):
    return load_inputs(get_store())


@st.cache_resource(show_spinner=False, max_entries=256)
def _compute_progress(version, this_year, area_id, year):
    inputs = _load_inputs(version)
    return compute_progress(inputs, area_id, find_asked_year(inputs, year))


@st.cache_resource(show_spinner=False, max_entries=4)
def _load_areas(version):
    return figures.load_areas(get_store()).set_index("area_id", drop=False)


@st.cache_resource(show_spinner=False, max_entries=4)
def _load_indicators(version):
    return figures.load_indicators(get_store()).set_index("indicator_id", drop=False)


@st.cache_resource(show_spinner=False, max_entries=8)
def _load_indicator_names(version, language):
    return _load_indicators(version)[f"name_{language}"].to_dict()


@st.cache_resource(show_spinner=False, max_entries=4)
def _load_unit_names(version):
    return figures.list_unit_names(get_store())


@st.cache_resource(show_spinner=False, max_entries=4)
def _load_years(version):
    return figures.load_years(get_store())


@st.cache_resource(show_spinner=False, max_entries=64)
def _load_area_figures(version, area_id):
    return figures.load_area_figures(get_store(), area_id)


@st.cache_resource(show_spinner=False, max_entries=64)
def _load_breaks(version, area_id):
    return figures.load_breaks(get_store(), area_id)


@st.cache_data(show_spinner=False, max_entries=4)
def _has_demonstration(version: int) -> bool:
    return load_has_demonstration(get_store())
