"""The table of targets: one row per target, filtered, sorted, exported as a file."""

import pandas as pd
import streamlit as st
from markupsafe import Markup, escape

from data.words.names import pick_name
from data.words.numbers import format_signed, format_unit, get_change_unit, is_missing
from indicators.frames import list_rows
from indicators.judgement.status import STATUSES
from indicators.shown_series import list_shown_points
from indicators.targets.summary import pick_decisive, pick_leading, pick_primary
from pages.blocks.figures import render_sparkline
from pages.blocks.links import render_link
from pages.blocks.markup import render_empty, render_sub
from pages.blocks.status import describe_reason, get_word, name_indicator, render_judgement
from pages.blocks.table_files import render_table_sources
from pages.blocks.tables import Column, render_table
from pages.blocks.target_names import name_reading
from pages.blocks.values import format_state
from pages.documents.table_book import round_figure
from pages.documents.target_wording import (
    describe_ask,
    describe_bases,
    describe_proposal,
    describe_verdict,
)
from pages.documents.wording import describe_years
from pages.progress.parts.target_views import (
    describe_latest_source,
    format_required,
    render_base,
    render_latest,
    render_pace,
)
from pages.shell import address, cache
from pages.shell.i18n import get_language, t

SORTS = ("plan", "status", "gap")
EVERY = ""
# Columns of the file: those of the command line that are useful to a reader.
FILE_COLUMNS = (
    "target",
    "indicator",
    "reading",
    "in_force",
    "area",
    "base_year",
    "base",
    "base_origin",
    "latest_year",
    "latest",
    "state",
    "source",
    "unit",
    "goal_low",
    "goal_high",
    "completion",
    "elapsed",
    "gap",
    "required",
    "required_pct",
    "best_change",
    "change_unit",
    "ratio",
    "status",
    "reason",
    "target_status",
    "target_reason",
    "proposed_status",
    "bases",
    "matched",
    "unmatched_base",
    "unmatched_latest",
    "missing_years",
)


def choose_rows() -> tuple[str, str, str]:
    """Let the reader filter the table by goal or status, and choose its order."""
    goals = dict.fromkeys(cache.get_inputs().targets["goal"])
    names = {
        "goal": {EVERY: t("targets.every_goal")} | {key: cache.get_goal_name(key) for key in goals},
        "status": {EVERY: t("targets.every_status")} | {key: get_word(key) for key in STATUSES},
        "sort": {key: t(f"targets.sort.{key}") for key in SORTS},
    }
    return tuple(
        st.selectbox(
            t(f"targets.by_{name}"),
            list(options),
            key=address.adopt_choice(name, list(options), next(iter(options))),
            format_func=options.__getitem__,
            width=170,
        )
        for name, options in names.items()
    )


def list_target_filters(goal: str, status: str, _sort: str) -> list[str]:
    """Return the words of the filters in force."""
    words = [] if goal == EVERY else [cache.get_goal_name(goal)]
    return words if status == EVERY else [*words, get_word(status)]


@cache.keep_drawing
def list_shown_targets(area_id: str, year: int, goal: str, status: str, sort: str) -> list[dict]:
    """Return the targets to show, in order; each is a row of the targets table."""
    rows = cache.get_progress_rows(area_id, year)
    firsts = {target_id: own[0]["target_status"] for target_id, own in rows.items()}
    targets = [
        target
        for target in cache.get_inputs().index.targets
        if goal in (EVERY, target["goal"]) and status in (EVERY, firsts[target["target_id"]])
    ]
    if sort == "status":
        return sorted(targets, key=lambda target: _rank_status(firsts[target["target_id"]]))
    if sort == "gap":
        return sorted(targets, key=lambda target: _get_gap(rows[target["target_id"]]))
    return targets


def _rank_status(status: str) -> int:
    """Return the sort key of a status: the most urgent first, the unknown last."""
    return len(STATUSES) if status == "cannot_judge" else -STATUSES.index(status)


def _get_gap(own: list[dict]) -> float:
    gap = pick_decisive(pick_leading(own))["pace_gap"]
    return float("inf") if is_missing(gap) else float(gap)


@cache.keep_drawing
def render_target_verdict(area_id: str, year: int) -> Markup:
    """Return in words how far the targets are, which is the farthest behind, and as of when."""
    progress = cache.get_progress(area_id, year)
    sentence = describe_verdict(progress, cache.get_area_names()[area_id])
    return Markup('<section class="verdict"><p>{}</p><p class="why">{}</p></section>').format(
        sentence, _describe_farthest(area_id, year) + _describe_end(progress)
    )


def _describe_farthest(area_id: str, year: int) -> str:
    """Return which target is the farthest behind its pace line; "" where none is behind."""
    gaps = {
        target_id: gap
        for target_id, own in cache.get_progress_rows(area_id, year).items()
        if own[0]["target_status"] != "cannot_judge" and (gap := _get_gap(own)) < 0
    }
    if not gaps:
        return ""
    farthest = min(gaps, key=gaps.__getitem__)
    name = cache.get_target_names(get_language())[farthest]
    return t("targets.farthest", name=name, gap=format_signed(gaps[farthest], 1))


def _describe_end(progress: pd.DataFrame) -> str:
    latest = progress["latest_year"].max()
    if is_missing(latest):
        return t("opening.no_figures_yet") + t("shell.sentence_end")
    return t("opening.until", year=latest) + t("shell.sentence_end")


@cache.keep_drawing
def render_targets(
    area_id: str, year: int, chosen_id: str, goal: str, status: str, sort: str
) -> Markup:
    """Return one row per shown target; its name links to its detail."""
    targets = list_shown_targets(area_id, year, goal, status, sort)
    if not targets:
        return render_empty(t("targets.none_shown"))
    choices = {"goal": goal, "status": status, "sort": sort if sort != SORTS[0] else ""}
    rows, last_goal = [], None
    for target in targets:
        row = {
            **_make_row(target["target_id"], area_id, year, tuple(choices.items())),
            "_class": "chosen" if target["target_id"] == chosen_id else "",
        }
        row["goal"] = row["goal"] if target["goal"] != last_goal else ""
        last_goal = target["goal"]
        rows.append(row)
    columns = [
        Column("goal", t("targets.column.goal"), is_minor=True),
        Column("name", t("targets.column.target"), "name"),
        Column("ask", t("targets.column.ask_reading"), "html", is_minor=True),
        Column("base", t("targets.column.base"), "html", is_minor=True),
        Column("latest", t("targets.column.latest"), "html"),
        Column("gap", t("targets.column.gap"), "figure", is_minor=True),
        Column("required", t("targets.column.required"), "number", is_minor=True),
        Column("trend", t("targets.column.trend"), "html", is_minor=True),
        Column("status", t("targets.column.status"), "html"),
    ]
    table = render_table(columns, rows)
    return Markup('<div class="every-target">{}</div>{}').format(table, render_table_sources(table))


@cache.keep_drawing
def _make_row(target_id: str, area_id: str, year: int, choices: tuple) -> dict:
    """Return the cells of a target; the choices are carried on by the link."""
    targets = cache.get_inputs().index.targets
    target = next(row for row in targets if row["target_id"] == target_id)
    own = cache.get_progress_rows(area_id, year)[target_id]
    row = pick_decisive(pick_leading(own))
    points = list_shown_points(cache.get_inputs(), row["indicator_id"], area_id, year)
    kept = {key: value for key, value in choices if value}
    link = render_link(
        "targets", pick_name(target), target=target["target_id"], area=area_id, year=year, **kept
    )
    return {
        "goal": cache.get_goal_name(target["goal"]),
        "name": link + _render_measure(own, row),
        "ask": _render_ask(target, own),
        "base": render_base(row),
        "latest": render_latest(row),
        "gap": render_pace(row),
        "required": format_required(row),
        "trend": render_sparkline(points, width=84, height=24),
        "status": render_judgement(row["target_status"], row["target_reason"])
        + _render_proposal(row),
    }


def _render_proposal(row) -> Markup:
    text = describe_proposal(row)
    return render_sub(text) if text else Markup()


def _render_measure(own: list[dict], row: dict) -> Markup:
    """Return which measure a row shows, if the target has several primary ones."""
    primary = {one["indicator_id"] for one in pick_primary(own)}
    if len(primary | {row["indicator_id"]}) == 1:
        return Markup()
    return render_sub(name_indicator(row["indicator_id"]))


def _render_ask(target: dict, own: list[dict]) -> Markup:
    """Return what the plan asks, and below it the reading in force if there is a choice."""
    asked = describe_ask(target)
    readings = list(dict.fromkeys(row["reading_id"] for row in own))
    in_force = list(dict.fromkeys(row["reading_id"] for row in own if row["is_in_force"]))
    if any(row["is_manual"] for row in own):
        reading = t("progress.manual")
    elif any(not is_missing(row["decision_id"]) for row in own) and in_force:
        reading = t("targets.reading_decided", name=name_reading(in_force[0]))
    elif len(readings) > 1:
        reading = t("targets.readings_open", count=len(readings))
    elif target["kind"] == "qualitative":
        reading = t("targets.reading_proposed", name=name_reading(readings[0]))
    else:
        return escape(asked)
    return Markup('{}<span class="sub">{}</span>').format(asked, reading)


def list_targets_rows(
    area_id: str, year: int, goal: str = EVERY, status: str = EVERY, sort: str = SORTS[0]
) -> tuple[list[str], list[list]]:
    """Return titles and rows of the shown table: one row per target, indicator and reading.

    Numbers are rounded as on the page, with a unit column beside them; shares are in per cent.
    """
    progress = cache.get_progress(area_id, year)
    shown = list_shown_targets(area_id, year, goal, status, sort)
    rows = [
        _make_file_row(target, row)
        for target in shown
        for row in list_rows(progress[progress["target_id"] == target["target_id"]])
    ]
    header = [t(f"targets.file.{column}") for column in FILE_COLUMNS]
    return header, [[_round(row[column]) for column in FILE_COLUMNS] for row in rows]


def _round(cell):
    return round_figure(cell) if isinstance(cell, float) else cell


def _make_file_row(target: dict, row: dict) -> dict:
    areas = cache.get_areas()
    return {
        "target": pick_name(target),
        "indicator": name_indicator(row["indicator_id"]),
        "reading": name_reading(row["reading_id"]),
        "in_force": t("targets.file.yes" if row["is_in_force"] else "targets.file.no"),
        "area": pick_name(areas.loc[row["area_id"]]),
        "base_year": row["baseline_year"],
        "base": row["baseline_value"],
        "base_origin": t(f"targets.origin.{row['baseline_origin']}")
        if row["baseline_origin"] != "none"
        else "",
        "latest_year": row["latest_year"],
        "latest": row["latest_value"],
        "state": "" if is_missing(row["latest_state"]) else format_state(row["latest_state"]),
        "source": describe_latest_source(row) or "",
        "unit": format_unit(row["unit"]),
        "goal_low": row["target_low"],
        "goal_high": row["target_high"],
        "completion": _write_pct(row["completion"]),
        "elapsed": _write_pct(row["time_elapsed"]),
        "gap": row["pace_gap"],
        "required": row["required_per_year"],
        "required_pct": row["required_growth_pct"],
        "best_change": row["best_change_per_year"],
        "change_unit": format_unit(get_change_unit(row["unit"])),
        "ratio": row["cagr_ratio"],
        "status": get_word(row["status"]),
        "reason": describe_reason(row["reason"]),
        "target_status": get_word(row["target_status"]),
        "target_reason": describe_reason(row["target_reason"]),
        "proposed_status": describe_proposal(row),
        "bases": describe_bases(row),
        "matched": row["matched_counties"],
        "unmatched_base": row["unmatched_baseline"],
        "unmatched_latest": row["unmatched_latest"],
        "missing_years": describe_years(row["missing_years"]),
    }


def _write_pct(fraction):
    return None if is_missing(fraction) else fraction * 100
