"""What stands beside a status on the pages: bases, counties, proposals, missing years."""

import html
import re

import pytest

from data.words.catalogue import load_catalogue, use_language
from data.words.numbers import format_signed
from indicators.judgement.status import STATUSES
from indicators.rollup import list_members
from pages.blocks.status import SYMBOLS
from pages.blocks.targets import render_way
from pages.documents.target_wording import describe_bases, describe_counties, describe_gap
from pages.shell.cache import get_inputs, get_progress, get_store
from tests.conftest import record_figures
from tests.pages.conftest import read_text

REGION, YEAR = "650000", 2024
SERIES = {
    "mechanisation_rate": {2018: 46.0, 2019: 47.0, 2020: 48.0, 2021: 50.0, 2024: 52.5},
    "milk_self_sufficiency": {2021: 107.7, 2024: 95.5},
    "beef_self_sufficiency": {2021: 101.0, 2024: 104.0},
    "digital_farm_share": {2018: 25.0, 2019: 25.0, 2021: 24.0, 2022: 26.0},
}


@pytest.fixture(scope="module", autouse=True)
def figures(database):
    """Send the series of the region, and grass yields of all counties but a few."""
    counties = list_members(get_inputs(), REGION, 2021)
    rows = [
        {"indicator_id": indicator_id, "area_id": REGION, "year": year, "value": value}
        for indicator_id, values in SERIES.items()
        for year, value in values.items()
    ]
    rows += [
        {"indicator_id": "grass_yield", "area_id": county, "year": year, "value": 10.0}
        for year, silent in ((2021, set(counties[:3])), (YEAR, set(counties[-2:])))
        for county in counties
        if county not in silent
    ]
    record_figures(get_store(), *rows)


def _row(indicator_id: str) -> dict:
    rows = get_progress(REGION, YEAR)
    return rows[rows["indicator_id"] == indicator_id].iloc[0].to_dict()


def _read_cards(text: str) -> dict[str, str]:
    cards = re.findall(r'<article class="sight.*?</article>', text, re.DOTALL)
    return {re.search(r"target=(\w+)", card).group(1): html.unescape(card) for card in cards}


def test_every_status_has_a_symbol_of_its_own():
    assert set(SYMBOLS) == set(STATUSES) and len(set(SYMBOLS.values())) == len(STATUSES)


def test_the_sentence_on_bases():
    with use_language("zh"):
        assert describe_bases(_row("mechanisation_rate")) == (
            "结论随基期而变：以2018—2020年为基期则符合时序进度；以2021年为基期则略慢"
        )
        assert describe_bases(_row("digital_farm_share")) == (
            "以2018—2019年、2021年中任一年为基期，均为已达目标"
        )
        assert "2021年" in describe_bases(_row("milk_self_sufficiency"))


def test_a_sum_of_some_counties_is_called_that():
    row = _row("grass_yield")
    with use_language("zh"):
        assert describe_counties(row) == (
            f"{row['matched_counties']}个县合计（共{row['expected_counties']}个县）"
        )
    assert row["matched_counties"] < row["expected_counties"]
    assert describe_counties(_row("mechanisation_rate")) == ""


def test_founded_counties_are_not_said_to_have_both_years():
    counts = {"expected_counties": 8, "matched_counties": 7, "joined_counties": 2}
    row = counts | {"latest_origin": "rollup", "is_partial_sum": False}
    with use_language("zh"):
        assert describe_counties(row) == "8个县中7个可比，其中2个为新设县，与原县合并比较"
        assert describe_counties(row | {"joined_counties": 0}) == "8个县中7个两年均有数据"
    with use_language("en"):
        assert describe_counties(row).startswith("7 of 8 counties compared, 2 of them newly")


def test_bad_news_is_as_large_as_good_news():
    good, bad = render_way(_row("beef_self_sufficiency")), render_way(_row("milk_self_sufficiency"))
    assert 'class="way achieved"' in good and 'class="way moving_away"' in bad
    assert "width:100.0%" in good and "width:100.0%" in bad
    with use_language("zh"):
        assert describe_gap(_row("milk_self_sufficiency")).startswith("距目标尚差4.5")


def test_more_than_an_exact_number_is_not_called_better():
    row = dict(_row("beef_self_sufficiency")) | {"target_high": None}
    exact = row | {"target_note": "close;differs_from_plan"}
    with use_language("zh"):
        assert describe_gap(row).startswith("优于目标4")
        assert describe_gap(exact).startswith("超出规划数4")
        assert describe_gap(exact | {"target_gap": 0.0}) == "与目标相等"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_proposal_stands_on_card_table_and_detail(open_page, language):
    words = load_catalogue(language)
    said = words["targets.proposal"].format(status=words["status.moving_away"])
    card = _read_cards(read_text(open_page("overview", lang=language)))["milk_self_sufficiency"]
    assert said in card and words["status.cannot_judge"] in card
    page = html.unescape(
        read_text(open_page("targets", target="milk_self_sufficiency", lang=language))
    )
    assert page.count(said) == 2
    # The newest year is what a page begins with: its age counts from today.
    assert words["targets.missing_years"].partition("{latest}")[0].partition("}")[2] in page


def test_cards_and_detail_say_how_many_counties(open_page):
    row = _row("grass_yield")
    said = f"{row['matched_counties']}个县合计（共{row['expected_counties']}个县）"
    cards = _read_cards(read_text(open_page("overview", lang="zh")))
    assert said in cards["grass_yield"]
    page = html.unescape(read_text(open_page("targets", target="grass_yield", lang="zh")))
    assert said in page and "未计入" in page


def test_targets_begin_with_the_verdict_and_the_farthest_behind(open_page):
    rows = get_progress(REGION, YEAR)
    judged = rows[(rows["target_status"] != "cannot_judge") & rows["is_in_force"]]
    worst = judged.loc[judged["pace_gap"].astype(float).idxmin()]
    text = html.unescape(read_text(open_page("targets", area=REGION, year=YEAR, lang="zh")))
    verdict = re.search('<section class="verdict">.*?</section>', text, re.DOTALL).group()
    unknown = rows.drop_duplicates("target_id")["target_status"].eq("cannot_judge").sum()
    assert "规划的12项目标中" in verdict and f"{unknown}项暂无法评价" in verdict
    assert worst["pace_gap"] < 0
    names = {row["target_id"]: row["name_zh"] for row in get_inputs().index.targets}
    gap = format_signed(worst["pace_gap"], 1)
    assert f"“{names[worst['target_id']]}”，进度差{gap}个百分点" in verdict
    assert f"数据截至{int(rows['latest_year'].max())}年" in verdict
