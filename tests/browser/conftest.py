"""A real browser and a server; a request that leaves the server fails the test."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import NoChromiumError, find_chromium
from tests.browser.serving import assert_no_traceback, run_server
from tests.browser.windows import PATIENCE_MS, Windows

expect.set_options(timeout=PATIENCE_MS)
WINDOWS = Windows()


def is_of_this_folder(item):
    """Tell whether a test is one of a browser."""
    return item.path.is_relative_to(Path(__file__).parent)


def pytest_collection_modifyitems(items):
    """Mark every test of this folder."""
    for item in items:
        if is_of_this_folder(item):
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(nextitem):
    """Close the browser after the last test of this folder.

    Playwright keeps an event loop running, which tests of other folders in the same process must
    not meet.
    """
    if nextitem is None or not is_of_this_folder(nextitem):
        WINDOWS.close()


@pytest.fixture(scope="session")
def chromium_path():
    """Return the browser's path, None for playwright's own build."""
    try:
        return find_chromium()
    except NoChromiumError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture
def visit(chromium_path):
    """Return a function that opens an address in a window of its own, as a new visit."""
    if not WINDOWS.is_open:
        WINDOWS.start(chromium_path)
    yield WINDOWS.open_address
    outside, errors = WINDOWS.release()
    assert not outside, "requests left the server"
    assert not errors, "errors in the browser"


@pytest.fixture(scope="session")
def reading_server(plan_file, example_file, tmp_path_factory):
    """Serve a database without figures, and the example beside it, to all who only read."""
    folder = tmp_path_factory.mktemp("server")
    shutil.copy(plan_file, folder / "caomu.duckdb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CAOMU_EXAMPLE", str(shutil.copy(example_file, folder / "example.duckdb")))
        with run_server(folder) as running:
            yield running


@pytest.fixture(scope="module")
def server(reading_server):
    """Serve a database without figures, and the example, to the tests of a file."""
    yield reading_server
    assert_no_traceback(reading_server)


@pytest.fixture
def cold_server(tmp_path):
    """Serve an empty database to this test alone; nobody has visited it."""
    with run_server(tmp_path) as running:
        yield running
        assert_no_traceback(running)
