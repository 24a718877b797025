"""What a title, a line over rows and the sender of a form say of the figures below: it holds for
them, or they wait; none is stored as what the columns alone would say."""

import pytest

from data.names.meanings import Meaning
from data.statistics.report import describe_issue
from tests.data.statistics.form_model import Sheet
from tests.data.statistics.form_paper import write_xlsx
from tests.data.statistics.test_awkward_forms import check, expect, list_values, read

# name: (text, what goes in)
READ = {
    "sections of other quantities": (
        "昭苏县2024年\n指标,单位,数量\n一、存栏,,\n牛,头,214000\n二、死亡,,\n羊,只,300\n"
        "三、出栏,,\n羊,只,490000\n四、购入,,\n马,匹,30\n牛奶产量,吨,9876\n",
        expect("cattle_stock", 21.4)
        | expect("sheep_slaughtered", 49.0)
        | expect("milk_output", 0.9876),
    ),
    "a section of another quantity below a title": (
        "2024年末牲畜存栏\n县市,牛（头）,羊（只）\n昭苏县,214000,987000\n死亡,,\n特克斯县,300,500\n",
        expect("cattle_stock", 21.4) | expect("sheep_stock", 98.7),
    ),
    "a section of another measure than the title": (
        "2024年牲畜存栏\n县市,牛（头）,羊（只）\n昭苏县,214000,987000\n出栏,,\n昭苏县,30000,490000\n",
        expect("cattle_stock", 21.4)
        | expect("sheep_stock", 98.7)
        | expect("cattle_slaughtered", 3.0)
        | expect("sheep_slaughtered", 49.0),
    ),
    "breeding stock in the title": (
        "2024年末能繁母畜存栏\n县市,牛（头）,羊（只）\n昭苏县,80000,300000\n",
        expect("breeding_female_cattle", 8.0) | expect("breeding_female_sheep", 30.0),
    ),
    "breeding stock in the title, animals in rows": (
        "昭苏县2024年末能繁母畜存栏\n畜种,单位,数量\n牛,头,80000\n羊,只,300000\n",
        expect("breeding_female_cattle", 8.0) | expect("breeding_female_sheep", 30.0),
    ),
    "beef in the title beside the herd": (
        "2024年肉牛生产情况\n县市,牛出栏（头）,牛肉产量（吨）\n昭苏县,30000,4000\n",
        expect("cattle_slaughtered", 3.0) | expect("beef_output", 0.4),
    ),
    "milk of several animals": (
        "2024年奶产量（吨）\n县市,牛奶,驼奶\n昭苏县,9876,10\n",
        expect("milk_output", 0.9876),
    ),
    "a corrected file": (
        "2024年末牛存栏更正表（头）\n县市,牛存栏\n昭苏县,214000\n",
        expect("cattle_stock", 21.4),
    ),
    "headings that begin with a number": (
        "2024年1—9月\n县市,1—9月牛出栏（头）,9月末牛存栏（头）\n昭苏县,20000,200000\n",
        expect("cattle_slaughtered", 2.0, period="C09")
        | expect("cattle_stock", 20.0, period="M09"),
    ),
    "a heading of a month alone": (
        "2024年\n县市,6月末牛存栏（万头）\n昭苏县,21\n",
        expect("cattle_stock", 21.0, period="M06"),
    ),
    "all meat beside a part of it": (
        "2024年\n县市,肉产量（吨）,牛肉产量（吨）\n昭苏县,20000,8000\n",
        expect("meat_output", 2.0) | expect("beef_output", 0.8),
    ),
    "a rate of all animals beside them": (
        "2024年\n县市,牲畜存栏（头）,牛出栏（头）,出栏率（%）\n昭苏县,200000,80000,40\n",
        expect("livestock_stock", 20.0)
        | expect("cattle_slaughtered", 8.0)
        | expect("offtake_rate", 40.0),
    ),
    "measures alone below the animal of their section": (
        "昭苏县2024年\n指标,单位,数量\n一、牛,,\n存栏,头,214000\n出栏率,%,42\n肉产量,吨,9876\n"
        "二、羊,,\n存栏,只,987000\n奶产量,吨,9\n三、畜产品产量,,\n肉产量,吨,20000\n",
        expect("cattle_stock", 21.4)
        | expect("cattle_offtake_rate", 42.0)
        | expect("beef_output", 0.9876)
        | expect("sheep_stock", 98.7)
        | expect("meat_output", 2.0),
    ),
    "measures alone below a title of one animal": (
        "昭苏县2024年羊生产情况\n指标,单位,数量\n存栏,只,987000\n肉产量,吨,8000\n",
        expect("sheep_stock", 98.7) | expect("mutton_output", 0.8),
    ),
    "measures alone beside the animal in the row": (
        "昭苏县2024年\n畜种,指标,单位,数量\n牛,出栏率,%,42\n羊,肉产量,吨,8000\n",
        expect("cattle_offtake_rate", 42.0) | expect("mutton_output", 0.8),
    ),
    "all meat in a list of several animals": (
        "昭苏县2024年\n指标,单位,数量\n牛存栏,头,214000\n羊存栏,只,987000\n肉产量,吨,20000\n",
        expect("cattle_stock", 21.4) | expect("sheep_stock", 98.7) | expect("meat_output", 2.0),
    ),
    "rows numbered (1)": (
        "昭苏县2024年存栏\n指标,单位,数量\n1.牛,头,214000\n(1)能繁母牛,头,100000\n",
        expect("cattle_stock", 21.4) | expect("breeding_female_cattle", 10.0),
    ),
    "the unit below the table": (
        "2024年末牛存栏\n县市,牛存栏\n昭苏县,214000\n单位：头\n",
        expect("cattle_stock", 21.4),
    ),
    "lines below the table that change nothing": (
        "2024年末牛存栏（万头）\n县市,牛存栏\n昭苏县,21.4\n单位：万头\n数据截至2024年12月31日\n"
        "以上数据真实有效\n时间：2025年1月10日\n",
        expect("cattle_stock", 21.4),
    ),
    "first figures that the yearbook settles": (
        "2024年末牛存栏（万头）\n县市,牛存栏\n昭苏县,21.4\n注：数据为快报数，以年报为准。\n",
        expect("cattle_stock", 21.4),
    ),
    "a note that compares with last year": (
        "2024年末牛存栏（万头）\n县市,牛存栏\n昭苏县,21.4\n注：与上年数据口径一致。产值采用上年价格。\n",
        expect("cattle_stock", 21.4),
    ),
    "thousands in English": (
        "Output and cattle stock of counties in 2024\n"
        "County,Cattle stock (thousand head),Beef production (1000 tonnes)\n"
        "Zhaosu County,214,9.876\n",
        expect("cattle_stock", 21.4) | expect("beef_output", 0.9876),
    ),
    "products below a title of products": (
        "2024年主要畜产品产量（吨）\n县市,肉类,牛肉,羊肉,牛奶\n昭苏县,20000,9876,8000,4000\n",
        expect("meat_output", 2.0)
        | expect("beef_output", 0.9876)
        | expect("mutton_output", 0.8)
        | expect("milk_output", 0.4),
    ),
    "products below a title of several measures": (
        "2024年牛羊存栏、出栏及肉产量\n县市,牛存栏（头）,牛肉（吨）\n昭苏县,214000,9876\n",
        expect("cattle_stock", 21.4) | expect("beef_output", 0.9876),
    ),
    "breeding stock beside the herd": (
        "2024年\n县市,牛存栏（头）,其中：能繁母牛（头）,牛出栏（头）\n昭苏县,214000,100000,90000\n",
        expect("cattle_stock", 21.4)
        | expect("breeding_female_cattle", 10.0)
        | expect("cattle_slaughtered", 9.0),
    ),
    "a title of one of the years below it": (
        "2024年末牛存栏（万头）\n县市,2023年,2024年\n昭苏县,20,21\n",
        expect("cattle_stock", 20.0, year=2023) | expect("cattle_stock", 21.0),
    ),
    "a yearbook of the years before it": (
        "2024年统计年鉴：牛存栏（万头）\n县市,2022年,2023年\n昭苏县,19,20\n",
        expect("cattle_stock", 19.0, year=2022) | expect("cattle_stock", 20.0, year=2023),
    ),
    "poultry below a title of livestock": (
        "2024年牲畜出栏（万只）\n县市,家禽出栏\n昭苏县,30\n",
        expect("poultry_slaughtered", 30.0),
    ),
    "fresh grass alone": (
        "2024年\n县市,天然草原鲜草产量（万吨）\n昭苏县,300\n",
        expect("grass_yield", 300.0),
    ),
    "up to the quarter": (
        "2024年三季度牛出栏（万头）\n县市,本季,累计,上年同期累计\n昭苏县,2,6,5\n",
        expect("cattle_slaughtered", 2.0, period="Q3")
        | expect("cattle_slaughtered", 6.0, period="C09")
        | expect("cattle_slaughtered", 5.0, year=2023, period="C09"),
    ),
    "quarters down, of the quarter and up to it": (
        "昭苏县2024年牛出栏（万头）\n季度,当季,累计\n二季度,2,3\n四季度,3,9\n",
        expect("cattle_slaughtered", 2.0, period="Q2")
        | expect("cattle_slaughtered", 3.0, period="H1")
        | expect("cattle_slaughtered", 3.0, period="Q4")
        | expect("cattle_slaughtered", 9.0),
    ),
    "a county's form that a prefecture with the name of a former county sends": (
        "鄯善县2020年末畜牧业情况\n填报单位：吐鲁番市农业农村局\n指标,单位,数量\n牛存栏,头,42000\n",
        expect("cattle_stock", 4.2, areas=("650421",), year=2020),
    ),
    "a county's form that the prefecture sends": (
        "昭苏县2024年末畜牧业情况\n填报单位：伊犁州统计局\n指标,单位,数量\n牛存栏,头,214000\n",
        expect("cattle_stock", 21.4),
    ),
}


@pytest.mark.parametrize("name", READ)
def test_lines_above_hold_for_the_figures_below(plan_store, name):
    check(plan_store, *READ[name])


# name: (text, what goes in, words that are asked about, rules of what is refused)
NOT_ALL = {
    "a form of the prefecture that a county sends": (
        "伊犁州2024年末畜牧业情况\n填报单位：昭苏县农业农村局\n指标,单位,数量\n牛存栏,头,214000\n",
        {},
        ["昭苏县", "伊犁州"],
        [],
    ),
    "a form of one county that another one sends": (
        "昭苏县2024年末畜牧业情况\n填报单位：特克斯县\n指标,单位,数量\n牛存栏,头,214000\n",
        {},
        ["特克斯县", "昭苏县"],
        [],
    ),
    "a column of more animals than the title is about": (
        "2024年末山羊存栏（万只）\n县市,羊存栏\n昭苏县,8.7\n",
        {},
        ["羊存栏"],
        [],
    ),
    "a row of the herd below a title of breeding stock": (
        "昭苏县2024年末能繁母畜情况\n指标,单位,数量\n牛存栏,万头,10\n能繁母羊存栏,万只,50\n",
        expect("breeding_female_sheep", 50.0),
        ["牛存栏"],
        [],
    ),
    "a row of more animals than the title is about": (
        "昭苏县2024年末山羊养殖情况\n指标,单位,数量\n羊存栏,万只,9\n山羊存栏,万只,8.7\n",
        expect("goat_stock", 8.7),
        ["羊存栏"],
        [],
    ),
    "a column of the herd below a title of breeding stock": (
        "2024年末能繁母畜情况\n县市,牛存栏（头）\n昭苏县,80000\n",
        {},
        ["牛存栏"],
        [],
    ),
    "a column of another animal than the title is about": (
        "2024年末羊存栏（万只）\n县市,牛存栏\n昭苏县,21.4\n",
        {},
        ["牛存栏"],
        [],
    ),
    "a rate alone in a row beside rows of cattle": (
        "昭苏县2024年\n指标,单位,数量\n牛存栏,头,214000\n出栏率,%,42\n",
        expect("cattle_stock", 21.4),
        ["出栏率"],
        [],
    ),
    "meat alone beside columns of cattle": (
        "2024年\n县市,牛存栏（头）,肉产量（吨）\n昭苏县,214000,9876\n",
        expect("cattle_stock", 21.4),
        ["肉产量"],
        [],
    ),
    "another unit below the table": (
        "2024年末牛存栏（万头）\n县市,牛存栏\n昭苏县,21.4\n单位：头\n",
        {},
        ["单位：头"],
        [],
    ),
    "a line below the table about the month": (
        "2024年末牛存栏（万头）\n县市,牛存栏\n昭苏县,21.4\n数据截至2024年6月30日\n",
        {},
        ["数据截至2024年6月30日"],
        [],
    ),
    "a line below the table about a plan": (
        "2024年末牛存栏（万头）\n县市,牛存栏\n昭苏县,21.4\n此表为计划数\n",
        {},
        ["此表为计划数"],
        [],
    ),
    "a note about last year": (
        "2024年末牛存栏（万头）\n县市,牛存栏\n昭苏县,21.4\n注：昭苏县未报，为上年数。\n",
        {},
        ["为上年数"],
        [],
    ),
    "thousands of nothing in English": (
        "Cattle stock of counties in 2024\nCounty,Cattle stock (thousand)\nZhaosu County,214\n",
        {},
        ["thousand"],
        [],
    ),
    "a heading with another unit than the column of units": (
        "地区,2024年牛存栏,2024年羊存栏（只）,单位\n昭苏县,21.4,9870,万头\n",
        expect("cattle_stock", 21.4),
        ["只"],
        [],
    ),
    "a column of units for each of two columns": (
        "2024年\n县市,牛存栏,单位,羊存栏,单位\n昭苏县,21.4,万头,9870,只\n特克斯县,18.2,万头,75,万只\n",
        expect("cattle_stock", None, 18.2) | expect("sheep_stock", None, 75.0),
        ["只"],
        [],
    ),
    "a row that names another county": (
        "昭苏县2024年\n指标,数值,单位\n牛存栏,21.4,万头\n特克斯县羊存栏,75,万只\n",
        expect("cattle_stock", 21.4),
        ["特克斯县羊存栏"],
        [],
    ),
    "columns of other years than the title's": (
        "2024年末牛存栏（万头）\n县市,2022年,2023年\n昭苏县,19,20\n",
        {},
        ["2024年末"],
        [],
    ),
    "fresh grass beside hay": (
        "2024年\n县市,产草量（万吨）,\n,鲜草产量,干草产量\n昭苏县,300,100\n",
        {},
        ["产草量 鲜草产量"],
        [],
    ),
    "a town with the name of its county": (
        "特克斯县2024年末牛存栏（头）\n单位名称,牛存栏\n特克斯镇,7000\n特克斯,5000\n特克斯县,17000\n",
        expect("cattle_stock", None, 1.7),
        ["特克斯"],
        [],
    ),
    "a title of a year below a table of half a year": (
        "2024年上半年牛出栏（万头）\n县市,牛出栏\n昭苏县,4\n\n"
        "2023年羊出栏（万只）\n县市,羊出栏\n昭苏县,70\n",
        expect("cattle_slaughtered", 4.0, period="H1"),
        ["2023年"],
        [],
    ),
    "a column below a line about another quantity": (
        "2024年牲畜情况\n县市,牛存栏（头）\n昭苏县,214000\n死亡,\n特克斯县,300\n",
        expect("cattle_stock", 21.4),
        ["牛存栏（头）"],
        [],
    ),
    "a column below a line about another animal": (
        "2024年牲畜存栏（头）\n县市,牛,羊\n昭苏县,214000,987000\n指标：牛出栏（头）\n特克斯县,300,5\n",
        expect("cattle_stock", 21.4)
        | expect("sheep_stock", 98.7)
        | expect("cattle_slaughtered", None, 0.03),
        ["羊"],
        [],
    ),
    "a rate beside cattle alone": (
        "2024年\n县市,牛存栏（头）,牛出栏（头）,出栏率（%）\n昭苏县,200000,80000,40\n",
        expect("cattle_stock", 20.0) | expect("cattle_slaughtered", 8.0),
        ["出栏率"],
        [],
    ),
    "figures before and after a correction": (
        "2024年末牛存栏（头）\n县市,更正前,更正后\n昭苏县,204000,214000\n",
        expect("cattle_stock", 21.4),
        ["前"],
        [],
    ),
    "headings of herds by size and age": (
        "2024年末\n县市,牛存栏（头）,1岁以下,500头以上规模场（户）\n昭苏县,200000,40000,3\n",
        expect("cattle_stock", 20.0),
        ["1岁以下"],
        [],
    ),
    "a row of deaths between the animals": (
        "昭苏县2024年\n指标,单位,数量\n牲畜存栏,头,1200000\n牛,头,214000\n死亡,头,500\n羊,只,300\n",
        expect("livestock_stock", 120.0) | expect("cattle_stock", 21.4),
        [],
        ["unknown_indicator"] * 2,
    ),
}


@pytest.mark.parametrize("name", NOT_ALL)
def test_figures_that_disagree_with_the_lines_above_wait(plan_store, name):
    check(plan_store, *NOT_ALL[name])


@pytest.mark.parametrize(("word", "area"), [("昭苏县", "654000"), ("伊犁州", "654026")])
def test_an_answer_says_whether_the_title_or_the_sender_counts(plan_store, word, area):
    text, *_ = NOT_ALL["a form of the prefecture that a county sends"]
    asked = read(plan_store, text).unread
    assert {each.rule for each in asked} == {"other_sender"}
    answered = read(plan_store, text, means={word: Meaning("nothing")})
    assert list_values(answered) == expect("cattle_stock", 21.4, areas=(area,))


def test_the_place_of_another_value_is_its_sheet_and_cell(plan_store):
    text = "2024年末牛存栏（头）\n县市,牛存栏\n昭苏县,214000\n昭苏县,204000\n"
    first, _ = map(describe_issue, read(plan_store, text, "2024年昭苏.csv").issues)
    assert "工作表“2024年昭苏”的B4为“204000”" in first


SHEETS = {
    "202406": ("2024年牛出栏（万头）", "牛出栏", expect("cattle_slaughtered", 2.1, period="M06")),
    "2024-6": (
        "2024年1—6月牛出栏（万头）",
        "牛出栏",
        expect("cattle_slaughtered", 2.1, period="H1"),
    ),
    "2024Q1": ("2024年牛出栏（万头）", "牛出栏", {}),
    "12月": ("2024年末牛存栏（万头）", "牛存栏", expect("cattle_stock", 2.1)),
    "羊": ("2024年末牛存栏（万头）", "数量", {}),
    "牛": ("2024年末牲畜存栏（万头）", "数量", {}),
    "牛羊": ("2024年末牛存栏（万头）", "数量", expect("cattle_stock", 2.1)),
    "牛出栏": ("2024年末牛存栏（万头）", "数量", {}),
}


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_name_of_a_sheet_is_held_against_its_title(plan_store, sheet):
    title, heading, right = SHEETS[sheet]
    rows = [[title], ["县市", heading], ["昭苏县", 2.1]]
    reading = read(plan_store, write_xlsx([Sheet(sheet, rows)]), "a.xlsx")
    assert list_values(reading) == pytest.approx(right)
    assert bool(reading.unread) != bool(right)


@pytest.mark.parametrize(
    "text",
    [
        "牛存栏（万头）\n县市,2023年（年报）,2024年（快报数）\n昭苏县,20,21\n",
        "牛存栏（万头）\n县市,年份,数值\n昭苏县,2023,20\n昭苏县（快报）,2024,21\n",
        "牛存栏（万头）\n县市,年份,数值,备注\n昭苏县,2023,20,\n昭苏县,2024,21,快报数\n",
    ],
)
def test_a_heading_or_row_of_first_figures_is_provisional(plan_store, text):
    read_rows = read(plan_store, text).observations
    assert dict(zip(read_rows.year, read_rows.state, strict=True)) == {
        2023: "reported",
        2024: "provisional",
    }


def test_a_row_of_thousands_without_quotes_that_ends_early_is_refused(plan_store):
    text = "2024年末存栏\n县市,牛（头）,羊（只）,马（匹）\n昭苏县,214,035,9\n"
    check(plan_store, text, {}, rules=["row_too_long"] * 3)


def test_an_answer_about_a_heading_leaves_its_unit(plan_store):
    text = "2024年\n县市,黑白花存栏（头）\n昭苏县,30000\n"
    answered = read(
        plan_store, text, means={"黑白花存栏（头）": Meaning("indicator", "cattle_stock")}
    )
    assert list_values(answered) == expect("cattle_stock", 3.0)


def test_an_answer_says_whether_a_table_below_half_a_year_is_of_the_year(plan_store):
    text, right, *_ = NOT_ALL["a title of a year below a table of half a year"]
    answered = read(plan_store, text, means={"2023年": Meaning("period", "Y")})
    right = right | expect("sheep_slaughtered", 70.0, year=2023)
    assert list_values(answered) == pytest.approx(right)


ASKED = ("a column of more animals than the title is about", "羊存栏", "goat_stock", 8.7)
CONFIRMED = ("a column of more animals than the title is about", "羊存栏", "sheep_stock", 8.7)
OF_CATTLE = ("a rate beside cattle alone", "出栏率", "cattle_offtake_rate", 40.0)
OF_RATE = ("a rate alone in a row beside rows of cattle", "出栏率", "cattle_offtake_rate", 42.0)
OF_GRASS = ("fresh grass beside hay", "产草量 鲜草产量", "grass_yield", 300.0)
OF_ROW = ("a row of more animals than the title is about", "羊存栏", "sheep_stock", 9.0)


@pytest.mark.parametrize(
    ("name", "word", "indicator", "value"), [ASKED, CONFIRMED, OF_CATTLE, OF_ROW, OF_RATE, OF_GRASS]
)
def test_an_answer_says_what_a_heading_is_of(plan_store, name, word, indicator, value):
    answered = read(plan_store, NOT_ALL[name][0], means={word: Meaning("indicator", indicator)})
    assert list_values(answered)[indicator, "654026", 2024, "Y"] == pytest.approx(value)
    assert answered.unread == []
