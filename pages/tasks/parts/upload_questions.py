"""Words of a file that were not understood: asked about, answered, remembered."""

import hashlib
from dataclasses import dataclass

import streamlit as st
from markupsafe import Markup

from data.errors import CaomuError
from data.ledger.answers import EVERY_SHAPE, Answer, record_answers
from data.names.meanings import FIGURE_KINDS, PERIODS, Meaning
from data.names.numbers import find_when
from data.names.species import list_species
from data.statistics.headings import split_unit
from data.statistics.model import Issue, UnreadWord
from data.statistics.wording import describe_value
from data.store.books import load_books
from data.words.names import pick_name
from data.words.numbers import format_unit, format_year
from pages.blocks.markup import show, show_note
from pages.blocks.status import name_indicator
from pages.shell import cache
from pages.shell.actor import ACTOR, accept_actor, ask_actor
from pages.shell.i18n import t
from pages.shell.messages import show_error, show_notice
from pages.tasks.parts.upload import say_place

TOLD = "answers_told"
MOST_ASKED = 12
_OF_INDICATOR = ("unknown_indicator", "ambiguous_indicator")
_ALONE = ("nothing", "part")
# In the order in which they are offered: the frequent ones first.
_OFFERED = ("nothing", "part", "year", "period", "indicator", "species", "area", "kind", "unit")


@dataclass(frozen=True)
class Question:
    """A word to be asked about: where it stands, what it holds, what it may be.

    Attributes
    ----------
    values : int
        How many values stay out until the word is answered.
    kinds : tuple of str
        The kinds of meaning that are offered.
    areas : tuple of str
        Codes of the areas that the word may be a misspelling of.
    """

    word: str
    place: str
    values: int
    shape: str
    kinds: tuple[str, ...] = _OFFERED
    areas: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What the widgets of this question are known by."""
        return hashlib.sha256(f"{self.word}|{self.shape}".encode()).hexdigest()[:12]


def list_questions(unread: list[UnreadWord], issues: list[Issue]) -> list[Question]:
    """Return what is to be asked about a file, what holds most values first.

    Unread words are asked about for their shape; names of areas and indicators that are not
    known are asked about as such, for every form.
    """
    books = load_books(cache.get_store())
    asked = [
        Question(
            word.word,
            say_place(word.sheet, word.row, word.column),
            word.values,
            word.shape,
            areas=tuple(books.areas.suggest(word.word)),
        )
        for word in unread
    ]
    known = {question.word for question in asked}
    for issue in issues:
        question = _ask_name(issue, books)
        if question is not None and question.word not in known:
            known.add(question.word)
            asked.append(question)
    return sorted(asked, key=lambda question: -question.values)


def _ask_name(issue: Issue, books) -> Question | None:
    place = say_place(issue.sheet, issue.row, issue.column)
    count = issue.fields.get("count", 0)
    if issue.rule in _OF_INDICATOR and issue.value:
        name = split_unit(find_when(issue.value)[1], books.units)[0]
        return Question(name, place, count, EVERY_SHAPE, ("indicator",)) if name else None
    if issue.rule == "unknown_area" and issue.value:
        areas = tuple(books.areas.suggest(issue.value))
        return Question(issue.value, place, count, EVERY_SHAPE, ("area",), areas)
    return None


def show_questions(unread: list[UnreadWord], issues: list[Issue]) -> None:
    """Ask what words mean; an answer is remembered and the file read again."""
    _show_told()
    questions = list_questions(unread, issues)
    if not questions:
        return
    held = sum(question.values for question in questions)
    title = t("upload.questions_title", count=len(questions), values=held)
    show(Markup('<h3 class="sub asked">{}</h3>').format(title))
    show_note(t("upload.questions_note"))
    with st.container(key="questions"):
        answers = [_ask(question) for question in questions[:MOST_ASKED]]
    if len(questions) > MOST_ASKED:
        more = t("upload.questions_more", count=len(questions) - MOST_ASKED)
        show_note(more)
    actor = ask_actor("_answers")
    if st.button(t("upload.answers_record"), key="answers_record", type="primary"):
        _record([answer for answer in answers if answer is not None], actor)


def _show_told() -> None:
    told = st.session_state.pop(TOLD, None)
    if isinstance(told, CaomuError):
        show_error(told)
    elif told:
        show_notice("done", t("upload.answers_recorded", count=told))


def _ask(question: Question) -> Answer | None:
    """Show one question; return the answer as far as it is given."""
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"question_{question.key}"):
        label = t(
            "upload.question", word=question.word, place=question.place, count=question.values
        )
        names = {kind: t(f"upload.question_kind.{kind}") for kind in question.kinds}
        kind = st.selectbox(
            label,
            list(names),
            index=None,
            key=f"answer_kind_{question.key}",
            format_func=names.__getitem__,
            placeholder=t("upload.question_open"),
            width=340,
        )
        value = _ask_value(question, kind) if kind and kind not in _ALONE else None
        for area_id in question.areas:
            _offer_area(question, area_id)
    if kind is None or (kind not in _ALONE and value is None):
        return None
    return Answer(question.word, Meaning(kind, value), question.shape)


def _ask_value(question: Question, kind: str) -> str | None:
    names = _name_values(kind)
    return st.selectbox(
        t(f"upload.question_value.{kind}"),
        list(names),
        index=None,
        key=f"answer_value_{kind}_{question.key}",
        format_func=names.__getitem__,
        placeholder=t("upload.question_choose"),
        width=280,
    )


def _name_values(kind: str) -> dict[str, str]:
    """Return what a word of a kind may mean: {value: its name}."""
    if kind == "indicator":
        return {key: name_indicator(key) for key in cache.get_indicators().index}
    if kind == "area":
        areas = cache.get_areas()
        rows = areas[areas["level"] != "group"].to_dict("records")
        return {row["area_id"]: pick_name(row) for row in rows}
    if kind == "year":
        return {str(year): format_year(year) for year in cache.get_possible_years()}
    if kind == "unit":
        return {unit: format_unit(unit) for unit in cache.get_unit_names()}
    values = {"period": PERIODS, "species": list_species(), "kind": FIGURE_KINDS}[kind]
    books = load_books(cache.get_store())
    return {value: describe_value(kind, value, books) or value for value in values}


def _offer_area(question: Question, area_id: str) -> None:
    name = pick_name(cache.get_areas().loc[area_id])
    st.button(
        t("upload.question_area", area=name),
        key=f"answer_area_{area_id}_{question.key}",
        on_click=_take_area,
        args=(question, area_id),
    )


def _take_area(question: Question, area_id: str) -> None:
    """Take a suggested area: at once where it is known who acts, else as the choice."""
    actor = st.session_state.get(ACTOR, "")
    if actor:
        _try_to_record([Answer(question.word, Meaning("area", area_id), question.shape)], actor)
        return
    st.session_state[f"answer_kind_{question.key}"] = "area"
    st.session_state[f"answer_value_area_{question.key}"] = area_id


def _record(answers: list[Answer], actor: str) -> None:
    if not answers:
        show_notice("error", t("upload.answers_missing"))
        return
    if accept_actor(actor):
        _try_to_record(answers, actor)
        st.rerun()


def _try_to_record(answers: list[Answer], actor: str) -> None:
    try:
        record_answers(cache.get_store(), answers, by=actor)
    except CaomuError as error:
        st.session_state[TOLD] = error
    else:
        st.session_state[TOLD] = len(answers)
