"""Command line of the engine: ``python -m indicators COMMAND``."""

import argparse
import sys
from typing import Any

import pandas as pd

from data.clock import get_today
from data.commands import (
    add_common_options,
    add_plan_option,
    print_json,
    run_command,
    say,
    take_day,
)
from data.rights.door import enter_store
from data.step_commands import say_what_is_seen
from data.store.plan import enter_plan
from data.words.catalogue import get_language, t
from data.words.names import pick_name
from indicators.audit.audit import compute_audit
from indicators.audit.findings import load_audit_inputs
from indicators.balance.inputs import find_balance_year, list_balance_areas, load_balance_inputs
from indicators.balance.verdict import compute_balance
from indicators.balance.wording import format_balance_line
from indicators.boxes.items import load_box_inputs
from indicators.counties.area_boxes import compute_area_boxes
from indicators.counties.profile import load_county_inputs
from indicators.inputs import ProgressInputs, load_inputs
from indicators.targets.progress import REGION, check_area, compute_progress


def make_parser() -> argparse.ArgumentParser:
    """Return the parser with every subcommand."""
    parser = argparse.ArgumentParser(prog="python -m indicators", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    progress = commands.add_parser("progress", help="the status of each target")
    add_common_options(progress)
    add_plan_option(progress)
    progress.add_argument("--area", metavar="ID", help="area id (default: the plan's own)")
    progress.add_argument(
        "--year",
        type=int,
        metavar="Y",
        default=None,
        help="values up to this year count (default: the newest)",
    )
    progress.add_argument("--json", action="store_true", help="rows as JSON")
    progress.set_defaults(run=_run_progress)
    boxes = commands.add_parser("boxes", help="the status of each item of the boxes")
    add_common_options(boxes)
    add_plan_option(boxes)
    boxes.add_argument(
        "--area", metavar="ID", help="a prefecture or county (default: the plan's own area)"
    )
    boxes.add_argument(
        "--as-of",
        metavar="DATE",
        type=take_day,
        help="stages reached by this day count, e.g. 2025-06-30 (default: today)",
    )
    boxes.add_argument("--json", action="store_true", help="rows as JSON")
    boxes.set_defaults(run=_run_boxes)
    audit = commands.add_parser("audit", help="the plan checked against itself")
    add_common_options(audit)
    add_plan_option(audit)
    audit.add_argument("--json", action="store_true", help="rows as JSON")
    audit.set_defaults(run=_run_audit)
    balance = commands.add_parser("balance", help="forage and livestock of counties")
    add_common_options(balance)
    balance.add_argument(
        "--area", metavar="ID", default=REGION, help="a county, or an area for all its counties"
    )
    balance.add_argument("--year", type=int, metavar="Y", help="the year (default: the newest)")
    balance.add_argument(
        "--set", dest="set_id", metavar="ID", help="only this factor set (default: every real one)"
    )
    balance.add_argument("--json", action="store_true", help="rows as JSON")
    balance.set_defaults(run=_run_balance)
    return parser


def _run_progress(options: argparse.Namespace) -> int:
    with enter_store(options.db) as opened:
        store = enter_plan(opened, options.plan)
        inputs = load_inputs(store)
        area_id = check_area(store.query("queries/areas"), options.area or inputs.area_id)
        rows = compute_progress(inputs, area_id, options.year)
        say_what_is_seen(store)
    if options.json:
        print_json(rows)
        return 0
    names = list_names(inputs)
    for row in rows.itertuples():
        say(
            t(
                "progress.line",
                target=names[row.target_id],
                indicator=names[row.indicator_id],
                reading=names.get(row.reading_id, row.reading_id),
                status=t(f"status.{row.status}"),
                target_status=_name_target_status(row),
                detail=format_reason(row.reason, names),
            ).rstrip()
        )
    return 0


def _name_target_status(row: Any) -> str:
    """Return the status of a target; a judgement may differ from what its rows come to."""
    status = t(f"status.{row.target_status}")
    return t("progress.judged", status=status) if row.is_manual else status


def list_names(inputs: ProgressInputs) -> dict[str, str]:
    """Return id -> name of targets, readings and indicators, in the language in use.

    A target and an indicator with the same id mean the same; the indicator's name is used.
    """
    names: dict[str, str] = {}
    for frame, key in (
        (inputs.targets, "target_id"),
        (inputs.readings, "reading_id"),
        (inputs.indicators, "indicator_id"),
    ):
        names |= dict(zip(frame[key], frame[f"name_{get_language()}"], strict=True))
    return names


def _run_boxes(options: argparse.Namespace) -> int:
    as_of = options.as_of or get_today()
    with enter_store(options.db) as opened:
        store = enter_plan(opened, options.plan)
        inputs = load_county_inputs(store, boxes=load_box_inputs(store, as_of))
        rows = compute_area_boxes(inputs, options.area, as_of)
        say_what_is_seen(store)
    if options.json:
        print_json(rows)
        return 0
    whole = pick_name(inputs.areas.loc[inputs.progress.area_id])
    for row in rows.to_dict("records"):
        say(_format_box_line(row, inputs.boxes.item_rows[row["item_id"]], whole))
    return 0


def _format_box_line(row: dict, item: dict, whole: str) -> str:
    """Return an item in a line; seen from an area, with how it concerns the area."""
    is_whole = row["area_id"] != row["judged_area_id"]
    parts = [t("boxes.judged_whole", area=whole)] if is_whole else []
    parts.append(t(f"boxes.status.{row['status']}"))
    if not pd.isna(row["counted"]):
        parts.append(t("boxes.counted", count=row["counted"]))
    if not pd.isna(row["reason"]) and row["reason"]:
        parts.append(t(f"boxes.reason.{row['reason'].partition(':')[0]}"))
    if is_whole:
        parts.append(t(f"boxes.binding.{row['binding']}"))
        if not pd.isna(row["counted_in_area"]):
            parts.append(t("boxes.in_area", count=row["counted_in_area"]))
    name = t("boxes.item_in_box", box=pick_name(item, "label"), name=pick_name(item))
    return t("boxes.line", item=name, parts=t("shell.sentence_separator").join(parts))


def _run_audit(options: argparse.Namespace) -> int:
    with enter_store(options.db) as store:
        findings = compute_audit(load_audit_inputs(enter_plan(store, options.plan)))
    if options.json:
        print_json(findings)
        return 0
    for row in findings.itertuples():
        say(
            t(
                "audit.line",
                verdict=t(f"audit.verdict.{row.verdict}"),
                check=t(f"audit.check.{row.check_id}"),
                subject=row.subject_name,
                stated=row.stated,
                found=row.found,
                follows=row.follows,
            )
        )
    return 0


def _run_balance(options: argparse.Namespace) -> int:
    with enter_store(options.db) as store:
        area_id = check_area(store.query("queries/areas"), options.area)
        balance, progress = load_balance_inputs(store), load_inputs(store)
        year = options.year or find_balance_year(balance)
        area_ids = list_balance_areas(progress, area_id, year)
        say_what_is_seen(store)
    rows = compute_balance(balance, area_ids=area_ids, year=year, set_id=options.set_id)
    if options.json:
        print_json(rows)
        return 0
    names = dict(
        zip(progress.areas["area_id"], progress.areas[f"name_{get_language()}"], strict=True)
    )
    types = {row["type_id"]: pick_name(row) for row in balance.types.to_dict("records")}
    for row in rows[rows["deciding"] | rows["season"].isna()].to_dict("records"):
        say(format_balance_line(row, names[row["area_id"]], types))
    if rows.empty:
        say(t("balance.no_rows"))
    return 0


def format_reason(reason: str | None, names: dict[str, str]) -> str:
    """Return a reason as text, with the name of the input that it carries; "" for none."""
    # A column with reasons in only some rows holds NaN in the others.
    if pd.isna(reason) or not reason:
        return ""
    code, _, input_id = reason.partition(":")
    return t(f"status.reason.{code}", input=names.get(input_id, input_id))


if __name__ == "__main__":
    sys.exit(run_command(make_parser()))
