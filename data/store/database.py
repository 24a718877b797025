"""The one database file: open it, ask it, write to it.

DuckDB lets one process write a file. Within the process every question gets a cursor of
its own (a connection shared between threads mixes up results), and writers take turns.
"""

import json
import os
import shutil
import threading
import time
import uuid
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import duckdb
import pandas as pd

from data.errors import StoreBusyError, StoreFileError
from data.store.faults import tell_faults

ROOT = Path(__file__).resolve().parents[2]
SQL = ROOT / "data" / "sql"
WAIT_S = 5.0
MEMORY = ":memory:"
_CONFIG = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    # Every commit ends in the file itself, so that a copy of the file alone is complete.
    "checkpoint_threshold": "0b",
}

_id_lock = threading.Lock()
_last_id = 0


def get_database_path() -> Path:
    """Return the database file: ``CAOMU_DB`` when set, else ``var/caomu.duckdb``."""
    return Path(os.environ.get("CAOMU_DB") or ROOT / "var" / "caomu.duckdb")


@cache
def load_sql(name: str) -> str:
    """Return the text of ``data/sql/<name>.sql``, e.g. ``queries/indicators``."""
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def make_id() -> str:
    """Return a new UUIDv7 as text: 48 bits of milliseconds, then random bits (RFC 9562).

    Within this process each id is greater than the one before, also within a millisecond:
    rows of one write are numbered in the order of their ids.
    """
    global _last_id
    milliseconds = time.time_ns() // 1_000_000
    random_bits = uuid.uuid4().int & ((1 << 76) - 1)
    number = (milliseconds << 80) | (7 << 76) | _set_variant(random_bits)
    with _id_lock:
        _last_id = max(number, _last_id + 1)
        return str(uuid.UUID(int=_last_id))


def _set_variant(bits: int) -> int:
    return (bits & ~(0b11 << 62)) | (0b10 << 62)


class Store:
    """An open database.

    Parameters
    ----------
    path : Path
        The DuckDB file; its folder is made when missing. ``:memory:`` is for tests.
    wait_s : float
        How long to wait for another process to close the file.

    Raises
    ------
    StoreBusyError
        The file is still open elsewhere after `wait_s` seconds.
    StoreFileError
        The file is none of DuckDB's, is damaged, or may not be written to.
    """

    def __init__(self, path: Path | str | None = None, wait_s: float = WAIT_S):
        self.path = str(path or get_database_path())
        if self.path != MEMORY:
            _make_folder(Path(self.path))
        self._wait_s = wait_s
        self._connection = _connect(self.path, wait_s)
        self._write_lock = threading.RLock()
        self._version = 0

    @property
    def version(self) -> int:
        """A number that changes with every committed transaction: a key for caches."""
        return self._version

    def query(self, name: str, **parameters) -> pd.DataFrame:
        """Run ``data/sql/<name>.sql`` and return its rows.

        Missing values come as None or NaN; years as Int64 stay whole numbers.
        """
        with tell_faults(self.path), self._connection.cursor() as cursor:
            return cursor.execute(load_sql(name), parameters or None).df()

    def query_batch(self, name: str, batch: pd.DataFrame, **parameters) -> pd.DataFrame:
        """Run a query that reads a frame of the caller's under the name ``batch``."""
        with tell_faults(self.path), self._connection.cursor() as cursor:
            cursor.register("batch", batch)
            return cursor.execute(load_sql(name), parameters or None).df()

    def query_arrow(self, name: str, batch=None, **parameters):
        """Run a query and return its rows as an Arrow table: for very many rows.

        `batch` is what `query_batch` says of it; None for a query that needs none.
        """
        with tell_faults(self.path), self._connection.cursor() as cursor:
            if batch is not None:
                cursor.register("batch", batch)
            return cursor.execute(load_sql(name), parameters or None).to_arrow_table()

    def query_rows(self, name: str, **parameters) -> list[dict]:
        """Run a query and return its rows as dictionaries, missing values as None."""
        with tell_faults(self.path), self._connection.cursor() as cursor:
            result = cursor.execute(load_sql(name), parameters or None)
            columns = [column[0] for column in result.description]
            return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]

    @contextmanager
    def transaction(self):
        """Yield a cursor whose work is committed whole, or not at all."""
        with self._write_lock, tell_faults(self.path):
            cursor = self._connection.cursor()
            cursor.begin()
            try:
                yield cursor
            except BaseException:
                _roll_back(cursor)
                raise
            else:
                cursor.commit()
                self._version += 1
            finally:
                cursor.close()

    @contextmanager
    def snapshot(self):
        """Yield a cursor that sees what was committed now, whatever is written meanwhile."""
        with tell_faults(self.path):
            cursor = self._connection.cursor()
            cursor.begin()
            try:
                yield cursor
            finally:
                _roll_back(cursor)
                cursor.close()

    def copy_file(self, copy: Path) -> None:
        """Close the file, copy it byte by byte and open it again.

        The copy appears whole or not at all.

        Raises
        ------
        OSError
            The copy cannot be written; the file is open again.
        """
        unfinished = copy.with_name(f"{copy.name}.part")
        with self._write_lock:
            self._connection.close()
            try:
                _copy_to_disk(Path(self.path), unfinished)
                unfinished.replace(copy)
            finally:
                unfinished.unlink(missing_ok=True)
                self._connection = _connect(self.path, self._wait_s)

    def close(self) -> None:
        """Close the file so that another process may open it."""
        self._connection.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def append_rows(cursor, table: str, frame: pd.DataFrame) -> None:
    """Append a frame to a table by column name; columns that the frame lacks become NULL.

    Parameters
    ----------
    cursor
        The cursor of an open transaction.
    table : str
        A table of ``facts`` that has its statement in ``data/sql/writes``.
    frame : DataFrame
        One row per row to append.
    """
    cursor.register("batch", frame)
    cursor.execute(load_sql(f"writes/{table}"))
    cursor.unregister("batch")


def _copy_to_disk(source: Path, copy: Path) -> None:
    with source.open("rb") as read, copy.open("wb") as written:
        shutil.copyfileobj(read, written, 1024**2)
        written.flush()
        os.fsync(written.fileno())


def dump_json(value) -> str:
    """Return compact JSON, UTF-8 not escaped."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise StoreFileError("store_folder_is_file", path=str(path)) from error
    except OSError as error:
        raise StoreFileError("store_no_permission", path=str(path)) from error


def _connect(path: str, wait_s: float):
    deadline = time.monotonic() + wait_s
    while True:
        try:
            with tell_faults(path):
                return duckdb.connect(path, config=_CONFIG)
        except StoreBusyError:
            if time.monotonic() >= deadline:
                raise
            time.sleep(0.1)


def _roll_back(cursor) -> None:
    """Roll back; where the file failed there is nothing left to roll back."""
    try:
        cursor.rollback()
    except duckdb.Error:
        return
