"""A visit looks at a former day: every page says so, nothing is written, and it leads back."""

import html
from datetime import timedelta

import pytest

from data.clock import get_today, use_day
from data.ledger.settings import CONTACT, load_setting
from data.statistics.commit import commit_upload
from data.statistics.export import export_figures
from data.statistics.read import read_statistics
from data.store.build import keep_store
from data.store.past import look_back
from data.words.catalogue import load_catalogue
from data.words.numbers import format_day
from pages.shell.example import keep_visit, mark_file
from tests.data.former import move_back
from tests.pages.conftest import FEW_PAGES, list_notices, read_text


@pytest.fixture(scope="module", autouse=True)
def history(database):
    """Return the day of the first upload, and what was exported on it."""
    store = keep_store()
    for value in (125000, 135000):
        text = f"2024年各县牛存栏（单位：头）\n地区,牛年末存栏\n昭苏县,{value}\n"
        commit_upload(store, read_statistics(text.encode(), f"{value}.csv", store), by="甲")
        if value == 125000:
            exported = export_figures(store)
            day = move_back(store, 10)
    return day, exported


@pytest.mark.parametrize("name", FEW_PAGES)
def test_every_page_says_which_day_it_shows(open_page, history, name):
    day = history[0]
    app = open_page(name, asof=str(day))
    mark = load_catalogue("zh")["asof.mark"].format(day=format_day(day))
    text = html.unescape(read_text(app))
    assert text.count(mark) == 2 and "asof=now" in text
    assert not list_notices(app, "error")
    assert app.query_params["asof"] in (str(day), [str(day)])


def test_links_stay_on_the_day_and_figures_are_of_it(open_page, history):
    app = open_page("indicator", id="cattle_stock", area="654026", asof=str(history[0]))
    text = html.unescape(read_text(app))
    assert "12.5" in text and "13.5" not in text
    links = [part.split('"')[0] for part in text.split(' href="')[1:]]
    assert links and all("asof=" in link for link in links)
    assert "13.5" in read_text(open_page("indicator", id="cattle_stock", area="654026"))


def test_exports_are_those_of_the_day(history):
    day, exported = history
    with use_day(day):
        assert export_figures(look_back(keep_store(), day)) == exported
    assert export_figures(keep_store()) != exported


def test_a_write_on_a_former_day_is_refused_in_words(open_page, history):
    app = open_page("overview", asof=str(history[0]))
    app.text_input("contact").set_value("畜牧兽医局")
    app.text_input("actor_field_contact").set_value("甲")
    app.button("contact_save").click().run()
    words = load_catalogue("zh")["errors.past_is_read_only"].format(day=history[0])
    assert words in list_notices(app, "error")
    assert load_setting(keep_store(), CONTACT) is None


def test_a_day_that_cannot_be_shown_is_told_and_not_kept(open_page, history):
    day = history[0]
    for asked in ("gestern", "2999-01-01", str(get_today()), str(day - timedelta(days=1))):
        app = open_page("overview", asof=asked)
        assert asked in list_notices(app, "error")[0]
        assert 'class="former-mark"' not in read_text(app)
        assert "asof" not in app.query_params


def test_the_way_back_leads_to_the_same_page(open_page, history):
    app = open_page("targets", asof=str(history[0]))
    app.query_params["asof"] = "now"
    app.run()
    assert "asof" not in app.query_params
    assert 'class="former-mark"' not in read_text(app)
    assert get_today() > history[0]


def test_a_file_that_is_made_later_is_of_the_day(history, monkeypatch):
    day = history[0]
    monkeypatch.setattr("pages.shell.example.get_former_day", lambda: day)
    make = keep_visit(get_today)
    name = mark_file("数据.xlsx")
    monkeypatch.undo()
    assert make() == day and str(day) in name and get_today() > day
