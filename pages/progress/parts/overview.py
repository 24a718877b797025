"""The overview in pieces: verdict, cards, and the series that are known."""

import html

from data.words.names import pick_name
from data.words.numbers import format_unit, format_year, is_missing
from indicators.targets.summary import (
    count_reasons,
    count_statuses,
    list_known_inputs,
    list_latest,
    list_leading_rows,
    pick_decisive_row,
)
from pages.blocks.figures import draw_sparkline
from pages.blocks.plan import describe_no_figures
from pages.blocks.status import (
    SYMBOLS,
    describe_source,
    draw_judgement,
    draw_status,
    get_reason_code,
    get_word,
    name_indicator,
    name_reason,
)
from pages.blocks.tables import Column, draw_table
from pages.blocks.targets import (
    describe_ask,
    describe_base,
    describe_bases,
    describe_counties,
    describe_gap,
    describe_proposal,
    describe_settling,
    draw_link,
    draw_way,
)
from pages.blocks.values import draw_figure, draw_number, format_state
from pages.shell import cache
from pages.shell.i18n import t

GOALS = ("supply", "efficiency", "smart", "ecology")
# The published series that say most about the plan, in the order of its goals.
SERIES = (
    "beef_output",
    "mutton_output",
    "meat_output",
    "milk_output",
    "dairy_output",
    "cattle_stock",
    "sheep_stock",
    "cattle_slaughtered",
    "sheep_slaughtered",
    "cattle_offtake_rate",
    "sheep_offtake_rate",
    "beef_carcass_yield",
    "mutton_carcass_yield",
    "horse_stock",
    "camel_stock",
    "livestock_output_value",
    "rural_income",
)


@cache.keep_drawing
def draw_verdict(area_id: str, year: int) -> str:
    """Return one sentence on where the targets stand, and how many stand where."""
    progress = cache.get_progress(area_id, year)
    area_name = pick_name(cache.get_areas().loc[area_id])
    counts = count_statuses(progress)
    total = len(set(progress["target_id"]))
    known = {status: count for status, count in counts.items() if count}
    parts = [
        t("overview.count", count=count, status=get_word(status).lower())
        for status, count in known.items()
        if status != "cannot_judge"
    ]
    unknown = counts["cannot_judge"]
    key = "overview.verdict_none" if unknown == total else "overview.verdict"
    key = "overview.verdict_all" if unknown == 0 else key
    sentence = t(
        key,
        area=area_name,
        total=total,
        parts=t("shell.list_separator").join(parts),
        unknown=unknown,
    )
    bar = "".join(
        f'<span class="{status}" style="flex-grow:{count}" title="{get_word(status)} {count}">'
        f'<i aria-hidden="true">{SYMBOLS[status]}</i> {count}</span>'
        for status, count in known.items()
    )
    legend = "".join(draw_status(status, count=count) for status, count in counts.items())
    return (
        f'<section class="verdict"><p>{html.escape(sentence)}</p>'
        f'<div class="bar" aria-hidden="true">{bar}</div><div class="legend">{legend}</div>'
        f"{_draw_reasons(progress)}</section>"
    )


def _draw_reasons(progress) -> str:
    reasons = [
        t("overview.reason", reason=name_reason(code), count=count)
        for code, count in count_reasons(progress).items()
    ]
    if not reasons:
        return ""
    text = t("overview.reasons", list=t("shell.list_separator").join(reasons))
    return f'<p class="why">{html.escape(text)}</p>'


@cache.keep_drawing
def draw_cards(area_id: str, year: int) -> str:
    """Return one card per target, a column per goal."""
    progress = cache.get_progress(area_id, year)
    targets = cache.get_inputs().targets
    columns = []
    for goal in GOALS:
        cards = "".join(
            _draw_card(target, progress, year)
            for target in targets[targets["goal"] == goal].to_dict("records")
        )
        columns.append(f'<div class="goal"><h2>{t(f"shell.goal.{goal}")}</h2>{cards}</div>')
    return f'<section class="goals">{"".join(columns)}</section>'


def _draw_card(target: dict, progress, year: int) -> str:
    rows = list_leading_rows(progress, target["target_id"])
    first = pick_decisive_row(rows)
    status = first["target_status"]
    link = draw_link(
        "targets", pick_name(target), target=target["target_id"], area=first["area_id"], year=year
    )
    badge = draw_judgement(status, get_reason_code(first["target_reason"]))
    return (
        f'<article class="card {status}"><h3>{link}</h3>'
        f'<p class="ask">{html.escape(t("overview.ask", ask=describe_ask(target)))}</p>'
        f"{_draw_measures(rows, year, target)}"
        f'<p class="state">{badge}</p>{_draw_standing(first)}'
        f"{_draw_last_lines(first, progress)}</article>"
    )


def _draw_measures(rows, year: int, target: dict) -> str:
    lines = []
    for row in rows.to_dict("records"):
        if not is_missing(row["latest_value"]):
            lines.append((_name_measure(row, target), _draw_latest(row)))
            continue
        known = list_known_inputs(cache.get_inputs(), row, year)
        lines.extend(
            (
                name_indicator(figure.indicator_id),
                draw_figure(
                    figure.value,
                    figure.unit,
                    figure.year,
                    figure.state,
                    describe_source(figure.indicator_id, figure.source),
                ),
            )
            for figure in known.itertuples()
        )
    if not lines:
        return f'<dl><div><dd><span class="figure none">{t("shell.no_data")}</span></dd></div></dl>'
    items = "".join(
        f"<div><dt>{html.escape(name)}</dt><dd>{value}</dd></div>" for name, value in lines
    )
    return f"<dl>{items}</dl>"


def _name_measure(row: dict, target: dict) -> str:
    """Return the name of a measure, or "latest" where it only repeats the target's name."""
    is_repeated = row["indicator_id"] == target["target_id"] and target["kind"] != "qualitative"
    return t("overview.latest") if is_repeated else name_indicator(row["indicator_id"])


def _draw_latest(row: dict) -> str:
    figure = draw_figure(
        row["latest_value"],
        row["unit"],
        row["latest_year"],
        row["latest_state"],
        describe_source(row["indicator_id"], row["latest_source"]),
    )
    counties = describe_counties(row)
    return figure + (f'<span class="sub">{html.escape(counties)}</span>' if counties else "")


def _draw_standing(row) -> str:
    """Return how far a measure that counts is, and what its status rests on."""
    if not row["is_primary"]:
        return ""
    # One base cannot be varied: it stands there as what it is.
    base = describe_base(row) if is_missing(row["robust"]) else describe_bases(row)
    texts = (describe_proposal(row), describe_gap(row), base)
    lines = "".join(f'<p class="pace">{html.escape(text)}</p>' for text in texts if text)
    return draw_way(row) + lines


def _draw_last_lines(row, progress) -> str:
    is_without_target = get_reason_code(row["target_reason"]) == "no_target"
    settling = "" if is_without_target else describe_settling(progress, row["target_id"])
    return f'<p class="settle">{html.escape(settling)}</p>' if settling else ""


@cache.keep_drawing
def draw_known_series(area_id: str, year: int) -> str:
    """Return the figures that are known, each with its trend."""
    figures = cache.get_area_figures(area_id)
    latest = list_latest(figures, year).set_index("indicator_id")
    wanted = [indicator_id for indicator_id in SERIES if indicator_id in latest.index]
    if not wanted:
        words = describe_no_figures(area_id, t("overview.no_figures"))
        return f'<p class="empty">{html.escape(words)}</p>'
    rows = [
        _make_series_row(indicator_id, latest.loc[indicator_id], figures) for indicator_id in wanted
    ]
    columns = [
        Column("name", t("overview.column.indicator")),
        Column("value", t("overview.column.latest"), "figure"),
        Column("unit", t("overview.column.unit"), "short"),
        Column("year", t("overview.column.year"), "short"),
        Column("state", t("overview.column.state"), "short"),
        Column("trend", t("overview.column.trend"), "html", is_minor=True),
        Column("span", t("overview.column.span"), "short", is_minor=True),
    ]
    return (
        f'<h2 class="block">{html.escape(t("overview.series_title"))}</h2>'
        f"{draw_table(columns, rows)}"
        f'<p class="note">{html.escape(t("overview.series_note"))}</p>'
    )


def _make_series_row(indicator_id: str, latest, figures) -> dict:
    series = figures[figures["indicator_id"] == indicator_id]
    source = t("shell.source_is", source=describe_source(indicator_id, latest["source"]))
    return {
        "name": name_indicator(indicator_id),
        "value": draw_number(latest["value"]),
        "unit": format_unit(latest["unit"]),
        "year": format_year(latest["year"]),
        "state": format_state(latest["state"]),
        "trend": draw_sparkline(series),
        "span": _say_span(series["year"]),
        "_title": source,
    }


def _say_span(years) -> str:
    if len(years) == 1:
        return format_year(years.iloc[0])
    return t("overview.span", first=years.iloc[0], last=years.iloc[-1], count=len(years))
