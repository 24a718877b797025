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

ROLE_COUNTIES = "counties_of_role"
ONE_EACH = "one_a_county"
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
        One row per departure, with `COLUMNS`. rule_id is one of: county_not_named (a
        project in a county that the plan does not name for its role), number_differs (the
        registered units, at any stage, differ from the planned number), county_below (a county
        that a per-county item binds has too few units; found counts completed and accepted
        ones), county_repeated (a county has more than the one project), county_outside (a
        project is in a county that the reading does not bind). Columns that a rule does not
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
        *_find_other_numbers(inputs, readings, by_item),
        *_find_counties_below(inputs, readings, by_item),
        *_find_not_one_a_county(inputs, readings, by_item),
    ]
    return make_frame(rows, COLUMNS, whole=("found",), numbers=("expected_low", "expected_high"))


def _find_unnamed_counties(inputs: BoxInputs, by_item: dict) -> list[dict]:
    rows = []
    for item_id, rule in inputs.rules_by_kind.get(ROLE_COUNTIES, {}).items():
        named = set(inputs.roles.loc[inputs.roles["role_id"] == rule["role_id"], "area_id"])
        rows += [
            {
                "rule_id": "county_not_named",
                "item_id": item_id,
                "area_id": project["area_id"],
                "project_id": project["project_id"],
                "name": project["name"],
            }
            for project in by_item.get(item_id, [])
            if project["area_id"] in inputs.counties - named
        ]
    return rows


def _find_other_numbers(inputs: BoxInputs, readings: pd.DataFrame, by_item: dict) -> list[dict]:
    """Compare registered units with exact numbers and ranges.

    Too few units may only mean that not all are registered yet. Where they stand in the counties
    of a role the plan fixes their number, so any other number is reported.
    """
    rows, fixed = [], inputs.rules_by_kind.get(ROLE_COUNTIES, {})
    for row in readings[readings["comparator"].isin(["exactly", "range"])].itertuples():
        low = float(row.low)
        high = low if pd.isna(row.high) else float(row.high)
        registered = int(sum(unit["quantity"] for unit in by_item.get(row.item_id, [])))
        is_below = row.item_id in fixed and 0 < registered < low
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


def _find_not_one_a_county(inputs: BoxInputs, readings: pd.DataFrame, by_item: dict) -> list[dict]:
    rows = []
    for item_id in inputs.rules_by_kind.get(ONE_EACH, {}):
        counted = {
            area_id: count
            for area_id, count in count_by_county(by_item.get(item_id, [])).items()
            if area_id in inputs.counties
        }
        rows += [
            {
                "rule_id": "county_repeated",
                "item_id": item_id,
                "area_id": area_id,
                "found": count,
                "expected_low": 1.0,
            }
            for area_id, count in counted.items()
            if count > 1
        ]
        rows += _find_counties_outside(inputs, readings[readings["item_id"] == item_id], counted)
    return rows


def _find_counties_outside(
    inputs: BoxInputs, readings: pd.DataFrame, counted: dict[str, int]
) -> list[dict]:
    rows = []
    for reading in readings.itertuples():
        bound, unknown = list_bound_counties(inputs, reading.item_id, reading.reading_id)
        if unknown:
            continue
        rows += [
            {
                "rule_id": "county_outside",
                "item_id": reading.item_id,
                "reading_id": reading.reading_id,
                "area_id": area_id,
                "found": count,
            }
            for area_id, count in counted.items()
            if area_id not in bound
        ]
    return rows
