"""Copies of the database on the page: the day of the last one, and one made now."""

import html

import pytest

from data.store.backup import make_daily_copy
from data.words.catalogue import t, use_language
from pages.shell.backups import try_to_copy
from pages.shell.cache import get_store
from tests.conftest import IN_BOTH_LANGUAGES, record_figures
from tests.pages.conftest import list_notices, read_text

FIGURE = {"indicator_id": "beef_output", "area_id": "654026", "year": 2023, "value": 1.5}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Give the copies a folder of their own."""
    monkeypatch.setenv("CAOMU_BACKUPS", str(tmp_path))
    return tmp_path


def get_title(app):
    return next(box.label for box in app.expander if "备份" in box.label or "Backup" in box.label)


@pytest.mark.parametrize("language", IN_BOTH_LANGUAGES)
def test_the_day_of_the_last_copy_stands_on_the_page(open_page, folder, language):
    with use_language(language):
        assert get_title(open_page("upload", lang=language)) == t("upload.backup_title_none")
        record_figures(get_store(), FIGURE)
        copy = make_daily_copy(get_store(), 7)
        app = open_page("upload", lang=language)
        day = copy.stem.removeprefix("caomu-")
        assert get_title(app) == t("upload.backup_title", day=day)
        assert html.escape(str(folder)) in read_text(app)


def test_a_copy_is_made_at_once(open_page, folder):
    app = open_page("upload")
    app.button(key="backup_now").click().run()
    assert not app.exception
    (made,) = folder.iterdir()
    assert list_notices(app, "done") == [t("upload.backup_done", path=made)]


def test_a_copy_that_cannot_be_written_is_told(open_page, folder, monkeypatch):
    (folder / "file").write_text("x")
    monkeypatch.setenv("CAOMU_BACKUPS", str(folder / "file"))
    app = open_page("upload")
    app.button(key="backup_now").click().run()
    assert not app.exception
    assert list_notices(app, "error")


def test_an_old_copy_is_warned_of(open_page, folder):
    (folder / "caomu-2020-01-01.duckdb").write_text("x")
    assert any("2020-01-01" in text for text in list_notices(open_page("upload"), "warning"))


def test_a_daily_copy_that_fails_is_logged_and_stops_nothing(folder, monkeypatch, caplog):
    record_figures(get_store(), FIGURE)
    (folder / "file").write_text("x")
    monkeypatch.setenv("CAOMU_BACKUPS", str(folder / "file"))
    try_to_copy(get_store())
    assert "backup_not_written" in caplog.text
