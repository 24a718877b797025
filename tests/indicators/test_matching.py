"""Two years over the same counties: who reported is no change; founded counties join theirs."""

import pytest

from indicators.matching import match_rollups, match_years
from indicators.rollup import Part, Rollup, find_series
from indicators.targets.progress import compute_progress
from tests.indicators.builders import make_areas, make_inputs

REGION = "650000"
MANY = tuple(f"65{n}" for n in range(5001, 5108))
FIVE = tuple(f"65402{n}" for n in range(1, 6))


def _report(rates: dict[str, float], year: int, silent: set[str], indicator_id: str):
    return [
        (indicator_id, county, year, rate) for county, rate in rates.items() if county not in silent
    ]


def _judge(inputs, target_id):
    rows = compute_progress(inputs)
    return rows[rows["target_id"] == target_id].iloc[0]


@pytest.fixture(scope="module")
def constant_rates():
    """107 counties whose mechanisation rates never change: 20 % to 80 %."""
    return {county: 20 + 60 * n / (len(MANY) - 1) for n, county in enumerate(MANY)}


def test_nothing_is_achieved_by_who_reports(plan_inputs, constant_rates):
    """The best fifth is silent in the base year, the worst fifth in the latest: no county moved."""
    ordered = sorted(constant_rates, key=constant_rates.__getitem__)
    best, worst = set(ordered[-21:]), set(ordered[:21])
    figures = _report(constant_rates, 2021, best, "mechanisation_rate")
    figures += _report(constant_rates, 2024, worst, "mechanisation_rate")
    inputs = make_inputs(plan_inputs, figures, areas=make_areas(*MANY))
    found = find_series(inputs, "mechanisation_rate", REGION, 2024).series.values
    # 80 % report each time, and their means are more than ten points apart.
    assert found[2024] - found[2021] > 10
    row = _judge(inputs, "mechanisation_rate")
    assert (row["status"], row["reason"]) == ("cannot_judge", "scope_differs")
    assert (row["matched_counties"], row["expected_counties"]) == (65, 107)
    assert (row["unmatched_baseline"], row["unmatched_latest"]) == (21, 21)
    assert row["baseline_value"] == pytest.approx(row["latest_value"])


@pytest.mark.parametrize(
    ("indicator_id", "target_id"),
    [
        ("mechanisation_rate", "mechanisation_rate"),  # a mean
        ("grass_yield", "grass_yield"),  # a sum
        ("vegetation_cover", "vegetation_cover"),  # a mean weighted by area
        ("beef_carcass_yield", "carcass_yield"),  # a quotient of sums
    ],
)
def test_unchanged_counties_show_no_change(plan_inputs, constant_rates, indicator_id, target_id):
    """Ten counties are silent in either year: 87 of 107 are enough to compare."""
    ordered = sorted(constant_rates, key=constant_rates.__getitem__)
    inputs_of = {"beef_carcass_yield": ("beef_output", "cattle_slaughtered")}
    figures = []
    for year, silent in ((2021, set(ordered[-10:])), (2024, set(ordered[:10]))):
        for input_id in inputs_of.get(indicator_id, (indicator_id,)):
            scale = 1 if input_id != "cattle_slaughtered" else 0.1
            rates = {
                county: rate if scale == 1 else 5.0 + n / 10
                for n, (county, rate) in enumerate(constant_rates.items())
            }
            figures += _report(rates, year, silent, input_id)
        areas = {county: 100.0 + n for n, county in enumerate(MANY)}
        figures += _report(areas, year, silent, "grassland_area")
    inputs = make_inputs(plan_inputs, figures, areas=make_areas(*MANY), breaks=[])
    row = _judge(inputs, target_id)
    assert row["matched_counties"] == 87
    assert row["baseline_value"] == pytest.approx(row["latest_value"])
    assert row["completion"] == pytest.approx(0, abs=1e-9)
    assert row["status"] == "behind"
    assert row["best_change_per_year"] is None or not row["best_change_per_year"] > 1e-9


def test_a_founded_county_is_compared_together_with_its_mother(plan_inputs):
    """654021 loses half of its 10 to 654025 in 2023; nothing is gained or lost."""
    figures = [("grass_yield", county, 2021, 10.0) for county in FIVE[:4]]
    figures += [("grass_yield", county, 2024, 10.0) for county in FIVE[1:3]]
    figures += [("grass_yield", FIVE[0], 2024, 5.0), ("grass_yield", FIVE[4], 2024, 5.0)]
    areas = make_areas(*FIVE)
    areas.loc[areas["area_id"] == FIVE[4], "from_year"] = 2023
    inputs = make_inputs(plan_inputs, figures, areas=areas)
    found = find_series(inputs, "grass_yield", REGION, 2024)
    base, latest = found.by_year[2021], found.by_year[2024]
    joined = match_rollups(base, latest, [(FIVE[0], FIVE[4])], 0.8)
    # 654024 is silent in 2024: the other three make 30 of then, and 10 + 10 + 5 + 5 now.
    assert (joined.base_value, joined.latest_value) == (30, 30)
    assert (joined.matched, joined.unmatched_base, joined.unmatched_latest) == (4, 1, 0)
    unknown = match_rollups(base, latest, [], 0.8)
    assert (unknown.matched, unknown.unmatched_latest) == (3, 1)


def _make_rollup(*silent: str) -> Rollup:
    parts = {county: Part(10.0) for county in FIVE if county not in silent}
    return Rollup(10.0, "mean", len(parts), len(FIVE), len(FIVE), parts=parts, missing=silent)


def test_four_of_five_counties_are_enough_for_eighty_per_cent():
    assert match_rollups(_make_rollup(FIVE[4]), _make_rollup(), [], 0.8).is_enough
    assert not match_rollups(_make_rollup(*FIVE[3:]), _make_rollup(), [], 0.8).is_enough


def test_a_mother_without_her_daughter_does_not_count(plan_inputs):
    figures = [("grass_yield", county, 2021, 10.0) for county in FIVE[:4]]
    figures += [("grass_yield", county, 2024, 10.0) for county in FIVE[:4]]
    areas = make_areas(*FIVE)
    areas.loc[areas["area_id"] == FIVE[4], "from_year"] = 2023
    found = find_series(make_inputs(plan_inputs, figures, areas=areas), "grass_yield", REGION, 2024)
    match = match_rollups(found.by_year[2021], found.by_year[2024], [(FIVE[0], FIVE[4])], 0.8)
    assert (match.matched, match.unmatched_base, match.unmatched_latest) == (3, 1, 1)
    assert not match.is_enough and match.base_value == match.latest_value == 30


def test_a_founded_county_without_a_recorded_mother_is_left_out(plan_inputs):
    """Five counties of 10 become eight: two with mothers on record, and 659012 without one."""
    old = ("653221", "653223", *FIVE[:3])
    now = {"653221": 7.0, "653229": 3.0, "653223": 6.0, "653228": 4.0, "659012": 9.0}
    now |= dict.fromkeys(FIVE[:3], 10.0)
    figures = [("grass_yield", county, 2021, 10.0) for county in old]
    figures += [("grass_yield", county, 2024, value) for county, value in now.items()]
    areas = make_areas(*now)
    areas.loc[~areas["area_id"].isin([*old, REGION]), "from_year"] = 2023
    # Nobody lacks a figure in either year, and 50 to 59 would still be no growth.
    row = _judge(make_inputs(plan_inputs, figures, areas=areas), "grass_yield")
    assert (row["baseline_value"], row["latest_value"]) == (50, 50)
    assert (row["matched_counties"], row["joined_counties"]) == (7, 2)
    assert (row["unmatched_baseline"], row["unmatched_latest"]) == (0, 1)
    assert (row["status"], row["completion"]) == ("behind", 0)


def test_figures_of_the_areas_own_need_no_match(plan_inputs):
    inputs = make_inputs(
        plan_inputs, [("grass_yield", REGION, 2021, 10.0), ("grass_yield", REGION, 2024, 11.0)]
    )
    match = match_years(inputs, find_series(inputs, "grass_yield", REGION, 2024), 2021, 2024)
    assert (match.base_value, match.latest_value, match.matched) == (10, 11, None)
