"""What the boxes of the plan ask of a county, and how far the register says it is.

An item binds a county under a reading of ours; where readings differ and nobody has
decided, the duty is undecided and names the readings under which it holds. Where the list
of the 37 counties decides and nobody has sent it, the duty is unknown.
"""

from datetime import date

import pandas as pd

from data.projects import COUNTED_STAGES, STAGES
from indicators.counties import CountyInputs, get_area, list_counties
from indicators.register import find_stages

BINDINGS = ("bound", "undecided", "unknown", "shared")
COLUMNS = (
    "item_id", "name_zh", "name_en", "comparator", "low", "high", "unit", "scope", "clause_id",
    "binding", "readings_for", "readings_open", "is_decided", "area_ids",
    "candidates", *STAGES, "counted", "is_met",
)
SUBREGIONS = ("north", "south", "east")


def list_duties(inputs: CountyInputs, area_id: str, as_of: date, *,
                today: date | None = None) -> pd.DataFrame:
    """Return what boxes 2 to 10 ask of an area's counties.

    Parameters
    ----------
    as_of : date
        Projects count with the stage they had reached by this day; groups have their
        members of its year.
    today : date or None
        Only tests give it: projects without a date count from this day on.

    Returns
    -------
    DataFrame
        One row per item that binds, or may bind, a county of the area, in the plan's order,
        with `COLUMNS`.

        binding
            bound (the same counties under every reading that is open), undecided (the
            readings differ), unknown (no reading is known to bind any, but one waits for
            the members of a group), shared (the box gives one number for all counties of a
            role).
        readings_for, readings_open
            Readings under which the item binds a county of the area, and readings whose
            group nobody knows.
        area_ids
            The area's counties that the item binds under some reading.
        candidates
            For a shared item all counties that box 1 names for it, within the item's part
            of the region; else empty.
        planned … accepted, counted
            Units in the register in those counties (for a shared item in the whole area);
            counted is completed + accepted.
        is_met
            For a single county whether its count reaches the number per county; missing
            for shared items and for areas of several counties.
    """
    counties = list_counties(inputs, area_id, as_of.year)
    projects = find_stages(inputs.boxes.revisions, inputs.boxes.areas, as_of, today or date.today())
    is_county = get_area(inputs, area_id)["level"] == "county"
    rows = []
    for item in inputs.boxes.items.to_dict("records"):
        row = _bind(inputs, item, counties) or _share(inputs, item, counties)
        if row is None:
            continue
        units = projects[(projects["item_id"] == item["item_id"])
                         & projects["area_id"].isin([*counties, area_id])]
        rows.append(row | _count(units) | {
            name: item[name] for name in ("item_id", "name_zh", "name_en", "unit", "scope",
                                          "clause_id")})
        rows[-1]["is_met"] = _is_met(rows[-1]) if is_county else None
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _bind(inputs: CountyInputs, item: dict, counties: list[str]) -> dict | None:
    """Return how an item that names counties binds some of them; None where it does not."""
    boxes = inputs.boxes
    bound = boxes.bound[boxes.bound["item_id"] == item["item_id"]]
    if bound.empty or not counties:
        return None
    decided = _get_decided_reading(inputs, item["item_id"])
    if decided is not None:
        bound = bound[bound["reading_id"] == decided]
    readings = list(dict.fromkeys(bound["reading_id"]))
    holding = bound[bound["area_id"].isin(counties)]
    readings_for = [reading for reading in readings if reading in set(holding["reading_id"])]
    unknown = set(bound.loc[bound["unknown_group_id"].notna(), "reading_id"])
    readings_open = [reading for reading in readings if reading in unknown]
    if not readings_for and not readings_open:
        return None
    bound_sets = {frozenset(holding.loc[holding["reading_id"] == reading, "area_id"])
                  for reading in readings}
    if len(bound_sets) == 1 and not readings_open:
        binding = "bound"
    else:
        binding = "undecided" if readings_for else "unknown"
    # A platform each is the plain meaning of "40 platforms" for the counties it binds.
    each = item if item["kind"] == "per_county" else item | {"low": 1.0, "high": None}
    return {"binding": binding, "readings_for": readings_for, "readings_open": readings_open,
            "is_decided": decided is not None, "candidates": [],
            "area_ids": sorted(set(holding["area_id"])),
            **{name: each[name] for name in ("comparator", "low", "high")}}


def _share(inputs: CountyInputs, item: dict, counties: list[str]) -> dict | None:
    """Return how the counties of a role share an item's number; None where none of ours do."""
    links = inputs.role_items[inputs.role_items["item_id"] == item["item_id"]]
    for link in links.itertuples():
        named = [county for county in inputs.counties_by_role.get(link.role_id, [])
                 if link.scope not in SUBREGIONS
                 or inputs.areas.loc[county, "subregion"] == link.scope]
        own = [county for county in named if county in counties]
        if own:
            return {"binding": "shared", "readings_for": [], "readings_open": [],
                    "is_decided": False, "area_ids": own, "candidates": named,
                    **{name: item[name] for name in ("comparator", "low", "high")}}
    return None


def _get_decided_reading(inputs: CountyInputs, item_id: str) -> str | None:
    decisions = inputs.boxes.decisions
    chosen = decisions[(decisions["kind"] == "reading") & (decisions["subject_id"] == item_id)
                       & (decisions["subject_kind"] == "box_item")]
    return None if chosen.empty else chosen.iloc[-1]["reading_id"]


def _count(units: pd.DataFrame) -> dict[str, int]:
    by_stage = {stage: int(units.loc[units["stage"] == stage, "quantity"].sum())
                for stage in STAGES}
    return by_stage | {"counted": sum(by_stage[stage] for stage in COUNTED_STAGES)}


def _is_met(row: dict) -> bool | None:
    if row["binding"] == "shared" or pd.isna(row["low"]):
        return None
    return row["counted"] >= row["low"]


def list_area_projects(inputs: CountyInputs, area_id: str, as_of: date, *,
                       today: date | None = None) -> pd.DataFrame:
    """Return the projects of the register in an area, in the order of the boxes.

    Returns
    -------
    DataFrame
        One row per project: the columns of `indicators.register.find_stages`, and box_no,
        item_zh, item_en. Projects recorded for the area itself or for one of its counties.
    """
    counties = list_counties(inputs, area_id, as_of.year)
    projects = find_stages(inputs.boxes.revisions, inputs.boxes.areas, as_of, today or date.today())
    items = inputs.boxes.items[["item_id", "box_no", "name_zh", "name_en"]].rename(
        columns={"name_zh": "item_zh", "name_en": "item_en"})
    own = projects[projects["area_id"].isin([*counties, area_id])]
    return own.merge(items, on="item_id", how="left").sort_values(
        ["box_no", "area_id", "name"], kind="stable", ignore_index=True)
