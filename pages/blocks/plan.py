"""The plan's own statements: figures of a group, and the terms that its boxes name."""

from markupsafe import Markup

from data.words.names import name_clause, pick_name
from data.words.numbers import format_value, format_year, is_missing
from indicators.frames import list_rows
from indicators.plan_figures import list_plan_figures
from pages.blocks.links import render_indicator_link, render_indicator_name
from pages.blocks.markup import render_title, show
from pages.blocks.tables import Column, render_table
from pages.shell import box_cache, cache
from pages.shell.i18n import t


def show_plan_figures(area_id: str) -> None:
    """Show the figures that the plan states for an area, if any."""
    drawn = _render_plan_figures(area_id)
    if drawn:
        show(drawn)


@cache.keep_drawing
def _render_plan_figures(area_id: str) -> Markup:
    """Return the figures that the plan states for an area, with their scope; "" for none."""
    stated = list_plan_figures(cache.get_inputs(), area_id)
    if stated.empty:
        return Markup()
    rows = [
        {
            "name": render_indicator_name(row["indicator_id"], area_id),
            "value": render_indicator_link(
                format_value(row["value"], row["unit"]), row["indicator_id"], area_id
            ),
            "year": t("plan.no_year") if is_missing(row["year"]) else format_year(row["year"]),
            "clause": name_clause(row["clause_id"], row["path"]),
            "note": describe_note(row),
        }
        for row in list_rows(stated)
    ]
    columns = [
        Column("name", t("documents.column.indicator")),
        Column("value", t("plan.column.value"), "number"),
        Column("year", t("plan.column.year"), "short"),
        Column("clause", t("documents.column.clause"), "short"),
        Column("note", t("plan.column.note"), "long"),
    ]
    return Markup('{}<p class="text">{}</p>{}').format(
        render_title(t("plan.baselines_title")),
        _say_for_whom(area_id),
        render_table(columns, rows, is_labelled=True),
    )


def _say_for_whom(area_id: str) -> str:
    area = cache.get_area_names()[area_id]
    count = cache.get_inputs().stated_counts.get(area_id)
    if count is None:
        return t("plan.baselines_all", area=area)
    return t("plan.baselines_for", area=area, count=count)


def describe_note(row) -> str:
    """Return the note on a figure of the plan; "" for none."""
    note = pick_name(row, "note")
    return "" if is_missing(note) else note


def describe_no_figures(area_id: str, otherwise: str) -> str:
    """Return the sentence for an area without yearly figures; it mentions the plan's own."""
    if list_plan_figures(cache.get_inputs(), area_id).empty:
        return otherwise
    return t("plan.only_plan", area=cache.get_area_names()[area_id])


def describe_terms(subject_kind: str, subject_id: str) -> list[str]:
    """Return the breeds, livestock, crops and diseases of an item or role, one line per kind."""
    lines = []
    for kind, rows in box_cache.get_terms().get((subject_kind, subject_id), []):
        names = t("shell.list_separator").join(pick_name(row) for row in rows)
        is_open = any(row["is_open"] for row in rows)
        named = t("plan.terms.open", list=names) if is_open else names
        lines.append(t(f"plan.terms.{kind}", list=named))
    return lines
