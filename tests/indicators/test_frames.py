"""Frames of the engine: a missing text is None, whatever the other rows hold."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from data.ledger.groups import save_members
from indicators.frames import keep_frame, list_rows, load_frame, make_frame
from indicators.inputs import QUERIES
from indicators.targets.progress import compute_progress
from tests.architecture.tree import ROOT, list_python, name
from tests.conftest import record_figures
from tests.indicators.builders import make_inputs


@pytest.mark.parametrize(
    "rows",
    [
        [{"note": "a", "count": 1, "share": 0.5}, {"note": None, "count": None, "share": None}],
        [{"note": "a", "count": 1, "share": 0.5}, {}],
        [("a", 1, 0.5), (None, None, None)],
        [{}],
        [],
    ],
)
def test_a_missing_text_is_none_and_a_missing_number_is_not(rows):
    frame = make_frame(rows, ("note", "count", "share"), whole=("count",), numbers=("share",))
    assert frame["note"].dtype == object and str(frame["count"].dtype) == "Int64"
    assert frame["share"].dtype == "float64"
    assert all(note is None or note == "a" for note in frame["note"])


def test_booleans_and_numbers_keep_their_type():
    frame = make_frame([{"is_new": True, "value": 1.5}, {"is_new": False}], ("is_new", "value"))
    assert frame["is_new"].dtype == bool and (~frame["is_new"]).tolist() == [False, True]
    assert frame["value"].dtype == "float64"


def test_rows_are_those_of_pandas():
    """Of every kind of column that the frames have, with what is missing in it."""
    frame = pd.DataFrame(
        {
            "text": pd.Series(["a", None], dtype="str"),
            "note": pd.Series(["a", None], dtype=object),
            "mixed": pd.Series([np.float64(1.5), (1, 2)], dtype=object),
            "count": pd.array([1, None], dtype="Int64"),
            "small": np.array([1, 2], dtype="int32"),
            "share": [0.5, np.nan],
            "is_new": [True, False],
            "recorded_at": pd.to_datetime(["2024-05-01 08:00", None]).tz_localize("UTC"),
            "day": [date(2024, 5, 1), None],
        }
    )
    for one in (frame, frame.tail(1), frame.head(0), frame[["count"]]):
        rows, expected = list_rows(one), one.to_dict("records")
        assert repr(rows) == repr(expected)
        assert [list(map(type, row.values())) for row in rows] == [
            list(map(type, row.values())) for row in expected
        ]


def test_a_query_has_none_for_a_missing_text_and_the_types_of_pandas_otherwise(plan_store):
    """Only the texts differ from what `Store.query` returns."""
    for query in (*QUERIES.values(), "box_items", "role_names", "county_due_dates"):
        found, plain = load_frame(plan_store, query), plan_store.query(f"queries/{query}")
        texts = [column for column in found if found[column].dtype == object]
        assert texts and not found[texts].map(lambda text: isinstance(text, float)).any(axis=None)
        pd.testing.assert_frame_equal(found.drop(columns=texts), plain.drop(columns=texts))
        expected = plain[texts].astype(object)
        pd.testing.assert_frame_equal(found[texts], expected.where(expected.notna(), None))


def test_a_frame_is_kept_until_what_its_query_reads_changes(store):
    areas, decisions = keep_frame(store, "areas"), keep_frame(store, "decisions")
    send = {"indicator_id": "milk_output", "area_id": "650100", "year": 2024, "value": 1.0}
    record_figures(store, send)
    assert keep_frame(store, "areas") is areas and keep_frame(store, "decisions") is decisions
    members = keep_frame(store, "group_members")
    save_members(store, "plan_counties", ["654026"], by="测试员")
    assert len(keep_frame(store, "group_members")) == len(members) + 1
    assert keep_frame(store, "decisions") is decisions


def test_ids_of_a_query_are_text_in_both_kinds_of_frames(store):
    record_figures(
        store, {"indicator_id": "milk_output", "area_id": "650100", "year": 2024, "value": 1.0}
    )
    asked = {"indicator_ids": ["milk_output"], "area_id": "650100"}
    found = store.query_objects("queries/figure_history", **asked)
    plain = store.query("queries/figure_history", **asked)
    for column in ("revision_id", "upload_id"):
        assert isinstance(found[column].iloc[0], str), column
        assert found[column].tolist() == plain[column].tolist()


def test_the_note_of_one_target_leaves_the_others_without_one(plan_inputs):
    figures = [("traceability_coverage", "650000", year, 95.0) for year in (2021, 2024)]
    rows = compute_progress(make_inputs(plan_inputs, figures))
    notes = rows["target_note"]
    assert "exceeds_bound" in set(notes) and notes.map(lambda note: note is None).any()
    assert all(note is None or isinstance(note, str) for note in notes)
    for column in ("reason", "target_reason", "latest_state", "latest_source", "decision_id"):
        assert all(text is None or isinstance(text, str) for text in rows[column]), column


def test_the_engine_makes_its_frames_in_one_place():
    others = [
        name(path)
        for path in list_python()
        if path.is_relative_to(ROOT / "indicators")
        and path.name != "frames.py"
        and "pd.DataFrame(" in path.read_text(encoding="utf-8")
    ]
    assert not others, "make_frame keeps missing text None"
