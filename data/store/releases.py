"""Records what a new release changed in the tables of the plan.

The tables are built from files of the program, which keep no history in the database. What was
known on a former day, and what changed since, also depends on them.
"""

from data.clock import get_now
from data.store.database import Transaction

# Says when the tables were built, not what they hold.
BUILD = "build"


def take_plan(writer: Transaction) -> list[str]:
    """Note the rows of the plan's tables before they are built anew; return the tables."""
    tables = _list_tables(writer)
    writer.execute("release/begin")
    for table in tables:
        writer.execute("release/take", table_name=table, is_added=False)
    return tables


def record_release(writer: Transaction, before: list[str]) -> None:
    """Record how the tables differ from those of before; nothing where there were none."""
    if not before:
        return
    for table in _list_tables(writer):
        writer.execute("release/take", table_name=table, is_added=True)
    writer.execute("release/record", recorded_at=get_now())


def _list_tables(writer: Transaction) -> list[str]:
    return [
        row["table_name"]
        for row in writer.query_rows("schema/plan_tables")
        if row["table_name"] != BUILD
    ]
