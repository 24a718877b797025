"""The subcommand ``python -m data ports``: ports of entry and the group of their counties."""

import argparse
from dataclasses import asdict
from pathlib import Path

from data.commands import print_json, say
from data.commands.places import Given, MadeWorkbook
from data.errors import GroupError, UsageError
from data.files.disk import read_content, write_content
from data.ledger.groups import PORT_GROUP, read_member_text
from data.ledger.port_list import PortList, make_port_template, read_port_list, record_port_list
from data.ledger.ports import (
    KINDS_OF_PORT,
    confirm_port_group,
    list_port_kinds,
    load_port_group,
    load_ports,
    record_port,
    withdraw_port,
)
from data.rights.door import enter_store
from data.store.database import Store
from data.words.catalogue import t
from data.words.names import pick_name
from data.words.numbers import is_missing

OF_ADD = ("county", "kind", "source")
OF_FILE = ("checked", "dry_run")


def add_commands(commands, add) -> None:
    """Register the subcommand; ``add`` makes one with the common options."""
    ports = add(commands, "ports", run_ports, "list the ports; enter, withdraw or confirm them")
    act = ports.add_mutually_exclusive_group()
    act.add_argument("--add", metavar="NAME", help="enter a port")
    act.add_argument("--file", type=Given, metavar="FILE", help="enter the ports of a list")
    act.add_argument("--template", type=MadeWorkbook, metavar="OUT.xlsx", help="a list to fill in")
    act.add_argument("--withdraw", metavar="PORT_ID", help="withdraw a port that was entered")
    act.add_argument(
        "--confirm", action="store_true", help=f"make their counties the group {PORT_GROUP}"
    )
    ports.add_argument("--county", metavar="COUNTY", help="with --add: code or name")
    ports.add_argument("--kind", metavar="KIND", help=f"with --add: {', '.join(KINDS_OF_PORT)}")
    ports.add_argument("--source", metavar="TEXT", help="with --add: the document that says so")
    ports.add_argument(
        "--checked",
        action="store_true",
        help="with --file: the texts beside the list were read, and all listed ports exist",
    )
    ports.add_argument("--dry-run", action="store_true", help="with --file: only say what it says")
    ports.add_argument("--by", metavar="NAME", default="", help="who does it")
    ports.add_argument("--json", action="store_true", help="ports and group as JSON")


def run_ports(options: argparse.Namespace) -> int:
    """Do what is asked, then list the ports; 3 if rows of a list were kept back."""
    _check_options(options)
    listed = None
    with enter_store(options.db) as store:
        if options.template:
            write_content(options.template, make_port_template(store))
        elif options.file:
            listed = _enter_list(store, options)
        elif options.add:
            _add_port(store, options)
        elif options.withdraw:
            withdraw_port(store, options.withdraw, by=options.by)
        elif options.confirm:
            confirm_port_group(store, load_port_group(store).counties, by=options.by)
        ports, group = load_ports(store), load_port_group(store)
        areas = store.query("queries/areas").set_index("area_id")
    if options.json:
        told = {"ports": ports.to_dict("records"), "group": asdict(group)}
        print_json(told if listed is None else told | {"list": asdict(listed)})
        return _find_code(listed, options)
    for row in ports.to_dict("records"):
        kind = "unstated" if is_missing(row["kind"]) else row["kind"]
        say(
            t(
                "ports.line",
                port_id="—" if is_missing(row["port_id"]) else row["port_id"],
                name=row["name"],
                county=pick_name(areas.loc[row["area_id"]]),
                kind=t(f"ports.kind.{kind}"),
                source=row["source"],
            )
        )
    count, members = len(group.counties), len(group.members)
    say(t(f"ports.status.{group.status}", count=count, members=members))
    return _find_code(listed, options)


def _enter_list(store: Store, options: argparse.Namespace) -> PortList:
    """Read a list, say what it says, and enter what is new unless something has to be asked."""
    path = Path(options.file)
    listed = read_port_list(store, read_content(path), path.name)
    say_port_list(listed)
    is_asked = bool(listed.unread) and not options.checked
    if listed.rows and not is_asked and not options.dry_run:
        say(t("ports.saved", n=record_port_list(store, listed, by=options.by)))
    return listed


def say_port_list(listed: PortList) -> None:
    """Say what a list says: its new ports, the rows that are kept back, what has to be read."""
    names = "、".join(row.name for row in listed.rows)
    say(t("ports.read", n=len(listed.rows), names=names) if names else t("ports.read_none"))
    if listed.unchanged:
        say(t("ports.unchanged", n=listed.unchanged))
    if listed.issues:
        say(t("ports.held", n=len(listed.issues)))
    for issue in listed.issues:
        text = t(f"ports.issue.{issue.rule}", text=issue.text)
        say(t("ports.issue_line", row=issue.row, text=text))
    if listed.unread:
        say(t("ports.asked"))
    for text in listed.unread:
        say(text)


def _find_code(listed: PortList | None, options: argparse.Namespace) -> int:
    if listed is None:
        return 0
    return 3 if listed.issues or (listed.unread and not options.checked) else 0


def _check_options(options: argparse.Namespace) -> None:
    of_file = [f"--{name.replace('_', '-')}" for name in OF_FILE if getattr(options, name)]
    if options.file is None and of_file:
        raise UsageError("options_not_used", options=" ".join(of_file))
    given = [name for name in OF_ADD if getattr(options, name)]
    if options.add is None and given:
        raise UsageError("options_not_used", options=" ".join(f"--{name}" for name in given))
    missing = [f"--{name}" for name in OF_ADD if name not in given]
    if options.add is not None and missing:
        raise UsageError("port_options_missing", options=" ".join(missing))
    if options.add is not None and options.kind not in KINDS_OF_PORT:
        raise UsageError("port_kind", value=options.kind, candidates=list_port_kinds())


def _add_port(store: Store, options: argparse.Namespace) -> None:
    read = read_member_text(store, options.county)
    if len(read.area_ids) != 1 or read.issues:
        raise GroupError("group_not_county", value=options.county)
    record_port(
        store,
        name=options.add,
        area_id=read.area_ids[0],
        kind=options.kind,
        source=options.source,
        by=options.by,
    )
