"""Years and periods as offices write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.names.numbers import parse_period, parse_when
from data.names.periods import Time, cumulate, match_times, normalise_period


def read_longest(text):
    return max(match_times(text, 0), key=lambda found: found[0], default=(0, None))


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("1-11月", "C11"),
        ("1—10月累计", "C10"),
        ("1月-11月", "C11"),
        ("1至9月", "C09"),
        ("1-3月", "Q1"),
        ("1-6月", "H1"),
        ("1-12月", "Y"),
        ("前11个月", "C11"),
        ("前三季度", "C09"),
        ("一至三季度", "C09"),
        ("第1-3季度", "C09"),
        ("截至11月底", "C11"),
        ("三季度", "Q3"),
        ("第四季度", "Q4"),
        ("7-12月", "H2"),
        ("4-6月", "Q2"),
        ("6月末", "M06"),
        ("十一月", "M11"),
        ("12月末", "Y"),
        ("12月", "M12"),
        ("3-8月", "none"),
        ("11-2月", "none"),
    ],
)
def test_stretches_of_a_year(text, period):
    end, time = read_longest(text)
    assert (end, time.period) == (len(text), period)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2024年", Time(2024)),
        ("2024年度", Time(2024)),
        ("2024年末", Time(2024, "Y")),
        ("2024年初", Time(2024, "Y", -1)),
        ("2024.06", Time(2024, "M06")),
        ("2024/6", Time(2024, "M06")),
        ("二〇二四年", Time(2024)),
        ("2024-12-31", Time(2024, "Y")),
        ("2024年6月30日", Time(2024, "M06")),
        ("2025年1月10日", Time(is_date=True)),
        ("2016—2020年", Time(is_span=True)),
    ],
)
def test_years(text, time):
    assert read_longest(text) == (len(text), time)


@pytest.mark.parametrize("text", ["20.5", "120246", "654026"])
def test_a_figure_is_no_year(text):
    assert list(match_times(text, 0)) == []


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2024年前11个月", (2024, "C11")),
        ("2024年上半年", (2024, "H1")),
        ("2024Q1-Q3", (2024, "C09")),
        ("2024年初", (2023, "Y")),
        ("2018.0", (2018, "Y")),
    ],
)
def test_cells_with_year_and_period(text, when):
    found = parse_when(text)
    assert (found.year, found.period) == when


@pytest.mark.parametrize("text", ["2022-06-30", "第五季", "今年", "2016—2020年"])
def test_cells_that_are_no_year(text):
    assert parse_when(text) is None


@pytest.mark.parametrize(
    ("text", "heading", "period"),
    [("6", "月份", "M06"), ("二", "季度", "Q2"), ("1-11月", "", "C11"), ("十三", "月份", None)],
)
def test_periods_in_a_column_of_their_own(text, heading, period):
    assert parse_period(text, heading) == period


@given(st.integers(1, 12))
def test_what_is_the_same_stretch_has_one_code(month):
    code = cumulate(month)
    assert normalise_period(f"C{month:02d}") == code
