"""The routes on a store of their own, and a server that runs."""

import shutil

import pytest
from starlette.applications import Starlette

from data.store import kept
from data.store.build import keep_store
from data.store.kept import Address, announce
from pages.server.startup import MIDDLEWARE, ROUTES
from tests.conftest import record_figures

TOKEN = "a-token-for-tests"


@pytest.fixture(scope="module", autouse=True)
def database(plan_file, tmp_path_factory):
    """Keep a store open for the file's routes; a county has a figure of its own."""
    path = tmp_path_factory.mktemp("routes") / "caomu.duckdb"
    shutil.copy(plan_file, path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CAOMU_DB", str(path))
        patch.delenv("CAOMU_HOSTS", raising=False)
        store = keep_store()
        figure = {"area_id": "654026", "year": 2024, "value": 12.5, "source": "=旗"}
        record_figures(store, {"indicator_id": "cattle_stock"} | figure)
        announce(Address("http://127.0.0.1:8501", TOKEN, "run", 1))
        yield path
        announce(None)
        store.close()
    assert not kept.get_lock_path(path).exists()


@pytest.fixture(scope="session")
def app():
    """The routes of ours with what goes around every answer, without Streamlit's."""
    return Starlette(routes=ROUTES, middleware=MIDDLEWARE)
