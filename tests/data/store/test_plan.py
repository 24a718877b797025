"""What the plan says beside targets and box items."""

import pandas as pd

from data.store.plan import (
    load_baseline_changes,
    load_box_terms,
    load_plan_items,
    load_series_questions,
)


def test_a_requirement_three_aims_and_six_safeguards(plan_store):
    items = load_plan_items(plan_store).set_index("item_id")
    assert items.groupby("kind").size().to_dict() == {"requirement": 1, "aim": 3, "safeguard": 6}
    # Section 四(一)3 wants every semen-donor sire tested: 100 %, now as in 2030.
    sires = items.loc["requirement_tested_sires"]
    assert (sires["indicator_id"], sires["comparator"]) == ("tested_sires_share", "at_least")
    assert (sires["low"], sires["unit"], sires["path"]) == (100, "%", "四（一）3")
    others = items[items["kind"] != "requirement"]
    assert others[["indicator_id", "comparator", "low", "high", "unit"]].isna().all(axis=None)
    assert list(others.loc[others["kind"] == "aim", "path"]) == [
        "二（三）1",
        "二（三）1",
        "二（三）4",
    ]
    assert list(others.loc[others["kind"] == "safeguard", "path"]) == [
        "四（十）",
        "五（一）",
        "五（二）",
        "五（三）",
        "五（四）",
        "五（五）",
    ]


def test_breeds_crops_and_diseases_of_the_boxes(plan_store):
    terms = load_box_terms(plan_store)

    def name(subject_id):
        return list(terms.loc[terms["subject_id"] == subject_id, "name_zh"])

    assert name("box2_conservation_farms") == [
        "新疆褐牛",
        "伊犁马",
        "哈萨克羊",
        "阿勒泰羊",
        "巴什拜羊",
    ]
    assert name("box5_forage_base_10000mu") == ["苜蓿", "饲用燕麦", "青贮玉米"]
    assert name("box7_disease_control") == ["口蹄疫", "布鲁氏菌病", "马鼻疽", "马传染性贫血"]
    assert name("premium_beef") == ["新疆褐牛", "西门塔尔牛", "安格斯牛"]
    closed = terms[~terms["is_open"]]
    assert set(closed["subject_id"]) == {"simmental_beef", "wheat_silage"}
    # One English name per Chinese one.
    assert (terms.groupby("name_zh")["name_en"].nunique() == 1).all()


def test_changes_stand_under_each_reading(plan_store):
    changes = load_baseline_changes(plan_store)
    assert changes.groupby("change_id").size().to_dict() == {
        "livestock_stock_change": 2,
        "meat_output_change": 2,
        "dairy_output_change": 2,
        "herder_income_pastoral_change": 1,
        "herder_income_semi_pastoral_change": 1,
        "rodent_area_change": 1,
        "insect_area_change": 1,
    }
    assert set(changes.loc[changes["change_pct"] == 8, "kind"]) == {
        "relative_change",
        "yearly_change",
    }
    assert pd.isna(changes.set_index("change_id").loc["rodent_area_change", "to_value"])


def test_notes_of_baselines_stand_in_both_languages(plan_store):
    rows = plan_store.query("queries/baselines").set_index("indicator_id")
    cover = rows.loc["average_vegetation_cover"]
    assert "不是同一指标" in cover["note"] and "another measure" in cover["note_en"]
    assert (rows["note"].isna() == rows["note_en"].isna()).all()


def test_questions_name_their_series(plan_store):
    questions = load_series_questions(plan_store)
    assert len(questions) == 8
    assert questions[["name_zh", "name_en", "note", "note_zh", "source"]].notna().all(axis=None)
