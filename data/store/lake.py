"""The lake: facts of several processes and machines, as Parquet files with one catalogue.

DuckLake keeps the catalogue in PostgreSQL and the files in a folder that all machines see. A
process reads it to bring its own copy up to date (`data.store.mirror`) and appends what it wrote.
Writers take turns by a lock in PostgreSQL. If a connection and with it the lock was lost, a commit
that another one overtook is refused by the catalogue.
"""

import os
import re
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import duckdb
import pandas as pd
import pyarrow as pa

from data.clock import get_now
from data.errors import StoreBusyError, StoreFileError, StoreVersionError, UsageError
from data.store.database import get_database_path
from data.store.engine import ENGINE, settle_files
from data.store.ids import make_id
from data.store.migrations import list_migrations
from data.store.statements import ROOT, load_filled, load_named, load_sql

SETTING, FILES = "CAOMU_STORE", "CAOMU_LAKE_FILES"
PREFIX, POSTGRES = "ducklake:", "ducklake:postgres:"
# Where Debian's PostgreSQL is found on its own machine; DuckDB would look into /tmp.
SOCKETS = Path("/var/run/postgresql")
# What changes the rows of a table of facts, and what only stores them in another way.
_ADDED = {"inserted_into_table", "inlined_insert"}
_STORED = re.compile(r"(\w+):(\d+)")
_DEFINED = re.compile(r'\w+:"facts"')
# DuckDB distinguishes these only by their words.
_BUSY = "lock timeout"
_OVERTAKEN = "maximum retry count"
_LOST = (
    "unable to connect",
    "could not connect",
    "connection",
    "server closed",
    "terminating",
    "starting up",
    "shutting down",
    "no files found",
    "cannot open file",
)
ROWS_AT_A_TIME = 100_000
# Up to so many rows of one write stay in the catalogue: no small files, and one disk to wait for.
MOST_INLINED = 100
Rows: TypeAlias = pa.Table | pa.RecordBatchReader


def find_address(path: Path | str | None) -> str | None:
    """Return the address of the lake that a path or ``CAOMU_STORE`` names; None for a file.

    Raises
    ------
    UsageError
        ``CAOMU_STORE`` is set to something else.
    """
    if path is not None:
        return str(path) if str(path).startswith(PREFIX) else None
    given = os.environ.get(SETTING, "").strip()
    if given and not given.startswith(PREFIX):
        raise UsageError("store_setting", setting=SETTING, value=given)
    return given or None


def name_store(path: Path | str | None) -> str:
    """Return what people are told about where the facts are: a file, or a lake."""
    address = find_address(path)
    return hide_password(address) if address else str(path or get_database_path())


def hide_password(address: str) -> str:
    """Return an address as it may be shown."""
    return re.sub(r"(password\s*=\s*)('[^']*'|\S+)", r"\1…", address)


def complete_address(address: str) -> str:
    """Return the address of a lake with the place of PostgreSQL, where it names none."""
    names_host = "host" in address or "://" in address or os.environ.get("PGHOST")
    if not address.startswith(POSTGRES) or names_host or not SOCKETS.is_dir():
        return address
    return f"{address} host={SOCKETS}"


@dataclass(frozen=True)
class SnapshotChange:
    """What one snapshot changed: the numbers of the tables that got rows, and whether anything
    else of facts changed, so that a copy has to be made anew. Its mark is given by who committed
    it, and is its time where nobody did: after the lake was put back, a snapshot of the same number
    has another."""

    number: int
    mark: str
    tables: frozenset[int]
    is_other: bool


class Snapshot:
    """A transaction of the lake: it sees one snapshot, and may append to it.

    Attributes
    ----------
    number : int
        The snapshot that it sees.
    """

    def __init__(self, lake: "Lake", cursor: Any):
        self._lake, self._cursor = lake, cursor
        self.number = int(self._fetch("lake/snapshot")[0][0])

    def _fetch(self, name: str, **parameters: Any) -> list[tuple]:
        with self._lake.translate():
            return self._cursor.execute(load_sql(name), parameters or None).fetchall()

    def load_identity(self) -> str:
        """Return what tells this lake from every other."""
        return str(self._fetch("lake/identity")[0][0])

    def list_tables(self) -> dict[int, str]:
        """Return the tables of facts by their numbers."""
        return {int(number): name for number, name in self._fetch("lake/tables")}

    def list_changes(self, first: int) -> list[SnapshotChange]:
        """Return the snapshots from a number on, that one included, in order."""
        tables = set(self.list_tables())
        rows = self._fetch("lake/since", first=first, last=self.number)
        return [_read_change(number, mark, changes, tables) for number, mark, changes in rows]

    def load_table(self, table: str) -> pa.RecordBatchReader:
        """Return all rows of a table of facts, in the order in which they came."""
        with self._lake.translate():
            found = self._cursor.execute(load_named("lake/whole", table=table))
            return found.to_arrow_reader(ROWS_AT_A_TIME)

    def load_added(self, table: str, first: int) -> pa.Table:
        """Return the rows that a table of facts got in a snapshot and those after it."""
        values = {"table": table, "first": first, "last": self.number}
        with self._lake.translate():
            return self._cursor.execute(load_sql("lake/changes"), values).to_arrow_table()

    def check_version(self) -> None:
        """Refuse facts of a newer version than this program knows.

        Raises
        ------
        StoreVersionError
        """
        found, known = int(self._fetch("lake/version")[0][0]), max(list_migrations())
        if found > known:
            raise StoreVersionError("lake_newer", lake=self._lake.name, found=found, known=known)

    def load_released(self) -> pa.Table:
        """Return the rows of the plan's tables as of the newest release: table_name, content."""
        with self._lake.translate():
            return self._cursor.execute(load_sql("lake/released")).to_arrow_table()

    def load_fingerprint(self) -> str | None:
        """Return what the newest release was built from; None before the first."""
        return next((str(row[0]) for row in self._fetch("lake/fingerprint")), None)

    def compare_table(self, table: str) -> tuple:
        """Return how many rows a table of facts has, and a sum that tells their contents."""
        with self._lake.translate():
            compared = self._cursor.execute(
                load_named("lake/compare", database="lake", table=table)
            )
            return compared.fetchone()


class Lake:
    """The way to one lake; it connects when first asked, and again after a fault.

    Parameters
    ----------
    address : str
        ``ducklake:postgres:…`` (a connection string of PostgreSQL), or ``ducklake:FILE`` for one
        process at a time.
    files : Path
        The folder of the files, the same for every machine. The catalogue keeps it from the
        first time on.
    """

    def __init__(self, address: str, files: Path | str | None = None):
        self.address = address
        self.name = hide_password(address)
        self._files = Path(files or os.environ.get(FILES) or ROOT / "var" / "lake").absolute()
        self._opening = threading.Lock()
        # Threads of one process take turns here, and wait for other processes only one by one.
        self._writing = threading.RLock()
        self._connection: Any = None

    @contextmanager
    def read(self) -> Iterator[Snapshot]:
        """Yield the newest snapshot.

        Raises
        ------
        StoreBusyError
            The lake cannot be reached (``lake_unreachable``).
        """
        with self.translate(), self._begin() as cursor:
            yield Snapshot(self, cursor)

    @contextmanager
    def write(self) -> Iterator["LakeWrite"]:
        """Yield a transaction that no other process disturbs; `LakeWrite.commit` keeps it.

        Raises
        ------
        StoreBusyError
            The lake cannot be reached (``lake_unreachable``), others write without end
            (``lake_busy``), or somebody saved although the lock was ours (``lake_overtaken``).
        """
        with self._writing, self.translate(), self._begin() as lock:
            if self.address.startswith(POSTGRES):
                lock.execute(load_sql("lake/lock"))
            with self._begin() as cursor:
                yield LakeWrite(self, cursor)

    @contextmanager
    def _begin(self) -> Iterator[Any]:
        cursor = self._connect().cursor()
        try:
            cursor.begin()
            yield cursor
        finally:
            with suppress(duckdb.Error):
                cursor.rollback()
            with suppress(duckdb.Error):
                cursor.close()

    def migrate(self) -> None:
        """Set the lake up, and upgrade the schema of its facts to the newest version.

        Raises
        ------
        StoreVersionError
            It is of a newer version than this program knows (``lake_newer``).
        """
        newest = max(list_migrations())
        if self._load_version() == newest:
            return
        with self._writing, self.translate(), self._begin() as lock:
            if self.address.startswith(POSTGRES):
                lock.execute(load_sql("lake/lock"))
            version = self._load_version()
            if version > newest:
                raise StoreVersionError("lake_newer", lake=self.name, found=version, known=newest)
            for number, name in list_migrations().items():
                if number > version:
                    self._run_migration(number, name)

    def _run_migration(self, number: int, name: str) -> None:
        with self._begin() as cursor:
            cursor.execute(load_sql("lake/set_up"))
            cursor.execute(load_sql("lake/use"))
            cursor.execute(load_sql(f"migrations/{name}"))
            row = pd.DataFrame([{"version": number, "name": name, "applied_at": get_now()}])
            cursor.register("batch", row)
            cursor.execute(load_named("lake/append", schema="facts", table="schema_version"))
            cursor.commit()

    def _load_version(self) -> int:
        try:
            with self.translate(), self._begin() as cursor:
                return int(cursor.execute(load_sql("lake/version")).fetchone()[0])
        except duckdb.CatalogException:
            return 0

    def was_committed(self, mark: str, held: int) -> bool:
        """Tell whether a commit of that name came through after a snapshot."""
        with self.read() as snapshot:
            return bool(snapshot._fetch("lake/find_mark", held=held, mark=mark))

    def list_files(self, *folder: str) -> set[Path]:
        """Return the files that are in a folder of the lake now, committed or not."""
        return set(self._files.joinpath(*folder).rglob("*.parquet"))

    def close(self) -> None:
        """Close the connections; the next question opens them again."""
        with self._opening:
            connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(duckdb.Error):
                connection.close()

    def _connect(self) -> Any:
        with self._opening:
            if self._connection is None:
                self._connection = self._open()
            return self._connection

    def _open(self) -> Any:
        connection = duckdb.connect(":memory:", config=ENGINE)
        try:
            for file in list_extensions():
                connection.execute(load_filled("lake/load", extension=str(file)))
            address = complete_address(self.address)
            files = f"{self._files.as_posix()}/"
            names = {"address": address, "files": files, "inlined": str(MOST_INLINED)}
            if address.startswith(POSTGRES):
                plain = address.removeprefix(POSTGRES)
                connection.execute(load_filled("lake/attach_catalogue", address=plain))
            connection.execute(load_filled("lake/attach", **names))
            connection.execute(load_sql("lake/settings"))
        except BaseException:
            connection.close()
            raise
        return connection

    @contextmanager
    def translate(self) -> Iterator[None]:
        """Turn DuckDB's error about the way to the lake into a domain error."""
        try:
            yield
        except duckdb.Error as error:
            key = _diagnose(error)
            if key is None:
                raise
            raise StoreBusyError(key, lake=self.name) from error


class LakeWrite(Snapshot):
    """A transaction of the lake that holds the lock of writers."""

    def __init__(self, lake: "Lake", cursor: Any):
        super().__init__(lake, cursor)
        self._files: set[Path] = set()

    def append(self, table: str, rows: Rows, count: int, schema: str = "facts") -> None:
        """Append rows to a table; `count` says how many they are.

        Raises
        ------
        StoreFileError
            They were not so many (``lake_rows``): nothing may be committed.
        """
        is_inlined = count <= MOST_INLINED
        folder = () if is_inlined else self._fetch("lake/folder", schema=schema, table=table)[0]
        before = set() if is_inlined else self._lake.list_files(*folder)
        with self._lake.translate():
            self._cursor.register("batch", rows)
            done = self._cursor.execute(load_named("lake/append", schema=schema, table=table))
            appended = done.fetchone()[0]
            self._cursor.unregister("batch")
        made = set() if is_inlined else self._lake.list_files(*folder) - before
        if appended != count or not (made or is_inlined):
            raise StoreFileError("lake_rows", table=table, found=appended, expected=count)
        self._files |= made

    def keep_release(self, fingerprint: str, rows: pa.Table) -> None:
        """Keep the rows of the plan's tables as those of the newest release."""
        with self._lake.translate():
            self._cursor.execute(load_sql("lake/clear_release"))
        self.append("plan_row", rows, len(rows), "release")
        build = pd.DataFrame([{"fingerprint": fingerprint, "built_at": get_now()}])
        self.append("build", pa.Table.from_pandas(build, preserve_index=False), 1, "release")

    def commit(self) -> tuple[int, str]:
        """Commit; return the number of the new snapshot, and the mark that it was given.

        If the answer is lost on its way, the catalogue is asked whether it was done.
        """
        # The engine leaves its files to the system: a power cut would take them away, and the
        # catalogue would know of them.
        settle_files(self._files)
        mark = make_id()
        with self._lake.translate():
            self._cursor.execute(load_sql("lake/mark"), {"mark": mark})
            try:
                self._cursor.commit()
            except duckdb.Error as error:
                if _diagnose(error) != "lake_unreachable":
                    raise
                if not self._lake.was_committed(mark, self.number):
                    raise
        # Nobody can have come in between: the commit would have been refused.
        return self.number + 1, mark


def list_extensions() -> list[Path]:
    """Return the files of DuckDB's extensions: they come as packages, not from the internet.

    Raises
    ------
    StoreFileError
        The packages are not installed (``lake_no_extension``).
    """
    try:
        import duckdb_extension_ducklake
        import duckdb_extension_postgres_scanner
    except ImportError as error:
        raise StoreFileError("lake_no_extension", package=error.name) from error
    folders = [
        Path(package.__file__ or "").parent / "extensions" / f"v{duckdb.__version__}"
        for package in (duckdb_extension_postgres_scanner, duckdb_extension_ducklake)
    ]
    return [
        folder / f"{name}.duckdb_extension"
        for folder, name in zip(folders, ("postgres_scanner", "ducklake"), strict=True)
    ]


def _read_change(number: int, mark: str, changes: str, tables: Iterable[int]) -> SnapshotChange:
    """Read what DuckLake notes about a snapshot, such as ``inserted_into_table:5``."""
    added, is_other = set(), bool(_DEFINED.search(changes))
    for what, table in _STORED.findall(changes):
        if int(table) not in tables or "compact" in what or "merge" in what or "flush" in what:
            continue
        if what in _ADDED:
            added.add(int(table))
        else:
            is_other = True
    return SnapshotChange(int(number), mark, frozenset(added), is_other)


def _diagnose(error: duckdb.Error) -> str | None:
    """Return what an error of DuckDB means for a lake; None if it is a fault of ours."""
    text = str(error).lower()
    if _BUSY in text:
        return "lake_busy"
    if _OVERTAKEN in text:
        # The words of the catalogue follow: a lost connection is not an overtaken commit.
        return "lake_unreachable" if "server closed" in text else "lake_overtaken"
    is_lost = not isinstance(error, (duckdb.CatalogException, duckdb.BinderException))
    return "lake_unreachable" if is_lost and any(sign in text for sign in _LOST) else None
