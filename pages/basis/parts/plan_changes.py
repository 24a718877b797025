"""The changes since 2016 that the plan reports, and the levels that they imply."""

from markupsafe import Markup

from data.store.plan import load_baseline_changes
from data.words.names import name_clause, pick_name
from data.words.numbers import attach_unit, format_number, format_value, is_missing
from indicators.targets.implied_levels import compute_implied_levels
from pages.blocks.status import name_indicator
from pages.blocks.tables import Column, render_table
from pages.shell import cache
from pages.shell.i18n import t

POWER = "\0"
"""Placeholder of the exponent until the text around it is escaped."""


@cache.keep("decisions", "groups", in_words=True)
def render_plan_changes() -> Markup:
    """Return each change under each reading, with the worked level before it."""
    levels = compute_implied_levels(load_baseline_changes(cache.get_store()))
    columns = [
        Column("series", t("targets.column.measure")),
        Column("change", t("methods.column.change")),
        Column("worked", t("methods.column.worked"), "html"),
        Column("level", t("methods.column.implied")),
        Column("clause", t("documents.column.clause"), "short", is_minor=True),
    ]
    rows = [_make_row(row) for row in levels.to_dict("records")]
    example = _write_example(levels)
    return Markup("{}{}{}{}").format(
        _say(t("methods.plan_changes.rule")),
        _say(example) if example else Markup(),
        render_table(columns, rows, is_labelled=True),
        _say(t("methods.plan_changes.use")),
    )


def _make_row(row: dict) -> dict:
    return {
        "series": t(
            "methods.plan_changes.series",
            name=name_indicator(row["indicator_id"]),
            area=cache.get_area_names()[row["area_id"]],
        ),
        "change": _write_change(row),
        "worked": _draw_worked(row),
        "level": _write_level(row),
        "clause": name_clause(row["clause_id"], row["path"]),
    }


def _write_change(row: dict) -> str:
    if is_missing(row["reading_id"]):
        key = "fell" if row["change_pct"] < 0 else "grew"
        pct = format_number(abs(row["change_pct"]))
        change = t(f"methods.plan_changes.{key}_{row['comparator']}", pct=pct)
    else:
        change = pick_name(row, "reading")
        if row["is_decided"]:
            change = t("audit.decided_reading", name=change)
    return t(
        "methods.plan_changes.period",
        from_year=row["from_year"],
        to_year=row["to_year"],
        change=change,
    )


def _draw_worked(row: dict) -> str:
    if is_missing(row["from_value"]):
        return t("methods.plan_changes.no_level", year=row["to_year"])
    years = row["to_year"] - row["from_year"]
    is_yearly = row["kind"] == "yearly_change"
    words = t(
        "methods.plan_changes.worked",
        value=format_number(row["to_value"]),
        pct=format_number(row["change_pct"]),
        power=POWER if is_yearly else "",
        level=format_number(row["from_value"], 1),
    )
    return Markup.escape(words).replace(POWER, Markup("<sup>{}</sup>").format(years))


def _write_level(row: dict) -> str:
    if is_missing(row["from_value"]):
        return "—"
    value = attach_unit(format_number(row["from_value"], 1), row["unit"])
    return t(f"methods.limit.{row['limit']}", value=value)


def _write_example(levels) -> str:
    """Return in a sentence how far the readings of a change lie apart; "" if all are decided."""
    several = levels[levels["change_id"].duplicated(keep=False)]
    if several.empty:
        return ""
    first = several[several["change_id"] == several["change_id"].iloc[0]].set_index("kind")
    total, yearly = first.loc["relative_change"], first.loc["yearly_change"]
    return t(
        "methods.plan_changes.example",
        name=name_indicator(total["indicator_id"]),
        to_year=total["to_year"],
        from_year=total["from_year"],
        value=format_value(total["to_value"], total["unit"]),
        pct=format_number(total["change_pct"]),
        total=_write_level(total),
        yearly=_write_level(yearly),
    )


def _say(words: str) -> Markup:
    return Markup('<p class="text">{}</p>').format(words)
