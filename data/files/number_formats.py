"""Number formats of office programs: how a stored number looks to a reader.

Format codes are those of ECMA-376 part 1, 18.8.30 and 18.8.31 (numFmt). A number keeps all
of its digits whatever the format says; the format decides whether it is a percentage, a date
or time, a multiple (``0!.0,"万"`` shows 12345 as 1.2万), and which words accompany it.
"""

import re
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from data.files.cells import format_cell, format_percent

# Formats that a file names only by number; 27 to 58 as Chinese office programs show them.
_BUILT_IN = {
    number: code
    for code, numbers in {
        "0%": (9, 10),
        "yyyy/m/d": (14, 22),
        "d-mmm-yy": (15,),
        "d-mmm": (16,),
        "mmm-yy": (17,),
        "m-d-yy": (30,),
        "h:mm": (18, 19, 20, 21, 32, 33, 34, 35, 45, 47),
        "[h]:mm:ss": (46,),
        'yyyy"年"m"月"': (27, 36, 50, 52, 55, 57),
        'yyyy"年"m"月"d"日"': (31,),
        'm"月"d"日"': (28, 29, 51, 53, 54, 56, 58),
    }.items()
    for number in numbers
}
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.?)|_.|\*.|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<digit>[0#?]|e[+-]|general|g/通用格式)"
    r"|(?P<date>y+|e+|m+|d+|h+|s+|a{3,4}|am/pm|a/p|上午/下午)"
    r"|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[\d.]+)")
_ELAPSED = re.compile(r"(?:h+|m+|s+)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]|[%‰]")
_DATE_WORDS = frozenset("年月日号时分秒/-.: ,、")
_LONGEST = 1000
_LAST_SERIAL = 2_958_466


class NumberFormat:
    """A format code, ready to show numbers.

    Parameters
    ----------
    code : str
        The code in the file, with its sections.
    """

    def __init__(self, code: str):
        self.sections = [_Section(section) for section in _split_sections(code)][:4]

    @property
    def is_plain(self) -> bool:
        """Whether numbers are shown as they are stored."""
        return all(section.is_plain for section in self.sections)

    def show(self, value: float, *, is_1904: bool = False) -> str:
        """Return a number as a reader sees it."""
        return self._choose(value).show(value, is_1904)

    def _choose(self, value: float) -> "_Section":
        if any(section.condition for section in self.sections):
            fitting = [section for section in self.sections if section.fits(value)]
            return fitting[0] if fitting else self.sections[-1]
        if value < 0 and len(self.sections) > 1:
            return self.sections[1]
        if value == 0 and len(self.sections) > 2:
            return self.sections[2]
        return self.sections[0]


class _Section:
    def __init__(self, code: str):
        self.condition: tuple[str, float] | None = None
        self.is_percent = self.is_elapsed = False
        self.parts: list[tuple[str, str]] = []
        self.scale = 0
        for token in _TOKEN.finditer(code):
            self._take(token)
        self.is_date = any(kind == "date" for kind, _ in self.parts)
        if not self.is_date:
            self._find_scale()
        self.words = self._find_words()

    @property
    def is_plain(self) -> bool:
        return not (
            self.is_percent or self.is_date or self.is_elapsed or self.scale or any(self.words)
        )

    def _take(self, token: re.Match) -> None:
        kind, text = token.lastgroup, token[0]
        if kind == "bracket":
            condition = _CONDITION.match(token["bracket"])
            if condition:
                self.condition = condition[1], float(condition[2])
            elif _ELAPSED.fullmatch(token["bracket"]):
                self.is_elapsed = True
        elif kind == "percent":
            self.is_percent = True
        elif kind in ("quoted", "escaped"):
            self.parts.append(("text", token[kind]))
        elif kind == "date":
            self.parts.append(("date", text.lower()))
        elif kind == "other":
            self.parts.append(("text", text))
        elif kind in ("digit", "point", "comma"):
            self.parts.append((kind, text))

    def _find_scale(self) -> None:
        """Count the powers of ten by which the shown number is smaller than the stored one:
        commas after the last digit, and digits after a point that is only text."""
        kinds = [kind for kind, _ in self.parts]
        digits = [at for at, kind in enumerate(kinds) if kind == "digit"]
        if not digits:
            return
        after = kinds[digits[-1] + 1 :]
        self.scale = 3 * next((n for n, kind in enumerate(after) if kind != "comma"), len(after))
        end = kinds.index("point") if "point" in kinds else len(kinds)
        for at in range(digits[0], digits[-1]):
            if self.parts[at] == ("text", ".") and at < end:
                self.scale += sum(kind == "digit" for kind in kinds[at:end])
                break

    def _find_words(self) -> tuple[str, str]:
        """Return the words before and after the number; signs and brackets are not words."""
        kinds = [kind for kind, _ in self.parts]
        if self.is_date or "digit" not in kinds:
            return "", ""
        first = kinds.index("digit")
        last = len(kinds) - 1 - kinds[::-1].index("digit")
        sides = (self.parts[:first], self.parts[last + 1 :])
        before, behind = (
            "".join(text for kind, text in side if kind == "text").strip() for side in sides
        )
        return (before if _WORD.search(before) else "", behind if _WORD.search(behind) else "")

    def fits(self, value: float) -> bool:
        if self.condition is None:
            return True
        sign, bound = self.condition
        return {
            "<": value < bound,
            "<=": value <= bound,
            ">": value > bound,
            ">=": value >= bound,
            "=": value == bound,
            "<>": value != bound,
        }[sign]

    def show(self, value: float, is_1904: bool) -> str:
        if self.is_elapsed:
            return _format_elapsed(value)
        if self.is_date:
            return self._show_date(value, is_1904)
        if self.is_percent:
            return format_percent(value)
        if self.scale:
            shown = format((Decimal(repr(value)).scaleb(-self.scale)).normalize(), "f")
        else:
            shown = format_cell(value)
        before, behind = self.words
        return f"{before}{shown}{behind}"

    def _show_date(self, value: float, is_1904: bool) -> str:
        moment = find_date(value, is_1904=is_1904)
        if moment is None:
            return format_cell(value)
        tokens = self._name_tokens()
        names = {name for name, _ in tokens}
        if not names & {"year", "month", "day"}:
            return _format_moment(moment) if "weekday" in names else moment.time().isoformat()
        words = {text for name, text in tokens if name == "text" and not set(text) <= _DATE_WORDS}
        if names >= {"year", "month", "day"} and not words:
            return _format_moment(moment)
        if names >= {"year", "month"} and any(
            name == "month" and len(text) > 2 for name, text in tokens
        ):
            return moment.strftime("%Y-%m")
        shown = "".join(_show_token(name, text, moment) for name, text in tokens)
        return " ".join(shown.split()).rstrip("-/., ")

    def _name_tokens(self) -> list[tuple[str, str]]:
        """Return the tokens with m resolved: next to hours or seconds it means minutes."""
        named: list[tuple[str, str]] = []
        dates = [text for kind, text in self.parts if kind == "date"]
        seen = 0
        for kind, text in self.parts:
            if kind != "date":
                named.append(("text", text))
                continue
            before = dates[seen - 1][0] if seen else ""
            after = dates[seen + 1][0] if seen + 1 < len(dates) else ""
            seen += 1
            if text[0] == "m" and len(text) < 3 and (before == "h" or after == "s"):
                named.append(("time", text))
            else:
                named.append((_name_token(text), text))
        return named


def _name_token(text: str) -> str:
    if text[0] in "hs" or "/" in text:
        return "time"
    if text[0] == "d" and len(text) > 2:
        return "weekday"
    return {"y": "year", "e": "year", "m": "month", "d": "day", "a": "weekday"}[text[0]]


def _show_token(name: str, text: str, moment: datetime) -> str:
    if name == "text":
        return text
    if name == "year":
        return str(moment.year)
    if name in ("month", "day"):
        number = getattr(moment, name)
        return f"{number:02d}" if len(text) == 2 else str(number)
    return ""


def _format_elapsed(days: float) -> str:
    minutes, seconds = divmod(round(abs(days) * 86_400), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{'-' if days < 0 else ''}{hours}:{minutes:02d}:{seconds:02d}"


def _format_moment(moment: datetime) -> str:
    if (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return moment.date().isoformat()
    return moment.isoformat(timespec="seconds")


def find_date(serial: float, *, is_1904: bool = False) -> datetime | None:
    """Return the date of a serial number; None if it is not a date.

    Day 60 of the older count is 29 February 1900, which never was; earlier days are one off.
    """
    days = serial + 1462 if is_1904 else serial
    if not 0 <= days < _LAST_SERIAL:
        return None
    if days < 60:
        days += 1
    # Rounded to seconds, because a time of day is a binary fraction.
    return datetime(1899, 12, 30) + timedelta(seconds=round(days * 86_400))


def _split_sections(code: str) -> list[str]:
    sections, start = [], 0
    for token in _TOKEN.finditer(code):
        if token[0] == ";":
            sections.append(code[start : token.start()])
            start = token.end()
    return [*sections, code[start:]]


@lru_cache(maxsize=4096)
def make_format(code: str) -> NumberFormat | None:
    """Return the format of a code; None if numbers are shown as they are stored.

    Raises
    ------
    ValueError
        The code is longer than any office program allows.
    """
    if len(code) > _LONGEST:
        raise ValueError(f"a number format of {len(code)} characters")
    number_format = NumberFormat(code)
    return None if number_format.is_plain else number_format


def get_built_in(number: int) -> str:
    """Return the code of a format that is named only by number; "" for General."""
    return _BUILT_IN.get(number, "")
