"""Finds the header of a table: the row of headings and the rows that belong to it."""

import re

from data.files.grid import Grid
from data.names.matching import UNKNOWN
from data.names.numbers import EMPTY, is_time, looks_numeric, parse_number, parse_when
from data.names.periods import match_run_together
from data.names.phrases import PhraseReader
from data.names.text import fold
from data.statistics.headings import find_role
from data.statistics.senses import read_sense

HEADER_DEPTH = 60
LOOKED_AT = 200
_COUNTER_ROW = re.compile(r"[甲乙丙丁戊]|\(?\d{1,2}\)?")
_MOST_ROWS = 6


def find_header(grid: Grid, reader: PhraseReader, correction: dict) -> tuple[int, int] | None:
    """Return the first and last row (positions from 0) of the header; None without one."""
    if correction.get("header_row"):
        first = int(correction["header_row"]) - 1
        if correction.get("header_end"):
            return first, int(correction["header_end"]) - 1
        return first, _extend(grid, first)
    for row in range(min(len(grid.rows), HEADER_DEPTH)):
        if is_header(grid.rows[row], reader) and not _is_pair(grid, row):
            return _extend_up(grid, row), _extend(grid, row)
        if _is_lone_heading(grid, row, reader):
            return _extend_up(grid, row), _extend(grid, row)
    return None


def find_next_header(grid: Grid, start: int, end: int, reader: PhraseReader) -> int:
    """Return the first row (position from 0) that is a header of another table below, else
    `end`: what stands from there on says nothing of the columns above."""
    has_figures = False
    for row in range(start, min(end, start + LOOKED_AT)):
        cells = grid.rows[row]
        if has_figures and cells and find_role(cells[0]) and is_header(cells, reader):
            return row
        has_figures = has_figures or any(map(_is_figure, cells))
    return end


def find_nearest(grid: Grid, reader: PhraseReader) -> tuple[int, list[str]] | None:
    """Return the row (as Excel shows it) that is most like a header, and the words in it that
    are unknown; None where no row is like one."""
    best: tuple[int, int, list[str]] | None = None
    for row in range(min(len(grid.rows), HEADER_DEPTH)):
        texts = [cell for cell in grid.rows[row] if cell.strip()]
        if len(texts) < 2 or any(_is_figure(text) for text in texts):
            continue
        unknown = [text for text in texts if not _is_known(text, reader)]
        score = len(texts) + 2 * (len(texts) - len(unknown))
        if best is None or score > best[0]:
            best = (score, row + 1, unknown)
    return (best[1], best[2]) if best else None


def is_header(cells: list[str], reader: PhraseReader) -> bool:
    """Tell whether a row holds column headings."""
    texts = [(at, cell) for at, cell in enumerate(cells) if cell.strip()]
    if len(texts) < 2:
        return False
    figures = [text for _, text in texts if _is_figure(text)]
    # 县市, 202411, 202412
    is_months = bool(find_role(texts[0][1])) and all(map(_is_year_month, figures))
    if figures and not is_months:
        return False
    roles = sum(bool(find_role(text)) for _, text in texts)
    if roles:
        return True
    known = [_is_known(text, reader, place=at) for at, text in texts]
    return sum(known) >= 2


def _is_figure(text: str) -> bool:
    return looks_numeric(text) and not is_time(text) and parse_number(text).kind != EMPTY


def _is_year_month(text: str) -> bool:
    found = match_run_together(text.strip())
    return found is not None and found[0] == len(text.strip())


def _is_known(text: str, reader: PhraseReader, *, place: int = 1) -> bool:
    """Tell whether a text reads as a heading; an area only behind the first cell."""
    if is_time(text) or find_role(text):
        return True
    sense = read_sense(text, reader)
    if sense.measures or sense.species or sense.indicators or sense.kinds:
        return len(sense.unread) <= 1
    if sense.periods or sense.shift is not None or sense.parts or sense.others:
        return not sense.unread
    return bool(place) and reader.books.areas.resolve(text, None).kind != UNKNOWN


def _is_pair(grid: Grid, row: int) -> bool:
    """Tell whether a row is a label and its text (年份 | 2024年), a line above the table."""
    texts = [cell for cell in grid.rows[row] if cell.strip()]
    if len(texts) != 2 or not find_role(texts[0]) or find_role(texts[1]):
        return False
    below = (
        [cell for cell in grid.rows[row + 1] if cell.strip()] if row + 1 < len(grid.rows) else []
    )
    return bool(parse_when(texts[1])) and len(below) > 2


def _is_lone_heading(grid: Grid, row: int, reader: PhraseReader) -> bool:
    """Tell whether a single word is a heading: it is over figures, beside a column of
    areas or years that has none."""
    filled = [at for at, cell in enumerate(grid.rows[row]) if cell.strip()]
    if len(filled) != 1 or filled[0] == 0 or row + 1 >= len(grid.rows):
        return False
    text, below = grid.rows[row][filled[0]], grid.get(row + 1, filled[0])
    is_word = find_role(text) == "value" or _is_known(text, reader, place=0)
    label = grid.get(row + 1, 0)
    is_label = reader.books.areas.resolve(label, None).kind != UNKNOWN or parse_when(label)
    return bool(is_word and looks_numeric(below) and not is_time(below) and is_label)


def is_counter(cells: list[str]) -> bool:
    """Tell whether a row only numbers the columns (甲, 1, 2)."""
    return all(_COUNTER_ROW.fullmatch(fold(cell)) for cell in cells if cell.strip())


def _extend(grid: Grid, first: int) -> int:
    """Return the last row of the header: sub-headings, units and column numbers belong to it."""
    last = first
    while last + 1 < len(grid.rows) and last - first < _MOST_ROWS - 1:
        cells = grid.rows[last + 1]
        texts = [cell for cell in cells if cell.strip()]
        label = _get_label(grid.filled[last + 1])
        upper = _get_label(grid.filled[first])
        is_covered = not label or label == upper or bool(find_role(label))
        has_values = any(looks_numeric(text) and not is_time(text) for text in texts)
        counts = len(texts) > 1 and is_counter(cells)
        if not texts or not (counts or (is_covered and not has_values)):
            break
        last += 1
    return last


def _extend_up(grid: Grid, first: int) -> int:
    """Return the first row of the header: a text over columns but not over the corner
    is an upper heading (6月末存栏 over 牛 and 羊), no title."""
    while first:
        above = [at for at, cell in enumerate(grid.rows[first - 1]) if cell.strip()]
        if not above or above[0] == 0:
            return first
        spans = [right - left for top, left, _, right in grid.merged if top == first - 1]
        is_over = len(above) > 1 or any(spans)
        texts = [grid.rows[first - 1][at] for at in above]
        if not is_over or any(":" in fold(text) or _is_figure(text) for text in texts):
            return first
        first -= 1
    return first


def _get_label(cells: list[str]) -> str:
    return cells[0].strip() if cells else ""
