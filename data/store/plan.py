"""Loads what the plan says beside its targets and box items, and open questions."""

import pandas as pd

from data.store.database import Store
from data.words.catalogue import LANGUAGES, PlanWords, set_plan_words, t, use_language
from data.words.names import pick_name

# The word of a text -> the id of the word in a plan's table.
WORDS = {"plan_items": "items", "plan_item": "item"}


def load_plan(store: Store) -> dict:
    """Return the row of the plan that is looked at: plan_id, name_zh, name_en, title_zh, title_en,
    document_no, issued_on, area_id, first_year, last_year, base_year, note_zh, note_en."""
    return store.query_rows("queries/plan")[0]


def load_plan_words(store: Store) -> PlanWords:
    """Return what the plan calls its lists of tasks (plan_items) and one entry of them (plan_item),
    by language.

    Without a word of its own a plan has that of the catalogue for any plan; without an English
    word it has the Chinese one.
    """
    rows = {row["word"]: row for row in store.query_rows("queries/plan_words")}
    words: PlanWords = {}
    for language in LANGUAGES:
        with use_language(language):
            words[language] = {
                name: pick_name(rows[word]) if word in rows else t(f"plan.other_{word}")
                for name, word in WORDS.items()
            }
    return words


def enter_plan(store: Store, plan_id: str) -> Store:
    """Return a store as a plan sees it, and use the plan's words from now on in this context.

    Raises
    ------
    PlanDataError
        There is no such plan (``plan_unknown``).
    """
    seen = store.for_plan(plan_id)
    set_plan_words(load_plan_words(seen))
    return seen


def load_plan_items(store: Store) -> pd.DataFrame:
    """Return the aims, safeguards and requirements that are neither target nor box item.

    Returns
    -------
    DataFrame
        One row per item, in the plan's order: item_id, kind (requirement, aim, safeguard),
        indicator_id, comparator, low, high, unit (all missing unless it is a requirement),
        clause_id, path (of the clause), name_zh, name_en.
    """
    return store.query("queries/plan_items")


def load_box_terms(store: Store) -> pd.DataFrame:
    """Return the breeds, livestock, crops and diseases that the boxes name.

    Returns
    -------
    DataFrame
        One row per term: subject_kind (role of box 1, or box_item), subject_id, kind (breed,
        livestock, crop, disease), position, name_zh, name_en, is_open (the plan names the main
        ones, or ends its list with 等).
    """
    return store.query("queries/box_terms")


def load_readings(store: Store) -> pd.DataFrame:
    """Return the ways to read the plan's words, by subject, the default first.

    Returns
    -------
    DataFrame
        One row per reading: subject_kind (target, box_item, baseline_change), subject_id,
        name_zh and name_en (of the subject), clause_id, has_no_number (a target without a
        number), reading_id, kind, is_default, reading_zh, reading_en, rationale_zh, rationale_en.
    """
    return store.query("queries/readings")


def load_baseline_changes(store: Store) -> pd.DataFrame:
    """Return the changes since 2016 that the plan reports, one row per change and reading.

    Columns: see `indicators.targets.implied_levels.compute_implied_levels`, which takes them.
    """
    return store.query("queries/baseline_changes")


def load_series_questions(store: Store) -> pd.DataFrame:
    """Return the jumps of published series without evidence of a changed definition.

    Returns
    -------
    DataFrame
        One row per series and jump: indicator_id, name_zh, name_en, area_id, after_year, note
        (English), note_zh, source. They stop no growth calculation.
    """
    return store.query("queries/series_questions")
