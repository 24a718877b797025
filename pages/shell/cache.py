"""What is read once and kept: the store per process, frames per data version.

The key of every cached frame is the store's version, which changes with each upload,
and plain ids.
"""

import streamlit as st

from data import figures
from data.build import open_store
from data.store import Store, get_now
from indicators.inputs import load_inputs
from indicators.progress import compute_progress

FIRST_YEAR = 1949


@st.cache_resource(show_spinner=False)
def get_store() -> Store:
    """Return the one open store of this process."""
    return open_store()


def get_areas():
    """Return the areas, indexed by area_id (see `data.figures.load_areas`)."""
    return _load_areas(get_store().version)


def get_indicators():
    """Return the indicators, indexed by indicator_id."""
    return _load_indicators(get_store().version)


def get_units() -> dict[str, str]:
    """Return the English name of each unit."""
    return _load_units(get_store().version)


def get_unit_names() -> list[str]:
    """Return the units that a file may use, without their other spellings."""
    return _load_unit_names(get_store().version)


def get_possible_years() -> list[int]:
    """Return the years that a figure may be of, newest first."""
    return list(range(get_now().year, FIRST_YEAR - 1, -1))


def get_years() -> list[int]:
    """Return the years with yearly figures, newest first."""
    return _load_years(get_store().version)


def get_area_figures(area_id: str):
    """Return the yearly figures of an area (see `data.figures.load_area_figures`)."""
    return _load_area_figures(get_store().version, area_id)


def get_breaks(area_id: str):
    """Return the series breaks of an area."""
    return _load_breaks(get_store().version, area_id)


def get_inputs():
    """Return what progress is computed from (`indicators.inputs.ProgressInputs`)."""
    return _load_inputs(get_store().version)


def get_progress(area_id: str, year: int):
    """Return the judged targets of an area (see `indicators.progress.compute_progress`)."""
    return _compute_progress(get_store().version, area_id, year)


@st.cache_resource(show_spinner=False, max_entries=2)
def _load_inputs(version):
    return load_inputs(get_store())


@st.cache_data(show_spinner=False, max_entries=256)
def _compute_progress(version, area_id, year):
    return compute_progress(_load_inputs(version), area_id, year)


@st.cache_data(show_spinner=False, max_entries=4)
def _load_areas(version):
    return figures.load_areas(get_store()).set_index("area_id", drop=False)


@st.cache_data(show_spinner=False, max_entries=4)
def _load_indicators(version):
    return figures.load_indicators(get_store()).set_index("indicator_id", drop=False)


@st.cache_data(show_spinner=False, max_entries=4)
def _load_units(version):
    return figures.load_units(get_store())


@st.cache_data(show_spinner=False, max_entries=4)
def _load_unit_names(version):
    return figures.load_unit_names(get_store())


@st.cache_data(show_spinner=False, max_entries=4)
def _load_years(version):
    return figures.load_years(get_store())


@st.cache_data(show_spinner=False, max_entries=64)
def _load_area_figures(version, area_id):
    return figures.load_area_figures(get_store(), area_id)


@st.cache_data(show_spinner=False, max_entries=64)
def _load_breaks(version, area_id):
    return figures.load_breaks(get_store(), area_id)
