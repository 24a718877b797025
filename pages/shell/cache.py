"""Opens the store once per process, and keeps results that are made from it.

All visits share a returned result; it is not copied. Read it, never change it.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from itertools import chain
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from data.clock import FIRST_YEAR, get_today
from data.ledger.uploads import load_sendings
from data.projects.register import load_has_demonstration
from data.rights.actions import REGION
from data.rights.actors import Actor
from data.rights.handles import act_as
from data.statistics.demonstration import load_has_made_up_figures
from data.store import figures
from data.store.build import keep_store
from data.store.database import Store
from data.store.memory import MOST
from data.store.past import look_back
from data.store.plan import load_plan, load_plan_words, load_readings
from data.words.catalogue import PlanWords, get_language, t, use_plan_words
from data.words.names import pick_name
from data.words.numbers import format_year
from indicators.frames import list_rows
from indicators.inputs import ProgressInputs, load_inputs
from indicators.targets.progress import find_asked_year, judge_target, make_clock, make_progress
from indicators.targets.summary import group_rows
from indicators.targets.verdict import Clock
from pages.shell.backups import start_daily_copies
from pages.shell.example import get_example, is_in_example
from pages.shell.former_day import get_former_day
from pages.shell.plan_choice import get_plan_id
from pages.shell.sign_on import find_actor

# What the judgement of a target depends on.
PROGRESS = ("figures", "decisions", "groups", "settings")

Made = TypeVar("Made", bound=Callable)


class _Held:
    """The store of one run of a page, found once and again after each write."""

    def __init__(self) -> None:
        self.version: int | None = None
        self.store: Store | None = None


_held: ContextVar[_Held | None] = ContextVar("held", default=None)
# The store that a kept result is being made of.
_made_of: ContextVar[Store | None] = ContextVar("made_of", default=None)


@contextmanager
def hold_store() -> Iterator[None]:
    """Let what runs in this block find its store once: a page asks for it hundreds of times.

    What it looks at and who visits must be settled before.
    """
    token = _held.set(_Held())
    try:
        yield
    finally:
        _held.reset(token)


def get_store() -> Store:
    """Return the store that this visit looks at: the office's own or the example, and what it
    knew on a former day where the visit looks at one."""
    made_of = _made_of.get()
    if made_of is not None:
        return made_of
    held = _held.get()
    if held is None:
        return _find_store()
    if held.store is None or held.version != held.store.version:
        held.store = _find_store()
        held.version = held.store.version
    return held.store


def _find_store() -> Store:
    day = get_former_day()
    return get_present_store() if day is None else look_back(get_present_store(), day)


def get_present_store() -> Store:
    """Return the office's own store, acting for who signed on, or the example."""
    store = get_example() if is_in_example() else act_as(get_whole_store(), get_actor())
    return store.for_plan(get_plan_id())


def list_looked_at() -> tuple[str, str, str, str]:
    """Return database, plan, what of them is seen, and day: for what a visit keeps itself, which is
    wrong when it looks at something else."""
    store = get_store()
    return store.path, store.plan_id, store.scope_key, str(get_today())


def get_actor() -> Actor:
    """Return who acts in this visit: the desk, or who signed on, with the rights of now."""
    return find_actor(get_whole_store())


def may(action: str, area_id: str | None = REGION) -> bool:
    """Tell whether who acts may do something in an area; None asks for any area."""
    return get_actor().may(action, area_id)


def sees(area_ids: Iterable[str]) -> bool:
    """Tell whether this visit sees the unreleased figures of some areas."""
    seen = get_store().seen_areas
    return seen is None or seen.issuperset(area_ids)


def sees_all() -> bool:
    """Tell whether this visit sees the unreleased figures of all areas."""
    return get_store().seen_areas is None


@st.cache_resource(show_spinner=False)
def get_whole_store() -> Store:
    """Return the office's own store, whoever looks: only to find out who that is."""
    store = keep_store()
    start_daily_copies(store)
    return store


def keep(
    *of: str, in_words: bool = False, by_day: bool = False, most: int = MOST, compares: bool = False
) -> Callable[[Made], Made]:
    """Keep the result of a function of plain ids until a subject that it depends on changes.

    Parameters
    ----------
    of : str
        The subjects it depends on, from `data.store.statements.SUBJECTS`.
    in_words : bool
        Whether the result contains texts, so that it is kept by language.
    by_day : bool
        Whether the result depends on today, so that it is kept by day.
    most : int
        For how many ids it is kept at most.
    compares : bool
        Whether what is made of it stays when it was made again and is equal: a frame, or a plain
        value without words, that costs less to make than what is drawn of it.
    """

    def keep_one(make):
        # Every page is run as the module ``__main__``: its file tells it from the others.
        name = f"{make.__code__.co_filename}:{make.__qualname__}"
        made_of = _write_of if in_words else _make_of

        @wraps(make)
        def recall(*ids):
            language = get_language() if in_words else None
            day = get_today() if by_day else None
            key = (name, language, day, *ids)
            store = get_store()
            return store.remember(
                key, lambda: made_of(store, make, ids), of=of, most=most, compares=compares
            )

        return recall

    return keep_one


def _make_of(store: Store, make: Callable, ids: tuple) -> Any:
    """Make a result of one store from beginning to end: it is kept for all who see the same, also
    where the rights of the visitor change meanwhile."""
    token = _made_of.set(store)
    try:
        return make(*ids)
    finally:
        _made_of.reset(token)


def _write_of(store: Store, make: Callable, ids: tuple) -> Any:
    """Make a result with texts, in the words of the store's plan: who asks may run where nobody
    has said them, as what the server prepares does, and a callback before the page."""

    def write(*given) -> Any:
        with use_plan_words(get_own_words()):
            return make(*given)

    return _make_of(store, write, ids)


# The age of a figure counts from today.
keep_drawing = keep(*PROGRESS, in_words=True, by_day=True)


def list_plans() -> list[dict]:
    """Return the plans that a visit may choose from, the default one first."""
    return (get_example() if is_in_example() else get_whole_store()).list_plans()


@keep("plan")
def get_plan() -> dict:
    """Return the plan that this visit looks at (see `data.store.plan.load_plan`)."""
    return load_plan(get_store())


def get_plan_area() -> str:
    """Return the area that the plan is of."""
    return get_plan()["area_id"]


def get_plan_title() -> str:
    """Return the full name of the plan."""
    return pick_name(get_plan(), "title")


@keep("plan")
def get_own_words() -> PlanWords:
    """Return what the plan calls its lists of tasks (see `load_plan_words`)."""
    return load_plan_words(get_store())


@keep("plan", in_words=True)
def get_goal_names() -> dict[str, str]:
    """Return the goals of the plan with their names, in its order."""
    return {row["goal_id"]: pick_name(row) for row in get_store().query_rows("queries/goals")}


def get_goal_name(goal_id: str) -> str:
    """Return the name of a goal; what belongs to no goal of this plan is a related figure."""
    return get_goal_names().get(goal_id) or t("shell.goal.context")


@keep("groups")
def get_areas() -> pd.DataFrame:
    """Return the areas, indexed by area_id (see `data.store.figures.load_areas`)."""
    return figures.load_areas(get_store()).set_index("area_id", drop=False)


@keep("groups", in_words=True)
def get_area_names() -> dict[str, str]:
    """Return the name of each area in the language in use, in Chinese where it has none."""
    return {row["area_id"]: pick_name(row) for row in list_rows(get_areas())}


@keep("plan")
def get_indicators() -> pd.DataFrame:
    """Return the indicators, indexed by indicator_id."""
    return figures.load_indicators(get_store()).set_index("indicator_id", drop=False)


@keep("plan")
def get_readings() -> pd.DataFrame:
    """Return every reading of the plan's words, indexed by reading_id (see `load_readings`)."""
    return load_readings(get_store()).set_index("reading_id", drop=False)


@keep("plan")
def get_indicator_names(language: str) -> dict[str, str]:
    """Return the name of each indicator in a language."""
    return get_indicators()[f"name_{language}"].to_dict()


@keep(*PROGRESS)
def get_target_names(language: str) -> dict[str, str]:
    """Return the name of each target in a language, in the plan's order."""
    targets = get_inputs().targets
    return dict(zip(targets["target_id"], targets[f"name_{language}"], strict=True))


@keep("figures", compares=True)
def has_made_up_figures() -> bool:
    """Tell whether any figure is made up."""
    return load_has_made_up_figures(get_store())


@keep("projects", compares=True)
def has_demonstration() -> bool:
    """Tell whether any project of the register is made up."""
    return load_has_demonstration(get_store())


@keep("figures")
def get_sendings() -> dict:
    """Return how many uploads of figures count, and when the newest came in."""
    return load_sendings(get_store())


@keep("plan")
def get_unit_names() -> list[str]:
    """Return the units that a file may use, without their other spellings."""
    return figures.list_unit_names(get_store())


def get_possible_years() -> list[int]:
    """Return the years that a figure may have, newest first."""
    return list(range(get_today().year, FIRST_YEAR - 1, -1))


@keep(in_words=True, by_day=True)
def name_possible_years() -> dict[int, str]:
    """Return the years that a figure may have, newest first, with how each is written."""
    return {year: format_year(year) for year in get_possible_years()}


def get_years() -> list[int]:
    """Return the years with yearly figures, newest first."""
    return figures.load_years(get_store())


@keep("figures", in_words=True)
def name_years() -> dict[int, str]:
    """Return the years with yearly figures, newest first, with how a list names each."""
    return {year: t("shell.year_value", year=year) for year in get_years()}


@keep("figures", compares=True)
def get_area_figures(area_id: str) -> pd.DataFrame:
    """Return the yearly figures of an area (see `data.store.figures.load_area_figures`)."""
    return figures.load_area_figures(get_store(), area_id)


@keep(*PROGRESS)
def get_inputs() -> ProgressInputs:
    """Return the inputs of progress (`indicators.inputs.ProgressInputs`)."""
    return load_inputs(get_store())


@keep(*PROGRESS)
def get_breaks(area_id: str) -> pd.DataFrame:
    """Return the series breaks of an area and of the region (`ProgressInputs.breaks`)."""
    breaks = get_inputs().breaks
    return breaks[breaks["area_id"].isin((area_id, REGION))]


@keep(*PROGRESS, by_day=True, compares=True)
def get_progress(area_id: str, year: int) -> pd.DataFrame:
    """Return the judged targets of an area (see `compute_progress`).

    A page begins with the newest year. That asks for no year, so age counts from today.
    """
    inputs = get_inputs()
    clock = make_clock(inputs, area_id, find_asked_year(inputs, year), get_today())
    judged = [_judge_target(row["target_id"], area_id, clock) for row in inputs.index.targets]
    return make_progress(chain.from_iterable(judged))


# Few figures touch more than one target: the others are not judged again.
@keep(*PROGRESS, most=12 * MOST)
def _judge_target(target_id: str, area_id: str, clock: Clock) -> list[tuple]:
    return judge_target(get_inputs(), target_id, area_id, clock)


@keep(*PROGRESS, by_day=True, compares=True)
def get_progress_rows(area_id: str, year: int) -> dict[str, list[dict]]:
    """Return the rows of `get_progress` by target, as dicts."""
    return group_rows(get_progress(area_id, year))
