"""Numbers by the column are those of the cells, to the last bit."""

import math

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data.names.columns import encode, parse_plain
from data.names.numbers import NUMBER, TOO_LARGE, TOO_SMALL, parse_number
from tests.conftest import count_examples

NUMBERS = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False, places=6).map(lambda n: format(n, "f")),
    st.integers(min_value=-(10**17), max_value=10**17).map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.text(alphabet="0123456789.+-eE ,%１２nNaAiIfF_x", max_size=8),
)


@settings(max_examples=count_examples(400), deadline=None, derandomize=True)
@given(texts=st.lists(NUMBERS, max_size=8))
@example(["1e5", "2"])
@example(["1e0005"])
@example(["nan", "inf", "-inf"])
@example(["+5", "5", ".5", "5.", "-.5"])
@example(["1000000000000000", "999999999999999.9"])
@example(["0x10", "1_000", " 5"])
def test_plain_numbers_are_those_of_the_cell(texts):
    for text, number in zip(texts, parse_plain(pa.array(texts, pa.string())), strict=True):
        # With a blank before it no cell is taken the short way.
        if text.replace(".", "", 1).isdigit():
            assert parse_number(text) == parse_number(f" {text}")
        if not math.isnan(number):
            cell = parse_number(text)
            assert (cell.kind, cell.unit) == (NUMBER, None)
            assert float(cell.value) == number


def test_ordinary_numbers_are_plain():
    texts = ["0", "12", "12.50", "-3", "007", ".5"]
    assert parse_plain(pa.array(texts)).tolist() == [0, 12, 12.5, -3, 7, 0.5]
    mixed = parse_plain(pa.array([*texts, "…"]))
    assert mixed[:6].tolist() == [0, 12, 12.5, -3, 7, 0.5]
    assert math.isnan(mixed[6])


def test_distinct_texts_stand_once():
    texts, codes = encode(pa.array(["b", "a", "b"]))
    assert texts == ["b", "a"]
    assert codes.tolist() == [0, 1, 0]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1e-400", TOO_SMALL),
        ("-1e-320", TOO_SMALL),
        ("0." + "0" * 400 + "1", TOO_SMALL),
        ("1e400", TOO_LARGE),
        ("-1e16", TOO_LARGE),
        ("0e-400", NUMBER),
        ("0." + "0" * 400, NUMBER),
        ("1e-9", NUMBER),
    ],
)
def test_what_a_float_cannot_hold_is_neither_zero_nor_infinite(text, kind):
    assert parse_number(text).kind == kind
    (plain,) = parse_plain(pa.array([text]))
    assert math.isnan(plain) or kind == NUMBER
