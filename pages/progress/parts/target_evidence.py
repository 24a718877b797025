"""What accompanies a status: remarks, linked warnings, differing rates, revisions."""

import pandas as pd
import streamlit as st
from markupsafe import Markup, escape

from data.store.revisions import load_figure_history
from data.words.names import pick_name
from data.words.numbers import (
    attach_unit,
    format_change,
    format_difference,
    format_number,
    format_share,
    format_signed,
    format_value,
    format_year,
    is_missing,
)
from indicators.frames import list_rows
from indicators.linked_warnings import list_warnings, load_warning_rules
from indicators.rate_differences import list_rate_differences
from indicators.rollup import compare_with_rollup, find_series
from indicators.shown_series import list_related_indicators, pick_related
from indicators.targets.needs import find_rolled_base
from pages.blocks.links import render_ledger_link
from pages.blocks.markup import render_empty, render_title, show, show_empty, show_title
from pages.blocks.status import cite_known_source, get_word, name_indicator
from pages.blocks.tables import Column, render_table
from pages.blocks.target_names import name_areas
from pages.blocks.values import format_office_time, format_state
from pages.documents.target_wording import describe_matched
from pages.documents.wording import describe_years
from pages.shell import cache
from pages.shell.i18n import get_language, t


@cache.keep_drawing
def render_remarks(area_id: str, year: int, target_id: str) -> Markup:
    """Return the remarks on the status of a target as a list; often empty."""
    own = cache.get_progress_rows(area_id, year)[target_id]
    rows = [row for row in own if row["is_in_force"]]
    lines = [line for row in rows for line in (*_list_notes(row), *_describe_best(row))]
    lines += [line for row in rows for line in _describe_counties(row, year)]
    lines += [line for row in rows for line in _describe_missing(row)]
    if not lines:
        return Markup()
    items = Markup("").join(Markup("<li>{}</li>").format(line) for line in dict.fromkeys(lines))
    return Markup('{}<ul class="remarks">{}</ul>').format(
        render_title(t("targets.remarks_title")), items
    )


def _list_notes(row: dict) -> list[str]:
    lines = []
    for note in (row["target_note"] or "").split(";"):
        code, _, detail = note.partition(":")
        if code:
            years = t("shell.list_separator").join(detail.split(","))
            text = t(
                f"progress.note_{code}", years=years, count=detail, year=row["reached_late_year"]
            )
            lines.append(_name_reading_of(row, text))
    if row["methods_disagree"]:
        lines.append(
            t(
                "progress.methods_disagree",
                status=get_word(row["status"]),
                other=t(f"progress.cagr_{row['cagr_class']}"),
            )
        )
    return lines


def _name_reading_of(row: dict, text: str) -> str:
    """Return a remark with the reading that it holds under, where readings lead to different
    statuses."""
    readings = cache.get_readings()
    if row["target_reason"] != "reading_undecided" or row["reading_id"] not in readings.index:
        return text
    name = pick_name(readings.loc[row["reading_id"]], "reading")
    return t("targets.remark_of", name=name, text=text)


def _describe_best(row: dict) -> list[str]:
    """Return the required change beside the best one so far, if it exceeds that."""
    if is_missing(row["required_per_year"]) or not row["required_per_year"]:
        return []
    if is_missing(row["best_change_per_year"]):
        return []
    return [
        t(
            "targets.best_change",
            name=name_indicator(row["indicator_id"]),
            required=format_change(row["required_per_year"], row["unit"]),
            best=format_change(row["best_change_per_year"], row["unit"]),
        )
    ]


def _describe_counties(row: dict, year: int) -> list[str]:
    """Return the coverage of an aggregated value, or how an own value differs from it."""
    if is_missing(row["expected_counties"]):
        texts = _compare_counties(row, year)
    else:
        found = find_series(cache.get_inputs(), row["indicator_id"], row["area_id"], year)
        # Before the first year of any county there is nothing to describe.
        year_rolled = _get_rollup_year(row, found)
        rollup = None if year_rolled is None else found.by_year.get(year_rolled)
        texts = [] if rollup is None else [*_describe_rollup(rollup, row), *_describe_match(row)]
    if not texts:
        return []
    text = t("shell.sentence_separator").join(texts)
    return [t("targets.of_measure", name=name_indicator(row["indicator_id"]), text=text)]


def _describe_missing(row: dict) -> list[str]:
    """Return the years without a figure since the latest value; all of them if each counts."""
    years = row["missing_years"]
    if not years:
        return []
    name, latest = name_indicator(row["indicator_id"]), row["latest_year"]
    key = "targets.missing_years" if min(years) > latest else "targets.missing_years_all"
    return [t(key, name=name, latest=format_year(latest), years=describe_years(years))]


def _describe_match(row: dict) -> list[str]:
    """Return over which counties base and latest value are compared."""
    if is_missing(row["matched_counties"]):
        return []
    texts = [describe_matched(row)]
    if row["unmatched_baseline"] or row["unmatched_latest"]:
        texts.append(
            t(
                "targets.counties_left",
                base=row["unmatched_baseline"],
                latest=row["unmatched_latest"],
            )
        )
    return texts


def _get_rollup_year(row: dict, found) -> int | None:
    known = row["latest_year"]
    return max(found.by_year, default=None) if is_missing(known) else int(known)


def _describe_rollup(rollup, row: dict) -> list[str]:
    """Return how a value was aggregated: counties included, method, and who is missing."""
    coverage = t("rollup.coverage", expected=rollup.expected, reported=rollup.reported)
    texts = [coverage]
    if rollup.value is None:
        needed = cache.get_inputs().thresholds["rollup_min_coverage"]
        texts.append(
            t("rollup.below", coverage=format_share(rollup.coverage), needed=format_share(needed))
        )
    else:
        texts.append(t(f"rollup.method.{rollup.method}"))
    if rollup.listed < rollup.expected:
        texts.append(t("rollup.listed", listed=rollup.listed, stated=rollup.expected))
    if rollup.missing:
        texts.append(t("rollup.missing", areas=name_areas(rollup.missing)))
    if rollup.lacking_input:
        texts.append(
            t(
                "rollup.missing_input",
                name=name_indicator(rollup.missing_input),
                n=rollup.lacking_input,
            )
        )
    return texts


def _compare_counties(row: dict, year: int) -> list[str]:
    """Return how an area's own value differs from that of its counties, and their base."""
    if is_missing(row["latest_year"]):
        return []
    inputs = cache.get_inputs()
    latest_year = int(row["latest_year"])
    found = compare_with_rollup(inputs, row["indicator_id"], row["area_id"], latest_year)
    if found is None:
        return []
    own, rolled = (format_value(found[key], row["unit"]) for key in ("own_value", "rolled_value"))
    difference = format_difference(found["difference"], row["unit"])
    coverage = t("rollup.coverage", expected=found["expected"], reported=found["reported"])
    texts = [t("rollup.difference", own=own, rolled=rolled, difference=difference), coverage]
    base = find_rolled_base(inputs, row, year)
    if base is None:
        return [*texts, t("rollup.own_prevails")]
    return [
        *texts,
        t("rollup.base_unused", year=base.year, value=format_value(base.value, row["unit"])),
    ]


@cache.keep("plan")
def _get_warning_rules() -> pd.DataFrame:
    return load_warning_rules(cache.get_store())


@cache.keep(*cache.PROGRESS, compares=True)
def _get_warnings(area_id: str, year: int) -> pd.DataFrame:
    return list_warnings(cache.get_inputs(), _get_warning_rules(), area_id, year)


@cache.keep(*cache.PROGRESS, compares=True)
def _get_rate_differences(area_id: str) -> pd.DataFrame:
    points = cache.get_inputs().thresholds["rate_difference"]
    return list_rate_differences(cache.get_store(), points, area_id)


def _get_history(area_id: str, indicator_ids: tuple[str, ...]) -> pd.DataFrame:
    return load_figure_history(cache.get_store(), list(indicator_ids), area_id)


@cache.keep_drawing
def render_warnings(area_id: str, year: int, target_id: str) -> Markup:
    """Return the linked warnings and differing rates of a target; often empty."""
    inputs = cache.get_inputs()
    related = list_related_indicators(inputs, target_id)
    warnings = pick_related(
        _get_warnings(area_id, year), related, ("indicator_id", "other_indicator_id")
    )
    lines = [_render_warning(row) for row in list_rows(warnings)]
    rates = pick_related(_get_rate_differences(area_id), related)
    lines += [_render_rate(row) for row in list_rows(rates)]
    if not lines:
        return Markup()
    items = Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)
    note = t("warnings.not_a_finding") if len(warnings) else ""
    return Markup('{}<ul class="remarks warn">{}</ul><p class="note">{}</p>').format(
        render_title(t("warnings.title")), items, note
    )


def _render_warning(row: dict) -> Markup:
    parts = [_describe_change(row, ""), _describe_change(row, "other_")]
    message = row[f"message_{get_language()}"]
    facts = t("shell.sentence_separator").join(parts)
    return Markup('{}<span class="sub">{}</span>').format(message, facts)


def _describe_change(row: dict, stem: str) -> str:
    indicator_id = row[f"{stem}indicator_id"]
    unit = cache.get_inputs().index.indicators[indicator_id]["unit"]
    before, after = row[f"{stem}from_value"], row[f"{stem}to_value"]
    change = row[f"{stem}change_pct"]
    if unit == "%":
        written = format_change(after - before, unit)
    else:
        written = (
            t("warnings.change_unknown") if is_missing(change) else f"{format_signed(change, 1)}%"
        )
    return t(
        "warnings.change",
        name=name_indicator(indicator_id),
        from_year=row["from_year"],
        from_value=format_value(before, unit),
        to_year=row["to_year"],
        to_value=format_value(after, unit),
        change=written,
    )


def _render_rate(row: dict) -> Markup:
    return escape(
        t(
            "rollup.rate_difference",
            area=cache.get_area_names()[row["area_id"]],
            name=name_indicator(row["indicator_id"]),
            year=row["year"],
            sent=format_value(row["sent_value"], "%"),
            computed=format_value(row["computed_value"], "%"),
            difference=format_signed(row["difference_points"], 2),
        )
    )


def show_history(area_id: str, target_id: str) -> None:
    """Show every revision of the figures behind a target in an area."""
    related = list_related_indicators(cache.get_inputs(), target_id)
    history = _get_history(area_id, tuple(related))
    show_title(t("targets.history_title"))
    if history.empty:
        show_empty(t("targets.no_history"))
        return
    known = [measure for measure in related if measure in set(history["indicator_id"])]
    measures = {measure: name_indicator(measure) for measure in known}
    years = {None: t("targets.every_year")} | {
        int(year): format_year(year) for year in dict.fromkeys(history["year"])
    }
    with st.container(horizontal=True):
        measure = st.selectbox(
            t("targets.column.measure"),
            known,
            width=280,
            key=f"history_{target_id}_{area_id}",
            format_func=measures.__getitem__,
        )
        year = st.selectbox(
            t("targets.column.year"),
            list(years),
            width=140,
            key=f"history_year_{target_id}_{area_id}",
            format_func=years.__getitem__,
        )
    show(_render_history(area_id, tuple(related), measure, year))


@cache.keep_drawing
def _render_history(
    area_id: str, related: tuple[str, ...], measure: str, year: int | None
) -> Markup:
    """Return the revisions of one of the related measures, in one year or in all."""
    history = _get_history(area_id, related)
    shown = history[history["indicator_id"] == measure]
    shown = shown if year is None else shown[shown["year"] == year]
    return render_empty(t("targets.no_history")) if shown.empty else render_revisions(shown)


def render_revisions(history) -> Markup:
    """Return revisions as a table: value, state, whether it counts, who sent it and when."""
    columns = [
        Column("year", t("targets.column.year"), "short"),
        Column("value", t("targets.column.value"), "number"),
        Column("state", t("targets.column.state"), "short"),
        Column("counts", t("targets.column.counts"), "short"),
        Column("by", t("targets.column.sent_by")),
        Column("at", t("targets.column.sent_at"), "short", is_minor=True),
        Column("source", t("targets.column.source"), "long", is_minor=True),
    ]
    rows = [_make_history_row(row) for row in list_rows(history)]
    return render_table(columns, rows, is_tall=len(rows) > 12)


def _make_history_row(row: dict) -> dict:
    if row["is_undone"]:
        counts = "undone"
    elif row["is_withdrawn"]:
        counts = "withdrawn"
    elif row["is_confirmation"]:
        counts = "confirmed"
    else:
        counts = "in_force" if row["is_in_force"] else "not_in_force"
    sources = [cite_known_source(row["source"]), row["file_name"]]
    return {
        "year": format_year(row["year"]),
        "value": render_ledger_link(
            attach_unit(format_number(row["value"]), row["unit"]),
            row["indicator_id"],
            row["area_id"],
            row["year"],
        ),
        "state": format_state(row["state"]),
        "counts": t(f"targets.history.{counts}"),
        "by": "—" if is_missing(row["recorded_by"]) else row["recorded_by"],
        "at": format_office_time(row["recorded_at"]),
        "source": t("shell.sentence_separator").join(
            dict.fromkeys(text for text in sources if not is_missing(text) and text)
        ),
        "_class": "undone" if counts in ("undone", "withdrawn") else "",
    }
