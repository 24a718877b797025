"""Frames of the results of queries, however they are made."""

import duckdb
import pandas as pd
import pyarrow as pa
import pytest

from data.store.results import make_result_column, make_shared_frame, number_texts, share_texts

ROWS = """
SELECT name, year, value::DOUBLE AS value, said_at, is_known FROM (VALUES
    ('甲', 2024, 1.5, TIMESTAMP '2024-05-01 08:00:00.000001', true),
    ('乙', 2023, NULL, NULL, false),
    ('甲', NULL, 2.5, NULL, true),
    (NULL, 2022, 3.5, TIMESTAMP '2023-01-02', false),
    ('', 2021, 4.5, NULL, NULL)
) AS rows (name, year, value, said_at, is_known)
"""


def make_plain_frame(rows: str) -> pd.DataFrame:
    arrays = duckdb.sql(rows).fetchnumpy()
    return pd.DataFrame({name: make_result_column(array) for name, array in arrays.items()})


@pytest.mark.parametrize("which", ["true", "false", "year IS NULL", "year > 2022"])
def test_rows_that_share_their_texts_are_those_that_do_not(which):
    rows = f"{ROWS} WHERE {which}"
    plain, shared = make_plain_frame(rows), make_shared_frame(duckdb.sql(rows).to_arrow_table())
    pd.testing.assert_frame_equal(shared, plain, check_exact=True)
    for name in plain:
        assert list(map(type, shared[name])) == list(map(type, plain[name]))


def test_an_equal_text_is_made_once():
    names = make_shared_frame(duckdb.sql(f"{ROWS} WHERE name = '甲'").to_arrow_table())["name"]
    assert names[0] is names[1] and names.dtype == object


def test_a_text_of_several_pieces_of_a_table_has_one_number():
    whole = duckdb.sql(ROWS).to_arrow_table()
    pieces = pa.concat_tables([whole, whole.slice(1, 2), whole.slice(0, 0), whole.slice(3)])
    shared = share_texts(pieces)
    assert shared["name"].num_chunks == 1 < pieces["name"].num_chunks
    assert shared.to_pylist() == pieces.to_pylist()
    numbers, texts = number_texts(pieces["name"])
    assert [texts[number] for number in numbers] == pieces["name"].to_pylist()
    assert len(texts) == len(set(texts))
