"""What a file leaves to be asked: words that hold values, and names that were refused."""

from data.names.books import Books
from data.names.numbers import find_when
from data.statistics.headings import split_unit
from data.statistics.model import UNREAD, Issue, Reading, UnreadWord

_OF_INDICATOR = ("unknown_indicator", "ambiguous_indicator")
_OF_AREA = ("unknown_area",)
REMEMBERED = (UNREAD, *_OF_INDICATOR, *_OF_AREA)
"""Rules of questions whose answers hold for later files as well."""


def list_asked(reading: Reading, books: Books) -> list[UnreadWord]:
    """Return the words that an answer may be given for, each once.

    Words that hold values are asked about for their shape. Names of areas and indicators that
    were refused are asked about as such, for every form; their rule is that of the issue.
    """
    asked = {word.word: word for word in reading.unread}
    for issue in reading.issues:
        word = _ask_name(issue, books)
        if word is not None:
            asked.setdefault(word.word, word)
    return list(asked.values())


def _ask_name(issue: Issue, books: Books) -> UnreadWord | None:
    if not issue.value or issue.rule not in (*_OF_INDICATOR, *_OF_AREA):
        return None
    name = issue.value
    if issue.rule in _OF_INDICATOR:
        name = split_unit(find_when(name)[1], books.units)[0]
    if not name:
        return None
    count = issue.fields.get("count", 0)
    return UnreadWord(name, issue.sheet, issue.row, issue.column, count, "*", issue.rule)
