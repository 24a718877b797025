"""The published series as they stand in data/published, before anything loads them."""

import re
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

DATA = Path(__file__).parents[2] / "data"
UNITS = {"万头", "万只", "万头(只)", "万吨", "万亩", "亿元", "元", "—"}
KEY = ["indicator_id", "area_id", "year", "period"]


def read(path):
    return pd.read_csv(DATA / path, dtype=str, keep_default_na=False, encoding="utf-8")


@pytest.fixture(scope="module")
def published():
    return read("published/published.csv")


@pytest.fixture(scope="module")
def breaks():
    return read("published/series_break.csv")


@pytest.fixture(scope="module")
def questions():
    return read("published/series_question.csv")


def value(published, indicator, year, area="650000", *, period="Y", is_current="true"):
    row = published[
        (published["indicator_id"] == indicator)
        & (published["year"] == str(year))
        & (published["area_id"] == area)
        & (published["period"] == period)
        & (published["is_current"] == is_current)
    ]
    assert len(row) == 1
    return row.iloc[0]


def test_rows_by_state(published):
    counts = published.groupby(["is_current", "period", "state"]).size().to_dict()
    assert counts == {
        ("true", "Y", "published"): 460,
        ("true", "Y", "derived"): 6,
        ("true", "H1", "published"): 6,
        ("true", "H1", "derived"): 1,
        ("true", "C09", "published"): 2,
        ("false", "Y", "published"): 15,
    }
    assert not published.duplicated([*KEY, "is_current"]).any()


# The bureau revised these: sheep slaughtered 2007-2016, and what the census of 2006 changed.
REVISED = {
    ("cattle_slaughtered", 2007): ("200.01", "210.68"),
    ("cattle_slaughtered", 2011): ("203.87", "206.20"),
    ("sheep_slaughtered", 2007): ("3008.8", "3077.43"),
    ("sheep_slaughtered", 2008): ("2842.26", "2862.70"),
    ("sheep_slaughtered", 2009): ("2749.27", "2779.01"),
    ("sheep_slaughtered", 2010): ("2947.22", "2989.75"),
    ("sheep_slaughtered", 2011): ("2913.83", "2966.51"),
    ("sheep_slaughtered", 2012): ("3001.24", "3066.47"),
    ("sheep_slaughtered", 2013): ("3107.5", "3186.43"),
    ("sheep_slaughtered", 2014): ("3327.6", "3424.37"),
    ("sheep_slaughtered", 2015): ("3444.1", "3556.95"),
    ("sheep_slaughtered", 2016): ("3612.8", "3744.63"),
    ("cattle_stock", 2006): ("502.86", "372.21"),
    ("sheep_stock", 2006): ("4359.5", "3921.50"),
    ("large_animal_stock", 2006): ("736.33", "605.68"),
}


def test_revised_figures_stand_beside_the_older_ones(published):
    older = published[published["is_current"] == "false"]
    assert {(row.indicator_id, int(row.year)) for row in older.itertuples()} == set(REVISED)
    for (indicator, year), (old, new) in REVISED.items():
        before = value(published, indicator, year, is_current="false")
        after = value(published, indicator, year)
        assert (before["value"], after["value"]) == (old, new)
        assert before["edition"] < after["edition"]
        assert new in before["note"]


def test_of_two_prints_of_one_figure_the_one_with_more_decimals_stands(published):
    taken = {
        ("cattle_slaughtered", 2013): "230.26",
        ("cattle_slaughtered", 2014): "239.39",
        ("cattle_slaughtered", 2015): "247.29",
        ("cattle_slaughtered", 2016): "258.07",
        ("milk_output", 2020): "200.04",
        ("egg_output", 2020): "40.16",
        ("cattle_stock", 2017): "432.9883266",
        ("sheep_stock", 2013): "3663.224243",
    }
    for (indicator, year), text in taken.items():
        assert value(published, indicator, year)["value"] == text


def test_only_indicators_of_the_dashboard_go_past_2017(published):
    """Goats, sheep alone and large animals are context of the older tables only."""
    newest = published.groupby("indicator_id")["year"].max()
    assert set(newest[["goat_stock", "sheep_only_stock", "large_animal_stock"]]) == {"2017"}


def test_parts_of_a_year_keep_their_period(published):
    parts = published[published["period"] != "Y"]
    assert {(r.indicator_id, int(r.year), r.period, r.value) for r in parts.itertuples()} == {
        ("beef_output", 2022, "H1", "23.33"),
        ("beef_output", 2023, "H1", "25.43"),
        ("cattle_slaughtered", 2023, "H1", "149.17"),
        ("sheep_slaughtered", 2023, "H1", "1693.70"),
        ("four_meat_output", 2023, "H1", "92.46"),
        ("milk_output", 2023, "H1", "98.96"),
        ("livestock_output_value", 2023, "H1", "595.6"),
        ("four_meat_output", 2022, "C09", "132.48"),
        ("milk_output", 2022, "C09", "163.85"),
    }


def test_sources_read_as_a_person_would_cite_them(published, breaks, questions):
    for frame in (published, breaks, questions):
        assert not frame["source"].str.contains(r"http|www|github|\.csv|\.xlsx|@").any()
        assert frame["source"].str.contains(r"[\u4e00-\u9fff]{4}").all()
    dated = published[published["edition"] != ""]
    assert dated["edition"].str.fullmatch(r"20\d\d(-\d\d(-\d\d)?)?").all()
    # The year of the edition stands in the source; an undated source has no edition.
    assert all(row.edition[:4] in row.source for row in dated.itertuples())
    assert set(published.loc[published["edition"] == "", "indicator_id"]) == {
        "livestock_stock",
        "livestock_output_value",
    }


def test_each_source_has_its_english_citation(published, breaks, questions):
    sources = read("published/source.csv")
    used = pd.concat([published, breaks, questions])["source"]
    assert not sources["source"].duplicated().any()
    assert set(sources["source"]) == set(used)
    assert not sources["source_en"].str.contains(r"[\u4e00-\u9fff]|http|github").any()
    for row in sources.itertuples():
        years = [set(re.findall(r"\d{4}", text)) for text in (row.source, row.source_en)]
        assert years[0] == years[1], row.source


def test_areas_of_pests_are_converted_from_thousand_hectares(published):
    pests = published[published["indicator_id"].isin(["rodent_area", "insect_area"])]
    assert len(pests) == 26
    for row in pests.itertuples():
        printed = re.match(r"printed as ([\d.]+) thousand hectares", row.note).group(1)
        assert Decimal(row.value) == Decimal(printed) * Decimal("1.5")


def test_cells_are_clean(published):
    for name in ("published.csv", "series_break.csv", "series_question.csv"):
        raw = (DATA / "published" / name).read_bytes()
        assert b"\r" not in raw and not raw.startswith(b"\xef\xbb\xbf") and raw.endswith(b"\n")
        frame = read(f"published/{name}")
        for column in frame:
            assert (frame[column] == frame[column].str.strip()).all(), column
    assert published["value"].str.fullmatch(r"\d+(\.\d+)?").all()
    assert published["year"].astype(int).between(1998, 2024).all()
    assert set(published["is_current"]) == {"true", "false"}
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
    if not (DATA / "plans" / "livestock" / "indicator.csv").exists():
        pytest.skip("the indicator table is not there yet")
    units = read("plans/livestock/indicator.csv").set_index("indicator_id")["unit"]
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
        ("cattle_stock", 2021, "616.30", "published"),
        ("cattle_stock", 2023, "815.63", "published"),
        ("cattle_stock", 2024, "838.34", "published"),
        ("sheep_stock", 2021, "4569.56", "published"),
        ("sheep_stock", 2023, "4524.36", "published"),
        ("beef_output", 2021, "48.50", "published"),
        ("mutton_output", 2021, "60.44", "published"),
        ("mutton_output", 2023, "62.78", "published"),
        ("meat_output", 2021, "198.73", "published"),
        ("milk_output", 2021, "211.53", "published"),
        ("milk_output", 1998, "60.0", "published"),
        ("milk_output", 1999, "20.47", "published"),
        ("milk_output", 2023, "232.83", "published"),
        ("cattle_slaughtered", 2016, "258.07", "published"),
        ("cattle_slaughtered", 2018, "253.53", "published"),
        ("cattle_slaughtered", 2023, "340.84", "derived"),
        ("sheep_slaughtered", 2020, "3509.54", "published"),
        ("livestock_output_value", 2021, "1265.69", "published"),
        ("livestock_output_index", 2021, "113.0", "published"),
        ("livestock_output_index", 2023, "107.7", "published"),
        ("rodent_area", 2021, "1381.95", "published"),
        ("insect_area", 2024, "2096.85", "published"),
        ("four_meat_output", 2020, "157.70", "published"),
        ("livestock_stock", 2002, "4951.28", "published"),
        ("rural_income", 2019, "13122", "published"),
        ("rural_income", 2021, "15575", "published"),
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
        base, year, period, sign, change, word = re.fullmatch(
            r"computed: ([\d.]+) \((\d{4})(?: (H1))?\) ([+-]) ([\d.]+) "
            r"\(stated (increase|decrease)(?:, printed to one decimal)?\)",
            row.note,
        ).groups()
        found = value(published, row.indicator_id, year, period=period or "Y")
        assert (int(year), base) == (int(row.year) + 1, found["value"])
        assert word == {"+": "decrease", "-": "increase"}[sign]
        change = Decimal(change) if sign == "+" else -Decimal(change)
        assert Decimal(row.value) == Decimal(base) + change


@pytest.mark.parametrize("year", [2023, 2024])
def test_meats_add_up(published, year):
    parts = ["beef_output", "mutton_output", "pork_output", "poultry_meat_output"]
    total = sum(Decimal(value(published, part, year)["value"]) for part in parts)
    assert total == Decimal(value(published, "major_meat_output", year)["value"])


# The total of 2006 was revised, its parts were not.
@pytest.mark.parametrize("year", [year for year in range(1998, 2018) if year != 2006])
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
        ("cattle_stock", {2005}),
        ("sheep_stock", {2005, 2007}),
        ("mutton_output", {2005, 2007}),
        ("horse_stock", {2005, 2016, 2018}),
        ("donkey_stock", {2005, 2016, 2018}),
        ("camel_stock", {2005, 2016, 2018}),
        ("cattle_slaughtered", {2005}),
        ("beef_output", {2005}),
        ("goat_stock", {2005, 2006}),
        ("sheep_only_stock", {2005, 2006, 2007}),
        ("large_animal_stock", {2005, 2016}),
        ("livestock_output_value", {2005, 2006}),
    ],
)
def test_series_breaks(breaks, indicator, years):
    found = breaks.loc[breaks["indicator_id"] == indicator, "after_year"].astype(int)
    assert set(found) == years


def test_breaks_and_questions_are_explained_once(breaks, questions):
    key = ["indicator_id", "area_id", "after_year"]
    both = pd.concat([breaks, questions])
    assert not both.duplicated(key).any()
    assert (both[["note", "note_zh", "source"]] != "").all(axis=None)
    assert set(breaks["evidence"]) == {"source_note", "second_series"}


def test_a_jump_without_evidence_is_a_question(questions):
    found = {(row.indicator_id, int(row.after_year)) for row in questions.itertuples()}
    assert found == {
        ("cattle_stock", 2011),
        ("sheep_stock", 2011),
        ("sheep_stock", 2016),
        ("sheep_only_stock", 2011),
        ("sheep_slaughtered", 2016),
        ("livestock_output_value", 2022),
        ("rodent_area", 2017),
        ("insect_area", 2017),
    }


def test_the_note_of_a_break_gives_the_series_change(published, breaks, questions):
    """`fell by 21.1% (3835.227 to 3025.68)` is what the two figures of the series give."""
    both = pd.concat([breaks, questions])
    checked = 0
    for row in both.itertuples():
        told = re.search(r"(grew|fell) by ([\d.]+)% \(([\d.]+) to ([\d.]+)\)", row.note)
        if told is None:
            continue
        word, change, old, new = told.groups()
        sign = 1 if word == "grew" else -1
        assert float(new) / float(old) * 100 - 100 == pytest.approx(sign * float(change), abs=0.05)
        years = set(published.loc[published["value"].isin([old, new]), "year"].astype(int))
        assert int(row.after_year) in years, row.note
        checked += 1
    assert checked > 15


def test_breaks_give_the_same_figures_in_both_languages(breaks, questions):
    for row in pd.concat([breaks, questions]).itertuples():
        chinese = set(re.findall(r"\d+(?:\.\d+)?", row.note_zh))
        assert chinese <= set(re.findall(r"\d+(?:\.\d+)?", row.note)), row.note_zh


def test_notes_say_the_same_in_both_languages(published):
    assert ((published["note"] == "") == (published["note_zh"] == "")).all()
    for row in published[published["note"] != ""].itertuples():
        numbers = [set(re.findall(r"\d+(?:\.\d+)?", text)) for text in (row.note, row.note_zh)]
        assert numbers[0] == numbers[1], row.note
        assert re.search(r"[\u4e00-\u9fff]", row.note_zh), row.note_zh
        assert not re.search(r"\b(agrees|differs|computed|year)\b", row.note_zh), row.note_zh
