"""What values share is kept once; whoever reads the revisions sees every column of each."""

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.store.check import run_checks
from data.store.ids import make_id
from data.store.parts import SHARED, split_revisions

ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "state": st.sampled_from(["reported", "verified", None]),
            "source": st.sampled_from(["甲", "乙", None]),
            "is_withdrawn": st.sampled_from([True, False, None]),
            "value": st.floats(0, 9),
            "note": st.sampled_from(["n", None]),
        }
    ),
    min_size=1,
    max_size=12,
)


def join(parts: pa.Table, rows: pa.Table) -> list[dict]:
    shared = {row.pop("part"): row for row in parts.to_pylist()}
    # Each split gives ids of its own.
    rows = rows.drop_columns("revision_id").to_pylist()
    whole = [row | shared[row.pop("part")] for row in rows]
    return sorted(whole, key=lambda row: row["position"])


@settings(deadline=None)
@given(ROWS)
def test_parts_and_rows_are_what_was_split(given_rows):
    table = pa.Table.from_pylist(
        given_rows,
        pa.schema(
            [
                ("state", pa.string()), ("source", pa.string()), ("is_withdrawn", pa.bool_()),
                ("value", pa.float64()), ("note", pa.string()),
            ]
        ),
    )  # fmt: skip
    parts, rows = split_revisions(table)
    found = join(parts, rows)
    assert [{name: row[name] for name in given_rows[0]} for row in found] == given_rows
    shared = [tuple(row[name] for name in SHARED if name in row) for row in parts.to_pylist()]
    assert len(shared) == len(set(shared))


def test_words_that_are_held_once_split_like_plain_ones():
    words = pa.array(["甲", "乙", "甲", None])
    plain = pa.table({"source": words, "value": [1.0, 2.0, 3.0, 4.0]})
    coded = pa.table({"source": words.dictionary_encode(), "value": [1.0, 2.0, 3.0, 4.0]})
    assert join(*split_revisions(plain)) == join(*split_revisions(coded))


def read_revisions(store):
    with store.snapshot() as cursor:
        return read_view(cursor)


def read_view(cursor):
    """Return the rows of the view of revisions by their numbers, as {column: value}."""
    result = cursor.execute("FROM facts.observation_revision ORDER BY seq")
    columns = [column[0] for column in result.description]
    return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]


def test_an_upload_of_one_source_keeps_it_once(store, send_figures):
    key = {"indicator_id": "vegetation_cover", "area_id": "654026"}
    figures = [key | {"year": year, "value": float(year)} for year in range(2010, 2020)]
    upload_id = send_figures(store, *figures)
    with store.snapshot() as cursor:
        assert len(cursor.table("facts.observation_part").fetchall()) == 1
    rows = read_revisions(store)
    assert [row["year"] for row in rows] == list(range(2010, 2020))
    assert {(str(row["upload_id"]), row["source"], row["unit"]) for row in rows} == {
        (upload_id, "测试", "%")
    }
    assert len({row["revision_id"] for row in rows}) == 10


def test_rows_without_ids_are_numbered_as_they_come(store):
    rows = pd.DataFrame({"indicator_id": list("cab"), "value": [3.0, 1.0, 2.0]})
    with store.transaction() as writer:
        writer.insert("facts.observation_revision", rows)
    found = read_revisions(store)
    assert [(row["indicator_id"], row["seq"]) for row in found] == [("c", 1), ("a", 2), ("b", 3)]
    assert all(row["revision_id"].version == 7 for row in found)


def test_no_rows_are_no_revisions(store):
    with store.transaction() as writer:
        writer.insert("facts.observation_revision", pd.DataFrame({"indicator_id": [], "state": []}))
    assert read_revisions(store) == []


def test_a_column_that_there_is_not_is_refused(store):
    with pytest.raises(Exception, match="no_such_column"), store.transaction() as writer:
        writer.insert("facts.observation_revision", pd.DataFrame([{"no_such_column": 1}]))
    assert read_revisions(store) == []


def test_the_check_finds_a_value_without_a_part_and_a_part_that_stands_twice(store, send_figures):
    send_figures(
        store, {"indicator_id": "beef_output", "area_id": "654026", "year": 2020, "value": 1}
    )
    part = {"part_id": make_id()}
    with store.transaction() as writer:
        writer.insert("facts.observation_part", pd.DataFrame([part, part]))
        row = {"revision_id": make_id(), "part_id": make_id()}
        writer.insert("facts.observation_row", pd.DataFrame([row]))
    faults = [
        row["fault"]
        for check in run_checks(store)
        if check.check_id == "revisions_have_parts"
        for row in check.rows
    ]
    assert sorted(faults) == ["part that stands more than once", "value without a part"]
