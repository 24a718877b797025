"""Tells what is wrong with a database file from DuckDB's errors, and finds a good copy."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from data.errors import CaomuError, StoreBusyError, StoreFileError, UsageError

logger = logging.getLogger(__name__)

# DuckDB distinguishes these only by their words. The first match counts.
_SIGNS = (
    ("store_busy", ("could not set lock on file", "used by another process")),
    ("store_full", ("no space left", "disk full", "not enough space", "disk quota")),
    ("store_wal", ("replaying wal", "wal file")),
    ("store_newer_engine", ("newer version of duckdb", "with version number")),
    ("store_no_permission", ("permission denied", "read-only file system", "access is denied")),
    ("store_folder", ("is a directory",)),
    ("store_no_database", ("not a valid duckdb database file",)),
    ("store_damaged", ("corrupt", "could not read enough bytes", "checksum", "invalidated")),
)
KEPT = 7
# Exceptions of faults of the file; every other exception is a fault of ours.
FILE_ERRORS = (duckdb.IOException, duckdb.FatalException, duckdb.InternalException)


def diagnose(error: Exception, path: str) -> CaomuError | None:
    """Return what an error of DuckDB means for a file; None if it is not about the file.

    The returned error has the fields path and copy (the newest good copy, or None).
    """
    text = str(error).lower()
    key = next((key for key, signs in _SIGNS if any(sign in text for sign in signs)), None)
    if key is None:
        return None
    if key == "store_busy":
        return StoreBusyError("store_busy", path=path)
    if key == "store_no_database" and Path(path).stat().st_size == 0:
        key = "store_empty"
    return StoreFileError(key, path=path, copy=find_newest_copy(Path(path)))


@contextmanager
def translate_faults(path: str) -> Iterator[None]:
    """Turn DuckDB's error about a faulty file into a domain error, and log it."""
    try:
        yield
    except FILE_ERRORS as error:
        told = diagnose(error, path)
        if told is None:
            raise
        # An internal error brings the engine's whole stack along; its first line names it.
        said, copy = str(error).partition("\n")[0], told.fields.get("copy")
        # A file that is busy has no fault, and is tried again every moment.
        if not isinstance(told, StoreBusyError):
            logger.error("%s: %s (newest good copy: %s)", told.key, said, copy)
        raise told from error


def get_backup_folder(path: Path) -> Path:
    """Return the folder of copies: ``CAOMU_BACKUPS`` when set, else ``backups`` beside the file.

    It is not a setting in the database, because it must be known when that does not open.
    """
    given = os.environ.get("CAOMU_BACKUPS")
    return Path(given) if given else path.parent / "backups"


def get_backups_kept() -> int:
    """Return how many daily copies to keep: ``CAOMU_BACKUPS_KEPT`` when set, else 7; 0 is none.

    Raises
    ------
    UsageError
        It is set, but not to a whole number.
    """
    given = os.environ.get("CAOMU_BACKUPS_KEPT", "").strip() or str(KEPT)
    if not given.isdecimal():
        raise UsageError("backups_kept", value=given)
    return int(given)


def list_copies(path: Path) -> list[Path]:
    """Return the copies of a database file, beside it and in the folder of copies, newest first."""
    found = {
        *path.parent.glob(f"{path.stem}-version-*{path.suffix}"),
        *get_backup_folder(path).glob(f"{path.stem}-*{path.suffix}"),
    }
    return sorted(found, key=lambda copy: copy.stat().st_mtime, reverse=True)


def find_newest_copy(path: Path) -> str | None:
    """Return the newest copy of a database file that opens; None if there is none."""
    return next((str(copy) for copy in list_copies(path) if _is_good(copy)), None)


def _is_good(copy: Path) -> bool:
    try:
        duckdb.connect(str(copy), read_only=True).close()
    except duckdb.Error:
        return False
    return True
