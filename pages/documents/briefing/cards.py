"""The county cards as a part of a briefing: for slides and Word in short, for the PDF whole."""

from data.words.catalogue import t
from data.words.numbers import format_year
from indicators.counties.peers import list_own_figures
from pages.documents import wording
from pages.documents.briefing.context import BriefingContext
from pages.documents.briefing.model import Section, Sentence, Table, TableCell, TableColumn
from pages.documents.briefing.series import make_figure_cell, make_state_cell
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
    card = build_county_card(inputs, area_id, context.year, context.as_of)
    name = context.name_area(area_id)
    note = context.tracer.note
    role_ids = tuple(
        note(f"role:{role_id}:{area_id}", context.name_role(role_id), value=name)
        for role_id in inputs.roles_by_county.get(area_id, [])
    )
    duty_ids = tuple(
        note(f"duty:{row['item_id']}:{area_id}", row["name"], value=row["binding"])
        for row in card["duties"]
    )
    owed_ids = (
        note(
            f"unreported:{area_id}:{context.as_of.isoformat()}",
            t("briefing.trace.owed", name=name),
            value=card["unreported_summary"],
        ),
    )
    said = (
        (card["roles_summary"], role_ids),
        (card["duties_summary"], duty_ids),
        (card["unreported_summary"], owed_ids),
    )
    duties = _make_duty_table(context, card, duty_ids) if card["duties_summary"] else None
    return Section(
        "cards",
        name,
        tuple(Sentence(text, ids) for text, ids in said if text),
        tuple(filter(None, [_make_figure_table(context, area_id) or duties])),
        (t("briefing.define.states"),),
        card=card,
        level=2,
    )


def _make_duty_table(context: BriefingContext, card: dict, duty_ids: tuple[str, ...]) -> Table:
    """Return what the boxes ask of a county: of one without figures there is nothing else."""
    columns = (
        TableColumn(t("documents.column.duty"), 1.8),
        TableColumn(t("documents.column.asked"), 1.2),
        TableColumn(t("documents.column.binding"), 2.6),
        TableColumn(t("documents.column.progress"), 1.4),
    )
    rows = tuple(
        (
            TableCell(row["name"]),
            TableCell(row["asked"]),
            TableCell(t("briefing.with_fact", name=row["binding"], fact=row["note"])),
            TableCell(row["progress"]),
        )
        for row in card["duties"]
    )
    return Table(
        f"card_{card['area_id']}",
        t("briefing.cards.duties", area=card["name"]),
        columns,
        rows,
        finding=card["duties_summary"],
        row_ids=tuple((row_id,) for row_id in duty_ids),
    )


def _make_figure_table(context: BriefingContext, area_id: str) -> Table | None:
    """Return the newest figures of a county; None where it has none."""
    own = list_own_figures(context.inputs, area_id, context.year)
    # First what is known, so that a slide does not begin with gaps.
    known = own[own["value"].notna()]
    if known.empty:
        return None
    shown = known.head(MOST_FIGURES)
    columns = (
        TableColumn(t("documents.column.indicator"), 2.0),
        TableColumn(t("documents.column.latest"), 1.2, is_number=True),
        TableColumn(t("overview.column.year"), 0.8),
        TableColumn(t("overview.column.state"), 0.9),
        TableColumn(t("documents.column.change"), 1.1, is_number=True),
        TableColumn(t("documents.column.region"), 1.6),
    )
    rows = tuple(
        (
            TableCell(context.name_indicator(row["indicator_id"])),
            make_figure_cell(row),
            TableCell(format_year(int(row["year"]))),
            make_state_cell(row),
            TableCell(wording.format_yearly_change(row)),
            TableCell(wording.describe_region(context.inputs, row)),
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
