"""The items of the boxes as they concern one area of the plan."""

from datetime import date
from typing import NamedTuple

import pandas as pd
from markupsafe import Markup

from data.words.numbers import is_missing
from indicators.boxes.register_sums import count_item_statuses
from indicators.counties.area_boxes import ELSEWHERE, compute_area_boxes, list_box_areas
from indicators.counties.profile import list_counties
from pages.blocks.boxes import name_item
from pages.blocks.markup import render_sub
from pages.blocks.projects import name_area
from pages.shell import address, box_cache, cache, owed_cache
from pages.shell.frame import choose, name_areas_in_head
from pages.shell.i18n import t


@cache.keep(*box_cache.BOXES, by_day=True, compares=True)
def get_box_areas(year: int) -> list[str]:
    """Return the areas that the boxes can be seen from, the plan's own first."""
    return list_box_areas(owed_cache.get_county_inputs(), year)


@cache.keep(*box_cache.BOXES, by_day=True, most=box_cache.MOST_DAYS, compares=True)
def get_area_rows(as_of: date, area_id: str) -> dict[str, dict]:
    """Return the row of each item as it concerns an area (see `compute_area_boxes`)."""
    inputs = owed_cache.get_county_inputs(as_of)
    rows = compute_area_boxes(inputs, area_id, as_of, boxes=box_cache.get_boxes(as_of))
    return {row["item_id"]: row for row in rows.to_dict("records")}


def choose_box_area(year: int) -> str:
    """Let the reader choose the plan's area or a part of it; there is no choice among one."""
    known = get_box_areas(year)
    key = address.adopt_choice("area", known, known[0])
    if len(known) == 1:
        return known[0]
    written = name_areas_in_head()
    return choose("area", {area_id: written[area_id] for area_id in known}, key=key, width=300)


def list_project_areas(year: int, area_id: str) -> list[str]:
    """Return an area and its counties: where a project of the area may stand."""
    return [area_id, *list_counties(owed_cache.get_county_inputs(), area_id, year)]


def is_whole(area_id: str) -> bool:
    """Tell whether an area is the plan's own."""
    return area_id == cache.get_plan_area()


# The reason of a status that says already that readings differ.
UNDECIDED = "reading_undecided"


class ItemView(NamedTuple):
    """An item as an area shows it.

    Attributes
    ----------
    item : dict
        The item; where the area is judged itself, with the number that it asks of each county.
    numbers : dict
        What is counted and how far it is, under the decided or the default reading.
    judged : dict
        status and reason.
    seen : dict
        Its row of `compute_area_boxes`.
    """

    item: dict
    numbers: dict
    judged: dict
    seen: dict


def get_item_view(item_id: str, as_of: date, area_id: str) -> ItemView:
    """Return an item as an area shows it."""
    seen = get_area_rows(as_of, area_id)[item_id]
    item = box_cache.get_item_rows()[item_id]
    if not is_own(seen, area_id):
        judged = box_cache.get_judged(as_of)[item_id]
        return ItemView(item, box_cache.get_first_readings(as_of)[item_id], judged, seen)
    asked = {name: seen[name] for name in ("comparator", "low", "high")}
    item = item | asked | {"kind": "per_county"}
    return ItemView(item, seen | {"undated": None}, seen, seen)


def render_in_area(row: dict) -> Markup:
    """Return how many units of an item that is judged for the whole stand in the area."""
    if row["area_id"] == row["judged_area_id"] or is_missing(row["counted_in_area"]):
        return Markup()
    return render_sub(t("boxes.in_area", count=int(row["counted_in_area"])))


def render_binding(view: ItemView) -> Markup:
    """Return how an item concerns the area chosen, where its status alone does not say so."""
    binding = view.seen["binding"]
    if view.seen["area_id"] == view.seen["judged_area_id"]:
        is_open = binding in ("undecided", "unknown") and view.judged["reason"] != UNDECIDED
        return render_sub(t(f"boxes.binding.{binding}")) if is_open else Markup()
    is_programme = view.item["kind"] == "programme"
    return Markup() if is_programme else render_sub(t(f"boxes.of_whole.{binding}"))


def is_shown(row: dict) -> bool:
    """Tell whether an item stands in the tables: it concerns the area, or units stand there."""
    return row["binding"] != ELSEWHERE or bool(
        not is_missing(row["counted_in_area"]) and row["counted_in_area"]
    )


def list_shown_items(as_of: date, area_id: str, *, of_area: bool) -> tuple[str, ...]:
    """Return the items to show, in the plan's order: those that the area is judged by itself,
    or all others."""
    rows = get_area_rows(as_of, area_id)
    return tuple(
        item_id
        for item_id, row in rows.items()
        if is_shown(row) and is_own(row, area_id) == of_area
    )


def is_own(row: dict, area_id: str) -> bool:
    """Tell whether an item is judged by a part of the plan's area."""
    return not is_whole(area_id) and row["judged_area_id"] == area_id


def count_own_statuses(as_of: date, area_id: str) -> dict[str, int]:
    """Return how many items that are judged by the area have each status."""
    rows = get_area_rows(as_of, area_id)
    own = list_shown_items(as_of, area_id, of_area=True)
    frame = pd.DataFrame({"item_id": own, "status": [rows[name]["status"] for name in own]})
    return count_item_statuses(frame, box_cache.get_items()["kind"].to_dict())


def describe_area(as_of: date, area_id: str, parts: str, total: int) -> list[str]:
    """Return the verdict on an area in a sentence, and what becomes of the other items."""
    rows = get_area_rows(as_of, area_id)
    area, whole = name_area(area_id), name_area(cache.get_plan_area())
    others = len(list_shown_items(as_of, area_id, of_area=False))
    hidden = [name_item(item_id) for item_id, row in rows.items() if not is_shown(row)]
    sentences = [
        t("boxes.area.verdict", area=area, total=total, parts=parts)
        if total
        else t("boxes.area.verdict_none", area=area)
    ]
    if others:
        sentences.append(t("boxes.area.whole", count=others, whole=whole))
    if hidden:
        names = t("shell.list_separator").join(hidden)
        sentences.append(t("boxes.area.elsewhere", count=len(hidden), items=names))
    return sentences
