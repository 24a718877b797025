"""How a number is written: separators, decimals, unit, year and state; never 0 for nothing."""

import html
from decimal import Decimal

import pandas as pd

from data.words import numbers
from data.words.numbers import MINUS, is_missing
from pages.shell import cache
from pages.shell.i18n import get_language, t

POINTS = "个百分点"


def format_number(value, decimals: int | None = None) -> str:
    """Return a number as `data.numbers.format_number` does, or the words for no data."""
    return t("shell.no_data") if is_missing(value) else numbers.format_number(value, decimals)


def draw_number(value) -> str:
    """Return a number as HTML whose decimal point stands under that of its neighbours.

    The number keeps the decimals that it has, two at most: padding with zeros would make it
    look more exact than it is. What is missing to two decimals is held free, unseen.
    """
    text = format_number(value)
    if is_missing(value):
        return f'<span class="none">{text}</span>'
    decimals = text.partition(".")[2]
    pad = "00"[len(decimals) :] if decimals else ".00"
    return f'{text}<span class="pad" aria-hidden="true">{pad}</span>'


def format_exact(value) -> str:
    """Return a number with every digit that it has, up to ten, or the words for no data."""
    if is_missing(value):
        return t("shell.no_data")
    return f"{Decimal(f'{value:.10g}'):,f}".replace("-", MINUS)


def format_signed(value, decimals: int = 1) -> str:
    """Return a number with its sign, or the words for no data."""
    return t("shell.no_data") if is_missing(value) else numbers.format_signed(value, decimals)


def format_share(fraction) -> str:
    """Return a fraction as per cent with one decimal, or the words for no data."""
    return t("shell.no_data") if is_missing(fraction) else f"{fraction:.1%}".replace("-", MINUS)


def format_unit(unit) -> str:
    """Return a unit in the language in use; nothing for a figure without a unit."""
    name = numbers.name_unit(unit, cache.get_units())
    return numbers.shorten_unit(name).replace("percentage points", "points")


def format_value(value, unit) -> str:
    """Return number and unit on one line, or the words for no data."""
    number = format_number(value)
    return number if is_missing(value) else join_unit(number, unit)


def join_unit(number: str, unit) -> str:
    """Return a written number with its unit; Chinese and per cent follow without a space."""
    name = format_unit(unit)
    gap = "" if name in ("", "%", "‰") else "\u202f" if get_language() == "zh" else "\u00a0"
    return f"{number}{gap}{name}"


def get_change_unit(unit):
    """Return the unit of a difference of two figures: of per cent figures it is points."""
    return POINTS if unit == "%" else unit


def format_change(value, unit, decimals: int = 2) -> str:
    """Return a change with sign and unit; a change of per cent figures is in points."""
    if is_missing(value):
        return t("shell.no_data")
    return join_unit(format_signed(value, decimals), get_change_unit(unit))


def format_difference(value, unit) -> str:
    """Return the size of a difference without sign; of per cent figures in points."""
    return format_value(value if is_missing(value) else abs(value), get_change_unit(unit))


def format_year(year) -> str:
    """Return a year as the language writes it, or a dash."""
    return "—" if is_missing(year) else t("shell.year_value", year=int(year))


def format_state(state) -> str:
    """Return the word for a state of a figure."""
    return "—" if is_missing(state) else t(f"shell.state.{state}")


def draw_figure(value, unit, year=None, state=None, source=None, *, note="") -> str:
    """Return a figure as HTML: number, unit, year and state, the source on hover.

    A missing value is drawn as words in grey, with no unit. `note` stands where there is
    no state, e.g. where a baseline comes from.
    """
    if is_missing(value):
        return f'<span class="figure none">{t("shell.no_data")}</span>'
    facts = [] if is_missing(year) else [format_year(year)]
    facts += [note] if note else [] if is_missing(state) else [format_state(state)]
    title = "" if is_missing(source) else t("shell.source_is", source=source)
    return (
        f'<span class="figure" title="{html.escape(title)}"><b>{format_number(value)}</b>'
        f"<i>{html.escape(format_unit(unit))}</i>"
        f"<small>{html.escape(' · '.join(facts))}</small></span>"
    )


def format_time(time) -> str:
    """Return a UTC time as Beijing time, which offices in Xinjiang keep, to the minute."""
    if is_missing(time):
        return "—"
    local = pd.Timestamp(time).tz_localize("UTC").tz_convert("Asia/Shanghai")
    return f"{local:%Y-%m-%d %H:%M}"
