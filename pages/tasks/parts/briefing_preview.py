"""The briefing before it is made: its sentences with the rows behind them, tables, pictures."""

from datetime import date
from functools import cached_property
from pathlib import Path

import pandas as pd
import streamlit as st
from markupsafe import Markup

from data.clock import get_moment, get_today
from data.ledger.packs import PackMark
from data.store.statements import SUBJECTS
from data.words.catalogue import use_language
from pages.blocks.markup import render_note, show, show_note
from pages.blocks.tables import Column, render_table
from pages.documents.briefing.compose import METHODS, compose_one_part, make_context
from pages.documents.briefing.context import BriefingContext
from pages.documents.briefing.model import Briefing, Section, Sentence, Table
from pages.documents.briefing.recipes import CHANGES
from pages.documents.briefing.scopes import find_briefing_scope, list_held_parts
from pages.documents.writers.pictures import stands_in_document
from pages.shell import address, box_cache, cache, owed_cache
from pages.shell.example import is_in_example
from pages.shell.i18n import t
from pages.tasks.parts.briefing_choice import BriefingChoice, load_chosen_facts, load_chosen_recipe
from pages.tasks.parts.briefing_pictures import render_picture

STYLE = Path(__file__).resolve().with_name("briefing.css")
# The cards are looked at on the pages of the counties; composing all takes seconds.
NOT_SHOWN = ("cards",)
MOST_ROWS, MOST_TRACES = 12, 12


class _KeptContext(BriefingContext):
    """What parts are composed from today: the results that are kept for the pages of the figures,
    the boxes and the counties."""

    @cached_property
    def progress(self) -> pd.DataFrame:
        return cache.get_progress(self.area_id, self.year)

    @cached_property
    def rows_by_target(self) -> dict[str, list[dict]]:
        return cache.get_progress_rows(self.area_id, self.year)

    @cached_property
    def own(self) -> pd.DataFrame:
        return owed_cache.get_own_figures(self.area_id, self.year)

    @cached_property
    def box_readings(self) -> pd.DataFrame:
        return box_cache.get_box_readings(self.as_of)

    @cached_property
    def boxes(self) -> pd.DataFrame:
        return box_cache.get_boxes(self.as_of)

    @cached_property
    def projects(self) -> pd.DataFrame:
        return box_cache.get_stages(self.as_of)

    @cached_property
    def duties(self) -> pd.DataFrame:
        return owed_cache.get_duties(self.area_id)

    @cached_property
    def missing_of_area(self) -> pd.DataFrame:
        return owed_cache.get_missing(self.area_id)


def show_briefing_style() -> None:
    """Load the style sheet of the page."""
    st.html(STYLE)


def show_briefing_preview(chosen: BriefingChoice) -> str | None:
    """Show a part of the briefing as it will be written; return it, None for the first.

    A part is composed when it is looked at: composing all of them takes half a second.
    """
    shown = tuple(part for part in chosen.parts if part not in NOT_SHOWN) or chosen.parts
    held = _list_held_parts(chosen.scope_id, shown)
    if is_in_example():
        # It has no former days, so that nothing has changed since one.
        held = tuple(part for part in held if part != CHANGES)
    part = _choose_part(held) if held else shown[0]
    written = str(load_chosen_recipe(chosen.recipe_id, shown))
    view = chosen.scope_id, chosen.year, chosen.language, chosen.recipe_id, shown
    since = chosen.since if part in (CHANGES, METHODS) else None
    show(_render_preview(*view, since, part, written))
    if shown != chosen.parts:
        show_note(t("briefing.page.cards_not_shown"))
    return part if part in held[1:] else None


def _choose_part(held: tuple[str, ...]) -> str:
    """Let the reader choose a part to look at: the contents of the briefing."""
    names = {part: t(f"briefing.part.{part}") for part in held}
    chosen = st.segmented_control(
        t("briefing.page.contents"),
        list(names),
        key=address.adopt_choice("preview", list(names), held[0]),
        format_func=names.__getitem__,
        label_visibility="collapsed",
        required=True,
    )
    return chosen or held[0]


@cache.keep(*SUBJECTS, by_day=True)
def _list_held_parts(scope_id: str, parts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the parts that the briefing of a scope has."""
    inputs = owed_cache.get_county_inputs()
    scope = find_briefing_scope(inputs, scope_id, get_today().year)
    return list_held_parts(inputs, scope, parts)


@cache.keep(*SUBJECTS, in_words=True, by_day=True)
def _render_preview(
    scope_id: str,
    year: int,
    language: str,
    recipe_id: str,
    parts: tuple[str, ...],
    since: date | PackMark | None,
    part: str,
    written: str,
) -> Markup:
    """Return the head of a briefing and one of its parts, where it has that.

    `written` is what the recipe says, whose file the office may change.
    """
    recipe = load_chosen_recipe(recipe_id, parts)
    facts = load_chosen_facts(None, since, parts if part == METHODS else (part,))
    with use_language(language):
        context = make_context(facts, scope_id, year, recipe, get_moment(), _KeptContext)
        drawn = _render_briefing(compose_one_part(context, part))
    return Markup('<article class="briefing" lang="{}">{}</article>').format(
        "zh-CN" if language == "zh" else "en", drawn
    )


def _render_briefing(briefing: Briefing) -> Markup:
    sections = Markup("").join(_render_section(briefing, section) for section in briefing.sections)
    return Markup("<header><h2>{}</h2><p>{}</p></header>{}").format(
        briefing.title, briefing.subtitle, sections
    )


def _render_section(briefing: Briefing, section: Section) -> Markup:
    sentences = Markup("").join(
        _render_sentence(briefing, sentence) for sentence in section.sentences
    )
    blocks = Markup("").join(
        _render_table(block) if isinstance(block, Table) else render_picture(block)
        for block in section.blocks
        if stands_in_document(block)
    )
    return Markup("<h3>{}</h3>{}{}").format(section.title, sentences, blocks)


def _render_sentence(briefing: Briefing, sentence: Sentence) -> Markup:
    """Return a sentence; the rows behind it appear where it is pointed at, touched or reached."""
    if not sentence.row_ids:
        return Markup("<p>{}</p>").format(sentence.text)
    traces = briefing.list_traces(sentence)
    lines = [
        " · ".join(filter(None, (trace.what, trace.value, trace.state, trace.source)))
        for trace in traces[:MOST_TRACES]
    ]
    if len(traces) > MOST_TRACES:
        lines.append(t("briefing.trace.more", n=len(traces)))
    rows = Markup("").join(Markup("<span>{}</span>").format(line) for line in lines)
    return Markup('<p class="traced" tabindex="0">{}<span class="rows">{}</span></p>').format(
        sentence.text, rows
    )


def _render_table(table: Table) -> Markup:
    columns = [
        Column(str(at), column.title, "number" if column.is_number else "text")
        for at, column in enumerate(table.columns)
    ]
    rows = [
        {str(at): cell.text for at, cell in enumerate(cells)} for cells in table.rows[:MOST_ROWS]
    ]
    left_out = len(table.rows) - len(rows)
    note = render_note(t("briefing.page.more_rows", n=left_out)) if left_out else Markup()
    return Markup('<p class="caption">{}</p>{}{}').format(
        table.title, render_table(columns, rows), note
    )
