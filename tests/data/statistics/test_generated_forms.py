"""Forms made from a seed: nothing wrong goes in, and hardly anything right is asked about."""

import pytest

from tests.data.statistics.dropped_words import find_dropped_words
from tests.data.statistics.form_generator import make_form, make_forms
from tests.data.statistics.form_model import ACTUAL
from tests.data.statistics.form_paper import list_texts
from tests.data.statistics.form_score import Score, score_form
from tests.data.statistics.outcome import Outcome, read_content

SEED = 12
# `make test-slow` reads all.
FEW_FORMS, FORMS = 80, 200
MOST_NEEDLESS_PCT = 3
SHOWN = 60


@pytest.fixture(scope="module", params=[FEW_FORMS, pytest.param(FORMS, marks=pytest.mark.slow)])
def forms(request):
    return make_forms(SEED, request.param)


@pytest.fixture(scope="module")
def outcomes(forms, plan_store):
    return read_forms(forms, plan_store)


@pytest.fixture(scope="module")
def score(forms, outcomes):
    return score_forms(forms, outcomes)


def read_forms(forms, store) -> list[Outcome]:
    return [read_content(form.content, form.name, store) for form in forms]


def score_forms(forms, outcomes) -> Score:
    score = Score()
    for number, (form, outcome) in enumerate(zip(forms, outcomes, strict=True)):
        score_form(score, number, form, outcome)
    return score


def fail_with(score: Score, lines: list[str]) -> None:
    pytest.fail("\n".join([str(score), *lines[:SHOWN]]), pytrace=False)


def test_nothing_wrong_is_accepted(score):
    if score.wrong:
        fail_with(score, score.wrong)


def test_ordinary_values_are_not_asked_about(score):
    if score.needless_pct > MOST_NEEDLESS_PCT:
        fail_with(score, score.needless)


def test_nothing_is_dropped_in_silence(score):
    if score.dropped or score.silent:
        fail_with(score, [*score.dropped, *score.silent])


def test_every_word_is_explained(forms, outcomes):
    lines = []
    for number, (form, outcome) in enumerate(zip(forms, outcomes, strict=True)):
        if outcome.accepted:
            found = find_dropped_words(list_texts(form), outcome)
            lines += [f"{number} {form.layout}: {line}" for line in found]
    if lines:
        pytest.fail("\n".join([f"{len(lines)} words:", *lines[:SHOWN]]), pytrace=False)


def test_a_third_of_the_words_cannot_be_known():
    words = {}
    for form in make_forms(SEED, FORMS):
        words |= form.words
    odd = [word for word, is_listed in words.items() if not is_listed]
    assert 1 / 3 <= len(odd) / len(words) <= 1 / 2


def test_the_forms_have_every_verdict_and_many_right_values(forms):
    verdicts = {cell.verdict for form in forms for cell in form.cells}
    strict = [cell for form in forms for cell in form.cells
              if cell.verdict == ACTUAL and cell.is_strict]  # fmt: skip
    assert {ACTUAL, "unknown", "planned", "growth", "part", "misspelt"} <= verdicts
    assert len(strict) > 5 * len(forms)
    assert len({form.layout for form in forms}) > 20


def test_the_truth_says_a_thing_once(forms):
    for form in forms:
        keys = [cell.key for cell in form.cells if cell.verdict == ACTUAL]
        assert len(keys) == len(set(keys)), (form.layout, form.twists)


def test_the_same_seed_makes_the_same_form():
    for seed in ("1-1", "1-2", "1-3"):
        first, second = make_form(seed), make_form(seed)
        assert first.sheets == second.sheets
        assert first.cells == second.cells


@pytest.mark.fuzz
@pytest.mark.parametrize("seed", [101, 102, 103, 104])
def test_further_forms(plan_store, seed, capsys):
    forms = make_forms(seed, 500)
    score = score_forms(forms, read_forms(forms, plan_store))
    with capsys.disabled():
        print(f"\nseed {seed}: {score}")
    assert not score.wrong
    assert score.needless_pct <= MOST_NEEDLESS_PCT
