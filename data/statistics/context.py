"""Reads the lines above a table: title, indicator, unit, year, source and notes."""

import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import zip_longest

from data.files.grid import Grid
from data.names.books import Books
from data.names.lexicon import load_labels
from data.names.matching import OK, UNKNOWN
from data.names.periods import cumulate
from data.names.phrases import PhraseReader, Token
from data.names.species import find_indicator, list_indicators
from data.names.text import position
from data.names.units import UnitBook, split_unit
from data.statistics.edges import NOTE, SOURCE, Edges, match_label, says_early, split_labels
from data.statistics.model import ReadWord
from data.statistics.senses import Sense, Text, choose_kind, join_species
from data.statistics.sheet_names import NARROWER, OTHER, compare_sheet, is_end_of, is_generic
from data.statistics.title_areas import OFFICE, find_area, list_above

_OFFICE = re.compile(
    r"(?:局|厅|委|委员会|办公室|站|中心|总站|队|政府|社|院|所)(?:编|制|印|印制|编印)?$"
)
_INEXACT = {"year_end", "same", "to_month", "none", "open"}
_VAGUE = ("livestock", "animal_poultry")
_PAIR = 2
_COMPARES = re.compile(r"对比|比较|对照|相比")
# A label in a cell of its own, its text in the next cell.
_PAIRED = ("year", "period", "area", "unit", "indicator", "species", "kind")
# Who sends the form: its name may hold any word.
_OFFICE_LABELS = ("填报单位", "上报单位", "报送单位")

_Place = tuple[int, str]


@dataclass(frozen=True)
class Line:
    """One text above a table, with its meaning and place (None for the sheet's name)."""

    sense: Sense
    row: int | None
    column: str | None
    label: str | None = None

    @property
    def place(self) -> _Place | None:
        """Row and column; None for the sheet's name."""
        return (self.row, self.column) if self.row is not None and self.column else None

    @property
    def year_words(self) -> list[str]:
        """The words of the line that name a year."""
        tokens = self.sense.tokens
        return [token.text for token in tokens if token.time and token.time.year is not None]


@dataclass
class Context:
    """The meaning of the rows above the header and of the sheet's name.

    Parameters
    ----------
    has_species : bool
        At least one species is named; `species` is None where they are several.
    narrower : str or None
        The name of a sheet that is about fewer animals (羊) than its title (牲畜存栏).
    has_periods : bool
        The table has a column of periods: a heading such as 累计 is up to the row's month.
    has_ranks : bool
        The table has a column of places (位次) of its own.
    other : str or None
        A quantity without an indicator (死亡), where no other is named.
    sender : ReadWord or None
        The area of who sends the form (填报单位), where `area` is neither that nor within it:
        the form of a prefecture that a county filled in.
    is_kind_beside : bool
        Whether `kind` comes beside the subject of the table (存栏及增减情况).
    unread : list of ReadWord
        What was not understood, or contradicts another line; it holds all values.
    reader : PhraseReader
        Knows the answers for forms of `shape`; it reads what belongs to these words.
    """

    reader: PhraseReader
    shape: str = "*"
    title: str | None = None
    title_cell: tuple[int, str] | None = None
    indicator: str | None = None
    indicator_cell: tuple[int, str] | None = None
    unit: str | None = None
    year: str | None = None
    area: str | None = None
    source: str | None = None
    period: str | None = None
    year_shift: int = 0
    species: str | None = None
    has_species: bool = False
    narrower: str | None = None
    measure: str | None = None
    measures: tuple[str, ...] = ()
    kind: str | None = None
    is_kind_beside: bool = False
    part: str | None = None
    other: str | None = None
    sender: ReadWord | None = None
    is_provisional: bool = False
    is_sheep_units: bool = False
    notes: list[tuple[int, str, str]] = field(default_factory=list)
    marks: tuple[str, ...] = ()
    unread: list[ReadWord] = field(default_factory=list)
    words: list[ReadWord] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    has_periods: bool = False
    has_ranks: bool = False

    @cached_property
    def named(self) -> str | None:
        """What a title names, known or not; None where it says only what kind of areas follow,
        or of when or in which unit the figures are."""
        senses = [line.sense for line in self.lines]
        return next(
            (s.text for s in senses if s.species or s.measures or s.indicators or s.others), None
        )

    @property
    def by_measure(self) -> dict[str, str]:
        """The indicator of each measure of the species that is named; "" where there is none."""
        return list_indicators(self.species)

    def agrees_on(self, species: str | None, measure: str | None) -> bool:
        """Tell whether a heading may take its species from here: not 存栏 below 指标：牛出栏."""
        labelled = [line.sense.measures for line in self.lines if line.label == "indicator"]
        named = {name for measures in labelled for name in measures}
        return species is not None or measure is None or not named or measure in named

    def complete(self, species: str | None, measure: str | None) -> str | None:
        """Return the indicator from what is said here of species (一、牛) or measure, and from
        those of the table above."""
        if self.species is None and self.measure is None:
            return None
        return find_indicator(self.species or species, self.measure or measure)


def read_context(grid: Grid, edges: Edges, reader: PhraseReader, *, is_shaped: bool) -> Context:
    """Read the rows above the header, then the sheet's name.

    The form, and the species and measure that its title names, are the shape that answers are
    bound to.

    Parameters
    ----------
    is_shaped : bool
        Whether `reader` knows the answers for the shape already.
    """
    header, fingerprint = edges.first, edges.fingerprint
    context = _read_above(grid, header, reader)
    subject = ".".join(filter(None, [context.species, context.measure]))
    shape = f"{fingerprint}/{subject}" if subject else fingerprint
    if reader.books.answers and not is_shaped:
        context = _read_above(grid, header, PhraseReader(reader.books, reader.means, shape))
    context.shape = shape
    return context


def _read_above(grid: Grid, header: int, reader: PhraseReader) -> Context:
    context = Context(reader)
    for row in range(min(header, len(grid.rows))):
        _read_row(context, grid, row)
    if grid.name and not is_generic(grid.name):
        context.lines.append(Line(Text(grid.name, reader).sense, None, None))
    _settle(context, grid)
    return context


def read_banner(grid: Grid, rows: list[int], reader: PhraseReader) -> Context:
    """Read the words between two tables of a sheet (rows by position from 0).

    The indicator is None unless it is known; indicator_cell is the cell of the last words.
    """
    context = Context(reader)
    for row in rows:
        _read_row(context, grid, row)
    _settle(context, grid)
    if context.lines and context.indicator_cell is None:
        context.indicator_cell = context.lines[-1].place
    return context


def _read_row(context: Context, grid: Grid, row: int) -> None:
    reader = context.reader
    cells = [Text(text, reader, at) for at, text in enumerate(grid.rows[row]) if text.strip()]
    cells = [cell for cell in cells if cell.plain]
    if len(cells) > _PAIR and cells[0].role in ("area", "indicator"):
        # 地区, 牛, 5.: a header that is none for a figure in it. Its words are of columns, not
        # of the table.
        for cell in cells[1:]:
            sense = Sense(cell.plain, unread=(cell.plain,))
            context.lines.append(Line(sense, row + 1, cell.letter))
        return
    skip = False
    for cell, following in zip_longest(cells, cells[1:]):
        if skip:
            skip = False
            continue
        place = (row + 1, cell.letter)
        label = load_labels().get(cell.folded.rstrip(":"))
        has_colon = cell.plain[-1] in ":："
        if label and following and (has_colon or (len(cells) == 2 and label in _PAIRED)):
            name = cell.plain.rstrip(" :：")
            _read_label(context, name, label, following.plain, place)
            skip = True
        else:
            for piece in split_labels(cell.plain):
                _read_piece(context, piece, place)


def _read_piece(context: Context, text: str, place: _Place) -> None:
    label = match_label(text)
    if label:
        _read_label(context, label.name, label.meaning, label.text, place)
        return
    note, source = NOTE.match(text), SOURCE.match(text)
    if source:
        _read_label(context, "来源", "source", source[1], place)
    elif note:
        _read_label(context, "注", "note", text, place)
    else:
        context.lines.append(Line(Text(text, context.reader).sense, *place))


def _read_label(context: Context, name: str, label: str, text: str, place: _Place) -> None:
    sense, books = Text(text, context.reader).sense, context.reader.books
    if label != "nothing" and text:
        context.words.append(ReadWord("", *place, name, "filler"))
    if label == "source":
        context.source = text
        context.words.append(ReadWord("", *place, text, "source"))
    elif label == "nothing" or not text:
        context.words.append(ReadWord("", *place, f"{name}：{text}".rstrip("："), "filler"))
    elif label == "note":
        context.notes.append((*place, text))
        context.lines.append(Line(sense, *place, "note"))
    elif label == "unit":
        context.words.append(ReadWord("", *place, text, "unit", text))
        context.lines.append(Line(Sense(text, units=(text,)), *place, label))
    elif label == "indicator":
        name, unit = split_unit(text, books.units)
        context.indicator = _find_whole(name, sense, books) or name
        context.indicator_cell = place
        units = (unit,) if unit else ()
        kept = Sense(
            text,
            kinds=sense.kinds,
            parts=sense.parts,
            periods=sense.periods,
            years=sense.years,
            units=units,
            species=sense.species,
            measures=sense.measures,
            is_sheep_units=sense.is_sheep_units,
            tokens=sense.tokens,
        )
        context.lines.append(Line(kept, *place, label))
    else:
        context.lines.append(Line(sense, *place, OFFICE if name in _OFFICE_LABELS else label))


def _find_whole(name: str, sense: Sense, books: Books) -> str | None:
    """Return the indicator that a whole name means; None where a part of it is unread."""
    match = books.indicators.resolve(name)
    if match.kind != UNKNOWN:
        return name
    species, agrees = join_species(sense.species)
    if agrees and not sense.unread and len(sense.measures) == 1:
        return find_indicator(species, sense.measures[0])
    return None


def _settle(context: Context, grid: Grid) -> None:
    """Combine the meanings of the lines; a line that contradicts another is unread."""
    lines, books = [line for line in context.lines if line.label != "note"], context.reader.books
    for line in context.lines:
        _collect_unread(context, line, grid)
    title = _find_title(lines)
    if title is not None:
        context.title, context.title_cell = title.sense.text, title.place
    _settle_year(context, lines, grid)
    _settle_period(context, lines, grid)
    _settle_subject(context, lines, books)
    sheet = next((line for line in lines if line.row is None), None)
    if sheet and not grid.is_named_by_file:
        found = compare_sheet(sheet.sense, context.species, context.measure)
        context.narrower = sheet.sense.text if found == NARROWER else None
        if found == OTHER:
            _hold(context, grid, sheet, sheet.sense.text)
    _settle_unit(context, lines, books.units, grid)
    context.kind = choose_kind(tuple(kind for line in lines for kind in line.sense.kinds))
    context.is_kind_beside = any(
        token.reads_as == "kind" and re.search(f"[及与和、并]{re.escape(token.text)}", _bare(line))
        for line in lines
        for token in line.sense.tokens
    )
    context.part = next(
        (part for line in lines for part in line.sense.parts if "其中" not in part), None
    )
    if not any(line.sense.measures or line.sense.indicators for line in lines):
        context.other = next((other for line in lines for other in line.sense.others), None)
    context.area = find_area([(line.label, line.sense.areas) for line in lines], books)
    context.sender = _find_other_sender(context, lines, grid)
    context.marks = tuple(mark for line in lines for mark in line.sense.marks)
    texts = [line.sense.text for line in context.lines]
    context.is_provisional = any(map(says_early, texts))
    context.words = [replace(word, sheet=grid.name) for word in context.words]
    context.words += [
        ReadWord(grid.name, line.row, line.column, *word)
        for line in context.lines
        for word in line.sense.words
    ]
    if context.is_sheep_units:
        context.unit = books.units.name_sheep_units(context.unit)


def _bare(line: Line) -> str:
    return "".join(line.sense.text.split()).lower()


def _hold(context: Context, grid: Grid, line: Line, word: str) -> None:
    context.unread.append(ReadWord(grid.name, line.row, line.column, word, "unread"))


def _collect_unread(context: Context, line: Line, grid: Grid) -> None:
    sense = line.sense
    if line.place and (line.place[0] - 1, position(line.place[1])) in grid.struck:
        # What is struck out may hold or not.
        _hold(context, grid, line, sense.text)
    if line.label in (OFFICE, "note", "indicator", "unit"):
        return
    if grid.is_named_by_file and line.row is None:
        return
    is_subject = sense.kinds or sense.measures or sense.indicators or sense.periods or sense.parts
    is_office = line.row and sense.areas and not is_subject and _OFFICE.search(sense.text)
    if not is_office:
        for word in sense.unread:
            _hold(context, grid, line, word)


def _find_title(lines: list[Line]) -> Line | None:
    written = [line for line in lines if line.row is not None and line.label is None]
    telling = [line for line in written if line.sense.says_something and len(line.sense.text) > 1]
    best = max(
        telling,
        key=lambda line: bool(line.sense.indicators or line.sense.species or line.sense.measures),
        default=None,
    )
    return best or next((line for line in written if len(line.sense.text) > 1), None)


def _settle_year(context: Context, lines: list[Line], grid: Grid) -> None:
    written = [line for line in lines if line.row is not None]
    years = {year for line in written for year in line.sense.years}
    sheet = next((line for line in lines if line.row is None), None)
    named = set(sheet.sense.years) if sheet else set()
    if len(years) == 1:
        context.year = str(next(iter(years)))
        # A name taken from the file or from a table above is not a word of this table.
        if sheet and named and not named <= years and not grid.is_named_by_file:
            _hold(context, grid, sheet, sheet.year_words[0])
    elif not years and len(named) == 1:
        context.year = str(next(iter(named)))
    elif len(years) > 1 and not any(line.sense.is_span for line in written):
        labelled = {y for line in written if line.label == "year" for y in line.sense.years}
        if labelled and labelled != years:
            line = next(line for line in written if line.label == "year")
            _hold(context, grid, line, line.year_words[0])
    _settle_shift(context, lines, grid)


def _settle_shift(context: Context, lines: list[Line], grid: Grid) -> None:
    compares = any(_COMPARES.search(line.sense.text) for line in lines)
    for line in lines:
        shift = line.sense.shift
        if not shift or compares or line.sense.kinds:
            continue
        if "Y" in line.sense.periods and not line.sense.keeps_period:
            context.year_shift = shift
        else:
            word = next(t.text for t in line.sense.tokens if t.reads_as == "year")
            _hold(context, grid, line, word)


def _settle_period(context: Context, lines: list[Line], grid: Grid) -> None:
    lines = [line for line in lines if not line.sense.kinds or line.sense.years]
    written = [line for line in lines if line.row is not None]
    in_title = [period for line in written for period in line.sense.periods]
    lines = [
        line for line in lines if line in written or not is_end_of(line.sense.periods, in_title)
    ]
    named = {period for line in lines for period in line.sense.periods}
    exact = named - _INEXACT
    if context.year_shift:
        exact -= {"Y"}
    disagrees = len(exact) > 1 or bool("year_end" in named and exact - {"Y"})
    if len(exact) == 1 and not disagrees:
        only = next(iter(exact))
        is_month = "to_month" in named and only[0] == "M"
        context.period = cumulate(int(only[1:])) if is_month else only
    held = {"none"} | (set() if exact else {"to_month", "open"})
    if disagrees:
        held |= exact | {"to_month", "open"}
    for line in lines:
        for token in line.sense.tokens:
            if _get_period(token) in held:
                _hold(context, grid, line, token.text)


def _get_period(token: Token) -> str | None:
    if token.time:
        return token.time.period
    return str(token.meaning) if token.reads_as == "period" else None


def _settle_subject(context: Context, lines: list[Line], books: Books) -> None:
    written = [line for line in lines if line.row is not None]
    by_line = written if any(line.sense.species for line in written) else lines
    species = tuple(dict.fromkeys(s for line in by_line for s in line.sense.species))
    context.has_species = bool(species)
    joined, agrees = join_species(species)
    # 牲畜生产情况 above 存栏 may mean any animal; 牲畜存栏 means all.
    is_vague = joined in _VAGUE and not any(line.sense.measures for line in lines)
    context.species = joined if agrees and not is_vague else None
    by_line = written if any(line.sense.measures for line in written) else lines
    measures = tuple(dict.fromkeys(m for line in by_line for m in line.sense.measures))
    context.measure = measures[0] if len(measures) == 1 else None
    context.measures = measures
    if context.indicator is not None:
        return
    found = find_indicator(context.species, context.measure)
    if found is None:
        found = _find_named(written, books) or _find_named(lines, books)
        named = next((line for line in lines if line.sense.indicators), None)
    else:
        named = next((line for line in lines if line.sense.measures), None)
    context.indicator = found
    if found and named and named.place:
        context.indicator_cell = named.place


def _find_named(lines: list[Line], books: Books) -> str | None:
    """Return the one indicator that is named, if it is not a species with a measure."""
    named = {name for line in lines for name in line.sense.indicators}
    has_species = any(line.sense.species or line.sense.measures for line in lines)
    if len(named) != 1 or has_species:
        return None
    name = next(iter(named))
    return name if books.indicators.resolve(name).kind == OK else None


def _settle_unit(context: Context, lines: list[Line], book: UnitBook, grid: Grid) -> None:
    said = [(line, unit) for line in lines for unit in line.sense.units if line.row is not None]
    context.unit = said[-1][1] if said else None
    context.is_sheep_units = any(line.sense.is_sheep_units for line in lines)
    if context.is_sheep_units:
        return
    for line, unit in said[:-1]:
        mine, last = book.find(unit), book.find(context.unit)
        if mine and last and mine.quantity == last.quantity and mine.factor != last.factor:
            _hold(context, grid, line, unit)


def _find_other_sender(context: Context, lines: list[Line], grid: Grid) -> ReadWord | None:
    areas = context.reader.books.areas
    year = int(context.year) if context.year else None
    own = areas.resolve(context.area or "", year).id
    if own is None or any(line.label == "area" and line.sense.areas for line in lines):
        return None
    within = list_above(own, context.reader.books) | {own}
    for line in lines:
        if line.label == OFFICE and line.place:
            for name in line.sense.areas:
                # 吐鲁番市 was a county until it became the prefecture.
                found = areas.resolve(name, year)
                if within.isdisjoint({found.id, *found.candidates}):
                    return ReadWord(grid.name, *line.place, name, "unread")
    return None
