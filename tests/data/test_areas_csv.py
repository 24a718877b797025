"""The area tables as they stand in data/areas, before anything loads them."""

from pathlib import Path

import pandas as pd
import pytest

AREAS = Path(__file__).parents[2] / "data" / "areas"
ALIAS_KINDS = {"official", "short", "prefixed", "former", "code", "english", "statistical"}
BOX1_TEXT = (
    "昭苏县 布尔津县 塔城市 塔什库尔干县 博乐市 尼勒克县 巩留县 新源县 特克斯县 额敏县 托里县 "
    "阿勒泰市 哈巴河县 福海县 富蕴县 奇台县 和静县 巴里坤县 尉犁县 沙雅县 温宿县 阿克陶县 伊宁市 "
    "和田市 阿克苏市 裕民县 精河县 温泉县 木垒县 且末县 哈密市伊州区 和布克赛尔蒙古自治县 青河县 "
    "吉木乃县 乌鲁木齐县 阿合奇县 乌恰县 民丰县 和硕县 伊吾县"
)
BOX1_NAMES = BOX1_TEXT.split()


def read(name):
    return pd.read_csv(AREAS / name, dtype=str, keep_default_na=False, encoding="utf-8")


@pytest.fixture(scope="module")
def area():
    return read("area.csv")


@pytest.fixture(scope="module")
def alias():
    return read("area_alias.csv")


@pytest.fixture(scope="module")
def member():
    return read("group_member.csv")


def candidates(alias, name, year=2024):
    hit = alias[alias["alias"] == name]
    first = hit["from_year"].replace("", "0").astype(int)
    last = hit["to_year"].replace("", "9999").astype(int)
    return set(hit.loc[(first <= year) & (year <= last), "area_id"])


@pytest.mark.parametrize("path", sorted(AREAS.glob("*.csv")), ids=lambda path: path.name)
def test_files_are_plain_utf8(path):
    raw = path.read_bytes()
    assert b"\r" not in raw and not raw.startswith(b"\xef\xbb\xbf") and raw.endswith(b"\n")
    frame = read(path.name)
    for column in frame:
        assert (frame[column] == frame[column].str.strip()).all(), column


def test_number_of_areas_by_level(area):
    counts = area["level"].value_counts().to_dict()
    assert counts == {"region": 1, "prefecture": 14, "county": 112, "group": 7}
    assert area["area_id"].is_unique and area["name_zh"].is_unique and area["name_en"].is_unique


def test_every_parent_exists(area):
    assert set(area["parent_id"]) - {""} <= set(area["area_id"])
    assert list(area.loc[area["parent_id"] == "", "area_id"]) == ["650000"]
    counties = area[(area["level"] == "county") & (area["parent_id"] != "650000")]
    assert (counties["area_id"].str[:4] == counties["parent_id"].str[:4]).all()


def test_xpcc_cities_hang_under_the_region(area):
    cities = area[area["area_id"].str.startswith("6590")]
    assert len(cities) == 13
    assert set(cities["parent_id"]) == {"650000"} and set(cities["division"]) == {"xpcc"}
    others = area[~area["area_id"].str.startswith("6590") & (area["level"] != "group")]
    assert set(others["division"]) == {"local"}


def test_subregion_is_known_for_places_only(area):
    places = area["level"].isin(["prefecture", "county"])
    assert set(area.loc[places, "subregion"]) == {"north", "south", "east"}
    assert set(area.loc[~places, "subregion"]) == {""}
    east = set(area.loc[(area["level"] == "county") & (area["subregion"] == "east"), "area_id"])
    assert east == {"650402", "650421", "650422", "650502", "650521", "650522", "659011"}


def test_units_without_boundary(area):
    without = area[(area["has_boundary"] == "false") & (area["level"] != "group")]
    assert set(without["name_zh"]) == {"岑岭县", "和康县", "和安县", "草湖市"}
    assert set(area.loc[area["level"] == "group", "has_boundary"]) == {"false"}
    assert set(area["has_boundary"]) == {"true", "false"}


def test_aliases_point_to_areas_once(area, alias):
    assert set(alias["area_id"]) == set(area["area_id"])
    assert set(alias["kind"]) == ALIAS_KINDS
    assert not alias.duplicated(["alias", "area_id"]).any()
    assert not alias["alias"].str.contains("\u3000").any()


@pytest.mark.parametrize("name", BOX1_NAMES)
def test_each_name_of_box_1_is_one_area_in_the_group(area, alias, member, name):
    found = candidates(alias, name)
    assert len(found) == 1
    assert found <= set(member.loc[member["group_id"] == "box1_counties", "area_id"])
    assert area.set_index("area_id").loc[found.pop(), "level"] == "county"


def test_box_1_has_forty_names():
    assert len(set(BOX1_NAMES)) == 40


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("伊宁", {"654002", "654021"}),
        ("和田", {"653200", "653201", "653221"}),
        ("乌鲁木齐", {"650100", "650121"}),
        ("克拉玛依", {"650200", "650203"}),
        ("吐鲁番", {"650400", "650402"}),
        ("哈密", {"650500", "650502"}),
        ("昌吉", {"652300", "652301"}),
        ("阿克苏", {"652900", "652901"}),
        ("喀什", {"653100", "653101"}),
        ("塔城", {"654200", "654201"}),
        ("阿勒泰", {"654300", "654301"}),
        ("伊犁", {"654000", "ili_direct"}),
        ("Yining", {"654002", "654021"}),
    ],
)
def test_bare_names_of_several_areas_are_ambiguous(alias, name, expected):
    assert candidates(alias, name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("阿图什", "653001"),
        ("博乐", "652701"),
        ("库尔勒", "652801"),
        ("库车县", "652902"),
        ("沙湾县", "654203"),
        ("哈密市伊州区", "650502"),
        ("伊犁州昭苏县", "654026"),
        ("阿勒泰地区布尔津县", "654321"),
        ("塔县", "653131"),
        ("察县", "654022"),
        ("巴里坤县", "650521"),
        ("和布克赛尔县", "654226"),
        ("652222", "650521"),
        ("654128", "654028"),
        ("昌吉州", "652300"),
        ("博州", "652700"),
        ("巴州", "652800"),
        ("克州", "653000"),
        ("伊犁州", "654000"),
        ("伊犁州直属县市", "ili_direct"),
        ("伊犁州直", "ili_direct"),
        ("州直属县市", "ili_direct"),
        ("全区", "650000"),
        ("新疆", "650000"),
        ("Xinjiang", "650000"),
        ("兵团", "xpcc"),
        ("地方", "local"),
        ("Tekes County", "654027"),
        ("Yining County", "654021"),
    ],
)
def test_names_of_one_area(alias, name, expected):
    assert candidates(alias, name) == {expected}


@pytest.mark.parametrize(
    ("name", "year", "expected"),
    [
        ("哈密市", 2015, {"650502"}),
        ("哈密市", 2016, {"650500"}),
        ("吐鲁番市", 2014, {"650402"}),
        ("吐鲁番市", 2015, {"650400"}),
    ],
)
def test_a_city_that_rose_in_rank_is_read_as_of_the_year(alias, name, year, expected):
    assert candidates(alias, name, year) == expected


def test_local_is_only_a_statistical_word(alias):
    assert set(alias.loc[alias["alias"] == "地方", "kind"]) == {"statistical"}


def test_parts_of_a_merged_unit_are_not_its_names(alias):
    assert candidates(alias, "米泉市", 2005) == set()
    assert candidates(alias, "伊犁地区", 2000) == set()


def test_every_place_has_its_official_name_and_code(area, alias):
    places = area[area["level"] != "group"]
    for row in places.itertuples():
        own = alias[alias["area_id"] == row.area_id]
        assert list(own.loc[own["kind"] == "official", "alias"]) == [row.name_zh]
        assert row.area_id in set(own.loc[own["kind"] == "code", "alias"])
        assert row.name_en in set(own.loc[own["kind"] == "english", "alias"])


def test_every_county_has_prefixed_names_that_are_unambiguous(area, alias):
    names = area.set_index("area_id")["name_zh"]
    for row in area[area["level"] == "county"].itertuples():
        parent = "" if row.division == "xpcc" else names[row.parent_id]
        prefixed = ["新疆" + parent + row.name_zh, "新疆维吾尔自治区" + parent + row.name_zh]
        if parent:
            prefixed.append(parent + row.name_zh)
        for name in prefixed:
            assert candidates(alias, name) == {row.area_id}, name


def test_full_names_are_unambiguous_today(area, alias):
    for row in area.itertuples():
        assert candidates(alias, row.name_zh) == {row.area_id}
        assert candidates(alias, row.name_en) == {row.area_id}


def test_changes_are_known_and_lead_to_areas(area):
    change = read("area_change.csv")
    assert set(change["kind"]) <= {"recode", "rename", "split_from", "merged"}
    assert set(change["new_code"]) <= set(area["area_id"])
    assert not change.duplicated(["old_code", "new_code", "year"]).any()
    assert change["old_code"].str.fullmatch(r"65\d{4}").all()
    assert change["year"].astype(int).between(1998, 2026).all()
    followed = change[change["kind"].isin(["recode", "rename"])]
    assert followed["old_code"].is_unique
    pairs = dict(zip(followed["old_code"], followed["new_code"], strict=True))
    assert pairs["652222"] == "650521" and pairs["652100"] == "650400"


def test_old_codes_are_aliases_of_the_recoded_area(alias):
    change = read("area_change.csv")
    for row in change[change["kind"] == "recode"].itertuples():
        assert candidates(alias, row.old_code) == {row.new_code}


def test_new_units_begin_with_their_change(area):
    change = read("area_change.csv")
    made = change[change["kind"].isin(["split_from", "merged"])]
    begins = area.set_index("area_id")["from_year"]
    for row in made.itertuples():
        assert begins[row.new_code] == row.year


def test_group_sizes(area, member):
    counts = member["group_id"].value_counts().to_dict()
    assert counts == {"box1_counties": 40, "ili_direct": 11, "local": 99, "xpcc": 13}
    assert not member.duplicated(["group_id", "area_id"]).any()
    counties = set(area.loc[area["level"] == "county", "area_id"])
    assert set(member["area_id"]) <= counties
    both = member[member["group_id"].isin(["local", "xpcc"])]
    assert set(both["area_id"]) == counties
