"""Lists the questions of a file: words that hold values, and rejected names."""

from data.names.books import Books
from data.names.units import cut_name
from data.statistics.model import UNREAD, Issue, Reading, UnreadWord

_OF_INDICATOR = ("unknown_indicator", "ambiguous_indicator")
_OF_AREA = ("unknown_area",)
REMEMBERED = (UNREAD, *_OF_INDICATOR, *_OF_AREA)
"""Rules of questions whose answers also hold for later files."""


def list_asked(reading: Reading, books: Books) -> list[UnreadWord]:
    """Return the words that a user can explain, each once.

    The answer about a word that holds values applies to its shape. The answer about a rejected
    name of an area or indicator applies to every form; its rule is that of the issue.
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
        name = cut_name(name, books.units)
    if not name:
        return None
    count = issue.fields.get("count", 0)
    return UnreadWord(name, issue.sheet, issue.row, issue.column, count, "*", issue.rule)
