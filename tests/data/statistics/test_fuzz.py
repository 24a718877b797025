"""Thousands of mutated files: no error but ours, no accepted value that is not in the file."""

import random

import pytest

from data.errors import CaomuError
from data.statistics.commit import preview_upload
from data.statistics.read import read_statistics
from data.statistics.report import make_report
from tests.data.statistics import oracle, writers

SHARDS, FILES = 4, 5_500
NAMES = {
    "cattle_stock": "牛存栏",
    "sheep_stock": "羊存栏",
    "beef_output": "牛肉产量",
    "cattle_slaughtered": "牛出栏",
    "654026": "昭苏县",
    "654027": "特克斯县",
    "654028": "尼勒克县",
    "650000": "新 疆",
    "650522": "伊吾县",
}
UNITS = {
    "cattle_stock": "万头",
    "sheep_stock": "万只",
    "beef_output": "吨",
    "cattle_slaughtered": "千头",
}
SPECIES = {
    "cattle_stock": ("牛", "存栏"),
    "cattle_slaughtered": ("牛", "出栏"),
    "sheep_stock": ("羊", "存栏"),
}
CELLS = [
    "",
    "…",
    "—",
    "-",
    "#",
    "空",
    "NA",
    "1,234",
    "1,234.5",
    "１２．５",
    "12.5%",
    "abc",
    "=1+1",
    "-5",
    "+7",
    "1e400",
    "1e3",
    "9" * 400,
    "2023",
    "2023年",
    "650000",
    "654026",
    "652222",
    "昭苏县",
    "伊宁",
    "伊宁市",
    "牛存栏",
    "羊年末只数",
    "万吨",
    "头",
    "合计",
    "其中：",
    "地方",
    "火星县",
    "12.5万头",
    "12,34",
    "0x10",
    "NaN",
    "inf",
    "单位：万吨",
    "注：1",
    "数据来源：局",
    "2016—2020年",
    "牛存栏(吨)",
    "12 345",
    "12 34",
    "12.5.",
    "--",
    "#REF!",
    "TRUE",
    "2024年上半年",
    "H1",
    "伊犁州直属县市",
    "伊犁州",
    "四川",
    "指标：羊存栏(只)",
    "\u200b",
    "\ufeff",
    "0",
    "00012",
    ".5",
    "续表",
    "2022年羊存栏",
    "羊（万只）",
    "2021年",
    "兵团",
    "月份",
    "季度",
    "6月",
    "2025年目标",
    "骡",
    "其中：良种",
    "2022-12-31",
    "新疆昭苏县",
    "第四师可克达拉市",
    "5.",
    "²",
    "½",
    "十二",
    "12\n13",
    '"',
    "'",
    "12;13",
    "12|13",
    "全区",
    "地区",
    "指标",
    "单位",
]


def make_table(chance: random.Random) -> writers.Table:
    indicators = chance.sample(list(SPECIES), 2)
    areas = chance.sample(["654026", "654027", "654028", "650000", "650522"], 3)
    years = chance.sample(range(2015, 2025), 3)
    layout = chance.choice(["long", "by_year", "by_indicator", "two_rows"])
    if layout == "by_year":
        indicators = indicators[:1]
    elif layout != "long":
        years = years[:1]
    figures = {
        (i, a, y): f"{chance.uniform(1, 400):.{chance.choice([0, 1, 2])}f}"
        for i in indicators
        for a in areas
        for y in years
    }
    if layout == "two_rows":
        return writers.lay_two_rows(figures, NAMES, UNITS, SPECIES)
    lay = {
        "long": writers.lay_long,
        "by_year": writers.lay_by_year,
        "by_indicator": writers.lay_by_indicator,
    }[layout]
    return lay(figures, NAMES, UNITS)


def stack(upper: writers.Table, lower: writers.Table) -> writers.Table:
    """One table below the other, as in a sheet of several."""
    down = len(upper.cells)
    merged = [(top + down, left, bottom + down, right) for top, left, bottom, right in lower.merged]
    return writers.Table([*upper.cells, *lower.cells], [*upper.merged, *merged])


def mutate_cells(table: writers.Table, chance: random.Random) -> None:
    for _ in range(chance.choice([0, 1, 1, 2, 3])):
        chance.choice(
            [
                set_cell,
                set_cell,
                set_cell,
                append_text,
                swap_cells,
                swap_rows,
                drop_row,
                double_row,
                add_blank_row,
                swap_columns,
                add_column,
            ]
        )(table.cells, chance)


def set_cell(rows, chance) -> None:
    row = chance.choice([cells for cells in rows if cells] or [[""]])
    row[chance.randrange(len(row))] = chance.choice(CELLS)


def append_text(rows, chance) -> None:
    row = chance.choice([cells for cells in rows if cells] or [[""]])
    row[chance.randrange(len(row))] += chance.choice(CELLS)


def swap_cells(rows, chance) -> None:
    filled = [cells for cells in rows if cells] or [[""]]
    row, other = chance.choice(filled), chance.choice(filled)
    a, b = chance.randrange(len(row)), chance.randrange(len(other))
    row[a], other[b] = other[b], row[a]


def swap_rows(rows, chance) -> None:
    a, b = chance.randrange(len(rows)), chance.randrange(len(rows))
    rows[a], rows[b] = rows[b], rows[a]


def drop_row(rows, chance) -> None:
    if len(rows) > 1:
        rows.pop(chance.randrange(len(rows)))


def double_row(rows, chance) -> None:
    rows.insert(chance.randrange(len(rows)), list(chance.choice(rows)))


def add_blank_row(rows, chance) -> None:
    rows.insert(chance.randrange(len(rows)), [])


def swap_columns(rows, chance) -> None:
    a, b = chance.randrange(6), chance.randrange(6)
    for cells in rows:
        if max(a, b) < len(cells):
            cells[a], cells[b] = cells[b], cells[a]


def add_column(rows, chance) -> None:
    at = chance.randrange(6)
    for cells in rows:
        cells.insert(at, chance.choice(["", "", chance.choice(CELLS)]))


def mutate_bytes(content: bytes, chance: random.Random) -> bytes:
    data = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 8])):
        at = chance.randrange(len(data) + 1)
        act = chance.randrange(5)
        if act == 0 and at < len(data):
            data[at] = chance.randrange(256)
        elif act == 1:
            del data[at : at + chance.choice([1, 2, 20])]
        elif act == 2:
            data[at:at] = bytes(chance.randrange(256) for _ in range(chance.choice([1, 3])))
        elif act == 3:
            data[at:at] = data[at : at + chance.randrange(1, 60)]
        elif len(data) > 10 and chance.random() < 0.2:
            del data[at:]
        if not data:
            return b"x"
    return bytes(data)


def make_file(chance: random.Random) -> tuple[bytes, str]:
    table = make_table(chance)
    if chance.random() < 0.15:
        table = stack(table, make_table(chance))
    mutate_cells(table, chance)
    kind = chance.choices(["csv", "xlsx", "xls", "ods"], [86, 4, 3, 7])[0]
    if kind != "csv":
        table.merged = table.merged if chance.random() < 0.5 else []
        try:
            content = {
                "xlsx": writers.write_xlsx,
                "xls": writers.write_xls,
                "ods": writers.write_ods,
            }[kind](table)
        except Exception:
            # The writing library refuses what the reader is to be given: as text, then.
            kind = "csv"
    if kind == "csv":
        content = writers.write_text(
            table,
            chance.choice(["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"]),
            chance.choice(",,,\t;"),
            chance.choice(["\r\n", "\n"]),
        )
    if chance.random() < (0.35 if kind == "csv" else 0.5):
        content = mutate_bytes(content, chance)
    return content, f".{kind}"


@pytest.mark.fuzz
@pytest.mark.parametrize("shard", range(SHARDS))
def test_mutated_files(plan_store, shard, capsys):
    read = refused = values = 0
    for number in range(FILES):
        chance = random.Random(f"{shard}-{number}")
        content, ending = make_file(chance)
        try:
            reading = read_statistics(content, f"file{ending}", plan_store)
            if number % 25 == 0:
                make_report(reading, preview_upload(plan_store, reading), None)
        except CaomuError:
            refused += 1
            continue
        read += 1
        dropped = oracle.find_dropped_word(reading)
        assert dropped is None, (shard, number, dropped)
        for observation in reading.observations.itertuples():
            fault = oracle.find_fault(observation, content, ending)
            assert fault is None, (shard, number, fault, observation)
            values += 1
    with capsys.disabled():
        print(
            f"\nshard {shard}: {FILES} mutated files, {read} read, {refused} refused, "
            f"{values} accepted values found in their cells"
        )
    assert values > FILES
