"""The subcommand ``python -m data logs``: the journal of all processes as one file."""

import argparse
import json
import os
from datetime import date
from pathlib import Path

from data.commands import say
from data.commands.places import Made
from data.errors import UsageError
from data.files.disk import write_content
from data.journal import SETTING, read_journal
from data.words.catalogue import t


def add_commands(commands, add) -> None:
    """Register the subcommand; ``add`` makes it with the common options."""
    logs = add(commands, "logs", run_logs, "write the journal of all processes to one file")
    logs.set_defaults(is_alone=True)
    logs.add_argument("out", type=Made, metavar="OUT.jsonl", help="where to write it")
    for name, words in (("since", "first day"), ("until", "last day")):
        logs.add_argument(
            f"--{name}",
            type=date.fromisoformat,
            metavar="DATE",
            help=f"{words} (UTC), e.g. 2026-11-26",
        )
    logs.add_argument("--user", metavar="NAME", help="only what this person did")


def run_logs(options: argparse.Namespace) -> int:
    """Write the lines; return the exit code."""
    folder = os.environ.get(SETTING, "").strip()
    if not folder or not Path(folder).is_dir():
        raise UsageError("log_folder", setting=SETTING, value=folder)
    lines = [
        json.dumps(line, ensure_ascii=False)
        for line in read_journal(folder, options.since, options.until)
        if options.user is None or line.get("user") == options.user
    ]
    write_content(options.out, "".join(f"{line}\n" for line in lines).encode())
    say(t("data.logs_written", n=len(lines), path=options.out))
    return 0
