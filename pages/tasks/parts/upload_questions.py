"""Asks about words of a file that were not understood, and remembers the answers."""

import hashlib
from dataclasses import dataclass

import streamlit as st
from markupsafe import Markup

from data.ledger.answers import Answer, load_answers_number, record_answers
from data.names.meanings import FIGURE_KINDS, PERIODS, Meaning, format_meaning
from data.names.species import list_species
from data.names.text import fold
from data.statistics.model import UNREAD, Reading, UnreadWord
from data.statistics.questions import list_asked
from data.statistics.report import describe_issue, make_question
from data.statistics.wording import describe_value
from data.store.books import load_books
from data.words.names import pick_name
from data.words.numbers import format_unit, format_year
from pages.blocks.markup import show, show_note
from pages.blocks.saving import Known, Saving, get_basis, hold, release, run_saving, show_conflict
from pages.blocks.status import name_indicator
from pages.shell import cache
from pages.shell.actor import accept_actor, ask_actor, check_may, get_actor_name
from pages.shell.i18n import t
from pages.shell.messages import show_notice
from pages.tasks.parts.upload import describe_cell
from pages.tasks.parts.upload_reading import UPLOAD
from pages.tasks.parts.upload_versions import compare_answers, describe_recorded_meaning

TOLD, ANSWERS, TAKEN = "answers_told", "answers", "answer_taken"
OF_FILE = "answers_of_file"
MOST_ASKED = 12
_ALONE = ("nothing", "part")
# In the order of the list, the frequent ones first.
_OFFERED = ("nothing", "part", "year", "period", "indicator", "species", "area", "kind", "unit")


@dataclass(frozen=True)
class Question:
    """A word to ask about: its place, the values that it holds, its possible meanings.

    Attributes
    ----------
    values : int
        How many values are held until the word is explained.
    kinds : tuple of str
        The kinds of meaning that are offered.
    areas : tuple of str
        Codes of the areas that the word may be a misspelling of.
    reason : str
        The doubt about a known word (a unit); the answer then holds for this file alone. ""
        for a word that was not understood.
    """

    word: str
    place: str
    values: int
    shape: str
    kinds: tuple[str, ...] = _OFFERED
    areas: tuple[str, ...] = ()
    reason: str = ""

    @property
    def key(self) -> str:
        """The key of this question's widgets."""
        return hashlib.sha256(f"{self.word}|{self.shape}".encode()).hexdigest()[:12]


def list_questions(reading: Reading) -> list[Question]:
    """Return the questions about a file; those that hold most values come first."""
    books = load_books(cache.get_store())
    asked = [_make_question(word, books) for word in list_asked(reading, books)]
    return sorted(asked, key=lambda question: -question.values)


def _make_question(word: UnreadWord, books) -> Question:
    place = describe_cell(word.sheet, word.row, word.column)
    kinds: tuple[str, ...] = _OFFERED
    areas, reason = (), ""
    if word.rule in (UNREAD, "unknown_area"):
        areas = tuple(books.areas.suggest(word.word))
    if word.rule == "unknown_area":
        kinds = ("area",)
    elif word.rule in ("unknown_indicator", "ambiguous_indicator"):
        kinds = ("indicator",)
    elif word.rule != UNREAD:
        kinds, reason = ("unit",), describe_issue(make_question(word))
    return Question(word.word, place, word.values, word.shape, kinds, areas, reason)


def get_answers(key: str) -> dict[str, Meaning]:
    """Return the answers of this visit that hold for one file only."""
    return st.session_state.get(OF_FILE, {}).get(key, {})


def show_questions(reading: Reading, key: str) -> None:
    """Ask what words mean; an answer is remembered and the file read again.

    `key` identifies the file during the visit.
    """
    _show_told()
    questions = list_questions(reading)
    if show_conflict(ANSWERS) or not questions:
        return
    seq = hold(ANSWERS, load_answers_number(cache.get_store()), lambda _: "answers_record", key)
    if taken := st.session_state.pop(TAKEN, None):
        _record([taken], get_actor_name(), key, seq)
    held = sum(question.values for question in questions)
    title = t("upload.questions_title", count=len(questions), values=held)
    show(Markup('<h3 class="sub asked">{}</h3>').format(title))
    show_note(t("upload.questions_note" if cache.may("answer") else "upload.questions_of_file"))
    with st.container(key="questions"):
        answers = [_ask(question) for question in questions[:MOST_ASKED]]
    if len(questions) > MOST_ASKED:
        more = t("upload.questions_more", count=len(questions) - MOST_ASKED)
        show_note(more)
    if not check_may("answer", None):
        return
    actor = ask_actor("_answers")
    if st.button(t("upload.answers_record"), key="answers_record", type="primary"):
        given = [
            (question, answer)
            for question, answer in zip(questions, answers, strict=False)
            if answer is not None
        ]
        _record(given, actor, key, seq)


def _show_told() -> None:
    told = st.session_state.pop(TOLD, None)
    if told:
        show_notice("done", t("upload.answers_recorded", count=told))


def _ask(question: Question) -> Answer | None:
    """Show one question; return the answer, or None until it is complete."""
    if question.reason:
        show_note(question.reason)
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
    """Return the possible meanings of a word of a kind: {value: its name}."""
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
    name = cache.get_area_names()[area_id]
    st.button(
        t("upload.question_area", area=name),
        key=f"answer_area_{area_id}_{question.key}",
        on_click=_take_area,
        args=(question, area_id),
    )


def _take_area(question: Question, area_id: str) -> None:
    """Accept a suggested area: at once if it is known who acts, else as the choice."""
    if get_actor_name():
        answer = Answer(question.word, Meaning("area", area_id), question.shape)
        st.session_state[TAKEN] = question, answer
        return
    st.session_state[f"answer_kind_{question.key}"] = "area"
    st.session_state[f"answer_value_area_{question.key}"] = area_id


def _record(given: list[tuple[Question, Answer]], actor: str, key: str, seq: int) -> None:
    if not given:
        show_notice("error", t("upload.answers_missing"))
        return
    if not accept_actor(actor):
        return
    # Who may not say what holds for everybody's forms says what holds for this file.
    is_of_all = cache.may("answer")
    of_file = {
        fold(answer.word): answer.meaning
        for asked, answer in given
        if asked.reason or not is_of_all
    }
    st.session_state[OF_FILE] = {key: get_answers(key) | of_file}
    kept = [answer for asked, answer in given if is_of_all and not asked.reason]
    _record_answers(kept, actor, seq, of_file)


def _record_answers(
    answers: list[Answer], actor: str, seq: int, of_file: dict | None = None
) -> None:
    """Record what words mean; `of_file` are the answers that hold for this file alone."""

    def act(known: Known) -> None:
        basis = get_basis(known, "changed_answers", seq)
        record_answers(cache.get_store(), answers, by=actor, based_on=basis)

    def describe(_) -> str:
        st.session_state[TOLD] = len(answers) or len(of_file or {})
        # The file is read by them, and what it would change is shown anew.
        release(UPLOAD)
        return ""

    mine = {
        fold(answer.word): describe_recorded_meaning(format_meaning(answer.meaning))
        for answer in answers
    }
    saving = Saving(ANSWERS, act, describe, lambda error: compare_answers(error, mine))
    run_saving(actor, saving)
