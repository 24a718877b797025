"""The pieces of the overview: the verdict and the known series."""

import pandas as pd
from markupsafe import Markup

from data.words.numbers import format_unit, format_year
from indicators.frames import list_rows
from indicators.targets.summary import count_reasons, count_statuses, list_latest
from pages.blocks.figures import Point, group_points, render_sparkline
from pages.blocks.links import render_indicator_link, render_indicator_name, render_jumps
from pages.blocks.markup import render_empty, render_fold, render_note
from pages.blocks.plan import describe_no_figures
from pages.blocks.status import SYMBOLS, describe_source, get_word, render_bar, render_status
from pages.blocks.table_files import render_table_sources
from pages.blocks.tables import Column, render_table
from pages.blocks.values import format_state, render_number
from pages.documents.target_wording import describe_verdict, name_reason
from pages.progress.parts.plan_items import render_plan_items
from pages.progress.parts.plan_start import render_start
from pages.shell import cache
from pages.shell.i18n import t


@cache.keep_drawing
def render_verdict(area_id: str, year: int) -> Markup:
    """Return one sentence on the targets, and how many have each status."""
    progress = cache.get_progress(area_id, year)
    counts, reasons = count_statuses(progress), count_reasons(progress)
    why = _render_reasons(reasons)
    sentence = describe_verdict(progress, cache.get_area_names()[area_id])
    bar = render_bar(counts, SYMBOLS, {status: get_word(status) for status in counts})
    legend = Markup("").join(render_status(status, count=count) for status, count in counts.items())
    return Markup(
        '<section class="verdict"><p>{}</p>{}<div class="legend">{}</div>{}</section>'
    ).format(sentence, bar, legend, why)


def render_contents(area_id: str, year: int) -> Markup:
    """Return links to what stands below the targets."""
    places = {"boxes-and-overdue": t("overview.jump.boxes")}
    if area_id == cache.get_plan_area() and render_start():
        places["plan-start"] = t("overview.start_title")
    places["known-series"] = t("overview.jump.known")
    if render_plan_items(area_id, year):
        places["plan-items"] = t("plan.others_title")
    return render_jumps(places)


def _render_reasons(counts: dict[str, int]) -> Markup:
    reasons = [
        t("overview.reason", reason=name_reason(code), count=count)
        for code, count in counts.items()
    ]
    if not reasons:
        return Markup()
    text = t("overview.reasons", list=t("shell.list_separator").join(reasons))
    return Markup('<p class="why">{}</p>').format(text)


@cache.keep_drawing
def render_known_series(area_id: str, year: int) -> Markup:
    """Return the known figures, each with its trend, as a part that unfolds."""
    figures, latest = cache.get_area_figures(area_id), list_known(area_id, year)
    wanted = list(latest.index)
    if not wanted:
        return _say_no_figures(area_id, year)
    points = group_points(figures)
    newest = dict(zip(latest.index, list_rows(latest), strict=True))
    rows = [
        _make_series_row(indicator_id, newest[indicator_id], points[indicator_id])
        for indicator_id in wanted
    ]
    columns = [
        Column("name", t("overview.column.indicator"), "html"),
        Column("value", t("overview.column.latest"), "figure"),
        Column("unit", t("overview.column.unit"), "short"),
        Column("year", t("overview.column.year"), "short"),
        Column("state", t("overview.column.state"), "short"),
        Column("trend", t("overview.column.trend"), "html", is_minor=True),
        Column("span", t("overview.column.span"), "short", is_minor=True),
    ]
    table = render_table(columns, rows)
    return render_fold(
        t("overview.series_title", count=len(rows)),
        table + render_note(t("overview.series_note")) + render_table_sources(table),
        place="known-series",
    )


@cache.keep(*cache.PROGRESS)
def list_known(area_id: str, year: int) -> pd.DataFrame:
    """Return the newest figure of each series that says most about the plan, where known."""
    latest = list_latest(cache.get_area_figures(area_id), year).set_index("indicator_id")
    shown = cache.get_inputs().list_shown("overview")
    return latest.loc[[name for name in shown if name in latest.index]]


def _say_no_figures(area_id: str, year: int) -> Markup:
    """Say that an area has no figures of its own, and whether its counties have any."""
    if cache.get_progress(area_id, year)["latest_value"].notna().any():
        area = cache.get_area_names()[area_id]
        return render_empty(t("overview.only_counties", area=area))
    key = "no_figures_of_plan" if area_id == cache.get_plan_area() else "no_figures"
    return render_empty(describe_no_figures(area_id, t(f"overview.{key}")))


def _make_series_row(indicator_id: str, latest: dict, points: list[Point]) -> dict:
    source = t("shell.source_is", source=describe_source(indicator_id, latest["source"]))
    return {
        "name": render_indicator_name(indicator_id, latest["area_id"]),
        "value": render_indicator_link(
            render_number(latest["value"]), indicator_id, latest["area_id"]
        ),
        "unit": format_unit(latest["unit"]),
        "year": format_year(latest["year"]),
        "state": format_state(latest["state"]),
        "trend": render_sparkline(points),
        "span": _say_span([point[0] for point in points]),
        "_title": source,
    }


def _say_span(years: list[int]) -> str:
    if len(years) == 1:
        return format_year(years[0])
    return t("overview.span", first=years[0], last=years[-1], count=len(years))
