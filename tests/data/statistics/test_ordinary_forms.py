"""The most usual yearly forms of a county or prefecture: all goes in, nothing is asked.

Each is written out here as it stands on the sheet, and the figures with it. A note (what was
left out, such as a column of growth) is no question; a warning is.
"""

from decimal import Decimal

import pytest

from tests.data.statistics.form_model import Sheet
from tests.data.statistics.form_paper import make_csv, write_xls, write_xlsx
from tests.data.statistics.outcome import read_content

TACHENG = ["塔城地区", "塔城市", "乌苏市", "沙湾市", "额敏县", "托里县", "裕民县", "和布克赛尔县"]
CODES = {
    "塔城地区": "654200", "塔城市": "654201", "乌苏市": "654202", "沙湾市": "654203",
    "额敏县": "654221", "托里县": "654224", "裕民县": "654225", "和布克赛尔县": "654226",
    "昭苏县": "654026", "特克斯县": "654027", "新源县": "654025", "尼勒克县": "654028",
    "巩留县": "654024",
}  # fmt: skip
CATTLE_STOCK = [104.4, 14.2, 19.6, 16.8, 21.4, 12.9, 9.3, 10.2]
SHEEP_STOCK = [451.0, 48.3, 82.7, 71.5, 78.9, 69.4, 41.6, 58.6]
CATTLE_OUT = [45.8, 6.1, 9.2, 8.0, 9.4, 5.3, 3.7, 4.1]
SHEEP_OUT = [322.3, 35.2, 61.8, 52.9, 55.4, 48.7, 28.1, 40.2]
ILI = ["昭苏县", "特克斯县", "新源县", "尼勒克县", "巩留县"]


def number(text) -> Decimal:
    return Decimal(str(text))


def expect(indicator, areas, values, year=2024) -> dict:
    return {(indicator, CODES[area], year, "Y"): float(value)
            for area, value in zip(areas, values, strict=True)}  # fmt: skip


def make_wide():
    """Counties down, four indicators across, the units in a line of their own."""
    rows = [
        ["塔城地区2024年主要牲畜存栏出栏情况统计表", "", "", "", ""],
        ["填报单位：塔城地区农业农村局", "", "", "", "单位：万头、万只"],
        ["县市", "牛存栏", "羊存栏", "牛出栏", "羊出栏"],
    ]
    columns = [CATTLE_STOCK, SHEEP_STOCK, CATTLE_OUT, SHEEP_OUT]
    rows += [[area, *(number(values[at]) for values in columns)]
             for at, area in enumerate(TACHENG)]  # fmt: skip
    rows.append(["填表人：王敏", "", "审核人：李军", "", "填报日期：2025年1月10日"])
    names = ["cattle_stock", "sheep_stock", "cattle_slaughtered", "sheep_slaughtered"]
    right = {}
    for name, values in zip(names, columns, strict=True):
        right |= expect(name, TACHENG, values)
    return write_xlsx([Sheet("Sheet1", rows, [(0, 0, 0, 4)])]), "xlsx", right


def make_two_levels():
    """Species over measures in two merged rows of headings, heads and not ten thousands."""
    rows = [
        ["附件2", "", "", "", ""],
        ["2024年伊犁州直各县市牲畜生产情况表", "", "", "", ""],
        ["县市", "牛（头）", "牛（头）", "羊（只）", "羊（只）"],
        ["", "年末存栏", "出栏", "年末存栏", "出栏"],
    ]
    figures = [
        [214300, 89200, 987400, 701300], [182500, 72600, 753800, 600900],
        [193100, 81400, 901200, 688700], [231800, 92300, 1102600, 812400],
        [121700, 50800, 498300, 371500],
    ]  # fmt: skip
    rows += [[area, *values] for area, values in zip(ILI, figures, strict=True)]
    merged = [(1, 0, 1, 4), (2, 0, 3, 0), (2, 1, 2, 2), (2, 3, 2, 4)]
    right = {}
    names = ["cattle_stock", "cattle_slaughtered", "sheep_stock", "sheep_slaughtered"]
    for at, name in enumerate(names):
        right |= expect(name, ILI, [row[at] / 10_000 for row in figures])
    return write_xls([Sheet("2024年", rows, merged)]), "xls", right


def make_pairs():
    """This year, last year and growth under each indicator."""
    rows = [
        ["2024年各县市牛羊存栏情况表", "", "", "", "", "", ""],
        ["", "", "", "", "", "", "单位：万头、万只"],
        ["县市", "牛存栏", "牛存栏", "牛存栏", "羊存栏", "羊存栏", "羊存栏"],
        ["", "本年", "上年", "同比增长（%）", "本年", "上年", "同比增长（%）"],
    ]
    cattle, before = [21.4, 18.2, 19.3, 23.1, 12.1], [20.5, 17.1, 18.8, 22.4, 11.9]
    sheep, earlier = [98.7, 75.3, 90.1, 110.2, 49.8], [96.2, 74.0, 91.5, 106.3, 50.2]
    growth = [(4.4, 2.6), (6.4, 1.8), (2.7, -1.5), (3.1, 3.7), (1.7, -0.8)]
    for at, area in enumerate(ILI):
        rows.append([area, number(cattle[at]), number(before[at]), number(growth[at][0]),
                     number(sheep[at]), number(earlier[at]), number(growth[at][1])])  # fmt: skip
    merged = [(0, 0, 0, 6), (2, 0, 3, 0), (2, 1, 2, 3), (2, 4, 2, 6)]
    right = (expect("cattle_stock", ILI, cattle) | expect("sheep_stock", ILI, sheep)
             | expect("cattle_stock", ILI, before, 2023)
             | expect("sheep_stock", ILI, earlier, 2023))  # fmt: skip
    return write_xlsx([Sheet("Sheet1", rows, merged)]), "xlsx", right


def make_years_across():
    """One indicator over the years, as a bureau exports it."""
    rows = [["各县市牛肉产量（吨）"], ["县市", "2021年", "2022年", "2023年", "2024年"]]
    figures = [[9120, 9485, 9806, 10233], [7410, 7702, 7985, 8260], [8230, 8514, 8790, 9104],
               [9875, 10230, 10611, 11042], [4980, 5133, 5290, 5471]]  # fmt: skip
    rows += [[area, *values] for area, values in zip(ILI, figures, strict=True)]
    rows += [["数据来源：各县市统计年报"]]
    right = {}
    for at, year in enumerate((2021, 2022, 2023, 2024)):
        right |= expect("beef_output", ILI, [row[at] / 10_000 for row in figures], year)
    return make_csv(Sheet("", rows), "gb18030"), "csv", right


def make_one_county():
    """One county: indicators down, two years across."""
    rows = [
        ["昭苏县2024年畜牧业生产情况", "", "", ""],
        ["指标", "单位", "2023年", "2024年"],
        ["牛年末存栏", "万头", number("20.5"), number("21.4")],
        ["羊年末存栏", "万只", number("96.2"), number("98.7")],
        ["牛出栏", "万头", number("8.6"), number("8.9")],
        ["羊出栏", "万只", number("68.4"), number("70.1")],
        ["牛肉产量", "吨", 9806, 10233],
        ["羊肉产量", "吨", 11204, 11522],
        ["牛奶产量", "吨", 30120, 31875],
    ]
    names = ["cattle_stock", "sheep_stock", "cattle_slaughtered", "sheep_slaughtered",
             "beef_output", "mutton_output", "milk_output"]  # fmt: skip
    right = {}
    for name, row in zip(names, rows[2:], strict=True):
        factor = 10_000 if row[1] == "吨" else 1
        for year, value in zip((2023, 2024), row[2:], strict=True):
            right |= expect(name, ["昭苏县"], [float(value) / factor], year)
    return write_xlsx([Sheet("昭苏县", rows, [(0, 0, 0, 3)])]), "xlsx", right


def make_tidy():
    """A row for each figure, as programs write it."""
    rows = [["地区", "年份", "指标", "数值", "单位"]]
    right = {}
    stock = "cattle_stock", "牛年末存栏", [21.4, 18.2, 19.3, 23.1, 12.1]
    slaughtered = "cattle_slaughtered", "牛出栏", [8.9, 7.2, 8.1, 9.2, 5.1]
    for name, head, values in (stock, slaughtered):
        rows += [[area, "2024", head, number(value), "万头"]
                 for area, value in zip(ILI, values, strict=True)]  # fmt: skip
        right |= expect(name, ILI, values)
    return make_csv(Sheet("", rows), "utf-8-sig"), "csv", right


FORMS = [make_wide, make_two_levels, make_pairs, make_years_across, make_one_county, make_tidy]


def list_questions(outcome, right) -> list[str]:
    """Return what went wrong or was asked, a line each."""
    if outcome.refused:
        return [f"refused: {outcome.sentence}"]
    found = {key: pytest.approx(value, rel=1e-9) for key, value in outcome.accepted.items()}
    lines = [f"{key} = {value} is not as it stands: {outcome.accepted.get(key)}"
             for key, value in right.items() if found.get(key) != value]  # fmt: skip
    lines += [f"{key} = {value} is not in the form" for key, value in outcome.accepted.items()
              if key not in right]  # fmt: skip
    lines += [f"unread: {word}" for word in outcome.unread]
    lines += [f"{issue['severity']}: {issue['message']}" for issue in outcome.issues
              if issue["severity"] != "note"]  # fmt: skip
    if outcome.held:
        lines.append(f"{outcome.held} values held")
    return lines


def test_ordinary_forms_ask_nothing(plan_store):
    lines = []
    for make in FORMS:
        content, ending, right = make()
        outcome = read_content(content, f"figures.{ending}", plan_store)
        lines += [f"{make.__name__}: {line}" for line in list_questions(outcome, right)]
    if lines:
        pytest.fail("\n".join(lines), pytrace=False)
