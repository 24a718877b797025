"""A visit looks at one of several plans: every page shows it, and the address says which."""

import html
import os
import shutil
from pathlib import Path

import pytest

from data.projects.demonstration import make_project_demonstration
from data.store.build import build_store, keep_store
from data.store.folders import get_added_folder
from data.store.statements import ROOT
from data.words.catalogue import load_catalogue, t, use_plan_words
from pages.shell.cache import keep
from pages.shell.plan_choice import held_plan
from tests.pages.conftest import FEW_PAGES, list_notices, read_text

YILI = "yili"


@pytest.fixture(scope="module", autouse=True)
def added(database):
    """Add an example plan to the module's database."""
    path = Path(os.environ["CAOMU_DB"])
    folder = get_added_folder(path) / YILI
    shutil.copytree(ROOT / "docs" / "examples" / "plans" / YILI, folder)
    build_store(path)


@pytest.mark.parametrize("name", FEW_PAGES)
def test_every_page_shows_the_plan_of_the_address(open_page, name):
    app = open_page(name, plan=YILI)
    assert app.query_params["plan"] in (YILI, [YILI])
    assert not list_notices(app, "error")
    assert not [text for text in list_notices(app, "warning") if YILI in text]
    text = html.unescape(read_text(app))
    assert f"plan={YILI}" in text
    # What the first plan calls 专栏项目 has its own name here, in the list of pages too.
    assert "主要举措" in text and "专栏项目" not in text


def test_the_reader_chooses_a_plan(open_page):
    app = open_page("overview")
    assert "plan" not in app.query_params
    app.selectbox(key="choice_of_plan").select(YILI).run()
    text = html.unescape(read_text(app))
    assert "跨境电子商务综合试验区" in text and "伊犁哈萨克自治州" in text
    app.selectbox(key="choice_of_plan").select("livestock").run()
    assert "新疆草原畜牧业转型升级规划" in html.unescape(read_text(app))


def test_a_plan_that_there_is_not_is_said(open_page):
    app = open_page("overview", plan="other")
    assert any("other" in text for text in list_notices(app, "warning"))


def test_a_plan_of_a_part_begins_with_its_part(open_page):
    """Its map is narrowed to it, and a county that it does not name learns where it is judged."""
    app = open_page("map", plan=YILI)
    assert app.selectbox(key="choice_peers").value == "654000"
    # What it shows, and what any other map of the plan shows, is not called the region's.
    for kind in ("indicator", "coverage", "box"):
        shown = html.unescape(read_text(open_page("map", plan=YILI, kind=kind)))
        assert "伊犁哈萨克自治州各县（市、区）" in shown and "新疆各县" not in shown
    text = html.unescape(read_text(open_page("county", plan=YILI, code="654026")))
    assert "6项目标、14项任务按伊犁哈萨克自治州整体评价" in text


def test_a_kept_text_has_the_words_of_its_plan_whoever_asks_first(database):
    """What the server prepares, and a callback before its page, run where nobody has said them."""

    @keep("plan", in_words=True)
    def write_title() -> str:
        return t("shell.page.boxes")

    token = held_plan.set(YILI)
    try:
        with use_plan_words(None):
            assert t("shell.page.boxes") == "专栏项目"
            assert write_title() == "主要举措"
    finally:
        held_plan.reset(token)
    assert write_title() == "专栏项目"


def test_a_list_that_was_read_is_read_again_for_another_plan(open_page):
    """Nothing was written meanwhile: what was read by the first plan must not be confirmed."""
    content = make_project_demonstration(keep_store(), projects=9)

    def read_changes(app) -> str:
        return read_text(app).partition(load_catalogue("zh")["projects.changes_title"])[2]

    app = open_page("projects")
    app.file_uploader[0].upload("demo.csv", content, "text/csv").run()
    first = read_changes(app)
    app.selectbox(key="choice_of_plan").select(YILI).run()
    fresh = open_page("projects", plan=YILI)
    fresh.file_uploader[0].upload("demo.csv", content, "text/csv").run()
    assert read_changes(app) == read_changes(fresh) != first
