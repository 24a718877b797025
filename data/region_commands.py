"""The subcommands of ``python -m data`` for whoever runs a server: move, logs."""

import argparse
import json
import os
from pathlib import Path

from data.commands import say, take_day
from data.commands.places import Made
from data.errors import UsageError
from data.files.disk import write_content
from data.journal import SETTING, read_journal
from data.rights.door import record_deed_of_owner
from data.store.build import open_store
from data.store.lake import hide_password
from data.store.move import check_move, move_facts
from data.words.catalogue import t


def add_commands(commands, add) -> None:
    """Register the subcommands; ``add`` makes one with the common options."""
    move = add(commands, "move", run_move, "copy a file's facts into a lake, or back")
    move.set_defaults(is_alone=True)
    for name, words in (("from", "what to copy; it stays"), ("to", "where to; it must be empty")):
        move.add_argument(
            f"--{name}",
            dest=f"{name}_store",
            required=True,
            metavar="STORE",
            help=f"{words}: a database file or ducklake:…",
        )
    logs = add(commands, "logs", run_logs, "write the journal of all processes to one file")
    logs.set_defaults(is_alone=True)
    logs.add_argument("out", type=Made, metavar="OUT.jsonl", help="where to write it")
    for name, words in (("since", "first day"), ("until", "last day")):
        logs.add_argument(
            f"--{name}", type=take_day, metavar="DATE", help=f"{words} (UTC), e.g. 2026-11-26"
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


def run_move(options: argparse.Namespace) -> int:
    """Copy the facts, and compare both; return the exit code."""
    path = hide_password(options.to_store)
    check_move(options.from_store, options.to_store)
    with (
        open_store(options.from_store) as source,
        open_store(options.to_store, may_create=True) as target,
    ):
        record_deed_of_owner(source, f"move {path}")
        counts = move_facts(source, target, path)
    say(t("data.moved", rows=sum(counts.values()), tables=len(counts), path=path))
    return 0
