"""What a briefing is about: the region, a prefecture, a county, a group, a role or a box."""

from dataclasses import dataclass

from data.errors import UnknownIdError
from data.words.catalogue import t
from data.words.names import pick_name
from indicators.boxes.items import find_bound_counties
from indicators.counties.profile import CountyInputs, list_counties

BOX = "box"
AREA_KINDS = ("region", "prefecture", "county", "group")


@dataclass(frozen=True)
class BriefingScope:
    """What a briefing is about.

    Attributes
    ----------
    kind : {'region', 'prefecture', 'county', 'group', 'role', 'box'}
    scope_id : str
        The area, the role, or ``box5``.
    name : str
        In the language in use.
    counties : tuple of str
        Its counties, by code; for a box those that its items bind.
    """

    kind: str
    scope_id: str
    name: str
    counties: tuple[str, ...]

    @property
    def is_area(self) -> bool:
        """Whether it is an area, with figures and targets of its own."""
        return self.kind in AREA_KINDS

    @property
    def box_no(self) -> int:
        """The number of a box."""
        return int(self.scope_id.removeprefix(BOX))


def find_briefing_scope(inputs: CountyInputs, scope_id: str, year: int) -> BriefingScope:
    """Return the scope of an id: an area or group, a role, or a box such as ``box5``.

    Raises
    ------
    UnknownIdError
        Nothing has this id (``unknown_scope``).
    """
    if scope_id in inputs.areas.index:
        area = inputs.areas.loc[scope_id]
        members = list_counties(inputs, scope_id, year)
        return BriefingScope(str(area["level"]), scope_id, pick_name(area), tuple(members))
    roles = inputs.roles.set_index("role_id", drop=False)
    if scope_id in roles.index:
        name = t("briefing.role_scope", role=pick_name(roles.loc[scope_id]))
        members = sorted(inputs.counties_by_role.get(scope_id, []))
        return BriefingScope("role", scope_id, name, tuple(members))
    items = inputs.boxes.items
    numbers = {f"{BOX}{number}": number for number in items["box_no"].unique()}
    if scope_id in numbers:
        own = items[items["box_no"] == numbers[scope_id]]
        bound = [find_bound_counties(inputs.boxes, item_id) or set() for item_id in own["item_id"]]
        first = own.iloc[0]
        name = t("briefing.box_scope", box=pick_name(first, "label"), name=pick_name(first, "box"))
        return BriefingScope(BOX, scope_id, name, tuple(sorted(set().union(*bound))))
    raise UnknownIdError("unknown_scope", value=scope_id)


def list_held_parts(
    inputs: CountyInputs, scope: BriefingScope, parts: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the parts of a recipe that a briefing of a scope has.

    A box asks for projects, not for figures; the example has no changes, which its facts tell.
    """
    is_held = dict.fromkeys(("targets", "assumptions", "movers", "series"), scope.is_area) | {
        "roles": scope.kind != BOX and not inputs.roles.empty,
        "boxes": scope.is_area or scope.kind == BOX,
        "counties": scope.kind != "county" and bool(scope.counties),
        "owed": scope.kind != BOX,
    }
    return tuple(part for part in parts if is_held.get(part, True))


def list_scopes(inputs: CountyInputs) -> dict[str, list[str]]:
    """Return the ids of every scope by kind, in the order of the tables."""
    areas = inputs.areas
    found = {kind: list(areas.index[areas["level"] == kind]) for kind in AREA_KINDS}
    found["role"] = list(inputs.roles["role_id"])
    found[BOX] = [f"{BOX}{number}" for number in inputs.boxes.items["box_no"].unique()]
    return found
