"""What a header cell says: a role, an indicator, a unit, a year, an area."""

import re
from dataclasses import dataclass

from data.names.books import Books
from data.names.matching import CHECK, OK, UNKNOWN
from data.names.numbers import find_when, is_time
from data.names.text import fold, squeeze
from data.names.units import UnitBook

_ROLE_WORDS = {
    "area": "地区 区域 县市 县(市) 县(市)区 县(市、区) 县市区 县(区) 区县 地州市 地(州)市 地州 "
    "地(州、市) 单位名称 行政区 行政区划 行政区域 行政区划名称 地区名称 区划名称 县市名称 县域 "
    "市县 地名 县名 县市(区) 年份地区 地区年份 地区/年份 年份/地区 省份 省市 area area_name "
    "areaname region region_name county county_name province name",
    "code": "代码 区划代码 行政区划代码 地区代码 县市代码 行政代码 编码 区划码 统计用区划代码 "
    "area_id areaid area_code areacode code adcode region_code",
    "indicator": "指标 指标名称 指标编号 指标代码 统计指标 项目 indicator indicator_id "
    "indicator_name indicatorid indicatorname item",
    "year": "年份 年度 年 统计年份 统计年度 数据年份 时间 year",
    "period": "时期 期别 报告期 季度 月份 月 月度 期间 period quarter month",
    "value": "数值 值 数据 指标值 统计值 数量 数字 value amount figure",
    "unit": "单位 计量单位 unit units",
    "state": "状态 数据状态 state status",
    "source": "来源 数据来源 资料来源 source",
    "note": "备注 说明 注 附注 note notes remark remarks",
    "ignored": "序号 编号 行次 排名 位次 名次 no no. 原值 原单位 未采用原因 reason change",
}
ROLES = {fold(word): role for role, words in _ROLE_WORDS.items() for word in words.split()}
_GROWTH = re.compile(r"增长|增幅|增减|同比|环比|比上年|占比|growth|yoy")
_PLANNED = re.compile(r"目标|计划|预计|预测|预期|任务|target|planned|forecast")
# Below the name of an indicator these say nothing more about it.
_NEUTRAL = frozenset(
    "合计 总计 小计 共计 总数 总量 数量 数值 绝对数 绝对量 全年 全年数 本年 本年数 本期 "
    "年末 年末数 年底 年底数 期末 实际 实际数 实绩 实有 total".split()
)
_MEASURE = re.compile(
    r"年[末底]存栏(?:头数|只数|数|量)?|期末存栏|存栏(?:头数|只数|数|量)?|年[末底](?:头|只)数"
    r"|出栏(?:头数|只数|数|量)?|总?产量"
)
_SIGNS = str.maketrans("：［］【】[]", ":()()()")
_BRACKET = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)")


@dataclass(frozen=True)
class Heading:
    """What the header cells above one column say together; None where they are silent."""

    text: str = ""
    role: str | None = None
    indicator: str | None = None
    unit: str | None = None
    year: str | None = None
    area: str | None = None
    is_known: bool = False
    is_part: bool = False


def find_role(text: str) -> str | None:
    """Return the role that a header word names, such as area or value."""
    folded = fold(text)
    return ROLES.get(folded) or ROLES.get(re.sub(r"\(.*\)$|[:*]+$", "", folded))


def split_unit(text: str, units: UnitBook) -> tuple[str, str | None]:
    """Split ``牛肉产量(万吨)`` into name and unit text; the unit is None where none stands."""
    plain = squeeze(text).replace("（", "(").replace("）", ")").replace("，", ",")
    plain = plain.translate(_SIGNS)
    for match in reversed(list(_BRACKET.finditer(plain))):
        inside = match[1].strip()
        if inside and not inside.isdigit() and units.find_all(inside):
            return (plain[: match.start()] + plain[match.end() :]).strip(), inside
    for separator in ("单位:", "/", ",", ":", " "):
        name, found, unit = plain.rpartition(separator)
        if found and name.strip() and not unit.strip().isdigit() and units.find_all(unit):
            return name.strip(" ,:;"), unit.strip()
    return plain, None


def parse_heading(parts: list[str], context: str, books: Books) -> Heading:
    """Read the header cells above one column, from top to bottom.

    Parameters
    ----------
    parts : list of str
        Cell texts; a merged cell's text stands above every column it covers.
    context : str
        Title of the table: it may hold the measure (存栏) of a column headed 牛.
    """
    parts = [part for part in map(squeeze, parts) if part]
    text = " ".join(parts)
    year = unit = area = None
    names: list[str] = []
    for part in parts:
        if is_time(part):
            year = part
            continue
        if books.indicators.resolve(part).kind == UNKNOWN:
            when, rest = find_when(part)
            if when:
                year, part = f"{when.year}{'' if when.period == 'Y' else when.period}", rest
        name, found = split_unit(part, books.units)
        inside = name.strip("()")
        if books.units.find_all(inside) and books.indicators.resolve(name).kind == UNKNOWN:
            found, name = inside, ""
        unit = found or unit
        if name:
            names.append(name)
    role = find_role("".join(names)) or (find_role(names[-1]) if names else None)
    if role:
        return Heading(text, role, unit=unit, year=year, is_known=True)
    names, area = _split_part(names, books)
    indicator, is_known = _find_indicator(names, context, books)
    match = books.areas.resolve(names[0], None) if len(names) == 1 and not is_known else None
    if match is not None and match.kind != UNKNOWN:
        is_part = match.kind == CHECK and match.id is not None
        return Heading(text, None, None, unit, year, names[0], True, is_part)
    if not is_known and unit is None and names:
        indicator, unit, is_known = _split_odd_unit(names, context, books, indicator)
    return Heading(text, None, indicator, unit, year, area, is_known or year is not None)


def _split_part(names: list[str], books: Books) -> tuple[list[str], str | None]:
    """Take 地方 or 兵团 below an indicator off its name: a part of the row's own figure."""
    for at, name in enumerate(names if len(names) > 1 else []):
        match = books.areas.resolve(name, None)
        if match.kind == CHECK and match.id:
            return names[:at] + names[at + 1 :], name
    return names, None


def _split_odd_unit(names, context, books, indicator):
    """Read ``牛存栏(担)``: the name is known, what stands in brackets is no known unit."""
    match = re.fullmatch(r"(.+?)\s*\(([^()]+)\)", names[-1])
    if match:
        bare, is_known = _find_indicator([*names[:-1], match[1]], context, books)
        if is_known:
            return bare, match[2], True
    return indicator, None, False


def _find_indicator(names: list[str], context: str, books: Books) -> tuple[str | None, bool]:
    if not names:
        return None, False
    if len(names) == 1 and fold(names[0]) in _NEUTRAL:
        return None, False
    tries = ["".join(names[start:]) for start in range(len(names))]
    if len(names) > 1:
        tries.append("".join(reversed(names)))
    if all(fold(name) in _NEUTRAL for name in names[1:]):
        tries.append(names[0])
    measures = [
        found[0]
        for text in [*reversed(names[:-1]), context]
        for found in [sorted(set(_MEASURE.findall(text)), key=len)]
        if len(found) == 1
    ]
    tries += [name + measure for name in names[::-1] for measure in measures]
    for candidate in tries:
        if books.indicators.resolve(candidate).kind != UNKNOWN:
            return candidate, True
    return " ".join(names), False


def complete_name(text: str, context: str, books: Books) -> str | None:
    """Return the name of an indicator that a word (牛) gives with a title's measure (存栏)."""
    name, _ = split_unit(find_when(text)[1], books.units)
    indicator, is_known = _find_indicator([name], context, books)
    return indicator if is_known else None


def is_growth(text: str) -> bool:
    """Tell whether a heading is of a growth rate beside a level: no indicator of ours."""
    return bool(_GROWTH.search(fold(text)))


def is_planned(text: str | None) -> bool:
    """Tell whether a heading or title is of planned or expected figures, not of actual ones."""
    return bool(_PLANNED.search(fold(text)))


def is_indicator(text: str, books: Books) -> bool:
    """Tell whether a text, without its unit and year, names exactly one indicator."""
    name, _ = split_unit(find_when(text)[1], books.units)
    return any(books.indicators.resolve(part).kind == OK for part in (text, name))
