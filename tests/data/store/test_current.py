"""What is kept as current is what the revisions give, after whatever was written."""

import random
from collections import defaultdict

import duckdb
import pandas as pd
import pytest

from data.ledger.uploads import undo_upload, verify_upload
from data.store import current
from data.store.build import build_plan, open_store, rebuild_current
from data.store.database import MEMORY, Store, Transaction
from data.store.ids import make_id
from tests.data.store.histories import (
    IS_KEPT,
    History,
    find_faults,
    make_figure,
    read_figures,
    read_rows,
)

KEY = {"indicator_id": "cattle_stock", "area_id": "654026", "year": 2023}
RANKS = {"verified": 5, "published": 4, "derived": 3, "reported": 2, "provisional": 1}


def publish(store, rng):
    row = make_figure(rng) | {"state": "published", "is_current": True}
    with store.transaction() as writer:
        writer.insert("plan.published", pd.DataFrame([row]).drop(columns="is_withdrawn"))


def find_expected(store):
    """Return {key: (value, state, sources_disagree)} of what was sent, reckoned in Python."""
    live = defaultdict(list)
    for row in read_rows(store, "facts.live_revision"):
        live[tuple(row[column] for column in IS_KEPT)].append(row)
    return {key: found for key, rows in live.items() if (found := choose(rows))}


def choose(rows):
    by_source = {}
    for row in sorted(rows, key=lambda row: row["seq"]):
        by_source[row["state"], row["source"] or ""] = row
    standing = defaultdict(list)
    for row in sorted(by_source.values(), key=lambda row: row["seq"]):
        standing[row["state"]].append(row)
    left = {state: found for state, found in standing.items() if not found[-1]["is_withdrawn"]}
    if not left:
        return None
    best = left[max(left, key=RANKS.get)]
    values = {row["value"] for row in best if not row["is_withdrawn"]}
    return best[-1]["value"], best[-1]["state"], len(values) > 1


def compare(store):
    """Compare what is kept with a rebuild and with what Python reckons."""
    assert not find_faults(store)
    kept = read_figures(store)
    sent = {
        tuple(row[column] for column in IS_KEPT): tuple(
            row[column] for column in ("value", "state", "sources_disagree")
        )
        for row in read_rows(store, "current.figure")
        if not row["is_computed"]
    }
    assert sent == find_expected(store)
    rebuild_current(store)
    assert read_figures(store) == kept


def live_through(rounds, steps):
    with Store(MEMORY) as store:
        build_plan(store)
        history = History(store, 20)
        for turn in range(rounds):
            history.go(steps)
            if turn % 2:
                publish(store, history.rng)
            elif turn:
                build_plan(store)
            compare(store)
    return history.done


@pytest.mark.slow
def test_a_random_history_ends_with_the_figures_of_a_rebuild(monkeypatch):
    """Of each write it is asked what may stand as it is, as of a large one."""
    monkeypatch.setattr(current, "MANY", 1)
    done = live_through(rounds=4, steps=250)
    assert min(done.values()) >= 2 and sum(done.values()) > 1_000


@pytest.mark.torture
def test_a_long_random_history_ends_with_the_figures_of_a_rebuild(monkeypatch):
    monkeypatch.setattr(current, "MANY", 1)
    done = live_through(rounds=20, steps=500)
    assert sum(done.values()) > 10_000


def test_what_the_ledger_does_keeps_the_figures(store, send_figures):
    rng = random.Random(3)
    for _ in range(6):
        upload_id = send_figures(store, *(make_figure(rng) for _ in range(8)))
        if rng.random() < 0.6:
            verified_id, _ = verify_upload(store, upload_id, by="王五", document="1号")
            # A verification is undone before the upload that it verified.
            undo_upload(store, verified_id)
            if rng.random() < 0.5:
                undo_upload(store, upload_id)
        if rng.random() < 0.4:
            undo_id = undo_upload(store, send_figures(store, make_figure(rng)))
            undo_upload(store, undo_id)
    compare(store)


def test_many_keys_are_done_some_areas_at_a_time(store, send_figures, monkeypatch):
    monkeypatch.setattr(current, "KEYS_AT_A_TIME", 30)
    rng = random.Random(7)
    send_figures(store, *(make_figure(rng) for _ in range(60)))
    assert not find_faults(store)
    kept = read_figures(store)
    rebuild_current(store)
    assert read_figures(store) == kept


@pytest.mark.parametrize("is_rebuilt", [True, False])
@pytest.mark.parametrize(
    ("keys", "order"),
    [
        (1, ("area_id", "indicator_id", "period", "year")),
        (1_000_000, ("indicator_id", "area_id", "period", "year")),
    ],
)
def test_figures_lie_some_areas_at_a_time_and_there_by_indicator(
    store, send_figures, monkeypatch, keys, order, is_rebuilt
):
    monkeypatch.setattr(current, "KEYS_AT_A_TIME", keys)
    monkeypatch.setattr(current, "MOST_UNSORTED", 4)
    monkeypatch.setattr(current, "MOST_UNSORTED_SHARE", 0)
    rng = random.Random(8)
    for _ in range(5):
        send_figures(store, *(make_figure(rng) for _ in range(10)))
    kept = read_figures(store)
    if is_rebuilt:
        rebuild_current(store)
    else:
        assert current.sort_current(store)
    assert read_figures(store) == kept
    places = [tuple(row[name] for name in order) for row in read_rows(store, "current.figure")]
    assert places == sorted(places)


NEW = {"indicator_id": "vegetation_cover", "area_id": "654026", "year": 2023, "value": 40.0}


@pytest.fixture
def ways(monkeypatch):
    """The scripts that updates of the current figures run; few rows are many here."""
    monkeypatch.setattr(current, "MANY", 1)
    run, names = Transaction.execute, []

    def note(self, name, *arguments, **parameters):
        names.append(name)
        return run(self, name, *arguments, **parameters)

    monkeypatch.setattr(Transaction, "execute", note)
    return names


def test_figures_that_are_all_new_are_taken_over_as_they_stand(store, send_figures, ways):
    years = [NEW | {"year": year, "value": year / 100} for year in (2021, 2022, 2023)]
    send_figures(store, *years, NEW | {"area_id": "654321"})
    assert "current/add_plain" in ways and "current/add_few" not in ways
    assert not find_faults(store)
    kept = read_figures(store)
    rebuild_current(store)
    assert read_figures(store) == kept


@pytest.mark.slow
def test_whatever_is_sent_in_order_gives_the_figures_of_a_rebuild(store, send_figures, ways):
    """Most of it stands as it is, some beside other sources and states, and after undos."""
    rng = random.Random(5)
    for turn in range(16):
        said = {"state": rng.choice(("reported",) * 4 + ("verified", "provisional", "published"))}
        said |= {"source": rng.choice(("甲",) * 5 + ("乙", None))}
        sent = {}
        for _ in range(8):
            row = (
                make_figure(rng)
                | said
                | {
                    "indicator_id": rng.choice(
                        ("vegetation_cover", "vegetation_cover", "cattle_stock")
                    )
                }
            )
            row["year"] = rng.randint(2019, 2024)
            sent[tuple(row[column] for column in IS_KEPT)] = row
        upload_id = send_figures(store, *(row for _, row in sorted(sent.items())))
        if rng.random() < 0.2:
            undo_upload(store, upload_id)
        assert turn % 3 or not find_faults(store)
    assert not find_faults(store)
    # Some of them replaced others, and beside some there was something to compute.
    assert min(map(ways.count, ("current/remove_replaced", "current/find_left"))) > 4
    kept = read_figures(store)
    rebuild_current(store)
    assert read_figures(store) == kept


def test_of_what_is_sent_again_only_some_is_computed(store, send_figures, ways):
    years = [NEW | {"year": year} for year in (2019, 2020, 2021, 2022)]
    send_figures(store, *years, NEW | {"year": 2023, "is_withdrawn": True})
    ways.clear()
    # Repeated, changed twice, new after a withdrawal, new.
    sent = [(2019, 40.0), (2020, 41.0), (2022, 42.0), (2023, 43.0), (2024, 44.0)]
    send_figures(store, *(NEW | {"year": year, "value": value} for year, value in sent))
    assert "current/add_plain" in ways and "current/remove_replaced" in ways
    assert not find_faults(store)
    figures = store.query("queries/area_figures", area_id=NEW["area_id"])
    own = figures[figures["indicator_id"] == NEW["indicator_id"]]
    assert dict(zip(own["year"], own["value"], strict=True)) == dict(sent) | {2021: 40.0}
    kept = read_figures(store)
    rebuild_current(store)
    assert read_figures(store) == kept


@pytest.mark.parametrize(
    ("before", "sent"),
    [
        pytest.param([NEW], [NEW], id="repeats"),
        pytest.param([NEW | {"state": "verified"}], [NEW | {"value": 41.0}], id="weaker"),
        pytest.param([NEW], [NEW | {"value": 41.0, "state": "verified"}], id="stronger"),
        pytest.param([NEW], [NEW | {"value": 41.0, "source": "乙"}], id="other source"),
        pytest.param(
            [NEW | {"source": "乙", "is_withdrawn": True}], [NEW], id="other source withdrew"
        ),
        pytest.param([], [NEW, NEW | {"value": 41.0}], id="twice in one upload"),
        pytest.param([], [NEW | {"year": 2023}, NEW | {"year": 2022}], id="not in order"),
        pytest.param([], [NEW | {"is_withdrawn": True}], id="withdrawn"),
        pytest.param([], [NEW | {"state": "no such state"}], id="unknown state"),
        pytest.param([], [NEW | {"indicator_id": "cattle_stock"}], id="input of a rate"),
        pytest.param([], [NEW | {"indicator_id": "cattle_offtake_rate"}], id="a rate"),
        pytest.param(
            [], [NEW | {"indicator_id": "beef_output", "area_id": "650000"}], id="published"
        ),
        pytest.param([], [NEW | {"period": None}], id="no period"),
    ],
)
def test_figures_that_may_not_stand_as_they_are_sent_are_computed(
    store, send_figures, ways, before, sent
):
    if before:
        send_figures(store, *before)
    ways.clear()
    send_figures(store, *sent)
    assert "current/add_plain" not in ways
    assert not find_faults(store)


def test_figures_of_an_upload_that_is_undone_at_once_are_computed(store, ways):
    upload_id = make_id()
    row = NEW | {"period": "Y", "state": "reported", "is_withdrawn": False}
    uploads = [{"upload_id": upload_id}, {"upload_id": make_id(), "undoes_upload_id": upload_id}]
    with store.transaction() as writer:
        writer.insert("facts.upload", pd.DataFrame(uploads))
        writer.insert("facts.observation_revision", pd.DataFrame([row | {"upload_id": upload_id}]))
    assert "current/add_plain" not in ways
    assert not find_faults(store)
    with store.transaction() as writer:
        late = row | {"upload_id": upload_id, "year": 2022}
        writer.insert("facts.observation_revision", pd.DataFrame([late]))
    assert "current/add_plain" not in ways
    assert not find_faults(store)


def test_a_write_sees_the_figures_that_it_changed(store):
    with store.transaction() as writer:
        row = KEY | {"revision_id": make_id(), "period": "Y", "value": 7.0, "state": "reported"}
        writer.insert("facts.observation_revision", pd.DataFrame([row | {"is_withdrawn": False}]))
        rows = writer.query("queries/area_figures", area_id=KEY["area_id"])
        assert rows["value"].tolist() == [7.0]


def test_a_published_figure_that_is_put_in_counts_at_once(store):
    publish(store, random.Random(1))
    assert not find_faults(store)


@pytest.mark.parametrize("keys", [1, 1_000_000])
def test_the_check_sees_a_wrong_a_missing_and_an_extra_figure(
    store, send_figures, monkeypatch, keys
):
    monkeypatch.setattr(current, "KEYS_AT_A_TIME", keys)
    around = [KEY | {"area_id": area, "value": 5.0} for area in ("650102", "654025", "659012")]
    send_figures(store, KEY | {"value": 7.0}, KEY | {"year": 2022, "value": 6.0}, *around)
    changes = (
        "UPDATE current.figure SET value = 8 WHERE area_id = '654026' AND year = 2023",
        "DELETE FROM current.figure WHERE area_id = '654026' AND year = 2022",
        # Nothing is kept any more of what was sent of these areas.
        "DELETE FROM current.figure WHERE value = 5 AND year = 2023",
        "INSERT INTO current.figure BY NAME"
        " SELECT * REPLACE ('700000' AS area_id) FROM current.figure WHERE value = 8",
    )
    with store._connection.cursor() as cursor:
        for change in changes:
            cursor.execute(change)
    faults = [(row["fault"], row["area_id"], row["value"]) for row in find_faults(store)]
    assert sorted(faults) == [
        ("kept wrongly", "654026", 8.0),
        ("kept wrongly", "700000", 8.0),
        ("not kept", "650102", 5.0),
        ("not kept", "654025", 5.0),
        ("not kept", "654026", 6.0),
        ("not kept", "654026", 7.0),
        ("not kept", "659012", 5.0),
    ]
    rebuild_current(store)
    assert not find_faults(store)


def test_a_file_that_was_written_without_them_catches_up_when_it_is_opened(plan_file, tmp_path):
    path = tmp_path / "caomu.duckdb"
    path.write_bytes(plan_file.read_bytes())
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "INSERT INTO facts.observation_part BY NAME SELECT uuidv7() AS part_id, 'Y' AS period,"
            " 'reported' AS state, false AS is_withdrawn"
        )
        connection.execute(
            "INSERT INTO facts.observation_row BY NAME SELECT uuidv7() AS revision_id, part_id,"
            " 'cattle_stock' AS indicator_id, '654026' AS area_id, 2023 AS year, 7.0 AS value,"
            " 1 AS seq FROM facts.observation_part"
        )
    with Store(path) as store:
        assert [row["fault"] for row in find_faults(store)] == ["not kept", "behind"]
    with open_store(path) as store:
        assert not find_faults(store)
        rows = store.query("queries/area_figures", area_id="654026")
        assert rows["value"].tolist() == [7.0]


def test_figures_are_sorted_when_many_were_written_in_pieces(store, send_figures, monkeypatch):
    for year in range(2019, 2014, -1):
        send_figures(store, KEY | {"year": year, "value": float(year)})
    kept = read_figures(store)
    assert not current.sort_current(store)
    monkeypatch.setattr(current, "MOST_UNSORTED", 4)
    monkeypatch.setattr(current, "MOST_UNSORTED_SHARE", 0)
    assert current.sort_current(store)
    assert not current.sort_current(store)
    assert read_figures(store) == kept
    rows = [tuple(row[column] for column in IS_KEPT) for row in read_rows(store, "current.figure")]
    assert rows == sorted(rows)
    assert not find_faults(store)


@pytest.mark.parametrize(
    ("value", "state", "is_computed"), [(43.0, "reported", True), (43.0, "verified", False)]
)
def test_a_sent_rate_and_the_computed_one_are_both_kept(
    store, send_figures, value, state, is_computed
):
    """Of the region in 2024 it is computed from published figures."""
    rate = {"indicator_id": "cattle_offtake_rate", "area_id": "650000", "year": 2024}
    send_figures(store, rate | {"value": value, "state": state})
    figures = store.query("queries/area_figures", area_id="650000")
    found = figures[(figures["indicator_id"] == rate["indicator_id"]) & (figures["year"] == 2024)]
    assert found["is_computed"].tolist() == [is_computed]
    assert len(store.query("queries/rate_differences", points=0.1, area_id="650000")) == 1
    assert not find_faults(store)


def list_credits(store):
    """Return who stands for a figure wherever one is read: source, upload and time."""
    key = {"indicator_id": "cattle_stock", "area_id": "654026", "year": 2023}
    asked = dict.fromkeys(("areas", "years", "periods", "states", "released"))
    api = {**asked, "indicators": ["cattle_stock"], "most": 99, "first": 0}
    export = {"area_id": None, "indicator_id": "cattle_stock", "language": "zh"}
    ways = [
        ("queries/area_figures", {"area_id": "654026"}),
        ("queries/api_figures", api),
        ("queries/ingest_export", export),
        *((name, {}) for name in ("queries/yearly_figures", "queries/map_figures")),
        ("package/figures", {}),
    ]
    found = set()
    for name, parameters in ways:
        (row,) = [
            row
            for row in store.query_rows(name, **parameters)
            if {**row, "area_id": row.get("area_id", row.get("area_code"))}.items() >= key.items()
        ]
        found.add((row["source"], row["value"]))
        if "upload_id" in row:
            found.add(str(row["upload_id"]))
        if "recorded_at" in row:
            found.add(row["recorded_at"])
    return found


def test_a_figure_has_one_source_wherever_it_is_read(store, send_figures):
    uploads = {}

    def stands(source, value):
        (own,) = [
            row["uploaded_at"]
            for row in store.query_rows("queries/uploads")
            if str(row["upload_id"]) == uploads[source]
        ]
        return {(source, value), uploads[source], own} == list_credits(store)

    def send(source, value):
        uploads[source] = str(send_figures(store, KEY | {"value": value, "source": source}))

    for source, value, credited in (("甲", 5.0, "甲"), ("乙", 5.0, "甲"), ("丙", 6.0, "丙")):
        send(source, value)
        assert stands(credited, value)
    send("丁", 5.0 + 1e-12)
    assert stands("丁", 5.0 + 1e-12)
    undone = undo_upload(store, uploads["丙"])
    assert stands("甲", 5.0 + 1e-12)
    undo_upload(store, uploads["甲"])
    assert stands("乙", 5.0 + 1e-12)
    undo_upload(store, undone)
    assert stands("丁", 5.0 + 1e-12)
    assert not find_faults(store)
