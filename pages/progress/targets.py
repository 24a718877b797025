"""Each target: what is asked, where it stands, and how one knows."""

import html

import streamlit as st

from pages.shell import address, cache, target_views
from pages.shell.figures import CONFIG
from pages.shell.frame import choose, show_head
from pages.shell.i18n import get_language, t
from pages.shell.status import name_indicator


def choose_target() -> str:
    """Let the reader choose the target of the detail."""
    names = cache.get_target_names(get_language())
    key = address.adopt_choice("target", list(names), next(iter(names)))
    return choose("target", names, key=key, width=420)


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


def show_sources(*view) -> None:
    """Show where each figure comes from, and where series change their definition."""
    figures = target_views.pick_shown_figures(*view)
    if len(figures):
        with st.expander(t("targets.sources_title", count=len(figures))):
            st.html(target_views.draw_sources(*view))
    breaks = target_views.pick_shown_breaks(*view)
    if len(breaks):
        with st.expander(t("targets.breaks_title", count=len(breaks))):
            st.html(target_views.draw_breaks(*view))


chosen = show_head("targets")
table = st.container()
with st.container(horizontal=True, vertical_alignment="bottom", key="detail"):
    target_id = choose_target()
    shown = (chosen.area_id, chosen.year, target_id)
    st.html(target_views.draw_status_line(*shown))
address.write_address(area=chosen.area_id, year=chosen.year, target=target_id)
table.html(target_views.draw_targets(*shown))
st.html(target_views.draw_readings(*shown))
for chart_id in target_views.list_charts(*shown):
    show_chart(chart_id, *shown)
show_sources(*shown)
