"""The overview to take away: the known series, and the plan's other demands."""

from functools import partial

from data.words.numbers import format_unit, format_value, format_year
from pages.blocks.pictures import list_named_sources, make_caption
from pages.blocks.status import describe_source, name_indicator
from pages.blocks.takeaway import make_file_name, offer_files
from pages.blocks.values import format_state
from pages.documents.chart_data import Panel
from pages.documents.table_book import round_figure
from pages.progress.parts.overview import list_known, render_known_series
from pages.progress.parts.plan_items import render_plan_items
from pages.shell import cache
from pages.shell.i18n import t

COLUMNS = ("indicator", "year", "value", "unit", "state", "source")
PANEL_COLUMNS = 4


def offer_known_series(area_id: str, year: int) -> None:
    """Offer the known series; nothing where an area has none."""
    if list_known(area_id, year).empty:
        return
    area = cache.get_area_names()[area_id]
    offer_files(
        "known",
        make_file_name(t("picture.known_name"), area, year, t("picture.trend")),
        draw=partial(draw_known_file, area_id, year),
        rows=partial(list_known_rows, area_id, year),
        state=COLUMNS.index("state"),
        table=partial(render_known_series, area_id, year),
    )


def offer_plan_items(area_id: str, year: int) -> None:
    """Offer the plan's other demands as a workbook."""
    area = cache.get_area_names()[area_id]
    name = make_file_name(t("plan.others_title"), area, year)
    offer_files("plan_items", name, table=partial(render_plan_items, area_id, year))


def draw_known_file(area_id: str, year: int, kind: str) -> bytes:
    """Return the known series as small charts, each on a scale of its own."""
    # Only a picture needs what draws it.
    from pages.documents.chart_pictures import draw_panels_picture

    figures, latest = cache.get_area_figures(area_id), list_known(area_id, year)
    panels = [
        Panel(
            name_indicator(indicator_id),
            t(
                "picture.newest",
                value=format_value(row["value"], row["unit"]),
                year=format_year(row["year"]),
                state=format_state(row["state"]),
            ),
            figures[(figures["indicator_id"] == indicator_id) & (figures["year"] <= year)],
        )
        for indicator_id, row in latest.iterrows()
    ]
    caption = make_caption(
        t("picture.known_title", area=cache.get_area_names()[area_id]),
        sources=[
            source
            for indicator_id, row in latest.iterrows()
            for source in list_named_sources(indicator_id, [row["source"]])
        ],
        last_year=int(latest["year"].max()),
        notes=(t("picture.scales_differ"),),
    )
    return draw_panels_picture(panels, caption, kind, columns=PANEL_COLUMNS)


def list_known_rows(area_id: str, year: int) -> tuple[list[str], list[list]]:
    """Return titles and rows of the known series, one row per indicator and year."""
    figures = cache.get_area_figures(area_id)
    shown = cache.get_inputs().list_shown("overview")
    figures = figures[figures["indicator_id"].isin(shown) & (figures["year"] <= year)]
    rows = [
        [
            name_indicator(row["indicator_id"]),
            int(row["year"]),
            round_figure(row["value"]),
            format_unit(row["unit"]),
            format_state(row["state"]),
            describe_source(row["indicator_id"], row["source"]) or "",
        ]
        for row in figures.sort_values(["indicator_id", "year"]).to_dict("records")
    ]
    return [t(f"picture.column.{name}") for name in COLUMNS], rows
