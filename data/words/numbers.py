"""Numbers and units as people read them on pages, in pictures and in documents."""

import math

import pandas as pd

from data.words.catalogue import get_language, t

MINUS = "−"
NO_UNIT = "—"


def is_missing(value) -> bool:
    """Tell whether a value is None, NaN or NA."""
    return value is None or bool(pd.isna(value))


def format_number(value: float, decimals: int | None = None) -> str:
    """Return a number with separators; what rounds to zero has no sign.

    `decimals` fixes them for a column that must align; None takes as many as the number
    needs, at most two (three below one).
    """
    if decimals is None:
        most = 3 if abs(value) < 1 else 2
        text = f"{value:,.{most}f}".rstrip("0").rstrip(".")
    else:
        text = f"{value:,.{decimals}f}"
    is_zero = not text.strip("-0.,")
    return (text.lstrip("-") or "0" if is_zero else text).replace("-", MINUS)


def format_break(value: float) -> str:
    """Return a class break; breaks that lie on data keep the digits that tell them apart."""
    if value == int(value):
        return f"{int(value):,}".replace("-", MINUS)
    digits = max(2, 3 - math.floor(math.log10(abs(value))) - 1)
    return f"{value:,.{digits}f}".rstrip("0").rstrip(".").replace("-", MINUS)


def format_signed(value: float, decimals: int | None = None) -> str:
    """Return a number with its sign; zero has none."""
    text = format_number(value, decimals)
    return f"+{text}" if value > 0 and text.strip("0.,") else text


def name_unit(unit: str | None, names: dict[str, str]) -> str:
    """Return a unit in the language in use; empty for a figure without a unit."""
    if is_missing(unit) or unit in ("", NO_UNIT):
        return ""
    return unit if get_language() == "zh" else names.get(unit) or unit


def shorten_unit(name: str) -> str:
    """Return the name of a unit with powers of ten that stand apart from the number before."""
    return name.replace("10 000 ", "×10⁴ ").replace("100 million ", "×10⁸ ")


def join_unit(number: str, unit: str) -> str:
    """Return number and unit; Chinese units and per cent follow without a space."""
    gap = "" if unit in ("", "%", "‰") or get_language() == "zh" else " "
    return f"{number}{gap}{unit}"


def format_year(year: int) -> str:
    """Return a year as the language writes it."""
    return t("map.year_value", year=int(year))
