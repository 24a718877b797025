"""Roles, duties and comparisons as HTML, for the pages of this section."""

import html
from pathlib import Path

import pandas as pd
import streamlit as st

from data.words.names import pick_name
from data.words.numbers import format_year, is_missing
from indicators.counties.profile import CountyInputs
from pages.blocks.figures import draw_sparkline
from pages.blocks.status import name_indicator
from pages.blocks.tables import Column, draw_table
from pages.blocks.targets import draw_link
from pages.blocks.values import draw_figure
from pages.documents import wording
from pages.shell import cache
from pages.shell.i18n import get_language, t

STYLE = Path(__file__).resolve().with_name("counties.css")
MARKS = {"bound": "●", "undecided": "◐", "unknown": "○", "shared": "◇"}


def show_style() -> None:
    """Give the page the look of counties."""
    st.html(STYLE)


def show_title(key: str, **values) -> None:
    """Write the heading of a part of a page."""
    st.html(f'<h2 class="block">{html.escape(t(key, **values))}</h2>')


def show_text(text: str, kind: str = "note") -> None:
    """Write a sentence as note, lead or empty."""
    if text:
        st.html(f'<p class="{kind}">{html.escape(text)}</p>')


def show_lead(first: str, *others: str) -> None:
    """Write what matters most, and sentences that go with it."""
    notes = "".join(f'<p class="note">{html.escape(text)}</p>' for text in others if text)
    st.html(f'<section><p class="lead">{html.escape(first)}</p>{notes}</section>')


def link_county(inputs: CountyInputs, area_id: str) -> str:
    """Return a link to the page of an area, with its name."""
    return draw_link("county", wording.name_area_in(inputs, area_id), code=area_id)


def draw_head(inputs: CountyInputs, area: dict, neighbours: tuple) -> str:
    """Return an area's name, place and code, and the ways to its neighbours."""
    area_id = area["area_id"]
    place = wording.name_place(inputs, area_id) or t(f"county.level.{area['level']}")
    links = [
        draw_link(
            "county", t(f"county.{word}", name=wording.name_area_in(inputs, other)), code=other
        )
        for word, other in zip(("previous", "next"), neighbours, strict=True)
        if other
    ]
    return (
        f'<div class="county-name"><b>{html.escape(pick_name(area))}</b>'
        f"<span>{html.escape(area_id)} · {html.escape(place)}</span>"
        f"<nav>{''.join(links)}</nav></div>"
    )


def draw_roles(inputs: CountyInputs, roles: pd.DataFrame, *, is_county: bool) -> str:
    """Return an area's roles by industry, each a link to all counties with it."""
    rows = []
    for _, group in roles.groupby("industry_id", sort=False):
        first = group.iloc[0]
        links = "".join(_link_role(role, is_county) for role in group.to_dict("records"))
        clause = wording.name_clause(inputs, first["industry_clause_id"])
        rows.append(
            f"<span>{html.escape(pick_name(first, 'industry'))}</span><div>{links}</div>"
            f'<span class="clause">{html.escape(clause)}</span>'
        )
    return f'<div class="role-list">{"".join(rows)}</div>'


def _link_role(role: dict, is_county: bool) -> str:
    name = pick_name(role)
    if not is_county:
        name = t("county.role_count", name=name, count=role["count"])
    return draw_link("roles", name, role=role["role_id"])


def draw_duties(inputs: CountyInputs, duties: pd.DataFrame, *, is_county: bool) -> str:
    """Return what the boxes ask, whom it binds and what the register holds."""
    rows = []
    for duty in duties.to_dict("records"):
        why = wording.describe_binding(inputs, duty)
        if not is_county and duty["area_ids"]:
            concerned = t("county.binding_note.counties", count=len(duty["area_ids"]))
            why = t("county.sentence_separator").join([concerned, why])
        rows.append(
            {
                "name": draw_link("boxes", pick_name(duty), item=duty["item_id"]),
                "asked": wording.describe_quantity(inputs, duty),
                "clause": wording.name_clause(inputs, duty["clause_id"]),
                "binding": _draw_binding(duty["binding"], why),
                "progress": _draw_progress(duty),
            }
        )
    columns = [
        Column("name", t("documents.column.duty"), "html"),
        Column("asked", t("documents.column.asked")),
        Column("clause", t("documents.column.clause"), "short"),
        Column("binding", t("documents.column.binding"), "html"),
        Column("progress", t("documents.column.progress"), "html"),
    ]
    return draw_table(columns, rows, is_stacked=True)


def _draw_binding(binding: str, why: str) -> str:
    word = html.escape(t(f"county.binding.{binding}"))
    return (
        f'<span class="binding"><i aria-hidden="true">{MARKS[binding]}</i>{word}</span>'
        f'<span class="why">{html.escape(why)}</span>'
    )


def _draw_progress(duty: dict) -> str:
    text = html.escape(wording.describe_progress(duty))
    if duty["is_met"] is None or not duty["counted"]:
        return text
    met = t("county.progress.met" if duty["is_met"] else "county.progress.not_met")
    return f'{text}<span class="why">{html.escape(met)}</span>'


def draw_figures(inputs: CountyInputs, own: pd.DataFrame, series: pd.DataFrame) -> str:
    """Return an area's figures with trend, change, target and region.

    `series` are the area's own yearly figures (`data.store.figures.load_area_figures`).
    """
    rows = [_make_figure(inputs, row, series) for row in own.to_dict("records")]
    columns = [
        Column("name", t("documents.column.indicator")),
        Column("value", t("documents.column.latest"), "figure"),
        Column("trend", t("county.column.trend"), "html", is_minor=True),
        Column("change", t("documents.column.change"), "number"),
    ]
    if own["target_value"].notna().any():
        columns.append(Column("target", t("documents.column.target"), "number"))
    columns.append(Column("region", t("documents.column.region"), "html", is_minor=True))
    return draw_table(columns, rows)


def _make_figure(inputs: CountyInputs, row: dict, series: pd.DataFrame) -> dict:
    source = wording.describe_source_in(inputs, row["source"], row["indicator_id"])
    figure = draw_figure(row["value"], row["unit"], row["year"], row["state"], source)
    if row["scope"] == "rolled_up":
        key = "county.rolled_up_low" if is_missing(row["value"]) else "county.rolled_up"
        counts = t(key, reported=int(row["reported"]), expected=int(row["expected"]))
        figure = f'{figure}<span class="why">{html.escape(counts)}</span>'
    target = (
        ""
        if is_missing(row["target_value"])
        else wording.write_value(row["target_value"], row["unit"])
    )
    return {
        "name": name_indicator(row["indicator_id"]),
        "value": figure,
        "trend": draw_sparkline(
            series[series["indicator_id"] == row["indicator_id"]], width=84, height=22
        ),
        "change": wording.write_change(inputs, row),
        "target": target,
        "region": _draw_region(inputs, row),
        "_title": t("shell.source_is", source=source) if source else "",
    }


def _draw_region(inputs: CountyInputs, row: dict) -> str:
    text = wording.describe_region(inputs, row)
    source = wording.describe_source_in(inputs, row["region_source"], row["indicator_id"])
    title = t("shell.source_is", source=source) if source else ""
    return f'<span class="small" title="{html.escape(title)}">{html.escape(text)}</span>'


def draw_plan_figures(inputs: CountyInputs, stated: pd.DataFrame) -> str:
    """Return the figures that the plan itself states for an area, with their clause."""
    rows = [
        {
            "name": name_indicator(row["indicator_id"]),
            "value": draw_figure(row["value"], row["unit"], row["year"], "plan"),
            "clause": wording.name_clause(inputs, row["clause_id"]),
            "note": "" if is_missing(row["note"]) or get_language() != "zh" else row["note"],
        }
        for row in stated.to_dict("records")
    ]
    columns = [
        Column("name", t("documents.column.indicator")),
        Column("value", t("county.column.stated"), "figure"),
        Column("clause", t("documents.column.clause"), "short"),
        Column("note", t("county.column.note"), "long", is_minor=True),
    ]
    return draw_table(columns, rows)


def draw_peers(inputs: CountyInputs, peers: pd.DataFrame) -> str:
    """Return an area's figures beside those of its peers, role by role."""
    rows: list[dict] = []
    for role_id, group in peers.groupby("role_id", sort=False, dropna=False):
        rows.append({"name": _name_circle(inputs, role_id), "_class": "group"})
        rows += [_make_peer_row(inputs, row) for row in group.to_dict("records")]
    columns = [
        Column("name", t("documents.column.indicator"), "html"),
        Column("value", t("county.column.own"), "number"),
        Column("median", t("county.column.median"), "number"),
        Column("mean", t("county.column.mean"), "number"),
        Column("year", t("county.column.year"), "short", is_minor=True),
        Column("coverage", t("county.column.coverage"), "short"),
        Column("place", t("documents.column.place"), "short"),
    ]
    return draw_table(columns, rows)


def _name_circle(inputs: CountyInputs, role_id) -> str:
    if is_missing(role_id):
        return html.escape(t("county.siblings"))
    role = inputs.roles.set_index("role_id").loc[role_id]
    return draw_link("roles", pick_name(role), role=role_id)


def _make_peer_row(inputs: CountyInputs, row: dict) -> dict:
    unit = row["unit"]
    text = {
        name: "—" if is_missing(row[name]) else wording.write_value(row[name], unit)
        for name in ("median", "mean")
    }
    return text | {
        "name": html.escape(name_indicator(row["indicator_id"])),
        "value": wording.write_value(row["value"], unit),
        "year": format_year(row["year"]),
        "coverage": wording.describe_coverage(row),
        "place": wording.describe_place(row),
    }


def draw_owed(inputs: CountyInputs, owed: pd.DataFrame, *, is_county: bool) -> str:
    """Return what is owed: by indicator for a county, by county for an area of many."""
    if not is_county:
        return _draw_owed_by_county(inputs, owed)
    rows = [
        {
            "name": name_indicator(row.indicator_id),
            "last": t("county.never") if is_missing(row.last_year) else format_year(row.last_year),
            "missing": wording.describe_years(row.missing_years),
            "due": row.due_on.isoformat(),
            "late": str(row.days_late),
        }
        for row in owed.itertuples()
    ]
    columns = [
        Column("name", t("documents.column.indicator")),
        Column("last", t("county.column.last"), "short"),
        Column("missing", t("county.column.missing"), "short"),
        Column("due", t("county.column.due"), "short"),
        Column("late", t("county.column.late"), "number"),
    ]
    return draw_table(columns, rows)


def _draw_owed_by_county(inputs: CountyInputs, owed: pd.DataFrame) -> str:
    rows = [
        {
            "name": link_county(inputs, area_id),
            "count": str(len(group)),
            "never": str(int(group["last_year"].isna().sum())),
            "due": group["due_on"].max().isoformat(),
            "late": str(group["days_late"].min()),
        }
        for area_id, group in owed.groupby("area_id", sort=False)
    ]
    columns = [
        Column("name", t("county.column.county"), "html"),
        Column("count", t("county.column.owed"), "number"),
        Column("never", t("county.column.never"), "number"),
        Column("due", t("county.column.due"), "short"),
        Column("late", t("county.column.late"), "number"),
    ]
    return draw_table(columns, rows, is_tall=len(rows) > 14)


def draw_members(inputs: CountyInputs, counties: list[str]) -> str:
    """Return the counties of an area, each with its number of roles."""
    items = "".join(_draw_member(inputs, county) for county in counties)
    return f'<div class="members">{items}</div>'


def _draw_member(inputs: CountyInputs, county: str) -> str:
    count = len(inputs.roles_by_county.get(county, []))
    roles = f"<b>{html.escape(t('county.member_roles', count=count))}</b>" if count else ""
    return f"<span>{link_county(inputs, county)}{roles}</span>"


def draw_comparison(inputs: CountyInputs, table: pd.DataFrame, area_ids: list[str]) -> str:
    """Return areas side by side: a column an area, a row an indicator of the role."""
    rows = []
    for indicator_id, group in table.groupby("indicator_id", sort=False):
        year = group["year"].iloc[0]
        row = {"name": name_indicator(indicator_id), "year": format_year(year)}
        for figure in group.to_dict("records"):
            row[figure["area_id"]] = _draw_compared(inputs, figure)
        rows.append(row)
    columns = [
        Column("name", t("documents.column.indicator")),
        Column("year", t("county.column.year"), "short"),
        *(Column(area_id, wording.name_area_in(inputs, area_id), "figure") for area_id in area_ids),
    ]
    return draw_table(columns, rows)


def _draw_compared(inputs: CountyInputs, figure: dict) -> str:
    source = wording.describe_source_in(inputs, figure["source"], figure["indicator_id"])
    drawn = draw_figure(figure["value"], figure["unit"], None, figure["state"], source)
    change = wording.write_change(inputs, figure)
    note = t("compare.change", change=change) if change else ""
    return f'{drawn}<span class="why">{html.escape(note)}</span>' if note else drawn


def draw_matrix(inputs: CountyInputs, matrix: pd.DataFrame, chosen_role: str, by: str) -> str:
    """Return box 1 as a table: counties down, roles across, a dot where one has the role.

    `matrix` comes from `indicators.counties.build_role_matrix`.
    """
    roles = inputs.roles.to_dict("records")
    firsts = set(inputs.roles.drop_duplicates("industry_id")["role_id"])
    body, before = [], None
    for row in matrix.to_dict("records"):
        apart = by == "prefecture" and before not in (None, row["parent_id"])
        body.append(_draw_matrix_row(inputs, row, roles, firsts, apart, chosen_role))
        before = row["parent_id"]
    return (
        f'<div class="matrix"><table>'
        f"{_draw_matrix_head(inputs, roles, firsts, chosen_role)}"
        f"<tbody>{''.join(body)}</tbody>{_draw_matrix_foot(inputs, roles, firsts)}</table></div>"
    )


def _draw_matrix_head(inputs: CountyInputs, roles, firsts, chosen_role: str) -> str:
    industries = inputs.roles.groupby("industry_id", sort=False)
    above = "".join(
        f'<th colspan="{len(group)}" title="{html.escape(pick_name(group.iloc[0], "industry"))}">'
        f"{html.escape(pick_name(group.iloc[0], 'industry'))}</th>"
        for _, group in industries
    )
    below = "".join(
        f'<th scope="col" class="turned{_first(role, firsts)}'
        f'{" chosen" if role["role_id"] == chosen_role else ""}">'
        f"{draw_link('roles', pick_name(role), role=role['role_id'])}</th>"
        for role in roles
    )
    county, count = html.escape(t("county.column.county")), html.escape(t("roles.count"))
    return (
        f'<thead><tr><th class="corner"></th>{above}<th class="count"></th></tr>'
        f'<tr><th scope="col" class="corner">{county}</th>{below}'
        f'<th scope="col">{count}</th></tr></thead>'
    )


def _draw_matrix_row(inputs, row: dict, roles, firsts, is_apart: bool, chosen_role: str) -> str:
    name = wording.name_area_in(inputs, row["area_id"])
    cells = "".join(_draw_cell(row, role, name, firsts, chosen_role) for role in roles)
    parent = html.escape(wording.name_area_in(inputs, row["parent_id"]))
    return (
        f'<tr class="{"apart" if is_apart else ""}"><th scope="row" title="{parent}">'
        f"{link_county(inputs, row['area_id'])}<small>{parent}</small></th>{cells}"
        f'<td class="sum">{row["count"]}</td></tr>'
    )


def _draw_cell(row: dict, role: dict, name: str, firsts, chosen_role: str) -> str:
    kinds = _first(role, firsts) + (" chosen" if role["role_id"] == chosen_role else "")
    if role["role_id"] not in row["role_ids"]:
        return f'<td class="{kinds.strip()}"></td>'
    words = html.escape(t("roles.cell", county=name, role=pick_name(role)))
    address = html.escape(f"county?code={row['area_id']}&lang={get_language()}")
    return (
        f'<td class="{kinds.strip()}"><a href="{address}" target="_self" title="{words}" '
        f'aria-label="{words}">●</a></td>'
    )


def _draw_matrix_foot(inputs: CountyInputs, roles, firsts) -> str:
    cells = "".join(
        f'<td class="{_first(role, firsts).strip()}" '
        f'title="{html.escape(describe_county_count(role))}">'
        f"{role['named_count']}</td>"
        for role in roles
    )
    total = len(inputs.county_roles)
    label = html.escape(t("roles.named"))
    return f'<tfoot><tr><th scope="row">{label}</th>{cells}<td>{total}</td></tr></tfoot>'


def _first(role: dict, firsts) -> str:
    return " first" if role["role_id"] in firsts else ""


def describe_county_count(role) -> str:
    """Return how many counties the plan states and names for a role."""
    if is_missing(role["stated_count"]):
        return t("roles.open_list", named=int(role["named_count"]))
    return t("roles.stated", stated=int(role["stated_count"]), named=int(role["named_count"]))


def draw_role_counties(inputs: CountyInputs, tables: dict[str, pd.DataFrame], reporting) -> str:
    """Return the counties of a role with its indicators and what each has not reported.

    `tables` maps an indicator to the rows of `compare_areas` for the role's counties;
    `reporting` comes from `count_reporting`.
    """
    rows = []
    for report in reporting.to_dict("records"):
        row = {
            "name": link_county(inputs, report["area_id"]),
            "reported": t(
                "roles.reported", reported=report["reported"], expected=report["expected"]
            ),
        }
        for indicator_id, table in tables.items():
            figure = table.set_index("area_id").loc[report["area_id"]].to_dict()
            row[indicator_id] = _draw_compared(
                inputs, figure | {"indicator_id": indicator_id, "area_id": report["area_id"]}
            )
        rows.append(row)
    columns = [
        Column("name", t("county.column.county"), "html"),
        *(
            Column(indicator_id, _head_indicator(indicator_id, table), "figure")
            for indicator_id, table in tables.items()
        ),
        Column("reported", t("roles.reported_column"), "short"),
    ]
    return draw_table(columns, rows, is_tall=len(rows) > 14)


def _head_indicator(indicator_id: str, table: pd.DataFrame) -> str:
    year = table["year"].iloc[0]
    name = pick_name(cache.get_indicators().loc[indicator_id])
    return name if is_missing(year) else t("roles.indicator_year", name=name, year=int(year))
