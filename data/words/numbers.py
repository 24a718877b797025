"""How numbers and units are written on pages, in pictures and in documents."""

import csv
import math
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pandas as pd

from data.words.catalogue import get_language, has_words, is_one, t

MINUS = "−"
MOST_DECIMALS = 2
# Below one two decimals would leave too little of a number.
MOST_DECIMALS_BELOW_ONE = 3
# What floats leave of a difference of equal numbers of up to 100 million; no figure is as small.
NEGLIGIBLE = 1e-7
NO_UNIT = "—"
POINTS = "个百分点"
# What the English names of units count, and a number of one makes singular.
PLURALS = ("units", "sheep units", "points", "percentage points")
# They follow a number without a space.
CLOSE_UNITS = ("%", "‰")
POWERS = {"10 000 ": "×10⁴ ", "100 million ": "×10⁸ "}


def is_missing(value: object) -> bool:
    """Tell whether a value is None, NaN or NA."""
    # Most are numbers, and pandas takes ten times as long to tell.
    if isinstance(value, float):
        return math.isnan(value)
    return value is None or bool(pd.isna(value))


def format_number(value: float | None, decimals: int | None = None) -> str:
    """Return a number with separators, or "no data"; a number that rounds to zero has no sign.

    `decimals` fixes the number of decimals for a column that must align. With None the number
    gets as many as it needs, at most two (three below one). One that these would make a zero is
    written to its first digit: zero is another statement.
    """
    if value is None or is_missing(value):
        return t("shell.no_data")
    if decimals is None:
        text = f"{value:,.{_find_most(value)}f}".rstrip("0").rstrip(".")
    else:
        text = f"{value:,.{decimals}f}"
    is_zero = not text.strip("-0.,")
    return (text.lstrip("-") or "0" if is_zero else text).replace("-", MINUS)


def round_as_shown(value: float) -> float:
    """Return a number with the decimals that `format_number` gives at most."""
    return round(value, _find_most(value))


def _find_most(value: float) -> int:
    """Return how many decimals a number gets at most; more where these would make it a zero."""
    if abs(value) >= 1:
        return MOST_DECIMALS
    if round(value, MOST_DECIMALS_BELOW_ONE) or abs(value) < NEGLIGIBLE:
        return MOST_DECIMALS_BELOW_ONE
    return -math.floor(math.log10(abs(value)))


def count_decimals(values: Iterable[float | None]) -> int:
    """Return how many decimals all numbers of a column get: as many as any of them needs.

    At most two, or three where every number is below one or two would make one a zero, or more
    where three would; whole numbers get none.
    """
    known = [value for value in values if value is not None and not is_missing(value)]
    lost = [value for value in known if not round(value, MOST_DECIMALS)]
    is_small = all(abs(value) < 1 for value in known)
    most = MOST_DECIMALS_BELOW_ONE if is_small or any(lost) else MOST_DECIMALS
    most = max([most, *(_find_most(value) for value in lost if not round(value, most))])
    needed = 0
    for value in known:
        # Of a long column the first few need all that it may have.
        if needed == most:
            break
        needed = max(needed, len(f"{value:.{most}f}".rstrip("0").partition(".")[2]))
    return needed


def format_break(value: float) -> str:
    """Return a class break: whole, or with three significant digits and two decimals or more."""
    if value == int(value):
        return f"{int(value):,}".replace("-", MINUS)
    digits = max(2, 3 - math.floor(math.log10(abs(value))) - 1)
    return f"{value:,.{digits}f}".rstrip("0").rstrip(".").replace("-", MINUS)


def format_signed(value: float | None, decimals: int | None = None) -> str:
    """Return a number with its sign, or "no data"; zero has no sign."""
    if value is None or is_missing(value):
        return t("shell.no_data")
    text = format_number(value, decimals)
    return f"+{text}" if value > 0 and text.strip("0.,") else text


def format_exact(value: float | None) -> str:
    """Return a number with all its digits, up to ten, or "no data"."""
    if is_missing(value):
        return t("shell.no_data")
    return f"{Decimal(f'{value:.10g}'):,f}".replace("-", MINUS)


def format_digits(value: float, most: int = 12) -> str:
    """Return a number with so many significant digits at most, without separators or exponent."""
    return f"{Decimal(f'{value:.{most}g}'):f}"


def format_share(fraction: float | None) -> str:
    """Return a fraction as per cent with separators and one decimal, or "no data"."""
    if fraction is None or is_missing(fraction):
        return t("shell.no_data")
    return f"{format_number(fraction * 100, 1)}%"


@cache
def load_unit_names() -> dict[str, str]:
    """Return the English name of each unit and of each other spelling in the table."""
    path = Path(__file__).resolve().parents[1] / "conventions" / "unit.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = {
        spelling: row["name_en"]
        for row in reversed(rows)
        for spelling in row["spellings"].split("|")
    }
    return names | {row["unit"]: row["name_en"] for row in rows}


def name_unit(unit: str | None) -> str:
    """Return a unit in the language in use; empty for a figure without a unit.

    English writes powers of ten one way in headings and behind numbers; Chinese writes brackets
    in full width.
    """
    if unit is None or is_missing(unit) or unit in ("", NO_UNIT):
        return ""
    if get_language() == "zh":
        return unit.replace("(", "（").replace(")", "）")
    name = load_unit_names().get(unit) or unit
    for words, power in POWERS.items():
        name = name.replace(words, power)
    return name


def format_unit(unit: str | None) -> str:
    """Return a unit as it stands behind a number."""
    return name_unit(unit).replace("percentage points", "points")


def fit_unit(number: str, name: str) -> str:
    """Return the name of a unit as it stands behind a number: in English one unit, two units."""
    is_singular = get_language() == "en" and name in PLURALS and is_one(number)
    return name.removesuffix("s") if is_singular else name


def join_unit(number: str, name: str, gap: str = " ") -> str:
    """Join a written number and a unit; no space before a Chinese unit or per cent."""
    gap = "" if name in ("", *CLOSE_UNITS) or get_language() == "zh" else gap
    return f"{number}{gap}{fit_unit(number, name)}"


def attach_unit(number: str, unit: str | None) -> str:
    """Return a written number with its unit; the line does not break between them."""
    return join_unit(number, format_unit(unit), "\u00a0")


def format_value(value: float | None, unit: str | None, decimals: int | None = None) -> str:
    """Return number and unit on one line, or "no data"; `decimals` as in `format_number`."""
    number = format_number(value, decimals)
    return number if is_missing(value) else attach_unit(number, unit)


def get_change_unit(unit: str | None) -> str | None:
    """Return the unit of a difference of two figures; for per cent it is points."""
    return POINTS if unit == "%" else unit


def format_change(value: float | None, unit: str | None, decimals: int = 2) -> str:
    """Return a change with sign and unit; for per cent figures it is in points.

    One that `decimals` would make a zero is written to its first digit.
    """
    if value is None or is_missing(value):
        return t("shell.no_data")
    is_lost = abs(value) >= NEGLIGIBLE and not round(value, decimals)
    number = format_signed(value, None if is_lost else decimals)
    return attach_unit(number, get_change_unit(unit))


def format_difference(value: float | None, unit: str | None) -> str:
    """Return the size of a difference without sign; for per cent figures it is in points."""
    size = None if value is None or is_missing(value) else abs(value)
    return format_value(size, get_change_unit(unit))


def format_day(day: date) -> str:
    """Return a day as a sentence writes it; tables write it as 2026-06-30."""
    return t("shell.day", year=day.year, month=day.month, day=day.day)


def format_year(year: int | None) -> str:
    """Return a year as the language in use writes it, or a dash if it is missing."""
    if year is None or is_missing(year):
        return NO_UNIT
    return t("shell.year_value", year=int(year))


def name_period(period: str) -> str:
    """Return a period of a year in words: H1, Q1, M03, C03 (up to March); another as it is."""
    kind, number = period[:1], period[1:]
    if kind in ("M", "C") and number.isdecimal():
        return t(f"reading.period.{'month' if kind == 'M' else 'to_month'}", month=int(number))
    key = f"reading.period.{period}"
    return t(key) if has_words(key) else period


def format_period(year: int, period: str) -> str:
    """Return a year and the period in it; a whole year is the year alone."""
    written = format_year(year)
    if period == "Y":
        return written
    return t("shell.year_period", year=written, period=name_period(period))
