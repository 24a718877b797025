"""Records what users said that words of forms mean; lists and withdraws answers.

An answer holds for one word in forms of one shape (``*`` for every form). Nothing is deleted:
a withdrawal is a revision of its own, and the newest revision of a word and shape counts.
Figures that were read with an answer stay as they are when it is withdrawn. An answer holds for
the forms of everybody: it needs the right for the whole region.
"""

from dataclasses import dataclass

import pandas as pd

from data.clock import get_now
from data.errors import ChangedMeanwhileError, UnknownIdError, UsageError
from data.names.meanings import Meaning, format_meaning, parse_meaning
from data.names.text import fold, squeeze
from data.rights.require import require
from data.store.basis import describe_author
from data.store.books import load_books
from data.store.database import Queries, Store, Transaction
from data.store.ids import make_id

EVERY_SHAPE = "*"


@dataclass(frozen=True)
class Answer:
    """What a word means in forms of one shape (``UnreadWord.shape``)."""

    word: str
    meaning: Meaning
    shape: str = EVERY_SHAPE


def load_answers_number(store: Store) -> int:
    """Return the number of the newest answer or withdrawal: what the next ones are based on."""
    rows = store.query_rows("queries/reading_words")
    return rows[-1]["seq"] if rows else 0


def record_answers(
    store: Store, answers: list[Answer], *, by: str = "", based_on: int | None = None
) -> None:
    """Record all answers, or none; later files are read with them.

    Parameters
    ----------
    based_on : int or None
        The answers that were known when the words were asked about (`load_answers_number`).

    Raises
    ------
    UnknownIdError
        A meaning names an indicator, area or unit that does not exist, or a word is empty.
    ChangedMeanwhileError
        Somebody else said what one of the words means, or withdrew it, since.
    """
    if not answers:
        return
    books = load_books(store)
    for answer in answers:
        parse_meaning(format_meaning(answer.meaning), books)
        if not fold(answer.word):
            raise UnknownIdError("answer_without_word")
    with store.transaction() as writer:
        require(writer, "answer", [])
        if based_on is not None:
            _check_answered(writer, answers, based_on)
        _append_answers(writer, answers, by, is_withdrawn=False)


def _check_answered(source: Queries, answers: list[Answer], based_on: int) -> None:
    keys = {(fold(answer.word), answer.shape) for answer in answers}
    rows = source.query_rows("queries/reading_words")
    newer = [
        row for row in rows if row["seq"] > based_on and (fold(row["word"]), row["shape"]) in keys
    ]
    if newer:
        newest = {(fold(row["word"]), row["shape"]): row for row in newer}
        raise ChangedMeanwhileError(
            "changed_answers",
            theirs=list(newest.values()),
            now=rows[-1]["seq"],
            **describe_author(newer[-1]["recorded_by"], newer[-1]["recorded_at"]),
        )


def withdraw_answer(
    store: Store, word: str, shape: str = EVERY_SHAPE, *, by: str = "", based_on: int | None = None
) -> None:
    """Withdraw an answer, so that the word is asked about again.

    Raises
    ------
    UnknownIdError
        No answer for this word and shape was ever recorded (``unknown_answer``).
    ChangedMeanwhileError
        It is withdrawn already, or says something else since `based_on` was read
        (`load_answers_number`).
    """
    with store.transaction() as writer:
        require(writer, "answer", [])
        listed = list_answers(writer)
        is_same = (listed["word"].map(fold) == fold(word)) & (listed["shape"] == shape)
        if not is_same.any():
            raise UnknownIdError("unknown_answer", value=word)
        newest = listed[is_same].iloc[0]
        author = describe_author(newest["recorded_by"], newest["recorded_at"])
        if not newest["is_in_force"]:
            raise ChangedMeanwhileError("answer_withdrawn", value=word, **author)
        answer = Answer(word, parse_meaning(newest["meaning"]), shape)
        if based_on is not None:
            _check_answered(writer, [answer], based_on)
        _append_answers(writer, [answer], by, is_withdrawn=True)


def find_shape(store: Queries, word: str) -> str:
    """Return the shape of the one answer in force for a word.

    Where none is in force it is the shape of the newest answer that was: withdrawing that says
    who withdrew it.

    Raises
    ------
    UsageError
        Answers for several shapes are in force (``answer_of_several_shapes``).
    UnknownIdError
        No answer for this word was ever recorded (``unknown_answer``).
    """
    listed = list_answers(store)
    listed = listed[listed["word"].map(fold) == fold(word)]
    if listed.empty:
        raise UnknownIdError("unknown_answer", value=word)
    in_force = listed[listed["is_in_force"]]
    if len(in_force) > 1:
        shapes = "; ".join(f"{row.shape} ({row.meaning})" for row in in_force.itertuples())
        raise UsageError("answer_of_several_shapes", value=word, count=len(in_force), shapes=shapes)
    return (listed if in_force.empty else in_force)["shape"].iloc[0]


def list_answers(store: Queries) -> pd.DataFrame:
    """Return every answer and every withdrawal, newest first.

    Returns
    -------
    DataFrame
        One row per revision: word, meaning (as `parse_meaning` reads it), shape, recorded_at
        (UTC), recorded_by, is_withdrawn (the revision withdrew the answer), is_in_force.
    """
    rows = store.query("queries/reading_words").drop(columns="seq")
    listed = rows.iloc[::-1].reset_index(drop=True)
    is_newest = ~pd.DataFrame(
        {"word": listed["word"].map(fold), "shape": listed["shape"]}
    ).duplicated()
    return listed.assign(is_in_force=is_newest & ~listed["is_withdrawn"].astype(bool))


def _append_answers(
    writer: Transaction, answers: list[Answer], by: str, *, is_withdrawn: bool
) -> None:
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
    writer.insert("facts.reading_word_revision", pd.DataFrame(rows))
