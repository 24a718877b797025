"""Progress where counties stand in for the region: coverage, who reported, missing inputs."""

import pytest

from indicators.targets.progress import compute_progress
from tests.indicators.builders import make_areas, make_inputs

REGION, COUNTY = "650000", "654026"


def judge(inputs, target_id, area_id=REGION, year=None):
    """Return the rows of one target, by indicator and reading."""
    rows = compute_progress(inputs, area_id, year)
    chosen = rows[rows["target_id"] == target_id]
    return chosen.set_index(["indicator_id", "reading_id"], drop=False)


def judge_one(inputs, target_id, reading_id=None, **options):
    """Return one row of a target."""
    rows = judge(inputs, target_id, **options)
    return rows.iloc[0] if reading_id is None else rows.xs(reading_id, level=1).iloc[0]


@pytest.fixture(scope="module")
def five_counties(plan_inputs):
    """A region of five counties with mechanisation rates of 2021 and 2024."""
    counties = [f"65402{n}" for n in range(1, 6)]
    figures = [
        ("mechanisation_rate", county, year, value + number)
        for number, county in enumerate(counties)
        for year, value in ((2021, 50.0), (2024, 54.0))
    ]
    return make_inputs(plan_inputs, figures, areas=make_areas(*counties))


def test_counties_stand_in_where_the_region_has_no_figure(five_counties):
    row = judge_one(five_counties, "mechanisation_rate")
    assert (row["baseline_value"], row["latest_value"]) == (52, 56)
    assert (row["latest_origin"], row["latest_state"]) == ("rollup", "reported")
    assert (row["reported_counties"], row["expected_counties"]) == (5, 5)
    assert row["target_status"] == "on_pace"


def test_the_areas_own_figures_prevail_whole(five_counties, plan_inputs):
    own = make_inputs(
        five_counties,
        [
            *five_counties.figures[["indicator_id", "area_id", "year", "value"]].itertuples(
                index=False
            ),
            ("mechanisation_rate", REGION, 2024, 70.0),
        ],
        areas=five_counties.areas,
    )
    row = judge_one(own, "mechanisation_rate")
    assert (row["latest_value"], row["latest_origin"]) == (70, "own")
    assert row["reason"] == "no_baseline"


def test_too_few_counties_are_no_region(five_counties):
    frame = five_counties.figures
    few = make_inputs(
        five_counties,
        frame.loc[
            frame["area_id"] < "654024", ["indicator_id", "area_id", "year", "value"]
        ].itertuples(index=False),
        areas=five_counties.areas,
    )
    row = judge_one(few, "mechanisation_rate")
    assert (row["status"], row["reason"]) == ("cannot_judge", "low_coverage")
    assert (row["reported_counties"], row["expected_counties"]) == (3, 5)


def test_sums_over_different_counties_do_not_compare(five_counties):
    counties = sorted(five_counties.figures["area_id"].unique())
    figures = [
        ("grass_yield", county, year, 10.0)
        for county in counties
        for year in (2021, 2024)
        if (county, year) != (counties[0], 2021)
    ]
    inputs = make_inputs(five_counties, figures, areas=five_counties.areas)
    assert judge_one(inputs, "grass_yield")["reason"] == "scope_differs"
    full = make_inputs(
        five_counties,
        [*figures, ("grass_yield", counties[0], 2021, 10.0)],
        areas=five_counties.areas,
    )
    assert judge_one(full, "grass_yield")["status"] == "behind"


def test_a_mean_over_other_counties_says_so(five_counties):
    """A mean still compares where one county is missing in one of the years, with a note."""
    frame = five_counties.figures[["indicator_id", "area_id", "year", "value"]]
    whole = judge_one(five_counties, "mechanisation_rate")
    assert whole["target_note"] is None
    first = frame["area_id"].min()
    fewer = frame[(frame["area_id"] != first) | (frame["year"] != 2021)]
    row = judge_one(
        make_inputs(five_counties, fewer.itertuples(index=False), areas=five_counties.areas),
        "mechanisation_rate",
    )
    assert row["baseline_value"] == 52.5 and row["target_note"] == "other_counties:1"


def test_coverage_is_counted_on_the_plans_37(plan_inputs):
    counties = [f"65{n}" for n in range(5001, 5036)]
    inputs = make_inputs(
        plan_inputs,
        [
            ("mechanisation_rate", county, year, 50.0)
            for county in counties[:31]
            for year in (2021, 2024)
        ],
        areas=make_areas(*counties),
        members=[("plan_counties", area) for area in counties],
    )
    row = judge_one(inputs, "mechanisation_rate", area_id="plan_counties")
    assert (row["reported_counties"], row["expected_counties"]) == (31, 37)
    assert row["listed_counties"] == 35


def test_cover_without_areas_names_the_missing_weight(five_counties):
    counties = sorted(five_counties.figures["area_id"].unique())
    inputs = make_inputs(
        five_counties,
        [("vegetation_cover", county, year, 50.0) for county in counties for year in (2021, 2024)],
        areas=five_counties.areas,
    )
    assert judge_one(inputs, "vegetation_cover")["reason"] == "no_input:grassland_area"


def test_a_weight_that_few_counties_lack_is_not_what_is_missing(five_counties):
    """One county of five sent cover without its area: more counties are wanted first."""
    counties = sorted(five_counties.figures["area_id"].unique())
    inputs = make_inputs(
        five_counties, [("vegetation_cover", counties[0], 2024, 50.0)], areas=five_counties.areas
    )
    assert judge_one(inputs, "vegetation_cover")["reason"] == "low_coverage"
    # Three sent both and the other two cover alone: with their areas all five would count.
    cover = [("vegetation_cover", county, 2024, 50.0) for county in counties]
    areas = [("grassland_area", county, 2024, 10.0) for county in counties[:3]]
    inputs = make_inputs(five_counties, cover + areas, areas=five_counties.areas)
    assert judge_one(inputs, "vegetation_cover")["reason"] == "no_input:grassland_area"


def test_a_few_counties_do_not_hide_the_input_that_the_region_lacks(five_counties):
    counties = sorted(five_counties.figures["area_id"].unique())
    figures = [("beef_output", REGION, 2024, 60.0), ("beef_output", counties[0], 2024, 1.0)]
    row = judge_one(
        make_inputs(five_counties, figures, areas=five_counties.areas), "beef_self_sufficiency"
    )
    assert row["reason"] == "no_input:beef_consumption"


def test_a_missing_input_is_named_also_when_it_ends_earlier(plan_inputs):
    figures = [("beef_output", REGION, 2024, 50.0), ("beef_consumption", REGION, 2023, 48.0)]
    row = judge_one(make_inputs(plan_inputs, figures), "beef_self_sufficiency")
    assert row["reason"] == "no_input:beef_consumption"
