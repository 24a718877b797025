"""Each target: what is asked, where it stands, and how one knows."""

import html

import streamlit as st

from pages.blocks.figures import CONFIG
from pages.blocks.status import name_indicator
from pages.blocks.targets import show_target_style
from pages.progress.parts import target_views
from pages.progress.parts.target_breakdown import show_breakdown
from pages.progress.parts.target_decisions import show_decisions
from pages.progress.parts.target_evidence import draw_remarks, draw_warnings, show_history
from pages.progress.parts.target_outlook import show_outlook
from pages.progress.parts.target_table import choose_rows, draw_targets, offer_file
from pages.shell import address, cache
from pages.shell.frame import choose, show_head
from pages.shell.i18n import get_language, t
from pages.shell.messages import show_done

PARTS = ("standing", "outlook", "decisions", "breakdown", "sources")


def choose_target() -> str:
    """Let the reader choose the target of the detail."""
    names = cache.get_target_names(get_language())
    key = address.adopt_choice("target", list(names), next(iter(names)))
    return choose("target", names, key=key, width=420)


def choose_part() -> str:
    """Let the reader choose what to see of the target; its standing comes first."""
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
    """Show the series, the readings, and what must be said beside the status."""
    for chart_id in target_views.list_charts(*view):
        show_chart(chart_id, *view)
    st.html(target_views.draw_readings(*view))
    beside = draw_remarks(*view) + draw_warnings(*view)
    if beside:
        st.html(beside)


def show_chart(indicator_id: str, *view) -> None:
    """Show the series of one indicator, or say that there is none."""
    name = name_indicator(indicator_id)
    st.html(target_views.draw_title("targets.series_title", name=name))
    figure = target_views.draw_chart(*view, indicator_id)
    if figure is None:
        st.html(f'<p class="empty">{html.escape(t("targets.no_series", name=name))}</p>')
        return
    st.plotly_chart(figure, config=CONFIG, theme=None, key=f"series_{indicator_id}")
    st.html(f'<p class="note">{html.escape(t("targets.marks"))}</p>')


def show_sources(area_id: str, year: int, target: str) -> None:
    """Show where each figure comes from, its revisions, and where definitions change."""
    view = (area_id, year, target)
    figures = target_views.pick_shown_figures(*view)
    if len(figures):
        st.html(target_views.draw_title("targets.sources_title", count=len(figures)))
        st.html(target_views.draw_sources(*view))
    show_history(area_id, target)
    breaks = target_views.pick_shown_breaks(*view)
    if len(breaks):
        st.html(target_views.draw_title("targets.breaks_title", count=len(breaks)))
        st.html(target_views.draw_breaks(*view))


def show_part(name: str, *view) -> dict:
    """Show one part of a target; return what the address carries of it."""
    if name == "outlook":
        return show_outlook(*view)
    parts = {
        "standing": show_standing,
        "decisions": show_decisions,
        "breakdown": show_breakdown,
        "sources": show_sources,
    }
    parts[name](*view)
    return {}


show_target_style()
chosen = show_head("targets")
show_done()
with st.container(horizontal=True, vertical_alignment="bottom", key="narrowing"):
    narrowed = choose_rows()
    offer_file(chosen.area_id, chosen.year, *narrowed)
table = st.container()
with st.container(horizontal=True, vertical_alignment="bottom", key="detail"):
    target_id = choose_target()
    shown = (chosen.area_id, chosen.year, target_id)
    st.html(target_views.draw_status_line(*shown))
table.html(draw_targets(*shown, *narrowed))
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
