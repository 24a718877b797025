"""Parses numbers, years and periods of statistics files."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from data.names.lexicon import load_words
from data.names.marks import is_mark, take_marks
from data.names.periods import Time, match_run_together, match_times

MISSING = frozenset(
    "… …… ... .. . — —— ―― - -- – − _ / \\ # 空 na n/a n.a. #n/a null none nan 无 缺 缺失 "
    "无数据 暂无 未公布 未统计 × x nd n.d.".split()
)
EXCEL_ERRORS = frozenset("#div/0! #ref! #value! #name? #num! #null! #getting_data".split())
_PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?")
# Most cells are this: well within the bounds, without a sign, a mark or a letter.
_USUAL = re.compile(r"\d{1,12}(?:\.\d{1,20})?", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?|[+-]?\d{1,3}(?: \d{3})+(?:\.\d*)?")
_NUMBER_THEN_UNIT = re.compile(
    rf"(?P<number>{_GROUPED.pattern}|{_PLAIN.pattern})\s*(?P<unit>[^\d\s.,+-].*)?"
)
_AFTER_TIME = re.compile(r"年|月|季度|[—–~～至到/-]\s*(?:\d{4}年?$|\d+(?:年|月|季度))")
# △87.6 is minus 87.6 in official tables, and no mark of a note.
_MINUS_OF_OFFICES = ("△", "▲")
LARGEST = Decimal("1e15")
# Nearer to zero a number could end as a zero, at once or when its unit is converted.
SMALLEST = Decimal("1e-100")

NUMBER = "number"
EMPTY = "missing"
BAD = "not_number"
FAULT = "cell_error"
TOO_LARGE = "number_too_large"
TOO_SMALL = "number_too_small"
BEYOND = frozenset({TOO_LARGE, TOO_SMALL})
# What is refused, with a sentence of its own each.
REFUSED = BEYOND | {BAD, FAULT}


@dataclass(frozen=True)
class Number:
    """A cell read as a number: its kind, exact value, the unit inside the cell, and
    the marks of notes that were taken off."""

    kind: str
    value: Decimal | None = None
    unit: str | None = None
    marks: tuple[str, ...] = ()


@lru_cache(maxsize=65536)
def parse_number(text: str) -> Number:
    """Read a cell's text exactly.

    It understands thousands separators (commas or spaces in threes), full-width digits, and a
    unit or per cent sign after the number; it takes marks of notes (18.2①) off. Any other text
    beside the number makes it no number. A dash, dots, ``空`` and the like are missing values.
    1e400 is no infinity and 1e-400 no zero: numbers beyond `LARGEST` or nearer to zero than
    `SMALLEST` are rejected.
    """
    if _USUAL.fullmatch(text):
        return Number(NUMBER, Decimal(text))
    if is_mark(text) or text.strip().startswith(_MINUS_OF_OFFICES):
        return Number(BAD)
    bare, marks = take_marks(text)
    if marks and not (text.strip().startswith(bare) or text.strip().endswith(bare)):
        return Number(BAD)
    text = bare
    plain = unicodedata.normalize("NFKC", text).replace("\u2212", "-").strip()
    if not plain or plain.lower() in MISSING or text.strip().lower() in MISSING:
        return Number(EMPTY)
    if plain.lower() in EXCEL_ERRORS:
        return Number(FAULT)
    match = _NUMBER_THEN_UNIT.fullmatch(plain)
    if match is None:
        return Number(BAD)
    digits = match["number"].replace(",", "").replace(" ", "")
    try:
        value = Decimal(digits)
    except InvalidOperation:
        return Number(BAD)
    if abs(value) > LARGEST:
        return Number(TOO_LARGE)
    if value and abs(value) < SMALLEST:
        return Number(TOO_SMALL)
    return Number(NUMBER, value, match["unit"], marks)


def looks_numeric(text: str) -> bool:
    """Tell whether a cell holds a number or a mark for a missing one (not a blank).

    A text that begins with a time (2021年牛存栏, 2016—2020年, 6月末牛存栏) is not a number.
    """
    if not text.strip():
        return False
    number = parse_number(text)
    if number.unit and _AFTER_TIME.match(number.unit):
        return False
    return number.kind != BAD


_DATE = re.compile(r"(?:1[89]|20|21)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}(?:t[\d:.]+)?")
_YEAR_END = re.compile(r"[-/.]12[-/.]31(?:t|$)")


@dataclass(frozen=True)
class When:
    """A year and a period (see data.names.periods)."""

    year: int
    period: str = "Y"


@lru_cache(maxsize=8192)
def parse_when(text: str) -> When | None:
    """Read a cell that is a year, with its period or not, and nothing else: 2018, 2018年,
    2005.0, 2024年上半年, 2024年前11个月. A day within a year is not one; then return None."""
    plain = _plain(text)
    if _DATE.fullmatch(plain) and not _YEAR_END.search(plain):
        return None
    for end, time in match_times(plain, 0):
        if time.year is None:
            continue
        year, period = time.year + time.shift, time.period
        rest = plain[end:].lstrip("-/年")
        if not rest:
            return When(year, period or "Y")
        named = _parse_period(rest) if period is None else None
        if named:
            return When(year, named)
    return None


def parse_dated(text: str) -> When | None:
    """Read a cell of a column of years or periods: also 202411, marks of notes left out."""
    plain = take_marks(text)[0]
    month = match_run_together(_plain(plain))
    if month and month[0] == len(_plain(plain)) and month[1].year is not None:
        return When(month[1].year, month[1].period or "Y")
    return parse_when(plain)


@lru_cache(maxsize=8192)
def find_when(text: str) -> tuple[When | None, str]:
    """Find the one year in a longer text; return it (or None) and the text without it.

    Two different years in one text (2016—2020年) are not a year.
    """
    plain, at, rest = _plain(text), 0, ""
    found: list[Time] = []
    while at < len(plain):
        times = [(end, time) for end, time in match_times(plain, at) if time.year or time.is_span]
        if not times:
            rest, at = rest + plain[at], at + 1
            continue
        at, time = max(times, key=lambda each: each[0])
        found.append(time)
        named = max(
            ((end, each) for end, each in match_times(plain, at) if each.period),
            key=lambda each: each[0],
            default=None,
        )
        if named and time.period is None and time.year:
            at = named[0]
            found[-1] = Time(time.year, named[1].period, time.shift)
    whens = {(time.year, time.shift, time.period) for time in found}
    if len(whens) != 1 or found[0].year is None:
        return None, text
    return When(found[0].year + found[0].shift, found[0].period or "Y"), rest


@lru_cache(maxsize=8192)
def is_time(text: str) -> bool:
    """Tell whether a text is only about time, even if it is not a year: a year, a
    day, or a span of years. Marks of notes are left out."""
    plain = _plain(take_marks(text)[0])
    if parse_when(plain) or _DATE.fullmatch(plain):
        return True
    return any(
        end == len(plain) and (time.year or time.is_span or not plain.isdigit())
        for end, time in match_times(plain, 0)
    )


@lru_cache(maxsize=256)
def parse_period(text: str, heading: str = "") -> str | None:
    """Return the code of a text that is a period; None if it is not one.

    Parameters
    ----------
    heading : str
        The heading of its column: below 月份, 6 is June; below 季度, 一 is the first quarter.
    """
    plain = re.sub(r"\.0+$", "", _plain(text))
    found = _parse_period(plain)
    if found:
        return found
    kind = next((word for word in ("季度", "月") if word in heading), "")
    return _parse_period(f"{int(plain) if plain.isdecimal() else plain}{kind}") if kind else None


def _parse_period(plain: str) -> str | None:
    """Return the code of a text that is only a period; None for other texts."""
    if plain == "y":
        return "Y"
    for end, time in match_times(plain, 0):
        if end == len(plain) and time.period and time.year is None:
            return None if time.period == "none" else time.period
    entry = load_words().get(plain)
    if entry is not None and entry.reads_as == "period" and entry.meaning[0] in "HYQ":
        return entry.meaning
    return {"末": "Y", "底": "Y"}.get(plain)


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"[\s\u200b-\u200f\ufeff]+", "", plain).replace("—", "-").replace("–", "-")
