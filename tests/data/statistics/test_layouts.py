"""Layouts that a user corrects, and layouts and names that are remembered."""

import pytest

from data.errors import UnknownIdError, UnreadableFileError
from data.statistics.memory import remember_layout
from data.statistics.model import IngestOptions
from data.statistics.read import read_statistics

ODD = "某县表\n甲,乙,丙\n昭苏县,x,12.5\n特克斯县,y,3\n".encode()
FIX = {
    "header_row": 2,
    "area_column": "A",
    "value_columns": ["C"],
    "indicator": "牛存栏",
    "unit": "万头",
    "year": 2022,
}


def list_values(reading):
    return [
        (row.indicator_id, row.area_id, row.year, row.value)
        for row in reading.observations.itertuples()
    ]


def test_correction_of_everything(plan_store):
    reading = read_statistics(ODD, "a.csv", plan_store, options=IngestOptions(layouts={"*": FIX}))
    assert list_values(reading) == [
        ("cattle_stock", "654026", 2022, 12.5),
        ("cattle_stock", "654027", 2022, 3.0),
    ]


def test_correction_of_one_column(plan_store):
    content = "地区,年份,数量甲(头),数量乙(头)\n昭苏县,2022,10000,20\n".encode()
    columns = {
        "C": {"indicator": "cattle_stock"},
        "D": {"indicator": "cattle_slaughtered", "unit": "万头"},
    }
    reading = read_statistics(
        content, "a.csv", plan_store, options=IngestOptions(layouts={"a": {"columns": columns}})
    )
    assert list_values(reading) == [
        ("cattle_stock", "654026", 2022, 1.0),
        ("cattle_slaughtered", "654026", 2022, 20.0),
    ]


def test_correction_is_remembered_for_the_form_but_not_the_year(store):
    reading = read_statistics(ODD, "a.csv", store, options=IngestOptions(layouts={"*": FIX}))
    remember_layout(store, reading.layouts[0].fingerprint, FIX, by="测试员")
    following = ODD.replace(b"12.5", b"99")
    reading = read_statistics(following, "b.csv", store, options=IngestOptions(year=2023))
    assert list_values(reading)[0] == ("cattle_stock", "654026", 2023, 99.0)
    assert reading.layouts[0].is_remembered
    remember_layout(store, reading.layouts[0].fingerprint, {}, by="测试员")
    with pytest.raises(UnreadableFileError):
        read_statistics(following, "b.csv", store)


def test_layout_says_what_was_understood(plan_store):
    content = "2022年牛存栏\n单位：万头\n县市,牛存栏\n昭苏县,1\n".encode()
    layout = read_statistics(content, "a.csv", plan_store).layouts[0]
    assert (
        layout.orientation,
        layout.header_row,
        layout.area_column,
        layout.unit,
        layout.year,
    ) == ("by_indicator", 3, "A", "万头", "2022")
    assert [value.column for value in layout.values] == ["B"]


@pytest.mark.parametrize("correction", [{"area_column": "Z"}, {"ignored_columns": ["Z"]}])
def test_correction_of_a_column_that_is_not_there(plan_store, correction):
    with pytest.raises(UnknownIdError) as caught:
        read_statistics(
            ODD, "a.csv", plan_store, options=IngestOptions(layouts={"*": FIX | correction})
        )
    assert caught.value.key == "unknown_column"
