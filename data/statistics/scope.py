"""What all values of a table share: layout, known names, the user's answers, notes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from data.names import matching as names
from data.names.books import Books
from data.names.marks import take_marks
from data.names.phrases import PhraseReader
from data.names.text import fold
from data.statistics.model import WARNING, IngestOptions, Layout, ReadWord
from data.statistics.senses import Text
from data.statistics.words import CELL, HEADER, OPTION, TABLE, Fault, Said

CORPS = "xpcc"
# A word of `Sense.some`: without the Corps.
LOCAL = "local"
HAS_CORPS = re.compile(r"(?<!不)(?:含|包括|包含)兵团")
_WITHOUT = re.compile(r"不(?:含|包括|包含)兵团")
# Roles that a value column's heading, or the table's words, supply for a row without them.
FALLBACK = frozenset({"area", "indicator", "year", "unit"})


@dataclass(frozen=True, eq=False)
class Scope:
    """What all values of a table share: its layout, the known names, the user's answers.

    Parameters
    ----------
    held_marks : dict
        Marks of notes (①) whose note is not understood, with that note.
    held_notes : tuple of Said
        Notes that hold every value.
    provisional_marks : frozenset of str
        Marks whose note says that the figure is a first one (快报).
    """

    layout: Layout
    reader: PhraseReader
    options: IngestOptions
    this_year: int
    period_heading: str
    held_marks: dict[str, str] = field(default_factory=dict)
    held_notes: tuple[Said, ...] = ()
    provisional_marks: frozenset[str] = frozenset()

    @property
    def books(self) -> Books:
        """The known names."""
        return self.reader.books

    @cached_property
    def has_areas(self) -> bool:
        """Whether the rows name their areas."""
        return bool(self.layout.area_column or self.layout.code_column)

    def find_gap(self, role: str) -> Said:
        """Return the place where something missing should be: its column, or the header."""
        column = getattr(self.layout, f"{role}_column")
        return Said("", CELL, column) if column else Said("", HEADER)

    @cached_property
    def unread(self) -> tuple[Said, ...]:
        """The words of the title and the notes that hold every value, with their places."""
        places = {
            word.text: word for word in reversed(self.layout.words) if word.read_as == "unread"
        }
        found = []
        for text in self.layout.unread:
            word = places.get(text)
            if word is None or word.row is None:
                found.append(Said(text, OPTION))
            else:
                found.append(Said(text, TABLE, word.column, word.row))
        return (*found, *self.held_notes)

    @cached_property
    def corps(self) -> Said | None:
        """The word of the title, of the sheet's name or of a row over these (兵团) that says
        that all figures are of the Corps, None where none does: they are not the counties'."""
        for word, said in self._list_above():
            if word.read_as == "area" and word.meaning == CORPS:
                return said
        area = self.layout.area
        if area and self.books.areas.resolve(area, None).id == CORPS:
            return Said(area, OPTION)
        return None

    def _list_above(self) -> Iterator[tuple[ReadWord, Said]]:
        """Yield the words of the title, of the sheet's name and of rows over these, with their
        places."""
        layout = self.layout
        below = range(max(layout.first_row, layout.header_end + 1), layout.data_row)
        for word in layout.words:
            if word.row is None:
                yield word, Said(word.text, OPTION)
            elif word.row < layout.header_row or word.row in below:
                yield word, Said(word.text, TABLE, word.column, word.row)

    @cached_property
    def some(self) -> tuple[tuple[str, Said], ...]:
        """The words above the table, and the notes, that say of which counties the figures are
        (see `Sense.some`), with their places."""
        above = [
            (meaning, said)
            for word, said in self._list_above()
            if word.read_as == "filler"
            for meaning in Text(word.text, self.reader).sense.some
        ]
        notes = [
            (LOCAL, Said(found[0], TABLE, column, row))
            for row, column, text in self.layout.notes
            for found in _WITHOUT.finditer(text)
            if not HAS_CORPS.search(text) and fold(found[0]) not in self.reader.answers
        ]
        return (*above, *notes)

    @cached_property
    def other(self) -> Said | None:
        """The line over the rows that names a quantity without an indicator, with its place."""
        text = self.layout.other
        at = [word for word in self.layout.words if word.text == text and word.row is not None]
        return Said(text, TABLE, at[-1].column, at[-1].row) if text and at else None

    def find_area_name(self, text: str) -> str:
        """Return the name of an area in a cell, without marks and other words."""
        areas = self.books.areas
        answer = self.reader.answers.get(fold(text))
        if answer is not None and answer.kind == "area" and answer.value:
            return answer.value
        if areas.resolve(text, None).kind != names.UNKNOWN:
            plain, _ = take_marks(text)
            return plain if areas.resolve(plain, None).kind != names.UNKNOWN else text
        plain, _ = take_marks(text)
        if areas.resolve(plain, None).kind != names.UNKNOWN:
            return plain
        sense = Text(text, self.reader).sense
        # A name and its English twin (昭苏县 Zhaosu) are one area.
        ids = {areas.resolve(name, None).id for name in sense.areas}
        has_number = any(
            token.reads_as == "filler" and token.meaning is None for token in sense.tokens
        )
        is_one = len(ids) == 1 and not sense.unread and not has_number
        return sense.areas[0] if is_one else text


def tell_override(what: str, said: Said, given) -> Fault:
    """Return the fault of a file that differs from an option."""
    return Fault(f"option_{what}_overridden", said, said.text, {"given": str(given)}, WARNING)
