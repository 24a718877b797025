"""The subcommand ``python -m data ports``: ports of entry and the group of their counties."""

import argparse
from dataclasses import asdict

from data.commands import print_json, say
from data.errors import GroupError, UsageError
from data.ledger.groups import PORT_GROUP, read_member_text
from data.ledger.ports import (
    KINDS_OF_PORT,
    confirm_port_group,
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


def add_commands(commands, add) -> None:
    """Register the subcommand; ``add`` makes one with the common options."""
    ports = add(commands, "ports", run_ports, "list the ports; enter, withdraw or confirm them")
    act = ports.add_mutually_exclusive_group()
    act.add_argument("--add", metavar="NAME", help="enter a port")
    act.add_argument("--withdraw", metavar="PORT_ID", help="withdraw a port that was entered")
    act.add_argument(
        "--confirm", action="store_true", help=f"make their counties the group {PORT_GROUP}"
    )
    ports.add_argument("--county", metavar="COUNTY", help="with --add: code or name")
    ports.add_argument("--kind", choices=KINDS_OF_PORT, help="with --add")
    ports.add_argument("--source", metavar="TEXT", help="with --add: the document that says so")
    ports.add_argument("--by", metavar="NAME", default="", help="who does it")
    ports.add_argument("--json", action="store_true", help="ports and group as JSON")


def run_ports(options: argparse.Namespace) -> int:
    """Do what is asked, then list the ports."""
    _check_options(options)
    with enter_store(options.db) as store:
        if options.add:
            _add_port(store, options)
        elif options.withdraw:
            withdraw_port(store, options.withdraw, by=options.by)
        elif options.confirm:
            confirm_port_group(store, load_port_group(store).counties, by=options.by)
        ports, group = load_ports(store), load_port_group(store)
        areas = store.query("queries/areas").set_index("area_id")
    if options.json:
        print_json({"ports": ports.to_dict("records"), "group": asdict(group)})
        return 0
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
    return 0


def _check_options(options: argparse.Namespace) -> None:
    given = [name for name in OF_ADD if getattr(options, name)]
    if options.add is None and given:
        raise UsageError("options_not_used", options=" ".join(f"--{name}" for name in given))
    missing = [f"--{name}" for name in OF_ADD if name not in given]
    if options.add is not None and missing:
        raise UsageError("port_options_missing", options=" ".join(missing))


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
