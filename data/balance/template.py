"""The workbook of the balance to fill in: four sheets with drop-downs, and a help sheet."""

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from data.balance.fields import ANY, FORAGES, SHEETS, VOCABULARIES, BalanceField
from data.files.workbook import set_looks, write_cell
from data.store.database import Queries
from data.words.catalogue import t
from data.words.names import pick_name
from data.words.numbers import name_unit

LIST_ROWS = 3000
_WIDTHS = {"area_id": 20.0, "type_id": 22.0, "subject": 22.0, "source": 30.0, "set_source": 40.0}
# 天 is written in the heading as it stands; no other unit fits.
_DAYS = "天"


def make_balance_template(source: Queries) -> bytes:
    """Return the empty workbook in the language in use; a filled copy can be uploaded as it is."""
    book = Workbook()
    book.remove(book.worksheets[0])
    lists = _make_lists(source)
    hidden = book.create_sheet(t("balance.sheet.lists"))
    hidden.sheet_state = "hidden"
    ranges = _write_lists(hidden, lists)
    for sheet in SHEETS.values():
        page = book.create_sheet(t(f"balance.sheet.{sheet.name}"))
        for column, field in enumerate(sheet.fields, start=1):
            write_cell(page, 1, column, format_heading(field))
            place = ranges.get(field.vocabulary or field.kind)
            if place:
                letter = get_column_letter(column)
                # A county may also be written as its code, a word in another way.
                validation = DataValidation(
                    type="list", formula1=place, allow_blank=True, showErrorMessage=False
                )
                validation.add(f"{letter}2:{letter}{LIST_ROWS}")
                page.add_data_validation(validation)
        set_looks(page, 1, [_WIDTHS.get(field.name, 15.0) for field in sheet.fields])
    _write_help(book.create_sheet(t("balance.sheet.help")))
    book.move_sheet(hidden, len(book.worksheets))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def format_heading(field: BalanceField) -> str:
    """Return the heading of a column with its unit in brackets."""
    name = t(f"balance.field.{field.name}")
    if not field.unit:
        return name
    if field.unit == _DAYS:
        return t("balance.heading", name=name, unit=t("balance.days"))
    upper, slash, lower = field.unit.partition("/")
    unit = name_unit(upper) + (f"/{name_unit(lower)}" if slash else "")
    return t("balance.heading", name=name, unit=unit)


def _make_lists(source: Queries) -> dict[str, list[str]]:
    """Return the words of each drop-down."""
    lists = {
        name: [
            t(f"balance.{'season' if name == 'factor_season' else name}.{word}") for word in words
        ]
        for name, words in VOCABULARIES.items()
    }
    types = [pick_name(row) for row in source.query_rows("queries/grassland_types")]
    animals, forages = lists["animal"], [t(f"balance.forage.{name}") for name in FORAGES]
    areas = [
        pick_name(row) for row in source.query_rows("queries/areas") if row["level"] == "county"
    ]
    return lists | {
        "type": types,
        "subject": [t(f"balance.age.{ANY}"), *types, *animals, *forages],
        "area": areas,
    }


def _write_lists(sheet, lists: dict[str, list[str]]) -> dict[str, str]:
    """Write the words of the drop-downs, a column each; return the place of each."""
    places = {}
    for column, (name, words) in enumerate(lists.items(), start=1):
        for row, word in enumerate(words, start=1):
            write_cell(sheet, row, column, word)
        letter = get_column_letter(column)
        places[name] = f"{quote_sheetname(sheet.title)}!${letter}$1:${letter}${len(words)}"
    return places


def _write_help(sheet) -> None:
    write_cell(sheet, 1, 1, t("balance.help_intro"))
    sheet["A1"].font = Font(bold=True)
    row = 2
    for own in SHEETS.values():
        row += 1
        title = write_cell(sheet, row, 1, t(f"balance.sheet.{own.name}"))
        title.font = Font(bold=True)
        for field in own.fields:
            row += 1
            need = "help_required" if field.default is None else "help_optional"
            write_cell(sheet, row, 1, format_heading(field))
            write_cell(sheet, row, 2, t(f"projects.{need}"))
            help_cell = write_cell(sheet, row, 3, t(f"balance.help.{field.name}"))
            help_cell.alignment = Alignment(wrap_text=True, vertical="top")
    for column, width in (("A", 28.0), ("B", 10.0), ("C", 90.0)):
        sheet.column_dimensions[column].width = width
