"""What the benchmarks of pages share: a full store, servers, and what a server uses."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd

from data.clock import get_now
from data.projects.commit import ingest_projects
from data.projects.demonstration import make_project_demonstration
from data.store.build import build_plan
from data.store.database import Store
from data.store.ids import make_id
from geo.sources import COUNTY, belongs_to, load_map_areas
from pages.server.startup import KEEPER
from tests.browser.serving import Server, run_server

EMPTY = "import streamlit\nstreamlit.write('empty')\n"
# Every indicator of the plan in every county: 68,000 figures.
YEARS = range(2014, 2025)
SOURCE = "县（市）畜牧业统计年报"


def fill_store(path: Path) -> int:
    """Make a store with made-up figures of every county and projects; return how many figures.

    Each county sent one file. The projects are those of the demonstration.
    """
    with Store(path) as store:
        build_plan(store)
        areas = load_map_areas(store)
        counties = areas.index[belongs_to(areas, COUNTY)]
        units = store.query("queries/indicators").set_index("indicator_id")["unit"]
        rows = pd.MultiIndex.from_product(
            [counties, units.index, YEARS], names=["area_id", "indicator_id", "year"]
        ).to_frame(index=False)
        uploads = {area_id: make_id() for area_id in counties}
        constant = {"period": "Y", "state": "reported", "source": SOURCE, "is_withdrawn": False}
        rows = rows.assign(
            revision_id=[make_id() for _ in range(len(rows))],
            value=np.random.default_rng(20).uniform(1, 100, len(rows)).round(2),
            unit=rows["indicator_id"].map(units),
            upload_id=rows["area_id"].map(uploads),
            recorded_at=get_now(),
            recorded_by="benchmark",
            **constant,
        )
        sent = pd.DataFrame(
            {
                "upload_id": list(uploads.values()),
                "file_name": [f"{area_id}.csv" for area_id in uploads],
                "dataset": "observations",
                "uploaded_at": get_now(),
                "uploaded_by": "benchmark",
                "counts": "{}",
            }
        )
        with store.transaction() as writer:
            writer.insert("facts.upload", sent)
            writer.insert("facts.observation_revision", rows)
        register = path.with_name("projects.csv")
        register.write_bytes(make_project_demonstration(store))
        ingest_projects(store, register, by="benchmark")
        return len(store.query("queries/yearly_figures"))


class FaultyServerError(Exception):
    """The server of a benchmark failed."""


def keep_bytecode(folder: Path) -> None:
    """Let the programs that are started from here keep what Python compiled, in a folder.

    An installed machine has it; without it each start compiles the whole tree anew.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")


@contextmanager
def run_both(folder: Path) -> Iterator[tuple[Server, Server, int]]:
    """Serve the app on a full store, and an empty page; yield both and the number of figures."""
    ours = folder / "ours"
    ours.mkdir()
    keep_bytecode(folder)
    figures = fill_store(ours / "caomu.duckdb")
    with run_server(ours) as server, run_empty(folder) as empty:
        yield server, empty, figures
        check_log(server)


@contextmanager
def run_empty(folder: Path) -> Iterator[Server]:
    """Serve an empty page of Streamlit."""
    bare = folder / "bare"
    bare.mkdir()
    (bare / "empty.py").write_text(EMPTY)
    with run_server(bare, bare / "empty.py") as empty:
        yield empty


def check_log(server: Server) -> None:
    """Stop a benchmark whose server told of an exception: what it measured is an error page."""
    log = server.log.read_text(encoding="utf-8", errors="replace")
    if "Traceback" in log:
        raise FaultyServerError(log[-3000:])


def read_processor_ms(pid: int) -> float:
    """Return the processor time that a process has used, with that of ended threads.

    The system counts in steps of 10 ms: measure many actions together.
    """
    return _read_stat_ms(Path(f"/proc/{pid}"))


def read_keeper_ms(pid: int) -> float:
    """Return the processor time of the app's thread that warms pages and looks for garbage.

    Raises
    ------
    FaultyServerError
        Not one thread of the app has that name: it is not known which time is whose.
    """
    named = [task for task in Path(f"/proc/{pid}/task").iterdir() if _read_name(task) == KEEPER]
    if len(named) != 1:
        raise FaultyServerError(f"{len(named)} threads of process {pid} are called {KEEPER}")
    return _read_stat_ms(named[0])


def _read_name(task: Path) -> str:
    """Return the name of a thread; "" of one that has just ended."""
    try:
        return (task / "comm").read_text().strip()
    except OSError:
        return ""


def _read_stat_ms(folder: Path) -> float:
    fields = (folder / "stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")
