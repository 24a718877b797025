"""Tells what each column of a table holds: labels of rows, words to be read, parts, or values."""

import re
from collections import Counter
from dataclasses import replace
from typing import Any

from data.errors import UnknownIdError
from data.files.grid import Grid
from data.names.books import Books
from data.names.periods import cumulate_to
from data.statistics.columns_held import hold_columns
from data.statistics.context import Context
from data.statistics.edges import LOOKED_AT, Edges, is_counter
from data.statistics.headings import Heading
from data.statistics.model import LABEL_ROLES, ReadWord, ValueColumn
from data.statistics.senses import ACTUAL, COMPARED, PLANNED, Text

# Cells below these are read word by word.
_WORD_ROLES = ("kind", "species", "note")
_UNIT_AGAIN = "unit again"
_FINENESS = {"region": 0, "prefecture": 1, "group": 1, "county": 2}


def assign_columns(
    grid: Grid, edges: Edges, headings: list[Heading], context: Context
) -> dict[str, Any]:
    """Return the fields of a Layout that say what its columns hold.

    What the columns tell of each other (`has_periods`, `has_ranks`) is noted in the context.
    """
    letters, correction = grid.letters, edges.correction
    start = edges.last + 1
    rows = list(grid.rows[start : min(edges.end, start + LOOKED_AT)])
    below = [
        [Text(row[at], context.reader) for row in rows if at < len(row) and row[at].strip()]
        for at in range(len(headings))
    ]
    roles = _assign_roles(headings, below, letters, correction)
    context.has_periods = "period" in roles.values()
    context.has_ranks = any("rank" in sense.kinds for at in roles for sense in headings[at].senses)
    is_long = "value" in roles.values()
    kinds = [
        _tell_column(roles.get(at), heading, below[at], is_long)
        for at, heading in enumerate(headings)
    ]
    words = [] if correction.get("value_columns") else _list_at(kinds, "word")
    values: list[ValueColumn] = []
    for at in _list_at(kinds, "value"):
        values.append(_make_value_column(letters[at], headings[at], values, context))
    settled = hold_columns(_settle_kinds(tuple(values), context), context, {*roles.values()})
    corrected = _correct_values(settled, correction)
    by_role = {role: at for at, role in sorted(roles.items(), reverse=True)}
    areas = _order_areas(
        [at for at in sorted(roles) if roles[at] == "area"], below, context.reader.books
    )
    if areas:
        by_role["area"] = areas[-1]
    return {
        "values": corrected,
        "orientation": _name_orientation(corrected, by_role),
        "ignored_columns": tuple(letters[at] for at in _list_at(kinds, "ignored")),
        "area_columns": tuple(letters[at] for at in areas),
        "word_columns": tuple(letters[at] for at in words),
        "part_columns": tuple(letters[at] for at in sorted(roles) if roles[at] == "part"),
        # What stands below a heading that is not understood, or says something that is no name
        # of a column of words (2021年), bears on its row, whatever it is.
        "unread_columns": tuple(
            (letters[at], (*headings[at].unread, headings[at].text)[0])
            for at in words
            if at not in roles and (headings[at].unread or headings[at].is_known)
        ),
    } | {
        f"{role}_column": letters[at]
        for role, at in by_role.items()
        if role in LABEL_ROLES or role == "species"
    }


def list_heading_words(
    grid: Grid, edges: Edges, headings: list[Heading], context: Context
) -> list[ReadWord]:
    """Return each word of the header with its place and what it was read as."""
    words: list[ReadWord] = []
    for row in range(edges.first, edges.last + 1):
        is_numbers = is_counter(grid.rows[row])
        for at, text in enumerate(grid.rows[row]):
            cell = Text(text, context.reader, at)
            read: tuple = ()
            if is_numbers and text.strip():
                read = ((text, "filler"),)
            elif cell.role and at < len(headings) and headings[at].role:
                read = (cell.role_word,)
            elif text.strip():
                read = cell.sense.words
            words += [ReadWord(grid.name, row + 1, cell.letter, *word) for word in read]
    return words


def _list_at(kinds: list[str | None], kind: str) -> list[int]:
    return [at for at, each in enumerate(kinds) if each == kind]


def _assign_roles(
    headings: list[Heading], below: list[list[Text]], letters: list[str], correction: dict
) -> dict[int, str]:
    """Return the role of each column without values, by its header or its cells."""
    roles = {at: heading.role for at, heading in enumerate(headings) if heading.role}
    for at, role in list(roles.items()):
        if role in ("unit", "value", "area") and _are_areas(below[at]):
            roles[at] = "area"
        elif role == "area" and _are_years(below[at]):
            roles[at] = "year"
    _guess_part_columns(headings, below, roles)
    if "area" not in roles.values() and "code" not in roles.values():
        _guess_area_column(headings, below, roles)
    if "year" not in roles.values():
        _guess_year_column(headings, below, roles)
    units = [at for at, role in sorted(roles.items()) if role == "unit"]
    # A second column of units is held against the first.
    roles |= dict.fromkeys(units[1:], _UNIT_AGAIN)
    for chosen in correction.get("ignored_columns") or []:
        roles[_find_place(chosen, letters)] = "ignored"
    for role in (*LABEL_ROLES, "value"):
        chosen = correction.get(f"{role}_column")
        if chosen:
            roles = {at: known for at, known in roles.items() if known != role}
            roles[_find_place(chosen, letters)] = role
    values = {chosen.strip().upper() for chosen in correction.get("value_columns") or []}
    return {at: role for at, role in roles.items() if letters[at] not in values}


def _find_place(chosen: str, letters: list[str]) -> int:
    column = chosen.strip().upper()
    if column not in letters:
        raise UnknownIdError("unknown_column", value=chosen, last=letters[-1])
    return letters.index(column)


def _guess_part_columns(headings, below, roles) -> None:
    """Give the role part to a column headed 乡镇 or 经济类型 with words below."""
    for at, heading in enumerate(headings):
        says_more = heading.indicator or heading.species or heading.measure or heading.unit
        if at in roles or not heading.part or heading.unread or says_more:
            continue
        if below[at] and not any(cell.is_numeric for cell in below[at]):
            roles[at] = "part"


def _guess_area_column(headings, below, roles) -> None:
    for at, heading in enumerate(headings):
        if at in roles and roles[at] != "indicator":
            continue
        if heading.is_known and heading.role is None and heading.area is None:
            continue
        has_indicators = _are_mostly([cell.is_indicator for cell in below[at]])
        if _are_areas(below[at]) and not (has_indicators and roles.get(at) == "indicator"):
            roles[at] = "area"
            return
        if at not in roles and has_indicators:
            roles[at] = "indicator"


def _guess_year_column(headings, below, roles) -> None:
    """Give the role year to a column without a heading whose cells are years (昭苏县历年)."""
    for at, heading in enumerate(headings):
        if at not in roles and not heading.text:
            if _are_years(below[at]):
                roles[at] = "year"
            return


def _are_areas(cells: list[Text]) -> bool:
    # A value of six digits may look like a code: only words make a column of areas.
    return _are_mostly([not cell.is_numeric and cell.is_area for cell in cells])


def _are_years(cells: list[Text]) -> bool:
    return _are_mostly([cell.when is not None for cell in cells])


def _are_mostly(told: list[bool]) -> bool:
    return bool(told) and sum(told) * 2 >= len(told)


def _order_areas(areas: list[int], below: list[list[Text]], books: Books) -> list[int]:
    """Return the columns of areas from the widest to the finest."""
    levels_of = books.areas.levels

    def get_fineness(at: int) -> float:
        levels = [_FINENESS.get(levels_of.get(cell.area.id or "", ""), 2) for cell in below[at]]
        return sum(levels) / len(levels) if levels else 0

    return sorted(areas, key=lambda at: (get_fineness(at), at))


def _tell_column(
    role: str | None, heading: Heading, cells: list[Text], is_long: bool
) -> str | None:
    """Tell whether a column holds values or words, is ignored, or none of these (None).

    Parameters
    ----------
    is_long : bool
        The table has a column headed 数值: others are values only where their heading says so.
    """
    if role in (*_WORD_ROLES, _UNIT_AGAIN, "ignored"):
        return "ignored" if role == "ignored" else "word"
    if role not in (None, "value") or not (heading.text or cells):
        return None
    if role == "value":
        return role
    has_words = sum(cell.is_numeric for cell in cells) * 2 < len(cells)
    if not heading.text:
        return "word" if has_words else "ignored"
    if has_words and not heading.indicator:
        return "word"
    is_of_figures = bool(heading.is_known or heading.unit or heading.unread)
    return "value" if is_of_figures or not is_long else "ignored"


def _make_value_column(
    column: str, heading: Heading, before: list[ValueColumn], context: Context
) -> ValueColumn:
    """Return a value column.

    Parameters
    ----------
    before : list of ValueColumn
        The columns to the left; 地方 and 兵团 are parts of the figure beside them.
    """
    value = ValueColumn(
        column,
        heading.indicator,
        heading.unit,
        heading.year,
        heading.area,
        heading.year_shift or 0,
        None,
        heading.species,
        heading.measure,
        heading.kind,
        heading.part,
        heading.unread,
        heading.marks,
        heading.other,
        heading.text,
        heading.species is not None,
        is_sheep_units=any(sense.is_sheep_units for sense in heading.senses),
    )
    value = _take_subject(_set_period(value, heading, context), heading, before, context)
    whole = next((each for each in reversed(before) if each.area is None), None)
    if heading.is_part and whole and not (value.unit or value.year):
        value = replace(whole, column=column, area=heading.area, heading=heading.text)
    return value


def _take_subject(value: ValueColumn, heading: Heading, before, context) -> ValueColumn:
    """Give a column that says only when (上年同期) the indicator of the column to its left,
    where the title names none."""
    says_more = heading.indicator or heading.species or heading.measure or heading.other
    if heading.year_shift is None or says_more or context.indicator or value.kind or not before:
        return value
    left = next((each for each in reversed(before) if each.indicator or each.unread), None)
    if left is None or left.unread or left.part or left.area:
        return value
    return replace(
        value,
        indicator=left.indicator,
        unit=value.unit or left.unit,
        species=left.species,
        measure=left.measure,
        names_species=left.names_species,
    )


def _set_period(value: ValueColumn, heading: Heading, context) -> ValueColumn:
    """Combine the heading's period with the table's; an unclear one holds the column."""
    own, table = heading.period, context.period
    held = None
    if own == "none":
        held = heading.text
    elif own in ("to_month", "same") and table is None and context.has_periods:
        # The row says the month.
        pass
    elif own == "to_month":
        own = cumulate_to(table) if table else None
        held = None if own else heading.text
    elif own == "same":
        own = table
        held = None if table and table[0] in "MQ" else heading.text
    elif own == "year_end":
        held = heading.text if table not in (None, "Y") else None
        own = table
    elif own is None and heading.year_shift and not heading.keeps_period:
        # 上年 beside a half-year may be the half or the whole of it.
        held = heading.text if table not in (None, "Y") else None
        own = table
    else:
        own = own or table
    unread = (*value.unread, held) if held else value.unread
    return replace(
        value, period=None if own == "none" else own, unread=tuple(dict.fromkeys(unread))
    )


def _settle_kinds(values: tuple[ValueColumn, ...], context) -> tuple[ValueColumn, ...]:
    """Give the title's kind to columns without a kind of their own.

    A title of comparison beside its subject (存栏及增减情况) means the columns that say so;
    any other means every column that does not say 完成.
    """
    kind = context.kind
    if kind is None or kind == ACTUAL:
        return values
    family = next((each for each in (PLANNED, COMPARED) if kind in each), (kind,))
    is_said = any(value.kind in family for value in values)
    if kind == "rank" and (is_said or context.has_ranks):
        # The places stand in columns of their own, beside the figures.
        return values
    if is_said and context.is_kind_beside and kind not in PLANNED:
        return values
    levels = _find_levels(values) if is_said and kind in COMPARED else set()
    return tuple(
        value
        if value.kind or value.column in levels
        else replace(value, kind=kind, is_kind_of_title=True)
        for value in values
    )


def _find_levels(values: tuple[ValueColumn, ...]) -> set[str]:
    """Return the columns of the levels before and after the changes of a table (增减变动):
    only where both stand beside columns of changes."""
    first = {value.column for value in values if _BEFORE.search(value.heading)}
    last = {value.column for value in values if _AFTER.search(value.heading)}
    return first | last if first and last else set()


_BEFORE, _AFTER = re.compile(r"年初|期初"), re.compile(r"年末|年底|期末|年终")


def _correct_values(values: tuple[ValueColumn, ...], correction: dict) -> tuple[ValueColumn, ...]:
    wanted = correction.get("value_columns")
    if correction.get("value_column"):
        wanted = [correction["value_column"]]
    if wanted:
        known = {value.column: value for value in values}
        values = tuple(known.get(column.upper(), ValueColumn(column.upper())) for column in wanted)
        values = tuple(replace(value, unread=()) for value in values)
    said: dict[str, dict] = correction.get("columns") or {}
    return tuple(
        _correct_value(value, said[value.column]) if value.column in said else value
        for value in values
    )


def _correct_value(value: ValueColumn, said: dict) -> ValueColumn:
    fields = ("indicator", "unit", "year", "area")
    known: dict[str, Any] = {key: str(said[key]) for key in fields if said.get(key)}
    return replace(value, unread=(), kind=None, part=None, **known)


def _name_orientation(values: tuple[ValueColumn, ...], by_role: dict[str, int]) -> str:
    if "value" in by_role and len(values) == 1:
        return "long"
    told = Counter(
        key for value in values for key in ("year", "area", "indicator") if getattr(value, key)
    )
    if told["area"] and "area" not in by_role:
        return "by_area"
    return "by_indicator" if told["indicator"] else "by_year" if told["year"] else "long"
