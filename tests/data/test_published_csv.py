"""The published series as they stand in data/published, before anything loads them."""

import re
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

DATA = Path(__file__).parents[2] / "data"
UNITS = {"万头", "万只", "万头(只)", "万吨", "亿元", "元"}


def read(path):
    return pd.read_csv(DATA / path, dtype=str, keep_default_na=False, encoding="utf-8")


@pytest.fixture(scope="module")
def published():
    return read("published/published.csv")


@pytest.fixture(scope="module")
def breaks():
    return read("published/series_break.csv")


def value(published, indicator, year, area="650000"):
    row = published[
        (published["indicator_id"] == indicator)
        & (published["year"] == str(year))
        & (published["area_id"] == area)
    ]
    assert len(row) == 1
    return row.iloc[0]


def test_rows_by_state(published):
    assert published["state"].value_counts().to_dict() == {"published": 321, "derived": 13}
    assert not published.duplicated(["indicator_id", "area_id", "year", "period"]).any()


def test_cells_are_clean(published):
    for name in ("published.csv", "series_break.csv"):
        raw = (DATA / "published" / name).read_bytes()
        assert b"\r" not in raw and not raw.startswith(b"\xef\xbb\xbf") and raw.endswith(b"\n")
        frame = read(f"published/{name}")
        for column in frame:
            assert (frame[column] == frame[column].str.strip()).all(), column
    assert published["value"].str.fullmatch(r"\d+(\.\d+)?").all()
    assert published["year"].astype(int).between(1998, 2024).all()
    assert set(published["period"]) == {"Y"}
    assert set(published["unit"]) == UNITS
    assert (published["source"] != "").all()
    assert not published["source"].str.contains("derived").any()


def test_a_series_has_one_unit(published):
    assert (published.groupby("indicator_id")["unit"].nunique() == 1).all()


def test_areas_are_known(published, breaks):
    known = set(read("areas/area.csv")["area_id"])
    assert set(published["area_id"]) <= known
    assert set(breaks["area_id"]) == {"650000"}


def test_indicators_are_known_with_their_unit(published, breaks):
    if not (DATA / "plan" / "indicator.csv").exists():
        pytest.skip("the indicator table is not there yet")
    units = read("plan/indicator.csv").set_index("indicator_id")["unit"]
    assert set(published["indicator_id"]) <= set(units.index)
    assert set(breaks["indicator_id"]) <= set(units.index)
    for row in published[["indicator_id", "unit"]].drop_duplicates().itertuples():
        assert units[row.indicator_id] == row.unit, row.indicator_id


@pytest.mark.parametrize(
    ("indicator", "year", "text", "state"),
    [
        ("beef_output", 2016, "42.48", "published"),
        ("beef_output", 2017, "43.04", "published"),
        ("beef_output", 2024, "62.08", "published"),
        ("cattle_stock", 2023, "815.63", "derived"),
        ("cattle_stock", 2024, "838.34", "published"),
        ("sheep_stock", 2023, "4524.36", "derived"),
        ("mutton_output", 2023, "62.78", "derived"),
        ("milk_output", 1998, "60.0", "published"),
        ("milk_output", 1999, "20.47", "published"),
        ("milk_output", 2023, "232.83", "derived"),
        ("cattle_slaughtered", 2016, "258.1", "published"),
        ("four_meat_output", 2020, "157.70", "published"),
        ("livestock_stock", 2002, "4951.28", "published"),
        ("rural_income", 2019, "13122", "published"),
    ],
)
def test_golden_values(published, indicator, year, text, state):
    row = value(published, indicator, year)
    assert (row["value"], row["state"]) == (text, state)


def test_livestock_of_2002_in_the_areas_named(published):
    rows = published[published["indicator_id"] == "livestock_stock"]
    assert dict(zip(rows["area_id"], rows["value"], strict=True)) == {
        "650000": "4951.28",
        "652900": "501.42",
        "653100": "690",
        "654200": "457.25",
        "ili_direct": "625.75",
    }


def test_derived_values_follow_from_their_note(published):
    for row in published[published["state"] == "derived"].itertuples():
        base, sign, change, word = re.fullmatch(
            r"computed: ([\d.]+) \(2024\) ([+-]) ([\d.]+) \(stated (increase|decrease)\)", row.note
        ).groups()
        assert base == value(published, row.indicator_id, 2024)["value"]
        assert word == {"+": "decrease", "-": "increase"}[sign]
        change = Decimal(change) if sign == "+" else -Decimal(change)
        assert Decimal(row.value) == Decimal(base) + change


@pytest.mark.parametrize("year", [2023, 2024])
def test_meats_add_up(published, year):
    parts = ["beef_output", "mutton_output", "pork_output", "poultry_meat_output"]
    total = sum(Decimal(value(published, part, year)["value"]) for part in parts)
    assert total == Decimal(value(published, "major_meat_output", year)["value"])


@pytest.mark.parametrize("year", range(1998, 2018))
def test_sheep_and_goats_add_up(published, year):
    goats = Decimal(value(published, "goat_stock", year)["value"])
    sheep = Decimal(value(published, "sheep_only_stock", year)["value"])
    total = Decimal(value(published, "sheep_stock", year)["value"])
    # The source prints some totals to one decimal only.
    assert abs(goats + sheep - total) <= Decimal("0.05")


def test_disagreements_between_sources_are_noted(published):
    differs = published[published["note"].str.contains("differs")]
    assert set(zip(differs["indicator_id"], differs["year"], strict=True)) == {
        ("beef_output", "2006"),
        ("mutton_output", "2006"),
        ("meat_output", "2006"),
        ("meat_output", "2011"),
        ("milk_output", "1999"),
    }
    assert "error of the source" in value(published, "milk_output", 1999)["note"]


@pytest.mark.parametrize(
    ("indicator", "years"),
    [
        ("milk_output", {1998, 1999, 2005, 2007, 2016}),
        ("dairy_output", {2005, 2007, 2016}),
        ("cattle_stock", {2005, 2006, 2017}),
        ("sheep_stock", {2005, 2007}),
        ("mutton_output", {2005, 2007}),
        ("horse_stock", {2005, 2016}),
        ("donkey_stock", {2005, 2016}),
        ("camel_stock", {2005, 2016}),
        ("cattle_slaughtered", {2005}),
        ("beef_output", {2005}),
        ("goat_stock", {2005}),
        ("sheep_only_stock", {2005, 2007}),
        ("large_animal_stock", {2005, 2006, 2016, 2017}),
    ],
)
def test_series_breaks(breaks, indicator, years):
    found = breaks.loc[breaks["indicator_id"] == indicator, "after_year"].astype(int)
    assert set(found) == years


def test_breaks_are_explained_once(breaks):
    assert not breaks.duplicated(["indicator_id", "area_id", "after_year"]).any()
    assert (breaks[["note", "note_zh", "source"]] != "").all(axis=None)


def test_breaks_give_the_same_figures_in_both_languages(breaks):
    for row in breaks.itertuples():
        chinese = set(re.findall(r"\d+(?:\.\d+)?", row.note_zh))
        assert chinese <= set(re.findall(r"\d+(?:\.\d+)?", row.note)), row.note_zh


def test_notes_say_the_same_in_both_languages(published):
    assert ((published["note"] == "") == (published["note_zh"] == "")).all()
    for row in published[published["note"] != ""].itertuples():
        numbers = [set(re.findall(r"\d+(?:\.\d+)?", text)) for text in (row.note, row.note_zh)]
        assert numbers[0] == numbers[1], row.note
        assert re.search(r"[\u4e00-\u9fff]", row.note_zh), row.note_zh
        assert not re.search(r"\b(agrees|differs|computed|year)\b", row.note_zh), row.note_zh
