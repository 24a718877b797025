"""Breaking targets down: three methods by hand, bounds, and parts that make the whole."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from data.words.catalogue import LANGUAGES, load_catalogue
from indicators.judgement.status import TargetReading
from indicators.rollup import list_members
from indicators.targets.allocation import (
    AllocationError,
    build_allocation,
    find_scope,
    round_parts,
    share_out,
)
from tests.conftest import count_examples
from tests.indicators.builders import make_areas, make_inputs

A, B, C = "654021", "654022", "654023"
POINTS = TargetReading("mechanisation_points", "pp_change", "at_least", 10, None)
GRASS = TargetReading("grass_yield_range", "relative_change", "range", 3, 5)


@pytest.fixture(scope="module")
def rates(plan_inputs):
    """Three counties whose mechanisation rates are 50, 60 and 97."""
    return make_inputs(
        plan_inputs,
        [
            ("mechanisation_rate", area, 2021, value)
            for area, value in ((A, 50.0), (B, 60.0), (C, 97.0))
        ],
        areas=make_areas(A, B, C),
    )


@pytest.fixture(scope="module")
def yields(plan_inputs):
    """Three counties whose grass yields are 100, 200 and 300."""
    return make_inputs(
        plan_inputs,
        [
            ("grass_yield", area, 2021, value)
            for area, value in ((A, 100.0), (B, 200.0), (C, 300.0))
        ],
        areas=make_areas(A, B, C),
    )


def break_down(inputs, reading, indicator_id, **options):
    options = {"base_year": 2021, "method": "equal_points"} | options
    return build_allocation(inputs, "target", reading, indicator_id, [A, B, C], **options)


def list_targets(allocation):
    return allocation.frame.set_index("area_id")["target_value"].tolist()


def test_equal_points_of_a_sum(yields):
    allocation = break_down(yields, GRASS, "grass_yield")
    # 600 · 1.03 = 618: six more each.
    assert allocation.whole_target == 618 and allocation.kind == "sum"
    assert list_targets(allocation) == [106, 206, 306]
    assert allocation.frame["change"].tolist() == [6, 6, 6]


def test_in_proportion_to_the_base(yields):
    assert list_targets(break_down(yields, GRASS, "grass_yield", method="proportional")) == [
        103,
        206,
        309,
    ]


def test_by_weights(yields):
    allocation = break_down(
        yields, GRASS, "grass_yield", method="weights", weights={A: 3.0, B: 1.0, C: 0.0}
    )
    assert list_targets(allocation) == [113.5, 204.5, 300]


def test_targets_have_four_decimals(yields):
    """18 more as 2 to 1 to 4: 36/7, 18/7 and 72/7."""
    allocation = break_down(
        yields, GRASS, "grass_yield", method="weights", weights={A: 2.0, B: 1.0, C: 4.0}
    )
    assert list_targets(allocation) == [105.1429, 202.5714, 310.2857]


def test_a_rate_stops_at_a_hundred_and_the_others_take_over(rates):
    allocation = break_down(rates, POINTS, "mechanisation_rate")
    # The mean 69 is to become 79: 30 points in all. County C can take 3; 13.5 for each other.
    assert allocation.kind == "mean" and allocation.whole_target == 79
    assert list_targets(allocation) == [63.5, 73.5, 100]
    assert allocation.frame["is_held"].tolist() == [False, False, True]
    proportional = break_down(rates, POINTS, "mechanisation_rate", method="proportional")
    # 27 points for A and B, as 50 to 60.
    assert list_targets(proportional) == pytest.approx(
        [50 + 27 * 50 / 110, 60 + 27 * 60 / 110, 100]
    )


def test_a_mean_is_weighted_as_the_roll_up_weights_it(plan_inputs):
    figures = [
        ("vegetation_cover", A, 2021, 40.0),
        ("vegetation_cover", B, 2021, 60.0),
        ("grassland_area", A, 2021, 300.0),
        ("grassland_area", B, 2021, 100.0),
    ]
    inputs = make_inputs(plan_inputs, figures, areas=make_areas(A, B))
    reading = TargetReading("vegetation_points", "pp_change", "at_least", 1, None)
    allocation = build_allocation(
        inputs, "t", reading, "vegetation_cover", [A, B], base_year=2021, method="proportional"
    )
    assert allocation.parts_base == 45 and allocation.whole_target == 46
    frame = allocation.frame
    assert (frame["importance"] * frame["target_value"]).sum() == pytest.approx(46)
    assert list_targets(allocation) == pytest.approx([40 * 46 / 45, 60 * 46 / 45])


def test_a_derived_rate_is_weighted_by_its_denominator(plan_inputs):
    figures = [
        ("beef_output", A, 2021, 3.0),
        ("cattle_slaughtered", A, 2021, 20.0),
        ("beef_output", B, 2021, 2.0),
        ("cattle_slaughtered", B, 2021, 10.0),
    ]
    inputs = make_inputs(plan_inputs, figures, areas=make_areas(A, B))
    reading = TargetReading("carcass_relative", "relative_change", "at_least", 20, None)
    allocation = build_allocation(
        inputs,
        "carcass_yield",
        reading,
        "beef_carcass_yield",
        [A, B],
        base_year=2021,
        method="equal_points",
    )
    # 150 and 200 kg a head, together 5000 / 30; a fifth more is a third of 100 kg.
    assert allocation.frame["base_value"].tolist() == [150, 200]
    assert allocation.whole_target == pytest.approx(200)
    assert list_targets(allocation) == pytest.approx([150 + 100 / 3, 200 + 100 / 3])


def test_counts_are_shared_in_whole_numbers(plan_inputs):
    inputs = make_inputs(
        plan_inputs,
        [("smart_ranches", area, 2021, 1.0) for area in (A, B, C)],
        areas=make_areas(A, B, C),
    )
    reading = TargetReading("decided:n", "level", "at_least", 10, None)
    allocation = break_down(inputs, reading, "smart_ranches")
    assert list_targets(allocation) == [4, 3, 3]


def test_less_is_shared_too_and_stops_at_nothing(plan_inputs):
    inputs = make_inputs(
        plan_inputs,
        [("rodent_area", A, 2021, 10.0), ("rodent_area", B, 2021, 90.0)],
        areas=make_areas(A, B),
    )
    reading = TargetReading("r", "relative_change", "at_least", 40, None)
    allocation = build_allocation(
        inputs, "t", reading, "rodent_area", [A, B], base_year=2021, method="equal_points"
    )
    assert list_targets(allocation) == [0, 60]


def test_the_wholes_own_base_is_shared_by_all_of_its_counties(yields):
    figures = [
        *yields.figures.load_all()[["indicator_id", "area_id", "year", "value"]].itertuples(
            index=False
        ),
        ("grass_yield", "650000", 2021, 660.0),
    ]
    inputs = make_inputs(yields, figures, areas=yields.areas)
    allocation = break_down(inputs, GRASS, "grass_yield")
    assert (allocation.whole_base, allocation.parts_base) == (660, 600)
    assert sum(list_targets(allocation)) == pytest.approx(660 * 1.03)
    with pytest.raises(AllocationError, match="allocation_incomplete"):
        build_allocation(
            inputs, "t", GRASS, "grass_yield", [A, B], base_year=2021, method="equal_points"
        )
    given_target = build_allocation(
        inputs,
        "t",
        GRASS,
        "grass_yield",
        [A, B],
        base_year=2021,
        method="equal_points",
        whole_target=320.0,
    )
    assert list_targets(given_target) == [110, 210]


@pytest.mark.parametrize(
    ("options", "key"),
    [
        ({"method": "by_mood"}, "allocation_method"),
        ({"base_year": 2020}, "allocation_missing_base"),
        ({"method": "weights"}, "allocation_missing_weight"),
        ({"method": "weights", "weights": {A: 1, B: -1, C: 1}}, "allocation_missing_weight"),
        ({"method": "weights", "weights": {A: 0, B: 0, C: 0}}, "allocation_nothing_to_share"),
        ({"whole_target": 100.5}, "allocation_exceeds_limits"),
    ],
)
def test_what_cannot_be_shared_is_refused_in_words(rates, options, key):
    with pytest.raises(AllocationError, match=key):
        break_down(rates, POINTS, "mechanisation_rate", **options)
    for language in LANGUAGES:
        assert f"errors.{key}" in load_catalogue(language)


def test_a_short_list_of_the_37_cannot_share_their_own_base(plan_inputs):
    counties = [f"65{n}" for n in range(5001, 5036)]
    figures = [("grass_yield", county, 2021, 10.0) for county in counties]
    inputs = make_inputs(
        plan_inputs,
        [*figures, ("grass_yield", "plan_counties", 2021, 370.0)],
        areas=make_areas(*counties),
        members=[("plan_counties", county) for county in counties],
    )
    with pytest.raises(AllocationError) as caught:
        build_allocation(
            inputs,
            "grass_yield",
            GRASS,
            "grass_yield",
            counties,
            base_year=2021,
            method="equal_points",
            whole_id="plan_counties",
        )
    assert (caught.value.key, caught.value.fields["n"]) == ("allocation_incomplete", 2)


def test_other_refusals(rates, plan_inputs):
    with pytest.raises(AllocationError, match="allocation_no_areas"):
        build_allocation(
            rates, "t", POINTS, "mechanisation_rate", [], base_year=2021, method="equal_points"
        )
    with pytest.raises(AllocationError, match="allocation_no_target"):
        break_down(rates, TargetReading("q", "qualitative", None, None, None), "mechanisation_rate")
    income = make_inputs(plan_inputs, [("herder_income", A, 2021, 6858.0)], areas=make_areas(A))
    with pytest.raises(AllocationError, match="allocation_not_possible"):
        build_allocation(
            income, "t", POINTS, "herder_income", [A], base_year=2021, method="equal_points"
        )


def test_remainders_go_to_the_largest_first():
    parts = {"a": Fraction(10, 3), "b": Fraction(11, 3), "c": Fraction(3)}
    assert round_parts(parts, Fraction(10), 0) == {"a": 3, "b": 4, "c": 3}
    assert round_parts({"a": Fraction(1, 2), "b": Fraction(1, 2)}, Fraction(1), 0) == {
        "a": 1,
        "b": 0,
    }


BASES = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3),
    st.integers(0, 1000).map(lambda n: Fraction(n, 10)),
    min_size=1,
    max_size=12,
)


@pytest.fixture(scope="module")
def local_and_xpcc(plan_inputs):
    """All counties of 2021 with a grass yield of 10 each; the region has its own 1,200."""
    counties = list_members(plan_inputs, "650000", 2021)
    groups = plan_inputs.members[plan_inputs.members["group_id"].isin(("local", "xpcc"))]
    return make_inputs(
        plan_inputs,
        [("grass_yield", "650000", 2021, 1200.0)]
        + [("grass_yield", county, 2021, 10.0) for county in counties],
        members=list(groups[["group_id", "area_id"]].itertuples(index=False, name=None)),
    )


def test_the_local_counties_share_a_target_of_their_own_scope(local_and_xpcc):
    """Nobody of the XPCC reports: 96 counties make 960, and 988.8 are three per cent more."""
    local = list_members(local_and_xpcc, "local", 2021)
    allocation = build_allocation(
        local_and_xpcc, "t", GRASS, "grass_yield", local, base_year=2021, method="equal_points"
    )
    assert (allocation.scope_id, len(local)) == ("local", 96)
    assert allocation.whole_base is None and allocation.parts_base == 960
    assert allocation.whole_target == pytest.approx(988.8)
    xpcc = list_members(local_and_xpcc, "xpcc", 2021)
    assert find_scope(local_and_xpcc, "650000", xpcc, 2021) == "xpcc"
    whole = build_allocation(
        local_and_xpcc,
        "t",
        GRASS,
        "grass_yield",
        [*local, *xpcc],
        base_year=2021,
        method="equal_points",
    )
    assert (whole.scope_id, whole.whole_base) == ("650000", 1200)


def test_a_selection_shares_neither_the_regions_value_nor_a_level(local_and_xpcc):
    local = list_members(local_and_xpcc, "local", 2021)
    level = TargetReading("decided:n", "level", "at_least", 2000, None)
    for reading, areas in ((GRASS, local[1:]), (level, local), (level, local[1:])):
        with pytest.raises(AllocationError, match="allocation_incomplete"):
            build_allocation(
                local_and_xpcc,
                "t",
                reading,
                "grass_yield",
                areas,
                base_year=2021,
                method="equal_points",
            )


def test_the_scopes_own_value_is_its_base(local_and_xpcc):
    local = list_members(local_and_xpcc, "local", 2021)
    frame = local_and_xpcc.figures.load_all()[["indicator_id", "area_id", "year", "value"]]
    inputs = make_inputs(
        local_and_xpcc,
        [*frame.itertuples(index=False, name=None), ("grass_yield", "local", 2021, 1000.0)],
        members=list(
            local_and_xpcc.members[["group_id", "area_id"]].itertuples(index=False, name=None)
        ),
    )
    allocation = build_allocation(
        inputs, "t", GRASS, "grass_yield", local, base_year=2021, method="proportional"
    )
    assert (allocation.whole_base, allocation.whole_target) == (1000, 1030)


@given(
    bases=BASES,
    change=st.integers(-300, 300),
    data=st.data(),
    method=st.sampled_from(["equal", "base", "weights"]),
)
@settings(max_examples=count_examples(150))
def test_parts_make_the_whole_exactly_within_bounds(bases, change, data, method):
    """Shares from 0 to 100 whose weighted mean moves by any change that is possible."""
    numbers = {area: data.draw(st.integers(1, 50)) for area in bases}
    importance = {area: Fraction(number, sum(numbers.values())) for area, number in numbers.items()}
    shares = {
        "equal": dict.fromkeys(bases, Fraction(1)),
        "base": bases,
        "weights": {area: Fraction(number) for area, number in numbers.items()},
    }[method]
    assume(any(shares.values()))
    mean = sum(importance[area] * base for area, base in bases.items())
    whole = mean + Fraction(change, 10)
    reachable = all(shares.values()) and 0 <= whole <= 100
    try:
        targets, held = share_out(
            bases, whole, shares, importance=importance, lower=Fraction(0), upper=Fraction(100)
        )
    except AllocationError:
        assert not reachable
        return
    assert sum(importance[area] * target for area, target in targets.items()) == whole
    assert all(0 <= target <= 100 for target in targets.values())
    assert all(targets[area] in (0, 100) for area in held)
    free = [area for area in bases if area not in held and shares[area]]
    assert len({(targets[area] - bases[area]) / shares[area] for area in free}) <= 1


@given(
    values=st.lists(st.integers(0, 10**9).map(lambda n: n / 10**4), min_size=1, max_size=40),
    pct=st.integers(-50, 80),
)
def test_rounded_parts_add_up_as_decimals(values, pct):
    bases = {f"{n:03d}": Fraction(Decimal(str(value))) for n, value in enumerate(values)}
    assume(sum(bases.values()))
    whole = Fraction(round(sum(bases.values()) * (100 + pct) * 100), 10**4)
    assume(whole >= 0)
    targets, _ = share_out(
        bases, whole, bases, importance=dict.fromkeys(bases, Fraction(1)), lower=Fraction(0)
    )
    parts = round_parts(targets, whole, 4)
    stored = [float(part) for part in parts.values()]
    assert sum(Decimal(str(value)) for value in stored) == Decimal(whole.numerator) / Decimal(
        whole.denominator
    )
    assert all(abs(Fraction(parts[area]) - targets[area]) < Fraction(1, 10**4) for area in parts)
