"""Made-up statistics: complete, marked, plausible, and read without a question."""

from collections import defaultdict

import pytest

from data.ledger.uploads import undo_upload
from data.statistics.demonstration import (
    FIRST_YEAR,
    LAST_YEAR,
    MADE_UP,
    load_has_made_up_figures,
    make_demonstration_figures,
    make_demonstration_figures_file,
)
from data.statistics.ingest import ingest_file
from data.words.catalogue import use_language
from indicators.counties.profile import load_county_inputs
from indicators.counties.reporting import list_expected
from indicators.inputs import load_inputs
from indicators.targets.progress import compute_progress

YEARS = range(FIRST_YEAR, LAST_YEAR + 1)


@pytest.fixture(scope="module")
def made(plan_store):
    return make_demonstration_figures(plan_store)


def get_counties(store, year):
    return {
        row["area_id"]
        for row in store.query_rows("queries/areas")
        if row["level"] == "county" and (row["from_year"] or 0) <= year
    }


def test_what_targets_and_roles_need_is_there_for_every_county_and_year(plan_store, made):
    known = {(row["indicator_id"], row["area_id"], row["year"]) for row in made}
    inputs = load_county_inputs(plan_store)
    operands = inputs.progress.index.operands
    measured = set(inputs.progress.measures["indicator_id"])
    wanted = {
        part
        for indicator_id in measured
        for part in ([row["input_id"] for row in operands.get(indicator_id, ())] or [indicator_id])
    }
    wanted |= {
        indicator_id
        for area_id in inputs.roles_by_county
        for indicator_id in list_expected(inputs, area_id)
    }
    lacking = {
        (indicator_id, area_id, year)
        for indicator_id in wanted
        for year in YEARS
        for area_id in get_counties(plan_store, year)
    } - known
    assert len(wanted) > 25
    assert not lacking


def test_values_lie_within_bounds_and_parts_within_their_whole(plan_store, made):
    bounds = {row["indicator_id"]: row for row in plan_store.query_rows("queries/indicators")}
    by_place = defaultdict(dict)
    for row in made:
        low, high = (bounds[row["indicator_id"]][name] for name in ("lower_bound", "upper_bound"))
        assert low <= row["value"] <= (high or float("inf")), row
        by_place[row["area_id"], row["year"]][row["indicator_id"]] = row["value"]
    for (_, year), own in by_place.items():
        if year in YEARS:
            assert own["breeding_female_cattle"] < own["cattle_stock"]
            assert own["yak_stock"] <= own["cattle_stock"]
            assert own["cattle_stock"] + own["sheep_stock"] < own["livestock_stock"]
            meats = own["beef_output"] + own["mutton_output"] + own["pork_output"]
            assert meats < own["meat_output"]


def test_the_region_fits_what_was_published_and_what_the_plan_states(made):
    totals = defaultdict(float)
    for row in made:
        totals[row["indicator_id"], row["year"]] += row["value"]
    # The bureau's figures of 2021: 616.30, 4569.56, 105.71 and 211.53.
    assert totals["cattle_stock", 2021] == pytest.approx(616.3, rel=0.05)
    assert totals["sheep_stock", 2021] == pytest.approx(4569.56, rel=0.05)
    assert totals["horse_stock", 2021] == pytest.approx(105.71, rel=0.05)
    assert totals["milk_output", 2021] == pytest.approx(211.53, rel=0.05)
    # The plan's 37 counties have 2158, 54 and 61 of these; the whole region has more.
    assert totals["livestock_stock", 2021] > 2158
    assert totals["meat_output", 2021] > 54
    assert totals["dairy_output", 2021] > 61


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_file_is_read_without_a_question_or_warning(store, tmp_path, language):
    with use_language(language):
        path = tmp_path / "demonstration.csv"
        path.write_bytes(make_demonstration_figures_file(store))
        report = ingest_file(store, path, is_dry_run=True)
    assert report["values"] == report["accepted"] == report["new"] > 20_000
    assert (report["held"], report["rejected"], report["unread"]) == (0, 0, [])
    assert not [issue for issue in report["issues"] if issue["severity"] != "note"]


def test_every_figure_is_marked_and_no_target_lacks_figures(store, tmp_path):
    path = tmp_path / "demonstration.csv"
    path.write_bytes(make_demonstration_figures_file(store))
    ingest_file(store, path)
    figures = load_inputs(store).figures.load_all()
    sent = figures[(figures["area_id"] == "654026") & ~figures["is_computed"].astype(bool)]
    assert set(sent["source"]) == set(sent["note"]) == {MADE_UP}
    progress = compute_progress(load_inputs(store), "650000", 2024)
    primary = progress[progress["is_primary"].astype(bool)]
    assert primary["latest_value"].notna().all()
    assert {"on_pace", "slightly_behind", "behind"} <= set(progress["target_status"])


def test_the_same_seed_makes_the_same_figures(plan_store, made):
    assert make_demonstration_figures(plan_store) == made
    assert make_demonstration_figures(plan_store, 6) != made


def test_a_store_is_made_up_as_long_as_a_marked_figure_is_in_force(store, send_figures):
    key = {"indicator_id": "cattle_stock", "area_id": "654026", "value": 1.0}
    send_figures(store, key | {"year": 2022}, key | {"year": 2023, "note": ""})
    send_figures(store, key | {"year": 2024, "note": "核实过"})
    assert not load_has_made_up_figures(store)
    marked = send_figures(store, key | {"year": 2025, "note": f"核实过；{MADE_UP}"})
    assert load_has_made_up_figures(store)
    undo_upload(store, marked)
    assert not load_has_made_up_figures(store)
    send_figures(store, key | {"year": 2024, "note": MADE_UP, "state": "verified"})
    assert load_has_made_up_figures(store)
