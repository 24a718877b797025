"""The actions that rights are about, and which of them each role may do (role_action.csv)."""

import csv
from functools import cache
from pathlib import Path

ACTIONS = {
    "read": "see figures that are not released yet",
    "send": "send figures, projects and balances",
    "undo": "undo an upload, or the undo of one",
    "check": "pass what was sent",
    "return": "send it back with words",
    "verify": "record figures as verified, or undo that",
    "release": "release verified figures",
    "sample": "draw and record a sample check",
    "decide": "decide on readings, numbers, judgements, bases and breakdowns",
    "publish": "give a document its number",
    "answer": "say what words and layouts of forms mean",
    "note": "record events beside a series and notes on programmes",
    "supervise": "record matters, remedies and what happened to them",
    "maintain": "change groups, weights, factor sets and settings",
    "administer": "grant and withdraw rights, make tokens",
}
"""An action -> what it is, in words for readers of the program."""

ROLES = ("reader", "reporter", "checker", "verifier", "decider", "administrator")
REGION = "650000"
_TABLE = Path(__file__).with_name("role_action.csv")


@cache
def load_role_actions() -> dict[str, frozenset[str]]:
    """Return the table of rights: role -> what it may do.

    Raises
    ------
    ValueError
        The table names a role or an action that there is not.
    """
    found: dict[str, set[str]] = {role: set() for role in ROLES}
    with _TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["role"] not in found or row["action"] not in ACTIONS:
                raise ValueError(f"{_TABLE.name} does not know {row}")
            found[row["role"]].add(row["action"])
    return {role: frozenset(actions) for role, actions in found.items()}


def list_roles_of(action: str) -> list[str]:
    """Return the roles that may do something: whom to ask."""
    return [role for role, actions in load_role_actions().items() if action in actions]
