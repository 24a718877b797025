"""The items of the boxes to take away: as strips, as data, and as a workbook."""

from datetime import date
from functools import partial

from data.words.amounts import describe_amount
from data.words.names import pick_name
from data.words.numbers import attach_unit, format_number, is_missing
from pages.blocks.boxes import PIPELINE, get_item_word, name_box, name_item_in_box
from pages.blocks.pictures import make_caption
from pages.blocks.takeaway import make_file_name, offer_files
from pages.documents.chart_data import StripRow
from pages.shell import box_cache
from pages.shell.i18n import t

COLUMNS = (
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
)
COUNTS = ("planned", "approved", "building", "completed", "accepted", "counted", "counted_verified")


def offer_boxes(as_of: date) -> None:
    """Offer the items as of a day."""
    offer_files(
        "boxes",
        make_file_name(t("shell.page.boxes"), as_of.isoformat()),
        draw=partial(draw_boxes_file, as_of),
        rows=partial(list_box_rows, as_of),
        of_projects=True,
    )


def draw_boxes_file(as_of: date, kind: str) -> bytes:
    """Return the items that can be counted as strips; those without a number have only words."""
    # Only a picture needs what draws it.
    from pages.documents.bar_pictures import draw_strips_picture

    judged = box_cache.get_boxes(as_of).set_index("item_id")["status"]
    readings = box_cache.get_box_readings(as_of)
    readings = readings[~readings.index.duplicated()]
    items = box_cache.get_items()
    rows = [
        _make_strip(item, readings.loc[item["item_id"]], judged[item["item_id"]])
        for item in items[items["kind"] != "programme"].to_dict("records")
    ]
    caption = make_caption(
        t("picture.boxes_title", day=as_of.isoformat()),
        sources=[t("picture.register")],
        notes=(t("picture.boxes_note"),),
        of_projects=True,
    )
    keys = {name: t(f"boxes.key.{name}") for name in ("verified", "reported", "pipeline")}
    return draw_strips_picture(rows, caption, keys, kind)


def _make_strip(item: dict, row, status: str) -> StripRow:
    ask, word = describe_amount(item), get_item_word(status)
    word = (
        t("picture.box_item", counted=format_number(row["counted"]), ask=ask, status=word)
        if item["kind"] == "count"
        else t("picture.box_rate", ask=ask, status=word)
    )
    name = name_item_in_box(item)
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


def list_box_rows(as_of: date) -> tuple[list[str], list[list]]:
    """Return titles and rows: an item each, with the units counted in each stage."""
    judged = box_cache.get_boxes(as_of).set_index("item_id")["status"]
    readings = box_cache.get_box_readings(as_of)
    readings = readings[~readings.index.duplicated()]
    rows = []
    for item in box_cache.get_items().to_dict("records"):
        row = readings.loc[item["item_id"]]
        counts = [None if is_missing(row[name]) else int(row[name]) for name in COUNTS]
        rows.append(
            [
                name_box(int(item["box_no"])),
                pick_name(item),
                describe_amount(item),
                *(counts if item["kind"] != "programme" else [None] * len(COUNTS)),
                attach_unit("", item["unit"]).strip(),
                get_item_word(judged[item["item_id"]]),
            ]
        )
    return [t(f"picture.box_column.{name}") for name in COLUMNS], rows
