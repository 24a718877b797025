"""The register of projects as of a date: which stage each project had reached by then."""

from collections.abc import Collection
from datetime import date

import pandas as pd

from data.projects.record import FIELDS as RECORDED
from data.projects.register import COUNTED_STAGES, STAGES
from indicators.frames import make_frame

RANKS = {stage: rank for rank, stage in enumerate(STAGES)}

FIELDS = ("project_id", *(name for name in RECORDED if name not in ("stage", "stage_on")))
NUMBERS = ("quantity", "size", "investment_wan", "longitude", "latitude")
COLUMNS = (*FIELDS, "stage", "stage_on", "is_undated", "is_verified")


def find_stages(
    histories: dict[str, list[dict]],
    counties: Collection[str],
    as_of: date,
    today: date,
    area_ids: Collection[str] | None = None,
) -> pd.DataFrame:
    """Return the projects that had reached a stage by a date.

    Parameters
    ----------
    histories : dict
        The revisions of each project that count, oldest first (`group_histories`).
    counties : collection of str
        The areas that are counties.
    as_of : date
        Stages reached on this day or before count.
    today : date
        From this day on a stage without a date counts as well.
    area_ids : collection of str or None
        Only the projects of these areas; None for all.

    Returns
    -------
    DataFrame
        One row per project, with `COLUMNS`: its newest particulars, the last stage reached
        by `as_of` and that stage's date (None if it has none; then is_undated). A project that
        is withdrawn, or had reached no stage by then, has no row. quantity is 1 if the
        register has none. is_verified: a completed or accepted project with a name, a county,
        a date and evidence.
    """
    reached = list_reached(histories, counties, as_of, today, area_ids)
    return make_frame(reached, COLUMNS, numbers=NUMBERS)


def group_histories(revisions: pd.DataFrame) -> dict[str, list[dict]]:
    """Return the revisions of each project as dicts, with missing values as None."""
    histories: dict[str, list[dict]] = {}
    plain = revisions.astype(object).where(revisions.notna(), None)
    for revision in plain.to_dict("records"):
        histories.setdefault(revision["project_id"], []).append(revision)
    return histories


def list_reached(
    histories: dict[str, list[dict]],
    counties: Collection[str],
    as_of: date,
    today: date,
    area_ids: Collection[str] | None = None,
) -> list[dict]:
    """Return the rows of `find_stages` as dicts, with missing values as None.

    `histories` come from `group_histories`; the parameters are those of `find_stages`.
    """
    reached = (
        _find_stage(history, as_of, today)
        for history in histories.values()
        if area_ids is None or history[-1]["area_id"] in area_ids
    )
    return [row | {"is_verified": is_verified(row, counties)} for row in reached if row]


def _find_stage(revisions: list[dict], as_of: date, today: date) -> dict | None:
    newest = revisions[-1]
    if newest["is_withdrawn"]:
        return None
    reached = [
        entry
        for entry in list_stages(revisions)
        if (entry[1] <= as_of if entry[1] else as_of >= today)
    ]
    if not reached:
        return None
    stage, stage_on = reached[-1]
    row = {field: newest[field] for field in FIELDS}
    row["quantity"] = 1.0 if newest["quantity"] is None else float(newest["quantity"])
    return row | {"stage": stage, "stage_on": stage_on, "is_undated": stage_on is None}


def list_stages(revisions: list[dict]) -> list[tuple[str, date | None]]:
    """Return the stages of one project with their dates, lowest first.

    Parameters
    ----------
    revisions : list of dict
        The project's revisions, oldest first, with stage, stage_on and is_withdrawn.

    Notes
    -----
    A revision says which stage the project has reached now. So it replaces what was recorded
    before at the same stage (a corrected date) or at a higher one (an error), and keeps the
    lower stages as the history of the project.
    """
    stages: list[tuple[str, date | None]] = []
    for revision in revisions:
        if revision["is_withdrawn"]:
            continue
        rank = RANKS[revision["stage"]]
        stages = [entry for entry in stages if RANKS[entry[0]] < rank]
        stages.append((revision["stage"], to_date(revision["stage_on"])))
    return stages


def is_verified(row: dict, counties: Collection[str]) -> bool:
    """Tell whether a counted unit has a name, a county, a date and evidence."""
    return (
        row["stage"] in COUNTED_STAGES
        and has_text(row["name"])
        and row["area_id"] in counties
        and row["stage_on"] is not None
        and (has_text(row["evidence_document"]) or has_text(row["evidence_link"]))
    )


def has_text(value: object) -> bool:
    """Tell whether a cell holds more than blanks."""
    return value is not None and not pd.isna(value) and bool(str(value).strip())


def to_date(value: date | pd.Timestamp | None) -> date | None:
    """Return a date from a date, a timestamp or a missing value."""
    if value is None or pd.isna(value):
        return None
    return value.date() if hasattr(value, "date") else value
