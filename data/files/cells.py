"""Turns stored cells into the texts that a person would read."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ZERO = re.compile(r"[+-]?[0.]*(?:[eE].*)?")


def format_cell(cell) -> str:
    """Return a stored cell as text: a number in its shortest exact form, a date as ISO."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        return format(Decimal(repr(cell)), "f")
    if isinstance(cell, (datetime, date, time)):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return "" if cell is None else str(cell)


def format_percent(value: float) -> str:
    """Return a number as a percentage: 0.4259 is ``42.59%``."""
    return format((Decimal(repr(float(value))) * 100).normalize(), "f") + "%"


def format_stored(text: str) -> str:
    """Return a number from a file's XML in its shortest exact form: ``1.1000000000000001`` is
    ``1.1``.

    Whole numbers keep every digit. A number too small for a float stays as written.
    """
    if text.isdecimal() and text.isascii():
        return text
    number = float(text)
    if number == 0 and not _ZERO.fullmatch(text.strip()):
        return text.strip()
    shown = repr(number)
    if "e" in shown or "n" in shown:
        return format(Decimal(shown), "f") if number - number == 0 else text.strip()
    return shown[:-2] if shown.endswith(".0") else shown


def unescape(text: str) -> str:
    """Return a text of .xlsx with ``_x000D_`` and the like replaced by their characters
    (ECMA-376, ST_Xstring). Half of a surrogate pair becomes U+FFFD."""
    if "_x" not in text:
        return text
    plain = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
