"""Groups of counties: nothing is guessed, nothing is overwritten, the plan's numbers are kept."""

import io

import openpyxl
import pytest

from data.errors import GroupError
from data.ledger.groups import (
    define_group,
    find_overlap,
    load_group_history,
    load_groups,
    read_member_file,
    read_member_text,
    save_members,
    withdraw_group,
)
from data.names.matching import UNKNOWN
from data.statistics.ingest import ingest_file
from data.store.books import load_books
from data.store.check import run_checks

HERDING = ["654026", "654027", "654028"]


def get_group(store, group_id):
    groups = load_groups(store)
    return groups[groups["group_id"] == group_id].iloc[0]


def list_members(store, group_id):
    members = store.query("queries/group_members")
    return sorted(members.loc[members["group_id"] == group_id, "area_id"])


def list_counties(store, count, first=0):
    areas = store.query("queries/areas")
    return sorted(areas.loc[areas["level"] == "county", "area_id"])[first : first + count]


def test_the_plan_never_says_who_they_are(plan_store):
    for group_id, stated in (("pastoral", 22), ("semi_pastoral", 15), ("plan_counties", 37)):
        group = get_group(plan_store, group_id)
        assert (group["stated_count"], group["member_count"]) == (stated, 0)
        assert group["verdict"] == "open"


def test_a_list_of_another_length_than_the_plan_says_differs(store):
    save_members(store, "pastoral", HERDING, by="测试员")
    assert get_group(store, "pastoral")["verdict"] == "differs"
    save_members(store, "pastoral", list_counties(store, 22))
    assert get_group(store, "pastoral")["verdict"] == "agrees"


def test_the_37_are_the_two_lists_together(store):
    save_members(store, "pastoral", list_counties(store, 22))
    assert list_members(store, "plan_counties") == []
    save_members(store, "semi_pastoral", list_counties(store, 15, first=22))
    assert list_members(store, "plan_counties") == list_counties(store, 37)
    assert get_group(store, "plan_counties")["verdict"] == "agrees"


def test_a_list_of_the_37_of_their_own_prevails(store):
    save_members(store, "pastoral", list_counties(store, 22))
    save_members(store, "semi_pastoral", list_counties(store, 15, first=22))
    save_members(store, "plan_counties", HERDING)
    assert list_members(store, "plan_counties") == HERDING


def test_a_county_in_both_lists_is_named_and_counted_once(store):
    save_members(store, "pastoral", HERDING)
    save_members(store, "semi_pastoral", HERDING[:1])
    assert find_overlap(store) == HERDING[:1]
    assert list_members(store, "plan_counties") == HERDING


def test_saving_again_withdraws_who_left_and_keeps_the_ledger(store):
    assert save_members(store, "pastoral", HERDING) == (3, 0)
    assert save_members(store, "pastoral", [*HERDING[:2], "654025"]) == (1, 1)
    assert list_members(store, "pastoral") == ["654025", "654026", "654027"]
    assert save_members(store, "pastoral", ["654025", "654026", "654027"]) == (0, 0)
    history = load_group_history(store, "pastoral")
    assert (history["added"].tolist(), history["removed"].tolist()) == ([1, 3], [1, 0])


def test_years_are_kept(store):
    save_members(store, "pastoral", HERDING, from_year=2023)
    rows = store.query("queries/group_sent_members", group_id="pastoral")
    assert rows["from_year"].tolist() == [2023] * 3
    with pytest.raises(GroupError, match="group_years"):
        save_members(store, "pastoral", HERDING, from_year=2024, to_year=2023)


def test_a_group_of_ones_own(store):
    group_id = define_group(store, "边境口岸县", name_en="Border port counties", by="测试员")
    save_members(store, group_id, ["654004", "652702"])
    group = get_group(store, group_id)
    assert (group["name_en"], group["origin"], group["member_count"]) == (
        "Border port counties",
        "user",
        2,
    )
    areas = store.query("queries/areas").set_index("area_id")
    assert areas.loc[group_id, "level"] == "group"


def test_figures_of_a_group_of_ones_own_are_read_and_stay_known(store, tmp_path):
    group_id = define_group(store, "口岸县", name_en="Port counties", by="李某")
    path = tmp_path / "figures.csv"
    path.write_text(
        "地区,指标,年份,数值,单位\n口岸县,牛肉产量,2024,1.5,万吨\n"
        f"{group_id},牛肉产量,2023,1.4,万吨\n",
        encoding="utf-8",
    )
    report = ingest_file(store, path, by="李某")
    assert report["accepted"] == 2
    assert "facts_name_known_things" not in list_broken(store)
    withdraw_group(store, group_id, by="李某")
    assert "facts_name_known_things" not in list_broken(store)
    assert load_books(store).areas.resolve("口岸县", 2024).kind == UNKNOWN


def list_broken(store):
    return {result.check_id for result in run_checks(store) if result.rows}


def test_a_group_is_withdrawn_with_its_members(store):
    group_id = define_group(store, "边境口岸县")
    save_members(store, group_id, HERDING)
    withdraw_group(store, group_id)
    assert group_id not in set(load_groups(store)["group_id"])
    assert list_members(store, group_id) == []
    assert define_group(store, "边境口岸县") != group_id


@pytest.mark.parametrize(
    ("call", "key"),
    [
        (lambda store: define_group(store, "  "), "group_needs_name"),
        (lambda store: define_group(store, "甲", group_id="Ä"), "group_id"),
        (lambda store: define_group(store, "甲", group_id="pastoral"), "group_id_taken"),
        (lambda store: define_group(store, "昭苏县"), "group_name_taken"),
        (lambda store: withdraw_group(store, "pastoral"), "group_of_plan"),
        (lambda store: withdraw_group(store, "no_such"), "group_unknown"),
        (lambda store: save_members(store, "box1_counties", HERDING), "group_fixed"),
        (lambda store: save_members(store, "pastoral", ["654000"]), "group_not_county"),
    ],
)
def test_what_cannot_be_done_is_said(store, call, key):
    with pytest.raises(GroupError) as error:
        call(store)
    assert error.value.key == key


@pytest.mark.parametrize(
    "text",
    [
        "654026\n654027\n654028",
        "昭苏县、特克斯县、尼勒克县",
        "昭苏县 特克斯县 尼勒克县",
        "654026\t昭苏县\n654027\t特克斯县\n654028\t尼勒克县",
        "县名\n昭苏\n特克斯\n尼勒克",
        "Zhaosu County, Tekes County, Nilka County",
    ],
)
def test_a_pasted_list_is_read(plan_store, text):
    read = read_member_text(plan_store, text)
    assert (list(read.area_ids), read.issues) == (HERDING, ())


def test_an_ambiguous_name_is_refused_with_its_candidates(plan_store):
    read = read_member_text(plan_store, "昭苏县、伊宁、某某县、伊犁州")
    assert read.area_ids == ("654026",)
    assert [(issue.rule, issue.text) for issue in read.issues] == [
        ("ambiguous", "伊宁"),
        ("unknown", "某某县"),
        ("not_a_county", "伊犁州"),
    ]
    assert read.issues[0].candidates == ("654002", "654021")


def test_code_and_name_that_disagree_are_a_conflict(plan_store):
    read = read_member_text(plan_store, "654026\t特克斯县")
    assert (read.area_ids, read.issues[0].rule) == ((), "conflict")


def test_a_code_settles_an_ambiguous_name(plan_store):
    assert read_member_text(plan_store, "654002\t伊宁").area_ids == ("654002",)


def test_a_county_named_twice_counts_once(plan_store):
    read = read_member_text(plan_store, "昭苏县、654026")
    assert (read.area_ids, read.repeated) == (("654026",), 1)


def test_a_workbook_and_a_gbk_file_are_read(plan_store):
    book = openpyxl.Workbook()
    for row in (
        ["序号", "地州", "县（市）"],
        [1, "伊犁州", "昭苏县"],
        [2, "伊犁州", "特克斯县"],
        [3, "伊犁州", "尼勒克县"],
    ):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    assert list(read_member_file(plan_store, stream.getvalue(), "a.xlsx").area_ids) == HERDING
    text = "代码,县名\r\n654026,昭苏县\r\n654027,特克斯县\r\n654028,尼勒克县\r\n"
    read = read_member_file(plan_store, text.encode("gb18030"), "a.csv")
    assert (list(read.area_ids), read.issues) == (HERDING, ())
