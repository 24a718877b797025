"""The profile of an area in the plan: its counties, its roles, its neighbours in the list."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from data.clock import get_today
from data.errors import UnknownIdError
from data.ledger.codes import load_figures_version
from data.store.database import Store
from data.store.reads import Parted
from indicators.boxes.items import BoxInputs, load_box_inputs
from indicators.frames import keep_frame, list_rows, make_frame
from indicators.inputs import REGION, ProgressInputs, load_inputs
from indicators.rollup import list_members

LEVELS = ("region", "prefecture", "county", "group")


@dataclass(frozen=True)
class CountyInputs(Parted, whole={"figures_version": "figures"}):
    """Everything that the page of a county is computed from.

    Attributes
    ----------
    progress : ProgressInputs
        Targets, figures, breaks, allocations, thresholds, areas and members of groups.
    boxes : BoxInputs
        Items of the boxes, the counties that they bind, the register of projects.
    roles : DataFrame
        One row per role: role_id, names, clause_id, industry_id, industry_zh, industry_en,
        industry_clause_id, stated_count (missing if the list is open), is_open, named_count.
    county_roles : DataFrame
        area_id, role_id: the pairs of the plan, in the plan's order of roles.
    role_indicators : DataFrame
        role_id, indicator_id.
    role_items : DataFrame
        role_id, item_id, scope: items whose number the counties of a role share.
    clauses : dict
        clause_id -> path, numbered as in the plan.
    due_dates : DataFrame
        indicator_id (missing: all), months_after.
    figures_version : int
        For the codes on documents (`data.ledger.codes.load_figures_version`).
    seen : frozenset of str or None
        The areas whose figures the reader sees before they are verified; None for all. What others
        owe is not known.
    """

    progress: ProgressInputs
    boxes: BoxInputs
    roles: pd.DataFrame
    county_roles: pd.DataFrame
    role_indicators: pd.DataFrame
    role_items: pd.DataFrame
    clauses: dict[str, str]
    due_dates: pd.DataFrame
    figures_version: int
    seen: frozenset[str] | None

    def knows_owed(self, area_id: str) -> bool:
        """Tell whether what an area did not send is known: what it sent would be seen."""
        return self.seen is None or area_id in self.seen

    @cached_property
    def areas(self) -> pd.DataFrame:
        """The areas, indexed by area_id."""
        return self.progress.areas.set_index("area_id", drop=False)

    @cached_property
    def area_rows(self) -> dict[str, dict]:
        """area_id -> its row of `areas`: a page looks up hundreds of them."""
        return {row["area_id"]: row for row in list_rows(self.areas)}

    @cached_property
    def role_rows(self) -> dict[str, dict]:
        """role_id -> its row of `roles`, in the plan's order."""
        return {row["role_id"]: row for row in self.roles.to_dict("records")}

    @cached_property
    def roles_by_county(self) -> dict[str, list[str]]:
        """area_id -> its roles in the plan's order."""
        return self.county_roles.groupby("area_id")["role_id"].agg(list).to_dict()

    @cached_property
    def bound_by_item(self) -> dict[str, dict[str, tuple[frozenset[str], bool]]]:
        """item_id -> reading_id -> the counties it binds, and whether a group is unknown."""
        bound: dict[str, dict[str, tuple[frozenset[str], bool]]] = {}
        for (item_id, reading_id), rows in self.boxes.bound.groupby(
            ["item_id", "reading_id"], sort=False
        ):
            bound.setdefault(item_id, {})[reading_id] = (
                frozenset(rows["area_id"].dropna()),
                bool(rows["unknown_group_id"].notna().any()),
            )
        return bound

    @cached_property
    def links_by_item(self) -> dict[str, list[tuple[str, str]]]:
        """item_id -> the roles whose counties share its number, with the item's scope."""
        links: dict[str, list[tuple[str, str]]] = {}
        for row in self.role_items.itertuples():
            links.setdefault(row.item_id, []).append((row.role_id, row.scope))
        return links

    @cached_property
    def subregions(self) -> dict[str, str]:
        """area_id -> north, south or east."""
        return self.areas["subregion"].to_dict()

    @cached_property
    def months_after(self) -> dict[str | None, int]:
        """indicator_id (None: all others) -> months from the end of a year to its due date."""
        rules = self.due_dates[["indicator_id", "months_after"]].itertuples(index=False, name=None)
        return {None if pd.isna(name) else name: int(months) for name, months in rules}

    @cached_property
    def role_indicator_pairs(self) -> list[tuple[str, str]]:
        """Each role_id with one of its indicators, in the plan's order."""
        pairs = self.role_indicators
        return list(zip(pairs["role_id"], pairs["indicator_id"], strict=True))

    @cached_property
    def counties_by_role(self) -> dict[str, list[str]]:
        """role_id -> its counties in the plan's order."""
        return self.county_roles.groupby("role_id")["area_id"].agg(list).to_dict()


def load_county_inputs(
    store: Store, progress: ProgressInputs | None = None, boxes: BoxInputs | None = None
) -> CountyInputs:
    """Load the inputs of the page of a county; parts already loaded may be passed in."""
    clauses = keep_frame(store, "county_clauses")
    return CountyInputs(
        progress=progress or load_inputs(store),
        boxes=boxes or load_box_inputs(store),
        roles=keep_frame(store, "role_names"),
        county_roles=keep_frame(store, "county_roles"),
        role_indicators=keep_frame(store, "role_indicators"),
        role_items=keep_frame(store, "role_items"),
        clauses=dict(zip(clauses["clause_id"], clauses["path"], strict=True)),
        due_dates=keep_frame(store, "county_due_dates"),
        figures_version=load_figures_version(store),
        seen=store.seen_areas,
    )


def get_area(inputs: CountyInputs, area_id: str) -> dict:
    """Return the row of an area.

    Raises
    ------
    UnknownIdError
        There is no such area (``unknown_area``).
    """
    if area_id not in inputs.area_rows:
        raise UnknownIdError("unknown_area", value=area_id)
    return dict(inputs.area_rows[area_id])


def list_counties(inputs: CountyInputs, area_id: str, year: int) -> list[str]:
    """Return the counties of an area in a year, by code; for a county, the county itself.

    Empty for a group whose list of members nobody has sent.
    """
    if get_area(inputs, area_id)["level"] == "county":
        return [area_id]
    return list_members(inputs.progress, area_id, year)


def list_roles(inputs: CountyInputs, area_id: str, year: int | None = None) -> pd.DataFrame:
    """Return the roles that the plan gives to an area's counties, in the plan's order.

    Returns
    -------
    DataFrame
        One row per role: the columns of ``inputs.roles``, area_ids (the area's counties with
        that role, in the plan's order) and count. Empty if the plan names none of them.
    """
    own = set(list_counties(inputs, area_id, year or get_today().year))
    rows = []
    for role in inputs.role_rows.values():
        named = [
            county for county in inputs.counties_by_role.get(role["role_id"], []) if county in own
        ]
        if named:
            rows.append(role | {"area_ids": named, "count": len(named)})
    return make_frame(rows, [*inputs.roles.columns, "area_ids", "count"])


def find_neighbours(inputs: CountyInputs, area_id: str) -> tuple[str | None, str | None]:
    """Return the areas before and after this one by code, on the same level; None at an end."""
    level = get_area(inputs, area_id)["level"]
    ids = sorted(inputs.areas.index[inputs.areas["level"] == level])
    place = ids.index(area_id)
    return (ids[place - 1] if place else None, ids[place + 1] if place + 1 < len(ids) else None)


def list_role_indicators(inputs: CountyInputs, role_ids: Iterable[str]) -> list[str]:
    """Return the indicators of roles, each once, in the plan's order."""
    chosen = set(role_ids)
    return list(dict.fromkeys(name for role, name in inputs.role_indicator_pairs if role in chosen))


def list_known_indicators(inputs: CountyInputs, area_id: str) -> list[str]:
    """Return the indicators for which an area has any figure, in the order of the table."""
    known = inputs.progress.index.figures.list_known(area_id)
    return [
        indicator_id for indicator_id in inputs.progress.index.indicators if indicator_id in known
    ]


def search_areas(areas: pd.DataFrame, pinyin: dict[str, str], text: str) -> list[str]:
    """Return the areas whose name, code, pinyin or initials a text matches in part.

    Parameters
    ----------
    areas : DataFrame
        area_id, name_zh, name_en.
    pinyin : dict
        area_id -> syllables of the Chinese name, separated by spaces.
    text : str
        As typed; letter case and spaces do not matter. An empty text finds everything.
    """
    wanted = "".join(text.split()).lower()
    return [
        row["area_id"]
        for row in areas[["area_id", "name_zh", "name_en"]].to_dict("records")
        if not wanted or _matches(row, pinyin.get(row["area_id"], ""), wanted)
    ]


def _matches(row: dict[str, str], syllables: str, wanted: str) -> bool:
    english = "".join(str(row["name_en"]).split()).lower().replace("'", "")
    code = row["area_id"].lower()
    if wanted in row["name_zh"] or code.startswith(wanted) or wanted in english:
        return True
    parts = syllables.split(" ")
    initials = "".join(part[:1] for part in parts)
    # Pinyin matches from the beginning of a syllable: "an" must not find "tian".
    return any("".join(parts[start:]).startswith(wanted) for start in range(len(parts))) or (
        len(wanted) > 1 and initials.startswith(wanted)
    )


def build_role_matrix(
    inputs: CountyInputs,
    *,
    subregion: str | None = None,
    prefecture_id: str | None = None,
    by: str = "prefecture",
    area_ids: Collection[str] | None = None,
) -> pd.DataFrame:
    """Return the roles as a matrix of counties and roles.

    Parameters
    ----------
    subregion, prefecture_id : str or None
        Only counties of this part of the region, of this prefecture.
    by : {'prefecture', 'count'}
        Sorted by code, which groups the prefectures, or by number of roles, most first.
    area_ids : collection of str or None
        Only these counties.

    Returns
    -------
    DataFrame
        One row per county that the plan names: area_id, name_zh, name_en, parent_id, subregion,
        role_ids (tuple, in the plan's order) and count.
    """
    rows = []
    for area_id, role_ids in sorted(inputs.roles_by_county.items()):
        area = inputs.areas.loc[area_id]
        if subregion and area["subregion"] != subregion:
            continue
        if prefecture_id and area["parent_id"] != prefecture_id:
            continue
        if area_ids is not None and area_id not in area_ids:
            continue
        rows.append(
            {
                name: area[name]
                for name in ("area_id", "name_zh", "name_en", "parent_id", "subregion")
            }
            | {"role_ids": tuple(role_ids), "count": len(role_ids)}
        )
    frame = make_frame(
        rows, ("area_id", "name_zh", "name_en", "parent_id", "subregion", "role_ids", "count")
    )
    return frame.sort_values("count", ascending=False, kind="stable") if by == "count" else frame


def list_siblings(inputs: CountyInputs, area_id: str) -> list[str]:
    """Return the areas that an area without a role can be compared with: those of its level.

    Prefectures stand beside prefectures; counties, groups and the region have no siblings
    of this kind.
    """
    if get_area(inputs, area_id)["level"] != "prefecture":
        return []
    return sorted(inputs.areas.index[inputs.areas["level"] == "prefecture"])


__all__ = [
    "LEVELS",
    "REGION",
    "CountyInputs",
    "build_role_matrix",
    "find_neighbours",
    "get_area",
    "list_counties",
    "list_known_indicators",
    "list_role_indicators",
    "list_roles",
    "list_siblings",
    "load_county_inputs",
    "search_areas",
]
