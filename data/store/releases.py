"""Records what a new release changed in the tables of the plans.

The tables are built from files of the program, which keep no history in the database. What was
known on a former day, and what changed since, also depends on them.
"""

from data.clock import get_now
from data.store.database import Transaction
from data.store.statements import DEFAULT_PLAN

# Says when the tables were built, not what they hold.
BUILD = "build"


def take_plan(writer: Transaction) -> list[str]:
    """Note the rows of the plans' tables before they are built anew; return the tables."""
    writer.execute("release/begin")
    released = writer.load_released()
    if released is not None:
        writer.execute("release/take_released", released)
        return sorted(set(released["table_name"].to_pylist()))
    tables = _list_tables(writer)
    _take_rows(writer, tables, is_added=False)
    return list(tables)


def record_release(writer: Transaction, before: list[str]) -> None:
    """Record how the tables differ from those of before; nothing where there were none.

    A table that there was not says what was true before as well: it counts as no change.
    """
    tables = _list_tables(writer)
    known = {name: path for name, path in tables.items() if name in before}
    if before:
        _take_rows(writer, known, is_added=True)
        writer.execute("release/record", recorded_at=get_now())
    if writer.keeps_release:
        new = {name: path for name, path in tables.items() if name not in before}
        _take_rows(writer, new, is_added=True)
        writer.keep_released(list(tables))


def _list_tables(writer: Transaction) -> dict[str, str]:
    """Return the tables with what stands before their names: the schema."""
    rows = writer.query_rows("schema/plan_tables")
    return {row["table_name"]: row["table_path"] for row in rows if row["table_name"] != BUILD}


def _take_rows(writer: Transaction, tables: dict[str, str], *, is_added: bool) -> None:
    for name, path in tables.items():
        writer.execute(
            "release/take", table_name=name, table_path=path, plan=DEFAULT_PLAN, is_added=is_added
        )
