"""Find out how a sheet is laid out: where the header is and what each column means."""

import hashlib
import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

from data.files.grid import Grid
from data.names.books import Books
from data.names.matching import OK, UNKNOWN
from data.names.numbers import EMPTY, is_time, looks_numeric, parse_number, parse_when
from data.names.text import fold, letter, position
from data.statistics.context import find_footer, read_context
from data.statistics.headings import Heading, find_role, is_growth, is_indicator, parse_heading
from data.statistics.model import Layout, ValueColumn

HEADER_DEPTH = 60
_LABEL_ROLES = ("area", "code", "indicator", "year", "period", "unit", "state", "source", "note")
_COUNTER_ROW = re.compile(r"[甲乙丙丁]|\(?\d{1,2}\)?")


def detect_layout(
    grid: Grid,
    books: Books,
    correction: dict | None = None,
    *,
    fingerprint: str = "",
    is_remembered: bool = False,
) -> Layout | None:
    """Return how a sheet is laid out, or None when no header row can be found.

    Parameters
    ----------
    correction : dict
        What the user says instead of what would be detected (see IngestOptions.layouts).
    fingerprint : str
        Of the form as it would be detected, where a correction moves the header.
    """
    correction = correction or {}
    filled = grid.filled
    header = _find_header(grid, filled, books, correction)
    if header is None:
        return None
    first, last = header
    context = read_context(grid, first, books)
    headings = _read_headings(grid, filled, first, last, context.title or grid.name, books)
    footer, source, note = find_footer(grid, last + 1)
    roles = _assign_roles(grid, headings, last + 1, footer, books, correction)
    values, ignored = _collect_values(grid, headings, roles, last + 1, footer)
    values = _correct_values(values, correction)
    columns = {
        f"{role}_column": letter(at)
        for role, at in _first_of_role(roles).items()
        if role in _LABEL_ROLES
    }
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
        source=context.source or source,
        note=note,
        is_provisional="快报" in "".join(filter(None, [context.title, note, grid.name])),
        fingerprint=fingerprint or make_fingerprint(grid, first, last),
        is_remembered=is_remembered,
        **columns,
    )
    layout = replace(
        layout,
        **{
            key: str(correction[key])
            for key in ("indicator", "unit", "year", "area")
            if correction.get(key)
        },
    )
    return replace(layout, orientation=_name_orientation(layout, roles))


def make_fingerprint(grid: Grid, first: int, last: int) -> str:
    """Return a hash of the header's words, years left out: the same form filled in again."""
    words = [
        re.sub(r"\d[\d.,]*", "0", fold(cell)) for row in grid.rows[first : last + 1] for cell in row
    ]
    return hashlib.sha256("|".join(words).encode()).hexdigest()[:32]


def _find_header(grid, filled, books, correction) -> tuple[int, int] | None:
    if correction.get("header_row"):
        first = int(correction["header_row"]) - 1
        if correction.get("header_end"):
            return first, int(correction["header_end"]) - 1
        return first, _extend_header(grid, filled, first, books)
    for row in range(min(len(grid.rows), HEADER_DEPTH)):
        if is_header(grid.rows[row], books) or _is_lone_heading(grid, row, books):
            return row, _extend_header(grid, filled, row, books)
    return None


def is_header(cells: list[str], books: Books) -> bool:
    """Tell whether a row is one of column headings."""
    texts = [cell for cell in cells if cell.strip()]
    if len(texts) < 2:
        return False
    tokens = roles = 0
    for place, text in enumerate(texts):
        if is_time(text):
            tokens += 1
        elif looks_numeric(text) and parse_number(text).kind != EMPTY:
            return False
        elif find_role(text):
            tokens, roles = tokens + 1, roles + 1
        elif is_indicator(text, books) or (
            place and books.areas.resolve(text, None).kind != UNKNOWN
        ):
            tokens += 1
    return tokens >= 2 or roles >= 1


def _is_lone_heading(grid: Grid, row: int, books: Books) -> bool:
    """Tell whether a single word is a heading: it stands over figures, beside a column of
    areas that has none."""
    filled = [at for at, cell in enumerate(grid.rows[row]) if cell.strip()]
    if len(filled) != 1 or filled[0] == 0 or row + 1 >= len(grid.rows):
        return False
    text, below = grid.rows[row][filled[0]], grid.get(row + 1, filled[0])
    is_word = is_time(text) or find_role(text) == "value" or is_indicator(text, books)
    return (
        is_word
        and looks_numeric(below)
        and not is_time(below)
        and books.areas.resolve(grid.get(row + 1, 0), None).kind != UNKNOWN
    )


def _extend_header(grid, filled, first: int, books) -> int:
    """Return the last row of the header: sub-headings, units and column numbers belong to it."""
    last = first
    while last + 1 < len(grid.rows) and last - first < 5:
        cells = grid.rows[last + 1]
        texts = [cell for cell in cells if cell.strip()]
        label = _get_label(filled[last + 1])
        is_covered = not label or label == _get_label(filled[first]) or bool(find_role(label))
        is_counter = len(texts) > 1 and all(_COUNTER_ROW.fullmatch(fold(t)) for t in texts)
        has_values = any(looks_numeric(text) and not is_time(text) for text in texts)
        if not texts or not (is_counter or (is_covered and not has_values)):
            break
        last += 1
    return last


def _get_label(cells: list[str]) -> str:
    return cells[0].strip() if cells else ""


def _read_headings(grid, filled, first, last, context, books) -> list[Heading]:
    rows = [list(filled[row]) for row in range(first, last + 1)]
    rows = [
        row
        for row in rows
        if not all(_COUNTER_ROW.fullmatch(fold(cell)) for cell in row if cell.strip())
    ]
    has_merges = any(first <= top <= last for top, _, _, _ in grid.merged)
    if not has_merges:
        _carry_right(rows)
    headings = []
    for column in range(grid.width):
        parts = [row[column] if column < len(row) else "" for row in rows]
        parts = [part for at, part in enumerate(parts) if at == 0 or part != parts[at - 1]]
        headings.append(parse_heading(parts, context, books))
    return headings


def _carry_right(rows: list[list[str]]) -> None:
    """Let an upper heading stand over the blank cells to its right that have sub-headings."""
    for upper, lower in pairwise(rows):
        carried = ""
        for column in range(min(len(upper), len(lower))):
            if upper[column].strip():
                carried = upper[column] if lower[column].strip() else ""
            elif lower[column].strip() and carried:
                upper[column] = carried


def _assign_roles(grid, headings, start, end, books, correction) -> dict[int, str]:
    """Return the role of each column that is no value column, by its header or its cells."""
    roles = {at: heading.role for at, heading in enumerate(headings) if heading.role}
    for at, role in list(roles.items()):
        if role in ("unit", "value", "area") and _is_mostly(grid, at, start, end, books, "area"):
            roles[at] = "area"
        elif role == "area" and _is_mostly(grid, at, start, end, books, "year"):
            roles[at] = "year"
    if "area" not in roles.values() and "code" not in roles.values():
        _guess_area_column(grid, headings, roles, start, end, books)
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


def _is_mostly(grid, column, start, end, books, kind) -> bool:
    cells = [grid.get(row, column) for row in range(start, min(end, start + 200))]
    cells = [cell for cell in cells if cell.strip()]
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


def _collect_values(grid, headings, roles, start, end):
    """Return the value columns and the letters of columns that are left out."""
    values, ignored = [], []
    if "value" in roles.values():
        wanted = [at for at, role in roles.items() if role == "value"]
    else:
        wanted = [at for at in range(len(headings)) if at not in roles]
    for at, heading in enumerate(headings):
        if at not in wanted:
            if roles.get(at) in (None, "ignored", "value"):
                ignored.append(letter(at))
            continue
        is_named = heading.is_known or heading.unit
        has_numbers = not is_named and any(map(looks_numeric, grid.list_texts(at, start, end)))
        if not (is_named or (heading.text and has_numbers)) or (
            is_growth(heading.text) and not heading.is_known
        ):
            has_texts = heading.text or any(grid.list_texts(at, start, end))
            ignored.extend([letter(at)] if has_texts else [])
            continue
        column = ValueColumn(
            letter(at), heading.indicator, heading.unit, heading.year, heading.area
        )
        whole = next((value for value in reversed(values) if value.area is None), None)
        if heading.is_part and whole and not (column.unit or column.year):
            # 地方 and 兵团 to the right of a figure are its parts.
            column = replace(whole, column=column.column, area=column.area)
        values.append(column)
    return tuple(values), tuple(ignored)


def _correct_values(values, correction):
    wanted = correction.get("value_columns")
    if wanted:
        known = {value.column: value for value in values}
        values = tuple(known.get(column.upper(), ValueColumn(column.upper())) for column in wanted)
    said = correction.get("columns") or {}
    fields = ("indicator", "unit", "year", "area")
    return tuple(
        replace(
            value,
            **{key: str(said[value.column][key]) for key in fields if said[value.column].get(key)},
        )
        if value.column in said
        else value
        for value in values
    )


def _name_orientation(layout: Layout, roles) -> str:
    if "value" in roles.values():
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
