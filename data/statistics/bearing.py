"""Finds what keeps a value from being stored: a kind that is not actual, a part, another
quantity, words and marks that were not understood."""

import re
from dataclasses import replace

from data.names.matching import REGION
from data.names.species import split_indicator
from data.names.text import fold
from data.statistics.labels import Labels
from data.statistics.model import NOTE, ValueColumn
from data.statistics.scope import LOCAL, Scope
from data.statistics.senses import ACTUAL, Text
from data.statistics.words import (
    CELL,
    HEADER,
    HELD,
    LEFT,
    OPTION,
    STORED,
    TABLE,
    VALUE,
    Fault,
    Resolved,
    Said,
    refuse,
)

OF_WHICH = "of_which"


def _leave(rule: str, at: Said, found: str, **fields) -> Resolved:
    return Resolved(None, LEFT, Fault(rule, at, found, fields, NOTE))


def _at_title(scope: Scope) -> Said:
    cell = scope.layout.title_cell
    if cell:
        return Said(scope.layout.title or "", TABLE, cell[1], cell[0])
    return Said(scope.layout.title or "", OPTION)


def read_kind(scope: Scope, head: ValueColumn, labels: Labels) -> Resolved:
    """Leave out a value whose row, heading or title says that it is not an actual figure."""
    if labels.kind is not None and labels.kind_id != ACTUAL:
        return _leave("kind_not_stored", labels.kind, labels.kind.text, kind=labels.kind_id)
    if head.kind not in (None, ACTUAL) and not (head.is_kind_of_title and head.unread):
        at = _at_title(scope) if head.is_kind_of_title else Said(head.heading, HEADER)
        return _leave("kind_not_stored", at, at.text or head.heading, kind=head.kind)
    return Resolved()


def read_part_of(scope: Scope, head: ValueColumn, labels: Labels) -> Resolved:
    """Leave out a value that covers only a part: of its area, or of the animals of its kind."""
    if labels.part is not None:
        return _leave_part(scope, labels.part, labels.part.text)
    if head.part:
        return _leave_part(scope, Said(head.heading, HEADER), head.heading)
    if scope.layout.part:
        return _leave_part(scope, _at_title(scope), scope.layout.part)
    return Resolved()


def _leave_part(scope: Scope, at: Said, found: str) -> Resolved:
    """Leave out a value of a part, and say what the part is of: 奶牛 is a breed, no part of an
    area."""
    kinds = [
        str(token.meaning)
        for token in Text(found, scope.reader).sense.tokens
        if token.reads_as == "part" and token.meaning
    ]
    named = [kind for kind in kinds if kind != OF_WHICH]
    return _leave("part_not_stored", at, found, part=(named or kinds or [OF_WHICH])[0])


def read_other(scope: Scope, indicator: Said | None, head: ValueColumn, labels: Labels) -> Resolved:
    """Leave out a value of a quantity without an indicator, which its row, its heading or a line
    above its rows (二、死亡) names."""
    if labels.other is not None and not labels.unread:
        return _leave("other_not_stored", labels.other, labels.other.text)
    if head.other and not head.unread:
        return _leave("other_not_stored", Said(head.heading, HEADER), head.heading)
    other = scope.other
    is_own = labels.measure or head.measure or _is_indicator(scope, indicator)
    if other is not None and not is_own:
        return _leave("other_not_stored", other, other.text)
    return Resolved()


def _is_indicator(scope: Scope, said: Said | None) -> bool:
    """Tell whether a cell of the row names an indicator whole."""
    return said is not None and said.origin == CELL and Text(said.text, scope.reader).is_indicator


def read_unread(scope: Scope, head: ValueColumn, labels: Labels) -> Resolved:
    """Hold a value that depends on a word that was not understood; report all such words."""
    words = [*scope.unread, *(Said(text, HEADER) for text in head.unread), *labels.unread]
    if not words:
        return Resolved()
    fields = {"also": tuple(words[1:])}
    return Resolved(None, HELD, Fault("unread", words[0], words[0].text, fields))


def read_sender(scope: Scope, area: Said | None, code: Said | None) -> Resolved:
    """Hold a value whose area only the title names, where another one sends the form: a county
    may have filled in the form of its prefecture."""
    sender = scope.layout.sender
    if sender is None or code is not None or area is None or area.origin != TABLE:
        return Resolved()
    at = Said(sender.text, TABLE, sender.column, sender.row)
    title = replace(_at_title(scope), text=area.text)
    fields = {"also": (title,), "rule": "other_sender", "area": area.text, "sender": sender.text}
    return Resolved(None, HELD, Fault("unread", at, sender.text, fields))


def read_named_area(scope: Scope, named: Said | None, area_id: Resolved) -> Resolved:
    """Hold a value whose row names another area than it is of: 特克斯县牛存栏 below 昭苏县."""
    if named is None or area_id.meaning is None:
        return Resolved()
    areas = scope.books.areas
    others = {areas.resolve(name, None).id for name in Text(named.text, scope.reader).sense.areas}
    if others <= {None, area_id.meaning}:
        return Resolved()
    return Resolved(None, HELD, Fault("unread", named, named.text))


def find_some(scope: Scope, head: ValueColumn, labels: Labels) -> tuple[tuple[str, Said], ...]:
    """Return the words of a row and a heading that say of which counties a value is."""
    at = Said(head.heading, HEADER)
    return (*labels.some, *((m, at) for m in Text(head.heading, scope.reader).sense.some))


def read_some(
    scope: Scope,
    own: tuple[tuple[str, Said], ...],
    area: Said | None,
    code: Said | None,
    area_id: Resolved,
) -> Resolved:
    """Hold a value of a whole region or prefecture that is said to be of some of its counties
    (伊犁州牧业县), and one of the region without the Corps. What a title says so of the counties
    in rows is true of each."""
    if area is None or area_id.meaning is None or area_id.outcome != STORED:
        return Resolved()
    is_of_title = code is None and area.origin in (TABLE, OPTION)
    for meaning, said in (*own, *scope.some, *_list_groups(scope, area, area_id.meaning)):
        if meaning == LOCAL:
            is_held = area_id.meaning == REGION
        else:
            is_wide = scope.books.areas.levels.get(area_id.meaning) != "county"
            is_held = is_wide and (is_of_title or said.origin in (CELL, HEADER))
        if is_held:
            whole = scope.books.areas.describe(area_id.meaning)
            fields = {"rule": "some_of", "area": whole}
            return Resolved(None, HELD, Fault("unread", said, said.text, fields))
    return Resolved()


def _list_groups(scope: Scope, area: Said, area_id: str) -> list[tuple[str, Said]]:
    """Return the name of a group of counties of the region (牧业县) in a table of a prefecture,
    where it means those of the prefecture, and 全区 in a table of 伊州区 or 阿克苏地区."""
    answer = scope.reader.answers.get(fold(area.text))
    if answer is not None and answer.kind == "area":
        return []
    title = scope.books.areas.resolve(scope.layout.area or "", None).id
    is_whole = area_id == REGION and area.text.strip().startswith("全区")
    is_other = (area_id in _GROUPS or is_whole) and title not in (None, REGION, *_GROUPS)
    return [("some", area)] if is_other and area.origin in (CELL, HEADER) else []


_GROUPS = ("pastoral", "semi_pastoral", "plan_counties")


def read_marks(scope: Scope, head: ValueColumn, labels: Labels, own: tuple[str, ...]) -> Resolved:
    """Hold a value with a mark whose note says something that was not understood."""
    for mark in (*own, *labels.marks, *head.marks):
        note = scope.held_marks.get(mark.strip("()[]（）注"))
        if note is not None:
            return Resolved(None, HELD, Fault("unread", Said(note, VALUE), note))
    return Resolved()


_AT_END = re.compile(r"月份?[末底]|月(?:2[89]|3[01])[日号]|\d[-/.](?:2[89]|3[01])(?!\d)")
_FLOWS = ("slaughtered", "output", "meat", "milk", "egg", "consumption")


def read_point(scope: Scope, head: ValueColumn, indicator: Resolved, when: Resolved) -> Resolved:
    """Hold a flow (出栏, 产量) at the end of a month: it may be of the month or of all months
    up to it; a stock is of that day."""
    if when.meaning is None or indicator.meaning is None or when.meaning.period[0] != "M":
        return Resolved()
    _, measure = split_indicator(indicator.meaning) or (None, None)
    if measure not in _FLOWS:
        return Resolved()
    for text, at in ((head.heading, Said(head.heading, HEADER)), (_say_title(scope), None)):
        found = _AT_END.search(text)
        if found:
            tokens = Text(text, scope.reader).sense.tokens
            word = next((t.text for t in tokens if _AT_END.search(t.text)), found[0])
            return Resolved(None, HELD, Fault("unread", at or _at_title(scope), word))
    return Resolved()


def _say_title(scope: Scope) -> str:
    return scope.layout.title or ""


def read_sheep_units(
    scope: Scope, head: ValueColumn, labels: Labels, indicator: Resolved
) -> Resolved:
    """Reject a value in sheep units if its indicator does not use them."""
    is_said = scope.layout.is_sheep_units or head.is_sheep_units or labels.is_sheep_units
    if not is_said or indicator.meaning is None:
        return Resolved()
    own = scope.books.indicators.rows[indicator.meaning]["unit"]
    unit = scope.books.units.find(own)
    if unit is not None and unit.quantity == "sheep_units":
        return Resolved()
    at = Said(head.heading, HEADER) if head.is_sheep_units else _at_title(scope)
    name = scope.books.indicators.describe(indicator.meaning)
    return refuse("unit_does_not_fit", at, "羊单位", unit=own, indicator=name)
