"""How much room a text takes, so that no text leaves its box in whatever font draws it."""

import math
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from pages.documents.briefing.model import TableCell, TableColumn

# Widths in em, on the large side: every common font is narrower.
_WIDE, _CAPITAL, _NARROW = 1.0, 0.72, 0.58
# Programs part Chinese from the digits and letters beside it.
_BOLD = 1.25
_THIN, _GAP = "\u2009", 0.2
_MEETING = re.compile(r"(?<=[\u2e80-\u9fff])(?=[0-9A-Za-z+])|(?<=[0-9A-Za-z%])(?=[\u2e80-\u9fff])")
# What a line does not end within: a word or a number, a character with the marks behind it.
_PIECES = re.compile(r"[!-~−—–×⁴]+|\s|.[，。、；：！？）》”]*", re.DOTALL)
LINE = 1.32
# Of a line so much is kept free, in em.
LINE_SLACK = 0.4
# Of the width of a table, so much at most goes to columns that keep their cells on one line.
_MOST_WHOLE = 0.85
# What stays on one line, less with each step: whether figures with their years, words of up to
# so many em.
_STEPS = ((True, 8.0), (False, 8.0), (False, 4.5))
_BRACKET = re.compile(r"(.*\S)\s*([（(][^（）()]{1,8}[）)])")
# Where the line of a figure may end: before its year, within a range.
_END = re.compile(r"\s*(?=[（(]\d{4}[）)]$)|(?<=—)")
POINTS_PER_INCH = 72


def measure_em(text: str) -> float:
    """Return the width of a text in em: a full-width character is one."""
    return sum(map(_measure_character, _part(text)))


def _part(text: str) -> str:
    """Return a text with a thin space wherever programs make one."""
    return _MEETING.sub(_THIN, text)


def _measure_character(character: str) -> float:
    if character == _THIN:
        return _GAP
    if unicodedata.east_asian_width(character) in ("W", "F", "A"):
        return _WIDE
    return _CAPITAL if character.isupper() or character in "MW@%＋" else _NARROW


def count_lines(text: str, points: float, width_in: float) -> int:
    """Return how many lines a text takes at a size in a width in inches.

    A line ends between words and between Chinese characters, but not before a mark that closes.
    """
    room = max(width_in * POINTS_PER_INCH / points - LINE_SLACK, 1.0)
    lines, used = 1, 0.0
    for size, is_space in _measure_pieces(text):
        if used and used + size > room and not is_space:
            lines, used = lines + 1, 0.0
        # A piece longer than a line goes on on the next ones.
        over = max(math.ceil(size / room) - 1, 0)
        lines, used = lines + over, used + size - over * room
    return lines


@lru_cache(maxsize=20_000)
def _measure_pieces(text: str) -> tuple[tuple[float, bool], ...]:
    """Return the width in em of each piece that no line ends within, and whether it is a space."""
    pieces = _PIECES.findall(_part(text))
    return tuple((sum(map(_measure_character, piece)), piece.isspace()) for piece in pieces)


def break_before_bracket(text: str, points: float, width_in: float) -> str:
    """Put a year or a unit in brackets on a line of its own where all does not fit on one.

    Left alone, programs do not end a line between per cent and a bracket, but within the year.
    """
    found = _BRACKET.fullmatch(text)
    lines = count_lines(text, points, width_in)
    if found is None or lines == 1:
        return text
    taken = sum(count_lines(part, points, width_in) for part in found.groups())
    return "\n".join(found.groups()) if taken <= lines else text


def measure_height(text: str, points: float, width_in: float) -> float:
    """Return the height in inches of a text at a size in a width in inches."""
    return count_lines(text, points, width_in) * points * LINE / POINTS_PER_INCH


def share_width(
    columns: tuple[TableColumn, ...],
    width_in: float,
    points: float,
    edge_in: float,
    rows: Iterable[tuple[TableCell, ...]] = (),
) -> list[float]:
    """Return the width of each column in inches: its share, but no less than keeps figures on one
    line, with the year or without, and short words or not, as makes the table lowest; where none
    of that fits, the longest word of each title (in Chinese: one character)."""
    texts = [[cell.text for cell in row] for row in rows]
    cells = [[row[at] for row in texts] for at in range(len(columns))]
    heads = [_measure_word(column.title) for column in columns]
    tried = []
    for is_whole, most in _STEPS:
        longest = [
            max(head, _measure_column(column, own, most, is_whole=is_whole))
            for column, head, own in zip(columns, heads, cells, strict=True)
        ]
        least = [ems * points / POINTS_PER_INCH + edge_in for ems in longest]
        if sum(least) <= width_in * _MOST_WHOLE:
            tried.append(_share_rest(columns, least, width_in))
    if not tried:
        least = [ems * points / POINTS_PER_INCH + edge_in for ems in heads]
        if sum(least) > width_in:
            least = [0.0] * len(columns)
        return _share_rest(columns, least, width_in)
    texts.append([column.title for column in columns])
    return min(tried, key=lambda widths: _count_all(texts, widths, points, edge_in))


def _count_all(rows: list[list[str]], widths: list[float], points: float, edge_in: float) -> int:
    """Return how many lines a table takes."""
    return sum(
        max(
            count_lines(text, points, width - edge_in)
            for text, width in zip(row, widths, strict=True)
        )
        for row in rows
    )


def _measure_word(title: str) -> float:
    # Titles are bold.
    return max(map(measure_em, title.split(" "))) * _BOLD if title.isascii() else _WIDE


def _measure_column(column: TableColumn, texts: list[str], most: float, *, is_whole: bool) -> float:
    """Return the width in em of the longest piece that has to stay on one line."""
    pieces = texts if is_whole else [piece for text in texts for piece in _END.split(text)]
    sizes = map(measure_em, pieces)
    # A line keeps half a character apart, see `count_lines`.
    return max(
        (size + LINE_SLACK + 0.01 for size in sizes if column.is_number or size <= most),
        default=0.0,
    )


def _share_rest(
    columns: tuple[TableColumn, ...], least: list[float], width_in: float
) -> list[float]:
    """Share a width out, so that no column has less than it needs."""
    narrow: set[int] = set()
    while True:
        left = width_in - sum(least[at] for at in narrow)
        whole = sum(column.width for at, column in enumerate(columns) if at not in narrow)
        widths = [
            least[at] if at in narrow else column.width / whole * left
            for at, column in enumerate(columns)
        ]
        found = {at for at, width in enumerate(widths) if width < least[at]}
        if not found:
            return widths
        narrow |= found


def pick_size(text: str, sizes: tuple[float, ...], width_in: float, height_in: float) -> float:
    """Return the first of some sizes at which a text fits; the last one where none does."""
    return next(
        (size for size in sizes if measure_height(text, size, width_in) <= height_in), sizes[-1]
    )


def cut_to_lines(text: str, points: float, width_in: float, most: int) -> str:
    """Return a text that takes at most so many lines, ended by an ellipsis where it is longer."""
    if count_lines(text, points, width_in) <= most:
        return text
    while text and count_lines(f"{text}…", points, width_in) > most:
        text = text[:-1]
    return f"{text.rstrip()}…"
