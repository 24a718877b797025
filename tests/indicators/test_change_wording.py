"""Changes in words: what changed is named, not only that something did."""

from datetime import date

import pytest

from data.words.catalogue import use_language
from indicators.change_wording import (
    describe_group_change,
    describe_project_act,
    describe_project_change,
    name_plan_table,
)

STAGES = {"old_stage": "building", "new_stage": "building"}
NAMES = {"area_id": {"654026": "昭苏县", "654027": "特克斯县"}}


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("quantity", 1.0, 100.0, "数量：1→100"),
        ("investment_wan", 920.1234, 920.1235, "总投资（万元）：920.1234→920.1235"),
        ("area_id", "654026", "654027", "地区：昭苏县→特克斯县"),
        ("stage_on", None, date(2026, 5, 1), "达到该阶段日期：—→2026-05-01"),
    ],
)
def test_a_revised_project_says_which_fields_differ(name, old, new, words):
    row = STAGES | {"fields": ({"name": name, "old": old, "new": new},)}
    assert describe_project_change(row, NAMES) == words


def test_a_new_or_withdrawn_project_says_its_stage_and_a_release_itself():
    row = {"fields": (), "old_stage": None, "new_stage": "building"}
    assert describe_project_change(row, {}) == "在建"
    assert describe_project_change(row | {"old_stage": "planned", "new_stage": None}, {}) == "前期"
    assert describe_project_act({"recorded_at": None}) == "系统更新"


def test_a_group_is_defined_renamed_changed_or_removed():
    row = {"is_removed": False, "is_new": False, "added": 0, "removed": 0}
    told = [row, row | {"is_new": True}, row | {"added": 2}, row | {"is_removed": True}]
    words = ["改名", "新建分组", "增加2个，移出0个", "停用"]
    assert [describe_group_change(one) for one in told] == words


def test_tables_of_the_plan_have_names():
    assert [name_plan_table(name) for name in ("target", "area", "nonesuch")] == [
        "目标",
        "地区和分组（含用户建立的分组）",
        "nonesuch",
    ]
    with use_language("en"):
        assert name_plan_table("target") == "Targets"
