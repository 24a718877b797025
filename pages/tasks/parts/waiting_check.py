"""What was sent and not checked: a county's values are looked through, passed or returned."""

import pandas as pd
import streamlit as st

from data.ledger.steps.record import check_values, return_values
from data.words.names import name_sender
from data.words.numbers import format_exact, format_period, format_signed, format_unit
from pages.blocks.markup import show, show_empty, show_note, show_title
from pages.blocks.record_choice import choose_record, tell_gone
from pages.blocks.saving import Saving, hold, run_saving, show_outdated
from pages.blocks.status import name_indicator
from pages.blocks.values import format_office_time
from pages.shell import cache, steps_cache
from pages.shell.actor import ask_actor
from pages.shell.i18n import get_language, t
from pages.tasks.parts.waiting_views import render_groups

FORM, WHICH = "check", "check_which"
MOST_SHOWN, ROW_HEIGHT = 14, 35
COLUMNS = ("name", "year", "value", "before", "change", "unit", "told", "remark")


def show_to_check(area_id: str) -> None:
    """Show what waits by county and upload, and the values of one of them."""
    values = steps_cache.get_role_values(area_id, "checker")
    if values.empty:
        tell_gone(WHICH)
        show_empty(t("waiting.none_to_check"))
        return
    show(render_groups(area_id, "checker"))
    show_title(t("waiting.check_title"))
    show_note(t("waiting.check_note"))
    # A county and upload of the area.
    group = choose_record(t("waiting.which"), _name_groups(area_id), key=WHICH, goes_on=True)
    if group is not None:
        _show_form(area_id, *group)


@cache.keep("figures", "groups", "settings", in_words=True, by_day=True)
def _name_groups(area_id: str) -> dict[tuple[str, str], str]:
    return {
        (row["area_id"], row["upload_id"]): t(
            "waiting.group",
            area=cache.get_area_names()[row["area_id"]],
            by=name_sender(row["sent_by"]),
            at=format_office_time(row["since"]),
            n=row["values"],
        )
        for row in steps_cache.get_waiting_groups(area_id, "checker").to_dict("records")
    }


@cache.keep("figures", "groups", "settings", by_day=True)
def _get_values(area_id: str, of_area: str, upload_id: str) -> pd.DataFrame:
    """Return what one upload sent of one county or prefecture of an area."""
    values = steps_cache.get_role_values(area_id, "checker")
    return values[(values["area_id"] == of_area) & (values["upload_id"] == upload_id)]


@cache.keep_drawing
def _get_rows(area_id: str, of_area: str, upload_id: str) -> pd.DataFrame:
    return _make_rows(_get_values(area_id, of_area, upload_id))


def _show_form(area_id: str, of_area: str, upload_id: str) -> None:
    values = _get_values(area_id, of_area, upload_id)
    key = f"check_{of_area}_{upload_id}_{get_language()}"
    held = hold(FORM, values, lambda _: key, key)
    if held is values or held["subject_id"].tolist() == values["subject_id"].tolist():
        rows = _get_rows(area_id, of_area, upload_id)
    else:
        show_outdated(FORM, "values")
        rows = _make_rows(held)
    edited = _edit(rows, key)
    remarks = edited["remark"].fillna("").str.strip()
    returned = {
        subject_id: remark
        for subject_id, remark in zip(held["subject_id"], remarks, strict=True)
        if remark
    }
    rest = [subject_id for subject_id in held["subject_id"] if subject_id not in returned]
    name = ask_actor("_check")
    with st.container(horizontal=True, key="check_buttons"):
        is_returned = st.button(t("waiting.return", n=len(returned)), disabled=not returned)
        is_passed = st.button(
            t("waiting.pass", n=len(rest)), type="primary", disabled=not rest, key="pass"
        )
    if is_returned:
        _save(name, key, "returned", lambda: return_values(_store(), by=name, remarks=returned))
    if is_passed:
        _save(name, key, "passed", lambda: check_values(_store(), by=name, subject_ids=rest))


def _store():
    return cache.get_store()


def _save(name: str, key: str, done: str, act) -> None:
    def describe(result: tuple[str, int]) -> str:
        return t(f"waiting.{done}", n=result[1])

    run_saving(name, Saving(FORM, lambda _: act(), describe, forget=(key,), record=WHICH))


def _edit(rows: pd.DataFrame, key: str) -> pd.DataFrame:
    """Show the values with the year before beside them, and a field for a remark on each."""
    config = st.column_config
    widths = {"name": 200, "remark": 260, "told": 200}
    columns = {
        name: config.TextColumn(
            t(f"waiting.column.{name}"), width=widths.get(name, 90), max_chars=300
        )
        for name in COLUMNS
    }
    return st.data_editor(
        rows,
        hide_index=True,
        placeholder="",
        key=key,
        disabled=[name for name in COLUMNS if name != "remark"],
        height=ROW_HEIGHT * (min(len(rows), MOST_SHOWN) + 1) + 3,
        column_config=columns,
    )


def _make_rows(values: pd.DataFrame) -> pd.DataFrame:
    cache.get_inputs().index.figures.take_areas(values["area_id"])
    rows = [_make_row(row) for row in values.to_dict("records")]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _make_row(row: dict) -> dict:
    known = cache.get_inputs().index.get_values(row["indicator_id"], row["area_id"])
    before = known.get(row["year"] - 1) if row["period"] == "Y" else None
    return {
        "name": name_indicator(row["indicator_id"]),
        "year": format_period(row["year"], row["period"]),
        "value": format_exact(row["value"]),
        "before": "" if before is None else format_exact(before),
        "change": _describe_change(row["value"], before),
        "unit": format_unit(row["unit"]),
        "told": _describe_answer(row),
        "remark": "",
    }


def _describe_change(value: float, before: float | None) -> str:
    if not before:
        return ""
    return f"{format_signed((value / before - 1) * 100, 1)}%"


def _describe_answer(row: dict) -> str:
    """Return what a value answers that was returned before."""
    if not row["answers"]:
        return ""
    return t("waiting.answers", value=format_exact(row["answers_value"]), remark=row["answers"])
