"""An item of a box in words and as a bar: what the plan asks and how far it is."""

import html
from datetime import date, timedelta
from pathlib import Path

import streamlit as st

from data.projects.register import STAGES
from data.words.names import pick_name
from data.words.numbers import attach_unit, format_number, format_value, is_missing
from pages.blocks.status import draw_beside, draw_mark, name_indicator
from pages.shell import box_cache
from pages.shell.i18n import t

HERE = Path(__file__).resolve().parent
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
PIPELINE = STAGES[:3]


def show_box_style() -> None:
    """Give the page the look of boxes."""
    st.html(HERE / "boxes.css")


def list_dates(asked: str | None) -> list[date]:
    """Return the days to choose from: today, the ends of past months, and a day asked for."""
    today = date.today()
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


def write_date(day: date) -> str:
    """Return a day to choose, today by its word."""
    return t("boxes.today", day=day.isoformat()) if day == date.today() else day.isoformat()


def get_item_word(status: str) -> str:
    """Return the word for a status of an item."""
    return t(f"boxes.status.{status}")


def draw_item_status(status: str, *, count=None) -> str:
    """Return a status as symbol and word, with a count where one is given."""
    return draw_mark(status, SYMBOLS[status], get_item_word(status), count=count)


def draw_item_judgement(status: str, reason) -> str:
    """Return a status with its reason beside it."""
    return draw_item_status(status) + draw_beside(describe_item_reason(reason))


def describe_item_reason(reason) -> str:
    """Return the short words for a reason; one that needs no words beside its status has none."""
    if is_missing(reason) or reason == "no_data":
        return ""
    code, _, input_id = reason.partition(":")
    if input_id == "plan_counties":
        return t("boxes.reason.members_unknown")
    if input_id:
        return t("status.reason.no_input", input=name_indicator(input_id))
    return t(f"boxes.reason.{code}")


def describe_item_ask(item) -> str:
    """Return what the plan asks of an item in its own terms, e.g. "10个左右"."""
    if is_missing(item["low"]):
        return t("boxes.ask.programme")
    key = f"boxes.ask.{item['comparator']}"
    if item["kind"] == "per_county":
        key = f"boxes.ask.per_county.{item['comparator']}"
    high = (
        "" if is_missing(item["high"]) else attach_unit(format_number(item["high"]), item["unit"])
    )
    return t(
        key,
        low=format_number(item["low"]),
        high=high,
        quantity=format_value(item["low"], item["unit"]),
    )


def draw_far(row, item) -> str:
    """Return how far an item is as a bar: verified, self-reported, under way, and the goal.

    `row` is a row of `compute_box_readings`. Items without a count have no bar.
    """
    if item["kind"] == "per_county":
        if is_missing(row["counties_bound"]):
            return ""
        return _draw_counties(int(row["counties_met"]), int(row["counties_bound"]))
    if item["kind"] != "count":
        return ""
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
    return _draw_bar(
        parts,
        goal,
        low,
        whole,
        t(
            "boxes.bar_label",
            verified=verified,
            reported=counted - verified,
            pipeline=pipeline,
            goal=describe_item_ask(item),
        ),
    )


def _draw_counties(met: int, bound: int) -> str:
    label = t("boxes.bar_counties", met=met, bound=bound)
    return _draw_bar([("verified", 0, met)], [], bound, bound * 1.02, label)


def _draw_bar(parts, spans, goal: float, whole: float, label: str) -> str:
    drawn = "".join(
        f'<i class="{name}" style="left:{begin / whole:.2%};width:{(end - begin) / whole:.2%}"></i>'
        for name, begin, end in [*spans, *parts]
        if end > begin
    )
    return (
        f'<span class="far" role="img" aria-label="{html.escape(label)}" '
        f'title="{html.escape(label)}"><span class="ground"></span>{drawn}'
        f'<i class="goal" style="left:{goal / whole:.2%}"></i></span>'
    )


def draw_keys() -> str:
    """Return the key of the bars."""
    names = ("verified", "reported", "pipeline")
    samples = "".join(
        f'<span><span class="far"><i class="{name}" style="left:0;width:100%"></i></span>'
        f"{html.escape(t(f'boxes.key.{name}'))}</span>"
        for name in names
    )
    goal = (
        '<span><span class="far"><i class="goal" style="left:45%"></i></span>'
        f"{html.escape(t('boxes.key.goal'))}</span>"
    )
    return f'<p class="keys">{samples}{goal}</p>'


def draw_count(row, item) -> str:
    """Return the counted units of an item, or the latest value of a rate, as HTML."""
    if item["kind"] == "rate":
        if is_missing(row["latest_value"]):
            return f'<span class="none">{html.escape(t("shell.no_data"))}</span>'
        year = html.escape(t("shell.year_value", year=int(row["latest_year"])))
        value = html.escape(format_value(row["latest_value"], item["unit"]))
        return f'{value}<span class="sub">{year}</span>'
    if item["kind"] == "programme":
        return ""
    if not any(row[stage] for stage in STAGES):
        return "—"
    count = html.escape(attach_unit(format_number(row["counted"]), item["unit"]))
    notes = [t("boxes.of_these_verified", count=int(row["counted_verified"]))]
    if not is_missing(row["undated"]) and row["undated"]:
        notes.append(t("boxes.of_these_undated", count=int(row["undated"])))
    if row["counted"] == 0:
        return count
    return f'{count}<span class="sub">{html.escape(t("shell.list_separator").join(notes))}</span>'


def describe_pipeline(row, item) -> str:
    """Return the units under way by stage, e.g. "规划 2 · 在建 1"; a dash for none."""
    if item["kind"] in ("rate", "programme"):
        return ""
    parts = [
        t("boxes.stage_count", stage=t(f"projects.stage.{stage}"), count=int(row[stage]))
        for stage in PIPELINE
        if row[stage]
    ]
    return " · ".join(parts) or "—"


def name_item(item_id) -> str:
    """Return the name of an item; a project may have none."""
    return (
        t("projects.no_item")
        if is_missing(item_id)
        else pick_name(box_cache.get_items().loc[item_id])
    )


def name_box(box_no: int) -> str:
    """Return number and name of a box."""
    items = box_cache.get_items()
    return t(
        "boxes.box",
        box=int(box_no),
        name=pick_name(items[items["box_no"] == box_no].iloc[0], "box"),
    )
