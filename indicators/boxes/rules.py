"""Checks the register against what the plan says about its projects besides their number."""

from datetime import date

import pandas as pd

from data.clock import get_today
from indicators.boxes.items import (
    BoxInputs,
    compute_box_readings,
    count_by_county,
    group_by_item,
    list_bound_counties,
)
from indicators.boxes.register import list_reached
from indicators.frames import make_frame

CORE_ROLES = {
    "box2_cattle_core_north": "cattle_core_breeding",
    "box2_cattle_core_south": "cattle_core_breeding",
    "box2_sheep_core_north": "sheep_core_breeding",
    "box2_sheep_core_south": "sheep_core_breeding",
}
"""The role under which Box 1 names the counties of Box 2's core breeding farms."""

COLUMNS = (
    "rule_id",
    "item_id",
    "reading_id",
    "area_id",
    "project_id",
    "name",
    "found",
    "expected_low",
    "expected_high",
)


def find_rule_breaks(
    inputs: BoxInputs,
    as_of: date | None = None,
    *,
    today: date | None = None,
    by_reading: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return where the register departs from what the plan says about its projects.

    `by_reading` is the result of `compute_box_readings` for the same day, if it is known already.

    Returns
    -------
    DataFrame
        One row per departure, with `COLUMNS`. rule_id is one of: core_county_not_named (a
        core breeding farm in a county that Box 1 does not name for it), number_differs (the
        registered units, at any stage, differ from the planned number), county_below (a county
        that a per-county item binds has too few units; found counts completed and accepted
        ones), platform_repeated (a county has more than one platform), platform_outside (a
        platform is in a county that the reading does not bind). Columns that a rule does not
        need are None.
    """
    today = today or get_today()
    as_of = as_of or today
    by_item = group_by_item(list_reached(inputs.histories, inputs.counties, as_of, today))
    readings = (
        compute_box_readings(inputs, as_of, today=today) if by_reading is None else by_reading
    )
    rows = [
        *_find_unnamed_counties(inputs, by_item),
        *_find_other_numbers(readings, by_item),
        *_find_counties_below(inputs, readings, by_item),
        *_find_platforms(inputs, readings, by_item),
    ]
    return make_frame(rows, COLUMNS, whole=("found",), numbers=("expected_low", "expected_high"))


def _find_unnamed_counties(inputs: BoxInputs, by_item: dict) -> list[dict]:
    rows = []
    for item_id, role_id in CORE_ROLES.items():
        named = set(inputs.roles.loc[inputs.roles["role_id"] == role_id, "area_id"])
        rows += [
            {
                "rule_id": "core_county_not_named",
                "item_id": item_id,
                "area_id": project["area_id"],
                "project_id": project["project_id"],
                "name": project["name"],
            }
            for project in by_item.get(item_id, [])
            if project["area_id"] in inputs.counties - named
        ]
    return rows


def _find_other_numbers(readings: pd.DataFrame, by_item: dict) -> list[dict]:
    """Compare registered units with exact numbers and ranges.

    Too few units may only mean that not all are registered yet. The plan fixes the number of
    core farms for north and south, so for these any other number is reported.
    """
    rows = []
    for row in readings[readings["comparator"].isin(["exactly", "range"])].itertuples():
        low = float(row.low)
        high = low if pd.isna(row.high) else float(row.high)
        registered = int(sum(unit["quantity"] for unit in by_item.get(row.item_id, [])))
        is_below = row.item_id in CORE_ROLES and 0 < registered < low
        if registered > high or is_below:
            rows.append(
                {
                    "rule_id": "number_differs",
                    "item_id": row.item_id,
                    "reading_id": row.reading_id,
                    "found": registered,
                    "expected_low": low,
                    "expected_high": high,
                }
            )
    return rows


def _find_counties_below(inputs: BoxInputs, readings: pd.DataFrame, by_item: dict) -> list[dict]:
    rows = []
    for reading in readings[readings["kind"] == "per_county"].itertuples():
        counted = count_by_county(by_item.get(reading.item_id, []))
        bound, _ = list_bound_counties(inputs, reading.item_id, reading.reading_id)
        rows += [
            {
                "rule_id": "county_below",
                "item_id": reading.item_id,
                "reading_id": reading.reading_id,
                "area_id": area_id,
                "found": counted.get(area_id, 0),
                "expected_low": float(reading.low),
            }
            for area_id in bound
            if counted.get(area_id, 0) < reading.low
        ]
    return rows


def _find_platforms(inputs: BoxInputs, readings: pd.DataFrame, by_item: dict) -> list[dict]:
    item_id = "box9_county_platforms"
    counted = count_by_county(by_item.get(item_id, []))
    rows = [
        {
            "rule_id": "platform_repeated",
            "item_id": item_id,
            "area_id": area_id,
            "found": count,
            "expected_low": 1.0,
        }
        for area_id, count in counted.items()
        if count > 1 and area_id in inputs.counties
    ]
    for reading in readings[readings["item_id"] == item_id].itertuples():
        bound, unknown = list_bound_counties(inputs, item_id, reading.reading_id)
        if unknown:
            continue
        rows += [
            {
                "rule_id": "platform_outside",
                "item_id": item_id,
                "reading_id": reading.reading_id,
                "area_id": area_id,
                "found": count,
            }
            for area_id, count in counted.items()
            if area_id not in bound and area_id in inputs.counties
        ]
    return rows
