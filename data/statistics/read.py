"""Reads a whole statistics file: decode, lay out, resolve, check."""

import hashlib
from collections.abc import Callable, Sequence

import pandas as pd
import pyarrow as pa

from data.clock import FIRST_YEAR, get_today
from data.errors import UnknownIdError, UnreadableFileError
from data.files.cells import format_cell
from data.files.grid import Grid
from data.files.listing import find_sheets
from data.files.mentions import find_mentioned_areas
from data.files.safely import read_file_safely
from data.names.books import Books
from data.names.phrases import PhraseReader
from data.statistics.checks import check_bounds, check_duplicates
from data.statistics.checks_held import hold_excesses, hold_fractions, hold_parts_of_heads
from data.statistics.checks_series import check_series
from data.statistics.checks_sums import check_parents, compare_totals
from data.statistics.edges import find_nearest
from data.statistics.extract import Extract, TableReader
from data.statistics.issues import IssueLog
from data.statistics.layout import detect_layout, split_tables
from data.statistics.memory import load_remembered
from data.statistics.model import NOTE, WARNING, IngestOptions, Issue, Layout, Reading
from data.statistics.observations import get_codes, join_tables
from data.statistics.senses import Text
from data.store.books import load_books
from data.store.database import Store
from data.words.catalogue import t

_MOST_RUNS = 10
# Areas that a sentence names.
MOST_NAMED = 5
_ENTRY_COLUMNS = ("indicator_id", "area_id", "year", "period", "value", "unit", "source", "note")


def read_statistics(
    content: bytes, file_name: str, store: Store, *, options: IngestOptions | None = None
) -> Reading:
    """Read the figures of a statistics file and find its faults; write nothing.

    Parameters
    ----------
    content : bytes
        .csv, .tsv, .txt, .xls, .xlsx or .ods; the content decides, not the ending.
    options : IngestOptions
        What the user says in addition to the file.

    Returns
    -------
    Reading
        Observations in their indicators' units, issues with row and column as Excel shows
        them, and counts. A blank cell is a missing value, never zero.

    Raises
    ------
    UnreadableFileError
        It is not a table, of an unknown kind, damaged, or beyond a limit.
    UnknownIdError
        An option names an indicator, area, unit or sheet that does not exist.
    """
    options = options or IngestOptions()
    books = load_books(store)
    _check_options(options, books)
    found = read_file_safely(content, file_name)
    reader, remembered = PhraseReader(books, options.means), load_remembered(store)
    laid = {grid: detect_layout(grid, reader, options.layouts, remembered) for grid in found}
    grids = find_sheets(found, options.sheets, file_name)
    hidden = [
        grid.name
        for grid in found
        if grid not in grids and grid.is_hidden and _has_figures(grid, laid[grid], reader)
    ]
    reading = _read_sheets(grids, laid, file_name, store, books, options, hidden)
    reading.sha256, reading.content = hashlib.sha256(content).hexdigest(), content
    read = {table.sheet for table in reading.layouts}
    reading.mentioned = find_mentioned_areas(found, read, content, books.areas)
    reading.modified_at = found[0].saved_at if found else None
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
        The name of the upload, in place of a file's name.
    """
    options = options or IngestOptions()
    books = load_books(store)
    _check_options(options, books)
    columns = [column for column in _ENTRY_COLUMNS if column in entries.columns]
    texts = [
        ["" if pd.isna(cell) else format_cell(_get_plain(cell)) for cell in row]
        for row in entries[columns].itertuples(index=False)
    ]
    grid = Grid(name, [columns, *texts], is_named_by_file=True)
    reader, remembered = PhraseReader(books, options.means), load_remembered(store)
    laid = {grid: detect_layout(grid, reader, options.layouts, remembered)}
    reading = _read_sheets([grid], laid, name, store, books, options)
    reading.sha256 = hashlib.sha256(repr(texts).encode()).hexdigest()
    return reading


def _get_plain(cell):
    return cell.item() if hasattr(cell, "item") else cell


def _read_sheets(
    grids: list[Grid],
    laid: dict[Grid, Layout | None],
    file_name: str,
    store: Store,
    books: Books,
    options: IngestOptions,
    hidden: Sequence[str] = (),
) -> Reading:
    log, layouts, words, whole, answered = IssueLog(), [], [], Extract(), {}
    for done, grid in enumerate(grids, start=1):
        layout = laid[grid]
        messages = _list_messages(grid, layout, books)
        log.tell_all(messages)
        if layout is None or not layout.values:
            continue
        reader = PhraseReader(books, options.means, layout.shape)
        for table in split_tables(grid, layout, reader):
            layouts.append(table)
            sheet = TableReader(grid, table, reader, options, get_today().year, log)
            whole.add(sheet.read())
            words += [*table.words, *sheet.label_log.words]
        answered[grid.name] = frozenset(reader.answers)
        if options.progress is not None:
            options.progress(done / len(grids))
    if not layouts and hidden:
        raise UnreadableFileError("file_only_hidden", file=file_name, sheets="、".join(hidden))
    if not layouts:
        raise _make_no_table_error(grids, books, file_name)
    records = join_tables(whole.records)
    totals, parts = join_tables(whole.totals), join_tables(whole.parts)
    _tell_of_mere_totals(records, totals, parts, log)
    batch = check_duplicates(check_bounds(records, books, log), log)
    batch = hold_fractions(batch, books, answered, log)
    batch = hold_parts_of_heads(batch, books, answered, log)
    batch = hold_excesses(store, batch, books, answered, log)
    compare_totals(batch, totals, parts, books, grids, log)
    check_parents(batch, books, log)
    check_series(store, batch, log)
    return Reading(
        file_name,
        "",
        [grid.name for grid in grids],
        layouts,
        batch,
        [*(Issue(name, None, None, None, "hidden_sheet", NOTE) for name in hidden), *log.issues],
        log.make_rejected(),
        whole.counts["out_of_scope"],
        whole.counts["missing"],
        grids,
        list(hidden),
        words=list(dict.fromkeys(words)),
        unread=log.unread,
        held=log.make_held(),
    )


def _tell_of_mere_totals(
    records: pa.Table, totals: pa.Table, parts: pa.Table, log: IssueLog
) -> None:
    """Tell of each sheet that has nothing but totals, or parts of an area (地方, 兵团): none of it
    is stored."""
    stored = set(get_codes(records, "sheet")[0])
    rows: dict[str, dict[int, str]] = {}
    for table in (totals, parts):
        if stored.issuperset(get_codes(table, "sheet")[0]):
            continue
        for cell in table.select(["sheet", "file_row", "area_read"]).to_pylist():
            if cell["sheet"] not in stored:
                rows.setdefault(cell["sheet"], {})[cell["file_row"]] = cell["area_read"] or ""
    for sheet, own in rows.items():
        names = list(dict.fromkeys(filter(None, own.values())))[:MOST_NAMED]
        told = t("shell.list_separator").join(names)
        log.tell(sheet, min(own), None, None, "only_totals", WARNING, count=len(own), names=told)


def _list_messages(grid: Grid, layout: Layout | None, books: Books) -> list[Issue]:
    """Return what to say of a sheet before its values: that it is no table, that its form is
    remembered, or which rows and columns were read although the file hides them."""
    told: list[tuple[str, str, dict]] = []
    if layout is not None and layout.values:
        if layout.is_remembered:
            told.append(("layout_remembered", NOTE, {}))
        if grid.hidden_rows:
            rows = _join_runs(grid.hidden_rows, lambda row: str(row + 1))
            told.append(("hidden_rows", WARNING, {"rows": rows}))
        if grid.hidden_columns:
            columns = _join_runs(grid.hidden_columns, grid.letters.__getitem__)
            told.append(("hidden_columns", WARNING, {"columns": columns}))
    elif not any(cell.strip() for row in grid.rows for cell in row):
        return []
    elif layout is not None:
        told.append(("no_values", WARNING, {}))
    else:
        row, words = find_nearest(grid, PhraseReader(books)) or (None, [])
        fields = {"side": "near" if words else "plain", "words": "、".join(words)}
        return [Issue(grid.name, row, None, None, "no_header", WARNING, fields)]
    return [Issue(grid.name, None, None, None, *each) for each in told]


def _join_runs(places: set[int], name: Callable[[int], str]) -> str:
    """Return positions with runs as spans: 2—4, 9."""
    starts = [place for place in sorted(places) if place - 1 not in places]
    ends = [place for place in sorted(places) if place + 1 not in places]
    runs = [
        name(start) if start == end else f"{name(start)}—{name(end)}"
        for start, end in zip(starts, ends, strict=True)
    ]
    return ", ".join([*runs[:_MOST_RUNS], *["…"][: len(runs) > _MOST_RUNS]])


def _check_options(options: IngestOptions, books: Books) -> None:
    if options.indicator_id and options.indicator_id not in books.indicators.rows:
        raise UnknownIdError("unknown_indicator", value=options.indicator_id)
    if options.area_id and options.area_id not in books.areas.names:
        raise UnknownIdError("unknown_area", value=options.area_id)
    if options.unit and books.units.find(options.unit) is None:
        raise UnknownIdError("unknown_unit", value=options.unit)
    if options.year and not FIRST_YEAR <= options.year <= get_today().year:
        limits = {"first": FIRST_YEAR, "last": get_today().year}
        raise UnknownIdError("year_out_of_bounds", value=options.year, **limits)


def _has_figures(grid: Grid, layout: Layout | None, reader: PhraseReader) -> bool:
    """Tell whether a sheet is a table with numbers; a list of choices is not."""
    return layout is not None and any(
        Text(row[at], reader).is_number
        for row in grid.rows[layout.data_row - 1 : layout.last_row]
        for at in layout.value_places
        if at < len(row)
    )


def _make_no_table_error(grids: list[Grid], books: Books, file_name: str) -> UnreadableFileError:
    """Return what is wrong with a file without a table: that nothing is in it, or the row that came
    nearest to a header and the words in it that are unknown."""
    if not any(cell.strip() for grid in grids for row in grid.rows for cell in row):
        return UnreadableFileError("file_blank", file=file_name)
    for grid in grids:
        row, words = find_nearest(grid, PhraseReader(books)) or (None, [])
        if words:
            listed = "、".join(words)
            return UnreadableFileError(
                "file_no_header", file=file_name, sheet=grid.name, row=row, words=listed
            )
    return UnreadableFileError("file_no_table", file=file_name)
