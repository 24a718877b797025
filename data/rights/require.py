"""The one question before each write: may who acts do this here?"""

from collections.abc import Iterable

from data.errors import RightsError
from data.rights.actions import ACTIONS, list_roles_of
from data.rights.actors import Actor
from data.store.database import Queries, Transaction
from data.words.catalogue import t
from data.words.names import pick_name

MOST_NAMED = 5


def require(writer: Transaction, action: str, area_ids: Iterable[str] | None) -> None:
    """Let a transaction write, where who acts may do this in all these areas.

    Every function that writes to ``facts`` calls it within its transaction: a handle that acts
    for a person refuses a write without it.

    Parameters
    ----------
    action : str
        One of `data.rights.actions.ACTIONS`.
    area_ids : iterable of str or None
        Where; an empty one is the whole region. None asks whether it is allowed anywhere.

    Raises
    ------
    RightsError
        It is not allowed (``rights_refused``; ``areas`` has where). It is recorded.
    """
    if action not in ACTIONS:
        raise ValueError(f"no action {action!r}")
    if writer.warden is not None:
        check_right(writer, writer.warden.actor, action, area_ids)
    writer.allowed.add(action)


def is_allowed(source: Queries, action: str, area_id: str) -> bool:
    """Tell whether the person for whom a store or a transaction acts may do something in an area;
    where nobody in particular acts everything is allowed."""
    warden = getattr(source, "warden", None)
    actor = getattr(source, "actor", None) if warden is None else warden.actor
    return actor is None or actor.may(action, area_id)


def check_right(source: Queries, actor: Actor, action: str, area_ids: Iterable[str] | None) -> None:
    """Stop somebody who may not do something in one of these areas (see `require`).

    Raises
    ------
    RightsError
    """
    refused = actor.find_refused(action, area_ids)
    if refused:
        raise RightsError(
            "rights_refused",
            action=action,
            areas=refused,
            name=actor.name or t("rights.nobody"),
            what=t(f"rights.action.{action}"),
            where=_name_areas(source, refused),
            whom=name_roles(action),
        )


def name_roles(action: str) -> str:
    """Return the names of the roles that may do something, as one text."""
    return t("shell.list_separator").join(
        t(f"rights.role.{role}") for role in list_roles_of(action)
    )


def _name_areas(source: Queries, area_ids: list[str]) -> str:
    names = {row["area_id"]: pick_name(row) for row in source.query_rows("queries/areas")}
    named = [names.get(area_id, area_id) for area_id in area_ids[:MOST_NAMED]]
    text = t("shell.list_separator").join(named)
    more = len(area_ids) - len(named)
    return t("rights.and_more", areas=text, n=more) if more else text
