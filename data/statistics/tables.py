"""Splits a sheet into its tables, which are below or beside each other.

Offices stack tables: 续表 with other columns, or the same columns for another indicator, year or
unit. Words between two tables apply to the figures below them, never to those above.
"""

import re
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from data.errors import UnreadableFileError
from data.files.grid import Grid
from data.files.limits import LIMITS
from data.names.matching import CHECK
from data.names.phrases import PhraseReader
from data.names.species import find_indicator
from data.names.text import fold, position
from data.statistics.context import Context, read_banner
from data.statistics.edges import find_footer, is_header, is_note_row
from data.statistics.layout import detect_layout
from data.statistics.model import Layout, ValueColumn
from data.statistics.senses import Cell

_LABELS = ("指标", "单位", "计量单位", "时间", "年份", "地区", "unit", "indicator", "year")
_MOST_BANNER_CELLS = 3
_LOOKED_AT = 100


@dataclass
class _Start:
    """Where a table begins: the first row of its words, and its header if it has one."""

    row: int
    header: int | None
    banner: list[int] = field(default_factory=list)


def split_tables(grid: Grid, first: Layout, reader: PhraseReader) -> list[Layout]:
    """Return the tables of a sheet from top to bottom; only `first` if there is just one.

    A table without a header of its own has the columns of the one above. What its words do
    not say is taken from the table above, but never the indicator below a title that is not
    understood, nor the unit below a title with an indicator.

    Raises
    ------
    UnreadableFileError
        There are more tables than the limit.
    """
    starts = list(islice(_find_starts(grid, first, reader), LIMITS.tables + 1))
    if len(starts) > LIMITS.tables:
        raise UnreadableFileError("file_tables", sheet=grid.name, limit=LIMITS.tables)
    if not starts:
        return split_sides(grid, first)
    ends = [start.row for start in starts[1:]] + [first.last_row]
    tables = [_cut(grid, first, starts[0].row)]
    for start, end in zip(starts, ends, strict=True):
        below = _lay_out_below(grid, start, end, tables[-1], reader)
        if below is None:
            tables[-1] = replace(tables[-1], last_row=end)
        else:
            tables.append(below)
    tables = [table for table in tables if table.last_row >= table.data_row] or [first]
    return [side for table in tables for side in split_sides(grid, table)]


def split_sides(grid: Grid, table: Layout) -> list[Layout]:
    """Return the tables that stand side by side below one header: each begins with a column
    of areas that has the same heading as the first (县市 牛存栏 县市 羊存栏)."""
    areas = sorted(map(position, table.area_columns))
    if len(areas) < 2:
        return [table]
    headings = [fold(grid.filled[table.header_end - 1][at]) for at in areas]
    starts = [at for at, heading in zip(areas, headings, strict=True) if heading == headings[0]]
    values = [position(value.column) for value in table.values]
    ends = [*starts[1:], max(grid.width, *values) + 1]
    spans = list(zip(starts, ends, strict=True))
    if len(starts) < 2 or not all(any(a < at < b for at in values) for a, b in spans):
        return [table]
    return [_take_side(table, 0 if at == 0 else a, b) for at, (a, b) in enumerate(spans)]


_SIDE_COLUMNS = ("code", "indicator", "year", "period", "unit", "state", "source", "note")


def _take_side(table: Layout, start: int, end: int) -> Layout:
    def keep(columns):
        return tuple(column for column in columns if start <= position(column) < end)

    areas = keep(table.area_columns)
    single: dict[str, Any] = {
        f"{role}_column": next(iter(keep([getattr(table, f"{role}_column")])), None)
        for role in (*_SIDE_COLUMNS, "species")
        if getattr(table, f"{role}_column")
    }
    return replace(
        table,
        area_column=areas[-1],
        area_columns=areas,
        values=tuple(v for v in table.values if start <= position(v.column) < end),
        word_columns=keep(table.word_columns),
        part_columns=keep(table.part_columns),
        **single,
    )


def _find_starts(grid: Grid, layout: Layout, reader: PhraseReader):
    headers = _fold_rows(grid, layout.header_row - 1, layout.header_end)
    banner: list[int] = []
    begins = last = layout.data_row - 1
    for row in grid.list_odd_rows(begins, layout.last_row):
        if banner and row > last + 1:
            # The rows between hold figures, which end the words above them.
            yield _Start(banner[0], None, banner)
            banner = []
        last = row
        cells = grid.rows[row]
        if row < begins or is_note_row(cells) or not any(cell.strip() for cell in cells):
            continue
        # Most rows are of figures: their first cell tells, before every cell is looked at.
        is_known = any(header and header[0] == fold(cells[0]) for header in headers) and (
            tuple(map(fold, cells)) in headers
        )
        if is_known and not banner:
            continue
        filled = [Cell(text, reader, at) for at, text in enumerate(cells) if text.strip()]
        if is_known or _is_heading(filled, layout):
            yield _Start(banner[0] if banner else row, row, banner)
            banner = []
            # Columns, and how far the header goes, are those of the new table from here on.
            found = _detect(_take(grid, row, row + _LOOKED_AT), reader, 1)
            layout = found or layout
            begins = row + (found.header_end if found else 1)
            headers = _fold_rows(grid, row, begins)
        elif _is_banner(filled, layout):
            banner.append(row)
        elif banner:
            yield _Start(banner[0], None, banner)
            banner = []
    if banner and last + 1 < min(layout.last_row, len(grid.rows)):
        yield _Start(banner[0], None, banner)


def _fold_rows(grid: Grid, start: int, end: int) -> list[tuple[str, ...]]:
    return [tuple(map(fold, cells)) for cells in grid.rows[start:end]]


def _is_heading(cells: list[Cell], layout: Layout) -> bool:
    """Tell whether cells below figures are a header: the name of a column first, or only years."""
    if len(cells) < 2 or not (cells[0].at or cells[0].role):
        return False
    is_years = (
        cells[0].at > 0
        and all(cell.is_time for cell in cells)
        and (layout.area_column is not None and cells[0].at > position(layout.area_column))
    )
    return (bool(cells[0].role) or is_years) and is_header(cells)


def _is_banner(cells: list[Cell], layout: Layout) -> bool:
    """Tell whether cells are a title or a line such as 单位：头: few words, and no figures."""
    if not 1 <= len(cells) <= _MOST_BANNER_CELLS or any(cell.is_value for cell in cells):
        return False
    columns = {cell.letter: cell for cell in cells}
    area = columns.get(layout.area_column or layout.code_column or "")
    if area is not None and area.is_area:
        # 兵团 alone is over the rows below it.
        return area.area.kind == CHECK and area.area.id is not None and len(cells) == 1
    values = {value.column for value in layout.values}
    is_alone = len(cells) == 1 and not values & columns.keys()
    return is_alone or any(_is_labelled(cell.plain) for cell in cells)


def _is_labelled(text: str) -> bool:
    label = re.split(r"[:：]", text.strip("(（"))[0]
    return label.lower() in _LABELS and label != text.strip("(（")


def _cut(grid: Grid, first: Layout, end: int) -> Layout:
    """End the first table where the second begins; notes below it are its own."""
    below = find_footer(_take(grid, 0, end), first.data_row - 1)
    source, note = below.source or first.source, below.note or first.note
    return replace(first, last_row=end, source=source, note=note)


def _take(grid: Grid, start: int, end: int, name: str = "") -> Grid:
    merged = [
        (top - start, left, bottom - start, right)
        for top, left, bottom, right in grid.merged
        if start <= top < end
    ]
    # The name is the words above, whose unread ones are held already.
    return Grid(name, grid.rows[start:end], merged, is_named_by_file=True)


def _detect(grid: Grid, reader: PhraseReader, header_row: int) -> Layout | None:
    return detect_layout(grid, reader, {"header_row": header_row}, is_shaped=True)


def _lay_out_below(grid, start: _Start, end: int, above: Layout, reader) -> Layout | None:
    said = read_banner(grid, start.banner, reader)
    context = above.title or ("" if grid.is_named_by_file else grid.name)
    name = _find_name(said)
    indicator = said.indicator or _complete(said, above)
    if start.header is None:
        return _change_words(start, end, above, said, indicator or name)
    below = _take(grid, start.row, end, "" if name else context)
    found = _detect(below, reader, start.header - start.row + 1)
    if found is None or not found.values:
        return None
    cell = found.indicator_cell
    return replace(
        found,
        values=_continue_units(found, said, above),
        sheet=grid.name,
        first_row=start.row + 1,
        title=said.title or above.title,
        header_row=found.header_row + start.row,
        header_end=found.header_end + start.row,
        data_row=found.data_row + start.row,
        last_row=end,
        indicator_cell=(cell[0] + start.row, cell[1]) if cell else said.indicator_cell,
        indicator=indicator or name or found.indicator or above.indicator,
        unit=said.unit or found.unit or (None if indicator else above.unit),
        year=said.year or found.year or above.year,
        year_shift=found.year_shift or above.year_shift,
        period=found.period or above.period,
        area=said.area or found.area or above.area,
        kind=found.kind or above.kind,
        part=found.part or above.part,
        unread=tuple(dict.fromkeys([*above.unread, *found.unread])),
        words=tuple(_move(found.words, start.row, grid.name)),
        is_sheep_units=found.is_sheep_units or above.is_sheep_units,
        source=found.source or above.source,
        note=found.note or above.note,
        is_provisional=found.is_provisional or above.is_provisional,
        fingerprint=above.fingerprint,
        shape=above.shape,
        is_remembered=above.is_remembered,
    )


def _continue_units(found: Layout, said: Context, above: Layout) -> tuple[ValueColumn, ...]:
    """Give the columns of a continued table the units of the same columns above."""
    if said.unit or found.unit or any(value.unit for value in found.values):
        return found.values
    units = {value.indicator: value.unit for value in above.values if value.indicator}
    return tuple(replace(value, unit=units.get(value.indicator or "")) for value in found.values)


def _move(words, rows: int, sheet: str):
    for word in words:
        row = word.row + rows if word.row is not None else None
        yield replace(word, sheet=sheet, row=row)


def _find_name(said: Context) -> str | None:
    """Return what a title names, known or not; None where it says only what kind of areas
    follow, or of when or in which unit the figures are."""
    for line in said.lines:
        sense = line.sense
        if sense.species or sense.measures or sense.indicators or sense.others:
            return sense.text
    return None


def _complete(said: Context, above: Layout) -> str | None:
    """Return the indicator from a title's species (一、牛) and the measure of the table above."""
    if said.species is None and said.measure is None:
        return None
    return find_indicator(said.species or above.species, said.measure or above.measure)


def _change_words(
    start: _Start, end: int, above: Layout, said: Context, indicator: str | None
) -> Layout | None:
    """Return a table that has the columns of the one above and words of its own.

    A name that is not understood stays as written, to be rejected at its place.
    """
    indicator = None if above.indicator_column else indicator
    says_more = any((said.kind, said.part, said.period, said.unread, said.species, said.measure))
    if not (indicator or said.unit or said.year or said.area or says_more):
        return None
    values = tuple(_change_value(value, said, above) for value in above.values)
    if said.unit:
        values = tuple(replace(value, unit=None) for value in values)
    return replace(
        above,
        first_row=start.row + 1,
        data_row=start.banner[-1] + 2,
        last_row=end,
        values=values,
        unit=said.unit or (None if indicator else above.unit),
        indicator=indicator or above.indicator,
        species=said.species or above.species,
        measure=said.measure or above.measure,
        year=said.year or above.year,
        period=said.period or above.period,
        kind=said.kind or above.kind,
        part=said.part or above.part,
        unread=tuple(dict.fromkeys([*above.unread, *(word.text for word in said.unread)])),
        words=(*above.words, *said.words, *said.unread),
        is_sheep_units=said.is_sheep_units or above.is_sheep_units,
        indicator_cell=said.indicator_cell if indicator else above.indicator_cell,
        area=said.area or above.area,
    )


def _change_value(value: ValueColumn, said: Context, above: Layout) -> ValueColumn:
    """Give a column that names a measure only (存栏) the species of the rows below a title."""
    kind, period = value.kind or said.kind, said.period or value.period
    if said.measure and value.measure and said.measure != value.measure:
        # 指标：羊存栏 above columns of 存栏 and 出栏.
        value = replace(value, unread=(*value.unread, value.heading))
    if said.species and value.measure and not value.names_species:
        indicator = find_indicator(said.species, value.measure)
        return replace(value, indicator=indicator, kind=kind, period=period)
    return replace(value, kind=kind, period=period)
