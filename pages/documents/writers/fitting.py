"""How much room a text takes, so that no text leaves its box in whatever font draws it."""

import math
import unicodedata

from pages.documents.briefing.model import TableColumn

# Widths in em, on the large side: every common font is narrower.
_WIDE, _CAPITAL, _NARROW = 1.0, 0.72, 0.56
LINE = 1.32
POINTS_PER_INCH = 72


def measure_em(text: str) -> float:
    """Return the width of a text in em: a full-width character is one."""
    return sum(_measure_character(character) for character in text)


def _measure_character(character: str) -> float:
    if unicodedata.east_asian_width(character) in ("W", "F", "A"):
        return _WIDE
    return _CAPITAL if character.isupper() or character in "MW@%＋" else _NARROW


def count_lines(text: str, points: float, width_in: float) -> int:
    """Return how many lines a text takes at a size in a width in inches.

    Words are not split: a line may end early by the longest word.
    """
    ems = width_in * POINTS_PER_INCH / points
    longest = max((measure_em(word) for word in text.split(" ") if word.isascii()), default=0.0)
    room = max(ems - min(longest, ems * 0.3), 1.0) if " " in text and text.isascii() else ems - 1
    if measure_em(text) <= ems - 0.5:
        return 1
    return max(1, math.ceil(measure_em(text) / max(room, 1.0)))


def measure_height(text: str, points: float, width_in: float) -> float:
    """Return the height in inches of a text at a size in a width in inches."""
    return count_lines(text, points, width_in) * points * LINE / POINTS_PER_INCH


def share_width(
    columns: tuple[TableColumn, ...], width_in: float, points: float, edge_in: float
) -> list[float]:
    """Return the width of each column in inches: its share, but no less than its title's longest
    word takes (in Chinese: one character), as far as there is room for all of them."""
    longest = [
        max(map(measure_em, column.title.split(" "))) if column.title.isascii() else _WIDE
        for column in columns
    ]
    least = [ems * points / POINTS_PER_INCH + edge_in for ems in longest]
    if sum(least) > width_in:
        least = [0.0] * len(columns)
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
