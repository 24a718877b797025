"""The plan in DuckDB: every figure that the plan states, and how the tables are built."""

from contextlib import suppress

import pandas as pd
import pytest

from data.errors import PlanDataError
from data.store import build
from data.store.build import build_plan, open_store
from data.store.check import list_checks, run_checks
from data.store.database import Store
from data.store.statements import ROOT


def test_row_counts_are_the_reviewed_ones(plan_store):
    expected = pd.read_csv(ROOT / "tests/data/row_counts.csv").set_index("table")["rows"]
    found = build_plan(Store(":memory:"))
    assert {table: found[table] for table in expected.index} == expected.to_dict()


def test_every_check_holds_on_the_plan(plan_store):
    results = run_checks(plan_store)
    assert [result.check_id for result in results] == list_checks()
    assert {result.check_id: result.rows for result in results if result.rows} == {}
    assert all(result.statement.endswith(".") for result in results)


# Each edit breaks one table; the check beside it must see that.
FAULTS = {
    "county_roles_are_complete": ("county_role.csv", "simmental_beef,652823,1,尉犁县\n", ""),
    "role_names_resolve": ("county_role.csv", ",652823,1,尉犁县", ",652824,1,尉犁县"),
    "baselines_name_known_targets": ("baseline.csv", ",vegetation_cover\n", ",vegetation\n"),
    "targets_are_complete": (
        "target_measure.csv",
        "grass_yield,grass_yield,true,",
        "grass_yield,grass_yield,false,",
    ),
    "readings_fit_targets": ("target.csv", "range,3,5,%", "range,3,6,%"),
    "box_items_are_complete": ("box_item.csv", "count,exactly,40", "programme,exactly,40"),
    "clauses_exist": (
        "role.csv",
        "border_tourism,leisure_pastoralism,守土固边文化草牧游,Border-culture tourism,branch,box1",
        "border_tourism,leisure_pastoralism,x,Border-culture tourism,branch,box11",
    ),
    "indicators_exist": (
        "role_indicator.csv",
        "border_tourism,herder_income",
        "border_tourism,herder_incomes",
    ),
    "areas_exist": ("baseline.csv", "meat_output,plan_counties", "meat_output,all_counties"),
    "controlled_words": ("indicator.csv", "万头(只),up,supply", "万头(只),upward,supply"),
    "units_are_known": ("baseline.csv", "2021,54,万吨", "2021,54,吨"),
    "names_in_both_languages": (
        "box.csv",
        # A table outside data/ takes the Chinese name where the English one is missing.
        "8,灾害监测与防灾减灾,Disaster monitoring and relief",
        "8,,Disaster monitoring and relief",
    ),
    "ids_are_unique": ("role_indicator.csv", "", ""),
    "pastoral_members_stay_open": ("group_member.csv", "ili_direct,654002", "pastoral,654002"),
    "area_parents_fit": (
        "area.csv",
        "652823,尉犁县,Yuli County,county,652800",
        "652823,尉犁县,Yuli County,county,652900",
    ),
    "published_values_fit": ("published.csv", ",42.48,", ",-42.48,"),
    "published_editions_fit": (
        "published.csv",
        "2019,false,superseded: the source printed 372.21",
        "2027,false,superseded: the source printed 372.21",
    ),
    "plan_items_are_complete": ("plan_item.csv", "at_least,100,,%", "at_least,,,%"),
    "box_terms_name_known_things": ("box_term.csv", "role,ili_horse", "role,ili_horses"),
    "areas_are_complete": (
        "area.csv",
        "652823,尉犁县,Yuli County,county",
        "652823,尉犁县,Yuli County,prefecture",
    ),
}


@pytest.mark.parametrize("check_id", sorted(set(FAULTS) - {"ids_are_unique"}))
def test_a_fault_in_the_csvs_is_seen_by_its_check(plan_store, tmp_path, check_id):
    """The table is loaded anew and the plan asked, in a write that is given up."""
    broken = write_fault(tmp_path, *FAULTS[check_id])[1]
    with suppress(ZeroDivisionError), plan_store.transaction() as writer:
        columns = build.read_columns(writer)
        writer._cursor.execute(f"DELETE FROM {columns[broken.stem][0]}")  # noqa: S608 - a name
        build._load_table(writer, broken, columns)
        found = writer.query_rows(f"checks/{check_id}")
        raise ZeroDivisionError
    assert found
    assert plan_store.query_rows(f"checks/{check_id}") == []


def test_a_doubled_id_is_seen(monkeypatch, tmp_path):
    store = build_with_fault(
        monkeypatch, tmp_path, "industry.csv", "forage,饲草产业", "beef_cattle,饲草产业"
    )
    assert "ids_are_unique" in {r.check_id for r in run_checks(store) if r.rows}


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("2021,54,万吨", "2021,五十四,万吨", "plan_cell"),
        ("2021,54,万吨", "2021, 54,万吨 ", "plan_cell"),
        ("indicator_id,area_id", "indicator,area_id", "plan_columns"),
    ],
)
def test_a_malformed_csv_names_file_and_cell(monkeypatch, tmp_path, old, new, key):
    with pytest.raises(PlanDataError) as error:
        build_with_fault(monkeypatch, tmp_path, "baseline.csv", old, new)
    assert error.value.key == key
    assert error.value.fields["file"] == "baseline.csv"


def test_a_csv_without_a_table_is_refused(monkeypatch, tmp_path):
    stray = tmp_path / "stray.csv"
    stray.write_text("a\n1\n", encoding="utf-8")
    monkeypatch.setattr(build, "list_source_files", lambda *_: [stray])
    with pytest.raises(PlanDataError, match="plan_no_table"):
        build_plan(Store(":memory:"))


def write_fault(tmp_path, file_name, old, new):
    """Write a source file with a fault; return the file without it and the one with it."""
    source = next(path for path in build.list_source_files() if path.name == file_name)
    text = source.read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"{file_name} no longer has {old!r}"
    broken = tmp_path / file_name
    broken.write_text(text.replace(old, new, 1), encoding="utf-8")
    return source, broken


def build_with_fault(monkeypatch, tmp_path, file_name, old, new):
    source, broken = write_fault(tmp_path, file_name, old, new)
    files = build.list_source_files()
    monkeypatch.setattr(
        build,
        "list_source_files",
        lambda *_: [broken if path == source else path for path in files],
    )
    store = Store(":memory:")
    build_plan(store)
    return store


def test_baselines_of_section_one(plan_store):
    rows = plan_store.query("queries/baselines")
    found = {
        (r.indicator_id, r.area_id): (r.value, None if pd.isna(r.year) else int(r.year))
        for r in rows.itertuples()
    }
    assert found == {
        ("livestock_stock", "plan_counties"): (2158, 2021),
        ("meat_output", "plan_counties"): (54, 2021),
        ("dairy_output", "plan_counties"): (61, 2021),
        ("herder_income", "pastoral"): (6858, 2021),
        ("herder_income", "semi_pastoral"): (6334, 2021),
        ("livestock_enterprises", "plan_counties"): (254, None),
        ("livestock_cooperatives", "plan_counties"): (2544, None),
        ("average_vegetation_cover", "plan_counties"): (42.59, 2021),
    }


def test_changes_of_section_one():
    rows = pd.read_csv(ROOT / "data/plans/livestock/baseline_change.csv")
    assert sorted(rows["change_pct"]) == [-71.8, -45.7, 8, 8, 8, 33.8, 42.9]
    assert set(rows["from_year"]) == {2016}
    assert set(rows["to_year"]) == {2021}


def test_targets_of_section_two(plan_store):
    rows = plan_store.query("queries/targets").set_index("target_id")
    numbers = {
        "mechanisation_rate": ("pp_change", "at_least", 10),
        "offtake_rate": ("pp_change", "at_least", 10),
        "carcass_yield": ("relative_change", "at_least", 20),
        "digital_farm_share": ("level", "more_than", 20),
        "traceability_coverage": ("relative_change", "at_least", 20),
        "vegetation_cover": ("relative_change", "at_least", 1),
        "grass_yield": ("relative_change", "range", 3),
    }
    for target_id, expected in numbers.items():
        row = rows.loc[target_id]
        assert (row["kind"], row["comparator"], row["low"]) == expected
    assert rows.loc["grass_yield", "high"] == 5
    assert set(rows.index[rows["kind"] == "qualitative"]) == {
        "beef_self_sufficiency",
        "milk_self_sufficiency",
        "mutton_self_sufficiency",
        "smart_ranches",
        "grazing_pressure",
    }
    assert set(rows["year"]) == {2030}


def test_quantities_of_the_boxes():
    items = pd.read_csv(ROOT / "data/plans/livestock/box_item.csv").set_index("item_id")
    counted = items[items["kind"] != "programme"]
    found = {
        item_id: (row["comparator"], row["low"], row["high"])
        for item_id, row in counted.astype(object).where(counted.notna(), None).iterrows()
    }
    assert found == {
        "box2_conservation_farms": ("about", 10, None),
        "box2_sheep_core_north": ("range", 2, 3),
        "box2_cattle_core_north": ("exactly", 1, None),
        "box2_sheep_core_south": ("exactly", 1, None),
        "box2_cattle_core_south": ("exactly", 1, None),
        "box2_cattle_multiplication": ("at_least", 1, None),
        "box2_sheep_multiplication": ("at_least", 1, None),
        "box3_national_demo_farms": ("about", 10, None),
        "box3_regional_demo_farms": ("about", 30, None),
        "box3_cold_chain_firms": ("about", 10, None),
        "box3_manure_use_rate": ("at_least", 80, None),
        "box3_manure_facility_rate": ("sustained", 97, None),
        "box5_seed_base_1000mu": ("about", 5, None),
        "box5_seed_base_100mu": ("about", 20, None),
        "box5_forage_base_10000mu": ("about", 40, None),
        "box5_forage_base_1000mu": ("about", 100, None),
        "box6_coop_models": ("at_least", 30, None),
        "box6_national_leaders": ("range", 5, 10),
        "box6_regional_leaders": ("at_least", 20, None),
        "box7_safety_counties": ("at_least", 10, None),
        "box9_digital_bases": ("exactly", 5, None),
        "box9_regional_platform": ("exactly", 1, None),
        "box9_county_platforms": ("exactly", 40, None),
        "box9_smart_farms_per_county": ("at_least", 3, None),
        "box10_routes": ("about", 5, None),
        "box10_nomadic_parks": ("about", 5, None),
        "box10_folk_parks": ("range", 2, 3),
        "box10_border_parks": ("range", 3, 5),
    }


def test_the_file_is_rebuilt_only_when_its_sources_changed(monkeypatch, tmp_path):
    path = tmp_path / "caomu.duckdb"
    with open_store(path, may_create=True) as store:
        assert store.version == len(["the migrations of a new file", "the plan"])
    with open_store(path) as store:
        assert store.version == 0
    monkeypatch.setattr(build, "compute_fingerprint", lambda *_: "another")
    with open_store(path) as store:
        assert store.version == 1


def test_a_rebuild_leaves_the_users_figures_alone(store, send_figures):
    send_figures(
        store, {"indicator_id": "beef_output", "area_id": "654026", "year": 2023, "value": 1.5}
    )
    build_plan(store)
    figures = store.query("queries/yearly_figures")
    assert figures.loc[figures["area_id"] == "654026", "value"].tolist() == [1.5]
