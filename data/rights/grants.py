"""Grants of roles in areas: recorded, withdrawn, listed, and what follows for a person.

Nothing is overwritten: a withdrawal is a revision of its own. Rights are in force in a database
as long as it has a grant that was not withdrawn, even one whose days are over: it never falls
back to the desk by itself.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from data.clock import get_now, to_office
from data.errors import ChangedMeanwhileError, RightsError
from data.rights.actions import REGION, ROLES
from data.rights.actors import NOBODY, Actor, Right
from data.rights.require import require
from data.store.basis import describe_author
from data.store.database import Queries, Store, Transaction
from data.store.ids import make_id

_OF = ("rights", "groups")
LONGEST_ID, LONGEST_NAME = 120, 60


def get_day() -> date:
    """Return the present day of the office, also where a visit looks at a former one."""
    return to_office(get_now()).date()


def are_in_force(source: Queries) -> bool:
    """Tell whether rights are in force: whether any grant was not withdrawn."""
    return source.remember(
        ("rights.in_force",), lambda: bool(source.query_rows("rights/grants")), of=("rights",)
    )


def has_administrator(source: Queries) -> bool:
    """Tell whether anybody may grant in the whole region today. Where nobody may, only the owner of
    the machine can."""
    return any(map(_is_region_administrator, source.query_rows("rights/grants")))


def list_grants(source: Queries) -> pd.DataFrame:
    """Return the grants that were not withdrawn, by person.

    Returns
    -------
    DataFrame
        One row per grant: grant_id, person_id, person_name, role, area_id, from_on, until_on
        (missing: no end), note, recorded_at (UTC), recorded_by, seq, and is_valid (its days
        have come and are not over).
    """
    grants = source.query_objects("rights/grants")
    day = get_day()
    valid = [_is_valid(row, day) for row in grants.to_dict("records")]
    return grants.assign(is_valid=pd.Series(valid, grants.index, dtype=bool))


def list_grant_history(source: Queries) -> pd.DataFrame:
    """Return every revision of every grant, newest first: the ledger of the rights."""
    return source.query("rights/grant_history")


def load_actor(store: Store, person_id: str, name: str = "") -> Actor:
    """Return a person with the rights of today.

    Parameters
    ----------
    store : Store
        The whole store.
    name : str
        As the provider says; "" takes the name of the newest grant. Where two persons with
        grants have one name, it is followed by the id.
    """
    if not person_id:
        return NOBODY
    key = ("rights.actor", person_id, name, get_day())
    return store.remember(key, lambda: _make_actor(store, person_id, name), of=_OF)


def _make_actor(store: Store, person_id: str, name: str) -> Actor:
    grants = store.query_rows("rights/grants")
    own = [row for row in grants if row["person_id"] == person_id]
    name = name or (own[-1]["person_name"] if own else person_id)
    if any(row["person_name"] == name and row["person_id"] != person_id for row in grants):
        name = f"{name} ({person_id})"
    tree = AreaTree(store)
    actor = Actor(person_id, name, _list_rights(own, tree))
    return replace(actor, seen=tree.find_seen(actor.own))


def load_rights(source: Queries, person_id: str) -> tuple[Right, ...]:
    """Return the rights of a person as they are in this very transaction."""
    own = [row for row in source.query_rows("rights/grants") if row["person_id"] == person_id]
    return _list_rights(own, AreaTree(source))


def _list_rights(own: list[dict[str, Any]], tree: "AreaTree") -> tuple[Right, ...]:
    day = get_day()
    return tuple(
        Right(row["role"], tree.find_below(row["area_id"])) for row in own if _is_valid(row, day)
    )


def _is_valid(row: dict[str, Any], day: date) -> bool:
    begins, ends = _to_day(row["from_on"]), _to_day(row["until_on"])
    return (begins is None or begins <= day) and (ends is None or day <= ends)


def _to_day(value: Any) -> date | None:
    return None if value is None or pd.isna(value) else pd.Timestamp(value).date()


class AreaTree:
    """What lies below an area or in a group, and what lies above."""

    def __init__(self, source: Queries):
        self._parents: dict[str, str | None] = {}
        self._groups: set[str] = set()
        self._below: dict[str, list[str]] = {}
        self._members: dict[str, list[str]] = {}
        for row in source.query_rows("queries/areas"):
            self._parents[row["area_id"]] = row["parent_id"]
            if row["level"] == "group":
                self._groups.add(row["area_id"])
            if row["parent_id"]:
                self._below.setdefault(row["parent_id"], []).append(row["area_id"])
        year = get_day().year
        for row in source.query_rows("queries/group_members"):
            if (row["from_year"] or 0) <= year <= (row["to_year"] or 9999):
                self._members.setdefault(row["group_id"], []).append(row["area_id"])

    def find_below(self, area_id: str) -> frozenset[str]:
        """Return an area or group with all that lies in it."""
        found: set[str] = set()
        waiting = [area_id]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += [*self._below.get(one, ()), *self._members.get(one, ())]
        return frozenset(found)

    def find_seen(self, own: frozenset[str]) -> frozenset[str] | None:
        """Return the areas whose unreleased figures are seen: those of the rights to read, and
        what lies above them, groups too; None for all."""
        if REGION in own:
            return None
        above: set[str] = set()
        for area_id in own:
            parent = self._parents.get(area_id)
            while parent and parent not in above:
                above.add(parent)
                parent = self._parents.get(parent)
        above |= {group for group, members in self._members.items() if own & set(members)}
        return frozenset(own | above)


def record_grant(
    store: Store,
    *,
    person_id: str,
    person_name: str,
    role: str,
    area_id: str = REGION,
    from_on: date | None = None,
    until_on: date | None = None,
    note: str = "",
    by: str = "",
) -> str:
    """Grant a person a role in an area or group, with all that lies in it; return its id.

    Parameters
    ----------
    person_id : str
        As the provider of the sign-on knows the person (docs/deploy-login.md).
    from_on, until_on : date or None
        The first and the last day; None is today, and no end.

    Raises
    ------
    RightsError
        Something is missing or does not fit, the person has this grant already
        (``grant_stands``), or who acts may not grant it.
    """
    person_id, person_name = person_id.strip(), person_name.strip()
    _check_person(person_id, person_name)
    if role not in ROLES:
        raise RightsError("grant_role", value=role, candidates=", ".join(ROLES))
    begins = from_on or get_day()
    if until_on is not None and until_on < max(begins, get_day()):
        raise RightsError("grant_days", first=f"{begins}", last=f"{until_on}")
    grant = {
        "grant_id": make_id(),
        "person_id": person_id,
        "person_name": person_name,
        "role": role,
        "area_id": area_id,
        "from_on": begins,
        "until_on": until_on,
        "note": note.strip() or None,
    }
    with store.transaction() as writer:
        if area_id not in {row["area_id"] for row in writer.query_rows("queries/areas")}:
            raise RightsError("grant_area", value=area_id)
        require(writer, "administer", [area_id])
        key = (person_id, role, area_id)
        for row in writer.query_rows("rights/grants"):
            stands = (row["person_id"], row["role"], row["area_id"]) == key
            if stands and (row["until_on"] is None or row["until_on"] >= get_day()):
                author = describe_author(row["recorded_by"], row["recorded_at"])
                raise RightsError("grant_stands", name=person_name, **author)
        _append(writer, grant, by, is_withdrawn=False)
    return str(grant["grant_id"])


def _check_person(person_id: str, person_name: str) -> None:
    if not person_id or not person_name:
        raise RightsError("grant_person")
    if len(person_id) > LONGEST_ID or len(person_name) > LONGEST_NAME:
        raise RightsError("grant_long", most=LONGEST_NAME)


def withdraw_grant(store: Store, grant_id: str, *, by: str = "") -> None:
    """Withdraw a grant; its record stays.

    Raises
    ------
    RightsError
        There is no such grant (``grant_unknown``), it is that of the last administrator of the
        region (``grant_last_administrator``), or who acts may not withdraw it.
    ChangedMeanwhileError
        It is withdrawn already.
    """
    with store.transaction() as writer:
        grants = {row["grant_id"]: row for row in writer.query_rows("rights/grants")}
        grant = grants.get(grant_id)
        if grant is None:
            raise _find_why_unknown(writer, grant_id)
        require(writer, "administer", [grant["area_id"]])
        others = [row for row in grants.values() if row is not grant]
        if _is_region_administrator(grant) and not any(_stays(row, grant) for row in others):
            raise RightsError("grant_last_administrator", name=grant["person_name"])
        _append(writer, grant, by, is_withdrawn=True)


def _find_why_unknown(writer: Queries, grant_id: str) -> Exception:
    for row in writer.query_rows("rights/grant_history"):
        if row["grant_id"] == grant_id:
            author = describe_author(row["recorded_by"], row["recorded_at"])
            return ChangedMeanwhileError("grant_withdrawn", **author)
    return RightsError("grant_unknown", value=grant_id)


def _is_region_administrator(row: dict[str, Any]) -> bool:
    is_one = row["role"] == "administrator" and row["area_id"] == REGION
    return is_one and _is_valid(row, get_day())


def _stays(row: dict[str, Any], grant: dict[str, Any]) -> bool:
    """Tell whether another administrator of the region stays for as long as this one would."""
    own, other = (_to_day(one["until_on"]) or date.max for one in (grant, row))
    return _is_region_administrator(row) and other >= own


def end_rights(store: Store, *, by: str = "") -> int:
    """Withdraw every grant: the database is one desk's again; return how many there were.

    Only the owner of the machine can: a person who acts is refused.

    Raises
    ------
    RightsError
        Somebody who signed in asks for it.
    """
    with store.transaction() as writer:
        if writer.warden is not None:
            raise RightsError("rights_owner_only")
        require(writer, "administer", [REGION])
        grants = writer.query_rows("rights/grants")
        for row in grants:
            _append(writer, row, by, is_withdrawn=True)
    return len(grants)


def _append(writer: Transaction, grant: dict[str, Any], by: str, *, is_withdrawn: bool) -> None:
    names = (
        "grant_id",
        "person_id",
        "person_name",
        "role",
        "area_id",
        "from_on",
        "until_on",
        "note",
    )
    row = {"revision_id": make_id()} | {name: grant[name] for name in names}
    row |= {"recorded_at": get_now(), "recorded_by": by.strip(), "is_withdrawn": is_withdrawn}
    writer.insert("facts.role_grant_revision", pd.DataFrame([row]))
