"""The plan's other demands beside targets and boxes: a requirement, aims and safeguards."""

import pandas as pd
from markupsafe import Markup

from data.store.plan import load_plan_items
from data.words.names import name_clause, pick_name
from data.words.numbers import format_value, format_year, is_missing
from indicators.frames import list_rows
from indicators.targets.requirements import judge_requirements
from pages.blocks.links import render_indicator_link
from pages.blocks.markup import render_fold, render_note
from pages.blocks.status import SYMBOLS, render_mark
from pages.blocks.tables import Column, render_table
from pages.blocks.values import format_state
from pages.shell import cache
from pages.shell.i18n import t

# The look of a level that is met or not; it has no pace, so there is nothing in between.
LOOKS = {True: ("achieved", "plan.standing.met"), False: ("behind", "plan.standing.not_met")}


@cache.keep_drawing
def render_plan_items(area_id: str, year: int) -> Markup:
    """Return the plan's requirement judged for an area; for the region also its other items."""
    items = _get_plan_items()
    judged = judge_requirements(cache.get_inputs(), items, area_id, year).set_index("item_id")
    shown, notes = items[items["kind"] == "requirement"], ["plan.others_note"]
    if area_id == cache.get_plan_area():
        shown, notes = items, [*notes, "plan.others_unjudged"]
    if shown.empty:
        return Markup()
    columns = [
        Column("item", t("plan.column.item")),
        Column("kind", t("plan.column.kind"), "short"),
        Column("ask", t("plan.column.ask"), "short"),
        Column("standing", t("plan.column.standing"), "html"),
        Column("clause", t("documents.column.clause"), "short"),
    ]
    rows = [
        {
            "item": pick_name(item),
            "kind": t(f"plan.kind.{item['kind']}"),
            "ask": _describe_ask(item),
            "standing": _render_standing(item, judged, area_id),
            "clause": name_clause(item["clause_id"], item["path"]),
        }
        for item in list_rows(shown)
    ]
    return render_fold(
        t("plan.others_title"),
        render_table(columns, rows, is_labelled=True)
        + Markup("").join(render_note(t(key)) for key in notes),
        place="plan-items",
    )


@cache.keep("plan")
def _get_plan_items() -> pd.DataFrame:
    return load_plan_items(cache.get_store())


def _describe_ask(item: dict) -> str:
    if is_missing(item["low"]):
        return t("plan.ask.none")
    return t(f"plan.ask.{item['comparator']}", value=format_value(item["low"], item["unit"]))


def _render_standing(item: dict, judged, area_id: str) -> Markup:
    if item["item_id"] not in judged.index:
        return Markup("—")
    row = judged.loc[item["item_id"]]
    if is_missing(row["value"]):
        return Markup('<span class="none">{}</span>').format(t("shell.no_data"))
    status, key = LOOKS[bool(row["is_met"])]
    figure = t(
        "plan.standing.value",
        value=format_value(row["value"], item["unit"]),
        year=format_year(row["year"]),
        state=format_state(row["state"]),
    )
    counties = (
        ""
        if is_missing(row["reported"])
        else t(
            "plan.standing.counties", reported=int(row["reported"]), expected=int(row["expected"])
        )
    )
    beside = render_indicator_link(
        " · ".join(text for text in (figure, counties) if text), item["indicator_id"], area_id
    )
    return render_mark(status, SYMBOLS[status], t(key)) + " " + beside
