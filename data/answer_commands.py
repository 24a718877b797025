"""The subcommand ``python -m data answers``: what users said that words of files mean."""

import argparse

from data.commands import print_json, say
from data.ledger.answers import find_shape, list_answers, withdraw_answer
from data.names.meanings import parse_meaning
from data.rights.door import enter_store
from data.statistics.wording import describe_meaning
from data.store.books import load_books
from data.store.database import Store
from data.words.catalogue import t
from data.words.names import name_sender


def add_commands(commands, add) -> None:
    """Register the subcommand; ``add`` makes one with the common options."""
    answers = add(commands, "answers", run_answers, "list what words of files mean, or withdraw it")
    answers.add_argument("--withdraw", metavar="WORD", help="the word whose answer is withdrawn")
    answers.add_argument(
        "--shape",
        metavar="S",
        help="the shape of forms, as listed; without it the word's only answer",
    )
    answers.add_argument("--by", metavar="NAME", default="", help="who withdraws it")
    answers.add_argument("--json", action="store_true", help="the list as JSON")


def run_answers(options: argparse.Namespace) -> int:
    """List the answers, or withdraw one and list what is left."""
    with enter_store(options.db) as store:
        if options.withdraw:
            shape = options.shape or find_shape(store, options.withdraw)
            withdraw_answer(store, options.withdraw, shape, by=options.by)
            say(t("reading.withdrawn", word=options.withdraw))
        listed = list_answers(store)
        if options.json:
            print_json(listed)
        else:
            _say_answers(store, listed)
    return 0


def _say_answers(store: Store, listed) -> None:
    books = load_books(store)
    for row in listed[listed["is_in_force"]].itertuples():
        say(
            t(
                "reading.answer_line",
                word=row.word,
                meaning=describe_meaning(parse_meaning(row.meaning), books),
                shape=row.shape,
                by=name_sender(row.recorded_by),
            )
        )
    say(t("reading.answers_total", count=int(listed["is_in_force"].sum())))
