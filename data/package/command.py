"""The subcommand ``python -m data package``: all facts, plan tables and series as files."""

import argparse

from data.commands import say
from data.commands.places import Made
from data.package.save import save_package
from data.rights.door import enter_store
from data.words.catalogue import t


def add_commands(commands, add) -> None:
    """Register the subcommand; ``add`` makes one with the common options."""
    package = add(commands, "package", run_package, "write all data as a data package")
    package.add_argument("out", type=Made, metavar="DIR", help="the folder to make; none yet")


def run_package(options: argparse.Namespace) -> int:
    """Write the package."""
    with enter_store(options.db) as store:
        rows = save_package(store, options.out)
    say(t("data.package_written", tables=len(rows), rows=sum(rows.values()), path=options.out))
    return 0
