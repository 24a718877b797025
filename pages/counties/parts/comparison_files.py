"""The comparison of areas to take away: small multiples, their data, and the table."""

from functools import partial

from data.words.names import pick_name
from data.words.numbers import format_unit, format_value, format_year
from pages.blocks.panels import count_columns
from pages.blocks.pictures import list_named_sources, make_caption
from pages.blocks.status import describe_shown_source, name_indicator
from pages.blocks.takeaway import make_file_name, offer_files
from pages.blocks.values import format_state
from pages.counties.parts.comparison import get_compared_series, render_common_table
from pages.documents.chart_data import Panel
from pages.documents.chart_scale import list_chart_points, make_scale
from pages.documents.table_book import round_figure
from pages.documents.wording import join_names
from pages.shell import cache
from pages.shell.i18n import t

COLUMNS = ("indicator", "area", "year", "value", "unit", "state", "source")
MOST_NAMES = 3


def offer_comparison(area_ids: tuple[str, ...], indicator_ids: tuple[str, ...], year: int) -> None:
    """Offer the panels of the chosen areas, and the table below them."""
    view = (area_ids, indicator_ids, year)
    if get_compared_series(*view).empty:
        return
    areas = cache.get_areas()
    names = [pick_name(areas.loc[code]) for code in area_ids[:MOST_NAMES]]
    offer_files(
        "comparison",
        make_file_name(t("shell.page.compare"), "、".join(names), year),
        draw=partial(draw_comparison_file, *view),
        rows=partial(list_comparison_rows, *view),
        state=COLUMNS.index("state"),
        table=partial(render_common_table, *view),
    )


def draw_comparison_file(area_ids, indicator_ids, year: int, kind: str) -> bytes:
    """Return a panel per indicator and area; those of an indicator share one scale."""
    # Only a picture needs what draws it.
    from pages.documents.chart_pictures import draw_panels_picture

    series = get_compared_series(area_ids, indicator_ids, year)
    areas, panels = cache.get_areas(), []
    for indicator_id in dict.fromkeys(series["indicator_id"]):
        own = series[series["indicator_id"] == indicator_id]
        scale, unit = make_scale(list_chart_points(own)), format_unit(own["unit"].iloc[0])
        for area_id in area_ids:
            line = own[own["area_id"] == area_id]
            title = t(
                "picture.panel",
                name=name_indicator(indicator_id),
                area=pick_name(areas.loc[area_id]),
            )
            others = own[own["area_id"] != area_id]
            panels.append(Panel(title, _describe_newest(line, unit), line, others, scale=scale))
    caption = make_caption(
        t(
            "picture.compare_title",
            names=join_names(pick_name(areas.loc[code]) for code in area_ids),
        ),
        sources=[
            source
            for name, group in series.groupby("indicator_id", sort=False)
            for source in list_named_sources(str(name), group["source"])
        ],
        last_year=int(series["year"].max()),
        notes=(t("compare.scale_note"),),
    )
    columns = count_columns(len(area_ids))
    return draw_panels_picture(panels, caption, kind, columns=columns)


def _describe_newest(line, unit: str) -> str:
    if line.empty:
        return t("picture.no_data", unit=unit) if unit else t("shell.no_data")
    last = line.iloc[-1]
    return t(
        "picture.newest",
        value=format_value(last["value"], last["unit"]),
        year=format_year(last["year"]),
        state=format_state(last["state"]),
    )


def list_comparison_rows(area_ids, indicator_ids, year: int) -> tuple[list[str], list[list]]:
    """Return titles and rows: one row per indicator, area and year."""
    areas = cache.get_areas()
    rows = [
        [
            name_indicator(row["indicator_id"]),
            pick_name(areas.loc[row["area_id"]]),
            int(row["year"]),
            round_figure(row["value"]),
            format_unit(row["unit"]),
            format_state(row["state"]),
            describe_shown_source(row),
        ]
        for row in get_compared_series(area_ids, indicator_ids, year).to_dict("records")
    ]
    return [t(f"picture.column.{name}") for name in COLUMNS], rows
