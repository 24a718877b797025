"""The county cards as a part of a briefing: for slides and Word in short, for the PDF whole."""

from data.words.catalogue import t
from data.words.numbers import format_value, format_year, name_unit
from indicators.counties.duties import list_duties
from indicators.counties.peers import list_own_figures
from indicators.counties.profile import list_roles
from indicators.counties.reporting import list_unreported
from pages.documents import wording
from pages.documents.briefing.context import BriefingContext
from pages.documents.briefing.model import Cell, Column, Section, Sentence, Table
from pages.documents.county_card import build_county_card

MOST_FIGURES = 8


def list_card_counties(context: BriefingContext) -> list[str]:
    """Return the counties of the scope that box 1 names, by code; for a county itself."""
    if context.scope.kind == "county":
        return [context.scope.scope_id]
    return [
        area_id for area_id in context.scope.counties if area_id in context.inputs.roles_by_county
    ]


def compose_cards(context: BriefingContext) -> list[Section]:
    """Return one section per county card."""
    return [_compose_card(context, area_id) for area_id in list_card_counties(context)]


def _compose_card(context: BriefingContext, area_id: str) -> Section:
    inputs = context.inputs
    area = inputs.areas.loc[area_id].to_dict()
    roles = list_roles(inputs, area_id, context.as_of.year)
    duties = list_duties(inputs, area_id, context.as_of, today=context.as_of)
    owed = list_unreported(inputs, area_id, context.as_of)
    name = context.name_area(area_id)
    note = context.tracer.note
    role_ids = tuple(
        note(f"role:{role['role_id']}:{area_id}", wording.join_industry(role), value=name)
        for role in roles.to_dict("records")
    )
    owed_ids = (
        note(
            f"unreported:{area_id}:{context.as_of.isoformat()}",
            t("briefing.trace.owed", name=name),
            value=t("briefing.trace.owed_count", n=len(owed)),
        ),
    )
    duty_ids = tuple(
        note(
            f"duty:{row['item_id']}:{area_id}",
            wording.pick_name(row),
            value=t(f"county.binding.{row['binding']}"),
        )
        for row in duties.to_dict("records")
    )
    said = (
        (wording.summarise_roles(inputs, area, roles, [area_id]), role_ids),
        (wording.summarise_duties(duties), duty_ids),
        (wording.summarise_unreported(roles, owed, is_county=True), owed_ids),
    )
    sentences = tuple(Sentence(text, ids) for text, ids in said if text)
    return Section(
        "cards",
        name,
        sentences,
        (_make_figure_table(context, area_id),),
        (t("briefing.define.states"),),
        card=build_county_card(inputs, area_id, context.year, context.as_of),
        level=2,
    )


def _make_figure_table(context: BriefingContext, area_id: str) -> Table:
    own = list_own_figures(context.inputs, area_id, context.year)
    # First what is known, so that a slide does not begin with gaps.
    known = own[own["value"].notna()]
    shown = known.head(MOST_FIGURES)
    columns = (
        Column(t("documents.column.indicator"), 2.0),
        Column(t("documents.column.latest"), 1.2, is_number=True),
        Column(t("overview.column.year"), 0.8),
        Column(t("overview.column.state"), 0.9),
        Column(t("documents.column.change"), 1.1, is_number=True),
        Column(t("documents.column.region"), 1.6),
    )
    rows = tuple(
        (
            Cell(context.name_indicator(row["indicator_id"])),
            Cell(format_value(row["value"], row["unit"]), float(row["value"]), name_unit(row["unit"])),
            Cell(format_year(int(row["year"]))),
            Cell(t(f"shell.state.{row['state']}")),
            Cell(wording.write_change(row)),
            Cell(wording.describe_region(context.inputs, row)),
        )
        for row in shown.to_dict("records")
    )
    cited = (context.cite(row.indicator_id, row.source) for row in shown.itertuples())
    name = context.name_area(area_id)
    return Table(
        f"card_{area_id}",
        t("briefing.series.table", area=name),
        columns,
        rows,
        finding=t("briefing.cards.known", area=name, n=len(known), of=len(own)),
        sources=tuple(dict.fromkeys(filter(None, cited))),
        row_ids=tuple(
            (context.tracer.note_figure(row.indicator_id, area_id, row.year),)
            for row in shown.itertuples()
        ),
    )
