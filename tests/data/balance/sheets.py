"""Workbooks of the balance for tests: the hand-made county, and what a test adds to it."""

import io

from openpyxl import Workbook

COUNTY = "昭苏县"
PASTURE = [
    "县（市、区）",
    "年份",
    "放牧季节",
    "草地类型",
    "面积（公顷）",
    "单位面积产草量（公斤/公顷）",
    "干重或鲜重",
    "天数（天）",
    "利用方式",
    "地块或来源名称",
]
FORAGE = ["县（市、区）", "年份", "种类", "数量（吨）", "干重或鲜重", "放牧季节"]
HERD = ["县（市、区）", "年份", "种类", "饲养方式", "头数（万头）", "放牧季节", "年龄"]
FACTORS = ["系数集编号", "系数来源", "系数", "适用对象", "系数值", "放牧季节", "仅为示例"]
# All factors of a pasture together: 45 %.
SHARES = {
    ("可食草比例", "不分"): "90%",
    ("标准干草折算系数", "不分"): 1,
    ("利用率", "不分"): "50%",
    ("饲草利用率", "不分"): 0.95,
    ("羊单位折算系数", "绵羊"): 1,
}
GRASS = [COUNTY, 2024, "全年", "山地草甸", 100_000, 1_000, "干重", 365]
SHEEP = [COUNTY, 2024, "绵羊", "放牧", 12.4]
HAY = [COUNTY, 2024, "干草", 30_000, "干重"]


def make_factors(set_id: str = "xj-2024", *, is_example: str = "否", **other) -> list[list]:
    """Return the rows of a set; `other` replaces values by the factor's Chinese name."""
    return [
        [set_id, "某标准第3页", factor, subject, other.get(factor, value), "", is_example]
        for (factor, subject), value in SHARES.items()
    ]


def make_book(*, pastures=(), forages=(), herds=(), factors=(), headings=None) -> bytes:
    """Return a workbook with the sheets that have rows; `headings` replaces those of a sheet."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheets = {
        "草原": (PASTURE, pastures),
        "其他饲草": (FORAGE, forages),
        "牲畜": (HERD, herds),
        "系数": (FACTORS, factors),
    }
    for name, (columns, rows) in sheets.items():
        if rows:
            page = book.create_sheet(name)
            for row in [(headings or {}).get(name, columns), *rows]:
                page.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
