"""Copies of a lake: several processes write the same facts, and none loses or overwrites any."""

import copy
import shutil
import subprocess
import sys
from dataclasses import replace

import duckdb
import pandas as pd
import pytest

from data.errors import ChangedMeanwhileError, StoreBusyError, StoreFileError, StoreVersionError
from data.ledger.settings import load_setting, load_setting_number, save_setting
from data.ledger.uploads import list_uploads, undo_upload
from data.store import build, lake, migrations
from data.store.check import run_checks
from data.store.lake import LakeWrite
from data.store.revisions import load_figure_history
from tests.data.store.lakes import SharedLake, open_mirror
from tests.plan_changes import write_changed_tables

COUNTY = "654026"
FIGURE = {"indicator_id": "beef_output", "area_id": COUNTY, "year": 2023, "value": 1.5}


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """A lake and two copies of it, as two processes have them; tests use years of their own."""
    folder = tmp_path_factory.mktemp("shared")
    made = SharedLake(f"ducklake:{folder / 'catalogue.ducklake'}", folder / "files")
    first, second = (folder / name / "caomu.duckdb" for name in ("one", "two"))
    open_mirror(made, first).close()
    # A copy of the copy takes less time than a second one.
    shutil.copytree(first.parent, second.parent)
    stores = [open_mirror(made, path) for path in (first, second)]
    yield made, *stores
    for store in stores:
        store.close()
    made.end()


@pytest.fixture
def one(shared):
    shared[1].catch_up()
    return shared[1]


@pytest.fixture
def two(shared):
    shared[2].catch_up()
    return shared[2]


def load_value(store, year):
    figures = store.query("queries/yearly_figures")
    of_county = figures[(figures["area_id"] == COUNTY) & (figures["year"] == year)]
    return of_county.set_index("indicator_id")["value"].get("beef_output")


def load_revisions(store, year):
    history = load_figure_history(store, ["beef_output"], COUNTY)
    return history[history["year"] == year]


def test_one_reads_at_once_what_it_wrote_and_the_other_after_catching_up(one, two, send_figures):
    kept = []

    def remember(store):
        return store.remember(("test", 2001), lambda: load_value(store, 2001), of=("figures",))

    assert remember(two) is None
    two.watch(lambda: kept.append("told"))
    send_figures(one, FIGURE | {"year": 2001})
    assert load_value(one, 2001) == 1.5 and remember(two) is None
    assert two.catch_up() and not two.catch_up()
    assert remember(two) == 1.5 and kept == ["told"]


def test_what_others_sent_makes_no_other_area_old(one, two, send_figures):
    version = two.version
    send_figures(one, FIGURE | {"year": 1991})
    assert two.catch_up()
    written = two.memory.ages.list_written(version)
    assert written["area_id"] == {COUNTY} and "beef_output" in written["indicator_id"]


def test_both_write_the_same_cell_and_nothing_is_lost(one, two, send_figures):
    for number, store in enumerate((one, two, one, two)):
        send_figures(store, FIGURE | {"year": 2002, "value": number}, by=f"县{number}")
    one.catch_up()
    for store in (one, two):
        found = load_revisions(store, 2002)
        assert sorted(found["recorded_by"]) == ["县0", "县1", "县2", "县3"]
        assert load_value(store, 2002) == 3
    assert one.query_rows("queries/data_version") == two.query_rows("queries/data_version")
    assert list_uploads(one)["upload_id"].is_unique


def test_the_store_of_another_plan_is_as_far_as_the_whole(one, two, send_figures):
    seen = copy.copy(one)
    send_figures(two, FIGURE | {"year": 2012, "value": 1})
    one.catch_up()
    send_figures(seen, FIGURE | {"year": 2012, "value": 2})
    assert sorted(load_revisions(one, 2012)["value"]) == [1, 2]
    assert one.query_rows("queries/data_version") == seen.query_rows("queries/data_version")


def test_an_undo_of_one_takes_the_figure_away_from_the_other(one, two, send_figures):
    upload_id = send_figures(one, FIGURE | {"year": 2003})
    two.catch_up()
    undo_upload(two, upload_id, by="乙")
    assert load_value(two, 2003) is None and load_value(one, 2003) == 1.5
    one.catch_up()
    assert load_value(one, 2003) is None


def test_a_save_on_what_the_other_changed_meanwhile_is_refused(one, two):
    based_on = load_setting_number(two, "review_no")
    save_setting(one, "review_no", "新S(2026)001号", by="甲", based_on=based_on)
    with pytest.raises(ChangedMeanwhileError) as caught:
        save_setting(two, "review_no", "新S(2026)002号", by="乙", based_on=based_on)
    assert caught.value.fields["by"] == "甲"
    assert load_setting(two, "review_no") == "新S(2026)001号"
    save_setting(two, "review_no", "新S(2026)002号", by="乙", based_on=caught.value.now)
    one.catch_up()
    assert load_setting(one, "review_no") == "新S(2026)002号"


def test_a_write_that_fails_is_written_nowhere(one, two, send_figures):
    with pytest.raises(ZeroDivisionError), one.transaction() as writer:
        send_in(writer, 2004)
        raise ZeroDivisionError
    two.catch_up()
    assert load_value(one, 2004) is None and load_value(two, 2004) is None


def send_in(writer, year):
    """Write a revision within a write, as an upload does."""
    row = FIGURE | {"year": year, "period": "Y", "state": "reported", "unit": "万吨"}
    row |= {"source": "测试", "recorded_by": "甲", "is_withdrawn": False}
    writer.insert("facts.observation_revision", pd.DataFrame([row]))


def test_a_commit_that_was_overtaken_because_the_lock_was_lost_is_refused(one, two, send_figures):
    with pytest.raises(StoreBusyError, match="lake_overtaken"), one.transaction() as writer:
        send_in(writer, 2005)
        # The same thread passes its own lock: as if it had been lost meanwhile.
        send_figures(two, FIGURE | {"year": 2006})
    assert load_value(one, 2005) is None
    one.catch_up()
    assert load_value(one, 2005) is None and load_value(one, 2006) == 1.5


def test_a_commit_whose_answer_is_lost_counts_as_saved(one, two, send_figures, monkeypatch):
    class Losing:
        def __init__(self, cursor):
            self._cursor = cursor

        def __getattr__(self, name):
            return getattr(self._cursor, name)

        def commit(self):
            self._cursor.commit()
            raise duckdb.IOException("server closed the connection unexpectedly")

    begin = LakeWrite.__init__
    monkeypatch.setattr(
        LakeWrite, "__init__", lambda self, of, cursor: begin(self, of, Losing(cursor))
    )
    send_figures(one, FIGURE | {"year": 2007})
    monkeypatch.undo()
    two.catch_up()
    assert load_value(one, 2007) == 1.5 and load_value(two, 2007) == 1.5


def test_without_the_lake_figures_are_read_and_nothing_is_saved(shared, one, send_figures):
    made = shared[0]
    send_figures(one, FIGURE | {"year": 2008})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(made, "_connect", fail_to_connect)
        one.try_to_catch_up()
        assert one.fault is not None and one.fault.key == "lake_unreachable"
        with pytest.raises(StoreBusyError, match="lake_unreachable"):
            send_figures(one, FIGURE | {"year": 2009})
        assert load_value(one, 2008) == 1.5
    one.try_to_catch_up()
    assert one.fault is None
    send_figures(one, FIGURE | {"year": 2009})


def fail_to_connect():
    raise duckdb.IOException("Unable to connect to Postgres: could not connect to server")


def test_a_lake_that_was_put_back_is_copied_anew(shared, one, two, send_figures, monkeypatch):
    """Its snapshot of the number that the copy holds is another one than the copy has."""
    send_figures(two, FIGURE | {"year": 2010})
    held = one._progress.held
    monkeypatch.setattr(one._progress, "held", replace(held, snapshot_id=3, mark="another"))
    assert one.catch_up()
    assert load_value(one, 2010) == 1.5
    assert one.query_rows("current/seqs") == two.query_rows("current/seqs")
    held = [result.check_id for result in run_checks(one) if result.rows]
    assert held == [result.check_id for result in run_checks(two) if result.rows]


def test_rows_that_somebody_deleted_in_the_lake_go_from_the_copies(shared, one, two, send_figures):
    send_figures(one, FIGURE | {"year": 2011})
    with shared[0]._begin() as cursor:
        cursor.execute("DELETE FROM lake.facts.observation_row WHERE year = 2011")
        cursor.commit()
    one.catch_up()
    two.catch_up()
    assert load_value(one, 2011) is None and load_value(two, 2011) is None


@pytest.mark.region
def test_files_put_together_in_the_lake_change_nothing_in_a_copy(shared, one, two, send_figures):
    send_figures(one, *(FIGURE | {"year": year} for year in range(1960, 1990)))
    with shared[0]._begin() as cursor:
        cursor.execute("CALL ducklake_flush_inlined_data('lake')")
        cursor.commit()
    with shared[0]._begin() as cursor:
        cursor.execute("CALL ducklake_merge_adjacent_files('lake')")
        cursor.commit()
    before = one.query_rows("queries/data_version")
    one.catch_up()
    two.catch_up()
    assert one.query_rows("queries/data_version") == two.query_rows("queries/data_version")
    assert one.query_rows("queries/data_version") == before


@pytest.mark.region
def test_a_copy_is_used_again_and_made_anew_where_it_is_not_of_this_lake(shared, tmp_path):
    path = tmp_path / "caomu.duckdb"
    with open_mirror(shared[0], path) as store:
        assert store.path.endswith("caomu-copy-1.duckdb") and store.known_as == str(path)
        with open_mirror(shared[0], path) as second:
            assert second.path.endswith("caomu-copy-2.duckdb")
    (tmp_path / "caomu-copy-1.duckdb").write_bytes(b"no database at all" * 1000)
    with duckdb.connect(str(tmp_path / "caomu-copy-2.duckdb")) as connection:
        connection.execute("INSERT INTO mirror.state VALUES ('another', 1, 1)")
    for _ in range(2):
        with open_mirror(shared[0], path) as store, open_mirror(shared[0], path) as second:
            shared[1].catch_up()
            wanted = shared[1].query_rows("queries/data_version")
            assert store.query_rows("queries/data_version") == wanted
            assert second.query_rows("queries/data_version") == wanted


def test_a_copy_that_another_process_has_open_is_left_to_it(shared, tmp_path):
    taken = tmp_path / "caomu-copy-1.duckdb"
    hold = "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print(1, flush=True); input()"
    command = [sys.executable, "-c", hold, str(taken)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout.readline()
        with open_mirror(shared[0], tmp_path / "caomu.duckdb") as store:
            assert store.path == str(tmp_path / "caomu-copy-2.duckdb")
        other.communicate(b"\n")


@pytest.mark.region
def test_a_release_is_recorded_once(shared, one, two, tmp_path, monkeypatch):
    changes = {
        "threshold": [
            ({"threshold_id": "pace_gap_slightly_behind"}, {"note_en": "changed by a test"})
        ]
    }
    copies = write_changed_tables(tmp_path, changes)
    monkeypatch.setattr(build, "list_source_files", lambda *_: copies)
    for store in (one, two):
        assert not build.is_built(store)
        build.build_plan(store)
    one.catch_up()
    for store in (one, two):
        rows = store.query_rows("past/plan_changes", seq=0)
        assert [(row["table_name"], row["times"]) for row in rows] == [
            ("threshold", -1),
            ("threshold", 1),
        ]
    monkeypatch.undo()
    for store in (one, two):
        build.build_plan(store)
    assert two.query_rows("past/plan_changes", seq=0) == []


def test_a_newer_lake_is_refused(shared, monkeypatch):
    known = dict(list(migrations.list_migrations().items())[:-1])
    monkeypatch.setattr(lake, "list_migrations", lambda: known)
    with pytest.raises(StoreVersionError, match="lake_newer"):
        shared[0].migrate()


def test_an_extension_that_is_missing_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "duckdb_extension_ducklake", None)
    with pytest.raises(StoreFileError) as caught:
        lake.list_extensions()
    assert caught.value.fields["package"] == "duckdb_extension_ducklake"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("ducklake:postgres:dbname=caomu password=secret host=a", "password=… host=a"),
        ("ducklake:postgres:dbname=caomu password='se cret' host=a", "password=… host=a"),
        ("ducklake:postgres:dbname=caomu", "dbname=caomu"),
    ],
)
def test_a_password_is_not_shown(given, shown):
    assert lake.hide_password(given).endswith(shown) and "secret" not in lake.hide_password(given)
