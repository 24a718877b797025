"""What counties owe and what came in: every owed cell is told once, and the rates add up."""

from datetime import date

import pytest

from indicators.counties.completeness import compute_completeness, load_first_days
from indicators.counties.owed import list_missing
from indicators.counties.profile import load_county_inputs
from tests.data.former import move_back

COUNTY = "654026"
DAY = date(2026, 7, 1)


def compute(store, first_days=None, as_of=DAY, **asked):
    inputs = load_county_inputs(store)
    return compute_completeness(inputs, first_days or {}, as_of, COUNTY, **asked)


def read(found, indicator_id="cattle_stock"):
    cells = found.cells[found.cells["indicator_id"] == indicator_id]
    return {row["year"]: row["status"] for row in cells.to_dict("records")}


def test_without_figures_everything_owed_is_missing(plan_store):
    found = compute(plan_store)
    inputs = load_county_inputs(plan_store)
    missing = list_missing(inputs, DAY, COUNTY)
    assert len(found.cells) == len(missing) > 0
    assert set(found.cells["status"]) == {"missing"}
    (rate,) = found.rates.to_dict("records")
    # Nobody is late with the base year: it was before the plan.
    due = int(missing["due_on"].notna().sum())
    assert due < len(missing)
    assert (rate["owed"], rate["missing"], rate["rate"]) == (due, due, 0.0)


def test_in_time_late_verified_and_missing(store, send_figures):
    cattle = {"indicator_id": "cattle_stock", "area_id": COUNTY, "value": 1.0}
    send_figures(
        store,
        cattle | {"year": 2023},
        cattle | {"year": 2024},
        cattle | {"year": 2025, "state": "verified"},
    )
    first_days = {
        ("cattle_stock", COUNTY, 2023): date(2024, 6, 30),
        ("cattle_stock", COUNTY, 2024): date(2025, 7, 1),
        ("cattle_stock", COUNTY, 2025): date(2026, 6, 1),
    }
    found = compute(store, first_days, indicator_id="cattle_stock")
    assert read(found) == {2023: "reported", 2024: "late", 2025: "verified"}
    (rate,) = found.rates.to_dict("records")
    assert (rate["owed"], rate["on_time"], rate["late"], rate["missing"]) == (3, 2, 1, 0)
    assert rate["rate"] == pytest.approx(2 / 3)
    later = compute(store, first_days, date(2027, 7, 1), indicator_id="cattle_stock")
    assert read(later)[2026] == "missing" and later.rates["rate"].item() == pytest.approx(0.5)


def test_a_verified_figure_that_came_late_counts_as_late(store, send_figures):
    cattle = {"indicator_id": "cattle_stock", "area_id": COUNTY, "value": 1.0, "year": 2023}
    send_figures(store, cattle | {"state": "verified"})
    late = {("cattle_stock", COUNTY, 2023): date(2025, 1, 1)}
    found = compute(store, late, indicator_id="cattle_stock", year=2023)
    assert read(found) == {2023: "verified"} and found.rates["late"].item() == 1


def test_what_is_not_due_yet_is_not_owed(plan_store):
    assert 2025 not in read(compute(plan_store, as_of=date(2026, 6, 30)))
    assert 2025 in read(compute(plan_store, as_of=date(2026, 7, 1)))


def test_the_first_day_is_that_of_the_first_value_that_counts(store, send_figures):
    cattle = {"indicator_id": "cattle_stock", "area_id": COUNTY, "value": 1.0, "year": 2023}
    send_figures(store, cattle)
    day = move_back(store, 20)
    send_figures(store, cattle | {"value": 2.0})
    assert load_first_days(store, 2020, 2026) == {("cattle_stock", COUNTY, 2023): day}
