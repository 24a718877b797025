"""The briefing before it is made: its sentences with the rows behind them, tables, pictures."""

from datetime import date
from functools import cached_property, partial
from pathlib import Path

import pandas as pd
import streamlit as st
from markupsafe import Markup

from data.clock import get_moment, get_today
from data.ledger.packs import PackMark
from data.store.statements import SUBJECTS
from data.words.catalogue import use_language
from pages.blocks.folds import show_fold
from pages.blocks.markup import render_note, show, show_note
from pages.blocks.tables import Column, render_table
from pages.documents.briefing.compose import METHODS, compose_one_part, make_context
from pages.documents.briefing.context import BriefingContext
from pages.documents.briefing.model import Briefing, Section, Sentence, Table
from pages.documents.briefing.recipes import CHANGES
from pages.documents.briefing.scopes import find_briefing_scope, list_held_parts
from pages.documents.writers.pictures import stands_in_document
from pages.shell import box_cache, cache, owed_cache
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


def show_briefing_preview(chosen: BriefingChoice) -> None:
    """Show the briefing as it will be written: its first part, then the others, folded away.

    A part is composed when it is unfolded: composing all of them takes half a second.
    """
    shown = tuple(part for part in chosen.parts if part not in NOT_SHOWN) or chosen.parts
    held = _list_held_parts(chosen.scope_id, shown)
    if is_in_example():
        # It has no former days, so that nothing has changed since one.
        held = tuple(part for part in held if part != CHANGES)
    written = str(load_chosen_recipe(chosen.recipe_id, shown))
    _show_part(chosen, shown, written, held[0] if held else shown[0], is_first=True)
    for part in held[1:]:
        draw = partial(_show_part, chosen, shown, written, part)
        show_fold(t(f"briefing.part.{part}"), draw, key=f"briefing_part_{part}")
    if len(held) > 1:
        show_note(t("briefing.page.folded_not_printed"))
    if shown != chosen.parts:
        show_note(t("briefing.page.cards_not_shown"))


def _show_part(
    chosen: BriefingChoice,
    shown: tuple[str, ...],
    written: str,
    part: str,
    *,
    is_first: bool = False,
) -> None:
    view = chosen.scope_id, chosen.year, chosen.language, chosen.recipe_id, shown
    since = chosen.since if part in (CHANGES, METHODS) else None
    show(_render_part(*view, since, part, written, is_first))


@cache.keep(*SUBJECTS, by_day=True)
def _list_held_parts(scope_id: str, parts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the parts that the briefing of a scope has."""
    inputs = owed_cache.get_county_inputs()
    scope = find_briefing_scope(inputs, scope_id, get_today().year)
    return list_held_parts(inputs, scope, parts)


@cache.keep(*SUBJECTS, in_words=True, by_day=True)
def _render_part(
    scope_id: str,
    year: int,
    language: str,
    recipe_id: str,
    parts: tuple[str, ...],
    since: date | PackMark | None,
    part: str,
    written: str,
    is_first: bool,
) -> Markup:
    """Return a part of a briefing, where it has that; before the first one the briefing's head.

    `written` is what the recipe says, whose file the office may change.
    """
    recipe = load_chosen_recipe(recipe_id, parts)
    facts = load_chosen_facts(None, since, parts if part == METHODS else (part,))
    with use_language(language):
        context = make_context(facts, scope_id, year, recipe, get_moment(), _KeptContext)
        briefing = compose_one_part(context, part)
        head = _render_head(briefing) if is_first else Markup()
        fold = "" if is_first else t(f"briefing.part.{part}")
        drawn = Markup("").join(_render_section(briefing, one, fold) for one in briefing.sections)
    return Markup('<article class="briefing" lang="{}">{}{}</article>').format(
        "zh-CN" if language == "zh" else "en", head, drawn
    )


def _render_head(briefing: Briefing) -> Markup:
    return Markup("<header><h2>{}</h2><p>{}</p></header>").format(briefing.title, briefing.subtitle)


def _render_section(briefing: Briefing, section: Section, fold: str) -> Markup:
    """Return a section; its title is left out where the fold around it says the same."""
    title = Markup("<h3>{}</h3>").format(section.title) if section.title != fold else Markup()
    sentences = Markup("").join(
        _render_sentence(briefing, sentence) for sentence in section.sentences
    )
    blocks = Markup("").join(
        _render_table(block) if isinstance(block, Table) else render_picture(block)
        for block in section.blocks
        if stands_in_document(block)
    )
    return title + sentences + blocks


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
