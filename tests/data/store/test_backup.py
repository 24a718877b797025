"""Copies of the database: consistent while others write, checked before they are put in place."""

import shutil
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import duckdb
import pytest

from data.__main__ import make_parser
from data.commands import run_command
from data.errors import StoreBusyError, StoreFileError, UsageError
from data.store import backup
from data.store.backup import back_up, get_day_of_copy, list_daily_copies, make_daily_copy, restore
from data.store.build import open_store
from data.store.database import Store
from data.store.faults import find_newest_copy, get_backups_kept
from tests.conftest import record_figures
from tests.data.store.test_migrations import OLD_SCHEMAS, make_old_file, read_file

FIGURE = {"indicator_id": "beef_output", "area_id": "654026", "year": 2023, "value": 1.5}
# An upload and its figures of 1950 to 2023.
ROWS = 75


@pytest.fixture(autouse=True)
def no_settings(monkeypatch):
    monkeypatch.delenv("CAOMU_BACKUPS", raising=False)
    monkeypatch.delenv("CAOMU_BACKUPS_KEPT", raising=False)


@pytest.fixture(scope="module")
def held(plan_file, tmp_path_factory):
    """A database with figures and a copy of it, made once: to make a copy is half of a test."""
    folder = tmp_path_factory.mktemp("held")
    path, copy = folder / "caomu.duckdb", folder / "copy.duckdb"
    with Store(shutil.copy(plan_file, path)) as store:
        record_figures(store, *(FIGURE | {"year": year} for year in range(1950, 2024)))
        assert back_up(store, copy) == ROWS
    return path, copy


@pytest.fixture
def path(held, tmp_path):
    """The database with figures; nobody has it open."""
    return Path(shutil.copy(held[0], tmp_path))


@pytest.fixture
def copy(held, tmp_path):
    """The copy of that database."""
    return Path(shutil.copy(held[1], tmp_path))


def read_facts(path):
    """Return the rows of each table of facts, without when the schema was made."""
    return {name: rows for name, rows in read_file(path).items() if name != "schema_version"}


def test_a_copy_holds_everything_and_opens(store, send_figures, tmp_path):
    send_figures(store, FIGURE, FIGURE | {"year": 2022})
    out = tmp_path / "copy.duckdb"
    assert back_up(store, out) == 3
    store.close()
    assert read_facts(out) == read_facts(store.path)
    with open_store(out) as copy:
        figures = copy.query("queries/yearly_figures")
        assert sorted(figures.loc[figures["area_id"] == "654026", "year"]) == [2022, 2023]


def test_a_copy_is_of_one_moment_while_others_write(store, send_figures, tmp_path):
    """Each write is an upload and its revision: a copy never has one without the other."""
    done = threading.Event()

    def write():
        year = 1950
        while not done.is_set():
            send_figures(store, FIGURE | {"year": (year := year + 1)})

    send_figures(store, FIGURE)
    writer = threading.Thread(target=write)
    writer.start()
    try:
        copies = [tmp_path / f"copy{n}.duckdb" for n in range(2)]
        for copy in copies:
            back_up(store, copy)
    finally:
        done.set()
        writer.join()
    for copy in copies:
        facts = read_facts(copy)
        uploads = {row["upload_id"] for row in facts["upload"]}
        assert uploads == {row["upload_id"] for row in facts["observation_revision"]}


def test_a_copy_takes_no_files_place_and_leaves_nothing_when_it_fails(store, tmp_path, monkeypatch):
    taken = tmp_path / "letter.docx"
    taken.write_text("x")
    with pytest.raises(StoreFileError, match="backup_exists"):
        back_up(store, taken)
    with pytest.raises(StoreFileError, match="backup_not_written"):
        back_up(store, tmp_path / "no" / "copy.duckdb")
    before = sorted(tmp_path.iterdir())

    def fail(*_):
        raise duckdb.IOException("No space left on device")

    monkeypatch.setattr(backup, "_copy_facts", fail)
    with pytest.raises(duckdb.IOException):
        back_up(store, tmp_path / "copy.duckdb")
    assert sorted(tmp_path.iterdir()) == before
    assert taken.read_text() == "x"


def test_restoring_puts_the_old_file_aside(path, copy):
    with Store(path) as store:
        record_figures(store, FIGURE | {"year": 2024})
    later = read_facts(path)
    rows, aside = restore(copy, path)
    assert rows == ROWS
    assert read_facts(path) == read_facts(copy)
    assert read_facts(aside) == later != read_facts(copy)
    assert aside.name.startswith("caomu-replaced-")
    _, second = restore(copy, path)
    assert second != aside and aside.exists()


def test_restoring_where_nothing_is_or_a_damaged_file(copy, tmp_path):
    path = tmp_path / "new" / "caomu.duckdb"
    assert restore(copy, path) == (ROWS, None)
    damaged = path.read_bytes()[:50_000]
    path.write_bytes(damaged)
    _, aside = restore(copy, path)
    assert aside.read_bytes() == damaged
    assert read_facts(path) == read_facts(copy)


def test_an_old_copy_is_brought_up_to_date_and_stays_as_it_is(tmp_path):
    copy, path = tmp_path / "old.duckdb", tmp_path / "caomu.duckdb"
    before = make_old_file(copy, OLD_SCHEMAS[0])
    restore(copy, path)
    assert read_file(copy) == before
    assert len(read_file(path)["upload"]) == 3
    assert sorted(file.name for file in tmp_path.iterdir()) == ["caomu.duckdb", "old.duckdb"]


def make_other_database(path) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE t (i INT)")


@pytest.mark.parametrize(
    ("make", "key"),
    [
        (lambda path: None, "restore_missing"),
        (lambda path: path.mkdir(), "store_folder"),
        (lambda path: path.write_bytes(b""), "store_empty"),
        (lambda path: path.write_text("x" * 9000), "store_no_database"),
        (make_other_database, "restore_not_ours"),
    ],
)
def test_what_is_no_copy_is_refused_and_the_database_left_alone(path, tmp_path, make, key):
    before = path.read_bytes()
    bad = tmp_path / "bad.duckdb"
    make(bad)
    files = sorted(tmp_path.iterdir())
    with pytest.raises(StoreFileError) as error:
        restore(bad, path)
    assert (error.value.key, error.value.fields["path"]) == (key, str(bad))
    assert path.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == files


def test_a_truncated_copy_is_refused(path, copy):
    copy.write_bytes(copy.read_bytes()[:-300_000])
    with pytest.raises(StoreFileError, match="store_damaged"):
        restore(copy, path)


def test_an_open_database_is_not_replaced(path, copy, monkeypatch):
    holder = (
        "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holder, path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout.readline().strip() == "open"
        monkeypatch.setattr(backup, "Store", lambda path: Store(path, wait_s=0.2))
        with pytest.raises(StoreBusyError):
            restore(copy, path)
        other.communicate("\n")


def test_a_copy_is_made_once_a_day_and_the_newest_are_kept(store, send_figures, monkeypatch):
    assert make_daily_copy(store, 7) is None
    send_figures(store, FIGURE)
    days = [date(2026, 3, day) for day in range(1, 3)]
    for day in days:
        monkeypatch.setattr(backup, "get_today", lambda day=day: day)
        assert make_daily_copy(store, 1).name == f"caomu-{day}.duckdb"
        assert make_daily_copy(store, 1) is None
    copies = list_daily_copies(store.path)
    assert [get_day_of_copy(copy) for copy in copies] == days[:0:-1]
    assert make_daily_copy(store, 0) is None


def test_files_of_others_in_the_folder_of_copies_stay(store, send_figures, tmp_path, monkeypatch):
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.setenv("CAOMU_BACKUPS", str(folder))
    others = [
        "notes.txt",
        "caomu-old.duckdb",
        "other-2020-01-01.duckdb",
        "caomu-2020-01-01-b.duckdb",
    ]
    for name in others:
        (folder / name).write_text("x")
    send_figures(store, FIGURE)
    copy = make_daily_copy(store, 1)
    assert copy.parent == folder
    assert sorted(file.name for file in folder.iterdir()) == sorted([*others, copy.name])


def test_a_daily_copy_is_named_when_the_database_is_damaged(store, send_figures):
    send_figures(store, FIGURE)
    copy = make_daily_copy(store, 7)
    store.close()
    assert find_newest_copy(Path(store.path)) == str(copy)


def test_the_number_kept_is_a_number(monkeypatch):
    assert get_backups_kept() == 7
    monkeypatch.setenv("CAOMU_BACKUPS_KEPT", "14")
    assert get_backups_kept() == 14
    monkeypatch.setenv("CAOMU_BACKUPS_KEPT", "sieben")
    with pytest.raises(UsageError, match="backups_kept"):
        get_backups_kept()


def test_the_commands(store, send_figures, tmp_path, capsys):
    send_figures(store, FIGURE)
    store.close()
    copy, new = str(tmp_path / "copy.duckdb"), str(tmp_path / "new.duckdb")
    assert run_command(make_parser(), ["backup", copy, "--db", store.path]) == 0
    assert run_command(make_parser(), ["restore", copy, "--db", new]) == 0
    assert read_facts(new) == read_facts(store.path)
    assert run_command(make_parser(), ["restore", copy, "--db", new]) == 0
    err = capsys.readouterr().err
    assert "new-replaced-" in err
    assert run_command(make_parser(), ["restore", str(tmp_path / "no"), "--db", new]) == 1
    assert run_command(make_parser(), ["backup", copy, "--db", new]) == 1


@pytest.mark.parametrize("name", ["plan", "Facts", "seen_12"])
def test_a_file_that_is_called_like_what_is_in_it_is_refused_in_words(tmp_path, name):
    with pytest.raises(StoreFileError, match="store_name"):
        Store(tmp_path / f"{name}.duckdb")
    assert not list(tmp_path.iterdir())
