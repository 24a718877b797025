"""The engine against a second one that knows only the rules: random scenarios, seeded."""

import random
from dataclasses import replace

import pandas as pd
import pytest

from indicators.targets.progress import compute_progress
from tests.indicators import second_engine
from tests.indicators.builders import make_areas, make_inputs

REGION = "650000"
COUNTIES = tuple(f"65402{n}" for n in range(1, 10))
# target, indicator, how counties make a whole
MEASURES = (
    ("mechanisation_rate", "mechanisation_rate", "mean"),
    ("grass_yield", "grass_yield", "sum"),
    ("vegetation_cover", "vegetation_cover", "mean"),
    ("carcass_yield", "beef_carcass_yield", "quotient"),
)
READINGS = (
    ("level", "at_least", (20, 80)),
    ("level", "more_than", (20, 80)),
    ("level", "about", (20, 80)),
    ("level", "exactly", (20, 80)),
    ("level", "range", (20, 80)),
    ("level", "sustained", (20, 80)),
    ("pp_change", "at_least", (0, 20)),
    ("pp_change", "more_than", (0, 20)),
    ("relative_change", "at_least", (0, 40)),
    ("relative_change", "more_than", (0, 40)),
    ("relative_change", "range", (1, 20)),
)
SCENARIOS, AT_A_TIME = 320, 40
# `make test` compares the first ones.
FEW = 160


def make_scenario(seed: int) -> dict:
    """Return a scenario of the second engine, with the target and indicator it is about."""
    choose = random.Random(seed)
    target_id, indicator_id, how = MEASURES[seed % len(MEASURES)]
    kind, comparator, span = READINGS[seed % len(READINGS)]
    low = float(choose.randint(*span))
    years = range(2016, 2031)
    own = {}
    is_own = choose.random() < 0.5
    if is_own:
        # Half of the series wander, half go on as series do: near the line of their pace.
        start, step = _pick(choose), choose.randint(-4, 12) / 4
        is_steady = choose.random() < 0.5
        own = {
            year: start + step * (year - 2016) if is_steady else _pick(choose)
            for year in years
            if choose.random() < 0.6
        }
    decided = None
    if choose.random() < 0.25:
        value = _pick(choose) if choose.random() < 0.5 and target_id != "carcass_yield" else None
        decided = (choose.randint(2015, 2024), value)
    return {
        "target_id": target_id,
        "indicator_id": indicator_id,
        "how": how,
        "own": own,
        "counties": {} if is_own else _make_counties(choose, how, target_id, years),
        "direction": choose.choice(("up", "up", "down")),
        "kind": kind,
        "comparator": comparator,
        "low": low,
        "high": low + choose.randint(1, 9) if comparator == "range" else None,
        "target_year": choose.choice((2024, 2027, 2030)),
        "asked": choose.randint(2018, 2031),
        "breaks": [choose.randint(2016, 2026)] if choose.random() < 0.25 else [],
        "decided": decided,
    }


def _pick(choose) -> float:
    # Whole tens meet whole numbers of a reading exactly now and then.
    return float(choose.choice((choose.randint(2, 9) * 10, choose.randint(150, 900) / 10)))


def _make_counties(choose, how: str, target_id: str, years) -> dict:
    """Return nine counties, each silent now and then, some of them never changing."""
    share = choose.choice((0.85, 0.95, 1.0))
    counties = {}
    for county in COUNTIES:
        level = _pick(choose)
        is_still = choose.random() < 0.3
        weight = float(choose.randint(1, 9)) if target_id == "vegetation_cover" else 1.0
        counties[county] = {
            year: (
                level if is_still else level + choose.randint(-9, 9),
                float(choose.randint(1, 5)) if how == "quotient" else 1.0,
                weight,
            )
            for year in years
            if choose.random() < share
        }
    return counties


def make_figures(scenario: dict) -> list[tuple]:
    """Return the figures that the first engine reads."""
    indicator_id = scenario["indicator_id"]
    figures = [(indicator_id, REGION, year, value) for year, value in scenario["own"].items()]
    for county, values in scenario["counties"].items():
        for year, (above, below, weight) in values.items():
            if scenario["how"] == "quotient":
                # Ten thousand tonnes to ten thousand heads: kilograms a head are a thousandth.
                figures.append(("beef_output", county, year, above / 1000))
                figures.append(("cattle_slaughtered", county, year, below))
                continue
            figures.append((indicator_id, county, year, above))
            if indicator_id == "vegetation_cover":
                figures.append(("grassland_area", county, year, weight))
    return figures


def prepare(base, scenario: dict):
    """Return the inputs of the first engine for a scenario: one target, one reading."""
    target_id, indicator_id = scenario["target_id"], scenario["indicator_id"]
    decision = {"kind": "base", "subject_id": target_id}
    year, value = scenario["decided"] or (None, None)
    inputs = make_inputs(
        base,
        make_figures(scenario),
        areas=make_areas(*COUNTIES),
        breaks=[(indicator_id, REGION, year) for year in scenario["breaks"]],
        decisions=[] if year is None else [decision | {"as_of_year": year, "value": value}],
    )
    targets = inputs.targets[inputs.targets["target_id"] == target_id]
    readings = inputs.readings[inputs.readings["target_id"] == target_id].iloc[:1]
    # Only the tables that the scenario is about: there are hundreds of them.
    used = {
        name: frame[frame[key] == wanted]
        for name, frame, key, wanted in (
            ("measures", inputs.measures, "target_id", target_id),
            ("formulas", inputs.formulas, "indicator_id", indicator_id),
        )
    }
    needed = {*used["measures"]["indicator_id"], *used["formulas"]["input_id"], "grassland_area"}
    indicators = inputs.indicators[inputs.indicators["indicator_id"].isin(needed)].copy()
    indicators.loc[indicators["indicator_id"] == indicator_id, "direction"] = scenario["direction"]
    fields = ("kind", "comparator", "low", "high")
    return replace(
        inputs,
        targets=targets.assign(year=scenario["target_year"]),
        readings=readings.assign(**{name: scenario[name] for name in fields}),
        indicators=indicators,
        baselines=inputs.baselines.iloc[:0],
        **used,
    )


def _plain(value):
    return None if value is None or pd.isna(value) else value


@pytest.mark.parametrize(
    "first",
    [
        first if first < FEW else pytest.param(first, marks=pytest.mark.slow)
        for first in range(0, SCENARIOS, AT_A_TIME)
    ],
)
def test_both_engines_agree(plan_inputs, first):
    for seed in range(first, first + AT_A_TIME):
        scenario = make_scenario(seed)
        expected = second_engine.judge(scenario)
        rows = compute_progress(prepare(plan_inputs, scenario), year=scenario["asked"])
        row = rows[rows["indicator_id"] == scenario["indicator_id"]].iloc[0]
        note = (seed, scenario, expected)
        assert row["status"] == expected["status"], note
        if "latest_year" not in expected:
            continue
        assert row["latest_year"] == expected["latest_year"], note
        assert row["statuses_by_base"] == expected["by_base"], note
        assert _plain(row["robust"]) == expected["robust"], note
        assert _plain(row["matched_counties"]) == expected["matched"], note
        assert _plain(row["reached_late_year"]) == expected["late"], note
        assert (row["reason"] == "stale") == expected.get("is_stale", False), note
        for name, key in (("completion", "completion"), ("time_elapsed", "elapsed")):
            wanted = expected[key]
            found = _plain(row[name])
            assert found == (None if wanted is None else pytest.approx(wanted, abs=1e-9)), note


def test_the_scenarios_cover_what_they_should():
    scenarios = [make_scenario(seed) for seed in range(SCENARIOS)]
    verdicts = [second_engine.judge(scenario) for scenario in scenarios]
    found = {verdict["status"] for verdict in verdicts}
    assert found == {
        "achieved",
        "on_pace",
        "slightly_behind",
        "behind",
        "moving_away",
        "missed",
        "cannot_judge",
    }
    assert {(row["kind"], row["comparator"]) for row in scenarios} == {
        reading[:2] for reading in READINGS
    }
    matched = [v for v in verdicts if v.get("matched") is not None]
    for how in ("sum", "mean", "quotient"):
        fewer = [
            v
            for s, v in zip(scenarios, verdicts, strict=True)
            if s["how"] == how and v.get("matched") not in (None, len(COUNTIES))
        ]
        assert len(fewer) >= 5, how
    assert len(matched) >= 50
    assert sum(verdict.get("robust") is True for verdict in verdicts) >= 20
    assert sum(verdict.get("robust") is False for verdict in verdicts) >= 20
    assert sum(verdict.get("late") is not None for verdict in verdicts) >= 3
