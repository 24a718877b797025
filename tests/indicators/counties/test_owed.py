"""What is owed and missing, and the workbook of it: filled in, it goes back without a question."""

import io
from datetime import date

import openpyxl
import pytest

from data.errors import UnknownIdError
from data.statistics.export import COLUMNS
from data.statistics.ingest import ingest_file
from data.statistics.missing import make_missing_book
from data.words.catalogue import use_language
from indicators.counties.owed import Overdue, find_target_cells, list_missing, summarise_missing
from indicators.counties.profile import load_county_inputs
from tests.conftest import IN_BOTH_LANGUAGES

TODAY = date(2026, 11, 26)
ZHAOSU = "654026"
# A value within the bounds of every indicator, and in every unit.
FILLED = 9.5


def list_cells(store, area_id="650000", as_of=TODAY, **asked):
    cells = list_missing(load_county_inputs(store), as_of, area_id, **asked)
    return list(zip(cells["area_id"], cells["indicator_id"], cells["year"], strict=True))


def fill(content, change=None):
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    for row in sheet.iter_rows(min_row=2):
        row[COLUMNS.index("value")].value = FILLED
        if change:
            change(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def send(store, tmp_path, content):
    # As the app names the file: what a name says is read too.
    path = tmp_path / "未报清单_昭苏县_畜牧养殖机械化率.xlsx"
    path.write_bytes(content)
    return ingest_file(store, path)


def test_a_county_owes_what_its_roles_and_the_targets_need(plan_store):
    cells = list_cells(plan_store, ZHAOSU)
    assert {area_id for area_id, _, _ in cells} == {ZHAOSU}
    # A role: head and tonnes in place of the rate, from the plan's first year to the last due.
    assert [year for _, name, year in cells if name == "cattle_stock"] == [2023, 2024, 2025]
    # A target without any base also needs 2021.
    years = [year for _, name, year in cells if name == "mechanisation_rate"]
    assert years == [2021, 2023, 2024, 2025]
    assert "beef_carcass_yield" not in {name for _, name, _ in cells}


def test_a_year_is_owed_from_the_day_after_it_was_due(plan_store):
    assert not list_cells(plan_store, ZHAOSU, date(2026, 6, 30), year=2025)
    assert list_cells(plan_store, ZHAOSU, date(2026, 7, 1), year=2025)


def test_the_region_owes_its_own_series_and_the_counties_do_not(plan_store):
    cells = list_cells(plan_store, indicator_id="beef_consumption")
    assert cells == [("650000", "beef_consumption", year) for year in (2023, 2024, 2025)]
    # Box 1 names 25 counties that are judged by beef; the others do not owe it.
    assert len(list_cells(plan_store, indicator_id="beef_output", year=2025)) < 40


def test_a_figure_that_was_sent_is_not_missing(store, send_figures):
    cell = (ZHAOSU, "cattle_stock", 2024)
    assert cell in list_cells(store)
    send_figures(store, {"area_id": cell[0], "indicator_id": cell[1], "year": cell[2], "value": 0})
    assert cell not in list_cells(store)


def test_filters_and_unknown_ids(plan_store):
    assert {year for _, _, year in list_cells(plan_store, year=2021)} == {2021}
    inputs = load_county_inputs(plan_store)
    asked = list_missing(inputs, TODAY, target_id="mechanisation_rate")
    assert set(asked["indicator_id"]) == {"mechanisation_rate"}
    assert all("mechanisation_rate" in targets for targets in asked["target_ids"])
    rate = list_missing(inputs, TODAY, indicator_id="grazing_pressure")
    assert set(rate["indicator_id"]) == {"actual_load", "carrying_capacity"}
    with pytest.raises(UnknownIdError):
        list_missing(inputs, TODAY, "123456")
    with pytest.raises(UnknownIdError):
        list_missing(inputs, TODAY, indicator_id="no_such")


@pytest.mark.parametrize("language", IN_BOTH_LANGUAGES)
def test_the_workbook_filled_in_is_accepted_whole_and_then_nothing_is_missing(
    store, tmp_path, language
):
    cells = list_missing(load_county_inputs(store), TODAY)
    with use_language(language):
        report = send(store, tmp_path, fill(make_missing_book(store, cells)))
    assert report["values"] == report["accepted"] == report["new"] == len(cells)
    assert (report["held"], report["rejected"], report["unread"]) == (0, 0, [])
    assert list_cells(store) == []


def test_the_workbook_has_units_to_choose_from_and_the_chosen_one_counts(store, tmp_path):
    cells = list_missing(load_county_inputs(store), TODAY, ZHAOSU, indicator_id="cattle_stock")
    content = make_missing_book(store, cells)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    rules = {str(rule.sqref): rule.type for rule in sheet.data_validations.dataValidation}
    assert rules == {"H2:H4": "list", "I2:I4": "list", "G2:G4": "decimal"}
    assert [cell.value for cell in sheet["H"][1:]] == ["万头"] * 3

    def write_heads(row):
        row[COLUMNS.index("unit")].value = "头"
        row[COLUMNS.index("value")].value = 95_000

    send(store, tmp_path, fill(content, write_heads))
    figures = load_county_inputs(store).progress.index.get_values("cattle_stock", ZHAOSU)
    assert figures == {2023: 9.5, 2024: 9.5, 2025: 9.5}


def test_what_is_missing_in_short(plan_store):
    inputs = load_county_inputs(plan_store)
    cells = list_missing(inputs, TODAY, ZHAOSU, indicator_id="cattle_stock")
    # Of 2023, due on 30 June 2024; 2024 and 2025 came later.
    assert summarise_missing(cells, TODAY) == Overdue(1, 3, 1, 3, (TODAY - date(2024, 6, 30)).days)
    assert summarise_missing(cells.iloc[:0], TODAY) == Overdue(0, 0, 0, 0, 0)


def test_what_targets_need_is_found_once_for_every_area(plan_store):
    inputs = load_county_inputs(plan_store)
    found = find_target_cells(inputs, TODAY)
    for area_id in (ZHAOSU, inputs.progress.area_id):
        once = list_missing(inputs, TODAY, area_id, of_targets=found)
        assert once.equals(list_missing(inputs, TODAY, area_id))


def test_an_empty_workbook_goes_in_and_changes_nothing(store, tmp_path):
    cells = list_missing(load_county_inputs(store), TODAY, ZHAOSU)
    report = send(store, tmp_path, make_missing_book(store, cells))
    assert (report["accepted"], report["held"], report["missing"]) == (0, 0, len(cells))
