"""A region's server for benchmarks: several processes of the app on one lake (docs/deploy.md)."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

from benchmarks._servers import fill_store
from data.store.build import build_plan
from data.store.database import Store
from data.store.lake import Lake
from data.store.mirror import MirrorStore
from data.store.move import move_facts
from tests.browser.serving import Server, run_server
from tests.region.postgres import Cluster, find_programs


@contextmanager
def run_postgres(name: str) -> Iterator[str]:
    """Yield the address of a new, empty lake in a PostgreSQL of its own.

    Raises
    ------
    SystemExit
        PostgreSQL is not installed.
    """
    programs = find_programs()
    if programs is None:
        raise SystemExit("PostgreSQL is not installed (Debian: postgresql).")
    cluster = Cluster(programs)
    try:
        yield cluster.make_database(name)
    finally:
        cluster.end()


@contextmanager
def fill_lake(folder: Path, address: str) -> Iterator[tuple[Store, MirrorStore]]:
    """Fill a desk's file as `fill_store` does and move it into a lake; yield both, open."""
    path = folder / "desk" / "caomu.duckdb"
    path.parent.mkdir()
    fill_store(path)
    own = folder / "own" / "caomu.duckdb"
    with Store(path) as desk, MirrorStore(Lake(address, folder / "files"), own) as lake:
        build_plan(lake)
        move_facts(desk, lake, "lake")
        yield desk, lake


@contextmanager
def serve_lake(folder: Path, address: str, processes: int) -> Iterator[list[Server]]:
    """Serve the lake of `fill_lake` by some processes; commands of this block write into it."""
    settings = {
        "CAOMU_STORE": address,
        "CAOMU_LAKE_FILES": str(folder / "files"),
        "CAOMU_BACKUPS_KEPT": "0",
        "CAOMU_DB": str(folder / "own" / "caomu.duckdb"),
    }
    with ExitStack() as started:
        started.enter_context(patch.dict(os.environ, settings))
        servers = []
        for number in range(processes):
            own = folder / f"process-{number}"
            own.mkdir()
            servers.append(started.enter_context(run_server(own)))
        yield servers
