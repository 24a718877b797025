"""Numbers and units as maps write them, in the language in use."""

import math

import pandas as pd

from data.words import get_language, t

MINUS = "−"


def format_number(value: float) -> str:
    """Return a number with separators and at most two decimals (three below one)."""
    most = 3 if abs(value) < 1 else 2
    text = f"{value:,.{most}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text.replace("-", MINUS)


def format_break(value: float) -> str:
    """Return a class break; breaks that lie on data keep the digits that tell them apart."""
    if value == int(value):
        return f"{int(value):,}".replace("-", MINUS)
    digits = max(2, 3 - math.floor(math.log10(abs(value))) - 1)
    return f"{value:,.{digits}f}".rstrip("0").rstrip(".").replace("-", MINUS)


def format_signed(value: float) -> str:
    """Return a number with its sign; zero has none."""
    text = format_number(value)
    return f"+{text}" if value > 0 and text != "0" else text


def name_unit(unit: str | None, names: dict[str, str]) -> str:
    """Return a unit in the language in use; empty for a figure without a unit."""
    if unit is None or pd.isna(unit) or unit in ("", "—"):
        return ""
    return unit if get_language() == "zh" else names.get(unit) or unit


def join_unit(number: str, unit: str) -> str:
    """Return number and unit; Chinese units and per cent follow without a space."""
    gap = "" if unit in ("", "%", "‰") or get_language() == "zh" else " "
    return f"{number}{gap}{unit}"


def format_year(year: int) -> str:
    """Return a year as the language writes it."""
    return t("map.year_value", year=int(year))
