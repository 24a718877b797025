"""Two people edit one project: the second sees both versions, and saves on top knowingly."""

import pytest
from playwright.sync_api import expect

from data.projects.register import save_project
from data.store.build import open_store
from tests.browser.conftest import assert_no_traceback
from tests.browser.looking import expect_settled, say
from tests.browser.serving import run_server
from tests.browser.test_decisions import expect_notice, open_fold, press

PROJECT = {
    "item_id": "box10_routes",
    "area_id": "654026",
    "name": "夏塔草原线路",
    "stage": "building",
    "stage_on": "2025-06-30",
    "operator": "甲单位",
}


@pytest.fixture
def served_project(tmp_path):
    """Serve a register with one project; yield the server and the project's id."""
    with open_store(tmp_path / "caomu.duckdb", may_create=True) as store:
        project_id, _ = save_project(store, PROJECT, by="起初")
    with run_server(tmp_path) as running:
        yield running, project_id
        assert_no_traceback(running)


def begin_typing(page, actor, **fields):
    """Open the form of the project and type into it, as far as the button."""
    expect_settled(page)
    name = page.get_by_label(say("zh", "shell.actor"), exact=True)
    name.fill(actor)
    name.press("Tab")
    expect_settled(page)
    fold = open_fold(page, "zh", "projects.edit_title")
    for field, value in fields.items():
        fold.get_by_label(say("zh", f"projects.field.{field}"), exact=True).fill(value)
    return fold


def test_what_the_second_typed_is_shown_beside_what_the_first_saved(served_project, visit):
    server, project_id = served_project
    pages = [visit(server, f"/projects?lang=zh&project={project_id}") for _ in range(2)]
    first = begin_typing(pages[0], "王某", operator="丙单位", stage_on="2025-09-30")
    second = begin_typing(pages[1], "李某", operator="乙单位")
    press(first, "zh", "projects.save_edit")
    expect_notice(pages[0], say("zh", "projects.saved"))
    press(second, "zh", "projects.save_edit")
    versions = pages[1].locator(".versions")
    expect(versions).to_contain_text("丙单位")
    expect(versions).to_contain_text("乙单位")
    expect(pages[1].locator("p.notice.warning")).to_contain_text("王某")
    pages[1].get_by_role("button", name=say("zh", "shell.conflict.edit.save")).click()
    expect_notice(pages[1], say("zh", "projects.saved"))
    expect(versions).to_have_count(0)
    facts = pages[1].locator("dl.particulars")
    expect(facts).to_contain_text("乙单位")
    expect(facts).to_contain_text("2025-09-30")
