"""Composes a briefing from facts: pure functions, one for each part of a recipe."""

from dataclasses import replace
from datetime import datetime

from data.clock import to_office
from data.ledger.codes import make_code
from data.words.catalogue import get_language, t
from data.words.names import pick_name
from data.words.numbers import format_day, format_year
from indicators.targets.progress import find_newest_year
from pages.documents import wording
from pages.documents.briefing.annexes import list_annexes
from pages.documents.briefing.cards import compose_cards
from pages.documents.briefing.changes import compose_changes
from pages.documents.briefing.clean import clean_texts
from pages.documents.briefing.context import BriefingContext, Tracer
from pages.documents.briefing.facts import BriefingFacts
from pages.documents.briefing.items import compose_boxes, list_duty_sentences, list_item_sentences
from pages.documents.briefing.maps import compose_maps
from pages.documents.briefing.methods import compose_methods
from pages.documents.briefing.model import Briefing, Section, Sentence
from pages.documents.briefing.places import (
    compose_counties,
    compose_owed,
    compose_roles,
    list_owed_sentences,
)
from pages.documents.briefing.recipes import CHANGES, Recipe
from pages.documents.briefing.scopes import BOX, find_briefing_scope, list_held_parts
from pages.documents.briefing.series import compose_movers, compose_series, list_mover_sentences
from pages.documents.briefing.targets import (
    compose_assumptions,
    compose_targets,
    compose_verdict,
    list_assumption_sentences,
    list_status_sentences,
    list_unjudged_sentences,
)

COMPOSERS = {
    "targets": compose_targets,
    "assumptions": compose_assumptions,
    "movers": compose_movers,
    "series": compose_series,
    "roles": compose_roles,
    "boxes": compose_boxes,
    "maps": compose_maps,
    "counties": compose_counties,
    "owed": compose_owed,
}

METHODS = "methods"
# So many characters of a place at the front of a plan's name are that place.
FEWEST_SHARED = 2


def compose_briefing(
    facts: BriefingFacts, scope_id: str, year: int | None, recipe: Recipe, made_at: datetime
) -> Briefing:
    """Return the briefing of a scope, in the language in use.

    Parameters
    ----------
    facts : BriefingFacts
        From `load_briefing_facts` for the same scope.
    scope_id : str
        An area, a group, a role, or a box such as ``box5``.
    year : int or None
        Figures up to this year count; None is the newest with a figure.
    made_at : datetime
        UTC. Its day in the office is the day as of which projects and days overdue count, so
        that the same facts and the same time give the same briefing.

    Raises
    ------
    UnknownIdError
        Nothing has this id.
    """
    context = make_context(facts, scope_id, year, recipe, made_at)
    briefing = _compose_parts(context, recipe.parts)
    return clean_texts(replace(briefing, annexes=list_annexes(context)))


def compose_one_part(context: BriefingContext, part: str) -> Briefing:
    """Return a briefing with one part as it stands in the whole, without annexes.

    Only the methods note needs the other parts, whose sources it lists.
    """
    wanted = context.recipe.parts if part == METHODS else (part,)
    briefing = _compose_parts(context, wanted)
    sections = tuple(section for section in briefing.sections if section.part == part)
    return clean_texts(replace(briefing, sections=sections))


def _compose_parts(context: BriefingContext, wanted: tuple[str, ...]) -> Briefing:
    parts = list_held_parts(context.inputs, context.scope, wanted)
    sections = [section for part in parts for section in _compose_part(context, part)]
    recipe = context.recipe
    briefing = Briefing(
        title=recipe.title.format(year=context.year, **_name_title(context)),
        subtitle=_describe_data(context),
        place=context.scope.name,
        made=_describe_making(context),
        language=get_language(),
        watermark=t("documents.demonstration") if context.is_made_up else "",
        sections=tuple(sections),
        is_one_page=recipe.is_one_page,
        year=context.year,
        plan=pick_name(context.inputs.progress.plan, "title"),
    )
    if METHODS in parts:
        methods = compose_methods(context, briefing.list_sources())
        sections = [methods if section.part == METHODS else section for section in sections]
        briefing = replace(briefing, sections=tuple(sections))
    return replace(briefing, traces=context.tracer.found)


def _describe_data(context: BriefingContext) -> str:
    """Return up to when the data go, and that they are a part where the maker sees only that."""
    data = t("briefing.subtitle", year=format_year(context.year), day=format_day(context.as_of))
    return wording.tell_maker_sees_part(context.inputs, data)


def _name_title(context: BriefingContext) -> dict[str, str]:
    """Return the place and the plan of a title; a box of the plan stands behind the plan."""
    plan = _name_plan(context)
    if context.scope.kind != BOX:
        return {"area": context.scope.name, "plan": plan}
    items = context.inputs.boxes.items
    first = items[items["box_no"] == context.scope.box_no].iloc[0]
    names = {"plan": plan, "box": pick_name(first, "label"), "name": pick_name(first, "box")}
    area, plan = t("briefing.box_title", **names).split("|")
    return {"area": area, "plan": plan}


def _name_plan(context: BriefingContext) -> str:
    """Return the plan's name without the place at its front, where the scope is that place."""
    name = pick_name(context.inputs.progress.plan)
    if not context.is_whole_plan:
        return name
    gap = " " if " " in name else ""
    words, place = (text.split() if gap else list(text) for text in (name, context.scope.name))
    same = 0
    while same < min(len(words), len(place)) and words[same] == place[same]:
        same += 1
    # The last character of a place's full name in Chinese belongs to it or, as in 市场, to the
    # word that follows.
    ends = set() if gap else {area[-1] for area in context.inputs.progress.areas["name_zh"]}
    is_cut = same < len(place) and {*words[same : same + 1]} & ends
    if not gap and (same < FEWEST_SHARED or is_cut):
        # 巴州 is no part of 巴音郭楞蒙古自治州 that could be cut from it.
        return name
    while same and words[same - 1] in ends:
        same -= 1
    return gap.join(words[same:]) or name


def _describe_making(context: BriefingContext) -> str:
    """Return the day, the version of the data, and the code of the figures of the area."""
    version = context.inputs.figures_version
    return t(
        "briefing.made",
        day=format_day(context.as_of),
        version=context.facts.version,
        code=make_code(None, context.area_id, context.year, version),
    )


def make_context(
    facts: BriefingFacts,
    scope_id: str,
    year: int | None,
    recipe: Recipe,
    made_at: datetime,
    kind: type[BriefingContext] = BriefingContext,
) -> BriefingContext:
    """Return what the parts of a briefing share; another `kind` has its results from elsewhere."""
    as_of = to_office(made_at).date()
    inputs = facts.counties
    asked = year or find_newest_year(inputs.progress) or as_of.year
    scope = find_briefing_scope(inputs, scope_id, as_of.year)
    return kind(facts, scope, recipe, asked, as_of, Tracer(facts))


def _compose_part(context: BriefingContext, part: str) -> list[Section]:
    if part == "summary":
        return [_compose_summary(context)]
    if part == "cards":
        return compose_cards(context)
    if part == METHODS:
        return [compose_methods(context, [])]
    if part == CHANGES:
        changes = context.facts.changes
        return [] if changes is None else [compose_changes(context, changes)]
    return [COMPOSERS[part](context)]


def _compose_summary(context: BriefingContext) -> Section:
    """Return the findings of every part in short."""
    sentences = []
    if context.scope.is_area:
        sentences += [compose_verdict(context), *list_status_sentences(context)]
        sentences += list_unjudged_sentences(context) + list_assumption_sentences(context)
        sentences += list_mover_sentences(context)
    if context.is_whole_plan or context.scope.kind == BOX:
        sentences += _shorten(context, list_item_sentences(context))
    elif context.scope.is_area:
        sentences += list_duty_sentences(context)
    else:
        sentences += compose_roles(context).sentences
    if context.scope.kind != BOX:
        sentences += _shorten(context, list_owed_sentences(context))
    return Section(
        "summary",
        t("briefing.part.summary"),
        tuple(sentences),
        (),
        (t("briefing.define.status"), t("briefing.define.states")),
    )


def _shorten(context: BriefingContext, sentences: list[Sentence]) -> list[Sentence]:
    """Return only the first sentence for a brief of one page."""
    return sentences[:1] if context.recipe.is_one_page else sentences
