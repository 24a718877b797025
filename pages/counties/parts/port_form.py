"""Ports of entry: list them, let a user enter and withdraw them, and confirm their counties."""

import streamlit as st
from markupsafe import Markup

from data.errors import CaomuError
from data.ledger.port_list import PortList, make_port_template, read_port_list, record_port_list
from data.ledger.ports import (
    KINDS_OF_PORT,
    MOST_PORT_NAME,
    MOST_PORT_SOURCE,
    PortGroup,
    confirm_port_group,
    record_port,
    withdraw_port,
)
from data.words.names import pick_name
from data.words.numbers import is_missing
from indicators.counties.profile import CountyInputs
from pages.blocks.folds import show_fold
from pages.blocks.markup import render_note, show, show_stack
from pages.blocks.saving import Saving, run_saving
from pages.blocks.tables import Column, render_table
from pages.blocks.withdrawal import ask_which_to_withdraw
from pages.counties.parts import county_cache
from pages.counties.parts.drawing import show_text
from pages.documents import wording
from pages.shell import cache
from pages.shell.actor import ask_actor, ask_actor_in_form, check_may
from pages.shell.box_cache import keep_box_drawing
from pages.shell.example import keep_visit
from pages.shell.i18n import t
from pages.shell.messages import show_error, show_notice
from pages.shell.owed_cache import get_county_inputs

FIELDS = ("name", "county", "kind", "source")
FILE_TYPES = ["csv", "txt", "xls", "xlsx", "ods"]


def describe_port_group(group: PortGroup) -> str:
    """Return whether the counties with a port are a group, and of which list."""
    key = f"ports.status.{group.status}"
    return t(key, count=len(group.counties), members=len(group.members))


def show_ports(inputs: CountyInputs, heading: Markup) -> None:
    """List the ports and the counties that follow; let a user change and confirm them."""
    ports, group = county_cache.get_ports(), county_cache.get_port_group()
    is_asked = group.status != "confirmed" and group.counties
    texts = [describe_port_group(group)]
    if is_asked:
        names = wording.join_names(wording.name_area_in(inputs, one) for one in group.counties)
        texts.append(t("ports.counties", names=names))
    note = render_note(t("ports.note"))
    show_stack([heading, note, _render_ports(), *map(render_note, texts)])
    if is_asked:
        _show_confirmation(group)
    show_fold(t("ports.add_title"), _show_entry, key="port_add")
    show_fold(t("ports.upload_title"), _show_upload, key="port_upload")
    entered = {
        port["port_id"]: _name_port(port) for port in ports if not is_missing(port["port_id"])
    }
    if entered:
        show_fold(
            t("ports.withdraw_title"), lambda: _show_withdrawal(entered), key="port_withdrawal"
        )


def _show_withdrawal(entered: dict[str, str]) -> None:
    show_text(t("ports.withdraw_note"))
    if check_may("maintain"):
        ask_which_to_withdraw("port", entered, withdraw_port)


@keep_box_drawing
def _render_ports() -> Markup:
    columns = [Column(name, t(f"ports.column.{name}")) for name in (*FIELDS, "by")]
    inputs = get_county_inputs()
    rows = [_make_row(inputs, port) for port in county_cache.get_ports()]
    return render_table(columns, rows, is_labelled=True)


def _name_kind(port: dict) -> str:
    return t(f"ports.kind.{'unstated' if is_missing(port['kind']) else port['kind']}")


def _name_port(port: dict) -> str:
    return f"{port['name']} · {_name_kind(port)}"


def _make_row(inputs: CountyInputs, port: dict) -> dict:
    is_shipped = is_missing(port["port_id"])
    return {
        "name": port["name"],
        "county": wording.name_area_in(inputs, port["area_id"]),
        "kind": _name_kind(port),
        "source": port["source"],
        "by": t("ports.shipped") if is_shipped else port["recorded_by"] or t("groups.nobody"),
    }


def _show_confirmation(group: PortGroup) -> None:
    if not check_may("maintain"):
        return
    name = ask_actor("_ports")
    label = t("ports.confirm", count=len(group.counties))
    if not st.button(label, key="confirm_ports"):
        return
    run_saving(
        name,
        Saving(
            "ports",
            lambda _: confirm_port_group(cache.get_store(), group.counties, by=name),
            lambda done: t("ports.confirmed_done", added=done[0], removed=done[1]),
        ),
    )


@keep_box_drawing
def _name_counties() -> dict[str, str]:
    inputs = get_county_inputs()
    return {
        area_id: pick_name(row)
        for area_id, row in inputs.area_rows.items()
        if row["level"] == "county"
    }


def _show_entry() -> None:
    if not check_may("maintain"):
        return
    counties = _name_counties()
    kinds = {kind: t(f"ports.kind.{kind}") for kind in KINDS_OF_PORT}
    with st.form("port_entry", border=False):
        port = st.text_input(t("ports.name"), key="port_name", max_chars=MOST_PORT_NAME)
        area_id = st.selectbox(
            t("ports.column.county"),
            list(counties),
            index=None,
            key="port_county",
            format_func=counties.__getitem__,
            placeholder="",
        )
        kind = st.selectbox(
            t("ports.column.kind"),
            list(kinds),
            index=None,
            key="port_kind",
            format_func=kinds.__getitem__,
            placeholder="",
        )
        source = st.text_input(t("ports.source"), key="port_source", max_chars=MOST_PORT_SOURCE)
        name = ask_actor_in_form("_port")
        if not st.form_submit_button(t("ports.add"), key="add_port"):
            return
    run_saving(
        name,
        Saving(
            "port",
            lambda _: record_port(
                cache.get_store(),
                name=port,
                area_id=area_id or "",
                kind=kind or "",
                source=source,
                by=name,
            ),
            lambda _: t("ports.added", name=port.strip()),
            forget=tuple(f"port_{field}" for field in FIELDS),
        ),
    )


def _show_upload() -> None:
    show_text(t("ports.upload_note"))
    st.download_button(
        t("ports.template"),
        keep_visit(lambda: make_port_template(cache.get_store())),
        file_name=t("ports.template_file"),
        on_click="ignore",
        key="port_template",
    )
    if not check_may("maintain"):
        return
    file = st.file_uploader(t("ports.file"), type=FILE_TYPES, key="port_list")
    if file is None:
        return
    try:
        listed = read_port_list(cache.get_store(), file.getvalue(), file.name)
    except CaomuError as error:
        show_error(error)
        return
    _show_list(listed)
    if not listed.rows or not _is_checked(listed):
        return
    name = ask_actor("_port_list")
    if not st.button(t("ports.save", n=len(listed.rows)), type="primary", key="save_port_list"):
        return
    run_saving(
        name,
        Saving(
            "port_list",
            lambda _: record_port_list(cache.get_store(), listed, by=name),
            lambda done: t("ports.saved", n=done),
            forget=("port_list", "port_list_checked"),
        ),
    )


def _show_list(listed: PortList) -> None:
    names = wording.join_names(row.name for row in listed.rows)
    text = t("ports.read", n=len(listed.rows), names=names) if names else t("ports.read_none")
    show_text(text)
    if listed.unchanged:
        show_text(t("ports.unchanged", n=listed.unchanged))
    if not listed.issues:
        return
    show_notice("warning", t("ports.held", n=len(listed.issues)))
    columns = [
        Column("row", t("groups.column.row"), "number"),
        Column("issue", t("groups.column.issue"), "long"),
    ]
    rows = [
        {"row": str(issue.row), "issue": t(f"ports.issue.{issue.rule}", text=issue.text)}
        for issue in listed.issues
    ]
    show(render_table(columns, rows, is_tall=len(rows) > 8))


def _is_checked(listed: PortList) -> bool:
    """Ask whoever sends a list to read what stands beside it; tell whether that was done."""
    if not listed.unread:
        return True
    show_notice("warning", t("ports.asked"))
    for text in listed.unread:
        show_text(text)
    return st.checkbox(t("ports.accept"), key="port_list_checked")
