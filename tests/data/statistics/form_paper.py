"""A draft put on paper: its cells, the truth about each, and the bytes of a file."""

import csv
import io
from decimal import Decimal

import xlwt
from openpyxl import Workbook
from openpyxl.styles import Font

from tests.data.statistics.form_model import ACTUAL, Cell, Draft, Form, Row, Says, Sheet, convert
from tests.data.statistics.form_scene import Scene


def lay_out(scene: Scene, draft: Draft) -> tuple[Sheet, list[Cell]]:
    """Return a sheet with the draft, and the truth about its cells."""
    sheet, cells = _lay_table(scene, draft)
    if draft.beside:
        draft.beside.says, draft.beside.sheet = draft.says, draft.sheet
        further, more = _lay_table(scene, draft.beside)
        _put_beside(sheet, further, cells, more)
    top = [_lay_line(line, _width(sheet)) for line in _list_lines(draft)]
    foot = [[line] for line in draft.foot]
    down = len(top)
    sheet.rows = [*top, *sheet.rows, *foot]
    sheet.merged = [(a + down, b, c + down, d) for a, b, c, d in sheet.merged]
    sheet.percents = {(row + down, column) for row, column in sheet.percents}
    sheet.struck = {(row + down, column) for row, column in sheet.struck}
    if draft.is_merged and draft.title.text and _width(sheet) > 1:
        at = next(n for n, line in enumerate(top) if line[0] == draft.title.text)
        sheet.merged.append((at, 0, at, _width(sheet) - 1))
    return sheet, [Cell(cell.sheet, cell.row + down, *_rest(cell)) for cell in cells]


def _rest(cell: Cell) -> tuple:
    return cell.column, cell.verdict, cell.key, cell.value, cell.is_strict


def _width(sheet: Sheet) -> int:
    return max(len(row) for row in sheet.rows)


def _list_lines(draft: Draft) -> list:
    units = _name_units(draft)
    if draft.units == "title":
        draft.title.unit = units
    lines = [*draft.above, *filter(None, [draft.title.text]), *draft.below]
    return [*lines, ("", f"单位：{units}")] if draft.units == "line" and units else lines


def _lay_line(line, width: int) -> list:
    left, right = (line, "") if isinstance(line, str) else line
    if not right or (left and width < 2):
        return [left]
    return [left, *[""] * (width - 2), right]


def _name_units(draft: Draft) -> str:
    columns = draft.columns
    units = [(column.says + row.says).unit for column in columns for row in draft.rows[:1]]
    return "、".join(dict.fromkeys(filter(None, [*units, draft.says.unit])))


def _lay_table(scene: Scene, draft: Draft) -> tuple[Sheet, list[Cell]]:
    sheet = Sheet(draft.sheet, _lay_header(draft))
    depth, left = len(sheet.rows), len(draft.corners)
    _merge_header(draft, sheet)
    cells, totals = [], {}
    for row in draft.rows:
        labels = [*row.labels, *[""] * (left - len(row.labels))]
        numbers = []
        for at, column in enumerate(draft.columns):
            if row.is_group:
                numbers.append("")
                continue
            says = draft.says + row.says + column.says
            number = totals.get(at, Decimal(0)) if row.is_total else scene.write_figure(says)
            totals[at] = totals.get(at, Decimal(0)) + number
            cells.append(_judge(draft, says, number, (len(sheet.rows), left + at)))
            numbers.append(f"{number}{row.mark}" if row.mark else number)
        _mark_cells(draft, row, sheet, left)
        sheet.rows.append([*labels, *numbers, *([row.tail] if draft.tail else [])])
    if draft.is_merged:
        _merge_labels(sheet, depth, len(draft.rows))
    return sheet, cells


def _judge(draft: Draft, says: Says, number: Decimal, place: tuple[int, int]) -> Cell:
    if says.kind != ACTUAL:
        return Cell(draft.sheet, *place, says.kind)
    if not says.is_read or says.key is None:
        return Cell(draft.sheet, *place, "unknown")
    value = convert(number, says.indicator_id, says.unit)
    return Cell(draft.sheet, *place, ACTUAL, says.key, value, says.is_strict)


def _mark_cells(draft: Draft, row: Row, sheet: Sheet, left: int) -> None:
    places = {(len(sheet.rows), left + at) for at in range(len(draft.columns))}
    if row.is_struck:
        sheet.struck |= places
    if draft.is_percent:
        sheet.percents |= {
            place for place, column in zip(sorted(places), draft.columns, strict=True)
            if column.says.unit == "%"}  # fmt: skip


def _lay_header(draft: Draft) -> list[list]:
    depth = draft.depth
    rows = []
    for level in range(depth):
        corners = draft.corners if level == 0 else [""] * len(draft.corners)
        tail = [draft.tail if level == 0 else ""] if draft.tail else []
        rows.append([*corners, *(_name_heading(draft, column, level) for column in draft.columns),
                     *tail])  # fmt: skip
    if draft.units == "row":
        units = [column.says.unit or "" for column in draft.columns]
        rows.append([*[""] * len(draft.corners), *units, *([""] if draft.tail else [])])
    return rows


def _name_heading(draft: Draft, column, level: int) -> str:
    if level >= len(column.headings):
        return ""
    is_last = level == len(column.headings) - 1
    unit = column.says.unit if is_last and draft.units == "heading" else None
    return f"{column.headings[level]}（{unit}）" if unit else column.headings[level]


def _merge_header(draft: Draft, sheet: Sheet) -> None:
    if not draft.is_merged or draft.depth == 1:
        return
    left = len(draft.corners)
    sheet.merged += [(0, at, draft.depth - 1, at) for at in range(left)]
    for at, column in enumerate(draft.columns):
        if len(column.headings) < draft.depth:
            sheet.merged.append((len(column.headings) - 1, left + at, draft.depth - 1, left + at))
    uppers = [column.headings[0] if len(column.headings) > 1 else None for column in draft.columns]
    start = 0
    for end in range(1, len(uppers) + 1):
        if end == len(uppers) or uppers[end] != uppers[start]:
            if uppers[start] is not None and end - start > 1:
                sheet.merged.append((0, left + start, 0, left + end - 1))
            start = end


def _merge_labels(sheet: Sheet, top: int, count: int) -> None:
    """Merge equal labels of the first column, as prefectures over their counties are."""
    start = top
    for end in range(top + 1, top + count + 1):
        if end == top + count or sheet.rows[end][0] != sheet.rows[start][0]:
            if end - start > 1 and sheet.rows[start][0]:
                sheet.merged.append((start, 0, end - 1, 0))
            start = end


def _put_beside(sheet: Sheet, further: Sheet, cells: list[Cell], more: list[Cell]) -> None:
    width = _width(sheet)
    for at, row in enumerate(further.rows):
        if at == len(sheet.rows):
            sheet.rows.append([])
        sheet.rows[at] += [""] * (width - len(sheet.rows[at])) + row
    sheet.merged += [(a, b + width, c, d + width) for a, b, c, d in further.merged]
    cells += [Cell(cell.sheet, cell.row, cell.column + width, *_rest(cell)[1:]) for cell in more]


def make_csv(sheet: Sheet, encoding: str) -> bytes:
    """Write a sheet as text."""
    target = io.StringIO(newline="")
    rows = [[f"{cell}%" if (at, place) in sheet.percents else cell
             for place, cell in enumerate(row)] for at, row in enumerate(sheet.rows)]  # fmt: skip
    csv.writer(target).writerows(rows)
    return target.getvalue().encode(encoding)


def write_xlsx(sheets: list[Sheet]) -> bytes:
    """Write sheets as a workbook of Excel."""
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        for place, value in _list_cells(sheet):
            cell = page.cell(place[0] + 1, place[1] + 1, value)
            if place in sheet.percents:
                cell.value, cell.number_format = value / 100, "0.0%"
            if place in sheet.struck:
                cell.font = Font(strike=True)
        for top, left, bottom, right in sheet.merged:
            page.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1,
                             end_column=right + 1)  # fmt: skip
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def write_xls(sheets: list[Sheet]) -> bytes:
    """Write sheets as a workbook of old Excel."""
    book = xlwt.Workbook(encoding="utf-8")
    percent = xlwt.easyxf(num_format_str="0.0%")
    for sheet in sheets:
        page = book.add_sheet(sheet.name)
        covered = set()
        for top, left, bottom, right in sheet.merged:
            covered |= {(row, column) for row in range(top, bottom + 1)
                        for column in range(left, right + 1)}  # fmt: skip
            page.write_merge(top, bottom, left, right, sheet.rows[top][left])
        for place, value in _list_cells(sheet):
            if place in sheet.percents:
                page.write(*place, value / 100, percent)
            elif place not in covered:
                page.write(*place, value)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _list_cells(sheet: Sheet):
    for row, cells in enumerate(sheet.rows):
        for column, cell in enumerate(cells):
            if cell != "":
                yield (row, column), float(cell) if isinstance(cell, Decimal) else cell


def list_texts(form: Form) -> dict[str, list[list[str]]]:
    """Return the cells of a form as texts by the sheet's name; of merged cells the first."""
    if form.name.endswith(".csv"):
        return {"": [[str(cell) for cell in row] for row in form.sheets[0].rows]}
    texts = {}
    for sheet in form.sheets:
        rows = texts[sheet.name] = [[str(cell) for cell in row] for row in sheet.rows]
        for top, left, bottom, right in sheet.merged:
            for row in rows[top : bottom + 1]:
                row[left : right + 1] = [""] * len(row[left : right + 1])
            rows[top][left] = str(sheet.rows[top][left])
    return texts
