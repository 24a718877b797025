"""Helpers for texts and cell addresses."""

import re
import unicodedata
from functools import lru_cache

_SPACES = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_BRACKETS = str.maketrans("（）［］【】〔〕〈〉《》﹙﹚[]", "()()()()()()()()")


@lru_cache(maxsize=65536)
def fold(text: str | None) -> str:
    """Return a text for comparison: NFKC, no spaces, one kind of bracket, lower case.

    ``新 疆`` and ``新　疆`` become ``新疆``; ``Inner Mongolia`` becomes ``innermongolia``.
    """
    if not text:
        return ""
    text = str(text)
    # Most codes and ids: nothing of them has to be replaced.
    if text.isascii() and text.isalnum():
        return text.lower()
    folded = unicodedata.normalize("NFKC", text).translate(_BRACKETS)
    return _SPACES.sub("", folded).replace("：", ":").lower()


def squeeze(text: str | None) -> str:
    """Return a text as one line with single spaces and none at its ends."""
    return _SPACES.sub(" ", str(text)).strip() if text else ""


@lru_cache(maxsize=4096)
def letter(position: int) -> str:
    """Return the column letters of a position from 0: 0 is A, 26 is AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def position(letters: str) -> int:
    """Return the position from 0 of column letters."""
    number = 0
    for character in letters.strip().upper():
        number = number * 26 + ord(character) - 64
    return number - 1
