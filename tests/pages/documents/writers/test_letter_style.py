"""Headings are numbered as official documents number them."""

import pytest

from pages.documents.writers.letter_style import number_heading, to_chinese


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "一"),
        (9, "九"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (42, "四十二"),
        (100, "一百"),
        (105, "一百零五"),
        (110, "一百一十"),
        (112, "一百一十二"),
    ],
)
def test_numerals(number, written):
    assert to_chinese(number) == written


def test_a_heading_has_the_mark_of_its_level():
    assert number_heading(2, 1, "zh") == "二、"
    assert number_heading(12, 2, "zh") == "（十二）"
