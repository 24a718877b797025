"""YearlyFigures that are loaded as they are asked for are those that all of them together hold."""

import pickle
import random
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from data.ledger.uploads import undo_upload
from data.store.figures import load_years
from indicators.counties.peers import compare_with_peers, list_own_figures
from indicators.counties.profile import load_county_inputs
from indicators.figures import COLUMNS, FigureLookup, YearlyFigures
from indicators.inputs import load_inputs
from indicators.ranking import rank_areas
from indicators.targets.progress import compute_progress
from tests.conftest import count_examples

COUNTIES = ["654026", "654027", "654025", "652301", "652302"]
AREAS = ["650000", "654000", *COUNTIES]
# Of targets, of formulas, and related ones that are loaded one by one.
INDICATORS = [
    *(
        "cattle_stock",
        "cattle_slaughtered",
        "beef_output",
        "vegetation_cover",
        "digital_farm_share",
    ),
    *("large_animal_stock", "goat_stock", "pork_output", "herder_income"),
]


KEY = ("cattle_stock", "654026")


@pytest.fixture
def filled(store, send_figures):
    """A store with figures of random indicators, areas, years, states and sources."""
    rng = random.Random(7)
    for _ in range(4):
        keys = {(*KEY, 2021), (*KEY, 2022)} | {
            (rng.choice(INDICATORS), rng.choice(AREAS), rng.randint(2018, 2026)) for _ in range(90)
        }
        figures = [
            {
                **dict(zip(("indicator_id", "area_id", "year"), key, strict=True)),
                "value": round(rng.uniform(1, 90), 2),
                "state": rng.choice(("provisional", "reported", "verified")),
                "source": rng.choice(("年报", "快报", None)),
                "period": rng.choice(("Y", "Y", "Y", "2024H1")) if key[2] == 2024 else "Y",
            }
            for key in sorted(keys)
        ]
        send_figures(store, *figures)
    return store


def list_whole(store):
    """Return what all figures hold: of each series its values and origins by year."""
    whole = {}
    for row in store.query("queries/yearly_figures").itertuples():
        values, origins = whole.setdefault((row.indicator_id, row.area_id), ({}, {}))
        values[row.year] = row.value
        origins[row.year] = (row.state, None if pd.isna(row.source) else row.source)
    return whole


def check_lookup(lookup, whole, seed):
    """Compare every series, and those that are not there, in a random order of looks."""
    rng = random.Random(seed)
    indicators = [*dict.fromkeys([key[0] for key in whole] + INDICATORS), "unknown"]
    asked = [(name, area_id) for name in indicators for area_id in [*AREAS, "659999"]]
    rng.shuffle(asked)
    for indicator_id, area_id in asked:
        if rng.random() < 0.05:
            lookup.take_areas(rng.sample(AREAS, 2))
        values, origins = whole.get((indicator_id, area_id), ({}, {}))
        found = lookup.get_values(indicator_id, area_id)
        assert list(found.items()) == sorted(values.items())
        for year, origin in origins.items():
            assert lookup.get_origin(indicator_id, area_id, year) == origin
    for name in indicators:
        years = {area: sorted(own) for (one, area), (own, _) in whole.items() if one == name}
        asked_of = tuple(rng.sample([*AREAS, "659999"], len(AREAS)))
        expected = {area_id: years[area_id] for area_id in asked_of if area_id in years}
        assert lookup.find_years(name, asked_of) == expected
        assert lookup.list_years(name, asked_of) == set().union(*expected.values())
        year = rng.randint(2018, 2027)
        figures = [
            (area_id, (values[year], *origins[year]))
            for area_id in asked_of
            for values, origins in [whole.get((name, area_id), ({}, {}))]
            if year in values
        ]
        assert list(lookup.find_figures(name, asked_of, year).items()) == figures
    for area_id in AREAS:
        known = {indicator_id for indicator_id, area in whole if area == area_id}
        assert lookup.list_known(area_id) == known
    newest = {}
    for (_, area_id), (values, _) in whole.items():
        newest[area_id] = max(newest.get(area_id, 0), *values)
    assert lookup.newest == newest and lookup.find_newest_year() == max(newest.values())


def test_whatever_is_asked_for_first_the_figures_are_the_same(filled):
    whole = list_whole(filled)
    assert {key[0] for key in whole} > set(INDICATORS)
    rows = filled.query_objects("queries/yearly_figures")
    shuffled = rows.sample(frac=1, random_state=1)
    for seed in range(count_examples(12)):
        together = random.Random(seed).sample(INDICATORS, 4)
        check_lookup(FigureLookup(YearlyFigures.of_store(filled), together), whole, seed)
        check_lookup(FigureLookup(YearlyFigures.of_frame(shuffled), together), whole, seed)


def test_results_are_those_of_all_figures_at_once(filled):
    lazy = load_county_inputs(filled)
    figures = YearlyFigures.of_frame(filled.query_objects("queries/yearly_figures"))
    whole = load_county_inputs(filled, replace(lazy.progress, figures=figures))
    for area_id in ("650000", "654000", *COUNTIES[:2]):
        for compute in (
            lambda inputs, area=area_id: compute_progress(inputs.progress, area),
            lambda inputs, area=area_id: list_own_figures(inputs, area, 2024),
            lambda inputs, area=area_id: compare_with_peers(inputs, area, 2024),
            lambda inputs, area=area_id: rank_areas(inputs.progress, "goat_stock", area, 2025).rows,
        ):
            pd.testing.assert_frame_equal(compute(lazy), compute(whole))


def test_figures_of_a_related_indicator_are_loaded_alone(filled):
    asked = []
    figures = YearlyFigures.of_store(filled)

    def note(ids):
        asked.append(ids)
        return figures.load_indicators(ids)

    lookup = FigureLookup(replace(figures, load_indicators=note), ["beef_output", "cattle_stock"])
    for name in ("goat_stock", "beef_output", "cattle_stock", "goat_stock"):
        lookup.get_values(name, "654026")
    assert asked == [["goat_stock"], ["beef_output", "cattle_stock"]]


def get_lookup(store):
    """Return the look-up of inputs that are kept."""
    of = ("figures", "decisions", "groups", "settings")
    return store.remember(("inputs",), lambda: load_inputs(store), of=of).index.figures


def test_what_is_taken_over_again_and_again_is_what_stands(filled, send_figures):
    rng, sent = random.Random(3), []
    check_lookup(get_lookup(filled), list_whole(filled), 0)
    for number in range(8):
        if sent and rng.random() < 0.3:
            sent.append(undo_upload(filled, sent.pop()))
        else:
            key = {"indicator_id": rng.choice(INDICATORS), "area_id": rng.choice(AREAS)}
            figure = key | {"year": rng.randint(2018, 2027), "value": float(number)}
            sent.append(send_figures(filled, figure))
        # Not all that is taken over is looked at before the next write.
        if rng.random() < 0.6:
            check_lookup(get_lookup(filled), list_whole(filled), number)
        get_lookup(filled).get_values(rng.choice(INDICATORS), rng.choice(AREAS))
    check_lookup(get_lookup(filled), list_whole(filled), 9)


def test_what_nobody_wrote_since_is_not_loaded_again(filled, send_figures, monkeypatch):
    def look(lookup):
        series = [(name, area_id) for name in INDICATORS for area_id in AREAS]
        found = {key: (lookup.get_values(*key), lookup.list_known(key[1])) for key in series}
        years = {name: lookup.list_years(name, tuple(AREAS)) for name in INDICATORS}
        figures = {name: lookup.find_figures(name, tuple(AREAS), 2027) for name in INDICATORS}
        return found, years, figures, lookup.find_newest_year()

    asked, real = [], filled.query_arrow
    look(get_lookup(filled))
    sent = dict(zip(("indicator_id", "area_id"), KEY, strict=True)) | {"year": 2027, "value": 8.0}
    send_figures(filled, sent)
    monkeypatch.setattr(
        filled, "query_arrow", lambda name, **of: asked.append(of) or real(name, **of)
    )
    after = get_lookup(filled)
    found, own = look(after), list(asked)
    assert found == look(load_inputs(filled).index.figures) and after.get_values(*KEY)[2027] == 8.0
    assert {one for of in own for one in of.get("area_ids", [])} <= {KEY[1]}
    written = {one for of in own for one in of.get("indicator_ids", [])}
    assert KEY[0] in written and written.isdisjoint({"beef_output", "goat_stock", "pork_output"})


def test_what_is_loaded_now_does_not_change_and_says_what_it_lacks(filled, send_figures):
    figures = YearlyFigures.of_store(filled).load_now(["cattle_stock", "beef_output"])
    before = dict(load_inputs(filled).index.get_values(*KEY))
    send_figures(
        filled,
        {
            **dict(zip(("indicator_id", "area_id"), KEY, strict=True)),
            "year": 2026,
            "value": 12345.0,
            "state": "verified",
        },
    )
    assert load_inputs(filled).index.get_values(*KEY)[2026] == 12345
    lookup = FigureLookup(figures, ["cattle_stock", "beef_output"])
    assert lookup.get_values(*KEY) == before
    with pytest.raises(LookupError):
        lookup.get_values("goat_stock", "654026")
    with pytest.raises(LookupError):
        lookup.take_areas(["654026"])


def test_a_copy_may_be_changed_alone(filled):
    lookup = FigureLookup(YearlyFigures.of_store(filled), ["cattle_stock"])
    before = dict(lookup.get_values(*KEY))
    changed = lookup.copy_with([KEY, ("unknown", "654026")])
    changed.put(KEY, 2030, 1.0, "reported")
    changed.put(KEY, next(iter(before)), None, None)
    changed.put(("unknown", "654026"), 2030, 2.0, "verified")
    assert lookup.get_values(*KEY) == before and not lookup.get_values("unknown", "654026")
    assert changed.get_values(*KEY) == dict(list(before.items())[1:]) | {2030: 1.0}
    assert changed.get_origin(*KEY, 2030) == ("reported", "")
    assert changed.get_values("unknown", "654026") == {2030: 2.0}
    assert changed.find_years("unknown", ("654026", "659999")) == {"654026": [2030]}
    found = changed.find_figures("unknown", ("659999", "654026"), 2030)
    assert found == {"654026": (2.0, "verified", "")}
    assert changed.find_figures(KEY[0], (KEY[1],), next(iter(before))) == {}
    assert lookup.find_figures("unknown", ("654026",), 2030) == {}


def test_another_process_gets_all_of_them(filled):
    inputs = load_inputs(filled)
    inputs.index.get_values("cattle_stock", "654026")
    again = pickle.loads(pickle.dumps(inputs))
    pd.testing.assert_frame_equal(again.figures.load_all(), inputs.figures.load_all())
    check_lookup(again.index.figures, list_whole(filled), 1)


def test_without_figures_there_is_nothing(plan_inputs):
    empty = pd.DataFrame(columns=list(COLUMNS))
    lookup = FigureLookup(YearlyFigures.of_frame(empty), ["cattle_stock"])
    assert lookup.get_values("cattle_stock", "654026") == {} == lookup.newest
    assert lookup.find_newest_year() is None
    assert lookup.get_values(None, "654026") == {} and lookup.list_known("654026") == set()
    with pytest.raises(KeyError):
        lookup.get_origin("cattle_stock", "654026", 2024)


def test_a_missing_value_stays_missing():
    row = ("cattle_stock", "654026", 2024, None, "reported", None)
    frame = pd.DataFrame([row], columns=list(COLUMNS))
    lookup = FigureLookup(YearlyFigures.of_frame(frame))
    assert np.isnan(lookup.get_values("cattle_stock", "654026")[2024])
    assert lookup.get_origin("cattle_stock", "654026", 2024) == ("reported", None)


def test_an_area_with_half_a_year_alone_has_no_newest_year(store, send_figures):
    half = {"indicator_id": "cattle_stock", "area_id": "654026", "year": 2031, "period": "2031H1"}
    before = YearlyFigures.of_store(store).load_newest()
    send_figures(store, half | {"value": 1.0})
    assert YearlyFigures.of_store(store).load_newest() == before
    assert 2031 not in load_years(store)
    send_figures(store, half | {"year": 2030, "period": "Y", "value": 2.0})
    assert YearlyFigures.of_store(store).load_newest() == before | {"654026": 2030}
    assert load_years(store)[0] == 2030


def test_years_of_many_areas_are_those_of_each_and_are_what_is_depended_on(filled, send_figures):
    areas = tuple(AREAS)
    lookup = FigureLookup(YearlyFigures.of_store(filled), INDICATORS[:2])
    each = FigureLookup(YearlyFigures.of_store(filled))
    each.take_areas(COUNTIES[:2])
    for indicator_id in (*INDICATORS, "wool_output"):
        years = lookup.list_years(indicator_id, areas)
        series = [each.get_values(indicator_id, area_id) for area_id in areas]
        assert years == set().union(*series) == each.list_years(indicator_id, areas)
    other = lookup.copy_with([KEY])
    other.put(KEY, 1901, 1.0, "reported")
    assert 1901 in other.list_years(KEY[0], areas)
    assert 1901 not in lookup.list_years(KEY[0], areas)
    # Whoever asked finds, as a part of the figures of now, the years of now.
    part = ("years", (KEY[0], areas))
    assert lookup.found[part] == lookup.get_part(part)
    send_figures(
        filled, dict(zip(("indicator_id", "area_id"), KEY, strict=True), year=1902, value=1.0)
    )
    now = FigureLookup(YearlyFigures.of_store(filled))
    now.take_over(lookup)
    assert now.get_part(part) == lookup.found[part] | {1902}


def test_figures_of_a_year_stay_until_one_of_them_is_written(filled, send_figures):
    key = {"indicator_id": KEY[0], "area_id": KEY[1]}
    before = get_lookup(filled)
    found = before.find_figures(KEY[0], tuple(AREAS), 2022)
    other = before.find_figures("goat_stock", tuple(AREAS), 2022)
    assert KEY[1] in found
    # Another year: it is looked for again, and what is found is the same.
    send_figures(filled, key | {"year": 2031, "value": 1.0})
    after = get_lookup(filled)
    assert after is not before and after.find_figures(KEY[0], tuple(AREAS), 2022) is found
    assert after.find_figures("goat_stock", tuple(AREAS), 2022) is other
    send_figures(filled, key | {"year": 2022, "value": 987.0, "state": "verified"})
    now = get_lookup(filled).find_figures(KEY[0], tuple(AREAS), 2022)
    assert now == found | {KEY[1]: (987.0, "verified", now[KEY[1]][2])} != found
