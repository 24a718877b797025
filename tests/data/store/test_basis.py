"""Two people at once: one save wins, the others write nothing and are told who was first."""

import threading
from dataclasses import replace

import pandas as pd
import pytest

from data.errors import ChangedMeanwhileError
from data.ledger.allocations import (
    list_allocations,
    load_allocation_number,
    load_allocations_number,
    save_allocation,
    withdraw_allocation,
)
from data.ledger.answers import (
    Answer,
    list_answers,
    load_answers_number,
    record_answers,
    withdraw_answer,
)
from data.ledger.decisions import (
    list_decisions,
    load_decisions_number,
    record_decision,
    withdraw_decision,
)
from data.ledger.events import list_events, record_event
from data.ledger.groups import (
    define_group,
    load_group_number,
    load_members,
    save_members,
    withdraw_group,
)
from data.ledger.matters.listing import list_matter_history, load_matters
from data.ledger.matters.record import record_matter, record_matter_event, withdraw_matter
from data.ledger.remedies import list_remedies, list_remedy_history, record_remedy, withdraw_remedy
from data.ledger.settings import load_setting, load_setting_number, save_setting
from data.ledger.uploads import list_uploads, load_verification_number, undo_upload, verify_upload
from data.ledger.weights import load_weights, save_weights
from data.names.meanings import Meaning
from data.projects.commit import commit_projects, preview_projects
from data.projects.listing import read_projects
from data.projects.register import (
    list_programme_notes,
    load_project_history,
    load_projects,
    save_programme_note,
    save_project,
    withdraw_project,
)
from data.statistics.commit import commit_upload, preview_upload
from data.statistics.read import read_statistics
from data.store.basis import CHANGED, load_basis
from data.store.statements import SQL
from data.words.catalogue import LANGUAGES, use_language
from data.words.sentences import describe_error

RACERS = 8
PROJECT = {
    "item_id": "box10_routes",
    "area_id": "654026",
    "name": "夏塔草原线路",
    "stage": "building",
    "stage_on": "2025-06-30",
}
ORIGIN = {"decided_by": "农业农村厅", "decided_on": "2026-01-10", "document_no": "厅发〔2026〕1号"}
MATTER = {"kind": "document", "title": "落实饲草储备", "lead_unit": "畜牧局"}
REMEDY = {"reason": "饲草不足", "remedy": "扩种", "responsible": "畜牧局", "due_on": "2026-12-31"}
EVENT = {
    "area_id": "654026",
    "indicator_id": None,
    "kind": "drought",
    "happened_on": "2023",
    "name": "夏旱",
    "source": "气象局公报",
}
CELL = {"indicator_id": "cattle_stock", "area_id": "654026", "year": 2023}
FILE = "地区,指标,年份,单位,数值\n654026,cattle_stock,2023,万头,{value}\n"
LIST = (
    "项目名称,专栏任务,地区,阶段,达到该阶段日期\n夏塔草原线路,box10_routes,654026,completed,{day}\n"
)


def race(act):
    """Let eight threads act at once on what each read before; return ids won, errors, names."""
    gate = threading.Barrier(RACERS)
    won, told, others = [], [], []

    def run(number: int) -> None:
        gate.wait()
        try:
            act(f"第{number}人", number)
        except ChangedMeanwhileError as error:
            told.append(error)
        except Exception as error:
            others.append(error)
        else:
            won.append(f"第{number}人")

    threads = [threading.Thread(target=run, args=(number,)) for number in range(RACERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not others
    return won, told


def make_breakdown():
    return pd.DataFrame(
        [
            {
                "target_id": "mechanisation_rate",
                "reading_id": "mechanisation_points",
                "indicator_id": "mechanisation_rate",
                "method": "equal_points",
                "area_id": "654021",
                "base_year": 2021,
                "base_value": 50.0,
                "target_value": 60.0,
                "unit": "%",
            }
        ]
    )


def read_figures(store, value):
    reading = read_statistics(FILE.format(value=value).encode(), f"{value}.csv", store)
    return reading, preview_upload(store, reading)


def read_list(store, day):
    reading = read_projects(LIST.format(day=day).encode(), "list.csv", store)
    return reading, preview_projects(store, reading)


def begin_edit(store):
    project_id, _ = save_project(store, PROJECT, by="起初")
    seq = int(load_projects(store)["seq"].iloc[0])
    return lambda by, n: save_project(
        store, PROJECT | {"note": by}, by=by, project_id=project_id, based_on=seq
    ), lambda: len(load_project_history(store, project_id)) == 2


def begin_withdrawal_of_project(store):
    project_id, _ = save_project(store, PROJECT, by="起初")
    seq = int(load_projects(store)["seq"].iloc[0])
    return lambda by, n: withdraw_project(
        store, project_id, by=by, based_on=seq
    ), lambda: len(load_project_history(store, project_id)) == 2


def begin_new_project(store):
    names = ["夏塔草原线路", "夏塔 草原线路", "夏塔　草原线路", "夏塔草原线路 "] * 2
    return lambda by, n: save_project(
        store, PROJECT | {"name": names[n]}, by=by
    ), lambda: len(load_projects(store)) == 1


def begin_list(store):
    save_project(store, PROJECT, by="起初")
    readings = [read_list(store, f"2025-08-0{n + 1}") for n in range(RACERS)]

    def act(by, n):
        return commit_projects(store, readings[n][0], by=by, based_on=readings[n][1])

    return act, lambda: len(list_uploads(store)) == 1


def begin_note(store):
    return lambda by, n: save_programme_note(
        store, "box4_monitoring", status="done", note=by, by=by, based_on=0
    ), lambda: len(list_programme_notes(store)) == 1


def begin_upload(store):
    readings = [read_figures(store, 10 + n) for n in range(RACERS)]

    def act(by, n):
        return commit_upload(store, readings[n][0], by=by, based_on=readings[n][1])

    return act, lambda: len(list_uploads(store)) == 1


def begin_same_upload(store):
    reading, preview = read_figures(store, 10)
    return lambda by, n: commit_upload(
        store, reading, by=by, based_on=preview
    ), lambda: len(list_uploads(store)) == 1


def begin_undo(store):
    upload_id = commit_upload(store, read_figures(store, 10)[0])["upload_id"]
    return lambda by, n: undo_upload(store, upload_id, by=by), lambda: len(list_uploads(store)) == 2


def begin_verification(store):
    upload_id = commit_upload(store, read_figures(store, 10)[0])["upload_id"]
    seq = load_verification_number(store, upload_id)
    return lambda by, n: verify_upload(
        store, upload_id, by=by, document=f"{n}号", based_on=seq
    ), lambda: len(list_uploads(store)) == 2


def begin_verification_by_command(store):
    upload_id = commit_upload(store, read_figures(store, 10)[0])["upload_id"]
    return lambda by, n: verify_upload(
        store, upload_id, by=by, document="号"
    ), lambda: len(list_uploads(store)) == 2


def begin_decision(store):
    seq = load_decisions_number(store, "reading", "vegetation_cover")
    readings = ["vegetation_points", "vegetation_relative"]
    return lambda by, n: record_decision(
        store,
        "reading",
        "vegetation_cover",
        reading_id=readings[n % 2],
        by=by,
        based_on=seq,
        **ORIGIN,
    ), lambda: len(list_decisions(store)) == 1


def begin_base(store):
    seq = load_decisions_number(store, "base", "vegetation_cover")
    return lambda by, n: record_decision(
        store,
        "base",
        "vegetation_cover",
        as_of_year=2021,
        value=40.0 + n,
        by=by,
        based_on=seq,
        **ORIGIN,
    ), lambda: len(list_decisions(store)) == 1


def begin_withdrawal_of_decision(store):
    decision_id = record_decision(
        store, "reading", "vegetation_cover", reading_id="vegetation_points", by="起初", **ORIGIN
    )
    return lambda by, n: withdraw_decision(
        store, decision_id, by=by
    ), lambda: list(list_decisions(store)["is_withdrawn"]) == [True]


def begin_remedy(store):
    return lambda by, n: record_remedy(
        store, "grass_yield", by=by, based_on=0, **REMEDY
    ), lambda: len(list_remedy_history(store, "grass_yield")) == 1


def begin_withdrawal_of_remedy(store):
    record_remedy(store, "grass_yield", by="起初", **REMEDY)
    seq = int(list_remedies(store, "grass_yield")["seq"].iloc[0])
    return lambda by, n: withdraw_remedy(
        store, "grass_yield", by=by, based_on=seq
    ), lambda: len(list_remedy_history(store, "grass_yield")) == 2


def begin_matter(store):
    matter_id = record_matter(store, by="起初", **MATTER)
    seq = load_matters(store)[0].record["seq"]
    return lambda by, n: record_matter(
        store, by=by, based_on=seq, matter_id=matter_id, **MATTER
    ), lambda: len(list_matter_history(store, matter_id)) == 2


def begin_withdrawal_of_matter(store):
    matter_id = record_matter(store, by="起初", **MATTER)
    seq = load_matters(store)[0].record["seq"]
    return lambda by, n: withdraw_matter(
        store, matter_id, by=by, based_on=seq
    ), lambda: load_matters(store) == []


def begin_event_of_matter(store):
    matter_id = record_matter(store, by="起初", **MATTER)
    return lambda by, n: record_matter_event(
        store, matter_id, "reported", "2024-05-01", by=by, based_on=0
    ), lambda: len(load_matters(store)[0].events) == 1


def begin_event(store):
    return lambda by, n: record_event(
        store, by=by, based_on=0, **EVENT
    ), lambda: len(list_events(store)) == 1


def begin_members(store):
    seq = load_group_number(store, "pastoral")
    counties = ["654026", "654025", "654024", "654023", "654022", "654021", "652327", "652328"]
    return lambda by, n: save_members(
        store, "pastoral", [counties[n]], by=by, based_on=seq
    ), lambda: (load_members(store)["group_id"] == "pastoral").sum() == 1


def begin_withdrawal_of_group(store):
    group_id = define_group(store, "某组", by="起初")
    save_members(store, group_id, ["654026"], by="起初")
    seq = load_group_number(store, group_id)
    return lambda by, n: withdraw_group(
        store, group_id, by=by, based_on=seq
    ), lambda: group_id not in set(load_members(store)["group_id"])


def begin_weights(store):
    return lambda by, n: save_weights(
        store, "某权重", {"654026": n}, by=by, based_on=0
    ), lambda: len(load_weights(store, "某权重")) == 1


def begin_breakdown(store):
    frame = make_breakdown()
    seq = load_allocations_number(store, frame["target_id"].iloc[0])
    return lambda by, n: save_allocation(
        store, f"方案{n}", frame, by=by, based_on=seq
    ), lambda: len(list_allocations(store)) == 1


def begin_withdrawal_of_breakdown(store):
    save_allocation(store, "方案", make_breakdown(), by="起初")
    seq = load_allocation_number(store, "方案")
    return lambda by, n: withdraw_allocation(
        store, "方案", by=by, based_on=seq
    ), lambda: list_allocations(store).empty


def begin_setting(store):
    seq = load_setting_number(store, "map_approval")
    return lambda by, n: save_setting(
        store, "map_approval", f"新S(2026)00{n}号", by=by, based_on=seq
    ), lambda: load_setting(store, "map_approval") is not None


def begin_answer(store):
    seq = load_answers_number(store)
    return lambda by, n: record_answers(
        store, [Answer("本期", Meaning("year", str(2010 + n)), "f")], by=by, based_on=seq
    ), lambda: len(list_answers(store)) == 1


def begin_withdrawal_of_answer(store):
    record_answers(store, [Answer("本期", Meaning("year", "2023"), "f")], by="起初")
    seq = load_answers_number(store)
    return lambda by, n: withdraw_answer(
        store, "本期", "f", by=by, based_on=seq
    ), lambda: len(list_answers(store)) == 2


BEGINNINGS = [value for name, value in list(globals().items()) if name.startswith("begin_")]


@pytest.mark.parametrize("begin", BEGINNINGS, ids=lambda begin: begin.__name__[6:])
def test_of_eight_at_once_one_wins_and_seven_are_told_by_whom(store, begin):
    act, is_written_once = begin(store)
    won, told = race(act)
    assert len(won) == 1 and len(told) == RACERS - 1
    assert is_written_once()
    assert {error.fields["by"] for error in told} == set(won)
    for language in LANGUAGES:
        with use_language(language):
            sentences = [describe_error(error) for error in told]
        assert all(won[0] in sentence and "202" in sentence for sentence in sentences)


def test_every_kind_has_its_query_and_its_words():
    assert {path.stem for path in (SQL / "standing").glob("*.sql")} == set(CHANGED)


def test_a_save_on_top_is_based_on_what_was_shown(store):
    project_id, _ = save_project(store, PROJECT, by="甲")
    seq = int(load_projects(store)["seq"].iloc[0])
    save_project(store, PROJECT | {"stage": "completed"}, by="乙", project_id=project_id)
    mine = PROJECT | {"note": "备注"}
    with pytest.raises(ChangedMeanwhileError, match="changed_project") as told:
        save_project(store, mine, by="甲", project_id=project_id, based_on=seq)
    (theirs,) = told.value.theirs
    assert theirs["stage"] == "completed" and told.value.fields["by"] == "乙"
    save_project(store, mine, by="甲", project_id=project_id, based_on=told.value.now)
    assert load_projects(store)[["stage", "note"]].values.tolist() == [["building", "备注"]]


def test_a_project_that_was_withdrawn_comes_back_only_knowingly(store):
    project_id, _ = save_project(store, PROJECT, by="甲")
    seq = int(load_projects(store)["seq"].iloc[0])
    withdraw_project(store, project_id, by="乙")
    with pytest.raises(ChangedMeanwhileError, match="changed_project") as told:
        save_project(store, PROJECT, by="甲", project_id=project_id, based_on=seq)
    assert told.value.theirs == [] and told.value.fields["by"] == "乙"
    save_project(store, PROJECT, by="甲", project_id=project_id, based_on=told.value.now)
    assert len(load_projects(store)) == 1


def test_undoing_a_list_changes_the_projects_in_it(store):
    """No revision of the project is written, and yet something else stands."""
    project_id, _ = save_project(store, PROJECT, by="甲")
    upload_id = commit_projects(store, read_list(store, "2025-08-01")[0], by="乙")["upload_id"]
    seq = int(load_projects(store)["seq"].iloc[0])
    undo = undo_upload(store, upload_id, by="丙")
    with pytest.raises(ChangedMeanwhileError) as told:
        save_project(store, PROJECT, by="甲", project_id=project_id, based_on=seq)
    assert told.value.fields["by"] == "丙" and told.value.theirs[0]["stage"] == "building"
    undo_upload(store, undo, by="丁")
    standing = load_basis(store, "project", project_id=project_id)
    assert (standing.seq, standing.by) == (seq, "丁")


def test_a_preview_that_still_holds_is_written_whatever_else_came(store, send_figures):
    reading, preview = read_figures(store, 10)
    send_figures(store, CELL | {"year": 2022, "value": 9.0})
    assert commit_upload(store, reading, based_on=preview)["new"] == 1


def test_a_preview_that_no_longer_holds_says_which_values(store, send_figures):
    reading, preview = read_figures(store, 10)
    assert (preview.new, preview.revised) == (1, 0)
    send_figures(store, CELL | {"value": 9.0}, by="乙")
    with pytest.raises(ChangedMeanwhileError, match="changed_figures") as told:
        commit_upload(store, reading, by="甲", based_on=preview)
    (moved,) = told.value.theirs
    assert (moved["change"], moved["value"], moved["current_value"]) == ("revised", 10.0, 9.0)
    assert moved["shown_change"] == "new" and told.value.fields["by"] == "乙"
    assert commit_upload(store, reading, by="甲", based_on=told.value.now)["revised"] == 1


def test_an_undo_moves_a_preview_as_well(store, send_figures):
    upload_id = send_figures(store, CELL | {"value": 9.0}, by="乙")
    reading, preview = read_figures(store, 10)
    undo_upload(store, upload_id, by="丙")
    with pytest.raises(ChangedMeanwhileError) as told:
        commit_upload(store, reading, by="甲", based_on=preview)
    assert told.value.fields["by"] == "丙" and told.value.now.new == 1


def test_a_decision_of_another_kind_or_area_is_no_conflict(store):
    seq = load_decisions_number(store, "reading", "vegetation_cover")
    record_decision(store, "base", "vegetation_cover", as_of_year=2021, value=40.0, **ORIGIN)
    chosen = {"reading_id": "vegetation_points", **ORIGIN}
    record_decision(store, "reading", "vegetation_cover", area_id="654026", **chosen)
    record_decision(store, "reading", "vegetation_cover", based_on=seq, **chosen)
    assert len(list_decisions(store)) == 3


def test_figures_that_changed_are_verified_only_knowingly(store, send_figures):
    upload_id = send_figures(store, CELL | {"value": 10.0}, CELL | {"year": 2022, "value": 8.0})
    seq = load_verification_number(store, upload_id)
    send_figures(store, CELL | {"value": 11.0}, by="乙")
    with pytest.raises(ChangedMeanwhileError, match="changed_figures_of_upload") as told:
        verify_upload(store, upload_id, by="甲", document="1号", based_on=seq)
    assert [(row["own_value"], row["value"]) for row in told.value.theirs] == [(10.0, 11.0)]
    _, count = verify_upload(
        store, upload_id, by="甲", document="1号", based_on=told.value.now, displaces=True
    )
    assert count == 2


def test_what_is_verified_already_is_left_as_it_is(store, send_figures):
    upload_id = send_figures(store, CELL | {"value": 10.0}, CELL | {"year": 2022, "value": 8.0})
    send_figures(store, CELL | {"value": 10.0, "state": "verified"}, by="乙")
    assert verify_upload(store, upload_id, by="甲", document="1号")[1] == 1


def test_a_verification_that_was_undone_can_be_made_again(store, send_figures):
    upload_id = send_figures(store, CELL | {"value": 10.0})
    verified, _ = verify_upload(store, upload_id, by="甲", document="1号")
    undo_upload(store, verified)
    assert verify_upload(store, upload_id, by="甲", document="2号")[1] == 1


def test_weights_that_are_not_saved_take_the_breakdown_with_them(store):
    save_weights(store, "方案", {"654026": 1.0}, by="乙")
    with pytest.raises(ChangedMeanwhileError, match="changed_weights"):
        save_allocation(
            store, "方案", make_breakdown(), weights={"654026": 2.0}, weights_based_on=0
        )
    assert list_allocations(store).empty and load_weights(store, "方案") == {"654026": 1.0}


def test_an_answer_to_another_word_is_no_conflict(store):
    seq = load_answers_number(store)
    record_answers(store, [Answer("上期", Meaning("year", "2022"), "f")])
    mine = Answer("本期", Meaning("year", "2023"), "f")
    record_answers(store, [mine, replace(mine, shape="g")], based_on=seq)
    assert len(list_answers(store)) == 3
