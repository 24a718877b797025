"""Command line of the engine: ``python -m indicators progress``."""

import argparse
import sys

from data.build import open_store
from data.commands import add_common_options, print_json, run_command, say
from data.words import t
from indicators.inputs import load_inputs
from indicators.progress import REGION, check_area, compute_progress


def make_parser() -> argparse.ArgumentParser:
    """Return the parser with every subcommand."""
    parser = argparse.ArgumentParser(prog="python -m indicators", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    progress = commands.add_parser("progress", help="where each target stands")
    add_common_options(progress)
    progress.add_argument("--area", metavar="ID", default=REGION, help="area id")
    progress.add_argument("--year", type=int, metavar="Y", default=None,
                          help="values up to this year count (default: the newest)")
    progress.add_argument("--json", action="store_true", help="rows as JSON")
    progress.set_defaults(run=_run_progress)
    return parser


def _run_progress(options) -> int:
    with open_store(options.db) as store:
        area_id = check_area(store.query("queries/areas"), options.area)
        rows = compute_progress(load_inputs(store), area_id, options.year)
    if options.json:
        print_json(rows)
        return 0
    for row in rows.itertuples():
        say(t("progress.line", target=row.target_id, indicator=row.indicator_id,
              reading=row.reading_id, status=t(f"status.{row.status}"),
              target_status=t(f"status.{row.target_status}"),
              detail=describe_reason(row.reason)))
    return 0


def describe_reason(reason: str | None) -> str:
    """Return a reason in words; the input that ``no_input:<id>`` names is kept as its id."""
    if not reason:
        return ""
    name, _, input_id = reason.partition(":")
    return t(f"status.reason.{name}", input=input_id)


if __name__ == "__main__":
    sys.exit(run_command(make_parser()))
