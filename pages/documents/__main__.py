"""Command line of the documents: ``python -m pages.documents COMMAND``."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from data.balance.publications import record_publication
from data.clock import format_time, get_now, get_today, to_office, use_day
from data.commands import add_common_options, add_plan_option, run_command, say, take_day
from data.commands.places import Given, Made, MadePdf, MadeWord, take_made
from data.errors import UsageError
from data.files.disk import read_content, write_content
from data.ledger.packs import read_manifest
from data.rights.door import enter_store
from data.store.database import Store
from data.store.past import count_left_out, look_at_day, look_at_time
from data.store.plan import enter_plan, load_plan
from data.words.catalogue import t
from indicators.balance.inputs import find_balance_year, load_balance_inputs
from indicators.counties.profile import load_county_inputs
from indicators.inputs import load_inputs
from indicators.targets.progress import check_area, find_newest_year
from pages.documents.apart import PackJob
from pages.documents.balance_sheet import make_balance_content, make_balance_sheet
from pages.documents.briefing.facts import load_briefing_changes, load_briefing_facts
from pages.documents.briefing.recipes import CHANGES, DEFAULT, PARTS, get_recipe_folder, load_recipe
from pages.documents.county_card import make_county_card
from pages.documents.pack_request import PackRequest, check_template_name
from pages.documents.writers.filled import make_sample_template


def make_parser() -> argparse.ArgumentParser:
    """Return the parser with every subcommand."""
    parser = argparse.ArgumentParser(prog="python -m pages.documents", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    county = commands.add_parser("county", help="one-page card of a county, prefecture or group")
    add_common_options(county)
    add_plan_option(county)
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
        type=take_day,
        metavar="DATE",
        default=None,
        help="what was known at the end of this day (default: today)",
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
    _add_pack(commands)
    template = commands.add_parser("template", help="a Word template with every field of a pack")
    add_common_options(template)
    template.add_argument("out", metavar="OUT.docx", type=MadeWord, help="file to write")
    template.set_defaults(run=_run_template, is_alone=True)
    return parser


def _add_pack(commands) -> None:
    pack = commands.add_parser("pack", help="a briefing as slides, Word, PDF, workbook and maps")
    add_common_options(pack)
    add_plan_option(pack)
    pack.add_argument(
        "--scope",
        metavar="ID",
        help="area, group or role, or a box such as box5 (default: the plan's own area)",
    )
    pack.add_argument(
        "--year",
        type=int,
        metavar="Y",
        default=None,
        help="figures up to this year (default: the newest)",
    )
    pack.add_argument("--out", metavar="DIR", required=True, type=Made, help="folder to write into")
    pack.add_argument(
        "--recipe", metavar="NAME", default=DEFAULT, help=f"recipe (default: {DEFAULT})"
    )
    pack.add_argument(
        "--parts",
        metavar="LIST",
        default="",
        help="parts in place of the recipe's, with commas: " + ", ".join(PARTS),
    )
    since = pack.add_mutually_exclusive_group()
    since.add_argument(
        "--since-pack",
        metavar="PACK",
        type=Given,
        help="ZIP or manifest.json of the last pack, for what changed since, to the record",
    )
    since.add_argument(
        "--since",
        metavar="DATE",
        type=take_day,
        default=None,
        help="day of the last pack, for what changed since (default: the last 90 days)",
    )
    pack.add_argument(
        "--template",
        metavar="FILE",
        default=None,
        type=Given,
        help="an office's own .docx with fields, or .pptx as the master of the slides",
    )
    pack.add_argument(
        "--made-at",
        metavar="T",
        default=None,
        help="time of the pack in UTC, e.g. 2026-11-26T02:00:00 (default: now): the same facts "
        "and time give the same bytes",
    )
    pack.set_defaults(run=_run_pack)


def _run_pack(options) -> int:
    made_at = parse_made_at(options.made_at)
    parts = tuple(filter(None, (part.strip() for part in options.parts.split(","))))
    template = None if options.template is None else read_content(options.template)
    name = "" if options.template is None else check_template_name(Path(options.template).name)
    last = options.since if options.since_pack is None else read_manifest(options.since_pack)
    until = None if options.made_at is None else made_at.replace(microsecond=999_999)
    with _look_at(options, to_office(made_at).date(), until) as looked_at:
        store = enter_plan(looked_at, options.plan)
        scope_id = options.scope or load_plan(store)["area_id"]
        facts = load_briefing_facts(store, scope_id)
        known = set(facts.counties.progress.index.indicators)
        recipe = load_recipe(options.recipe, known, parts, get_recipe_folder(options.db))
        if CHANGES in recipe.parts:
            changes = load_briefing_changes(store, last, get_today())
            facts = replace(facts, changes=changes)
    request = PackRequest(scope_id, options.year, options.lang, recipe, made_at, template, name)
    job = PackJob(facts, request)
    try:
        for step in job.wait():
            say(t("briefing.step.line", done=step.done, total=step.total, text=step.text))
    finally:
        job.cancel()
    if job.error is not None:
        raise job.error
    take_made(job.folder, options.out)
    say(t("briefing.step.written", n=len(job.files), path=options.out))
    return 0


@contextmanager
def _look_at(options, day: date, until: datetime | None = None) -> Iterator[Store]:
    """Yield what was known at the end of a day, or at a time (UTC) of it; that day is today within
    the block. Say what of later is left out."""
    with enter_store(options.db) as present:
        told: date | str = day
        if until is not None and until < get_now() and not present.is_read_only:
            store, told = look_at_time(present, until), format_time(until)
        else:
            store = look_at_day(present, day)
        left_out = count_left_out(present, store)
        if left_out:
            say(t("asof.left_out", day=told, n=left_out))
        with use_day(day if day < get_today() else None):
            yield store


def _run_template(options) -> int:
    write_content(options.out, make_sample_template(get_now()))
    say(t("documents.written", path=options.out))
    return 0


def parse_made_at(text: str | None) -> datetime:
    """Return a time in UTC without zone; now if none is given.

    Raises
    ------
    UsageError
        ``bad_time``: the text is not a time such as 2026-11-26T02:00:00; ``time_to_come``: it
        is later than now.
    """
    try:
        found = get_now() if text is None else datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError("bad_time", value=text) from error
    if found.tzinfo is not None:
        found = found.astimezone(UTC).replace(tzinfo=None)
    if found > get_now():
        raise UsageError("time_to_come", value=text)
    return found.replace(microsecond=0)


def _run_county(options) -> int:
    as_of = options.as_of or get_today()
    with _look_at(options, as_of) as store:
        inputs = load_county_inputs(enter_plan(store, options.plan))
        year = options.year or find_newest_year(inputs.progress) or as_of.year
        pdf = make_county_card(inputs, options.code, year, as_of)
    write_content(options.out, pdf)
    say(t("documents.written", path=options.out))
    return 0


def _run_balance(options) -> int:
    with enter_store(options.db) as store:
        area_id = check_area(store.query("queries/areas"), options.code)
        inputs, progress = load_balance_inputs(store), load_inputs(store)
        year = options.year or find_balance_year(inputs) or get_today().year
        content = make_balance_content(
            *(inputs, progress, area_id, year, options.set_id),
            number=options.number,
            seen=store.seen_areas,
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
