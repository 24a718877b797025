"""Several plans in one store: each is seen alone, what they share is seen by all."""

import shutil

import pandas as pd
import pytest

from data.errors import PlanDataError
from data.ledger.allocations import save_allocation, withdraw_allocation
from data.ledger.decisions import DecisionError, list_decisions, record_decision, withdraw_decision
from data.ledger.remedies import record_remedy
from data.projects.register import save_programme_note, save_project
from data.store.build import build_plan, is_built, list_source_files, open_store
from data.store.check import run_checks
from data.store.database import Store
from data.store.folders import SHIPPED, get_added_folder, list_plan_folders
from data.store.past import look_back
from data.store.statements import DEFAULT_PLAN
from tests.data.former import move_back

TWIN = "twin"


@pytest.fixture(scope="module")
def two_plans_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plans")
    add_twin(folder)
    open_store(folder / "caomu.duckdb", may_create=True).close()
    return folder


@pytest.fixture
def two_plans(two_plans_folder, tmp_path):
    """A store with a second plan that has the ids of the first one and one changed name."""
    shutil.copytree(two_plans_folder, tmp_path, dirs_exist_ok=True)
    with open_store(tmp_path / "caomu.duckdb") as store:
        yield store


def add_twin(folder):
    """Copy the default plan beside a database under another id, without what is shared."""
    twin = get_added_folder(folder / "caomu.duckdb") / TWIN
    shutil.copytree(SHIPPED / DEFAULT_PLAN, twin)
    for name in ("indicator", "indicator_synonym", "formula", "series_rule"):
        (twin / f"{name}.csv").unlink()
    path = twin / "target.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("牛肉自给有余", "另一规划的目标"), encoding="utf-8")
    return twin


def test_each_plan_is_seen_alone(two_plans):
    twin = two_plans.for_plan(TWIN)
    for name in ("targets", "box_items", "readings", "role_names", "plan_items", "baselines"):
        assert len(two_plans.query(f"queries/{name}")) == len(twin.query(f"queries/{name}")) > 0
    names = [set(seen.query("queries/targets")["name_zh"]) for seen in (two_plans, twin)]
    assert names[0] ^ names[1] == {"牛肉自给有余", "另一规划的目标"}


def test_indicators_areas_and_figures_are_seen_by_all(two_plans, send_figures):
    send_figures(
        two_plans.for_plan(TWIN),
        {"indicator_id": "beef_output", "area_id": "654026", "year": 2024, "value": 1.5},
    )
    for name in ("indicators", "areas", "ingest_units"):
        rows = two_plans.query_rows(f"queries/{name}")
        assert rows == two_plans.for_plan(TWIN).query_rows(f"queries/{name}") != []
    assert two_plans.query_rows("queries/newest_upload")[0]["seq"] == 1


def test_kept_results_carry_the_plan(two_plans):
    def count(store):
        return store.remember(
            ("names",), lambda: set(store.query("queries/targets")["name_zh"]), of=("plan",)
        )

    assert count(two_plans) != count(two_plans.for_plan(TWIN))
    assert count(two_plans.for_plan(TWIN)) is count(two_plans.for_plan(TWIN))


def test_a_write_sees_the_plan_of_its_store(two_plans):
    with two_plans.for_plan(TWIN).transaction() as writer:
        assert "另一规划的目标" in set(writer.query("queries/targets")["name_zh"])


def test_a_former_day_shows_the_plan_that_is_looked_at(two_plans, send_figures):
    send_figures(
        two_plans, {"indicator_id": "beef_output", "area_id": "654026", "year": 2024, "value": 1.5}
    )
    past = look_back(two_plans.for_plan(TWIN), move_back(two_plans, 5))
    assert "另一规划的目标" in set(past.query("queries/targets")["name_zh"])
    assert "牛肉自给有余" in set(past.for_plan(DEFAULT_PLAN).query("queries/targets")["name_zh"])


def test_a_plan_that_there_is_not_is_told_with_those_there_are(two_plans):
    with pytest.raises(PlanDataError, match="plan_unknown") as raised:
        two_plans.for_plan("other")
    assert raised.value.fields["known"] == f"{DEFAULT_PLAN}, {TWIN}"


def test_an_added_plan_is_built_when_it_comes_and_gone_when_it_goes(plan_file, tmp_path):
    path = shutil.copy(plan_file, tmp_path / "caomu.duckdb")
    with open_store(path) as store:
        assert [plan["plan_id"] for plan in store.list_plans()] == [DEFAULT_PLAN]
    twin = add_twin(tmp_path)
    with open_store(path) as store:
        assert [plan["plan_id"] for plan in store.list_plans()] == [DEFAULT_PLAN, TWIN]
    shutil.rmtree(twin)
    with open_store(path) as store:
        assert [plan["plan_id"] for plan in store.list_plans()] == [DEFAULT_PLAN]


def test_a_database_in_memory_has_the_plans_of_the_program_alone(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    add_twin(tmp_path)
    assert [folder.name for folder in list_plan_folders(":memory:")] == [DEFAULT_PLAN]
    assert list_source_files(":memory:") == list_source_files()


def test_a_file_from_before_there_were_further_plans_changes_nothing(plan_file, tmp_path):
    """Its rows have no plan: that is the default one, so an update of the program is no change."""
    path = shutil.copy(plan_file, tmp_path / "caomu.duckdb")
    with Store(path) as store:
        with store.transaction() as writer:
            for row in writer.query_rows("schema/plan_tables"):
                _take_plan_away(writer._cursor, **row)
            writer._cursor.execute("UPDATE plan.build SET fingerprint = 'old'")
        assert not is_built(store)
        build_plan(store)
        assert store.query_rows("past/plan_changes", seq=0) == []


def _take_plan_away(cursor, table_path, table_name):
    if table_path.startswith("plans."):
        cursor.execute(f"DROP VIEW plan.{table_name}")
        cursor.execute(
            f"CREATE TABLE plan.{table_name} AS SELECT * EXCLUDE (plan_id) FROM {table_path}"  # noqa: S608
        )
        cursor.execute(f"DROP TABLE {table_path}")
    elif table_name == "indicator":
        cursor.execute("ALTER TABLE plan.indicator DROP COLUMN plan_id")


ORIGIN = {
    "decided_by": "农业农村厅",
    "decided_on": "2026-09-01",
    "document_no": "1号",
    "by": "张三",
}


def record_all(store, word):
    """Record one of everything that is about a plan, with a word in it."""
    target = store.query_rows("queries/targets")[0]["target_id"]
    items = store.query("queries/box_items")
    count = items.loc[items["kind"] == "count", "item_id"].iloc[0]
    programme = items.loc[items["kind"] == "programme", "item_id"].iloc[0]
    record_decision(store, "judgement", target, judgement="behind", note=word, **ORIGIN)
    record_remedy(
        store, target, reason="缺数据", remedy=word, responsible="畜牧处", due_on="2026-12-01"
    )
    save_programme_note(store, programme, status="in_progress", note=word)
    values = {"item_id": count, "area_id": "654026", "name": word, "stage": "planned"}
    save_project(store, values, by="张三")
    rows = pd.DataFrame(
        [{"area_id": "654026", "target_value": 1.0, "indicator_id": "beef_output", "unit": "万吨"}]
    ).assign(target_id=target, reading_id="r", method="by_hand", base_year=2021, base_value=0.5)
    save_allocation(store, word, rows, by="张三")


def list_words(store):
    """Return what `record_all` recorded, as lists by kind."""
    return {
        "decision": list(list_decisions(store)["note"]),
        "in force": list(store.query("queries/decisions")["note"]),
        "remedy": list(store.query("queries/remedies", target_id=None, area_id=None)["remedy"]),
        "matter": list(store.query("queries/matters")["title"]),
        "note": list(store.query("queries/programme_notes")["note"]),
        "project": list(store.query("queries/projects")["name"]),
        "allocation": list(store.query("queries/allocation_names")["name"]),
    }


def test_what_is_recorded_about_equal_ids_of_two_plans_does_not_mix(two_plans):
    twin = two_plans.for_plan(TWIN)
    record_all(two_plans, "本规划")
    assert all(found == ["本规划"] for found in list_words(two_plans).values())
    assert all(found == [] for found in list_words(twin).values())
    record_all(twin, "另一规划")
    assert all(found == ["另一规划"] for found in list_words(twin).values())
    assert all(found == ["本规划"] for found in list_words(two_plans).values())


def test_what_is_withdrawn_in_one_plan_stands_in_another(two_plans):
    twin = two_plans.for_plan(TWIN)
    for store, word in ((two_plans, "本规划"), (twin, "另一规划")):
        record_all(store, word)
    decision_id = twin.query("queries/decisions")["decision_id"][0]
    with pytest.raises(DecisionError, match="decision_unknown"):
        withdraw_decision(two_plans, decision_id, by="张三")
    withdraw_decision(twin, decision_id, by="张三")
    withdraw_allocation(twin, "另一规划", by="张三")
    assert list_words(twin)["in force"] == list_words(twin)["allocation"] == []
    assert list_words(two_plans)["in force"] == list_words(two_plans)["allocation"] == ["本规划"]


def test_how_a_clock_is_counted_is_decided_for_all_plans(two_plans):
    clocks = two_plans.query("queries/clock_rules")
    row = clocks[~clocks["is_chosen"]].iloc[0]
    record_decision(
        two_plans.for_plan(TWIN),
        "reading",
        row["clock_id"],
        subject_kind="clock",
        reading_id=row["reading_id"],
        **ORIGIN,
    )
    for store in (two_plans, two_plans.for_plan(TWIN)):
        chosen = store.query("queries/clock_rules").query("is_chosen")
        assert row["reading_id"] in set(chosen["reading_id"])


def test_adding_a_plan_is_no_change_of_the_plans(plan_file, tmp_path, send_figures):
    """A former day shows an added plan as it was added; a change of it is a change."""
    path = shutil.copy(plan_file, tmp_path / "caomu.duckdb")
    with open_store(path) as store:
        send_figures(
            store, {"indicator_id": "beef_output", "area_id": "654026", "year": 2024, "value": 1.5}
        )
    twin = add_twin(tmp_path)
    with open_store(path) as store:
        assert store.query_rows("past/plan_changes", seq=0) == []
        past = look_back(store.for_plan(TWIN), move_back(store, 5))
        assert "另一规划的目标" in set(past.query("queries/targets")["name_zh"])
    text = (twin / "target.csv").read_text(encoding="utf-8")
    (twin / "target.csv").write_text(text.replace("另一规划的目标", "改过的目标"), encoding="utf-8")
    with open_store(path) as store:
        changes = store.query_rows("past/plan_changes", seq=0)
        assert {row["table_name"] for row in changes} == {"target"} and len(changes) == 2


def test_an_added_plan_that_was_changed_badly_is_refused(two_plans_folder, tmp_path):
    shutil.copytree(two_plans_folder, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "caomu.duckdb"
    file = get_added_folder(path) / TWIN / "target.csv"
    sound = file.read_text(encoding="utf-8")
    file.write_text(sound + sound.splitlines()[1] + "\n", encoding="utf-8")
    with pytest.raises(PlanDataError) as error:
        open_store(path)
    assert error.value.key == "plan_unsound" and error.value.fields["file"] == "target.csv"
    file.write_text(sound, encoding="utf-8")
    with open_store(path) as store:
        assert len(store.for_plan(TWIN).query("queries/targets")) == 12


def test_decisions_stay_while_their_plan_is_away(two_plans_folder, tmp_path):
    shutil.copytree(two_plans_folder, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "caomu.duckdb"
    twin = get_added_folder(path) / TWIN

    def list_own(store):
        return list(store.query("queries/decisions")["subject_id"])

    with open_store(path) as store:
        target = store.query("queries/targets")["target_id"].iloc[0]
        record_decision(
            store.for_plan(TWIN), "judgement", target, judgement="behind", note="注", **ORIGIN
        )
    away = shutil.move(twin, tmp_path / "away")
    with open_store(path) as store:
        assert list_own(store) == []
        assert not [check for check in run_checks(store) if check.rows]
    shutil.move(away, twin)
    with open_store(path) as store:
        assert list_own(store) == []
        assert list_own(store.for_plan(TWIN)) == [target]
