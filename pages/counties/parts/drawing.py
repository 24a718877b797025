"""Roles, obligations and comparisons as HTML, for the pages of this section."""

from urllib.parse import urlencode

import pandas as pd
from markupsafe import Markup, escape

from data.words.names import pick_name
from data.words.numbers import count_decimals, format_year, is_missing
from indicators.counties.profile import CountyInputs, get_area
from indicators.frames import list_rows
from indicators.inputs import get_series
from indicators.shown_series import list_series_points, list_shown_points
from pages.blocks.figures import render_sparkline
from pages.blocks.links import render_indicator_link, render_indicator_name, render_link
from pages.blocks.markup import render_note, render_unseen, show
from pages.blocks.status import name_indicator
from pages.blocks.table_files import render_named_sources
from pages.blocks.tables import Column, render_table
from pages.blocks.values import render_figure
from pages.documents import wording
from pages.shell import cache
from pages.shell.example import list_carried
from pages.shell.i18n import t

MARKS = {"bound": "●", "undecided": "◐", "unknown": "○", "shared": "◇"}


def render_text(text: str, kind: str = "note") -> Markup:
    """Return a sentence as note, lead or empty state."""
    return Markup('<p class="{}">{}</p>').format(kind, text)


def show_text(text: str, kind: str = "note") -> None:
    """Show a sentence as note, lead or empty state."""
    if text:
        show(render_text(text, kind))


def render_lead_with(first: str, *others: str) -> Markup:
    """Return the lead sentence, and sentences that go with it."""
    notes = Markup("").join(render_note(text) for text in others if text)
    return Markup('<section><p class="lead">{}</p>{}</section>').format(first, notes)


def render_county_link(inputs: CountyInputs, area_id: str) -> Markup:
    """Return a link to the page of an area, with its name."""
    return render_link("county", wording.name_area_in(inputs, area_id), code=area_id)


def render_head(inputs: CountyInputs, area: dict, neighbours: tuple) -> Markup:
    """Return an area's name, place and code, and links to its neighbours."""
    place = wording.name_place_with_code(inputs, area["area_id"])
    links = [
        render_link(
            "county", t(f"county.{word}", name=wording.name_area_in(inputs, other)), code=other
        )
        for word, other in zip(("previous", "next"), neighbours, strict=True)
        if other
    ]
    beside = [other for other in reversed(neighbours) if other][:1]
    if beside:
        codes = ",".join([area["area_id"], *beside])
        links.append(render_link("compare", t("compare.link"), code=codes))
    return Markup('<div class="county-name"><b>{}</b><span>{}</span><nav>{}</nav></div>').format(
        pick_name(area), place, Markup("").join(links)
    )


def render_roles(inputs: CountyInputs, roles: pd.DataFrame, *, is_county: bool) -> Markup:
    """Return an area's roles by industry, each a link to all counties with it."""
    rows = []
    by_industry = _group_rows(list_rows(roles), "industry_id")
    for group in by_industry.values():
        first = group[0]
        links = Markup("").join(_render_role_link(role, is_county) for role in group)
        clause = wording.name_clause_in(inputs, first["industry_clause_id"])
        rows.append(
            Markup('<span>{}</span><div>{}</div><span class="clause">{}</span>').format(
                pick_name(first, "industry"), links, clause
            )
        )
    return Markup('<div class="role-list">{}</div>').format(Markup("").join(rows))


def _group_rows(rows: list[dict], column: str) -> dict[str | None, list[dict]]:
    groups: dict[str | None, list[dict]] = {}
    for row in rows:
        groups.setdefault(row[column], []).append(row)
    return groups


def _render_role_link(role: dict, is_county: bool) -> Markup:
    name = pick_name(role)
    if not is_county:
        name = t("county.role_count", name=name, count=role["count"])
    return render_link("roles", name, role=role["role_id"])


def render_duties(inputs: CountyInputs, duties: pd.DataFrame, area_id: str) -> Markup:
    """Return the obligations of an area: what is asked, whom it binds, and the progress."""
    is_county = get_area(inputs, area_id)["level"] == "county"
    rows = []
    for duty in list_rows(duties):
        why = wording.describe_binding(inputs, duty)
        if not is_county and duty["area_ids"]:
            concerned = t("county.binding_note.counties", count=len(duty["area_ids"]))
            why = t("county.sentence_separator").join([concerned, why])
        rows.append(
            {
                "name": render_link("boxes", pick_name(duty), item=duty["item_id"], area=area_id),
                "asked": wording.describe_quantity(inputs, duty),
                "clause": wording.name_clause_in(inputs, duty["clause_id"]),
                "binding": _render_binding(duty["binding"], why),
                "progress": _render_progress(duty),
            }
        )
    columns = [
        Column("name", t("documents.column.duty"), "html"),
        Column("asked", t("documents.column.asked"), "short"),
        Column("clause", t("documents.column.clause"), "short"),
        Column("binding", t("documents.column.binding"), "html"),
        Column("progress", t("documents.column.progress"), "html"),
    ]
    return render_table(columns, rows, is_stacked=True)


def _render_binding(binding: str, why: str) -> Markup:
    word = t(f"county.binding.{binding}")
    return Markup(
        '<span class="binding"><i aria-hidden="true">{}</i>{}</span><span class="why">{}</span>'
    ).format(MARKS[binding], word, why)


def _render_progress(duty: dict) -> Markup:
    text = wording.describe_progress(duty)
    if duty["is_met"] is None or not duty["counted"]:
        return escape(text)
    met = t("county.progress.met" if duty["is_met"] else "county.progress.not_met")
    return Markup('{}<span class="why">{}</span>').format(text, met)


def render_figures(inputs: CountyInputs, area_id: str, own: list[dict]) -> list[Markup]:
    """Return an area's figures with trend, change, target and region, and their sources."""
    rows = [_make_figure(inputs, row, area_id) for row in own]
    columns = [
        Column("name", t("documents.column.indicator")),
        Column("value", t("documents.column.latest"), "figure"),
        Column("trend", t("county.column.trend"), "html", is_minor=True),
        Column("change", t("documents.column.change"), "number"),
    ]
    if not all(is_missing(row["target_value"]) for row in own):
        columns.append(Column("target", t("documents.column.target"), "number"))
    columns.append(Column("region", t("documents.column.region"), "html", is_minor=True))
    named: dict[str, dict[str, None]] = {}
    for figure, row in zip(own, rows, strict=True):
        for source in row["_sources"]:
            named.setdefault(source, {})[name_indicator(figure["indicator_id"])] = None
    return [render_table(columns, rows), render_named_sources(named)]


def _make_figure(inputs: CountyInputs, row: dict, area_id: str) -> dict:
    source, of_region = (
        wording.describe_source_in(inputs, row[column], row["indicator_id"]).strip()
        for column in ("source", "region_source")
    )
    figure = render_figure(row["value"], row["unit"], row["year"], row["state"], source)
    figure = render_indicator_link(figure, row["indicator_id"], area_id)
    counts = wording.describe_aggregated(row)
    if counts:
        figure = Markup('{}<span class="why">{}</span>').format(figure, counts)
    target = (
        ""
        if is_missing(row["target_value"])
        else wording.format_with_unit(row["target_value"], row["unit"])
    )
    return {
        "name": render_indicator_name(row["indicator_id"], area_id),
        "value": figure,
        "trend": render_sparkline(_list_trend(inputs, row, area_id), width=84, height=22),
        "change": wording.format_yearly_change(row),
        "target": target,
        "region": Markup('<span class="small" title="%s">%s</span>')
        % (_name_source(of_region), wording.describe_region(inputs, row)),
        "_title": _name_source(source),
        "_sources": [source] * (bool(source) or not is_missing(row["value"]))
        + [of_region] * bool(of_region),
    }


def _name_source(source: str) -> str:
    return t("shell.source_is", source=source) if source else ""


def _list_trend(inputs: CountyInputs, row: dict, area_id: str) -> list:
    """Return the points behind a figure: the area's own, or those aggregated from counties."""
    if row["scope"] == "rolled_up" and not is_missing(row["value"]):
        year = int(row["year"])
        return list_shown_points(inputs.progress, row["indicator_id"], area_id, year)
    return list_series_points(get_series(inputs.progress, row["indicator_id"], area_id))


def render_peers(inputs: CountyInputs, area_id: str, peers: list[dict]) -> Markup:
    """Return an area's figures beside those of its peer group, by role."""
    rows: list[dict] = []
    for role_id, group in _group_rows(peers, "role_id").items():
        rows.append({"name": _name_circle(inputs, role_id), "_class": "group"})
        rows += [_make_peer_row(inputs, row, area_id) for row in group]
    columns = [
        Column("name", t("documents.column.indicator"), "html"),
        Column("value", t("county.column.own"), "number"),
        Column("median", t("county.column.median"), "number"),
        Column("mean", t("county.column.mean"), "number"),
        Column("year", t("county.column.year"), "short", is_minor=True),
        Column("coverage", t("county.column.coverage"), "short"),
        Column("place", t("documents.column.place"), "short"),
    ]
    return render_table(columns, rows)


def _name_circle(inputs: CountyInputs, role_id: str | None) -> Markup:
    if role_id is None:
        return escape(t("county.siblings"))
    return render_link("roles", pick_name(inputs.role_rows[role_id]), role=role_id)


def _make_peer_row(inputs: CountyInputs, row: dict, area_id: str) -> dict:
    unit = row["unit"]
    text = {
        name: "—" if is_missing(row[name]) else wording.format_with_unit(row[name], unit)
        for name in ("median", "mean")
    }
    return text | {
        "name": render_indicator_name(row["indicator_id"], area_id),
        "value": render_indicator_link(
            wording.format_with_unit(row["value"], unit), row["indicator_id"], area_id
        ),
        "year": format_year(row["year"]),
        "coverage": wording.describe_coverage(row),
        "place": wording.describe_place(row),
    }


def render_owed(inputs: CountyInputs, owed: pd.DataFrame, *, is_county: bool) -> Markup:
    """Return the overdue figures: by indicator for a county, by county for other areas."""
    if not is_county:
        return _render_owed_by_county(inputs, owed)
    rows = [
        {
            "name": render_indicator_name(row.indicator_id, row.area_id),
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
    return render_table(columns, rows)


def _render_owed_by_county(inputs: CountyInputs, owed: pd.DataFrame) -> Markup:
    rows = [
        {
            "name": render_county_link(inputs, area_id),
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
    return render_table(columns, rows, is_tall=len(rows) > 14)


def render_members(inputs: CountyInputs, counties: list[str]) -> Markup:
    """Return the counties of an area, each with its number of roles."""
    items = Markup("").join(_render_member(inputs, county) for county in counties)
    return Markup('<div class="members">{}</div>').format(items)


def _render_member(inputs: CountyInputs, county: str) -> Markup:
    count = len(inputs.roles_by_county.get(county, []))
    roles = Markup("<b>{}</b>").format(t("county.member_roles", count=count)) if count else ""
    return Markup("<span>{}{}</span>").format(render_county_link(inputs, county), roles)


def _render_compared(inputs: CountyInputs, figure: dict, decimals: int) -> Markup:
    source = wording.describe_source_in(inputs, figure["source"], figure["indicator_id"])
    drawn = render_indicator_link(
        render_figure(
            figure["value"], figure["unit"], None, figure["state"], source, decimals=decimals
        ),
        figure["indicator_id"],
        figure["area_id"],
    )
    change = wording.format_yearly_change(figure)
    note = t("compare.change", change=change) if change else ""
    return Markup('{}<span class="why">{}</span>').format(drawn, note) if note else drawn


def render_matrix(inputs: CountyInputs, matrix: pd.DataFrame, chosen_role: str, by: str) -> Markup:
    """Return the roles as a table: counties down, roles across, a dot for each pair.

    `matrix` comes from `indicators.counties.profile.build_role_matrix`.
    """
    roles = list_rows(inputs.roles)
    firsts = set(inputs.roles.drop_duplicates("industry_id")["role_id"])
    body, before = [], None
    for row in list_rows(matrix):
        apart = by == "prefecture" and before not in (None, row["parent_id"])
        body.append(_render_matrix_row(inputs, row, roles, firsts, apart, chosen_role))
        before = row["parent_id"]
    return Markup('<div class="matrix whole"><table>{}<tbody>{}</tbody>{}</table></div>').format(
        _render_matrix_head(inputs, roles, firsts, chosen_role),
        Markup("").join(body),
        _render_matrix_foot(inputs, roles, firsts),
    )


def list_matrix_rows(inputs: CountyInputs, matrix: pd.DataFrame) -> tuple[list[str], list[list]]:
    """Return titles and rows of the roles: counties down, roles across, a dot for each pair."""
    roles = list_rows(inputs.roles)
    header = [
        t("county.column.county"),
        t("county.level.prefecture"),
        *map(pick_name, roles),
        t("roles.count"),
    ]
    rows = [
        [
            wording.name_area_in(inputs, row["area_id"]),
            wording.name_area_in(inputs, row["parent_id"]),
            *("●" if role["role_id"] in row["role_ids"] else "" for role in roles),
            int(row["count"]),
        ]
        for row in list_rows(matrix)
    ]
    return header, rows


def _render_matrix_head(inputs: CountyInputs, roles, firsts, chosen_role: str) -> Markup:
    industries = inputs.roles.groupby("industry_id", sort=False)
    above = Markup("").join(
        Markup('<th colspan="{}" title="{}">{}</th>').format(
            len(group), pick_name(group.iloc[0], "industry"), pick_name(group.iloc[0], "industry")
        )
        for _, group in industries
    )
    below = Markup("").join(
        Markup('<th scope="col" class="turned{}{}">{}</th>').format(
            _first(role, firsts),
            " chosen" if role["role_id"] == chosen_role else "",
            render_link("roles", pick_name(role), role=role["role_id"]),
        )
        for role in roles
    )
    county, count = t("county.column.county"), t("roles.count")
    return Markup(
        '<thead><tr><th class="corner">{}</th>{}<th class="count">{}</th></tr><tr>'
        '<th scope="col" class="corner">{}</th>{}<th scope="col">{}</th></tr></thead>'
    ).format(render_unseen(county), above, render_unseen(count), county, below, count)


def _render_matrix_row(
    inputs, row: dict, roles, firsts, is_apart: bool, chosen_role: str
) -> Markup:
    name = wording.name_area_in(inputs, row["area_id"])
    cells = Markup("").join(_render_cell(row, role, name, firsts, chosen_role) for role in roles)
    parent = wording.name_area_in(inputs, row["parent_id"])
    return Markup(
        '<tr class="{}"><th scope="row" title="{}">{}<small>{}</small></th>{}'
        '<td class="sum">{}</td></tr>'
    ).format(
        "apart" if is_apart else "",
        parent,
        render_county_link(inputs, row["area_id"]),
        parent,
        cells,
        row["count"],
    )


def _render_cell(row: dict, role: dict, name: str, firsts, chosen_role: str) -> Markup:
    kinds = _first(role, firsts) + (" chosen" if role["role_id"] == chosen_role else "")
    if role["role_id"] not in row["role_ids"]:
        return Markup('<td class="{}"></td>').format(kinds.strip())
    words = t("roles.cell", county=name, role=pick_name(role))
    address = "county?" + urlencode({"code": row["area_id"], **list_carried()})
    return Markup(
        '<td class="{}"><a href="{}" target="_self" title="{}" aria-label="{}">●</a></td>'
    ).format(kinds.strip(), address, words, words)


def _render_matrix_foot(inputs: CountyInputs, roles, firsts) -> Markup:
    cells = Markup("").join(
        Markup('<td class="{}" title="{}">{}</td>').format(
            _first(role, firsts).strip(), describe_county_count(role), role["named_count"]
        )
        for role in roles
    )
    total = len(inputs.county_roles)
    label = t("roles.named")
    return Markup('<tfoot><tr><th scope="row">{}</th>{}<td>{}</td></tr></tfoot>').format(
        label, cells, total
    )


def _first(role: dict, firsts) -> str:
    return " first" if role["role_id"] in firsts else ""


def describe_county_count(role) -> str:
    """Return how many counties the plan states and names for a role."""
    if is_missing(role["stated_count"]):
        is_open = not is_missing(role["is_open"]) and role["is_open"]
        key = "roles.open_list" if is_open else "roles.not_stated"
        return t(key, named=int(role["named_count"]))
    return t("roles.stated", stated=int(role["stated_count"]), named=int(role["named_count"]))


def render_role_counties(
    inputs: CountyInputs, tables: dict[str, pd.DataFrame], reporting
) -> Markup:
    """Return the counties of a role with its indicators and what each has not reported.

    `tables` maps an indicator to the rows of `compare_areas` for the role's counties;
    `reporting` comes from `count_reporting`.
    """
    figures = {
        indicator_id: {row["area_id"]: row for row in list_rows(table)}
        for indicator_id, table in tables.items()
    }
    decimals = {name: count_decimals(table["value"]) for name, table in tables.items()}
    rows = []
    for report in list_rows(reporting):
        row = {
            "name": render_county_link(inputs, report["area_id"]),
            "reported": t(
                "roles.reported", reported=report["reported"], expected=report["expected"]
            ),
        }
        for indicator_id, by_area in figures.items():
            figure = by_area[report["area_id"]]
            row[indicator_id] = _render_compared(inputs, figure, decimals[indicator_id])
        rows.append(row)
    columns = [
        Column("name", t("county.column.county"), "html"),
        *(
            Column(indicator_id, _head_indicator(indicator_id, table), "figure")
            for indicator_id, table in tables.items()
        ),
        Column("reported", t("roles.reported_column"), "short"),
    ]
    return render_table(columns, rows, is_tall=len(rows) > 14, is_labelled=True)


def _head_indicator(indicator_id: str, table: pd.DataFrame) -> str:
    year = table["year"].iloc[0]
    name = pick_name(cache.get_indicators().loc[indicator_id])
    return name if is_missing(year) else t("roles.indicator_year", name=name, year=int(year))
