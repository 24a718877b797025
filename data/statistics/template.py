"""Makes a workbook to fill in: the user's counties and indicators, drop-downs, units."""

import io
from itertools import product

import openpyxl  # noqa: F401
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from data.clock import FIRST_YEAR, get_today
from data.errors import UnknownIdError
from data.files.workbook import make_workbook, set_looks, write_cell
from data.store.database import Store
from data.words.catalogue import get_language, t

SPARE_ROWS = 200


def make_template(store: Store, *, area_ids=None, indicator_ids=None, year=None) -> bytes:
    """Return an .xlsx with one row per indicator, year and area, to be filled in.

    Parameters
    ----------
    area_ids, indicator_ids : iterable of str
        What to list; None is every county, and no prefilled indicator (only drop-downs).
    year : int or iterable of int
        Years to prefill; None is last year.

    Raises
    ------
    UnknownIdError
        There is no such area or indicator.
    """
    language = get_language()
    areas = {
        row["area_id"]: row[f"name_{language}"] for row in store.query_rows("queries/ingest_areas")
    }
    indicators = {row["indicator_id"]: row for row in store.query_rows("queries/ingest_indicators")}
    _check_ids("unknown_area", area_ids, areas)
    _check_ids("unknown_indicator", indicator_ids, indicators)
    year = year or get_today().year - 1
    years = [year] if isinstance(year, int) else list(year)
    book, sheet = make_workbook(t("ingest.template_sheet"))
    names = {key: row[f"name_{language}"] for key, row in indicators.items()}
    headers = [
        t(f"ingest.template_{key}")
        for key in ("indicator", "area", "year", "value", "unit", "source", "note")
    ]
    for at, header in enumerate(headers, start=1):
        write_cell(sheet, 1, at, header)
    set_looks(sheet, 1, [30, 26, 10, 14, 12, 24, 30])
    row = 1
    rows = product(
        indicator_ids or [], years, area_ids if area_ids is not None else _list_counties(areas)
    )
    for row, (indicator, own_year, area) in enumerate(rows, start=2):
        cells = [names[indicator], areas[area], own_year, None, indicators[indicator]["unit"]]
        for at, cell in enumerate(cells, start=1):
            write_cell(sheet, row, at, cell)
    listed_areas = [areas[area] for area in area_ids] if area_ids else list(areas.values())
    listed = [names[key] for key in indicator_ids] if indicator_ids else list(names.values())
    units = list(dict.fromkeys(item["unit"] for item in indicators.values()))
    last = row + SPARE_ROWS
    columns = {"A": listed, "B": listed_areas, "E": units}
    lists = [([f"{column}2:{column}{last}"], texts) for column, texts in columns.items()]
    add_choices(book, sheet, lists)
    _add_limits(sheet, last)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _check_ids(key: str, wanted, known) -> None:
    for name in wanted or []:
        if name not in known:
            raise UnknownIdError(key, value=name)


def _list_counties(areas: dict[str, str]) -> list[str]:
    return [area for area in areas if area.isdigit() and not area.endswith("00")]


def add_choices(book, sheet, lists: list[tuple[list[str], list[str]]]) -> None:
    """Give cells drop-downs: lists of cell ranges, each with its texts.

    The texts stand on a hidden sheet, because a list in the rule itself cannot be so long.
    """
    choices = book.create_sheet(t("ingest.template_choices"))
    choices.sheet_state = "hidden"
    for at, (ranges, texts) in enumerate(lists, start=1):
        for row, text in enumerate(texts, start=1):
            write_cell(choices, row, at, text)
        letters = get_column_letter(at)
        rule = DataValidation(
            type="list",
            allow_blank=True,
            showErrorMessage=True,
            formula1=f"{quote_sheetname(choices.title)}!${letters}$1:${letters}${len(texts)}",
            errorTitle=t("ingest.template_choices"),
            error=t("ingest.template_choose"),
        )
        for cells in ranges:
            rule.add(cells)
        sheet.add_data_validation(rule)


def _add_limits(sheet, last: int) -> None:
    year = DataValidation(
        type="whole",
        operator="between",
        formula1=str(FIRST_YEAR),
        formula2=str(get_today().year),
        allow_blank=True,
        showErrorMessage=True,
        error=t("ingest.template_year_error"),
    )
    value = DataValidation(
        type="decimal",
        operator="greaterThanOrEqual",
        formula1="0",
        allow_blank=True,
        showErrorMessage=True,
        error=t("ingest.template_value_error"),
    )
    year.add(f"C2:C{last}")
    value.add(f"D2:D{last}")
    sheet.add_data_validation(year)
    sheet.add_data_validation(value)
