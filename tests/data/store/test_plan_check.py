"""What the check of a plan's folder finds: file, row and column of every fault."""

import shutil

import pytest

from data.errors import PlanDataError
from data.store.folders import SHIPPED, get_added_folder
from data.store.plan_check import load_column_rules, load_columns
from data.store.plan_logic import check_plan, check_plan_name
from data.store.statements import DEFAULT_PLAN

# What the default plan is called.
NAMES = "草原畜牧业转型升级规划,Grassland-livestock plan,"


@pytest.fixture
def folder(tmp_path):
    """A folder with the default plan's tables under another id and name, without the shared
    indicators."""
    copy = shutil.copytree(SHIPPED / DEFAULT_PLAN, tmp_path / "county_plan")
    change(copy, "plan", NAMES, "县级规划,County plan,")
    for name in ("indicator", "indicator_synonym", "formula", "series_rule"):
        (copy / f"{name}.csv").unlink()
    return copy


def change(folder, table, old, new):
    path = folder / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def find(folder):
    """Return the faults as (rule, file, row, column)."""
    return [(fault.rule, fault.file, fault.row, fault.column) for fault in check_plan(folder)]


@pytest.mark.parametrize("name", [DEFAULT_PLAN])
def test_the_plan_of_the_program_is_sound(name):
    assert check_plan(SHIPPED / name) == []


def test_a_copy_that_refers_to_the_indicators_of_all_plans_is_sound(folder):
    assert check_plan(folder) == []


def test_a_plan_has_a_name_of_its_own(folder):
    assert check_plan_name(SHIPPED / DEFAULT_PLAN) == check_plan_name(folder) == []
    change(folder, "plan", "County plan,", "Grassland-livestock plan,")
    (fault,) = check_plan_name(folder)
    assert (fault.file, fault.row, fault.column) == ("plan.csv", 2, "name_en")
    assert fault.fields == {"plan": DEFAULT_PLAN}
    change(folder, "plan", "县级规划,Grassland-livestock plan,", NAMES)
    assert [fault.column for fault in check_plan_name(folder)] == ["name_zh", "name_en"]
    # What was added before this was asked must still be built.
    assert check_plan(folder) == []


def test_where_a_plan_has_no_english_name_its_chinese_one_counts(folder, tmp_path):
    database = tmp_path / "office" / "caomu.duckdb"
    change(folder, "plan", "County plan,", ",")
    shutil.copytree(folder, get_added_folder(database) / "other_plan")
    assert [fault.column for fault in check_plan_name(folder, database)] == ["name_zh", "name_en"]


def test_every_rule_is_on_a_column_that_there_is():
    columns = load_columns()
    for rule in load_column_rules():
        assert rule["column"] in columns[rule["table"]], rule
        for place in rule["argument"].split() if rule["rule"] == "refers" else ():
            table, column = place.split(".")
            assert table in ("area", "unit") or column in columns[table], rule


# Table, what is changed into what, and the one fault that follows.
FAULTS = [
    ("target", "beef_self_sufficiency,牛肉", "Beef,牛肉", "no_id", 2, "target_id"),
    ("target", ",2030,650000,s2_3_1", ",2030,650001,s2_3_1", "unknown", 2, "scope"),
    ("target", ",2030,650000,s2_3_1", ",2030,650000,s2_3_9", "unknown", 2, "clause_id"),
    ("target", ",2030,650000,s2_3_1", ",2031,650000,s2_3_1", "year_outside", 2, "year"),
    ("target", "supply,qualitative", "supply,words", "word", 2, "kind"),
    ("target", "at_least,10,,个百分点", "at_least,10,,%", "unit_differs", 5, "unit"),
    ("target", "at_least,10,,个百分点", "at_least,十,,个百分点", "type_double", 5, "low"),
    ("target", ",2030,650000,s2_3_1", ",2030年,650000,s2_3_1", "type_integer", 2, "year"),
    ("target", "beef_self_sufficiency,牛肉", "beef_self_sufficiency, 牛肉", "type_varchar", 2,
     "name_zh"),
    ("target_measure", "beef_self_sufficiency,true", "beef_self_sufficiency,yes", "type_boolean", 2,
     "is_primary"),
    ("target_measure", ",beef_self_sufficiency,", ",beef_sufficiency,", "unknown", 2,
     "indicator_id"),
    ("reading", "mechanisation_points,", "milk_over_100,", "twice", 5, "reading_id"),
    ("reading", "level,more_than,100,,true", "level,more_than,100,120,true", "only_range_high", 2,
     "high"),
    ("baseline", "2021,54,万吨", "2021,54,吨", "unit_differs", 3, "unit"),
    ("baseline", "2021,54,万吨", "2021,,万吨", "required", 3, "value"),
    ("box_item", "count,range,2,3,个", "count,range,3,2,个", "range_turned", 3, "high"),
    ("plan", "2023,2030,2021", "2030,2023,2021", "years_turned", 2, "last_year"),
    ("plan", "2023,2030,2021,,", "2023,2030,2021,", "cells", 2, ""),
    ("role", "premium_beef,beef_cattle", "premium_beef,beef", "unknown", 3, "industry_id"),
    ("target", ",range,3,5,", ",range,nan,5,", "type_double", 13, "low"),
    ("target", "at_least,10,,个百分点", "at_least,1_0,,个百分点", "type_double", 5, "low"),
    ("industry", "肉羊产业,Mutton sheep,s3_2", "肉羊产业,Mutton,", "required", 3, "clause_id"),
    ("item_rule", ",cattle_core_breeding,,", ",,,", "required", 2, "role_id"),
    ("county_role", "cattle_core_breeding,654026,1", "cattle_core_breeding,650000,1", "no_county",
     2, "area_id"),
    ("county_role", "cattle_core_breeding,654321,2", "cattle_core_breeding,654026,2", "row_twice",
     3, "role_id"),
    ("definition", "{beef_carcass_yield}", "{no_such}", "no_formula", 3, "meaning_zh"),
    ("reading", ",target,milk_self", ",box_item,milk_self", "other_kind", 3, "subject_id"),
    ("box_item", ",650000,", ",somewhere,", "unknown", 2, "scope"),
    ("plan", "2023,2030,2021", "2023,2030,20210", "year_odd", 2, "base_year"),
    ("plan", "2023,2030,2021", "2023,2030,2024", "base_after", 2, "base_year"),
    ("plan", "2023-03-15", "2023年3月", "no_day", 2, "issued_on"),
    ("box_item", "about,10,,个", "about,10.5,,个", "no_count", 2, "low"),
    ("box_item", "about,10,,个", "about,10,,", "required", 2, "unit"),
    ("box_item_scope", "premium_beef,,cattle", ",,cattle", "one_of", 2, "role_id"),
    ("box_item_scope", ",box1_counties,", ",650000,", "unknown", 8, "group_id"),
    ("box_item_scope", "cattle_multiplication_core", "platforms_box1", "reading_of_item", 4,
     "reading_id"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "old", "new", "rule", "row", "column"), FAULTS)
def test_a_fault_is_told_with_file_row_and_column(folder, table, old, new, rule, row, column):
    change(folder, table, old, new)
    assert (rule, f"{table}.csv", row, column) in find(folder)


def test_rows_copied_from_a_plan_of_another_area_are_told(folder):
    change(folder, "plan", ",650000,2023", ",652800,2023")
    (folder / "box_item_scope.csv").unlink()
    found = find(folder)
    assert ("outside", "target.csv", 2, "scope") in found
    assert ("outside", "county_role.csv", 2, "area_id") in found
    assert ("no_scope", "box_item.csv", 7, "item_id") in found


def test_faults_of_the_whole_are_told_at_the_row_that_they_concern(folder):
    change(folder, "reading", "at_least,20,,true", "at_least,25,,true")
    change(
        folder,
        "target_measure",
        "offtake_rate,offtake_rate,true",
        "offtake_rate,offtake_rate,false",
    )
    found = find(folder)
    assert ("default_differs", "reading.csv", 8, "low") in found
    assert ("no_measure", "target.csv", 6, "target_id") in found
    assert len(found) == 2


def test_every_file_at_fault_is_told_at_once(folder):
    (folder / "reading.csv").unlink()
    (folder / "targets.csv").write_text("a\n", encoding="utf-8")
    (folder / "box.csv").write_text("no,name\n", encoding="utf-8")
    (folder / "role.csv").write_bytes("role_id\n肉牛".encode("gb18030"))
    found = find(folder)
    for fault in (
        ("no_file", "reading.csv", None, ""),
        ("no_table", "targets.csv", None, ""),
        ("head", "box.csv", 1, ""),
        ("no_utf8", "role.csv", None, ""),
    ):
        assert fault in found


def test_an_indicator_that_another_plan_has_is_not_defined_again(folder):
    shutil.copy(SHIPPED / DEFAULT_PLAN / "indicator.csv", folder)
    assert ("known_elsewhere", "indicator.csv", 2, "indicator_id") in find(folder)


def test_a_file_as_excel_saves_it_is_read(folder):
    for name in ("target", "reading", "target_measure"):
        path = folder / f"{name}.csv"
        text = path.read_text(encoding="utf-8").replace("true", "TRUE")
        text += "," * (len(text.splitlines()[0].split(",")) - 1) + "\n"
        path.write_text(text.replace("\n", "\r\n"), encoding="utf-8-sig", newline="")
    assert check_plan(folder) == []


def test_what_other_plans_define_is_theirs(folder, tmp_path):
    """Also what another added plan defines: two rows of one indicator would count it twice."""
    database = tmp_path / "caomu.duckdb"
    indicator = (SHIPPED / DEFAULT_PLAN / "indicator.csv").read_text(encoding="utf-8")
    head, row = indicator.splitlines()[0], "honey_output,蜂蜜产量,,吨,up,supply,any,sum,0,,,year,,"
    other = shutil.copytree(folder, get_added_folder(database) / "other")
    for place in (folder, other):
        (place / "indicator.csv").write_text(f"{head}\n{row}\n", encoding="utf-8")
    assert check_plan(folder) == []
    assert "known_elsewhere" in {fault.rule for fault in check_plan(folder, database)}
    row = row.replace("honey_output,蜂蜜", "other_beef,牛肉")
    (folder / "indicator.csv").write_text(f"{head}\n{row}\n", encoding="utf-8")
    assert [fault.rule for fault in check_plan(folder)] == ["name_taken"]
    for name in ("formula", "series_rule"):
        shutil.copy(SHIPPED / DEFAULT_PLAN / f"{name}.csv", folder)
        assert ("known_elsewhere", f"{name}.csv", 2, "indicator_id") in find(folder)


def test_the_name_of_the_folder_is_an_id(folder):
    renamed = folder.rename(folder.with_name("我的规划"))
    assert find(renamed) == [("folder_name", "我的规划", None, "")]


def test_a_folder_without_a_plan_is_an_error(tmp_path):
    with pytest.raises(PlanDataError, match="plan_no_folder"):
        check_plan(tmp_path)
