"""Each fixture is named after its fault: what is taken, what is refused, where and why."""

from pathlib import Path

import pytest

from data.errors import UnreadableFileError
from data.ingest import read_statistics

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "statistics"

# file: (taken, refused, out of scope, missing), [(row, column, rule)]
EXPECTED = {
    "ambiguous-county-name.csv": ((1, 2, 0, 0), [(2, "B", "ambiguous_area"),
                                                 (4, "B", "ambiguous_area")]),
    "ambiguous-indicator-name.csv": ((0, 1, 0, 0), [(2, "A", "ambiguous_indicator")]),
    "code-disagrees-with-name.csv": ((2, 0, 0, 0), [(2, "A", "code_disagrees")]),
    "continued-table.csv": ((4, 0, 0, 0), []),
    "counties-across.csv": ((6, 0, 0, 0), []),
    "duplicates-agree.csv": ((1, 0, 0, 0), [(3, "D", "duplicate_agrees")]),
    "flash-report.csv": ((2, 0, 0, 0), []),
    "formula-text.csv": ((0, 1, 0, 0), [(2, "D", "not_number")]),
    "full-width-digits.csv": ((3, 0, 0, 0), []),
    "gb18030.csv": ((1, 0, 0, 0), []),
    "growth-columns-beside.csv": ((1, 0, 0, 0), []),
    "half-year-and-quarters.csv": ((4, 1, 0, 0), [(6, "D", "unknown_period")]),
    "ili-directly-under.csv": ((4, 0, 0, 0), [(6, "B", "ili_scope_whole")]),
    "indicators-down-years-across.csv": ((4, 0, 0, 0), []),
    "jump-against-series.csv": ((8, 0, 0, 0), [(9, "D", "jump")]),
    "merged-county-code.csv": ((0, 1, 0, 0), [(2, "B", "merged_area")]),
    "missing-marks.csv": ((1, 0, 0, 7), []),
    "name-as-of-year.csv": ((2, 0, 0, 0), []),
    "nested-totals.csv": ((2, 0, 0, 0), []),
    "notes-and-source-below.csv": ((2, 0, 0, 0), []),
    "old-county-code.csv": ((2, 0, 0, 0), []),
    "other-provinces.csv": ((1, 0, 3, 0), []),
    "outside-bounds.csv": ((2, 3, 0, 0), [(2, "D", "out_of_bounds"), (3, "D", "out_of_bounds"),
                                          (5, "D", "out_of_bounds")]),
    "padded-names.csv": ((2, 0, 0, 0), []),
    "percent-signs.csv": ((3, 0, 0, 0), []),
    "prefecture-prefixes.csv": ((3, 0, 0, 0), []),
    "quoted-line-break.csv": ((1, 0, 0, 0), []),
    "region-differs-from-prefectures.csv": ((15, 0, 0, 0), [(14, "B", "ili_scope_unknown"),
                                                            (17, "B", "parts_differ")]),
    "semicolons-and-mark.csv": ((1, 0, 0, 0), []),
    "several-units-in-title.csv": ((2, 0, 0, 0), []),
    "six-digit-values.csv": ((2, 0, 0, 0), []),
    "tabs.tsv": ((1, 0, 0, 0), []),
    "total-differs.csv": ((6, 0, 0, 0), [(7, "B", "total_differs")]),
    "two-rows-of-header.csv": ((4, 0, 0, 0), []),
    "unit-does-not-fit.csv": ((0, 2, 0, 0), [(2, "E", "unit_does_not_fit"),
                                             (3, "E", "unit_does_not_fit")]),
    "unit-missing.csv": ((1, 1, 0, 0), [(1, "D", "no_unit")]),
    "unit-suspicion.csv": ((3, 0, 0, 0), [(4, "D", "unit_suspicion")]),
    "unit-unknown.csv": ((0, 1, 0, 0), [(2, "E", "unknown_unit")]),
    "unknown-county.csv": ((1, 1, 0, 0), [(3, "B", "unknown_area")]),
    "unknown-indicator.csv": ((1, 1, 0, 0), [(3, "A", "unknown_indicator")]),
    "utf-16-tabs.txt": ((1, 0, 0, 0), []),
    "value-is-no-number.csv": ((0, 4, 0, 0), [
        (2, "D", "not_number"), (3, "D", "not_number"), (4, "D", "not_number"),
        (5, "D", "cell_error")]),
    "values-disagree.csv": ((1, 2, 0, 0), [(2, "D", "conflicting_values"),
                                           (3, "D", "conflicting_values")]),
    "verified-in-file.csv": ((1, 0, 0, 0), [(2, "F", "verified_by_file")]),
    "year-outside-range.csv": ((0, 3, 0, 0), [
        (2, "C", "year_out_of_range"), (3, "C", "year_out_of_range"), (4, "C", "bad_year")]),
}  # fmt: skip
UNREADABLE = {
    "empty.csv": "file_empty", "no-header.csv": "file_no_table", "no-table.txt": "file_no_table",
    "not-a-zip.xlsx": "file_damaged", "web-page.xls": "file_web_page",
}  # fmt: skip
# file: values that show that it was understood: (indicator, area, year, period, value)
VALUES = {
    "name-as-of-year.csv": [("cattle_stock", "650502", 2014, "Y", 12.5),
                            ("cattle_stock", "650500", 2020, "Y", 3.0)],
    "old-county-code.csv": [("cattle_stock", "650521", 2012, "Y", 3.0),
                            ("cattle_stock", "650502", 2012, "Y", 4.0)],
    "ili-directly-under.csv": [("cattle_stock", "ili_direct", 2022, "Y", 60.0),
                               ("cattle_stock", "654000", 2022, "Y", 110.0)],
    "half-year-and-quarters.csv": [("cattle_slaughtered", "654026", 2023, "H1", 3.0),
                                   ("cattle_slaughtered", "654026", 2023, "Y", 7.0),
                                   ("cattle_slaughtered", "654026", 2023, "Q1-Q3", 5.0)],
    "percent-signs.csv": [("straw_use_rate", "654027", 2022, "Y", 85.5)],
    "full-width-digits.csv": [("cattle_stock", "654027", 2022, "Y", 0.1234)],
    "several-units-in-title.csv": [("beef_output", "654026", 2022, "Y", 0.03)],
    "two-rows-of-header.csv": [("sheep_slaughtered", "654026", 2022, "Y", 4.0)],
    "counties-across.csv": [("sheep_stock", "654025", 2022, "Y", 6.0)],
    "six-digit-values.csv": [("cattle_stock", "654027", 2022, "Y", 11.0)],
    "code-disagrees-with-name.csv": [("cattle_stock", "654026", 2022, "Y", 12.5)],
}  # fmt: skip


def read(name, store):
    return read_statistics((FIXTURES / name).read_bytes(), name, store)


@pytest.mark.parametrize("name", EXPECTED)
def test_fault(plan_store, name):
    reading = read(name, plan_store)
    counts, places = EXPECTED[name]
    assert (len(reading.observations), len(reading.rejected), reading.out_of_scope,
            reading.missing) == counts
    assert [(issue.row, issue.column, issue.rule) for issue in reading.issues] == places


@pytest.mark.parametrize("name", VALUES)
def test_values_are_understood(plan_store, name):
    found = {(row.indicator_id, row.area_id, row.year, row.period, row.value)
             for row in read(name, plan_store).observations.itertuples()}
    assert set(VALUES[name]) <= found


@pytest.mark.parametrize("name", UNREADABLE)
def test_file_that_is_no_table(plan_store, name):
    with pytest.raises(UnreadableFileError) as caught:
        read(name, plan_store)
    assert caught.value.key == UNREADABLE[name]


def test_every_fixture_is_expected():
    assert {path.name for path in FIXTURES.iterdir()} == EXPECTED.keys() | UNREADABLE.keys()


def test_flash_report_is_provisional_and_notes_are_kept(plan_store):
    assert set(read("flash-report.csv", plan_store).observations["state"]) == {"provisional"}
    notes = read("notes-and-source-below.csv", plan_store).observations
    assert set(notes["source"]) == {"县统计局"}
    assert "不含兵团" in notes["note"].iloc[0]
