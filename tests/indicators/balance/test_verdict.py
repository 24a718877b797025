"""The balance by hand: capacity, overload, the deciding season, sets that disagree."""

from dataclasses import replace
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import UnknownIdError
from indicators.balance.capacity import FactorBook, compute_capacity, compute_supplement
from indicators.balance.inputs import BalanceInputs
from indicators.balance.verdict import COLUMNS, compute_balance, pick_counties
from indicators.balance.wording import format_balance_reason
from tests.conftest import count_examples

AREA = "654026"
SHARES = {
    ("edible_share", "any"): 0.9,
    ("hay_factor", "any"): 1.0,
    ("use_rate", "any"): 0.5,
    ("forage_use", "any"): 0.95,
    ("sheep_unit", "sheep"): 1.0,
    ("sheep_unit", "cattle"): 5.0,
}


def pasture(season="year", area_ha=100_000.0, days=365, **fields):
    row = {
        "area_id": AREA,
        "year": 2024,
        "season": season,
        "type_id": "mountain_meadow",
        "name": "",
        "use": "grazed",
        "area_ha": area_ha,
        "yield_kg_ha": 1000.0,
        "condition": "dry",
        "days": days,
        "source": "",
    }
    return row | fields


def herd(head=124_000.0, place="grazing", season="year", **fields):
    row = {"area_id": AREA, "year": 2024, "season": season, "kind": "sheep", "age": "any"}
    return row | {"place": place, "head": head, "source": ""} | fields


def hay(amount_t=30_000.0, season="year", **fields):
    row = {"area_id": AREA, "year": 2024, "season": season, "kind": "hay", "name": ""}
    return row | {"amount_t": amount_t, "condition": "dry", "source": ""} | fields


def factors(set_id="a", **changed):
    return [
        {
            "set_id": set_id,
            "factor": factor,
            "subject": subject,
            "season": "any",
            "age": "any",
            "value": changed.get(factor, value),
        }
        for (factor, subject), value in SHARES.items()
        if changed.get(factor, value) is not None
    ]


def make_inputs(pastures, herds=None, forages=(), rows=None, examples=()):
    rows = factors() if rows is None else rows
    sets = [
        {
            "set_id": name,
            "name": name,
            "source": "某标准",
            "is_example": name in examples,
            "version": 1,
        }
        for name in dict.fromkeys(row["set_id"] for row in rows)
    ]
    empty = {"pasture": pasture(), "herd": herd(), "forage": hay()}
    herds = [herd()] if herds is None else herds
    frames = (
        pd.DataFrame(list(given_rows), columns=list(empty[name]))
        for name, given_rows in (("pasture", pastures), ("forage", forages), ("herd", herds))
    )
    names = ["set_id", "name", "source", "is_example", "version"]
    return BalanceInputs(
        *frames,
        pd.DataFrame(rows, columns=["set_id", "factor", "subject", "season", "age", "value"]),
        pd.DataFrame(sets, columns=names),
        pd.DataFrame(columns=["type_id", "name_zh", "name_en"]),
    )


def judge(*arguments, **named):
    return compute_balance(make_inputs(*arguments, **named)).to_dict("records")


def test_the_hand_case_on_grassland_alone():
    (row,) = judge([pasture()])
    assert row["capacity_wan"] == pytest.approx(6.849, abs=0.0005)
    assert row["overload_pct"] == pytest.approx(81.0, abs=0.05)
    assert (row["status"], row["reason"], row["deciding"]) == ("overloaded", "no_forage", True)
    assert pd.isna(row["supplement_wan"]) and pd.isna(row["gap_t"])


def test_the_hand_case_with_other_forage():
    (row,) = judge([pasture()], forages=[hay()])
    assert row["capacity_wan"] + row["supplement_wan"] == pytest.approx(11.187, abs=0.0005)
    assert row["overload_with_supplement_pct"] == pytest.approx(10.8, abs=0.05)
    # 12.4 × 657 kg × 10 000 are 81 468 t; 45 000 t grow and 28 500 t are fed.
    assert row["gap_t"] == pytest.approx(7_968)
    assert (row["status"], row["reason"]) == ("overloaded", None)


@pytest.mark.parametrize(
    ("head", "status"), [(68_000, "balanced"), (100_000, "supplemented"), (112_000, "overloaded")]
)
def test_forage_carries_what_the_grassland_does_not(head, status):
    (row,) = judge([pasture()], [herd(head)], [hay()])
    assert row["status"] == status


def test_stall_fed_stock_is_apart_and_eats_the_forage():
    (row,) = judge([pasture()], [herd(60_000), herd(60_000, "stall_fed")], [hay()])
    assert (row["load_wan"], row["stall_fed_wan"]) == (6, 6)
    assert row["overload_pct"] < 0 < row["overload_with_supplement_pct"]
    assert row["status"] == "overloaded"


def test_the_season_with_least_capacity_for_its_stock_decides():
    # Summer carries 27.8, winter 6.9; over the year 12.4 would be less than their mean.
    seasons = [pasture("summer", days=90), pasture("winter", 41_100.0, days=150)]
    rows = judge(seasons)
    assert [(row["season"], row["deciding"]) for row in rows] == [
        ("summer", False),
        ("winter", True),
    ]
    assert [row["season_status"] for row in rows] == ["balanced", "overloaded"]
    assert {row["status"] for row in rows} == {"overloaded"}
    # Forage for the winter alone is not "none": the summer is the season that lacks a report.
    fed = judge(seasons, forages=[hay(season="winter")])
    assert {row["reason"] for row in fed} == {"season_without_forage:summer"}
    assert format_balance_reason(fed[0]["reason"], {}).startswith("夏季未报其他饲草")
    assert {row["reason"] for row in rows} == {"no_forage"}


def test_stock_may_differ_by_season():
    seasons = [pasture("summer", days=180), pasture("winter", days=185)]
    rows = judge(seasons, [herd(150_000, season="summer"), herd(50_000, season="winter")])
    assert [row["load_wan"] for row in rows] == [15, 5]
    assert [row["deciding"] for row in rows] == [True, False]


def test_banned_grassland_carries_nothing():
    (row,) = judge([pasture(), pasture(use="banned", name="禁牧区")])
    assert row["capacity_wan"] == pytest.approx(6.849315)
    (row,) = judge([pasture(use="banned")])
    assert (row["capacity_wan"], row["status"]) == (0, "overloaded")
    assert pd.isna(row["overload_pct"])


def test_year_round_grassland_counts_in_every_season():
    seasons = [pasture("summer", days=180), pasture("winter", days=185), pasture(name="全年")]
    alone = judge(seasons[:2])
    both = judge(seasons)
    assert [
        two["capacity_wan"] - one["capacity_wan"] for one, two in zip(alone, both, strict=True)
    ] == [pytest.approx(6.849315, abs=2e-6)] * 2


@pytest.mark.parametrize(
    ("missing", "named"),
    [
        ({"use_rate": None}, "use_rate/mountain_meadow/year"),
        ({"sheep_unit": None}, "sheep_unit/sheep"),
        ({"forage_use": None}, "forage_use/hay"),
    ],
)
def test_a_missing_factor_is_named(missing, named):
    (row,) = judge([pasture()], forages=[hay()], rows=factors(**missing))
    assert (row["status"], row["reason"]) == ("cannot_judge", f"missing_factor:{named}")
    assert pd.isna(row["season"]) and pd.isna(row["capacity_wan"])


def test_fresh_grass_needs_its_dry_share():
    fresh = pasture(condition="fresh")
    (row,) = judge([fresh])
    assert row["reason"] == "missing_factor:dry_share/mountain_meadow/year"
    dry = {"set_id": "a", "factor": "dry_share", "subject": "any", "season": "any", "age": "any"}
    (row,) = judge([fresh], rows=[*factors(), dry | {"value": 0.3}])
    assert row["capacity_wan"] == pytest.approx(6.849315 * 0.3, abs=1e-5)


def test_a_factor_of_its_own_season_goes_before_one_for_all():
    own = factors()[2] | {"season": "winter", "value": 0.25}
    rows = judge([pasture("winter", days=180), pasture("summer", days=180)], rows=[*factors(), own])
    by_season = {row["season"]: row["capacity_wan"] for row in rows}
    assert by_season["winter"] * 2 == pytest.approx(by_season["summer"], abs=2e-6)


@pytest.mark.parametrize(
    ("pastures", "herds", "reason"),
    [
        ([], [herd()], "no_pasture"),
        ([pasture()], [], "no_herd"),
        ([pasture()], [herd(place="stall_fed")], "no_herd"),
        ([pasture(), pasture(name="b", days=300)], [herd()], "days_differ:year"),
        (
            [pasture()],
            [herd(), herd(6.0, age="adult"), herd(4.0, age="young")],
            "ages_overlap:sheep",
        ),
        (
            [pasture("summer", days=90)],
            [herd(), herd(6.0, age="adult", season="summer")],
            "ages_overlap:sheep",
        ),
        ([pasture("summer", days=90)], [herd(season="winter")], "season_without_pasture:winter"),
        (
            [pasture("summer", days=90), pasture("winter", days=90)],
            [herd(season="summer"), herd(season="winter", place="stall_fed")],
            "season_without_herd:winter",
        ),
        ([pasture("warm", days=180), pasture("summer", days=90)], [herd()], "seasons_overlap:warm"),
        ([pasture("summer", days=200), pasture("winter", days=200)], [herd()], "days_over_year"),
        (
            [pasture("summer", days=90)],
            [herd(), herd(season="winter")],
            "season_without_pasture:winter",
        ),
        (
            [pasture("summer", days=90)],
            [herd(season="summer"), herd(1.0, season="winter")],
            "season_without_pasture:winter",
        ),
    ],
)
def test_what_is_missing_or_contradicts_is_not_judged(pastures, herds, reason):
    (row,) = judge(pastures, herds)
    assert (row["status"], row["reason"]) == ("cannot_judge", reason)


def test_a_whole_that_is_set_to_none_leaves_its_ages():
    parts = [herd(0.0), herd(6.0, age="adult"), herd(4.0, age="young")]
    (row,) = judge([pasture()], parts)
    assert (row["status"], row["load_wan"]) == ("balanced", 0.001)
    named = format_balance_reason("ages_overlap:sheep", {})
    assert named.startswith("绵羊既报了“不分”的头数")


def test_without_a_factor_set_nothing_is_judged():
    (row,) = judge([pasture()], rows=[])
    assert (row["set_id"], row["reason"]) == (None, "no_factor_set")


def test_sets_with_different_verdicts_leave_the_reading_undecided():
    rows = judge([pasture()], [herd(70_000)], rows=[*factors(), *factors("b", use_rate=0.6)])
    assert [row["set_id"] for row in rows] == ["a", "b"]
    assert {(row["status"], row["reason"]) for row in rows} == {
        ("cannot_judge", "reading_undecided")
    }
    assert [row["season_status"] for row in rows] == ["overloaded", "balanced"]


def test_one_set_may_be_asked_for():
    inputs = make_inputs(
        [pasture()], [herd(70_000)], rows=[*factors(), *factors("b", use_rate=0.6)]
    )
    (row,) = compute_balance(inputs, set_id="b").to_dict("records")
    assert (row["set_id"], row["status"]) == ("b", "balanced")
    with pytest.raises(UnknownIdError):
        compute_balance(inputs, set_id="c")


def test_an_example_does_not_count_beside_a_real_set():
    rows = [*factors(), *factors("try", use_rate=0.9)]
    assert {row["set_id"] for row in judge([pasture()], rows=rows, examples=("try",))} == {"a"}
    alone = judge([pasture()], rows=factors("try"), examples=("try",))
    assert alone[0]["set_id"] == "try"


def test_a_set_that_lacks_a_factor_says_so_beside_one_that_judges():
    rows = judge([pasture()], rows=[*factors(), *factors("b", use_rate=None)])
    assert [row["status"] for row in rows] == ["overloaded", "cannot_judge"]
    assert pick_counties(pd.DataFrame(rows))["set_id"].tolist() == ["a"]


def test_only_the_asked_county_and_year_are_judged():
    other = pasture() | {"area_id": "654025", "year": 2023}
    inputs = make_inputs([pasture(), other])
    assert set(compute_balance(inputs, area_ids=["654025"])["area_id"]) == {"654025"}
    assert set(compute_balance(inputs, year=2024)["area_id"]) == {AREA}
    assert list(
        compute_balance(replace(inputs, pastures=inputs.pastures[:0], herds=inputs.herds[:0]))
    ) == list(COLUMNS)


amounts = st.floats(0, 1e7, allow_nan=False)


@settings(max_examples=count_examples(60), deadline=None)
@given(area=amounts, more=amounts, head=amounts, days=st.integers(1, 366))
def test_more_grass_or_fewer_animals_never_make_it_worse(area, more, head, days):
    order = ["balanced", "supplemented", "overloaded"]

    def rank(area_ha, animals):
        return order.index(judge([pasture("summer", area_ha, days)], [herd(animals)])[0]["status"])

    assert rank(area + more, head) <= rank(area, head)
    assert rank(area, head / 2) <= rank(area, head)


@settings(max_examples=count_examples(60), deadline=None)
@given(area=st.integers(0, 10**7), kilos=st.integers(0, 10**5), days=st.integers(1, 366))
def test_capacity_is_hay_by_sheep_and_days(area, kilos, days):
    book = FactorBook(factors())
    capacity = compute_capacity([pasture(area_ha=area, yield_kg_ha=kilos, days=days)], book)
    assert capacity is not None
    # Nine tenths of half of the grass, and 1.8 kg a day.
    assert round(capacity * 18 * days * 2) == round(Decimal(area) * kilos * 9)


@given(tonnes=st.integers(0, 10**7), days=st.integers(1, 366))
def test_forage_of_a_season_is_eaten_in_its_days(tonnes, days):
    book = FactorBook(factors())
    own = compute_supplement([hay(tonnes, "winter")], days, book)
    whole = compute_supplement([hay(tonnes)], days, book)
    assert own is not None and whole is not None
    assert round(own * days, 6) == round(whole * 365, 6)


def test_odd_input_is_judged_as_what_it_says():
    """No grass, all grass banned, no animals; zero head is a report, and nobody divides by zero."""
    for pastures in ([pasture(yield_kg_ha=0.0)], [pasture(use="banned")]):
        (row,) = judge(pastures, [herd()])
        assert (row["status"], row["capacity_wan"], row["load_wan"]) == ("overloaded", 0, 12.4)
        assert pd.isna(row["overload_pct"])
    (row,) = judge([pasture(yield_kg_ha=0.0)], [herd(0.0)])
    assert row["status"] == "balanced" and pd.isna(row["overload_pct"])
    (row,) = judge([pasture()], [herd(), herd(10.0, kind="camel")])
    assert row["reason"] == "missing_factor:sheep_unit/camel"
