"""Marks of notes come off names, years and figures, and are kept."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.names.marks import take_marks
from data.names.numbers import BAD, NUMBER, parse_number


@pytest.mark.parametrize(
    ("text", "plain", "marks"),
    [
        ("昭苏县*", "昭苏县", ("*",)),
        ("2023年①", "2023年", ("①",)),
        ("2024年1)", "2024年", ("1)",)),
        ("昭苏县[1]", "昭苏县", ("[1]",)),
        ("牛存栏注2", "牛存栏", ("注2",)),
        ("昭苏县", "昭苏县", ()),
        ("（1-10）", "（1-10）", ()),
        ("附件2)", "附件2)", ()),
        ("单位：hm²", "单位：hm²", ()),
        ("*", "*", ()),
    ],
)
def test_marks_of_names(text, plain, marks):
    assert take_marks(text) == (plain, marks)


@pytest.mark.parametrize(
    ("text", "value"), [("18.2①", "18.2"), ("193②", "193"), ("①18.2", "18.2"), ("5*", "5")]
)
def test_a_mark_is_no_digit_of_a_figure(text, value):
    number = parse_number(text)
    assert (number.kind, number.value) == (NUMBER, Decimal(value))
    assert number.marks


@pytest.mark.parametrize("text", ["²", "①", "12①3"])
def test_a_mark_alone_or_within_is_no_figure(text):
    assert parse_number(text).kind == BAD


@given(st.integers(0, 10**6), st.sampled_from("①②③④⑤⑥⑦⑧⑨⑩¹²³*※"))
def test_a_figure_with_a_mark_keeps_its_value(number, mark):
    assert parse_number(f"{number}{mark}").value == number
