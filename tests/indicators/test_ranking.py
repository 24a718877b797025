"""Areas are ranked by their own figures, and only where enough of them have one."""

import pytest

from indicators.ranking import rank_areas
from indicators.rollup import list_members
from tests.indicators.builders import make_inputs

CHANGJI = "652300"


@pytest.fixture
def counties(plan_inputs):
    return sorted(list_members(plan_inputs, CHANGJI, 2024))


def make_figures(indicator_id, area_ids, year=2024):
    return [(indicator_id, area_id, year, float(n)) for n, area_id in enumerate(area_ids, 1)]


def test_the_highest_is_first_and_equal_values_share_a_place(plan_inputs, counties):
    figures = make_figures("beef_output", counties[:-1])
    figures.append(("beef_output", counties[-1], 2024, float(len(counties) - 1)))
    ranking = rank_areas(make_inputs(plan_inputs, figures), "beef_output", CHANGJI, 2026)
    assert (ranking.year, ranking.level, ranking.within) == (2024, "county", CHANGJI)
    assert list(ranking.rows["place"][:3]) == [1, 1, 3]
    assert ranking.get_place(counties[0]) == len(counties)
    assert ranking.reported == ranking.expected == len(counties)
    assert ranking.count_states() == {"reported": len(counties)}


def test_one_value_computed_in_many_ways_is_one_place(plan_inputs, counties):
    thirds = [1 / 3, 1.1 / 3.3, 0.1 / 0.3]
    figures = [
        ("beef_output", area_id, 2024, thirds[n % 3]) for n, area_id in enumerate(counties[1:])
    ]
    figures.append(("beef_output", counties[0], 2024, 0.3))
    ranking = rank_areas(make_inputs(plan_inputs, figures), "beef_output", CHANGJI, 2024)
    assert list(ranking.rows["place"]) == [*[1] * (len(counties) - 1), len(counties)]


def test_where_less_is_better_the_lowest_is_first(plan_inputs, counties):
    inputs = make_inputs(plan_inputs, make_figures("rodent_area", counties))
    assert rank_areas(inputs, "rodent_area", CHANGJI, 2024).rows["area_id"].iloc[0] == counties[0]


def test_few_figures_give_no_place(plan_inputs, counties):
    inputs = make_inputs(plan_inputs, make_figures("beef_output", counties[:2]))
    ranking = rank_areas(inputs, "beef_output", CHANGJI, 2024)
    assert not ranking.has_places
    assert list(ranking.rows["area_id"]) == counties[:2]
    assert ranking.missing == tuple(counties[2:])


def test_a_county_is_ranked_in_the_region_by_the_newest_year(plan_inputs, counties):
    old, new = make_figures("beef_output", counties, 2022), [("beef_output", "654026", 2023, 2.0)]
    inputs = make_inputs(plan_inputs, [*old, *new])
    ranking = rank_areas(inputs, "beef_output", counties[0], 2024)
    assert (ranking.within, ranking.year, ranking.reported) == ("650000", 2023, 1)
    assert rank_areas(inputs, "beef_output", counties[0], 2022).reported == len(counties)


def test_prefectures_stand_in_where_no_county_has_a_figure(plan_inputs):
    inputs = make_inputs(plan_inputs, [("beef_output", CHANGJI, 2024, 3.0)])
    ranking = rank_areas(inputs, "beef_output", "650000", 2024)
    assert ranking.level == "prefecture" and ranking.reported == 1
    assert "654000" not in ranking.missing and "ili_direct" in ranking.missing


def test_nothing_known_is_no_year(plan_inputs):
    ranking = rank_areas(make_inputs(plan_inputs), "beef_output", "650000", 2024)
    assert ranking.year is None and ranking.rows.empty and ranking.expected > 90
