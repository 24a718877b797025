"""The publication of the balance: one A4 page, whatever it holds, with its number and day."""

import re
from datetime import date

import pandas as pd
import pytest

from data.words.catalogue import LANGUAGES, use_language
from indicators.balance.verdict import COLUMNS
from pages.documents.balance_sheet import build_balance_sheet, make_balance_sheet

DAY = date(2026, 11, 26)


def make_rows(count: int) -> pd.DataFrame:
    statuses = ("balanced", "supplemented", "overloaded")
    rows = [
        {
            "area_id": f"{number:06d}",
            "year": 2024,
            "season": "spring_autumn",
            "set_id": "a",
            "capacity_wan": 12.345,
            "supplement_wan": 1.0,
            "load_wan": 13.0,
            "overload_pct": 5.3,
            "overload_with_supplement_pct": -2.0,
            "gap_t": -1234.0,
            "deciding": True,
            "status": statuses[number % 3],
            "reason": None,
            "season_status": statuses[number % 3],
            "stall_fed_wan": 0.5,
            "days": 120,
        }
        for number in range(count)
    ]
    rows.append(dict.fromkeys(COLUMNS) | {"area_id": "999999", "year": 2024, "deciding": False})
    rows[-1] |= {"status": "cannot_judge", "season_status": "cannot_judge", "reason": "no_herd"}
    return pd.DataFrame(rows, columns=list(COLUMNS))


def build(count: int, *, is_made_up: bool = False) -> dict:
    rows = make_rows(count)
    sets = pd.DataFrame([{"set_id": "a", "name": "甲", "source": "某标准第3页", "version": 2}])
    return build_balance_sheet(
        rows,
        sets,
        area="新疆",
        year=2024,
        number="公布〔2026〕1号",
        published_on=DAY,
        names=dict.fromkeys(rows["area_id"], "巴里坤哈萨克自治县"),
        types={},
        silent=3,
        is_county=False,
        is_made_up=is_made_up,
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 12, 44, 108])
def test_it_is_one_page(language, count):
    with use_language(language):
        pdf = make_balance_sheet(build(count), DAY)
    assert pdf.startswith(b"%PDF") and len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1


def test_a_line_of_a_season_leaves_out_what_other_seasons_lack():
    lines = make_rows(2).head(2).assign(area_id="654026", season=["summer", "winter"])
    lines["status"] = lines["season_status"] = "overloaded"
    lines["reason"] = "season_without_forage:summer"
    sets = pd.DataFrame(columns=["set_id", "name", "source", "version"])
    content = build_balance_sheet(
        lines,
        sets,
        area="昭苏县",
        year=2024,
        number=None,
        published_on=DAY,
        names={"654026": "昭苏县"},
        types={},
        silent=0,
        is_county=True,
        is_made_up=False,
    )
    said = [line[-1] for line in content["rows"]]
    assert said == ["超载（夏季未报其他饲草，该季节仅按天然草原评价）", "超载"]
    assert "夏季未报其他饲草" in content["summary"]


def test_it_says_number_day_counts_sets_and_what_is_missing():
    content = build(3)
    assert content["number"] == "公布〔2026〕1号" and content["published_on"] == "2026年11月26日"
    assert content["summary"] == (
        "4个县（市、区）：草畜平衡1个、补饲后平衡1个、超载1个、暂无法评价1个。另有3个县（市、区）未报。"
    )
    assert any("第2版" in note and "某标准第3页" in note for note in content["notes"])
    assert content["rows"][-1][-1] == "暂无法评价（缺放牧牲畜数；确实没有的，头数填0）"
    assert (content["watermark"], build(1, is_made_up=True)["watermark"]) == ("", "演示数据")


def test_the_only_county_that_reported_does_not_speak_for_its_region():
    rows = make_rows(1).head(1).assign(status="overloaded", season_status="balanced")
    content = build_balance_sheet(
        rows,
        pd.DataFrame(columns=["set_id", "name", "source", "version"]),
        area="新疆",
        year=2024,
        number=None,
        published_on=DAY,
        names={"000000": "昭苏县"},
        types={},
        silent=107,
        is_county=False,
        is_made_up=False,
    )
    assert content["summary"] == "1个县（市、区）：超载1个。另有107个县（市、区）未报。"
    assert content["rows"][0][0] == "昭苏县" and content["rows"][0][-1] == "超载"
