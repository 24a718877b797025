"""The pieces of the overview: verdict, cards, and the known series."""

from markupsafe import Markup

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
from pages.blocks.figures import render_sparkline
from pages.blocks.links import render_indicator_link, render_indicator_name, render_link
from pages.blocks.markup import render_empty, render_sub
from pages.blocks.plan import describe_no_figures
from pages.blocks.status import (
    SYMBOLS,
    describe_source,
    get_reason_code,
    get_word,
    name_indicator,
    name_reason,
    render_judgement,
    render_status,
)
from pages.blocks.tables import Column, render_table
from pages.blocks.targets import (
    describe_ask,
    describe_base,
    describe_bases,
    describe_counties,
    describe_gap,
    describe_proposal,
    describe_settling,
    render_way,
)
from pages.blocks.values import format_state, render_figure, render_number
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
def render_verdict(area_id: str, year: int) -> Markup:
    """Return one sentence on the targets, and how many have each status."""
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
    bar = Markup("").join(
        Markup(
            '<span class="{}" style="flex-grow:{}" title="{} {}"><i aria-hidden="true">'
            "{}</i> {}</span>"
        ).format(status, count, get_word(status), count, SYMBOLS[status], count)
        for status, count in known.items()
    )
    legend = Markup("").join(render_status(status, count=count) for status, count in counts.items())
    return Markup(
        '<section class="verdict"><p>{}</p><div class="bar" aria-hidden="true">'
        '{}</div><div class="legend">{}</div>{}</section>'
    ).format(sentence, bar, legend, _render_reasons(progress))


def _render_reasons(progress) -> Markup:
    reasons = [
        t("overview.reason", reason=name_reason(code), count=count)
        for code, count in count_reasons(progress).items()
    ]
    if not reasons:
        return Markup()
    text = t("overview.reasons", list=t("shell.list_separator").join(reasons))
    return Markup('<p class="why">{}</p>').format(text)


@cache.keep_drawing
def render_cards(area_id: str, year: int) -> Markup:
    """Return one card per target, in one column per goal."""
    progress = cache.get_progress(area_id, year)
    targets = cache.get_inputs().targets
    columns = []
    for goal in GOALS:
        cards = Markup("").join(
            _render_card(target, progress, year)
            for target in targets[targets["goal"] == goal].to_dict("records")
        )
        columns.append(
            Markup('<div class="goal"><h2>{}</h2>{}</div>').format(t(f"shell.goal.{goal}"), cards)
        )
    return Markup('<section class="goals">{}</section>').format(Markup("").join(columns))


def _render_card(target: dict, progress, year: int) -> Markup:
    rows = list_leading_rows(progress, target["target_id"])
    first = pick_decisive_row(rows)
    status = first["target_status"]
    link = render_link(
        "targets", pick_name(target), target=target["target_id"], area=first["area_id"], year=year
    )
    badge = render_judgement(status, get_reason_code(first["target_reason"]))
    return Markup(
        '<article class="card {}"><h3>{}</h3><p class="ask">{}</p>{}<p class="state">'
        "{}</p>{}{}</article>"
    ).format(
        status,
        link,
        t("overview.ask", ask=describe_ask(target)),
        _render_measures(rows, year, target),
        badge,
        _render_standing(first),
        _render_last_lines(first, progress),
    )


def _render_measures(rows, year: int, target: dict) -> Markup:
    lines = []
    for row in rows.to_dict("records"):
        if not is_missing(row["latest_value"]):
            figure = render_indicator_link(
                _render_latest(row), row["indicator_id"], row["area_id"], year
            )
            lines.append((_name_measure(row, target), figure))
            continue
        known = list_known_inputs(cache.get_inputs(), row, year)
        lines.extend(
            (
                name_indicator(figure.indicator_id),
                render_indicator_link(
                    render_figure(
                        figure.value,
                        figure.unit,
                        figure.year,
                        figure.state,
                        describe_source(figure.indicator_id, figure.source),
                    ),
                    figure.indicator_id,
                    figure.area_id,
                    year,
                ),
            )
            for figure in known.itertuples()
        )
    if not lines:
        return Markup('<dl><div><dd><span class="figure none">{}</span></dd></div></dl>').format(
            t("shell.no_data")
        )
    items = Markup("").join(
        Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(name, value) for name, value in lines
    )
    return Markup("<dl>{}</dl>").format(items)


def _name_measure(row: dict, target: dict) -> str:
    """Return the name of a measure, or "latest" if it only repeats the target's name."""
    is_repeated = row["indicator_id"] == target["target_id"] and target["kind"] != "qualitative"
    return t("overview.latest") if is_repeated else name_indicator(row["indicator_id"])


def _render_latest(row: dict) -> Markup:
    figure = render_figure(
        row["latest_value"],
        row["unit"],
        row["latest_year"],
        row["latest_state"],
        describe_source(row["indicator_id"], row["latest_source"]),
    )
    counties = describe_counties(row)
    return figure + (render_sub(counties) if counties else "")


def _render_standing(row) -> Markup:
    """Return the progress of a primary measure, and the basis of its status."""
    if not row["is_primary"]:
        return Markup()
    # A single base cannot be varied, so it is shown as it is.
    base = describe_base(row) if is_missing(row["robust"]) else describe_bases(row)
    texts = (describe_proposal(row), describe_gap(row), base)
    lines = Markup("").join(Markup('<p class="pace">{}</p>').format(text) for text in texts if text)
    return render_way(row) + lines


def _render_last_lines(row, progress) -> Markup:
    is_without_target = get_reason_code(row["target_reason"]) == "no_target"
    settling = "" if is_without_target else describe_settling(progress, row["target_id"])
    return Markup('<p class="settle">{}</p>').format(settling) if settling else Markup()


@cache.keep_drawing
def render_known_series(area_id: str, year: int) -> Markup:
    """Return the known figures, each with its trend."""
    figures = cache.get_area_figures(area_id)
    latest = list_latest(figures, year).set_index("indicator_id")
    wanted = [indicator_id for indicator_id in SERIES if indicator_id in latest.index]
    if not wanted:
        return render_empty(describe_no_figures(area_id, t("overview.no_figures")))
    rows = [
        _make_series_row(indicator_id, latest.loc[indicator_id], figures) for indicator_id in wanted
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
    return Markup('<h2 class="block">{}</h2>{}<p class="note">{}</p>').format(
        t("overview.series_title"), render_table(columns, rows), t("overview.series_note")
    )


def _make_series_row(indicator_id: str, latest, figures) -> dict:
    series = figures[figures["indicator_id"] == indicator_id]
    source = t("shell.source_is", source=describe_source(indicator_id, latest["source"]))
    return {
        "name": render_indicator_name(indicator_id, latest["area_id"]),
        "value": render_indicator_link(
            render_number(latest["value"]), indicator_id, latest["area_id"]
        ),
        "unit": format_unit(latest["unit"]),
        "year": format_year(latest["year"]),
        "state": format_state(latest["state"]),
        "trend": render_sparkline(series),
        "span": _say_span(series["year"]),
        "_title": source,
    }


def _say_span(years) -> str:
    if len(years) == 1:
        return format_year(years.iloc[0])
    return t("overview.span", first=years.iloc[0], last=years.iloc[-1], count=len(years))
