"""Each fault of a database file has its own sentence, with the newest good copy."""

import json
import os
import shutil
import struct
import subprocess
import sys

import duckdb
import pandas as pd
import pytest

from data.__main__ import make_parser
from data.commands import run_command
from data.errors import PlanDataError, StoreBusyError, StoreFileError
from data.store import build, database, engine
from data.store.build import build_store, open_store
from data.store.database import Store
from data.store.faults import diagnose, find_newest_copy
from data.store.ids import make_id
from data.store.statements import ROOT
from data.words.catalogue import LANGUAGES, t, use_language
from data.words.sentences import describe_error

# How the app has files written; the commits of other tests reach the log beside theirs.
OWN_WHOLE = engine._WHOLE
UPLOAD_ID = make_id()
UPLOAD = pd.DataFrame([{"upload_id": UPLOAD_ID, "file_name": "a.csv"}])


def break_file(path, fault: str) -> None:
    """Give a good database file a fault."""
    content = path.read_bytes()
    if fault == "store_empty":
        path.write_bytes(b"")
    elif fault == "store_no_database":
        path.write_text("地区,年份\n" * 400, encoding="utf-8")
    elif fault == "store_damaged":
        path.write_bytes(content[: len(content) // 2])
    elif fault == "store_folder":
        path.unlink()
        path.mkdir()
    elif fault == "store_newer_engine":
        path.write_bytes(write_version(content, 900))
    elif fault == "store_wal":
        make_foreign_wal(path)
    elif fault == "store_missing":
        path.unlink()


def write_version(content: bytes, version: int) -> bytes:
    """Return a DuckDB file of another storage version: its header has a checksum of its own."""
    header = bytearray(content[:4096])
    header[12:20] = struct.pack("<Q", version)
    checksum = 5381
    for (word,) in struct.iter_unpack("<Q", header[8:]):
        checksum ^= word * 0xBF58476D1CE4E5B9 & (1 << 64) - 1
    return struct.pack("<Q", checksum) + bytes(header[8:]) + content[4096:]


def make_foreign_wal(path) -> None:
    """Put the .wal of another database, left by a killed process, beside a file."""
    other = path.with_name("other.duckdb")
    script = (
        "import duckdb, os, sys; c = duckdb.connect(sys.argv[1]);"
        "c.execute('CREATE TABLE z (i INT)'); c.execute('CHECKPOINT');"
        "c.execute('INSERT INTO z VALUES (1)'); c.execute('CREATE TABLE y AS FROM z'); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", script, str(other)], check=False)
    shutil.move(f"{other}.wal", f"{path}.wal")


FAULTS = (
    "store_empty",
    "store_no_database",
    "store_damaged",
    "store_folder",
    "store_newer_engine",
    "store_wal",
    "store_missing",
)


@pytest.fixture
def path(plan_file, tmp_path):
    return shutil.copy(plan_file, tmp_path / "caomu.duckdb")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_one_sentence_on_the_command_line(path, capsys, fault, language):
    break_file(path, fault)
    code = run_command(make_parser(), ["uploads", "--db", str(path), "--lang", language])
    out, err = capsys.readouterr()
    with use_language(language):
        words = t(f"errors.{fault}", path=path)
    assert (code, out) == (1, "")
    assert words in err
    assert "Traceback" not in err
    assert len(err.strip().splitlines()) == 1


@pytest.mark.parametrize("fault", sorted(set(FAULTS) - {"store_missing", "store_folder"}))
def test_a_faulty_file_is_left_as_it_is_and_never_called_busy(path, fault):
    break_file(path, fault)
    before = path.read_bytes()
    for open_file in (open_store, build_store):
        with pytest.raises(StoreFileError) as error:
            open_file(path)
        assert error.value.key == fault
    assert path.read_bytes() == before


def test_the_newest_good_copy_is_named(path):
    copies = [path.with_name(f"caomu-version-{n}-2026-11-0{n}.duckdb") for n in (1, 2, 3)]
    for n, copy in enumerate(copies):
        shutil.copy(path, copy)
        os.utime(copy, (1_700_000_000 + n, 1_700_000_000 + n))
    break_file(copies[2], "store_damaged")
    os.utime(copies[2], (1_800_000_000, 1_800_000_000))
    break_file(path, "store_damaged")
    assert find_newest_copy(path) == str(copies[1])
    with pytest.raises(StoreFileError) as error:
        open_store(path)
    assert str(copies[1]) in describe_error(error.value)
    with use_language("en"):
        assert str(copies[1]) in describe_error(error.value)


def test_without_a_copy_that_is_said(path):
    break_file(path, "store_damaged")
    with pytest.raises(StoreFileError) as error:
        open_store(path)
    assert "没有找到完好的副本" in describe_error(error.value)


def test_a_fault_found_later_is_told_as_well(path, caplog):
    content = bytearray(path.read_bytes())
    with open_store(path) as store:
        store.query("queries/areas")
    start = len(content) // 3
    content[start:] = os.urandom(len(content) - start)
    path.write_bytes(content)
    with pytest.raises(StoreFileError) as error, open_store(path) as store:
        for name in ("queries/areas", "queries/ingest_history_all", "queries/yearly_figures"):
            store.query(name)
    assert error.value.key == "store_damaged"
    assert "store_damaged" in caplog.text


def test_a_word_with_lock_in_it_is_not_called_busy():
    corrupt = duckdb.IOException("Corrupt database file: checksum in block at location 4096")
    assert diagnose(corrupt, "/x/caomu.duckdb").key == "store_damaged"
    busy = duckdb.IOException('Could not set lock on file "/x/caomu.duckdb": Conflicting lock')
    assert isinstance(diagnose(busy, "/x/caomu.duckdb"), StoreBusyError)
    assert diagnose(duckdb.IOException("something else"), "/x/caomu.duckdb") is None


def test_a_full_disk_is_told_and_nothing_of_the_upload_stays(path, monkeypatch):
    with open_store(path) as store:
        full = duckdb.IOException("Could not write all bytes to file: No space left on device")

        def refuse(writer, table, frame):
            writer.insert(table, frame)
            raise full

        with pytest.raises(StoreFileError, match="store_full"), store.transaction() as writer:
            refuse(writer, "facts.upload", UPLOAD)
        assert store.query("queries/uploads").empty


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="needs users of its own")
def test_a_file_without_permission_is_told(path):
    """Another user opens it, in a process of its own: the administrator may read everything."""
    path.chmod(0)
    script = (
        "import os, sys\n"
        "from data.store.database import Store\n"
        "from data.errors import StoreFileError\n"
        "if os.getuid() == 0:\n    os.setuid(65534)\n"
        "try:\n    Store(sys.argv[1])\n"
        "except StoreFileError as error:\n    print(error.key)"
    )
    result = subprocess.run(
        [sys.executable, "-c", script, str(path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert result.stdout.strip() == "store_no_permission", result.stderr


def test_a_build_that_fails_leaves_nothing_behind(tmp_path, monkeypatch):
    stray = tmp_path / "stray.csv"
    stray.write_text("a\n1\n", encoding="utf-8")
    monkeypatch.setattr(build, "list_source_files", lambda *_: [stray])
    path = tmp_path / "new" / "folder" / "caomu.duckdb"
    for make in (build_store, lambda file: open_store(file, may_create=True)):
        with pytest.raises(PlanDataError):
            make(path)
        assert [file.name for file in tmp_path.iterdir()] == ["stray.csv"]


def test_a_build_that_fails_leaves_an_old_file_alone(path, tmp_path, monkeypatch):
    monkeypatch.setattr(build, "list_source_files", lambda *_: [tmp_path / "no.csv"])
    with pytest.raises(PlanDataError):
        build_store(path)
    monkeypatch.undo()
    with open_store(path) as store:
        assert len(store.query("queries/areas")) > 100


def test_only_build_makes_a_file(tmp_path, capsys):
    path = tmp_path / "caomu.duckdb"
    for command in (["check"], ["uploads"], ["export", str(tmp_path / "a.csv")]):
        assert run_command(make_parser(), [*command, "--db", str(path)]) == 1
        assert str(path) in capsys.readouterr().err
        assert list(tmp_path.iterdir()) == []
    assert run_command(make_parser(), ["build", "--db", str(path)]) == 0
    assert path.exists()


def test_a_path_through_a_file_is_told(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreFileError, match="store_folder_is_file"):
        build_store(tmp_path / "file" / "caomu.duckdb")


def test_every_commit_ends_in_the_file_itself(path, tmp_path):
    """A killed process leaves no .wal whose figures a copy of the file alone would lack."""
    script = (
        "import os, sys; import pandas as pd;"
        "from data.store.database import Store\n"
        "store = Store(sys.argv[1])\n"
        "with store.transaction() as writer:\n"
        f"    writer.insert('facts.upload', pd.DataFrame([{{'upload_id': '{UPLOAD_ID}'}}]))\n"
        "os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", script, str(path)], cwd=ROOT, check=False)
    copy = shutil.copy(path, tmp_path / "copy.duckdb")
    with Store(copy) as store:
        assert store.query("queries/uploads")["upload_id"].isna().sum() == 0
        with store._connection.cursor() as cursor:
            assert str(cursor.table("facts.upload").fetchall()[0][0]) == UPLOAD_ID


def test_reading_meanwhile_does_not_keep_a_commit_from_the_file(path, monkeypatch):
    monkeypatch.setattr(engine, "_WHOLE", OWN_WHOLE)
    with Store(path) as store, store._connection.cursor() as reader:
        reader.begin()
        reader.table("facts.upload").fetchall()
        with store.transaction() as writer:
            writer.insert("facts.upload", UPLOAD)
        wal = path.with_name(f"{path.name}.wal")
        assert not wal.exists() or wal.stat().st_size == 0
    assert database.MEMORY == ":memory:"


COMMANDS = (
    ("data", "check"),
    ("data", "uploads"),
    ("data", "export", "out.csv"),
    ("data", "backup", "out.duckdb"),
    ("data", "ingest", "in.csv"),
    ("data", "build"),
    ("indicators", "progress", "--json"),
    ("indicators", "boxes", "--json"),
    ("geo", "plate", "--indicator", "beef_output", "--year", "2024", "--out", "out.png"),
    ("pages.documents", "county", "654026", "--out", "out.pdf"),
)


@pytest.mark.torture
@pytest.mark.parametrize("fault", FAULTS)
def test_every_command_meets_every_fault_with_words(path, tmp_path, fault):
    break_file(path, fault)
    (tmp_path / "in.csv").write_text("地区,年份,牛年末存栏(万头)\n昭苏县,2024,21.4\n", "utf-8")
    for module, *arguments in COMMANDS:
        if (fault, arguments[0]) == ("store_missing", "build"):
            continue
        result = subprocess.run(
            [sys.executable, "-m", module, *arguments, "--db", str(path)],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            check=False,
        )
        said = f"{fault} {module} {arguments[0]}: {result.returncode} {result.stderr}"
        sys.stdout.write(said)
        # What --json prints is JSON, an error too.
        printed = [json.loads(result.stdout)["error"]["key"]] if "--json" in arguments else []
        assert printed or result.stdout == "", said
        assert result.returncode in (1, 2) and printed in ([], [fault]), said
        assert "Traceback" not in result.stderr and "stack" not in result.stderr.lower(), said
        assert len(result.stderr.strip().splitlines()) <= 2, said
        assert t(f"errors.{fault}", path=path) in result.stderr, said
