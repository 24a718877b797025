"""The subcommand of ``python -m data`` that writes made-up lists."""

import argparse
from pathlib import Path

from data.balance.demonstration import make_balance_demonstration
from data.commands import say
from data.commands.places import MadeTable
from data.errors import UnreadableFileError
from data.files.disk import write_content
from data.projects.demonstration import PROJECTS, make_project_demonstration
from data.rights.door import enter_store
from data.statistics.demonstration import SEED, make_demonstration_figures_file
from data.words.catalogue import t


def add_commands(commands, add) -> None:
    """Register the subcommand; ``add`` makes one with the common options."""
    made_up = add(
        commands,
        "demonstration",
        run_demonstration,
        "write made-up projects or figures, marked as such, to try an upload with",
    )
    made_up.add_argument("file", type=MadeTable, metavar="OUT.csv")
    made_up.add_argument(
        "--dataset",
        choices=("observations", "projects", "balance"),
        default="projects",
        help="figures of every county from 2021 to 2024, a project list, or a balance (.xlsx)",
    )
    made_up.add_argument(
        "--seed", metavar="N", type=int, default=SEED, help="another number gives another list"
    )
    made_up.add_argument(
        "--projects", metavar="N", type=int, default=PROJECTS, help="how many projects, 260 or more"
    )


def run_demonstration(options: argparse.Namespace) -> int:
    """Write a made-up list; nothing is loaded."""
    ending = ".xlsx" if options.dataset == "balance" else ".csv"
    if Path(options.file).suffix.lower() != ending:
        raise UnreadableFileError("place_ending", file=Path(options.file).name, known=ending)
    with enter_store(options.db) as store:
        if options.dataset == "observations":
            content = make_demonstration_figures_file(store, options.seed)
        elif options.dataset == "balance":
            content = make_balance_demonstration(store, options.seed)
        else:
            content = make_project_demonstration(store, options.seed, options.projects)
    write_content(options.file, content)
    key = "ingest" if options.dataset == "observations" else options.dataset
    say(t(f"{key}.demonstration_written", file=options.file))
    return 0
