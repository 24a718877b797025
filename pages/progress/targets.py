"""What does each target ask, what is its status, and on what evidence?"""

import streamlit as st

from pages.blocks.figures import CONFIG
from pages.blocks.links import render_jumps
from pages.blocks.markup import show, show_empty, show_note, show_sheets, show_title
from pages.blocks.matters import show_matters_line
from pages.blocks.missing import render_missing_link
from pages.blocks.series import draw_indicator
from pages.blocks.status import name_indicator
from pages.progress.parts import target_views
from pages.progress.parts.indicator_files import offer_target_series
from pages.progress.parts.target_breakdown import show_breakdown
from pages.progress.parts.target_evidence import render_remarks, render_warnings, show_history
from pages.progress.parts.target_outlook import show_outlook
from pages.progress.parts.target_pictures import offer_tables, offer_targets
from pages.progress.parts.target_remedies import show_target_decisions
from pages.progress.parts.target_table import (
    choose_rows,
    list_target_filters,
    render_target_verdict,
    render_targets,
)
from pages.shell import address, cache
from pages.shell.frame import choose, show_head, show_print_head
from pages.shell.i18n import get_language, t
from pages.shell.messages import show_done

PARTS = ("standing", "outlook", "decisions", "breakdown", "sources")


def choose_target() -> str:
    """Let the reader choose the target to show in detail."""
    names = cache.get_target_names(get_language())
    key = address.adopt_choice("target", list(names), next(iter(names)))
    return choose("target", names, key=key, width=420)


def choose_part() -> str:
    """Let the reader choose a part of the target; its current status comes first."""
    names = {part: t(f"targets.part.{part}") for part in PARTS}
    key = address.adopt_choice("part", list(names), PARTS[0])
    chosen = st.segmented_control(
        t("targets.part_label"),
        list(names),
        key=key,
        format_func=names.__getitem__,
        label_visibility="collapsed",
    )
    return chosen or PARTS[0]


def show_standing(*view) -> None:
    """Show the series, the readings, and the remarks on the status."""
    for chart_id in target_views.list_charts(*view):
        show_chart(chart_id, *view)
    offer_tables("readings", t("targets.part.standing"), target_views.render_readings, *view)
    show(target_views.render_readings(*view))
    beside = render_remarks(*view) + render_warnings(*view)
    if beside:
        show(beside)


def show_chart(indicator_id: str, area_id: str, year: int, target_id: str) -> None:
    """Show the series of one indicator, or say that there is none."""
    name = name_indicator(indicator_id)
    show_title(t("targets.series_title", name=name))
    figure = draw_indicator(indicator_id, area_id, year, target_id)
    if figure is None:
        show_empty(t("targets.no_series", name=name))
        return
    offer_target_series(indicator_id, area_id, year, target_id)
    st.plotly_chart(figure, config=CONFIG, theme=None, key=f"series_{indicator_id}")
    rolled = target_views.describe_rolled(area_id, year, target_id, indicator_id)
    show_note(t("targets.marks") + rolled)


def show_sources(area_id: str, year: int, target: str) -> None:
    """Show where each figure comes from, its revisions, and where definitions change."""
    view = (area_id, year, target)
    figures = target_views.pick_shown_figures(*view)
    if len(figures):
        offer_tables("sources", t("targets.part.sources"), target_views.render_sources, *view)
        show_title(t("targets.sources_title", count=len(figures)))
        show(target_views.render_sources(*view))
    show_history(area_id, target)
    breaks = target_views.pick_shown_breaks(*view)
    if len(breaks):
        show_title(t("targets.breaks_title", count=len(breaks)))
        show(target_views.render_breaks(*view))


def show_part(name: str, *view) -> dict:
    """Show one part of a target; return its part of the address."""
    if name == "outlook":
        return show_outlook(*view)
    parts = {
        "standing": show_standing,
        "decisions": show_target_decisions,
        "breakdown": show_breakdown,
        "sources": show_sources,
    }
    parts[name](*view)
    return {}


show_sheets("targets")
chosen = show_head("targets")
show_done()
show(render_target_verdict(chosen.area_id, chosen.year))
jump = st.container()
with st.container(horizontal=True, vertical_alignment="bottom", key="narrowing"):
    narrowed = choose_rows()
    offer_targets(chosen.area_id, chosen.year, narrowed)
show_print_head("targets", chosen.area_id, chosen.year, list_target_filters(*narrowed))
table = st.container()
with st.container(horizontal=True, vertical_alignment="center", key="detail"):
    target_id = choose_target()
    shown = (chosen.area_id, chosen.year, target_id)
    show(target_views.render_status_line(*shown))
    show_matters_line(chosen.area_id, target_id)
    missing = render_missing_link(chosen.area_id, target_id, look="button")
    if missing:
        show(missing)
name = cache.get_target_names(get_language())[target_id]
jump.html(render_jumps({target_views.DETAIL: t("targets.to_detail", name=name)}))
table.html(render_targets(*shown, *narrowed))
part_chosen = choose_part()
carried = show_part(part_chosen, *shown)
goal, status, sort = narrowed
address.write_address(
    area=chosen.area_id,
    year=chosen.year,
    target=target_id,
    goal=goal or None,
    status=status or None,
    sort=None if sort == "plan" else sort,
    part=None if part_chosen == PARTS[0] else part_chosen,
    **carried,
)
