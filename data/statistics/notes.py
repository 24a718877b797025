"""Reads what the notes below a table say about its figures.

A note is prose, and most of it says where figures come from. What it says about what they *are*
(本表为预计数, 仅含规模场) is read like a heading; if that is not understood, it holds values.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from data.names.phrases import PhraseReader
from data.names.units import UnitBook
from data.statistics.edges import MARK, says_early
from data.statistics.senses import PLANNED, Sense, Text
from data.statistics.words import TABLE, Said

_ABOUT_TIME = frozenset(("time", "filler", "kind", "year", "period"))
_CLAUSE = re.compile(r"[。；;！!\n]|(?<!\d)\.(?!\d)|(?<=[^\d])[,，](?=[^\d])")
_NUMBER = re.compile(r"^\s*(?:\d{1,2}[.、)）]|[(（]\d{1,2}[)）])\s*")
# 本表数据为…, 以上系…, 按…计算: what follows says what the figures are.
_SAYS = re.compile(
    r"^(?:本表|表中|表内|上表|此表|以上|上述|全部|所列|统计|本)?(?:数据|数字|数值|数|指标|各项)?"
    r"(?:均|都|皆|全部|仅|只)*(?:为|是|系|按|属|采用|沿用|以(?!上|下|.+为准))(?P<what>.+?)(?:数据|计算|统计|口径|计|折算|填报)?$"
)
_IS = re.compile(r"^.{0,16}?(?:均|都|皆|全部)?(?:为|系|是|指|沿用|采用)(?P<what>.+)$")
# 羊存栏不含山羊, 昭苏县含马场: what a part of the table has in it and has not.
_BESIDE = re.compile(
    r"^(?P<who>.{1,16}?)(?:数据|数|中|里|均|都|暂)*(?P<how>仅|只|不|未)?(?:含|包含|包括)(?P<what>.+)$"
)
_HOLDS = re.compile(r"^(?P<how>仅|只|不|未|均|已)?(?:含|包含|包括|统计|计入)(?P<what>.+)$")


@dataclass(frozen=True)
class Remark:
    """What a clause of a note says: the sense, the marks that it explains, and whether what
    is unread in it holds the values (else it is prose, kept as it stands). Where it is
    narrowed, something is left out of a part of the table, or is all that there is of it."""

    text: str
    sense: Sense
    marks: tuple[str, ...] = ()
    is_binding: bool = False
    is_scope: bool = False
    is_narrowed: bool = False


def read_note(text: str, reader: PhraseReader) -> list[Remark]:
    """Return the meaning of each clause of a note."""
    remarks, marks = [], ()
    for piece in _CLAUSE.split(text):
        plain = re.sub(r"^(?:注释?|说明|备注|附注)\s*\d*\s*[:：]?\s*", "", piece.strip())
        found = tuple(MARK.findall(piece))
        marks = found or marks
        plain = _NUMBER.sub("", MARK.sub("", plain)).strip(" :：")
        if plain:
            remarks.append(_read_clause(plain, marks, reader))
    return remarks


def _read_clause(text: str, marks: tuple[str, ...], reader: PhraseReader) -> Remark:
    scope = _HOLDS.match(text)
    if scope:
        return Remark(text, Text(scope["what"], reader).sense, marks, True, True)
    beside = _BESIDE.match(text)
    if beside and Text(beside["who"], reader).sense.says_something:
        inside = Text(beside["what"], reader).sense
        is_corps = not inside.species and any("兵团" in area for area in inside.areas)
        is_narrowed = bool(beside["how"]) and not is_corps
        return Remark(text, inside, marks, True, True, is_narrowed)
    says = _SAYS.match(text)
    sense = Text(says["what"] if says else text, reader).sense
    is_short = len(text) <= 12 and not says and not sense.unread
    if says or is_short:
        return Remark(text, sense, marks, True)
    named = _IS.match(text)
    if named is None:
        return Remark(text, sense, marks)
    told = Text(named["what"], reader).sense
    return Remark(text, told, marks, is_narrowed=_says_otherwise(told))


def _says_otherwise(told: Sense) -> bool:
    """Tell whether what something is said to be is another animal (牛为肉牛), another year
    (特克斯县为2023年数, 特克斯县为上年数) or sheep units, and nothing more."""
    reads = {token.reads_as for token in told.tokens}
    if told.unread:
        return False
    is_animal = bool(told.species) and len(told.tokens) == 1
    is_year = bool(told.shift or told.years) and reads <= _ABOUT_TIME
    return is_animal or told.is_sheep_units or is_year


def find_held_words(
    remarks: list[Remark], period: str | None, units: UnitBook, own: Iterable[str | None] = ()
) -> list[tuple[str, tuple[str, ...]]]:
    """Return the words of notes that hold values, each with the marks that it explains.

    Parameters
    ----------
    period : str or None
        The table's period.
    own : iterable of str
        The table's units: a note that names another holds.
    """
    told = {text for remark in remarks for text in remark.sense.units}
    found = {text: set(units.find_all(text)) for text in {*own, *told}}
    held, known = [], set().union(*(found[text] for text in own))
    for remark in remarks:
        sense = remark.sense
        plain = {*sense.periods} - {"year_end", "open"} - ({period} if period else {"Y"})
        says_kind = [kind for kind in sense.kinds if kind != "actual"]
        named = set().union(*(found[text] for text in sense.units))
        is_of_unit = "单位" in remark.text or not sense.unread
        if remark.is_narrowed or (is_of_unit and named - known):
            is_held = True
        elif remark.is_scope:
            is_held = bool(sense.unread or sense.parts or says_kind)
        elif remark.is_binding:
            # 与上年数据口径一致 and 按上年价格计算 are of no year.
            is_year = sense.shift and not sense.others and remark.text[0] not in "与同和比较"
            is_other = is_year or sense.is_sheep_units
            is_held = bool(sense.unread or sense.parts or says_kind or plain or is_other)
        else:
            is_planned = any(kind in PLANNED for kind in says_kind)
            is_held = is_planned or bool(plain - {"same", "to_month"})
        if is_held:
            held.append((remark.text, remark.marks))
    return held


def read_notes(
    layout, reader: PhraseReader
) -> tuple[dict[str, str], tuple[Said, ...], frozenset[str]]:
    """Return what the notes around a table say of its values: the marks whose note is not
    understood, with it; the notes that hold every value, with their places; and the marks whose
    note says that a figure is a first one."""
    early = frozenset(
        mark.strip("[]")
        for _, _, text in layout.notes
        for clause in _CLAUSE.split(text)
        if says_early(clause)
        for mark in MARK.findall(clause)
    )
    remarks = [(row, column, read_note(text, reader)) for row, column, text in layout.notes]
    marks: dict[str, str] = {}
    held: list[Said] = []
    units = {layout.unit, *(value.unit for value in layout.values)}
    for row, column, found in remarks:
        for word, signs in find_held_words(found, layout.period, reader.books.units, units):
            if signs:
                marks |= dict.fromkeys((sign.strip("[]") for sign in signs), word)
            else:
                held.append(Said(word, TABLE, column, row))
    return marks, tuple(held), early
