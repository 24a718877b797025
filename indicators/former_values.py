"""What a figure was after each act that changed it: a sent, a derived or an aggregated one.

The acts on the figure, its inputs and its counties are replayed (`data.ledger.replay`), with the
plan, members and weights as they are now.
"""

import copy
from operator import itemgetter

import pandas as pd

from data.ledger.replay import ACT, KEYS, NEW, RESTATED, REVISED, WITHDRAWN, replay_since_ever
from data.store.database import Store
from data.store.reads import KeptWithin
from data.words.numbers import is_missing
from indicators.frames import list_rows, make_frame
from indicators.inputs import ProgressInputs
from indicators.rollup import list_members, roll_up

YEARLY = "Y"
Known = tuple[float | None, str | None]


def list_former_values(
    store: Store, inputs: ProgressInputs, indicator_id: str, area_id: str, year: int
) -> list[dict]:
    """Return every act that changed a figure, oldest first.

    Returns
    -------
    list of dict
        One per act: change (new, revised, withdrawn, or restated where only the state changed),
        old_value, new_value, old_state, new_state (None where no figure stood), acted_by,
        acted_at (UTC), file_name, upload_id, act (`data.ledger.replay.replay_figures`) and
        note (the document of a verification, the reason of an undo). An area without a figure of
        its own is aggregated from its counties, where enough of them have one.
    """
    members = list_members(inputs, area_id, year)
    keys = _list_keys(inputs, indicator_id, [area_id, *members], year)
    steps = replay_since_ever(store, keys)
    if steps.empty:
        return []
    own = (indicator_id, area_id, year, YEARLY)
    if not members:
        return [_tell(step) for step in _list_steps(steps) if step["key"] == own]
    return _replay_rollup(inputs, own[:3], _list_steps(steps))


def _list_keys(
    inputs: ProgressInputs, indicator_id: str, area_ids: list[str], year: int
) -> pd.DataFrame:
    """Return the figures that a figure may be made of in some areas."""
    index = inputs.index
    wanted = [(indicator_id, year)]
    wanted += [
        (row["input_id"], year + int(row["year_offset"]))
        for row in index.operands.get(indicator_id, [])
    ]
    if index.indicators[indicator_id]["aggregation"] == "area_weighted":
        weight_id = index.indicators[indicator_id]["weight_id"]
        surveyed = {y for area in area_ids for y in index.get_values(weight_id, area)}
        wanted += [(weight_id, known) for known in sorted(surveyed) if known <= year]
    rows = [(name, area, known, YEARLY) for area in area_ids for name, known in wanted]
    return make_frame(rows, KEYS).drop_duplicates(ignore_index=True)


def _list_steps(steps: pd.DataFrame) -> list[dict]:
    """Return steps as rows with their key, in the order of the acts."""
    rows = [
        {name: None if is_missing(value) else value for name, value in row.items()}
        for row in list_rows(steps)
    ]
    rows.sort(key=itemgetter("seq"))
    return [row | {"key": tuple(row[name] for name in KEYS)} for row in rows]


def _tell(step: dict, before: Known | None = None, after: Known | None = None) -> dict:
    (old, old_state), (new, new_state) = (
        before or (step["old_value"], step["old_state"]),
        after or (step["new_value"], step["new_state"]),
    )
    change = NEW if old is None else WITHDRAWN if new is None else REVISED
    return {
        "change": RESTATED if old == new else change,
        "old_value": old,
        "new_value": new,
        "old_state": old_state,
        "new_state": new_state,
        **{name: step[name] for name in ACT},
    }


def _replay_rollup(
    inputs: ProgressInputs, key: tuple[str, str, int], steps: list[dict]
) -> list[dict]:
    """Return what each act changed of an area's figure: its own, else that of its counties."""
    known = _take_copy(inputs, steps)
    for step in reversed(steps):
        _put(known, step["key"], step["old_value"], step["old_state"])
    told, before = [], _find_value(known, *key)
    by_act: dict[int, list[dict]] = {}
    for step in steps:
        by_act.setdefault(step["seq"], []).append(step)
    for changed in by_act.values():
        for step in changed:
            _put(known, step["key"], step["new_value"], step["new_state"])
        after = _find_value(known, *key)
        if after != before:
            told.append(_tell(changed[0], before, after))
        before = after
    return told


def _take_copy(inputs: ProgressInputs, steps: list[dict]) -> ProgressInputs:
    """Return inputs whose figures may be changed without changing those of others."""
    index = copy.copy(inputs.index)
    index.rolled, index.rolled_years = KeptWithin(), KeptWithin()
    index.figures = index.figures.copy_with({step["key"][:2] for step in steps})
    known = copy.copy(inputs)
    known.__dict__["index"] = index
    return known


def _put(inputs: ProgressInputs, key: tuple, value: float | None, state: str | None) -> None:
    indicator_id, area_id, year, _ = key
    inputs.index.figures.put((indicator_id, area_id), year, value, state)


def _find_value(inputs: ProgressInputs, indicator_id: str, area_id: str, year: int) -> Known:
    own = inputs.index.get_values(indicator_id, area_id).get(year)
    if own is not None:
        return own, inputs.index.get_origin(indicator_id, area_id, year)[0]
    rollup = roll_up(inputs, indicator_id, area_id, year)
    return (None, None) if rollup is None else (rollup.value, rollup.state)
