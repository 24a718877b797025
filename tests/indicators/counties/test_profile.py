"""What a county is to the plan: its roles, its duties, its peers, what it owes."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from data.errors import UnknownIdError
from data.ledger.groups import save_members
from data.store.statements import ROOT
from indicators.counties.bands import list_peer_bands
from indicators.counties.duties import list_duties
from indicators.counties.peers import (
    compare_areas,
    compare_with_peers,
    has_allocations,
    list_common_roles,
    list_own_figures,
    list_own_rows,
)
from indicators.counties.profile import (
    build_role_matrix,
    find_neighbours,
    get_area,
    list_counties,
    list_roles,
    load_county_inputs,
    search_areas,
)
from indicators.counties.reporting import (
    compute_due_date,
    count_reporting,
    find_due_year,
    list_expected,
    list_unreported,
)
from indicators.targets.progress import compute_progress
from tests.indicators.builders import make_inputs

TODAY = date(2025, 8, 1)
PAIRS = pd.read_csv(ROOT / "data/plans/livestock/county_role.csv", dtype=str)
AREAS = pd.read_csv(ROOT / "data/areas/area.csv", dtype=str).set_index("area_id")
COUNTIES = list(AREAS.index[AREAS["level"] == "county"])


@pytest.fixture(scope="module")
def plan(plan_store):
    return load_county_inputs(plan_store)


def get_duty(duties, item_id):
    return duties[duties["item_id"] == item_id].iloc[0]


def test_there_are_140_pairs():
    assert len(PAIRS) == 140


@pytest.mark.parametrize(
    "area_id",
    [
        area_id if area_id in COUNTIES[::5] else pytest.param(area_id, marks=pytest.mark.slow)
        for area_id in COUNTIES
    ],
)
def test_a_county_has_exactly_the_roles_that_box_1_gives_it(plan, area_id):
    expected = set(PAIRS.loc[PAIRS["area_id"] == area_id, "role_id"])
    assert set(list_roles(plan, area_id)["role_id"]) == expected


def test_the_matrix_has_the_40_counties_and_the_140_pairs(plan):
    matrix = build_role_matrix(plan)
    assert len(matrix) == 40
    assert matrix["count"].sum() == 140
    most = build_role_matrix(plan, by="count")
    assert most.iloc[0]["area_id"] == "654026"
    assert list(most["count"]) == sorted(matrix["count"], reverse=True)
    assert set(build_role_matrix(plan, subregion="east")["area_id"]) == {
        "650502",
        "650521",
        "650522",
    }
    assert set(build_role_matrix(plan, prefecture_id="652700")["area_id"]) == {
        "652701",
        "652722",
        "652723",
    }


def test_a_prefecture_and_a_group_have_the_roles_of_their_counties(plan):
    roles = list_roles(plan, "652700").set_index("role_id")
    assert roles.loc["altay_kazakh_sheep", "area_ids"] == ["652701", "652722", "652723"]
    assert len(list_roles(plan, "box1_counties")) == 16
    assert list_roles(plan, "pastoral").empty


def test_neighbours_are_of_the_same_level(plan):
    assert find_neighbours(plan, "654026") == ("654025", "654027")
    assert find_neighbours(plan, "654000")[1] == "654200"
    assert find_neighbours(plan, "650102")[0] is None
    assert find_neighbours(plan, "659013")[1] is None


def test_an_unknown_code_is_refused(plan):
    with pytest.raises(UnknownIdError, match="unknown_area"):
        get_area(plan, "110000")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("昭苏", "654026"),
        ("zhaosu", "654026"),
        ("ZHAO SU", "654026"),
        ("zsx", "654026"),
        ("654026", "654026"),
        ("nileke", "654028"),
        ("Nilka", "654028"),
        ("hbkse", "654226"),
        ("tashiku", "653131"),
        ("aletai", "654301"),
        ("yuli", "652823"),
        ("suxian", "654026"),
    ],
)
def test_search_finds_by_name_code_pinyin_and_initials(plan_store, plan, text, found):
    pinyin = plan_store.query("queries/county_pinyin").set_index("area_id")["pinyin"].to_dict()
    assert found in search_areas(plan.progress.areas, pinyin, text)


def test_search_finds_only_what_matches(plan_store, plan):
    pinyin = plan_store.query("queries/county_pinyin").set_index("area_id")["pinyin"].to_dict()
    assert search_areas(plan.progress.areas, pinyin, "伊宁") == ["654002", "654021"]
    assert search_areas(plan.progress.areas, pinyin, "没有这个县") == []
    assert len(search_areas(plan.progress.areas, pinyin, " ")) == len(plan.progress.areas)


# Duties


def test_a_county_with_every_cattle_role_is_bound_under_every_reading(plan):
    duties = list_duties(plan, "654026", TODAY)
    farm = get_duty(duties, "box2_cattle_multiplication")
    assert (farm["binding"], farm["low"], farm["clause_id"]) == ("bound", 1, "box2")
    assert farm["is_met"] is False


def test_where_readings_differ_the_duty_is_undecided(plan):
    """布尔津 has a core sheep farm, but is not among the counties of the two sheep roles."""
    duties = list_duties(plan, "654321", TODAY)
    farm = get_duty(duties, "box2_sheep_multiplication")
    assert (farm["binding"], farm["readings_for"]) == ("undecided", ["sheep_multiplication_core"])


def test_three_smart_farms_and_a_platform_hang_on_who_the_37_are(plan):
    inside = get_duty(list_duties(plan, "654026", TODAY), "box9_smart_farms_per_county")
    assert (inside["binding"], inside["low"]) == ("undecided", 3)
    assert inside["readings_open"] == ["smart_farms_plan_counties"]
    outside = get_duty(list_duties(plan, "654022", TODAY), "box9_county_platforms")
    assert (outside["binding"], outside["low"], outside["readings_for"]) == ("unknown", 1, [])


def test_once_the_37_are_known_an_outsider_has_no_duty(store):
    save_members(store, "plan_counties", ["654026"])
    inputs = load_county_inputs(store)
    assert list_duties(inputs, "654022", TODAY).empty
    smart = get_duty(list_duties(inputs, "654026", TODAY), "box9_smart_farms_per_county")
    assert smart["binding"] == "bound"


def test_core_farms_are_one_number_for_the_counties_of_a_part_of_the_region(plan):
    north = get_duty(list_duties(plan, "654026", TODAY), "box2_cattle_core_north")
    assert (north["binding"], north["low"]) == ("shared", 1)
    assert north["candidates"] == ["654026", "654321", "654201", "652701"]
    south = list_duties(plan, "653131", TODAY)
    assert "box2_cattle_core_north" not in set(south["item_id"])
    assert get_duty(south, "box2_cattle_core_south")["candidates"] == ["653131"]


def test_a_prefecture_has_the_duties_of_its_counties(plan):
    duties = list_duties(plan, "652700", TODAY)
    farm = get_duty(duties, "box2_sheep_multiplication")
    assert farm["area_ids"] == ["652701", "652722", "652723"]
    assert farm["is_met"] is None
    assert list_duties(plan, "pastoral", TODAY).empty


# Reporting


@pytest.mark.parametrize(
    ("year", "months", "due"),
    [
        (2024, 6, date(2025, 6, 30)),
        (2024, 12, date(2025, 12, 31)),
        (2024, 1, date(2025, 1, 31)),
        (2023, 2, date(2024, 2, 29)),
        (2024, 14, date(2026, 2, 28)),
    ],
)
def test_when_a_year_is_due(year, months, due):
    assert compute_due_date(year, months) == due


def test_a_year_is_late_only_the_day_after():
    assert find_due_year(date(2025, 6, 30), 6) == 2023
    assert find_due_year(date(2025, 7, 1), 6) == 2024


def test_rates_are_asked_for_as_what_they_are_computed_from(plan):
    expected = list_expected(plan, "652823")
    assert {"cattle_slaughtered", "cattle_stock", "beef_output"} <= set(expected)
    assert "cattle_offtake_rate" not in expected


def test_what_is_owed_and_how_late(store, send_figures):
    send_figures(
        store, {"indicator_id": "cattle_stock", "area_id": "652823", "year": 2023, "value": 4.2}
    )
    owed = list_unreported(load_county_inputs(store), "652823", TODAY).set_index("indicator_id")
    assert owed.loc["cattle_stock", "missing_years"] == (2024,)
    assert owed.loc["cattle_stock", "last_year"] == 2023
    assert owed.loc["cattle_stock", "days_late"] == 32
    assert owed.loc["beef_output", "missing_years"] == (2023, 2024)


def test_what_was_sent_is_no_longer_owed(store, send_figures):
    send_figures(
        store,
        *(
            {"indicator_id": "cattle_stock", "area_id": "652823", "year": year, "value": 4.2}
            for year in (2023, 2024)
        ),
    )
    owed = list_unreported(load_county_inputs(store), "652823", TODAY)
    assert "cattle_stock" not in set(owed["indicator_id"])


def test_a_county_without_a_role_owes_nothing_here(plan):
    assert list_unreported(plan, "654022", TODAY).empty


def test_how_a_role_reports(store, send_figures):
    send_figures(
        store, {"indicator_id": "cattle_stock", "area_id": "652823", "year": 2024, "value": 4.2}
    )
    counts = count_reporting(load_county_inputs(store), "simmental_beef", 2024)
    assert counts["reported"].tolist() == [1, 0, 0, 0]
    assert set(counts["expected"]) == {3}


# Figures beside the past, the peers, the region

SIMMENTAL = ["652823", "652924", "652922", "653022"]


def send_stock(store, send_figures, values, year=2024, **extra):
    send_figures(
        store,
        *(
            {"indicator_id": "cattle_stock", "area_id": area_id, "year": year, "value": value}
            | extra
            for area_id, value in values.items()
        ),
    )


def get_peers(inputs, area_id, role_id, indicator_id="cattle_stock", year=2024):
    rows = compare_with_peers(inputs, area_id, year)
    return rows[(rows["role_id"] == role_id) & (rows["indicator_id"] == indicator_id)].iloc[0]


def test_mean_median_and_place_among_the_counties_with_the_same_role(store, send_figures):
    send_stock(store, send_figures, dict(zip(SIMMENTAL, [4, 10, 6, 8], strict=True)))
    row = get_peers(load_county_inputs(store), "652922", "simmental_beef")
    assert (row["reported"], row["expected"], row["coverage"]) == (4, 4, 1)
    assert (row["mean"], row["median"], row["place"]) == (7, 7, 3)


def test_the_band_of_peers_is_their_middle_half(store, send_figures):
    send_stock(store, send_figures, dict(zip(SIMMENTAL, [4, 10, 6, 8], strict=True)))
    inputs = load_county_inputs(store)
    shown = ["cattle_stock"]
    bands = [list_peer_bands(inputs, area_id, 2024, shown) for area_id in SIMMENTAL]
    # The role with the most counties is the peer group; these four alone have figures.
    (row,) = next(
        found["cattle_stock"] for found in bands if found["cattle_stock"][0].reported == 4
    )
    assert (row.year, row.low, row.median, row.high) == (2024, 5.5, 7, 8.5)
    assert not any(list_peer_bands(inputs, area_id, 2023, shown) for area_id in SIMMENTAL)
    assert not any(list_peer_bands(inputs, area_id, 2024, []) for area_id in SIMMENTAL)


def test_equal_values_share_a_place(store, send_figures):
    send_stock(store, send_figures, dict(zip(SIMMENTAL, [8, 10, 8, 1], strict=True)))
    inputs = load_county_inputs(store)
    places = [get_peers(inputs, area_id, "simmental_beef")["place"] for area_id in SIMMENTAL]
    assert places == [2, 1, 2, 4]


def test_a_value_computed_in_another_way_shares_a_place(store, send_figures):
    values = [1.1 / 3.3, 0.4, 0.1 / 0.3, 1 / 3]
    assert len(set(values)) == 3
    send_stock(store, send_figures, dict(zip(SIMMENTAL, values, strict=True)))
    inputs = load_county_inputs(store)
    places = [get_peers(inputs, area_id, "simmental_beef")["place"] for area_id in SIMMENTAL]
    assert places == [2, 1, 2, 2]


def test_below_the_coverage_there_is_no_place(store, send_figures):
    send_stock(store, send_figures, dict(zip(SIMMENTAL[:3], [4, 10, 6], strict=True)))
    row = get_peers(load_county_inputs(store), "652823", "simmental_beef")
    assert (row["coverage"], row["place_reason"]) == (0.75, "low_coverage")
    assert pd.isna(row["place"])
    assert row["median"] == 6


def test_two_counties_are_no_circle(store, send_figures):
    send_stock(store, send_figures, dict(zip(SIMMENTAL[:2], [4, 10], strict=True)))
    row = get_peers(load_county_inputs(store), "652823", "simmental_beef")
    assert (row["reported"], row["place_reason"]) == (2, "few_peers")
    assert pd.isna(row["mean"])


def test_another_year_is_not_compared(store, send_figures):
    send_stock(store, send_figures, dict(zip(SIMMENTAL[:3], [4, 10, 6], strict=True)), year=2023)
    send_stock(store, send_figures, {SIMMENTAL[3]: 9}, year=2024)
    row = get_peers(load_county_inputs(store), SIMMENTAL[3], "simmental_beef")
    assert (row["year"], row["reported"], row["place_reason"]) == (2024, 1, "few_peers")


def test_change_since_last_year_and_share_of_the_region(store, send_figures):
    send_stock(store, send_figures, {"652823": 5}, year=2023)
    send_stock(store, send_figures, {"652823": 6}, year=2024)
    send_stock(store, send_figures, {"650000": 600}, year=2024, state="verified")
    rows = list_own_figures(load_county_inputs(store), "652823", 2024).set_index("indicator_id")
    stock = rows.loc["cattle_stock"]
    assert (stock["year"], stock["value"], stock["change"], stock["change_pct"]) == (2024, 6, 1, 20)
    assert (stock["region_value"], stock["region_share_pct"]) == (600, 1)
    assert stock["state"] == "reported"
    nothing = rows.loc["forage_area"]
    assert pd.isna(nothing["value"])
    assert nothing["change_reason"] == "no_data"


def test_no_change_across_a_break_of_the_series(store, send_figures):
    """Horses are counted on another basis after 2016."""
    for year, value in ((2016, 3), (2017, 2)):
        send_figures(
            store,
            {"indicator_id": "horse_stock", "area_id": "654026", "year": year, "value": value},
        )
    rows = list_own_figures(load_county_inputs(store), "654026", 2017).set_index("indicator_id")
    assert rows.loc["horse_stock", "change_reason"] == "series_break"
    assert pd.isna(rows.loc["horse_stock", "change"])


def test_output_value_grows_as_its_index_says(store, send_figures):
    """A county's value falls from 5 to 4 at current prices while its output grew by 3.5 %."""
    for year, value in ((2023, 5), (2024, 4)):
        send_figures(
            store,
            {
                "indicator_id": "livestock_output_value",
                "area_id": "654026",
                "year": year,
                "value": value,
            },
        )

    def find(area_id):
        rows = list_own_figures(load_county_inputs(store), area_id, 2024)
        return rows.set_index("indicator_id").loc["livestock_output_value"]

    row = find("654026")
    assert (row["value"], row["change_reason"]) == (4, "no_data")
    assert pd.isna(row["change_pct"])
    send_figures(
        store,
        {
            "indicator_id": "livestock_output_index",
            "area_id": "654026",
            "year": 2024,
            "value": 103.5,
        },
    )
    row = find("654026")
    assert (row["previous_year"], row["change_pct"]) == (2023, 3.5)
    assert pd.isna(row["change"]) and pd.isna(row["change_reason"])
    # The region's own: 1122.04 after 1210.60, with an index of 101.6.
    assert find("650000")["change_pct"] == pytest.approx(1.6)


def test_nothing_is_zero_where_nothing_was_sent(plan):
    rows = list_own_figures(plan, "654026", 2024)
    assert len(rows) == len(set(rows["indicator_id"])) > 10
    assert rows["value"].isna().all()
    assert rows["change"].isna().all()
    peers = compare_with_peers(plan, "654026", 2024)
    assert peers["mean"].isna().all()
    assert set(peers["place_reason"]) == {"no_data"}


def test_an_area_of_counties_is_rolled_up_only_with_coverage(store, send_figures):
    counties = list_counties(load_county_inputs(store), "652700", 2024)
    assert len(counties) == 4
    send_stock(store, send_figures, dict.fromkeys(counties[:3], 2.0))
    row = (
        list_own_figures(load_county_inputs(store), "652700", 2024)
        .set_index("indicator_id")
        .loc["cattle_stock"]
    )
    assert (row["scope"], row["reported"], row["expected"]) == ("rolled_up", 3, 4)
    assert pd.isna(row["value"])
    send_stock(store, send_figures, {counties[3]: 2.0})
    row = (
        list_own_figures(load_county_inputs(store), "652700", 2024)
        .set_index("indicator_id")
        .loc["cattle_stock"]
    )
    assert row["value"] == 8


def get_own(store, area_id, year, indicator_id="cattle_stock"):
    own = list_own_figures(load_county_inputs(store), area_id, year)
    return own.set_index("indicator_id").loc[indicator_id]


def test_a_figure_of_counties_is_the_newest_of_all_years(store, send_figures):
    counties = list_counties(load_county_inputs(store), "654200", 2025)
    assert len(counties) == 7
    send_stock(store, send_figures, dict.fromkeys(counties, 2.0), year=2022)
    send_stock(store, send_figures, dict.fromkeys(counties, 3.0), year=2023)
    # One county has sent the newest year already, as a page asks for it.
    send_stock(store, send_figures, {counties[0]: 9.0}, year=2025)
    row = get_own(store, "654200", 2025)
    assert (row["year"], row["value"], row["reported"], row["expected"]) == (2023, 21, 7, 7)
    assert (row["previous_year"], row["change"]) == (2022, 7)


def test_a_figure_of_other_counties_than_last_year_says_so(store, send_figures):
    counties = list_counties(load_county_inputs(store), "654200", 2024)
    send_stock(store, send_figures, dict.fromkeys(counties, 2.0), year=2023)
    send_stock(store, send_figures, dict.fromkeys(counties[:6], 2.0), year=2024)
    row = get_own(store, "654200", 2024)
    assert (row["value"], row["change_reason"]) == (12, "other_counties")
    assert pd.isna(row["change"])


def test_a_sum_that_lacks_a_county_is_no_share_of_the_region(store, send_figures):
    counties = list_counties(load_county_inputs(store), "654200", 2024)
    send_stock(store, send_figures, dict.fromkeys(counties[:6], 2.0))
    row = get_own(store, "654200", 2024)
    assert row["region_value"] == 838.34 and pd.isna(row["region_share_pct"])
    send_stock(store, send_figures, {counties[6]: 2.0})
    share = get_own(store, "654200", 2024)["region_share_pct"]
    assert share == pytest.approx(14 / 838.34 * 100)


def test_a_target_is_shown_only_where_it_was_broken_down(store):
    inputs = load_county_inputs(store)
    rows = list_own_figures(
        inputs, "654026", 2024, compute_progress(inputs.progress, "654026", 2024)
    )
    assert rows["target_value"].isna().all() and not has_allocations(inputs, "654026")
    target = ("mechanisation_rate", "mechanisation_rate", "mechanisation_points", "654026")
    named = dict(zip(("target_id", "indicator_id", "reading_id", "area_id"), target, strict=True))
    figures = [("mechanisation_rate", "654026", year, 50.0) for year in (2021, 2024)]
    allocated = replace(
        inputs,
        progress=make_inputs(
            inputs.progress, figures, allocations=[named | {"target_value": 70.0}]
        ),
    )
    assert has_allocations(allocated, "654026") and not has_allocations(allocated, "654027")
    progress = compute_progress(allocated.progress, "654026", 2024)
    rows = {row["indicator_id"]: row for row in list_own_rows(allocated, "654026", 2024, progress)}
    assert rows["mechanisation_rate"]["target_value"] == 70
    assert rows["cattle_stock"]["target_value"] is None


def test_areas_side_by_side_stand_in_the_same_year(store, send_figures):
    send_stock(store, send_figures, {"652823": 5}, year=2023)
    send_stock(store, send_figures, {"652924": 9}, year=2024)
    table = compare_areas(load_county_inputs(store), ["652823", "652924"], "simmental_beef", 2024)
    stock = table[table["indicator_id"] == "cattle_stock"].set_index("area_id")
    assert set(stock["year"]) == {2024}
    assert pd.isna(stock.loc["652823", "value"])
    assert stock.loc["652924", "value"] == 9


def test_roles_that_areas_share_come_first(plan):
    assert list_common_roles(plan, ["652823", "652924"])[0] == "simmental_beef"
    assert len(list_common_roles(plan, ["654022"])) == 16
