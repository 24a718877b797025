"""Moves what users recorded from one store into another: a desk's file into a lake, and back."""

from pathlib import Path
from typing import Any

from data.errors import StoreFileError, UsageError
from data.store.backup import count_at_a_time, list_fact_tables
from data.store.build import open_store
from data.store.database import Store
from data.store.lake import find_address, hide_password
from data.store.mirror import MirrorStore
from data.store.statements import load_named, load_sql


def move_facts(source: Path | str, target: Path | str) -> dict[str, int]:
    """Copy all facts into an empty store, with their ids and numbers, and compare both.

    The source stays as it is. All of it arrives, or nothing.

    Parameters
    ----------
    source, target
        A database file, or the address of a lake. The target may not exist yet.

    Returns
    -------
    dict
        How many rows each table of facts has.

    Raises
    ------
    UsageError
        Both are the same (``move_same``).
    StoreFileError
        There is no such source, the target holds facts already (``move_not_empty``), or they
        differ afterwards (``move_differs``).
    """
    names = [hide_password(str(place)) for place in (source, target)]
    if _identify(source) == _identify(target):
        raise UsageError("move_same", path=names[0])
    with open_store(source) as given, open_store(target, may_create=True) as taken:
        tables = list_fact_tables(taken)
        with given.snapshot() as read, taken.transaction() as writer:
            count = "mirror/count"
            held = [name for name in tables if writer.query_rows(count, table=name)[0]["rows"]]
            if held:
                raise StoreFileError("move_not_empty", path=names[1], tables=", ".join(held))
            counts = {
                name: writer.copy_table(read, f"facts.{name}", count_at_a_time(name))
                for name in tables
            }
        found = [_compare(given, tables), _compare(taken, tables)]
    differing = [name for name in tables if found[0][name] != found[1][name]]
    if differing:
        raise StoreFileError("move_differs", path=names[1], tables=", ".join(differing))
    return counts


def _identify(place: Path | str) -> str:
    return str(place) if find_address(place) else str(Path(place).resolve())


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
