"""What is saved changes the page at once, and two people who edit one thing both learn of it."""

import shutil

import pytest
from playwright.sync_api import expect

from data.projects.register import save_project
from data.store.database import Store
from tests.browser.looking import expect_address, expect_settled, expect_title, say
from tests.browser.serving import assert_no_traceback, run_server
from tests.conftest import record_figures

TARGET = "traceability_coverage"
# Up by 20 % means 72, up by 20 points means 80: 66.5 is on pace for one, behind for the other.
FIGURES = ((2021, 60.0), (2024, 66.5))
FIELDS = {
    "decisions.column.by": "厅长办公会",
    "decisions.column.on": "2024-03-01",
    "decisions.column.document": "1号",
    "shell.actor": "李明",
}


PROJECT = {
    "item_id": "box10_routes",
    "area_id": "654026",
    "name": "夏塔草原线路",
    "stage": "building",
    "stage_on": "2025-06-30",
    "operator": "甲单位",
}


@pytest.fixture(scope="module")
def served(plan_file, tmp_path_factory):
    """Serve a database with two made-up figures and a project; yield it and the project's id."""
    folder = tmp_path_factory.mktemp("saving")
    with Store(shutil.copy(plan_file, folder / "caomu.duckdb")) as store:
        record_figures(
            store,
            *(
                {"indicator_id": TARGET, "area_id": "650000", "year": year, "value": value}
                for year, value in FIGURES
            ),
        )
        project_id, _ = save_project(store, PROJECT, by="起初")
    with run_server(folder) as running:
        yield running, project_id
        assert_no_traceback(running)


def open_fold(page, language, key):
    """Open a fold by its heading, wait until it has unfolded, and return it."""
    fold = page.locator("details").filter(has_text=say(language, key))
    fold.locator("summary").click()
    expect(fold).to_have_attribute("open", "")
    # While it unfolds its content slides: a click may begin on a button and end beside it.
    page.wait_for_function("""() => document.getAnimations().every((one) =>
        one.playState !== 'running' || one.effect.getComputedTiming().endTime === Infinity)""")
    return fold


def press(fold, language, key):
    """Press a button right after the last field was typed into, as people do."""
    fold.get_by_role("button", name=say(language, key), exact=True).click()


def expect_notice(page, words):
    """Wait until the page says what was done."""
    expect(page.locator("p.notice.done").filter(has_text=words)).to_be_visible()


def expect_status(page, words):
    """Wait until the status of the target says this; while a run ends there may be two."""
    expect(page.locator("section.detail").filter(has_text=words)).to_have_count(1)
    expect_settled(page)


def test_a_decision_changes_the_status_until_it_is_withdrawn(served, visit):
    server, _ = served
    language = "zh"
    page = visit(server, f"/targets?lang={language}&target={TARGET}&part=decisions")
    expect(page.get_by_text(say(language, "decisions.title"), exact=True)).to_be_visible()
    expect_settled(page)
    expect_status(page, say(language, "status.reason.reading_undecided"))

    fold = open_fold(page, language, "decisions.record_title")
    for key, text in FIELDS.items():
        fold.get_by_label(say(language, key), exact=True).fill(text)
    press(fold, language, "decisions.record")
    expect_notice(page, say(language, "decisions.recorded_now"))
    expect_status(page, say(language, "status.on_pace"))
    expect_status(page, FIELDS["decisions.column.document"])
    expect_address(page, part="decisions", target=TARGET)

    page.get_by_role("button", name=say(language, "shell.other_language")).click()
    language = "en"
    expect_title(page, "targets", language)
    expect_status(page, say(language, "status.on_pace"))
    fold = open_fold(page, language, "decisions.withdraw_title")
    # Who acts was asked once; the form has it.
    expect(fold.get_by_label(say(language, "shell.actor"), exact=True)).to_have_value(
        FIELDS["shell.actor"]
    )
    fold.get_by_label(say(language, "decisions.why"), exact=True).fill("重新研究")
    press(fold, language, "decisions.withdraw")
    expect_notice(page, say(language, "decisions.withdrawn"))
    expect_status(page, say(language, "status.reason.reading_undecided"))
    record = page.locator("tr.undone")
    expect(record).to_have_count(1)
    expect(record).to_contain_text(FIELDS["decisions.column.by"])


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


@pytest.mark.slow
def test_what_the_second_typed_is_shown_beside_what_the_first_saved(served, visit):
    server, project_id = served
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
