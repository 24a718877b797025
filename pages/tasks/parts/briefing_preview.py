"""The briefing before it is made: its sentences with the rows behind them, tables, pictures."""

from datetime import date
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from data.clock import get_moment
from data.ledger.packs import PackMark
from data.store.statements import SUBJECTS
from data.words.catalogue import use_language
from pages.blocks.markup import render_fold, render_note, show
from pages.blocks.tables import Column, render_table
from pages.documents.briefing.compose import compose_briefing
from pages.documents.briefing.model import Briefing, Section, Sentence, Table
from pages.documents.writers.pictures import stands_in_document
from pages.shell import cache
from pages.shell.i18n import t
from pages.tasks.parts.briefing_choice import BriefingChoice, load_chosen_facts, load_chosen_recipe
from pages.tasks.parts.briefing_pictures import render_picture

STYLE = Path(__file__).resolve().with_name("briefing.css")
# The cards are looked at on the pages of the counties; composing all takes seconds.
NOT_SHOWN = ("cards",)
MOST_ROWS, MOST_TRACES = 12, 12


def show_briefing_style() -> None:
    """Load the style sheet of the page."""
    st.html(STYLE)


def show_briefing_preview(chosen: BriefingChoice) -> None:
    """Show the briefing as it will be written."""
    shown = tuple(part for part in chosen.parts if part not in NOT_SHOWN)
    recipe = load_chosen_recipe(chosen.recipe_id, shown or chosen.parts)
    show(_render_preview(*chosen[:6], str(recipe)))


@cache.keep(*SUBJECTS, in_words=True, by_day=True)
def _render_preview(
    scope_id: str,
    year: int,
    language: str,
    recipe_id: str,
    parts: tuple[str, ...],
    since: date | PackMark | None,
    written: str,
) -> Markup:
    """Return the preview; `written` is what the recipe says, whose file the office may change."""
    shown = tuple(part for part in parts if part not in NOT_SHOWN)
    left_out = [part for part in parts if part in NOT_SHOWN]
    recipe = load_chosen_recipe(recipe_id, shown or parts)
    facts = load_chosen_facts(scope_id, since, recipe.parts)
    with use_language(language):
        briefing = compose_briefing(facts, scope_id, year, recipe, get_moment())
        drawn = _render_briefing(briefing)
    note = render_note(t("briefing.page.cards_not_shown")) if left_out else Markup()
    return Markup('<article class="briefing" lang="{}">{}</article>{}').format(
        "zh-CN" if language == "zh" else "en", drawn, note
    )


def _render_briefing(briefing: Briefing) -> Markup:
    sections = Markup("").join(_render_section(briefing, section) for section in briefing.sections)
    return Markup("<header><h2>{}</h2><p>{}</p></header>{}").format(
        briefing.title, briefing.subtitle, sections
    )


def _render_section(briefing: Briefing, section: Section) -> Markup:
    """Return a section that unfolds; the first is open, so that a phone shows what it is."""
    sentences = Markup("").join(
        _render_sentence(briefing, sentence) for sentence in section.sentences
    )
    blocks = Markup("").join(
        _render_table(block) if isinstance(block, Table) else render_picture(block)
        for block in section.blocks
        if stands_in_document(block)
    )
    is_open = section == briefing.sections[0]
    return render_fold(section.title, sentences + blocks, is_open=is_open)


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
