"""Reading a statistics file whole: decode, lay out, resolve, check."""

import hashlib

import pandas as pd
import pyarrow as pa

from data.clock import get_today
from data.errors import UnknownIdError, UnreadableFileError
from data.files.cells import format_cell
from data.files.decode import PACKED, read_grids
from data.files.grid import Grid
from data.files.xlsx import read_modified
from data.names.books import Books
from data.names.numbers import NUMBER, parse_number
from data.names.text import position
from data.statistics.checks import check_bounds, check_duplicates
from data.statistics.checks_series import check_series
from data.statistics.checks_totals import check_columns, check_parents, check_totals
from data.statistics.extract import SheetReader
from data.statistics.fast import FROM_BYTES, read_large
from data.statistics.fast_totals import compare_totals
from data.statistics.issues import IssueLog
from data.statistics.memory import lay_out
from data.statistics.model import NOTE, OBSERVATION_COLUMNS, WARNING, IngestOptions, Reading
from data.statistics.tables import split_tables
from data.store.books import load_books
from data.store.database import Store

_ENTRY_COLUMNS = ("indicator_id", "area_id", "year", "period", "value", "unit", "source", "note")


def read_statistics(
    content: bytes, file_name: str, store: Store, *, options: IngestOptions | None = None
) -> Reading:
    """Read a statistics file: what it says, and what is wrong with it. Writes nothing.

    Parameters
    ----------
    content : bytes
        .csv, .tsv, .txt, .xls, .xlsx or .ods; the content decides, not the ending.
    options : IngestOptions
        What the user says besides the file.

    Returns
    -------
    Reading
        Observations in their indicators' units, issues with row and column as Excel shows
        them, and counts. A blank cell is a missing value, never zero.

    Raises
    ------
    UnreadableFileError
        No table, of no known kind, damaged, or beyond a limit.
    UnknownIdError
        An option names an indicator, area, unit or sheet that does not exist.
    """
    options = options or IngestOptions()
    books = load_books(store)
    _check_options(options, books)
    if len(content) >= FROM_BYTES and content[:4] not in PACKED and not options.sheets:
        large = _read_large(content, file_name, store, books, options)
        if large is not None:
            return large
    found = read_grids(content, file_name)
    grids = _choose_sheets(found, options, file_name)
    hidden = [
        grid.name
        for grid in found
        if grid not in grids
        and grid.is_hidden
        and _has_figures(grid, _lay_out(grid, books, options, store))
    ]
    reading = _read_sheets(grids, file_name, store, books, options, hidden)
    reading.sha256 = hashlib.sha256(content).hexdigest()
    reading.modified_at = read_modified(content) if content[:2] == b"PK" else None
    return reading


def read_entries(
    entries: pd.DataFrame, store: Store, *, name: str, options: IngestOptions | None = None
) -> Reading:
    """Read single figures that were typed in, with the same checks as a file.

    Parameters
    ----------
    entries : DataFrame
        indicator_id, area_id, year, value, unit and, at will, period, source, note; one row
        per figure. A missing value is left out.
    name : str
        What the upload is called in place of a file's name.
    """
    options = options or IngestOptions()
    books = load_books(store)
    _check_options(options, books)
    columns = [column for column in _ENTRY_COLUMNS if column in entries.columns]
    texts = [
        ["" if pd.isna(cell) else format_cell(_get_plain(cell)) for cell in row]
        for row in entries[columns].itertuples(index=False)
    ]
    reading = _read_sheets([Grid(name, [columns, *texts])], name, store, books, options)
    reading.sha256 = hashlib.sha256(repr(texts).encode()).hexdigest()
    return reading


def _get_plain(cell):
    return cell.item() if hasattr(cell, "item") else cell


def _read_sheets(
    grids: list[Grid],
    file_name: str,
    store: Store,
    books: Books,
    options: IngestOptions,
    hidden: list[str] = (),
) -> Reading:
    log, layouts, records, totals, parts = IssueLog(), [], [], [], []
    for name in hidden:
        log.tell(name, None, None, None, "hidden_sheet", NOTE)
    out_of_scope = missing = 0
    for done, grid in enumerate(grids, start=1):
        layout = _lay_out(grid, books, options, store)
        if layout is None or not layout.values:
            _tell_no_table(grid, log, layout)
            continue
        if layout.is_remembered:
            log.tell(grid.name, None, None, None, "layout_remembered", NOTE)
        for table in split_tables(grid, layout, books):
            layouts.append(table)
            extract = SheetReader(grid, table, books, options, get_today().year, log).read()
            records += extract.records
            totals += extract.totals
            parts += extract.parts
            out_of_scope += extract.out_of_scope
            missing += extract.missing
        if options.progress is not None:
            options.progress(done / len(grids))
    if not layouts and hidden:
        raise UnreadableFileError("file_only_hidden", file=file_name, sheets="、".join(hidden))
    if not layouts:
        raise UnreadableFileError("file_no_table", file=file_name)
    records = check_duplicates(check_bounds(records, books, log), log)
    check_totals(records, totals, books, log)
    check_columns(records, parts, books, log)
    check_parents(records, books, log)
    batch = pd.DataFrame(records, columns=OBSERVATION_COLUMNS)
    check_series(store, batch, log)
    return Reading(
        file_name,
        "",
        [grid.name for grid in grids],
        layouts,
        batch,
        log.issues,
        log.make_rejected(),
        out_of_scope,
        missing,
        grids,
        list(hidden),
    )


def _read_large(content, file_name, store, books, options) -> Reading | None:
    log = IssueLog()

    def make_reader(grid: Grid) -> SheetReader | None:
        layout = _lay_out(grid, books, options, store)
        if layout is None or layout.orientation != "long":
            return None
        return SheetReader(grid, layout, books, options, get_today().year, log)

    found = read_large(content, file_name, make_reader)
    if found is None:
        return None
    reader, table, extract = found
    if extract.records:
        others = pa.Table.from_pandas(
            pd.DataFrame(extract.records, columns=OBSERVATION_COLUMNS),
            schema=_make_plain_schema(table),
            preserve_index=False,
        )
        table = pa.concat_tables([table.cast(others.schema), others])
    check_series(store, table, log)
    compare_totals(table, extract.totals, books, log)
    return Reading(
        file_name,
        hashlib.sha256(content).hexdigest(),
        [reader.layout.sheet],
        [reader.layout],
        table,
        log.issues,
        log.make_rejected(),
        extract.out_of_scope,
        extract.missing,
        [reader.grid],
    )


def _make_plain_schema(table: pa.Table) -> pa.Schema:
    return pa.schema(
        [
            (
                field.name,
                field.type.value_type if pa.types.is_dictionary(field.type) else field.type,
            )
            for field in table.schema
        ]
    )


def _check_options(options: IngestOptions, books: Books) -> None:
    if options.indicator_id and options.indicator_id not in books.indicators.rows:
        raise UnknownIdError("unknown_indicator", value=options.indicator_id)
    if options.area_id and options.area_id not in books.areas.names:
        raise UnknownIdError("unknown_area", value=options.area_id)
    if options.unit and books.units.find(options.unit) is None:
        raise UnknownIdError("unknown_unit", value=options.unit)


def _choose_sheets(grids: list[Grid], options: IngestOptions, file_name: str) -> list[Grid]:
    if options.sheets:
        known = {grid.name: grid for grid in grids}
        for name in options.sheets:
            if name not in known:
                raise UnknownIdError(
                    "unknown_sheet", value=name, file=file_name, sheets="、".join(known)
                )
        return [known[name] for name in options.sheets]
    return [grid for grid in grids if not grid.is_hidden]


def _lay_out(grid: Grid, books: Books, options: IngestOptions, store: Store):
    correction = options.layouts.get(grid.name) or options.layouts.get("*")
    return lay_out(grid, books, correction, store)


def _has_figures(grid: Grid, layout) -> bool:
    """Tell whether a sheet is a table with numbers, as a list of choices is not."""
    return layout is not None and any(
        parse_number(grid.get(row, position(value.column))).kind == NUMBER
        for value in layout.values
        for row in range(layout.data_row - 1, layout.last_row)
    )


def _tell_no_table(grid: Grid, log: IssueLog, layout) -> None:
    if any(cell.strip() for row in grid.rows for cell in row):
        rule = "no_header" if layout is None else "no_values"
        log.tell(grid.name, None, None, None, rule, WARNING)
