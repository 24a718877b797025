"""How numbers are written."""

import math

import pytest

from data.words.catalogue import t, use_language
from data.words.numbers import (
    format_change,
    format_difference,
    format_number,
    format_share,
    format_signed,
    format_unit,
    format_value,
)
from pages.blocks.values import format_office_time, render_figure, render_number


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (42.48, "42.48"),
        (1234567.891, "1,234,567.89"),
        (4004.94, "4,004.94"),
        (40.0, "40"),
        (100, "100"),
        (-45.7, "−45.7"),
        (0, "0"),
        # A number is never written as a zero; what is left of a difference of equals is none.
        (-0.0004, "−0.0004"),
        (0.00023, "0.0002"),
        (1e7 * 1.1 - 1.1e7, "0"),
        (2e-16, "0"),
        (0.955, "0.955"),
        (None, "无数据"),
        (math.nan, "无数据"),
    ],
)
def test_a_number_keeps_the_decimals_it_has(value, written):
    assert format_number(value) == written


def test_missing_is_said_in_the_language_in_use():
    with use_language("en"):
        assert format_number(None) == "No data"
        assert format_value(None, "万吨") == "No data"


def test_a_share_is_per_cent():
    assert format_share(-0.0411) == "−4.1%"
    assert format_share(-10.729) == "−1,072.9%"


def test_a_signed_number_always_has_its_sign():
    assert (format_signed(7.66, 1), format_signed(-4.3, 1)) == ("+7.7", "−4.3")


def test_a_change_of_a_rate_is_in_points():
    assert format_change(1.18, "%") == "+1.18个百分点"
    assert format_change(0.0012, "%", 4) == "+0.0012个百分点"
    assert format_change(-0.0012, "%") == "−0.001个百分点"
    assert format_change(-0.00008, "—") == "−0.00008"
    assert format_change(0, "万吨") == "0.00万吨"
    assert format_change(1.18, "万吨") == "+1.18万吨"


def test_a_difference_of_rates_is_in_points_and_has_no_sign():
    assert format_difference(-3.5, "%") == "3.5个百分点"
    assert format_difference(-3.5, "万吨") == "3.5万吨"
    assert format_difference(None, "%") == t("shell.no_data")


def test_units_are_translated():
    assert format_unit("万吨") == "万吨"
    assert format_unit("—") == ""
    with use_language("en"):
        assert format_unit("万吨") == "×10⁴ t"
        assert format_unit("公斤/只") == "kg/head"


def test_decimals_are_held_free_rather_than_invented():
    assert render_number(13122) == '13,122<span class="pad" aria-hidden="true">.00</span>'
    assert render_number(11.7) == '11.7<span class="pad" aria-hidden="true">0</span>'


def test_a_figure_carries_unit_year_state_and_source():
    drawn = render_figure(42.48, "万吨", 2016, "published", 'a "quoted" <source>')
    for part in ("42.48", "万吨", "2016年", "已公布", "a &#34;quoted&#34; &lt;source&gt;"):
        assert part in drawn


def test_times_are_beijing_times():
    assert format_office_time("2026-11-21T16:30:00") == "2026-11-22 00:30"
