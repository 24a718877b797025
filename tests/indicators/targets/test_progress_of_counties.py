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
            *five_counties.figures.load_all()[
                ["indicator_id", "area_id", "year", "value"]
            ].itertuples(index=False),
            ("mechanisation_rate", REGION, 2024, 70.0),
        ],
        areas=five_counties.areas,
    )
    row = judge_one(own, "mechanisation_rate")
    assert (row["latest_value"], row["latest_origin"]) == (70, "own")
    assert row["reason"] == "no_baseline"


def test_too_few_counties_are_no_region(five_counties):
    frame = five_counties.figures.load_all()
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


def test_a_sum_compares_the_counties_of_both_years(five_counties):
    counties = sorted(five_counties.figures.load_all()["area_id"].unique())
    figures = [
        ("grass_yield", county, year, 10.0)
        for county in counties
        for year in (2021, 2024)
        if (county, year) != (counties[0], 2021)
    ]
    inputs = make_inputs(five_counties, figures, areas=five_counties.areas)
    row = judge_one(inputs, "grass_yield")
    # Four counties with 10 each in both years: not 40 to 50.
    assert (row["baseline_value"], row["latest_value"], row["status"]) == (40, 40, "behind")
    assert (row["matched_counties"], row["expected_counties"]) == (4, 5)
    assert (row["unmatched_baseline"], row["unmatched_latest"]) == (0, 1)
    full = make_inputs(
        five_counties,
        [*figures, ("grass_yield", counties[0], 2021, 10.0)],
        areas=five_counties.areas,
    )
    row = judge_one(full, "grass_yield")
    assert (row["status"], row["matched_counties"], row["is_partial_sum"]) == ("behind", 5, False)


def test_too_few_counties_in_common_do_not_compare(five_counties):
    """Four of five report each time, three of them both times: 60 % are too few."""
    frame = five_counties.figures.load_all()[["indicator_id", "area_id", "year", "value"]]
    counties = sorted(frame["area_id"].unique())
    silent = {(counties[0], 2021), (counties[1], 2024)}
    rows = [row for row in frame.itertuples(index=False) if (row.area_id, row.year) not in silent]
    row = judge_one(
        make_inputs(five_counties, rows, areas=five_counties.areas), "mechanisation_rate"
    )
    assert (row["status"], row["reason"]) == ("cannot_judge", "scope_differs")
    assert row["matched_counties"] == 3
    assert (row["unmatched_baseline"], row["unmatched_latest"]) == (1, 1)


def test_a_mean_compares_the_counties_of_both_years(five_counties):
    frame = five_counties.figures.load_all()[["indicator_id", "area_id", "year", "value"]]
    whole = judge_one(five_counties, "mechanisation_rate")
    assert whole["target_note"] is None and whole["matched_counties"] == 5
    first = frame["area_id"].min()
    fewer = frame[(frame["area_id"] != first) | (frame["year"] != 2021)]
    row = judge_one(
        make_inputs(five_counties, fewer.itertuples(index=False), areas=five_counties.areas),
        "mechanisation_rate",
    )
    # 50 to 54 in the county that is left out: 51, 52, 53, 54 to 55, 56, 57, 58.
    assert (row["baseline_value"], row["latest_value"]) == (52.5, 56.5)
    assert (row["matched_counties"], row["unmatched_latest"]) == (4, 1)


def test_a_partial_sum_is_not_the_level_of_the_region(five_counties):
    counties = sorted(five_counties.figures.load_all()["area_id"].unique())
    number = {
        "decision_id": "n",
        "kind": "number",
        "subject_id": "smart_ranches",
        "number_kind": "level",
        "comparator": "at_least",
        "low": 100.0,
    }
    for silent, expected in (([], ("on_pace", None)), (counties[:1], ("cannot_judge",))):
        figures = [
            ("smart_ranches", county, year, value)
            for county in counties
            if county not in silent
            for year, value in ((2021, 10.0), (2024, 15.0))
        ]
        inputs = make_inputs(five_counties, figures, areas=five_counties.areas, decisions=[number])
        row = judge_one(inputs, "smart_ranches", "decided:n")
        assert row["status"] == expected[0] and row["is_partial_sum"] == bool(silent)
    assert row["reason"] == "scope_differs" and row["matched_counties"] == 4


def test_the_regions_base_value_never_serves_a_sum_of_some_counties(five_counties):
    counties = sorted(five_counties.figures.load_all()["area_id"].unique())
    figures = [("grass_yield", county, 2024, 10.0) for county in counties[1:]]
    base = {"kind": "base", "subject_id": "grass_yield", "as_of_year": 2021, "value": 30.0}
    inputs = make_inputs(five_counties, figures, areas=five_counties.areas, decisions=[base])
    assert judge_one(inputs, "grass_yield")["reason"] == "scope_differs"


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
    counties = sorted(five_counties.figures.load_all()["area_id"].unique())
    inputs = make_inputs(
        five_counties,
        [("vegetation_cover", county, year, 50.0) for county in counties for year in (2021, 2024)],
        areas=five_counties.areas,
    )
    assert judge_one(inputs, "vegetation_cover")["reason"] == "no_input:grassland_area"


def test_a_weight_that_few_counties_lack_is_not_what_is_missing(five_counties):
    """One county of five sent cover without its area: more counties are wanted first."""
    counties = sorted(five_counties.figures.load_all()["area_id"].unique())
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
    counties = sorted(five_counties.figures.load_all()["area_id"].unique())
    figures = [("beef_output", REGION, 2024, 60.0), ("beef_output", counties[0], 2024, 1.0)]
    row = judge_one(
        make_inputs(five_counties, figures, areas=five_counties.areas), "beef_self_sufficiency"
    )
    assert row["reason"] == "no_input:beef_consumption"


def test_a_missing_input_is_named_also_when_it_ends_earlier(plan_inputs):
    figures = [("beef_output", REGION, 2024, 50.0), ("beef_consumption", REGION, 2023, 48.0)]
    row = judge_one(make_inputs(plan_inputs, figures), "beef_self_sufficiency")
    assert row["reason"] == "no_input:beef_consumption"
