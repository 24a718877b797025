"""What the interface gives out: its addresses, their parameters and fields, and their rows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from data.clock import FIRST_YEAR, LAST_YEAR, get_today
from data.store.database import Store
from data.store.plan import load_plan
from data.store.statements import DEFAULT_PLAN, PLAN_ID
from data.words.catalogue import LANGUAGES
from indicators.boxes.items import BoxInputs, load_box_inputs
from indicators.counties.area_boxes import COLUMNS as BOX_COLUMNS
from indicators.counties.area_boxes import compute_area_boxes
from indicators.counties.profile import load_county_inputs
from indicators.inputs import ProgressInputs, load_inputs
from indicators.targets.progress import COLUMNS as PROGRESS_COLUMNS
from indicators.targets.progress import compute_progress
from pages.server.parameters import (
    Parameter,
    make_choice,
    make_day,
    make_id_choice,
    make_number,
    make_plan_choice,
    refuse_value,
)

BASE = "/api/v1"
MOST_ROWS = 10_000
MOST_BOXES = 999
YEARLY = "Y"
REGISTER = "register"
STATES = ("verified", "published", "derived", "reported", "provisional", "returned")
LEVELS = ("region", "prefecture", "county", "group")
PERIODS = (
    YEARLY,
    *("H1", "H2", "Q1", "Q2", "Q3", "Q4"),
    *(f"M{month:02}" for month in range(1, 13)),
    *(f"C{month:02}" for month in range(2, 12)),
)
_SUBJECTS = ("figures", "decisions", "groups", "settings")
_BOX_SUBJECTS = ("figures", "projects", "decisions", "groups", "settings")

# What every resource takes.
COMMON = (
    make_choice("format", ("json", "csv")),
    make_choice("lang", LANGUAGES, default=LANGUAGES[0]),
)
OF_PLAN = make_plan_choice()


@dataclass(frozen=True)
class Resource:
    """An address of the interface.

    load(store, values) returns its rows, with exactly `fields`; fields maps a field to its
    type in JSON (null stands in any of them). The words for people are at
    ``api.resource.<name>`` and ``api.field.<field>``.
    """

    name: str
    parameters: tuple[Parameter, ...]
    fields: dict[str, str]
    load: Callable[[Store, dict[str, Any]], pd.DataFrame]
    is_paged: bool = False

    @property
    def path(self) -> str:
        """The address below the server's own."""
        return f"{BASE}/{self.name}"


def load_figure_rows(store: Store, values: dict[str, Any]) -> pd.DataFrame:
    """Return the figures asked for, and one more where there are further ones."""
    return store.query(
        "queries/api_figures",
        indicators=values["indicator"],
        areas=values["area"],
        years=values["year"],
        periods=values["period"],
        states=values["state"],
        released=values["released"],
        most=values["limit"] + 1,
        first=values["offset"],
    )


def load_progress_rows(store: Store, values: dict[str, Any]) -> pd.DataFrame:
    """Return `compute_progress` with the period, and state and source of the base value."""
    area_id = values["area"] or load_plan(store)["area_id"]

    def make() -> pd.DataFrame:
        inputs: ProgressInputs = store.remember(
            ("api.progress_inputs",), lambda: load_inputs(store), of=_SUBJECTS, most=1
        )
        rows = compute_progress(inputs, area_id, values["year"])
        return _add_base(rows, inputs).assign(period=YEARLY)

    key = ("api.progress", area_id, values["year"], get_today())
    return store.remember(key, make, of=_SUBJECTS)


def _add_base(rows: pd.DataFrame, inputs: ProgressInputs) -> pd.DataFrame:
    """Add state and source of the base value; none where it was decided or put together."""
    found: list[tuple[str | None, str | None]] = []
    for row in rows.itertuples():
        values = inputs.index.get_values(row.indicator_id, row.area_id)
        is_base = (
            not pd.isna(row.baseline_year)
            and values.get(int(row.baseline_year)) == row.baseline_value
        )
        key = (row.indicator_id, row.area_id, row.baseline_year)
        found.append(inputs.index.get_origin(*key) if is_base else (None, None))
    return rows.assign(
        baseline_state=[state for state, _ in found], baseline_source=[text for _, text in found]
    )


def load_box_rows(store: Store, values: dict[str, Any]) -> pd.DataFrame:
    """Return `compute_area_boxes` with the item's box, names and unit, and a rate's own figure."""
    as_of = values["as_of"] or get_today()
    known = {str(number) for number in store.query("queries/box_items")["box_no"]}
    for number in values["box"] or ():
        if str(number) not in known:
            raise refuse_value("box", str(number), ", ".join(sorted(known, key=int)))

    def make() -> pd.DataFrame:
        inputs = load_box_inputs(store, as_of)
        named = ["item_id", "box_no", "kind", "name_zh", "name_en", "unit"]
        judged = compute_area_boxes(load_county_inputs(store, boxes=inputs), values["area"], as_of)
        rows = judged.merge(inputs.items[named], on="item_id")
        return rows.merge(_find_rates(inputs, as_of.year), on="item_id", how="left")

    key = ("api.boxes", values["area"], as_of, get_today())
    rows = store.remember(key, make, of=_BOX_SUBJECTS)
    return rows if values["box"] is None else rows[rows["box_no"].isin(values["box"])]


def _find_rates(inputs: BoxInputs, year: int) -> pd.DataFrame:
    """Return what an item's number rests on: a rate's newest figure, else the register."""
    rates = inputs.rates[inputs.rates["year"] <= year].sort_values("year")
    newest = rates.drop_duplicates("item_id", keep="last").set_index("item_id")
    counted = inputs.items.loc[inputs.items["kind"].isin(["count", "per_county"]), "item_id"]
    rows = [
        {"item_id": item_id, "period": YEARLY} | row.to_dict() for item_id, row in newest.iterrows()
    ] + [{"item_id": item_id, "source": REGISTER} for item_id in counted]
    columns = ["item_id", "year", "period", "value", "state", "source"]
    return pd.DataFrame(rows, columns=columns).astype({"year": "Int64"})


def load_area_rows(store: Store, values: dict[str, Any]) -> pd.DataFrame:
    """Return the areas, groups among them."""
    rows = store.query("queries/areas")
    return rows if values["level"] is None else rows[rows["level"].isin(values["level"])]


def load_plan_rows(store: Store, values: dict[str, Any]) -> pd.DataFrame:
    """Return the plans, the default one first."""
    rows = pd.DataFrame(store.list_plans())
    return rows.assign(is_default=rows[PLAN_ID] == DEFAULT_PLAN)


def load_indicator_rows(store: Store, values: dict[str, Any]) -> pd.DataFrame:
    """Return the indicators in the plan's order."""
    rows = store.query("queries/indicators")
    return rows if values["goal"] is None else rows[rows["goal"].isin(values["goal"])]


def _type_fields(names: tuple[str, ...], types: dict[str, str]) -> dict[str, str]:
    """Return name -> type; a year or a count is whole, an is_… is a yes or no."""
    return {name: types.get(name) or _guess_type(name) for name in names}


def _guess_type(name: str) -> str:
    if name.startswith(("is_", "has_")):
        return "boolean"
    if name.endswith("year") or name in _WHOLE:
        return "integer"
    return "number" if name in _NUMBERS else "string"


_WHOLE = {
    "planned",
    "approved",
    "building",
    "completed",
    "accepted",
    "counted",
    "counted_verified",
    "counties_met",
    "counties_bound",
    "counted_in_area",
    "verified_in_area",
    "box_no",
    "reported_counties",
    "expected_counties",
    "listed_counties",
    "matched_counties",
    "joined_counties",
    "unmatched_baseline",
    "unmatched_latest",
}
_NUMBERS = {
    "value",
    "low",
    "high",
    "completion",
    "completion_high",
    "time_elapsed",
    "pace_gap",
    "cagr_ratio",
    "required_per_year",
    "required_growth_pct",
    "best_change_per_year",
    "baseline_value",
    "latest_value",
    "target_low",
    "target_high",
    "target_gap",
    "lower_bound",
    "upper_bound",
}
_SPECIAL = {
    "methods_disagree": "boolean",
    "robust": "boolean",
    "sources_disagree": "boolean",
    "statuses_by_base": "object",
    "missing_years": "array",
    "required_per_year": "number",
    "best_change_per_year": "number",
}
_NAMED = ("name_zh", "name_en")
_FIGURE = ("indicator_id", "area_id", "year", "period", "value", "unit", "state", "source")

RESOURCES = (
    Resource(
        "plans",
        COMMON,
        _type_fields(
            (
                *(PLAN_ID, *_NAMED, "title_zh", "title_en", "document_no", "issued_on"),
                *("area_id", "first_year", "last_year", "base_year", "is_default"),
            ),
            _SPECIAL,
        ),
        load_plan_rows,
    ),
    Resource(
        "figures",
        (
            make_id_choice("indicator", "queries/indicators", "indicator_id", is_list=True),
            make_id_choice("area", "queries/areas", "area_id", is_list=True),
            make_number("year", FIRST_YEAR, LAST_YEAR, is_list=True),
            make_choice("period", PERIODS, is_list=True),
            make_choice("state", STATES, is_list=True),
            make_choice("released", ("1",)),
            make_number("limit", 1, MOST_ROWS, default=1000),
            make_number("offset", 0, 10**9, default=0),
            *COMMON,
        ),
        _type_fields(
            (
                *_FIGURE,
                *("note", "note_zh", "is_computed", "inputs", "sources_disagree"),
                *("upload_id", "recorded_at"),
            ),
            _SPECIAL,
        ),
        load_figure_rows,
        is_paged=True,
    ),
    Resource(
        "progress",
        (
            OF_PLAN,
            make_id_choice("area", "queries/areas", "area_id"),
            make_number("year", FIRST_YEAR, LAST_YEAR),
            *COMMON,
        ),
        _type_fields((*PROGRESS_COLUMNS, "baseline_state", "baseline_source", "period"), _SPECIAL),
        load_progress_rows,
    ),
    Resource(
        "boxes",
        (
            OF_PLAN,
            make_id_choice("area", "queries/areas", "area_id"),
            make_day("as_of"),
            make_number("box", 1, MOST_BOXES, is_list=True),
            *COMMON,
        ),
        _type_fields(
            (
                *BOX_COLUMNS,
                *("box_no", "kind", *_NAMED, "unit"),
                *("year", "period", "value", "state", "source"),
            ),
            _SPECIAL,
        ),
        load_box_rows,
    ),
    Resource(
        "areas",
        (make_choice("level", LEVELS, is_list=True), *COMMON),
        _type_fields(
            (
                *("area_id", *_NAMED, "level", "parent_id", "subregion", "division"),
                *("from_year", "to_year", "has_boundary"),
            ),
            _SPECIAL,
        ),
        load_area_rows,
    ),
    Resource(
        "indicators",
        (make_id_choice("goal", "queries/indicators", "goal", is_list=True), *COMMON),
        _type_fields(
            (
                *("indicator_id", *_NAMED, "unit", "direction", "goal", "scope", "aggregation"),
                *("lower_bound", "upper_bound", "formula", "frequency", "note", "growth_id"),
            ),
            _SPECIAL,
        ),
        load_indicator_rows,
    ),
)
