"""The subcommands of ``python -m data sample``: draw values, record what was found, list it."""

import argparse

from data.clock import format_time
from data.commands import print_json, say
from data.errors import UsageError
from data.ledger.steps.sampling import (
    AGREES,
    DIFFERS,
    NOT_FOUND,
    draw_sample,
    list_samples,
    load_sample_values,
    record_finding,
    undo_sample,
)
from data.ledger.steps.stages import StepError
from data.ledger.steps.wording import word_sample_errors
from data.rights.door import enter_store
from data.step_commands import add_selection, load_name_lists, make_selection, name_figure
from data.words.catalogue import t
from data.words.numbers import format_exact, format_share, is_missing
from indicators.counties.sample_errors import compute_sample_errors, estimate_share_wrong


def add_commands(commands, add) -> None:
    """Register the subcommands; ``add`` makes one with the common options."""
    sample = commands.add_parser("sample", help="sample checks of what counties sent")
    actions = sample.add_subparsers(required=True, metavar="ACTION")
    draw = add(actions, "draw", run_draw, "draw some of what counties sent")
    draw.add_argument("--share", metavar="PCT", type=float, required=True, help="per cent of it")
    draw.add_argument("--seed", metavar="N", type=int, required=True, help="what decides the draw")
    add_selection(draw)
    draw.add_argument("--by", metavar="NAME", required=True, help="who draws")
    record = add(actions, "record", run_record, "record what was found about a value")
    record.add_argument("sample_id", metavar="SAMPLE_ID")
    record.add_argument("value", metavar="INDICATOR:AREA:YEAR", help="which value of the sample")
    which = record.add_mutually_exclusive_group(required=True)
    which.add_argument("--agrees", action="store_true", help="the value is right")
    which.add_argument("--found", metavar="VALUE", type=float, help="the value that was found")
    which.add_argument("--no-record", action="store_true", help="nothing to compare it with")
    record.add_argument("--evidence", metavar="TEXT", required=True, help="what says so")
    record.add_argument("--by", metavar="NAME", required=True, help="who looked into it")
    listing = add(actions, "list", run_list, "list the samples")
    listing.add_argument("--json", action="store_true", help="the list as JSON")
    show = add(actions, "show", run_show, "list the values of a sample, and the errors by county")
    show.add_argument("sample_id", metavar="SAMPLE_ID")
    show.add_argument("--json", action="store_true", help="values and errors as JSON")
    undo = add(actions, "undo", run_undo, "undo a sample")
    undo.add_argument("sample_id", metavar="SAMPLE_ID")
    undo.add_argument("--by", metavar="NAME", default="", help="who undoes it")


def run_draw(options: argparse.Namespace) -> int:
    """Draw a sample."""
    with enter_store(options.db) as store:
        sample_id, count = draw_sample(
            store,
            make_selection(options),
            share_pct=options.share,
            seed=options.seed,
            by=options.by,
        )
    say(t("sample.drawn", n=count, sample_id=sample_id))
    return 0


def run_record(options: argparse.Namespace) -> int:
    """Record a finding."""
    finding = AGREES if options.agrees else NOT_FOUND if options.no_record else DIFFERS
    parts = options.value.split(":")
    if len(parts) not in (3, 4):
        raise UsageError("step_value_form", value=options.value)
    with enter_store(options.db) as store:
        values = load_sample_values(store, options.sample_id)
        wanted = [*parts, "Y"][:4]
        rows = [
            row
            for row in values.to_dict("records")
            if [row["indicator_id"], row["area_id"], str(row["year"]), row["period"]] == wanted
        ]
        if not rows:
            raise StepError("sample_value_unknown")
        record_finding(
            store,
            options.sample_id,
            rows[0]["subject_id"],
            finding,
            found=options.found,
            evidence=options.evidence,
            by=options.by,
        )
    say(t("sample.recorded", finding=t(f"sample.finding.{finding}")))
    return 0


def run_list(options: argparse.Namespace) -> int:
    """List the samples."""
    with enter_store(options.db) as store:
        samples = list_samples(store)
    if options.json:
        print_json(samples)
        return 0
    for row in samples.to_dict("records"):
        say(
            t(
                "sample.line_of_part" if is_missing(row["frame_size"]) else "sample.line",
                sample_id=row["sample_id"],
                at=format_time(row["recorded_at"]),
                share=format_exact(row["share_pct"]),
                seed=row["seed"],
                n=row["frame_size"],
            )
        )
    say(t("sample.total", n=len(samples)))
    return 0


def run_show(options: argparse.Namespace) -> int:
    """List the values of a sample with their findings, and the errors of each county."""
    with enter_store(options.db) as store:
        values = load_sample_values(store, options.sample_id)
        names = load_name_lists(store)
    if values.empty:
        raise StepError("sample_unknown", sample_id=options.sample_id)
    errors, share = compute_sample_errors(values), estimate_share_wrong(values)
    if options.json:
        print_json({"values": values, "errors": errors, "share_wrong": share})
        return 0
    for row in values.to_dict("records"):
        found = "" if is_missing(row["found"]) else format_exact(row["found"])
        say(
            t(
                "sample.value_undone" if row["is_undone"] else "sample.value_line",
                what=name_figure(row, names),
                value=format_exact(row["value"]),
                finding=t(f"sample.finding.{row['finding'] or 'open'}"),
                found=found,
                evidence=row["evidence"] or "",
            )
        )
    for row in errors.to_dict("records"):
        area = names["area"][row["area_id"]]
        say(t("sample.errors_line", area=area, **word_sample_errors(row)))
    if share is not None:
        say(t("sample.share_wrong", share=format_share(share)))
    return 0


def run_undo(options: argparse.Namespace) -> int:
    """Undo a sample."""
    with enter_store(options.db) as store:
        undo_sample(store, options.sample_id, by=options.by)
    say(t("sample.undone", sample_id=options.sample_id))
    return 0
