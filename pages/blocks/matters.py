"""Matters under supervision: lights, deadlines as a table, one line for other pages."""

import pandas as pd
from markupsafe import Markup

from data.ledger.matters.clocks import LIGHTS
from data.ledger.matters.listing import count_lights
from data.words.catalogue import get_language
from pages.blocks.links import render_link
from pages.blocks.markup import join_unbroken, show
from pages.blocks.status import render_bar, render_mark
from pages.blocks.tables import Column, render_table
from pages.shell import cache, matters_cache
from pages.shell.i18n import t

# The shape of the symbol and the colour (that of a status in style.css) of each light.
MARKS = {
    "overdue": ("▼", "behind"),
    "due_soon": ("◆", "slightly_behind"),
    "open": ("○", "on_pace"),
    "done_late": ("■", "missed"),
    "done": ("●", "achieved"),
}
# What is told beside a deadline of which a day is known.
NOTES = ("extended", "extended_late", "extension_not_later", "holidays_unknown")


def render_light(light: str, *, count: int | None = None) -> Markup:
    """Return a light as HTML: symbol, word and colour, and a count if one is given."""
    symbol, colour = MARKS[light]
    return render_mark(colour, symbol, t(f"matters.light.{light}"), count=count)


def render_lights(deadlines: pd.DataFrame) -> Markup:
    """Return how many matters have each light, as a bar and in words."""
    counts = count_lights(deadlines)
    parts = {MARKS[light][1]: counts[light] for light in LIGHTS}
    symbols = {colour: symbol for symbol, colour in MARKS.values()}
    words = {MARKS[light][1]: t(f"matters.light.{light}") for light in LIGHTS}
    marks = Markup(" ").join(render_light(light, count=counts[light]) for light in LIGHTS)
    legend = Markup('<p class="legend">{}</p>').format(marks)
    return render_bar(parts, symbols, words) + legend


def show_matters_line(area_id: str, target_id: str | None = None) -> None:
    """Show the line on the matters of an area or of a target in it; without any, nothing.

    The line of the plan's own area counts every matter.
    """
    line = _render_matters_line(area_id, target_id)
    if line:
        show(line)


@cache.keep(*matters_cache.MATTERS, in_words=True, by_day=True)
def _render_matters_line(area_id: str, target_id: str | None) -> Markup:
    own = matters_cache.get_deadlines()
    if area_id != cache.get_plan_area() or target_id is not None:
        own = own[own["area_id"] == area_id]
    if target_id is not None:
        own = own[(own["subject_kind"] == "target") & (own["subject_id"] == target_id)]
    if own.empty:
        return Markup()
    counts = {light: n for light, n in count_lights(own).items() if n}
    marks = Markup(" ").join(render_light(light, count=n) for light, n in counts.items())
    link = render_link("matters", t("matters.to_page"))
    return Markup('<p class="legend">{} {} {}</p>').format(t("matters.of_page"), marks, link)


def render_deadlines(deadlines: pd.DataFrame, *, has_links: bool = True) -> Markup:
    """Return deadlines as a table, in their order."""
    columns = [
        Column("light", t("matters.column.light"), "short"),
        Column("due", t("matters.column.due"), "short"),
        Column("title", t("matters.column.title"), "long"),
        Column("kind", t("matters.column.kind"), is_minor=True),
        Column("unit", t("matters.column.lead_unit")),
        Column("clock", t("matters.column.clock")),
        Column("left", t("matters.column.left"), "short"),
        Column("document", t("matters.column.document_no"), is_minor=True),
    ]
    rows = [_make_row(row, has_links) for row in deadlines.to_dict("records")]
    return render_table(columns, rows, is_labelled=True)


def _make_row(row: dict, has_links: bool) -> dict:
    title = row["title"]
    if row["kind"] == "report":
        title = render_link("county", title, code=row["area_id"])
    elif has_links:
        title = render_link("matters", title, matter=row["matter_id"])
    return {
        "light": render_light(row["light"]),
        "due": join_unbroken([format_matter_day(row["due_on"])]),
        "title": title,
        "kind": t(f"matters.kind.{row['kind']}"),
        "unit": row["lead_unit"],
        "clock": name_clock(row["clock"]),
        "left": describe_left(row),
        "document": row["document_no"] or "—",
    }


def describe_left(row: dict) -> str:
    """Return how many days are left, when it was done, or why there is no day."""
    if row["done_on"] is not None:
        return t("matters.done_on", day=format_matter_day(row["done_on"]))
    if row["due_on"] is None:
        event = row["begins_with"]
        if row["note"] == "not_begun":
            return t("matters.not_begun", event=t(f"matters.event.{event}"))
        return t("matters.no_limit")
    left = int(row["days_left"])
    text = t("matters.days_over", n=-left) if left < 0 else t("matters.days_left", n=left)
    if row["note"] in NOTES:
        text = t("matters.with_note", text=text, note=t(f"matters.{row['note']}"))
    return text


def format_matter_day(day) -> str:
    """Return a day as a table writes it; a dash for none."""
    return "—" if day is None or pd.isna(day) else f"{day:%Y-%m-%d}"


def name_clock(clock_id: str) -> str:
    """Return the name of a clock."""
    names = matters_cache.get_clock_names(get_language())
    return names.get(clock_id) or t("matters.clock_report")
