"""The file: transactions, ids in time, one writer at a time."""

import subprocess
import sys
import time
import uuid

import pandas as pd
import pytest

from data.errors import StoreBusyError
from data.store.database import Store
from data.store.ids import make_id

UPLOAD = pd.DataFrame([{"upload_id": make_id(), "file_name": "a.csv"}])


def test_a_transaction_that_fails_leaves_nothing(store):
    version = store.version
    with pytest.raises(RuntimeError), store.transaction() as writer:
        writer.insert("facts.upload", UPLOAD)
        raise RuntimeError
    assert store.query("queries/uploads").empty
    assert store.version == version


def test_what_is_not_committed_is_not_seen(store):
    with store.transaction() as writer:
        writer.insert("facts.upload", UPLOAD)
        assert store.query("queries/uploads").empty
    assert len(store.query("queries/uploads")) == 1


def test_ids_are_uuids_of_version_7_ordered_in_time():
    ids = []
    for _ in range(5):
        ids.append(make_id())
        started = time.time_ns() // 1_000_000
        while time.time_ns() // 1_000_000 == started:
            pass
    assert ids == sorted(ids)
    assert {uuid.UUID(value).version for value in ids} == {7}
    assert {uuid.UUID(value).variant for value in ids} == {uuid.RFC_4122}


def test_a_file_that_another_process_has_open_is_said_to_be_busy(tmp_path):
    path = tmp_path / "caomu.duckdb"
    script = (
        "import sys; from data.store.database import Store; store = Store(sys.argv[1]);"
        "print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout.readline().strip() == "open"
        with pytest.raises(StoreBusyError) as error:
            Store(path, wait_s=0.2)
        assert error.value.fields["path"] == str(path)
        other.communicate("")
    Store(path).close()
