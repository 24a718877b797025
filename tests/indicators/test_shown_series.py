"""The series to show: an area's own, else the one put together, and what is related."""

from indicators.shown_series import list_related_indicators, list_shown_series, pick_related
from tests.indicators.builders import make_inputs

CHANGJI = "652300"


def test_an_own_series_is_whole_and_carries_its_source(plan_inputs):
    inputs = make_inputs(
        plan_inputs, [("grass_yield", CHANGJI, 2021, 5.0), ("grass_yield", CHANGJI, 2024, 6.0)]
    )
    shown = list_shown_series(inputs, "grass_yield", CHANGJI, 2024)
    assert list(shown["value"]) == [5.0, 6.0]
    assert shown["source"].notna().all() and shown["reported"].isna().all()


def test_a_series_put_together_says_how_many_counties(plan_inputs):
    members = [row[0] for row in plan_inputs.index.members[CHANGJI] if row[1] <= 2023 <= row[2]]
    inputs = make_inputs(plan_inputs, [("grass_yield", area, 2023, 2.0) for area in members])
    shown = list_shown_series(inputs, "grass_yield", CHANGJI, 2024)
    assert list(shown["value"]) == [2.0 * len(members)]
    assert list(shown["reported"]) == [len(members)] == list(shown["expected"])


def test_a_break_begins_a_new_segment(plan_inputs):
    shown = list_shown_series(plan_inputs, "milk_output", "650000", 2030).set_index("year")
    assert shown.loc[2017, "segment"] == shown.loc[2016, "segment"] + 1


def test_measures_bring_their_inputs(plan_inputs):
    related = list_related_indicators(plan_inputs, "grazing_pressure")
    assert related == ["grazing_pressure", "actual_load", "carrying_capacity"]


def test_rows_that_name_a_related_indicator_are_picked(plan_inputs):
    frame = plan_inputs.formulas
    picked = pick_related(frame, ["actual_load"], ("indicator_id", "input_id"))
    assert set(picked["indicator_id"]) == {"grazing_pressure"}
