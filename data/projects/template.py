"""The workbook for projects: empty as a template, or filled with the register."""

import io
from collections.abc import Iterable
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from data.files.workbook import guard
from data.projects.columns import COLUMN_FIELDS
from data.projects.record import DATE_FIELDS, STAGES
from data.store.database import Store
from data.words.catalogue import get_language, t
from data.words.names import pick_name

REQUIRED = ("item_id", "area_id", "stage")
LIST_ROWS = 2000
_WIDTHS = {
    "item_id": 34,
    "area_id": 22,
    "name": 30,
    "operator": 24,
    "funding_source": 18,
    "evidence_document": 26,
    "evidence_link": 30,
    "note": 40,
    "project_id": 14,
}
_HEAD = PatternFill("solid", fgColor="E4EBE6")


def make_project_template(store: Store) -> bytes:
    """Return an empty workbook with drop-downs for item, county and stage, and a help sheet.

    Headings and lists are in the language in use; a filled copy can be uploaded as it is.
    """
    return _write(store, [])


def export_projects(store: Store, project_ids: Iterable[str] | None = None) -> bytes:
    """Return the register (or some projects of it) in the form of the template.

    Texts are stored as texts: one that begins with an equals sign is not a formula.
    """
    rows = store.query_rows("queries/projects")
    wanted = None if project_ids is None else set(project_ids)
    return _write(store, [row for row in rows if wanted is None or row["project_id"] in wanted])


def _write(store: Store, projects: list[dict]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(t("projects.sheet_projects"))
    lists = _make_lists(store)
    _write_head(sheet)
    for row, project in enumerate(projects, start=2):
        for column, name in enumerate(COLUMN_FIELDS, start=1):
            _write_cell(sheet.cell(row, column), _write_value(name, project[name], lists))
    _write_help(book.create_sheet(t("projects.sheet_help")))
    _write_lists(book, sheet, lists)
    for row in range(2, len(projects) + 500):
        for name in DATE_FIELDS:
            sheet.cell(row, COLUMN_FIELDS.index(name) + 1).number_format = "yyyy-mm-dd"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _write_head(sheet) -> None:
    for column, name in enumerate(COLUMN_FIELDS, start=1):
        cell = sheet.cell(1, column, t(f"projects.field.{name}"))
        cell.font = Font(bold=True)
        cell.fill = _HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(name, 13)
    sheet.row_dimensions[1].height = 30
    sheet.freeze_panes = "E2"


def _make_lists(store: Store) -> dict[str, dict[str, str]]:
    """Return for each field with a drop-down its ids and their texts."""
    language = get_language()
    items = {
        row["item_id"]: t(
            "projects.item_in_box", box=pick_name(row, "label"), item=row[f"name_{language}"]
        )
        for row in store.query_rows("queries/box_items")
        if row["kind"] != "rate"
    }
    areas = [row for row in store.query_rows("queries/areas") if row["level"] != "group"]
    order = {"county": 0, "prefecture": 1, "region": 2}
    areas.sort(key=lambda row: (order[row["level"]], row["area_id"]))
    return {
        "item_id": items,
        "area_id": {row["area_id"]: row[f"name_{language}"] for row in areas},
        "stage": {stage: t(f"projects.stage.{stage}") for stage in STAGES},
    }


def _write_value(name: str, value, lists: dict[str, dict[str, str]]):
    if value is None:
        return None
    if name in lists:
        return lists[name][value]
    if name == "state":
        return t(f"projects.state.{value}")
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _write_cell(cell, value) -> None:
    if value is None:
        return
    cell.value = guard(value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
    elif isinstance(value, (date, datetime)):
        cell.number_format = "yyyy-mm-dd"


def _write_help(sheet) -> None:
    sheet.append([t("projects.help_intro")])
    sheet["A1"].font = Font(bold=True)
    for name in COLUMN_FIELDS:
        need = "help_required" if name in REQUIRED else "help_optional"
        sheet.append(
            [t(f"projects.field.{name}"), t(f"projects.{need}"), t(f"projects.help.{name}")]
        )
    for column, width in (("A", 24), ("B", 12), ("C", 90)):
        sheet.column_dimensions[column].width = width


def _write_lists(book: Workbook, sheet, lists: dict[str, dict[str, str]]) -> None:
    """Write the lists on a hidden sheet and point the drop-downs to them."""
    hidden = book.create_sheet(t("projects.sheet_lists"))
    hidden.sheet_state = "hidden"
    for column, (name, words) in enumerate(lists.items(), start=1):
        for row, word in enumerate(words.values(), start=1):
            hidden.cell(row, column, word)
        letter = get_column_letter(column)
        place = f"{quote_sheetname(hidden.title)}!${letter}$1:${letter}${len(words)}"
        book.defined_names[f"list_{name}"] = DefinedName(f"list_{name}", attr_text=place)
        # A county may also be given by its code, so only the other two lists are closed.
        validation = DataValidation(
            type="list",
            formula1=f"list_{name}",
            allow_blank=True,
            showErrorMessage=name != "area_id",
        )
        target = get_column_letter(COLUMN_FIELDS.index(name) + 1)
        validation.add(f"{target}2:{target}{LIST_ROWS}")
        sheet.add_data_validation(validation)
