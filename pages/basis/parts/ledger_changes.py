"""What changed between two moments, as tables."""

from datetime import timedelta
from functools import partial

import streamlit as st
from markupsafe import Markup, escape

from data.clock import get_today
from data.errors import UsageError
from data.ledger.packs import PackMark
from data.ledger.span import Moment, format_moment, is_to_come, parse_moment
from data.store.statements import SUBJECTS
from data.words.names import name_sender, pick_name
from data.words.numbers import format_exact, format_number, format_period, format_unit, is_missing
from indicators.change_wording import (
    describe_act,
    describe_causes,
    describe_decision_change,
    describe_group_change,
    describe_project_act,
    describe_project_change,
    name_decision_subject,
    name_plan_table,
)
from indicators.frames import list_rows
from pages.blocks.changes import DAYS_BACK, describe_changes
from pages.blocks.links import render_ledger_link, render_link
from pages.blocks.markup import render_note, render_title, show
from pages.blocks.packs import take_pack
from pages.blocks.status import name_indicator, render_status
from pages.blocks.table_files import has_table
from pages.blocks.tables import Column, render_table
from pages.blocks.takeaway import make_file_name, offer_files
from pages.blocks.values import format_office_time, format_state
from pages.shell import address, cache
from pages.shell.box_cache import get_item_rows
from pages.shell.change_cache import get_changes, list_figures, list_statuses
from pages.shell.example import list_carried
from pages.shell.former_day import KEY as ASOF
from pages.shell.i18n import get_language, t
from pages.shell.messages import show_error, show_notice
from pages.shell.registry import HOME

# Rows of a table: what a reader looks through, and what a link below it lists.
SHOWN, MOST_SHOWN = 100, 1000
TALL = 14
# Figures that are named as what changed a status; the others are counted.
MOST_CAUSES = 5


def choose_moments() -> tuple[Moment, Moment] | None:
    """Let the reader choose from when to when: days, minutes, or packs; None where one is none."""
    today = get_today()
    defaults = {"since": today - timedelta(days=DAYS_BACK), "until": today}
    with st.container(horizontal=True, vertical_alignment="bottom", key="ledger_days"):
        texts = {
            name: st.text_input(
                t(f"ledger.{name}"),
                key=address.adopt_text(name),
                max_chars=16,
                placeholder=str(day),
                width=190,
            )
            for name, day in defaults.items()
        }
    st.caption(t("ledger.moments_note", example=f"{today} 14:30"))
    moments: dict[str, Moment] = {}
    for name, text in texts.items():
        try:
            moments[name] = parse_moment(text) if text.strip() else defaults[name]
        except UsageError as error:
            show_error(error)
            return None
    moments |= _choose_packs()
    since, until = moments["since"], moments["until"]
    if is_to_come(until):
        show_notice("warning", t("ledger.until_today", day=format_moment(until)))
        until = today
    return since, until


def _choose_packs() -> dict[str, Moment]:
    """Let the reader give packs in place of the moments."""
    with st.expander(t("ledger.packs"), key="ledger_packs"):
        st.caption(t("ledger.packs_note"))
        given = {
            name: take_pack(t(f"ledger.pack_{name}"), f"ledger_pack_{name}", f"ledger.took_{name}")
            for name in ("since", "until")
        }
    return {name: mark for name, mark in given.items() if mark is not None}


def list_moments(since: Moment, until: Moment) -> dict[str, str | None]:
    """Return what the address says of two moments; packs are not in it."""
    return {
        name: None if isinstance(moment, PackMark) else format_moment(moment)
        for name, moment in (("since", since), ("until", until))
    }


def find_most() -> int:
    """Return how many rows of a table are listed: the address of the link below it says more."""
    return MOST_SHOWN if st.query_params.get("rows") == str(MOST_SHOWN) else SHOWN


def show_changes(since: Moment, until: Moment, most: int) -> None:
    """Show what changed between two moments, at most so many rows of a table."""
    shown = _render_shown(since, until, most)
    if has_table(shown):
        name = make_file_name(t("ledger.tab.changes"), *map(format_moment, (since, until)))
        offer_files("changes", name, table=partial(render_span, since, until, None))
    show(shown)


@cache.keep(*SUBJECTS, in_words=True, by_day=True, most=8)
def _render_shown(since: Moment, until: Moment, most: int) -> Markup:
    return render_span(since, until, most)


def render_span(since: Moment, until: Moment, most: int | None) -> Markup:
    """Return everything that changed between two moments: a sentence, and a table of each kind.

    Of figures and of projects at most so many rows; None for all.
    """
    changes = get_changes(since, until)
    more = _render_more(since, until) if most == SHOWN else ""
    return Markup("").join(
        [
            _render_summary(since, until),
            _render_statuses(list_statuses(since, until)),
            _render_figures(since, until, most, more),
            _render_decisions(changes.decisions),
            _render_groups(changes.groups),
            _render_projects(changes.projects, most, more),
            _render_plan(changes.plan),
        ]
    )


def _render_summary(since: Moment, until: Moment) -> Markup:
    line = t("ledger.span", since=format_moment(since), until=format_moment(until))
    return Markup('<p class="lead">{}{}</p>').format(line, describe_changes(since, until))


def _render_statuses(statuses: list[dict]) -> Markup:
    """Return the statuses that changed, and which figures did it."""
    if not statuses:
        return Markup()
    targets = cache.get_target_names(get_language())
    columns = [
        Column("target", t("ledger.column.target"), "name"),
        Column("area", t("ledger.column.area")),
        Column("old", t("ledger.column.before"), "short"),
        Column("new", t("ledger.column.after"), "short"),
        Column("causes", t("ledger.column.causes"), "long"),
    ]
    rows = [
        {
            "target": render_link(
                "targets", targets[row["target_id"]], target=row["target_id"], area=row["area_id"]
            ),
            "area": _name_area(row["area_id"]),
            "old": render_status(row["old_status"]),
            "new": render_status(row["new_status"]),
            "causes": _render_causes(row),
        }
        for row in statuses
    ]
    return render_title(t("ledger.title.statuses")) + render_table(columns, rows, is_labelled=True)


def _render_causes(row: dict) -> Markup:
    """Return what changed a status; the first of the figures that did it lead to their chains."""
    figures = row["figures"].slice(0, MOST_CAUSES).to_pylist()
    links = escape(t("shell.sentence_separator")).join(
        render_ledger_link(
            t(
                "ledger.cause_figure",
                area=_name_area(figure["area_id"]),
                year=figure["year"],
                name=name_indicator(figure["indicator_id"]),
            ),
            figure["indicator_id"],
            figure["area_id"],
            figure["year"],
        )
        for figure in figures
    )
    if len(row["figures"]) > len(figures):
        links += escape(t("ledger.causes_more"))
    causes = describe_causes(row)
    if not figures:
        return escape(causes)
    return escape(t("ledger.causes", causes=causes)) + links


def _render_figures(since: Moment, until: Moment, most: int | None, more: str) -> Markup:
    """Return the figures that changed, those that somebody sent first."""
    counts = get_changes(since, until).counts
    count = sum(counts.values())
    if not count:
        return Markup()
    columns = [
        Column("indicator", t("ledger.column.indicator")),
        Column("area", t("ledger.column.area")),
        Column("year", t("ledger.column.year"), "short"),
        Column("change", t("ledger.column.change"), "short"),
        Column("old", t("ledger.column.old"), "number"),
        Column("new", t("ledger.column.new"), "number"),
        Column("unit", t("ledger.column.unit"), "short"),
        Column("state", t("ledger.column.state"), "short", is_minor=True),
        Column("who", t("ledger.column.who")),
    ]
    shown = list_figures(since, until, most)
    rows = [_make_figure_row(row) for row in list_rows(shown)]
    table = render_table(columns, rows, is_tall=len(rows) > TALL, is_labelled=True)
    rest = _say_computed(counts.get("computed", 0)) + _say_rest(len(rows), count, more)
    return render_title(t("ledger.title.figures")) + table + rest


def _say_computed(count: int) -> Markup:
    """Return how many rows are computed: the sentence at the top counts what was sent alone."""
    return render_note(t("ledger.computed_rows", n=count)) if count else Markup()


def _make_figure_row(row: dict) -> dict:
    kind = t(f"changes.change.{row['change']}")
    states = dict.fromkeys(
        format_state(row[side]) for side in ("old_state", "new_state") if not is_missing(row[side])
    )
    return {
        "change": t("ledger.computed", change=kind) if row["is_computed"] else kind,
        "indicator": name_indicator(row["indicator_id"]),
        "area": _name_area(row["area_id"]),
        "year": format_period(row["year"], row["period"]),
        "old": "—" if is_missing(row["old_value"]) else format_exact(row["old_value"]),
        "new": render_ledger_link(
            "—" if is_missing(row["new_value"]) else format_exact(row["new_value"]),
            row["indicator_id"],
            row["area_id"],
            row["year"],
        ),
        "unit": format_unit(row["unit"]),
        "state": "→".join(states),
        "who": describe_act(row),
    }


def _render_decisions(decisions: list[dict]) -> Markup:
    if not decisions:
        return Markup()
    columns = [
        Column("act", t("ledger.column.change"), "short"),
        Column("subject", t("ledger.column.subject"), "name"),
        Column("what", t("decisions.column.what")),
        Column("area", t("ledger.column.area")),
        Column("decided_by", t("ledger.column.decided_by")),
        Column("document", t("ledger.column.document")),
        Column("by", t("ledger.column.who")),
    ]
    rows = [
        {
            "act": t(f"ledger.decision.{'withdrawn' if row['is_withdrawn'] else 'recorded'}"),
            "subject": name_decision_subject(row),
            "what": describe_decision_change(row),
            "area": _name_area(row["area_id"]),
            "decided_by": row["decided_by"],
            "document": row["document_no"],
            "by": _say_who(row),
        }
        for row in decisions
    ]
    return render_title(t("ledger.title.decisions")) + render_table(columns, rows, is_labelled=True)


def _render_groups(groups: list[dict]) -> Markup:
    if not groups:
        return Markup()
    columns = [
        Column("name", t("ledger.column.group")),
        Column("what", t("ledger.column.change")),
        Column("by", t("ledger.column.who")),
    ]
    rows = [
        {
            "name": pick_name(row) or row["group_id"],
            "what": describe_group_change(row),
            "by": _say_who(row),
        }
        for row in groups
    ]
    return render_title(t("ledger.title.groups")) + render_table(columns, rows)


def _render_projects(projects: list[dict], most: int | None, more: str) -> Markup:
    if not projects:
        return Markup()
    columns = [
        Column("change", t("ledger.column.change"), "short"),
        Column("name", t("ledger.column.project")),
        Column("area", t("ledger.column.area")),
        Column("what", t("projects.column.what"), "long"),
        Column("by", t("ledger.column.who")),
    ]
    items = {item_id: pick_name(row) for item_id, row in get_item_rows().items()}
    names = {"area_id": cache.get_area_names(), "item_id": items}
    rows = [
        {
            "change": t(f"changes.change.{row['change']}"),
            "name": row["name"] or t("changes.project_unnamed"),
            "area": _name_area(row["area_id"]),
            "what": describe_project_change(row, names),
            "by": describe_project_act(row),
        }
        for row in projects[:most]
    ]
    table = render_table(columns, rows, is_tall=len(rows) > TALL, is_labelled=True)
    rest = _say_rest(len(rows), len(projects), more)
    return render_title(t("ledger.title.projects")) + table + rest


def _render_more(since: Moment, until: Moment) -> str:
    """Return the link to longer tables; nothing between packs, which no address names."""
    moments = list_moments(since, until)
    if None in moments.values():
        return ""
    text = t("ledger.more", n=format_number(MOST_SHOWN))
    return render_link("ledger", text, tab="changes", rows=MOST_SHOWN, **moments)


def _say_rest(shown: int, count: int, more: str) -> Markup:
    """Return how many rows a table leaves out, and the way to more; nothing where it has all."""
    if shown == count:
        return Markup()
    text = t("ledger.shown", shown=format_number(shown), count=format_number(count))
    return render_note(Markup("{} {}").format(text, more))


def _render_plan(tables: list[dict]) -> Markup:
    if not tables:
        return Markup()
    columns = [
        Column("table", t("ledger.column.table")),
        Column("added", t("ledger.column.added"), "number"),
        Column("removed", t("ledger.column.removed"), "number"),
        Column("at", t("ledger.column.at"), "short"),
    ]
    rows = [
        {
            "table": name_plan_table(row["table_name"]),
            "added": str(row["added"]),
            "removed": str(row["removed"]),
            "at": format_office_time(row["recorded_at"]),
        }
        for row in tables
    ]
    note = render_note(t("ledger.plan_note"))
    return render_title(t("ledger.title.plan")) + render_table(columns, rows) + note


def _name_area(area_id: str) -> str:
    return cache.get_area_names().get(area_id, area_id)


def _say_who(row: dict) -> str:
    by = name_sender(row["recorded_by"])
    at = format_office_time(row["recorded_at"])
    return t("changes.by_sent", by=by, at=at)


def show_former_day_form() -> None:
    """Let the reader look at every page as of a former day."""
    form = st.form("former_day_form", border=False)
    with form.container(horizontal=True, vertical_alignment="bottom"):
        day = st.text_input(
            t("asof.choose"),
            key="former_day_field",
            max_chars=10,
            placeholder="2026-09-30",
            width=320,
        )
        is_asked = st.form_submit_button(t("asof.look"), key="former_day_look")
    if is_asked and day.strip():
        st.switch_page(HOME, query_params={**list_carried(), ASOF: day.strip()})
