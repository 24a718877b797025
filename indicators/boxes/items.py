"""Judges the items of the boxes: counts from the register, rates from statistics."""

from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from data.clock import get_today
from data.projects.register import COUNTED_STAGES, STAGES
from data.store.database import Store
from data.store.reads import Parted
from indicators.boxes.register import group_histories, list_reached
from indicators.boxes.standing import (
    Quantity,
    Standing,
    judge_count,
    judge_counties,
    judge_level,
    judge_sustained,
)
from indicators.frames import keep_frame, keep_plan, load_frame, load_thresholds, make_frame
from indicators.judgement.status import combine_readings

COLUMNS = (
    "item_id",
    "indicator_id",
    "comparator",
    "low",
    "high",
    "as_of",
    *STAGES,
    "counted",
    "counted_verified",
    "completion",
    "status",
    "reason",
    "missing_years",
)
WHOLE_NUMBERS = (*STAGES, "counted", "counted_verified")
COUNTY_NUMBERS = ("undated", "unplaced", "counties_met", "counties_bound")
NUMBERS = ("low", "high", "completion")
READING_COLUMNS = (
    "item_id",
    "reading_id",
    "is_default",
    "is_decided",
    "kind",
    "comparator",
    "low",
    "high",
    *STAGES,
    "counted",
    "counted_verified",
    "undated",
    "unplaced",
    "counties_met",
    "counties_bound",
    "latest_year",
    "latest_value",
    "latest_state",
    "completion",
    "completion_high",
    "status",
    "reason",
    "missing_years",
)


@dataclass(frozen=True)
class BoxInputs(Parted):
    """What the boxes are computed from; frames as the queries return them.

    Attributes
    ----------
    items : DataFrame
        item_id, box_no, names, kind, comparator, low, high, unit, scope, indicator_id,
        min_size, size_unit, clause_id; in the plan's order.
    readings : DataFrame
        reading_id, item_id, kind, comparator, low, high, is_default, names, rationales.
    bound : DataFrame
        item_id, reading_id, area_id: the counties that an item binds. If the members of the
        group are unknown, unknown_group_id names it and area_id is missing.
    revisions : DataFrame
        The register's revisions that count, oldest first.
    areas : DataFrame
        area_id, level, subregion, names.
    rates : DataFrame
        item_id, year, value (per cent), state, source: the region's yearly figures.
    decisions : DataFrame
        Decisions in force.
    roles : DataFrame
        role_id, area_id: the counties that the plan names.
    thresholds : dict
        threshold_id -> value.
    first_year : int
        The plan's first year; a rate that must stay above a level is checked from it on.
    rules : DataFrame
        item_id, kind, role_id, larger_id, reading_id: what the plan says about an item's projects
        besides their number.
    """

    items: pd.DataFrame
    readings: pd.DataFrame
    bound: pd.DataFrame
    revisions: pd.DataFrame
    areas: pd.DataFrame
    rates: pd.DataFrame
    decisions: pd.DataFrame
    roles: pd.DataFrame
    thresholds: dict[str, float]
    first_year: int
    rules: pd.DataFrame

    @cached_property
    def rules_by_kind(self) -> dict[str, dict[str, dict]]:
        """kind -> item_id -> its rule of that kind."""
        return {
            kind: {row["item_id"]: row for row in rows}
            for kind, rows in _group_rows(self.rules, "kind").items()
        }

    @cached_property
    def item_rows(self) -> dict[str, dict]:
        """item_id -> its row, in the plan's order."""
        return {row["item_id"]: row for row in self.items.to_dict("records")}

    @cached_property
    def readings_by_item(self) -> dict[str, list[dict]]:
        """item_id -> its readings; an item with one meaning has none."""
        return _group_rows(self.readings, "item_id")

    @cached_property
    def decisions_by_item(self) -> dict[str, dict[str, dict]]:
        """item_id -> kind -> the decision of that kind."""
        of_items = self.decisions[self.decisions["subject_kind"] == "box_item"]
        grouped = _group_rows(of_items, "subject_id")
        return {item_id: {row["kind"]: row for row in rows} for item_id, rows in grouped.items()}

    @cached_property
    def rates_by_item(self) -> dict[str, list[dict]]:
        """item_id -> its figures by year."""
        return _group_rows(self.rates, "item_id")

    @cached_property
    def bound_by_item(self) -> dict[str, dict[str, list[dict]]]:
        """item_id -> reading_id -> the counties that it binds, and the unknown group."""
        grouped = _group_rows(self.bound, "item_id")
        return {
            item_id: {
                reading_id: [row for row in rows if row["reading_id"] == reading_id]
                for reading_id in {row["reading_id"] for row in rows}
            }
            for item_id, rows in grouped.items()
        }

    @cached_property
    def counties(self) -> frozenset[str]:
        """The areas that are counties."""
        return frozenset(self.areas.loc[self.areas["level"] == "county", "area_id"])

    @cached_property
    def histories(self) -> dict[str, list[dict]]:
        """project_id -> its revisions that count, oldest first."""
        return group_histories(self.revisions)


def _group_rows(frame: pd.DataFrame, name: str) -> dict[str, list[dict]]:
    grouped: dict[str, list[dict]] = {}
    for row in frame.to_dict("records"):
        grouped.setdefault(row[name], []).append(row)
    return grouped


def load_box_inputs(store: Store, as_of: date | None = None) -> BoxInputs:
    """Load the inputs of the boxes; groups have their members in the date's year."""
    return BoxInputs(
        items=keep_frame(store, "box_items"),
        readings=keep_frame(store, "box_readings"),
        bound=keep_frame(store, "box_bound_counties", year=(as_of or get_today()).year),
        revisions=load_frame(store, "project_revisions"),
        areas=keep_frame(store, "areas"),
        rates=load_frame(store, "box_rates"),
        decisions=keep_frame(store, "decisions"),
        roles=keep_frame(store, "role_counties"),
        thresholds=load_thresholds(store),
        first_year=keep_plan(store)["first_year"],
        rules=keep_frame(store, "item_rules"),
    )


def compute_boxes(
    inputs: BoxInputs,
    as_of: date | None = None,
    *,
    today: date | None = None,
    by_reading: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Judge every item of the boxes as of a date.

    Parameters
    ----------
    inputs : BoxInputs
        From `load_box_inputs`.
    as_of : date or None
        Stages reached by this day count; None is today.
    today : date or None
        For tests. Stages without a date count from this day on.
    by_reading : DataFrame or None
        The result of `compute_box_readings` for the same day, if it is known already.

    Returns
    -------
    DataFrame
        One row per item, with `COLUMNS`. The five stage columns count the units at that stage;
        counted is completed + accepted. completion is a fraction: counted ÷ low; for a number
        per county, the counties that meet it ÷ the counties bound. All of these are missing
        for programmes, and for rates all except the status. If an item has several readings,
        the numbers are those of the decided one, else of the default; the status holds only
        if all readings agree. missing_years are the years of a sustained rate without a
        figure.
    """
    as_of = as_of or get_today()
    if by_reading is None:
        by_reading = compute_box_readings(inputs, as_of, today=today)
    judged = _group_rows(by_reading, "item_id")
    rows = [_combine(item, judged[item_id], as_of) for item_id, item in inputs.item_rows.items()]
    return make_frame(rows, COLUMNS, whole=WHOLE_NUMBERS, numbers=NUMBERS)


def _combine(item: dict, readings: list[dict], as_of: date) -> dict:
    first = readings[0]
    status, reason = combine_readings([(row["status"], row["reason"]) for row in readings])
    numbers = {
        name: first[name]
        for name in (
            *STAGES,
            "counted",
            "counted_verified",
            "completion",
            "comparator",
            "low",
            "high",
            "missing_years",
        )
    }
    return numbers | {
        "item_id": item["item_id"],
        "indicator_id": item["indicator_id"],
        "as_of": as_of,
        "status": status,
        "reason": reason,
    }


def compute_box_readings(
    inputs: BoxInputs, as_of: date | None = None, *, today: date | None = None
) -> pd.DataFrame:
    """Judge every item under each of its readings.

    Returns
    -------
    DataFrame
        One row per item and reading, with `READING_COLUMNS`; the default comes first, and a
        decided reading is alone. undated: counted units whose stage has no date. unplaced:
        counted units of a per-county item that name no county. completion_high refers to the
        high end of a range; latest_value is in per cent. reading_id is missing for items with
        one meaning.
    """
    today = today or get_today()
    as_of = as_of or today
    by_item = group_by_item(list_reached(inputs.histories, inputs.counties, as_of, today))
    rows = []
    for item in inputs.item_rows.values():
        for reading in list_item_readings(inputs, item):
            rows.append(_judge_item(inputs, item, reading, by_item, as_of))
    return make_frame(
        rows,
        READING_COLUMNS,
        whole=(
            *WHOLE_NUMBERS,
            "undated",
            "unplaced",
            "counties_met",
            "counties_bound",
            "latest_year",
        ),
        numbers=(*NUMBERS, "latest_value", "completion_high"),
    )


def group_by_item(projects: list[dict]) -> dict[str, list[dict]]:
    """Return the projects of each item; those without an item under None."""
    by_item: dict[str, list[dict]] = {}
    for project in projects:
        by_item.setdefault(project["item_id"], []).append(project)
    return by_item


def list_item_readings(inputs: BoxInputs, item: dict) -> list[dict]:
    """Return the readings of an item, as dicts with its quantity."""
    own = {
        "reading_id": None,
        "is_default": True,
        "is_decided": False,
        "comparator": item["comparator"],
        "low": item["low"],
        "high": item["high"],
    }
    found = [
        own
        | {name: row[name] for name in ("reading_id", "is_default", "comparator", "low", "high")}
        for row in inputs.readings_by_item.get(item["item_id"], [])
    ] or [own]
    decided = inputs.decisions_by_item.get(item["item_id"], {})
    if "reading" in decided:
        chosen = [
            row | {"is_decided": True}
            for row in found
            if row["reading_id"] == decided["reading"]["reading_id"]
        ]
        found = chosen or found
    if "number" in decided:
        number = decided["number"]
        adopted = {
            "comparator": number["comparator"] or item["comparator"],
            "low": number["value"] if pd.isna(number["low"]) else number["low"],
            "high": number["high"],
            "is_decided": True,
        }
        found = [row | adopted for row in found]
    return found


def _judge_item(
    inputs: BoxInputs, item: dict, reading: dict, by_item: dict[str, list[dict]], as_of: date
) -> dict:
    row = reading | {"item_id": item["item_id"], "kind": item["kind"], "missing_years": ()}
    if item["kind"] == "programme":
        return row | {"status": "programme"}
    quantity = Quantity(
        reading["comparator"], reading["low"], None if pd.isna(reading["high"]) else reading["high"]
    )
    if item["kind"] == "rate":
        return row | _judge_rate(inputs, item, quantity, as_of)
    units = select_units(inputs, by_item, item, reading["reading_id"])
    numbers = count_units(units)
    if item["kind"] == "per_county":
        return row | numbers | _judge_per_county(inputs, item, reading, quantity, units)
    standing = judge_count(
        quantity, numbers["counted"], _has_begun(numbers), inputs.thresholds["about_close"]
    )
    return row | numbers | asdict(standing)


def select_units(
    inputs: BoxInputs, by_item: dict[str, list[dict]], item: dict, reading_id: str | None
) -> list[dict]:
    """Return the projects that an item counts under a reading.

    Nested size classes include the projects of the larger class; separate classes leave out
    the projects that are large enough for the larger class.
    """
    own = by_item.get(item["item_id"], [])
    larger = inputs.rules_by_kind.get("larger_size", {}).get(item["item_id"])
    if larger is None:
        return own
    if reading_id == larger["reading_id"]:
        return own + by_item.get(larger["larger_id"], [])
    limit = inputs.item_rows[larger["larger_id"]]["min_size"]
    return [unit for unit in own if unit["size"] is None or unit["size"] < limit]


def count_units(units: list[dict]) -> dict[str, int]:
    """Return the units per stage, and counted, counted_verified and undated (of the counted)."""
    counts = dict.fromkeys((*STAGES, "counted", "counted_verified", "undated"), 0)
    for unit in units:
        number = int(unit["quantity"])
        counts[unit["stage"]] += number
        if unit["stage"] in COUNTED_STAGES:
            counts["counted"] += number
            counts["counted_verified"] += number if unit["is_verified"] else 0
            counts["undated"] += number if unit["is_undated"] else 0
    return counts


def _has_begun(numbers: dict[str, int]) -> bool:
    return any(numbers[stage] for stage in STAGES)


def _judge_per_county(
    inputs: BoxInputs, item: dict, reading: dict, quantity: Quantity, units: list[dict]
) -> dict:
    counted = count_by_county(units)
    placed = sum(n for area_id, n in counted.items() if area_id in inputs.counties)
    unplaced = {"unplaced": sum(counted.values()) - placed}
    bound, unknown_group = list_bound_counties(inputs, item["item_id"], reading["reading_id"])
    if unknown_group:
        return asdict(Standing("cannot_judge", f"no_input:{unknown_group}")) | unplaced
    met, standing = judge_counties(
        quantity, [counted.get(area_id, 0) for area_id in bound], bool(units)
    )
    return asdict(standing) | unplaced | {"counties_met": met, "counties_bound": len(bound)}


def count_by_county(units: list[dict]) -> dict[str, int]:
    """Return the completed and accepted units per area; areas without any are left out."""
    counted: dict[str, int] = {}
    for unit in units:
        if unit["stage"] in COUNTED_STAGES:
            area_id = unit["area_id"]
            counted[area_id] = counted.get(area_id, 0) + int(unit["quantity"])
    return counted


def list_bound_counties(
    inputs: BoxInputs, item_id: str, reading_id: str | None
) -> tuple[list[str], str | None]:
    """Return the counties that an item binds under a reading, and the unknown group.

    The second is the id of a group whose members are unknown; None if all are known.
    """
    own = inputs.bound_by_item.get(item_id, {}).get(reading_id or "", [])
    unknown = [row["unknown_group_id"] for row in own if not pd.isna(row["unknown_group_id"])]
    counties = sorted({row["area_id"] for row in own if not pd.isna(row["area_id"])})
    return counties, (unknown[0] if unknown else None)


def find_bound_counties(inputs: BoxInputs, item_id: str) -> set[str] | None:
    """Return the counties that an item binds under any reading in force.

    None if the item names no counties, or if they are not known yet: then no county may be
    told that the item asks nothing of it.
    """
    found: set[str] = set()
    for reading in list_item_readings(inputs, inputs.item_rows[item_id]):
        counties, unknown = list_bound_counties(inputs, item_id, reading["reading_id"])
        if unknown is not None:
            return None
        found.update(counties)
    return found or None


def _judge_rate(inputs: BoxInputs, item: dict, quantity: Quantity, as_of: date) -> dict:
    rates = inputs.rates_by_item.get(item["item_id"], [])
    known = [row for row in rates if row["year"] <= as_of.year]
    if not known:
        return asdict(Standing("cannot_judge", f"no_input:{item['indicator_id']}"))
    values = {int(row["year"]): float(row["value"]) for row in known}
    latest = known[-1]
    numbers = {
        "latest_year": int(latest["year"]),
        "latest_value": float(latest["value"]),
        "latest_state": latest["state"],
    }
    stale_years = inputs.thresholds["stale_years"]
    if quantity.comparator == "sustained":
        standing = judge_sustained(quantity, values, inputs.first_year, as_of.year, stale_years)
        return numbers | asdict(standing)
    is_stale = as_of.year - int(latest["year"]) > stale_years
    close_share = inputs.thresholds["about_close"]
    return numbers | asdict(judge_level(quantity, float(latest["value"]), is_stale, close_share))
