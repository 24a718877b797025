"""The items of the boxes as seen from one area: what its counties have to do, and the rest.

The plan gives most numbers for the whole region and shares them out to no county. Such an item
stays as it is judged for the plan's own area, with the units that stand in the area beside it: a
part of a number that nobody has shared out is neither reached nor missed.
"""

from dataclasses import asdict
from datetime import date

import pandas as pd

from data.clock import get_today
from data.errors import UnknownIdError
from data.projects.register import STAGES
from data.words.names import pick_name
from indicators.boxes.items import COLUMNS as BOX_COLUMNS
from indicators.boxes.items import (
    NUMBERS,
    WHOLE_NUMBERS,
    BoxInputs,
    compute_boxes,
    count_by_county,
    count_units,
    group_by_item,
    list_bound_counties,
    list_item_readings,
    select_units,
)
from indicators.boxes.register import list_reached
from indicators.boxes.standing import Quantity, Standing, judge_counties
from indicators.counties.duties import list_duties
from indicators.counties.profile import CountyInputs, get_area, list_counties
from indicators.frames import make_frame
from indicators.judgement.status import combine_readings

# How an item concerns an area: the words of `list_duties`, and two for the other items.
WHOLE, ELSEWHERE = "whole", "elsewhere"
# The plan binds counties, so that the area can be judged by its own.
OF_COUNTIES = ("bound", "undecided", "unknown")
_OF_AREA = ("counties_met", "counties_bound", "counted_in_area", "verified_in_area")
COLUMNS = ("area_id", "judged_area_id", "binding", *BOX_COLUMNS, *_OF_AREA)


def compute_area_boxes(
    inputs: CountyInputs,
    area_id: str | None = None,
    as_of: date | None = None,
    *,
    today: date | None = None,
    boxes: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Judge every item of the boxes as it concerns one area.

    Parameters
    ----------
    inputs : CountyInputs
        From `load_county_inputs`.
    area_id : str or None
        A county, a prefecture or a group; None is the plan's own area.
    as_of : date or None
        Stages reached by this day count; None is today.
    today : date or None
        Stages without a date count from this day on; None is today.
    boxes : DataFrame or None
        The result of `compute_boxes` for the same day, if it is known already.

    Returns
    -------
    DataFrame
        One row per item in the plan's order, none left out, with `COLUMNS`.

        judged_area_id
            The area that the row's number, counts, completion and status are of: the area asked
            for where the plan binds counties of it, else the plan's own area.
        binding
            bound, undecided, unknown, shared (see `indicators.counties.duties.list_duties`);
            whole (the plan names no counties for the item, so the whole answers for it);
            elsewhere (it names counties, none of them in the area). For the plan's own area
            all items are whole.
        counties_met, counties_bound
            Counties of the area that reach the number per county, of those bound under the
            decided reading or the default one; missing for other items.
        counted_in_area, verified_in_area
            Completed and accepted units in the area, and those of them with all evidence;
            missing for rates and programmes.

    Raises
    ------
    UnknownIdError
        There is no such area (``unknown_area``), or it is no part of the plan's own
        (``area_outside_plan``).
    """
    today = today or get_today()
    as_of = as_of or today
    plan_area = inputs.progress.area_id
    area_id = area_id or plan_area
    _check_within(inputs, area_id, as_of.year)
    if boxes is None:
        boxes = compute_boxes(inputs.boxes, as_of, today=today)
    judged = {row["item_id"]: row for row in boxes.to_dict("records")}
    if area_id == plan_area:
        rows = [_take_whole(inputs, row, plan_area) for row in judged.values()]
    else:
        rows = _list_rows(inputs, judged, area_id, as_of, today)
    rows = [row | {"area_id": area_id} for row in rows]
    return make_frame(rows, COLUMNS, whole=(*WHOLE_NUMBERS, *_OF_AREA), numbers=NUMBERS)


def list_box_areas(inputs: CountyInputs, year: int) -> list[str]:
    """Return the areas that the boxes can be seen from, by code, the plan's own area first.

    They are the parts of the plan's area: prefectures, counties, and the groups whose members
    are known and lie in it.
    """
    plan_area = inputs.progress.area_id
    whole = set(list_counties(inputs, plan_area, year))
    parts = [
        area_id
        for area_id in inputs.areas.index
        if area_id != plan_area and _is_part(list_counties(inputs, area_id, year), whole)
    ]
    return [plan_area, *sorted(parts)]


def _is_part(counties: list[str], whole: set[str]) -> bool:
    return bool(counties) and whole.issuperset(counties)


def _check_within(inputs: CountyInputs, area_id: str, year: int) -> None:
    area = get_area(inputs, area_id)
    if area_id not in list_box_areas(inputs, year):
        whole = get_area(inputs, inputs.progress.area_id)
        raise UnknownIdError("area_outside_plan", value=pick_name(area), area=pick_name(whole))


def _take_whole(inputs: CountyInputs, row: dict, plan_area: str) -> dict:
    return row | {
        "judged_area_id": plan_area,
        "binding": WHOLE,
        "counted_in_area": row["counted"],
        "verified_in_area": row["counted_verified"],
    }


def _list_rows(
    inputs: CountyInputs, judged: dict[str, dict], area_id: str, as_of: date, today: date
) -> list[dict]:
    boxes = inputs.boxes
    counties = set(list_counties(inputs, area_id, as_of.year))
    reached = list_reached(boxes.histories, boxes.counties, as_of, today)
    here = counties | {area_id}
    own = group_by_item([row for row in reached if row["area_id"] in here])
    duties = list_duties(inputs, area_id, as_of, today=today)
    bindings = {row["item_id"]: row for row in duties.to_dict("records")}
    rows = []
    for item_id, row in judged.items():
        duty = bindings.get(item_id)
        item = boxes.item_rows[item_id]
        reading_id = list_item_readings(boxes, item)[0]["reading_id"]
        numbers = count_units(select_units(boxes, own, item, reading_id))
        is_counted = item["kind"] in ("count", "per_county")
        row = row | {
            "binding": _name_binding(inputs, item_id, duty),
            "judged_area_id": inputs.progress.area_id,
            "counted_in_area": numbers["counted"] if is_counted else None,
            "verified_in_area": numbers["counted_verified"] if is_counted else None,
        }
        if duty is not None and duty["binding"] in OF_COUNTIES:
            row |= _judge_own(boxes, item, duty, own, counties) | {"judged_area_id": area_id}
            row |= {name: numbers[name] for name in (*STAGES, "counted", "counted_verified")}
        rows.append(row)
    return rows


def _name_binding(inputs: CountyInputs, item_id: str, duty: dict | None) -> str:
    if duty is not None:
        return duty["binding"]
    names_counties = item_id in inputs.bound_by_item or item_id in inputs.links_by_item
    return ELSEWHERE if names_counties else WHOLE


def _judge_own(
    boxes: BoxInputs, item: dict, duty: dict, own: dict[str, list[dict]], counties: set[str]
) -> dict:
    """Judge an item by the counties of the area that it binds, under each of its readings."""
    judged = []
    for reading in list_item_readings(boxes, item):
        # "40 platforms" means one in each of the counties that it binds.
        asked = reading if item["kind"] == "per_county" else duty
        high = None if pd.isna(asked["high"]) else asked["high"]
        quantity = Quantity(asked["comparator"], asked["low"], high)
        row = {"comparator": quantity.comparator, "low": quantity.low, "high": quantity.high}
        units = select_units(boxes, own, item, reading["reading_id"])
        judged.append(
            row | _judge_reading(boxes, item, reading["reading_id"], quantity, units, counties)
        )
    status, reason = combine_readings([(row["status"], row["reason"]) for row in judged])
    return judged[0] | {"status": status, "reason": reason}


def _judge_reading(
    boxes: BoxInputs,
    item: dict,
    reading_id: str | None,
    quantity: Quantity,
    units: list[dict],
    counties: set[str],
) -> dict:
    named, unknown_group = list_bound_counties(boxes, item["item_id"], reading_id)
    if unknown_group:
        return asdict(Standing("cannot_judge", f"no_input:{unknown_group}"))
    counted = count_by_county(units)
    bound = [counted.get(county, 0) for county in named if county in counties]
    met, standing = judge_counties(quantity, bound, bool(units))
    return asdict(standing) | {"counties_met": met, "counties_bound": len(bound)}
