"""Briefings for tests: composed from a store at a fixed time."""

from datetime import datetime
from functools import lru_cache

from data.store.database import Store
from pages.documents.briefing.compose import compose_briefing
from pages.documents.briefing.facts import BriefingFacts, load_briefing_facts
from pages.documents.briefing.model import Briefing
from pages.documents.briefing.recipes import PARTS, Recipe, load_recipe

MADE_AT = datetime(2026, 11, 26, 2)


def compose(
    store: Store, scope_id: str = "650000", recipe: str = "pack", parts=(), year=2024
) -> Briefing:
    """Return a briefing of the store's facts, in the language in use."""
    facts = _load_facts(store, store.version, scope_id)
    return compose_briefing(facts, scope_id, year, load(facts, recipe, parts), MADE_AT)


@lru_cache(maxsize=8)
def _load_facts(store: Store, version: int, scope_id: str) -> BriefingFacts:
    """Return facts that several briefings are composed of, until the store changes."""
    return load_briefing_facts(store, scope_id)


def load(facts: BriefingFacts, recipe: str = "pack", parts=()) -> Recipe:
    """Return a recipe that comes with the app."""
    known = set(facts.counties.progress.index.indicators)
    return load_recipe(recipe, known, tuple(parts))


def list_texts(briefing: Briefing) -> list[str]:
    """Return every sentence and cell of a briefing."""
    texts = [briefing.title, briefing.subtitle]
    for section in briefing.sections:
        texts += [section.title, *(sentence.text for sentence in section.sentences)]
    for _, block in briefing.list_blocks():
        texts += [block.title, block.finding, block.note]
        for row in getattr(block, "rows", ()):
            texts += [cell.text for cell in row]
    return [text for text in texts if text]


ALL_BUT_CARDS = tuple(part for part in PARTS if part != "cards")
