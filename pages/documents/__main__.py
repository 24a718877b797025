"""Command line of the documents: ``python -m pages.documents COMMAND`` (county, balance)."""

import argparse
import sys
from datetime import date

from data.balance.publications import record_publication
from data.clock import get_today
from data.commands import add_common_options, run_command, say
from data.commands.places import MadePdf
from data.files.disk import write_content
from data.store.build import open_store
from data.words.catalogue import t
from indicators.balance.inputs import find_balance_year, load_balance_inputs
from indicators.counties.profile import load_county_inputs
from indicators.inputs import load_inputs
from indicators.targets.progress import check_area, find_newest_year
from pages.documents.balance_sheet import make_balance_content, make_balance_sheet
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
    balance = commands.add_parser("balance", help="one-page publication of the balance")
    add_common_options(balance)
    balance.add_argument("code", metavar="CODE", help="a county, or an area for all its counties")
    balance.add_argument(
        "--out", metavar="OUT.pdf", required=True, type=MadePdf, help="file to write"
    )
    balance.add_argument("--year", type=int, metavar="Y", help="the year (default: the newest)")
    balance.add_argument("--set", dest="set_id", metavar="ID", help="only this factor set")
    balance.add_argument(
        "--number", metavar="NO", help="record it under this number (default: a draft)"
    )
    balance.add_argument("--by", metavar="NAME", default="", help="who publishes it")
    balance.set_defaults(run=_run_balance)
    return parser


def _run_county(options) -> int:
    with open_store(options.db) as store:
        inputs = load_county_inputs(store)
    year = options.year or find_newest_year(inputs.progress) or get_today().year
    pdf = make_county_card(inputs, options.code, year, options.as_of or get_today())
    write_content(options.out, pdf)
    say(t("documents.written", path=options.out))
    return 0


def _run_balance(options) -> int:
    with open_store(options.db) as store:
        area_id = check_area(store.query("queries/areas"), options.code)
        inputs, progress = load_balance_inputs(store), load_inputs(store)
        year = options.year or find_balance_year(inputs) or get_today().year
        content = make_balance_content(
            inputs, progress, area_id, year, options.set_id, number=options.number
        )
        pdf = make_balance_sheet(content, get_today())
        if options.number:
            record_publication(
                store,
                content,
                number=options.number,
                area_id=area_id,
                year=year,
                published_on=get_today(),
                by=options.by,
            )
    write_content(options.out, pdf)
    say(t("documents.written", path=options.out))
    return 0


if __name__ == "__main__":
    sys.exit(run_command(make_parser()))
