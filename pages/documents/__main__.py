"""Command line of the documents: ``python -m pages.documents county CODE --out OUT.pdf``."""

import argparse
import sys
from datetime import date

from data.clock import get_today
from data.commands import add_common_options, run_command, say
from data.commands.places import MadePdf
from data.files.disk import write_content
from data.store.build import open_store
from data.words.catalogue import t
from indicators.counties.profile import load_county_inputs
from indicators.targets.progress import find_newest_year
from pages.documents.county_card import make_county_card


def make_parser() -> argparse.ArgumentParser:
    """Return the parser with every subcommand."""
    parser = argparse.ArgumentParser(prog="python -m pages.documents", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    county = commands.add_parser("county", help="one-page card of a county, prefecture or group")
    add_common_options(county)
    county.add_argument("code", metavar="CODE", help="division code, or id of a group")
    county.add_argument(
        "--out", metavar="OUT.pdf", required=True, type=MadePdf, help="file to write"
    )
    county.add_argument(
        "--year",
        type=int,
        metavar="Y",
        default=None,
        help="figures up to this year (default: the newest)",
    )
    county.add_argument(
        "--as-of",
        type=date.fromisoformat,
        metavar="DATE",
        default=None,
        help="projects and overdue days as of this day (default: today)",
    )
    county.set_defaults(run=_run_county)
    return parser


def _run_county(options) -> int:
    with open_store(options.db) as store:
        inputs = load_county_inputs(store)
    year = options.year or find_newest_year(inputs.progress) or get_today().year
    pdf = make_county_card(inputs, options.code, year, options.as_of or get_today())
    write_content(options.out, pdf)
    say(t("documents.written", path=options.out))
    return 0


if __name__ == "__main__":
    sys.exit(run_command(make_parser()))
