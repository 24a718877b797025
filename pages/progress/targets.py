"""Each target: what is asked, where it stands, and how one knows."""

import html

import streamlit as st

from indicators.summary import (
    compute_pace_line,
    list_chart_indicators,
    list_leading_rows,
    pick_decisive_row,
)
from pages.shell import address, cache
from pages.shell.figures import (
    CONFIG,
    add_breaks,
    add_pace,
    add_target,
    draw_series,
    draw_sparkline,
    set_years,
)
from pages.shell.frame import choose, show_head
from pages.shell.i18n import pick_name, t
from pages.shell.status import draw_judgement, name_indicator
from pages.shell.tables import Column, draw_table
from pages.shell.targets import (
    describe_ask,
    describe_goal_value,
    describe_pace,
    describe_settling,
    draw_link,
)
from pages.shell.values import (
    draw_figure,
    format_change,
    format_number,
    format_share,
    format_signed,
    format_state,
    format_year,
    is_missing,
    join_unit,
)

TARGET_YEAR = 2030


def show_table(progress, area_id: str, year: int, chosen_id: str) -> None:
    """Show one row per target; its name leads to its detail."""
    targets = cache.get_inputs().targets
    figures = cache.get_area_figures(area_id)
    firsts = set(targets.drop_duplicates("goal")["target_id"])
    rows = []
    for target in targets.to_dict("records"):
        row = _make_row(target, progress, figures, year)
        row["_class"] = "chosen" if target["target_id"] == chosen_id else ""
        row["goal"] = row["goal"] if target["target_id"] in firsts else ""
        rows.append(row)
    columns = [
        Column("goal", t("targets.column.goal"), "short", is_minor=True),
        Column("name", t("targets.column.target"), "html"),
        Column("ask", t("targets.column.ask"), is_minor=True),
        Column("base", t("targets.column.base"), "html", is_minor=True),
        Column("latest", t("targets.column.latest"), "html"),
        Column("gap", t("targets.column.gap"), "number", is_minor=True),
        Column("required", t("targets.column.required"), "number", is_minor=True),
        Column("trend", t("targets.column.trend"), "html", is_minor=True),
        Column("status", t("targets.column.status"), "html"),
    ]
    st.html(draw_table(columns, rows))


def _make_row(target: dict, progress, figures, year: int) -> dict:
    row = pick_decisive_row(list_leading_rows(cache.get_inputs(), progress, target["target_id"]))
    series = figures[figures["indicator_id"] == row["indicator_id"]]
    link = draw_link(
        "targets", pick_name(target), target=target["target_id"], area=row["area_id"], year=year
    )
    return {
        "goal": t(f"shell.goal.{target['goal']}"),
        "name": link,
        "ask": describe_ask(target),
        "base": _draw_base(row),
        "latest": _draw_latest(row),
        "gap": "—" if is_missing(row["pace_gap"]) else format_signed(row["pace_gap"]),
        "required": _format_required(row),
        "trend": draw_sparkline(series, width=84, height=24),
        "status": draw_judgement(row["target_status"], row["target_reason"]),
    }


def _draw_latest(row) -> str:
    return draw_figure(
        row["latest_value"],
        row["unit"],
        row["latest_year"],
        row["latest_state"],
        row["latest_source"],
    )


def _draw_base(row) -> str:
    if is_missing(row["baseline_value"]):
        return "—"
    origin = t(f"targets.origin.{row['baseline_origin']}")
    return draw_figure(row["baseline_value"], row["unit"], row["baseline_year"], note=origin)


def _format_required(row) -> str:
    if is_missing(row["required_per_year"]):
        return "—"
    if not row["required_per_year"]:
        return t("targets.none_required")
    return format_change(row["required_per_year"], row["unit"])


def choose_target() -> str:
    """Let the reader choose the target of the detail."""
    names = {
        target["target_id"]: pick_name(target)
        for target in cache.get_inputs().targets.to_dict("records")
    }
    key = address.adopt_choice("target", list(names), next(iter(names)))
    return choose("target", names, key=key, width=420)


def show_detail(progress, area_id: str, target_id: str) -> None:
    """Show readings, series and sources of one target."""
    rows = progress[progress["target_id"] == target_id]
    _show_readings(rows)
    inputs = cache.get_inputs()
    leading = list_leading_rows(inputs, progress, target_id)
    for indicator_id in list_chart_indicators(inputs, leading):
        _show_series(indicator_id, rows, area_id)
    _show_sources(rows, area_id)


def show_status(progress, target_id: str) -> None:
    """Show status and reason of one target, and what would settle it."""
    first = progress[progress["target_id"] == target_id].iloc[0]
    settling = describe_settling(progress, target_id)
    judgement = draw_judgement(first["target_status"], first["target_reason"])
    leading = list_leading_rows(cache.get_inputs(), progress, target_id)
    line = settling or describe_pace(pick_decisive_row(leading))
    st.html(
        f'<section class="detail"><p>{judgement}</p>'
        f'<p class="settle">{html.escape(line)}</p></section>'
    )


def _show_readings(rows) -> None:
    readings = cache.get_inputs().readings.set_index("reading_id")
    columns = [
        Column("reading", t("targets.column.reading")),
        Column("measure", t("targets.column.measure")),
        Column("base", t("targets.column.base"), "html"),
        Column("latest", t("targets.column.latest"), "html"),
        Column("goal_value", t("targets.column.goal_value"), "number"),
        Column("completion", t("targets.column.completion"), "number", is_minor=True),
        Column("elapsed", t("targets.column.elapsed"), "number", is_minor=True),
        Column("gap", t("targets.column.gap"), "number"),
        Column("ratio", t("targets.column.ratio"), "number", is_minor=True),
        Column("status", t("targets.column.status"), "html"),
    ]
    table = [_make_reading_row(row, readings) for row in rows.to_dict("records")]
    st.html(
        f'<h2 class="block">{html.escape(t("targets.readings_title"))}</h2>'
        f"{draw_table(columns, table)}{_draw_rationales(rows, readings)}"
    )


def _make_reading_row(row: dict, readings) -> dict:
    name = pick_name(readings.loc[row["reading_id"]])
    return {
        "reading": t("targets.default_reading", name=name) if row["is_default"] else name,
        "measure": name_indicator(row["indicator_id"])
        if row["is_primary"]
        else t("targets.beside", name=name_indicator(row["indicator_id"])),
        "base": _draw_base(row),
        "latest": _draw_latest(row),
        "goal_value": describe_goal_value(row),
        "completion": _dash(row["completion"], format_share),
        "elapsed": _dash(row["time_elapsed"], format_share),
        "gap": _dash(row["pace_gap"], format_signed),
        "ratio": "—" if is_missing(row["cagr_ratio"]) else format_number(row["cagr_ratio"], 2),
        "status": draw_judgement(row["status"], row["reason"]),
    }


def _dash(value, write) -> str:
    return "—" if is_missing(value) else write(value)


def _draw_rationales(rows, readings) -> str:
    lines = []
    for reading_id in dict.fromkeys(rows["reading_id"]):
        reading = readings.loc[reading_id]
        lines.append(
            t(
                "targets.rationale",
                name=pick_name(reading),
                rationale=pick_name(reading, "rationale"),
            )
        )
    if set(rows["baseline_origin"]) & {"default", "assumed"}:
        lines.append(t("targets.base_assumed"))
    return "".join(f'<p class="note">{html.escape(line)}</p>' for line in lines)


def _show_series(indicator_id: str, rows, area_id: str) -> None:
    figures = cache.get_area_figures(area_id)
    series = figures[figures["indicator_id"] == indicator_id]
    name = name_indicator(indicator_id)
    st.html(f'<h2 class="block">{html.escape(t("targets.series_title", name=name))}</h2>')
    if series.empty:
        st.html(f'<p class="empty">{html.escape(t("targets.no_series", name=name))}</p>')
        return
    figure = draw_series(series, series["unit"].iloc[0], name=name)
    breaks = cache.get_breaks(area_id)
    breaks = breaks[breaks["indicator_id"] == indicator_id]
    add_breaks(figure, breaks, int(series["year"].min()))
    shown = rows[rows["indicator_id"] == indicator_id]
    for reading in shown.to_dict("records"):
        _add_goal(figure, reading, is_alone=len(shown) == 1)
    last_year = TARGET_YEAR if shown["target_low"].notna().any() else series["year"].max()
    set_years(figure, int(series["year"].min()), int(last_year))
    st.plotly_chart(figure, config=CONFIG, theme=None, key=f"series_{indicator_id}")
    st.html(f'<p class="note">{html.escape(t("targets.marks"))}</p>')


def _add_goal(figure, row: dict, *, is_alone: bool) -> None:
    if is_missing(row["target_low"]):
        return
    readings = cache.get_inputs().readings.set_index("reading_id")
    name = t("chart.target_2030") if is_alone else pick_name(readings.loc[row["reading_id"]])
    label = t("chart.target_label", name=name, value=describe_goal_value(row))
    add_target(figure, row["target_low"], row["target_high"], label=label)
    line = compute_pace_line(row, TARGET_YEAR)
    if line:
        add_pace(figure, *line[0], *line[1], row["unit"])


def _show_sources(rows, area_id: str) -> None:
    figures = cache.get_area_figures(area_id)
    figures = figures[figures["indicator_id"].isin(_list_shown(rows))]
    if figures.empty:
        return
    columns = [
        Column("measure", t("targets.column.measure")),
        Column("year", t("targets.column.year"), "short"),
        Column("value", t("targets.column.value"), "number"),
        Column("state", t("targets.column.state"), "short"),
        Column("source", t("targets.column.source"), "long"),
        Column("note", t("targets.column.note"), "long", is_minor=True),
    ]
    table = [
        {
            "measure": name_indicator(figure.indicator_id),
            "year": format_year(figure.year),
            "value": join_unit(format_number(figure.value, 2), figure.unit),
            "state": format_state(figure.state),
            "source": figure.source,
            "note": figure.inputs if figure.is_computed else figure.note,
        }
        for figure in figures.sort_values(["indicator_id", "year"]).iloc[::-1].itertuples()
    ]
    with st.expander(t("targets.sources_title", count=len(table))):
        st.html(draw_table(columns, table, is_tall=True))
    _show_breaks(figures, area_id)


def _list_shown(rows) -> list[str]:
    """Return the indicators of a target's rows and the inputs that stand for them."""
    return [*rows["indicator_id"], *list_chart_indicators(cache.get_inputs(), rows)]


def _show_breaks(figures, area_id: str) -> None:
    breaks = cache.get_breaks(area_id)
    breaks = breaks[breaks["indicator_id"].isin(figures["indicator_id"])]
    if breaks.empty:
        return
    columns = [
        Column("measure", t("targets.column.measure")),
        Column("year", t("targets.column.after_year"), "short"),
        Column("note", t("targets.column.note"), "long"),
        Column("source", t("targets.column.source"), "long", is_minor=True),
    ]
    table = [
        {
            "measure": name_indicator(row.indicator_id),
            "year": format_year(row.after_year),
            "note": row.note,
            "source": row.source,
        }
        for row in breaks.itertuples()
    ]
    with st.expander(t("targets.breaks_title", count=len(table))):
        st.html(draw_table(columns, table))


chosen = show_head("targets")
judged = cache.get_progress(chosen.area_id, chosen.year)
table_place = st.container()
with st.container(horizontal=True, vertical_alignment="bottom", key="detail"):
    target_id = choose_target()
    show_status(judged, target_id)
address.write_address(area=chosen.area_id, year=chosen.year, target=target_id)
with table_place:
    show_table(judged, chosen.area_id, chosen.year, target_id)
show_detail(judged, chosen.area_id, target_id)
