"""What the command lines share: database and language options, words for errors, JSON.

A command runs here, or in the app that has the database open: it says the same.
Only JSON goes to standard output, everything else to standard error.
Exit codes: 0 done, 1 the input could not be processed, 2 wrong use or database busy,
3 values are held until somebody says what a word of the file means.
"""

import argparse
import io
import json
import math
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pandas as pd

from data.clock import FIRST_YEAR, LAST_YEAR
from data.commands.asking import Reply, ask_app, find_app
from data.commands.places import check_places
from data.errors import AppUnreachableError, CaomuError, RightsError, StoreBusyError, UsageError
from data.store.database import get_database_path
from data.store.lake import find_address, hide_password
from data.store.statements import DEFAULT_PLAN
from data.words.catalogue import LANGUAGES, set_language, set_plan_words, t
from data.words.sentences import describe_error

# What a shell returns for a program that was ended by Ctrl-C.
BROKEN_OFF = 130
# Where a command speaks that is run for somebody else; None for the process's own output.
_said: ContextVar[tuple[io.StringIO, io.StringIO] | None] = ContextVar("said", default=None)


def add_common_options(parser: argparse.ArgumentParser) -> None:
    """Add ``--db`` and ``--lang`` to a command or subcommand."""
    parser.add_argument(
        "--db",
        metavar="PATH",
        default=None,
        help="database file (default: CAOMU_DB, else var/caomu.duckdb)",
    )
    parser.add_argument(
        "--lang", choices=LANGUAGES, default=LANGUAGES[0], help="language of messages"
    )


def add_plan_option(parser: argparse.ArgumentParser) -> None:
    """Add ``--plan`` to a subcommand about one plan."""
    parser.add_argument(
        "--plan", metavar="ID", default=DEFAULT_PLAN, help=f"plan (default: {DEFAULT_PLAN})"
    )


def run_command(parser: argparse.ArgumentParser, arguments: list[str] | None = None) -> int:
    """Parse the arguments, run the chosen command and return its exit code.

    A subcommand sets ``run``: a function of the parsed options that returns an exit code.
    Domain errors become one sentence on standard error. Where a running app has the database
    open, the app runs the command, unless the subcommand sets ``is_alone``.
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    options = parser.parse_args(arguments)
    module = parser.prog.removeprefix("python -m ")

    def run(options: argparse.Namespace) -> int:
        _check_years(options)
        _check_days(options)
        check_places(options)
        database = Path(options.db or get_database_path()).absolute()
        # Each process writes to a lake by itself.
        is_alone = getattr(options, "is_alone", False) or find_address(options.db) is not None
        app = None if is_alone else find_app(database)
        if app is None:
            return options.run(options)
        return repeat(ask_app(app, database, module, arguments, options))

    return tell_outcome(options, run)


def _check_years(options: argparse.Namespace) -> None:
    asked = getattr(options, "year", None)
    for year in asked if isinstance(asked, list) else [asked]:
        if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
            raise UsageError("year_out_of_bounds", value=year, first=FIRST_YEAR, last=LAST_YEAR)


class _NoDay(str):
    """What stands in place of a day and is none."""


def take_day(text: str) -> date | str:
    """Return the day of an option; what is none is refused before the command runs, in its
    language."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return _NoDay(text)


def _check_days(options: argparse.Namespace) -> None:
    for value in vars(options).values():
        if isinstance(value, _NoDay):
            raise UsageError("past_no_day", value=str(value))


def tell_outcome(options: argparse.Namespace, run: Callable[[argparse.Namespace], int]) -> int:
    """Run a command in its language and return its exit code; an error becomes a sentence.

    With ``--json`` it becomes an object too: error, with its key and its sentence.
    """
    set_language(options.lang)
    set_plan_words(None)
    try:
        return run(options)
    except CaomuError as error:
        sentence = describe_error(error)
        say(sentence)
        if error.key == "lake_unreachable" and error.__cause__ is not None:
            # Pages leave it to the log; who runs a command is the one to mend it.
            say(hide_password(str(error.__cause__)))
        if getattr(options, "json", False):
            print_json({"error": {"key": error.key, "message": sentence}})
        is_use = isinstance(error, (AppUnreachableError, RightsError, StoreBusyError, UsageError))
        return 2 if is_use else 1
    except KeyboardInterrupt:
        say(t("errors.command_interrupted"))
        return BROKEN_OFF


def say(text: str) -> None:
    """Write a line for the person at the keyboard to standard error."""
    said = _said.get()
    print(text, file=said[1] if said else sys.stderr)


@contextmanager
def catch_output() -> Iterator[tuple[io.StringIO, io.StringIO]]:
    """Yield what takes the output and the words of the command that this thread runs."""
    caught = io.StringIO(), io.StringIO()
    token = _said.set(caught)
    try:
        yield caught
    finally:
        _said.reset(token)


def print_json(value) -> None:
    """Write JSON to standard output: UTF-8 not escaped, null for missing values."""
    said = _said.get()
    text = json.dumps(to_plain(value), ensure_ascii=False, allow_nan=False)
    if said:
        print(text, file=said[0])
    else:
        _write_output(f"{text}\n")


def repeat(answer: Reply) -> int:
    """Say what the app's command said; return its exit code."""
    _write_output(answer.out)
    sys.stderr.write(answer.err)
    return answer.code


def _write_output(text: str) -> None:
    """Write to standard output. A reader that has enough, as ``head``, ends nothing."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # What Python would still write when it ends goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def to_plain(value):
    """Turn frames, numpy numbers, dates and missing values into types that JSON has."""
    if isinstance(value, pd.DataFrame):
        return [to_plain(row) for row in value.to_dict("records")]
    if isinstance(value, dict):
        return {key: to_plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_plain(item) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return value
