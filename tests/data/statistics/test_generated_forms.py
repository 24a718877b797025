"""Forms made from a seed: nothing wrong goes in, and hardly anything right is asked about."""

import pytest

from tests.data.statistics.form_generator import make_form, make_forms
from tests.data.statistics.form_model import ACTUAL
from tests.data.statistics.form_score import Score, score_form
from tests.data.statistics.outcome import read_content

SEED, FORMS = 12, 200
MOST_NEEDLESS_PCT = 3
SHOWN = 60


@pytest.fixture(scope="module")
def forms():
    return make_forms(SEED, FORMS)


@pytest.fixture(scope="module")
def score(forms, plan_store):
    return score_forms(forms, plan_store)


def score_forms(forms, store) -> Score:
    score = Score()
    for number, form in enumerate(forms):
        score_form(score, number, form, read_content(form.content, form.name, store))
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


def test_a_third_of_the_words_cannot_be_known(forms):
    words = {}
    for form in forms:
        words |= form.words
    odd = [word for word, is_listed in words.items() if not is_listed]
    assert 0.3 <= len(odd) / len(words) <= 0.7


def test_the_forms_have_every_verdict_and_many_right_values(forms):
    verdicts = {cell.verdict for form in forms for cell in form.cells}
    strict = [cell for form in forms for cell in form.cells
              if cell.verdict == ACTUAL and cell.is_strict]  # fmt: skip
    assert {ACTUAL, "unknown", "planned", "growth", "part", "misspelt"} <= verdicts
    assert len(strict) > 5 * FORMS
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
    score = score_forms(make_forms(seed, 500), plan_store)
    with capsys.disabled():
        print(f"\nseed {seed}: {score}")
    assert not score.wrong
    assert score.needless_pct <= MOST_NEEDLESS_PCT
