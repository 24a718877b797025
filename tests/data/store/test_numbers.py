"""The newest is what was written last, whatever the computer's clock said then."""

from datetime import datetime, timedelta
from uuid import UUID

import pandas as pd
import pytest

from data.ledger.answers import Answer, list_answers, record_answers
from data.ledger.settings import load_setting, save_setting
from data.ledger.uploads import list_uploads, undo_upload
from data.names.meanings import Meaning
from data.store.books import load_books
from data.store.ids import make_id
from data.store.revisions import load_figure_history
from data.store.statements import SQL

LONG_AGO = datetime(2001, 1, 1)
FIGURE = {"indicator_id": "beef_output", "area_id": "654026", "year": 2023}


@pytest.fixture
def set_back(monkeypatch):
    """Return a function that sets the clock back: times and ids of long ago, ever smaller."""
    ids = iter(str(UUID(int=number)) for number in range(10_000, 0, -1))

    def turn():
        for module in ("answers", "settings", "uploads"):
            monkeypatch.setattr(f"data.ledger.{module}.get_now", lambda: LONG_AGO)
            monkeypatch.setattr(f"data.ledger.{module}.make_id", lambda: next(ids))
        return ids

    return turn


def find_value(store):
    figures = store.query("queries/yearly_figures")
    return figures.loc[figures["area_id"] == "654026", "value"].tolist()


def test_the_newest_figure_wins_after_the_clock_was_set_back(store, send_figures, set_back):
    send_figures(store, FIGURE | {"value": 1.5})
    ids = set_back()
    before = LONG_AGO - timedelta(days=1)
    send_figures(store, FIGURE | {"value": 2.5, "revision_id": next(ids), "recorded_at": before})
    assert find_value(store) == [2.5]
    history = load_figure_history(store, ["beef_output"], "654026")
    assert history["value"].tolist() == [2.5, 1.5]


def test_undoing_works_after_the_clock_was_set_back(store, send_figures, set_back):
    first = send_figures(store, FIGURE | {"value": 1.5})
    set_back()
    undo_id = undo_upload(store, first)
    assert find_value(store) == []
    assert list_uploads(store)["upload_id"].tolist() == [undo_id, first]
    undo_upload(store, undo_id)
    assert find_value(store) == [1.5]


def test_settings_and_answers_follow_the_order_of_writing(store, set_back):
    save_setting(store, "map_approval", "新S(2026)001号")
    record_answers(store, [Answer("本期", Meaning("year", "2024"), "f")])
    set_back()
    save_setting(store, "map_approval", "新S(2026)002号")
    record_answers(store, [Answer("本期", Meaning("year", "2023"), "f")])
    assert load_setting(store, "map_approval") == "新S(2026)002号"
    assert load_books(store).answers == {("本期", "f"): Meaning("year", "2023")}
    assert list_answers(store)["meaning"].tolist() == ["year:2023", "year:2024"]


def test_rows_of_one_write_are_numbered_in_the_order_of_their_ids(store):
    ids = dict(zip("abc", (make_id() for _ in range(3)), strict=True))
    rows = pd.DataFrame(
        [{"revision_id": ids[name], "word": name, "is_withdrawn": False} for name in "cab"]
    )
    for _ in range(2):
        with store.transaction() as writer:
            writer.insert("facts.reading_word_revision", rows)
    with store.snapshot() as cursor:
        found = cursor.table("facts.reading_word_revision").order("seq").fetchall()
    assert [(row[1], row[-1]) for row in found] == [
        ("a", 1),
        ("b", 2),
        ("c", 3),
        ("a", 4),
        ("b", 5),
        ("c", 6),
    ]


def test_nothing_is_ordered_by_the_clock_or_by_ids():
    found = [
        f"{path.name}: {line.strip()}"
        for folder in ("queries", "schema")
        for path in (SQL / folder).glob("*.sql")
        for line in path.read_text(encoding="utf-8").splitlines()
        if "ORDER BY" in line
        and ("recorded_at" in line or "uploaded_at" in line or "upload_id" in line)
    ]
    assert not found
