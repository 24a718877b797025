"""Reads the header cells above a column: role, indicator, unit, year, area, kind of figure and
part, and the words that were not understood."""

from dataclasses import dataclass, replace
from itertools import pairwise

from data.files.grid import Grid
from data.names.books import Books
from data.names.matching import CHECK, UNKNOWN
from data.names.species import find_indicator, is_animal, join_breeding, split_indicator
from data.names.text import squeeze
from data.statistics.context import Context
from data.statistics.edges import Edges, is_counter
from data.statistics.senses import Sense, Text, choose_kind, join_periods, join_species

_PRODUCED, _OUTPUTS = "output", ("output", "meat", "milk", "egg")
_BREEDING = ("breeding_cattle", "breeding_sheep")
_VAGUE = ("livestock", "animal_poultry")
# A column is one of these only by its whole heading; below an upper heading it is not.
_ROLES_ALONE = frozenset({"kind", "year", "period", "unit", "state", "source", "note"})


@dataclass(frozen=True)
class Heading:
    """The combined meaning of the header cells above a column; None where they say nothing.

    Parameters
    ----------
    indicator : str or None
        An id, or the name as written if it means none or several.
    year_shift : int or None
        Years relative to the table's (上年: -1); None if nothing is said.
    keeps_period : bool
        The table's period holds for that year too (上年同期).
    part, other : str or None
        The word that makes the column a part, or a quantity that is not an indicator of ours.
    is_known : bool
        Something was understood besides fillers.
    is_part : bool
        `area` is a part (地方, 兵团) of the figure of the row's own area.
    """

    text: str = ""
    role: str | None = None
    indicator: str | None = None
    unit: str | None = None
    year: str | None = None
    area: str | None = None
    year_shift: int | None = None
    keeps_period: bool = False
    period: str | None = None
    species: str | None = None
    measure: str | None = None
    kind: str | None = None
    part: str | None = None
    other: str | None = None
    unread: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    is_known: bool = False
    is_part: bool = False
    senses: tuple[Sense, ...] = ()


def combine_headings(grid: Grid, edges: Edges, context: Context) -> list[Heading]:
    """Return the heading of each column.

    The text of a merged cell is above every column that it covers. What the lines above the
    header say may hold the measure (存栏) of a column headed 牛, or its species.
    """
    rows = [list(grid.filled[row]) for row in range(edges.first, edges.last + 1)]
    rows = [row for row in rows if not is_counter(row)]
    if not any(edges.first <= top <= edges.last for top, _, _, _ in grid.merged):
        _carry_right(rows)
    struck = {column for row, column in grid.struck if edges.first <= row <= edges.last}
    headings = []
    for column in range(grid.width):
        parts = [row[column] if column < len(row) else "" for row in rows]
        parts = [part for at, part in enumerate(parts) if at == 0 or part != parts[at - 1]]
        heading = _parse_heading(parts, context)
        if column in struck:
            # What is struck out may hold or not.
            heading = replace(heading, unread=(*heading.unread, heading.text))
        headings.append(heading)
    return headings


def _carry_right(rows: list[list[str]]) -> None:
    """Repeat an upper heading over the blank cells to its right that have sub-headings."""
    for upper, lower in pairwise(rows):
        upper.extend([""] * (len(lower) - len(upper)))
        carried = ""
        for column in range(min(len(upper), len(lower))):
            if upper[column].strip():
                carried = upper[column] if lower[column].strip() else ""
            elif lower[column].strip() and carried:
                upper[column] = carried


def _parse_heading(parts: list[str], context: Context) -> Heading:
    """Read the header cells above one column, from top to bottom."""
    cells = [Text(part, context.reader) for part in map(squeeze, parts) if part]
    if not cells:
        return Heading()
    text, senses = " ".join(cell.text for cell in cells), tuple(cell.sense for cell in cells)
    whole = Text("".join(cell.text for cell in cells), context.reader)
    role = whole.role or _find_lowest_role(cells, senses)
    if role:
        unit = next((sense.units[-1] for sense in senses[::-1] if sense.units), None)
        year = _find_year(senses)
        marks = tuple(mark for sense in senses for mark in sense.marks)
        return Heading(text, role, unit=unit, year=year, marks=marks, is_known=True, senses=senses)
    return _combine(text, senses, context)


def _find_lowest_role(cells: list[Text], senses: tuple[Sense, ...]) -> str | None:
    role, upper = cells[-1].role, senses[:-1]
    if role in (None, "value") or any(sense.kinds or sense.parts for sense in upper):
        return None
    if role in _ROLES_ALONE and any(sense.says_something for sense in upper):
        return None
    return role


def _find_year(senses: tuple[Sense, ...]) -> str | None:
    return next((str(sense.years[0]) for sense in senses[::-1] if len(sense.years) == 1), None)


def _combine(text: str, senses: tuple[Sense, ...], context: Context) -> Heading:
    books = context.reader.books
    areas = [area for sense in senses for area in sense.areas]
    area, is_part = _find_area(areas, books)
    unread = [word for sense in senses for word in sense.unread]
    species, agrees = join_species(_list_species(senses))
    measure, says_one = _find_measure(senses)
    if species and measure is None:
        species, is_bred = join_breeding(context.species, species)
        agrees = agrees and is_bred
    if not (agrees and says_one and context.agrees_on(species, measure)):
        unread.append(text)
    indicator = _find_indicator(senses, species, measure, context, books)
    period, fits = _find_period(senses)
    years = {year for sense in senses for year in sense.years}
    shifts = {sense.shift for sense in senses if sense.shift is not None}
    if not fits or len(years) > 1 or len(shifts) > 1 or len(areas) > 1:
        unread.append(text)
    unit = next((sense.units[-1] for sense in senses[::-1] if sense.units), None)
    if any(sense.is_sheep_units for sense in senses):
        unit = books.units.name_sheep_units(unit)
    return Heading(
        text,
        None,
        indicator,
        unit,
        _find_year(senses) if years else _find_span(senses),
        area,
        next(iter(shifts), None),
        any(sense.keeps_period for sense in senses),
        period,
        species,
        measure,
        choose_kind(tuple(kind for sense in senses for kind in sense.kinds)),
        _find_part(senses),
        next((other for sense in senses for other in sense.others), None),
        tuple(dict.fromkeys(unread)),
        tuple(mark for sense in senses for mark in sense.marks),
        any(sense.says_something for sense in senses),
        is_part,
        senses,
    )


def _list_species(senses) -> tuple[str, ...]:
    return tuple(
        species
        for sense in senses
        for species in sense.species
        if species not in _VAGUE or sense.measures or _is_bare(sense)
    )


def _is_bare(sense: Sense) -> bool:
    """Tell whether a cell names only a species: 牲畜, not 牲畜生产情况."""
    return sum(token.reads_as not in ("unit", "time") for token in sense.tokens) == 1


def _find_measure(senses) -> tuple[str | None, bool]:
    """Return the measure of the lowest cell that has one, and whether the cells agree on it:
    存栏 over 出栏 may be either; 肉 over 产量 are one."""
    named = [measure for sense in senses for measure in sense.measures]
    families = {_PRODUCED if measure in _OUTPUTS else measure for measure in named}
    return (named[-1] if named else None), len(families) < 2


def _find_area(areas: list[str], books: Books) -> tuple[str | None, bool]:
    if not areas:
        return None, False
    match = books.areas.resolve(areas[-1], None)
    return areas[-1], match.kind == CHECK and match.id is not None


def _find_part(senses) -> str | None:
    """Return the word that makes a column a part; 其中 alone does not."""
    parts = [part for sense in senses for part in sense.parts]
    real = [part for part in parts if part not in ("其中", "#其中")]
    return real[0] if real else None


def _find_period(senses) -> tuple[str | None, bool]:
    """Return the named period, ``none`` for one without a code, and whether all cells agree."""
    named = tuple(period for sense in senses for period in sense.periods)
    is_open = "open" in named and set(named) <= {"open", "year_end", "same", "to_month"}
    return ("none", True) if is_open or "none" in named else join_periods(named)


def _find_span(senses) -> str | None:
    """Return a span of years (2016—2020年) as written, because it is not a year."""
    for sense in senses:
        if sense.is_span:
            return next(token.text for token in sense.tokens if token.time and token.time.is_span)
    return None


def _find_indicator(senses, species, measure, context, books: Books) -> str | None:
    """Return the indicator of a column: named by a cell, or from species and measure.

    If either is missing, the title's species or measure is used.
    """
    named = [name for sense in senses for name in sense.indicators]
    parts = [name for name in named if name in books.indicators.rows and split_indicator(name)]
    whole = [name for name in named if name not in parts]
    if whole and not measure:
        return whole[-1]
    if measure is None and species is None:
        return whole[-1] if whole else None
    if measure is None:
        measure = context.measure or _find_only_measure(species, context)
    if species is None and measure is not None:
        if context.species:
            species = context.species
        elif not context.has_species:
            return _find_by_measure(senses, books)
    found = find_indicator(species, measure)
    return found or (whole[-1] if whole else None)


def _find_only_measure(species: str | None, context: Context) -> str | None:
    """Return the one measure that a column without one can have: 牛肉 below a title of 存栏 and
    肉产量 is output, and 能繁母牛 is a stock whatever the title names."""
    if species is None or is_animal(species):
        return "stock" if species in _BREEDING else None
    fitting = [name for name in context.measures if find_indicator(species, name)]
    return fitting[0] if len(fitting) == 1 else None


def _find_by_measure(senses, books: Books) -> str | None:
    """Return the indicator that a measure names alone (出栏率, 肉产量); None if it names none."""
    for sense in senses[::-1]:
        for token in sense.tokens:
            if token.reads_as in ("measure", "indicator"):
                match = books.indicators.resolve(token.text)
                if match.kind != UNKNOWN:
                    return match.id or token.text
    return None
