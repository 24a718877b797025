"""Detects the layout of a sheet: where its tables begin and end, and the meaning of each column.

Tables are below or beside each other. Offices stack them: 续表 with other columns, or the same
columns for another indicator, year or unit. Words between two tables apply to the figures below
them, never to those above.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from types import MappingProxyType
from typing import Any

from data.errors import UnreadableFileError
from data.files.grid import Grid
from data.files.limits import LIMITS
from data.names.matching import CHECK
from data.names.phrases import PhraseReader
from data.names.species import find_indicator, join_breeding, refine
from data.statistics.columns import assign_columns, list_heading_words
from data.statistics.context import Context, read_banner, read_context
from data.statistics.edges import SheetRow, find_edges, find_footer
from data.statistics.headings import combine_headings
from data.statistics.model import LABEL_ROLES, Layout, ValueColumn
from data.statistics.senses import Text

_LABELS = ("指标", "单位", "计量单位", "时间", "年份", "地区", "unit", "indicator", "year")
_MOST_BANNER_CELLS = 3
_LOOKED_AT = 100
_OF_CONTEXT = (
    *("title", "title_cell", "indicator", "indicator_cell", "unit", "year", "year_shift", "area"),
    "sender",
    *("period", "species", "measure", "kind", "part", "marks", "is_sheep_units", "shape"),
)
# What a user may say of a whole table.
_SAID = ("indicator", "unit", "year", "area")
_NOTHING_LEFT: dict[str, Any] = {"unread": (), "kind": None, "part": None}


def detect_layout(
    grid: Grid,
    reader: PhraseReader,
    layouts: Mapping[str, dict] = MappingProxyType({}),
    remembered: Mapping[str, str] | None = None,
    *,
    is_shaped: bool = False,
) -> Layout | None:
    """Return the layout of a sheet; None if no header row can be found.

    Parameters
    ----------
    reader : PhraseReader
        Knows what the user means by words of the file.
    layouts : mapping
        What the user says instead of the detected layout (see IngestOptions.layouts).
    remembered : mapping or None
        What users said of forms earlier (see `load_remembered`); None if it does not count.
    is_shaped : bool
        Whether `reader` knows the answers for forms of this shape: it reads one table of a sheet.
    """
    correction = layouts.get(grid.name) or layouts.get("*") or {}
    edges = find_edges(grid, reader, correction, remembered)
    if edges is None:
        return None
    context = read_context(grid, edges, reader, is_shaped=is_shaped)
    headings = combine_headings(grid, edges, context)
    columns = assign_columns(grid, edges, headings, context)
    words = list_heading_words(grid, edges, headings, context)
    notes = (*context.notes, *edges.footer.notes)
    told = [*(text for _, _, text in context.notes), edges.footer.note]
    layout = Layout(
        sheet=grid.name,
        header_row=edges.first + 1,
        header_end=edges.last + 1,
        last_row=edges.footer.end,
        data_row=edges.last + 2,
        source=context.source or edges.footer.source,
        note="; ".join(filter(None, told)) or None,
        notes=notes,
        unread=tuple(dict.fromkeys(word.text for word in context.unread)),
        words=(*context.words, *context.unread, *words, *edges.footer.words),
        is_provisional=context.is_provisional or "快报" in grid.name or edges.footer.is_provisional,
        fingerprint=edges.fingerprint,
        is_remembered=edges.is_remembered,
        **{name: getattr(context, name) for name in _OF_CONTEXT},
        **columns,
    )
    layout = replace(layout, unit=layout.unit or edges.footer.unit)
    said: dict[str, Any] = {
        key: str(edges.correction[key]) for key in _SAID if edges.correction.get(key)
    }
    # With the first three the user has said all that a title can say.
    is_whole = set(_SAID[:3]) <= said.keys()
    return replace(layout, **(_NOTHING_LEFT if is_whole else {}), **said)


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
        return _split_sides(grid, first, reader)
    ends = [start.row for start in starts[1:]] + [first.last_row]
    top = _take(grid, 0, starts[0].row)
    said = [read_banner(grid, start.banner, reader) for start in starts]
    # The first table ends where the second begins; notes below it are its own.
    footer = find_footer(top, first.data_row - 1)
    source, note = footer.source or first.source, footer.note or first.note
    tables = [replace(first, last_row=starts[0].row, source=source, note=note)]
    for start, end, banner in zip(starts, ends, said, strict=True):
        above = _end_section(tables[-1], first, banner)
        below = _lay_out_below(grid, start, end, banner, above, reader)
        if below is None and above is not tables[-1]:
            rows = {"first_row": start.row + 1, "data_row": start.banner[-1] + 2, "last_row": end}
            below = replace(above, **rows)
        if below is None:
            tables[-1] = replace(tables[-1], last_row=end)
        else:
            tables.append(below)
    tables = [table for table in tables if table.last_row >= table.data_row] or [first]
    return [side for table in tables for side in _split_sides(grid, table, reader)]


def _end_section(above: Layout, first: Layout, said: Context) -> Layout:
    """Return the table above without the animal of its section (一、牛) where a section begins that
    names none (二、畜产品); that of the title goes on."""
    is_section = any(_SECTION.match(line.sense.text) for line in said.lines)
    if not is_section or said.species or above.species == first.species:
        return above
    return replace(above, species=first.species)


_SECTION = re.compile(r"\s*[一二三四五六七八九十]{1,3}[、.．]")


def _split_sides(grid: Grid, table: Layout, reader: PhraseReader) -> list[Layout]:
    """Return the tables that stand side by side below one header: each begins with a column
    of areas that has the same heading as the first (县市 牛存栏 县市 羊存栏)."""
    areas = sorted(table.area_places)
    if len(areas) < 2:
        return [table]
    lowest = grid.filled[table.header_end - 1]
    headings = [Text(lowest[at], reader).folded for at in areas]
    starts = [at for at, heading in zip(areas, headings, strict=True) if heading == headings[0]]
    values = table.value_places
    ends = [*starts[1:], max(grid.width, *values) + 1]
    spans = list(zip(starts, ends, strict=True))
    if len(starts) < 2 or not all(any(a < at < b for at in values) for a, b in spans):
        return [table]
    return [_take_side(table, 0 if at == 0 else a, b) for at, (a, b) in enumerate(spans)]


def _take_side(table: Layout, start: int, end: int) -> Layout:
    def keep(columns):
        return tuple(column for column in columns if start <= table.at[column] < end)

    areas = keep(table.area_columns)
    names = [f"{role}_column" for role in (*LABEL_ROLES, "species") if role != "area"]
    single: dict[str, Any] = {
        name: next(iter(keep(filter(None, [getattr(table, name)]))), None) for name in names
    }
    return replace(
        table,
        area_column=areas[-1],
        area_columns=areas,
        values=tuple(value for value in table.values if start <= value.at < end),
        word_columns=keep(table.word_columns),
        part_columns=keep(table.part_columns),
        **single,
    )


def _find_starts(grid: Grid, layout: Layout, reader: PhraseReader):
    headers = _list_keys(grid, layout.header_row - 1, layout.header_end, reader)
    banner: list[int] = []
    begins = last = layout.data_row - 1
    for at in grid.list_odd_rows(begins, layout.last_row):
        row = SheetRow(at, grid.rows[at], reader)
        if banner and row.at > last + 1:
            # The rows between hold figures, which end the words above them.
            yield _Start(banner[0], None, banner)
            banner = []
        last = row.at
        if row.at < begins or row.is_note or not row.cells:
            continue
        # Most rows are of figures: their first cell tells, before every cell is looked at.
        first = (row.cells[0].at, row.cells[0].folded)
        is_known = any(key[:1] == (first,) for key in headers) and row.key in headers
        if is_known and not banner:
            continue
        if is_known or _is_heading(row, layout):
            yield _Start(banner[0] if banner else row.at, row.at, banner)
            banner = []
            # Columns, and how far the header goes, are those of the new table from here on.
            below = _take(grid, row.at, row.at + _LOOKED_AT)
            found = detect_layout(below, reader, {"*": {"header_row": 1}}, is_shaped=True)
            layout = found or layout
            begins = row.at + (found.header_end if found else 1)
            headers = _list_keys(grid, row.at, begins, reader)
        elif _is_banner(row.cells, layout):
            banner.append(row.at)
        elif banner:
            yield _Start(banner[0], None, banner)
            banner = []
    if banner and last + 1 < min(layout.last_row, len(grid.rows)):
        yield _Start(banner[0], None, banner)


def _list_keys(grid: Grid, start: int, end: int, reader: PhraseReader) -> set[tuple]:
    return {SheetRow(at, cells, reader).key for at, cells in enumerate(grid.rows[start:end])}


def _is_heading(row: SheetRow, layout: Layout) -> bool:
    """Tell whether cells below figures are a header: the name of a column first, or only years."""
    first = row.cells[0]
    if len(row.cells) < 2 or not (first.at or first.role):
        return False
    is_years = first.at > layout.places.get("area", first.at) and all(
        cell.is_time for cell in row.cells
    )
    return (bool(first.role) or is_years) and row.is_header


def _is_banner(cells: list[Text], layout: Layout) -> bool:
    """Tell whether cells are a title or a line such as 单位：头: few words, and no figures."""
    if len(cells) > _MOST_BANNER_CELLS or any(cell.is_value for cell in cells):
        return False
    columns = {cell.at: cell for cell in cells}
    area = columns.get(layout.places.get("area", layout.places.get("code", -1)))
    if area is not None and area.is_area:
        # 兵团 alone is over the rows below it.
        return area.area.kind == CHECK and area.area.id is not None and len(cells) == 1
    is_alone = len(cells) == 1 and not columns.keys() & set(layout.value_places)
    return is_alone or any(_is_labelled(cell.plain) for cell in cells)


def _is_labelled(text: str) -> bool:
    label = re.split(r"[:：]", text.strip("(（"))[0]
    return label.lower() in _LABELS and label != text.strip("(（")


def _take(grid: Grid, start: int, end: int, name: str = "") -> Grid:
    merged = [
        (top - start, left, bottom - start, right)
        for top, left, bottom, right in grid.merged
        if start <= top < end
    ]
    # The name is the words above, whose unread ones are held already.
    return Grid(name, grid.rows[start:end], merged, is_named_by_file=True)


def _lay_out_below(
    grid: Grid, start: _Start, end: int, said: Context, above: Layout, reader: PhraseReader
) -> Layout | None:
    context = above.title or ("" if grid.is_named_by_file else grid.name)
    indicator = said.indicator or said.complete(above.species, above.measure)
    if start.header is None:
        return _change_words(start, end, above, said, indicator or said.named)
    below = _take(grid, start.row, end, "" if said.named else context)
    header = {"*": {"header_row": start.header - start.row + 1}}
    found = detect_layout(below, reader, header, is_shaped=True)
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
        indicator=indicator or said.named or found.indicator or above.indicator,
        unit=said.unit or found.unit or (None if indicator else above.unit),
        year=said.year or found.year or above.year,
        year_shift=found.year_shift or above.year_shift,
        period=found.period or above.period,
        area=said.area or found.area or above.area,
        kind=found.kind or above.kind,
        part=found.part or above.part,
        unread=tuple(dict.fromkeys([*above.unread, *found.unread, *_list_open(said, above)])),
        words=tuple(
            replace(word, sheet=grid.name, row=word.row and word.row + start.row)
            for word in found.words
        ),
        is_sheep_units=found.is_sheep_units or above.is_sheep_units,
        source=found.source or above.source,
        note=found.note or above.note,
        is_provisional=found.is_provisional or above.is_provisional,
        fingerprint=above.fingerprint,
        shape=above.shape,
        is_remembered=above.is_remembered,
    )


def _list_open(said: Context, above: Layout) -> list[str]:
    """Return the year in the title of a table that names no period, below a table of half a year:
    whether it is of that half is not said."""
    if above.period in (None, "Y") or said.period or not said.named:
        return []
    return [word for line in said.lines for word in line.year_words]


def _continue_units(found: Layout, said: Context, above: Layout) -> tuple[ValueColumn, ...]:
    """Give the columns of a continued table the units of the same columns above."""
    if said.unit or found.unit or any(value.unit for value in found.values):
        return found.values
    units = {value.indicator: value.unit for value in above.values if value.indicator}
    return tuple(replace(value, unit=units.get(value.indicator or "")) for value in found.values)


def _change_words(
    start: _Start, end: int, above: Layout, said: Context, indicator: str | None
) -> Layout | None:
    """Return a table that has the columns of the one above and words of its own.

    A name that is not understood stays as written, to be rejected at its place.
    """
    indicator = None if above.indicator_column else indicator
    says_more = any(
        (said.kind, said.part, said.period, said.unread, said.species, said.measure, said.other)
    )
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
        # 二、死亡 is over its rows until a line names what follows: 三、出栏.
        other=said.other or (None if said.indicator or said.measure else above.other),
        unread=tuple(dict.fromkeys([*above.unread, *(word.text for word in said.unread)])),
        words=(*above.words, *said.words, *said.unread),
        is_sheep_units=said.is_sheep_units or above.is_sheep_units,
        indicator_cell=said.indicator_cell if indicator else above.indicator_cell,
        area=said.area or above.area,
    )


def _change_value(value: ValueColumn, said: Context, above: Layout) -> ValueColumn:
    """Give a column that names a measure only (存栏) the species of the rows below a title, and
    one that names a species only the measure."""
    kind, period = value.kind or said.kind, said.period or value.period
    if value.measure and (said.other or said.measure not in (None, value.measure)):
        # 指标：羊存栏 above columns of 存栏 and 出栏.
        value = replace(value, unread=(*value.unread, value.heading))
    if said.species and value.measure and not value.names_species:
        indicator = said.by_measure.get(value.measure)
        return replace(value, indicator=indicator, kind=kind, period=period)
    if value.names_species and not value.measure and (said.species or said.measure):
        species, is_bred = join_breeding(said.species or above.species, value.species)
        indicator = find_indicator(species, said.measure or above.measure)
        # 指标：牛出栏 above a column of 羊.
        agrees = is_bred and refine(said.species, value.species)[1]
        unread = value.unread if agrees else (*value.unread, value.heading)
        value = replace(value, indicator=indicator, unread=unread)
    return replace(value, kind=kind, period=period)
