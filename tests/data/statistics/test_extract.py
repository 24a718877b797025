"""Whole columns at a time give what each cell gives alone, in every layout."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.files.columns import ColumnGrid, split_columns
from data.files.grid import Grid
from data.names.phrases import PhraseReader
from data.names.text import letter
from data.statistics import extract
from data.statistics.extract import TableReader
from data.statistics.issues import IssueLog
from data.statistics.model import IngestOptions, Layout, ValueColumn
from data.statistics.words import HELD, LEFT, PART, REJECTED, STORED, TOTAL
from data.store.books import load_books
from tests.conftest import count_examples
from tests.data.statistics.cell_reader import CellReader

CELLS = {
    "area": ["昭苏县", "654026", "新 疆", "伊宁", "火星县", "四川", "合计", "地方", "昭苏县*", ""],
    "code": ["654026", "652222", "999999", "510000", ""],
    "indicator": ["牛存栏", "beef_output", "羊年末只数（只）", "牛毛", "计划牛存栏", "良种牛", ""],
    "year": ["2014", "2015年", "2021.0", "1900", "x", "2024年上半年", ""],
    "period": ["", "6月", "H1", "全年", "雨季"],
    "unit": ["万头", "头", "吨", "公斤", "亩", "担", "头、吨", ""],
    "state": ["", "公布", "核实", "错"],
    "source": ["", "甲局"],
    "note": ["", "注记", "计划数", "不详者"],
    "word": ["", "牛", "计划数", "规模以上", "不详"],
}
VALUES = [
    "1",
    "2.5",
    "1,234",
    "１２",
    "…",
    "",
    "abc",
    "1e3",
    "12.5%",
    "-4",
    "1.2万头",
    "7①",
    "#REF!",
]
HEADINGS = {
    "indicator": [None, "牛存栏", "牛肉产量", "骡"],
    "unit": [None, "万头", "吨", "担"],
    "year": [None, "2020", "2019年"],
    "area": [None, "昭苏县", "地方", "火星县"],
    "kind": [None, None, "planned"],
    "unread": [(), (), ("青头",)],
}
OPTIONS = [
    {},
    {"unit": "万头", "year": 2020},
    {"indicator_id": "cattle_stock", "area_id": "654026", "source": "乙局", "state": "published"},
]


@st.composite
def tables(draw):
    """Return the cells of a sheet with one header row, and its layout."""
    roles = draw(st.lists(st.sampled_from(list(CELLS)), unique=True, max_size=7))
    columns = {role: letter(at) for at, role in enumerate(roles)}
    places = range(len(roles), len(roles) + draw(st.integers(1, 3)))
    values = tuple(
        ValueColumn(
            letter(at), **{key: draw(st.sampled_from(words)) for key, words in HEADINGS.items()}
        )
        for at in places
    )
    rows = draw(
        st.lists(
            st.tuples(
                *[st.sampled_from(CELLS[role]) for role in roles],
                *[st.sampled_from(VALUES) for _ in values],
            ).map(list),
            min_size=1,
            max_size=8,
        )
    )
    header = [f"栏{at}" for at in range(len(roles) + len(values))]
    others = st.sampled_from(
        [header, ["注：甲"], ["续表"], ["续表", *["7"] * len(header)], [""] * len(header)]
    )
    rows.insert(draw(st.integers(0, len(rows))), draw(others))
    words = tuple(columns[role] for role in ("word", "note") if role in columns)
    layout = Layout(
        sheet="表",
        orientation="",
        header_row=1,
        header_end=1,
        data_row=2,
        last_row=len(rows) + 1,
        values=values,
        word_columns=words,
        area_columns=(columns["area"],) if "area" in columns else (),
        **{f"{role}_column": column for role, column in columns.items() if role != "word"},
        **{key: draw(st.sampled_from(HEADINGS[key])) for key in ("indicator", "unit", "year")},
        area=draw(st.sampled_from([None, "特克斯县"])),
        indicator_cell=draw(st.sampled_from([None, (1, "B")])),
        note=draw(st.sampled_from([None, "表注"])),
    )
    return [header, *rows], layout


def make_grid(rows, is_columns: bool) -> Grid:
    """Return the sheet as rows, or as a large text would come."""
    if not is_columns:
        return Grid("表", rows)
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    columns = split_columns(text.getvalue().encode(), ",")
    return ColumnGrid("表", columns) if columns is not None else Grid("表", rows)


def make_sheet_reader(grid, layout, store, options) -> TableReader:
    words = PhraseReader(load_books(store))
    return TableReader(grid, layout, words, IngestOptions(**options), 2026, IssueLog())


def list_outcomes(sheet: TableReader) -> dict:
    """Return what became of each value, by row and column."""
    found = sheet.read()
    outcomes = {}
    for outcome, kept in ((STORED, found.records), (TOTAL, found.totals), (PART, found.parts)):
        for table in kept:
            for record in table.to_pylist():
                outcomes[record["file_row"], record["file_column"]] = (outcome, record)
    for row in sheet.log.make_rejected().itertuples():
        issue = row.issue
        outcomes[row.row, row.column] = (REJECTED, row.rule, issue.row, issue.column, issue.value)
    for row in sheet.log.make_held().itertuples():
        outcomes[row.row, row.column] = (HELD, row.word)
    return outcomes


@settings(
    max_examples=count_examples(200),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    table=tables(),
    is_columns=st.booleans(),
    is_one_block=st.booleans(),
    options=st.sampled_from(OPTIONS),
    bare=st.booleans(),
)
def test_columns_read_as_cells_do(plan_store, table, is_columns, is_one_block, options, bare):
    rows, layout = table
    grid = make_grid(rows, is_columns)
    if bare:
        grid.bare_formulas = {(2, at) for at in range(len(rows[0])) if not grid.get(2, at)}
    sheet = make_sheet_reader(grid, layout, plan_store, options)
    cells = CellReader(sheet)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(extract, "CELLS_AT_ONCE", extract.CELLS_AT_ONCE if is_one_block else 4)
        found = list_outcomes(sheet)
    expected = cells.read()
    counts = sheet.extract.counts
    left = [place for place, outcome in expected.items() if outcome[0] == LEFT]
    assert found == {place: told for place, told in expected.items() if place not in left}
    assert counts["left"] == len(left)
    assert (counts["missing"], counts["out_of_scope"]) == (cells.missing, cells.out_of_scope)
