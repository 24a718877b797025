"""The values of a map as a table, for reading, copying and screen readers."""

import pandas as pd
from markupsafe import Markup

from data.words.numbers import is_missing
from geo.legend import (
    CLASS,
    FROM_ZERO_KEY,
    NO_DATA,
    NOT_ASSIGNED,
    NOT_COMPARABLE_KEY,
    NOT_FOUNDED_KEY,
)
from pages.blocks.links import render_link
from pages.blocks.markup import fill_each, render_note
from pages.blocks.tables import SHOWN
from pages.blocks.values import format_state
from pages.shell.i18n import t


def render_map_table(view) -> Markup:
    """Return the units with a value as a table, highest first; empty without any.

    It is compact on purpose, because it is sent again with every year. A long one ends after the
    first `SHOWN`; `render_lower_map_table` has the rest.
    """
    return _render_units(view, _list_valued(view)[:SHOWN])


def name_lower_units(view) -> str:
    """Return how many units `render_map_table` leaves out; "" if it shows all that have a value."""
    rest = int(view.units["key"].eq(CLASS).sum()) - SHOWN
    return t("indicator.rank_rest", count=rest) if rest > 0 else ""


def render_lower_map_table(view) -> Markup:
    """Return the units that come after those of `render_map_table`, as a table."""
    return _render_units(view, _list_valued(view)[SHOWN:])


def _list_valued(view) -> pd.DataFrame:
    """Return the units with a value, highest first; a status goes by its own order."""
    units = view.units[view.units["key"] == CLASS]
    return units.sort_values("value", ascending=view.kind == "status", kind="stable")


def _render_units(view, units: pd.DataFrame) -> Markup:
    if units.empty:
        return Markup()
    columns = _list_columns(view)
    heads = Markup("").join(
        Markup("<th scope=col{}>{}").format(
            " class=number" if key == "value" and view.is_measured else "", _name_column(key, view)
        )
        for key in columns
    )
    return Markup(
        '<div class="table"><table><caption>{}</caption><thead><tr>{}</thead><tbody>'
        "{}</tbody></table></div>"
    ).format(t("map.table.title", title=view.title), heads, _render_rows(view, units, columns))


def list_facts(view) -> str:
    """Return states, sources, cut-off and coverage of a map in one line."""
    states = t("shell.list_separator").join(
        t("plate.state_count", state=t(f"map.state.{state}"), n=n)
        for state, n in view.states.items()
    )
    parts = [part for part in (view.region, view.cutoff, view.remark) if part]
    if states:
        parts.append(t("map.table.states", states=states))
    if view.sources:
        parts.append(t("plate.source", sources=t("shell.list_separator").join(view.sources[:3])))
    if view.is_measured and not view.ranked and (view.units["key"] == CLASS).any():
        parts.append(t("map.table.not_ranked"))
    is_hidden = ~view.units["has_shape"] & (view.units["key"] != NOT_FOUNDED_KEY)
    hidden = view.units.loc[is_hidden, "name"]
    if len(hidden):
        parts.append(t("map.table.no_shape", names=t("shell.list_separator").join(hidden)))
    return t("shell.sentence_separator").join(parts)


def _list_columns(view) -> list[str]:
    columns = ["name", "value"]
    if view.is_measured:
        columns.append("state")
    if view.ranked:
        columns.append("rank")
    if (view.units.loc[view.units["key"] == CLASS, "note"] != "").any():
        columns.append("note")
    return columns


def name_rank(view) -> str:
    """Return the heading of the ranks, which says in which order they are."""
    return t(f"map.table.rank_{view.order}" if view.ranked else "map.table.rank")


def _name_column(key: str, view) -> str:
    if key == "rank":
        return name_rank(view)
    name = t(f"map.table.{key}")
    return (
        t("map.table.with_unit", name=name, unit=view.unit)
        if key == "value" and view.is_measured and view.unit
        else name
    )


def _render_rows(view, units: pd.DataFrame, columns: list[str]) -> Markup:
    plain = Markup("<td>%s")
    value = Markup("<td class=number>%s") if view.is_measured else Markup("<td class=short>%s")
    begins = (value if key == "value" else plain for key in columns)
    template = Markup("<tr>") + Markup("").join(begins)
    cells = {
        "name": _render_names(view, units),
        "value": units["number" if view.is_measured else "text"],
        "state": [format_state(state) if state else "" for state in units["state"]],
        "rank": ["" if is_missing(rank) else rank for rank in units["rank"]],
        "note": units["note"],
    }
    return fill_each(template, zip(*(cells[key] for key in columns), strict=True))


def _render_names(view, units: pd.DataFrame) -> list[str]:
    """Return the names of units; those of counties lead to their pages."""
    if view.level != "county":
        return list(units["name"])
    return [
        render_link("county", name, code=area_id)
        for area_id, name in zip(units.index, units["name"], strict=True)
    ]


def render_others(view) -> Markup:
    """Return the names of units without a value, by reason, and of those without an outline."""
    units = view.units
    names: dict[str, list[str]] = {}
    no_data = "no_data_seen" if view.is_partial else NO_DATA
    outside = view.outside
    told = (units[column].tolist() for column in ("name", "key", "note", "has_shape"))
    for name, key, note, has_shape in zip(*told, strict=True):
        if key == FROM_ZERO_KEY:
            name = t("map.table.with_note", name=name, note=note)
        reason = {NOT_ASSIGNED: outside, NO_DATA: no_data}.get(key, key)
        names.setdefault(reason, []).append(name)
        if not has_shape and key != NOT_FOUNDED_KEY:
            names.setdefault("no_shape", []).append(name)
    lines = [
        t(
            f"map.table.{reason}",
            n=len(names[reason]),
            names=t("shell.list_separator").join(names[reason]),
            refusal=t(view.refusal),
        )
        for reason in (
            *(no_data, NOT_COMPARABLE_KEY, FROM_ZERO_KEY, NOT_FOUNDED_KEY),
            *(outside, "no_shape"),
        )
        if reason in names
    ]
    return Markup("").join(render_note(line) for line in lines)
