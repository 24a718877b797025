"""What the pages of boxes and projects read, kept by data version and date."""

from datetime import date

import streamlit as st

from data.clock import get_today
from data.projects.register import list_programme_notes, load_project_history, load_projects
from data.store.plan import load_box_terms
from indicators.boxes.items import (
    compute_box_readings,
    compute_boxes,
    find_bound_counties,
    load_box_inputs,
)
from indicators.boxes.register import find_stages
from indicators.boxes.rules import find_rule_breaks, list_plan_conflicts
from pages.shell.cache import get_store


def get_items():
    """Return the items of the boxes, indexed by item_id."""
    return _load_inputs(*_key(None)).items.set_index("item_id", drop=False)


def get_readings():
    """Return the readings of items, indexed by reading_id."""
    return _load_inputs(*_key(None)).readings.set_index("reading_id", drop=False)


def get_boxes(as_of: date):
    """Return the judged items (see `indicators.boxes.compute_boxes`)."""
    return _compute_boxes(*_key(as_of))


def get_box_readings(as_of: date):
    """Return the items judged under each reading, indexed by item_id."""
    return _compute_readings(*_key(as_of))


def get_rule_breaks(as_of: date):
    """Return where the register departs from the plan's rules."""
    return _find_rule_breaks(*_key(as_of))


def get_bound_counties(item_id: str):
    """Return the counties that an item binds, or None (see `find_bound_counties`)."""
    return find_bound_counties(_load_inputs(*_key(None)), item_id)


def get_conflicts():
    """Return where the boxes of the plan give different numbers."""
    return list_plan_conflicts(_load_inputs(*_key(None)))


def get_stages(as_of: date):
    """Return the projects that had reached a stage by a date, with that stage."""
    return _find_stages(*_key(as_of))


def get_projects():
    """Return the register as it stands (see `data.projects.load_projects`), with is_verified."""
    return _load_projects(*_key(None))


def get_history(project_id: str):
    """Return the revisions of one project, newest first."""
    return load_project_history(get_store(), project_id)


def get_terms():
    """Return the breeds, crops and diseases that the boxes name (see `load_box_terms`)."""
    return _load_terms(get_store().version)


def get_notes():
    """Return the status notes of programmes, newest first."""
    return _load_notes(get_store().version)


def _key(as_of: date | None) -> tuple:
    today = get_today()
    return get_store().version, as_of or today, today


@st.cache_resource(show_spinner=False, max_entries=8)
def _load_inputs(version, as_of, today):
    return load_box_inputs(get_store(), as_of)


@st.cache_data(show_spinner=False, max_entries=16)
def _compute_boxes(version, as_of, today):
    return compute_boxes(_load_inputs(version, as_of, today), as_of, today=today)


@st.cache_data(show_spinner=False, max_entries=16)
def _compute_readings(version, as_of, today):
    rows = compute_box_readings(_load_inputs(version, as_of, today), as_of, today=today)
    return rows.set_index("item_id", drop=False)


@st.cache_data(show_spinner=False, max_entries=16)
def _find_rule_breaks(version, as_of, today):
    return find_rule_breaks(_load_inputs(version, as_of, today), as_of, today=today)


@st.cache_data(show_spinner=False, max_entries=16)
def _find_stages(version, as_of, today):
    inputs = _load_inputs(version, as_of, today)
    return find_stages(inputs.revisions, inputs.areas, as_of, today)


@st.cache_data(show_spinner=False, max_entries=4)
def _load_projects(version, as_of, today):
    reached = _find_stages(version, as_of, today).set_index("project_id")["is_verified"]
    projects = load_projects(get_store())
    verified = projects["project_id"].map(reached).eq(True)
    return projects.assign(is_verified=verified)


@st.cache_resource(show_spinner=False, max_entries=4)
def _load_terms(version):
    return load_box_terms(get_store())


@st.cache_data(show_spinner=False, max_entries=4)
def _load_notes(version):
    return list_programme_notes(get_store())
