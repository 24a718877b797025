"""Previews how new figures would change the targets; writes nothing."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

import pandas as pd

from indicators.figures import YearlyFigures
from indicators.frames import make_frame
from indicators.inputs import ProgressInputs
from indicators.targets.progress import compute_progress
from indicators.targets.summary import group_rows, pick_decisive

COLUMNS = (
    "area_id",
    "target_id",
    "old_status",
    "old_reason",
    "old_indicator_id",
    "old_value",
    "old_unit",
    "old_year",
    "new_status",
    "new_reason",
    "new_indicator_id",
    "new_value",
    "new_unit",
    "new_year",
    "is_other_status",
)
MOST_AREAS = 20


def compare_progress(
    inputs: ProgressInputs, figures: YearlyFigures, area_ids: list[str] | None = None
) -> pd.DataFrame:
    """Compare the targets now with the targets under other figures.

    Parameters
    ----------
    inputs : ProgressInputs
        The present inputs.
    figures : YearlyFigures
        The yearly figures that would be in force.
    area_ids : list of str or None
        The areas; None is the region alone. Both sides are judged as of their newest year.

    Returns
    -------
    DataFrame
        One row per area and target whose status, reason or decisive value would differ, in
        the plan's order, with `COLUMNS`. Each side comes from the row that decides its status,
        with its own unit and measure (indicator_id), because a new figure can make another
        measure decide. Values may be missing; is_other_status marks a changed status.
    """
    return compare_inputs(inputs, replace(inputs, figures=figures), area_ids)


def compare_inputs(
    before: ProgressInputs,
    after: ProgressInputs,
    area_ids: list[str] | None = None,
    *,
    days: tuple[date | None, date | None] = (None, None),
    judge: Callable[..., pd.DataFrame] = compute_progress,
) -> pd.DataFrame:
    """Compare the targets under two inputs, each judged on its own day (None: today), by
    `compute_progress` or what stands for it.

    Returns
    -------
    DataFrame
        As `compare_progress`.
    """
    rows = [
        row
        for area_id in area_ids or [before.area_id]
        for row in _compare_area((before, after), area_id, days, judge)
    ]
    return make_frame(
        rows, COLUMNS, whole=("old_year", "new_year"), numbers=("old_value", "new_value")
    )


def list_areas_with_targets(inputs: ProgressInputs, area_ids: Iterable[str]) -> list[str]:
    """Return the plan's own area and the areas that have targets of their own.

    At most `MOST_AREAS`: a preview should not list a hundred counties.
    """
    own = set(inputs.allocations["area_id"]) | set(inputs.decisions["area_id"].dropna())
    return [inputs.area_id, *sorted(own & set(area_ids) - {inputs.area_id})][:MOST_AREAS]


def _compare_area(
    sides: tuple[ProgressInputs, ProgressInputs],
    area_id: str,
    days: tuple[date | None, date | None],
    judge: Callable[..., pd.DataFrame],
) -> list[dict]:
    old, new = (
        _pick_rows(judge(inputs, area_id, today=day))
        for inputs, day in zip(sides, days, strict=True)
    )
    rows = []
    for target_id, was in old.items():
        # A release may have dropped a target.
        if target_id not in new:
            continue
        will = new[target_id]
        is_other = was["target_status"] != will["target_status"]
        if not is_other and _get_facts(was) == _get_facts(will):
            continue
        rows.append(
            {
                "area_id": area_id,
                "target_id": target_id,
                "is_other_status": is_other,
                **_take_side("old", was),
                **_take_side("new", will),
            }
        )
    return rows


def _pick_rows(progress: pd.DataFrame) -> dict[str, dict]:
    return {
        target_id: pick_decisive([row for row in rows if row["is_in_force"]])
        for target_id, rows in group_rows(progress).items()
    }


def _take_side(side: str, row: dict) -> dict:
    return {
        f"{side}_status": row["target_status"],
        f"{side}_reason": row["target_reason"],
        f"{side}_indicator_id": row["indicator_id"],
        f"{side}_value": row["latest_value"],
        f"{side}_unit": row["unit"],
        f"{side}_year": row["latest_year"],
    }


def _get_facts(row: dict) -> tuple:
    facts = (row["indicator_id"], row["target_reason"], row["latest_value"], row["latest_year"])
    return tuple(None if pd.isna(fact) else fact for fact in facts)
