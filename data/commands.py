"""What the command lines share: database and language options, words for errors, JSON.

Only JSON goes to standard output, everything else to standard error.
Exit codes: 0 done, 1 the input could not be processed, 2 wrong use or database busy,
3 values are held until somebody says what a word of the file means.
"""

import argparse
import json
import math
import sys
from datetime import date, datetime

import numpy as np
import pandas as pd

from data.errors import CaomuError, StoreBusyError, UsageError
from data.words.catalogue import LANGUAGES, set_language
from data.words.sentences import describe_error


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


def run_command(parser: argparse.ArgumentParser, arguments: list[str] | None = None) -> int:
    """Parse the arguments, run the chosen command and return its exit code.

    A subcommand sets ``run``: a function of the parsed options that returns an exit code.
    Domain errors become one sentence on standard error.
    """
    options = parser.parse_args(arguments)
    set_language(options.lang)
    try:
        return options.run(options)
    except (StoreBusyError, UsageError) as error:
        say(describe_error(error))
        return 2
    except CaomuError as error:
        say(describe_error(error))
        return 1


def say(text: str) -> None:
    """Write a line for the person at the keyboard to standard error."""
    print(text, file=sys.stderr)


def print_json(value) -> None:
    """Write JSON to standard output: UTF-8 not escaped, null for missing values."""
    print(json.dumps(to_plain(value), ensure_ascii=False, allow_nan=False))


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
