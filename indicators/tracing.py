"""The chain of a figure: where its value comes from, step by step.

A figure is read from a file or typed in, published, computed by a formula, or aggregated from
counties. The first leads to a cell of a file that is kept, the others to figures with chains of
their own.
"""

from dataclasses import dataclass, field
from datetime import datetime

from data.errors import UnknownIdError
from data.ledger.origins import load_what_was_read
from data.ledger.steps.stages import load_is_in_use
from data.store.database import Store
from data.store.past import look_at_version
from data.store.revisions import load_figure_history
from data.store.sent_files import is_kept
from data.words.numbers import is_missing
from indicators.former_values import list_former_values
from indicators.inputs import ProgressInputs, load_inputs
from indicators.rollup import Rollup, list_members, roll_up

SENT, PUBLISHED, DERIVED, ROLLED_UP, NONE = "sent", "published", "derived", "rolled_up", "none"
BALANCE = "balance"
YEARLY = "Y"
COLUMNS = (
    *("revision_id", "value", "unit", "state", "source", "edition", "note", "note_zh"),
    *("value_read", "unit_read", "area_read", "sheet", "file_row", "file_column"),
    *("upload_id", "file_name", "sha256", "recorded_at", "recorded_by"),
)


@dataclass(frozen=True)
class Trace:
    """The chain of one figure.

    Attributes
    ----------
    origin : str
        sent, published, derived, rolled_up, balance (computed from the tables of the
        forage–livestock balance), or none where there is no value.
    value, unit, state : float, str, str or None
        The figure in force. A rolled-up value below the required coverage is missing.
    sources_disagree : bool
        Another source gives another value in the same state.
    revisions : list of dict
        What was ever sent or published, newest first, with `COLUMNS`; is_typed (typed in, not
        read from a file), file_is_kept, file_is_withheld (who asks may not see all that it may
        hold); fate (in_force, confirmed, undone, withdrawn, replaced, outranked) with ended_by,
        ended_at and ended_in (file or edition) of what ended it; read
        (title, heading and words around its cell, None where nobody recorded them).
    inputs : list of dict
        Of a derived figure: indicator_id, area_id, year, value, unit, state, operand, factor.
    counties : list of dict
        Of a rolled-up figure: area_id, indicator_id, year, value (None where it is missing),
        states, lacking (the id of the figure that it lacks).
    method, reported, expected : str, int, int or None
        How and from how many counties it is rolled up (`indicators.rollup.Rollup`).
    plan : list of dict
        What the plan states for the indicator and area: year (None where it gives none),
        value, unit, clause_id, path.
    steps : list of dict
        What each act changed of it, oldest first (`indicators.former_values.list_former_values`).
    returns : list of dict
        The returns of it and of its inputs, oldest first: indicator_id, area_id, year, period,
        value, unit, returned_by, returned_at (UTC), remark; undone_by and undone_at (None where it
        was not undone); answer_value, answered_by and answered_at (what was sent again, or None).
    """

    indicator_id: str
    area_id: str
    year: int
    origin: str = NONE
    value: float | None = None
    unit: str | None = None
    state: str | None = None
    sources_disagree: bool = False
    revisions: list[dict] = field(default_factory=list)
    inputs: list[dict] = field(default_factory=list)
    counties: list[dict] = field(default_factory=list)
    method: str | None = None
    reported: int | None = None
    expected: int | None = None
    plan: list[dict] = field(default_factory=list)
    steps: list[dict] = field(default_factory=list)
    returns: list[dict] = field(default_factory=list)
    period: str = YEARLY


def trace_figure(
    store: Store, inputs: ProgressInputs, indicator_id: str, area_id: str, year: int
) -> Trace:
    """Return the chain of the figure of an indicator in an area and year.

    Raises
    ------
    UnknownIdError
        There is no such indicator or area.
    """
    if indicator_id not in inputs.index.indicators:
        raise UnknownIdError("unknown_indicator", value=indicator_id)
    if area_id not in set(inputs.areas["area_id"]):
        raise UnknownIdError("unknown_area", value=area_id)
    key = {"indicator_id": indicator_id, "area_id": area_id, "year": year}
    common = {
        **key,
        "unit": inputs.index.indicators[indicator_id]["unit"],
        "revisions": list_revisions(store, indicator_id, area_id, year),
        "plan": _list_plan_rows(store, indicator_id, area_id),
        "steps": list_former_values(store, inputs, indicator_id, area_id, year),
        "returns": _list_returns(store, key),
    }
    found = store.query_rows("trace/figure", period=YEARLY, **key)
    if found:
        figure = found[0]
        facts = {name: figure[name] for name in ("value", "unit", "state", "sources_disagree")}
        is_computed = figure["is_computed"]
        kept = SENT if figure["upload_id"] else PUBLISHED
        kept = BALANCE if figure["follows_balance"] else kept
        origin = DERIVED if is_computed else kept
        operands = store.query_rows("trace/inputs", **key) if is_computed else []
        return Trace(**common | facts, origin=origin, inputs=operands)
    rollup = roll_up(inputs, indicator_id, area_id, year)
    if rollup is not None and rollup.parts:
        return Trace(**common, **_describe_rollup(inputs, rollup, key))
    # What a formula lacks is told too.
    return Trace(**common, inputs=store.query_rows("trace/inputs", **key))


def find_value_at(
    store: Store, indicator_id: str, area_id: str, year: int, version: int
) -> float | None:
    """Return the value that a figure had when an upload was the newest (`data.ledger.codes`)."""
    then = look_at_version(store, version)
    return trace_figure(then, load_inputs(then), indicator_id, area_id, year).value


def _describe_rollup(inputs: ProgressInputs, rollup: Rollup, key: dict) -> dict:
    counties = []
    for county in list_members(inputs, key["area_id"], key["year"]):
        part = rollup.parts.get(county)
        value = part.numerator / part.denominator if part and part.denominator else None
        counties.append(
            {
                "area_id": county,
                "indicator_id": key["indicator_id"],
                "year": key["year"],
                "value": value,
                "states": list(dict.fromkeys(part.states)) if part else [],
            }
        )
    return {
        "origin": ROLLED_UP,
        "value": rollup.value,
        "state": rollup.state,
        "counties": counties,
        "method": rollup.method,
        "reported": rollup.reported,
        "expected": rollup.expected,
    }


def list_revisions(store: Store, indicator_id: str, area_id: str, year: int) -> list[dict]:
    """Return what was ever sent or published of a figure, newest first (`Trace.revisions`)."""
    history = load_figure_history(store, [indicator_id], area_id)
    rows = [_clean(row) for row in history[history["year"] == year].to_dict("records")]
    return [
        {name: row[name] for name in COLUMNS}
        | _find_fate(row, rows[:place], rows[place + 1 :])
        | {
            "is_typed": bool(row["sheet"]) and row["sheet"] == row["file_name"],
            "file_is_kept": bool(row["sha256"]) and is_kept(store, row["sha256"]),
            "file_is_withheld": row["sha256"] == "",
            "read": load_what_was_read(store, row),
        }
        for place, row in enumerate(rows)
    ]


def _clean(row: dict) -> dict:
    return {name: None if is_missing(value) else value for name, value in row.items()}


def _find_fate(row: dict, later: list[dict], earlier: list[dict]) -> dict:
    """Return what became of a revision, and by whom and when it was ended; both lists are newest
    first. What is trusted more counts whenever it came, also before."""
    if row["is_undone"]:
        return _tell("undone", row["undone_by"], row["undone_at"])
    if row["is_withdrawn"]:
        return _tell("withdrawn", row["recorded_by"], row["recorded_at"])
    if row["is_confirmation"]:
        return _tell("confirmed")
    if row["is_in_force"]:
        return _tell("in_force")
    first = _find_end(row, later, earlier)
    if first is None and row["state"] == "derived":
        # What it followed from was undone: nothing stands in its place.
        return _tell("withdrawn")
    if first is None:
        return _tell("replaced" if row["edition"] else "outranked")
    fate = "replaced" if first["rank"] == row["rank"] else "outranked"
    ended_in = first["file_name"] or first["edition"]
    return _tell(fate, first["recorded_by"], first["recorded_at"], ended_in)


def _find_end(row: dict, later: list[dict], earlier: list[dict]) -> dict | None:
    """Return the revision that stood above another when it came, else the first that did later."""
    standing = {}
    for other in reversed(earlier):
        counts = not other["is_undone"] and not other["is_confirmation"]
        if counts and other["rank"] > row["rank"]:
            standing[other["rank"]] = other
    above = [other for other in standing.values() if not other["is_withdrawn"]]
    if above:
        return max(above, key=lambda other: other["rank"])
    after = [one for one in later if not one["is_undone"] and one["rank"] >= row["rank"]]
    return after[-1] if after else None


def _tell(
    fate: str, by: str | None = None, at: datetime | None = None, ended_in: str | None = None
) -> dict:
    return {"fate": fate, "ended_by": by, "ended_at": at, "ended_in": ended_in}


def _list_returns(store: Store, key: dict) -> list[dict]:
    """Return the returns of a figure; where nobody uses the steps there are none to look for."""
    is_in_use = store.remember(("is_in_use",), lambda: load_is_in_use(store), of=("figures",))
    return [_clean(row) for row in store.query_rows("trace/returns", **key)] if is_in_use else []


def _list_plan_rows(store: Store, indicator_id: str, area_id: str) -> list[dict]:
    """Return what the plan states for an indicator and area."""
    names = ("year", "value", "unit", "clause_id", "path")
    return [
        {name: row[name] for name in names}
        for row in store.query_rows("queries/baselines")
        if (row["indicator_id"], row["area_id"]) == (indicator_id, area_id)
    ]
