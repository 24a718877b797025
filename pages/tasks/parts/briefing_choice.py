"""The choices of a briefing: what it is about, year, language, recipe, parts, template."""

from dataclasses import replace
from datetime import date
from typing import NamedTuple

import streamlit as st

from data.clock import get_now, get_today
from data.ledger.packs import PackMark
from data.store.statements import SUBJECTS
from data.words.catalogue import LANGUAGES, get_language
from data.words.names import pick_name
from data.words.numbers import format_year
from pages.blocks.folds import show_fold
from pages.blocks.packs import take_pack
from pages.documents import wording
from pages.documents.briefing.facts import (
    CHANGES_DAYS,
    BriefingChanges,
    BriefingFacts,
    load_briefing_changes,
    load_briefing_facts,
)
from pages.documents.briefing.recipes import (
    CHANGES,
    DEFAULT,
    PARTS,
    Recipe,
    RecipeError,
    get_recipe_folder,
    list_recipes,
    load_recipe,
)
from pages.documents.briefing.scopes import AREA_KINDS, BOX, list_scopes
from pages.documents.writers.filled import make_sample_template
from pages.shell import address, cache, owed_cache
from pages.shell.box_cache import keep_box_drawing
from pages.shell.example import keep_visit
from pages.shell.frame import choose
from pages.shell.i18n import t
from pages.shell.messages import show_error, show_notice
from pages.shell.remembered import forget_choice

KINDS = (*AREA_KINDS, "role", BOX)
TEMPLATE = "briefing_file"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class BriefingChoice(NamedTuple):
    """What the reader chose; plain ids, by which results are kept."""

    scope_id: str
    year: int
    language: str
    recipe_id: str
    parts: tuple[str, ...]
    since: date | PackMark | None
    has_own_parts: bool


class TemplateChoice(NamedTuple):
    """An office's own template: its bytes and its file name; None and "" without one."""

    content: bytes | None
    name: str


def choose_briefing() -> BriefingChoice:
    """Let the reader choose what the briefing is about and what it has."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="briefing_choice"):
        scope_id = _choose_scope()
        years = {year: format_year(year) for year in cache.get_years()}
        key = address.adopt_choice("year", list(years), next(iter(years)))
        year = choose("year", years, key=key, width=110)
        language = _choose_language()
    with st.container(horizontal=True, vertical_alignment="bottom", key="briefing_what"):
        recipe = _choose_recipe()
        parts = _choose_parts(recipe)
        day = _choose_since() if CHANGES in parts else None
    since = _take_last_pack() or day if CHANGES in parts else None
    return BriefingChoice(
        scope_id, year, language, recipe.recipe_id, parts, since, set(parts) != set(recipe.parts)
    )


def load_chosen_recipe(recipe_id: str, parts: tuple[str, ...] = ()) -> Recipe:
    """Return a recipe of this office, with its own parts or the given ones."""
    known = cache.get_indicator_names(get_language())
    return load_recipe(recipe_id, known, parts, _get_folder())


def load_chosen_facts(
    scope_id: str | None, since: date | PackMark | None, parts: tuple[str, ...]
) -> BriefingFacts:
    """Return the facts of a briefing, with what changed since a day or a pack where a part tells
    it; without a scope those that all scopes share."""
    facts = (
        _load_shared_facts()
        if scope_id is None
        else load_briefing_facts(cache.get_store(), scope_id, owed_cache.get_county_inputs())
    )
    return replace(facts, changes=_load_changes(since)) if CHANGES in parts else facts


@cache.keep(*SUBJECTS, by_day=True, most=2)
def _load_shared_facts() -> BriefingFacts:
    return load_briefing_facts(cache.get_store(), None, owed_cache.get_county_inputs())


@cache.keep(*SUBJECTS, by_day=True, most=8)
def _load_changes(since: date | PackMark | None) -> BriefingChanges | None:
    return load_briefing_changes(cache.get_store(), since, get_today())


def _get_folder():
    return get_recipe_folder(cache.get_store().path)


def _choose_scope() -> str:
    scopes = _name_scopes()
    kinds = {scope_id: kind for kind, own in scopes.items() for scope_id in own}
    key = address.adopt_choice("scope", list(kinds), cache.get_plan_area())
    kind_key = "briefing_kind"
    if address.is_new("scope") or kind_key not in st.session_state:
        st.session_state[kind_key] = kinds[st.session_state[key]]
    names = {kind: t(f"briefing.kind.{kind}") for kind in KINDS}
    kind = st.selectbox(
        t("briefing.page.kind"), list(names), key=kind_key, format_func=names.__getitem__, width=170
    )
    options = scopes[kind]
    if st.session_state[key] not in options:
        st.session_state[key] = next(iter(options))
    return st.selectbox(
        t("briefing.page.scope"), list(options), key=key, format_func=options.__getitem__, width=340
    )


@keep_box_drawing
def _name_scopes() -> dict[str, dict[str, str]]:
    """Return the name of each scope, by kind."""
    inputs = owed_cache.get_county_inputs()
    return {
        kind: {scope_id: _name_scope(inputs, kind, scope_id) for scope_id in own}
        for kind, own in list_scopes(inputs).items()
    }


def _name_scope(inputs, kind: str, scope_id: str) -> str:
    if kind == "role":
        roles = inputs.roles.set_index("role_id", drop=False)
        return wording.join_industry(roles.loc[scope_id])
    if kind == BOX:
        items = inputs.boxes.items
        number = int(scope_id.removeprefix(BOX))
        own = items[items["box_no"] == number].iloc[0]
        return t("briefing.box_scope", box=pick_name(own, "label"), name=pick_name(own, "box"))
    name, place = wording.name_area_in(inputs, scope_id), wording.name_place(inputs, scope_id)
    return t("briefing.with_fact", name=name, fact=place) if kind == "county" and place else name


def _choose_language() -> str:
    names = {language: t(f"briefing.language.{language}") for language in LANGUAGES}
    key = address.adopt_choice("doc", list(names), get_language())
    return st.selectbox(
        t("briefing.page.language"), list(names), key=key, format_func=names.__getitem__, width=130
    )


def _choose_recipe() -> Recipe:
    """Let the reader choose a recipe; one that cannot be read is said, and ours is taken."""
    recipes = {}
    for recipe_id in list_recipes(_get_folder()):
        try:
            recipes[recipe_id] = load_chosen_recipe(recipe_id)
        except RecipeError as error:
            show_error(error)
    names = {recipe_id: recipe.name for recipe_id, recipe in recipes.items()}
    first = DEFAULT if DEFAULT in names else next(iter(names))
    key = address.adopt_choice("recipe", list(names), first)
    recipe_id = st.selectbox(
        t("briefing.page.recipe"), list(names), key=key, format_func=names.__getitem__, width=200
    )
    return recipes[recipe_id]


def _choose_parts(recipe: Recipe) -> tuple[str, ...]:
    """Let the reader leave parts out or add some; another recipe begins with its own."""
    names = {part: t(f"briefing.part.{part}") for part in PARTS}
    if st.session_state.get("briefing_recipe") != recipe.recipe_id:
        st.session_state["briefing_recipe"] = recipe.recipe_id
        if not address.is_new("parts"):
            forget_choice("parts")
    key = address.adopt_list("parts", list(names), list(recipe.parts), len(PARTS))
    chosen = st.multiselect(
        t("briefing.page.parts"),
        list(names),
        key=key,
        format_func=names.__getitem__,
        placeholder=t("shell.label.choose"),
        width=760,
    )
    ordered = tuple(part for part in recipe.parts if part in chosen)
    added = tuple(part for part in PARTS if part in chosen and part not in recipe.parts)
    return (*ordered, *added) or recipe.parts


def _choose_since() -> date | None:
    """Let the reader say when the last pack was made; None where it is not said, or no day."""
    text = st.text_input(
        t("briefing.page.since"),
        key=address.adopt_text("since"),
        max_chars=10,
        placeholder=t("briefing.page.since_default", n=CHANGES_DAYS),
        width=190,
    ).strip()
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        show_notice("error", t("ledger.no_day", value=text))
        return None
    if day > get_today():
        show_notice("error", t("briefing.page.since_to_come", day=day))
        return None
    return day


def _take_last_pack() -> PackMark | None:
    """Let the reader give the last pack, which counts before its day."""
    given: list[PackMark | None] = []

    def draw() -> None:
        st.caption(t("briefing.page.last_pack_note"))
        key, taken = "briefing_manifest", "briefing.page.last_pack_taken"
        given.append(take_pack(t("briefing.page.last_pack_file"), key, taken))

    show_fold(t("briefing.page.last_pack"), draw, key="briefing_last_pack")
    return given[0] if given else None


def choose_template() -> TemplateChoice:
    """Let the reader use an office's own Word template or master of slides."""
    show_fold(t("briefing.page.template"), _show_template_fields, key="briefing_template")
    file = st.session_state.get(TEMPLATE)
    if file is None:
        return TemplateChoice(None, "")
    return TemplateChoice(file.getvalue(), file.name)


def _show_template_fields() -> None:
    st.caption(t("briefing.page.template_note"))
    st.file_uploader(t("briefing.page.template_file"), type=["docx", "pptx"], key=TEMPLATE)
    st.download_button(
        t("briefing.page.sample"),
        keep_visit(lambda: make_sample_template(get_now())),
        mime=WORD_TYPE,
        file_name=t("briefing.page.sample_file"),
        key="briefing_sample",
        on_click="ignore",
    )
