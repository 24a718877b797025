"""What a user corrects in a layout reaches the reader, and nothing else is said."""

from dataclasses import replace

import pytest

from data.statistics.model import IngestOptions
from data.statistics.read import read_statistics
from data.store.books import load_books
from pages.tasks.parts.upload_corrections import LONG, WIDE, detect_form, make_correction

WIDE_FILE = "2023年畜牧业\n县市,牛存栏(万头),代号\n昭苏县,12.5,7\n特克斯县,8.25,8\n"
LONG_FILE = "指标,地区,年份,甲,数值,单位\n牛存栏,昭苏县,2023,3,12.5,万头\n"


@pytest.fixture
def understood(plan_store):
    """Return a function that gives the form of a file, and reads it as corrected."""

    def understand(text):
        grid = read_statistics(text.encode(), "a.csv", plan_store).grids[0]

        def read(correction):
            options = IngestOptions(layouts={"*": correction} if correction else {})
            frame = read_statistics(
                text.encode(), "a.csv", plan_store, options=options
            ).observations
            return frame[["indicator_id", "area_id", "year", "value"]].values.tolist()

        return detect_form(grid, load_books(plan_store)), read

    return understand


def change_value(form, column, **changes):
    return replace(
        form,
        values=tuple(
            replace(value, **changes) if value.column == column else value for value in form.values
        ),
    )


@pytest.mark.parametrize("text", [WIDE_FILE, LONG_FILE])
def test_a_form_left_alone_corrects_nothing(understood, text):
    form, _ = understood(text)
    assert make_correction(form, form) == {}


def test_the_form_shows_what_was_understood(understood):
    form, _ = understood(WIDE_FILE)
    assert (form.kind, form.header_row, form.header_end) == (WIDE, 2, 2)
    assert form.columns["area"] == "A"
    first = form.values[0]
    assert (first.column, first.indicator, first.unit) == ("B", "cattle_stock", "万头")
    assert form.whole["year"] == 2023


def test_another_indicator_unit_and_year_of_a_column(understood):
    form, read = understood(WIDE_FILE)
    wanted = change_value(form, "B", indicator="horse_stock", unit="百头", year=2022)
    correction = make_correction(form, wanted)
    assert correction == {
        "columns": {"B": {"indicator": "horse_stock", "unit": "百头", "year": 2022}}
    }
    assert read(correction)[0] == ["horse_stock", "654026", 2022, 0.125]


def test_a_column_more(understood):
    form, read = understood(WIDE_FILE)
    wanted = change_value(form, "C", is_taken=True, indicator="sheep_stock", unit="万只")
    values = read(make_correction(form, wanted))
    assert ["sheep_stock", "654026", 2023, 7.0] in values
    assert ["cattle_stock", "654026", 2023, 12.5] in values


def test_another_value_column_of_a_long_table(understood):
    form, read = understood(LONG_FILE)
    assert (form.kind, form.value_column) == (LONG, "E")
    correction = make_correction(form, replace(form, value_column="D"))
    assert correction == {"value_column": "D"}
    assert read(correction) == [["cattle_stock", "654026", 2023, 3.0]]


def test_a_column_that_means_nothing(understood):
    form, read = understood(LONG_FILE)
    wanted = replace(form, columns=form.columns | {"year": None}, whole=form.whole | {"year": 2021})
    correction = make_correction(form, wanted)
    assert correction == {"ignored_columns": ["C"], "year": 2021}
    assert read(correction) == [["cattle_stock", "654026", 2021, 12.5]]


def test_another_header_row(understood):
    form, read = understood("牛存栏,地区,2019年\n县市,牛存栏(万头),x\n昭苏县,12.5,\n")
    correction = make_correction(
        form,
        replace(
            form,
            header_row=2,
            header_end=2,
            columns=form.columns | {"area": "A"},
            whole=form.whole | {"year": 2023},
        ),
    )
    assert correction["header_row"] == correction["header_end"] == 2
    assert ["cattle_stock", "654026", 2023, 12.5] in read(correction)
