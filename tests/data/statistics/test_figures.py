"""Values by the column are converted exactly, whatever the unit and however they are written."""

from decimal import Decimal

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from data.names.columns import parse_plain
from data.names.numbers import NUMBER, parse_number
from data.names.text import squeeze
from data.names.units import UnitBook
from data.statistics.figures import convert, parse_figures
from data.statistics.words import MISSING, REJECTED, STORED, Words
from tests.conftest import count_examples

UNITS = UnitBook(
    [
        {"unit": "头", "quantity": "animal", "factor": "1", "spellings": ""},
        {"unit": "万头", "quantity": "animal", "factor": "10000", "spellings": ""},
        {"unit": "打", "quantity": "animal", "factor": "12", "spellings": ""},
    ]
)
TEXTS = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9).map(
        lambda number: format(number, "f")
    ),
    st.sampled_from(
        ["1,234.5", "１２．５", "1e3", "2.5E-7", "+7", " 8 ", "…", "", "abc", "#REF!", "12.3万头"]
    ),
)


def parse(columns, is_bare=None):
    """Read value columns in which nothing is struck through."""
    nowhere = np.zeros((len(columns[0]), len(columns)), bool)
    numbers = [parse_plain(column) for column in columns]
    return parse_figures(columns, numbers, nowhere if is_bare is None else is_bare, nowhere)


@settings(max_examples=count_examples(300), deadline=None, derandomize=True)
@given(
    rows=st.lists(st.lists(TEXTS, min_size=2, max_size=2), min_size=1, max_size=9),
    units=st.lists(st.sampled_from(["头", "万头", "打"]), min_size=2, max_size=2),
    own=st.sampled_from(["头", "万头"]),
)
def test_values_are_rounded_once(rows, units, own):
    columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
    figures = parse(columns)
    judged = figures.judge()
    outcomes = np.broadcast_to(
        np.asarray([value.outcome for value in judged.values])[judged.codes], (len(rows), 2)
    ).reshape(-1)
    texts = [squeeze(text) for row in rows for text in row]
    numbers = list(map(parse_number, texts))
    kinds = {NUMBER: STORED, "missing": MISSING}
    assert outcomes.tolist() == [kinds.get(number.kind, REJECTED) for number in numbers]
    cells = np.flatnonzero(outcomes == STORED)
    pairs = Words([(UNITS.find(unit), own) for unit in units], np.array([[0, 1]]))
    found = convert(figures, cells, pairs, UNITS).tolist()
    assert figures.take_texts(cells).to_pylist() == [texts[cell] for cell in cells]
    for cell, value in zip(cells.tolist(), found, strict=True):
        factor = UNITS.find(units[cell % 2]).factor / UNITS.find(own).factor
        if factor != Decimal("0.0012"):
            assert value == float(numbers[cell].value * factor)
        assert value == UNITS.convert(numbers[cell].value, UNITS.find(units[cell % 2]), own)


def test_a_value_ten_thousand_times_smaller_is_the_nearest_float():
    figures = parse([pa.array(["0.3", "1234567.89"])])
    pairs = Words([(UNITS.find("头"), "万头")])
    assert convert(figures, np.arange(2), pairs, UNITS).tolist() == [0.00003, 123.456789]


def test_a_formula_without_a_value_is_no_missing_value():
    figures = parse([pa.array(["", ""])], np.array([[True], [False]]))
    assert figures.judge().mark(lambda value: value.outcome == MISSING).tolist() == [
        [False],
        [True],
    ]
    assert figures.judge_formulas().mark(lambda value: value.outcome == REJECTED).tolist() == [
        [True],
        [False],
    ]
    assert figures.filled_rows.tolist() == [True, False]
