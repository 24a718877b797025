"""The subcommands of ``python -m data`` for the register of projects."""

import argparse

from data.commands import say
from data.commands.places import MadeCsv
from data.files.disk import write_content
from data.projects.demonstration import PROJECTS, write_demonstration
from data.store.build import open_store
from data.words.catalogue import t


def add_commands(commands, add) -> None:
    """Register the subcommands; ``add`` makes one with the common options."""
    made_up = add(
        commands,
        "demonstration",
        run_demonstration,
        "write a made-up project list, marked as such, to try an upload with",
    )
    made_up.add_argument("file", type=MadeCsv, metavar="OUT.csv")
    made_up.add_argument(
        "--seed", metavar="N", type=int, default=20231, help="another number gives another list"
    )
    made_up.add_argument(
        "--projects", metavar="N", type=int, default=PROJECTS, help="how many projects, 260 or more"
    )


def run_demonstration(options: argparse.Namespace) -> int:
    """Write the made-up list; nothing is loaded."""
    with open_store(options.db) as store:
        content = write_demonstration(store, options.seed, options.projects)
    write_content(options.file, content)
    say(t("projects.demonstration_written", file=options.file))
    return 0
