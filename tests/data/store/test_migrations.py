"""Files of every version that could hold facts open, and keep all of them."""

import hashlib
import shutil
import uuid
from datetime import datetime
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from data.errors import StoreVersionError
from data.store import database, statements
from data.store.build import build_plan, open_store
from data.store.database import Store
from data.store.migrations import list_migrations, load_version, migrate_facts
from data.store.statements import ROOT, SQL

OLD_SCHEMAS = sorted((ROOT / "tests" / "fixtures" / "store").glob("facts-*.sql"))
NEWEST = max(list_migrations())
TIME = datetime(2026, 11, 1, 8, 30, 0, 123456)
# The tables that a migration turned into another one, and how to find their rows in it.
REPLACED = {"synonym_revision": "reading_word_revision"}
IDS = ("revision_id", "upload_id", "undoes_upload_id")


def make_old_file(path: Path, schema: Path) -> dict[str, list[dict]]:
    """Make a file by an old schema with three rows in each table; return the rows by table."""
    with duckdb.connect(str(path)) as connection:
        connection.execute(schema.read_text(encoding="utf-8"))
        tables = connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'facts' ORDER BY ALL"
        ).fetchall()
        for (table,) in tables:
            columns = connection.table(f"facts.{table}")
            rows = [
                [
                    make_cell(kind, name, row)
                    for name, kind in zip(columns.columns, columns.types, strict=True)
                ]
                for row in range(3)
            ]
            frame = pd.DataFrame(rows, columns=columns.columns)
            connection.from_df(frame).insert_into(f"facts.{table}")
        return read_facts(connection)


def make_cell(kind, name: str, row: int):
    """Return a value of a column's type that differs from row to row; the last row lacks some."""
    makers = {
        "VARCHAR": make_text(name, row),
        "INTEGER": 2020 + row,
        "DOUBLE": row + 0.1,
        "TIMESTAMP": TIME.replace(second=row),
        "DATE": TIME.date(),
        "BOOLEAN": row == 1,
    }
    is_missing = name == "undoes_upload_id" or (row == 2 and name in ("note", "value", "sheet"))
    return None if is_missing else makers[str(kind)]


def make_text(name: str, row: int) -> str:
    """Return a text; ids are UUIDs, but for one that somebody wrote by hand."""
    text = f"{name} {row} 中文"
    return str(uuid.uuid5(uuid.NAMESPACE_OID, text)) if name in IDS and row else text


def turn_ids(row: dict) -> dict:
    """Return an old row with the ids that it has today."""
    return row | {name: make_uuid(row[name]) for name in IDS if row.get(name) is not None}


def make_uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(hashlib.md5(text.encode()).hexdigest())


def bring_up_to_date(path: Path) -> None:
    with Store(path) as store:
        migrate_facts(store)


def build(path: Path) -> None:
    with Store(path) as store:
        build_plan(store)


def read_facts(connection) -> dict[str, list[dict]]:
    """Return the rows of each table of facts as {column: value}, sorted.

    The two tables of observations are one, as they are to readers.
    """
    tables = connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'facts' ORDER BY ALL"
    ).fetchall()
    results = {table: connection.table(f"facts.{table}") for (table,) in tables}
    if "observation_row" in results:
        rows, parts = results.pop("observation_row"), results.pop("observation_part")
        joined = rows.join(parts, "part_id")
        kept = ", ".join(column for column in joined.columns if column != "part_id")
        results["observation_revision"] = joined.project(kept)
    found = {}
    for table, result in results.items():
        rows = [dict(zip(result.columns, row, strict=True)) for row in result.fetchall()]
        found[table] = sorted(rows, key=repr)
    return found


def read_file(path: Path) -> dict[str, list[dict]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return read_facts(connection)


@pytest.fixture(params=OLD_SCHEMAS, ids=lambda path: path.stem)
def old_file(request, tmp_path):
    """A file of an old version and the rows in it."""
    path = tmp_path / "caomu.duckdb"
    return path, make_old_file(path, request.param)


def list_copies(path: Path) -> list[Path]:
    return sorted(set(path.parent.iterdir()) - {path})


def test_a_file_of_an_old_version_keeps_every_row(old_file):
    path, before = old_file
    bring_up_to_date(path)
    after = read_file(path)
    for table, rows in before.items():
        if table in REPLACED:
            continue
        kept = [{column: row[column] for column in rows[0]} for row in after[table]]
        assert sorted(kept, key=repr) == sorted(map(turn_ids, rows), key=repr), table
    assert set(REPLACED) & set(after) == set()


def test_names_of_indicators_become_answers_that_hold_everywhere(old_file):
    path, before = old_file
    bring_up_to_date(path)
    answers = sorted(read_file(path)["reading_word_revision"], key=lambda row: row["seq"])
    assert answers == [
        {
            "revision_id": make_uuid(row["revision_id"]),
            "word": row["synonym"],
            "meaning": f"indicator:{row['indicator_id']}",
            "shape": "*",
            "recorded_at": row["recorded_at"],
            "recorded_by": row["recorded_by"],
            "is_withdrawn": row["is_withdrawn"],
            "seq": number,
        }
        for number, row in enumerate(
            sorted(before["synonym_revision"], key=lambda row: row["revision_id"]), start=1
        )
    ]


def test_rows_of_before_are_numbered_in_the_order_that_counted(old_file):
    """Observations counted by their time, everything else by its id."""
    path, before = old_file
    with duckdb.connect(str(path)) as connection:
        late = pd.DataFrame([{"revision_id": "0", "recorded_at": TIME.replace(year=2027)}])
        for table in ("observation_revision", "decision_revision"):
            columns = connection.table(f"facts.{table}").columns
            connection.from_df(late.reindex(columns=columns)).insert_into(f"facts.{table}")
    bring_up_to_date(path)
    after = read_file(path)
    numbers = {
        table: {row["revision_id"]: row["seq"] for row in after[table]}
        for table in ("observation_revision", "decision_revision")
    }
    late_id = make_uuid("0")
    assert numbers["observation_revision"][late_id] == len(before["observation_revision"]) + 1
    assert numbers["decision_revision"][late_id] == 1
    for table, rows in after.items():
        if table.endswith("_revision") or table == "upload":
            assert sorted(row["seq"] for row in rows) == list(range(1, len(rows) + 1))


def test_a_copy_of_the_old_file_is_put_aside_as_it_was(old_file):
    path, before = old_file
    with Store(path) as store:
        copy = migrate_facts(store)
        assert load_version(store) == NEWEST
    assert list_copies(path) == [copy]
    assert copy.name.startswith("caomu-version-0-20") and copy.suffix == ".duckdb"
    assert read_file(copy) == before


def test_a_migration_is_run_once(old_file):
    path, _ = old_file
    bring_up_to_date(path)
    first = read_file(path)
    bring_up_to_date(path)
    assert read_file(path) == first
    assert [row["version"] for row in first["schema_version"]] == sorted(list_migrations())
    assert len(list_copies(path)) == 1


def test_the_views_stand_on_the_new_schema(old_file):
    path, before = old_file
    with open_store(path) as store:
        assert len(store.query("queries/uploads")) == len(before["upload"])
        assert len(store.query("queries/decisions")) == 2  # of three one was withdrawn


def test_a_new_file_and_one_without_facts_have_no_copy(tmp_path):
    path = tmp_path / "caomu.duckdb"
    bring_up_to_date(path)
    assert list_copies(path) == []
    empty = tmp_path / "old" / "caomu.duckdb"
    empty.parent.mkdir()
    with duckdb.connect(str(empty)) as connection:
        connection.execute(OLD_SCHEMAS[0].read_text(encoding="utf-8"))
    bring_up_to_date(empty)
    assert list_copies(empty) == []


def test_a_copy_never_takes_the_place_of_another(old_file):
    path, before = old_file
    aside = path.with_name("kept.duckdb")
    shutil.copy(path, aside)
    bring_up_to_date(path)
    shutil.move(aside, path)
    bring_up_to_date(path)
    copies = list_copies(path)
    assert len(copies) == 2
    assert all(read_file(copy) == before for copy in copies)


def test_a_migration_that_fails_leaves_the_file_as_it_was(old_file, monkeypatch):
    path, before = old_file
    load = statements.load_sql
    broken = ";".join([load("migrations/001-facts"), "FROM facts.no_such_table"])
    monkeypatch.setattr(
        database, "load_sql", lambda name: broken if name == "migrations/001-facts" else load(name)
    )
    with pytest.raises(duckdb.CatalogException):
        bring_up_to_date(path)
    assert read_file(path) == before
    assert list_copies(path) == []


def test_what_was_migrated_before_a_later_one_fails_has_its_copy(old_file, monkeypatch):
    path, before = old_file
    load = statements.load_sql
    second = f"migrations/{list_migrations()[2]}"
    monkeypatch.setattr(
        database, "load_sql", lambda name: "SELECT * FROM none" if name == second else load(name)
    )
    with pytest.raises(duckdb.CatalogException):
        bring_up_to_date(path)
    assert [read_file(copy) for copy in list_copies(path)] == [before]
    monkeypatch.undo()
    bring_up_to_date(path)
    assert len(read_file(path)["reading_word_revision"]) == 3


def test_without_room_for_a_copy_nothing_is_changed(old_file, monkeypatch):
    path, before = old_file

    def refuse(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("data.store.database.shutil.copyfileobj", refuse)
    with pytest.raises(StoreVersionError, match="store_copy_failed"):
        bring_up_to_date(path)
    assert read_file(path) == before
    assert list_copies(path) == []


@pytest.mark.parametrize("open_or_build", [open_store, build])
def test_a_file_of_a_newer_version_is_refused_and_left_alone(tmp_path, open_or_build):
    path = tmp_path / "caomu.duckdb"
    bring_up_to_date(path)
    with Store(path) as store, store.transaction() as writer:
        newer = pd.DataFrame([{"version": NEWEST + 1, "name": "later", "applied_at": TIME}])
        writer.insert("facts.schema_version", newer)
    before = read_file(path)
    with pytest.raises(StoreVersionError, match="store_newer") as error:
        open_or_build(path)
    assert error.value.fields == {"path": str(path), "found": NEWEST + 1, "known": NEWEST}
    assert read_file(path) == before


def test_migrations_are_numbered_without_a_gap():
    assert list(list_migrations()) == list(range(1, NEWEST + 1))
    assert len(list((SQL / "migrations").glob("*.sql"))) == NEWEST


def test_nine_months_have_the_code_of_january_to_september(old_file):
    path, _ = old_file
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE facts.observation_revision SET period = 'Q1-Q3'")
    bring_up_to_date(path)
    periods = {row["period"] for row in read_file(path)["observation_revision"]}
    assert periods == {"C09"}
