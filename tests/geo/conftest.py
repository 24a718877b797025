"""A store with made-up county figures, once for all tests of maps."""

import pytest

from tests.geo.seeds import open_seeded_store


@pytest.fixture(scope="session")
def store():
    with open_seeded_store() as opened:
        yield opened
