"""Allocates a target to counties: choose, view, save under a name, export, withdraw."""

from functools import partial

import pandas as pd
import streamlit as st
from markupsafe import Markup

from data.errors import CaomuError, ChangedMeanwhileError
from data.ledger.allocations import (
    list_allocations,
    load_allocation,
    load_allocation_number,
    load_allocations_number,
    save_allocation,
    withdraw_allocation,
)
from data.ledger.decisions import list_base_years
from data.ledger.weights import list_weight_names, load_weights, read_weights
from data.words.names import pick_name
from data.words.numbers import (
    count_decimals,
    format_change,
    format_number,
    format_signed,
    format_unit,
    format_value,
    get_change_unit,
)
from indicators.frames import list_rows
from indicators.rollup import collect_parts, list_members
from indicators.targets.allocation import (
    DIVISIONS,
    METHODS,
    AllocationError,
    build_allocation,
    find_scope,
)
from indicators.targets.readings import find_reading
from indicators.targets.summary import list_primary_rows
from pages.blocks.markup import show, show_note, show_title
from pages.blocks.record_choice import choose_record
from pages.blocks.saving import (
    Known,
    Saving,
    get_basis,
    hold,
    render_versions,
    run_saving,
    show_conflict,
    show_outdated,
)
from pages.blocks.status import name_indicator
from pages.blocks.tables import Column, render_table
from pages.blocks.takeaway import make_file_name, offer_files
from pages.blocks.target_names import name_areas, name_reading, name_target
from pages.blocks.values import format_office_time, render_number
from pages.documents.table_book import round_figure
from pages.shell import cache
from pages.shell.actor import ask_actor_in_form, check_may
from pages.shell.i18n import t
from pages.shell.messages import show_error, show_notice

FILE_TYPES = ["csv", "xls", "xlsx"]
NEW_FILE = ""
BREAKDOWN, WITHDRAWAL = "allocation", "allocation_withdrawal"
FILE_COLUMNS = ("area_id", "county", "base_year", "base", "goal", "change", "unit", "change_unit")


def show_breakdown(area_id: str, year: int, target_id: str) -> None:
    """Show the saved allocations of a target, and let the reader make another."""
    show_title(t("allocation.title"))
    show_note(t("allocation.counties_only"))
    _show_saved(target_id)
    members = list_members(cache.get_inputs(), area_id, year)
    if not members:
        show_note(t("allocation.no_counties"))
        return
    years = _get_base_years(target_id)
    rows = list_primary_rows(cache.get_progress(area_id, year), target_id)
    choice = _choose(area_id, year, target_id, rows, years)
    if choice is not None:
        _show_preview(area_id, target_id, *choice)


@cache.keep("figures", compares=True)
def _get_base_years(target_id: str) -> list[int]:
    return list_base_years(cache.get_store(), target_id)


@cache.keep("decisions")
def _get_allocations() -> pd.DataFrame:
    return list_allocations(cache.get_store())


def _show_saved(target_id: str) -> None:
    saved = _get_allocations()
    saved = saved[saved["target_id"] == target_id]
    if saved.empty:
        return
    columns = [
        Column("name", t("allocation.name")),
        Column("measure", t("targets.column.measure")),
        Column("method", t("allocation.column.method")),
        Column("areas", t("allocation.column.areas"), "number"),
        Column("in_force", t("allocation.column.in_force"), "number"),
        Column("recorded", t("decisions.column.recorded"), is_minor=True),
    ]
    show(render_table(columns, [_make_saved_row(row) for row in list_rows(saved)]))
    if not show_conflict(WITHDRAWAL):
        with st.expander(t("allocation.saved_title")):
            _handle_saved(list(saved["name"]))


def _make_saved_row(row: dict) -> dict:
    return {
        "name": row["name"],
        "measure": name_indicator(row["indicator_id"]),
        "method": t(f"allocation.method.{row['method']}"),
        "areas": format_number(row["areas"]),
        "in_force": format_number(row["areas_in_force"]),
        "recorded": t(
            "decisions.recorded",
            by=row["recorded_by"] or "—",
            at=format_office_time(row["recorded_at"]),
        ),
    }


def _handle_saved(names: list[str]) -> None:
    """Show one saved allocation, to export or withdraw."""
    label = t("allocation.name")
    chosen = choose_record(label, {name: name for name in names}, key="saved_allocation", width=320)
    if chosen is None:
        return
    frame = load_allocation(cache.get_store(), chosen)
    frame = frame.assign(change=frame["target_value"] - frame["base_value"], is_held=False)
    _offer_parts(frame, chosen, "saved")
    show(_render_parts(frame))
    now = load_allocation_number(cache.get_store(), chosen)
    seq = hold(WITHDRAWAL, now, lambda _: "saved_allocation", chosen)
    if seq != now:
        show_outdated(WITHDRAWAL)
    if not check_may("decide"):
        return
    with st.form("withdraw_allocation_form", border=False, enter_to_submit=False):
        name = ask_actor_in_form("_allocation_withdraw")
        is_sent = st.form_submit_button(t("allocation.withdraw"), key="withdraw_allocation")
    if is_sent:
        run_saving(
            name,
            Saving(
                WITHDRAWAL,
                lambda known: withdraw_allocation(
                    cache.get_store(),
                    chosen,
                    by=name,
                    based_on=get_basis(known, "changed_allocation", seq),
                ),
                lambda count: t("allocation.withdrawn", name=chosen, n=count),
                lambda error: _compare_parts(error, frame, t("allocation.withdraw")),
                words="withdrawal",
                record="saved_allocation",
            ),
        )


def _choose(area_id: str, year: int, target_id: str, rows, years: list[int]):
    """Ask what to allocate and how; None if there is no base."""
    inputs = cache.get_inputs()
    measures = {row: name_indicator(row) for row in dict.fromkeys(rows["indicator_id"])}
    progress = cache.get_progress(area_id, year)
    readings = {
        reading_id: name_reading(reading_id)
        for reading_id in dict.fromkeys(
            progress.loc[progress["target_id"] == target_id, "reading_id"]
        )
        if find_reading(inputs, target_id, reading_id, area_id).low is not None
    }
    if not readings:
        show_note(t("allocation.no_reading"))
        return None
    if not years:
        show_note(t("allocation.no_figures"))
        return None
    default_year = int(inputs.thresholds["baseline_default_year"])
    written = {known: t("shell.year_value", year=known) for known in sorted(years, reverse=True)}
    methods = {method: t(f"allocation.method.{method}") for method in METHODS}
    in_force = [row for row in rows["reading_id"] if row in readings]
    with st.container(horizontal=True, vertical_alignment="bottom", key="allocation"):
        measure = _pick("targets.column.measure", measures, f"allocate_{target_id}", 240)
        reading = _pick(
            "targets.column.reading",
            readings,
            f"allocate_reading_{target_id}",
            320,
            in_force[0] if in_force else None,
        )
        base_year = _pick(
            "whatif.base_year", written, f"allocate_year_{target_id}", 120, default_year
        )
        method = _pick("allocation.column.method", methods, "allocate_method", 220)
    return measure, reading, base_year, method


def _pick(label: str, names: dict, key: str, width: int, default=None):
    options = list(names)
    index = options.index(default) if default in options else 0
    return st.selectbox(
        t(label), options, index=index, key=key, width=width, format_func=names.__getitem__
    )


def _show_preview(
    area_id: str, target_id: str, measure: str, reading_id: str, base_year: int, method: str
) -> None:
    inputs = cache.get_inputs()
    chosen = _choose_counties(area_id, measure, base_year)
    if chosen is None:
        return
    counties, whole_target = chosen
    weights, weight_name = (None, None)
    if method == "weights":
        weights, weight_name = _choose_weights()
        if weights is None:
            return
    try:
        reading = find_reading(inputs, target_id, reading_id, area_id)
        allocation = build_allocation(
            inputs,
            target_id,
            reading,
            measure,
            counties,
            base_year=base_year,
            method=method,
            whole_id=area_id,
            weights=weights,
            whole_target=whole_target,
        )
    except AllocationError as error:
        show_error(_name_fields(error))
        return
    show(_render_whole(allocation, reading))
    _offer_parts(allocation.frame, name_target(target_id), "preview")
    show(_render_parts(allocation.frame))
    if not show_conflict(BREAKDOWN):
        _save(allocation, target_id, weights if weight_name == NEW_FILE else None)


def _name_fields(error: AllocationError) -> AllocationError:
    """Return an error with the names of its counties and indicators in place of ids."""
    fields = dict(error.fields)
    areas, indicators = cache.get_areas().index, cache.get_indicators().index
    for key in ("areas", "inputs", "value"):
        ids = str(fields.get(key, "")).split(", ")
        if all(part in areas for part in ids):
            fields[key] = name_areas(ids)
        elif all(part in indicators for part in ids):
            fields[key] = t("shell.list_separator").join(map(name_indicator, ids))
    return AllocationError(error.key, **fields)


def _choose_counties(area_id: str, measure: str, base_year: int):
    """Return the counties that share the target, and their common target if it is given."""
    inputs = cache.get_inputs()
    members = list_members(inputs, area_id, base_year)
    _, parts, gaps = collect_parts(inputs, measure, members, base_year)
    if not parts:
        show_note(t("allocation.no_bases", year=base_year, count=len(members)))
        return None
    if not gaps:
        return members, None
    scope_id = find_scope(inputs, area_id, parts, base_year)
    if scope_id is not None:
        show_note(t(f"allocation.scope_alone.{scope_id}", count=len(parts), others=len(gaps)))
        return sorted(parts), None
    ways = {
        "known": t("allocation.counties_known", count=len(parts)),
        "all": t("allocation.counties_all", count=len(members)),
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        which = _pick("allocation.counties", ways, "allocate_counties", 320)
        if which == "all":
            return members, None
        whole = st.number_input(
            t("allocation.whole_target"),
            value=None,
            format="%.8g",
            key="allocate_whole",
            width=260,
            placeholder="",
        )
    return sorted(parts), whole


def _choose_weights():
    """Return weights and the name of their set; `NEW_FILE` for a file just uploaded."""
    names = {NEW_FILE: t("allocation.weights_file")} | {
        name: name for name in list_weight_names(cache.get_store())
    }
    chosen = _pick("allocation.weights", names, "allocate_weights", 320)
    if chosen != NEW_FILE:
        return load_weights(cache.get_store(), chosen), chosen
    file = st.file_uploader(
        t("allocation.weights_upload"), type=FILE_TYPES, key="allocate_weights_file"
    )
    if file is None:
        show_note(t("allocation.weights_hint"))
        return None, None
    try:
        weights, issues = read_weights(cache.get_store(), file.getvalue(), file.name)
    except CaomuError as error:
        show_error(error)
        return None, None
    areas = cache.get_areas()
    for issue in issues[:20]:
        candidates = [f"{pick_name(areas.loc[code])} {code}" for code in issue.candidates]
        show_notice(
            "warning",
            t(
                f"allocation.weight_issue.{issue.rule}",
                row=issue.row,
                text=issue.text[:60],
                candidates=t("shell.list_separator").join(candidates),
            ),
        )
    return weights, NEW_FILE


def _render_whole(allocation, reading) -> Markup:
    unit = allocation.frame["unit"].iloc[0]
    whole = format_value(allocation.whole_target, unit)
    lines = [t("allocation.parts_base", value=format_value(allocation.parts_base, unit))]
    if allocation.whole_base is not None:
        lines.append(t("allocation.whole_base", value=format_value(allocation.whole_base, unit)))
        difference = allocation.whole_base - allocation.parts_base
        if abs(difference) > 1e-6 * max(1.0, abs(allocation.whole_base)):
            lines.append(t("allocation.differs", difference=format_change(difference, unit)))
    lines.append(_name_scope(allocation))
    if reading.high is not None:
        lines.append(t("allocation.range_low"))
    if allocation.frame["is_held"].any():
        lines.append(t("allocation.held"))
    return Markup('<p class="lead">{}</p><p class="note">{}</p>').format(
        t(f"allocation.kind.{allocation.kind}", whole=whole),
        t("shell.sentence_separator").join(lines),
    )


def _name_scope(allocation) -> str:
    """Return the name of the scope of the counties that share a target."""
    count = len(allocation.frame)
    if allocation.scope_id in DIVISIONS:
        return t(f"allocation.scope.{allocation.scope_id}", count=count)
    if allocation.scope_id is None:
        return t("allocation.scope.selection", count=count)
    area = cache.get_area_names()[allocation.scope_id]
    return t("allocation.scope.whole", area=area, count=count)


def _render_parts(frame) -> Markup:
    names = cache.get_area_names()
    unit = frame["unit"].iloc[0]
    decimals = count_decimals([*frame["base_value"], *frame["target_value"]])
    columns = [
        Column("county", t("allocation.column.county")),
        Column("base", _head("base", unit), "figure"),
        Column("goal", _head("goal", unit), "figure"),
        Column("change", _head("change", get_change_unit(unit)), "number"),
        Column("held", t("targets.column.note"), is_minor=True),
    ]
    rows = [
        {
            "county": names[row["area_id"]],
            "base": render_number(row["base_value"], decimals),
            "goal": render_number(row["target_value"], decimals),
            "change": format_signed(row["change"], 2),
            "held": t("allocation.held_here") if row["is_held"] else "",
        }
        for row in list_rows(frame)
    ]
    return render_table(columns, rows, is_tall=True)


def _head(column: str, unit: str | None) -> str:
    """Return the heading of a column, with its unit if it has one."""
    name, written = t(f"allocation.column.{column}"), format_unit(unit)
    return t("allocation.with_unit", name=name, unit=written) if written else name


def _offer_parts(frame, name: str, place: str) -> None:
    offer_files(
        f"breakdown_{place}",
        make_file_name(name),
        rows=partial(list_breakdown_rows, frame),
        table=partial(_render_parts, frame),
    )


def list_breakdown_rows(frame) -> tuple[list[str], list[list]]:
    """Return titles and rows of an allocation: one row per county, with base, value and units."""
    names = cache.get_area_names()
    header = [t(f"allocation.file.{column}") for column in FILE_COLUMNS]
    rows = [
        [
            row["area_id"],
            names[row["area_id"]],
            row["base_year"],
            round_figure(row["base_value"]),
            round_figure(row["target_value"]),
            round_figure(row["change"]),
            format_unit(row["unit"]),
            format_unit(get_change_unit(row["unit"])),
        ]
        for row in list_rows(frame)
    ]
    return header, rows


def _save(allocation, target_id: str, new_weights) -> None:
    """Save the shown allocation under a name, together with its uploaded weights."""
    store = cache.get_store()
    now = load_allocations_number(store, target_id)
    seq = hold(BREAKDOWN, now, lambda _: "allocation_name", target_id)
    if seq != now:
        show_outdated(BREAKDOWN)
    if not check_may("decide"):
        return
    with st.form("allocation_form", border=False, enter_to_submit=False):
        title = st.text_input(t("allocation.name"), key="allocation_name", max_chars=60, width=360)
        name = ask_actor_in_form("_allocation")
        is_sent = st.form_submit_button(t("allocation.save"), key="save_allocation", type="primary")

    def act(known: Known) -> int:
        return save_allocation(
            store,
            title,
            allocation.frame,
            by=name,
            based_on=get_basis(known, "changed_allocation", seq),
            weights=new_weights,
            weights_based_on=get_basis(known, "changed_weights", 0),
        )

    def compare(error: ChangedMeanwhileError) -> Markup:
        if error.key == "changed_weights":
            return _compare_weights(error, new_weights)
        return _compare_parts(error, allocation.frame)

    if is_sent:
        run_saving(
            name,
            Saving(
                BREAKDOWN,
                act,
                lambda count: t("allocation.saved", name=title.strip(), n=count),
                compare,
                forget=("allocation_name",),
            ),
        )


def _compare_parts(error: ChangedMeanwhileError, frame, withdrawn: str = "") -> Markup:
    """Return the newest breakdown that stands beside one that is to be saved or withdrawn."""
    newest = max(error.theirs, key=lambda row: row["seq"], default=None)
    theirs = [row for row in error.theirs if newest and row["name"] == newest["name"]]
    values = {row["area_id"]: format_value(row["target_value"], row["unit"]) for row in theirs}
    own = {
        row["area_id"]: format_value(row["target_value"], row["unit"]) for row in list_rows(frame)
    }
    head = {
        "label": t("allocation.name"),
        "theirs": newest["name"] if newest else t("shell.conflict.withdrawn"),
        "mine": withdrawn,
    }
    return render_versions(error, [head, *_make_area_rows(values, {} if withdrawn else own)])


def _compare_weights(error: ChangedMeanwhileError, weights: dict[str, float]) -> Markup:
    """Return the weights that stand under a name beside those that were sent."""
    theirs = {row["area_id"]: format_number(row["weight"]) for row in error.theirs}
    own = {area_id: format_number(weight) for area_id, weight in weights.items()}
    return render_versions(error, _make_area_rows(theirs, own))


def _make_area_rows(theirs: dict[str, str], mine: dict[str, str]) -> list[dict]:
    areas = cache.get_areas()
    return [
        {
            "label": pick_name(areas.loc[area_id]),
            "theirs": theirs.get(area_id, "—"),
            "mine": mine.get(area_id, "—"),
        }
        for area_id in dict.fromkeys([*theirs, *mine])
    ]
