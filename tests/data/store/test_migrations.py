"""Files of every version that could hold facts open, and keep all of them."""

import contextlib
import hashlib
import random
import shutil
import subprocess
import sys
import uuid
from datetime import datetime
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from data.errors import StoreVersionError
from data.store import database, migrations, statements
from data.store.build import build_plan, open_store
from data.store.check import run_checks
from data.store.database import Store
from data.store.ids import make_id
from data.store.migrations import list_migrations, load_version, migrate_facts
from data.store.statements import DEFAULT_PLAN, ROOT, SQL
from tests.data.store.test_parts import read_view

OLD_SCHEMAS = sorted((ROOT / "tests" / "fixtures" / "store").glob("facts-*.sql"))
NEWEST = max(list_migrations())
TIME = datetime(2026, 11, 1, 8, 30, 0, 123456)
# The tables that a migration turned into another one, and how to find their rows in it.
REPLACED = {"synonym_revision": "reading_word_revision", "remedy_revision": "matter_revision"}
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


@pytest.fixture(scope="module", params=OLD_SCHEMAS, ids=lambda path: path.stem)
def made(request, tmp_path_factory):
    """A file of an old version, to be copied, and the rows in it."""
    path = tmp_path_factory.mktemp("old") / "caomu.duckdb"
    return path, make_old_file(path, request.param)


@pytest.fixture
def old_file(made, tmp_path):
    """A file of an old version and the rows in it."""
    return Path(shutil.copy(made[0], tmp_path)), made[1]


@pytest.fixture(scope="module")
def upgraded(made, tmp_path_factory):
    """The rows of a file before and after it was brought up to date."""
    path = Path(shutil.copy(made[0], tmp_path_factory.mktemp("new")))
    bring_up_to_date(path)
    return made[1], read_file(path)


def list_copies(path: Path) -> list[Path]:
    return sorted(set(path.parent.iterdir()) - {path})


def test_a_file_of_an_old_version_keeps_every_row(upgraded):
    before, after = upgraded
    for table, rows in before.items():
        if table in REPLACED:
            continue
        kept = [{column: row[column] for column in rows[0]} for row in after[table]]
        assert sorted(kept, key=repr) == sorted(map(turn_ids, rows), key=repr), table
    assert set(REPLACED) & set(after) == set()


def test_corrective_actions_become_matters_with_all_their_revisions(upgraded):
    before, after = upgraded
    matters = {row["revision_id"]: row for row in after["matter_revision"]}
    units = {row["unit_id"]: row["name"] for row in after["unit_revision"]}
    leads = {row["matter_revision_id"]: row["unit_id"] for row in after["matter_unit_revision"]}
    assert len(matters) == len(before["remedy_revision"])
    for row in before["remedy_revision"]:
        revision_id = turn_ids(row)["revision_id"]
        matter = matters[revision_id]
        same = ("area_id", "reason", "due_on", "recorded_at", "recorded_by", "is_withdrawn")
        assert {name: matter[name] for name in same} == {name: row[name] for name in same}
        assert (matter["title"], matter["subject_id"]) == (row["remedy"], row["target_id"])
        assert (matter["kind"], matter["clock_id"]) == ("remedy", "set_limit")
        assert units[leads[revision_id]] == row["responsible"]


def test_what_was_recorded_before_there_were_further_plans_is_about_the_first(old_file):
    path, _ = old_file
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "UPDATE facts.decision_revision SET subject_kind = 'clock' WHERE note IS NULL"
        )
    bring_up_to_date(path)
    after = read_file(path)
    for table in ("project_revision", "allocation_revision", "matter_revision"):
        assert {row["plan_id"] for row in after[table]} == {DEFAULT_PLAN}, table
    plans = {row["subject_kind"] == "clock": row["plan_id"] for row in after["decision_revision"]}
    assert plans == {True: None, False: DEFAULT_PLAN}


def test_names_of_indicators_become_answers_that_hold_everywhere(upgraded):
    before, after = upgraded
    answers = sorted(after["reading_word_revision"], key=lambda row: row["seq"])
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
    assert sorted(row["version"] for row in first["schema_version"]) == list(list_migrations())
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

    monkeypatch.setattr("data.store.engine.shutil.copyfileobj", refuse)
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


TEXT_IDS = 5
# An upload's parts differ by these; the last two rows are of no upload that is known.
SENT = (
    ("reported", "甲", "吨", "表一"), ("reported", "甲", "吨", "表一"),
    ("reported", None, None, "表一"), ("verified", "甲", "吨", "表二"),
    ("verified", "甲", "吨", None), ("provisional", "乙", "吨", None),
)  # fmt: skip


def make_file_with_text_ids(path: Path, figures: int) -> None:
    """Make a file of the last version whose ids are text, with figures in uploads, one undone."""
    with pytest.MonkeyPatch.context() as patch:
        known = {number: name for number, name in list_migrations().items() if number <= TEXT_IDS}
        patch.setattr(migrations, "list_migrations", lambda: known)
        bring_up_to_date(path)
    first, second, undo = (make_id() for _ in range(3))
    uploads = [
        {"upload_id": first, "dataset": "observations", "seq": 1},
        {"upload_id": second, "dataset": "observations", "seq": 2},
        {"upload_id": undo, "undoes_upload_id": first, "seq": 3},
    ]
    shared = [dict(zip(("state", "source", "unit", "sheet"), part, strict=True)) for part in SENT]
    rows = [
        {
            "revision_id": make_id(),
            "indicator_id": "beef_output",
            "area_id": "654026",
            "year": 1990 + number % 30,
            "period": "Y",
            "value": number + 0.5,
            "value_read": f"{number}.5",
            "file_row": number,
            "note": None if number % 3 else f"备注{number}",
            "upload_id": (first, second, "自己写的", None)[number % 4],
            "recorded_at": TIME.replace(minute=number % 4),
            "recorded_by": "甲" if number % 2 else "",
            "is_withdrawn": number % 7 == 0,
            "seq": number + 1,
        }
        | shared[number % len(SENT)]
        for number in range(figures)
    ]
    with duckdb.connect(str(path)) as connection:
        for table, frame in (("upload", uploads), ("observation_revision", rows)):
            columns = connection.table(f"facts.{table}").columns
            frame = pd.DataFrame(frame).reindex(columns=columns)
            connection.from_df(frame).insert_into(f"facts.{table}")


def test_ids_become_uuids_and_no_column_of_a_revision_is_lost(tmp_path):
    path = tmp_path / "caomu.duckdb"
    make_file_with_text_ids(path, 500)
    before = read_file(path)
    with open_store(path) as store, store.snapshot() as cursor:
        kept = read_view(cursor)
        parts = cursor.table("facts.observation_part").fetchall()
        assert [check.check_id for check in run_checks(store) if check.rows] == [
            "facts_name_known_things"
        ]
    assert kept == sorted(map(turn_ids, before["observation_revision"]), key=lambda row: row["seq"])
    assert len(parts) < len(kept) / 2
    after = read_file(path)
    assert after["upload"] == sorted(map(turn_ids, before["upload"]), key=repr)
    copy = next(iter(set(tmp_path.glob("*.duckdb")) - {path}))
    assert copy.name.startswith(f"caomu-version-{TEXT_IDS}-") and read_file(copy) == before


MIGRATE = """
import sys
from data.store.database import Store
from data.store.migrations import migrate_facts
with Store(sys.argv[1]) as store:
    print("go", flush=True)
    migrate_facts(store)
"""


def kill_while_migrating(path: Path, chance: random.Random) -> int:
    """Kill a process that upgrades a file a moment after it began; return the file's version."""
    process = subprocess.Popen(
        [sys.executable, "-c", MIGRATE, str(path)], stdout=subprocess.PIPE, cwd=ROOT
    )
    assert process.stdout.readline().strip() == b"go"
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(chance.uniform(0, 1.0))
    process.kill()
    process.wait()
    process.stdout.close()
    with Store(path) as store:
        return load_version(store)


def survive_kills(folder: Path, kills: int, figures: int) -> list[int]:
    """Kill upgrades of copies of a file; return the version that each was left with."""
    source, chance = folder / "source.duckdb", random.Random(11)
    make_file_with_text_ids(source, figures)
    before = read_file(source)
    versions = []
    for kill in range(kills):
        path = folder / f"{kill}" / "caomu.duckdb"
        path.parent.mkdir()
        shutil.copy(source, path)
        versions.append(kill_while_migrating(path, chance))
        bring_up_to_date(path)
        after = read_file(path)
        assert after["observation_revision"] == sorted(
            map(turn_ids, before["observation_revision"]), key=repr
        )
        assert after["upload"] == sorted(map(turn_ids, before["upload"]), key=repr)
        copies = path.parent.glob("caomu-version-*.duckdb")
        assert any(read_file(copy) == before for copy in copies)
    return versions


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals")
def test_an_upgrade_that_is_killed_loses_nothing(tmp_path):
    # Each migration is there whole or not at all.
    assert set(survive_kills(tmp_path, 2, 2_000)) <= set(range(TEXT_IDS, NEWEST + 1))


@pytest.mark.torture
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals")
def test_many_upgrades_that_are_killed_lose_nothing(tmp_path):
    versions = survive_kills(tmp_path, 25, 20_000)
    sys.stdout.write(f"\n{versions}\n")
    assert set(versions) <= set(range(TEXT_IDS, NEWEST + 1)) and len(set(versions)) > 1
