"""The pieces of the page of targets: status, readings, charts, sources."""

from functools import partial

from markupsafe import Markup, escape

from data.words.names import pick_name, pick_note
from data.words.numbers import (
    attach_unit,
    format_change,
    format_number,
    format_share,
    format_signed,
    format_year,
    is_missing,
)
from indicators.targets.summary import (
    list_chart_indicators,
    pick_decisive,
    pick_leading,
    pick_primary,
)
from pages.blocks.links import render_indicator_link, render_indicator_name
from pages.blocks.markup import render_note, render_sub
from pages.blocks.status import (
    cite_known_source,
    describe_inputs,
    describe_source,
    name_indicator,
    render_beside,
    render_judgement,
)
from pages.blocks.tables import Column, render_table
from pages.blocks.target_names import (
    describe_decision,
    describe_origin,
    explain_reading,
    name_reading,
)
from pages.blocks.targets import describe_settling, render_way
from pages.blocks.values import format_state, render_figure
from pages.documents.target_wording import (
    describe_bases,
    describe_counties,
    describe_gap,
    describe_goal_value,
    describe_pace,
    describe_proposal,
)
from pages.shell import cache
from pages.shell.i18n import get_language, t

# The place of a target's status on the page, for a jump.
DETAIL = "target-detail"


def render_latest(row) -> Markup:
    """Return the latest value of a row, marked if it is aggregated from counties."""
    figure = render_figure(
        row["latest_value"],
        row["unit"],
        row["latest_year"],
        row["latest_state"],
        describe_latest_source(row),
    )
    return _link(figure, row) + _render_coverage(row)


def _link(figure: Markup, row) -> Markup:
    """Return a figure of a row as a link to the page of its indicator."""
    return render_indicator_link(figure, row["indicator_id"], row["area_id"])


def describe_latest_source(row) -> str | None:
    """Return where the latest value of a row comes from; None where that is not known."""
    if is_missing(row["latest_value"]):
        return None
    if row["latest_origin"] != "rollup":
        return describe_source(row["indicator_id"], row["latest_source"])
    return t(
        "progress.latest_rollup",
        reported=row["reported_counties"],
        expected=row["expected_counties"],
    )


def _render_coverage(row) -> Markup:
    """Return the line below a value that says how many counties it covers."""
    text = describe_counties(row)
    return render_sub(text) if text else Markup()


def render_base(row) -> Markup:
    """Return the base value of a row with its year and origin, or a dash."""
    if is_missing(row["baseline_value"]):
        return Markup("—")
    origin = t(f"targets.origin.{row['baseline_origin']}")
    figure = render_figure(row["baseline_value"], row["unit"], row["baseline_year"], note=origin)
    return _link(figure, row)


def render_pace(row) -> Markup:
    """Return the pace gap of a row, with completion and time elapsed below it."""
    if is_missing(row["pace_gap"]):
        return Markup("—")
    lines = (
        t("targets.pace_done", share=format_share(row["completion"])),
        t("targets.pace_due", share=format_share(row["time_elapsed"])),
    )
    below = Markup("").join(render_sub(line) for line in lines)
    return escape(format_signed(row["pace_gap"], 1)) + below


def format_required(row) -> str:
    """Return the change that a row needs per year, or that none is needed."""
    if is_missing(row["required_per_year"]):
        return "—"
    if not row["required_per_year"]:
        return t("targets.none_required")
    return format_change(row["required_per_year"], row["unit"])


def _get_rows(area_id: str, year: int, target_id: str) -> list[dict]:
    """Return all rows of one target."""
    return cache.get_progress_rows(area_id, year)[target_id]


@cache.keep(*cache.PROGRESS, by_day=True)
def list_charts(area_id: str, year: int, target_id: str) -> list[str]:
    """Return the indicators to draw for a target."""
    inputs = cache.get_inputs()
    rows = pick_leading(_get_rows(area_id, year, target_id))
    if any(row["latest_origin"] == "rollup" for row in rows):
        known = (row["indicator_id"] for row in rows if not is_missing(row["latest_value"]))
        return list(dict.fromkeys(known))
    return list_chart_indicators(inputs, rows)


@cache.keep_drawing
def render_status_line(area_id: str, year: int, target_id: str) -> Markup:
    """Return the status and reason of one target, and its pace or what would settle it."""
    own = _get_rows(area_id, year, target_id)
    first, leading = own[0], pick_leading(own)
    settling = describe_settling(pick_primary(own))
    judgement = render_judgement(first["target_status"], first["target_reason"])
    decisive = pick_decisive(leading)
    lines = (
        describe_pace(decisive) or describe_gap(decisive),
        *_list_bases(leading),
        settling,
        _describe_ruling(first["decision_id"]),
    )
    below = Markup("").join(
        Markup('<p class="settle">{}</p>').format(line) for line in lines if line
    )
    proposal = render_beside(describe_proposal(first))
    way = render_way(decisive) if decisive["is_primary"] else ""
    # On paper the field that names the target is not there.
    name = cache.get_target_names(get_language())[target_id]
    return Markup(
        '<section class="detail" id="{}"><p class="name-on-paper">{}</p><p>{}{}</p>{}{}</section>'
    ).format(DETAIL, name, judgement, proposal, way, below)


def _list_bases(rows) -> list[str]:
    """Return whether the status of each measure depends on its base; several are named."""
    texts = [(row, describe_bases(row)) for row in rows]
    texts = [(row, text) for row, text in texts if text]
    if len(rows) == 1:
        return [text for _, text in texts]
    return [
        t("targets.of_measure", name=name_indicator(row["indicator_id"]), text=text)
        for row, text in texts
    ]


def _describe_ruling(decision_id) -> str:
    """Return the decision on a target and who made it; "" without one."""
    if is_missing(decision_id):
        return ""
    decisions = cache.get_inputs().decisions
    record = decisions[decisions["decision_id"] == decision_id].iloc[0]
    return t("decisions.in_force", what=describe_decision(record), origin=describe_origin(record))


@cache.keep_drawing
def render_readings(area_id: str, year: int, target_id: str) -> Markup:
    """Return one row per reading and measure of a target, and the rationale of each reading."""
    rows = _get_rows(area_id, year, target_id)
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
    table = [_make_reading_row(row) for row in rows]
    return Markup('<h2 class="block">{}</h2>{}{}').format(
        t("targets.readings_title"),
        render_table(columns, table, is_labelled=True),
        _render_rationales(rows),
    )


def _make_reading_row(row: dict) -> dict:
    return {
        "reading": _label_reading(row),
        "measure": name_indicator(row["indicator_id"])
        if row["is_primary"]
        else t("targets.beside", name=name_indicator(row["indicator_id"])),
        "base": render_base(row),
        "latest": render_latest(row),
        "goal_value": describe_goal_value(row),
        "completion": _dash(row["completion"], format_share),
        "elapsed": _dash(row["time_elapsed"], format_share),
        "gap": _dash(row["pace_gap"], partial(format_signed, decimals=1)),
        "ratio": "—" if is_missing(row["cagr_ratio"]) else format_number(row["cagr_ratio"], 2),
        "status": render_judgement(row["status"], row["reason"]),
    }


def _label_reading(row: dict) -> str:
    name = name_reading(row["reading_id"])
    if row["is_in_force"] and not row["is_manual"] and not is_missing(row["decision_id"]):
        return t("targets.decided_reading", name=name)
    return t("targets.default_reading", name=name) if row["is_default"] else name


def _dash(value, write) -> str:
    return "—" if is_missing(value) else write(value)


def _render_rationales(rows) -> Markup:
    lines = []
    for reading_id in dict.fromkeys(row["reading_id"] for row in rows):
        lines.append(
            t(
                "targets.rationale",
                name=name_reading(reading_id),
                rationale=explain_reading(reading_id),
            )
        )
    if {row["baseline_origin"] for row in rows} & {"default", "assumed"}:
        lines.append(
            t(
                "targets.base_assumed",
                year=int(cache.get_inputs().thresholds["baseline_default_year"]),
            )
        )
    return Markup("").join(render_note(line) for line in lines)


@cache.keep_drawing
def describe_rolled(area_id: str, year: int, target_id: str, indicator_id: str) -> str:
    """Return the note on a series aggregated from counties; "" for other series."""
    rows = _get_rows(area_id, year, target_id)
    origins = {row["latest_origin"] for row in rows if row["indicator_id"] == indicator_id}
    return t("targets.rolled_marks") if origins == {"rollup"} else ""


@cache.keep(*cache.PROGRESS, by_day=True)
def pick_shown_figures(area_id: str, year: int, target_id: str):
    """Return the figures of a target's measures, and of the inputs shown in their place."""
    rows = _get_rows(area_id, year, target_id)
    shown = [row["indicator_id"] for row in rows] + list_charts(area_id, year, target_id)
    figures = cache.get_area_figures(area_id)
    return figures[figures["indicator_id"].isin(shown)]


@cache.keep(*cache.PROGRESS, by_day=True)
def pick_shown_breaks(area_id: str, year: int, target_id: str):
    """Return the series breaks of the figures that are shown for a target."""
    figures = pick_shown_figures(area_id, year, target_id)
    breaks = cache.get_breaks(area_id)
    return breaks[breaks["indicator_id"].isin(figures["indicator_id"])]


@cache.keep_drawing
def render_sources(area_id: str, year: int, target_id: str) -> Markup:
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
            "measure": render_indicator_name(figure.indicator_id, area_id),
            "year": format_year(figure.year),
            "value": attach_unit(format_number(figure.value, 2), figure.unit),
            "state": format_state(figure.state),
            "source": describe_source(figure.indicator_id, figure.source),
            "note": describe_inputs(figure.inputs) if figure.is_computed else pick_note(figure),
        }
        for figure in figures.sort_values(["indicator_id", "year"]).iloc[::-1].itertuples()
    ]
    return render_table(columns, table, is_tall=True, is_labelled=True)


@cache.keep_drawing
def render_breaks(area_id: str, year: int, target_id: str) -> Markup:
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
            "measure": name_indicator(row["indicator_id"]),
            "year": format_year(row["after_year"]),
            "note": pick_name(row, "note"),
            "source": cite_known_source(row["source"]),
        }
        for row in breaks.to_dict("records")
    ]
    return render_table(columns, table)
