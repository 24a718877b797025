"""Areas beside each other: small multiples on one scale, and a table of one year."""

import pandas as pd
from markupsafe import Markup

from data.words.names import pick_name
from data.words.numbers import count_decimals, format_unit, format_value, format_year, is_missing
from indicators.comparison import list_compared_series, pick_common_figures
from pages.blocks.links import render_indicator_link, render_link
from pages.blocks.markup import render_note, render_title
from pages.blocks.missing import render_missing_link
from pages.blocks.panels import count_columns, render_panel
from pages.blocks.status import describe_source, name_indicator
from pages.blocks.table_files import render_table_sources
from pages.blocks.tables import Column, render_table
from pages.blocks.values import format_state
from pages.documents.chart_scale import Scale, list_chart_points, make_scale
from pages.documents.wording import format_yearly_change, join_names
from pages.shell import cache
from pages.shell.i18n import t


@cache.keep(*cache.PROGRESS)
def get_compared_series(
    area_ids: tuple[str, ...], indicator_ids: tuple[str, ...], year: int
) -> pd.DataFrame:
    """Return the series of the areas (see `list_compared_series`)."""
    parts = [_get_series(indicator_id, area_ids, year) for indicator_id in indicator_ids]
    known = [part for part in parts if len(part)]
    if not known:
        return list_compared_series(cache.get_inputs(), [], list(area_ids), year)
    return pd.concat(known, ignore_index=True)


# By indicator, so that a file leaves the others as they are drawn.
@cache.keep(*cache.PROGRESS, compares=True)
def _get_series(indicator_id: str, area_ids: tuple[str, ...], year: int) -> pd.DataFrame:
    return list_compared_series(cache.get_inputs(), [indicator_id], list(area_ids), year)


@cache.keep_drawing
def render_panels(area_ids: tuple[str, ...], indicator_ids: tuple[str, ...], year: int) -> Markup:
    """Return a row of panels per indicator; those without any figure are named below.

    Areas without any figure get `render_beginning` instead.
    """
    rows, silent = [], []
    for indicator_id in indicator_ids:
        if _get_series(indicator_id, area_ids, year).empty:
            silent.append(name_indicator(indicator_id))
        else:
            rows.append(_render_row(indicator_id, area_ids, year))
    notes = [t("compare.scale_note")]
    if silent:
        notes.insert(0, t("compare.silent", n=len(silent), names=join_names(silent)))
    return Markup('<div class="multiples" style="--panels:{}">{}</div>{}').format(
        count_columns(len(area_ids)),
        Markup("").join(rows),
        Markup("").join(map(render_note, notes)),
    )


@cache.keep_drawing
def _render_row(indicator_id: str, area_ids: tuple[str, ...], year: int) -> Markup:
    series = _get_series(indicator_id, area_ids, year)
    scale = make_scale(list_chart_points(series))
    decimals = count_decimals(series.groupby("area_id")["value"].last())
    unit = format_unit(series["unit"].iloc[0])
    lines: dict[str, list] = {}
    for row in series.itertuples(index=False):
        lines.setdefault(row.area_id, []).append(row)
    panels = Markup("").join(
        _render_area(indicator_id, area_id, lines, scale, year, decimals) for area_id in area_ids
    )
    return Markup('<section>{}<div class="panels" style="--panels:{}">{}</div></section>').format(
        render_title(name_indicator(indicator_id), unit), count_columns(len(area_ids)), panels
    )


def _render_area(
    indicator_id: str, area_id: str, lines: dict[str, list], scale: Scale, year: int, decimals: int
) -> Markup:
    area, own = cache.get_area_names()[area_id], lines.get(area_id, [])
    others = [line for other, line in lines.items() if other != area_id]
    name = f"{name_indicator(indicator_id)} {area}"
    panel = render_panel(own, scale, name, others=others)
    return Markup("<figure><figcaption>{}{}</figcaption>{}</figure>").format(
        render_indicator_link(area, indicator_id, area_id, year),
        _render_latest(own, decimals),
        panel,
    )


def _render_latest(own: list, decimals: int) -> Markup:
    if not own:
        return Markup('<span class="none">{}</span>').format(t("shell.no_data"))
    last = own[-1]
    value = format_value(last.value, last.unit, decimals)
    facts = f"{format_year(last.year)} · {format_state(last.state)}"
    return Markup("<b>{}</b><small>{}</small>").format(value, facts)


@cache.keep_drawing
def render_common_table(
    area_ids: tuple[str, ...], indicator_ids: tuple[str, ...], year: int
) -> Markup:
    """Return the areas side by side: a column per area, a row per indicator, one year a row."""
    areas = cache.get_areas()
    rows = [_render_cells(indicator_id, area_ids, year) for indicator_id in indicator_ids]
    columns = [
        Column("name", t("documents.column.indicator"), "name"),
        Column("year", t("county.column.year"), "short"),
        *(Column(area_id, pick_name(areas.loc[area_id]), "number") for area_id in area_ids),
    ]
    table = render_table(columns, rows, is_labelled=True)
    return Markup("{}{}{}{}").format(
        render_title(t("compare.table_title")),
        table,
        render_note(t("compare.note")),
        render_table_sources(table),
    )


@cache.keep_drawing
def _render_cells(indicator_id: str, area_ids: tuple[str, ...], year: int) -> dict[str, str]:
    """Return the row of an indicator: its name, the year and the cell of each area."""
    series = _get_series(indicator_id, area_ids, year)
    figures = pick_common_figures(series, cache.get_inputs(), [indicator_id], list(area_ids))
    decimals = count_decimals(figures["value"])
    cells = {
        row["area_id"]: _render_cell(row, year, decimals) for row in figures.to_dict("records")
    }
    name, shown = name_indicator(indicator_id), format_year(figures["year"].iloc[0])
    return {"name": name, "year": shown, **cells}


def _render_cell(figure: dict, year: int, decimals: int) -> Markup:
    if is_missing(figure["value"]):
        return Markup('<span class="none">{}</span>').format(t("shell.no_data"))
    source = describe_source(figure["indicator_id"], figure["source"])
    value = Markup('<b title="{}">{}</b>').format(
        t("shell.source_is", source=source) if source else "",
        format_value(figure["value"], figure["unit"], decimals),
    )
    link = render_indicator_link(value, figure["indicator_id"], figure["area_id"], year)
    return Markup('{}<span class="why">{}</span>').format(link, " · ".join(_list_remarks(figure)))


def _list_remarks(figure: dict) -> list[str]:
    remarks = [format_state(figure["state"])]
    if not is_missing(figure["reported"]):
        counts = {name: int(figure[name]) for name in ("reported", "expected")}
        remarks.append(t("indicator.rolled", **counts))
    elif not is_missing(figure["change"]):
        remarks.append(t("compare.change", change=format_yearly_change(figure)))
    elif figure["change_reason"] == "series_break":
        remarks.append(format_yearly_change(figure))
    return remarks


def render_beginning(area_ids: tuple[str, ...], indicator_ids: tuple[str, ...]) -> Markup:
    """Return what to do where none of the areas has a figure of any of the indicators."""
    areas = [cache.get_area_names()[area_id] for area_id in area_ids]
    names = t("shell.sentence_separator").join(map(name_indicator, indicator_ids))
    links = [
        Markup("{} {}").format(name, link)
        for name, link in zip(areas, map(render_missing_link, area_ids), strict=True)
        if link
    ]
    missing = Markup("{} {}").format(t("compare.begin_missing"), Markup(" · ").join(links))
    codes = ",".join(area_ids)
    steps = [
        *([missing] if links else []),
        render_link("upload", t("compare.begin_send")),
        render_link("compare", t("compare.begin_example"), code=codes, example=1),
    ]
    return Markup('<p class="lead">{}</p>{}<ul class="begin">{}</ul>').format(
        t("compare.begin", areas=join_names(areas)),
        render_note(t("compare.begin_lacking", indicators=names)),
        Markup("").join(Markup("<li>{}</li>").format(step) for step in steps),
    )


def describe_levels(area_ids: tuple[str, ...]) -> str:
    """Return a warning where areas of different levels are compared; "" otherwise."""
    levels = dict.fromkeys(cache.get_areas().loc[list(area_ids), "level"])
    if len(levels) < 2:
        return ""
    return t("compare.levels_differ", levels=join_names(t(f"county.level.{x}") for x in levels))
