"""The subcommand ``python -m data changes``: what changed between two days or packs."""

import argparse

from data.clock import format_time
from data.commands import add_plan_option, print_json, say
from data.commands.places import Given
from data.ledger.changes import (
    list_decision_changes,
    list_figure_changes,
    list_group_changes,
    list_plan_changes,
    list_project_changes,
)
from data.ledger.packs import read_manifest
from data.ledger.span import Moment, Span, open_span, parse_moment
from data.names.books import Books
from data.rights.door import enter_store
from data.store.books import load_books
from data.store.plan import enter_plan
from data.words.catalogue import get_language, t
from data.words.names import name_sender, pick_name
from data.words.numbers import format_exact, format_period, is_missing, join_unit, name_unit
from indicators.change_wording import (
    describe_act,
    describe_causes,
    describe_decision_change,
    describe_group_change,
    describe_project_act,
    describe_project_change,
    name_decision_subject,
    name_plan_table,
)
from indicators.targets.flips import list_flips

MOST_LINES = 200


def add_commands(commands, add) -> None:
    """Register the subcommand; ``add`` makes one with the common options."""
    changes = add(commands, "changes", run_changes, "tell what changed between two days or packs")
    first = changes.add_mutually_exclusive_group(required=True)
    first.add_argument(
        "--since", metavar="TIME", help="the first day or minute, as 2026-09-01 or 2026-09-01T14:30"
    )
    first.add_argument(
        "--since-pack",
        metavar="PACK",
        type=Given,
        help="the pack before: its ZIP, or manifest.json from it",
    )
    last = changes.add_mutually_exclusive_group()
    last.add_argument(
        "--until", metavar="TIME", help="the last day or minute, to its end (default: now)"
    )
    last.add_argument(
        "--until-pack",
        metavar="PACK",
        type=Given,
        help="the pack after: its ZIP, or manifest.json from it",
    )
    add_plan_option(changes)
    changes.add_argument("--json", action="store_true", help="the changes as JSON")


def run_changes(options: argparse.Namespace) -> int:
    """Tell what changed."""
    since = _take_moment(options.since, options.since_pack)
    has_end = options.until is not None or options.until_pack is not None
    until = _take_moment(options.until, options.until_pack) if has_end else None
    with enter_store(options.db) as store:
        span = open_span(enter_plan(store, options.plan), since, until)
        found = find_changes(span)
        if options.json:
            print_json(found)
        else:
            for line in list_change_lines(span, found):
                say(line)
    return 0


def _take_moment(text: str, pack: str | None) -> Moment:
    return parse_moment(text) if pack is None else read_manifest(pack)


def find_changes(span: Span) -> dict:
    """Return everything that changed: since, until, since_at and until_at (UTC, of minutes and
    packs), figures, statuses, decisions, groups, projects, plan; the last six are lists."""
    figures = list_figure_changes(span)
    return {
        "since": span.since,
        "until": span.until,
        "since_at": span.since_at,
        "until_at": span.until_at,
        "figures": figures.to_dict("records"),
        "statuses": list_flips(span, figures),
        "decisions": list_decision_changes(span),
        "groups": list_group_changes(span),
        "projects": list_project_changes(span),
        "plan": list_plan_changes(span),
    }


def list_change_lines(span: Span, found: dict) -> list[str]:
    """Return the changes as lines of text: a heading with its count, then a line for each."""
    books = load_books(span.after)
    name = f"name_{get_language()}"
    areas = {row["area_id"]: row[name] for row in span.after.query_rows("queries/areas")}
    targets = {row["target_id"]: row[name] for row in span.after.query_rows("queries/targets")}
    items = {row["item_id"]: row[name] for row in span.after.query_rows("queries/box_items")}
    names = {"area_id": areas, "target": targets, "item_id": items}
    lines = [t("changes.span", **span.text)]
    for key, describe in (
        ("figures", lambda row: _describe_figure(row, books, names)),
        ("statuses", lambda row: _describe_flip(row, names)),
        ("decisions", _describe_decision),
        ("groups", _describe_group),
        ("projects", lambda row: _describe_project(row, names)),
        ("plan", _describe_table),
    ):
        rows = found[key]
        if key == "figures":
            rows = sorted(rows, key=lambda row: row["is_computed"])
        lines.append(t(f"changes.title.{key}", count=len(rows)))
        lines += [f"  {describe(row)}" for row in rows[:MOST_LINES]]
        if len(rows) > MOST_LINES:
            lines.append(t("changes.more", count=len(rows) - MOST_LINES))
    return lines


def _describe_figure(row: dict, books: Books, names: dict) -> str:
    # The plan of an indicator may have been taken away since.
    known = books.indicators.rows.get(row["indicator_id"], {})
    change = t(f"changes.change.{row['change']}")
    return t(
        "changes.figure",
        change=t("ledger.computed", change=change) if row["is_computed"] else change,
        area=names["area_id"].get(row["area_id"], row["area_id"]),
        name=known.get(f"name_{get_language()}", row["indicator_id"]),
        time=format_period(row["year"], row["period"]),
        old=_format_side(row, "old"),
        new=_format_side(row, "new"),
        who=describe_act(row),
    )


def _format_side(row: dict, side: str) -> str:
    if is_missing(row[f"{side}_value"]):
        return "—"
    value = join_unit(format_exact(row[f"{side}_value"]), name_unit(row["unit"]))
    return t("changes.side", value=value, state=t(f"shell.state.{row[f'{side}_state']}"))


def _describe_flip(row: dict, names: dict) -> str:
    return t(
        "changes.status",
        area=names["area_id"][row["area_id"]],
        target=names["target"][row["target_id"]],
        old=t(f"status.{row['old_status']}"),
        new=t(f"status.{row['new_status']}"),
        causes=describe_causes(row),
    )


def _describe_decision(row: dict) -> str:
    key = "withdrawn" if row["is_withdrawn"] else "recorded"
    by = name_sender(row["recorded_by"])
    return t(
        f"changes.decision_{key}",
        subject=name_decision_subject(row),
        what=describe_decision_change(row),
        decided_by=row["decided_by"],
        document=row["document_no"],
        by=by,
        at=format_time(row["recorded_at"]),
    )


def _describe_group(row: dict) -> str:
    return t(
        "changes.group",
        name=pick_name(row) or row["group_id"],
        what=describe_group_change(row),
        by=name_sender(row["recorded_by"]),
        at=format_time(row["recorded_at"]),
    )


def _describe_project(row: dict, names: dict) -> str:
    return t(
        "changes.project",
        change=t(f"changes.change.{row['change']}"),
        name=row["name"] or t("changes.project_unnamed"),
        area=names["area_id"].get(row["area_id"], row["area_id"]),
        what=describe_project_change(row, names),
        who=describe_project_act(row),
    )


def _describe_table(row: dict) -> str:
    return t(
        "changes.table",
        table=name_plan_table(row["table_name"]),
        added=row["added"],
        removed=row["removed"],
        at=format_time(row["recorded_at"]),
    )
