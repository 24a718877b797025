"""The page of the briefing: choices in the address, a preview with rows, a pack to take away."""

import html
from datetime import timedelta

import pytest

from data.clock import get_now
from data.store.build import keep_store
from data.words.catalogue import load_catalogue
from pages.documents.briefing.recipes import SHIPPED, get_recipe_folder
from pages.tasks.parts.briefing_making import JOB
from tests.pages.conftest import list_notices, read_text, unfold


def test_the_preview_shows_the_rows_behind_a_sentence(open_page):
    text = html.unescape(read_text(open_page("briefing", scope="650000", parts="summary,movers")))
    assert "规划的12项目标中，1项滞后，11项暂无法评价。" in text
    assert "骆驼年末存栏36.42万头（+15.4%）" in text
    assert 'title="新疆维吾尔自治区2024年骆驼年末存栏 · 36.42万头 · 已公布' in text or (
        "新疆维吾尔自治区2024年骆驼年末存栏 · 36.42万头 · 已公布" in text
    )


def test_a_part_below_the_first_is_composed_when_it_is_unfolded(open_page):
    app = open_page("briefing", scope="654026", parts="summary,roles,changes")
    assert read_text(app).count('<article class="briefing"') == 1
    unfold(app, "briefing_part_roles")
    _, roles = read_text(app).split('<article class="briefing"')[1:]
    assert "规划明确本县8项产业定位" in roles and roles.count("<tr") == 1 + 8
    # What a briefing of a box does not have is not among its parts.
    app = open_page("briefing", scope="box5", parts="summary,targets,boxes,owed")
    folds = [fold.label for fold in app.expander]
    assert "专栏项目" in folds and not {"目标进展", "未报数据"} & set(folds)


def test_the_document_has_its_own_language(open_page):
    app = open_page("briefing", lang="zh", doc="en", parts="summary")
    text = html.unescape(read_text(app))
    assert '<article class="briefing" lang="en">' in text
    assert "12 targets of the plan: 1 behind; 11 cannot be judged yet." in text


@pytest.mark.parametrize(
    ("scope", "name"),
    [("forage_base", "高产稳产优质饲草基地"), ("box5", "专栏5"), ("654026", "昭苏县")],
)
def test_a_scope_of_any_kind_comes_from_the_address(open_page, scope, name):
    app = open_page("briefing", scope=scope, parts="summary")
    assert name in html.unescape(read_text(app))
    assert app.query_params["scope"] in (scope, [scope])


def test_what_the_address_asks_for_in_vain_is_said(open_page):
    app = open_page("briefing", scope="box1", recipe="weather", parts="summary,rain")
    said = " ".join(list_notices(app, "warning"))
    assert "box1" in said and "weather" in said and "rain" in said


def test_parts_stand_in_the_address_only_where_they_are_not_the_recipes(open_page):
    app = open_page("briefing", recipe="one_page")
    assert "parts" not in app.query_params
    app = open_page("briefing", recipe="one_page", parts="summary")
    assert app.query_params["parts"] in ("summary", ["summary"])


def test_the_preview_follows_what_the_office_writes_into_its_recipe(open_page):
    """The file changes beside the database, in which nothing changes."""
    written = (SHIPPED / "one_page.yml").read_text(encoding="utf-8")
    own = get_recipe_folder(keep_store().path) / "own.yml"
    own.parent.mkdir(exist_ok=True)
    for title in ("甲稿", "乙稿"):
        own.write_text(written.replace('zh: "{area}', f'zh: "{title}{{area}}'), encoding="utf-8")
        app = open_page("briefing", recipe="own", parts="summary")
        assert f"<h2>{title}" in read_text(app)
    own.unlink()


def test_a_pack_is_made_and_offered(open_page, monkeypatch):
    app = open_page("briefing", scope="650102", parts="summary")
    app.button(key="briefing_start").click().run()
    job = app.session_state[JOB]
    assert app.button(key="briefing_start").disabled
    list(job.wait())
    now = get_now()
    app.run()
    words = load_catalogue("zh")
    assert words["briefing.page.made"].format(n=len(job.files)) in list_notices(app, "done")
    assert len(app.get("download_button")) >= 5
    # The same choice of another day, plan or database is another one.
    monkeypatch.setattr("data.clock.get_now", lambda: now + timedelta(days=1))
    app.run()
    assert words["briefing.page.other"] in list_notices(app, "warning")


def test_a_pack_can_be_cancelled(open_page):
    app = open_page("briefing", scope="650102", parts="summary")
    app.button(key="briefing_start").click().run()
    job = app.session_state[JOB]
    app.button(key="briefing_cancel").click().run()
    list(job.wait())
    assert job.state == "cancelled" and JOB not in app.session_state


def test_the_day_of_the_last_pack_comes_from_the_address(open_page):
    app = open_page("briefing", parts="changes", since="2026-01-05")
    text = html.unescape(read_text(app))
    assert "自上次汇编以来的变化" in text and "2026年1月5日至" in text
    assert app.query_params["since"] in ("2026-01-05", ["2026-01-05"])


@pytest.mark.parametrize("value", ["2026-13-01", "2999-01-01"])
def test_a_day_that_cannot_be_that_of_the_last_pack_is_said(open_page, value):
    app = open_page("briefing", parts="changes", since=value)
    assert value in " ".join(list_notices(app, "error"))
    assert not app.exception
