"""Numbers and years as they stand in statistics files."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

MISSING = frozenset(
    "… …… ... .. . — —— ―― - -- – − _ / \\ # 空 na n/a n.a. #n/a null none nan 无 缺 缺失 "
    "无数据 暂无 未公布 未统计 × x nd n.d.".split()
)
EXCEL_ERRORS = frozenset("#div/0! #ref! #value! #name? #num! #null! #getting_data".split())
_PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?|[+-]?\d{1,3}(?: \d{3})+(?:\.\d*)?")
_NUMBER_THEN_UNIT = re.compile(
    rf"(?P<number>{_GROUPED.pattern}|{_PLAIN.pattern})\s*(?P<unit>[^\d\s.,+-].*)?"
)
_AFTER_YEAR = re.compile(r"年|[—–~～至到/-]\s*\d{4}年?$")
LARGEST = Decimal("1e15")

NUMBER = "number"
EMPTY = "missing"
BAD = "not_number"
FAULT = "cell_error"


@dataclass(frozen=True)
class Number:
    """A cell read as a number: its kind, exact value, and the unit that stands in the cell."""

    kind: str
    value: Decimal | None = None
    unit: str | None = None


@lru_cache(maxsize=65536)
def parse_number(text: str) -> Number:
    """Read a cell's text exactly.

    Thousands separators (commas or spaces in threes), full-width digits and a unit or
    percent sign behind the number are understood; anything else beside the number is not
    guessed at. A dash, dots, ``空`` and the like are missing values.
    """
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
        return Number(BAD)
    return Number(NUMBER, value, match["unit"])


def looks_numeric(text: str) -> bool:
    """Tell whether a cell holds a number or a mark for a missing one (not a blank).

    A text that begins with a year (2021年牛存栏, 2016—2020年) is no number.
    """
    if not text.strip():
        return False
    number = parse_number(text)
    if number.unit and _AFTER_YEAR.match(number.unit):
        return False
    return number.kind in (NUMBER, EMPTY, FAULT)


@dataclass(frozen=True)
class When:
    """A year and a period: Y, H1, H2, Q1 to Q4, Q1-Q3 (nine months) or M01 to M12."""

    year: int
    period: str = "Y"


_YEAR = r"(?P<year>(?:1[89]|20|21)\d{2})"
_PERIODS = {
    "上半年": "H1",
    "下半年": "H2",
    "半年": "H1",
    "h1": "H1",
    "h2": "H2",
    "一季度": "Q1",
    "第一季度": "Q1",
    "1季度": "Q1",
    "第1季度": "Q1",
    "q1": "Q1",
    "二季度": "Q2",
    "第二季度": "Q2",
    "2季度": "Q2",
    "第2季度": "Q2",
    "q2": "Q2",
    "三季度": "Q3",
    "第三季度": "Q3",
    "3季度": "Q3",
    "第3季度": "Q3",
    "q3": "Q3",
    "四季度": "Q4",
    "第四季度": "Q4",
    "4季度": "Q4",
    "第4季度": "Q4",
    "q4": "Q4",
    "前三季度": "Q1-Q3",
    "前3季度": "Q1-Q3",
    "q1-q3": "Q1-Q3",
    "1-9月": "Q1-Q3",
    "1-3月": "Q1",
    "1-6月": "H1",
    "7-12月": "H2",
    "1-12月": "Y",
    "全年": "Y",
    "y": "Y",
    "12月末": "Y",
    "12月底": "Y",
    "12月31日": "Y",
    "12-31": "Y",
    "12-31t00:00:00": "Y",
    "年度": "Y",
    "年": "Y",
    "年末": "Y",
    "年底": "Y",
    "末": "Y",
    "底": "Y",
    "": "Y",
}
_PERIODS |= {f"{month}月": f"M{month:02d}" for month in range(1, 13)}
_PERIODS |= {f"m{month:02d}": f"M{month:02d}" for month in range(1, 13)}
# January to a month, as an export writes it.
_PERIODS |= {f"c{month:02d}": f"C{month:02d}" for month in range(2, 12)}
_PERIOD_WORDS = "|".join(sorted((re.escape(word) for word in _PERIODS if word), key=len)[::-1])
_WHEN = re.compile(rf"{_YEAR}(?:\.0+)?[年]?[-/ ]?(?P<period>{_PERIOD_WORDS})?")
_WHEN_INSIDE = re.compile(rf"(?<!\d){_YEAR}(?:年[-/ ]?(?P<period>{_PERIOD_WORDS})?|(?!\d))")
_DATE = re.compile(r"(?:1[89]|20|21)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}(?:t[\d:.]+)?")
_SPAN = re.compile(r"(?:1[89]|20|21)\d{2}年?[-~至到](?:1[89]|20|21)\d{2}年?")
PERIODS = frozenset(_PERIODS.values())


@lru_cache(maxsize=8192)
def parse_when(text: str) -> When | None:
    """Read a cell that is a year and nothing else: 2018, 2018年, 2005.0, 2024年上半年."""
    plain = _plain(text)
    match = _WHEN.fullmatch(plain)
    if match is None:
        return None
    return When(int(match["year"]), _PERIODS[match["period"] or ""])


@lru_cache(maxsize=8192)
def find_when(text: str) -> tuple[When | None, str]:
    """Find the one year in a longer text; return it and the text without it.

    Two different years in one text (2016—2020年) are no year.
    """
    plain = _plain(text)
    found = {(match["year"], match["period"] or "") for match in _WHEN_INSIDE.finditer(plain)}
    if len(found) != 1:
        return None, text
    year, period = found.pop()
    return When(int(year), _PERIODS[period]), _WHEN_INSIDE.sub("", plain)


@lru_cache(maxsize=8192)
def is_time(text: str) -> bool:
    """Tell whether a text is about time and nothing else, be it a year or not: a year, a
    day, or a span of years."""
    plain = _plain(text)
    return bool(parse_when(text) or _DATE.fullmatch(plain) or _SPAN.fullmatch(plain))


@lru_cache(maxsize=256)
def parse_period(text: str, heading: str = "") -> str | None:
    """Read a period that stands alone; None when it is not one.

    Parameters
    ----------
    heading : str
        Of the column it stands in: below 月份, 6 is June; below 季度, 一 is the first quarter.
    """
    plain = _plain(text)
    if plain.upper() in PERIODS:
        return plain.upper()
    if plain not in _PERIODS:
        plain = re.sub(r"\.0+$", "", plain)
        kind = next((word for word in ("季度", "月") if word in heading), "")
        plain = f"{int(plain) if plain.isdecimal() else plain}{kind}"
    return _PERIODS.get(plain)


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"[\s\u200b-\u200f\ufeff]+", "", plain).replace("—", "-").replace("–", "-")
