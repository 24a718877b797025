"""The values of a map as a table, for reading, copying and screen readers."""

from typing import NamedTuple

from markupsafe import Markup

from data.words.numbers import is_missing
from geo.legend import CLASS, NO_DATA, NOT_ASSIGNED, NOT_COMPARABLE_KEY
from pages.blocks.links import render_link
from pages.blocks.markup import render_note
from pages.blocks.values import format_state
from pages.shell.i18n import t


class _Row(NamedTuple):
    """What the table says about one unit; the names are columns of a view's units."""

    area_id: str
    name: str
    key: str
    value: float
    number: str
    text: str
    state: str
    rank: object
    note: str


def render_map_table(view) -> Markup:
    """Return the units with a value as a table, highest first, and list the others by name.

    It is compact on purpose, because it is sent again with every year.
    """
    units = view.units
    rows = [
        row
        for row in map(
            _Row, *(units.index if name == "area_id" else units[name] for name in _Row._fields)
        )
        if row.key == CLASS
    ]
    rows.sort(key=lambda row: row.value, reverse=view.kind != "status")
    columns = _list_columns(view)
    body = Markup("").join(_render_row(row, view, columns) for row in rows)
    title = t("map.table.title", title=view.title)
    heads = Markup("").join(
        Markup("<th scope=col{}>{}").format(
            " class=number" if key == "value" and view.is_measured else "", _name_column(key, view)
        )
        for key in columns
    )
    table = (
        (
            Markup(
                '<div class="table"><table><caption>{}</caption><thead><tr>{}</thead><tbody>'
                "{}</tbody></table></div>"
            ).format(title, heads, body)
        )
        if len(rows)
        else ""
    )
    return Markup("{}{}").format(table, _render_others(units, view))


def list_facts(view) -> str:
    """Return states, sources, cut-off and coverage of a map in one line."""
    states = t("shell.list_separator").join(
        t("plate.state_count", state=t(f"map.state.{state}"), n=n)
        for state, n in view.states.items()
    )
    parts = [part for part in (view.region, view.cutoff) if part]
    if states:
        parts.append(t("map.table.states", states=states))
    if view.sources:
        parts.append(t("plate.source", sources=t("shell.list_separator").join(view.sources[:3])))
    if view.is_measured and not view.ranked and (view.units["key"] == CLASS).any():
        parts.append(t("map.table.not_ranked"))
    hidden = view.units.loc[~view.units["has_shape"], "name"]
    if len(hidden):
        parts.append(t("map.table.no_shape", names=t("shell.list_separator").join(hidden)))
    return t("shell.sentence_separator").join(parts)


def _list_columns(view) -> list[str]:
    columns = ["name", "value"]
    if view.is_measured:
        columns.append("state")
    if view.ranked:
        columns.append("rank")
    if (view.units["note"] != "").any():
        columns.append("note")
    return columns


def _name_column(key: str, view) -> str:
    name = t(f"map.table.{key}")
    return (
        t("map.table.with_unit", name=name, unit=view.unit)
        if key == "value" and view.is_measured and view.unit
        else name
    )


def _render_row(row, view, columns: list[str]) -> Markup:
    cells = {
        "name": Markup("<td>{}").format(_render_name(row, view)),
        "value": Markup("<td class=number>{}").format(row.number)
        if view.is_measured
        else Markup("<td class=short>{}").format(row.text),
        "state": Markup("<td>{}").format(format_state(row.state) if row.state else ""),
        "rank": Markup("<td>{}").format("" if is_missing(row.rank) else row.rank),
        "note": Markup("<td>{}").format(row.note),
    }
    return Markup("<tr>") + Markup("").join(cells[key] for key in columns)


def _render_name(row, view) -> Markup:
    name = row.name
    if view.level != "county":
        return name
    return render_link("county", name, code=row.area_id)


def _render_others(units, view) -> Markup:
    """Return the names of units without a value, by reason."""
    names: dict[str, list[str]] = {}
    outside = view.outside
    for name, key, has_shape in zip(units["name"], units["key"], units["has_shape"], strict=True):
        names.setdefault(outside if key == NOT_ASSIGNED else key, []).append(name)
        if not has_shape:
            names.setdefault("no_shape", []).append(name)
    lines = [
        t(
            f"map.table.{reason}",
            n=len(names[reason]),
            names=t("shell.list_separator").join(names[reason]),
            refusal=t(view.refusal),
        )
        for reason in (NO_DATA, NOT_COMPARABLE_KEY, outside, "no_shape")
        if reason in names
    ]
    return Markup("").join(render_note(line) for line in lines)
