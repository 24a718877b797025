"""One indicator in one area: its series, where it stands, where it comes from."""

from functools import partial

import streamlit as st
from markupsafe import Markup

from geo.legend import render_legend
from geo.screen_map import describe_screen_map
from pages.blocks.figures import CONFIG
from pages.blocks.folds import show_rest
from pages.blocks.links import render_link
from pages.blocks.maps import show_map
from pages.blocks.markup import render_title, show, show_empty, show_note, show_sheets
from pages.blocks.series import (
    draw_indicator,
    get_revisions,
    get_shown_series,
    has_early_years,
    list_with_inputs,
)
from pages.blocks.status import name_indicator
from pages.progress.parts import indicator_views
from pages.progress.parts.indicator_cache import get_ranking, get_small_view, list_with_figures
from pages.progress.parts.indicator_events import show_events
from pages.progress.parts.indicator_files import offer_ranking, offer_series
from pages.progress.parts.indicator_views import render_sources_of
from pages.progress.parts.target_evidence import render_revisions
from pages.shell import address, cache
from pages.shell.frame import show_head
from pages.shell.i18n import t
from pages.shell.messages import show_done


@cache.keep_drawing
def name_choices() -> dict[str, str]:
    """Return the name of each indicator; those without any figure say so."""
    known = list_with_figures()
    return {
        indicator_id: name_indicator(indicator_id)
        if indicator_id in known
        else t("indicator.without_figures", name=name_indicator(indicator_id))
        for indicator_id in cache.get_indicators().index
    }


@cache.keep_drawing
def render_revisions_of(name: str, indicator_id: str, area_id: str) -> Markup:
    """Return the revisions of an indicator, or of one of its inputs, in an area as a table."""
    revisions = get_revisions(indicator_id, area_id)
    return render_revisions(revisions[revisions["indicator_id"] == name])


def choose_indicator() -> str:
    """Let the reader choose an indicator."""
    names = name_choices()
    first = cache.get_inputs().list_shown("overview")[0]
    key = address.adopt_choice("id", list(names), first)
    return st.selectbox(
        t("indicator.choose"), list(names), key=key, format_func=names.__getitem__, width=380
    )


def choose_span(indicator_id: str, area_id: str, year: int) -> str:
    """Let the reader choose between recent and all years of a long series."""
    names = {span: t(f"indicator.span.{span}") for span in ("recent", "all")}
    key = address.adopt_choice("span", list(names), "recent")
    if not has_early_years(get_shown_series(indicator_id, area_id, year)):
        return "recent"
    chosen_span = st.segmented_control(
        t("indicator.span.label"),
        list(names),
        key=key,
        format_func=names.__getitem__,
        label_visibility="collapsed",
        required=True,
    )
    return chosen_span or "recent"


def show_picture(view: tuple[str, str, int]) -> str:
    """Show the newest figure and, beside it, the series; return the chosen years.

    Without a series its place is the definition's: what would have to be sent.
    """
    left, right = st.columns([5, 13], gap="large")
    with left:
        show(indicator_views.render_newest(*view))
    with right:
        span = choose_span(*view)
        figure = draw_indicator(*view, None, span)
        if figure is None:
            show(indicator_views.render_definition(view[0]))
        else:
            offer_series(*view, span)
            st.plotly_chart(figure, config=CONFIG, theme=None, key="indicator_chart")
            show_note(t("indicator.chart_note") + indicator_views.describe_rolled_years(*view))
    return span


def show_ranking(indicator_id: str, area_id: str, year: int) -> None:
    """Show the areas on a small map, and ranked with their coverage."""
    ranking = get_ranking(indicator_id, area_id, year)
    if ranking.year is None:
        show(indicator_views.render_ranking(indicator_id, area_id, year))
        return
    left, right = st.columns([1, 1], gap="large")
    with left:
        show_small_map(indicator_id, ranking.level, ranking.year)
    with right:
        offer_ranking(indicator_id, area_id, year)
        show(indicator_views.render_ranking(indicator_id, area_id, year))
        if rest := indicator_views.name_rest(ranking):
            lower = partial(indicator_views.render_lower_ranking, indicator_id, area_id, year)
            show_rest(rest, lower, key="indicator_rest")


def show_small_map(indicator_id: str, level: str, year: int) -> None:
    """Show the region on a small map; a click leads to the same page for the clicked area."""
    head, picture = _describe_small_map(indicator_id, level, year)
    show(head)
    show_map(picture, key="indicator_map", page="indicator", place="area", id=indicator_id)
    query = {"kind": "indicator", "indicator": indicator_id, "level": level, "year": year}
    show_note(render_link("map", t("indicator.map_more"), **query))


@cache.keep_drawing
def _describe_small_map(indicator_id: str, level: str, year: int) -> tuple[Markup, dict]:
    """Return the head of the small map, and what it shows."""
    view = get_small_view(indicator_id, level, year)
    head = render_title(view.title) + render_legend(view.legend, view.unit)
    return head, describe_screen_map(view, most="22rem")


def show_records(indicator_id: str, area_id: str, year: int) -> None:
    """Show the sources, and who sent each figure; for a computed one also those of its inputs."""
    sources = render_sources_of(indicator_id, area_id, year)
    if sources:
        show(sources)
    revisions = get_revisions(indicator_id, area_id)
    sent = set(revisions["indicator_id"])
    known = [name for name in list_with_inputs(indicator_id) if name in sent]
    with st.expander(t("indicator.history_fold", count=len(revisions))):
        for name in known:
            revised = render_revisions_of(name, indicator_id, area_id)
            show(render_title(name_indicator(name)), revised)
        if not known:
            show_empty(t("targets.no_history"))


show_sheets("targets", "indicator")
chosen = show_head("indicator")
show_done()
with st.container(horizontal=True, vertical_alignment="bottom", key="indicator_choice"):
    shown = (choose_indicator(), chosen.area_id, chosen.year)
span_chosen = show_picture(shown)
show_ranking(*shown)
show_records(*shown)
show_events(*shown[:2])
if len(get_shown_series(*shown)):
    show(indicator_views.render_definition(shown[0]))
address.write_address(
    id=shown[0],
    area=chosen.area_id,
    year=chosen.year,
    span=span_chosen
    if span_chosen == "all" and has_early_years(get_shown_series(*shown))
    else None,
)
