"""The last value that is taken and the first that is not, rule by rule."""

import pytest

from data.clock import get_today
from data.statistics.issues import MOST_OF_A_RULE, IssueLog
from data.statistics.model import WARNING
from data.statistics.read import read_statistics

HEADER = "指标,地区,年份,数值,单位\n"


def read(store, *rows):
    return read_statistics((HEADER + "\n".join(rows)).encode(), "a.csv", store)


@pytest.mark.parametrize(
    ("value", "is_held"), [("0", False), ("0.001", True), ("0.999", True), ("1", False)]
)
def test_a_share_between_nothing_and_one_per_cent_is_held(plan_store, value, is_held):
    reading = read(plan_store, f"规模养殖场数字化改造比例,新疆,2024,{value},%")
    assert (len(reading.held), len(reading.batch)) == ((1, 0) if is_held else (0, 1))


@pytest.mark.parametrize(("value", "is_held"), [("101", False), ("101.1", True)])
def test_a_county_may_have_one_per_cent_more_than_its_prefecture(plan_store, value, is_held):
    """The two were rounded apart; what is beyond that cannot be."""
    reading = read(plan_store, "牛存栏,昌吉州,2024,100,万头", f"牛存栏,昌吉市,2024,{value},万头")
    assert (len(reading.held), len(reading.batch)) == ((1, 1) if is_held else (0, 2))


@pytest.mark.parametrize(("year", "is_held"), [(2015, False), (2016, True), (2025, True)])
def test_a_county_has_no_more_than_the_region_had_five_years_away(plan_store, year, is_held):
    """No figure of the region's own year: the nearest one serves, but none that is far."""
    region = "牦牛年末存栏,新疆,2021,100,万头"
    reading = read(plan_store, region, f"牦牛年末存栏,昌吉市,{year},102,万头")
    assert (len(reading.held), len(reading.batch)) == ((1, 1) if is_held else (0, 2))
    if is_held:
        (word,) = reading.unread
        assert (word.rule, word.fields["year"]) == ("larger_than_wider_near", 2021)


def test_years_from_1949_to_this_one(plan_store):
    now = get_today().year
    reading = read(plan_store, *(f"牛存栏,新疆,{year},500,万头" for year in (1949, now)))
    assert sorted(reading.observations["year"]) == [1949, now]
    reading = read(plan_store, *(f"牛存栏,新疆,{year},500,万头" for year in (1948, now + 1)))
    assert [issue.rule for issue in reading.issues] == ["year_out_of_range"] * 2
    assert not len(reading.batch)


def test_of_a_rule_a_thousand_places_are_told_and_the_rest_counted():
    log = IssueLog()
    for row in range(1, 1001):
        log.tell("a", row, "A", "", "jump", WARNING)
    assert MOST_OF_A_RULE == 1000 == len(log.issues)
    log.tell("a", 1001, "A", "", "jump", WARNING)
    assert [issue.fields for issue in log.issues[1000:]] == [{"rule": "jump", "count": 1}]
