"""The form for one project. What is typed is read by the same rules as a file."""

from datetime import date

import streamlit as st

from data.ingest.report import describe_issue
from data.projects import STAGES, write_text
from pages.shell import box_cache, cache
from pages.shell.i18n import pick_name, t
from pages.shell.values import is_missing

WIDE = ("name", "operator", "evidence_document", "evidence_link")
TEXTS = ("quantity", "size", "size_unit", "investment_wan", "funding_source", "stage_on",
         "started_on", "finished_on", "longitude", "latitude")  # fmt: skip


def ask_project(row, key: str) -> dict | None:
    """Show the form, filled with a project or empty; return the values when it is sent.

    Parameters
    ----------
    row : Series or None
        The project as it stands.
    key : str
        Tells the forms of a page apart.
    """
    form = st.form(f"project_{key}", border=False, clear_on_submit=False)
    with form:
        values = _ask_choices(row, key)
        with st.container(horizontal=True):
            for name in WIDE:
                values[name] = _ask_text(name, row, key, 320)
        with st.container(horizontal=True):
            for name in TEXTS:
                values[name] = _ask_text(name, row, key, 150)
        values["note"] = _ask_text("note", row, key, "stretch")
        label = t("projects.save_new" if row is None else "projects.save_edit")
        if not st.form_submit_button(label, type="primary"):
            return None
    return values | {"state": "" if row is None or is_missing(row["state"]) else row["state"]}


def _ask_choices(row, key: str) -> dict:
    items = box_cache.get_items()
    item_names = {"": t("projects.no_item")} | {
        item["item_id"]: t("boxes.item_in_box", box=int(item["box_no"]), name=pick_name(item))
        for item in items[items["kind"] != "rate"].to_dict("records")}
    areas = cache.get_areas()
    areas = areas[areas["level"].isin(["county", "prefecture", "region"])]
    area_names = {area["area_id"]: pick_name(area) for area in areas.to_dict("records")}
    stage_names = {stage: t(f"projects.stage.{stage}") for stage in STAGES}
    with st.container(horizontal=True):
        return {
            "item_id": _ask_choice("item_id", item_names, row, key, 320),
            "area_id": _ask_choice("area_id", area_names, row, key, 260),
            "stage": _ask_choice("stage", stage_names, row, key, 130),
        }


def _ask_choice(name: str, names: dict, row, key: str, width: int) -> str:
    options = list(names)
    known = None if row is None or is_missing(row[name]) else row[name]
    index = options.index(known) if known in options else 0
    return st.selectbox(t(f"projects.field.{name}"), options, index=index, width=width,
                        format_func=names.__getitem__, key=f"{name}_{key}")


def _ask_text(name: str, row, key: str, width) -> str:
    value = "" if row is None else write_text(row[name])
    placeholder = date.today().isoformat() if name.endswith("_on") else None
    return st.text_input(t(f"projects.field.{name}"), value=value, key=f"{name}_{key}",
                         placeholder=placeholder, width=width)


def describe_project_issue(issue) -> str:
    """Return an issue with the name of its field."""
    sentence = describe_issue(issue)
    if not issue.column:
        return sentence
    return t("projects.of_field", field=t(f"projects.field.{issue.column}"), text=sentence)
