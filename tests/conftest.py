"""What many tests share: a store with the plan in it, and a way to send figures."""

import argparse
import gc
import os
import shutil
import tempfile
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from filelock import FileLock
from hypothesis import settings
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import local_script_runner

from data.clock import get_now
from data.files import safely
from data.files.__main__ import write_answer
from data.projects.example import prepare_example
from data.store import engine
from data.store.build import build_plan
from data.store.database import Store
from data.store.ids import make_id
from data.store.kept import keep_open
from data.words.catalogue import LANGUAGES, use_language, use_plan_words

# On a busy machine an example may take long without being wrong.
settings.register_profile("caomu", deadline=None)
settings.load_profile("caomu")

_ANSWER_APART = safely.answer_apart
# For what is the same in English: `make test` looks in Chinese, `make test-slow` in both.
IN_BOTH_LANGUAGES = ["zh", pytest.param("en", marks=pytest.mark.slow)]

# Files that are kept in memory, where the system has such a place, and the room that a run takes.
IN_MEMORY = Path("/dev/shm")
MOST_BYTES = 4 * 1024**3

# How much is made before the collector looks, and how often at what is older.
LOOK_THROUGH = (10_000, 10, 10)

# Folders whose files take longest; all of the browser share one server and one Chromium.
FIRST = ("architecture", "browser", "rights")
AT_ONE = "tests/browser/"


def pytest_configure():
    """Put files in memory, where there is room: of thousands of databases each commit waits for
    the disk. Whoever named a folder (TMPDIR) keeps it."""
    if "TMPDIR" in os.environ or not IN_MEMORY.is_dir() or not os.access(IN_MEMORY, os.W_OK):
        return
    # A bundle is unpacked and started.
    is_barred = os.statvfs(IN_MEMORY).f_flag & os.ST_NOEXEC
    if not is_barred and shutil.disk_usage(IN_MEMORY).free >= MOST_BYTES:
        os.environ["TMPDIR"] = tempfile.tempdir = str(IN_MEMORY)


def count_examples(most: int) -> int:
    """Return how many random cases a test tries: a quarter of those of `make test-slow`."""
    return most if os.environ.get("HYPOTHESIS_PROFILE") == "many" else most // 4


@pytest.fixture(scope="session", autouse=True)
def read_files_here():
    """Read files in the tests' own process, in fixtures too: a process for each of thousands
    takes too long."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(safely, "answer_apart", lambda asked, answer, _: write_answer(asked, answer))
        yield


@pytest.fixture(autouse=True)
def read_files_apart(request, monkeypatch):
    """Start the processes that read files, as the app does, where a test is marked `apart`."""
    if "apart" in request.keywords:
        monkeypatch.setattr(safely, "answer_apart", _ANSWER_APART)


@pytest.fixture(scope="session", autouse=True)
def look_for_components_once():
    """Find Streamlit's components once: each run of a page under test reads all packages anew."""
    with pytest.MonkeyPatch.context() as patch:
        scan = manifest_scanner.scan_component_manifests
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(scan))
        yield


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Give all files of the browser to one process: another would start what they share again."""
    if config.getoption("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class Scheduling(LoadFileScheduling):
        def _split_scope(self, nodeid):
            return AT_ONE if nodeid.startswith(AT_ONE) else super()._split_scope(nodeid)

    return Scheduling(config, log)


def pytest_collection_modifyitems(items):
    """Let the long files begin, those of the rights too: a run in two processes ends with short
    ones, so that neither waits for the other."""
    items.sort(key=lambda item: item.path.parent.name not in FIRST)


def pytest_collection_finish():
    """Let the collector pass over what stays to the end: thousands of tests and the modules."""
    gc.collect()
    gc.freeze()
    # As the app does: what tests make is looked through less often.
    gc.set_threshold(*LOOK_THROUGH)


@pytest.fixture(scope="session", autouse=True)
def wait_for_the_end_of_a_page():
    """Wait until a page under test has run: Streamlit asks a thousand times a second."""
    ask = local_script_runner.require_widgets_deltas

    def wait(runner, timeout=3):
        runner._script_thread.join(timeout)
        if not runner.script_stopped():
            ask(runner, 0)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local_script_runner, "require_widgets_deltas", wait)
        yield


@pytest.fixture(scope="session", autouse=True)
def look_for_no_words_of_argparse():
    """Take the words of argparse as they are: for each option it looks for files with others."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(argparse, "_", str)
        yield


@pytest.fixture(scope="session", autouse=True)
def keep_databases_small():
    """Let a new file take a quarter of the room: the tables of tests are too small for more, and
    each test has a file of its own. A commit reaches the log beside it, which takes three quarters
    of the time; that it reaches the file itself is held by the processes of
    tests/data/store/test_faults.py."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "_WHOLE", {"default_block_size": 16_384})
        yield


@pytest.fixture(autouse=True)
def begin_in_chinese():
    """Begin each test in Chinese: a command that spoke English would leave it to the next."""
    with use_language(LANGUAGES[0]), use_plan_words(None):
        yield


@pytest.fixture(scope="session")
def plan_store():
    """A store in memory with the plan built; for tests that only read."""
    with Store(":memory:") as store:
        build_plan(store)
        yield store


@pytest.fixture(scope="session")
def plan_file(tmp_path_factory):
    """A database file with the plan built, to be copied."""
    path = tmp_path_factory.mktemp("plan") / "caomu.duckdb"
    with Store(path) as store:
        build_plan(store)
    return path


@pytest.fixture(scope="session")
def example_file(tmp_path_factory):
    """The example as the app makes it, once for all processes of a run; to be read or copied."""
    folder = tmp_path_factory.getbasetemp()
    # The folder of one of several processes lies in that of the run.
    path = (folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "example.duckdb"
    with FileLock(f"{path}.made"), pytest.MonkeyPatch.context() as patch:
        patch.setenv("CAOMU_EXAMPLE", str(path))
        prepare_example().close()
    return path


@contextmanager
def open_to_leave(path):
    """Open a store that nobody opens again: the log beside its file stays where it is."""
    with Store(path) as store:
        yield store
        if store.is_open:
            store._connection.execute("PRAGMA disable_checkpoint_on_shutdown")


@pytest.fixture
def store(plan_file, tmp_path):
    """A fresh store with the plan built; for tests that write."""
    with open_to_leave(shutil.copy(plan_file, tmp_path / "caomu.duckdb")) as fresh:
        yield fresh


@contextmanager
def keep_for_commands(path):
    """Keep a store open, as a running app does: commands on its path use it, which costs half of
    what it costs to open it for each."""
    with open_to_leave(path) as store:
        try:
            yield keep_open(store)
        finally:
            store.is_kept = False


@pytest.fixture
def kept_store(plan_file, tmp_path):
    """A fresh store that is kept for commands."""
    with keep_for_commands(shutil.copy(plan_file, tmp_path / "caomu.duckdb")) as fresh:
        yield fresh


@pytest.fixture
def send_figures():
    """Return a function that records figures as an upload and returns its id.

    Each figure is a dict with indicator_id, area_id, year, value and, at will, any other
    column of facts.observation_revision.
    """
    return record_figures


def record_figures(store: Store, *figures: dict, by: str = "测试员") -> str:
    upload_id, now = make_id(), get_now()
    units = store.query("queries/indicators").set_index("indicator_id")["unit"]
    rows = [
        {
            "revision_id": make_id(),
            "period": "Y",
            "state": "reported",
            "source": "测试",
            "unit": units.get(figure["indicator_id"]),
            "upload_id": upload_id,
            "recorded_at": now,
            "recorded_by": by,
            "is_withdrawn": False,
        }
        | figure
        for figure in figures
    ]
    with store.transaction() as writer:
        writer.insert(
            "facts.upload",
            pd.DataFrame(
                [
                    {
                        "upload_id": upload_id,
                        "dataset": "observations",
                        "file_name": "test.csv",
                        "uploaded_at": now,
                        "uploaded_by": by,
                    }
                ]
            ),
        )
        writer.insert("facts.observation_revision", pd.DataFrame(rows))
    return upload_id
