"""Detects the layout of a sheet: the place of the header and the meaning of each column."""

import hashlib
import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import Any

from data.files.grid import Grid
from data.names.books import Books
from data.names.matching import OK, UNKNOWN
from data.names.numbers import looks_numeric, parse_when
from data.names.phrases import PhraseReader
from data.names.text import fold, letter, position
from data.statistics.context import Context, read_context
from data.statistics.footer import find_footer, list_footer_words, list_notes
from data.statistics.header import LOOKED_AT, find_header, find_next_header, is_counter
from data.statistics.headings import Heading, find_role, is_indicator, parse_heading
from data.statistics.model import Layout, ReadWord, ValueColumn
from data.statistics.notes import is_provisional
from data.statistics.senses import list_words, make_role_word, read_sense
from data.statistics.value_columns import hold_totals, make_value_column, settle_kinds

_LABEL_ROLES = ("area", "code", "indicator", "year", "period", "unit", "state", "source", "note")
# Cells below these are read word by word.
_WORD_ROLES = ("kind", "species", "note")


def make_reader(books: Books, means: dict | None = None, shape: str = "*") -> PhraseReader:
    """Return a reader with the users' answers for forms of a shape, and with those given now."""
    answers = {
        word: meaning
        for wanted in dict.fromkeys(("*", shape.split("/")[0], shape))
        for (word, of_shape), meaning in books.answers.items()
        if of_shape == wanted
    }
    return PhraseReader(books, answers | (means or {}))


def detect_layout(
    grid: Grid,
    books: Books,
    correction: dict | None = None,
    *,
    fingerprint: str = "",
    is_remembered: bool = False,
    means: dict | None = None,
    reader: PhraseReader | None = None,
) -> Layout | None:
    """Return the layout of a sheet; None if no header row can be found.

    Parameters
    ----------
    correction : dict
        What the user says instead of the detected layout (see IngestOptions.layouts).
    fingerprint : str
        The fingerprint of the detected form, if a correction moves the header.
    means : dict
        The user's meanings of words of the file.
    reader : PhraseReader
        The reader of the whole sheet, for one of its tables.
    """
    correction = correction or {}
    is_given = reader is not None
    reader = reader or make_reader(books, means)
    header = find_header(grid, reader, correction)
    if header is None:
        return None
    first, last = header
    fingerprint = fingerprint or make_fingerprint(grid, first, last)
    context = read_context(grid, first, reader)
    shape = make_shape(fingerprint, context)
    if books.answers and not is_given:
        reader = make_reader(books, means, shape)
        context = read_context(grid, first, reader)
    layout = _lay_out(grid, reader, correction, header, context)
    layout = replace(layout, fingerprint=fingerprint, shape=shape, is_remembered=is_remembered)
    return _apply_correction(layout, correction)


def make_shape(fingerprint: str, context: Context) -> str:
    """Return what an answer for a word is bound to: the form, and the species and measure
    that its title names."""
    subject = ".".join(filter(None, [context.species, context.measure]))
    return f"{fingerprint}/{subject}" if subject else fingerprint


def _lay_out(grid, reader, correction, header, context: Context) -> Layout:
    first, last = header
    books = reader.books
    headings = _read_headings(grid, first, last, context, reader)
    footer, source, note = find_footer(grid, last + 1)
    end = find_next_header(grid, last + 1, footer, reader)
    notes = (*context.notes, *list_notes(grid, last + 1), *_list_comments(grid, first, footer))
    roles = _assign_roles(grid, headings, last + 1, end, books, correction)
    context.has_periods = "period" in roles.values()
    context.has_ranks = any("rank" in sense.kinds for at in roles for sense in headings[at].senses)
    values, words, ignored = _collect_columns(grid, headings, roles, last + 1, end, context)
    if correction.get("value_columns"):
        words = ()
    values = _correct_values(hold_totals(settle_kinds(values, context), context), correction)
    areas = [at for at, role in sorted(roles.items()) if role == "area"]
    areas = _order_areas(grid, areas, last + 1, end, books)
    columns: dict[str, Any] = _name_columns(roles, areas)
    species = [at for at, role in roles.items() if role == "species"]
    note = "; ".join(filter(None, [*(text for _, _, text in context.notes), note])) or None
    layout = Layout(
        sheet=grid.name,
        orientation="",
        header_row=first + 1,
        header_end=last + 1,
        last_row=footer,
        data_row=last + 2,
        values=values,
        ignored_columns=ignored,
        indicator=context.indicator,
        indicator_cell=context.indicator_cell,
        unit=context.unit,
        year=context.year,
        area=context.area,
        title=context.title,
        title_cell=context.title_cell,
        source=context.source or source,
        note=note,
        notes=notes,
        area_columns=tuple(letter(at) for at in areas),
        species_column=letter(species[0]) if species else None,
        word_columns=tuple(letter(at) for at in words),
        unread_columns=_list_unread_columns(headings, words, roles),
        part_columns=tuple(letter(at) for at, role in sorted(roles.items()) if role == "part"),
        year_shift=context.year_shift,
        period=context.period,
        species=context.species,
        measure=context.measure,
        kind=context.kind,
        part=context.part,
        unread=tuple(dict.fromkeys(word.text for word in context.unread)),
        marks=context.marks,
        words=_list_words(grid, headings, header, context, reader),
        is_sheep_units=context.is_sheep_units,
        is_provisional=context.is_provisional
        or "快报" in "".join(filter(None, [context.title, grid.name]))
        or any(is_provisional(text) for _, _, text in notes),
        **columns,
    )
    return replace(layout, orientation=_name_orientation(layout, roles))


def _list_comments(grid: Grid, header: int, footer: int) -> list[tuple[int, str, str]]:
    """Return the comments of cells above and below a table: they are read like its notes."""
    return [
        (row + 1, letter(column), text)
        for row, column, text in grid.comments
        if not header <= row < footer
    ]


def _list_unread_columns(headings, words: list[int], roles) -> tuple[tuple[str, str], ...]:
    """Return the columns of words whose heading is not understood, or says something that is
    no name of a column of words (2021年): what stands below bears on its row, whatever it is."""
    return tuple(
        (letter(at), (*headings[at].unread, headings[at].text)[0])
        for at in words
        if at not in roles and (headings[at].unread or headings[at].is_known)
    )


def _apply_correction(layout: Layout, correction: dict) -> Layout:
    said: dict[str, Any] = {
        key: str(correction[key])
        for key in ("indicator", "unit", "year", "area")
        if correction.get(key)
    }
    if {"indicator", "unit", "year"} <= said.keys():
        # The user has said all that a title can say.
        said |= {"unread": (), "kind": None, "part": None}
    return replace(layout, **said)


def _name_columns(roles: dict[int, str], areas: list[int]) -> dict[str, str]:
    columns = {
        f"{role}_column": letter(at)
        for role, at in _first_of_role(roles).items()
        if role in _LABEL_ROLES
    }
    if areas:
        columns["area_column"] = letter(areas[-1])
    return columns


def _list_words(grid, headings, header, context: Context, reader) -> tuple[ReadWord, ...]:
    """Return every word of the sheet, except those of its rows, with what it was read as."""
    first, last = header
    heads = _list_heading_words(grid, headings, first, last, reader)
    return (*context.words, *context.unread, *heads, *list_footer_words(grid, last + 1))


def _list_heading_words(grid, headings, first: int, last: int, reader) -> list[ReadWord]:
    """Return each word of the header with its place and what it was read as."""
    words: list[ReadWord] = []
    for row in range(first, last + 1):
        is_numbers = is_counter(grid.rows[row])
        for at, text in enumerate(grid.rows[row]):
            place = (grid.name, row + 1, letter(at))
            role = find_role(text) if text.strip() else None
            if not text.strip() or is_numbers:
                words += [ReadWord(*place, text, "filler")] if text.strip() else []
            elif role and at < len(headings) and headings[at].role:
                words.append(make_role_word(text, role, *place))
            else:
                words += list_words(read_sense(text, reader), *place)
    return words


def make_fingerprint(grid: Grid, first: int, last: int) -> str:
    """Return a hash of the header's words without years: the same for every copy of a form."""
    words = [
        re.sub(r"\d[\d.,]*", "0", fold(cell)) for row in grid.rows[first : last + 1] for cell in row
    ]
    return hashlib.sha256("|".join(words).encode()).hexdigest()[:32]


def _read_headings(grid, first, last, context, reader) -> list[Heading]:
    rows = [list(grid.filled[row]) for row in range(first, last + 1)]
    rows = [row for row in rows if not is_counter(row)]
    if not any(first <= top <= last for top, _, _, _ in grid.merged):
        _carry_right(rows)
    headings = []
    for column in range(grid.width):
        parts = [row[column] if column < len(row) else "" for row in rows]
        parts = [part for at, part in enumerate(parts) if at == 0 or part != parts[at - 1]]
        heading = parse_heading(parts, context, reader)
        if any((row, column) in grid.struck for row in range(first, last + 1)):
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


def _assign_roles(grid, headings, start, end, books, correction) -> dict[int, str]:
    """Return the role of each column without values, by its header or its cells."""
    roles = {at: heading.role for at, heading in enumerate(headings) if heading.role}
    for at, role in list(roles.items()):
        if role in ("unit", "value", "area") and _is_mostly(grid, at, start, end, books, "area"):
            roles[at] = "area"
        elif role == "area" and _is_mostly(grid, at, start, end, books, "year"):
            roles[at] = "year"
    _guess_part_columns(grid, headings, roles, start, end)
    if "area" not in roles.values() and "code" not in roles.values():
        _guess_area_column(grid, headings, roles, start, end, books)
    if "year" not in roles.values():
        _guess_year_column(grid, headings, roles, start, end, books)
    for chosen in correction.get("ignored_columns") or []:
        roles[position(chosen)] = "ignored"
    for role in (*_LABEL_ROLES, "value"):
        chosen = correction.get(f"{role}_column")
        if chosen:
            roles = {at: known for at, known in roles.items() if known != role}
            roles[position(chosen)] = role
    for chosen in correction.get("value_columns") or []:
        roles.pop(position(chosen), None)
    return roles


def _guess_part_columns(grid, headings, roles, start, end) -> None:
    """Give the role part to a column headed 乡镇 or 经济类型 with words below."""
    for at, heading in enumerate(headings):
        says_more = heading.indicator or heading.species or heading.measure or heading.unit
        if at in roles or not heading.part or heading.unread or says_more:
            continue
        texts = list(_list_texts(grid, at, start, end))
        if texts and not any(looks_numeric(text) for text in texts):
            roles[at] = "part"


def _guess_area_column(grid, headings, roles, start, end, books) -> None:
    for at, heading in enumerate(headings):
        if at in roles and roles[at] != "indicator":
            continue
        if heading.is_known and heading.role is None and heading.area is None:
            continue
        has_indicators = _is_mostly(grid, at, start, end, books, "indicator")
        if _is_mostly(grid, at, start, end, books, "area") and not (
            has_indicators and roles.get(at) == "indicator"
        ):
            roles[at] = "area"
            return
        if at not in roles and has_indicators:
            roles[at] = "indicator"


def _guess_year_column(grid, headings, roles, start, end, books) -> None:
    """Give the role year to a column without a heading whose cells are years (昭苏县历年)."""
    for at, heading in enumerate(headings):
        if at not in roles and not heading.text:
            if _is_mostly(grid, at, start, end, books, "year"):
                roles[at] = "year"
            return


def _list_texts(grid, column, start, end):
    for row in range(start, min(end, start + LOOKED_AT)):
        text = grid.get(row, column)
        if text.strip():
            yield text


def _is_mostly(grid, column, start, end, books, kind) -> bool:
    cells = list(_list_texts(grid, column, start, end))
    if not cells:
        return False
    tests = {
        # A value of six digits may look like a code: only words make a column of areas.
        "area": lambda cell: (
            not looks_numeric(cell) and books.areas.resolve(cell, None).kind != UNKNOWN
        ),
        "code": lambda cell: cell[:2] == "65" and books.areas.resolve(cell, None).kind == OK,
        "year": lambda cell: parse_when(cell) is not None,
        "indicator": lambda cell: is_indicator(cell, books),
        "number": looks_numeric,
    }
    return sum(map(tests[kind], cells)) * 2 >= len(cells)


def _first_of_role(roles: dict[int, str]) -> dict[str, int]:
    first: dict[str, int] = {}
    for at in sorted(roles):
        first.setdefault(roles[at], at)
    return first


_FINENESS = {"region": 0, "prefecture": 1, "group": 1, "county": 2}


def _order_areas(grid, areas: list[int], start, end, books) -> list[int]:
    """Return the columns of areas from the widest to the finest."""

    def get_fineness(at: int) -> float:
        levels = [
            _FINENESS.get(books.areas.levels.get(books.areas.resolve(text, None).id), 2)
            for text in _list_texts(grid, at, start, end)
        ]
        return sum(levels) / len(levels) if levels else 0

    return sorted(areas, key=lambda at: (get_fineness(at), at))


def _collect_columns(grid, headings, roles, start, end, context):
    """Return the value columns, the positions of columns of words to be read, and the letters
    of columns that are left out."""
    values: list[ValueColumn] = []
    words: list[int] = []
    ignored: list[str] = []
    is_long = list(roles.values()).count("value") > 0
    for at, heading in enumerate(headings):
        role = roles.get(at)
        if role in _WORD_ROLES:
            words.append(at)
        if role is not None and role != "value":
            ignored += [letter(at)] if role == "ignored" else []
            continue
        texts = list(_list_texts(grid, at, start, end))
        if not heading.text and not texts:
            continue
        kind = "value" if role == "value" else _tell_column(heading, texts, is_long)
        if kind == "value":
            values.append(make_value_column(letter(at), heading, values, context))
        elif kind == "word":
            words.append(at)
        else:
            ignored.append(letter(at))
    return tuple(values), tuple(words), tuple(ignored)


def _tell_column(heading: Heading, texts: list[str], is_beside: bool) -> str:
    """Tell whether a column without a role holds values, words, or neither.

    Parameters
    ----------
    is_beside : bool
        The table has a column headed 数值: others are values only where their heading says so.
    """
    numbers = sum(looks_numeric(text) for text in texts)
    has_words = numbers * 2 < len(texts)
    is_of_figures = bool(heading.is_known or heading.unit or heading.unread)
    if not heading.text:
        return "word" if has_words else "ignored"
    if has_words and not heading.indicator:
        return "word"
    return "value" if is_of_figures or not is_beside else "ignored"


def _correct_values(values, correction):
    wanted = correction.get("value_columns")
    if correction.get("value_column"):
        wanted = [correction["value_column"]]
    if wanted:
        known = {value.column: value for value in values}
        values = tuple(known.get(column.upper(), ValueColumn(column.upper())) for column in wanted)
        values = tuple(replace(value, unread=()) for value in values)
    said = correction.get("columns") or {}
    fields = ("indicator", "unit", "year", "area")
    return tuple(
        replace(
            value,
            unread=(),
            kind=None,
            part=None,
            **{key: str(said[value.column][key]) for key in fields if said[value.column].get(key)},
        )
        if value.column in said
        else value
        for value in values
    )


def _name_orientation(layout: Layout, roles) -> str:
    if "value" in roles.values() and len(layout.values) == 1:
        return "long"
    told = Counter(
        key
        for value in layout.values
        for key in ("year", "area", "indicator")
        if getattr(value, key)
    )
    if told["area"] and not layout.area_column:
        return "by_area"
    return "by_indicator" if told["indicator"] else "by_year" if told["year"] else "long"
