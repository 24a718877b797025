"""Finds years and periods in a text: 2024年前11个月, 第1-3季度, 2024.06, 6月末.

Codes of periods: Y, H1, H2, Q1 to Q4, M01 to M12, and C02 to C11 for January to that month;
equal stretches of a year have one code: C03 is Q1, C06 is H1, C12 is Y.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

_DIGITS = {word: number for number, word in enumerate("〇一二三四五六七八九十", start=0)}
_DIGITS |= {"零": 0, "○": 0, "十一": 11, "十二": 12, "两": 2}
_N = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_QN = r"(?:[1-4]|[一二三四])"
_TO = r"(?:[-~～—–―－至到]{1,2})"
_YEAR = r"(?:1[89]|20|21)\d{2}"
_SPAN_CODES = {(7, 12): "H2", (4, 6): "Q2", (7, 9): "Q3", (10, 12): "Q4"}
_QUARTER_END = {1: "Q1", 2: "H1", 3: "C09", 4: "Y"}


@dataclass(frozen=True)
class Time:
    """What a stretch of text says about time; None where it says nothing.

    Parameters
    ----------
    year : int
        The year; None also for a span of several years.
    period : str
        A code, or ``none`` for a period without a code.
    shift : int
        Years beside `year`: -1 for 2024年初, the end of 2023.
    is_date : bool
        A day that ends no period: the day when a form was filled in, not its period.
    is_span : bool
        Several years.
    """

    year: int | None = None
    period: str | None = None
    shift: int = 0
    is_date: bool = False
    is_span: bool = False


def cumulate(month: int) -> str:
    """Return the code of January to a month."""
    return {1: "M01", 3: "Q1", 6: "H1", 12: "Y"}.get(month, f"C{month:02d}")


def cumulate_to(code: str) -> str:
    """Return January to the end of a month or quarter; another period as it is."""
    if code[0] == "Q":
        return _QUARTER_END[int(code[1:])]
    return cumulate(int(code[1:])) if code[0] == "M" else code


def normalise_period(code: str) -> str:
    """Return the one code of a stretch: C03, C06 and C12 have other names."""
    return cumulate(int(code[1:])) if code[:1] == "C" and code[1:].isdigit() else code


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else _DIGITS[text]


def _span(match: re.Match) -> Time:
    first, last = _number(match["a"]), _number(match["b"])
    if not first < last:
        return Time(period="none")
    code = cumulate(last) if first == 1 else _SPAN_CODES.get((first, last), "none")
    return Time(period=code)


def _quarters(match: re.Match) -> Time:
    first, last = _number(match["a"]), _number(match["b"])
    if first >= last:
        return Time(period="none")
    return Time(period=_QUARTER_END[last] if first == 1 else _span_of_quarters(first, last))


def _span_of_quarters(first: int, last: int) -> str:
    return "H2" if (first, last) == (3, 4) else "none"


def _month(match: re.Match) -> Time:
    month = _number(match["a"])
    return Time(period="Y" if month == 12 and match["end"] else f"M{month:02d}")


def _date(match: re.Match) -> Time | None:
    year, month, day = int(match["y"]), int(match["m"]), int(match["d"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    if (month, day) == (12, 31):
        return Time(year, "Y")
    if _is_last(month, day):
        return Time(year, f"M{month:02d}")
    return Time(is_date=True)


def _year_month(match: re.Match) -> Time | None:
    month = int(match["m"])
    if not 1 <= month <= 12:
        return None
    is_end = bool(match.groupdict().get("end"))
    return Time(int(match["y"]), "Y" if month == 12 and is_end else f"M{month:02d}")


def _chinese_year(match: re.Match) -> Time | None:
    digits = "".join(str(_DIGITS[sign]) for sign in match["y"])
    return Time(int(digits)) if re.fullmatch(_YEAR, digits) else None


_RULES: list[tuple[str, Callable[[re.Match], Time | None] | None]] = [
    (rf"(?P<y>{_YEAR})年(?P<m>\d{{1,2}})月(?P<d>\d{{1,2}})[日号]", _date),
    (
        rf"(?P<y>{_YEAR})(?P<s>[./-])(?P<m>\d{{1,2}})(?P=s)(?P<d>\d{{1,2}})(?!\d)"
        r"(?:t[\d:.]+)?",
        _date,
    ),
    (rf"(?P<a>{_N})月(?P<b>\d{{1,2}})[日号]", lambda m: _day_of_month(m)),
    (rf"(?P<y>{_YEAR})[./-](?P<m>0[1-9]|1[0-2]|[1-9])(?![\d年-])月?(?P<end>[末底])?", _year_month),
    (rf"{_YEAR}年?{_TO}(?:{_YEAR}|\d{{2}}(?=年))年?度?|{_YEAR}/(?:{_YEAR}|\d{{2}})年度", None),
    (rf"(?P<y>{_YEAR})年初", lambda m: Time(int(m["y"]), "Y", -1)),
    (rf"(?P<y>{_YEAR})(?:年?[末底终])", lambda m: Time(int(m["y"]), "Y")),
    (rf"(?P<y>{_YEAR})(?:\.0+)?(?:年度|年|(?!\d))", lambda m: Time(int(m["y"]))),
    (r"(?P<y>[一二][〇零○一二三四五六七八九]{3})年度?", _chinese_year),
    (rf"(?:自)?(?P<a>{_N})月?份?{_TO}(?P<b>{_N})个?月份?(?:累计|[末底止])?", _span),
    (
        rf"截[至止]到?(?:(?P<y>{_YEAR})年)?(?P<b>{_N})月份?(?:[末底]|累计)?(?!\d)",
        lambda m: Time(int(m["y"]) if m["y"] else None, cumulate(_number(m["b"]))),
    ),
    (
        rf"截[至止]到?(?:(?P<y>{_YEAR})年)?(?P<b>{_N})月(?P<d>\d{{1,2}})[日号]",
        lambda m: _until_day(m),
    ),
    (rf"(?P<y>{_YEAR})[./](?P<a>{_N}){_TO}(?P<b>{_N})(?![\d.])月?", lambda m: _span_of_year(m)),
    (rf"前(?P<b>{_N})个?月(?:累计)?", lambda m: Time(period=cumulate(_number(m["b"])))),
    (rf"前(?P<b>{_QN})个?季度?(?:累计)?", lambda m: Time(period=_QUARTER_END[_number(m["b"])])),
    (rf"第?(?P<a>{_QN})(?:季度)?{_TO}第?(?P<b>{_QN})个?季度?(?:累计)?", _quarters),
    (rf"第?(?P<a>{_QN})季(?:度)?末?", lambda m: Time(period=f"Q{_number(m['a'])}")),
    (rf"q1{_TO}q(?P<b>[234])", lambda m: Time(period=_QUARTER_END[int(m["b"])])),
    (r"q(?P<a>[1-4])", lambda m: Time(period=f"Q{m['a']}")),
    (r"h(?P<a>[12])", lambda m: Time(period=f"H{m['a']}")),
    (
        r"(?P<a>[mc](?:0[1-9]|1[0-2]))(?!\d)",
        lambda m: Time(period=normalise_period(m["a"].upper())),
    ),
    (rf"(?P<a>{_N})月份?(?P<end>[末底])?", _month),
]


@cache
def _compile_rules() -> list:
    """Return the rules with their patterns, made when a file is read: that takes longer than all
    else that a page waits for here."""
    return [(re.compile(pattern), make) for pattern, make in _RULES]


def _span_of_year(match: re.Match) -> Time:
    return Time(int(match["y"]), _span(match).period)


def _until_day(match: re.Match) -> Time:
    """January to a day: the day is the last of its month, or it is no period."""
    year = int(match["y"]) if match["y"] else None
    if not _is_last(_number(match["b"]), int(match["d"])):
        return Time(year, "none")
    return Time(year, cumulate(_number(match["b"])))


def _is_last(month: int, day: int) -> bool:
    return day in {2: (28, 29), 4: (30,), 6: (30,), 9: (30,), 11: (30,)}.get(month, (31,))


def _day_of_month(match: re.Match) -> Time | None:
    month, day = _number(match["a"]), int(match["b"])
    if (month, day) == (12, 31):
        return Time(period="Y")
    is_end = day in (28, 29, 30, 31) and day >= (28 if month == 2 else 30)
    return Time(period=f"M{month:02d}" if is_end else "none")


_RUN_TOGETHER = re.compile(r"(?<![\d.])(?P<y>(?:19|20)\d{2})(?P<m>0[1-9]|1[0-2])(?![\d.])")


def match_run_together(text: str, start: int = 0) -> tuple[int, Time] | None:
    """Return the end and the Time of year and month as one number (202411), None where none
    stands at `start`. Only for words: a figure may look like it."""
    match = _RUN_TOGETHER.match(text, start)
    return (match.end(), Time(int(match["y"]), f"M{match['m']}")) if match else None


def match_times(text: str, start: int) -> Iterator[tuple[int, Time]]:
    """Yield the end and the Time of each stretch about time that begins at `start`."""
    before = text[start - 1] if start else ""
    if before.isdigit() or (before == "." and start > 1 and text[start - 2].isdigit()):
        return
    for pattern, make in _compile_rules():
        match = pattern.match(text, start)
        if match is None:
            continue
        found = make(match) if make else Time(is_span=True)
        if found is not None:
            yield match.end(), found
