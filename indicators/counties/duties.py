"""The obligations of a county from the plan's boxes, and its progress in the register.

An item binds a county under a reading. If readings differ and nobody has decided, the
obligation is undecided and names the readings under which it holds. If it depends on the list
of the 37 counties and nobody has sent that list, the obligation is unknown.
"""

from datetime import date

import pandas as pd

from data.clock import get_today
from data.projects.register import COUNTED_STAGES, STAGES
from indicators.boxes.register import COLUMNS as PROJECT_COLUMNS
from indicators.boxes.register import NUMBERS, list_reached
from indicators.boxes.rules import ONE_EACH
from indicators.counties.profile import CountyInputs, get_area, list_counties
from indicators.frames import make_frame

BINDINGS = ("bound", "undecided", "unknown", "shared")
COLUMNS = (
    "item_id",
    "name_zh",
    "name_en",
    "comparator",
    "low",
    "high",
    "unit",
    "scope",
    "clause_id",
    "binding",
    "readings_for",
    "readings_open",
    "is_decided",
    "area_ids",
    "candidates",
    *STAGES,
    "counted",
    "is_met",
)
SUBREGIONS = ("north", "south", "east")


def list_duties(
    inputs: CountyInputs, area_id: str, as_of: date, *, today: date | None = None
) -> pd.DataFrame:
    """Return what the boxes ask of an area's counties.

    Parameters
    ----------
    as_of : date
        Projects count with the stage they had reached by this day; groups have their
        members of its year.
    today : date or None
        Stages without a date count from this day on; None is today.

    Returns
    -------
    DataFrame
        One row per item that binds, or may bind, a county of the area, in the plan's order,
        with `COLUMNS`.

        binding
            bound (every open reading binds the same counties), undecided (the readings
            differ), unknown (no reading binds a county yet, but one needs the members of a
            group), shared (the box gives one number for all counties of a role).
        readings_for, readings_open
            Readings under which the item binds a county of the area, and readings whose
            group is unknown.
        area_ids
            The area's counties that the item binds under any reading.
        candidates
            For a shared item, all counties that the plan names for it within the item's part of
            the region; otherwise empty.
        planned … accepted, counted
            Units in the register in those counties (for a shared item in the whole area);
            counted is completed + accepted.
        is_met
            For a single county, whether its count reaches the number per county; missing
            for shared items and for areas of several counties.
    """
    counties = list_counties(inputs, area_id, as_of.year)
    own = _find_own_stages(inputs, area_id, counties, as_of, today)
    is_county = get_area(inputs, area_id)["level"] == "county"
    units: dict[str, list[dict]] = {}
    for project in own:
        units.setdefault(project["item_id"], []).append(project)
    rows = []
    for item in inputs.boxes.item_rows.values():
        row = _bind(inputs, item, counties) or _share(inputs, item, counties)
        if row is None:
            continue
        row |= _count(units.get(item["item_id"], [])) | {
            name: item[name]
            for name in ("item_id", "name_zh", "name_en", "unit", "scope", "clause_id")
        }
        rows.append(row | {"is_met": _is_met(row) if is_county else None})
    return make_frame(rows, COLUMNS, numbers=("low", "high"))


def _bind(inputs: CountyInputs, item: dict, counties: list[str]) -> dict | None:
    """Return how an item that names counties binds the given ones; None if it binds none."""
    bound = inputs.bound_by_item.get(item["item_id"])
    if bound is None or not counties:
        return None
    decided = _get_decided_reading(inputs, item["item_id"])
    if decided in bound:
        bound = {decided: bound[decided]}
    holding = {reading: named & set(counties) for reading, (named, _) in bound.items()}
    readings_for = [reading for reading, named in holding.items() if named]
    readings_open = [reading for reading, (_, is_unknown) in bound.items() if is_unknown]
    if not readings_for and not readings_open:
        return None
    if len(set(holding.values())) == 1 and not readings_open:
        binding = "bound"
    else:
        binding = "undecided" if readings_for else "unknown"
    # Where a county has one project, "40 platforms" means one in each county that it binds.
    is_one_each = item["item_id"] in inputs.boxes.rules_by_kind.get(ONE_EACH, {})
    if item["kind"] != "per_county" and not is_one_each and readings_for:
        named = sorted(frozenset().union(*(found for found, _ in bound.values())))
        return _share_among(item, named, counties)
    each = item | {"low": 1.0, "high": None} if is_one_each else item
    return {
        "binding": binding,
        "readings_for": readings_for,
        "readings_open": readings_open,
        "is_decided": decided in bound,
        "candidates": [],
        "area_ids": sorted(frozenset().union(*holding.values())),
        **{name: each[name] for name in ("comparator", "low", "high")},
    }


def _share(inputs: CountyInputs, item: dict, counties: list[str]) -> dict | None:
    """Return how the counties of a role share an item's number; None if ours do not."""
    for role_id, scope in inputs.links_by_item.get(item["item_id"], []):
        named = [
            county
            for county in inputs.counties_by_role.get(role_id, [])
            if scope not in SUBREGIONS or inputs.subregions[county] == scope
        ]
        row = _share_among(item, named, counties)
        if row is not None:
            return row
    return None


def _share_among(item: dict, named: list[str], counties: list[str]) -> dict | None:
    """Return that the named counties share an item's number; None if ours are not among them."""
    own = [county for county in named if county in counties]
    if not own:
        return None
    return {
        "binding": "shared",
        "readings_for": [],
        "readings_open": [],
        "is_decided": False,
        "area_ids": own,
        "candidates": named,
        **{name: item[name] for name in ("comparator", "low", "high")},
    }


def _find_own_stages(
    inputs: CountyInputs, area_id: str, counties: list[str], as_of: date, today: date | None
) -> list[dict]:
    boxes, own = inputs.boxes, {*counties, area_id}
    return list_reached(boxes.histories, boxes.counties, as_of, today or get_today(), own)


def _get_decided_reading(inputs: CountyInputs, item_id: str) -> str | None:
    decided = inputs.boxes.decisions_by_item.get(item_id, {}).get("reading")
    return None if decided is None else decided["reading_id"]


def _count(units: list[dict]) -> dict[str, int]:
    found = dict.fromkeys(STAGES, 0.0)
    for unit in units:
        found[unit["stage"]] += unit["quantity"]
    by_stage = {stage: int(quantity) for stage, quantity in found.items()}
    return by_stage | {"counted": sum(by_stage[stage] for stage in COUNTED_STAGES)}


def _is_met(row: dict) -> bool | None:
    if row["binding"] == "shared" or pd.isna(row["low"]):
        return None
    return row["counted"] >= row["low"]


def list_area_projects(
    inputs: CountyInputs, area_id: str, as_of: date, *, today: date | None = None
) -> pd.DataFrame:
    """Return the projects of the register in an area, in the order of the boxes.

    The parameters are those of `list_duties`.

    Returns
    -------
    DataFrame
        One row per project: the columns of `indicators.boxes.register.find_stages`, and box_no,
        item_zh, item_en. The projects are those of the area itself or of one of its counties.
    """
    counties = list_counties(inputs, area_id, as_of.year)
    own = _find_own_stages(inputs, area_id, counties, as_of, today)
    names = {"box_no": "box_no", "item_zh": "name_zh", "item_en": "name_en"}
    rows = []
    for project in own:
        item = inputs.boxes.item_rows.get(project["item_id"], {})
        rows.append(project | {name: item.get(column) for name, column in names.items()})
    order = ("box_no", "area_id", "name")
    # What is missing stands last.
    rows.sort(key=lambda row: [(row[name] is None, row[name] or "") for name in order])
    return make_frame(rows, (*PROJECT_COLUMNS, *names), numbers=NUMBERS)
