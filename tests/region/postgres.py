"""A PostgreSQL of the tests' own: Debian's programs, a folder of its own, no network."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

START_S = 60


def find_programs() -> Path | None:
    """Return the folder of PostgreSQL's programs; None where it is not installed."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


class Cluster:
    """A cluster that can be stopped, killed and started again."""

    def __init__(self, programs: Path):
        self._programs = programs
        # The path of a socket may have 107 characters.
        self.folder = Path(tempfile.mkdtemp(prefix="caomu-pg-"))
        # PostgreSQL refuses to run as root.
        self._as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self._as_user:
            shutil.chown(self.folder, "postgres")
        self._run("initdb", "-D", str(self.folder / "data"), "-A", "trust", "-U", "caomu")
        self.start()

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self._as_user, str(self._programs / program), *arguments]
        said = subprocess.run(
            command, cwd="/", stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120
        )
        assert said.returncode == 0, said.stderr

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = f"-k {self.folder} -c listen_addresses='' -c fsync=on"
        log = str(self.folder / "log")
        data = str(self.folder / "data")
        self._run("pg_ctl", "-D", data, "-o", options, "-l", log, "-w", "-t", str(START_S), "start")

    def kill(self) -> None:
        """End it at once, as a power cut does: it recovers when it starts."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop")

    def make_database(self, name: str) -> str:
        """Make a database; return the address of a lake in it."""
        self._run("createdb", "-h", str(self.folder), "-U", "caomu", name)
        return f"ducklake:postgres:dbname={name} host={self.folder} user=caomu"

    def end(self) -> None:
        """End it and take everything away."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)
