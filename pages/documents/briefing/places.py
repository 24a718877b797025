"""The counties in a briefing: their roles, what each has and owes."""

from dataclasses import asdict

import pandas as pd

from data.words.catalogue import t
from data.words.names import pick_name
from data.words.numbers import count_decimals, format_number, format_value, format_year, name_unit
from indicators.counties.owed import summarise_missing
from indicators.counties.profile import list_role_indicators, list_roles
from indicators.ranking import rank_areas
from pages.documents import wording
from pages.documents.briefing.context import BriefingContext, join_list
from pages.documents.briefing.model import Section, Sentence, Table, TableCell, TableColumn
from pages.documents.briefing.scopes import BOX

MOST_NAMED = 5


def compose_roles(context: BriefingContext) -> Section:
    """Return the roles that box 1 gives the counties of the scope."""
    roles = _list_roles(context)
    sentence = Sentence(
        _summarise_roles(context, roles),
        tuple(_note_role(context, role) for role in roles.to_dict("records")),
    )
    blocks = (_make_role_table(context, roles),) if len(roles) else ()
    return Section(
        "roles", t("briefing.part.roles"), (sentence,), blocks, (t("briefing.define.role"),)
    )


def compose_counties(context: BriefingContext) -> Section:
    """Return one row per county of the scope: roles, main figures, what it owes."""
    indicators = _list_shown_indicators(context)
    table = _make_county_table(context, indicators)
    sentences = [_summarise_counties(context)]
    sentences += [_rank(context, indicator_id) for indicator_id in indicators]
    known = tuple(sentence for sentence in sentences if sentence.text)
    return Section(
        "counties", t("briefing.part.counties"), known, (table,), (t("briefing.define.states"),)
    )


def list_owed_sentences(context: BriefingContext) -> list[Sentence]:
    """Return how many figures are owed, and which counties owe most."""
    cells = context.missing
    if not context.scope.counties and context.scope.kind != "region":
        # Nobody knows its counties, so that nobody knows what they owe.
        return [Sentence(t("documents.no_members"))]
    owed = summarise_missing(cells, context.as_of)
    # Of who sees a part nobody may read that this is all.
    is_part = context.inputs.seen is not None
    part = [Sentence(t("rights.sees_part"))] if is_part else []
    if not owed.cells:
        none = "overview.overdue_none_seen" if is_part else "overview.overdue_none"
        return [Sentence(t(none)), *part]
    if context.scope.kind == "county":
        key = "briefing.owed.county" if owed.role_cells else "briefing.owed.county_plain"
    else:
        key = "overview.overdue" if owed.role_cells else "overview.overdue_plain"
    text = t(key, area=context.area_name, **asdict(owed))
    sentences = [Sentence(text, (_note_owed(context, ""),))]
    counts = cells["area_id"].value_counts()
    counties = [area_id for area_id in _order_by_count(counts) if area_id != context.area_id]
    if counties and context.scope.kind != "county":
        named = counties[:MOST_NAMED]
        text = t(
            "briefing.owed.most",
            list=join_list(
                t("briefing.owed.one", name=context.name_area(area_id), count=counts[area_id])
                for area_id in named
            ),
        )
        sentences.append(Sentence(text, tuple(_note_owed(context, area_id) for area_id in named)))
    return [*sentences, *part]


def compose_owed(context: BriefingContext) -> Section:
    """Return what is owed: by county, or for a county by indicator."""
    cells = context.missing
    sentences = list_owed_sentences(context)
    blocks = () if cells.empty else (_make_owed_table(context, cells, sentences[0].text),)
    return Section(
        "owed", t("briefing.part.owed"), tuple(sentences), blocks, (t("briefing.define.owed"),)
    )


def _list_roles(context: BriefingContext) -> pd.DataFrame:
    if context.scope.is_area:
        return list_roles(context.inputs, context.area_id, context.as_of.year)
    roles = list_roles(context.inputs, context.area_id, context.as_of.year)
    return roles[roles["role_id"] == context.scope.scope_id]


def _summarise_roles(context: BriefingContext, roles: pd.DataFrame) -> str:
    if not context.scope.is_area:
        return t(
            "briefing.roles.of_role",
            role=pick_name(roles.iloc[0]),
            n=len(context.scope.counties),
            list=join_list(context.name_area(area_id) for area_id in context.scope.counties),
        )
    area = context.inputs.areas.loc[context.area_id].to_dict()
    return wording.summarise_roles(context.inputs, area, roles, context.scope.counties)


def _note_role(context: BriefingContext, role: dict) -> str:
    return context.tracer.note(
        f"role:{role['role_id']}:{context.scope.scope_id}",
        t("county.role_of", role=pick_name(role), industry=pick_name(role, "industry")),
        value=join_list(context.name_area(area_id) for area_id in role["area_ids"]),
        source=wording.name_clause_in(context.inputs, role["industry_clause_id"]),
    )


def _make_role_table(context: BriefingContext, roles: pd.DataFrame) -> Table:
    is_county = context.scope.kind == "county"
    columns = [
        TableColumn(t("documents.column.industry"), 1.2),
        TableColumn(t("documents.column.roles"), 2.2),
        TableColumn(t("documents.column.clause"), 0.8),
    ]
    if not is_county:
        columns += [
            TableColumn(t("briefing.column.counties"), 0.8, is_number=True),
            TableColumn(t("briefing.column.names"), 4.0),
        ]
    rows = []
    for role in roles.to_dict("records"):
        cells = [
            TableCell(pick_name(role, "industry")),
            TableCell(pick_name(role)),
            TableCell(wording.name_clause_in(context.inputs, role["industry_clause_id"])),
        ]
        if not is_county:
            names = join_list(context.name_area(area_id) for area_id in role["area_ids"])
            cells += [TableCell(str(role["count"]), float(role["count"])), TableCell(names)]
        rows.append(tuple(cells))
    return Table(
        "roles",
        t("briefing.roles.table", area=context.scope.name),
        tuple(columns),
        tuple(rows),
        finding=_summarise_roles(context, roles),
        sources=(t("map.source.plan"),),
        row_ids=tuple((_note_role(context, role),) for role in roles.to_dict("records")),
    )


def _list_shown_indicators(context: BriefingContext) -> list[str]:
    """Return the indicators of the table: a role's own, or those of the recipe's maps."""
    if context.scope.kind == "role":
        return list_role_indicators(context.inputs, [context.scope.scope_id])[:MOST_NAMED]
    if context.scope.kind == BOX:
        return []
    return context.pick_indicators("map")[:MOST_NAMED]


def _summarise_counties(context: BriefingContext) -> Sentence:
    counties = context.scope.counties
    named = [area_id for area_id in counties if area_id in context.inputs.roles_by_county]
    owing = set(context.missing["area_id"]) & set(counties)
    key = "briefing.counties.summary" if context.has_roles else "briefing.counties.summary_plain"
    text = t(key, scope=context.scope.name, n=len(counties), named=len(named), owing=len(owing))
    return Sentence(text, tuple(_note_owed(context, area_id) for area_id in sorted(owing)))


def _rank(context: BriefingContext, indicator_id: str) -> Sentence:
    """Return the highest and the lowest county of an indicator; "" where none is ranked."""
    if not context.scope.is_area:
        return Sentence("")
    ranking = rank_areas(context.inputs.progress, indicator_id, context.area_id, context.year)
    name = context.name_indicator(indicator_id)
    if ranking.year is None or ranking.level != "county":
        return Sentence("")
    facts = {
        "name": name,
        "year": format_year(ranking.year),
        "reported": ranking.reported,
        "expected": ranking.expected,
    }
    if not ranking.has_places:
        return Sentence(t("briefing.counties.not_ranked", **facts))
    by_value = ranking.rows.sort_values(["value", "area_id"], ascending=[False, True])
    ends = [by_value.iloc[0], by_value.iloc[-1]]
    said = [
        t(
            "briefing.with_fact",
            name=context.name_area(row["area_id"]),
            fact=format_value(row["value"], row["unit"]),
        )
        for row in ends
    ]
    text = t("briefing.counties.ranked", high=said[0], low=said[1], **facts)
    ids = tuple(
        context.tracer.note_figure(indicator_id, row["area_id"], ranking.year) for row in ends
    )
    return Sentence(text, ids)


def _make_county_table(context: BriefingContext, indicators: list[str]) -> Table:
    owed = context.missing["area_id"].value_counts()
    done = _count_projects(context)
    with_roles = context.has_roles
    columns = [
        TableColumn(t("county.column.county"), 1.6),
        *([TableColumn(t("briefing.column.roles"), 0.7, is_number=True)] if with_roles else []),
        *(
            TableColumn(_name_with_unit(context, indicator_id), 1.2, is_number=True)
            for indicator_id in indicators
        ),
        TableColumn(t("briefing.column.projects"), 0.9, is_number=True),
        TableColumn(t("briefing.column.owed"), 0.8, is_number=True),
    ]
    rows, ids = [], []
    counties = context.scope.counties
    decimals = {
        indicator_id: count_decimals(
            _find_newest(context, indicator_id, area_id)[1] for area_id in counties
        )
        for indicator_id in indicators
    }
    # Those that box 1 names stand first, so that they are printed where the table is long.
    for area_id in sorted(counties, key=lambda name: name not in context.inputs.roles_by_county):
        roles = len(context.inputs.roles_by_county.get(area_id, []))
        figures = [
            _find_figure(context, indicator_id, area_id, decimals[indicator_id])
            for indicator_id in indicators
        ]
        count = int(owed.get(area_id, 0))
        rows.append(
            (
                TableCell(context.name_area(area_id)),
                *([TableCell(str(roles), float(roles))] if with_roles else []),
                *(cell for cell, _ in figures),
                TableCell(str(done.get(area_id, 0)), float(done.get(area_id, 0))),
                TableCell(format_number(count), float(count)),
            )
        )
        ids.append((*(row_id for _, row_id in figures), _note_owed(context, area_id)))
    return Table(
        "counties",
        t("briefing.counties.table", scope=context.scope.name),
        tuple(columns),
        tuple(rows),
        finding=_summarise_counties(context).text,
        note=t("briefing.counties.note", year=format_year(context.year)),
        sources=(t("map.source.own"), t("map.source.plan")),
        row_ids=tuple(ids),
        most_rows=context.recipe.most_rows,
    )


def _name_with_unit(context: BriefingContext, indicator_id: str) -> str:
    name = context.name_indicator(indicator_id)
    unit = name_unit(context.inputs.progress.index.indicators[indicator_id]["unit"])
    return t("map.subject", name=name, unit=unit) if unit else name


def _find_newest(
    context: BriefingContext, indicator_id: str, area_id: str
) -> tuple[int | None, float | None]:
    """Return year and value of a county's newest figure up to the year."""
    values = context.inputs.progress.index.get_values(indicator_id, area_id)
    year = max((known for known in values if known <= context.year), default=None)
    return year, None if year is None else values[year]


def _find_figure(
    context: BriefingContext, indicator_id: str, area_id: str, decimals: int
) -> tuple[TableCell, str]:
    """Return a county's newest figure up to the year, with its year if that is an older one."""
    year, value = _find_newest(context, indicator_id, area_id)
    row_id = context.tracer.note_figure(indicator_id, area_id, year)
    if year is None:
        return TableCell(t("shell.no_data")), row_id
    text = format_number(value, decimals)
    if year != context.year:
        text = t("briefing.of_year", value=text, year=format_year(year))
    unit = context.inputs.progress.index.indicators[indicator_id]["unit"]
    return TableCell(text, value, unit), row_id


def _count_projects(context: BriefingContext) -> dict[str, int]:
    """Return how many projects the register has in each county; of a box for a box."""
    projects = context.projects
    if context.scope.kind == BOX:
        items = context.inputs.boxes.items
        own = items.loc[items["box_no"] == context.scope.box_no, "item_id"]
        projects = projects[projects["item_id"].isin(own)]
    return {str(area_id): int(n) for area_id, n in projects["area_id"].value_counts().items()}


def _order_by_count(counts: pd.Series) -> list[str]:
    """Return the areas, those with most first, equal ones by code."""
    return sorted(counts.index, key=lambda area_id: (-int(counts[area_id]), area_id))


def _note_owed(context: BriefingContext, area_id: str) -> str:
    """Keep what an area owes ("" for the whole scope) as one row; the workbook lists the cells."""
    cells = context.missing
    own = cells if not area_id else cells[cells["area_id"] == area_id]
    name = context.scope.name if not area_id else context.name_area(area_id)
    return context.tracer.note(
        f"owed:{area_id or context.scope.scope_id}:{context.as_of.isoformat()}",
        t("briefing.trace.owed", name=name),
        value=t("briefing.trace.owed_count", n=len(own)),
    )


def _make_owed_table(context: BriefingContext, cells: pd.DataFrame, finding: str) -> Table:
    by = "indicator_id" if context.scope.kind == "county" else "area_id"
    counts = cells[by].value_counts()
    with_roles = context.has_roles
    columns = (
        TableColumn(t("county.column.owed") if by == "indicator_id" else t("shell.area"), 1.6),
        TableColumn(t("briefing.column.owed"), 0.8, is_number=True),
        *([TableColumn(t("briefing.column.of_roles"), 0.9, is_number=True)] if with_roles else []),
        TableColumn(t("briefing.column.oldest"), 1.0),
        TableColumn(t("county.column.missing"), 1.6),
    )
    rows = []
    keys = _order_by_count(counts)
    name = context.name_indicator if by == "indicator_id" else context.name_area
    for key in keys:
        own = cells[cells[by] == key]
        of_roles = int(own["is_of_role"].astype(bool).sum())
        rows.append(
            (
                TableCell(name(key)),
                TableCell(format_number(len(own)), float(len(own))),
                *([TableCell(format_number(of_roles), float(of_roles))] if with_roles else []),
                TableCell(min(map(str, own["due_on"].dropna()), default="—")),
                TableCell(wording.describe_years(sorted({int(year) for year in own["year"]}))),
            )
        )
    return Table(
        "owed",
        t("briefing.owed.table", scope=context.scope.name),
        columns,
        tuple(rows),
        finding=finding,
        note=t("briefing.define.owed"),
        sources=(t("map.source.own"),),
        row_ids=tuple(
            (_note_owed(context, key if by == "area_id" else context.area_id),) for key in keys
        ),
        most_rows=context.recipe.most_rows,
    )
