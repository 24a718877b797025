"""Reads the words of a row about its values: labels, word columns, remarks, parts."""

import re
from dataclasses import dataclass, replace

import numpy as np

from data.files.grid import Grid
from data.names.marks import take_marks
from data.names.matching import UNKNOWN
from data.names.numbers import EMPTY, parse_number
from data.names.phrases import PhraseReader
from data.names.species import is_within, may_be_of, refine, split_indicator
from data.names.text import fold
from data.statistics.edges import says_early
from data.statistics.notes import find_held_words, read_note
from data.statistics.scope import HAS_CORPS
from data.statistics.senses import ACTUAL, COMPARED, PLANNED, Sense, Text, join_periods
from data.statistics.words import Said, Words

# In a column of parts these mean the whole.
_WHOLE = frozenset("合计 总计 小计 共计 全部 全县 全市 全社会 合 计 — - / total all".split())
_LONG_REMARK = 16
# What two words of a row that disagree are about, as the user is asked.
_CLASHES = {"year": "年份", "shift": "年份", "measure": "指标"}
_NUMBER = re.compile(r"\d")
_AMOUNT = re.compile(r"[\d.%‰+-]+")


@dataclass(frozen=True)
class Labels:
    """The meaning of one cell, or of all words of a row; empty where they say nothing.

    Parameters
    ----------
    kind, part, other : Said or None
        The word (its text is the kind's id for `kind_id`) and its place.
    unread : tuple of Said
        Words that were not understood.
    comments : tuple of str
        Comments of cells, to be kept.
    measure_above : str or None
        Of the row above that a row with a species only (牛 below 牲畜存栏) belongs to.
    dated_name : Said or None
        A name of an area with a year beside it.
    unit : Said or None
        A unit beside a name (昭苏县（百头）).
    some : tuple of (str, Said)
        Words that say of which counties the figure is (see `Sense.some`).
    is_early : bool
        The row says that its figure is a first one (快报).
    area : Said or None
        The name of an indicator that names an area as well.
    """

    year: int | None = None
    shift: int | None = None
    keeps_period: bool = False
    period: str | None = None
    kind_id: str | None = None
    kind: Said | None = None
    species: str | None = None
    measure: str | None = None
    part: Said | None = None
    other: Said | None = None
    unread: tuple[Said, ...] = ()
    marks: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    measure_above: str | None = None
    dated_name: Said | None = None
    unit: Said | None = None
    is_sheep_units: bool = False
    names_other: bool = False
    some: tuple[tuple[str, Said], ...] = ()
    is_early: bool = False
    area: Said | None = None


SILENT = Labels()


def read_area_label(said: Said | None, reader: PhraseReader) -> Labels:
    """Read what a cell of areas says besides the area's name."""
    if said is None:
        return SILENT
    areas = reader.books.areas
    is_answered = fold(said.text) in reader.answers
    if areas.resolve(said.text, None).kind != UNKNOWN and not is_answered:
        return SILENT
    plain, marks = take_marks(said.text)
    if areas.resolve(plain, None).kind != UNKNOWN and not is_answered:
        return Labels(marks=marks)
    sense = Text(said.text, reader).sense
    found = _make(sense, said)
    if sense.parts:
        part = found.part or Said(said.text, *_place(said))
        return replace(found, part=part, unread=())
    # An unknown name is rejected as an area, not asked about as a word.
    ids = {areas.resolve(name, None).id for name in sense.areas}
    if len(ids) != 1:
        return Labels(marks=marks)
    return replace(found, dated_name=said) if sense.years else found


def read_wider_area(said: Said | None, reader: PhraseReader) -> Labels:
    """Read a cell of a column of areas beside that of the finest ones: what is no area there
    bears on the row like any word."""
    if said is None or parse_number(said.text).kind == EMPTY:
        return SILENT
    if reader.books.areas.resolve(take_marks(said.text)[0], None).kind != UNKNOWN:
        return read_area_label(said, reader)
    found = read_word(said, reader)
    return (
        found if found != SILENT or Text(said.text, reader).sense.areas else Labels(unread=(said,))
    )


def read_indicator_label(said: Said | None, reader: PhraseReader) -> Labels:
    """Read what a cell of indicators says besides the indicator."""
    if said is None:
        return SILENT
    sense = Text(said.text, reader).sense
    found = _make(sense, said)
    # Another quantity is not an indicator: its name is rejected, not left out.
    found = replace(found, other=None, names_other=bool(sense.others))
    if sense.areas:
        found = replace(found, area=said)
    is_subject = sense.species or sense.measures or sense.indicators
    return found if is_subject or found.kind or found.part else replace(found, unread=())


def read_word(said: Said | None, reader: PhraseReader) -> Labels:
    """Read a cell of a word column: each of its words counts."""
    return SILENT if said is None else _make(Text(said.text, reader).sense, said)


def read_species_word(said: Said | None, reader: PhraseReader) -> Labels:
    """Read a cell of a column of species; a text without a species is not understood."""
    found = read_word(said, reader)
    if said is not None and not (found.species or found.part or found.unread):
        return replace(found, unread=(said,))
    return found


def read_remark(said: Said | None, reader: PhraseReader) -> Labels:
    """Read a remark: a short one word by word, a long one like a note below the table."""
    if said is None:
        return SILENT
    if len(said.text) <= _LONG_REMARK:
        found = replace(read_word(said, reader), species=None, measure=None)
        if HAS_CORPS.search(said.text):
            # The other rows have not: what the whole table has is said above or below it.
            return replace(found, unread=(*found.unread, said))
        if found.kind_id in COMPARED and _NUMBER.search(said.text):
            # 同比增长3% tells of the row's figure; it is not what the figure is.
            words = tuple(word for word in found.unread if not _AMOUNT.fullmatch(word.text))
            return replace(found, kind=None, kind_id=None, unread=words)
        return found
    return read_prose(said, reader)


def read_comment(said: Said, reader: PhraseReader) -> Labels:
    """Read the comment of a cell like a remark; it is kept with the values' note."""
    return replace(read_remark(said, reader), comments=(said.text,))


def read_prose(said: Said | None, reader: PhraseReader) -> Labels:
    """Read a remark like a note below the table: only statements about the figure count."""
    if said is None:
        return SILENT
    held = find_held_words(read_note(said.text, reader), None, reader.books.units)
    return Labels(unread=(said,)) if held else SILENT


def read_stored_note(said: Said | None, reader: PhraseReader) -> Labels:
    """Read the note of an export, whose rows say their period themselves: only a plan counts."""
    if said is None:
        return SILENT
    kinds = {kind for remark in read_note(said.text, reader) for kind in remark.sense.kinds}
    return Labels(unread=(said,)) if kinds.intersection(PLANNED) else SILENT


def read_part(said: Said | None, heading: str) -> Labels:
    """Read a cell of a column of parts: any name in it makes the row a part."""
    if said is None or "".join(said.text.split()).lower() in _WHOLE:
        return SILENT
    return Labels(part=Said(f"{heading}：{said.text}" if heading else said.text, *_place(said)))


def _place(said: Said) -> tuple:
    return said.origin, said.column, said.row


def _make(sense: Sense, said: Said) -> Labels:
    place = _place(said)
    species, agrees = sense.one_species
    unread = [Said(word, *place) for word in sense.unread]
    if not agrees or len(sense.measures) > 1 or len(sense.years) > 1 or sense.is_span:
        unread.append(said)
    period, fits = sense.one_period
    if not fits:
        unread.append(said)
    kind = sense.kind
    part = next((part for part in sense.parts if "其中" not in part), None)
    return Labels(
        sense.years[0] if sense.years else None,
        sense.shift,
        sense.keeps_period,
        period,
        kind,
        Said(said.text, *place) if kind and kind != ACTUAL else None,
        species,
        sense.measures[-1] if sense.measures else None,
        Said(said.text, *place) if part else None,
        Said(said.text, *place) if sense.others else None,
        tuple(unread),
        sense.marks,
        unit=Said(sense.units[-1], *place) if sense.units else None,
        is_sheep_units=sense.is_sheep_units,
        is_early=says_early(said.text),
        some=tuple((meaning, Said(said.text, *place)) for meaning in sense.some),
    )


def join_labels(*labels: Labels) -> Labels:
    """Return the combined meaning of all words of a row; two that disagree are both unread."""
    told = [label for label in labels if label != SILENT]
    if len(told) < 2:
        return told[0] if told else SILENT
    whole = told[0]
    for label in told[1:]:
        whole = _join(whole, label)
    return whole


def _join(one: Labels, other: Labels) -> Labels:
    species, agrees = refine(one.species, other.species)
    clashes = [
        name
        for name in ("year", "shift", "measure")
        if None not in (getattr(one, name), getattr(other, name))
        and getattr(one, name) != getattr(other, name)
    ]
    period, fits = join_periods(tuple(filter(None, [one.period, other.period])))
    unread = (*one.unread, *other.unread)
    if clashes or not agrees or not fits:
        unread = (*unread, Said(_CLASHES.get(clashes[0], "畜种") if clashes else "畜种"))
    is_other = other.kind is not None
    return Labels(
        one.year if one.year is not None else other.year,
        one.shift if one.shift is not None else other.shift,
        one.keeps_period or other.keeps_period,
        period,
        other.kind_id if is_other else one.kind_id or other.kind_id,
        other.kind if is_other else one.kind,
        species,
        one.measure or other.measure,
        one.part or other.part,
        one.other or other.other,
        unread,
        (*one.marks, *other.marks),
        (*one.comments, *other.comments),
        one.measure_above or other.measure_above,
        one.dated_name or other.dated_name,
        one.unit or other.unit,
        one.is_sheep_units or other.is_sheep_units,
        one.names_other or other.names_other,
        (*one.some, *other.some),
        one.is_early or other.is_early,
        one.area or other.area,
    )


def read_measures_above(
    grid: Grid, column: int, start: int, rows: np.ndarray, reader: PhraseReader
) -> list[Words]:
    """Return for each row of a column of indicators that names a species only (牛, below 牲畜存栏)
    the measure of the row above that it belongs to; [] where no row needs one.

    A row takes the measure of the last row that names one, where that names no species or a
    wider one than its own; 死亡 between them ends it.

    Parameters
    ----------
    column, start : int
        The column of indicators and the first row of figures (positions from 0).
    """
    if not len(rows):
        return []
    span = np.arange(start, int(rows[-1]) + 1)
    texts, codes = grid.encode_column(column, span, is_filled=True)
    labels = [_read_subject(text, reader) for text in texts]
    if not any(label.species and not label.measure for label in labels):
        return []
    found = np.zeros(len(span), np.int32)
    values, above = [SILENT], None
    for at, code in enumerate(codes.tolist()):
        label = labels[code]
        if label.measure or label.names_other:
            above = label if label.measure else None
        elif above is not None and label.species and _belongs(label, above):
            value = Labels(measure_above=above.measure)
            if value not in values:
                values.append(value)
            found[at] = values.index(value)
    return [Words(values, found[rows - start][:, None])]


def find_alone(texts: list[str], reader: PhraseReader) -> frozenset[str]:
    """Return the labels of rows that name a measure alone (出栏率, 肉产量), which may be of the
    animals that the other rows name."""
    labels = {text: Text(text, reader).sense for text in texts if text.strip()}
    named = {one for sense in labels.values() for one in sense.species}
    return frozenset(
        text
        for text, sense in labels.items()
        for token in sense.tokens
        if token.reads_as == "measure"
        and not (sense.species or sense.kinds)
        and may_be_of(_find_whole(token.text, reader), named)
    )


def _find_whole(measure: str, reader: PhraseReader) -> str:
    indicator = reader.books.indicators.resolve(measure).id
    return (split_indicator(indicator or "") or ("",))[0]


def _read_subject(text: str, reader: PhraseReader) -> Labels:
    """Return species and measure of a label; a name that is an indicator needs no measure."""
    label = read_indicator_label(Said(text.strip()) if text.strip() else None, reader)
    if label.species and not label.measure:
        is_named = reader.books.indicators.resolve(text).kind != UNKNOWN
        return replace(label, species=None) if is_named else label
    return label


def _belongs(label: Labels, above: Labels) -> bool:
    if above.species is None or label.species is None:
        return above.species is None
    return label.species != above.species and is_within(label.species, above.species)
