"""Short codes on pictures and documents, by which /ledger finds the figures that they show.

A code is the year, a hash of what is shown (indicator, area, year), a dash, and the version of the
figures then: the number of the newest upload. Nothing is stored for it: what is shown is found
again by hashing every indicator and area, and the figures of a version are the uploads up to its
number. A digit that is misread fits nothing.
"""

import hashlib
from dataclasses import dataclass

from data.errors import UnknownIdError
from data.store.database import Queries

# Crockford's digits: none looks like another, and I, L and O are read as 1, 1 and 0.
DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE = str.maketrans({"I": "1", "L": "1", "O": "0", " ": "", "—": "-", "–": "-", "−": "-"})
# How many digits say the year, counted from 1900, and how many are the hash.
_YEAR_DIGITS, _HASH_DIGITS = 2, 6
_FIRST_YEAR = 1900
_MOST = 8


@dataclass(frozen=True)
class Coded:
    """What a code stands for; None where a picture or document shows all of them.

    version is the number of the newest upload that its figures include.
    """

    indicator_id: str | None
    area_id: str | None
    year: int | None
    version: int


def make_code(indicator_id: str | None, area_id: str | None, year: int | None, version: int) -> str:
    """Return the code of what a picture or document shows, such as ``3W7K3M9Q-1F``.

    Parameters
    ----------
    indicator_id, area_id, year
        None where it shows more than one of them: a county's card has no indicator. A map has
        the area within which it shows all areas.
    version : int
        `load_figures_version` of the store that the figures come from.
    """
    key = "|".join("" if part is None else str(part) for part in (indicator_id, area_id, year))
    # 32 bits, of which the last two are left out: six digits of five bits each.
    mark = int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) >> 2
    years = 0 if year is None else year - _FIRST_YEAR
    head = _format_digits(years, _YEAR_DIGITS) + _format_digits(mark, _HASH_DIGITS)
    return f"{head}-{_format_digits(version)}"


def load_figures_version(source: Queries) -> int:
    """Return the version of the figures: the number of the newest upload, 0 before the first."""
    return int(source.query_rows("queries/newest_upload")[0]["seq"])


def find_coded(source: Queries, code: str) -> list[Coded]:
    """Return what a code stands for: one, or once in many thousands of codes two.

    Raises
    ------
    UnknownIdError
        It is no code (``code_malformed``), or of nothing that is known here (``code_unknown``).
    """
    head, _, tail = code.strip().upper().translate(_ALIKE).partition("-")
    is_code = len(head) == _YEAR_DIGITS + _HASH_DIGITS and 0 < len(tail) <= _MOST
    if not is_code or set(head + tail) - set(DIGITS):
        raise UnknownIdError("code_malformed", value=code)
    years, mark = _parse_digits(head[:_YEAR_DIGITS]), _parse_digits(head[_YEAR_DIGITS:])
    version = _parse_digits(tail)
    rows = source.query_rows(
        "trace/coded",
        year=str(years + _FIRST_YEAR) if years else "",
        low=f"{mark << 2:08x}",
        high=f"{(mark << 2) + 3:08x}",
    )
    if not rows or version > load_figures_version(source):
        raise UnknownIdError("code_unknown", value=code)
    year = years + _FIRST_YEAR if years else None
    return [Coded(**row, year=year, version=version) for row in rows]


def find_one_coded(source: Queries, code: str) -> Coded:
    """Return the only thing that a code stands for (`find_coded`).

    Raises
    ------
    UnknownIdError
        It fits two (``code_of_several``): who asks has to name the figure.
    """
    found = find_coded(source, code)
    if len(found) > 1:
        parts = [(one.indicator_id, one.area_id, one.year) for one in found]
        names = "; ".join(" ".join(str(id_) for id_ in one if id_ is not None) for one in parts)
        raise UnknownIdError("code_of_several", value=code, found=names)
    return found[0]


def _format_digits(number: int, size: int = 1) -> str:
    text = ""
    while number:
        number, rest = divmod(number, len(DIGITS))
        text = DIGITS[rest] + text
    return text.rjust(size, DIGITS[0])


def _parse_digits(text: str) -> int:
    number = 0
    for digit in text:
        number = number * len(DIGITS) + DIGITS.index(digit)
    return number
