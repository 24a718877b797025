"""The items of the boxes from one area: judged by its counties, or by the whole."""

from datetime import date

from data.ledger.groups import save_members
from data.projects.register import save_project
from indicators.boxes.items import COLUMNS as BOX_COLUMNS
from indicators.boxes.items import compute_boxes
from indicators.counties.area_boxes import COLUMNS, compute_area_boxes
from indicators.counties.profile import load_county_inputs

TODAY = date(2026, 1, 15)
ZHAOSU, WUSU = "654026", "654202"


def register(store, item_id, area_id, name):
    values = {"item_id": item_id, "area_id": area_id, "name": name, "stage": "completed"}
    save_project(store, values | {"stage_on": "2025-06-30"}, by="测试员", today=TODAY)


def look(store, area_id):
    inputs = load_county_inputs(store)
    rows = compute_area_boxes(inputs, area_id, TODAY, today=TODAY).set_index("item_id")
    assert len(rows) == 42 and list(rows.reset_index()[list(COLUMNS)].columns) == list(COLUMNS)
    assert set(rows["area_id"]) == {area_id or "650000"}
    return rows


def test_an_area_is_judged_by_its_own_counties_and_the_rest_stays_whole(store):
    farm, shared, whole = (
        "box2_cattle_multiplication",
        "box2_cattle_core_north",
        "box2_conservation_farms",
    )
    for item_id in (farm, shared, whole):
        register(store, item_id, ZHAOSU, f"昭苏{item_id}")
        register(store, item_id, WUSU, f"乌苏{item_id}")
    own = look(store, ZHAOSU)
    # Zhaosu is named under both readings: one farm is enough there.
    row = own.loc[farm]
    assert (row["judged_area_id"], row["binding"], row["status"]) == (ZHAOSU, "bound", "met")
    assert (row["counted"], row["counties_met"], row["counties_bound"]) == (1, 1, 1)
    # The number of a role's counties, and that of the region, are not the county's.
    for item_id, binding in ((shared, "shared"), (whole, "whole")):
        row = own.loc[item_id]
        assert (row["judged_area_id"], row["binding"]) == ("650000", binding)
        assert (row["counted"], row["counted_in_area"], row["verified_in_area"]) == (2, 1, 0)
    south = own.loc["box2_cattle_core_south"]
    assert (south["binding"], south["counted_in_area"]) == ("elsewhere", 0)


def test_the_whole_is_judged_as_before(store):
    register(store, "box2_cattle_multiplication", ZHAOSU, "扩繁场")
    inputs = load_county_inputs(store)
    before = compute_boxes(inputs.boxes, TODAY, today=TODAY)
    rows = compute_area_boxes(inputs, None, TODAY, today=TODAY)
    names = list(BOX_COLUMNS)
    assert rows[names].astype(object).fillna("").equals(before[names].astype(object).fillna(""))
    assert set(rows["binding"]) == {"whole"} and set(rows["judged_area_id"]) == {"650000"}


def test_what_hangs_on_an_unknown_list_is_not_said_to_be_elsewhere(store):
    # Ili's Yining county is in no list of Box 1; the 37 counties are unknown.
    row = look(store, "654021").loc["box9_smart_farms_per_county"]
    assert (row["binding"], row["status"]) == ("unknown", "cannot_judge")
    row = look(store, ZHAOSU).loc["box9_county_platforms"]
    assert (row["binding"], row["reason"], row["low"]) == ("undecided", "reading_undecided", 1)
    save_members(store, "plan_counties", [ZHAOSU], by="测试员")
    row = look(store, ZHAOSU).loc["box9_county_platforms"]
    assert (row["binding"], row["status"]) == ("bound", "not_begun")
    assert look(store, "654021").loc["box9_county_platforms"]["binding"] == "elsewhere"
