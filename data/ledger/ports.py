"""Ports of entry, and the group of counties that have one.

A port is one because a source says so. A role that the plan gives a county, such as guarding the
border, says nothing about ports. Append-only: a port that was entered can be withdrawn.
"""

from dataclasses import dataclass

import pandas as pd

from data.clock import get_now
from data.errors import GroupError
from data.ledger.groups import (
    PORT_GROUP,
    append_group,
    load_groups,
    load_members,
    replace_members,
    require_for_group,
)
from data.names.text import fold
from data.rights.require import require
from data.store.database import Store, Transaction
from data.store.ids import make_id
from data.words.catalogue import t
from data.words.names import pick_name

KINDS_OF_PORT = ("road", "rail", "air")
PORT_GROUP_ZH, PORT_GROUP_EN = "口岸县（市）", "Counties with a port"
MOST_PORT_NAME, MOST_PORT_SOURCE = 60, 200


@dataclass(frozen=True)
class PortGroup:
    """The counties with a port beside those that somebody confirmed as the group.

    Attributes
    ----------
    status : {'unconfirmed', 'changed', 'confirmed'}
        Nobody confirmed them yet (there is no group), the ports changed since, or both agree.
    counties, members : tuple of str
        What follows from the table of ports, and what was confirmed.
    """

    status: str
    counties: tuple[str, ...]
    members: tuple[str, ...]


def load_ports(store: Store | Transaction) -> pd.DataFrame:
    """Return the ports in force, by county.

    Returns
    -------
    DataFrame
        One row per port: port_id (missing for those that come with Caomu), name, area_id (its
        county), kind (road, rail, air; missing where the source does not say), source,
        recorded_at (UTC) and recorded_by (missing for those that come with Caomu).
    """
    return store.query("queries/ports")


def load_port_group(store: Store) -> PortGroup:
    """Return the counties with a port and whether somebody confirmed them as a group."""
    counties = _list_counties(store)
    members = load_members(store)
    confirmed = tuple(sorted(members.loc[members["group_id"] == PORT_GROUP, "area_id"]))
    if not confirmed:
        return PortGroup("unconfirmed", counties, ())
    return PortGroup("confirmed" if confirmed == counties else "changed", counties, confirmed)


def record_port(
    store: Store, *, name: str, area_id: str, kind: str, source: str, by: str = ""
) -> str:
    """Enter a port with its source; return its id. The group has to be confirmed anew.

    Raises
    ------
    GroupError
        The name or the source is empty or too long, the kind is not one of `KINDS_OF_PORT`, the
        area is not a county, the port was entered before, or one of this name stands in another
        county.
    """
    name, source = name.strip(), source.strip()
    if not name or not source:
        raise GroupError("port_incomplete")
    if len(name) > MOST_PORT_NAME or len(source) > MOST_PORT_SOURCE:
        raise GroupError("port_too_long", name=MOST_PORT_NAME, source=MOST_PORT_SOURCE)
    if kind not in KINDS_OF_PORT:
        raise GroupError("port_kind", value=kind, candidates=list_port_kinds())
    with store.transaction() as writer:
        require(writer, "maintain", [])
        areas = writer.query("queries/areas")
        if area_id not in set(areas.loc[areas["level"] == "county", "area_id"]):
            raise GroupError("group_not_county", value=area_id)
        known = load_ports(writer)
        if (
            (known["name"] == name) & (known["area_id"] == area_id) & (known["kind"] == kind)
        ).any():
            raise GroupError("port_known", value=name)
        county = find_port_county(writer, name, besides=area_id)
        if county is not None:
            raise GroupError("port_elsewhere", value=name, county=county)
        port = {"name": name, "area_id": area_id, "kind": kind, "source": source}
        (port_id,) = append_ports(writer, [port], by)
    return port_id


def list_port_kinds() -> str:
    """Return the kinds of port as somebody writes them in a command, each with its word."""
    kinds = [t("ports.kind_of", kind=kind, name=t(f"ports.kind.{kind}")) for kind in KINDS_OF_PORT]
    return t("shell.list_separator").join(kinds)


def find_port_county(store: Store | Transaction, name: str, *, besides: str) -> str | None:
    """Return the name of another county in which a port of this name stands; None without one.

    A port lies in one county: two would make both counties with a port.
    """
    for port in load_ports(store).to_dict("records"):
        if fold(port["name"]) == fold(name) and port["area_id"] != besides:
            areas = store.query("queries/areas").set_index("area_id")
            return pick_name(areas.loc[port["area_id"]])
    return None


def withdraw_port(store: Store, port_id: str, *, by: str = "") -> None:
    """Withdraw a port that was entered; its record stays.

    Raises
    ------
    GroupError
        No port that was entered has the id, or it was withdrawn before.
    """
    with store.transaction() as writer:
        require(writer, "maintain", [])
        known = load_ports(writer)
        found = known[known["port_id"] == port_id].to_dict("records")
        if not found:
            raise GroupError("port_unknown", value=port_id)
        port = {key: found[0][key] for key in ("port_id", "name", "area_id", "kind", "source")}
        append_ports(writer, [port], by, is_withdrawn=True)


def confirm_port_group(store: Store, shown: tuple[str, ...], *, by: str = "") -> tuple[int, int]:
    """Make the counties with a port a group; return how many were added and removed.

    Parameters
    ----------
    shown : tuple of str
        The counties that the person saw and confirms.

    Raises
    ------
    GroupError
        There is no port, the ports changed since they were shown, or another group has the name.
    """
    with store.transaction() as writer:
        require_for_group(writer, PORT_GROUP)
        counties = _list_counties(writer)
        if not counties:
            raise GroupError("ports_none")
        if set(counties) != set(shown):
            raise GroupError("ports_changed")
        groups, now = load_groups(store), get_now()
        if PORT_GROUP not in set(groups["group_id"]):
            if PORT_GROUP_ZH in set(groups["name_zh"]):
                raise GroupError("group_name_taken", value=PORT_GROUP_ZH)
            names = {"name_zh": PORT_GROUP_ZH, "name_en": PORT_GROUP_EN}
            append_group(writer, PORT_GROUP, by, recorded_at=now, **names)
        return replace_members(writer, PORT_GROUP, list(counties), by=by, now=now)


def _list_counties(store: Store | Transaction) -> tuple[str, ...]:
    return tuple(sorted(set(load_ports(store)["area_id"])))


def append_ports(
    writer: Transaction, ports: list[dict], by: str, *, is_withdrawn: bool = False
) -> list[str]:
    """Record a revision of each port (name, area_id, kind, source); return their ids."""
    now = get_now()
    rows = [
        {"port_id": make_id()}
        | port
        | {
            "revision_id": make_id(),
            "recorded_at": now,
            "recorded_by": by,
            "is_withdrawn": is_withdrawn,
        }
        for port in ports
    ]
    if rows:
        writer.insert("facts.port_revision", pd.DataFrame(rows))
    return [str(row["port_id"]) for row in rows]
