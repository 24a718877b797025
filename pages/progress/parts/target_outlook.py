"""The outlook of a target: the forecast with its interval, and what if."""

import pandas as pd
import streamlit as st
from markupsafe import Markup

from data.errors import CaomuError
from data.words.numbers import (
    attach_unit,
    format_change,
    format_number,
    format_share,
    format_signed,
    format_value,
    is_missing,
)
from indicators.targets.forecast import build_outlook, find_coverage
from indicators.targets.readings import find_row_reading
from indicators.targets.summary import compute_pace_line, list_rows_in_force, pick_decisive_row
from indicators.targets.what_if import compute_outcome
from pages.blocks.figures import (
    ACCENT,
    CONFIG,
    Chart,
    add_pace,
    add_target,
    add_trace,
    draw_series,
    finish_figure,
    set_years,
)
from pages.blocks.markup import render_lead, render_note, render_title, show, show_empty, show_title
from pages.blocks.status import name_indicator
from pages.blocks.targets import name_goal_line
from pages.documents.target_wording import describe_goal_value
from pages.progress.parts.outlook_files import offer_outlook, pick_comparable_series
from pages.progress.parts.target_scenario import ask_scenario, list_parameters
from pages.shell import address, cache
from pages.shell.i18n import t
from pages.shell.messages import show_error

SCENARIO = "#7A2B5E"
BAND = "rgba(47,107,79,0.14)"


def show_outlook(area_id: str, year: int, target_id: str) -> dict[str, str]:
    """Show forecast and scenario of a target; return their part of the address."""
    rows = cache.get_progress(area_id, year)
    rows = rows[rows["target_id"] == target_id]
    indicator_id, known = _choose_measure(rows)
    row = _pick_row(rows, indicator_id)
    if is_missing(row["latest_year"]):
        name = name_indicator(indicator_id)
        show_empty(t("targets.no_series", name=name))
        return known
    forecast, chance = _get_outlook(area_id, year, target_id, indicator_id, row["reading_id"])
    chart = _draw_forecast(row, forecast)
    place = st.container()
    show(_render_forecast(row, forecast, chance))
    parameters, path = _show_scenario(rows[rows["indicator_id"] == indicator_id], row, chart)
    set_years(chart, min(chart["data"][0]["x"]), int(row["target_year"]))
    name = name_indicator(indicator_id)
    place.html(render_title(t("forecast.heading", name=name, year=row["target_year"])))
    with place:
        offer_outlook(row, forecast, path)
    place.plotly_chart(
        finish_figure(chart), config=CONFIG, theme=None, key=f"outlook_{indicator_id}"
    )
    place.html(render_note(t("forecast.marks")))
    return known | parameters


def _choose_measure(rows) -> tuple[str, dict[str, str]]:
    """Let the reader choose among the measures with a value, if there are several."""
    known = rows[rows["latest_year"].notna()]
    measures = list(dict.fromkeys((rows if known.empty else known)["indicator_id"]))
    decisive = pick_decisive_row(rows if known.empty else known)["indicator_id"]
    if len(measures) == 1:
        return measures[0], {}
    names = {measure: name_indicator(measure) for measure in measures}
    key = address.adopt_choice("measure", measures, decisive)
    chosen = st.selectbox(
        t("targets.column.measure"), measures, key=key, width=320, format_func=names.__getitem__
    )
    return chosen, {"measure": chosen}


def _pick_row(rows, indicator_id: str):
    """Return the row of a measure under the reading in force, else its first one."""
    own = rows[rows["indicator_id"] == indicator_id]
    in_force = list_rows_in_force(own, own.iloc[0]["target_id"])
    return (own if in_force.empty else in_force).iloc[0]


@cache.keep_drawing
def _get_outlook(area_id, year, target_id, indicator_id, reading_id):
    rows = cache.get_progress(area_id, year)
    row = rows[
        (rows["target_id"] == target_id)
        & (rows["indicator_id"] == indicator_id)
        & (rows["reading_id"] == reading_id)
    ].iloc[0]
    return build_outlook(cache.get_inputs(), row)


def _draw_forecast(row, forecast) -> Chart:
    series = pick_comparable_series(row)
    chart = draw_series(series, row["unit"], name=name_indicator(row["indicator_id"]))
    ahead = forecast.frame[forecast.frame["kind"] == "forecast"]
    if len(ahead):
        _add_forecast(chart, forecast, ahead, row["unit"])
    if not is_missing(row["target_low"]):
        label = t("chart.target_label", name=name_goal_line(row), value=describe_goal_value(row))
        add_target(chart, row["target_low"], row["target_high"], label=label)
        line = compute_pace_line(row)
        if line:
            add_pace(chart, *line[0], *line[1], row["unit"])
    chart["layout"]["height"] = 340
    return chart


def _add_forecast(chart: Chart, forecast, ahead, unit: str) -> None:
    name = t("forecast.line")
    # Start at the newest point, so that band and line begin where the figures end.
    origin_year, origin = forecast.points[-1]
    years = [origin_year, *ahead["year"]]
    ends = ([origin, *ahead["low"]], [origin, *ahead["high"]])
    for values, fill in zip(ends, (None, "tonexty"), strict=True):
        add_trace(
            chart,
            x=years,
            y=values,
            mode="lines",
            line={"width": 0},
            fill=fill,
            fillcolor=BAND,
            hoverinfo="skip",
        )
    add_trace(
        chart,
        x=years,
        y=[origin, *ahead["value"]],
        mode="lines",
        line={"color": ACCENT, "width": 2, "dash": "dash"},
        name=name,
        hovertemplate=Markup("%{{x}}: {}<extra>{}</extra>").format(
            attach_unit("%{y:,.2f}", unit), name
        ),
    )


def _render_forecast(row, forecast, chance) -> Markup:
    """Return the forecast and its basis in words, or why there is none."""
    key = "forecast.points_mean" if forecast.is_three_year_mean else "forecast.points"
    if forecast.reason is not None:
        reason = forecast.reason
        if reason == "too_few_points" and forecast.is_three_year_mean:
            reason = "too_few_means"
        lead = t(f"forecast.{reason}", n=len(forecast.points), needed=forecast.needed)
        return render_lead(lead)
    last = forecast.frame.iloc[-1]
    unit = row["unit"]
    lead = t(
        "forecast.value",
        year=row["target_year"],
        value=format_value(last["value"], unit),
        level=f"{forecast.level:.0%}",
        low=format_value(last["low"], unit),
        high=format_value(last["high"], unit),
    )
    points = t(
        key, first=forecast.points[0][0], last=forecast.points[-1][0], n=len(forecast.points)
    )
    held = _describe_coverage(forecast, int(row["target_year"]))
    end = t("shell.sentence_end").strip()
    likely = "" if chance is None else t("forecast.chance", chance=_format_chance(chance)) + end
    return Markup('<p class="lead">{}{}{}</p><p class="note">{}{}{} {}</p>').format(
        lead,
        t("shell.sentence_end"),
        likely,
        points,
        t("shell.sentence_end"),
        held,
        t("forecast.not_a_status"),
    )


def _describe_coverage(forecast, target_year: int) -> str:
    """Return how often intervals that reach as far ahead contained the later value."""
    ahead = target_year - forecast.points[-1][0]
    span = find_coverage(cache.get_store().query_rows("queries/forecast_coverage"), ahead)
    if span is None:
        return t("forecast.not_measured", n=ahead)
    first, last = span["first_ahead"], span["last_ahead"]
    distance = t(f"methods.ahead.{'one' if first == last else 'span'}", first=first, last=last)
    return t(
        "forecast.coverage",
        ahead=distance,
        n=format_number(span["forecasts"]),
        share=format_share(span["share"]),
        level=f"{forecast.level:.0%}",
        first=span["first_year"],
        last=span["last_year"],
    )


def _format_chance(chance: float) -> str:
    """Return a chance in whole per cent; near 0 or 100 as "under" or "over"."""
    if chance < 0.01:
        return t("forecast.under", share="1%")
    name = "over" if chance > 0.99 else "about"
    return t(f"forecast.{name}", share="99%" if chance > 0.99 else f"{chance:.0%}")


def _show_scenario(rows, row, chart: Chart) -> tuple[dict[str, str], pd.DataFrame | None]:
    """Show the scenario of a measure, add its path to the chart, and return it."""
    usable = list(rows.loc[rows["target_low"].notna(), "reading_id"])
    show_title(t("whatif.title"))
    if not usable:
        show_empty(t("whatif.no_target"))
        return {}, None
    begin = row if row["reading_id"] in usable else (rows[rows["reading_id"] == usable[0]].iloc[0])
    scenario = ask_scenario(begin, usable)
    if scenario is None:
        return {}, None
    chosen = rows[rows["reading_id"] == scenario.reading_id].iloc[0]
    inputs = cache.get_inputs()
    indicator = inputs.index.indicators[row["indicator_id"]]
    try:
        outcome = compute_outcome(
            scenario, find_row_reading(inputs, chosen), indicator, int(chosen["target_year"])
        )
    except CaomuError as error:
        show_error(error)
        return list_parameters(scenario, begin), None
    _add_path(chart, outcome.path, row["unit"])
    show(_render_outcome(outcome, scenario, row["unit"]))
    return list_parameters(scenario, begin), outcome.path


def _add_path(chart: Chart, path, unit: str) -> None:
    name = t("whatif.line")
    add_trace(
        chart,
        x=path["year"].tolist(),
        y=path["value"].tolist(),
        mode="lines",
        name=name,
        line={"color": SCENARIO, "width": 2, "dash": "dashdot"},
        hovertemplate=Markup("%{{x}}: {}<extra>{}</extra>").format(
            attach_unit("%{y:,.2f}", unit), name
        ),
    )


def _render_outcome(outcome, scenario, unit: str) -> Markup:
    facts = [
        t("whatif.value", year=outcome.target_year, value=format_value(outcome.value, unit)),
        _describe_gap(outcome, unit),
        _describe_arrival(outcome, scenario),
    ]
    required = _describe_required(outcome, unit)
    end = t("shell.sentence_end").strip()
    notes = [t("whatif.assumption"), t("whatif.share") + end]
    if outcome.is_held:
        notes.insert(0, t("whatif.held") + end)
    lead = t("shell.sentence_end").join(facts) + end
    required += end
    return Markup('<p class="lead">{}</p><p class="lead">{}</p><p class="note">{}</p>').format(
        lead, required, " ".join(notes)
    )


def _describe_gap(outcome, unit: str) -> str:
    size = abs(outcome.gap)
    text = format_change(size, unit).lstrip("+")
    if size < 1e-9 and outcome.is_met:
        return t("whatif.gap_none")
    return t("whatif.gap_over" if outcome.is_met else "whatif.gap_short", gap=text)


def _describe_arrival(outcome, scenario) -> str:
    if outcome.arrival_year is None:
        return t("whatif.arrival_never")
    if outcome.arrival_year <= scenario.origin[0]:
        return t("whatif.arrival_now")
    return t("whatif.arrival", year=outcome.arrival_year)


def _describe_required(outcome, unit: str) -> str:
    if outcome.required_per_year == 0:
        return t("whatif.required_none")
    required = format_change(outcome.required_per_year, unit)
    text = t("whatif.required", year=outcome.target_year, value=required)
    if outcome.required_pct is None:
        return text
    share = t("whatif.required_pct", value=f"{format_signed(outcome.required_pct, 2)}%")
    return t("shell.sentence_separator").join([text, share])
