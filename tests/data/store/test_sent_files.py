"""The files that users sent: kept once, whole, with the upload that they came with."""

import hashlib

import pytest

from data.errors import UploadError
from data.store.backup import back_up, restore
from data.store.build import open_store
from data.store.check import run_checks
from data.store.database import Store
from data.store.sent_files import PART_BYTES, count_bytes, is_kept, keep_file, load_file

LARGE = bytes(range(256)) * (PART_BYTES // 256 * 2 + 1)


def keep(store, content):
    sha256 = hashlib.sha256(content).hexdigest()
    with store.transaction() as writer:
        keep_file(writer, sha256, content, ())
    return sha256


@pytest.mark.parametrize("content", [b"a", LARGE, LARGE[:PART_BYTES], b"\x00\xff" * 3])
def test_a_file_comes_back_as_it_was(store, content):
    sha256 = keep(store, content)
    assert load_file(store, sha256) == content
    assert count_bytes(store, sha256) == len(content)


def test_a_file_is_kept_once(store):
    assert keep(store, LARGE) == keep(store, LARGE)
    with store.snapshot() as cursor:
        assert len(cursor.table("facts.file_part")) == 3


def test_nothing_is_kept_of_a_write_that_failed(store):
    sha256 = hashlib.sha256(LARGE).hexdigest()
    with pytest.raises(RuntimeError), store.transaction() as writer:
        keep_file(writer, sha256, LARGE, ())
        raise RuntimeError
    assert not is_kept(store, sha256)


def test_what_was_typed_in_has_no_file(store):
    assert not is_kept(store, keep(store, b""))
    with pytest.raises(UploadError, match="file_not_kept"):
        load_file(store, "0" * 64)


def test_a_file_that_lost_a_part_is_told(store):
    sha256 = keep(store, LARGE)
    with store.transaction() as writer:
        writer._cursor.execute("DELETE FROM facts.file_part WHERE part_no = 1")
    with pytest.raises(UploadError, match="file_not_whole"):
        load_file(store, sha256)
    broken = {check.check_id for check in run_checks(store) if check.rows}
    assert broken == {"kept_files_are_whole"}


def test_a_copy_holds_the_files(store, tmp_path):
    sha256 = keep(store, LARGE)
    out, back = tmp_path / "copy.duckdb", tmp_path / "back.duckdb"
    back_up(store, out)
    restore(out, back)
    with open_store(back) as restored:
        assert load_file(restored, sha256) == LARGE
    with Store(out) as copy:
        assert load_file(copy, sha256) == LARGE
