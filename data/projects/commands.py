"""The subcommand of ``python -m data`` that writes made-up lists, and the example of them."""

import argparse
from pathlib import Path

from data.commands import say
from data.commands.places import Made, MadeCsv
from data.files.disk import write_content
from data.projects.demonstration import PROJECTS, make_project_demonstration
from data.projects.example import build_example
from data.statistics.demonstration import SEED, make_demonstration_figures_file
from data.store.build import open_store
from data.words.catalogue import t


def add_commands(commands, add) -> None:
    """Register the subcommands; ``add`` makes one with the common options."""
    made_up = add(
        commands,
        "demonstration",
        run_demonstration,
        "write made-up projects or figures, marked as such, to try an upload with",
    )
    example = add(commands, "example", run_example, "make the example: a full, made-up database")
    example.add_argument("out", type=Made, metavar="OUT.duckdb", help="where to write it")
    example.set_defaults(is_alone=True)
    made_up.add_argument("file", type=MadeCsv, metavar="OUT.csv")
    made_up.add_argument(
        "--dataset",
        choices=("observations", "projects"),
        default="projects",
        help="figures of every county from 2021 to 2024, or a project list",
    )
    made_up.add_argument(
        "--seed", metavar="N", type=int, default=SEED, help="another number gives another list"
    )
    made_up.add_argument(
        "--projects", metavar="N", type=int, default=PROJECTS, help="how many projects, 260 or more"
    )


def run_example(options: argparse.Namespace) -> int:
    """Make the example database."""
    figures = build_example(Path(options.out))
    say(t("ingest.example_written", path=options.out, n=figures))
    return 0


def run_demonstration(options: argparse.Namespace) -> int:
    """Write a made-up list; nothing is loaded."""
    with open_store(options.db) as store:
        if options.dataset == "observations":
            content = make_demonstration_figures_file(store, options.seed)
        else:
            content = make_project_demonstration(store, options.seed, options.projects)
    write_content(options.file, content)
    key = "ingest" if options.dataset == "observations" else "projects"
    say(t(f"{key}.demonstration_written", file=options.file))
    return 0
