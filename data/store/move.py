"""Moves what users recorded from one store into another: a desk's file into a lake, and back."""

from pathlib import Path
from typing import Any

from data.errors import StoreFileError, UsageError
from data.store.backup import count_at_a_time, list_fact_tables
from data.store.database import Store
from data.store.lake import find_address, hide_password
from data.store.mirror import MirrorStore
from data.store.statements import load_named, load_sql


def check_move(source: Path | str, target: Path | str) -> None:
    """Refuse to move a store onto itself.

    Raises
    ------
    UsageError
    """
    if _identify(source) == _identify(target):
        raise UsageError("move_same", path=hide_password(str(source)))


def _identify(place: Path | str) -> str:
    return str(place) if find_address(place) else str(Path(place).resolve())


def move_facts(source: Store, target: Store, name: str) -> dict[str, int]:
    """Copy all facts into an empty store, with their ids and numbers, and compare both.

    The source stays as it is. All of it arrives, or nothing.

    Parameters
    ----------
    source, target : Store
        Whole stores: of a database file or of a lake.
    name : str
        What people are told about where the target is.

    Returns
    -------
    dict
        How many rows each table of facts has.

    Raises
    ------
    StoreFileError
        The target holds facts already (``move_not_empty``), or they differ afterwards
        (``move_differs``).
    """
    tables = list_fact_tables(target)
    with source.snapshot() as read, target.transaction() as writer:
        count = "mirror/count"
        held = [table for table in tables if writer.query_rows(count, table=table)[0]["rows"]]
        if held:
            raise StoreFileError("move_not_empty", path=name, tables=", ".join(held))
        counts = {
            table: writer.copy_table(read, f"facts.{table}", count_at_a_time(table))
            for table in tables
        }
    before, after = _compare(source, tables), _compare(target, tables)
    differing = [table for table in tables if before[table] != after[table]]
    if differing:
        raise StoreFileError("move_differs", path=name, tables=", ".join(differing))
    return counts


def _compare(store: Store, tables: list[str]) -> dict[str, Any]:
    """Return what tells the contents of each table, of a lake as it is stored there."""
    if isinstance(store, MirrorStore):
        with store.lake.read() as snapshot:
            return {name: snapshot.compare_table(name) for name in tables}
    with store.snapshot() as cursor:
        database = cursor.execute(load_sql("past/database")).fetchone()[0]
        return {
            name: cursor.execute(
                load_named("lake/compare", database=database, table=name)
            ).fetchone()
            for name in tables
        }
