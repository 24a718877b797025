"""Sample checks: draw one, see what was drawn, record what was found."""

import pandas as pd
import streamlit as st

from data.ledger.steps.record import MOST_REMARK
from data.ledger.steps.sampling import (
    DIFFERS,
    FINDINGS,
    MOST_SEED,
    draw_sample,
    record_finding,
    undo_sample,
)
from data.ledger.steps.stages import Selection
from data.ledger.steps.wording import format_compared_share
from data.words.names import pick_name
from data.words.numbers import (
    format_exact,
    format_number,
    format_period,
    format_share,
    format_unit,
    format_year,
)
from indicators.counties.sample_errors import compute_sample_errors, estimate_share_wrong
from pages.blocks.markup import render_note, show, show_empty, show_note, show_title
from pages.blocks.record_choice import choose_record
from pages.blocks.saving import Saving, hold, run_saving, show_outdated
from pages.blocks.status import name_indicator
from pages.blocks.tables import Column, render_table
from pages.blocks.values import format_office_time, render_number
from pages.shell import cache, steps_cache
from pages.shell.actor import ask_actor
from pages.shell.i18n import get_language, t
from pages.tasks.parts.value_rows import fill_value_cells, list_value_columns, make_unit_column

FORM, FINDING = "sample", "finding"
EVERY = ""
# A longer table scrolls in a window of its own.
MOST_WHOLE = 20


def show_samples(area_id: str) -> None:
    """Show the samples, the chosen one with its findings, and the form to draw another."""
    samples = steps_cache.get_samples()
    if samples.empty:
        show_empty(t("sample.none"))
    else:
        sample = _choose_sample(samples)
        if sample is not None:
            _show_sample(sample)
    with st.expander(t("sample.draw_title"), expanded=samples.empty):
        _ask_draw(area_id)


def _choose_sample(samples: pd.DataFrame) -> dict | None:
    rows = {row["sample_id"]: row for row in samples.to_dict("records")}
    lines = {
        sample_id: t(
            "sample.option",
            at=format_office_time(row["recorded_at"]),
            scope=_describe_scope(row),
            share=format_exact(row["share_pct"]),
        )
        for sample_id, row in rows.items()
    }
    return rows.get(choose_record(t("sample.which"), lines, key="sample_which"))


def _describe_scope(row: dict) -> str:
    areas = cache.get_areas()
    parts = [pick_name(areas.loc[row["area_id"] or "650000"])]
    parts += [name_indicator(row["indicator_id"])] if row["indicator_id"] else []
    parts += [] if pd.isna(row["year"]) else [format_year(int(row["year"]))]
    return t("shell.list_separator").join(parts)


def _format_size(frame_size) -> str:
    """Return from how many values was drawn; "—" where values of other areas are among them."""
    return "—" if pd.isna(frame_size) else format_number(frame_size)


def _show_sample(sample: dict) -> None:
    values = steps_cache.get_sample_values(sample["sample_id"])
    show_note(
        t(
            "sample.frame",
            by=sample["recorded_by"],
            at=format_office_time(sample["recorded_at"]),
            scope=_describe_scope(sample),
            n=_format_size(sample["frame_size"]),
            share=format_exact(sample["share_pct"]),
            drawn=len(values),
            seed=sample["seed"],
            hash=(sample["frame_sha256"] or "—")[:16],
        )
    )
    show_title(t("sample.errors_title"))
    _show_errors(values)
    with st.expander(t("sample.record_title"), expanded=True):
        _ask_finding(values)
    show_title(t("sample.values_title"))
    show(_render_values(values))
    with st.expander(t("sample.undo_title")):
        _ask_undo(sample["sample_id"])


def _show_errors(values: pd.DataFrame) -> None:
    names = ("drawn", "checked", "wrong", "too_high", "too_low", "not_found")
    columns = [Column("area", t("waiting.column.area"))]
    columns += [
        Column(name, t(f"sample.column.{name}"), "number")
        for name in (*names, "share_wrong", "mean_error", "compared")
    ]
    rows = [
        {
            "area": cache.get_area_names()[row["area_id"]],
            **{name: format_compared_share(row[name]) for name in ("share_wrong", "mean_error")},
            **{name: format_number(row[name]) for name in (*names, "compared")},
        }
        for row in compute_sample_errors(values).to_dict("records")
    ]
    share = estimate_share_wrong(values)
    told = "sample.errors_note" if share is None else "sample.errors_total"
    show(
        render_table(columns, rows, is_labelled=True),
        render_note(t(told, share=format_share(share))),
    )


def _render_values(values: pd.DataFrame):
    columns = [
        *list_value_columns(),
        Column("value", t("sample.column.value"), "figure"),
        Column("found", t("sample.column.found"), "figure"),
        make_unit_column(),
        Column("finding", t("sample.column.finding")),
        Column("evidence", t("sample.column.evidence"), "long"),
        Column("by", t("sample.column.by")),
    ]
    rows = [
        {
            **fill_value_cells(row),
            "value": render_number(row["value"]),
            "found": render_number(row["found"]) if row["finding"] == DIFFERS else "",
            "finding": _describe_finding(row),
            "evidence": row["evidence"] or "",
            "by": row["recorded_by"] if row["finding"] else "",
        }
        for row in values.to_dict("records")
    ]
    return render_table(columns, rows, is_tall=len(rows) > MOST_WHOLE, is_labelled=True)


def _describe_finding(row: dict) -> str:
    finding = t(f"sample.finding.{row['finding'] or 'open'}")
    return t("sample.finding_undone", finding=finding) if row["is_undone"] else finding


def _ask_finding(values: pd.DataFrame) -> None:
    # What is not looked into yet comes first.
    rows = sorted(values.to_dict("records"), key=lambda row: row["finding"] is not None)
    by_id = {row["subject_id"]: row for row in rows}
    lines = {
        subject_id: t(
            "sample.value_option",
            area=cache.get_area_names()[row["area_id"]],
            name=name_indicator(row["indicator_id"]),
            year=format_period(row["year"], row["period"]),
            value=format_exact(row["value"]),
            unit=format_unit(row["unit"]),
            finding=t(f"sample.finding.{row['finding'] or 'open'}"),
        )
        for subject_id, row in by_id.items()
    }
    subject_id = st.selectbox(
        t("sample.value_which"), list(lines), key="finding_which", format_func=lines.__getitem__
    )
    row = by_id[subject_id]
    keys = {name: f"finding_{name}_{subject_id}" for name in ("kind", "found", "evidence")}
    seq = hold(FINDING, row["seq"], lambda _: keys["evidence"], subject_id)
    if seq != row["seq"]:
        show_outdated(FINDING)
    names = {finding: t(f"sample.finding.{finding}") for finding in FINDINGS}
    finding = st.radio(
        t("sample.column.finding"),
        FINDINGS,
        key=keys["kind"],
        horizontal=True,
        format_func=names.__getitem__,
    )
    found = None
    if finding == DIFFERS:
        label = t("sample.found_in", unit=format_unit(row["unit"]))
        found = st.number_input(label, value=None, key=keys["found"], format="%f", width=240)
    evidence = st.text_input(
        t("sample.column.evidence"), key=keys["evidence"], max_chars=MOST_REMARK, width=480
    )
    name = ask_actor("_finding")
    if st.button(t("sample.record"), type="primary", key="finding_save"):
        run_saving(
            name,
            Saving(
                FINDING,
                lambda _: record_finding(
                    cache.get_store(),
                    row["sample_id"],
                    subject_id,
                    finding,
                    found=found,
                    evidence=evidence,
                    by=name,
                    based_on=seq,
                ),
                lambda _: t("sample.recorded", finding=names[finding]),
                forget=("finding_which", *keys.values()),
            ),
        )


def _ask_undo(sample_id: str) -> None:
    show_note(t("sample.undo_note"))
    name = ask_actor("_undo_sample")
    if st.button(t("sample.undo"), key="undo_sample"):
        run_saving(
            name,
            Saving(
                "undo_sample",
                lambda _: undo_sample(cache.get_store(), sample_id, by=name),
                lambda _: t("sample.undone", sample_id=f"…{sample_id[-6:]}"),
                record="sample_which",
            ),
        )


def _ask_draw(area_id: str) -> None:
    show_note(t("sample.draw_note", area=cache.get_area_names()[area_id]))
    years = {0: t("waiting.every_year")}
    years |= cache.name_possible_years()
    names = {EVERY: t("sample.every_indicator")} | cache.get_indicator_names(get_language())
    with st.container(horizontal=True, vertical_alignment="bottom", key="draw_choice"):
        share = st.number_input(
            t("sample.share"), 0.1, 100.0, value=5.0, key="draw_share", width=140
        )
        seed = st.number_input(
            t("sample.seed"), 0, MOST_SEED, value=None, key="draw_seed", width=160
        )
        year = st.selectbox(
            t("waiting.column.year"),
            list(years),
            key="draw_year",
            format_func=years.__getitem__,
            width=140,
        )
        indicator_id = st.selectbox(
            t("waiting.column.indicator"),
            list(names),
            key="draw_indicator",
            format_func=names.__getitem__,
            width=300,
        )
    name = ask_actor("_draw")
    if st.button(t("sample.draw"), key="draw"):
        selection = Selection(area_id, indicator_id or None, year or None)
        run_saving(
            name,
            Saving(
                FORM,
                lambda _: draw_sample(
                    cache.get_store(),
                    selection,
                    share_pct=float(share),
                    seed=-1 if seed is None else int(seed),
                    by=name,
                ),
                lambda result: t("sample.done", n=result[1]),
                forget=("draw_seed", "sample_which"),
            ),
        )
