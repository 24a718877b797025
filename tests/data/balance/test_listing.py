"""Reading balance files: what is understood is converted exactly, what is not is refused."""

import pytest

from data.balance.demonstration import make_balance_demonstration, make_balance_rows
from data.balance.listing import read_balance
from data.balance.template import make_balance_template
from data.errors import UnreadableFileError
from data.words.catalogue import use_language
from tests.conftest import IN_BOTH_LANGUAGES
from tests.data.balance.sheets import COUNTY, GRASS, HAY, PASTURE, SHEEP, make_book, make_factors


def read(store, **sheets):
    return read_balance(make_book(**sheets), "book.xlsx", store)


def list_rules(reading) -> list[str]:
    return [issue.rule for issue in reading.issues]


def read_one(store, **sheets):
    reading = read(store, **sheets)
    assert len(reading.rows) == 1, list_rules(reading)
    return reading.rows[0].record


def test_a_row_is_read_in_the_units_of_the_engine(plan_store):
    record = read_one(plan_store, pastures=[GRASS])
    assert record["area_id"] == "654026" and record["season"] == "year"
    assert (record["area_ha"], record["yield_kg_ha"], record["days"]) == (100_000, 1_000, 365)
    assert (record["use"], record["condition"]) == ("grazed", "dry")


def test_fifteen_mu_are_a_hectare(plan_store):
    headings = {
        "草原": [
            "县（市、区）",
            "年份",
            "季节",
            "草地类型",
            "面积（万亩）",
            "单产（公斤/亩）",
            "干鲜",
            "天数",
        ]
    }
    row = [COUNTY, 2024, "夏牧场", "山地草甸类", 150, 66.5, "鲜草", 90]
    record = read_one(plan_store, pastures=[row], headings=headings)
    assert record["area_ha"] == 100_000
    assert record["yield_kg_ha"] == 997.5
    assert (record["season"], record["type_id"], record["condition"]) == (
        "summer",
        "mountain_meadow",
        "fresh",
    )


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        (0, "没有县", "area_unknown"),
        (0, "伊犁哈萨克自治州", "area_not_county"),
        (1, "明年", "year_unreadable"),
        (1, 2099, "year_unreadable"),
        (2, "雨季", "word_unknown"),
        (3, "沙漠", "type_unknown"),
        (4, "很大", "not_number"),
        (4, -1, "out_of_bounds"),
        (6, "", "cell_missing"),
        (7, 0, "days_wrong"),
        (7, 400, "days_wrong"),
    ],
)
def test_what_is_not_understood_is_refused(plan_store, column, value, rule):
    row = list(GRASS)
    row[column] = value
    reading = read(plan_store, pastures=[row])
    assert rule in list_rules(reading) and not reading.rows and reading.rejected_rows == 1


def test_an_amount_without_a_unit_is_refused(plan_store):
    headings = {"牲畜": ["县（市、区）", "年份", "种类", "饲养方式", "头数"]}
    reading = read(plan_store, herds=[SHEEP], headings=headings)
    assert list_rules(reading) == ["unit_missing"] and not reading.rows


@pytest.mark.parametrize("unit", ["吨", "公斤/户", "头"])
def test_a_unit_of_something_else_is_refused(plan_store, unit):
    headings = {"草原": [*PASTURE[:4], f"面积（{unit}）", *PASTURE[5:8]]}
    assert list_rules(read(plan_store, pastures=[GRASS], headings=headings)) == ["unit_unknown"]


def test_a_strange_column_with_content_is_refused_and_a_number_of_the_row_is_not(plan_store):
    headings = {"草原": [*PASTURE[:8], "实际可用", "序号"]}
    strange = read(plan_store, pastures=[[*GRASS, "一半", 1]], headings=headings)
    assert list_rules(strange) == ["column_unread"] and not strange.rows
    empty = read(plan_store, pastures=[[*GRASS, "", 1]], headings=headings)
    assert not empty.issues and len(empty.rows) == 1


def test_a_strange_sheet_is_told(plan_store):
    headings = {"牲畜": ["县", "年份", "甲", "乙", "丙"]}
    reading = read(plan_store, pastures=[GRASS], herds=[SHEEP], headings=headings)
    assert list_rules(reading) == ["sheet_unread"] and len(reading.rows) == 1


def test_text_above_the_headings_is_told(plan_store):
    headings = "系数集编号,系数来源,系数,适用对象,系数值"
    file = f"2025年计划（单位：万亩）,,,,\n{headings}\ns,来源,利用率,不分,50%\n"
    reading = read_balance(file.encode(), "factors.csv", plan_store)
    assert list_rules(reading) == ["title_unread"] and len(reading.rows) == 1


def test_totals_and_other_provinces_are_left_out(plan_store):
    rows = [GRASS, ["合计", *GRASS[1:]], ["甘肃省", *GRASS[1:]]]
    reading = read(plan_store, pastures=rows)
    assert (len(reading.rows), reading.missing, reading.out_of_scope) == (1, 1, 1)


def test_equal_rows_count_once_and_different_ones_not_at_all(plan_store):
    twice = read(plan_store, pastures=[GRASS, GRASS])
    assert (len(twice.rows), twice.duplicates) == (1, 1)
    other = [*GRASS[:4], 5, *GRASS[5:]]
    clash = read(plan_store, pastures=[GRASS, other])
    assert not clash.rows and clash.rejected_rows == 2
    named = [[*GRASS, "", "东"], [*other, "", "西"]]
    assert len(read(plan_store, pastures=named).rows) == 2


@pytest.mark.parametrize(
    ("value", "expected"), [("45%", 0.45), (0.45, 0.45), ("0.45", 0.45), (1, 1.0)]
)
def test_a_share_is_per_cent_or_a_fraction(plan_store, value, expected):
    rows = [row for row in make_factors(利用率=value) if row[2] == "利用率"]
    assert read_one(plan_store, factors=rows)["value"] == expected


@pytest.mark.parametrize("value", [45, 0, -0.1, "101%", "0.5公斤", "一半"])
def test_an_unclear_share_is_refused(plan_store, value):
    rows = [row for row in make_factors(利用率=value) if row[2] == "利用率"]
    assert not read(plan_store, factors=rows).rows


def test_a_factor_set_needs_one_source(plan_store):
    rows = make_factors()
    for row in rows:
        row[1] = ""
    assert set(list_rules(read(plan_store, factors=rows))) == {"set_without_source"}
    rows = make_factors()
    rows[0][1] = "另一标准"
    reading = read(plan_store, factors=rows)
    assert set(list_rules(reading)) == {"set_differs"} and not reading.rows


def test_a_sheep_unit_belongs_to_one_kind_of_animal(plan_store):
    rows = [["s", "来源", "羊单位折算系数", "不分", 1]]
    assert list_rules(read(plan_store, factors=rows)) == ["animal_unknown"]


def test_a_file_without_such_a_sheet_is_refused(plan_store):
    with pytest.raises(UnreadableFileError):
        read_balance("地区,年份\n昭苏县,2024\n".encode(), "other.csv", plan_store)


@pytest.mark.parametrize("language", IN_BOTH_LANGUAGES)
def test_template_and_made_up_rows_are_read_back_in_each_language(plan_store, language):
    with use_language(language):
        template = make_balance_template(plan_store)
        made_up = make_balance_demonstration(plan_store)
    empty = read_balance(template, "template.xlsx", plan_store)
    assert len(empty.grids) == 4 and not empty.rows and not empty.issues
    reading = read_balance(made_up, "made_up.xlsx", plan_store)
    assert not reading.issues
    assert len(reading.rows) == sum(map(len, make_balance_rows(plan_store).values()))


def test_each_sheet_is_known_by_its_headings(plan_store):
    reading = read(
        plan_store, pastures=[GRASS], forages=[HAY], herds=[SHEEP], factors=make_factors()
    )
    assert {row.table for row in reading.rows} == {"pasture", "forage_source", "herd", "factors"}
    assert not reading.issues
