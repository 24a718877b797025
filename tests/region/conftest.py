"""A region: PostgreSQL, a shared database in it, and its settings."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from data.store.build import build_plan, is_built
from data.store.lake import Lake
from data.store.mirror import MirrorStore
from data.store.statements import ROOT
from tests.region.postgres import Cluster, find_programs


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.region)


@dataclass(frozen=True)
class Region:
    """A shared database that several processes use."""

    cluster: Cluster
    address: str
    folder: Path

    @property
    def settings(self) -> dict[str, str]:
        """The environment of its processes."""
        return {
            "CAOMU_STORE": self.address,
            "CAOMU_LAKE_FILES": str(self.folder / "files"),
            "CAOMU_DB": str(self.folder / "copies" / "caomu.duckdb"),
            "CAOMU_BACKUPS_KEPT": "0",
            "PYTHONUTF8": "1",
        }

    def start(self, *arguments: str) -> subprocess.Popen:
        """Start a Python process of the region; its words can be read line by line."""
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=os.environ | self.settings,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def open(self, name: str = "test") -> MirrorStore:
        """Open a copy in this process."""
        lake = Lake(self.address, self.folder / "files")
        store = MirrorStore(lake, self.folder / name / "caomu.duckdb")
        if not is_built(store):
            build_plan(store)
        return store


@pytest.fixture(scope="session")
def cluster():
    programs = find_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (Debian: postgresql)")
    made = Cluster(programs)
    yield made
    made.end()


@pytest.fixture(scope="session")
def region(cluster, tmp_path_factory):
    made = Region(cluster, cluster.make_database("region"), tmp_path_factory.mktemp("region"))
    made.open().close()
    return made


@pytest.fixture
def empty_region(cluster, tmp_path, request):
    return Region(cluster, cluster.make_database(f"r{abs(hash(request.node.name))}"), tmp_path)
