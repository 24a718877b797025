"""Moving a desk's facts into a lake and back: every table is equal."""

from datetime import date, datetime
from uuid import UUID

import duckdb
import pytest

from data.__main__ import make_parser
from data.commands import run_command
from data.rights.log import OWNER
from data.store.ids import make_id

MADE = {
    "VARCHAR": lambda n: ["草", 'it\'s "q" \\', "", "a\0b", None][n % 5],
    "UUID": lambda _: UUID(make_id()),
    "INTEGER": lambda n: [n, None][n % 7 == 6],
    "BIGINT": lambda n: n + 1,
    "DOUBLE": lambda n: [0.1 * n, 1e300, -0.0, None][n % 4],
    "BOOLEAN": lambda n: [True, False, None][n % 3],
    "DATE": lambda n: date(2026, 1, 1 + n),
    "TIMESTAMP": lambda n: datetime(2026, 1, 1, 12, 0, n, 123456),
    "BLOB": lambda n: bytes([0, n, 255]),
}
# One write with few rows is kept in the catalogue, one with more in files.
ROWS = 13


def fill_every_table(path):
    """Put rows of all types into each table of facts."""
    with duckdb.connect(str(path)) as connection:
        tables = connection.execute(
            "SELECT table_name, list([column_name, data_type] ORDER BY column_index) "
            "FROM duckdb_columns() JOIN duckdb_tables() USING (schema_name, table_name) "
            "WHERE schema_name = 'facts' AND table_name <> 'schema_version' "
            "GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        for place, (table, columns) in enumerate(tables):
            marks = ", ".join("?" for _ in columns)
            for n in range(ROWS if place % 2 else 3):
                row = [MADE[kind](n) for _, kind in columns]
                connection.execute(f"INSERT INTO facts.{table} VALUES ({marks})", row)  # noqa: S608
    return [table for table, _ in tables]


def read_tables(path, tables):
    """Return the rows of each table as they stand, in their order; without the deeds of the owner,
    which a move records where it begins."""
    with duckdb.connect(str(path), read_only=True) as connection:
        found = {name: connection.table(f"facts.{name}").fetchall() for name in tables}
    found["access_log"] = [row for row in found["access_log"] if row[1] != OWNER]
    return found


@pytest.fixture
def move(tmp_path, monkeypatch):
    monkeypatch.setenv("CAOMU_DB", str(tmp_path / "here" / "caomu.duckdb"))
    monkeypatch.setenv("CAOMU_LAKE_FILES", str(tmp_path / "files"))
    monkeypatch.delenv("CAOMU_STORE", raising=False)

    def run(source, target):
        return run_command(make_parser(), ["move", "--from", str(source), "--to", str(target)])

    return run


@pytest.mark.region
def test_there_and_back_every_table_is_equal(store, tmp_path, move, capsys):
    store.close()
    tables = fill_every_table(store.path)
    address, back = f"ducklake:{tmp_path / 'catalogue.ducklake'}", tmp_path / "back.duckdb"
    assert move(store.path, address) == 0
    assert move(address, back) == 0
    before, after = read_tables(store.path, tables), read_tables(back, tables)
    for table in tables:
        assert before[table] == after[table] and before[table], table
    # Neither is written over.
    assert move(store.path, address) == 1 and move(address, back) == 1
    assert read_tables(store.path, tables) == before and read_tables(back, tables) == after
    assert "不是空的" in capsys.readouterr().err


def test_a_store_is_not_moved_onto_itself(tmp_path, move, capsys):
    path = tmp_path / "caomu.duckdb"
    assert move(path, path) == 2 and not path.exists()
    assert "同一个" in capsys.readouterr().err
