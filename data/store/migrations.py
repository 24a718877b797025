"""Upgrades the schema of ``facts`` by numbered migrations.

A migration is a file ``data/sql/migrations/NNN-name.sql``. Each runs once on a database, in the
order of the numbers. A new file runs all in one transaction, any other each in its own. If the file
holds facts, a copy is set aside beside it before the first one.
"""

from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa

from data.clock import get_now, get_today
from data.errors import StoreVersionError
from data.store.database import MEMORY, Store
from data.store.statements import SQL


@cache
def list_migrations() -> dict[int, str]:
    """Return the migrations as {number: file name without ending}, in order.

    They are those of the program that runs, also when its files are replaced meanwhile.
    """
    names = sorted(path.stem for path in (SQL / "migrations").glob("*.sql"))
    return {int(name.split("-")[0]): name for name in names}


def load_version(store: Store) -> int:
    """Return the version of the schema of ``facts``; 0 for a file from before versions."""
    try:
        return store.query_rows("schema/version")[0]["version"]
    except duckdb.CatalogException:
        return 0


def migrate_facts(store: Store) -> Path | None:
    """Upgrade the schema of ``facts`` to the newest version.

    Returns
    -------
    Path or None
        The copy that was set aside; None if there was nothing to do or nothing to lose. If the
        first migration fails, the copy is removed: the file is then unchanged.

    Raises
    ------
    StoreVersionError
        The file is of a newer version than this program knows (``store_newer``), or the
        copy could not be written (``store_copy_failed``). The file stays as it is.
    """
    migrations = list_migrations()
    version, newest = load_version(store), max(migrations)
    if version > newest:
        raise StoreVersionError("store_newer", path=store.path, found=version, known=newest)
    pending = [number for number in migrations if number > version]
    if not pending:
        return None
    copy = _put_aside(store, version)
    is_new = version == 0 and copy is None
    try:
        for numbers in [pending] if is_new else [[number] for number in pending]:
            _run_migrations(store, {number: migrations[number] for number in numbers})
    except BaseException:
        if copy is not None and load_version(store) == version:
            copy.unlink()
        raise
    return copy


def _run_migrations(store: Store, names: dict[int, str]) -> None:
    """Run migrations in one transaction: each commit costs as much as what it commits."""
    with store.transaction(keeps_current=False) as writer:
        for number, name in names.items():
            writer.execute(f"migrations/{name}")
            row = {"version": number, "name": name, "applied_at": get_now()}
            writer.insert("facts.schema_version", pa.Table.from_pylist([row]))


def _put_aside(store: Store, version: int) -> Path | None:
    if store.path == MEMORY or not store.query_rows("schema/facts_held")[0]["is_held"]:
        return None
    copy = find_free_name(Path(store.path), f"version-{version}")
    try:
        store.copy_file(copy)
    except OSError as error:
        raise StoreVersionError("store_copy_failed", path=store.path, copy=str(copy)) from error
    return copy


def find_free_name(path: Path, word: str) -> Path:
    """Return an unused name beside a file: its own name, a word and the day."""
    stem = f"{path.stem}-{word}-{get_today()}"
    found, number = path.with_name(f"{stem}{path.suffix}"), 1
    while found.exists():
        number += 1
        found = path.with_name(f"{stem}-{number}{path.suffix}")
    return found
