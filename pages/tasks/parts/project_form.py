"""The form for one project. The same rules read its input as read a file."""

import streamlit as st

from data.projects.register import STAGES, format_cell_text
from data.statistics.report import describe_issue
from data.words.names import pick_name
from pages.blocks.boxes import name_item_in_box
from pages.shell import box_cache, cache
from pages.shell.i18n import t

# The rows of the form: fields and their widths.
ROWS = (
    (("name", 320), ("operator", 320)),
    (("evidence_document", 320), ("evidence_link", 320)),
    (
        ("quantity", 110),
        ("size", 110),
        ("size_unit", 110),
        ("investment_wan", 170),
        ("funding_source", 220),
    ),
    (("started_on", 150), ("finished_on", 150), ("longitude", 110), ("latitude", 110)),
    (("note", "stretch"),),
)


def ask_project(row, key: str, *, is_new: bool) -> dict | None:
    """Show the form, filled in from `row`; return the values when it is sent.

    Parameters
    ----------
    row : mapping
        The present project, or what is known of a new one.
    key : str
        Another key is another form, so that old input in a form does not overwrite a revision
        by somebody else.
    """
    form = st.form(f"project_{key}", border=False, clear_on_submit=False)
    with form:
        values = _ask_choices(row, key)
        for fields in ROWS:
            with st.container(horizontal=True):
                for name, width in fields:
                    values[name] = _ask_text(name, row, key, width)
        label = t("projects.save_new" if is_new else "projects.save_edit")
        if not st.form_submit_button(label, type="primary"):
            return None
    return values | {"state": format_cell_text(row.get("state"))}


@box_cache.keep_box_drawing
def _name_choices() -> dict[str, dict[str, str]]:
    areas = cache.get_areas()
    areas = areas[areas["level"].isin(["county", "prefecture", "region"])]
    choose = {"": t("projects.choose")}
    return {
        "item_id": {"": t("projects.no_item")}
        | {
            item["item_id"]: name_item_in_box(item)
            for item in box_cache.get_item_rows().values()
            if item["kind"] != "rate"
        },
        "area_id": choose | {area["area_id"]: pick_name(area) for area in areas.to_dict("records")},
        "stage": choose | {stage: t(f"projects.stage.{stage}") for stage in STAGES},
    }


def _ask_choices(row, key: str) -> dict:
    names = _name_choices()
    with st.container(horizontal=True):
        return {
            "item_id": _ask_choice("item_id", names["item_id"], row, key, 320),
            "area_id": _ask_choice("area_id", names["area_id"], row, key, 260),
            "stage": _ask_choice("stage", names["stage"], row, key, 130),
            "stage_on": _ask_text("stage_on", row, key, 170),
        }


def _ask_choice(name: str, names: dict, row, key: str, width: int) -> str:
    options = list(names)
    known = row.get(name)
    index = options.index(known) if known in options else 0
    return st.selectbox(
        t(f"projects.field.{name}"),
        options,
        index=index,
        width=width,
        format_func=names.__getitem__,
        key=f"{name}_{key}",
    )


def _ask_text(name: str, row, key: str, width) -> str:
    value = format_cell_text(row.get(name))
    placeholder = t("projects.date_hint") if name.endswith("_on") else None
    return st.text_input(
        t(f"projects.field.{name}"),
        value=value,
        key=f"{name}_{key}",
        placeholder=placeholder,
        width=width,
    )


def describe_project_issue(issue) -> str:
    """Return an issue with the name of its field."""
    sentence = describe_issue(issue)
    if not issue.column:
        return sentence
    return t("projects.of_field", field=t(f"projects.field.{issue.column}"), text=sentence)
