"""Who acts: the desk, which may do everything and names itself, or a person with rights."""

from collections.abc import Iterable
from dataclasses import dataclass

from data.rights.actions import REGION, load_role_actions


@dataclass(frozen=True)
class Right:
    """A role in some areas: those of a grant, with all that lies below them."""

    role: str
    area_ids: frozenset[str]


@dataclass(frozen=True)
class Actor:
    """Who acts, and what this actor may do.

    Attributes
    ----------
    person_id : str
        As the provider of the sign-on knows the person; "" for the desk and for nobody.
    name : str
        What is recorded with everything that the person does.
    rights : tuple of Right
    seen : frozenset of str or None
        The areas whose unreleased figures the person sees; None for all.
    is_desk : bool
        Nobody is asked who they are: everything is allowed, names are self-declared.
    """

    person_id: str
    name: str
    rights: tuple[Right, ...] = ()
    seen: frozenset[str] | None = frozenset()
    is_desk: bool = False

    @property
    def own(self) -> frozenset[str]:
        """The areas of the rights to read, with all that lies below: not what lies above."""
        roles = load_role_actions()
        reading = (right.area_ids for right in self.rights if "read" in roles[right.role])
        return frozenset().union(*reading)

    def may(self, action: str, area_id: str | None = REGION) -> bool:
        """Tell whether the actor may do something in an area; None asks for any area."""
        if self.is_desk:
            return True
        roles = load_role_actions()
        return any(
            action in roles[right.role] and (area_id is None or area_id in right.area_ids)
            for right in self.rights
        )

    def find_refused(self, action: str, area_ids: Iterable[str] | None) -> list[str]:
        """Return the areas in which the actor may not do something.

        Without an area it is about the whole region; None asks for any area.
        """
        if area_ids is None:
            return [] if self.may(action, None) else [REGION]
        asked = sorted(set(area_ids)) or [REGION]
        return [area_id for area_id in asked if not self.may(action, area_id)]


DESK = Actor("", "", seen=None, is_desk=True)
NOBODY = Actor("", "")
