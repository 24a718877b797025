"""What a write makes old: where a file brings figures, those of its areas and indicators alone."""

import random
from datetime import date

import pandas as pd
import pytest

from data.ledger.uploads import undo_upload
from data.projects.commit import commit_projects
from data.projects.listing import read_projects
from data.store import current
from data.store.ages import ACTS, find_part
from data.store.build import build_plan
from data.store.ids import make_id
from data.store.statements import OF_ACTS, OF_ONE, load_sql
from tests.conftest import count_examples
from tests.data.store.histories import AREAS, INDICATORS, History

COUNTY, OTHER = "654026", "654025"
FIGURE = {"indicator_id": "cattle_stock", "area_id": COUNTY, "year": 2023, "value": 1.5}
PARTS = [*(("area_id", one) for one in AREAS), *(("indicator_id", one) for one in INDICATORS), ACTS]


def list_written(store, write):
    """Return which parts are older after a write."""
    before = store.version
    write(store)
    return [part for part in PARTS if store.memory.ages.get_part(part) > before]


def read_all(store):
    """Return what each query finds that reads a part of what was sent: query and part -> rows."""
    found = {}
    for part in PARTS:
        for name in (*OF_ONE, *OF_ACTS):
            others = {"points": 1.0, "sample_id": None, "indicator_ids": [*INDICATORS]}
            asked = dict([part]) | others
            if find_part(name, asked) == part:
                needed = {key: value for key, value in asked.items() if f"${key}" in load_sql(name)}
                found[name, part] = store.query_rows(name, **needed)
    return found


def check_value(store):
    """Record a step that changes no figure."""
    step = {"step_id": make_id(), "revision_id": make_id(), "subject_id": make_id()}
    with store.transaction() as writer:
        writer.insert("facts.step_revision", pd.DataFrame([step | {"step": "checked"}]))


@pytest.mark.parametrize("seed", range(count_examples(8)))
def test_what_is_read_of_one_changes_only_with_its_age(store, seed):
    history, rng = History(store, seed), random.Random(seed)
    kinds = (history.upload, history.undo, history.verify, history.give_back)
    kept, changed, before = 0, 0, read_all(store)
    for _ in range(8):
        version = store.version
        rng.choices(kinds, (6, 1, 1, 1))[0]()
        history.write()
        now = read_all(store)
        for key, rows in now.items():
            changed += rows != before[key]
            if store.memory.ages.get_part(key[1]) <= version:
                assert rows == before[key]
                kept += 1
        before = now
    assert kept and changed


def test_a_file_makes_its_areas_and_indicators_old_and_what_is_computed_of_them(
    store, send_figures
):
    written = list_written(store, lambda store: send_figures(store, FIGURE))
    assert written == [
        ("area_id", COUNTY),
        ("indicator_id", "cattle_stock"),
        ("indicator_id", "cattle_offtake_rate"),
    ]
    slaughtered = FIGURE | {"indicator_id": "cattle_slaughtered", "area_id": OTHER}
    assert ("area_id", COUNTY) not in list_written(
        store, lambda store: send_figures(store, slaughtered)
    )


def test_what_is_no_file_of_figures_makes_all_old(store, send_figures, monkeypatch):
    upload_id = send_figures(store, FIGURE)
    assert list_written(store, lambda store: undo_upload(store, upload_id)) == PARTS
    assert list_written(store, build_plan) == PARTS
    assert list_written(store, check_value) == PARTS
    monkeypatch.setattr(current, "MANY", 1)
    assert list_written(store, lambda store: send_figures(store, FIGURE)) == PARTS


def test_of_two_files_in_one_write_both_count(store):
    def write(store):
        with store.transaction() as writer:
            for area_id in (COUNTY, OTHER):
                history = History(store, 0)
                history.send([FIGURE | {"area_id": area_id, "period": "Y", "state": "reported"}])
                for table, rows in history.rows.items():
                    writer.insert(table, pd.DataFrame(rows))
                # Who asks in between brings the figures up to date.
                writer.query_rows("queries/figure_years")

    written = list_written(store, write)
    assert {("area_id", COUNTY), ("area_id", OTHER)} < set(written)
    assert ("area_id", "650000") not in written and ACTS not in written


def test_the_register_is_as_it_was_after_a_file_of_figures_and_old_after_its_own(
    store, send_figures
):
    content = "item_id,area_id,name,stage\nbox2_sheep_core_north,654026,昭苏种羊核心场,completed\n"
    reading = read_projects(content.encode(), "projects.csv", store, today=date(2026, 6, 1))
    sent = []
    written = list_written(
        store, lambda store: sent.append(commit_projects(store, reading)["upload_id"])
    )
    assert ACTS in written and len(store.query_rows("queries/projects")) == 1
    assert ACTS not in list_written(store, lambda store: send_figures(store, FIGURE))
    assert ACTS in list_written(store, lambda store: undo_upload(store, sent[0]))
    assert not store.query_rows("queries/projects")
