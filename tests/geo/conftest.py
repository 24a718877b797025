"""A store with made-up county figures, once for all tests of maps."""

import shutil

import pytest

from data.store.database import Store
from tests.geo.seeds import sow


@pytest.fixture(scope="session")
def database(plan_file, tmp_path_factory):
    """A file with figures of all counties but five, to be read or copied."""
    path = tmp_path_factory.mktemp("maps") / "seeded.duckdb"
    with Store(shutil.copy(plan_file, path)) as store:
        sow(store)
    return path


@pytest.fixture(scope="session")
def store(database, tmp_path_factory):
    """A store with these figures, open; commands have the file for themselves."""
    with Store(shutil.copy(database, tmp_path_factory.mktemp("drawn"))) as opened:
        yield opened
