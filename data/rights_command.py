"""The subcommands ``python -m data rights …``: grants, tokens and the ledger of access.

The owner of the machine runs them without a token: that is the way in for the first administrator,
and in an emergency. It is recorded in the ledger of access.
"""

import argparse

from data.clock import format_time
from data.commands import print_json, say, take_day
from data.rights.actions import REGION, ROLES
from data.rights.door import enter_store, get_owner_name
from data.rights.grants import (
    end_rights,
    has_administrator,
    list_grant_history,
    list_grants,
    record_grant,
    withdraw_grant,
)
from data.rights.handles import ActingStore
from data.rights.log import load_access_log
from data.rights.require import check_right
from data.rights.tokens import USUAL_DAYS, list_tokens, make_token, withdraw_token
from data.store.database import Store
from data.words.catalogue import t
from data.words.numbers import is_missing


def add_commands(commands, add) -> None:
    """Register the subcommands; ``add`` makes one with the common options."""
    rights = commands.add_parser("rights", help="who may do what: grants, tokens, the ledger")
    parts = rights.add_subparsers(required=True, metavar="PART")
    _add_grants(parts, add)
    token = add(parts, "token", _run_token, "make a token for a person; it is shown only once")
    token.add_argument("person_id", metavar="PERSON")
    token.add_argument(
        "--days", metavar="N", type=int, default=USUAL_DAYS, help=f"usual: {USUAL_DAYS}"
    )
    token.add_argument("--note", metavar="TEXT", default="", help="what it is for")
    tokens = add(parts, "tokens", _run_tokens, "list the tokens that hold, or withdraw one")
    tokens.add_argument("--withdraw", metavar="TOKEN_ID", help="the token to withdraw")
    tokens.add_argument("--json", action="store_true", help="the list as JSON")
    log = add(parts, "log", _run_log, "list what was refused and what the owner did")
    log.add_argument("--most", metavar="N", type=int, default=200, help="how many events")
    log.add_argument("--json", action="store_true", help="the list as JSON")
    for part in (token, tokens):
        part.add_argument("--by", metavar="NAME", default="", help="who does it")


def _add_grants(parts, add) -> None:
    grant = add(parts, "grant", _run_grant, "grant a person a role in an area")
    grant.add_argument("person_id", metavar="PERSON", help="id as the sign-on knows the person")
    grant.add_argument("role", metavar="ROLE", choices=ROLES, help=", ".join(ROLES))
    grant.add_argument("--name", metavar="NAME", default="", help="the person's name (else PERSON)")
    grant.add_argument("--area", metavar="ID", default=REGION, help=f"usual: {REGION}")
    grant.add_argument("--from", metavar="DATE", dest="from_on", type=take_day, help="first day")
    grant.add_argument("--until", metavar="DATE", dest="until_on", type=take_day, help="last day")
    grant.add_argument("--note", metavar="TEXT", default="", help="why")
    withdraw = add(parts, "withdraw", _run_withdraw, "withdraw a grant")
    withdraw.add_argument("grant_id", metavar="GRANT_ID")
    end = add(parts, "end", _run_end, "withdraw every grant: one desk again")
    for part in (grant, withdraw, end):
        part.add_argument("--by", metavar="NAME", default="", help="who does it")
    listing = add(parts, "list", _run_list, "list the grants")
    listing.add_argument("--history", action="store_true", help="every revision, newest first")
    listing.add_argument("--json", action="store_true", help="the list as JSON")


def _run_grant(options: argparse.Namespace) -> int:
    with enter_store(options.db, owner_does="rights grant") as store:
        grant_id = record_grant(
            store,
            person_id=options.person_id,
            person_name=options.name or options.person_id,
            role=options.role,
            area_id=options.area,
            from_on=options.from_on,
            until_on=options.until_on,
            note=options.note,
            by=options.by or get_owner_name(),
        )
        is_administered = has_administrator(store)
    say(t("rights.granted", grant_id=grant_id))
    if not is_administered:
        say(t("rights.no_administrator"))
    return 0


def _run_withdraw(options: argparse.Namespace) -> int:
    with enter_store(options.db, owner_does="rights withdraw") as store:
        withdraw_grant(store, options.grant_id, by=options.by or get_owner_name())
    say(t("rights.withdrawn", grant_id=options.grant_id))
    return 0


def _run_end(options: argparse.Namespace) -> int:
    with enter_store(options.db, owner_does="rights end") as store:
        count = end_rights(store, by=options.by or get_owner_name())
    say(t("rights.ended", n=count))
    return 0


def _run_list(options: argparse.Namespace) -> int:
    with enter_store(options.db, owner_does="rights list") as store:
        rows = list_grant_history(store) if options.history else list_grants(store)
    if options.json:
        print_json(rows)
        return 0
    for row in rows.to_dict("records"):
        until = "—" if is_missing(row["until_on"]) else str(row["until_on"])[:10]
        say(
            t(
                "rights.grant_line",
                grant_id=row["grant_id"],
                name=row["person_name"],
                person=row["person_id"],
                role=t(f"rights.role.{row['role']}"),
                area=row["area_id"],
                until=until,
            )
        )
    say(t("rights.grants_total", n=len(rows)))
    return 0


def _run_token(options: argparse.Namespace) -> int:
    with enter_store(options.db, owner_does="rights token") as store:
        token, until = make_token(
            store,
            options.person_id,
            days=options.days,
            note=options.note,
            by=options.by or get_owner_name(),
        )
    print_json({"token": token, "person_id": options.person_id, "until_on": until})
    say(t("rights.token_made", until=until))
    return 0


def _check_administers(store: Store) -> None:
    if isinstance(store, ActingStore):
        check_right(store, store.actor, "administer", [REGION])


def _run_tokens(options: argparse.Namespace) -> int:
    with enter_store(options.db, owner_does="rights tokens") as store:
        if options.withdraw:
            withdraw_token(store, options.withdraw, by=options.by or get_owner_name())
            say(t("rights.token_withdrawn", token_id=options.withdraw))
        _check_administers(store)
        rows = list_tokens(store)
    if options.json:
        print_json(rows)
        return 0
    for row in rows.to_dict("records"):
        say(
            t(
                "rights.token_line",
                token_id=row["token_id"],
                person=row["person_id"],
                until=str(row["until_on"])[:10],
                note=row["note"] or "",
            )
        )
    return 0


def _run_log(options: argparse.Namespace) -> int:
    with enter_store(options.db, owner_does="rights log") as store:
        _check_administers(store)
        rows = load_access_log(store, options.most)
    if options.json:
        print_json(rows)
        return 0
    for row in rows.to_dict("records"):
        say(
            t(
                "rights.log_line",
                at=format_time(row["recorded_at"]),
                kind=t(f"rights.kind.{row['kind']}"),
                name=row["person_name"] or row["person_id"] or "—",
                detail=" ".join(
                    str(row[key]) for key in ("action", "area_ids", "detail") if row[key]
                ),
            )
        )
    return 0
