"""Finds what the words about a value mean: one function for each thing that a value needs.

A function takes the scope of the table and one distinct combination of words, and returns their
meaning or why the value is not stored. A new role is a new line of RULES (and of FALLBACK, if a
heading or the title can supply it for a row).
"""

from collections.abc import Callable
from dataclasses import dataclass

from data.files.workbook import unguard
from data.names import matching as names
from data.names.marks import take_marks
from data.names.text import fold
from data.names.units import Unit, UnitBook, split_unit
from data.statistics.bearing import (
    find_some,
    read_kind,
    read_marks,
    read_named_area,
    read_other,
    read_part_of,
    read_point,
    read_sender,
    read_sheep_units,
    read_some,
    read_unread,
)
from data.statistics.edges import says_early
from data.statistics.labels import Labels
from data.statistics.model import WARNING, ValueColumn
from data.statistics.scope import CORPS, Scope, tell_override
from data.statistics.subject import read_indicator
from data.statistics.title_areas import list_above
from data.statistics.when import read_when
from data.statistics.words import (
    CELL,
    HEADER,
    HELD,
    OPTION,
    OUTSIDE,
    PART,
    REJECTED,
    STORED,
    TABLE,
    TOTAL,
    VALUE,
    Fault,
    Resolved,
    Said,
    refuse,
)

_MULTIPLES = ("十", "百", "千", "万", "亿")
STATES = {
    "reported": "reported",
    "self-reported": "reported",
    "自报": "reported",
    "published": "published",
    "公布": "published",
    "已公布": "published",
    "provisional": "provisional",
    "快报": "provisional",
    "derived": "derived",
    "计算": "derived",
    "推算": "derived",
    "verified": "verified",
    "核实": "verified",
    "已核实": "verified",
}


@dataclass(frozen=True)
class Rule:
    """One thing that a value needs, and the words that it is read from.

    Parameters
    ----------
    name : str
        The name under which later rules use the result.
    words : tuple of str
        Roles (area, year …) or names of earlier rules.
    read : function
        Takes Scope and one of each of the words; returns Resolved, where is_judged.
    """

    name: str
    words: tuple[str, ...]
    read: Callable
    is_judged: bool = True


@dataclass(frozen=True)
class UnitRead:
    """The unit of a value, the indicator's own unit, and the text that gives it (or None)."""

    unit: Unit
    own: str
    text: str | None


def tell_dated(scope: Scope, code: Said | None, name: Said | None) -> bool:
    """Tell whether the meaning of a row's area depends on the year."""
    texts = [scope.find_area_name(said.text) for said in (code, name) if said]
    return any(map(scope.books.areas.is_dated, texts or [scope.options.area_id or ""]))


def pick_year(scope: Scope, is_dated: bool, when: Resolved) -> int | None:
    """Return the year if the meaning of an area's name depends on it, else None."""
    return when.meaning.year if is_dated and when.meaning else None


def read_area(
    scope: Scope,
    part: names.Match | None,
    code: Said | None,
    name: Said | None,
    year: int | None,
    above: str | None,
) -> Resolved:
    """Read the area: by a known code, else by the name.

    A heading that names another area than the row holds the value.
    """
    own_cell = code or (name if name is not None and name.origin == CELL else None)
    if part is not None and own_cell is not None:
        return Resolved(part.id, PART)
    areas = scope.books.areas
    if above and part is None and own_cell is not None:
        other = areas.resolve(above, year).id
        own = areas.resolve(scope.find_area_name(own_cell.text), year).id
        if other is not None and other != own:
            return Resolved(None, HELD, Fault("unread", Said(above, HEADER), above))
    by_name = areas.resolve(scope.find_area_name(name.text), year) if name else None
    if code is not None:
        by_code = areas.resolve(code.text, year)
        if by_code.kind != names.UNKNOWN:
            fault = _compare(scope, code, name, year)
            if fault is not None:
                return Resolved(None, REJECTED, fault)
            return _judge_area(scope, by_code, name or code, year)
        by_name = by_name or by_code
    said = name or code
    if by_name is not None and said is not None:
        return _judge_area(scope, by_name, said, year)
    if scope.options.area_id:
        given = areas.resolve(scope.options.area_id, year)
        if given.kind == names.OK:
            return Resolved(given.id)
    return refuse("no_area", scope.find_gap("area"))


def _compare(scope: Scope, code: Said, name: Said | None, year: int | None) -> Fault | None:
    """Return the fault where code and name are of two areas: either may be a slip."""
    areas = scope.books.areas
    by_code = areas.resolve(code.text, year)
    if name is None:
        return None
    by_name = areas.resolve(scope.find_area_name(name.text), year)
    if by_code.id is None or by_name.id is None or by_name.id == by_code.id:
        return None
    if {by_code.kind, by_name.kind} != {names.OK}:
        return None
    if name.origin != CELL and by_name.id in list_above(by_code.id, scope.books):
        # Codes of counties below a title of their prefecture.
        return None
    assert by_code.id and by_name.id, "a name that was resolved has an id"
    fields = {
        "name": name.text,
        "area": areas.describe(by_code.id),
        "area_by_name": areas.describe(by_name.id),
    }
    return Fault("code_disagrees", code, code.text, fields)


def _judge_area(scope: Scope, match: names.Match, said: Said, year) -> Resolved:
    if match.kind == names.OK:
        corps = scope.corps
        if corps is not None and scope.books.areas.divisions.get(match.id) != CORPS:
            return Resolved(None, HELD, Fault("unread", corps, corps.text))
        return Resolved(match.id)
    if match.kind == names.OUTSIDE:
        return Resolved(None, OUTSIDE)
    if match.kind == names.CHECK:
        return Resolved(match.id, TOTAL)
    rule = {names.AMBIGUOUS: "ambiguous_area", names.MERGED: "merged_area"}.get(match.kind)
    rule = rule or ("area_not_in_year" if match.candidates else "unknown_area")
    areas, fields = scope.books.areas, {}
    near = areas.suggest(take_marks(said.text)[0]) if rule == "unknown_area" else ()
    if rule == "unknown_area":
        fields = {"side": "near" if near else "plain", "suggested": list(near)}
    listed = areas.describe(*(near or match.candidates))
    return refuse(rule, said, said.text, candidates=listed, year=year or "", **fields)


def read_stray(scope: Scope, area: Resolved, other: Said | None) -> Resolved:
    """Reject a row that names another area in a sheet without a column of areas: such a row
    cannot be about the title's area."""
    if other is not None and area.outcome == STORED:
        found = scope.books.areas.resolve(other.text, None)
        is_word = found.id is None and other.column in scope.layout.word_columns
        if found.kind != names.UNKNOWN and found.id != area.meaning and not is_word:
            return refuse("area_column_unknown", other, other.text)
    return Resolved()


def read_unit(
    scope: Scope,
    inside: Said | None,
    said: Said | None,
    named: Said | None,
    labels: Labels,
    indicator: Resolved,
    head: ValueColumn,
) -> Resolved:
    """Read the unit from the nearest word: the value's cell, row, header, the indicator's
    name in the row, sheet, option."""
    if indicator.meaning is None:
        return Resolved()
    units = scope.books.units
    own = scope.books.indicators.rows[indicator.meaning]["unit"]
    said = _choose_unit(scope, said, named) or labels.unit
    # 昭苏县（百头） below a title of 头, 羊存栏（只） beside a column of units with 万头.
    other = labels.unit
    if other is None and head.unit and said is not None and said.origin == CELL:
        other = Said(head.unit, HEADER)
    if other is not None and _disagrees(said, other, units, own):
        return Resolved(None, HELD, Fault("unread", other, other.text))
    if inside is not None:
        said = _multiply(inside, said, units)
    if said is None:
        plain = units.find(own)
        if plain is not None and plain.quantity == "ratio":
            return Resolved(UnitRead(plain, own, None))
        return refuse("no_unit", scope.find_gap("unit"), unit=own)
    found = units.find_all(said.text)
    if not found:
        # The text after a number in its cell may be anything.
        rule = "not_number" if said.origin == VALUE else "unknown_unit"
        return refuse(rule, said, said.text, unit=own)
    fitting = [unit for unit in found if units.fits(unit, own)]
    if len({unit.factor for unit in fitting}) != 1:
        rule = "ambiguous_unit" if fitting else "unit_does_not_fit"
        name = scope.books.indicators.describe(indicator.meaning)
        return refuse(rule, said, said.text, unit=own, indicator=name)
    given = units.find(scope.options.unit)
    is_other = given is not None and given.factor != fitting[0].factor and said.origin != OPTION
    return Resolved(
        UnitRead(fitting[0], own, said.text),
        warnings=(tell_override("unit", said, scope.options.unit),) if is_other else (),
    )


def _disagrees(said: Said | None, label: Said, units: UnitBook, own: str) -> bool:
    """Tell whether a label of the row (昭苏县（百头）) has another unit than the table."""
    if said is None:
        return False
    factors = [
        {unit.factor for unit in units.find_all(text.text) if units.fits(unit, own)}
        for text in (said, label)
    ]
    return factors[0] != factors[1]


def _multiply(inside: Said, said: Said | None, units: UnitBook) -> Said:
    """Return the unit that stands in a cell: 万 behind a number means ten thousand of the
    column's unit."""
    if said is None or inside.text not in _MULTIPLES:
        return inside
    plain = [unit.name for unit in units.find_all(said.text) if unit.factor == 1]
    return Said("、".join(f"{inside.text}{name}" for name in plain) or inside.text, VALUE)


def _choose_unit(scope: Scope, said: Said | None, named: Said | None) -> Said | None:
    if said is not None and said.origin != TABLE:
        return said
    if named is not None and named.origin == CELL:
        inside = split_unit(named.text, scope.books.units)[1]
        if inside:
            return Said(inside, CELL, named.column)
    if said is None and scope.options.unit:
        return Said(scope.options.unit, OPTION)
    return said


def read_state(
    scope: Scope, said: Said | None, head: ValueColumn, labels: Labels, own: tuple[str, ...]
) -> Resolved:
    """Read the state; a file cannot state that a value is verified."""
    is_said = scope.layout.is_provisional or labels.is_early or says_early(head.heading)
    is_early = is_said or not scope.provisional_marks.isdisjoint((*head.marks, *labels.marks, *own))
    default = "provisional" if is_early else "reported"
    default = scope.options.state or default
    if said is None:
        return Resolved(default)
    state = STATES.get(fold(said.text))
    if state == "verified":
        told = Fault("verified_by_file", said, said.text, {}, WARNING)
        return Resolved("reported", warnings=(told,))
    if state is not None:
        return Resolved(state)
    told = Fault("unknown_state", said, said.text, {}, WARNING)
    return Resolved(default, warnings=(told,))


def read_source(
    scope: Scope, source: Said | None, note: Said | None, labels: Labels, head, own: tuple
) -> tuple[str | None, str | None]:
    """Return source and note; the user's source takes precedence over the file's.

    Marks of notes that were taken off are kept with the note.
    """
    said = unguard(source.text) if source else scope.layout.source
    marks = dict.fromkeys((*labels.marks, *head.marks, *own))
    notes = [unguard(note.text) if note else None, *labels.comments, "".join(marks)]
    notes.append(scope.layout.note)
    if scope.options.source:
        notes.append(said)
        said = scope.options.source
    return said, "; ".join(filter(None, notes)) or None


def get_area_text(scope: Scope, name: Said | None, code: Said | None) -> str | None:
    """Return the area as the file writes it."""
    said = name or code
    return said.text if said else None


RULES = (
    Rule("when", ("year", "period", "head", "labels"), read_when),
    Rule("is_dated", ("code", "area"), tell_dated, is_judged=False),
    Rule("name_year", ("is_dated", "when"), pick_year, is_judged=False),
    # Each area once, not once for each column of values.
    Rule("area_above", ("head",), lambda _, head: head.area, is_judged=False),
    Rule("area_id", ("part", "code", "area", "name_year", "area_above"), read_area),
    Rule("area_named", ("labels",), lambda _, labels: labels.area, is_judged=False),
    Rule("area_agrees", ("area_named", "area_id"), read_named_area),
    Rule("some", ("head", "labels"), find_some, is_judged=False),
    Rule("some_of", ("some", "area", "code", "area_id"), read_some),
    Rule("indicator_id", ("indicator", "head", "labels"), read_indicator),
    Rule("point", ("head", "indicator_id", "when"), read_point),
    Rule("sheep_units", ("head", "labels", "indicator_id"), read_sheep_units),
    Rule(
        "unit_read",
        ("value_unit", "unit", "indicator", "labels", "indicator_id", "head"),
        read_unit,
    ),
    Rule("state_read", ("state", "head", "labels", "value_marks"), read_state),
    Rule("kind", ("head", "labels"), read_kind),
    Rule("part_of", ("head", "labels"), read_part_of),
    Rule("other", ("indicator", "head", "labels"), read_other),
    Rule("unread", ("head", "labels"), read_unread),
    Rule("sender", ("area", "code"), read_sender),
    Rule("marked", ("head", "labels", "value_marks"), read_marks),
    Rule(
        "source_note",
        ("source", "note", "labels", "head", "value_marks"),
        read_source,
        is_judged=False,
    ),
    Rule("area_read", ("area", "code"), get_area_text, is_judged=False),
)
# Which of several faults of a value is reported: the first of these.
FIRST_TOLD = (
    "formula",
    "spoilt",
    "kind",
    "part_of",
    "other",
    "unread",
    "sender",
    "some_of",
    "area_agrees",
    "marked",
    "point",
    "area_id",
    "stray",
    "indicator_id",
    "when",
    "sheep_units",
    "number",
    "unit_read",
)
# The rules whose warnings about stored values are reported, in this order.
TOLD = ("when", "area_id", "indicator_id", "unit_read", "state_read")
