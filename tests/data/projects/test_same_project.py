"""The same project entered twice: it is asked, and may stand beside only knowingly."""

import pytest

from data.errors import ChangedMeanwhileError
from data.projects.register import load_projects, save_project

PROJECT = {
    "item_id": "box10_routes",
    "area_id": "654026",
    "name": "夏塔草原线路",
    "stage": "building",
    "stage_on": "2025-06-30",
}


def test_the_same_project_twice_is_asked_and_may_stand_beside(store):
    first, _ = save_project(store, PROJECT, by="甲")
    with pytest.raises(ChangedMeanwhileError, match="project_twice") as told:
        save_project(store, PROJECT | {"name": "夏塔 草原　线路"}, by="乙")
    assert told.value.now == first and told.value.theirs[0]["project_id"] == first
    save_project(store, PROJECT, by="乙", beside=first)
    assert len(load_projects(store)) == 2


def test_another_item_or_area_is_another_project(store):
    save_project(store, PROJECT)
    save_project(store, PROJECT | {"area_id": "654025"})
    save_project(store, PROJECT | {"item_id": "box10_folk_parks"})
    assert len(load_projects(store)) == 3


def test_projects_without_a_name_are_the_same_only_in_all_fields(store):
    unnamed = PROJECT | {"name": ""}
    save_project(store, unnamed)
    save_project(store, unnamed | {"operator": "某合作社"})
    with pytest.raises(ChangedMeanwhileError, match="project_twice"):
        save_project(store, unnamed)


def test_an_edit_into_another_project_is_asked_an_edit_beside_it_is_not(store):
    first, _ = save_project(store, PROJECT)
    second, _ = save_project(store, PROJECT | {"name": "乙"})
    with pytest.raises(ChangedMeanwhileError, match="project_twice"):
        save_project(store, PROJECT, project_id=second)
    save_project(store, PROJECT, project_id=second, beside=first)
    save_project(store, PROJECT | {"note": "备注"}, project_id=second)
