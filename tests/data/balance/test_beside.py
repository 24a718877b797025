"""Rows that stand beside a file: what is asked, and what each answer does to capacity and load."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.balance.beside import ADDS, WHOLE, find_beside
from data.balance.commit import commit_balance, preview_balance
from data.balance.listing import read_balance
from data.errors import ChangedMeanwhileError
from data.ledger.uploads import list_uploads, undo_upload
from data.statistics.report import describe_issue
from data.store.check import run_checks
from data.words.catalogue import LANGUAGES, use_language
from indicators.balance.figures import record_balance_figures
from tests.data.balance.sheets import COUNTY, GRASS, HAY, SHEEP, make_book, make_factors

AREA = "654026"
# 100 000 ha carry 6.849315: 1 000 kg × 45 % ÷ (1.8 kg × 365). These are 80 000 ha.
RIGHT = [COUNTY, 2024, "全年", "温性草原", 80_000, 1_000, "干重", 365]
STALL = [COUNTY, 2024, "绵羊", "舍饲", 12.4]
FORMER = ["特克斯县", *GRASS[1:]]


def read(store, **sheets):
    return read_balance(make_book(**sheets), "book.xlsx", store)


def send(store, answer=None, *, by="张三", based_on=None, **sheets) -> dict:
    return commit_balance(
        store,
        read(store, **sheets),
        by=by,
        answer=answer,
        based_on=based_on,
        finish=record_balance_figures,
    )


@pytest.fixture
def sent(store):
    """A store with the hand-made county, and another county that no file here names."""
    send(store, pastures=[GRASS, FORMER], herds=[SHEEP], factors=make_factors())
    return store


def load(store) -> tuple:
    rows = store.query("queries/area_figures", area_id=AREA).to_dict("records")
    figures = {row["indicator_id"]: row["value"] for row in rows}
    return figures.get("carrying_capacity"), figures.get("actual_load")


def list_types(store) -> set:
    rows = store.query_rows("queries/pastures")
    return {row["type_id"] for row in rows if row["area_id"] == AREA}


def test_a_new_row_beside_another_one_is_held_until_somebody_says_what_it_is(sent):
    before = load(sent)
    report = send(sent, pastures=[RIGHT])
    counts = {name: report[name] for name in ("accepted", "new", "held", "withdrawn")}
    assert counts == {"accepted": 0, "new": 0, "held": 1, "withdrawn": 0}
    assert report["upload_id"] is None and len(list_uploads(sent)) == 1
    assert load(sent) == before == (6.849315, 12.4)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_question_names_the_rows_and_what_they_add_up_to(sent, language):
    (pasture, herd) = preview_balance(sent, read(sent, pastures=[RIGHT], herds=[STALL])).issues
    with use_language(language):
        told = describe_issue(pasture), describe_issue(herd)
    words = {
        "zh": (
            ("昭苏县", "2024年", "有1行", "100,000公顷", "山地草甸"),
            ("124,000头", "绵羊 放牧"),
        ),
        "en": (("Zhaosu County", "1 row stands", "100,000 ha"), ("124,000", "Sheep Grazing")),
    }[language]
    for sentence, expected in zip(told, words, strict=True):
        assert all(word in sentence for word in expected), sentence


@pytest.mark.parametrize(
    ("answer", "figures", "types", "changed"),
    [
        (WHOLE, (5.479452, 12.4), {"temperate_steppe"}, 2),
        (ADDS, (12.328767, 12.4), {"temperate_steppe", "mountain_meadow"}, 1),
    ],
)
def test_each_answer_gives_its_capacity_and_an_undo_brings_all_back(
    sent, answer, figures, types, changed
):
    report = send(sent, answer, pastures=[RIGHT])
    assert load(sent) == figures and list_types(sent) == types
    assert (report["new"], report["withdrawn"], report["held"]) == (1, changed - 1, 0)
    assert list_uploads(sent).iloc[0]["changed"] == changed
    assert not [check for check in run_checks(sent) if check.rows]
    undo_id = undo_upload(sent, report["upload_id"], by="张三", finish=record_balance_figures)
    assert load(sent) == (6.849315, 12.4) and list_types(sent) == {"mountain_meadow"}
    undo_upload(sent, undo_id, by="张三", finish=record_balance_figures)
    assert load(sent) == figures and list_types(sent) == types
    assert len(sent.query_rows("queries/pastures")) == len(types) + 1, "the other county stays"


@pytest.mark.parametrize(("answer", "words"), [(WHOLE, "撤回"), (ADDS, "保留")])
def test_what_an_answer_does_is_told_for_each_sheet(sent, answer, words):
    groups = send(sent, answer, pastures=[RIGHT], herds=[STALL])["groups"]
    told = [group["message"] for group in groups]
    assert len(told) == 2 and all(words in sentence for sentence in told)
    assert "山地草甸" in told[0] and "绵羊" in told[1]


def test_a_herd_that_is_stall_fed_takes_the_place_of_the_grazing_one(sent):
    assert send(sent, herds=[STALL])["held"] == 1
    send(sent, WHOLE, herds=[STALL])
    (herd,) = sent.query_rows("queries/herds")
    assert (herd["place"], herd["head"]) == ("stall_fed", 124_000)


def test_a_file_that_only_revises_or_begins_a_sheet_is_not_asked_about(sent):
    send(sent, ADDS, pastures=[RIGHT])
    revised = send(sent, pastures=[[*RIGHT[:4], 90_000, *RIGHT[5:]]])
    assert (revised["revised"], revised["held"], revised["withdrawn"]) == (1, 0, 0)
    other_year = [COUNTY, 2023, *RIGHT[2:]]
    assert send(sent, pastures=[other_year], forages=[HAY])["new"] == 2
    assert send(sent, factors=make_factors("other"))["new"] == 5


def test_what_is_said_to_be_the_whole_withdraws_though_it_adds_nothing(sent):
    send(sent, ADDS, pastures=[RIGHT])
    report = send(sent, WHOLE, pastures=[RIGHT])
    assert (report["unchanged"], report["withdrawn"]) == (1, 1)
    assert list_types(sent) == {"temperate_steppe"}


@pytest.mark.parametrize("answer", [WHOLE, ADDS])
def test_rows_that_came_since_the_question_are_not_answered_for(sent, answer):
    shown = preview_balance(sent, read(sent, pastures=[RIGHT]), answer)
    send(sent, ADDS, by="李四", pastures=[[*GRASS[:3], "高寒草原", *GRASS[4:]]])
    with pytest.raises(ChangedMeanwhileError) as raised:
        send(sent, answer, pastures=[RIGHT], based_on=shown)
    assert raised.value.fields["by"] == "李四" and raised.value.fields["count"] == 1
    assert "temperate_steppe" not in list_types(sent)


def test_rows_that_were_undone_since_the_question_are_told_without_a_name(sent):
    added = send(sent, ADDS, pastures=[[*GRASS[:3], "高寒草原", *GRASS[4:]]])
    shown = preview_balance(sent, read(sent, pastures=[RIGHT]), WHOLE)
    undo_upload(sent, added["upload_id"], by="李四", finish=record_balance_figures)
    with pytest.raises(ChangedMeanwhileError) as raised:
        send(sent, WHOLE, pastures=[RIGHT], based_on=shown)
    assert raised.value.key == "changed_balance_undone" and raised.value.fields["count"] == 1


def test_a_row_that_was_revised_since_the_question_counts_once(sent):
    shown = preview_balance(sent, read(sent, pastures=[RIGHT]), WHOLE)
    send(sent, by="李四", pastures=[[*GRASS[:4], 70_000, *GRASS[5:]]])
    with pytest.raises(ChangedMeanwhileError) as raised:
        send(sent, WHOLE, pastures=[RIGHT], based_on=shown)
    assert raised.value.fields["by"] == "李四" and raised.value.fields["count"] == 1


def test_a_file_of_which_a_row_was_rejected_is_not_the_whole(sent):
    wrong = [*GRASS[:7], 400]
    report = send(sent, WHOLE, pastures=[wrong, RIGHT])
    assert report["upload_id"] is None and (report["held"], report["withdrawn"]) == (1, 0)
    assert any("不能按全表处理" in group["message"] for group in report["groups"])
    assert list_types(sent) == {"mountain_meadow"}
    added = send(sent, ADDS, pastures=[wrong, RIGHT])
    assert (added["new"], added["withdrawn"]) == (1, 0)


def test_a_file_with_a_sheet_that_was_not_read_is_not_the_whole(sent):
    content = make_book(pastures=[RIGHT], herds=[SHEEP])
    part = read_balance(content, "book.xlsx", sent, sheets=["草原"])
    assert not part.is_whole and read_balance(content, "book.xlsx", sent).is_whole
    assert preview_balance(sent, part, WHOLE).is_held
    assert not preview_balance(sent, part, ADDS).is_held


def test_of_a_whole_nothing_comes_back_when_an_earlier_whole_is_undone_or_restored(sent):
    other = [*GRASS[:3], "高寒草原", *GRASS[4:]]
    first = send(sent, WHOLE, pastures=[RIGHT])
    undo_id = undo_upload(sent, first["upload_id"], by="张三", finish=record_balance_figures)
    last = send(sent, WHOLE, pastures=[other])
    assert list_types(sent) == {"alpine_steppe"}
    again_id = undo_upload(sent, undo_id, by="张三", finish=record_balance_figures)
    assert list_types(sent) == {"alpine_steppe"}, "what the first file brought is not of the last"
    undo_upload(sent, again_id, by="张三", finish=record_balance_figures)
    assert list_types(sent) == {"alpine_steppe"}, "what the first file withdrew is not either"
    undo_upload(sent, last["upload_id"], by="张三", finish=record_balance_figures)
    assert list_types(sent) == {"mountain_meadow"}


def test_rows_of_several_seasons_are_not_added_up_and_all_that_leave_are_named(sent):
    rows = [
        [*GRASS[:2], season, *GRASS[3:7], 90, "放牧", name]
        for season in ("春季", "夏季", "秋季", "冬季")
        for name in ("甲场", "乙场")
    ]
    send(sent, ADDS, pastures=rows)
    (asked,) = preview_balance(sent, read(sent, pastures=[RIGHT])).issues
    assert "合计" not in describe_issue(asked) and "另有4行" in describe_issue(asked)
    (told,) = preview_balance(sent, read(sent, pastures=[RIGHT]), WHOLE).issues
    assert "合计" not in describe_issue(told) and describe_issue(told).count("公顷") == 9


KEYS = st.tuples(
    st.sampled_from(["pasture", "herd", "factors"]),
    st.sampled_from("甲乙"),
    st.sampled_from([2023, 2024]),
    st.sampled_from("abcd"),
)


@given(stands=st.sets(KEYS), file=st.sets(KEYS))
def test_beside_a_file_are_the_rows_of_its_places_that_it_does_not_name(stands, file):
    standing = {key: {"key": key} for key in stands}
    changes = [
        SimpleNamespace(row=SimpleNamespace(key=key, table=key[0], sheet=""), old=standing.get(key))
        for key in sorted(file)
    ]
    places = {key[:3] for key in file if key[0] != "factors"}
    found = find_beside(changes, standing)
    named = [row["key"] for one in found for row in one.rows]
    assert sorted(named) == sorted(key for key in stands - file if key[:3] in places)
    for one in found:
        place = (one.table, one.area_id, one.year)
        assert one.is_asked == any(key[:3] == place for key in file - stands)
