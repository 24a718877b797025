"""The figures behind a briefing as a workbook: a sheet per table and chart, and where from."""

import io
from datetime import datetime

from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from data.files.workbook import make_workbook, set_looks, write_cell
from data.words.catalogue import t
from data.words.numbers import round_as_shown
from pages.documents.briefing.model import Briefing, Chart, Table
from pages.documents.writers.citing import cite_sources
from pages.documents.writers.steady import settle_archive

TITLE = Font(bold=True, size=13)
QUIET = Font(color="66736C")
WRAPPED = Alignment(wrap_text=True, vertical="top")
HEADER_ROW = 4
MOST_TITLE = 31
_FORBIDDEN = str.maketrans(dict.fromkeys(r"[]:*?/\\'", "_"))
WIDTH = 9
CHART_SIZE_CM = (22, 11)


def make_figure_book(briefing: Briefing, lines: list[str], made_at: datetime) -> bytes:
    """Return the workbook of a briefing.

    Parameters
    ----------
    lines : list of str
        The methods note.
    made_at : datetime
        UTC; stands in the file's properties.
    """
    book, first = make_workbook(t("briefing.sheet.about"))
    _write_about(first, briefing, lines)
    names = {t("briefing.sheet.about")}
    for section, block in briefing.list_blocks():
        if isinstance(block, Table):
            sheet = _add_sheet(book, names, block.title if section.level == 1 else section.title)
            _write_table(sheet, block)
        elif isinstance(block, Chart):
            _write_chart(_add_sheet(book, names, block.title), block)
    for annex in briefing.annexes:
        _write_table(_add_sheet(book, names, annex.title), annex)
    _write_traces(_add_sheet(book, names, t("briefing.sheet.traces")), briefing)
    _write_sources(_add_sheet(book, names, t("briefing.sheet.sources")), briefing)
    book.properties.title = briefing.title
    book.properties.creator = t("shell.product")
    target = io.BytesIO()
    book.save(target)
    return settle_archive(target.getvalue(), made_at)


def _add_sheet(book: Workbook, names: set[str], title: str) -> Worksheet:
    """Add a sheet under a title that no other sheet has."""
    plain = title.translate(_FORBIDDEN).strip()
    name, number = plain[:MOST_TITLE], 2
    while name in names:
        tail = f" {number}"
        name, number = plain[: MOST_TITLE - len(tail)] + tail, number + 1
    names.add(name)
    return book.create_sheet(name)


def _write_about(sheet: Worksheet, briefing: Briefing, lines: list[str]) -> None:
    write_cell(sheet, 1, 1, briefing.title).font = TITLE
    said = [briefing.subtitle, briefing.made, briefing.watermark, *lines]
    for row, line in enumerate(filter(None, said), start=2):
        write_cell(sheet, row, 1, line).alignment = WRAPPED
    sheet.column_dimensions["A"].width = 110


def _write_head(sheet: Worksheet, title: str, notes: list[str]) -> None:
    write_cell(sheet, 1, 1, title).font = TITLE
    for row, note in enumerate(filter(None, notes), start=2):
        write_cell(sheet, row, 1, note).font = QUIET


def _write_table(sheet: Worksheet, table: Table) -> None:
    """Write every row of a table: numbers as numbers, and beside them the text as printed."""
    source = cite_sources(table.sources)
    notes = [t("briefing.word.source", sources=source) if source else "", table.note]
    _write_head(sheet, table.title, notes)
    header, widths = [], []
    for column in table.columns:
        header.append(column.title)
        widths.append(max(WIDTH, column.width * 11))
        if column.is_number:
            header.append(t("briefing.column.figure"))
            widths.append(WIDTH + 4)
    header.append(t("briefing.column.row"))
    for at, title in enumerate(header, start=1):
        write_cell(sheet, HEADER_ROW, at, title)
    for number, cells in enumerate(table.rows):
        at = 1
        for column, cell in zip(table.columns, cells, strict=True):
            write_cell(sheet, HEADER_ROW + 1 + number, at, cell.text).alignment = WRAPPED
            at += 1
            if column.is_number:
                if cell.value is not None:
                    write_cell(sheet, HEADER_ROW + 1 + number, at, round_as_shown(cell.value))
                at += 1
        ids = table.row_ids[number] if table.row_ids else ()
        write_cell(sheet, HEADER_ROW + 1 + number, at, " ".join(ids))
    set_looks(sheet, HEADER_ROW, [*widths, 60])


def _write_chart(sheet: Worksheet, chart: Chart) -> None:
    """Write the values of a chart, and the chart itself beside them."""
    source = cite_sources(chart.sources)
    notes = [t("briefing.word.source", sources=source) if source else "", chart.note]
    _write_head(sheet, chart.title, notes)
    header = [""]
    for line in chart.lines:
        is_united = bool(chart.unit)
        header.append(t("map.subject", name=line.name, unit=chart.unit) if is_united else line.name)
    for at, title in enumerate(header, start=1):
        write_cell(sheet, HEADER_ROW, at, title)
    for number, category in enumerate(chart.categories):
        row = HEADER_ROW + 1 + number
        write_cell(sheet, row, 1, category)
        for at, line in enumerate(chart.lines, start=2):
            value = line.values[number]
            if value is not None:
                write_cell(sheet, row, at, round_as_shown(value))
    set_looks(sheet, HEADER_ROW, [30.0, *(16.0 for _ in chart.lines)])
    drawn = _make_native(sheet, chart)
    sheet.add_chart(drawn, f"{'ABCDEFGHIJ'[len(chart.lines) + 2]}{HEADER_ROW}")


def _make_native(sheet: Worksheet, chart: Chart) -> LineChart | BarChart:
    """Return the chart in the form that Excel draws and people can change."""
    drawn: LineChart | BarChart
    if chart.kind == "lines":
        drawn = LineChart()
    else:
        drawn = BarChart()
        drawn.type = "bar"
        drawn.x_axis.scaling.orientation = "maxMin"
        if chart.kind == "stacked":
            drawn.grouping, drawn.overlap = "stacked", 100
    last = HEADER_ROW + len(chart.categories)
    data = Reference(
        sheet, min_col=2, max_col=1 + len(chart.lines), min_row=HEADER_ROW, max_row=last
    )
    drawn.add_data(data, titles_from_data=True)
    drawn.set_categories(Reference(sheet, min_col=1, min_row=HEADER_ROW + 1, max_row=last))
    drawn.title = chart.title
    drawn.width, drawn.height = CHART_SIZE_CM
    drawn.x_axis.delete = drawn.y_axis.delete = False
    if len(chart.lines) == 1:
        drawn.legend = None
    return drawn


def _write_traces(sheet: Worksheet, briefing: Briefing) -> None:
    """Write every sentence with the rows that it comes from, one row each."""
    _write_head(sheet, t("briefing.trace.title"), [t("briefing.methods.traces")])
    keys = ("number", "section", "sentence", "row", "what", "value")
    header = [t(f"briefing.column.{key}") for key in keys]
    header += [t("overview.column.state"), t("targets.column.source"), t("briefing.column.upload")]
    for at, title in enumerate(header, start=1):
        write_cell(sheet, HEADER_ROW, at, title)
    sections = [
        (section.title, sentence)
        for section in briefing.sections
        for sentence in section.sentences
        if sentence.row_ids
    ]
    row = HEADER_ROW + 1
    for number, (title, sentence) in enumerate(sections, start=1):
        for trace in briefing.list_traces(sentence):
            said = (trace.row_id, trace.what, trace.value, trace.state, trace.source)
            for at, text in enumerate((title, sentence.text, *said, trace.upload_id), start=2):
                write_cell(sheet, row, at, text)
            write_cell(sheet, row, 1, number)
            row += 1
    set_looks(sheet, HEADER_ROW, [7, 16, 60, 44, 40, 22, 10, 40, 38])


def _write_sources(sheet: Worksheet, briefing: Briefing) -> None:
    _write_head(sheet, t("briefing.sheet.sources"), [])
    header = [t("briefing.column.number"), t("targets.column.source")]
    for at, title in enumerate(header, start=1):
        write_cell(sheet, HEADER_ROW, at, title)
    for number, source in enumerate(briefing.list_sources(), start=1):
        write_cell(sheet, HEADER_ROW + number, 1, number)
        write_cell(sheet, HEADER_ROW + number, 2, source)
    set_looks(sheet, HEADER_ROW, [7, 110])
