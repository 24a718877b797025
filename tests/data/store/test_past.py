"""What was known on a former day: exactly what was exported then, and nothing is written."""

import gc
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.clock import get_moment, get_now, get_today, use_day
from data.errors import PastError, ReadOnlyError
from data.ledger.decisions import record_decision
from data.ledger.groups import define_group
from data.ledger.uploads import undo_upload, verify_upload
from data.statistics.export import export_figures
from data.store.build import build_plan
from data.store.database import MEMORY, Store
from data.store.past import Past, look_at_time, look_at_version, look_back
from data.store.releases import record_release, take_plan
from indicators.inputs import load_inputs
from indicators.targets.progress import compute_progress
from tests.conftest import count_examples
from tests.data.former import move_back
from tests.data.store.histories import History, find_faults, read_figures

COUNTY = "654026"
FIGURE = {"indicator_id": "cattle_stock", "area_id": COUNTY, "year": 2023, "value": 12.5}
# The tables whose numbers say which figures stand.
TABLES = ("observation_revision", "upload", "step_revision")
SOLD = FIGURE | {"indicator_id": "cattle_slaughtered", "year": 2024, "value": 5.0}


def read_all(store):
    """Return all that an office could have exported: figures and judged targets."""
    return export_figures(store), compute_progress(load_inputs(store)).to_csv()


def read_value(store) -> float | None:
    """Return the value that stands for FIGURE."""
    key = {name: FIGURE[name] for name in ("indicator_id", "area_id", "year")} | {"period": "Y"}
    rows = store.query_rows("trace/figure", **key)
    return rows[0]["value"] if rows else None


def test_a_former_day_is_what_was_exported_then(store, send_figures):
    first = send_figures(store, FIGURE, SOLD)
    exports, days = [read_all(store)], [move_back(store, 10)]
    send_figures(store, FIGURE | {"value": 13.5}, FIGURE | {"year": 2024, "value": 14.0})
    verify_upload(store, first, by="乙", document="1号")
    exports.append(read_all(store))
    days = [days[0] - timedelta(days=10), move_back(store, 10)]
    undo_upload(store, first, by="丙", keeps_verified=True)
    record_decision(
        store,
        "base",
        "offtake_rate",
        as_of_year=2023,
        decided_by="厅",
        decided_on=get_today(),
        document_no="2号",
    )
    exports.append(read_all(store))
    days.append(move_back(store, 10))
    days = [day - timedelta(days=10) for day in days[:2]] + days[2:]
    assert len(set(exports)) == 3
    for day, exported in zip(days, exports, strict=True):
        with use_day(day):
            assert read_all(look_back(store, day)) == exported
    # Between two days nothing changes.
    with use_day(days[0] + timedelta(days=3)):
        assert read_all(look_back(store, get_today()))[0] == exports[0][0]


def test_a_derived_figure_is_computed_from_what_was_known(store, send_figures):
    send_figures(store, FIGURE, SOLD)
    day = move_back(store, 5)
    send_figures(store, FIGURE | {"value": 10.0})
    then, now = (
        read["value"].item()
        for read in (
            look.query("queries/area_figures", area_id=COUNTY).query(
                "indicator_id == 'cattle_offtake_rate'"
            )
            for look in (look_back(store, day), store)
        )
    )
    assert (then, now) == (pytest.approx(40.0), pytest.approx(50.0))


def test_a_group_of_later_is_not_known(store, send_figures):
    send_figures(store, FIGURE)
    day = move_back(store, 5)
    define_group(store, "试点县", by="甲")
    groups = [
        set(look.query("queries/areas").query("level == 'group'")["area_id"])
        for look in (look_back(store, day), store)
    ]
    assert groups[0] < groups[1]


def test_a_release_of_later_is_turned_back(store, send_figures):
    send_figures(store, FIGURE)
    day = move_back(store, 5)
    before, exported = _read_plan(store), export_figures(store)
    with store.transaction() as writer:
        taken = take_plan(writer)
        for statement in (
            "UPDATE plan.threshold SET value = 99 WHERE threshold_id = 'rollup_min_coverage'",
            "DELETE FROM plan.published WHERE indicator_id = 'beef_output'",
            "INSERT INTO plans.target_measure VALUES "
            "('offtake_rate', 'beef_output', false, NULL, 'livestock')",
        ):
            writer._cursor.execute(statement)
        record_release(writer, taken)
        writer.subjects.add("plan")
    then = look_back(store, day)
    assert _read_plan(then) == before != _read_plan(store)
    assert sorted(export_figures(then).splitlines()) == sorted(exported.splitlines())


def _read_plan(store):
    rows = [
        store.query_rows(f"queries/{name}")
        for name in ("thresholds", "target_measures", "sources", "targets")
    ]
    return [sorted(map(str, part)) for part in rows]


@pytest.mark.parametrize(
    ("days", "key"), [(0, "past_not_over"), (-1, "past_not_over"), (40, "past_before_records")]
)
def test_a_day_that_cannot_be_looked_at_is_told(store, send_figures, days, key):
    send_figures(store, FIGURE)
    first = move_back(store, 30)
    with pytest.raises(PastError, match=key) as raised:
        look_back(store, get_today() - timedelta(days=days))
    assert raised.value.fields.get("first", first) == first


def test_without_records_there_is_no_former_day(store):
    with pytest.raises(PastError, match="past_without_records"):
        look_back(store, get_today() - timedelta(days=1))


def test_nothing_is_written_to_a_former_day(store, send_figures):
    upload_id = send_figures(store, FIGURE)
    then = look_back(store, move_back(store, 5))
    with pytest.raises(ReadOnlyError, match="past_is_read_only"):
        undo_upload(then, upload_id, by="甲")
    with pytest.raises(ReadOnlyError), then.snapshot():
        pass
    assert len(store.query("queries/uploads")) == 1


def test_a_version_is_the_figures_of_an_upload(store, send_figures):
    for value in (1.0, 2.0, 3.0):
        send_figures(store, FIGURE | {"value": value})
    seen = [read_value(look_at_version(store, n)) for n in (0, 1, 2, 3)]
    assert seen == [None, 1.0, 2.0, 3.0]


def test_a_former_day_is_remembered_and_let_go(store, send_figures):
    send_figures(store, FIGURE)
    day = move_back(store, 30)
    assert look_back(store, day) is look_back(store, day)
    for days in range(1, 8):
        look_back(store, day + timedelta(days=days))
    gc.collect()
    with store.snapshot() as cursor:
        attached = cursor.sql("SELECT database_name FROM duckdb_databases()").fetchall()
    assert len([name for (name,) in attached if name.startswith("past_")]) <= 5


def test_a_version_has_nothing_that_a_slower_clock_sent_later(store, send_figures, monkeypatch):
    send_figures(store, FIGURE)
    monkeypatch.setattr("tests.conftest.get_now", lambda: get_now() - timedelta(seconds=5))
    send_figures(store, FIGURE | {"value": 77.0})
    assert read_value(look_at_version(store, 1)) == FIGURE["value"]


def test_a_former_moment_has_what_came_late(store, send_figures, monkeypatch):
    """Of another process, or of a write that was on its way when somebody looked."""
    send_figures(store, FIGURE | {"area_id": "654025"})
    until = get_now()
    before = look_at_time(store, until)
    assert read_value(before) is None
    send_figures(store, FIGURE | {"area_id": "654021"})
    assert look_at_time(store, until) is before
    monkeypatch.setattr("tests.conftest.get_now", lambda: until - timedelta(seconds=1))
    send_figures(store, FIGURE)
    assert read_value(look_at_time(store, until)) == FIGURE["value"]


@settings(max_examples=count_examples(8))
@given(seed=st.integers(0, 10_000))
def test_the_figures_of_a_former_state_are_those_that_stood_then(seed):
    """Most of them are taken over from now, the touched ones computed."""
    with Store(MEMORY) as store:
        build_plan(store)
        history, marks = History(store, seed), []
        for steps in (count_examples(200), 20, 20):
            history.go(steps)
            history.give_back()
            numbers = store.query_rows("current/seqs")[1]
            marks.append((tuple(zip(TABLES, numbers.values(), strict=True)), read_figures(store)))
        for numbers, figures in marks:
            past = Past(store, get_moment(), numbers)
            assert read_figures(past) == figures
            assert not find_faults(past)
