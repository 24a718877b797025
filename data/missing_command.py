"""The subcommand ``python -m data missing``: a workbook of the figures that are owed."""

import argparse

from data.clock import get_today
from data.commands import add_plan_option, say, take_day
from data.commands.places import Made
from data.files.disk import write_content
from data.rights.door import enter_store
from data.statistics.missing import make_missing_book
from data.step_commands import say_what_is_seen
from data.store.past import look_at_day
from data.store.plan import enter_plan
from data.words.catalogue import t
from indicators.counties.owed import list_missing
from indicators.counties.profile import load_county_inputs


def add_commands(commands, add) -> None:
    """Register the subcommand; ``add`` makes one with the common options."""
    missing = add(commands, "missing", run_missing, "write a workbook of the missing figures")
    missing.add_argument("out", type=Made, metavar="OUT.xlsx", help="where to write it")
    add_plan_option(missing)
    missing.add_argument(
        "--area", metavar="ID", help="only this area and its counties (default: the plan's own)"
    )
    missing.add_argument("--indicator", metavar="ID", help="only this indicator")
    missing.add_argument("--year", metavar="Y", type=int, help="only this year")
    missing.add_argument(
        "--as-of",
        metavar="DATE",
        type=take_day,
        help="what was due before this day and not known at its end (default: today)",
    )


def run_missing(options: argparse.Namespace) -> int:
    """Write the workbook; without a missing figure it has only its headings."""
    as_of = options.as_of or get_today()
    with enter_store(options.db) as present:
        store = look_at_day(enter_plan(present, options.plan), as_of)
        cells = list_missing(
            load_county_inputs(store),
            as_of,
            options.area,
            indicator_id=options.indicator,
            year=options.year,
        )
        content = make_missing_book(store, cells)
    write_content(options.out, content)
    say_what_is_seen(store)
    key = "missing_written" if len(cells) else "missing_none"
    say(t(f"ingest.{key}", path=options.out, n=len(cells)))
    return 0
