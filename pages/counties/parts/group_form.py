"""Groups of counties: list them, show their members, let a user change them."""

import streamlit as st
from markupsafe import Markup

from data.errors import CaomuError, ChangedMeanwhileError
from data.ledger.groups import (
    PORT_GROUP,
    define_group,
    load_group_history,
    load_group_number,
    read_member_file,
    read_member_text,
    save_members,
    withdraw_group,
)
from data.words.names import pick_name
from data.words.numbers import is_missing
from indicators.counties.profile import CountyInputs
from pages.blocks.folds import show_fold
from pages.blocks.links import render_link
from pages.blocks.markup import show, show_stack
from pages.blocks.saving import (
    Saving,
    get_basis,
    hold,
    render_versions,
    run_saving,
    show_conflict,
    show_outdated,
)
from pages.blocks.tables import Column, render_table
from pages.blocks.values import format_office_time
from pages.counties.parts import county_cache
from pages.counties.parts.drawing import show_text
from pages.counties.parts.port_form import describe_port_group
from pages.documents import wording
from pages.shell import cache
from pages.shell.actor import accept_actor, ask_actor, check_may
from pages.shell.i18n import t
from pages.shell.messages import DONE, show_error, show_notice

FILE_TYPES = ["csv", "txt", "xls", "xlsx", "ods"]


def show_groups(inputs: CountyInputs, heading: Markup) -> None:
    """List the groups with the plan's numbers, and let a user define another."""
    show_stack([heading, _render_groups()])
    overlap = county_cache.get_overlap()
    if overlap:
        names = wording.join_names(wording.name_area_in(inputs, area_id) for area_id in overlap)
        show_notice("warning", t("groups.overlap", names=names, count=len(overlap)))
    show_fold(t("groups.define_title"), _show_definition, key="group_define")


@cache.keep("groups", in_words=True)
def _render_groups() -> Markup:
    columns = [
        Column("name", t("groups.column.name"), "html"),
        Column("count", t("groups.column.count"), "number"),
        Column("stated", t("groups.column.stated"), "number"),
        Column("verdict", t("groups.column.verdict")),
    ]
    rows = [_make_row(row) for row in county_cache.get_groups().to_dict("records")]
    return render_table(columns, rows)


def _make_row(row: dict) -> dict:
    stated = "—" if is_missing(row["stated_count"]) else str(int(row["stated_count"]))
    count = str(row["member_count"]) if row["member_count"] else t("groups.no_members")
    return {
        "name": render_link("county", pick_name(row), code=row["group_id"]),
        "count": count,
        "stated": stated,
        "verdict": _describe_verdict(row),
    }


def _describe_verdict(row: dict) -> str:
    if row["group_id"] == PORT_GROUP:
        return describe_port_group(county_cache.get_port_group())
    if row["verdict"] == "none":
        return t("groups.verdict.user" if row["origin"] == "user" else "groups.verdict.none")
    return t(
        f"groups.verdict.{row['verdict']}",
        stated=int(row["stated_count"]),
        found=int(row["member_count"]),
    )


def _show_definition() -> None:
    show_text(t("groups.define_note"))
    if not check_may("maintain"):
        return
    with st.container(horizontal=True, key="group_names"):
        name_zh = st.text_input(t("groups.name_zh"), max_chars=40, width=260)
        name_en = st.text_input(t("groups.name_en"), max_chars=60, width=260)
    name = ask_actor("_group")
    if not st.button(t("groups.define"), key="define_group"):
        return
    if not accept_actor(name):
        return
    try:
        group_id = define_group(cache.get_store(), name_zh, name_en=name_en, by=name)
    except CaomuError as error:
        show_error(error)
        return
    st.session_state[DONE] = t("groups.defined", name=name_zh)
    st.switch_page("pages/counties/county.py", query_params={"code": group_id})


def show_members_form(inputs: CountyInputs, group_id: str) -> None:
    """Show whether a group agrees with the plan, and let a user upload its members."""
    groups = county_cache.get_groups().set_index("group_id", drop=False)
    group = groups.loc[group_id].to_dict()
    show_text(_describe_verdict(group))
    if group_id == PORT_GROUP:
        show(render_link("roles", t("ports.to_ports")))
    if group["is_fixed"] or show_conflict(_name_form(group)):
        return
    now = load_group_number(cache.get_store(), group_id)
    seq = hold(_name_form(group), now, lambda _: f"paste_{group_id}")
    if seq != now:
        show_outdated(_name_form(group))
    if group_id != PORT_GROUP:
        with st.expander(t("groups.members_title"), expanded=not group["member_count"]):
            _show_member_fields(inputs, group, seq)
    _show_history(group_id)
    if group["origin"] == "user":
        with st.expander(t("groups.withdraw_title")):
            _show_withdrawal(inputs, group, seq)


def _name_form(group: dict) -> str:
    return f"group_{group['group_id']}"


def _show_history(group_id: str) -> None:
    history = load_group_history(cache.get_store(), group_id)
    if history.empty:
        return
    columns = [
        Column("at", t("groups.column.at"), "short"),
        Column("by", t("groups.column.by")),
        Column("added", t("groups.column.added"), "number"),
        Column("removed", t("groups.column.removed"), "number"),
    ]
    rows = [
        {
            "at": format_office_time(row.recorded_at),
            "by": row.recorded_by or t("groups.nobody"),
            "added": str(row.added),
            "removed": str(row.removed),
        }
        for row in history.itertuples()
    ]
    with st.expander(t("groups.history_title", count=len(rows))):
        show(render_table(columns, rows))


def _show_member_fields(inputs: CountyInputs, group: dict, seq: int) -> None:
    show_text(t("groups.members_note"))
    group_id = group["group_id"]
    text = st.text_area(t("groups.paste"), key=f"paste_{group_id}", height=120)
    file = st.file_uploader(t("groups.file"), type=FILE_TYPES, key=f"members_{group_id}")
    years = {None: t("groups.always")} | {
        year: t("shell.year_value", year=year) for year in cache.get_possible_years()[:20]
    }
    from_year = st.selectbox(
        t("groups.from_year"),
        list(years),
        key=f"from_{group_id}",
        width=180,
        format_func=years.__getitem__,
    )
    read = _read(text, file)
    if read is None:
        return
    _show_read(inputs, group, read)
    if read.area_ids:
        _show_saving(inputs, group, read, from_year, seq)


def _read(text: str, file):
    """Return the uploaded file if there is one, else the pasted text."""
    if file is None and not text.strip():
        return None
    try:
        if file is not None:
            return read_member_file(cache.get_store(), file.getvalue(), file.name)
        return read_member_text(cache.get_store(), text)
    except CaomuError as error:
        show_error(error)
        return None


def _show_read(inputs: CountyInputs, group: dict, read) -> None:
    names = wording.join_names(wording.name_area_in(inputs, area_id) for area_id in read.area_ids)
    show_text(t("groups.read", count=len(read.area_ids), names=names or "—"))
    if read.repeated:
        show_text(t("groups.repeated", count=read.repeated))
    stated = group["stated_count"]
    if not is_missing(stated):
        agrees = int(stated) == len(read.area_ids)
        key = "groups.will_agree" if agrees else "groups.will_differ"
        show_notice(
            "done" if agrees else "warning", t(key, stated=int(stated), found=len(read.area_ids))
        )
    if not read.issues:
        return
    rows = [
        {"row": str(issue.row), "text": issue.text[:60], "issue": _describe_issue(inputs, issue)}
        for issue in read.issues
    ]
    columns = [
        Column("row", t("groups.column.row"), "number"),
        Column("text", t("groups.column.text")),
        Column("issue", t("groups.column.issue"), "long"),
    ]
    show(render_table(columns, rows, is_tall=len(rows) > 8))


def _describe_issue(inputs: CountyInputs, issue) -> str:
    candidates = [
        t("county.page_of", name=wording.name_area_in(inputs, area_id), code=area_id)
        for area_id in issue.candidates
        if area_id in inputs.areas.index
    ]
    return t(f"groups.issue.{issue.rule}", candidates=wording.join_names(candidates))


def _show_saving(inputs: CountyInputs, group: dict, read, from_year, seq: int) -> None:
    if not check_may("maintain"):
        return
    name = ask_actor("_members")
    if not st.button(
        t("groups.save", count=len(read.area_ids)), type="primary", key="save_members"
    ):
        return
    run_saving(
        name,
        Saving(
            _name_form(group),
            lambda known: save_members(
                cache.get_store(),
                group["group_id"],
                read.area_ids,
                from_year=from_year,
                by=name,
                based_on=get_basis(known, "changed_group", seq),
            ),
            lambda done: t("groups.saved", name=pick_name(group), added=done[0], removed=done[1]),
            lambda error: _compare_members(inputs, error, read.area_ids),
        ),
    )


def _compare_members(inputs: CountyInputs, error: ChangedMeanwhileError, mine) -> Markup:
    """Return the members that stand beside those that are to be saved, and who differs."""
    theirs = [row["area_id"] for row in error.theirs]
    both = set(theirs) & set(mine)
    rows = [
        ("count", str(len(theirs)), str(len(mine))),
        ("only_here", _name_areas(inputs, theirs, both), _name_areas(inputs, mine, both)),
        ("in_both", _name_areas(inputs, both), _name_areas(inputs, both)),
    ]
    return render_versions(
        error,
        [
            {"label": t(f"groups.versions.{key}"), "theirs": their, "mine": own}
            for key, their, own in rows
        ],
    )


def _name_areas(inputs: CountyInputs, area_ids, without=()) -> str:
    names = [wording.name_area_in(inputs, one) for one in sorted(set(area_ids) - set(without))]
    return wording.join_names(names) or "—"


def _show_withdrawal(inputs: CountyInputs, group: dict, seq: int) -> None:
    show_text(t("groups.withdraw_note"))
    if not check_may("maintain"):
        return
    name = ask_actor("_withdraw")
    if not st.button(t("groups.withdraw"), key="withdraw_group"):
        return
    run_saving(
        name,
        Saving(
            _name_form(group),
            lambda known: withdraw_group(
                cache.get_store(),
                group["group_id"],
                by=name,
                based_on=get_basis(known, "changed_group", seq),
            ),
            lambda _: t("groups.withdrawn", name=pick_name(group)),
            lambda error: _compare_members(inputs, error, ()),
            words="withdrawal",
            page="pages/counties/roles.py",
        ),
    )
