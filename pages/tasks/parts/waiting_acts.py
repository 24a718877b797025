"""What was done: acts with their undo, what was released, how counties send, the days."""

import streamlit as st
from markupsafe import Markup

from data.ledger.steps.deadlines import DEFAULT_DAYS, MOST_DAYS, save_step_days
from data.ledger.steps.record import undo_step
from data.ledger.steps.wording import describe_taken_step
from data.words.numbers import format_number, format_share, is_missing
from pages.blocks.folds import show_fold
from pages.blocks.markup import render_empty, render_note, show, show_empty, show_note, show_title
from pages.blocks.record_choice import choose_record
from pages.blocks.saving import Saving, hold, run_saving, show_outdated
from pages.blocks.tables import Column, render_table
from pages.blocks.values import render_number
from pages.shell import cache, steps_cache
from pages.shell.actor import ask_actor, check_may
from pages.shell.box_cache import keep_box_drawing
from pages.shell.i18n import t
from pages.tasks.parts.value_rows import fill_value_cells, list_value_columns, make_unit_column
from pages.tasks.parts.waiting_views import MOST_ROWS

UNDO, DAYS = "undo_step", "step_days"
MOST_ACTS = 100
# Whoever may take a step may undo it.
UNDONE_BY = ("check", "return", "release")


def show_released(area_id: str) -> None:
    """Show what was released in an area and has changed since, and how much was in all."""
    released = steps_cache.get_released(area_id)
    if released.empty:
        show_empty(t("waiting.none_released"))
        return
    changed = released[released["now"] != "same"]
    show_note(t("waiting.released_note", n=format_number(len(released)), changed=len(changed)))
    if changed.empty:
        return
    columns = [
        *list_value_columns(),
        Column("value", t("waiting.column.released_value"), "figure"),
        Column("value_now", t("waiting.column.value_now"), "figure"),
        make_unit_column(),
        Column("now", t("waiting.column.now")),
        Column("document", t("waiting.document")),
    ]
    rows = [
        {
            **fill_value_cells(row),
            "value": render_number(row["value"]),
            "value_now": render_number(row["value_now"]),
            "now": t(f"steps.now.{row['now']}"),
            "document": t(
                "waiting.decision", document=row["document_no"], day=f"{row['decided_on']:%Y-%m-%d}"
            ),
        }
        for row in changed.head(MOST_ROWS).to_dict("records")
    ]
    show(render_table(columns, rows, is_labelled=True))


def show_rates(area_id: str) -> None:
    """Show how each county of an area sends."""
    show(render_step_rates(area_id))


@keep_box_drawing
def render_step_rates(area_id: str) -> Markup:
    """Return how each county of an area sends, and how many counties are left out."""
    rates, left_out = steps_cache.get_step_rates(area_id)
    others = render_note(t("steps.counties_left_out", n=left_out)) if left_out else Markup()
    rates = rates[(rates["owed"] > 0) | (rates["sent"] > 0)]
    if rates.empty:
        return others or render_empty(t("waiting.none_rates"))
    names = ("area", "owed", "on_time", "rate", "late", "missing", "sent", "returned")
    columns = [
        Column(name, t(f"waiting.rates.{name}"), "text" if name == "area" else "number")
        for name in (*names, "returned_rate")
    ]
    counted = ("owed", "on_time", "late", "missing", "sent", "returned")
    rows = [
        {
            "area": cache.get_area_names()[row["area_id"]],
            **{name: _write_rate(row[name]) for name in ("rate", "returned_rate")},
            **{name: format_number(row[name]) for name in counted},
        }
        for row in rates.sort_values(["rate", "area_id"]).to_dict("records")
    ]
    table = render_table(columns, rows, is_labelled=True)
    return table + render_note(t("waiting.rates_note")) + others


def _write_rate(rate: float) -> str:
    return "—" if is_missing(rate) else format_share(rate)


def show_acts() -> None:
    """List who checked, returned and released what, and let one of it be undone."""
    acts = steps_cache.get_step_acts()
    if acts.empty:
        return
    show_title(t("waiting.acts_title"))
    lines = {
        row["step_id"]: describe_taken_step(row) for row in acts.head(MOST_ACTS).to_dict("records")
    }
    columns = [Column("said", t("waiting.column.act"), "long")]
    rows = [
        {"said": lines[row["step_id"]], "_class": "undone" if row["is_undone"] else ""}
        for row in acts.head(MOST_ACTS).to_dict("records")
    ]
    with st.expander(t("waiting.acts", n=len(acts))):
        show(render_table(columns, rows))
    standing = [row["step_id"] for row in acts.to_dict("records") if not row["is_undone"]]
    standing = [step_id for step_id in standing if step_id in lines]
    # What somebody may do nowhere is not offered.
    if not standing or not any(cache.may(action, None) for action in UNDONE_BY):
        return
    with st.expander(t("waiting.undo_title")):
        names = {step_id: lines[step_id] for step_id in standing}
        step_id = choose_record(t("waiting.undo_which"), names, key=UNDO)
        if step_id is None:
            return
        show_note(t("waiting.undo_note"))
        name = ask_actor("_undo_step")
        if st.button(t("waiting.undo"), key="undo_step_button"):
            run_saving(
                name,
                Saving(
                    UNDO,
                    lambda _: undo_step(cache.get_store(), step_id, by=name),
                    lambda count: t("waiting.undone", n=count),
                    record=UNDO,
                ),
            )


def show_days() -> None:
    """Show the days for each step, and let the office set them."""
    show_fold(t("waiting.days_title"), _show_step_days, key="waiting_days")


def _show_step_days() -> None:
    days, numbers = steps_cache.get_step_days()
    columns = [
        Column("stage", t("waiting.column.stage")),
        Column("days", t("waiting.column.days"), "number"),
        Column("whose", t("waiting.column.whose")),
    ]
    rows = [
        {
            "stage": t(f"steps.stage.{stage}"),
            "days": count,
            "whose": t(f"waiting.days_{'set' if numbers[stage] else 'ours'}"),
        }
        for stage, count in days.items()
    ]
    show(render_table(columns, rows), render_note(t("waiting.days_note")))
    if check_may("maintain"):
        _ask_days(days, numbers)


def _ask_days(days: dict[str, int], numbers: dict[str, int]) -> None:
    names = {stage: t(f"steps.stage.{stage}") for stage in DEFAULT_DAYS}
    with st.container(horizontal=True, vertical_alignment="bottom", key="days_choice"):
        stage = st.selectbox(
            t("waiting.column.stage"),
            list(names),
            key=f"{DAYS}_stage",
            format_func=names.__getitem__,
            width=240,
        )
        key = f"{DAYS}_{stage}"
        count = st.number_input(
            t("waiting.column.days"), 1, MOST_DAYS, value=days[stage], key=key, width=140
        )
    seq = hold(DAYS, numbers[stage], lambda _: key, stage)
    if seq != numbers[stage]:
        show_outdated(DAYS)
    name = ask_actor("_days")
    if st.button(t("waiting.days_save"), key="days_save"):
        run_saving(
            name,
            Saving(
                DAYS,
                lambda _: save_step_days(
                    cache.get_store(), stage, int(count), by=name, based_on=seq
                ),
                lambda _: t("waiting.days_saved", stage=names[stage], n=int(count)),
                forget=(key,),
            ),
        )
