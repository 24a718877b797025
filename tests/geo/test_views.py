"""Views: which unit is what, by hand, and what every kind of map must keep to."""

from dataclasses import replace

import pandas as pd
import pytest

from data.store.figures import load_sources_en
from data.words.catalogue import LANGUAGES, use_language
from geo import sources
from geo.change import build_change_view
from geo.classes import compute_classes
from geo.screen_map import describe_screen_map
from geo.units import compute_real_growth, pick_level
from geo.views import Setting, build_indicator_view
from tests.geo.kinds import KINDS, make_view
from tests.geo.seeds import SILENT

BEEF = "beef_output"


@pytest.fixture
def setting(store):
    return Setting(sources.load_map_areas(store), "county")


@pytest.fixture
def beef(store):
    return sources.load_map_indicators(store).loc[BEEF]


def make_figures(rows) -> pd.DataFrame:
    """Return figures from (area_id, year, value, state) rows."""
    frame = pd.DataFrame(rows, columns=["area_id", "year", "value", "state"])
    return frame.assign(source="s", sources_disagree=False, recorded_at=pd.NaT)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_unit_is_in_one_key_of_the_legend(store, kind, language):
    with use_language(language):
        view = make_view(store, kind)
    keys = {item.key for item in view.legend}
    assert set(view.drawn["key"]) <= keys
    assert "no_data" in keys
    assert sum(item.count for item in view.legend if item.key != "xpcc") == len(view.drawn)
    classes = [item for item in view.legend if item.key == "class"]
    assert tuple(item.color for item in classes) == view.colors
    assert len({item.label for item in view.legend}) == len(view.legend)


@pytest.mark.parametrize("kind", KINDS)
def test_no_value_is_never_in_a_class(store, kind):
    units = make_view(store, kind).units
    in_class = units["key"] == "class"
    assert units.loc[in_class, "value"].notna().all()
    assert (units.loc[~in_class, "text"] == "").all()
    assert units.loc[~in_class, "class_no"].isna().all()


def test_no_data_is_not_zero(setting, beef):
    figures = make_figures([("654026", 2024, 0.0, "reported"), ("654025", 2023, 2.0, "reported")])
    units = build_indicator_view(setting, beef, figures, 2024).units
    assert units.at["654026", "key"] == "class" and units.at["654026", "text"] == "0万吨"
    assert units.at["654025", "key"] == "no_data" and units.at["654025", "text"] == ""


def test_the_region_and_prefectures_are_not_on_a_county_map(setting, beef):
    figures = make_figures([("650000", 2024, 50.0, "published"), ("654200", 2024, 5.0, "reported")])
    view = build_indicator_view(setting, beef, figures, 2024)
    assert not {"650000", "654200"} & set(view.units.index)
    assert set(view.units["key"]) == {"no_data", "not_founded"}
    assert view.classes.breaks == (), "the region's own figure makes no break"


def test_counties_outside_the_role_are_not_assigned(store):
    view = make_view(store, "peers")
    roles = sources.load_map_roles(store).query("role_id == 'altay_kazakh_sheep'")
    assert set(view.units.index[view.units["key"] != "not_assigned"]) == set(roles["area_id"])
    assert "654324" in SILENT and view.units.at["654324", "key"] in ("no_data", "not_assigned")
    assert view.ranked <= len(roles)


def test_a_figure_of_an_unassigned_county_is_not_shown(setting, beef):
    figures = make_figures([("654026", 2024, 1.0, "reported"), ("654025", 2024, 2.0, "reported")])
    view = build_indicator_view(setting, beef, figures, 2024, peers={"654026"})
    assert view.units.at["654025", "text"] == ""
    assert view.units.at["654025", "key"] == "not_assigned"
    assert pd.isna(view.units.at["654025", "rank"])
    assert view.states == {"reported": 1}


def test_ranks_are_given_from_high_to_low(setting, beef):
    counties = list_counties(setting, 2024)
    view = build_indicator_view(setting, beef, number_figures(counties, 2024), 2024)
    assert view.ranked == len(counties) == 110
    assert view.units.at[counties[-1], "rank"] == 1
    assert view.units.at[counties[0], "rank"] == 110


def list_counties(setting, year) -> list[str]:
    """Return the counties of a year."""
    counties = setting.areas[setting.areas["level"] == "county"]
    return list(counties.index.difference(sources.find_absent(setting.areas, [year])))


def number_figures(area_ids, year) -> pd.DataFrame:
    """Return a figure for each area, one more than that of the one before."""
    return make_figures(
        [(area_id, year, float(n), "reported") for n, area_id in enumerate(area_ids, 1)]
    )


def test_where_less_is_better_the_lowest_is_first(setting, store):
    rodents = sources.load_map_indicators(store).loc["rodent_area"]
    counties = list_counties(setting, 2024)
    figures = number_figures(counties, 2024)
    view = build_indicator_view(setting, rodents, figures, 2024)
    assert view.units.at[counties[0], "rank"] == 1 and view.order == "down"
    before = figures.assign(year=2023, value=1.0)
    change = build_change_view(
        setting, rodents, pd.concat([figures, before]), make_breaks([]), 2023, 2024
    )
    assert change.units.at[counties[0], "rank"] == 1 and change.order == "down"


def test_equal_values_share_a_rank_however_they_were_computed(setting, beef):
    counties = list_counties(setting, 2024)
    figures = number_figures(counties, 2024)
    thirds = [1 / 3, 1.1 / 3.3, 0.1 / 0.3]
    figures["value"] = [thirds[n % 3] for n in range(len(figures))]
    ranks = build_indicator_view(setting, beef, figures, 2024).units["rank"]
    assert figures["value"].nunique() > 1 and set(ranks.dropna()) == {1}


def test_a_county_that_did_not_exist_is_not_without_data(setting, store):
    straw = sources.load_map_indicators(store).loc["straw_use_rate"]
    counties = list_counties(setting, 2021)
    assert len(counties) == 107
    figures = number_figures(counties[:86], 2021)
    view = build_indicator_view(setting, straw, figures, 2021)
    assert view.ranked == 86, "86 of 107 is enough, 86 of 112 would not be"
    absent = view.units.index[view.units["key"] == "not_founded"]
    assert list(absent) == ["653132", "653228", "653229", "659012", "659013"]
    (key,) = (item for item in view.legend if item.key == "not_founded")
    assert (key.label, key.count) == ("当时尚未设立", 1), "four have no outline"
    change = build_change_view(setting, straw, figures, make_breaks([]), 2021, 2024)
    assert change.units.at["653228", "key"] == "not_founded", "it existed in one of the years"
    among = build_indicator_view(setting, straw, figures, 2021, peers={"653228"})
    assert among.units.at["653228", "key"] == "not_founded"
    assert among.units.at["659012", "key"] == "not_assigned", "it is not asked about"


def test_prefectures_are_ranked_among_themselves(setting, beef):
    setting = replace(setting, level="prefecture", _units={})
    members = setting.areas[setting.areas["level"] == "prefecture"].index.difference(["654000"])
    figures = number_figures([*members, "ili_direct", "659001", "654000"], 2021)
    view = build_indicator_view(setting, beef, figures, 2021)
    assert view.ranked == len(members) + 1 and view.units.at["ili_direct", "rank"] == 1
    assert view.units.loc[["659001", "654000"], "rank"].isna().all()
    assert view.units.at["659012", "key"] == "not_founded"


def test_what_the_plan_states_of_a_group_is_what_is_expected(setting, beef):
    figures = number_figures(["654025", "654026"], 2024)
    peers = {"654025", "654026"}
    assert build_indicator_view(setting, beef, figures, 2024, peers=peers).ranked == 2
    more = replace(setting, stated=3)
    assert build_indicator_view(more, beef, figures, 2024, peers=peers).ranked == 0


def test_too_few_counties_are_not_ranked(setting, beef):
    view = build_indicator_view(
        setting, beef, make_figures([("654026", 2024, 1.0, "reported")]), 2024
    )
    assert view.ranked == 0
    assert view.units["rank"].isna().all()


def test_a_county_without_outline_keeps_its_value(setting, beef):
    view = build_indicator_view(
        setting, beef, make_figures([("653228", 2024, 1.5, "reported")]), 2024
    )
    assert view.units.at["653228", "key"] == "class"
    assert "653228" not in view.drawn.index
    assert view.legend[0].count == 0


def test_breaks_are_those_of_all_years(setting, beef):
    figures = make_figures([("654026", 2020, 1.0, "reported"), ("654025", 2024, 49.0, "reported")])
    views = [build_indicator_view(setting, beef, figures, year) for year in (2020, 2024)]
    assert views[0].classes == views[1].classes
    assert views[0].legend[-1] == views[1].legend[-1]


def test_change_is_in_per_cent_of_the_earlier_year(setting, beef):
    figures = make_figures(
        [
            ("654026", 2020, 2.0, "verified"),
            ("654026", 2024, 3.0, "reported"),
            ("654025", 2020, 2.0, "reported"),
            ("654025", 2024, 1.0, "reported"),
            ("654024", 2020, 0.0, "reported"),
            ("654024", 2024, 1.0, "reported"),
            ("654023", 2024, 1.0, "reported"),
        ]
    )
    units = build_change_view(setting, beef, figures, make_breaks([]), 2020, 2024).units
    assert units.at["654026", "value"] == pytest.approx(50)
    assert units.at["654026", "text"] == "+50%"
    assert units.at["654026", "state"] == "reported", "the weaker state of the two"
    assert units.at["654025", "text"] == "−50%"
    assert units.at["654024", "key"] == "from_zero", "nothing is a percentage of zero"
    assert units.at["654024", "note"] == "2020年0万吨，2024年1万吨"
    assert units.at["654023", "key"] == "no_data"


def test_a_change_from_zero_is_not_without_data(setting, beef):
    pairs = {"654026": (0.0, 5.0), "654025": (0.0, 0.0), "654024": (-1.0, 2.0), "654023": (4.0, 0)}
    figures = make_figures(
        [
            (area_id, year, value, "reported")
            for area_id, pair in pairs.items()
            for year, value in zip((2023, 2024), pair, strict=True)
        ]
    )
    view = build_change_view(setting, beef, figures, make_breaks([]), 2023, 2024)
    assert [view.units.at[area_id, "key"] for area_id in pairs] == [*["from_zero"] * 3, "class"]
    assert view.units.at["654025", "note"] == "2023年0万吨，2024年0万吨"
    (key,) = (item for item in view.legend if item.key == "from_zero")
    assert key.count == 3 and "不计增幅" in key.label
    picture = describe_screen_map(view)
    group, *own = picture["units"]["654026"]
    assert picture["groups"][group]["lines"][:2] == [key.label, "{note}"]
    assert own[-1] == "2023年0万吨，2024年5万吨"
    broken = build_change_view(setting, beef, figures, make_breaks([("654026", 2023)]), 2023, 2024)
    assert broken.units.at["654026", "key"] == "not_comparable"
    among = build_change_view(setting, beef, figures, make_breaks([]), 2023, 2024, peers={"654025"})
    assert among.units.at["654026", "key"] == "not_assigned"


def test_rates_change_in_percentage_points(setting, store):
    cover = sources.load_map_indicators(store).loc["vegetation_cover"]
    figures = make_figures([("654026", 2020, 40.0, "reported"), ("654026", 2024, 42.5, "reported")])
    view = build_change_view(setting, cover, figures, make_breaks([]), 2020, 2024)
    assert view.units.at["654026", "value"] == pytest.approx(2.5)
    assert view.unit == "个百分点"


def make_breaks(rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["area_id", "after_year"])


@pytest.mark.parametrize(
    ("area_id", "after_year", "key"),
    [
        ("650000", 2022, "not_comparable"),
        ("654026", 2020, "not_comparable"),
        ("654026", 2024, "class"),
        ("654026", 2019, "class"),
        ("654025", 2022, "class"),
    ],
)
def test_growth_stops_at_a_break(setting, beef, area_id, after_year, key):
    figures = make_figures([("654026", 2020, 2.0, "reported"), ("654026", 2024, 3.0, "reported")])
    view = build_change_view(
        setting, beef, figures, make_breaks([(area_id, after_year)]), 2020, 2024
    )
    assert view.units.at["654026", "key"] == key
    assert (view.units.at["654026", "text"] == "") == (key == "not_comparable")


def test_all_roles_count_what_each_county_has(store):
    view = make_view(store, "roles")
    counts = sources.load_map_roles(store).groupby("area_id").size()
    shown = view.units.loc[view.units["key"] == "class", "value"]
    assert shown.to_dict() == counts.astype(float).to_dict()
    assert (view.units["key"] == "class").sum() == 40


def test_a_map_of_prefectures_says_that_counties_are_not_added_up(setting, beef):
    counties = make_figures([("652701", 2024, 1.0, "reported")])
    assert build_indicator_view(setting, beef, counties, 2024).remark == ""
    setting = replace(setting, level="prefecture", _units={})
    view = build_indicator_view(setting, beef, counties, 2024)
    assert view.remark.startswith("只绘地（州、市）本级数据，不由各县汇总")


def test_prefectures_show_ili_as_what_it_governs_directly(store):
    view = make_view(store, "prefecture")
    assert view.units.at["ili_direct", "value"] == pytest.approx(625.75)
    assert not view.units.at["654000", "has_shape"]
    assert (view.drawn["key"] == "class").sum() == 4


def test_status_says_the_word_for_every_unit(store):
    view = make_view(store, "status")
    assert ((view.units["text"] != "") == (view.units["key"] == "class")).all()
    assert set(view.units["key"]) == {"class", "not_founded"}
    judged = [item for item in view.legend if item.key == "class"]
    assert [item.status for item in judged] == [
        "achieved",
        "on_pace",
        "slightly_behind",
        "behind",
        "moving_away",
        "missed",
        "cannot_judge",
    ]


def test_years_are_those_of_the_level(setting, store):
    figures = sources.load_figures(store, "livestock_stock")
    assert pick_level(figures, setting.areas, "county").empty
    assert set(pick_level(figures, setting.areas, "prefecture")["year"]) == {2002}


def test_english_names_stay_apart(store):
    with use_language("en"):
        names = make_view(store, "indicator").units["short_name"]
    assert not names.duplicated().any()
    assert names["654026"] == "Zhaosu"
    assert names["650121"] == "Urumqi County"


def test_labels_use_names_of_officials(store):
    names = make_view(store, "indicator").units["short_name"]
    assert names["653131"] == "塔什库尔干县"
    assert names["654002"] == "伊宁市" and names["654021"] == "伊宁县"


def test_own_classes_are_kept(setting, beef):
    figures = make_figures([("654026", 2024, 15.0, "reported")])
    classes = compute_classes([], "own", own=(10, 20))
    view = build_indicator_view(setting, beef, figures, 2024, classes=classes)
    assert [item.label for item in view.legend[:3]] == ["不足10", "10—20", "20及以上"]
    assert [item.count for item in view.legend[:3]] == [0, 1, 0]


INDEX = "livestock_output_index"


def test_a_value_at_current_prices_grows_as_its_index_says(setting, store):
    """654026 has both indices, 654025 lacks one: 110 and 120 make 32 %, not 100 %."""
    value = sources.load_map_indicators(store).loc["livestock_output_value"]
    assert sources.get_growth_id(value) == INDEX
    figures = make_figures(
        [
            (area_id, year, amount, "reported")
            for area_id in ("654026", "654025")
            for year, amount in ((2022, 5.0), (2024, 10.0))
        ]
    )
    index = make_figures(
        [
            ("654026", 2022, 90.0, "verified"),
            ("654026", 2023, 110.0, "verified"),
            ("654026", 2024, 120.0, "reported"),
            ("654025", 2024, 120.0, "verified"),
        ]
    )
    view = build_change_view(setting, value, figures, make_breaks([]), 2022, 2024, index=index)
    grown, refused = view.units.loc["654026"], view.units.loc["654025"]
    assert grown["value"] == pytest.approx(32) and grown["state"] == "reported"
    assert grown["text"] == "+32%" and "可比价" in view.title
    assert refused["key"] == "not_comparable" and "当年价格" in refused["note"]
    assert pd.isna(refused["value"]) and refused["text"] == ""
    without = build_change_view(setting, value, figures, make_breaks([]), 2022, 2024).units
    assert set(without.loc[["654026", "654025"], "key"]) == {"not_comparable"}
    assert without["value"].isna().all()


def test_real_growth_backwards_is_the_inverse():
    index = make_figures([("654026", 2023, 125.0, "verified")])
    assert compute_real_growth(index, 2022, 2023).at["654026", "value"] == pytest.approx(25)
    assert compute_real_growth(index, 2023, 2022).at["654026", "value"] == pytest.approx(-20)
    assert compute_real_growth(index, 2021, 2023).empty


@pytest.mark.parametrize(
    ("language", "cited"), [("zh", "统计公报"), ("en", "Statistical bulletin")]
)
def test_published_sources_are_cited_in_the_language(store, beef, language, cited):
    sources_en = load_sources_en(store)
    own = next(source for source in sources_en if "公报" in source)
    figures = make_figures([("654026", 2024, 1.0, "published"), ("654025", 2024, 2.0, "reported")])
    figures["source"] = [own, "本县年报"]
    with use_language(language):
        setting = Setting(sources.load_map_areas(store), "county", sources_en=sources_en)
        shown = build_indicator_view(setting, beef, figures, 2024).sources
    assert any(cited in source for source in shown)
    assert "本县年报" in shown, "a user's own source stays as it was written"


def test_the_regions_figure_and_units_whose_sources_disagree_are_told(setting, beef):
    rows = [
        ("654026", 2024, 3.0, "reported"),
        ("654025", 2024, 2.0, "reported"),
        ("650000", 2024, 62.08, "published"),
    ]
    figures = make_figures(rows).assign(sources_disagree=[True, False, True])
    view = build_indicator_view(setting, beef, figures, 2024)
    assert view.region == "全区：62.08万吨（已公布，不同来源的数不一致）"
    assert view.disagreeing == ("昭苏县",)
    without = build_indicator_view(setting, beef, make_figures(rows[:2]), 2024)
    assert (without.region, without.disagreeing) == ("", ())
    others = build_indicator_view(setting, beef, figures, 2024, peers={"654025"})
    assert others.disagreeing == (), "a county outside the map's subject shows no figure"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", "计算公式：牛出栏÷牛年末存栏（上年）"),
        ("en", "computed: Cattle slaughtered ÷ Cattle, year-end stock (year before)"),
    ],
)
def test_the_source_of_a_computed_figure_is_its_formula_in_words(store, setting, language, words):
    rate = sources.load_map_indicators(store).loc["cattle_offtake_rate"]
    figures = make_figures(
        [("654026", year, 45.0 + year - 2023, "derived") for year in (2023, 2024)]
    )
    figures["source"] = rate["formula"]
    breaks = sources.load_map_breaks(store, "cattle_offtake_rate")
    with use_language(language):
        level = build_indicator_view(setting, rate, figures, 2024)
        change = build_change_view(setting, rate, figures, breaks, 2023, 2024)
    assert level.sources == change.sources == (words,)
    assert level.units.loc["654026", "source"] == words
