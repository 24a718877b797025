"""Copies of the database: made while the app runs, checked before they are restored.

A copy holds what was committed when it began. It is made by reading the tables, not by copying
the file: a process that opens its own database file a second time and closes it again loses
its lock.
"""

import re
import shutil
import threading
from datetime import date
from pathlib import Path

from data.clock import get_today
from data.errors import StoreFileError
from data.store.build import build_plan
from data.store.database import MEMORY, Store
from data.store.faults import get_backup_folder
from data.store.migrations import find_free_name, migrate_facts

ROWS_AT_A_TIME = 200_000
# Rows that are large: 2,048 parts of a file are 128 MB at most.
FEW_AT_A_TIME = {"file_part": 2_048}
# What values share is told with the values.
NOT_COUNTED = ("observation_part",)
# The daily copy and one that is asked for may be made of the same name at the same time.
_COPYING = threading.Lock()
_DAILY = r"-(\d{4}-\d{2}-\d{2})"


def back_up(store: Store, out: Path | str) -> int:
    """Write a consistent copy of an open database; return how many rows of facts it holds.

    The copy appears whole or not at all.

    Raises
    ------
    StoreFileError
        `out` exists (``backup_exists``), its folder is missing or cannot be written to
        (``backup_not_written``), or the disk is full.
    """
    out = Path(out)
    if not out.parent.is_dir():
        raise StoreFileError("backup_not_written", path=str(out))
    unfinished = out.with_name(f"{out.name}.part")
    with _COPYING:
        if out.exists():
            raise StoreFileError("backup_exists", path=str(out))
        _remove(unfinished)
        try:
            with Store(unfinished) as copy:
                build_plan(copy)
                rows = _copy_facts(store, copy)
            unfinished.replace(out)
        finally:
            _remove(unfinished)
    return rows


def _copy_facts(store: Store, copy: Store) -> int:
    copied = 0
    with store.snapshot() as source, copy.transaction(keeps_current=False) as target:
        for table in list_fact_tables(copy):
            rows = target.copy_table(source, f"facts.{table}", count_at_a_time(table))
            copied += rows * (table not in NOT_COUNTED)
    return copied


def restore(source: Path | str, path: Path | str) -> tuple[int, Path | None]:
    """Check a copy and put it in the place of the database.

    The copy itself stays as it is. The present file, good or damaged, is set aside beside it.

    Returns
    -------
    tuple
        How many rows of facts the restored database holds, and where the old file is now
        (None where there was none).

    Raises
    ------
    StoreFileError
        There is no such copy, it is damaged, or it is not a Caomu database
        (``restore_not_ours``); the present database stays as it is.
    StoreBusyError
        The present database is open.
    """
    source, path = Path(source), Path(path)
    if not source.exists():
        raise StoreFileError("restore_missing", path=str(source))
    if source.is_dir():
        raise StoreFileError("store_folder", path=str(source))
    _close_in_place(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.part")
    _remove(unfinished)
    try:
        _copy_with_wal(source, unfinished)
        rows = _check_copy(unfinished, source)
        aside = _put_aside(path)
        unfinished.replace(path)
    finally:
        _remove(unfinished)
    return rows, aside


def _check_copy(unfinished: Path, source: Path) -> int:
    """Open a copy, read every row, upgrade it; return how many rows of facts it has."""
    try:
        with Store(unfinished) as store:
            if "upload" not in list_fact_tables(store):
                raise StoreFileError("restore_not_ours", path=str(source))
            own_copy = migrate_facts(store)
            if own_copy is not None:
                own_copy.unlink()
            build_plan(store)
            return _read_every_row(store)
    except StoreFileError as error:
        fields = {key: value for key, value in error.fields.items() if key != "copy"}
        raise StoreFileError(error.key, **fields | {"path": str(source)}) from error


def _read_every_row(store: Store) -> int:
    rows = 0
    with store.snapshot() as cursor:
        for table in list_fact_tables(store):
            found = cursor.table(f"facts.{table}")
            for batch in found.to_arrow_reader(count_at_a_time(table)):
                rows += batch.num_rows * (table not in NOT_COUNTED)
    return rows


def count_at_a_time(table: str) -> int:
    """Return how many rows of a table of facts to read at once."""
    return FEW_AT_A_TIME.get(table, ROWS_AT_A_TIME)


def _close_in_place(path: Path) -> None:
    """Make sure that nobody has the database open and that the file is complete."""
    if not path.exists():
        return
    try:
        Store(path).close()
    except StoreFileError:
        # A damaged file is the reason to restore a copy.
        return


def _copy_with_wal(source: Path, copy: Path) -> None:
    shutil.copyfile(source, copy)
    wal = _get_wal(source)
    if wal.exists():
        shutil.copyfile(wal, _get_wal(copy))


def _put_aside(path: Path) -> Path | None:
    if not path.exists():
        return None
    aside = find_free_name(path, "replaced")
    path.rename(aside)
    wal = _get_wal(path)
    if wal.exists():
        wal.rename(_get_wal(aside))
    return aside


def make_daily_copy(store: Store, kept: int) -> Path | None:
    """Copy the database into the folder of copies once a day; keep the newest `kept` copies.

    Returns
    -------
    Path or None
        Today's copy; None if there is one already, or if facts hold nothing.
    """
    if store.path == MEMORY or kept < 1 or not store.query_rows("schema/facts_held")[0]["is_held"]:
        return None
    path = Path(store.path)
    folder = get_backup_folder(path)
    out = folder / f"{path.stem}-{get_today()}{path.suffix}"
    if out.exists():
        return None
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreFileError("backup_not_written", path=str(out)) from error
    back_up(store, out)
    for old in list_daily_copies(path)[kept:]:
        old.unlink()
    return out


def list_daily_copies(path: Path | str) -> list[Path]:
    """Return the daily copies of a database, the newest first."""
    path = Path(path)
    name = re.compile(re.escape(path.stem) + _DAILY + re.escape(path.suffix))
    folder = get_backup_folder(path)
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted((copy for copy in found if name.fullmatch(copy.name)), reverse=True)


def get_day_of_copy(copy: Path) -> date:
    """Return the day of a daily copy."""
    return date.fromisoformat(re.findall(_DAILY, copy.stem)[-1])


def list_fact_tables(store: Store) -> list[str]:
    """Return the tables of facts, without that of the schema's version."""
    return [row["table_name"] for row in store.query_rows("schema/facts_tables")]


def _get_wal(path: Path) -> Path:
    return path.with_name(f"{path.name}.wal")


def _remove(path: Path) -> None:
    for made in (path, _get_wal(path)):
        made.unlink(missing_ok=True)
