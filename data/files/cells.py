"""Stored cells as the texts that a person would read."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal


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
    """Return a number that is shown as a percentage: 0.4259 is ``42.59%``."""
    return format((Decimal(repr(float(value))) * 100).normalize(), "f") + "%"
