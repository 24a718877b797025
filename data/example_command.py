"""The subcommand of ``python -m data`` that makes the example: a full, made-up database."""

import argparse
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from data.balance.commit import ingest_balance
from data.balance.demonstration import make_balance_demonstration
from data.clock import get_today
from data.commands import say
from data.commands.places import Made
from data.ledger.matters.demonstration import record_made_up_matters
from data.ledger.settings import MADE_OF, save_setting
from data.projects.commit import ingest_projects
from data.projects.demonstration import make_project_demonstration
from data.projects.example import compute_recipe
from data.statistics.demonstration import make_demonstration_figures_file
from data.statistics.ingest import ingest_file
from data.store.build import build_plan
from data.store.database import Store
from data.words.catalogue import t
from indicators.balance.figures import record_balance_figures


def add_commands(commands, add) -> None:
    """Register the subcommand; ``add`` makes one with the common options."""
    example = add(commands, "example", run_example, "make the example: a full, made-up database")
    example.add_argument("out", type=Made, metavar="OUT.duckdb", help="where to write it")
    example.set_defaults(is_alone=True)


def run_example(options: argparse.Namespace) -> int:
    """Make the example database."""
    figures = build_example(Path(options.out))
    say(t("ingest.example_written", path=options.out, n=figures))
    return 0


def build_example(path: Path) -> int:
    """Make the example at a path, in place of one that is there; return how many figures it has.

    The file appears whole or not at all.
    """
    unfinished = path.with_name(f"{path.stem}-{os.getpid()}.part")
    record_balance = partial(ingest_balance, finish=record_balance_figures)
    try:
        with Store(unfinished) as store:
            build_plan(store)
            figures = _ingest(store, "figures", make_demonstration_figures_file, ingest_file)
            _ingest(store, "projects", make_project_demonstration, ingest_projects)
            _ingest(store, "balance", make_balance_demonstration, record_balance)
            record_made_up_matters(store, get_today(), by=t("ingest.demonstration_by"))
            save_setting(store, MADE_OF, compute_recipe(), by="")
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return figures["accepted"]


def _ingest(
    store: Store, subject: str, make: Callable[[Store], bytes], ingest: Callable[..., dict]
) -> dict:
    """Write a made-up list and take it in, as anybody would by hand."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / t(f"example.list.{subject}")
        file.write_bytes(make(store))
        return ingest(store, file, by=t("ingest.demonstration_by"))
