"""Cached loaders of the pages of boxes and projects."""

from datetime import date

import pandas as pd

from data.clock import get_today
from data.projects.register import list_programme_notes, load_project_history, load_projects
from data.store.plan import load_box_terms
from indicators.boxes.items import (
    BoxInputs,
    compute_box_readings,
    compute_boxes,
    find_bound_counties,
    load_box_inputs,
)
from indicators.boxes.register import find_stages
from indicators.boxes.rules import find_rule_breaks
from pages.shell.cache import get_store, keep

# What the judgement of an item depends on; rates are judged by figures.
BOXES = ("projects", "figures", "decisions", "groups", "settings")
# Each day keeps the whole register of that day.
MOST_DAYS = 16

keep_box_drawing = keep(*BOXES, in_words=True, by_day=True)


def get_box_inputs(as_of: date) -> BoxInputs:
    """Return what the boxes are judged from as of a day."""
    return _get_inputs_of(as_of.year)


@keep(*BOXES, most=MOST_DAYS)
def _get_inputs_of(year: int) -> BoxInputs:
    """Return the inputs of a year: of a day, only the members of groups in its year depend."""
    return load_box_inputs(get_store(), date(year, 12, 31))


@keep(*BOXES, by_day=True, compares=True)
def get_items() -> pd.DataFrame:
    """Return the items of the boxes, indexed by item_id."""
    return get_box_inputs(get_today()).items.set_index("item_id", drop=False)


@keep(*BOXES, by_day=True, compares=True)
def get_item_rows() -> dict[str, dict]:
    """Return the row of each item of the boxes, in the plan's order."""
    return get_items().to_dict("index")


@keep(*BOXES, by_day=True, most=MOST_DAYS, compares=True)
def get_boxes(as_of: date) -> pd.DataFrame:
    """Return the judged items (see `indicators.boxes.items.compute_boxes`)."""
    by_reading = get_box_readings(as_of)
    return compute_boxes(get_box_inputs(as_of), as_of, today=get_today(), by_reading=by_reading)


@keep(*BOXES, by_day=True, most=MOST_DAYS, compares=True)
def get_box_readings(as_of: date) -> pd.DataFrame:
    """Return the items judged under each reading, indexed by item_id."""
    rows = compute_box_readings(get_box_inputs(as_of), as_of, today=get_today())
    return rows.set_index("item_id", drop=False)


@keep(*BOXES, by_day=True, most=MOST_DAYS, compares=True)
def get_judged(as_of: date) -> dict[str, dict]:
    """Return the row of each judged item by its item_id."""
    return {row["item_id"]: row for row in get_boxes(as_of).to_dict("records")}


@keep(*BOXES, by_day=True, most=MOST_DAYS, compares=True)
def get_first_readings(as_of: date) -> dict[str, dict]:
    """Return the row of each item under its first reading: the decided or the default one."""
    rows = get_box_readings(as_of).to_dict("records")
    return {row["item_id"]: row for row in reversed(rows)}


@keep(*BOXES, by_day=True, most=MOST_DAYS, compares=True)
def get_rule_breaks(as_of: date) -> pd.DataFrame:
    """Return where the register departs from the plan's rules."""
    by_reading = get_box_readings(as_of)
    return find_rule_breaks(get_box_inputs(as_of), as_of, today=get_today(), by_reading=by_reading)


@keep(*BOXES, by_day=True)
def get_bound_counties(item_id: str) -> set[str] | None:
    """Return the counties that an item binds, or None (see `find_bound_counties`)."""
    return find_bound_counties(get_box_inputs(get_today()), item_id)


@keep(*BOXES, by_day=True, most=MOST_DAYS, compares=True)
def get_stages(as_of: date) -> pd.DataFrame:
    """Return the projects that had reached a stage by a date, with that stage."""
    inputs = get_box_inputs(as_of)
    return find_stages(inputs.histories, inputs.counties, as_of, get_today())


@keep(*BOXES, by_day=True, compares=True)
def get_projects() -> pd.DataFrame:
    """Return the present register (`data.projects.register.load_projects`), with is_verified."""
    reached = get_stages(get_today()).set_index("project_id")["is_verified"]
    projects = load_projects(get_store())
    return projects.assign(is_verified=projects["project_id"].map(reached).eq(True))


def get_history(project_id: str) -> pd.DataFrame:
    """Return the revisions of one project, newest first."""
    return load_project_history(get_store(), project_id)


@keep("plan")
def get_terms() -> dict[tuple[str, str], list[tuple[str, list[dict]]]]:
    """Return the breeds, crops and diseases that the boxes name (see `load_box_terms`).

    By kind and id of their subject: each kind of term with its rows.
    """
    terms = load_box_terms(get_store())
    found: dict[tuple[str, str], list[tuple[str, list[dict]]]] = {}
    subjects = ["subject_kind", "subject_id", "kind"]
    for (subject_kind, subject_id, kind), group in terms.groupby(subjects, sort=False):
        own = found.setdefault((subject_kind, subject_id), [])
        own.append((kind, group.to_dict("records")))
    return found


@keep("projects", compares=True)
def get_notes() -> pd.DataFrame:
    """Return the status notes of programmes, newest first."""
    return list_programme_notes(get_store())


@keep("projects", compares=True)
def get_newest_notes() -> dict[str, dict]:
    """Return the newest status note of each programme that has one."""
    return {row["item_id"]: row for row in reversed(get_notes().to_dict("records"))}
