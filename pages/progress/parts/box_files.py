"""The items of the boxes to take away: as strips, as data, and as a workbook."""

from datetime import date
from functools import partial

from data.words.amounts import describe_amount
from data.words.names import pick_name
from data.words.numbers import attach_unit, format_number, is_missing
from pages.blocks.boxes import PIPELINE, get_item_word, name_box, name_item_in_box
from pages.blocks.pictures import make_caption
from pages.blocks.projects import name_area
from pages.blocks.takeaway import make_file_name, offer_files
from pages.documents.chart_data import StripRow
from pages.progress.parts.box_areas import ItemView, get_item_view, is_whole, list_shown_items
from pages.shell.i18n import t

COLUMNS = (
    "judged_area",
    "box",
    "item",
    "ask",
    "planned",
    "approved",
    "building",
    "completed",
    "accepted",
    "counted",
    "verified",
    "unit",
    "status",
    "area",
    "in_area",
)
COUNTS = ("planned", "approved", "building", "completed", "accepted", "counted", "counted_verified")


def offer_boxes(as_of: date, area_id: str) -> None:
    """Offer the items as of a day, as they concern an area."""
    offer_files(
        "boxes",
        make_file_name(t("shell.page.boxes"), name_area(area_id), as_of.isoformat()),
        draw=partial(draw_boxes_file, as_of, area_id),
        rows=partial(list_box_rows, as_of, area_id),
        of_projects=True,
    )


def _list_views(as_of: date, area_id: str) -> list[ItemView]:
    shown = [
        *list_shown_items(as_of, area_id, of_area=True),
        *list_shown_items(as_of, area_id, of_area=False),
    ]
    return [get_item_view(item_id, as_of, area_id) for item_id in shown]


def draw_boxes_file(as_of: date, area_id: str, kind: str) -> bytes:
    """Return the items that can be counted as strips; those without a number have only words."""
    # Only a picture needs what draws it.
    from pages.documents.bar_pictures import draw_strips_picture

    rows = [
        _make_strip(view)
        for view in _list_views(as_of, area_id)
        if view.item["kind"] != "programme"
    ]
    caption = make_caption(
        t("picture.boxes_title", area=name_area(area_id), day=as_of.isoformat()),
        sources=[t("picture.register")],
        notes=(t("picture.boxes_note"),),
        of_projects=True,
    )
    keys = {name: t(f"boxes.key.{name}") for name in ("verified", "reported", "pipeline")}
    return draw_strips_picture(rows, caption, keys, kind)


def _make_strip(view: ItemView) -> StripRow:
    item, row = view.item, view.numbers
    ask, word = describe_amount(item), get_item_word(view.judged["status"])
    word = (
        t("picture.box_item", counted=format_number(row["counted"]), ask=ask, status=word)
        if item["kind"] == "count"
        else t("picture.box_rate", ask=ask, status=word)
    )
    name = name_item_in_box(item)
    if view.seen["judged_area_id"] != view.seen["area_id"]:
        whole = name_area(view.seen["judged_area_id"])
        name = t("picture.box_whole", item=name, area=whole)
    if item["kind"] == "per_county" and not is_missing(row["counties_bound"]):
        met, bound = float(row["counties_met"]), float(row["counties_bound"])
        text = t("boxes.bar_counties", met=int(met), bound=int(bound))
        return StripRow(name, text, verified=met, low=bound)
    if item["kind"] != "count":
        return StripRow(name, word)
    verified = float(row["counted_verified"])
    return StripRow(
        name,
        word,
        verified,
        float(row["counted"]) - verified,
        float(sum(row[stage] for stage in PIPELINE)),
        float(row["low"]),
        None if is_missing(row["high"]) else float(row["high"]),
    )


def list_box_rows(as_of: date, area_id: str) -> tuple[list[str], list[list]]:
    """Return titles and rows: an item each, with the units counted in each stage.

    The first column names the area that the counts are of, the last two what stands in the area
    chosen, where that is not the plan's own.
    """
    columns = COLUMNS[: -2 if is_whole(area_id) else None]
    rows = []
    for item, row, judged, seen in _list_views(as_of, area_id):
        counts = [None if is_missing(row[name]) else int(row[name]) for name in COUNTS]
        here = seen["counted_in_area"]
        cells = [
            name_area(seen["judged_area_id"]),
            name_box(int(item["box_no"])),
            pick_name(item),
            describe_amount(item),
            *(counts if item["kind"] != "programme" else [None] * len(COUNTS)),
            attach_unit("", item["unit"]).strip(),
            get_item_word(judged["status"]),
            name_area(area_id),
            None if is_missing(here) else int(here),
        ]
        rows.append(cells[: len(columns)])
    return [t(f"picture.box_column.{name}") for name in columns], rows
