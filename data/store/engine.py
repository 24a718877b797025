"""The engine: how DuckDB opens a file, copies it and gives a transaction up."""

import os
import re
import shutil
import time
from collections.abc import Collection
from pathlib import Path
from typing import Any

import duckdb

from data.errors import StoreBusyError, StoreFileError
from data.store.faults import translate_faults

# The engine fetches nothing by itself.
ENGINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    # A query that cannot be shared among threads makes the one that asked wait without rest, so
    # that two threads cost a third more than one. Many people ask at once: they are shared out.
    "threads": 1,
    # What a query took goes back to the machine while the next one runs, not when somebody asks
    # for memory again: how much a large upload holds at most then depends less on chance.
    "allocator_background_threads": True,
}
# Every commit reaches the file itself, so that a copy of the file alone is complete.
_WHOLE: dict[str, str] = {"checkpoint_threshold": "0b"}
# The schemas of the database and the databases of the engine, and those made beside a store.
RESERVED = frozenset(
    {"plan", "plans", "facts", "current", "rights", "main", "system", "temp", "pg_catalog"}
    | {"information_schema"}
)
_MADE = re.compile(r"(past|seen)_\d+")


def _get_limits() -> dict[str, str]:
    """Return the most memory that the engine takes: by itself, most of what the machine has."""
    given = os.environ.get("CAOMU_MEMORY", "").strip()
    return {"memory_limit": given} if given else {}


def make_folder_of(path: Path) -> None:
    """Make the folder of a database file, where there is none.

    Raises
    ------
    StoreFileError
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise StoreFileError("store_folder_is_file", path=str(path)) from error
    except OSError as error:
        raise StoreFileError("store_no_permission", path=str(path)) from error


def connect_file(path: str, wait_s: float, is_read_only: bool, is_cache: bool = False) -> Any:
    """Open a database file; wait as long as another process has it open.

    The commits of a cache reach the log beside its file first, which takes half the time.

    Raises
    ------
    StoreBusyError, StoreFileError
    """
    # The engine calls a database by the name of its file; ours would be hidden behind these.
    if Path(path).stem.lower() in RESERVED or _MADE.fullmatch(Path(path).stem.lower()):
        raise StoreFileError("store_name", path=path)
    config = ENGINE | _get_limits() | ({} if is_cache else _WHOLE)
    deadline = time.monotonic() + wait_s
    while True:
        try:
            with translate_faults(path):
                return duckdb.connect(path, read_only=is_read_only, config=config)
        except StoreBusyError:
            if time.monotonic() >= deadline:
                raise
            time.sleep(0.1)


def copy_to_disk(source: Path, copy: Path) -> None:
    """Copy a file byte by byte, until it is on the disk."""
    with source.open("rb") as read, copy.open("wb") as written:
        shutil.copyfileobj(read, written, 1024**2)
        written.flush()
        os.fsync(written.fileno())


def settle_files(files: Collection[Path]) -> None:
    """Wait until files and their names are on the disk."""
    for path in [*files, *{file.parent for file in files}]:
        opened = os.open(path, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def roll_back(cursor: Any) -> None:
    """Roll back; if the file failed, there is nothing left to roll back."""
    try:
        cursor.rollback()
    except duckdb.Error:
        return
