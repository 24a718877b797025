"""Collects what each label and word of the rows was read as, each distinct text once."""

from dataclasses import dataclass, field, replace

import numpy as np

from data.names.marks import take_marks
from data.names.matching import OK
from data.names.numbers import parse_when
from data.names.phrases import PhraseReader
from data.statistics.labels import read_indicator_label
from data.statistics.model import ReadWord
from data.statistics.senses import Text
from data.statistics.words import Said, Words

_MOST = 5_000
_READS_AS = {
    "code": "area",
    "state": "filler",
    "source": "source",
    "note": "note",
    "unit": "unit",
    "year": "year",
    "period": "period",
    "part": "part",
}


@dataclass
class LabelLog:
    """Collects the distinct texts of a table's label columns with their meanings."""

    sheet: str
    _words: dict[tuple[str, str], list[ReadWord]] = field(default_factory=dict)

    @property
    def words(self) -> list[ReadWord]:
        """Each distinct text of each column, at its first place."""
        return [word for words in self._words.values() for word in words]

    def add(
        self, role: str, words: Words, rows: np.ndarray, reader: PhraseReader | None = None
    ) -> None:
        """Add the texts of a column of cells (rows by position from 0)."""
        if words.codes.shape[0] != len(rows) or len(self._words) > _MOST:
            return
        first = np.full(len(words.values), -1)
        first[words.codes[::-1, 0]] = np.arange(len(rows))[::-1]
        for said, at in sorted(
            zip(words.values, first.tolist(), strict=True), key=lambda pair: pair[1]
        ):
            if at < 0 or said is None or (said.column, said.text) in self._words:
                continue
            place = (self.sheet, int(rows[at]) + 1, said.column)
            self._words[said.column, said.text] = _explain(role, said.text, place, reader)


def _explain(
    role: str, text: str, place: tuple[str, int, str | None], reader: PhraseReader | None
) -> list[ReadWord]:
    if reader is None:
        when = parse_when(text) if role == "year" else None
        meaning = str(when.year) if when else None
        return [ReadWord(*place, text, _READS_AS.get(role, "filler"), meaning)]
    plain, marks = take_marks(text)
    match = reader.books.areas.resolve(plain, None)
    if match.kind == OK:
        return [
            ReadWord(*place, plain, "area", match.id),
            *(ReadWord(*place, mark, "mark") for mark in marks),
        ]
    words = [ReadWord(*place, *word) for word in Text(text, reader).sense.words]
    if role == "indicator" and not read_indicator_label(Said(text), reader).unread:
        # A cell that names nothing to count holds no value: what the table says counts.
        return [
            replace(word, read_as="filler") if word.read_as == "unread" else word for word in words
        ]
    return words
