"""Takes the marks of notes off names, years and figures: ``昭苏县*``, ``2023年①``, ``2024年1)``.

This comes before letters are normalised, which would turn ① into 1.
"""

import re
from functools import lru_cache

_SIGNS = "①-⓪⑴-⒇⒈-⒛❶-❿➀-➓㈠-㈩㊀-㊉¹²³⁴-⁹⁰ᵃ-ᶻ*＊※†‡★☆△▲◆◇§¶"
_SIGN = re.compile(rf"[{_SIGNS}]+")
# A small number in brackets behind a name or a year is a mark; behind 表 it is a number.
_NUMBER = re.compile(
    r"(?<=[^\d\s表附件第(（\[［—–~～至到.、,，/-])\s*"
    r"(?:[\[［]\d{1,2}[\]］]|[(（]?\d{1,2}[)）]|注\d{1,2})$"
)
_SQUARE = re.compile(r"(?:km|hm|m|千米|公里|米)[²³]", re.IGNORECASE)


@lru_cache(maxsize=65536)
def take_marks(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text without its marks of notes, and the marks.

    A text that is only marks (``*``, ``①``) is returned whole, because it is no marked name.
    """
    if not text or (text.isascii() and not any(sign in text for sign in "*)]")):
        return text, ()
    if _SQUARE.search(text):
        return text, ()
    marks = _SIGN.findall(text)
    plain = _SIGN.sub("", text).strip() if marks else text.strip()
    number = _NUMBER.search(plain)
    if number and not plain[: number.start()].replace(".", "").isdigit():
        marks.append(number[0].strip())
        plain = plain[: number.start()].strip()
    return (plain, tuple(marks)) if plain and marks else (text, ())


def is_mark(text: str) -> bool:
    """Tell whether a text is only marks, and so no figure, even if it looks like a digit."""
    plain = text.strip()
    return bool(plain) and bool(_SIGN.fullmatch(plain))
