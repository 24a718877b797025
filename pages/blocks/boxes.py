"""An item of a box in words and as a bar: what the plan asks, and its progress."""

from datetime import date, timedelta

from markupsafe import Markup, escape

from data.clock import get_today
from data.projects.register import STAGES
from data.words.amounts import describe_amount
from data.words.names import pick_name
from data.words.numbers import attach_unit, format_day, format_number, format_value, is_missing
from pages.blocks.links import render_indicator_link
from pages.blocks.status import render_beside, render_mark
from pages.documents.item_wording import PIPELINE, describe_item_reason_in
from pages.shell import box_cache, cache
from pages.shell.i18n import t

FIRST_MONTH = date(2023, 1, 1)
# The symbols differ in shape; the colours (boxes.css) are those of the targets.
SYMBOLS = {
    "met": "●",
    "close": "◆",
    "in_progress": "▲",
    "not_begun": "–",
    "breach": "▼",
    "cannot_judge": "○",
    "programme": "□",
}


def list_dates(asked: str | None) -> list[date]:
    """Return the days to choose from: today, the ends of past months, and a day asked for."""
    today = get_today()
    days, month = [today], today.replace(day=1)
    while month > FIRST_MONTH:
        days.append(month - timedelta(days=1))
        month = days[-1].replace(day=1)
    try:
        day = date.fromisoformat(asked or "")
    except ValueError:
        return days
    return (
        days
        if day in days or not FIRST_MONTH <= day <= today
        else sorted([*days, day], reverse=True)
    )


def format_choice_of_day(day: date) -> str:
    """Return a day to choose from; today is called today."""
    return t("boxes.today", day=format_day(day)) if day == get_today() else day.isoformat()


def get_item_word(status: str) -> str:
    """Return the word for a status of an item."""
    return t(f"boxes.status.{status}")


def render_item_status(status: str, *, count=None) -> Markup:
    """Return a status as symbol and word, with a count if one is given."""
    return render_mark(status, SYMBOLS[status], get_item_word(status), count=count)


def render_item_judgement(status: str, reason) -> Markup:
    """Return a status with its reason."""
    return render_item_status(status) + render_beside(describe_item_reason(reason))


def render_distance(row, item) -> Markup:
    """Return the progress of an item as a bar: verified, self-reported, under way, and the goal.

    `row` is a row of `compute_box_readings`. Items without a count have no bar, nor those
    that bind no county of the area.
    """
    if item["kind"] == "per_county":
        if is_missing(row["counties_bound"]) or not row["counties_bound"]:
            return Markup()
        return _render_counties(int(row["counties_met"]), int(row["counties_bound"]))
    if item["kind"] != "count":
        return Markup()
    verified, counted = int(row["counted_verified"]), int(row["counted"])
    pipeline = sum(int(row[stage]) for stage in PIPELINE)
    low = float(row["low"])
    high = low if is_missing(row["high"]) else float(row["high"])
    whole = max(high * 1.08, (counted + pipeline) * 1.02)
    parts = [
        ("verified", 0, verified),
        ("reported", verified, counted),
        ("pipeline", counted, counted + pipeline),
    ]
    goal = [("span", low, high)] if high > low else []
    return _render_bar(
        parts,
        goal,
        low,
        whole,
        t(
            "boxes.bar_label",
            verified=verified,
            reported=counted - verified,
            pipeline=pipeline,
            goal=describe_amount(item),
        ),
    )


def _render_counties(met: int, bound: int) -> Markup:
    label = t("boxes.bar_counties", met=met, bound=bound)
    return _render_bar([("verified", 0, met)], [], bound, bound * 1.02, label)


def _render_bar(parts, spans, goal: float, whole: float, label: str) -> Markup:
    drawn = Markup("").join(
        Markup('<i class="{}" style="left:{:.2%};width:{:.2%}"></i>').format(
            name, begin / whole, (end - begin) / whole
        )
        for name, begin, end in [*spans, *parts]
        if end > begin
    )
    return Markup(
        '<span class="far" role="img" aria-label="{}" title="{}">'
        '<span class="ground"></span>{}'
        '<i class="goal" style="left:{:.2%}"></i></span>'
    ).format(label, label, drawn, goal / whole)


def render_keys() -> Markup:
    """Return the key of the bars."""
    names = ("verified", "reported", "pipeline")
    samples = Markup("").join(
        Markup(
            '<span><span class="far"><i class="{}" style="left:0;width:100%"></i></span>{}</span>'
        ).format(name, t(f"boxes.key.{name}"))
        for name in names
    )
    goal = Markup(
        '<span><span class="far"><i class="goal" style="left:45%"></i></span>{}</span>'
    ).format(t("boxes.key.goal"))
    return Markup('<p class="keys">{}{}</p>').format(samples, goal)


def render_count(row, item) -> Markup:
    """Return the counted units of an item, or the latest value of a rate, as HTML."""
    if item["kind"] == "rate":
        if is_missing(row["latest_value"]):
            return Markup('<span class="none">{}</span>').format(t("shell.no_data"))
        year = t("shell.year_value", year=int(row["latest_year"]))
        value = render_indicator_link(
            format_value(row["latest_value"], item["unit"]), item["indicator_id"], item["scope"]
        )
        return Markup('{}<span class="sub">{}</span>').format(value, year)
    if item["kind"] == "programme":
        return Markup()
    if not any(row[stage] for stage in STAGES):
        return Markup("—")
    count = attach_unit(format_number(row["counted"]), item["unit"])
    notes = [t("boxes.of_these_verified", count=int(row["counted_verified"]))]
    if not is_missing(row["undated"]) and row["undated"]:
        notes.append(t("boxes.of_these_undated", count=int(row["undated"])))
    if row["counted"] == 0:
        return escape(count)
    return Markup('{}<span class="sub">{}</span>').format(
        count, t("shell.list_separator").join(notes)
    )


def name_item(item_id) -> str:
    """Return the name of an item, or the text for a project without one."""
    return (
        t("projects.no_item")
        if is_missing(item_id)
        else pick_name(box_cache.get_item_rows()[item_id])
    )


def name_item_in_box(item) -> str:
    """Return the name of an item with the label of its box."""
    return t("boxes.item_in_box", box=pick_name(item, "label"), name=pick_name(item))


def name_box(box_no: int) -> str:
    """Return label and name of a box."""
    first = next(row for row in box_cache.get_item_rows().values() if row["box_no"] == box_no)
    return t("boxes.box", box=pick_name(first, "label"), name=pick_name(first, "box"))


def describe_item_reason(reason) -> str:
    """Return the short text of a reason; "" for a reason that the status already tells."""
    return describe_item_reason_in(cache.get_inputs(), reason)
