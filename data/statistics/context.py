"""What stands above and below a table: title, indicator, unit, year, source and notes."""

import re
from dataclasses import dataclass

from data.files.grid import Grid
from data.names.books import Books
from data.names.matching import OK
from data.names.numbers import find_when, parse_when
from data.names.text import fold, letter, squeeze
from data.statistics.headings import split_unit

_LABELLED = re.compile(
    r"^(?P<label>指标名称|指标|数据库|时间|年份|年度|地区|区域|填报单位|计量单位|单位|数据来源"
    r"|资料来源|来源|制表单位|填报时间|制表|unit|indicator|year|area|source)\s*[:：]\s*(?P<text>.+)$",
    re.IGNORECASE,
)
_UNIT_INSIDE = re.compile(r"(?:计量)?单位\s*[:：]\s*([^\s()（）]+(?:\([^()]*\))?)")
_SOURCE = re.compile(r"^(?:数据来源|资料来源|来源|source)\s*[:：]?\s*(.*)$", re.IGNORECASE)
_NOTE = re.compile(r"^(?:\d+[.、])?(?:注释?|说明|备注|notes?)\s*[:：\d]\s*(.*)$", re.IGNORECASE)
_NUMBERING = re.compile(r"^[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．](?!\d)\s*")
_FILLERS = re.compile(
    r"续表\d*:?|\(续\)|各县市?区?|各地州?市?|各地区|分地区|分县市?|分省|统计表|情况表|情况|一览表|统计|年度数据"
    r"|主要年份|历年|表\d+|\d+-\d+"
)


@dataclass
class Context:
    """What the rows above the header and the sheet's name say."""

    title: str | None = None
    indicator: str | None = None
    indicator_cell: tuple[int, str] | None = None
    unit: str | None = None
    year: str | None = None
    area: str | None = None
    source: str | None = None


def read_context(grid: Grid, header: int, books: Books) -> Context:
    """Read the rows above the header (position from 0), then the sheet's name."""
    context = Context()
    for row in range(min(header, len(grid.rows))):
        for column, cell in enumerate(grid.rows[row]):
            if squeeze(cell):
                _read_cell(context, squeeze(cell), (row + 1, letter(column)), books)
    for text in filter(None, [context.title, grid.name]):
        _read_title(context, text, books)
    return context


def _read_cell(context: Context, text: str, cell: tuple[int, str], books: Books) -> None:
    bare = text[1:-1] if text[0] in "(（" and text[-1] in ")）" else text
    match = _LABELLED.match(bare)
    label = match["label"].lower() if match else None
    if label in ("指标", "指标名称", "indicator"):
        context.indicator, unit = split_unit(match["text"], books.units)
        context.indicator_cell = cell
        context.unit = context.unit or unit
    elif label in ("单位", "计量单位", "unit"):
        context.unit = match["text"].strip()
    elif label in ("时间", "年份", "年度", "year") and parse_when(match["text"]):
        context.year = match["text"].strip()
    elif label in ("地区", "区域", "填报单位", "area"):
        if books.areas.resolve(match["text"], None).kind == OK:
            context.area = match["text"].strip()
    elif label in ("数据来源", "资料来源", "来源", "source"):
        context.source = match["text"].strip()
    elif label is None:
        unit = _UNIT_INSIDE.search(text)
        if unit:
            context.unit = unit[1]
            text = text.replace(unit[0], "").strip(" ()（）")
        if context.title is None and len(fold(text)) > 1 and not _NOTE.match(text):
            context.title = text


def _read_title(context: Context, text: str, books: Books) -> None:
    when, rest = find_when(text)
    if when and context.year is None:
        context.year = f"{when.year}{'' if when.period == 'Y' else when.period}"
    name, unit = split_unit(rest, books.units)
    context.unit = context.unit or unit
    name = re.sub(r"^(?:年|度)", "", name)
    if context.area is None:
        context.area = _find_area(name, books)
    if context.indicator is None:
        for candidate in _list_indicator_names(name, context.area):
            if books.indicators.resolve(candidate).kind == OK:
                context.indicator = candidate
                break


def _find_area(name: str, books: Books) -> str | None:
    folded = fold(name)
    for end in range(len(folded), 1, -1):
        if books.areas.resolve(folded[:end], None).kind == OK:
            return folded[:end]
    return None


def _list_indicator_names(name: str, area: str | None) -> list[str]:
    folded = fold(name)
    bare = folded[len(area) :] if area and folded.startswith(area) else folded
    names = [folded, bare, _FILLERS.sub("", folded), _FILLERS.sub("", bare)]
    return [text.lstrip("年度的") for text in dict.fromkeys(names) if text]


def read_banner(grid: Grid, rows: list[int], books: Books) -> Context:
    """Read the words between two tables of a sheet (rows by position from 0).

    The indicator is None unless it is known; indicator_cell is where the last words stand.
    """
    context = Context()
    for row in rows:
        for column, cell in enumerate(grid.rows[row]):
            text = _NUMBERING.sub("", squeeze(cell))
            if not text:
                continue
            before, context.title = context.title, None
            _read_cell(context, text, (row + 1, letter(column)), books)
            if len(fold(text)) == 1:
                context.title = text
            if context.title is not None:
                _read_title(context, context.title, books)
                context.indicator_cell = (row + 1, letter(column))
            context.title = context.title or before
    return context


def find_footer(grid: Grid, start: int) -> tuple[int, str | None, str | None]:
    """Return the number of rows up to the end of the data, the source and the notes.

    Notes are collected wherever they stand; lines that continue a note belong to it.
    """
    sources, notes, in_note, end = [], [], False, start
    last = start - 1
    for row in grid.list_odd_rows(start, len(grid.rows)):
        if row > last + 1:
            in_note, end = False, row
        last = row
        cells = [squeeze(cell) for cell in grid.rows[row] if cell.strip()]
        if not cells:
            continue
        source, note = _SOURCE.match(cells[0]), _NOTE.match(cells[0])
        if source and len(cells) <= 2:
            sources.append(source[1] or " ".join(cells[1:]))
            in_note = False
        elif note and len(cells) <= 2:
            notes.append(" ".join([note[1], *cells[1:]]).strip())
            in_note = True
        elif in_note and len(cells) == 1:
            notes.append(cells[0])
        else:
            in_note, end = False, row + 1
    if last + 1 < len(grid.rows):
        end = len(grid.rows)
    return end, "; ".join(filter(None, sources)) or None, " ".join(notes) or None


def is_note_row(cells: list[str]) -> bool:
    """Tell whether a row is a note or a source line."""
    texts = [cell for cell in cells if cell.strip()]
    if not 1 <= len(texts) <= 2:
        return False
    first = squeeze(texts[0])
    return bool(_SOURCE.match(first) or _NOTE.match(first))
