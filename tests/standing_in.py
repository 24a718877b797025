"""A reader that does not know one word, for tests of what is done with held values."""

from dataclasses import replace

import pandas as pd

from data.names.text import fold, letter
from data.statistics.model import HELD_COLUMNS, IngestOptions, ReadWord, UnreadWord
from data.statistics.read import read_statistics
from data.store.books import load_books

WORD = "乙种"
SHAPE = "form-1"


def read_with_a_gap(content, file_name, store, *, options=None):
    """Read a file as ever, but hold the values of columns headed by WORD until it is answered."""
    options = options or IngestOptions()
    text = content.decode() if WORD.encode() in content else None
    plain = content if text is None else text.replace(WORD, "").encode()
    reading = read_statistics(plain, file_name, store, options=replace(options, means={}))
    header = text.splitlines()[0].split(",") if text else []
    words = [
        ReadWord("a", 1, letter(at), cell, "unread" if WORD in cell else "indicator", "sheep_stock")
        for at, cell in enumerate(header)
    ]
    reading.words = words
    answers = load_books(store).answers
    if text is None or fold(WORD) in options.means or (fold(WORD), SHAPE) in answers:
        return reading
    column = next(letter(at) for at, cell in enumerate(header) if WORD in cell)
    is_held = reading.batch["file_column"] == column
    held = reading.batch[is_held]
    reading.held = pd.DataFrame(
        {
            "sheet": held["sheet"],
            "row": held["file_row"],
            "column": held["file_column"],
            "value": held["value_read"],
            "word": WORD,
        },
        columns=HELD_COLUMNS,
    )
    reading.batch = reading.batch[~is_held].reset_index(drop=True)
    reading.unread = [UnreadWord(WORD, reading.sheets[0], 1, column, len(held), SHAPE)]
    return reading
