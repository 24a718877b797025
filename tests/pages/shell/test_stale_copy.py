"""Pages say when what others save in the shared database no longer arrives."""

import duckdb
import pytest
from streamlit import cache_resource

from data.clock import format_time
from data.store.build import keep_store
from data.words.catalogue import load_catalogue
from tests.pages.conftest import list_notices


@pytest.fixture(scope="module", autouse=True)
def database(tmp_path_factory):
    """Give the app a copy of a lake whose catalogue is a file."""
    folder = tmp_path_factory.mktemp("lake")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CAOMU_STORE", f"ducklake:{folder / 'catalogue.ducklake'}")
        patch.setenv("CAOMU_LAKE_FILES", str(folder / "files"))
        patch.setenv("CAOMU_DB", str(folder / "copies" / "caomu.duckdb"))
        patch.setenv("CAOMU_BACKUPS_KEPT", "0")
        cache_resource.clear()
        store = keep_store()
        # Only the tests look at the lake, so that it is as they left it.
        store._end_following()
        yield store
        store.close()
        cache_resource.clear()


def fail_to_connect():
    raise duckdb.IOException("Unable to connect to Postgres: could not connect to server")


@pytest.mark.parametrize("name", ["overview", "upload"])
def test_a_page_says_until_when_it_knows_and_no_longer_than_that(database, open_page, name):
    assert not list_notices(open_page(name), "error")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database.lake, "_connect", fail_to_connect)
        database.try_to_catch_up()
        until = database.stale_since
        database.try_to_catch_up()
        assert until is not None and database.stale_since == until
        for language in ("zh", "en"):
            told = load_catalogue(language)["shell.stale"].format(time=format_time(until))
            assert list_notices(open_page(name, lang=language), "error") == [told]
    database.try_to_catch_up()
    assert not list_notices(open_page(name), "error")
