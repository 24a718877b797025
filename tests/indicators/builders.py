"""Inputs of the engine with chosen figures, on the plan's own tables."""

from dataclasses import replace

import pandas as pd

from indicators.figures import YearlyFigures
from indicators.inputs import ProgressInputs

FIGURE = {
    "state": "reported",
    "source": "测试",
    "note": None,
    "is_computed": False,
    "inputs": None,
    "sources_disagree": False,
}
DECISION = {
    "decision_id": "d1",
    "kind": "reading",
    "subject_kind": "target",
    "subject_id": None,
    "area_id": "650000",
    "reading_id": None,
    "value": None,
    "comparator": None,
    "low": None,
    "high": None,
    "as_of_year": None,
    "judgement": None,
    "number_kind": None,
    "decided_by": "测试员",
    "decided_on": None,
    "document_no": "1号",
    "recorded_at": None,
}
ALLOCATION = {
    "name": "分解",
    "target_id": None,
    "reading_id": None,
    "indicator_id": None,
    "method": "equal_points",
    "area_id": None,
    "base_year": None,
    "base_value": None,
    "target_value": None,
    "unit": None,
}


def make_inputs(
    base: ProgressInputs,
    figures=(),
    *,
    decisions=(),
    allocations=(),
    breaks=None,
    baselines=None,
    members=(),
    weights=(),
    areas=None,
    thresholds=None,
) -> ProgressInputs:
    """Return `base` with the figures and decisions given and none of its own.

    figures are (indicator_id, area_id, year, value); decisions and allocations are dicts;
    members are (group_id, area_id); weights are (name, area_id, weight); breaks are
    (indicator_id, area_id, after_year). Breaks left out keep the plan's.
    """
    chosen = pd.DataFrame(
        [
            FIGURE | dict(zip(("indicator_id", "area_id", "year", "value"), figure, strict=True))
            for figure in figures
        ],
        columns=["indicator_id", "area_id", "year", "value", *FIGURE],
    )
    return replace(
        base,
        figures=YearlyFigures.of_frame(chosen),
        decisions=pd.DataFrame([DECISION | record for record in decisions], columns=list(DECISION)),
        allocations=pd.DataFrame(
            [ALLOCATION | record for record in allocations], columns=list(ALLOCATION)
        ),
        breaks=base.breaks
        if breaks is None
        else pd.DataFrame(breaks, columns=["indicator_id", "area_id", "after_year"]),
        baselines=base.baselines if baselines is None else baselines,
        members=pd.DataFrame(
            [(group_id, area_id, None, None) for group_id, area_id in members],
            columns=["group_id", "area_id", "from_year", "to_year"],
        ),
        weights=pd.DataFrame(weights, columns=["name", "area_id", "weight"]),
        areas=base.areas if areas is None else areas,
        thresholds=base.thresholds | (thresholds or {}),
    )


def make_areas(*counties: str, parent: str = "654000") -> pd.DataFrame:
    """Return an area table with the region, one prefecture and the given counties."""
    rows = [
        ("650000", "region", None),
        (parent, "prefecture", "650000"),
        *((county, "county", parent) for county in counties),
    ]
    frame = pd.DataFrame(rows, columns=["area_id", "level", "parent_id"])
    return frame.assign(from_year=None, to_year=None)
