"""Reads Excel workbooks (.xlsx) as sheets of texts, by the standard (ECMA-376, ISO 29500).

Relationships lead to the parts, not their usual names. Formulas are never evaluated: the
stored value of a formula is read, if there is one.
"""

import posixpath
from datetime import UTC, datetime

from data.errors import UnreadableFileError
from data.files.elements import is_true, list_elements, parse_xml
from data.files.grid import Grid
from data.files.limits import check_sheets
from data.files.package import Package
from data.files.sheet import Sheet
from data.files.xlsx_sheet import Book, SheetReader, read_comments, read_texts
from data.files.xlsx_styles import read_styles

Relation = tuple[str, str]
"""Kind of a related part (the last word of its type), and its name."""


def read_xlsx(package: Package, book_part: str) -> list[Grid]:
    """Return the worksheets of a workbook, with hidden ones marked; charts are left out.

    Parameters
    ----------
    book_part : str
        Name of the part that lists the sheets, from `find_book`.

    Raises
    ------
    UnreadableFileError
        It is damaged, or beyond a limit.
    """
    relations = list_relations(package, book_part)
    sheets, is_1904 = _list_sheets(package, book_part)
    check_sheets(len(sheets), package.file_name)
    book = _read_shared(package, relations, is_1904)
    saved_at = _find_saved(package)
    grids = []
    for sheet in sheets:
        kind, part = relations.get(sheet.get("id", ""), ("", ""))
        if kind in ("chartsheet", "dialogsheet", "xlMacrosheet"):
            continue
        if part not in package:
            raise UnreadableFileError("file_damaged", file=package.file_name)
        is_hidden = sheet.get("state", "visible") in ("hidden", "veryHidden")
        taken = Sheet(sheet.get("name", ""), package.file_name, is_hidden=is_hidden)
        with package.open(part) as stream:
            SheetReader(taken, book).read(stream)
        _read_comments(package, part, taken)
        grid = taken.make_grid()
        grid.saved_at = saved_at
        grids.append(grid)
    return grids


def find_book(package: Package) -> str | None:
    """Return the name of the main part of an office file; None if it names none."""
    for kind, part in list_relations(package, "").values():
        if kind == "officeDocument":
            return part
    return "xl/workbook.xml" if "xl/workbook.xml" in package else None


def list_relations(package: Package, part: str) -> dict[str, Relation]:
    """Return the related parts of a part by id; a part outside the file has no name.

    Raises
    ------
    UnreadableFileError
        The list is damaged.
    """
    folder, name = posixpath.split(part)
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    if listed not in package:
        return {}
    with package.open(listed) as stream:
        elements = list_elements(stream, package.file_name)
    return {
        attributes.get("Id", ""): (
            attributes.get("Type", "").rpartition("/")[2],
            ""
            if attributes.get("TargetMode") == "External"
            else _join(folder, attributes.get("Target", "")),
        )
        for path, attributes in elements
        if path == "Relationships/Relationship"
    }


def _join(folder: str, target: str) -> str:
    target = target.replace("\\", "/")
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(folder, target)) if target else ""


def _list_sheets(package: Package, part: str) -> tuple[list[dict[str, str]], bool]:
    if part not in package:
        raise UnreadableFileError("file_damaged", file=package.file_name)
    with package.open(part) as stream:
        elements = list_elements(stream, package.file_name)
    is_1904 = any(
        is_true(attributes.get("date1904"))
        for path, attributes in elements
        if path == "workbook/workbookPr"
    )
    return [found for path, found in elements if path == "workbook/sheets/sheet"], is_1904


def _read_shared(package: Package, relations: dict[str, Relation], is_1904: bool) -> Book:
    parts = dict(relations.values())
    book = Book(is_1904=is_1904)
    if parts.get("sharedStrings", "") in package:
        with package.open(parts["sharedStrings"]) as stream:
            book.texts, book.struck_texts = read_texts(stream, package.file_name)
    if parts.get("styles", "") in package:
        with package.open(parts["styles"]) as stream:
            book.styles = read_styles(stream, package.file_name)
    return book


def _read_comments(package: Package, sheet_part: str, sheet: Sheet) -> None:
    """Read the comments of a worksheet's cells, with answers or without."""
    for kind, part in list_relations(package, sheet_part).values():
        if kind in ("comments", "threadedComment") and part in package:
            with package.open(part) as stream:
                read_comments(stream, sheet)


def _find_saved(package: Package) -> datetime | None:
    """Return when a workbook was last changed, by its own account (UTC), or None."""
    part = dict(list_relations(package, "").values()).get("core-properties", "docProps/core.xml")
    if part not in package:
        return None
    buffer: list[str] = []
    found: list[str] = []

    def end(tag: str) -> None:
        if tag.endswith("}modified"):
            found.append("".join(buffer).strip())

    try:
        with package.open(part) as stream:
            parse_xml(
                stream,
                package.file_name,
                start=lambda *_: buffer.clear(),
                end=end,
                text=buffer.append,
            )
        moment = datetime.fromisoformat(found[0])
    except (UnreadableFileError, ValueError, IndexError):
        return None
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
