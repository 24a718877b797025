"""The subcommands ``python -m data matters`` and ``calendar``: what is due, to whom, by when."""

import argparse
from datetime import date

import pandas as pd

from data.clock import get_today
from data.commands import add_plan_option, print_json, say, take_day
from data.commands.places import MadeCalendar
from data.files.disk import write_content
from data.ledger.matters.calendar_file import make_calendar
from data.ledger.matters.listing import (
    count_lights,
    filter_deadlines,
    list_deadlines,
    name_clocks,
    sort_deadlines,
)
from data.rights.door import enter_store
from data.store.database import Store
from data.store.past import look_at_day
from data.store.plan import enter_plan
from data.words.catalogue import t
from indicators.counties.profile import list_counties, load_county_inputs
from indicators.counties.report_matters import CLOCK, list_report_matters

LEFT_OUT = ["recorded_at", "changes"]


def add_commands(commands, add) -> None:
    """Register the subcommands; ``add`` makes one with the common options."""
    matters = add(commands, "matters", run_matters, "list matters under supervision by deadline")
    _add_day(matters, "as it stood at the end of this day (default: today)")
    matters.add_argument("--unit", metavar="U", help="only those of this unit, lead or joint")
    matters.add_argument(
        "--area", metavar="ID", help="only those of this area, its counties, or a group's members"
    )
    matters.add_argument(
        "--due-within",
        metavar="N",
        type=int,
        help="only what is not done and due within N days, or overdue",
    )
    matters.add_argument("--json", action="store_true", help="the list as JSON")
    calendar = add(commands, "calendar", run_calendar, "write the deadlines as a calendar file")
    calendar.add_argument("out", type=MadeCalendar, metavar="OUT.ics", help="where to write it")
    for command in (matters, calendar):
        add_plan_option(command)


def _add_day(command: argparse.ArgumentParser, help_text: str) -> None:
    command.add_argument("--as-of", metavar="DATE", type=take_day, help=help_text)


def run_matters(options: argparse.Namespace) -> int:
    """List the matters, those by rule among them, one row per run of a clock."""
    with enter_store(options.db) as whole:
        store = enter_plan(whole, options.plan)
        rows = load_all_matters(store, options.as_of or get_today())
        names = name_clocks(store) | {CLOCK: t("matters.clock_report")}
        area_ids = _list_areas(store, options)
    rows = filter_deadlines(
        rows, unit=options.unit, due_within=options.due_within, area_ids=area_ids
    )
    if options.json:
        print_json(rows.drop(columns=LEFT_OUT))
        return 0
    for row in rows.to_dict("records"):
        say(
            t(
                "matters.line",
                light=t(f"matters.light.{row['light']}"),
                due="—" if row["due_on"] is None else f"{row['due_on']:%Y-%m-%d}",
                title=row["title"],
                clock=names[row["clock"]],
                unit=row["lead_unit"],
            )
        )
    counts = count_lights(rows)
    say(t("matters.line_total", late=counts.pop("overdue"), **counts))
    if by_rule := int((rows["clock"] == CLOCK).sum()):
        say(t("matters.line_by_rule", n=by_rule))
    return 0


def _list_areas(store: Store, options: argparse.Namespace) -> set[str] | None:
    if options.area is None:
        return None
    inputs = load_county_inputs(store)
    year = (options.as_of or get_today()).year
    return {options.area, *list_counties(inputs, options.area, year)}


def load_all_matters(store: Store, as_of: date) -> pd.DataFrame:
    """Return the deadlines of recorded matters and of those by rule (`list_deadlines`).

    A matter stands as its events say that had happened by then, whenever they were recorded. What
    counties owed is what was not known then: a figure that came later was still missing.
    """
    recorded = list_deadlines(store, as_of).to_dict("records")
    known = load_county_inputs(look_at_day(store, as_of))
    by_rule = list_report_matters(known, as_of).to_dict("records")
    return sort_deadlines([*recorded, *by_rule])


def run_calendar(options: argparse.Namespace) -> int:
    """Write the calendar; counties' overdue figures have no day ahead and are not in it."""
    with enter_store(options.db) as whole:
        store = enter_plan(whole, options.plan)
        rows = list_deadlines(store, get_today())
        content = make_calendar(rows, name_clocks(store))
    write_content(options.out, content)
    say(t("matters.calendar_written", n=int(rows["due_on"].notna().sum()), path=options.out))
    return 0
