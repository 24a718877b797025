"""Awkward forms as they really come: each is read right, or what cannot be told waits or is
refused in words; what goes in is all that is written here, and nothing else."""

import io

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment

from data.names.meanings import Meaning
from data.statistics.model import IngestOptions
from data.statistics.read import read_statistics

ZHAOSU, TEKES, XINYUAN = "654026", "654027", "654025"


def expect(indicator, *values, areas=(ZHAOSU, TEKES, XINYUAN), year=2024, period="Y"):
    return {
        (indicator, area, year, period): value
        for area, value in zip(areas, values, strict=False)
        if value is not None
    }


def list_values(reading):
    return {
        (row.indicator_id, row.area_id, int(row.year), row.period): row.value
        for row in reading.observations.itertuples()
    }


def read(store, content, name="a.csv", **options):
    content = content.encode() if isinstance(content, str) else content
    return read_statistics(content, name, store, options=IngestOptions(**options))


def check(store, text, right, asked=(), rules=()):
    """Look at what goes in, which words are asked about, and by which rules values are refused."""
    reading = read(store, text)
    assert list_values(reading) == pytest.approx(right)
    assert [word.word for word in reading.unread] == list(asked)
    assert list(reading.rejected["rule"]) == list(rules)


# name: (text, what goes in)
READ = {
    "a total in the middle": (
        "2024年末牛存栏（万头）\n县市,牛存栏\n昭苏县,21.4\n合计,39.6\n特克斯县,18.2\n",
        expect("cattle_stock", 21.4, 18.2),
    ),
    "rows of which": (
        "昭苏县2024年末存栏\n指标,单位,数量\n牛,万头,21.4\n其中：能繁母牛,万头,10.1\n"
        "其中：良种牛,万头,5.2\n羊,万只,98.7\n",
        expect("cattle_stock", 21.4)
        | expect("breeding_female_cattle", 10.1)
        | expect("sheep_stock", 98.7),
    ),
    "the same month of last year, and changes": (
        "2024年11月牛羊出栏情况\n单位：万头、万只\n县市,牛出栏,,\n,本月,上年同月,增减(±)\n"
        "昭苏县,0.5,0.4,0.1\n",
        expect("cattle_slaughtered", 0.5, period="M11")
        | expect("cattle_slaughtered", 0.4, year=2023, period="M11"),
    ),
    "each species in its own unit": (
        "2024年末各县市牲畜存栏\n县市,牛（头）,羊（只）,骆驼（峰）\n昭苏县,214000,987000,300\n"
        "特克斯县,182000,876000,—\n",
        expect("cattle_stock", 21.4, 18.2)
        | expect("sheep_stock", 98.7, 87.6)
        | expect("camel_stock", 0.03),
    ),
    "the unit over each block": (
        "2024年末牛存栏情况\n,,单位：头\n县市,2023年,2024年\n昭苏县,205000,214000\n\n"
        "2024年牛肉产量情况\n,,单位：吨\n县市,2023年,2024年\n昭苏县,9800,9876\n",
        expect("cattle_stock", 20.5, year=2023)
        | expect("cattle_stock", 21.4)
        | expect("beef_output", 0.98, year=2023)
        | expect("beef_output", 0.9876),
    ),
    "full width": (
        "２０２４年末牛存栏（万头）\n县市,牛存栏\n昭苏县,２１．４\n",
        expect("cattle_stock", 21.4),
    ),
    "a dash, dots and a blank are missing, zero is not": (
        "2024年末骆驼存栏（万峰）\n县市,骆驼存栏\n昭苏县,—\n特克斯县,0\n新源县,\n尼勒克县,…\n",
        expect("camel_stock", None, 0.0),
    ),
    "a row that counts the columns": (
        "2024年末存栏\n县市,牛（万头）,羊（万只）\n甲,1,2\n昭苏县,21.4,98.7\n",
        expect("cattle_stock", 21.4) | expect("sheep_stock", 98.7),
    ),
    "sections that say the measure": (
        "昭苏县2024年畜牧业生产情况\n指标,单位,数量\n一、年末存栏,,\n牛,百头,2140\n羊,只,987654\n"
        "二、当年出栏,,\n牛,头,54321\n三、畜产品产量,,\n牛肉,吨,9876.5\n",
        expect("cattle_stock", 21.4)
        | expect("sheep_stock", 98.7654)
        | expect("cattle_slaughtered", 5.4321)
        | expect("beef_output", 0.98765),
    ),
    "species below a row of all": (
        "昭苏县2024年\n指标,单位,数量\n牲畜存栏,万头,120.1\n  牛,万头,21.4\n  羊,万只,98.7\n"
        "生猪出栏,万头,1.2\n",
        expect("livestock_stock", 120.1)
        | expect("cattle_stock", 21.4)
        | expect("sheep_stock", 98.7)
        | expect("hog_slaughtered", 1.2),
    ),
    "months down, of the month and up to it": (
        "昭苏县2024年分月牛出栏情况\n单位：头\n月份,当月,累计\n6月,6000,30000\n12月,7000,54321\n",
        expect("cattle_slaughtered", 0.6, period="M06")
        | expect("cattle_slaughtered", 3.0, period="H1")
        | expect("cattle_slaughtered", 0.7, period="M12")
        | expect("cattle_slaughtered", 5.4321),
    ),
    "meat in a table of meat": (
        "1—12月各县市肉产量\n2024年,单位：吨\n县市,牛肉,羊肉\n昭苏县,9876,8765\n",
        expect("beef_output", 0.9876) | expect("mutton_output", 0.8765),
    ),
    "up to the end of a month": (
        "截至2024年10月底牛出栏情况（万头）\n县市,牛出栏\n昭苏县,5.4\n",
        expect("cattle_slaughtered", 5.4, period="C10"),
    ),
    "year and month as one number": (
        "各县市牛出栏（头）\n县市,202411,202412\n昭苏县,4000,4100\n",
        expect("cattle_slaughtered", 0.4, period="M11")
        | expect("cattle_slaughtered", 0.41, period="M12"),
    ),
    "year and month as one number in a column": (
        "指标,地区,报告期,数值,单位\n牛出栏,昭苏县,202411,4000,头\n牛存栏,昭苏县,202411,202411,头\n",
        expect("cattle_slaughtered", 0.4, period="M11")
        | expect("cattle_stock", 20.2411, period="M11"),
    ),
    "compared with a year": (
        "2024年牛存栏\n单位：万头\n县市,2024年,与2023年相比,2024/2023\n昭苏县,21.4,0.9,1.04\n",
        expect("cattle_stock", 21.4),
    ),
    "ten thousands behind the figure": (
        "2024年末牛存栏\n单位：头\n县市,牛存栏\n昭苏县,21.4万\n",
        expect("cattle_stock", 21.4),
    ),
    "a slash before the unit": (
        "2024年\n县市,牛存栏/头,牛肉产量/吨\n昭苏县,214000,21234\n",
        expect("cattle_stock", 21.4) | expect("beef_output", 2.1234),
    ),
    "the unit in two languages": (
        "2024年末牲畜存栏\n单位：万头、万只 (10 000 heads)\n"
        "县市 County,牛 Cattle,羊 Sheep & Goats\n"
        "昭苏县 Zhaosu,21.4,98.7\n",
        expect("cattle_stock", 21.4) | expect("sheep_stock", 98.7),
    ),
    "a remark of growth": (
        "2024年末牛存栏（万头）\n县市,牛存栏,备注\n昭苏县,21.4,同比增长3%\n",
        expect("cattle_stock", 21.4),
    ),
    "the level before and after changes": (
        "昭苏县2024年牲畜增减变动表\n单位：头\n畜种,年初存栏,本年增加,年末存栏\n牛,205000,51000,214000\n",
        expect("cattle_stock", 20.5, year=2023) | expect("cattle_stock", 21.4),
    ),
    "numbered tables with a year behind the number": (
        "表一 2024年末牛存栏\n单位：头\n县市,牛\n昭苏县,214000\n",
        expect("cattle_stock", 21.4),
    ),
}


@pytest.mark.parametrize("name", READ)
def test_a_form_is_read_right_and_nothing_is_asked(plan_store, name):
    check(plan_store, *READ[name])


# name: (text, what goes in, words that are asked about, rules of what is refused)
NOT_ALL = {
    "a note for each column": (
        "2024年末各县市牲畜存栏\n县市,牛（万头）①,羊（万只）②,马（万匹）③\n昭苏县,21.4,98.7,6.1\n"
        "注：①含改良牛。②为快报数。③为预计数。\n",
        expect("sheep_stock", 98.7),
        ["含改良牛", "为预计数"],
        [],
    ),
    "marks explained without a word before them": (
        "2024年末牛存栏（万头）\n县市,牛存栏\n昭苏县,21.4①\n特克斯县,18.2\n①含马场。\n",
        expect("cattle_stock", None, 18.2),
        ["含马场"],
        [],
    ),
    "a note on the unit of one species": (
        "2024年末牛羊存栏\n单位：万头、万只\n县市,牛存栏\n昭苏县,21.4\n注：牛的计量单位为百头。\n",
        {},
        ["牛的计量单位为百头"],
        [],
    ),
    "a note that narrows a herd": (
        "2024年末羊存栏（万只）\n县市,羊存栏\n昭苏县,98.7\n注：羊存栏不含山羊。\n",
        {},
        ["羊存栏不含山羊"],
        [],
    ),
    "a note on the year of one county": (
        "2024年末牛存栏（万头）\n县市,牛存栏\n昭苏县,21.4\n注：昭苏县为2023年数。\n",
        {},
        ["昭苏县为2023年数"],
        [],
    ),
    "a note on the period of one column": (
        "2024年1—9月畜产品产量\n县市,牛肉产量（吨）\n昭苏县,6400\n注：牛肉产量为全年数。\n",
        {},
        ["牛肉产量为全年数"],
        [],
    ),
    "the Corps beside one county": (
        "2024年末牛存栏（万头）\n县市,牛存栏,备注\n昭苏县,21.4,\n特克斯县,18.2,含兵团\n",
        expect("cattle_stock", 21.4),
        ["含兵团"],
        [],
    ),
    "a flow at the end of a month": (
        "2024年9月末牛存栏、牛出栏情况（万头）\n县市,牛存栏,牛出栏\n昭苏县,21.4,4.1\n",
        expect("cattle_stock", 21.4, period="M09"),
        ["9月末"],
        [],
    ),
    "a block of the Corps below the counties": (
        "2024年末牛存栏（万头）\n县市,牛存栏\n地方,\n昭苏县,21.4\n兵团,\n特克斯县,1\n新源县,2\n",
        expect("cattle_stock", 21.4),
        ["兵团"],
        [],
    ),
    "the Corps in the title": (
        "2024年末兵团牛存栏（万头）\n县市,牛存栏\n昭苏县,21.4\n",
        {},
        ["兵团"],
        [],
    ),
    "places in the title, and none beside": (
        "2024年牛存栏排名（万头）\n县市,牛存栏\n昭苏县,1\n",
        {},
        [],
        [],
    ),
    "places beside the figures": (
        "2024年牛存栏排名（万头）\n县市,牛存栏,牛存栏位次\n昭苏县,21.4,1\n",
        expect("cattle_stock", 21.4),
        [],
        [],
    ),
    "minus as offices write it": (
        "2024年末牛存栏（万头）\n县市,牛存栏\n昭苏县,△21.4\n",
        {},
        [],
        ["not_number"],
    ),
    "a note on the unit of a species, without the word": (
        "2024年末\n单位：万头、万只\n县市,羊存栏\n昭苏县,98.7\n备注：羊为千只。\n",
        {},
        ["羊为千只"],
        [],
    ),
    "a note of sheep units": (
        "2024年末\n单位：万头\n县市,牛存栏\n昭苏县,98.7\n备注：表中牛存栏为折合羊单位数。\n",
        {},
        ["表中牛存栏为折合羊单位数"],
        [],
    ),
    "a name with another year than the title": (
        "2024年末牛存栏（万头）\n县市,牛存栏\n昭苏县,21.4\n特克斯县（2023年）,18.2\n",
        expect("cattle_stock", 21.4),
        ["特克斯县（2023年）"],
        [],
    ),
    "a unit beside one name": (
        "2024年末牛存栏\n单位：万头\n县市,牛存栏\n昭苏县（百头）,2140\n特克斯县（万头）,18.2\n",
        expect("cattle_stock", None, 18.2),
        ["百头"],
        [],
    ),
    "a word in the column of prefectures": (
        "2024年末牛存栏（万头）\n地区,县市,牛存栏\n伊犁州,昭苏县,21.4\n试点,特克斯县,18.2\n",
        expect("cattle_stock", 21.4),
        ["试点"],
        [],
    ),
    "parts of heads": (
        "2024年末牛存栏\n单位：头\n县市,牛存栏\n昭苏县,21.4\n特克斯县,182000\n",
        expect("cattle_stock", None, 18.2),
        ["头"],
        [],
    ),
    "parts of heads, and whole ones of their size beside them": (
        "2024年末牛存栏\n单位：头\n县市,牛存栏,骆驼存栏（峰）\n昭苏县,21.4,3\n特克斯县,182000,4\n"
        "新源县,19,0\n尼勒克县,0,0\n",
        expect("cattle_stock", None, 18.2)
        | expect("cattle_stock", 0.0, areas=("654028",))
        | expect("camel_stock", 0.0003, 0.0004, 0.0)
        | expect("camel_stock", 0.0, areas=("654028",)),
        ["头"],
        [],
    ),
    "parts of heads with the unit in the cell": (
        "2024年末牛存栏\n县市,牛存栏\n昭苏县,21.4头\n特克斯县,182000头\n",
        expect("cattle_stock", None, 18.2),
        ["头"],
        [],
    ),
    "thousands that are cells of their own": (
        "2024年末\n县市,牛存栏（头）,羊存栏（只）\n昭苏县,214,000,987,000\n特克斯县,182000,876000\n",
        expect("cattle_stock", None, 18.2) | expect("sheep_stock", None, 87.6),
        [],
        ["row_too_long"] * 2,
    ),
    "negative in brackets": (
        "2024年牛存栏（万头）\n县市,牛存栏\n昭苏县,(21.4)\n特克斯县,18.2\n",
        expect("cattle_stock", None, 18.2),
        [],
        ["not_number"],
    ),
    "a slip in the code": (
        "2024年末牛存栏（万头）\n行政区划代码,县市,牛存栏\n654026,昭苏县,21.4\n653226,特克斯县,18.2\n",
        expect("cattle_stock", 21.4),
        [],
        ["code_disagrees"],
    ),
    "subtotals without a name": (
        "2024年末牛存栏（万头）\n县市,牛存栏\n昭苏县,21.4\n特克斯县,18.2\n,39.6\n",
        expect("cattle_stock", 21.4, 18.2),
        [],
        ["no_area"],
    ),
    "ranges and guesses": (
        "2024年牛存栏（万头）\n县市,牛存栏\n昭苏县,20-22\n特克斯县,≈18\n新源县,19.3±0.2\n",
        {},
        [],
        ["not_number"] * 3,
    ),
    "a figure that was adjusted": (
        "2024年牛存栏（万头）\n县市,2023年调整数,2024年\n昭苏县,20.1,21.4\n",
        expect("cattle_stock", 21.4),
        ["调整数"],
        [],
    ),
}


@pytest.mark.parametrize("name", NOT_ALL)
def test_what_cannot_be_told_waits_or_is_refused(plan_store, name):
    check(plan_store, *NOT_ALL[name])


TABLE = (
    ("2024年末牛羊存栏",),
    ("单位：万头、万只",),
    ("县市", "牛存栏", "羊存栏"),
    ("昭苏县", 21.4, 98.7),
    ("特克斯县", 18.2, 87.6),
)
CATTLE, SHEEP = expect("cattle_stock", 21.4, 18.2), expect("sheep_stock", 98.7, 87.6)


def write(change=None, name="Sheet1"):
    book = Workbook()
    sheet = book.active
    sheet.title = name
    for row in TABLE:
        sheet.append(row)
    if change:
        change(sheet)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def comment(cell, text):
    def put(sheet):
        sheet[cell].comment = Comment(text, "张三")

    return put


@pytest.mark.parametrize(
    ("cell", "text", "right", "asked"),
    [
        ("B4", "预计数", expect("cattle_stock", None, 18.2) | SHEEP, []),
        ("B4", "张三:\n牧民口述", expect("cattle_stock", None, 18.2) | SHEEP, ["牧民口述"]),
        ("A5", "预计数", expect("cattle_stock", 21.4) | expect("sheep_stock", 98.7), []),
        ("C3", "计划数", CATTLE, []),
        ("A1", "本表为预计数", {}, ["本表为预计数"]),
        ("B4", "已核实", CATTLE | SHEEP, []),
    ],
)
def test_a_comment_bears_on_its_cell_its_row_its_column_or_all(
    plan_store, cell, text, right, asked
):
    reading = read(plan_store, write(comment(cell, text)), "a.xlsx")
    assert list_values(reading) == pytest.approx(right)
    assert [word.word for word in reading.unread] == asked


def test_a_comment_is_kept_with_the_value(plan_store):
    reading = read(plan_store, write(comment("B4", "已核实")), "a.xlsx")
    notes = reading.observations.set_index(["indicator_id", "area_id"])["note"]
    assert notes["cattle_stock", ZHAOSU] == "已核实"
    assert notes.notna().sum() == 1


@pytest.mark.parametrize(
    ("merged", "right"),
    [
        ("B4:B5", SHEEP),
        ("B4:C4", expect("cattle_stock", None, 18.2) | expect("sheep_stock", None, 87.6)),
        ("B4:C5", {}),
    ],
)
def test_a_value_of_several_areas_or_columns_is_of_none(plan_store, merged, right):
    reading = read(plan_store, write(lambda sheet: sheet.merge_cells(merged)), "a.xlsx")
    assert list_values(reading) == pytest.approx(right)
    assert list(reading.rejected["rule"]) == ["merged_value"]


def test_figures_of_the_corps_are_none_of_the_counties(plan_store):
    reading = read(plan_store, write(name="兵团"), "a.xlsx")
    assert list_values(reading) == {}
    assert [word.word for word in reading.unread] == ["兵团"]
    answered = read(plan_store, write(name="兵团"), "a.xlsx", means={"兵团": Meaning("nothing")})
    assert list_values(answered) == pytest.approx(CATTLE | SHEEP)


def test_an_answer_for_year_and_month_goes_before_what_they_look_like(plan_store):
    text = "各县市牛存栏（头）\n县市,202412\n昭苏县,214000\n"
    period = read(plan_store, text, means={"202412": Meaning("period", "Y")})
    assert list_values(period) == pytest.approx(expect("cattle_stock", 21.4))
    year = read(plan_store, text, means={"202412": Meaning("year", "2023")})
    assert list_values(year) == pytest.approx(expect("cattle_stock", 21.4, year=2023))


def test_a_raised_digit_is_a_mark_and_no_digit(plan_store):
    def raise_mark(sheet):
        small = InlineFont(vertAlign="superscript")
        sheet["B4"] = CellRichText("21.4", TextBlock(small, "1"))

    reading = read(plan_store, write(raise_mark), "a.xlsx")
    assert list_values(reading) == pytest.approx(CATTLE | SHEEP)


def test_only_the_marked_figures_are_first_ones(plan_store):
    text = "牛存栏（万头）\n县市,2023年,2024年*\n昭苏县,20.5,21.4\n*为快报数。\n"
    states = read(plan_store, text).observations.set_index("year")["state"]
    assert states.to_dict() == {2023: "reported", 2024: "provisional"}
