"""Cuts a text of a form into known words, and what is left over.

The cut leaves as few characters unread as possible, then uses as few words as possible, so that
a long word (比上年同期增减) wins over the short ones in it. Words are those of the lexicon,
areas, indicators, units, years and periods. Nothing is guessed.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from data.names.books import Books
from data.names.lexicon import get_longest, load_words
from data.names.marks import take_marks
from data.names.matching import AMBIGUOUS, OK, OUTSIDE, Match
from data.names.meanings import Meaning
from data.names.periods import Time, match_run_together, match_times
from data.names.text import fold, squeeze
from data.names.units import split_unit

UNREAD = "unread"
_MOST = 400
_LONGEST_NAME = 40
_BRACKETS = str.maketrans("（）［］【】〔〕《》[]", "()()()()()()")
_CJK = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[a-z][a-z.'’&-]*")
_PUNCTUATION = re.compile(r"[\s,，、;；:：.。()《》“”\"!！?？/|·•—–\-_～]")
# Numbers of tables, annexes and items: no part of what the figures are.
_NUMBERING = re.compile(
    r"(?:附?(?:表|件|录|图)|table)(?:[一二三四五六七八九十]+|\d+)(?:[-.—–][\d一二三四五六七八九十]+)*[:：.、)]?"
    r"|续表?\s*\d*|第[一二三四五六七八九十\d]+(?:页|部分|篇|章|节|号|期|类)|共\d+页"
    r"|(?:畜牧|草畜|畜|农|牧|农牧|统|综|新)[\u4e00-\u9fff]{0,3}\d{1,3}(?:[-—]\d{1,2})?表"
    r"|最近\d+年|(?:前|后|top)\d+[名位]?(?![年月季个])|[\u4e00-\u9fff]{1,6}[〔\[(]\d{4}[〕\])]\d+号"
)
# 比2023年, 与2023年相比, 2024年为2023年的, 2024/2023: a difference or a ratio, of no year.
_Y = r"(?:19|20)\d{2}年?[末底]?"
_COMPARED = re.compile(
    rf"[比较]{_Y}(?:同期)?(?:[增减升降±+-]+|增加|减少|增长|下降)?|[与同和]{_Y}(?:同期)?(?:相比|比较|比)"
    rf"|{_Y}(?:为|是|相当于|比|/){_Y}的?%?"
)
_LEADING_NUMBER = re.compile(
    r"^\s*(?:[(（]?[一二三四五六七八九十]{1,3}[)）、.．]|[(（]?\d{1,2}[)）、.．](?!\d)"
    r"|\d{1,2}[-—–]\d{1,3}(?=[\s\u3400-\u9fff])(?!月|季|年|日))\s*"
)


class Token(NamedTuple):
    """A stretch of a text: what it is read as, and its meaning."""

    text: str
    reads_as: str
    meaning: Time | Match | str | tuple[str, ...] | None = None

    @property
    def time(self) -> Time | None:
        """What it says about time; None if it is not about time."""
        return self.meaning if isinstance(self.meaning, Time) else None


@dataclass(frozen=True)
class Phrase:
    """A text as tokens, without its marks of notes, which are in `marks`."""

    text: str
    tokens: tuple[Token, ...] = ()
    marks: tuple[str, ...] = ()
    _by_kind: dict = field(default_factory=dict, compare=False, repr=False)

    def list(self, reads_as: str) -> list[Token]:
        """Return the tokens of one kind, in order."""
        return [token for token in self.tokens if token.reads_as == reads_as]

    @property
    def unread(self) -> tuple[str, ...]:
        """The stretches that were not understood."""
        return tuple(token.text for token in self.tokens if token.reads_as == UNREAD)


class PhraseReader:
    """Cuts texts into words; a user's answer about a word takes precedence.

    Parameters
    ----------
    means : dict
        Word (as written) -> its Meaning, as the user says now.
    shape : str
        What the forms are to which earlier answers apply (UnreadWord.shape).
    """

    def __init__(self, books: Books, means: dict[str, Meaning] | None = None, shape: str = "*"):
        self.books, self.means = books, means or {}
        answers = {
            word: meaning
            for wanted in dict.fromkeys(("*", shape.split("/")[0], shape))
            for (word, of_shape), meaning in books.answers.items()
            if of_shape == wanted
        }
        self.answers = {fold(word): answer for word, answer in (answers | self.means).items()}
        self._words = load_words()
        self._longest = max(get_longest(), _LONGEST_NAME, *map(len, self.answers), 1)
        self.read = lru_cache(maxsize=65536)(self._read)

    def _read(self, text: str) -> Phrase:
        plain, marks = take_marks(squeeze(text)[:_MOST])
        folded = _plain(plain)
        whole = self.answers.get(fold(folded))
        if whole is not None:
            # 牛存栏（头）: what a user says of a heading leaves its unit.
            unit = split_unit(folded, self.books.units)[1] if whole.kind in _SUBJECTS else None
            units = (Token(unit, "unit", unit),) if unit else ()
            return Phrase(text, (_answer(folded, whole), *units), marks)
        cut = self._cut(folded)
        return Phrase(text, tuple(_settle_latin(folded, _join(cut))), marks)

    def _cut(self, text: str) -> list[Token | None]:
        """Return the cheapest cut, with None for punctuation: unread characters cost most, then the
        number of words."""
        size = len(text)
        best: list[tuple[int, int, int]] = [(0, 0, 0)] * (size + 1)
        step: list[tuple[int, Token | None]] = [(0, None)] * (size + 1)
        for start in range(size - 1, -1, -1):
            rest = best[start + 1]
            if _PUNCTUATION.match(text[start]):
                best[start], step[start] = rest, (start + 1, None)
            else:
                cost = (rest[0] + 1, rest[1], rest[2])
                best[start], step[start] = cost, (start + 1, Token(text[start], UNREAD))
            for end, token in self._match(text, start):
                after = best[end]
                cost = (after[0], after[1] + 1, after[2] + _PREFERENCE.get(token.reads_as, 2))
                if cost < best[start]:
                    best[start], step[start] = cost, (end, token)
        tokens: list[Token | None] = []
        at = 0
        while at < size:
            at, taken = step[at]
            tokens.append(taken)
        return tokens

    def _match(self, text: str, start: int) -> Iterator[tuple[int, Token]]:
        for end, time in match_times(text, start):
            # What a user said of 2023年 goes before what it says.
            if not self.answers or fold(text[start:end]) not in self.answers:
                yield end, Token(text[start:end], "time", time)
        month = match_run_together(text, start)
        if month:
            yield month[0], Token(text[start : month[0]], "time", month[1])
        compared = _COMPARED.match(text, start)
        if compared:
            yield compared.end(), Token(compared[0], "kind", "change")
        numbering = _LEADING_NUMBER.match(text) if start == 0 else None
        numbering = numbering or _NUMBERING.match(text, start)
        if numbering:
            yield numbering.end(), Token(numbering[0], "filler")
        if _is_inside_word(text, start):
            return
        for end in range(start + 1, min(start + self._longest, len(text)) + 1):
            if end < len(text) and _is_inside_word(text, end):
                continue
            token = self._find(text, start, end)
            if token is not None:
                yield end, token

    def _find(self, text: str, start: int, end: int) -> Token | None:
        word = text[start:end]
        key = fold(word)
        answer = self.answers.get(key)
        if answer is not None:
            return _answer(word, answer)
        if word != word.strip() or word[0] in "()、,:":
            return None
        entry = self._words.get(key)
        if entry is not None:
            return Token(word, entry.reads_as, entry.meaning)
        return self._find_name(word, key, text, start, end)

    def _find_name(self, word: str, key: str, text: str, start: int, end: int) -> Token | None:
        if len(key) > 1 and not key.isdigit():
            match = self.books.indicators.resolve(word)
            if match.kind in (OK, AMBIGUOUS) and not key[0].isdigit():
                return Token(word, "indicator", match.id or match.candidates)
            # Few names are that long; every stretch of a title would fill the memory.
            if self.books.areas.has_name(key):
                found = self.books.areas.resolve(key, None)
                kind = "outside" if found.kind == OUTSIDE else "area"
                return Token(word, kind, found)
        # The 1 of (1)牛存栏 is no unit, though it is one of a ratio.
        is_number = key.isdigit()
        if not is_number and _may_be_unit(text, start, end) and self.books.units.find_all(word):
            return Token(word, "unit", word)
        return None


_SUBJECTS = ("indicator", "species")
# Of two cuts with equally many words the likelier one: a figure's own words before fillers.
_PREFERENCE = {"time": 0, "kind": 0, "measure": 1, "year": 1, "species": 1, "filler": 3}


def _plain(text: str) -> str:
    """Return a text in one form of letters and brackets; spaces only between Latin words and
    between numbers."""
    plain = unicodedata.normalize("NFKC", squeeze(text)).lower()
    plain = plain.translate(_BRACKETS).replace("：", ":")
    return re.sub(r"(?<![a-z0-9])\s+|\s+(?![a-z0-9])", "", plain)


def _is_inside_word(text: str, at: int) -> bool:
    """Tell whether a cut at `at` would split a Latin word."""
    return 0 < at < len(text) and _is_latin(text[at - 1]) and _is_latin(text[at])


def _is_latin(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()


def _may_be_unit(text: str, start: int, end: int) -> bool:
    """Tell whether a stretch is where a unit may be: on its own, in brackets, after a colon, or
    at the end. One sign (头, 户) is never a unit inside a longer text."""
    before, after = text[start - 1 : start], text[end : end + 1]
    is_open, is_shut = not before or before in "(:/、,; ", not after or after in "):,;、 "
    if end - start == 1:
        # 牛存栏/头, but never 头/户.
        is_behind = before == "/" and not after and start > 2
        return (before in ("(", ":") or not before or is_behind) and is_shut
    return is_open or is_shut


def _answer(word: str, meaning: Meaning) -> Token:
    if meaning.value is None:
        return Token(word, meaning.kind)
    if meaning.kind == "year":
        return Token(word, "time", Time(int(meaning.value)))
    if meaning.kind == "period":
        # The word may say the year as well: 202411 means its period only.
        month = match_run_together(word)
        times = [time for _, time in match_times(word, 0)] + ([month[1]] if month else [])
        year = next((time.year for time in times if time.year), None)
        return Token(word, "time", Time(year, meaning.value))
    return Token(word, meaning.kind, meaning.value)


def _join(cut: Sequence[Token | None]) -> list[Token]:
    """Join the signs of one unread stretch; punctuation (None) separates stretches."""
    tokens: list[Token] = []
    is_open = was_joined = False
    for token in cut:
        if token is None:
            is_open = False
        elif is_open and (token.reads_as == UNREAD or _is_small(token)):
            tokens[-1] = Token(tokens[-1].text + token.text, UNREAD)
        elif token.reads_as == UNREAD and tokens and was_joined and _is_small(tokens[-1]):
            tokens[-1] = Token(tokens[-1].text + token.text, UNREAD)
            is_open = True
        else:
            tokens.append(token)
            is_open = token.reads_as == UNREAD
        was_joined = token is not None
    return tokens


def _is_small(token: Token) -> bool:
    """Tell whether a token is one sign without meaning of its own: beside an unread one
    (直报点) it belongs to that."""
    return token.reads_as == "filler" and len(token.text) == 1


def _settle_latin(text: str, tokens: list[Token]) -> list[Token]:
    """Read Latin words as the English twin of Chinese words that were all read."""
    unread = [token for token in tokens if token.reads_as == UNREAD]
    if not unread or not _CJK.search(text) or any(_CJK.search(token.text) for token in unread):
        return tokens
    return [
        Token(token.text, "filler")
        if token.reads_as == UNREAD and _LATIN.fullmatch(token.text)
        else token
        for token in tokens
    ]
