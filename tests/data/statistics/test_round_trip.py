"""The same figures in random layouts, formats, encodings and units read back equal."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from data.statistics.read import read_statistics
from tests.conftest import count_examples
from tests.data.statistics import writers

STOCKS = {
    "cattle_stock": ("牛", "存栏"),
    "sheep_stock": ("羊", "存栏"),
    "cattle_slaughtered": ("牛", "出栏"),
    "sheep_slaughtered": ("羊", "出栏"),
}
OUTPUTS = {"beef_output": ("牛", "产量"), "mutton_output": ("羊", "产量")}
SPECIES = {
    key: (STOCKS | OUTPUTS)[key]
    for key in (
        "cattle_stock",
        "cattle_slaughtered",
        "beef_output",
        "sheep_stock",
        "sheep_slaughtered",
        "mutton_output",
    )
}
NAMES = {
    "cattle_stock": ["牛存栏", "年末牛存栏数", "大牲畜:牛", "牛年末存栏", "牛年底头数"],
    "sheep_stock": ["羊存栏", "羊年末只数", "年末羊存栏", "羊年底只数"],
    "cattle_slaughtered": ["牛出栏", "出栏牛", "牛出栏头数"],
    "sheep_slaughtered": ["羊出栏", "肉羊出栏"],
    "beef_output": ["牛肉产量", "Output of beef"],
    "mutton_output": ["羊肉产量"],
    "650000": ["新疆", "新 疆", "新\u3000疆", "新疆维吾尔自治区", "全区", "Xinjiang", "650000"],
    "654026": ["昭苏县", "昭苏", "伊犁州昭苏县", "654026", "昭　苏"],
    "650521": ["巴里坤县", "巴里坤哈萨克自治县", "652222", "哈密市巴里坤县"],
    "650502": ["伊州区", "哈密市伊州区"],
    "659004": ["五家渠市"],
    "654000": ["伊犁州", "伊犁哈萨克自治州"],
    "ili_direct": ["伊犁州直属县市", "伊犁州直"],
}
AREAS = [key for key in NAMES if key not in STOCKS | OUTPUTS]


def list_numbers(area):
    """A county has less than its prefecture, that less than the region: else they are held."""
    low, high = {"650000": ("10", "99999"), "654000": ("5.01", "9.99")}.get(area, ("0.01", "5"))
    return st.decimals(min_value=Decimal(low), max_value=Decimal(high), places=2)


@st.composite
def tables(draw, layout):
    indicators = draw(st.lists(st.sampled_from(list(SPECIES)), min_size=1, max_size=4, unique=True))
    years = draw(st.lists(st.integers(2016, 2024), min_size=1, max_size=4, unique=True))
    indicators = indicators[:1] if layout == "by_year" else indicators
    years = years[:1] if layout in ("by_indicator", "two_rows") else years
    areas = draw(st.lists(st.sampled_from(AREAS), min_size=1, max_size=5, unique=True))
    figures = {
        (indicator, area, year): draw(list_numbers(area))
        for indicator in indicators
        for area in areas
        for year in years
    }
    names = {key: draw(st.sampled_from(NAMES[key])) for key in [*indicators, *areas]}
    units = {
        indicator: draw(
            st.sampled_from(writers.STOCK_UNITS if indicator in STOCKS else writers.OUTPUT_UNITS)
        )
        for indicator in indicators
    }
    texts = {
        # There is no part of a head: it would be asked about.
        key: str(int(number * 100)) if units[key[0]] == "头" else str(number)
        for key, number in figures.items()
    }
    return texts, names, units


def lay(layout, figures, names, units):
    if layout == "long":
        return writers.lay_long(figures, names, units)
    if layout == "by_year":
        return writers.lay_by_year(figures, names, units)
    if layout == "by_indicator":
        return writers.lay_by_indicator(figures, names, units)
    return writers.lay_two_rows(figures, names, units, SPECIES)


FORMATS = {
    "csv utf-8": lambda table: writers.write_text(table),
    "csv mark": lambda table: writers.write_text(table, "utf-8-sig", line_end="\n"),
    "csv gb18030": lambda table: writers.write_text(table, "gb18030"),
    "csv utf-16": lambda table: writers.write_text(table, "utf-16", "\t"),
    "tsv": lambda table: writers.write_text(table, "utf-8", "\t"),
    "semicolons": lambda table: writers.write_text(table, "gb18030", ";", "\n"),
    "xlsx": lambda table: writers.write_xlsx(table),
    "xlsx text": lambda table: writers.write_xlsx(table, as_text=True),
    "xls": lambda table: writers.write_xls(table),
    "ods": lambda table: writers.write_ods(table),
}


@pytest.mark.parametrize("layout", ["long", "by_year", "by_indicator", "two_rows"])
@settings(
    max_examples=count_examples(40),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_figures_come_back_equal(plan_store, layout, data):
    figures, names, units = data.draw(tables(layout))
    kind = data.draw(st.sampled_from(list(FORMATS)))
    content = FORMATS[kind](lay(layout, figures, names, units))
    ending = {"tsv": ".tsv", "xls": ".xls", "ods": ".ods"}.get(
        kind, ".xlsx" if kind.startswith("xlsx") else ".csv"
    )
    reading = read_statistics(content, f"文件{ending}", plan_store)
    assert [issue for issue in reading.issues if issue.severity == "rejected"] == []
    assert reading.unread == []
    read = {
        (row.indicator_id, row.area_id, row.year): row.value
        for row in reading.observations.itertuples()
    }
    expected = {
        key: float(Decimal(text).scaleb(writers.UNITS[units[key[0]]] - 4))
        for key, text in figures.items()
    }
    assert read == expected


def stack(upper, lower):
    """One table below the other, a blank row between them."""
    down = len(upper.cells) + 1
    merged = [(top + down, left, bottom + down, right) for top, left, bottom, right in lower.merged]
    return writers.Table([*upper.cells, [], *lower.cells], [*upper.merged, *merged])


@pytest.mark.parametrize("upper", ["long", "by_year", "by_indicator", "two_rows"])
@settings(
    max_examples=count_examples(40),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_tables_below_each_other_come_back_equal(plan_store, upper, data):
    lower = data.draw(st.sampled_from(["long", "by_year", "by_indicator", "two_rows"]))
    first, second = data.draw(tables(upper)), data.draw(tables(lower))
    assume(not {key[0] for key in first[0]} & {key[0] for key in second[0]})
    kind = data.draw(st.sampled_from(["csv utf-8", "csv gb18030", "xlsx", "xls", "ods"]))
    content = FORMATS[kind](stack(lay(upper, *first), lay(lower, *second)))
    reading = read_statistics(content, f"文件.{kind.split()[0]}", plan_store)
    assert [issue for issue in reading.issues if issue.severity == "rejected"] == []
    assert reading.unread == []
    read = {
        (row.indicator_id, row.area_id, row.year): row.value
        for row in reading.observations.itertuples()
    }
    expected = {
        key: float(Decimal(text).scaleb(writers.UNITS[units[key[0]]] - 4))
        for figures, _, units in (first, second)
        for key, text in figures.items()
    }
    assert read == expected
