"""Records what users said that words of forms mean; lists and withdraws answers.

An answer holds for one word in forms of one shape (``*`` for every form). Nothing is deleted:
a withdrawal is a revision of its own, and the newest revision of a word and shape counts.
Figures that were read with an answer stay as they are when it is withdrawn.
"""

from dataclasses import dataclass

import pandas as pd

from data.clock import get_now
from data.errors import UnknownIdError
from data.names.meanings import Meaning, format_meaning, parse_meaning
from data.names.text import fold, squeeze
from data.store.books import load_books
from data.store.database import Store, make_id

EVERY_SHAPE = "*"


@dataclass(frozen=True)
class Answer:
    """What a word means in forms of one shape (``UnreadWord.shape``)."""

    word: str
    meaning: Meaning
    shape: str = EVERY_SHAPE


def record_answers(store: Store, answers: list[Answer], *, by: str = "") -> None:
    """Record all answers, or none; later files are read with them.

    Raises
    ------
    UnknownIdError
        A meaning names an indicator, area or unit that does not exist, or a word is empty.
    """
    books = load_books(store)
    for answer in answers:
        parse_meaning(format_meaning(answer.meaning), books)
        if not fold(answer.word):
            raise UnknownIdError("answer_without_word")
    _append_answers(store, answers, by, is_withdrawn=False)


def withdraw_answer(store: Store, word: str, shape: str = EVERY_SHAPE, *, by: str = "") -> None:
    """Withdraw an answer, so that the word is asked about again.

    Raises
    ------
    UnknownIdError
        No answer for this word and shape is in force (``unknown_answer``).
    """
    listed = list_answers(store)
    is_same = (listed["word"].map(fold) == fold(word)) & (listed["shape"] == shape)
    found = listed[is_same & listed["is_in_force"]]
    if found.empty:
        raise UnknownIdError("unknown_answer", value=word)
    answer = Answer(word, parse_meaning(found["meaning"].iloc[0]), shape)
    _append_answers(store, [answer], by, is_withdrawn=True)


def list_answers(store: Store) -> pd.DataFrame:
    """Return every answer and every withdrawal, newest first.

    Returns
    -------
    DataFrame
        One row per revision: word, meaning (as `parse_meaning` reads it), shape, recorded_at
        (UTC), recorded_by, is_withdrawn (the revision withdrew the answer), is_in_force.
    """
    listed = store.query("queries/reading_words").iloc[::-1].reset_index(drop=True)
    is_newest = ~pd.DataFrame(
        {"word": listed["word"].map(fold), "shape": listed["shape"]}
    ).duplicated()
    return listed.assign(is_in_force=is_newest & ~listed["is_withdrawn"].astype(bool))


def _append_answers(store: Store, answers: list[Answer], by: str, *, is_withdrawn: bool) -> None:
    if not answers:
        return
    now = get_now()
    rows = [
        {
            "revision_id": make_id(),
            "word": squeeze(answer.word),
            "meaning": format_meaning(answer.meaning),
            "shape": answer.shape,
            "recorded_at": now,
            "recorded_by": by.strip(),
            "is_withdrawn": is_withdrawn,
        }
        for answer in answers
    ]
    with store.transaction() as writer:
        writer.insert("facts.reading_word_revision", pd.DataFrame(rows))
