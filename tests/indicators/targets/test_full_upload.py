"""All counties send everything: each of the 12 targets says where it stands, or what is open."""

import json

import pytest

from data.commands import to_plain
from data.store.database import Store
from indicators.__main__ import make_parser
from indicators.inputs import load_inputs
from indicators.rollup import list_members
from indicators.targets.progress import compute_progress
from tests.conftest import record_figures
from tests.indicators.builders import make_inputs

REGION = "650000"
GROWTH = {2021: 1.0, 2022: 1.01, 2023: 1.02, 2024: 1.04}


@pytest.fixture(scope="module")
def full_inputs(plan_inputs):
    """Figures of every indicator that is not computed, from every county, 2020 to 2024."""
    sent = plan_inputs.indicators[plan_inputs.indicators["formula"].isna()]
    years = {2020: 1.0} | GROWTH
    return make_inputs(
        plan_inputs,
        [
            (indicator_id, county, year, 40.0 * growth)
            for indicator_id in sent["indicator_id"]
            for year, growth in years.items()
            for county in list_members(plan_inputs, REGION, year)
        ],
    )


def test_every_target_is_judged_or_says_who_must_decide(full_inputs):
    rows = compute_progress(full_inputs)
    judged = rows.drop_duplicates("target_id").set_index("target_id")
    assert len(judged) == 12
    assert (rows["latest_year"] == 2024).all() and (rows["latest_origin"] == "rollup").all()
    # A county of 2024 has no stock of the year before: of a rate it is missing.
    assert (rows["expected_counties"] - rows["reported_counties"]).max() <= 2
    undecided = judged[judged["target_status"] == "cannot_judge"]["target_reason"]
    assert set(undecided) <= {"qualitative", "reading_undecided"}
    assert judged.loc["mechanisation_rate", "target_status"] == "behind"
    assert judged.loc["digital_farm_share", "target_status"] == "achieved"


def test_a_county_founded_in_between_does_not_spoil_a_sum(full_inputs):
    row = compute_progress(full_inputs).set_index("target_id").loc["grass_yield"]
    assert len(list_members(full_inputs, REGION, 2021)) < len(
        list_members(full_inputs, REGION, 2024)
    )
    assert row["status"] == "achieved"


def test_a_county_alone_is_judged_without_its_neighbours(full_inputs):
    rows = compute_progress(full_inputs, "654026")
    assert set(rows["reason"].dropna()) == {"no_target"}
    assert set(rows["latest_origin"].dropna()) == {"own"}


def test_the_command_line_gives_the_rows_of_the_function(tmp_path, capsys):
    path = tmp_path / "caomu.duckdb"
    with Store(path) as store:
        options = make_parser().parse_args(["progress", "--db", str(path)])
    options.run(options)
    with Store(path) as store:
        record_figures(
            store,
            *(
                {
                    "indicator_id": "vegetation_cover",
                    "area_id": REGION,
                    "year": year,
                    "value": value,
                }
                for year, value in ((2021, 50.0), (2024, 50.6))
            ),
        )
        rows = compute_progress(load_inputs(store))
    capsys.readouterr()
    options = make_parser().parse_args(["progress", "--db", str(path), "--json"])
    assert options.run(options) == 0
    printed = json.loads(capsys.readouterr().out)
    assert len(printed) == len(rows)
    assert printed == json.loads(json.dumps(to_plain(rows)))
    by_id = {record["indicator_id"]: record for record in printed}
    # Nothing but the published series: both yields are judged, each from its bases.
    assert by_id["beef_carcass_yield"]["statuses_by_base"] == {"2018": "behind"}
    assert by_id["mutton_carcass_yield"]["statuses_by_base"] == dict.fromkeys(
        ("2018", "2019", "2020"), "on_pace"
    )
