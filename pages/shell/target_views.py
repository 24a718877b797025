"""The page of targets in pieces: table, status, readings, charts, sources."""

import html

from indicators.summary import (
    compute_pace_line,
    list_chart_indicators,
    list_leading_rows,
    pick_decisive_row,
)
from pages.shell import cache
from pages.shell.figures import (
    add_breaks,
    add_pace,
    add_target,
    draw_series,
    draw_sparkline,
    set_years,
)
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


@cache.keep_drawing
def draw_targets(area_id: str, year: int, chosen_id: str) -> str:
    """Return one row per target; its name leads to its detail."""
    progress = cache.get_progress(area_id, year)
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
        Column("name", t("targets.column.target"), "name"),
        Column("ask", t("targets.column.ask"), is_minor=True),
        Column("base", t("targets.column.base"), "html", is_minor=True),
        Column("latest", t("targets.column.latest"), "html"),
        Column("gap", t("targets.column.gap"), "number", is_minor=True),
        Column("required", t("targets.column.required"), "number", is_minor=True),
        Column("trend", t("targets.column.trend"), "html", is_minor=True),
        Column("status", t("targets.column.status"), "html"),
    ]
    return draw_table(columns, rows)


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


def _pick_rows(area_id: str, year: int, target_id: str):
    """Return all rows of one target."""
    progress = cache.get_progress(area_id, year)
    return progress[progress["target_id"] == target_id]


def list_charts(area_id: str, year: int, target_id: str) -> list[str]:
    """Return the indicators to draw for a target."""
    inputs = cache.get_inputs()
    progress = cache.get_progress(area_id, year)
    return list_chart_indicators(inputs, list_leading_rows(inputs, progress, target_id))


@cache.keep_drawing
def draw_status_line(area_id: str, year: int, target_id: str) -> str:
    """Return status and reason of one target, and its pace or what would settle it."""
    progress = cache.get_progress(area_id, year)
    first = progress[progress["target_id"] == target_id].iloc[0]
    settling = describe_settling(progress, target_id)
    judgement = draw_judgement(first["target_status"], first["target_reason"])
    leading = list_leading_rows(cache.get_inputs(), progress, target_id)
    line = settling or describe_pace(pick_decisive_row(leading))
    return (
        f'<section class="detail"><p>{judgement}</p>'
        f'<p class="settle">{html.escape(line)}</p></section>'
    )


@cache.keep_drawing
def draw_readings(area_id: str, year: int, target_id: str) -> str:
    """Return one row per reading and measure of a target, and why each reading is one."""
    rows = _pick_rows(area_id, year, target_id)
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
    return (
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


def draw_title(key: str, **values) -> str:
    """Return the heading of a block."""
    return f'<h2 class="block">{html.escape(t(key, **values))}</h2>'


@cache.keep_drawing
def draw_chart(area_id: str, year: int, target_id: str, indicator_id: str):
    """Return the chart of an indicator with the target's lines, None without a figure."""
    figures = cache.get_area_figures(area_id)
    series = figures[figures["indicator_id"] == indicator_id]
    if series.empty:
        return None
    figure = draw_series(series, series["unit"].iloc[0], name=name_indicator(indicator_id))
    breaks = cache.get_breaks(area_id)
    first_year, last_year = int(series["year"].min()), int(series["year"].max())
    add_breaks(figure, breaks[breaks["indicator_id"] == indicator_id], first_year)
    rows = _pick_rows(area_id, year, target_id)
    rows = rows[(rows["indicator_id"] == indicator_id) & rows["target_low"].notna()]
    for row in rows.to_dict("records"):
        _add_goal(figure, row, is_alone=len(rows) == 1)
    set_years(figure, first_year, last_year if rows.empty else TARGET_YEAR)
    return figure


def _add_goal(figure, row: dict, *, is_alone: bool) -> None:
    readings = cache.get_inputs().readings.set_index("reading_id")
    name = t("chart.target_2030") if is_alone else pick_name(readings.loc[row["reading_id"]])
    label = t("chart.target_label", name=name, value=describe_goal_value(row))
    add_target(figure, row["target_low"], row["target_high"], label=label)
    line = compute_pace_line(row, TARGET_YEAR)
    if line:
        add_pace(figure, *line[0], *line[1], row["unit"])


def pick_shown_figures(area_id: str, year: int, target_id: str):
    """Return the figures of a target's measures and of the inputs that stand for them."""
    rows = _pick_rows(area_id, year, target_id)
    shown = [*rows["indicator_id"], *list_charts(area_id, year, target_id)]
    figures = cache.get_area_figures(area_id)
    return figures[figures["indicator_id"].isin(shown)]


def pick_shown_breaks(area_id: str, year: int, target_id: str):
    """Return the series breaks of the figures that are shown for a target."""
    figures = pick_shown_figures(area_id, year, target_id)
    breaks = cache.get_breaks(area_id)
    return breaks[breaks["indicator_id"].isin(figures["indicator_id"])]


@cache.keep_drawing
def draw_sources(area_id: str, year: int, target_id: str) -> str:
    """Return every figure shown for a target with its source, newest first."""
    figures = pick_shown_figures(area_id, year, target_id)
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
    return draw_table(columns, table, is_tall=True)


@cache.keep_drawing
def draw_breaks(area_id: str, year: int, target_id: str) -> str:
    """Return the changes of definition in the series shown for a target."""
    breaks = pick_shown_breaks(area_id, year, target_id)
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
    return draw_table(columns, table)
