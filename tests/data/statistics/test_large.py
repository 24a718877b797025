"""Large tidy files: read by the column, committed whole, and told of like any other."""

import csv
import random

import pytest

from data.files.columns import ColumnGrid, split_columns
from data.files.grid import Grid
from data.statistics import read as read_module
from data.statistics.commit import commit_upload, preview_upload
from data.statistics.model import IngestOptions
from data.statistics.read import read_statistics
from data.store.books import load_books

YEARS = range(2019, 2025)


def make_tidy(store, indicators=54, years=YEARS) -> str:
    """Return a tidy file of every county and prefecture, ids and units right."""
    books, chance = load_books(store), random.Random(5)
    areas = [
        area for area, level in books.areas.levels.items() if level in ("county", "prefecture")
    ]
    lines = ["indicator_id,area_id,year,value,unit"]
    for indicator in list(books.indicators.rows)[:indicators]:
        unit = books.indicators.rows[indicator]["unit"]
        for area in areas:
            # A county is below its prefecture: what is above it would be asked about.
            level = chance.uniform(40, 45) if area.endswith("00") else chance.uniform(1, 2)
            lines += [
                f"{indicator},{area},{year},{level + (year - 2019) / 100:.3f},{unit}"
                for year in years
            ]
    return "\n".join(lines) + "\n"


def test_counties_and_prefectures_of_many_indicators_with_the_same_units(store):
    """Many indicators have one unit: it once stood in a column's words as often as they are."""
    text = make_tidy(store)
    reading = read_statistics(text.encode(), "整理.csv", store)
    assert isinstance(reading.grids[0], ColumnGrid)
    accepted = len(reading.batch)
    report = commit_upload(store, reading)
    assert (report["values"], report["missing"]) == (text.count("\n") - 1, 0)
    assert report["new"] == report["accepted"] == accepted > 30_000
    again = preview_upload(store, read_statistics(text.encode(), "整理.csv", store))
    assert (again.unchanged, again.new, again.revised) == (accepted, 0, 0)
    assert again.frame["unit"].tolist() == reading.observations["unit"].tolist()


@pytest.mark.parametrize("given", [{}, {"unit": "万头", "year": 2020}])
def test_large_and_small_text_are_read_alike(plan_store, monkeypatch, given):
    rows = [
        "牛存栏,昭苏县,2020,1.5,万头,",
        "牛存栏,昭苏县,2020,15000,头,",
        "牛存栏,特克斯县,2020年,…,万头,",
        "牛存栏,特克斯县,2021,1e2,头,注记",
        "牛存栏,火星县,2021,100,头,",
        "牛毛,昭苏县,2021,100,头,",
        "牛存栏,四川,2021,100,头,",
        "牛存栏,伊宁,2021,100,头,",
        "牛存栏,昭苏县,1900,100,头,",
        "牛存栏,昭苏县,2022,100,吨,",
        "牛存栏,昭苏县,2023,abc,头,",
        "牛存栏,昭苏县,2024,-5,头,",
        "指标,地区,年份,数值,单位,备注",
        "牛存栏,合计,2020,3,万头,",
        "注：以上为快报数",
        "续表,尼勒克县,2024,3.25,万头,",
        "牛存栏,尼勒克县,2024,3.25,万头",
        "羊存栏,尼勒克县,2024,3.25,万只,,,",
    ]
    text = "统计表\n指标,地区,年份,数值,单位,备注\n" + "\n".join(rows * 3) + "\n"
    lines = list(csv.reader(text.splitlines()))
    grids = [Grid("a", lines), ColumnGrid("a", split_columns(text.encode(), ","))]
    found = []
    for grid in grids:
        monkeypatch.setattr(read_module, "read_file_safely", lambda *_, grid=grid: [grid])
        options = IngestOptions(**given)
        found.append(describe(read_statistics(b"", "a.csv", plan_store, options=options)))
    assert found[0] == found[1]
    assert len(found[0][0]) >= 3


def describe(reading) -> tuple:
    """Return everything that a reading says."""
    return (
        reading.batch.to_pylist(),
        reading.issues,
        reading.rejected.to_dict("records"),
        reading.held.to_dict("records"),
        (reading.out_of_scope, reading.missing, reading.layouts, reading.words, reading.unread),
    )
