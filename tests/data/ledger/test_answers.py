"""What users said of words: remembered by shape, newest counts, withdrawn but never erased."""

import pandas as pd
import pytest

from data.clock import get_now
from data.errors import ChangedMeanwhileError, UnknownIdError, UsageError
from data.ledger.answers import Answer, find_shape, list_answers, record_answers, withdraw_answer
from data.names.meanings import MEANING_KINDS, Meaning, parse_meaning
from data.names.text import fold
from data.statistics.read import read_statistics
from data.store.books import load_books
from data.store.ids import make_id

FILE = "指标,地区,年份,数值,单位\n奶产量,昭苏县,2022,1,万吨\n".encode()


def say(word, meaning, shape="*"):
    return Answer(word, parse_meaning(meaning), shape)


def get_answers(store):
    return load_books(store).answers


def list_values(reading):
    return reading.observations[["indicator_id", "value"]].values.tolist()


def test_an_answer_holds_for_its_word_and_shape_alone(store):
    record_answers(store, [say("存栏", "indicator:cattle_stock", "f|cattle")], by="张")
    answers = get_answers(store)
    assert answers == {("存栏", "f|cattle"): Meaning("indicator", "cattle_stock")}
    assert ("存栏", "f|sheep") not in answers


def test_the_newest_answer_counts_however_the_word_is_spaced(store):
    record_answers(store, [say("本 期", "year:2023"), say("小计", "part")])
    record_answers(store, [say("本　期", "nothing")])
    assert get_answers(store) == {("本期", "*"): Meaning("nothing"), ("小计", "*"): Meaning("part")}


def test_a_withdrawn_answer_no_longer_counts_and_stays_on_record(store):
    record_answers(store, [say("本期", "year:2023", "f")], by="张")
    withdraw_answer(store, " 本期 ", "f", by="李")
    assert get_answers(store) == {}
    listed = list_answers(store)
    assert listed[["recorded_by", "meaning", "is_withdrawn", "is_in_force"]].values.tolist() == [
        ["李", "year:2023", True, False],
        ["张", "year:2023", False, False],
    ]
    with pytest.raises(ChangedMeanwhileError, match="answer_withdrawn") as told:
        withdraw_answer(store, "本期", "f", by="王")
    assert told.value.fields["by"] == "李"
    record_answers(store, [say("本期", "year:2024", "f")], by="王")
    assert get_answers(store) == {("本期", "f"): Meaning("year", "2024")}
    assert list_answers(store)["is_in_force"].tolist() == [True, False, False]


def test_withdrawing_for_one_shape_leaves_the_others(store):
    record_answers(store, [say("其他", "part", "f"), say("其他", "nothing", "g")])
    withdraw_answer(store, "其他", "f")
    assert get_answers(store) == {("其他", "g"): Meaning("nothing")}
    assert list_answers(store)["is_in_force"].tolist() == [False, True, False]


def test_the_only_answer_of_a_word_is_found_by_the_word(store):
    record_answers(store, [Answer("本期", Meaning("year", "2024"), "f")])
    assert find_shape(store, " 本期 ") == "f"
    record_answers(store, [Answer("本期", Meaning("year", "2023"), "g")])
    with pytest.raises(UsageError, match="answer_of_several_shapes") as told:
        find_shape(store, "本期")
    assert "f (year:2024)" in told.value.fields["shapes"] and told.value.fields["count"] == 2
    withdraw_answer(store, "本期", "g")
    assert find_shape(store, "本期") == "f"
    withdraw_answer(store, "本期", "f", by="李")
    assert find_shape(store, "本期") == "f"
    with pytest.raises(UnknownIdError, match="unknown_answer"):
        find_shape(store, "他期")


def test_what_was_never_answered_cannot_be_withdrawn(store):
    with pytest.raises(UnknownIdError, match="unknown_answer"):
        withdraw_answer(store, "牛存栏")
    assert list_answers(store).empty


@pytest.mark.parametrize(
    "answer", [say("奶", "indicator:no_such"), say("某县", "area:999999"), say(" 　", "nothing")]
)
def test_an_answer_that_names_nothing_known_is_refused_with_all_beside_it(store, answer):
    with pytest.raises(UnknownIdError):
        record_answers(store, [say("本期", "year:2023"), answer])
    assert list_answers(store).empty


def test_an_answer_whose_indicator_is_gone_is_asked_about_again(store):
    row = {"revision_id": make_id(), "word": "旧", "meaning": "indicator:gone", "shape": "*"}
    with store.transaction() as writer:
        frame = pd.DataFrame([row | {"recorded_at": get_now(), "is_withdrawn": False}])
        writer.insert("facts.reading_word_revision", frame)
    assert get_answers(store) == {}


@pytest.mark.parametrize("kind", MEANING_KINDS)
def test_every_kind_of_meaning_is_kept(store, kind):
    values = {
        "kind": "planned",
        "indicator": "beef_output",
        "species": "cattle",
        "year": "2024",
        "period": "C11",
        "area": "654026",
        "unit": "万吨",
    }
    meaning = Meaning(kind, values.get(kind))
    record_answers(store, [Answer("词", meaning, "f")])
    assert get_answers(store) == {(fold("词"), "f"): meaning}


def test_a_name_given_to_an_indicator_everywhere_goes_before_the_plans(store):
    assert len(read_statistics(FILE, "a.csv", store).observations) == 0
    record_answers(store, [say("奶产量", "indicator:milk_output")], by="测试员")
    assert list_values(read_statistics(FILE, "a.csv", store)) == [["milk_output", 1.0]]
    record_answers(store, [say("奶产量", "indicator:dairy_output")], by="测试员")
    assert list_values(read_statistics(FILE, "a.csv", store)) == [["dairy_output", 1.0]]
    withdraw_answer(store, "奶产量", by="李")
    assert len(read_statistics(FILE, "a.csv", store).observations) == 0
